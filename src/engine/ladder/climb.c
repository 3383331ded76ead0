// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ladder: each conflict of a merge, piece by piece, before the rungs of the
 * table.
 */
#include "engine/ladder/climb.h"

#include <string.h>

#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/ladder/recorded.h"

/*
 * From the most certain to the least.  The first that has an answer for a piece gives it; the
 * last one that was needed is that of the region, and of the file.
 */
static const struct rung_row rungs[] = {
	{ "touching", true, NULL },
	{ "alike", true, NULL },
	{ "names", true, NULL },
	{ "phrases", true, NULL },
	{ "contained", true, region_contained, true },
	{ "space", true, region_space },
	{ "comment", true, region_comment },
	{ "absent", true, region_absent, .leaves_out = true },
	{ "recorded", true, NULL, .leaves_out = true },
	{ "our-names", false, region_our_names, true },
	{ "their-names", false, region_their_names, true },
	{ "tokens", false, region_tokens, true },
	{ "subset", false, region_subset, true },
	{ "deleted", false, region_deleted, .leaves_out = true },
	{ "edits", false, region_edits, true, true },
	{ "placed", false, NULL },
	{ "beside", false, NULL },
	{ "both-insert", false, region_both_insert },
	{ "rewritten", false, region_rewritten },
	{ "left-out", false, NULL, .leaves_out = true },
};

/* of a log's entry: when, who, what */
#define FIRST_LINES 3

const struct rung_row *rung_row(int number)
{
	return &rungs[number];
}

int rung_number(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rungs); i++)
		if (!strcmp(rungs[i].name, name))
			return i;
	g_assert_not_reached();
}

bool rung_leaves_out(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rungs); i++)
		if (!g_strcmp0(rungs[i].name, name))
			return rungs[i].leaves_out;
	return false;
}

GBytes *tangle_ours(const struct tangle *tangle)
{
	return g_bytes_ref(tangle->text[SIDE_OURS]);
}

GBytes *tangle_theirs(const struct tangle *tangle)
{
	return g_bytes_ref(tangle->text[SIDE_THEIRS]);
}

bool tangle_blank(const struct tangle *tangle, enum side side)
{
	return text_blank_bytes(tangle->text[side]);
}

static void tangle_init(struct tangle *tangle, const struct threeway *file,
			const struct span *spans)
{
	const GArray *lines[] = { file->base, file->ours, file->theirs };

	memset(tangle, 0, sizeof(*tangle));
	tangle->file = file;
	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++) {
		tangle->spans[side] = spans[side];
		tangle->text[side] = threeway_text(lines[side], spans[side]);
		tangle->lines[side] = lines_of(tangle->text[side]);
	}
	tangle->elsewhere = g_array_new(FALSE, FALSE, sizeof(struct edit));
	tangle->left_out = g_array_new(FALSE, FALSE, sizeof(struct edit));
}

static void tangle_clear(struct tangle *tangle)
{
	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++) {
		g_array_unref(tangle->lines[side]);
		g_bytes_unref(tangle->text[side]);
	}
	g_array_unref(tangle->elsewhere);
	g_array_unref(tangle->left_out);
}

static struct span moved(struct span span, size_t by)
{
	return (struct span){ span.at + by, span.end + by };
}

/* the rungs on one piece that both sides changed; the rung's number, or -1 */
static int climb_piece(struct file_climb *climb, guint region, const struct span *spans,
		       GByteArray *out)
{
	struct tangle tangle;
	int made_by = -1;

	tangle_init(&tangle, climb->merge, spans);
	for (size_t i = 0; made_by < 0 && i < G_N_ELEMENTS(rungs); i++) {
		g_autoptr(GBytes) text = rungs[i].climb ? rungs[i].climb(&tangle) : NULL;
		gsize size;
		const guint8 *data;

		if (!text)
			continue;
		data = g_bytes_get_data(text, &size);
		if (size)
			g_byte_array_append(out, data, size);
		made_by = i;
	}
	for (guint i = 0; made_by >= 0 && i < tangle.elsewhere->len; i++) {
		struct displaced displaced = {
			.edit = g_array_index(tangle.elsewhere, struct edit, i),
			.region = region,
		};

		g_array_append_val(climb->displaced, displaced);
	}
	for (guint i = 0; made_by >= 0 && i < tangle.left_out->len; i++)
		displaced_drop(climb, &g_array_index(tangle.left_out, struct edit, i));
	tangle_clear(&tangle);
	return made_by;
}

/* what lies outside the pieces that both changed is taken from the side that changed it */
static const char *climb_pieces(struct file_climb *climb, guint number, const struct region *region,
				const GArray *pieces, GByteArray *out)
{
	const GArray *lines[] = { climb->merge->base, climb->merge->ours, climb->merge->theirs };
	const struct span *whole[] = { &region->base, &region->ours, &region->theirs };
	int least = -1;

	for (guint i = 0; i < pieces->len; i++) {
		const struct piece *piece = &g_array_index(pieces, struct piece, i);
		struct span spans[3];
		int rung;

		for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++)
			spans[side] = moved(piece->spans[side], whole[side]->at);
		if (!piece->conflict) {
			text_join(out, lines[piece->from], spans[piece->from].at,
				  spans[piece->from].end);
			continue;
		}
		rung = climb_piece(climb, number, spans, out);
		if (rung < 0)
			return NULL;
		least = MAX(least, rung);
	}
	return rungs[MAX(least, 0)].name;
}

