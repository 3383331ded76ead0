// SPDX-License-Identifier: GPL-2.0-only
#include "engine/prior.h"

#include "engine/lacking.h"
#include "engine/threeway.h"
#include "tree/inquiry.h"

/* more of them are no advice */
#define MAX_COMMITS 8

static GBytes *file_in(struct objects *objects, const struct object_id *commit_id,
		       const char *path)
{
	g_autoptr(commit) commit = objects_commit_by_id(objects, commit_id, NULL);
	struct tree_item item;

	if (!commit || !objects_lookup(objects, &commit->tree, path, &item, NULL) || !item.mode)
		return NULL;
	return objects_blob(objects, &item.id, NULL);
}

/* @file with one commit's change, or NULL where that does not merge cleanly */
static GBytes *with_commit(struct objects *objects, const struct origin *origin, GBytes *file)
{
	g_autoptr(commit) commit = objects_commit_by_id(objects, &origin->commit, NULL);
	g_autoptr(GBytes) before = NULL, after = NULL;
	g_autoptr(threeway) merge = NULL;

	if (!commit || commit->parents->len != 1 || !origin->path)
		return NULL;
	before = file_in(objects, &g_array_index(commit->parents, struct object_id, 0),
			 origin->path);
	after = file_in(objects, &commit->id, origin->path);
	if (!before || !after)
		return NULL;
	merge = threeway_new(before, file, after);
	return threeway_result(merge);
}

static char *name_of(const struct origin *origin)
{
	return commit_name(&origin->commit, origin->title);
}

/* all of them ported; NULL with the first that does not apply */
static GBytes *with_all(struct objects *objects, const GPtrArray *missing, GBytes *ours,
			const struct origin **out_stuck)
{
	g_autoptr(GBytes) file = g_bytes_ref(ours);

	for (guint i = 0; i < missing->len; i++) {
		GBytes *next = with_commit(objects, missing->pdata[i], file);

		if (!next) {
			*out_stuck = missing->pdata[i];
			return NULL;
		}
		g_bytes_unref(file);
		file = next;
	}
	return g_steal_pointer(&file);
}

static char *which(const GPtrArray *missing)
{
	if (missing->len == 1)
		return name_of(missing->pdata[0]);
	return g_strdup_printf("the %u commits that are missing, oldest first", missing->len);
}

char *prior_remedy(struct objects *objects, const GPtrArray *missing, GBytes *base, GBytes *ours,
		   GBytes *theirs, guint count)
{
	const struct origin *stuck = NULL;
	g_autoptr(GBytes) file = NULL;
	g_autoptr(threeway) merge = NULL;
	g_autofree char *said = NULL, *name = NULL;

	if (!missing->len)
		return g_strdup("nothing of upstream's is missing: both sides changed the same "
				"lines, and a person must bring the two together");
	if (missing->len > MAX_COMMITS)
		return g_strdup_printf("%u commits are missing, too many to port first",
				       missing->len);
	said = which(missing);
	file = with_all(objects, missing, ours, &stuck);
	if (!file) {
		name = name_of(stuck);
		return missing->len == 1 ?
			       g_strdup_printf("%s is missing, but it does not apply here either",
					       name) :
			       g_strdup_printf("of the %u commits that are missing, %s does not "
					       "apply here either", missing->len, name);
	}
	merge = threeway_new(base, file, theirs);
	if (!merge->conflicts)
		return g_strdup_printf("port %s first: in this file that applies, and this "
				       "change then too", said);
	return g_strdup_printf("with %s ported first, %u conflict%s in this file would be left "
			       "(now %u)", said, merge->conflicts,
			       merge->conflicts == 1 ? "" : "s", count);
}
