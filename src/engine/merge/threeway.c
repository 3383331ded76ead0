// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/threeway.h"

#include <string.h>

#include "engine/code/scans.h"
#include "format/linenumbers.h"

/* one side's changes against the base, walked in step with the other's */
struct side {
	const struct change *changes;
	guint count;
	guint next;
};

static bool touches(const struct side *side, size_t end)
{
	return side->next < side->count && side->changes[side->next].old_at <= end;
}

/* takes the side's changes that start up to @end of the base, moving @end along */
static bool take(struct side *side, size_t *end)
{
	bool took = false;

	while (touches(side, *end)) {
		const struct change *change = &side->changes[side->next++];

		*end = MAX(*end, change->old_at + change->old_count);
		took = true;
	}
	return took;
}

/* where a side stands at a point of the base that is outside its changes */
static size_t side_at(const struct side *side, size_t base)
{
	long shift = 0;

	if (side->next) {
		const struct change *change = &side->changes[side->next - 1];

		shift = (long)(change->new_at + change->new_count) -
			(long)(change->old_at + change->old_count);
	}
	return base + shift;
}

static bool next_region(struct side *ours, struct side *theirs, struct region *region)
{
	bool took, by_ours = false, by_theirs = false;
	size_t start = G_MAXSIZE, end;

	if (ours->next < ours->count)
		start = ours->changes[ours->next].old_at;
	if (theirs->next < theirs->count)
		start = MIN(start, theirs->changes[theirs->next].old_at);
	if (start == G_MAXSIZE)
		return false;
	*region = (struct region){ .base.at = start };
	region->ours.at = side_at(ours, start);
	region->theirs.at = side_at(theirs, start);
	end = start;
	do {
		took = false;
		if (take(ours, &end))
			took = by_ours = true;
		if (take(theirs, &end))
			took = by_theirs = true;
	} while (took);
	region->base.end = end;
	region->ours.end = side_at(ours, end);
	region->theirs.end = side_at(theirs, end);
	region->kind = !by_ours ? REGION_THEIRS : !by_theirs ? REGION_OURS : REGION_CONFLICT;
	return true;
}

static bool same_lines(const GArray *a, struct span x, const GArray *b, struct span y)
{
	if (x.end - x.at != y.end - y.at)
		return false;
	for (size_t i = 0; i < x.end - x.at; i++) {
		const struct line *p = &g_array_index(a, struct line, x.at + i);
		const struct line *q = &g_array_index(b, struct line, y.at + i);

		if (p->size != q->size || memcmp(p->text, q->text, p->size))
			return false;
	}
	return true;
}

static void clear_region(gpointer data)
{
	struct region *region = data;

	g_clear_pointer(&region->text, g_bytes_unref);
	g_free(region->note);
}

static void find_regions(struct threeway *merge, const GArray *our_changes,
			 const GArray *their_changes)
{
	struct side ours = { (struct change *)our_changes->data, our_changes->len, 0 };
	struct side theirs = { (struct change *)their_changes->data, their_changes->len, 0 };
	struct region region;

	while (next_region(&ours, &theirs, &region)) {
		if (region.kind == REGION_CONFLICT &&
		    same_lines(merge->ours, region.ours, merge->theirs, region.theirs))
			region.kind = REGION_BOTH;
		merge->conflicts += region.kind == REGION_CONFLICT;
		g_array_append_val(merge->regions, region);
	}
}

/* the lines and the changes are what checks of the result ask for as well */
static void keep(const struct threeway *merge, GArray *const *changes, struct scans *scans)
{
	GArray *const lines[] = { merge->base, merge->ours, merge->theirs };

	for (guint side = 0; side < G_N_ELEMENTS(lines); side++)
		scans_keep_lines(scans, merge->bytes[side], lines[side]);
	for (guint side = 1; side < G_N_ELEMENTS(lines); side++)
		scans_keep_merge_changes(scans, merge->bytes[0], merge->bytes[side],
					 changes[side - 1]);
}

/* a side's lines; where its @changes are not known, also what its ends share with the base's */
static GArray *lines_beside(const struct threeway *merge, GBytes *side, const GArray *changes,
			    struct scans *scans, struct line_common *out)
{
	GArray *known = scans ? scans_known_lines(scans, side) : NULL;

