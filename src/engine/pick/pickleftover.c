// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream removes a function, gives it another name or other arguments, and
 * changes all of its calls; this tree has calls of its own, in whatever file.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/lex.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/code/uses.h"
#include "engine/names/words.h"
#include "engine/pick/picknames.h"

/* bytes of a definition's head that are looked at */
#define HEAD_MAX 400

/* what nobody calls, some may pass on; upstream has the name nowhere any more */
static void check_passed(struct pick_names *names, const struct lex *name, GPtrArray *warnings)
{
	g_autofree char *user = NULL;

	if (pick_names_left(names, TEXT_RESULT, name, WORD_NAME) <= 0 ||
	    pick_names_left(names, TEXT_THEIRS, name, WORD_NAME) > 0)
		return;
	user = pick_names_user(names, name, WORD_NAME, NULL);
	if (user)
		add_stringf(warnings, "upstream removes '%.*s', which '%s' still uses",
			    (int)name->size, name->text, user);
}

/* defined or declared nowhere any more, there and here; upstream nobody calls it either */
static void check_name(struct pick_names *names, guint text, const struct lex *name,
		       GPtrArray *warnings)
{
	int calls;

	if (!pick_names_has(names, text, TEXT_BASE, name, WORD_CALLABLE) ||
	    !pick_names_has(names, text, TEXT_OURS, name, WORD_CALLABLE) ||
	    pick_names_left(names, TEXT_RESULT, name, WORD_CALLABLE) > 0)
		return;
	calls = pick_names_left(names, TEXT_RESULT, name, WORD_CALLED);
	if (calls > 0 && pick_names_left(names, TEXT_THEIRS, name, WORD_CALLABLE) <= 0 &&
	    pick_names_left(names, TEXT_THEIRS, name, WORD_CALLED) <= 0)
		add_stringf(warnings, "upstream removes '%.*s', which %d file%s of this tree still "
			    "call%s", (int)name->size, name->text, calls, calls == 1 ? "" : "s",
			    calls == 1 ? "s" : "");
	else if (calls <= 0)
		check_passed(names, name, warnings);
}

/* does a text call it with so many arguments? */
static bool calls_with(GBytes *bytes, const struct lex *name, int args)
{
	const struct extract all = extract_of(bytes);
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex;

	if (!text_mentions(all.text, all.size, name->text, name->size))
		return false;
	lex_init(&lex, all.text, all.size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		if (kind == LEX_WORD && before != LEX_MEMBER && lex_same(&lex, name) &&
		    call_arguments(&lex) == args)
			return true;
		before = kind;
	}
	return false;
}

/* it takes @now arguments instead of @then upstream, and here too when the pick is in */
static void check_arity(struct pick_names *names, const struct lex *name, bool own, int then,
			int now, GPtrArray *warnings)
{
	guint old = WORD_ARITY + then, new = WORD_ARITY + now;
	int users;

	if (!pick_names_count(names, TEXT_OURS, name, old) ||
	    pick_names_count(names, TEXT_THEIRS, name, old) ||
	    !pick_names_count(names, TEXT_RESULT, name, new))
		return;
	pick_declared_with(names, name, own, then, now, warnings);
	if (pick_names_count(names, TEXT_RESULT, name, old))
		return;
	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];

		if (path_is_c(text->file->path) && calls_with(text->result, name, then) &&
		    !calls_with(text->theirs, name, then))
			add_stringf(warnings, "'%.*s' is called with %d arguments in '%s', and "
				    "takes %d now", (int)name->size, name->text, then,
				    text->file->path, now);
	}
	/* this tree's names are nearer at hand than those of upstream's */
	users = own ? 0 : pick_names_callers(names, TEXT_OURS, name);
	if (users > 0 && pick_names_callers(names, TEXT_BASE, name) <= 0)
		add_stringf(warnings, "upstream changes the arguments of '%.*s', which %d more "
			    "file%s of this tree call%s", (int)name->size, name->text, users,
			    users == 1 ? "" : "s", users == 1 ? "s" : "");
}

/**
 * struct value - that a function returned
 * @name: the function's
 * @warnings: gets which files use it
 */
struct value {
	const struct lex *name;
	GPtrArray *warnings;
};

static void warn_of_use(const struct value *value, const char *path)
{
	add_stringf(value->warnings, "what '%.*s' returns is used in '%s', and it returns nothing "
		    "now", (int)value->name->size, value->name->text, path);
}

static void look_at_caller(void *data, const char *path, const struct extract *text)
{
	const struct value *value = data;

	if (text_uses_value(text, value->name) && !text_has_own(path, text, value->name))
		warn_of_use(value, path);
}

/* how many more files call it than upstream, besides those of the pick; they may ignore it */
static void check_callers(struct pick_names *names, const struct lex *name, GPtrArray *warnings)
{
	struct value value = { .name = name, .warnings = warnings };
	int more = pick_names_more_callers(names, name);
	guint before = warnings->len;

	if (more > 0 && !pick_names_visit(names, name, WORD_CALLED, look_at_caller, &value) &&
	    warnings->len == before)
		add_stringf(warnings, "'%.*s' returns nothing any more, and %d more file%s of this "
			    "tree call%s it", (int)name->size, name->text, more,
			    more == 1 ? "" : "s", more == 1 ? "s" : "");
}

/* it returns nothing any more, upstream and here when the pick is in */
static void check_value(struct pick_names *names, const struct lex *name, bool own,
			GPtrArray *warnings)
{
	const struct value value = { .name = name, .warnings = warnings };

	for (guint i = 0; i < names->texts->len; i++) {
		const struct pick_text *text = names->texts->pdata[i];
		const struct extract result = extract_of(text->result);
		const struct extract theirs = extract_of(text->theirs);

		if (path_is_c(text->file->path) && text_uses_value(&result, name) &&
		    !text_uses_value(&theirs, name))
			warn_of_use(&value, text->file->path);
	}
	if (!own)
		check_callers(names, name, warnings);
}

