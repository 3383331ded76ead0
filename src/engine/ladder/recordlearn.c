// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a person put in the place of a conflict: the lines of the edited file
 * between those that stand above and below it.  Where something else was edited
 * too, the conflict's place alone does not say what solved it: on another tree
 * half of the solution would be missing.  Such a file is not learnt from.
 */
#include "engine/ladder/recordparts.h"

#include <string.h>

#include "base/file.h"
#include "base/strings.h"
#include "engine/code/lex.h"

/* stands for a conflict; in no file that is text */
#define PLACE "\001\n"

/**
 * struct outline - a marked file with one line in the place of each conflict
 * @text: that
 * @regions: const struct region *: the conflicts
 * @at: guint: line of each
 */
struct outline {
	GByteArray *text;
	GPtrArray *regions;
	GArray *at;
};

static void outline_clear(struct outline *outline)
{
	g_byte_array_unref(outline->text);
	g_ptr_array_unref(outline->regions);
	g_array_unref(outline->at);
}

static bool is_text(const GArray *lines, struct span span, const GArray *marked, size_t at,
		    size_t end)
{
	if (span.end - span.at != end - at)
		return false;
	for (size_t i = 0; i < end - at; i++) {
		const struct line *a = &g_array_index(lines, struct line, span.at + i);
		const struct line *b = &g_array_index(marked, struct line, at + i);
		bool longer = b->size == a->size + 1 && b->text[a->size] == '\n';

		/* a last line has got a newline, so that the marker stands alone */
		if ((a->size != b->size && !longer) || memcmp(a->text, b->text, a->size))
			return false;
	}
	return true;
}

/* ends of the parts of a block: its "|", "=" and ">" lines; false for none */
static bool find_block(const GArray *marked, size_t at, size_t size, size_t *ends)
{
	static const char signs[] = "|=>";
	guint next = 0;

	for (size_t i = at + 1; i < marked->len && signs[next]; i++) {
		if (line_marker(&g_array_index(marked, struct line, i), size) == signs[next])
			ends[next++] = i;
	}
	return !signs[next];
}

/* the next region of the merge that has these texts */
static const struct region *region_of(const struct threeway *merge, guint *next,
				      const GArray *marked, size_t at, const size_t *ends)
{
	while (*next < merge->regions->len) {
		const struct region *region =
			&g_array_index(merge->regions, struct region, (*next)++);

		if (region->kind == REGION_CONFLICT &&
		    is_text(merge->ours, region->ours, marked, at + 1, ends[0]) &&
		    is_text(merge->base, region->base, marked, ends[0] + 1, ends[1]) &&
		    is_text(merge->theirs, region->theirs, marked, ends[1] + 1, ends[2]))
			return region;
	}
	return NULL;
}

/* false where the marked file is not of this merge */
static bool outline_init(struct outline *outline, const struct threeway *merge,
			 const GArray *marked)
{
	size_t size = threeway_marker_size(merge), ends[3];
	guint next = 0, line = 0;

	outline->text = g_byte_array_new();
	outline->regions = g_ptr_array_new();
	outline->at = g_array_new(FALSE, FALSE, sizeof(guint));
	for (size_t i = 0; i < marked->len; i++, line++) {
		const struct line *text = &g_array_index(marked, struct line, i);
		const struct region *region;

		if (line_marker(text, size) != '<') {
			g_byte_array_append(outline->text, (const guint8 *)text->text, text->size);
			continue;
		}
		if (!find_block(marked, i, size, ends))
			return false;
		region = region_of(merge, &next, marked, i, ends);
		if (!region)
			return false;
		g_ptr_array_add(outline->regions, (gpointer)region);
		g_array_append_val(outline->at, line);
		g_byte_array_append(outline->text, (const guint8 *)PLACE, strlen(PLACE));
		i = ends[2];
	}
	return true;
}

/* are the open conflicts all that was changed? */
static bool is_clear(const struct outline *outline, const GArray *changes)
{
	bool clear = changes->len == outline->at->len;

	for (guint i = 0; clear && i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		clear = change->old_count == 1 &&
			change->old_at == g_array_index(outline->at, guint, i);
	}
	return clear;
}

static bool same_result(const struct record *a, const struct record *b)
{
	return path_is_c(a->path) ? record_same_code(a->result, b->result) :
				    !strcmp(a->result, b->result);
}

static void keep(struct records *records, const struct record_about *about,
		 const struct threeway *merge, const struct region *region, GBytes *result)
{
	struct record *record = record_of(about->path, merge, region);
	const struct record *known;

	record->result = bytes_text(result);
	record->upstream = g_strdup(about->upstream);
	record->tree = g_strdup(about->tree);
	record->by = g_strdup(about->by);
	known = record_lookup(records, record->key);
	record->twice = known && (known->twice || !same_result(known, record));
	record_add(records, record);
}

static guint learn(struct records *records, const struct record_about *about,
		   const struct threeway *merge, const struct outline *outline, GBytes *edited)
{
	g_autoptr(GBytes) text = g_bytes_new(outline->text->data, outline->text->len);
	g_autoptr(GArray) given = lines_of(text), lines = lines_of(edited);
	g_autoptr(GArray) changes = line_diff(given, lines);

	if (!is_clear(outline, changes))
		return 0;
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		struct span span = { change->new_at, change->new_at + change->new_count };
		g_autoptr(GBytes) result = threeway_text(lines, span);

		keep(records, about, merge, outline->regions->pdata[i], result);
	}
	return changes->len;
}

guint records_learn(struct records *records, const struct record_about *about,
		    const struct threeway *merge, GBytes *marked, GBytes *edited,
		    guint *out_open)
{
	g_autoptr(GArray) lines = lines_of(marked);
	struct outline outline;
	guint kept = 0;

	if (outline_init(&outline, merge, lines))
		kept = learn(records, about, merge, &outline, edited);
	if (out_open)
		*out_open = outline.at->len;
	outline_clear(&outline);
	return kept;
}

/* of records_take() */
struct taking {
	struct records *records;
	GPtrArray *twice;
	guint changed;
};

static void take(gpointer data, gpointer into)
{
	struct taking *taking = into;
	struct record *record = data;

	if (!record->twice) {
		record_add(taking->records, record);
		taking->changed++;
		return;
	}
	taking->changed += record_remove(taking->records, record->key);
	g_ptr_array_add(taking->twice, g_strdup(record->path));
	record_free(record);
}

guint records_take(struct records *records, struct records *learnt, GPtrArray *twice)
{
	struct taking taking = { records, twice, 0 };

	records_each(learnt, take, &taking);
	records_disown(learnt);
	g_ptr_array_sort(twice, compare_strings);
	return taking.changed;
}