	if (!known)
		return lines_like(side, merge->bytes[0], merge->base, out);
	if (!changes)
		*out = lines_common(merge->base, known);
	return known;
}

/* fills in the changes that are not known yet, of both sides together */
static void find_changes(const struct threeway *merge, const struct line_common *common,
			 GArray **changes)
{
	const GArray *const lines[] = { merge->ours, merge->theirs };
	const GArray *others[2];
	struct line_common ends[2];
	GArray *found[2];
	guint count = 0, next = 0;

	for (guint side = 0; side < 2; side++) {
		if (changes[side])
			continue;
		others[count] = lines[side];
		ends[count++] = common[side];
	}
	if (count)
		line_diffs_merge(merge->base, others, ends, count, found);
	for (guint side = 0; next < count; side++)
		if (!changes[side])
			changes[side] = found[next++];
}

struct threeway *threeway_new(GBytes *base, GBytes *ours, GBytes *theirs, struct scans *scans)
{
	struct threeway *merge = g_new0(struct threeway, 1);
	struct line_common common[2];
	GArray *changes[2] = { NULL, NULL };

	merge->bytes[0] = g_bytes_ref(base);
	merge->bytes[1] = g_bytes_ref(ours);
	merge->bytes[2] = g_bytes_ref(theirs);
	if (scans) {
		merge->base = scans_known_lines(scans, base);
		changes[0] = scans_known_merge_changes(scans, base, ours);
		changes[1] = scans_known_merge_changes(scans, base, theirs);
	}
	if (!merge->base)
		merge->base = lines_of(base);
	merge->ours = lines_beside(merge, ours, changes[0], scans, &common[0]);
	merge->theirs = lines_beside(merge, theirs, changes[1], scans, &common[1]);
	merge->regions = g_array_new(FALSE, FALSE, sizeof(struct region));
	g_array_set_clear_func(merge->regions, clear_region);
	find_changes(merge, common, changes);
	find_regions(merge, changes[0], changes[1]);
	if (scans)
		keep(merge, changes, scans);
	g_array_unref(changes[0]);
	g_array_unref(changes[1]);
	return merge;
}

static size_t bytes_between(const GArray *lines, struct span span, const char **out_text)
{
	const struct line *first, *last;

	if (span.at == span.end)
		return 0;
	first = &g_array_index(lines, struct line, span.at);
	last = &g_array_index(lines, struct line, span.end - 1);
	*out_text = first->text;
	return last->text + last->size - first->text;
}

GBytes *threeway_text(const GArray *lines, struct span span)
{
	const char *text = "";
	size_t size = bytes_between(lines, span, &text);

	return g_bytes_new(text, size);
}

static void append_lines(GByteArray *out, const GArray *lines, struct span span)
{
	const char *text = "";
	size_t size = bytes_between(lines, span, &text);

	g_byte_array_append(out, (const guint8 *)text, size);
}

static void append_bytes(GByteArray *out, GBytes *bytes)
{
	gsize size;
	const guint8 *data = g_bytes_get_data(bytes, &size);

	if (size)
		g_byte_array_append(out, data, size);
}

static void append_clean(GByteArray *out, const struct threeway *merge,
			 const struct region *region)
{
	if (region->text)
		append_bytes(out, region->text);
	else if (region->kind == REGION_THEIRS)
		append_lines(out, merge->theirs, region->theirs);
	else
		append_lines(out, merge->ours, region->ours);
}

GBytes *threeway_result(const struct threeway *merge)
{
	GByteArray *out;
	size_t done = 0;

	if (merge->conflicts)
		return NULL;
	out = g_byte_array_sized_new(g_bytes_get_size(merge->bytes[1]) + 256);
	for (guint i = 0; i < merge->regions->len; i++) {
		const struct region *region = &g_array_index(merge->regions, struct region, i);

		append_lines(out, merge->base, (struct span){ done, region->base.at });
		append_clean(out, merge, region);
		done = region->base.end;
	}
	append_lines(out, merge->base, (struct span){ done, merge->base->len });
	return g_byte_array_free_to_bytes(out);
}

void threeway_resolve(struct threeway *merge, struct region *region, const char *rung,
		      GBytes *text, char *note)
{
	if (region->kind == REGION_CONFLICT && !region->text)
		merge->conflicts--;
	clear_region(region);
	region->text = text;
	region->rung = rung;
	region->note = note;
}

