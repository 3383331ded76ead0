// SPDX-License-Identifier: GPL-2.0-only
#include "engine/replay/replayrecorded.h"

#include "base/progress.h"
#include "engine/code/text.h"
#include "engine/ladder/recorded.h"
#include "engine/merge/threeway.h"

/* files of more lines are left out: all of one is read to find what a conflict became */
#define MANY_LINES 20000

struct study {
	struct objects *objects;
	struct records *records;
	struct replay *replay;
};

/* NULL for what is no text, or not there */
static GBytes *text_at(struct objects *objects, const struct object_id *tree, const char *path)
{
	GBytes *bytes = objects_file_here(objects, tree, path);

	if (bytes && text_binary(bytes))
		g_clear_pointer(&bytes, g_bytes_unref);
	return bytes;
}

static enum match match_of(GBytes *recorded, GBytes *made)
{
	if (made && g_bytes_equal(recorded, made))
		return MATCH_RIGHT;
	return made && text_alike_bytes(recorded, made) ? MATCH_WHITESPACE : MATCH_DIFFERS;
}

static void compare_regions(struct study *study, const char *path, const struct threeway *merge,
			    const struct records *made)
{
	for (guint i = 0; i < merge->regions->len; i++) {
		const struct region *region = &g_array_index(merge->regions, struct region, i);
		g_autoptr(GBytes) recorded = NULL, wanted = NULL;

		if (region->kind != REGION_CONFLICT)
			continue;
		study->replay->resolutions++;
		recorded = records_find(study->records, path, merge, region, NULL);
		if (!recorded)
			continue;
		wanted = records_find(made, path, merge, region, NULL);
		tally_add(&study->replay->recorded, match_of(recorded, wanted));
	}
}

/* @learn: keep what the maintainer made of it; else hold what is kept against that */
static void look_at(struct study *study, const struct compared_trees *trees, const char *path,
		    bool learn)
{
	g_autoptr(GBytes) base = text_at(study->objects, &trees->base, path);
	g_autoptr(GBytes) ours = base ? text_at(study->objects, &trees->onto, path) : NULL;
	g_autoptr(GBytes) theirs = ours ? text_at(study->objects, &trees->theirs, path) : NULL;
	g_autoptr(GBytes) made = theirs ? text_at(study->objects, &trees->expected, path) : NULL;
	const struct record_about about = { .path = path, .upstream = "", .tree = "", .by = "" };
	g_autoptr(threeway) merge = NULL;
	g_autoptr(GBytes) marked = NULL;
	g_autoptr(records) theirs_made = NULL;

	if (!made)
		return;
	merge = threeway_new(base, ours, theirs, NULL);
	if (!merge->conflicts || merge->base->len > MANY_LINES)
		return;
	marked = threeway_marked(merge, "ours", "base", "theirs");
	if (learn) {
		records_learn(study->records, &about, merge, marked, made, NULL);
		return;
	}
	theirs_made = records_new();
	if (records_learn(theirs_made, &about, merge, marked, made, NULL))
		compare_regions(study, path, merge, theirs_made);
}

static bool look_at_case(struct study *study, const struct replayed *one, bool learn,
			 GError **error)
{
	g_autoptr(GArray) deltas = NULL;
	struct compared_trees trees = { .objects = study->objects };

	if (!one->conflicted || one->outcome == OUTCOME_ERROR)
		return true;
	if (!replay_trees(one->backport, &trees, error))
		return false;
	deltas = objects_compare(study->objects, &trees.base, &trees.theirs, error);
	for (guint i = 0; deltas && i < deltas->len; i++)
		look_at(study, &trees, g_array_index(deltas, struct tree_delta, i).path, learn);
	return deltas && !interrupt_pending(error);
}

static gint64 when_of(const GPtrArray *order, guint i)
{
	return ((const struct replayed *)order->pdata[i])->backport->when;
}

/* of one moment none knows the other */
static bool look_at_all(struct study *study, const GPtrArray *order, GError **error)
{
	for (guint i = 0, next; i < order->len; i = next) {
		for (next = i; next < order->len && when_of(order, next) == when_of(order, i);
		     next++)
			if (!look_at_case(study, order->pdata[next], false, error))
				return false;
		for (guint k = i; k < next; k++)
			if (!look_at_case(study, order->pdata[k], true, error))
				return false;
	}
	return true;
}

bool replay_recorded(const char *repository, const GPtrArray *order, struct replay *out,
		     GError **error)
{
	g_autoptr(objects) objects = objects_open(repository, NULL, error);
	g_autoptr(records) records = records_new();
	struct study study = { objects, records, out };

	return objects && look_at_all(&study, order, error);
}
