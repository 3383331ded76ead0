// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that this tree's file has once more than upstream's: one that upstream
 * changes wherever it stands, and that stays here; and a call that upstream
 * adds to a function, which makes it here already.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/heads.h"
#include "engine/text.h"
#include "engine/warn.h"

/* names in a line that stands nowhere by chance; one that calls something needs fewer */
#define NAMES_MIN 3
#define NAMES_CALL 2

static bool is_way_out(const struct lex *lex)
{
	return lex_is(lex, "return") || lex_is(lex, "break") || lex_is(lex, "goto") ||
	       lex_is(lex, "continue");
}

/**
 * struct run - lines that upstream changes
 * @lines: struct line, of the whole text
 * @at, @end: which, the first one not blank
 */
struct run {
	const GArray *lines;
	size_t at;
	size_t end;
};

static struct line run_line(const struct run *run, size_t i)
{
	return text_trim(&g_array_index(run->lines, struct line, i));
}

/* do the lines of a run but for its first one follow from there on? */
static bool run_goes_on(const struct run *run, const char *at, const char *end)
{
	for (size_t i = run->at + 1; i < run->end; i++) {
		const struct line wanted = run_line(run, i);
		const char *newline = at ? memchr(at, '\n', end - at) : NULL;
		struct line line;

		if (!newline)
			return false;
		at = newline + 1;
		newline = memchr(at, '\n', end - at);
		line = (struct line){ at, (newline ? newline : end) - at };
		line = text_trim(&line);
		if (!text_same(&line, &wanted))
			return false;
	}
	return true;
}

/* the next place of a run; NULL for none */
static const char *next_run(const struct extract *where, const char *from, const struct run *run)
{
	const struct line first = run_line(run, run->at);
	const char *end = where->text + where->size, *at = from;

	for (; (at = text_next_line(where->text, where->size, at, &first)); at++)
		if (run_goes_on(run, at, end))
			return at;
	return NULL;
}

static guint count_runs(const struct extract *where, const struct run *run)
{
	const char *at = where->text;
	guint count = 0;

	for (; (at = next_run(where, at, run)); at++)
		count++;
	return count;
}

static guint count_in_body(const struct head *head, const struct line *line)
{
	const struct line *body = &head->body;
	const char *at = body->text;
	guint count = 0;

	for (; (at = text_next_line(body->text, body->size, at, line)); at++)
		count++;
	return count;
}

/* the whole of a call, an assignment or a condition, and not of every second function */
static bool is_telling(const struct line *line)
{
	enum lex_kind kind, before = LEX_END;
	bool does = false, calls = false, name = false;
	int names = 0, depth = 0;
	struct lex lex;

	lex_init(&lex, line->text, line->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		bool open = kind == LEX_PUNCT && *lex.text == '(';

		depth += open - (kind == LEX_PUNCT && *lex.text == ')');
		/* a declaration stands in whatever function, and so does the rest of a call */
		if (lex.directive || depth < 0 || (before == LEX_END && kind != LEX_WORD) ||
		    (kind == LEX_WORD && before == LEX_WORD))
			return false;
		does |= open || (kind == LEX_PUNCT && *lex.text == '=');
		calls |= open && name;
		name = kind == LEX_WORD && !lex_keyword(lex.text, lex.size) && !is_macro_name(&lex);
		names += name;
	}
	return does && names >= (calls ? NAMES_CALL : NAMES_MIN);
}

/* the first such line of a run; an empty one for none */
static struct line find_telling(const struct run *run)
{
	for (size_t i = run->at; i < run->end; i++) {
		const struct line line = run_line(run, i);

		if (is_telling(&line))
			return line;
	}
	return (struct line){ "", 0 };
}

/* lines that upstream's file has no more, and this one's still, where they are this tree's own */
static bool check_changed(struct suspect *suspect, const struct run *run)
{
	const struct extract *result = &suspect->result;
	const struct line told = find_telling(run);
	struct line here = told;
	struct head head;
	struct lex name;

	if (!told.size || next_run(&suspect->theirs, suspect->theirs.text, run))
		return false;
	here.text = next_run(result, result->text, run);
	if (!here.text || count_runs(&suspect->ours, run) <= count_runs(&suspect->base, run))
		return false;
	here.text = text_next_line(result->text, result->size, here.text, &told);
	if (!head_around(result, &here, &name, &head))
		return false;
	add_stringf(suspect->warnings, "'%.*s' is what upstream changes, and '%.*s' has it here "
		    "too, in line %u", (int)told.size, told.text, (int)name.size, name.text,
		    text_line_at(result->text, here.text - result->text));
	return true;
}