void threeway_put_front(struct threeway *merge, size_t count)
{
	const struct region front = { .kind = REGION_CONFLICT, .theirs = { 0, count } };
	const struct region rest = {
		.kind = REGION_OURS,
		.base = { 0, merge->base->len },
		.ours = { 0, merge->ours->len },
		.theirs = { count, merge->theirs->len },
	};

	g_array_set_size(merge->regions, 0);
	g_array_append_val(merge->regions, front);
	g_array_append_val(merge->regions, rest);
	merge->conflicts = 1;
}

size_t line_marker_run(const struct line *line)
{
	size_t run = 1;

	if (!line->size || !strchr("<|=>", *line->text))
		return 0;
	while (run < line->size && line->text[run] == *line->text)
		run++;
	return run == line->size || strchr(" \r\n", line->text[run]) ? run : 0;
}

char line_marker(const struct line *line, size_t size)
{
	return line_marker_run(line) == size ? *line->text : '\0';
}

size_t threeway_marker_size(const struct threeway *merge)
{
	const GArray *sides[] = { merge->base, merge->ours, merge->theirs };
	size_t size = MARKER_SIZE;

	for (guint side = 0; side < G_N_ELEMENTS(sides); side++) {
		for (guint i = 0; i < sides[side]->len; i++) {
			size_t run = line_marker_run(&g_array_index(sides[side], struct line, i));

			size = MAX(size, run >= MARKER_SIZE ? run + 1 : 0);
		}
	}
	return size;
}

/* where markers go: their length, and the line end that the file has */
struct marking {
	GByteArray *out;
	size_t size;
	const char *end;
};

static void append_marker(const struct marking *marking, char sign, const char *label)
{
	g_autofree char *signs = g_strnfill(marking->size, sign);
	g_autofree char *line = g_strconcat(signs, label && *label ? " " : "", label ? label : "",
					    marking->end, NULL);

	g_byte_array_append(marking->out, (const guint8 *)line, strlen(line));
}

/* a side of a conflict; a last line without newline gets one: the next marker stands alone */
static void append_side(const struct marking *marking, char sign, const char *label,
			const GArray *lines, struct span span)
{
	GByteArray *out = marking->out;

	append_marker(marking, sign, label);
	append_lines(out, lines, span);
	if (out->data[out->len - 1] != '\n')
		g_byte_array_append(out, (const guint8 *)marking->end, strlen(marking->end));
}

/* as git: the first line of ours tells */
static const char *line_end(const struct threeway *merge)
{
	const struct line *first = merge->ours->len ? &g_array_index(merge->ours, struct line, 0) :
						      NULL;

	return first && first->size > 1 && first->text[first->size - 2] == '\r' &&
	       first->text[first->size - 1] == '\n' ? "\r\n" : "\n";
}

GBytes *threeway_marked(const struct threeway *merge, const char *ours_label,
			const char *base_label, const char *theirs_label)
{
	struct marking marking = { g_byte_array_new(), threeway_marker_size(merge),
				   line_end(merge) };
	size_t done = 0;

	for (guint i = 0; i < merge->regions->len; i++) {
		const struct region *region = &g_array_index(merge->regions, struct region, i);

		append_lines(marking.out, merge->base, (struct span){ done, region->base.at });
		done = region->base.end;
		if (region->kind != REGION_CONFLICT || region->text) {
			append_clean(marking.out, merge, region);
			continue;
		}
		append_side(&marking, '<', ours_label, merge->ours, region->ours);
		append_side(&marking, '|', base_label, merge->base, region->base);
		append_side(&marking, '=', NULL, merge->theirs, region->theirs);
		append_marker(&marking, '>', theirs_label);
	}
	append_lines(marking.out, merge->base, (struct span){ done, merge->base->len });
	return g_byte_array_free_to_bytes(marking.out);
}

void threeway_free(struct threeway *merge)
{
	if (!merge)
		return;
	g_array_unref(merge->regions);
	g_array_unref(merge->base);
	g_array_unref(merge->ours);
	g_array_unref(merge->theirs);
	for (int i = 0; i < 3; i++)
		g_bytes_unref(merge->bytes[i]);
	g_free(merge);
}
