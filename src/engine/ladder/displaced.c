// SPDX-License-Identifier: GPL-2.0-only
/*
 * Edits of code that is not where the base has it: they are placed elsewhere in
 * the file, or left out.
 */
#include <string.h>

#include "engine/code/heads.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/ladder/climb.h"
#include "engine/merge/beside.h"

/* lines on each side of an edit: those that a patch shows */
#define BESIDE 3

/* as in "this tree has no such code: …" */
static char *describe(const struct file_climb *climb, const struct edit *edit)
{
	const GArray *base = climb->merge->base, *theirs = climb->merge->theirs;
	size_t old = text_first_worded(base, edit->old.at, edit->old.end);
	size_t new = text_first_worded(theirs, edit->new.at, edit->new.end);
	struct line text;

	if (old < edit->old.end) {
		text = text_trim(&g_array_index(base, struct line, old));
		return g_strdup_printf("line %zu of upstream's file, '%.*s'", old + 1,
				       (int)MIN(text.size, 60), text.text);
	}
	if (new == edit->new.end)
		return g_strdup_printf("line %zu of upstream's file, where empty lines change",
				       edit->old.at + 1);
	text = text_trim(&g_array_index(theirs, struct line, new));
	return g_strdup_printf("where upstream adds '%.*s' in front of line %zu of its file",
			       (int)MIN(text.size, 60), text.text, edit->old.end + 1);
}

static struct squeezed *squeezed_bytes(GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);

	return squeezed_new(text, size);
}

enum { SQUEEZED_BASE, SQUEEZED_OURS, SQUEEZED_THEIRS };

static struct squeezed *squeezed_version(struct file_climb *climb, int version)
{
	GBytes *const bytes[] = { climb->base, climb->input->ours, climb->theirs };

	if (!climb->squeezed[version])
		climb->squeezed[version] = squeezed_bytes(bytes[version]);
	return climb->squeezed[version];
}

static struct squeezed *squeezed_lines(const GArray *lines, size_t at, size_t end)
{
	const struct line *first = &g_array_index(lines, struct line, at);
	const struct line *last = first + (end - at) - 1;

	return at < end ? squeezed_new(first->text, last->text + last->size - first->text) :
			  squeezed_new("", 0);
}

/* number of the line, from 1, in which a text has a part first; it has it */
static size_t line_of_first(const struct squeezed *text, const struct squeezed *part)
{
	return squeezed_line(text, squeezed_find(text, text->text->str, part));
}

/*
 * Has this tree a line, elsewhere than in @now, more often than upstream's file outside of @old?
 * Its number in this tree's file, from 1; 0 for no.
 */
static size_t stands_in(struct file_climb *climb, const struct line *line,
			const struct squeezed *old, const struct squeezed *now)
{
	const struct squeezed *base = squeezed_version(climb, SQUEEZED_BASE);
	const struct squeezed *ours = squeezed_version(climb, SQUEEZED_OURS);
	g_autoptr(squeezed) part = squeezed_new(line->text, line->size);

	return squeezed_count(ours, part) + squeezed_count(old, part) >
			       squeezed_count(base, part) + squeezed_count(now, part) ?
		       line_of_first(ours, part) : 0;
}

/* @how: "to" a line, or "beside" it */
static char *say_left_out(const char *how, const struct line *line, size_t at)
{
	return g_strdup_printf("what upstream does %s '%.*s' was left out, and that stands here in "
			       "line %zu", how, (int)MIN(line->size, 60), line->text, at);
}

/* letters of a message that stands nowhere by chance */
#define MESSAGE_MIN 10

/* does a line have a message, as the rest of a call? */
static bool has_message(const struct line *line)
{
	const char *end = line->text + line->size;
	const char *open = memchr(line->text, '"', line->size);
	const char *close = open ? memchr(open + 1, '"', end - open - 1) : NULL;

	return close && close - open > MESSAGE_MIN;
}

/* is a line of the edit here? */
static char *stands_here(struct file_climb *climb, const struct edit *edit)
{
	const GArray *lines = climb->merge->base;
	g_autoptr(squeezed) old = squeezed_lines(lines, edit->old.at, edit->old.end);
	g_autoptr(squeezed) nowhere = squeezed_new("", 0);

	for (size_t i = edit->old.at; i < edit->old.end; i++) {
		const struct line line = text_trim(&g_array_index(lines, struct line, i));
		const size_t at = line_names_things(&line) || has_message(&line) ?
					  stands_in(climb, &line, old, nowhere) : 0;

		if (at)
			return say_left_out("to", &line, at);
	}
	return NULL;
}

/* "case MSR_FS_BASE:" */
static bool is_named_case(const struct line *line)
{
	struct lex lex;

	lex_init(&lex, line->text, line->size);
	return lex_next(&lex) == LEX_WORD && lex_is(&lex, "case") && lex_next(&lex) == LEX_WORD &&
	       lex_next(&lex) == LEX_PUNCT && *lex.text == ':';
}

/*
 * Ours is said to lack a stretch of upstream's file, with an edit inside.  Where a line beside the
 * edit is here all the same, not in the place of that stretch, the code may have another form.
 */
