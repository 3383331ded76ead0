// SPDX-License-Identifier: GPL-2.0-only
/*
 * A merge puts a hunk where its alignment of the two files says; the text may
 * stand at a second place, and the change belong there.  A merge may as well
 * be right line by line and name a variable that the function has upstream only.
 */
#include <stdlib.h>
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/mention.h"
#include "engine/code/text.h"
#include "engine/doubt/doubt.h"
#include "engine/merge/fuzzy.h"
#include "engine/warn/suspect.h"

/* lines of context that a patch shows */
#define CONTEXT 3

/* letters of the shortest name that tells a line from others */
#define TELLING 3

/* lines around two places that are compared */
#define ALIKE_MAX 200

/* a rewrite of so many places is not looked at hunk by hunk */
#define MANY_CHANGES 200

/* @at moved by so many lines, back or forth */
static const char *lines_away(const struct extract *where, const char *at, int lines)
{
	const char *end = where->text + where->size;

	for (; lines < 0 && at > where->text; lines++)
		at = text_line_start(where->text, at - 1);
	for (; lines > 0 && at < end; lines--)
		at += text_line_from(at, end).size;
	return at;
}

/* where some lines stand from @at on; NULL for nowhere */
static const char *next_place(const struct extract *where, const char *at,
			      const struct line *lines)
{
	const char *end = where->text + where->size;

	for (; lines->size && where->size &&
	       (at = bytes_find(at, end - at, lines->text, lines->size)); at++)
		if (at == where->text || at[-1] == '\n')
			return at;
	return NULL;
}

/* how often lines stand there */
static guint count_places(const struct extract *where, const struct line *lines)
{
	const char *at = where->text;
	guint found = 0;

	for (; (at = next_place(where, at, lines)); at++)
		found++;
	return found;
}

/* the lines of a hunk in the base, with those around it */
static struct line hunk_lines(const struct extract *base, const GArray *lines,
			      const struct change *first, const struct change *last)
{
	const size_t count = last->old_at + last->old_count - first->old_at;
	const struct line hunk = extract_lines(base, lines, first->old_at, count);
	const char *from = lines_away(base, hunk.text, -CONTEXT);
	const char *to = lines_away(base, hunk.text + hunk.size, CONTEXT);

	return (struct line){ from, to - from };
}

/* what upstream's hunks expect: struct line */
static GArray *find_hunks(struct suspect *suspect)
{
	const struct part_changes *there = suspect_there(suspect);
	const GArray *changes = there->changes;
	GArray *hunks = g_array_new(FALSE, FALSE, sizeof(struct line));

	for (guint i = 0, k; changes->len <= MANY_CHANGES && i < changes->len; i = k) {
		const struct change *first = &g_array_index(changes, struct change, i);
		const struct change *last = first;
		struct line hunk;

		for (k = i + 1; k < changes->len; k++) {
			const struct change *next = &g_array_index(changes, struct change, k);

			if (next->old_at > last->old_at + last->old_count + 2 * CONTEXT)
				break;
			last = next;
		}
		hunk = hunk_lines(&suspect->base, there->old, first, last);
		g_array_append_val(hunks, hunk);
	}
	return hunks;
}

/* does a hunk fit more places than upstream has hunks for? */
static bool some_hunk_stands_twice(struct suspect *suspect, const GArray *hunks)
{
	bool twice = false;

	for (guint i = 0; i < hunks->len && !twice; i++) {
		const struct line *hunk = &g_array_index(hunks, struct line, i);
		guint places = count_places(&suspect->ours, hunk), alike = 0;

		for (guint k = 0; k < hunks->len && places > 1; k++)
			alike += text_same(&g_array_index(hunks, struct line, k), hunk);
		twice = places > 1 && places > alike;
	}
	return twice;
}

/**
 * struct place - where the lines of a hunk stand here
 * @at: the first of them
 * @up, @down: how many lines above and below are upstream's too, one behind the other
 * @changed: by the result
 */
struct place {
	const char *at;
	size_t up;
	size_t down;
	bool changed;
};

/* how many lines are the same from there on, upwards (-1) or downwards (1) */
static size_t count_alike(const struct extract *a, const char *at_a, const struct extract *b,
			  const char *at_b, int way)
{
	size_t count = 0;

	for (; count < ALIKE_MAX; count++) {
		const char *next_a = lines_away(a, at_a, way), *next_b = lines_away(b, at_b, way);
		size_t size = labs(next_a - at_a);

		if (!size || (size_t)labs(next_b - at_b) != size ||
		    memcmp(MIN(at_a, next_a), MIN(at_b, next_b), size))
			break;
		at_a = next_a;
		at_b = next_b;
	}
	return count;
}

