// SPDX-License-Identifier: GPL-2.0-only
/*
 * A history may name a commit as copied although the change is not there: a
 * commit whose message says nothing of it took it back.  What stands in the
 * files says more.
 */
#include <string.h>

#include "engine/code/image.h"
#include "engine/judge/judge.h"
#include "engine/merge/definitions.h"

static bool as_definition(const struct definitions *base, const struct change *change,
			  const struct definitions *here)
{
	const struct span lines = { change->old_at, change->old_at + change->old_count };
	const struct cregion *region = definitions_holding(base, lines);
	const struct cregion *like = region ? definitions_like(here, region) : NULL;
	g_autoptr(GBytes) before = like ? definition_text(base, region) : NULL;
	g_autoptr(GBytes) now = like ? definition_text(here, like) : NULL;

	return like && g_bytes_equal(before, now);
}

/* each definition that upstream changes is the one before that; there is nothing besides */
static bool as_definitions(const struct tree *tree, const struct file_diff *file, GBytes *ours)
{
	g_autoptr(GBytes) old = file->old_id ? tree_blob(tree, file->old_id) : NULL;
	g_autoptr(GBytes) new = file->new_id ? tree_blob(tree, file->new_id) : NULL;
	g_autoptr(definitions) base = old ? definitions_of(old) : NULL;
	g_autoptr(definitions) theirs = new ? definitions_of(new) : NULL;
	g_autoptr(definitions) here = definitions_of(ours);
	g_autoptr(GArray) changes = base && theirs ? line_diff(base->lines, theirs->lines) : NULL;

	for (guint i = 0; changes && i < changes->len; i++) {
		if (!as_definition(base, &g_array_index(changes, struct change, i), here))
			return false;
	}
	return changes && changes->len;
}

static enum as_before look_at(const struct tree *tree, const struct file_diff *file)
{
	g_autoptr(image) image = NULL;

	if ((file->change != FILE_MODIFIED && file->change != FILE_DELETED) ||
	    file_diff_special(file) || !g_strcmp0(file->old_id, file->new_id))
		return AS_BEFORE_NOT;
	image = image_load(tree, file->old_path, NULL);
	if (!image)
		return AS_BEFORE_NOT;
	if (image_is_blob(image, file->old_id))
		return AS_BEFORE_FILES;
	return file->change == FILE_MODIFIED && !file->binary &&
	       as_definitions(tree, file, image->bytes) ? AS_BEFORE_DEFINITIONS : AS_BEFORE_NOT;
}

enum as_before judge_as_before(const struct tree *tree, const struct patch *patch)
{
	enum as_before all = AS_BEFORE_FILES;

	for (guint i = 0; i < patch->diff->files->len && all != AS_BEFORE_NOT; i++)
		all = MIN(all, look_at(tree, patch->diff->files->pdata[i]));
	return patch->diff->files->len ? all : AS_BEFORE_NOT;
}
