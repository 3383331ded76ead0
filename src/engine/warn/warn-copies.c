// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that this tree's file has once more than upstream's: upstream changes
 * them wherever they stand, and here they stay at one place.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/heads.h"
#include "engine/code/limits.h"
#include "engine/code/text.h"
#include "engine/warn/suspect.h"

/* different names in lines that stand nowhere by chance */
#define NAMES_MIN 3

/* in those that upstream only removes: a call too many here may be right there */
#define NAMES_REMOVED 4

/* in those that call a function of the same file; no lines with fewer are looked for */
#define NAMES_OWN 2

/* lines of a run; a longer one is no copy */
#define RUN_MAX 40

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
		line = text_line_from(at, end);
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

/**
 * struct names - what a run is told by
 * @seen: the different names
 * @does: something is called, set or asked
 * @called: what is called, the last
 */
struct names {
	struct bag seen;
	bool does;
	struct lex called;
};

/* a declaration stands in whatever function, and so does the rest of a call */
static bool is_whole(const struct line *line)
{
	enum lex_kind kind, before = LEX_END;
	struct lex lex;
	int depth = 0;

	lex_init(&lex, line->text, line->size);
	for (; (kind = lex_next(&lex)) != LEX_END; before = kind) {
		depth += kind == LEX_PUNCT ? (*lex.text == '(') - (*lex.text == ')') : 0;
		if (lex.directive || depth < 0 || (before == LEX_END && kind != LEX_WORD) ||
		    (kind == LEX_WORD && before == LEX_WORD))
			return false;
	}
	return before != LEX_END;
}

/* returns how many the line has */
static guint add_names(const struct line *line, struct names *out)
{
	struct lex lex, last = { .size = 0 };
	enum lex_kind kind;
	guint count = 0;

	lex_init(&lex, line->text, line->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		bool open = kind == LEX_PUNCT && *lex.text == '(';

		out->does |= open || (kind == LEX_PUNCT && *lex.text == '=');
		if (open && last.size)
			out->called = last;
		last.size = 0;
		if (kind != LEX_WORD || lex_keyword(lex.text, lex.size) || is_macro_name(&lex))
			continue;
		bag_add(&out->seen, lex_hash(lex.text, lex.size));
		count++;
		last = lex;
	}
	return count;
}

/* the line of a run that says most; an empty one where no line is whole */
static struct line read_names(const struct run *run, struct names *out)
{
	struct line told = { "", 0 };
	guint most = 0;

	for (size_t i = run->at; i < run->end; i++) {
		const struct line line = run_line(run, i);
		const guint count = add_names(&line, out);

		if (count <= most || !is_whole(&line))
			continue;
		told = line;
		most = count;
	}
	return told;
}

/* two names are enough where one is a function that this file has */
static bool is_telling(const struct suspect *suspect, const struct names *names, bool removed)
{
	const struct lex *called = &names->called;

	return names->seen.list->len >= (removed ? NAMES_REMOVED : NAMES_MIN) ||
	       (!removed && called->size &&
		text_declares(suspect->ours.text, suspect->ours.size, called));
}

/* does upstream only break the lines otherwise? */
static bool stays_there(const struct suspect *suspect, const struct run *run)
{
	const struct extract *theirs = &suspect->theirs;
	const struct line *first = &g_array_index(run->lines, struct line, run->at);
	const struct line *last = &g_array_index(run->lines, struct line, run->end - 1);
	g_autoptr(squeezed) part =
		squeezed_new(first->text, last->text + last->size - first->text);
	g_autoptr(squeezed) there = squeezed_new(theirs->text, theirs->size);

	return squeezed_find(there, there->text->str, part) != NULL;
}

/* lines that upstream's file has no more, and this one's still, where they are its own */
static bool is_copy(const struct suspect *suspect, const struct run *run, bool removed,
		    struct line *out)
{
	struct names names = { .does = false };
	bool copy;

	bag_init(&names.seen);
	*out = read_names(run, &names);
	copy = out->size && names.does && names.seen.list->len >= NAMES_OWN &&
	       next_run(&suspect->result, suspect->result.text, run) &&
	       !next_run(&suspect->theirs, suspect->theirs.text, run) &&
	       count_runs(&suspect->ours, run) > count_runs(&suspect->base, run) &&
	       is_telling(suspect, &names, removed) && !stays_there(suspect, run);
	bag_clear(&names.seen);
	return copy;
}

/* does a token begin there? None does in a comment */
static bool is_code(const struct line *body, const char *at)
{
	struct lex lex;

	lex_init(&lex, body->text, body->size);
	while (lex_next(&lex) != LEX_END && lex.text < at)
		;
	return lex.text == at;
}

static bool check_changed(struct suspect *suspect, const struct run *run, bool removed)
{
	const struct extract *result = &suspect->result;
	struct line told, here;
	struct head head;
	struct lex name;

	if (!is_copy(suspect, run, removed, &told))
		return false;
	here.text = text_next_line(result->text, result->size,
				   next_run(result, result->text, run), &told);
	here.size = told.size;
	if (!head_around(result, &here, &name, &head) || !is_code(&head.body, here.text))
		return false;
	add_stringf(suspect->warnings, "'%.*s' is what upstream changes, and '%.*s' has it here "
		    "too, in line %u", (int)MIN(told.size, SHOWN_MAX), told.text, (int)name.size,
		    name.text, text_line_at(result->text, here.text - result->text));
	return true;
}

void suspect_copies(struct suspect *suspect)
{
	const struct part_changes *there;

	/* upstream's file in its own place has no line once more */
	if (g_bytes_equal(suspect->input->base, suspect->input->ours))
		return;
	there = suspect_there(suspect);
	for (guint i = 0; i < MIN(there->changes->len, SEARCHES_MAX); i++) {
		const struct change *change = &g_array_index(there->changes, struct change, i);
		const size_t end = change->old_at + change->old_count;
		const struct run run = {
			there->old, text_first_worded(there->old, change->old_at, end), end
		};

		if (run.at < run.end && run.end - run.at <= RUN_MAX &&
		    check_changed(suspect, &run, !change->new_count))
			return;
	}
}
