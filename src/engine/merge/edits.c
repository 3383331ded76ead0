// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/edits.h"

#include <string.h>

#include "engine/code/text.h"

/* lines of context that tell one place from another */
#define CONTEXT 4

/* a line of more bytes than this is likely to stand for one thing */
#define DISTINCT 8

static GArray *part_of(const GArray *lines, struct span span)
{
	GArray *part = g_array_new(FALSE, FALSE, sizeof(struct line));

	g_array_append_vals(part, lines->data + span.at * sizeof(struct line),
			    span.end - span.at);
	return part;
}

GArray *edits_between(const struct threeway *merge, struct span old, struct span new)
{
	GArray *edits = g_array_new(FALSE, FALSE, sizeof(struct edit));
	g_autoptr(GArray) before = part_of(merge->base, old), after = part_of(merge->theirs, new);
	GArray *both[] = { before, after };
	g_autoptr(GArray) changes = NULL;
	guint *numbers[2];

	text_number(both, 2, false, numbers);
	changes = sequence_diff(numbers[0], before->len, numbers[1], after->len);
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		struct edit edit = {
			.old.at = old.at + change->old_at,
			.new.at = new.at + change->new_at,
		};

		edit.old.end = edit.old.at + change->old_count;
		edit.new.end = edit.new.at + change->new_count;
		g_array_append_val(edits, edit);
	}
	g_free(numbers[0]);
	g_free(numbers[1]);
	return edits;
}

struct page *page_new(const GArray *lines)
{
	struct page *page = g_new0(struct page, 1);

	page->lines = part_of(lines, (struct span){ 0, lines->len });
	page->chunk = g_string_chunk_new(1024);
	return page;
}

static size_t indent_of(const struct line *line)
{
	size_t size = 0;

	while (size < line->size && (line->text[size] == ' ' || line->text[size] == '\t'))
		size++;
	return size;
}

struct line page_indented(struct page *page, const struct line *line, const struct line *there,
			  const struct line *here)
{
	size_t was = indent_of(there), is = indent_of(here);
	g_autofree char *text = NULL;

	if ((was == is && !memcmp(there->text, here->text, is)) || line->size < was ||
	    memcmp(line->text, there->text, was) || text_is_blank(line->text, line->size))
		return *line;
	text = g_malloc(is + line->size - was);
	memcpy(text, here->text, is);
	memcpy(text + is, line->text + was, line->size - was);
	return (struct line){
		.text = g_string_chunk_insert_len(page->chunk, text, is + line->size - was),
		.size = is + line->size - was,
	};
}

void page_put(struct page *page, size_t at, size_t count, const struct threeway *merge,
	      const struct edit *edit, const struct line *there, const struct line *here)
{
	g_autoptr(GArray) new = part_of(merge->theirs, edit->new);
	struct line mark = *here;

	for (guint i = 0; i < new->len; i++) {
		struct line *line = &g_array_index(new, struct line, i);

		*line = page_indented(page, line, there, &mark);
	}
	page->at = at;
	if (count)
		g_array_remove_range(page->lines, at, count);
	g_array_insert_vals(page->lines, at, new->data, new->len);
}

/* an edit and a page in numbers: lines that differ in whitespace alone have the same one */
struct search {
	const struct page *page;
	const struct edit *edit;
	guint *lines;
	size_t count;
	guint *base;		/* of the edit and its context */
	size_t before;		/* context lines in front of the edit */
	size_t old;
	size_t after;
	GArray *context;
};

static void search_init(struct search *search, const struct page *page,
			const struct threeway *merge, const struct edit *edit)
{
	struct span around = {
		edit->old.at > CONTEXT ? edit->old.at - CONTEXT : 0,
		MIN(edit->old.end + CONTEXT, merge->base->len),
	};
	GArray *both[2];
	guint *numbers[2];

	search->page = page;
	search->edit = edit;
	search->context = part_of(merge->base, around);
	both[0] = page->lines;
	both[1] = search->context;
	text_number(both, 2, true, numbers);
	search->lines = numbers[0];
	search->count = page->lines->len;
	search->base = numbers[1];
	search->before = edit->old.at - around.at;
	search->old = edit->old.end - edit->old.at;
	search->after = around.end - edit->old.end;
}

static void search_clear(struct search *search)
{
	g_free(search->lines);
	g_free(search->base);
	g_array_unref(search->context);
}

/* lines of context that are right where an edit's first line would be line @at */
static int context_at(const struct search *search, size_t at)
{
	int score = 0;

	for (size_t k = 1; k <= search->before && k <= at; k++) {
		guint line = search->base[search->before - k];

		score += line && search->lines[at - k] == line;
	}
	for (size_t k = 0; k < search->after && at + search->old + k < search->count; k++) {
		guint line = search->base[search->before + search->old + k];

		score += line && search->lines[at + search->old + k] == line;
	}
	return score;
}