static bool is_changed(struct suspect *suspect, const char *from, const char *to)
{
	const struct part_changes *here = suspect_here(suspect);

	for (guint i = 0; i < here->changes->len; i++) {
		const struct change *change = &g_array_index(here->changes, struct change, i);
		const char *at = extract_line(&suspect->ours, here->old, change->old_at);

		if (at > from && at < to)
			return true;
	}
	return false;
}

/* struct place */
static GArray *find_places(struct suspect *suspect, const struct line *hunk)
{
	const struct extract *ours = &suspect->ours, *base = &suspect->base;
	const char *at = ours->text;
	GArray *places = g_array_new(FALSE, FALSE, sizeof(struct place));

	for (; (at = next_place(ours, at, hunk)); at++) {
		struct place place = { .at = at };

		place.up = count_alike(base, hunk->text, ours, at, -1);
		place.down = count_alike(base, hunk->text + hunk->size, ours, at + hunk->size, 1);
		place.changed = is_changed(suspect, at, at + hunk->size);
		g_array_append_val(places, place);
	}
	return places;
}

/* the one that the result changes; NULL for none, or several */
static const struct place *find_changed(const GArray *places)
{
	const struct place *changed = NULL;

	for (guint i = 0; i < places->len; i++) {
		const struct place *place = &g_array_index(places, struct place, i);

		if (place->changed && changed)
			return NULL;
		changed = place->changed ? place : changed;
	}
	return changed;
}

/* has it all of upstream's lines around that another place has, and more? */
static bool is_better(const struct place *place, const struct place *than)
{
	return place->up >= than->up && place->down >= than->down &&
	       place->up + place->down > than->up + than->down;
}

/* does a merge change one of several places, and another one is as much like upstream's? */
static bool look_at_places(struct suspect *suspect, const GArray *places)
{
	const struct place *changed = find_changed(places), *rival = NULL;

	for (guint i = 0; changed && i < places->len; i++) {
		const struct place *place = &g_array_index(places, struct place, i);
		const char *text = suspect->ours.text;

		if (is_better(place, changed)) {
			add_stringf(suspect->warnings,
				    "'%s': a hunk fits line %u better than where it is",
				    suspect->input->path,
				    text_line_at(text, place->at - text));
			return true;
		}
		if (place != changed && !is_better(changed, place))
			rival = place;
	}
	if (rival)
		add_stringf(suspect->warnings, "'%s': a hunk has two places that it fits",
			    suspect->input->path);
	return rival;
}

static bool look_at_hunks(struct suspect *suspect, const GArray *hunks)
{
	bool told = false;

	for (guint i = 0; i < hunks->len && !told; i++) {
		g_autoptr(GArray) places =
			find_places(suspect, &g_array_index(hunks, struct line, i));

		told = places->len > 1 && look_at_places(suspect, places);
	}
	return told;
}

void suspect_place(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	g_autoptr(GBytes) patched = NULL;
	g_autoptr(GArray) hunks = NULL;

	if (!input->base || !input->ours || !input->theirs ||
	    g_bytes_equal(input->base, input->ours))
		return;
	hunks = find_hunks(suspect);
	if (!some_hunk_stands_twice(suspect, hunks) || look_at_hunks(suspect, hunks))
		return;
	patched = fuzzy_apply(suspect->scans, input->base, input->ours, input->theirs);
	if (patched && !g_bytes_equal(patched, input->result))
		add_stringf(suspect->warnings, "'%s': a hunk has two places that it fits",
			    input->path);
}

/* a name that may be a variable, and that these lines do not declare */
static bool is_foreign(const struct lex *name, const struct lex *next, enum lex_kind before,
		       const struct extract *around)
{
	return before != LEX_MEMBER && before != LEX_WORD && g_ascii_islower(*name->text) &&
	       name->size > 1 && !name->directive && !lex_keyword(name->text, name->size) &&
	       *next->text != '(' &&
	       !text_names(around->text, around->size, name->text, name->size);
}

/* "int name;", "int name =": and the function has that word, maybe as a variable of its own */
static bool is_again(const struct lex *name, const struct lex *next, enum lex_kind before,
		     const struct lex *last, const struct extract *around)
{
	return before == LEX_WORD && strchr(";=", *next->text) && !lex_is(last, "return") &&
	       !lex_is(last, "goto") && !name->directive &&
	       text_names(around->text, around->size, name->text, name->size);
}

/* do lines that come into a function use what it has not, or declare what it may have? */
static bool brings_foreign(const struct line *added, const struct extract *around)
{
	struct lex lex, next, last = { .text = "" };
	enum lex_kind kind, before = LEX_PUNCT;

	lex_init(&lex, added->text, added->size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		next = lex;
		if (kind == LEX_WORD && lex_next(&next) != LEX_END &&
		    (is_foreign(&lex, &next, before, around) ||
		     is_again(&lex, &next, before, &last, around)))
			return true;
		before = kind;
		last = lex;
	}
	return false;
}

