// SPDX-License-Identifier: GPL-2.0-only
#include "engine/prior.h"

#include <stdbool.h>

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

/**
 * struct trial - the file with commits ported to it
 * @file: as it is so far
 * @stuck: the first commit that does not apply to all of the file, or NULL
 * @missed: a commit of which the file could not be read
 */
struct trial {
	GBytes *file;
	const struct origin *stuck;
	bool missed;
};

/* where the commit conflicts, the file stays as it is */
static GBytes *merged(GBytes *before, GBytes *file, GBytes *after, bool *out_clean)
{
	g_autoptr(threeway) merge = threeway_new(before, file, after, NULL);

	*out_clean = !merge->conflicts;
	for (guint i = 0; i < merge->regions->len; i++) {
		struct region *region = &g_array_index(merge->regions, struct region, i);

		if (region->kind == REGION_CONFLICT)
			threeway_resolve(merge, region, NULL,
					 threeway_text(merge->ours, region->ours), NULL);
	}
	return threeway_result(merge);
}

static void try_commit(struct objects *objects, const struct origin *origin, struct trial *trial)
{
	g_autoptr(commit) commit = objects_commit_by_id(objects, &origin->commit, NULL);
	g_autoptr(GBytes) before = NULL, after = NULL;
	GBytes *next;
	bool clean;

	if (commit && commit->parents->len == 1 && origin->path) {
		before = file_in(objects,
				 &g_array_index(commit->parents, struct object_id, 0),
				 origin->path);
		after = file_in(objects, &commit->id, origin->path);
	}
	if (!before || !after) {
		trial->missed = true;
		trial->stuck = trial->stuck ? trial->stuck : origin;
		return;
	}
	next = merged(before, trial->file, after, &clean);
	g_bytes_unref(trial->file);
	trial->file = next;
	if (!clean && !trial->stuck)
		trial->stuck = origin;
}

static char *which(const GPtrArray *missing)
{
	const struct origin *only = missing->pdata[0];

	if (missing->len == 1)
		return commit_name(&only->commit, only->title);
	return g_strdup_printf("the %u commits that are missing", missing->len);
}

/* not all of what is missing can be had */
static char *stuck_remedy(const GPtrArray *missing, const struct trial *trial, bool enough)
{
	g_autofree char *said = which(missing);
	g_autofree char *stuck = commit_name(&trial->stuck->commit, trial->stuck->title);

	if (enough && missing->len == 1)
		return g_strdup_printf("port %s first: not all of it applies to this file, but "
				       "what does is enough for this change", said);
	if (enough)
		return g_strdup_printf("port %s first, the oldest one before the others: %s does "
				       "not apply to all of this file, but what does is enough for "
				       "this change", said, stuck);
	if (missing->len == 1)
		return g_strdup_printf("%s is missing, but it does not apply here either", said);
	return g_strdup_printf("of the %u commits that are missing, %s does not apply here either",
			       missing->len, stuck);
}

static char *try_all(struct objects *objects, const GPtrArray *missing, struct trial *trial,
		     GBytes *base, GBytes *theirs, guint count)
{
	g_autoptr(threeway) merge = NULL;
	g_autofree char *said = which(missing);

	for (guint i = 0; i < missing->len; i++)
		try_commit(objects, missing->pdata[i], trial);
	merge = threeway_new(base, trial->file, theirs, NULL);
	if (trial->stuck)
		return stuck_remedy(missing, trial, !merge->conflicts && !trial->missed);
	if (!merge->conflicts)
		return g_strdup_printf("port %s first%s: in this file that applies, and this "
				       "change then too", said,
				       missing->len > 1 ? ", the oldest one before the others" :
							  "");
	return g_strdup_printf("with %s ported first, %u conflict%s in this file would be left "
			       "(now %u)", said, merge->conflicts,
			       merge->conflicts == 1 ? "" : "s", count);
}

char *prior_remedy(struct objects *objects, const GPtrArray *missing, GBytes *base, GBytes *ours,
		   GBytes *theirs, guint count)
{
	struct trial trial = { .file = g_bytes_ref(ours) };
	char *remedy;

	if (!missing->len)
		remedy = g_strdup("nothing of upstream's is missing: both sides changed the same "
				  "lines, and a person must bring the two together");
	else if (missing->len > MAX_COMMITS)
		remedy = g_strdup_printf("%u commits are missing, too many to port first",
					 missing->len);
	else
		remedy = try_all(objects, missing, &trial, base, theirs, count);
	g_bytes_unref(trial.file);
	return remedy;
}