static const struct line *context_line(const struct search *search, size_t at)
{
	return &g_array_index(search->context, struct line, at);
}

static bool is_distinct(const struct line *line)
{
	return text_trim(line).size > DISTINCT;
}

/* where the old lines stand, with the best context; -1 when nowhere or at two places alike */
static long find_old(const struct search *search)
{
	const guint *old = search->base + search->before;
	long best = -1;
	int best_score = -1, hits = 0;
	bool tie = false;

	for (size_t i = 0; i + search->old <= search->count; i++) {
		int score;

		if (memcmp(search->lines + i, old, search->old * sizeof(guint)))
			continue;
		score = context_at(search, i);
		hits++;
		tie = score == best_score || (tie && score < best_score);
		if (score > best_score) {
			best = i;
			best_score = score;
		}
	}
	if (tie || (hits > 1 && best_score < 1))
		return -1;
	return best;
}

static bool place_replacement(struct page *page, const struct threeway *merge,
			      const struct search *search)
{
	bool distinct = false;
	struct line here;
	long at;

	for (size_t i = 0; i < search->old; i++)
		distinct |= is_distinct(context_line(search, search->before + i));
	at = distinct ? find_old(search) : -1;
	if (at < 0)
		return false;
	here = g_array_index(page->lines, struct line, at);
	page_put(page, at, search->old, merge, search->edit, context_line(search, search->before),
		 &here);
	return true;
}

/* the one line between whose neighbours the edit goes; -1 */
static long find_between(const struct search *search)
{
	guint above = search->base[search->before - 1], below = search->base[search->before];
	long found = -1, wide = -1;
	int hits = 0, wide_hits = 0;

	for (size_t i = 1; i < search->count; i++) {
		if (search->lines[i - 1] != above || search->lines[i] != below)
			continue;
		found = i;
		hits++;
		if (search->before > 1 && i > 1 &&
		    search->lines[i - 2] == search->base[search->before - 2]) {
			wide = i;
			wide_hits++;
		}
	}
	if (hits == 1)
		return found;
	return wide_hits == 1 ? wide : -1;
}

/* the only line of the page that is like this line of the context; -1 */
static long find_only(const struct search *search, size_t context)
{
	long found = -1;

	if (!is_distinct(context_line(search, context)))
		return -1;
	for (size_t i = 0; i < search->count; i++) {
		if (search->lines[i] != search->base[context])
			continue;
		if (found >= 0)
			return -1;
		found = i;
	}
	return found;
}

static bool put_beside(struct page *page, const struct threeway *merge,
		       const struct search *search, size_t at, size_t context, size_t like)
{
	struct line here = g_array_index(page->lines, struct line, like);

	page_put(page, at, 0, merge, search->edit, context_line(search, context), &here);
	return true;
}

static bool place_below(struct page *page, const struct threeway *merge,
			const struct search *search)
{
	for (size_t k = 0; k < 2 && k < search->before; k++) {
		size_t context = search->before - 1 - k;
		long line, like;

		if (!search->base[context])
			continue;
		like = find_only(search, context);
		if (like < 0)
			return false;
		line = like + 1;
		if (k == 1 && (size_t)line < search->count && !search->lines[line])
			line++;
		return put_beside(page, merge, search, line, context, like);
	}
	return false;
}

static bool place_above(struct page *page, const struct threeway *merge,
			const struct search *search)
{
	for (size_t k = 0; k < 2 && k < search->after; k++) {
		size_t context = search->before + search->old + k;
		long line, like;

		if (!search->base[context])
			continue;
		like = line = find_only(search, context);
		if (line < 0)
			return false;
		if (k == 1 && line > 0 && !search->lines[line - 1])
			line--;
		return put_beside(page, merge, search, line, context, like);
	}
	return false;
}

static bool place_insertion(struct page *page, const struct threeway *merge,
			    const struct search *search)
{
	size_t before = search->before;

	if (before && search->after &&
	    (text_trim(context_line(search, before - 1)).size > 4 ||
	     text_trim(context_line(search, before)).size > 4)) {
		long at = find_between(search);

		if (at >= 0)
			return put_beside(page, merge, search, at, before - 1, at - 1);
	}
	return place_below(page, merge, search) || place_above(page, merge, search);
}

bool page_place(struct page *page, const struct threeway *merge, const struct edit *edit)
{
	struct search search;
	bool placed;

	search_init(&search, page, merge, edit);
	if (search.old)
		placed = place_replacement(page, merge, &search);
	else
		placed = place_insertion(page, merge, &search);
	search_clear(&search);
	return placed;
}

GBytes *page_text(const struct page *page)
{
	GByteArray *out = g_byte_array_new();

	text_join(out, page->lines, 0, page->lines->len);
	return g_byte_array_free_to_bytes(out);
}

void page_free(struct page *page)
{
	if (!page)
		return;
	g_array_unref(page->lines);
	g_string_chunk_free(page->chunk);
	g_free(page);
}