static char *stands_beside(struct file_climb *climb, const struct edit *edit,
			   const struct region *lacked)
{
	const GArray *lines = climb->merge->base;
	const struct span *stretch = &lacked->base, *place = &lacked->ours;
	g_autoptr(squeezed) old = squeezed_lines(lines, stretch->at, stretch->end);
	g_autoptr(squeezed) now = squeezed_lines(climb->merge->ours, place->at, place->end);
	const size_t from = MAX(stretch->at, edit->old.at - MIN(edit->old.at, BESIDE));
	const size_t to = MIN(stretch->end, edit->old.end + BESIDE);

	for (size_t i = from; i < to; i++) {
		const struct line line = text_trim(&g_array_index(lines, struct line, i));
		const size_t at = line_names_things(&line) || is_named_case(&line) ?
					  stands_in(climb, &line, old, now) : 0;

		if (at)
			return say_left_out("beside", &line, at);
	}
	return NULL;
}

static bool is_return(const struct line *line)
{
	struct lex lex;

	lex_init(&lex, line->text, line->size);
	return lex_next(&lex) == LEX_WORD && lex_is(&lex, "return") &&
	       line->text[line->size - 1] == ';';
}

/* the body of a function in a file; an empty one where it has none of that name */
static struct line body_of(GBytes *bytes, const char *name)
{
	const struct lex lex = { .text = name, .size = strlen(name) };
	const struct extract text = extract_of(bytes);
	struct head head;

	return head_find(text.text, text.size, &lex, &head) ? head.body : (struct line){ "", 0 };
}

/* does the function that upstream changes return so once, here as upstream? */
static char *returns_here(struct file_climb *climb, const struct edit *edit)
{
	const struct csource *source = path_is_c(climb->input->path) ?
					       scans_source(climb->scans, climb->base) : NULL;
	const struct cregion *region = source ? csource_at(source, edit->old.at + 1) : NULL;
	struct line here, there;

	if (!region || region->kind != CREGION_FUNCTION)
		return NULL;
	there = body_of(climb->base, region->name);
	here = body_of(climb->input->ours, region->name);
	for (size_t i = edit->old.at; i < edit->old.end; i++) {
		struct line line =
			text_trim(&g_array_index(climb->merge->base, struct line, i));

		if (line.size && is_return(&line) &&
		    text_count_next(there.text, there.size, &line) == 1 &&
		    text_count_next(here.text, here.size, &line) == 1)
			return g_strdup_printf("what upstream does to '%.*s' was left out, and "
					       "%s() has that here too",
					       (int)MIN(line.size, 60), line.text, region->name);
	}
	return NULL;
}

/* has a text a line less often than all three? */
static bool is_lost(struct file_climb *climb, const struct squeezed *result,
		    const struct line *line)
{
	g_autoptr(squeezed) part = squeezed_new(line->text, line->size);
	guint least = G_MAXUINT;

	for (int version = SQUEEZED_BASE; version <= SQUEEZED_THEIRS; version++)
		least = MIN(least, squeezed_count(squeezed_version(climb, version), part));
	return squeezed_count(result, part) < least;
}

/* the first of these lines that is lost; an empty one for none */
static struct line find_lost(struct file_climb *climb, const struct squeezed *result,
			     const struct span *span)
{
	for (size_t i = span->at; i < span->end; i++) {
		const struct line line =
			text_trim(&g_array_index(climb->merge->theirs, struct line, i));

		if (line_names_things(&line) && is_lost(climb, result, &line))
			return line;
	}
	return (struct line){ "", 0 };
}

char *displaced_lost(struct file_climb *climb, GBytes *text)
{
	g_autoptr(squeezed) result = climb->left_out->len ? squeezed_bytes(text) : NULL;
	struct line lost = { "", 0 };

	for (guint i = 0; i < climb->left_out->len && !lost.size; i++)
		lost = find_lost(climb, result,
				 &g_array_index(climb->left_out, struct edit, i).new);
	return lost.size ? g_strdup_printf("'%.*s' goes here, and only moves upstream",
					   (int)MIN(lost.size, 60), lost.text) : NULL;
}

void displaced_drop(struct file_climb *climb, const struct edit *edit)
{
	struct resolution *resolution = climb->resolution;

	g_ptr_array_add(resolution->dropped, describe(climb, edit));
	g_array_append_val(climb->left_out, *edit);
	if (!resolution->stands)
		resolution->stands = stands_here(climb, edit) ?: returns_here(climb, edit);
}

/* is it defined, or declared? In the arms of an #if it may be more than once */
static bool has_function(GBytes *bytes, const char *name)
{
	const struct lex lex = { .text = name, .size = strlen(name) };
	const struct extract text = extract_of(bytes);
	const char *at = text.text;
	struct head head;

	return text.size && head_next(text.text, text.size, &at, &lex, &head);
}

