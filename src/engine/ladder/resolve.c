// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/resolve.h"

#include <string.h>

#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/doubt/doubt.h"
#include "engine/ladder/climb.h"
#include "engine/ladder/concern.h"
#include "engine/ladder/evidence.h"
#include "engine/ladder/lineends.h"
#include "engine/ladder/region.h"
#include "engine/ladder/vocabulary.h"
#include "engine/merge/fuzzy.h"

static void resolved_free(gpointer data)
{
	struct resolved *resolved = data;

	g_bytes_unref(resolved->base);
	g_bytes_unref(resolved->ours);
	g_bytes_unref(resolved->theirs);
	if (resolved->text)
		g_bytes_unref(resolved->text);
	g_free(resolved->note);
	g_free(resolved);
}

static size_t lines_of_text(GBytes *text)
{
	g_autoptr(GArray) lines = lines_of(text);

	return lines->len;
}

static void record_region(struct file_climb *climb, const struct region *region, size_t line)
{
	struct resolved *resolved = g_new0(struct resolved, 1);

	resolved->rung = region->rung;
	resolved->line = (region->text ? line : region->ours.at) + 1;
	resolved->base = threeway_text(climb->merge->base, region->base);
	resolved->ours = threeway_text(climb->merge->ours, region->ours);
	resolved->theirs = threeway_text(climb->merge->theirs, region->theirs);
	resolved->text = region->text ? g_bytes_ref(region->text) : NULL;
	resolved->note = g_strdup(region->note);
	climb->resolution->unresolved += !region->text;
	g_ptr_array_add(climb->resolution->regions, resolved);
}

static void record(struct file_climb *climb)
{
	long ahead = 0;		/* of the result, against the base */

	for (guint i = 0; i < climb->merge->regions->len; i++) {
		const struct region *region = &g_array_index(climb->merge->regions, struct region,
							     i);
		size_t is = region->kind == REGION_THEIRS ? region->theirs.end - region->theirs.at :
			    region->ours.end - region->ours.at;

		if (region->kind == REGION_CONFLICT) {
			record_region(climb, region, region->base.at + ahead);
			if (region->text)
				is = lines_of_text(region->text);
		}
		ahead += (long)is - (long)(region->base.end - region->base.at);
	}
}

static struct resolution *resolution_new(void)
{
	struct resolution *resolution = g_new0(struct resolution, 1);

	resolution->regions = g_ptr_array_new_with_free_func(resolved_free);
	resolution->dropped = g_ptr_array_new_with_free_func(g_free);
	resolution->homes = g_ptr_array_new_with_free_func(g_free);
	return resolution;
}

/* resolved by a person */
static bool is_recorded(const struct resolved *resolved)
{
	return !g_strcmp0(resolved->rung, "recorded");
}

static bool is_displaced(const struct file_climb *climb, guint region)
{
	for (guint i = 0; i < climb->displaced->len; i++) {
		if (g_array_index(climb->displaced, struct displaced, i).region == region)
			return true;
	}
	return false;
}

/*
 * May a region's text stand in a file that a person completes?  Not when it was only guessed, when
 * something speaks against it, or when edits of it were left out or have no place yet.
 */
static bool is_settled(const struct file_climb *climb, guint number,
		       const struct resolved *resolved)
{
	g_autofree char *doubt = NULL;
	struct signs signs;

	if (is_recorded(resolved))
		return true;
	if (!resolved->rung || !rung_row(rung_number(resolved->rung))->certain ||
	    rung_leaves_out(resolved->rung) || is_displaced(climb, number))
		return false;
	signs_init(&signs);
	doubt = region_doubt(resolved, false, &signs);
	return !doubt;
}

/* NULL where all of it is settled */
static GBytes *marked(const struct file_climb *climb, const struct threeway *merge)
{
	const struct mark_labels *labels = climb->input->marks;

	if (!merge->conflicts)
		return NULL;
	return threeway_marked(merge, labels->ours, labels->base, labels->theirs);
}

static void mark(struct file_climb *climb)
{
	guint conflict = 0;

	for (guint i = 0; i < climb->merge->regions->len; i++) {
		struct region *region = &g_array_index(climb->merge->regions, struct region, i);

		if (region->kind == REGION_CONFLICT &&
		    !is_settled(climb, i, climb->resolution->regions->pdata[conflict++]) &&
		    region->text) {
			g_clear_pointer(&region->text, g_bytes_unref);
			climb->merge->conflicts++;
		}
	}
	climb->resolution->marked = marked(climb, climb->merge);
}

/* something speaks against the file, and nobody knows which of its places that is about */
static void mark_doubted(struct file_climb *climb)
{
	const struct resolve_input *input = climb->input;
	g_autoptr(threeway) merge = NULL;

	if (!input->marks || climb->resolution->marked || !climb->resolution->doubt)
		return;
	merge = threeway_new(input->base, input->ours, input->theirs, climb->scans);
	climb->resolution->marked = marked(climb, merge);
}