/* is the name in front of a '(' declared as "void"? */
static bool is_of_nothing(const struct extract *part, const struct lex *name)
{
	const char *at = name->text;

	while (at > part->text && !strchr(";{}*)#/", at[-1]))
		at--;
	return (at == part->text || at[-1] != '*') &&
	       text_mentions(at, name->text - at, "void", strlen("void"));
}

/* "static int" on a line of its own, in front of a line with the name */
static bool is_type_line(const struct line *line)
{
	const struct line text = text_trim(line);

	return text.size && text.text == line->text && byte_is_word(*text.text) &&
	       (byte_is_word(text.text[text.size - 1]) || text.text[text.size - 1] == '*');
}

/* heads begin at the margin, maybe with a type; the part may begin in one of several lines */
static const char *first_head(const struct extract *where)
{
	const char *text = where->text, *from = text + where->from;
	bool inside = where->from < where->to && g_ascii_isspace(*from);
	const char *head = (inside ? line_margin_above(text, from) : NULL) ?: from;
	struct line above;

	if (head == text || head == text + where->size || !byte_is_word(*head))
		return head;
	above.text = text_line_start(text, head - 1);
	above.size = head - above.text;
	return is_type_line(&above) ? above.text : head;
}

/* where the name is declared in a part, and with how many arguments; false where it is not */
static bool find_declared(const struct extract *part, const struct lex *name, struct lex *out,
			  int *out_arguments)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, last = { .text = "" };
	const char *from = first_head(part);

	for (extract_lex(part, &lex); (kind = lex_next(&lex)) != LEX_END; before = kind) {
		if (kind == LEX_WORD && lex.text >= from && lex_same(&lex, name) &&
		    text_may_define(before, &last, lex)) {
			*out = lex;
			*out_arguments = call_arguments(&lex);
			return *out_arguments >= 0;
		}
		last = lex;
	}
	return false;
}

/* a name that a function has in the part that upstream changes */
static void look_at_name(struct pick_names *names, guint i, const struct extract *base,
			 const struct extract *theirs, const struct lex *name,
			 GPtrArray *warnings)
{
	const struct pick_text *text = names->texts->pdata[i];
	struct lex declared;
	int then, now;
	bool own;

	if (!pick_names_ask(names, name))
		return;
	own = text_is_own(text->file->path, base, name);
	if (!text_mentions(theirs->text, theirs->size, name->text, name->size)) {
		const struct extract result = extract_of(text->result);

		/* no other file needs what is of this one alone */
		if (!own || text_mentions(result.text, result.size, name->text, name->size))
			check_name(names, i, name, warnings);
		if (!own)
			pick_hidden(names, name, warnings);
		return;
	}
	then = call_arguments(name);
	if (then < 0 || !find_declared(theirs, name, &declared, &now))
		return;
	if (!own && text_is_own(text->file->path, theirs, &declared))
		pick_hidden(names, name, warnings);
	if (then != now)
		check_arity(names, name, own, then, now, warnings);
	else if (!own)
		pick_defined_as(names, text, name, warnings);
	if (is_of_nothing(theirs, &declared) && !is_of_nothing(base, name))
		check_value(names, name, own, warnings);
}

/* behind the '{' or ';' of a definition's head; behind the line of a macro */
static const char *head_end(const char *at, const char *end)
{
	const char *limit = at + MIN(end - at, HEAD_MAX);
	bool macro = *at == '#';

	while (at < limit && (macro ? *at != '\n' : !strchr("{;", *at)))
		at++;
	return at;
}

/* the names in a head that upstream changes */
static void look_at_head(struct pick_names *names, guint i, const struct extract *base,
			 const struct extract *theirs, const struct extract *head,
			 GPtrArray *warnings)
{
	enum lex_kind kind, before = LEX_PUNCT;
	struct lex lex, last = { .text = "" };

	lex_init(&lex, head->text, head->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		if (kind == LEX_WORD && text_may_define(before, &last, lex) &&
		    !lex_keyword(lex.text, lex.size))
			look_at_name(names, i, base, theirs, &lex, warnings);
		before = kind;
		last = lex;
	}
}

/* the next head of a definition that begins in front of the end of the part that differs */
static bool next_head(const struct extract *where, const char **at, struct extract *out)
{
	const char *to = where->text + where->to, *end = where->text + where->size;

	while (*at < to) {
		const char *line = *at;

		*at += text_line_from(line, to).size;
		if (!byte_is_word(*line) && *line != '#')
			continue;
		*out = (struct extract){ .text = line, .size = head_end(line, end) - line };
		return true;
	}
	return false;
}

/* most are in upstream's part as they were */
static void look_at(struct pick_names *names, guint i, GPtrArray *warnings)
{
	const struct pick_text *text = names->texts->pdata[i];
	struct extract base = extract_of(text->base), theirs = extract_of(text->theirs), head;
	const char *at;
	struct bag kept;

	extract_cut(&base, &theirs);
	bag_init(&kept);
	for (at = first_head(&theirs); next_head(&theirs, &at, &head);)
		bag_add(&kept, lex_hash(head.text, head.size));
	for (at = first_head(&base); next_head(&base, &at, &head);)
		if (!bag_has(&kept, lex_hash(head.text, head.size)))
			look_at_head(names, i, &base, &theirs, &head, warnings);
	bag_clear(&kept);
}

void pick_leftover(struct pick_names *names, struct picked *picked)
{
	pick_names_each(names, picked, look_at);
}