/* the function that an edit is of, where this file has it not */
static void note_home(struct file_climb *climb, const struct edit *edit)
{
	GPtrArray *homes = climb->resolution->homes;
	const struct csource *source = path_is_c(climb->input->path) ?
					       scans_source(climb->scans, climb->base) : NULL;
	const struct cregion *region = source ? csource_at(source, edit->old.at + 1) : NULL;

	if (region && region->kind == CREGION_FUNCTION &&
	    !has_function(climb->input->ours, region->name) &&
	    !g_ptr_array_find_with_equal_func(homes, region->name, g_str_equal, NULL))
		g_ptr_array_add(homes, g_strdup(region->name));
}

static struct region *region_of(const struct file_climb *climb, const struct displaced *displaced)
{
	return &g_array_index(climb->merge->regions, struct region, displaced->region);
}

/* an insertion inside code that ours lacks may matter; anything else has nothing to change here */
static void leave_out(struct file_climb *climb, const struct displaced *displaced)
{
	struct region *region = region_of(climb, displaced);
	struct resolution *resolution = climb->resolution;

	if (displaced->edit.old.at == displaced->edit.old.end)
		region->rung = "left-out";
	displaced_drop(climb, &displaced->edit);
	if (!resolution->stands)
		resolution->stands = stands_beside(climb, &displaced->edit, region);
	note_home(climb, &displaced->edit);
}

/* the text with an edit inside the definition that it is of, which stands elsewhere; or NULL */
static GBytes *put_inside(const struct file_climb *climb, const struct edit *edit,
			  const struct definitions *base, const struct definitions *here)
{
	return base ? inside_put(base, climb->merge, edit, here) : NULL;
}

/* the text with an addition beside a neighbour, or NULL */
static GBytes *put_beside(const struct file_climb *climb, const struct edit *edit,
			  const struct definitions *base, const struct definitions *here)
{
	return base && edit->old.at == edit->old.end ?
		       beside_put(base, climb->merge->theirs, edit, here) : NULL;
}

/*
 * inside their definition, or additions beside a neighbour; what has neither is left out
 * @base: NULL for what is no C, and has no definitions
 */
static GBytes *place_homeless(struct file_climb *climb, const GArray *homeless,
			      const struct definitions *base, GBytes *text)
{
	g_autoptr(definitions) here = NULL;

	for (guint i = 0; i < homeless->len; i++) {
		const struct displaced *displaced = &g_array_index(homeless, struct displaced, i);
		GBytes *inside, *with;

		if (base && !here)
			here = definitions_of(text);
		inside = put_inside(climb, &displaced->edit, base, here);
		with = inside ? inside : put_beside(climb, &displaced->edit, base, here);
		if (with) {
			g_clear_pointer(&here, definitions_free);
			g_bytes_unref(text);
			text = with;
			region_of(climb, displaced)->rung = inside ? "placed" : "beside";
		} else {
			leave_out(climb, displaced);
		}
	}
	return text;
}

static bool has_definition(const struct definitions *where, const char *name)
{
	return csource_function(where->source, name);
}

/*
 * Is the place in the definition that the edit is of?  One of another name is the same where each
 * file has one alone of the two.
 */
static bool is_at_home(const struct definitions *base, const struct edit *edit,
		       const struct definitions *here, size_t at)
{
	const struct span place = { at, at + (edit->old.end - edit->old.at) };
	const struct cregion *from = definitions_holding(base, edit->old);
	const struct cregion *to = definitions_holding(here, place);

	if (!from || !to || !from->name || !to->name || from->kind != CREGION_FUNCTION ||
	    to->kind != CREGION_FUNCTION || !strcmp(from->name, to->name))
		return true;
	return !has_definition(here, from->name) && !has_definition(base, to->name);
}

/* puts it into a page, but into no other function than upstream's */
static bool place(struct file_climb *climb, const struct edit *edit, const struct definitions *base,
		  struct page *page)
{
	g_autoptr(GArray) lines = base ? g_array_copy(page->lines) : NULL;
	g_autoptr(GBytes) text = base ? page_text(page) : NULL;
	g_autoptr(definitions) here = NULL;

	if (!page_place(page, climb->merge, edit))
		return false;
	if (!base)
		return true;
	here = definitions_of(text);
	if (is_at_home(base, edit, here, page->at))
		return true;
	g_array_set_size(page->lines, 0);
	g_array_append_vals(page->lines, lines->data, lines->len);
	return false;
}

/* edits of code that is not where the base has it */
GBytes *displaced_place(struct file_climb *climb, GBytes *text)
{
	g_autoptr(GArray) lines = lines_of(text);
	g_autoptr(page) page = page_new(lines);
	g_autoptr(GArray) homeless = g_array_new(FALSE, FALSE, sizeof(struct displaced));
	g_autoptr(definitions) base = climb->displaced->len && path_is_c(climb->input->path) ?
					      definitions_of(climb->base) : NULL;

	for (guint i = 0; i < climb->displaced->len; i++) {
		const struct displaced *displaced =
			&g_array_index(climb->displaced, struct displaced, i);

		if (place(climb, &displaced->edit, base, page))
			region_of(climb, displaced)->rung = "placed";
		else
			g_array_append_val(homeless, *displaced);
	}
	return place_homeless(climb, homeless, base, page_text(page));
}