/* what other rungs make of a region, by themselves */
static void ask_others(struct file_climb *climb, const struct span *spans, const char *rung,
		       GBytes *answer)
{
	bool same = false, other = false;

	for (size_t i = 0; i < G_N_ELEMENTS(rungs); i++) {
		struct tangle tangle;
		g_autoptr(GBytes) text = NULL;

		if (!rungs[i].second || !strcmp(rungs[i].name, rung))
			continue;
		tangle_init(&tangle, climb->merge, spans);
		text = rungs[i].climb(&tangle);
		tangle_clear(&tangle);
		if (!text)
			continue;
		same |= g_bytes_equal(text, answer);
		other |= !g_bytes_equal(text, answer);
	}
	climb->signs.value[SIGN_seconded] &= same;
	climb->signs.value[SIGN_contradicted] += other;
}

static void climb_region(struct file_climb *climb, guint number)
{
	struct region *region = &g_array_index(climb->merge->regions, struct region, number);
	struct span spans[] = { region->base, region->ours, region->theirs };
	struct tangle tangle;
	g_autoptr(GBytes) text = NULL;
	g_autoptr(GArray) pieces = NULL;
	g_autoptr(GByteArray) out = g_byte_array_new();
	const char *rung = "alike";
	char *note = NULL;

	text = records_find(climb->input->records, climb->input->path, climb->merge, region,
			    &note);
	if (text) {
		threeway_resolve(climb->merge, region, "recorded", g_steal_pointer(&text), note);
		return;
	}
	tangle_init(&tangle, climb->merge, spans);
	text = region_alike(&tangle);
	if (!text) {
		pieces = diff3_of(tangle.lines, true);
		rung = climb_pieces(climb, number, region, pieces, out);
		if (rung)
			text = g_byte_array_free_to_bytes(g_steal_pointer(&out));
	}
	tangle_clear(&tangle);
	if (text)
		ask_others(climb, spans, rung, text);
	if (text)
		threeway_resolve(climb->merge, region, rung, g_steal_pointer(&text), NULL);
}

/* has a person resolved one of the conflicts before? */
static bool has_record(const struct file_climb *climb)
{
	const GArray *regions = climb->merge->regions;
	bool met = false;

	for (guint i = 0; i < regions->len && !met; i++) {
		const struct region *region = &g_array_index(regions, struct region, i);
		g_autoptr(GBytes) text = NULL;

		if (region->kind == REGION_CONFLICT)
			text = records_find(climb->input->records, climb->input->path,
					    climb->merge, region, NULL);
		met = text != NULL;
	}
	return met;
}

/* do both begin with the same lines? Else this tree puts something in front as well */
static bool begin_alike(const struct threeway *merge)
{
	const guint last = MIN(MIN(merge->base->len, merge->ours->len), FIRST_LINES);

	for (guint i = 0; i < last; i++) {
		const struct line *base = &g_array_index(merge->base, struct line, i);
		const struct line *ours = &g_array_index(merge->ours, struct line, i);

		if (base->size != ours->size || memcmp(base->text, ours->text, base->size))
			return false;
	}
	return true;
}

/* how often a text has a part, white space apart */
static guint count_of(const char *text, gsize size, const char *part, gsize part_size)
{
	g_autoptr(squeezed) all = squeezed_new(text, size);
	g_autoptr(squeezed) one = squeezed_new(part, part_size);

	return squeezed_count(all, one);
}

/*
 * Upstream puts lines in front of the whole file, as a log gets its newest entry, and does nothing
 * else: they go in front of this one, unless it has them.  Line by line they may seem to be put
 * behind a date or a name that the entry has in common with the one it is put in front of.  In C
 * what stands in front may be what the other side has there too, in other words.
 */
static void put_front(struct file_climb *climb)
{
	struct threeway *merge = climb->merge;
	const size_t count = merge->theirs->len - merge->base->len;
	gsize base_size, ours_size, theirs_size;
	const char *base = g_bytes_get_data(climb->base, &base_size);
	const char *ours = g_bytes_get_data(climb->input->ours, &ours_size);
	const char *theirs = g_bytes_get_data(climb->theirs, &theirs_size);
	const gsize size = theirs_size - base_size;

	if (path_is_c(climb->input->path) || !base_size || !ours_size ||
	    base_size >= theirs_size || theirs[size - 1] != '\n' ||
	    memcmp(theirs + size, base, base_size) || has_record(climb) ||
	    count_of(ours, ours_size, theirs, size) > count_of(base, base_size, theirs, size))
		return;
	threeway_put_front(merge, count);
	threeway_resolve(merge, &g_array_index(merge->regions, struct region, 0),
			 begin_alike(merge) ? "touching" : "both-insert", g_bytes_new(theirs, size),
			 NULL);
}

bool climb_all(struct file_climb *climb)
{
	if (climb->merge->conflicts)
		put_front(climb);
	for (guint i = 0; i < climb->merge->regions->len; i++) {
		const struct region *region = &g_array_index(climb->merge->regions, struct region,
							     i);

		if (region->kind == REGION_CONFLICT && !region->text)
			climb_region(climb, i);
	}
	return !climb->merge->conflicts;
}
