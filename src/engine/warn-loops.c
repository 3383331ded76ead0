// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that came into a loop which goes over a list as long as nobody takes
 * the element from it, where upstream's loop may; and a case that came behind
 * one which leaves the switch upstream, and goes on here.
 */
#define _GNU_SOURCE /* memrchr() */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/warn.h"

/* blocks nest no deeper: of what is further inside nothing is said */
#define DEPTH_MAX 16

/* a word, whatever its case, somewhere in a name */
static bool name_has(const struct lex *name, const char *word)
{
	gsize size = strlen(word);

	for (gsize i = 0; i + size <= name->size; i++)
		if (!g_ascii_strncasecmp(name->text + i, word, size))
			return true;
	return false;
}

static bool is_walk(const struct lex *name)
{
	return name_has(name, "for_each") || name_has(name, "foreach");
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

/* do lines call what may take an element away, or set where the next one is? */
static bool takes_away(const struct line *lines)
{
	static const char *const words[] = { "del", "free", "remove", "unlink", "move", "put",
					     "destroy", "release", "next" };
	enum lex_kind kind, before = LEX_END;
	struct lex lex;

	lex_init(&lex, lines->text, lines->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		struct lex next = lex;
		bool call = lex_next(&next) == LEX_PUNCT && *next.text == '(';

		for (guint i = 0; kind == LEX_WORD && i < G_N_ELEMENTS(words); i++)
			if (before == LEX_MEMBER ? lex_is(&lex, "next") && *next.text == '=' :
						   call && name_has(&lex, words[i]))
				return true;
	}
	return false;
}

/* the one place where upstream's file has the same lines */
static const char *find_there(const struct suspect *suspect, const struct line *added)
{
	const struct extract *theirs = &suspect->theirs;
	const char *end = theirs->text + theirs->size;
	const char *at = theirs->size ? bytes_find(theirs->text, theirs->size, added->text,
						   added->size) : NULL;

	return at && !bytes_find(at + 1, end - at - 1, added->text, added->size) ? at : NULL;
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

static bool begins_with_any(const struct line *line, const char *const *words)
{
	for (; *words; words++)
		if (line->size >= strlen(*words) && !memcmp(line->text, *words, strlen(*words)))
			return true;
	return false;
}

/* the line above a place that is neither empty nor a comment alone; size 0 for none */
static struct line line_above(const char *text, const char *at)
{
	while (at > text) {
		const char *newline = memrchr(text, '\n', at - 1 - text);
		const char *start = newline ? newline + 1 : text;
		struct line line = { start, at - 1 - start };

		while (line.size && g_ascii_isspace(*line.text)) {
			line.text++;
			line.size--;
		}
		while (line.size && g_ascii_isspace(line.text[line.size - 1]))
			line.size--;
		if (line.size && *line.text != '/' && *line.text != '*')
			return line;
		at = start;
	}
	return (struct line){ text, 0 };
}

/* "break;" and its like: nothing goes on behind it */
static bool leaves(const struct line *line)
{
	static const char *const words[] = { "break;", "return", "goto ", "continue;", NULL };

	return begins_with_any(line, words);
}

/* a plain statement, or a macro that says so */
static bool goes_on(const struct line *line)
{
	return line->size && line->text[line->size - 1] == ';' && !leaves(line) &&
	       !memchr(line->text, '}', line->size);
}

static void check_case(struct suspect *suspect, const struct line *added, const char *there)
{
	static const char *const words[] = { "case ", "default:", NULL };
	struct line label = *added, above, above_there;

	while (label.size && (*label.text == ' ' || *label.text == '\t')) {
		label.text++;
		label.size--;
	}
	if (!begins_with_any(&label, words))
		return;
	above = line_above(suspect->result.text, added->text);
	above_there = line_above(suspect->theirs.text, there);
	if (leaves(&above_there) && goes_on(&above))
		add_stringf(suspect->warnings, "what stands above '%.*s' goes on into it here, and "
			    "leaves upstream",
			    (int)(bytes_find(label.text, label.size, ":", 1) - label.text),
			    label.text);
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	const char *there = find_there(suspect, added);

	if (!there)
		return;
	if (bytes_find(added->text, added->size, ":", 1))
		check_case(suspect, added, there);
	if (takes_away(added))
		check_walk(suspect, added, there);
}

void suspect_loops(struct suspect *suspect)
{
	if (suspect_differs(suspect))
		suspect_each_added(suspect, look_at);
}