static bool some_lines_are_foreign(struct suspect *suspect)
{
	const struct extract *ours = &suspect->ours, *result = &suspect->result;
	const struct part_changes *here = suspect_here(suspect);
	const GArray *changes = here->changes;

	for (guint i = 0; changes->len <= MANY_CHANGES && i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		const struct line gone =
			extract_lines(ours, here->old, change->old_at, change->old_count);
		const struct line added =
			extract_lines(result, here->new, change->new_at, change->new_count);
		const struct extract around =
			extract_definition(ours, gone.text, gone.text + gone.size);

		if (added.size && brings_foreign(&added, &around))
			return true;
	}
	return false;
}

void suspect_scope(struct suspect *suspect)
{
	const struct warn_input *input = suspect->input;
	const struct doubt_input merge = { input->base, input->theirs, input->ours,
					   input->result, suspect->scans };
	g_autofree char *doubt = NULL;

	if (!suspect_differs(suspect) || !some_lines_are_foreign(suspect))
		return;
	doubt = doubt_variables(&merge);
	if (doubt)
		g_ptr_array_add(suspect->warnings, g_steal_pointer(&doubt));
}

/* the end of an arm of an #if, and its start */
static bool is_arm(const struct line *line)
{
	static const char *const words[] = { "#if", "#else", "#elif", "#endif" };

	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (line->size >= strlen(words[i]) &&
		    !memcmp(line->text, words[i], strlen(words[i])))
			return true;
	return false;
}

static bool has_name(const struct line *line)
{
	size_t letters = 0;

	for (gsize i = 0; i < line->size && letters < TELLING; i++)
		letters = byte_is_word(line->text[i]) ? letters + 1 : 0;
	return letters == TELLING;
}

/*
 * The first line with a name in it, or NULL: lone braces and the like stand beside each other by
 * nature, also where they close what a header has for C++.
 */
static const struct line *find_telling(const GArray *lines, const struct change *change)
{
	for (size_t i = change->new_at; i < change->new_at + change->new_count; i++) {
		const struct line *line = &g_array_index(lines, struct line, i);
		const struct line text = text_trim(line);

		if (has_name(&text) && !is_arm(&text))
			return line;
	}
	return NULL;
}

/* a condition that the statement of as many lines in front asks as well, with another body */
static bool asks_again(const struct extract *after, const char *from, size_t count)
{
	const char *before = lines_away(after, from, -(int)count);
	const char *newline = memchr(from, '\n', after->text + after->size - from);
	const char *word = from;
	size_t size = newline ? newline - from : 0;

	while (word < newline && g_ascii_isspace(*word))
		word++;
	return newline && count > 1 && newline - word > 4 && !memcmp(word, "if (", 4) &&
	       (size_t)(from - before) > size && !memcmp(before, from, size + 1);
}

/* lines that are put right beside the same lines */
static bool doubles(const struct extract *after, const GArray *lines, const struct change *change)
{
	const struct line added =
		extract_lines(after, lines, change->new_at, change->new_count);
	const char *from = added.text, *to = from + added.size, *end = after->text + after->size;
	size_t size = added.size;

	if (!size || change->old_count || !find_telling(lines, change))
		return false;
	return asks_again(after, from, change->new_count) ||
	       ((size_t)(from - after->text) >= size && !memcmp(from - size, from, size)) ||
	       ((size_t)(end - to) >= size && !memcmp(to, from, size));
}

static const struct change *find_doubled(const struct extract *after,
					 const struct part_changes *part)
{
	for (guint i = 0; i < part->changes->len; i++) {
		const struct change *change = &g_array_index(part->changes, struct change, i);

		if (doubles(after, part->new, change))
			return change;
	}
	return NULL;
}

void suspect_twice(struct suspect *suspect)
{
	const struct part_changes *here;
	const struct change *doubled;
	struct line line;

	if (!suspect->input->ours || suspect_is_plain(suspect))
		return;
	here = suspect_here(suspect);
	doubled = find_doubled(&suspect->result, here);
	/* upstream may mean to */
	if (!doubled || (suspect->input->base && suspect->input->theirs &&
			 find_doubled(&suspect->theirs, suspect_there(suspect))))
		return;
	line = text_trim(find_telling(here->new, doubled));
	add_stringf(suspect->warnings, "what is added stands beside itself: is the change here "
		    "already? '%.*s'", (int)MIN(line.size, 60), line.text);
}