static void look_at_changed(struct suspect *suspect)
{
	const struct part_changes *there = suspect_there(suspect);

	for (guint i = 0; i < MIN(there->changes->len, SEARCHES_MAX); i++) {
		const struct change *change = &g_array_index(there->changes, struct change, i);
		const size_t end = change->old_at + change->old_count;
		const struct run run = {
			there->old, text_first_worded(there->old, change->old_at, end), end
		};

		if (run.at < run.end && check_changed(suspect, &run))
			return;
	}
}

/* does what stands in front go on here? */
static bool is_rest(const char *text, const char *at)
{
	while (at > text && g_ascii_isspace(at[-1]))
		at--;
	return at > text && strchr(",(=&|+-<>?", at[-1]);
}

/* "free(x);", "x->users++;" */
static bool is_deed(const struct line *line)
{
	const char *end = line->text + line->size;
	struct lex first, second;

	if (line->size < 4 || end[-1] != ';')
		return false;
	if (!memcmp(end - 3, "++", 2) || !memcmp(end - 3, "--", 2))
		return true;
	lex_init(&first, line->text, line->size);
	if (lex_next(&first) != LEX_WORD || lex_keyword(first.text, first.size) ||
	    is_macro_name(&first))
		return false;
	second = first;
	return lex_next(&second) == LEX_PUNCT && *second.text == '(' && end[-2] == ')';
}

/* does what follows in the same block leave it for good? then other copies are for other ways */
static bool is_left_behind(const char *at, const char *end)
{
	enum lex_kind kind;
	bool left = false, ended = false;
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
		left |= kind == LEX_WORD && !depth && is_way_out(&lex);
		ended = left && kind == LEX_PUNCT && *lex.text == ';';
		depth += kind == LEX_PUNCT ? (*lex.text == '{') - close : 0;
	}
	/* the function itself may well be left at its end */
	return left && kind != LEX_END;
}

/* do all of a function's copies go on to what comes behind their block? */
static bool all_go_on(const struct line *body, const struct line *line)
{
	const char *at = body->text, *end = at + body->size;

	for (; (at = text_next_line(body->text, body->size, at, line)); at++)
		if (is_left_behind(at + line->size, end))
			return false;
	return true;
}

/* a line of upstream's, not one that was put into this tree's words */
static void check_added(struct suspect *suspect, const struct line *whole)
{
	const struct line line = text_trim(whole);
	struct head here, ours, base, theirs;
	struct lex name;
	guint before, after;

	if (!is_deed(&line) || is_rest(suspect->result.text, line.text) ||
	    !head_around(&suspect->result, whole, &name, &here) ||
	    !head_find(suspect->ours.text, suspect->ours.size, &name, &ours) ||
	    !head_find(suspect->base.text, suspect->base.size, &name, &base) ||
	    !head_find(suspect->theirs.text, suspect->theirs.size, &name, &theirs) ||
	    !base.body.size)
		return;
	before = count_in_body(&base, &line);
	after = count_in_body(&theirs, &line);
	if (after > before && count_in_body(&ours, &line) > before &&
	    count_in_body(&here, &line) > after && all_go_on(&here.body, &line))
		add_stringf(suspect->warnings, "'%.*s' stands in '%.*s' here already",
			    (int)line.size, line.text, (int)name.size, name.text);
}

static void look_at_added(struct suspect *suspect)
{
	struct line added;

	for (guint i = 0; i < SEARCHES_MAX && suspect_added(suspect, i, &added); i++) {
		const char *end = added.text + added.size;

		for (struct line line = added; line.text < end; line.text += line.size) {
			const char *newline = memchr(line.text, '\n', end - line.text);

			line.size = (newline ? newline + 1 : end) - line.text;
			check_added(suspect, &line);
		}
	}
}

void suspect_copies(struct suspect *suspect)
{
	/* upstream's file in its own place has no line once more */
	if (!g_bytes_equal(suspect->input->base, suspect->input->ours))
		look_at_changed(suspect);
	if (suspect_differs(suspect))
		look_at_added(suspect);
}
