// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call that upstream adds to a function and that this tree's function makes
 * already, at another place: what was put is put twice, what was counted is
 * counted twice.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/text.h"
#include "engine/warn/suspect.h"

/* added calls that functions are searched for, which takes as long as their file is */
#define DEEDS_MAX 20

/* what a function does so often is no single deed */
#define COPIES_MAX 4

static bool is_way_out(const struct lex *lex)
{
	return lex_is(lex, "return") || lex_is(lex, "break") || lex_is(lex, "goto") ||
	       lex_is(lex, "continue");
}

/* does what stands in front go on here? */
static bool is_rest(const char *text, const char *at)
{
	at = text_skip_back(text, at);
	return at > text && strchr(",(=&|+-<>?", at[-1]);
}

/* is it done once for each time that something else was? Locks are looked at elsewhere (exits.h) */
static bool counts(const struct lex *call)
{
	static const char *const words[] = {
		"free",	  "kfree",   "vfree",  "kvfree",     "put",    "get",	"ref",	"unref",
		"hold",	  "release", "inc",    "dec",	     "add",    "del",	"remove", "init",
		"enable", "disable", "destroy", "unregister", "register", "close",
	};

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (name_has_part(call->text, call->size, words[i], strlen(words[i])))
			return true;
	return false;
}

/* "free(x);", "x->users++;" */
static bool is_deed(const struct line *line)
{
	const char *end = line->text + line->size;
	struct lex first, second;

	if (line->size < 4 || end[-1] != ';')
		return false;
	if (!memcmp(end - 3, "++", 2) || !memcmp(end - 3, "--", 2))
		return memchr(line->text, '>', line->size) != NULL;
	lex_init(&first, line->text, line->size);
	if (lex_next(&first) != LEX_WORD || !counts(&first))
		return false;
	second = first;
	return lex_next(&second) == LEX_PUNCT && *second.text == '(' && end[-2] == ')';
}

static guint count_in(const struct head *head, const struct line *line)
{
	return text_count_next(head->body.text, head->body.size, line);
}

/* does what follows in the same block leave it for good? then other copies are for other ways */
static bool is_left_behind(const char *at, const char *end)
{
	bool left = false, ended = false, asked = false;
	enum lex_kind kind;
	struct lex lex;
	int depth = 0;

	lex_init(&lex, at, end - at);
	while ((kind = lex_next(&lex)) != LEX_END) {
		bool close = kind == LEX_PUNCT && *lex.text == '}';

		if (close && !depth)
			break;
		/* more comes behind: a label, and other ways */
		if (ended)
			return true;
		/* a condition, without braces, may be left or not */
		left |= kind == LEX_WORD && !depth && !asked && is_way_out(&lex);
		ended = left && kind == LEX_PUNCT && *lex.text == ';';
		depth += kind == LEX_PUNCT ? (*lex.text == '{') - close : 0;
		asked = kind == LEX_PUNCT ? *lex.text == ')' : lex_is(&lex, "else");
	}
	/* the function itself may well be left at its end */
	return left && kind != LEX_END;
}

/* is it in no block of the function? */
static bool is_outermost(const struct line *body, const char *at)
{
	enum lex_kind kind;
	struct lex lex;
	int depth = 0;

	lex_init(&lex, body->text, at - body->text);
	while ((kind = lex_next(&lex)) != LEX_END)
		depth += kind == LEX_PUNCT ? (*lex.text == '{') - (*lex.text == '}') : 0;
	return depth == 1;
}

/* do all copies go on behind their block, and one for all that come by? */
static bool meet(const struct line *body, const struct line *line)
{
	const char *at = body->text, *end = at + body->size;
	bool outermost = false;

	for (; (at = text_next_line(body->text, body->size, at, line)); at++) {
		if (is_left_behind(at + line->size, end))
			return false;
		outermost |= is_outermost(body, at);
	}
	return outermost;
}

/* the first copy that is not the one which was added */
static guint line_of_other(const struct extract *result, const struct line *body,
			   const struct line *line)
{
	const char *at = text_next_line(body->text, body->size, body->text, line);

	if (at == line->text)
		at = text_next_line(body->text, body->size, at + 1, line);
	return at ? text_line_at(result->text, at - result->text) : 0;
}

/* a line of upstream's, not one that was put into this tree's words */
static void check(struct suspect *suspect, const struct line *line)
{
	struct head here, ours, base, theirs;
	const struct extract *all = &suspect->ours;
	guint before, after, copies;
	struct lex name;

	if (!text_next_line(all->text, all->size, all->text, line) ||
	    !head_around(&suspect->result, line, &name, &here) ||
	    !head_find(suspect->ours.text, suspect->ours.size, &name, &ours) ||
	    !head_find(suspect->base.text, suspect->base.size, &name, &base) ||
	    !head_find(suspect->theirs.text, suspect->theirs.size, &name, &theirs) ||
	    !base.body.size)
		return;
	before = count_in(&base, line);
	after = count_in(&theirs, line);
	copies = count_in(&here, line);
	if (after > before && count_in(&ours, line) > before && copies > after &&
	    copies <= COPIES_MAX && meet(&here.body, line))
		add_stringf(suspect->warnings, "'%.*s' stands in '%.*s' here already, in line %u",
			    (int)MIN(line->size, SHOWN_MAX), line->text, (int)name.size, name.text,
			    line_of_other(&suspect->result, &here.body, line));
}

static void look_at(struct suspect *suspect, const struct line *added, struct bag *seen)
{
	struct line rest = *added, line;

	while (text_take_line(&rest, &line)) {
		const struct line deed = text_trim(&line);

		if (is_deed(&deed) && !is_rest(suspect->result.text, deed.text) &&
		    seen->list->len < DEEDS_MAX && bag_add(seen, lex_hash(deed.text, deed.size)))
			check(suspect, &deed);
	}
}

void suspect_deeds(struct suspect *suspect)
{
	if (suspect_differs(suspect))
		suspect_each_added(suspect, look_at);
}
