// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that came into a loop which goes over a list as long as nobody takes
 * the element from it, where upstream's loop may; and a case that came behind
 * one which leaves the switch upstream, and goes on here.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/limits.h"
#include "engine/code/text.h"
#include "engine/warn/suspect.h"

/* blocks nest no deeper: of what is further inside nothing is said */
#define DEPTH_MAX 16

static bool is_walk(const struct lex *name)
{
	return lex_has(name, "for_each", strlen("for_each")) ||
	       lex_has(name, "foreach", strlen("foreach"));
}

/* the macro of the innermost loop over a list around a place of a function; size 0 for none */
static struct lex walk_around(const struct extract *around, const char *at)
{
	struct lex heads[DEPTH_MAX] = { { .size = 0 } }, lex, last = { .size = 0 };
	enum lex_kind kind;
	int depth = 0;

	lex_init(&lex, around->text, around->size);
	while ((kind = lex_next(&lex)) != LEX_END && lex.text < at) {
		if (kind == LEX_WORD && is_walk(&lex) && !lex.directive)
			last = lex;
		if (kind != LEX_PUNCT || !strchr("{};", *lex.text))
			continue;
		if (*lex.text == '{' && depth < DEPTH_MAX)
			heads[depth] = last;
		depth += (*lex.text == '{') - (*lex.text == '}');
		depth = MAX(depth, 0);
		last.size = 0;
	}
	while (depth-- > 0)
		if (depth < DEPTH_MAX && heads[depth].size)
			return heads[depth];
	return (struct lex){ .size = 0 };
}

/* "list_for_each_entry_safe" of "list_for_each_entry" */
static bool is_safe_form(const struct lex *safe, const struct lex *plain)
{
	static const char word[] = "_safe";
	const char *at, *end = safe->text + safe->size;
	gsize head;

	if (safe->size != plain->size + strlen(word))
		return false;
	for (at = safe->text; at + strlen(word) <= end; at++) {
		head = at - safe->text;
		if (!g_ascii_strncasecmp(at, word, strlen(word)) &&
		    !memcmp(safe->text, plain->text, head) &&
		    !memcmp(at + strlen(word), plain->text + head, plain->size - head))
			return true;
	}
	return false;
}

static bool takes(const struct lex *call)
{
	static const char *const words[] = { "del",    "free",   "kfree",  "vfree",
					     "kvfree", "remove", "unlink", "destroy" };

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (name_has_part(call->text, call->size, words[i], strlen(words[i])))
			return true;
	return false;
}

/* "->next = " */
static bool sets_next(const struct lex *name, struct lex behind)
{
	return lex_is(name, "next") && lex_next(&behind) == LEX_PUNCT && *behind.text == '=' &&
	       behind.text[1] != '=';
}

static bool is_way_out(enum lex_kind kind, const struct lex *lex)
{
	return kind == LEX_WORD &&
	       (lex_is(lex, "return") || lex_is(lex, "break") || lex_is(lex, "goto"));
}

/* may lines take an element away, or set where the next one is, and go on with it? */
static bool takes_away(const struct line *lines, const char *end)
{
	enum lex_kind kind, before = LEX_END;
	bool away = false;
	struct lex lex;

	lex_init(&lex, lines->text, end - lines->text);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		struct lex next = lex;
		bool call = kind == LEX_WORD && lex_next(&next) == LEX_PUNCT && *next.text == '(';

		/* what comes behind the lines is asked for its first word */
		if (is_way_out(kind, &lex))
			return false;
		if (lex.text >= lines->text + lines->size)
			return away;
		away |= (call && before != LEX_MEMBER && takes(&lex)) ||
			(kind == LEX_WORD && before == LEX_MEMBER && sets_next(&lex, lex));
	}
	return away;
}

static void check_walk(struct suspect *suspect, const struct line *added, const char *there)
{
	const char *end = added->text + added->size;
	const struct extract here_around =
		extract_definition(&suspect->result, added->text, end);
	const struct extract there_around =
		extract_definition(&suspect->theirs, there, there + added->size);
	struct lex here = walk_around(&here_around, added->text), safe;

	if (!here.size)
		return;
	safe = walk_around(&there_around, there);
	if (safe.size && is_safe_form(&safe, &here))
		add_stringf(suspect->warnings, "'%.*s' goes over a list from which what comes may "
			    "take elements; upstream it is '%.*s'", (int)here.size, here.text,
			    (int)safe.size, safe.text);
}

/* the statement that ends in front of a place, "break;"; size 0 for what is none */
static struct line statement_before(const char *text, const char *at)
{
	const char *end = at;
	int round = 0;

	/* comments between the two */
	while (end > text && (g_ascii_isspace(end[-1]) ||
			      (end - text > 1 && end[-1] == '/' && end[-2] == '*'))) {
		const char *open = end[-1] == '/' ? g_strrstr_len(text, end - text, "/*") : NULL;

		end = open ? open : end - 1;
	}
	if (end == text || end[-1] != ';')
		return (struct line){ end, 0 };
	for (at = end - 1; at > text; at--) {
		round += (at[-1] == ')') - (at[-1] == '(');
		if (!round && strchr(";{}:", at[-1]))
			break;
	}
	while (at < end && g_ascii_isspace(*at))
		at++;
	return (struct line){ at, end - at };
}

static bool begins_with_any(const struct line *text, const char *const *words)
{
	for (; *words; words++)
		if (text_begins_with(text, *words))
			return true;
	return false;
}

/* nothing goes on behind it */
static bool leaves(const struct line *statement)
{
	static const char *const words[] = { "break", "return", "goto", "continue", NULL };

	return begins_with_any(statement, words);
}

/* an assignment, a call of what may come back, or "fallthrough;" */
static bool goes_on(const struct line *statement)
{
	static const char *const others[] = { "if",	"else",	   "for",  "while", "do",
					      "switch", "exit",	   "abort", "panic", "die",
					      "BUG",	"fatal",   NULL };
	const char *name = statement->text;
	gsize size = 0;

	while (size < statement->size && byte_is_word(name[size]))
		size++;
	return size && !leaves(statement) && !begins_with_any(statement, others) &&
	       !bytes_find(name, size, "unreachable", strlen("unreachable")) &&
	       !bytes_find(name, size, "exit", strlen("exit"));
}

static bool is_case(const struct line *lines)
{
	static const char *const words[] = { "case", "default", NULL };
	const struct line label = text_trim(lines);

	return begins_with_any(&label, words) && memchr(label.text, ':', label.size);
}

static void check_case(struct suspect *suspect, const struct line *added, const char *there)
{
	struct line before = statement_before(suspect->result.text, added->text);
	struct line before_there = statement_before(suspect->theirs.text, there);
	const struct line label = {
		added->text, (const char *)memchr(added->text, ':', added->size) - added->text
	};
	const struct line name = text_trim(&label);

	if (leaves(&before_there) && goes_on(&before))
		add_stringf(suspect->warnings, "what stands above '%.*s' goes on into it here, and "
			    "leaves upstream", (int)name.size, name.text);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	const struct extract *result = &suspect->result;
	const char *there;
	bool choice = is_case(added);

	if ((!choice && !takes_away(added, result->text + result->size)) ||
	    !bag_add(seen, lex_hash(added->text, added->size)) ||
	    seen->list->len > SEARCHES_MAX)
		return;
	there = extract_find(&suspect->theirs, added);
	if (there && choice)
		check_case(suspect, added, there);
	else if (there)
		check_walk(suspect, added, there);
}

void suspect_loops(struct suspect *suspect)
{
	if (suspect_differs(suspect))
		suspect_each_added(suspect, look_at);
}