/* the plain merge is at hand, if it is of the same texts */
static struct threeway *merge_of(struct file_climb *climb)
{
	struct threeway **given = climb->input->merge;

	if (given && *given && (*given)->bytes[0] == climb->base &&
	    (*given)->bytes[2] == climb->theirs)
		return g_steal_pointer(given);
	return threeway_new(climb->base, climb->input->ours, climb->theirs, climb->scans);
}

/* merges what climb->base and climb->theirs are now */
static void merge_file(struct file_climb *climb)
{
	g_autoptr(GBytes) text = NULL;

	climb->resolution = resolution_new();
	climb->displaced = g_array_new(FALSE, FALSE, sizeof(struct displaced));
	climb->left_out = g_array_new(FALSE, FALSE, sizeof(struct edit));
	signs_init(&climb->signs);
	climb->merge = merge_of(climb);
	if (climb_all(climb)) {
		text = threeway_result(climb->merge);
		climb->resolution->bytes = displaced_place(climb, text);
		if (!climb->resolution->stands)
			climb->resolution->stands =
				displaced_lost(climb, climb->resolution->bytes);
	}
	record(climb);
	if (climb->input->marks)
		mark(climb);
	climb->resolution->signs = climb->signs;
	g_array_unref(climb->displaced);
	g_array_unref(climb->left_out);
	for (guint i = 0; i < G_N_ELEMENTS(climb->squeezed); i++)
		g_clear_pointer(&climb->squeezed[i], squeezed_free);
	threeway_free(climb->merge);
}

/* the file as a whole, for what was done to all of it */
static void record_file(struct resolution *resolution, const char *rung)
{
	struct resolved *resolved = g_new0(struct resolved, 1);

	resolved->rung = rung;
	resolved->line = 1;
	resolved->base = g_bytes_new_static("", 0);
	resolved->ours = g_bytes_new_static("", 0);
	resolved->theirs = g_bytes_new_static("", 0);
	g_ptr_array_add(resolution->regions, resolved);
}

/* one way to merge the file: upstream's two versions as they are, or translated */
static struct resolution *attempt(struct file_climb *climb, GBytes *base, GBytes *theirs)
{
	g_clear_pointer(&climb->base, g_bytes_unref);
	g_clear_pointer(&climb->theirs, g_bytes_unref);
	climb->base = g_bytes_ref(base);
	climb->theirs = g_bytes_ref(theirs);
	merge_file(climb);
	return climb->resolution;
}

static bool same_answer(const struct resolution *a, const struct resolution *b)
{
	if (!a->bytes || !b->bytes)
		return !a->bytes && !b->bytes;
	return g_bytes_equal(a->bytes, b->bytes);
}

/* number of the least certain rung that had a part in a resolution */
static int least_rung(const struct resolution *resolution)
{
	int least = 0;

	for (guint i = 0; i < resolution->regions->len; i++) {
		const struct resolved *resolved = resolution->regions->pdata[i];

		if (resolved->rung)
			least = MAX(least, rung_number(resolved->rung));
	}
	return least;
}

/*
 * Takes the translated merge when it says something else than the plain one; @rung is what it
 * owes that to.  One that leaves more open than the plain one is of no use.
 */
static bool try_translated(struct file_climb *climb, GBytes *base, GBytes *theirs, const char *rung)
{
	struct resolution *plain = climb->resolution, *other;
	g_autoptr(GBytes) plain_base = g_bytes_ref(climb->base);
	g_autoptr(GBytes) plain_theirs = g_bytes_ref(climb->theirs);

	if (g_bytes_equal(theirs, plain_theirs))
		return false;
	other = attempt(climb, base, theirs);
	if (same_answer(plain, other) && plain->bytes &&
	    MAX(least_rung(other), rung_number(rung)) < least_rung(plain)) {
		resolution_free(plain);
		record_file(other, rung);
		return true;
	}
	if (same_answer(plain, other) || (plain->bytes && !other->bytes) ||
	    (plain->bytes && rung_row(least_rung(plain))->certain &&
	     !rung_row(least_rung(other))->certain)) {
		resolution_free(other);
		climb->resolution = plain;
		g_bytes_unref(climb->base);
		g_bytes_unref(climb->theirs);
		climb->base = g_steal_pointer(&plain_base);
		climb->theirs = g_steal_pointer(&plain_theirs);
		return false;
	}
	resolution_free(plain);
	record_file(other, rung);
	return true;
}

bool resolution_recorded(const struct resolution *resolution)
{
	bool some = false;

	for (guint i = 0; i < resolution->regions->len; i++)
		some |= is_recorded(resolution->regions->pdata[i]);
	return some;
}

