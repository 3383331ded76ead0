// SPDX-License-Identifier: GPL-2.0-only
/*
 * The index line of a git patch names the blob that it was made on.  Where the
 * tree's repository has that blob, the patch is merged: base = the blob,
 * theirs = the blob with the patch, ours = the tree's file.
 */
#include <string.h>

#include "engine/ladder/ladder.h"
#include "engine/merge/patchtree.h"
#include "engine/merge/place.h"
#include "engine/merge/threeway.h"

/* each changed place must be in a function that upstream's patch changes */
static bool land(struct climb *climb, const struct image *ours, const struct image *merged,
		 GHashTable *expected)
{
	g_autoptr(GArray) changes = line_diff(ours->lines, merged->lines);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		const char *function = image_function(merged, change->new_at + 1);

		if (*function && !g_hash_table_contains(expected, function) &&
		    !g_hash_table_contains(expected, ""))
			return climb_refuse(climb, "the merge changes %s():%zu, which upstream "
					    "does not touch", function, change->new_at + 1);
		g_ptr_array_add(climb->landings, landing_new(ours->path, function,
							     change->new_at + 1, PLACED_MERGED));
	}
	return true;
}

static GHashTable *names_new(const struct file_diff *file)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; file && i < file->hunks->len; i++)
		g_hash_table_add(names, hunk_function(file->hunks->pdata[i]));
	return names;
}

bool climb_land_merged(struct climb *climb, const struct image *ours, const struct image *merged,
		       const struct file_diff *file)
{
	g_autoptr(GHashTable) expected = names_new(file);

	return land(climb, ours, merged, expected);
}

static void add_changed(GHashTable *names, const struct image *image, size_t at, size_t count)
{
	for (size_t i = at; i < at + count; i++)
		g_hash_table_add(names, g_strdup(image_function(image, i + 1)));
}

bool climb_land_versions(struct climb *climb, const struct image *ours, const struct image *merged,
			 GBytes *base, GBytes *theirs)
{
	g_autoptr(GHashTable) expected = names_new(NULL);
	g_autoptr(image) old = image_new(ours->path, base), new = image_new(ours->path, theirs);
	g_autoptr(GArray) changes = line_diff(old->lines, new->lines);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		add_changed(expected, old, change->old_at, change->old_count);
		add_changed(expected, new, change->new_at, change->new_count);
	}
	/* blank lines around a function are in none */
	if (g_hash_table_size(expected) > 1)
		g_hash_table_remove(expected, "");
	return land(climb, ours, merged, expected);
}

/* line in ours, from 1 */
static size_t first_conflict(const struct threeway *merge)
{
	for (guint i = 0; i < merge->regions->len; i++) {
		const struct region *region = &g_array_index(merge->regions, struct region, i);

		if (region->kind == REGION_CONFLICT)
			return region->ours.at + 1;
	}
	return 0;
}

/* where the tree's repository has it not, another one may */
static GBytes *base_of(const struct climb *climb, const struct file_diff *file)
{
	const struct rewriter *rewriter = climb->rewriter;
	GBytes *blob = file->old_id ? tree_blob(climb->tree, file->old_id) : NULL;

	if (!blob && rewriter && rewriter->base)
		blob = rewriter->base(rewriter->data, file);
	return blob;
}

static bool merge_file(struct climb *climb, const struct file_diff *file)
{
	const char *path = file->old_path;
	g_autoptr(GBytes) blob = NULL, theirs = NULL, bytes = NULL;
	g_autoptr(image) base = NULL, ours = NULL, merged = NULL;
	enum tree_entry kind;
	g_autoptr(threeway) merge = NULL;

	if (file->change != FILE_MODIFIED || file->binary)
		return climb_refuse(climb, "'%s' is created, removed, renamed or binary",
				    file_diff_path(file));
	kind = tree_entry(climb->after, path);
	if (kind == TREE_SYMLINK)
		return climb_refuse(climb, "'%s' is a symbolic link in this tree", path);
	ours = image_load(climb->after, path, NULL);
	if (!ours)
		return climb_refuse(climb, "there is no file '%s' in this tree", path);
	blob = base_of(climb, file);
	if (!blob)
		return climb_refuse(climb, "the version of '%s' that the patch was made on "
				    "(blob %s) is not at hand", path,
				    file->old_id ? file->old_id : "not named");
	base = image_new(path, blob);
	theirs = post_image(base, file);
	if (!theirs)
		return climb_refuse(climb, "the patch does not apply to the version of "
				    "'%s' that it names", path);
	merge = threeway_new(blob, ours->bytes, theirs, NULL);
	climb->merged = true;
	if (merge->conflicts)
		return climb_refuse(climb, "%s: %u region%s changed on both sides, the first at "
				    "line %zu", path, merge->conflicts,
				    merge->conflicts == 1 ? "" : "s", first_conflict(merge));
	bytes = threeway_result(merge);
	merged = image_new(path, bytes);
	tree_put(climb->after, path, bytes, climb_kind(file, kind));
	return climb_land_versions(climb, ours, merged, blob, theirs);
}

bool rung_merged(struct climb *climb, GError **error)
{
	const GPtrArray *files = climb->patch->diff->files;

	for (guint i = 0; i < files->len; i++) {
		if (!merge_file(climb, files->pdata[i]))
			return false;
	}
	return true;
}