/* what git merges cleanly is translated only where this tree lacks the name altogether */
static void merge_translated(struct file_climb *climb)
{
	const struct resolve_input *input = climb->input;
	bool clean = !climb->resolution->regions->len;
	g_autoptr(GBytes) asked = concern_text(input, climb->scans, climb->resolution);
	g_autoptr(vocabulary) words = NULL;
	g_autoptr(phrases) phrases = NULL;
	g_autoptr(GBytes) added = NULL, base_shaped = NULL, theirs_shaped = NULL;
	GBytes *base, *theirs;

	/* a person has read upstream's own words */
	if (resolution_recorded(climb->resolution) || (clean && !concern_unknown(input, asked))) {
		climb->said_base = g_bytes_ref(input->base);
		climb->said_theirs = g_bytes_ref(input->theirs);
		return;
	}
	words = vocabulary_learn(input->base, input->ours, asked, input->wording);
	added = concern_added(input, climb->scans);
	vocabulary_leave(words, added);
	if (clean)
		vocabulary_restrict(words, input->wording);
	base = climb->said_base = vocabulary_rewrite(words, input->base);
	theirs = climb->said_theirs =
		vocabulary_rewrite_new(words, climb->scans, input->base, input->theirs);
	try_translated(climb, base, theirs, "names");
	if (clean)
		return;
	phrases = phrases_learn(climb->scans, base, input->ours);
	base_shaped = phrases_rewrite(phrases, base);
	theirs_shaped = phrases_rewrite(phrases, theirs);
	if (!g_bytes_equal(theirs_shaped, theirs))
		try_translated(climb, base_shaped, theirs_shaped, "phrases");
}

/* among the rungs that could be measured: what people recorded is not one of them */
static int measured_rank(int row)
{
	int rank = 0;

	for (int i = 0; i < row; i++)
		rank += strcmp(rung_row(i)->name, "recorded") != 0;
	return rank;
}

/* the least certain rung, and what speaks against the result */
static void judge(struct file_climb *climb)
{
	struct resolution *resolution = climb->resolution;
	const struct resolve_input *input = climb->input;
	int least = least_rung(resolution);

	resolution->rung = rung_row(least)->name;
	resolution->certain = rung_row(least)->certain;
	if (path_is_c(input->path)) {
		struct doubt_input merge = { climb->said_base, climb->said_theirs, input->ours,
					     resolution->bytes, climb->scans };

		resolution->doubt = doubt_find(&merge, &resolution->signs);
	}
	if (!resolution->doubt)
		resolution->doubt = g_strdup(resolution->stands);
	for (guint i = 0; i < resolution->regions->len; i++) {
		const struct resolved *resolved = resolution->regions->pdata[i];
		char *doubt = NULL;

		if (!is_recorded(resolved))
			doubt = region_doubt(resolved, resolution->agrees, &resolution->signs);
		if (resolution->doubt)
			g_free(doubt);
		else
			resolution->doubt = doubt;
	}
	resolution->certain &= !resolution->doubt;
	resolution->signs.value[SIGN_rank] = measured_rank(least);
	resolution->signs.value[SIGN_guess] = !rung_row(least)->certain;
	resolution->signs.value[SIGN_dropped] = resolution->dropped->len;
	resolution->signs.value[SIGN_translated] =
		!g_bytes_equal(climb->theirs, input->theirs);
	evidence_find(&(struct evidence_input){
		.c = path_is_c(input->path),
		.base = climb->said_base,
		.theirs = climb->said_theirs,
		.ours = input->ours,
		.result = resolution->bytes,
		.regions = resolution->regions,
		.scans = climb->scans,
	}, &resolution->signs);
}

static void second_opinion(struct file_climb *climb)
{
	g_autoptr(GBytes) fuzzy = fuzzy_apply(climb->scans, climb->base, climb->input->ours,
					      climb->theirs);
	struct resolution *resolution = climb->resolution;

	resolution->agrees = fuzzy && g_bytes_equal(fuzzy, resolution->bytes);
	resolution->signs.value[SIGN_agrees] = resolution->agrees;
	if (resolution->agrees || g_bytes_equal(climb->theirs, climb->said_theirs))
		return;
	g_clear_pointer(&fuzzy, g_bytes_unref);
	fuzzy = fuzzy_apply(climb->scans, climb->said_base, climb->input->ours, climb->said_theirs);
	resolution->agrees = fuzzy && g_bytes_equal(fuzzy, resolution->bytes);
	resolution->signs.value[SIGN_agrees] = resolution->agrees;
}

static struct resolution *resolve_file_as_is(const struct resolve_input *input);

static bool is_clean(const struct resolve_input *input)
{
	g_autoptr(threeway) merge = threeway_new(input->base, input->ours, input->theirs, NULL);

	return !merge->conflicts;
}

/* what was done to the file as a whole had a part in it; that is said once */
static void add_space(struct resolution *resolution)
{
	const GPtrArray *regions = resolution->regions;
	const struct resolved *last = regions->len ? regions->pdata[regions->len - 1] : NULL;

	if (last && !last->text && !g_strcmp0(last->rung, "space"))
		return;
	record_file(resolution, "space");
	if (!resolution->rung || rung_number(resolution->rung) < rung_number("space"))
		resolution->rung = "space";
}

/* unless the last line is a conflict marker */
static void open_last(GBytes **bytes)
{
	gsize size;
	const char *text = *bytes ? g_bytes_get_data(*bytes, &size) : NULL, *last;
	GBytes *closed = *bytes;

	if (!text || !size)
		return;
	last = text_line_start(text, text + size - 1);
	if (*last == '>' &&
	    line_marker_run(&(struct line){ last, text + size - last }) >= MARKER_SIZE)
		return;
	*bytes = line_ends_open(closed);
	g_bytes_unref(closed);
}

/*
 * A last line that does not end would be joined to what comes behind it.  Whether it ends is merged
 * by itself.
 */
static struct resolution *resolve_whole_lines(const struct resolve_input *input)
{
	const bool base_ends = line_ends_last(input->base), ours_end = line_ends_last(input->ours);
	const bool theirs_end = line_ends_last(input->theirs);
	g_autoptr(GBytes) base = NULL, ours = NULL, theirs = NULL;
	struct resolve_input same = *input;
	struct resolution *resolution;

	if ((base_ends && ours_end && theirs_end) || is_clean(input))
		return resolve_file_as_is(input);
	same.base = base = line_ends_close(input->base);
	same.ours = ours = line_ends_close(input->ours);
	same.theirs = theirs = line_ends_close(input->theirs);
	same.merge = NULL;
	resolution = resolve_file_as_is(&same);
	if (!(base_ends == ours_end ? theirs_end : ours_end)) {
		open_last(&resolution->bytes);
		open_last(&resolution->marked);
	}
	if (resolution->bytes && !resolution->regions->len)
		add_space(resolution);
	return resolution;
}

/* all three with the same line ends */
static struct resolution *resolve_with_ends(const struct resolve_input *input, enum line_ends ends)
{
	struct resolve_input same = *input;
	g_autoptr(GBytes) base = line_ends_set(input->base, ends);
	g_autoptr(GBytes) ours = line_ends_set(input->ours, ends);
	g_autoptr(GBytes) theirs = line_ends_set(input->theirs, ends);
	struct resolution *resolution;

	same.base = base;
	same.ours = ours;
	same.theirs = theirs;
	same.merge = NULL;
	resolution = resolve_whole_lines(&same);
	if (resolution->bytes)
		add_space(resolution);
	return resolution;
}

/* those that the file has here, unless it is upstream's change that sets others */
struct resolution *resolve_file(const struct resolve_input *input)
{
	enum line_ends base = line_ends_of(input->base), ours = line_ends_of(input->ours);
	enum line_ends theirs = line_ends_of(input->theirs), ends = base == ours ? theirs : ours;

	if ((base == ours && base == theirs) || ends == ENDS_MIXED)
		return resolve_whole_lines(input);
	return resolve_with_ends(input, ends);
}

static struct resolution *resolve_file_as_is(const struct resolve_input *input)
{
	g_autoptr(scans) own = NULL;
	struct file_climb climb = { .input = input, .scans = scans_given(input->scans, &own) };

	attempt(&climb, input->base, input->theirs);
	if (path_is_c(input->path)) {
		merge_translated(&climb);
	} else {
		climb.said_base = g_bytes_ref(input->base);
		climb.said_theirs = g_bytes_ref(input->theirs);
	}
	if (climb.resolution->bytes && climb.resolution->regions->len) {
		second_opinion(&climb);
		judge(&climb);
		mark_doubted(&climb);
	}
	g_bytes_unref(climb.base);
	g_bytes_unref(climb.theirs);
	g_bytes_unref(climb.said_base);
	g_bytes_unref(climb.said_theirs);
	return climb.resolution;
}

void resolution_free(struct resolution *resolution)
{
	if (!resolution)
		return;
	if (resolution->bytes)
		g_bytes_unref(resolution->bytes);
	g_ptr_array_unref(resolution->regions);
	g_ptr_array_unref(resolution->dropped);
	g_ptr_array_unref(resolution->homes);
	g_free(resolution->doubt);
	g_free(resolution->stands);
	g_clear_pointer(&resolution->marked, g_bytes_unref);
	g_free(resolution);
}
