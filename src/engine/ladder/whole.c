// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is changed as a whole, and not line by line: symbolic links, submodules and binary files.
 * The tree must have what the patch was made on, or it is a conflict.
 */
#include <string.h>

#include "base/file.h"
#include "engine/ladder/ladder.h"
#include "engine/merge/patchtree.h"

static const char *noun(enum tree_entry kind)
{
	switch (kind) {
	case TREE_SYMLINK:
		return "a symbolic link";
	case TREE_SUBMODULE:
		return "a submodule";
	case TREE_FOLDER:
		return "a folder";
	case TREE_NONE:
		return "not there";
	default:
		return "a file";
	}
}

static char *words_of(GBytes *side)
{
	return g_strchomp(bytes_text(side));
}

/* nothing may stand where something new comes */
static bool is_free(struct climb *climb, const struct file_diff *file)
{
	if (!file->new_path || !g_strcmp0(file->old_path, file->new_path) ||
	    tree_entry(climb->after, file->new_path) == TREE_NONE)
		return true;
	return climb_refuse(climb, "'%s' is new upstream, but it is there already",
			    file->new_path);
}

static void put(struct climb *climb, const struct file_diff *file, GBytes *side,
		enum tree_entry kind)
{
	if (file->old_path && file->change != FILE_COPIED &&
	    g_strcmp0(file->old_path, file->new_path))
		tree_drop(climb->after, file->old_path);
	if (file->new_path)
		tree_put(climb->after, file->new_path, side, kind);
	g_ptr_array_add(climb->landings,
			landing_new(file_diff_path(file), "", 1, PLACED_EXACT));
}

/* a submodule's commit is known to git alone */
static bool can_say(struct climb *climb, const struct file_diff *file)
{
	if (tree_repository(climb->tree) || (tree_kind(file->old_mode) != TREE_SUBMODULE &&
					     tree_kind(file->new_mode) != TREE_SUBMODULE))
		return true;
	return climb_refuse(climb, "'%s' is a submodule, and a folder does not say at which "
			    "commit it is", file_diff_path(file));
}

static bool is_base(struct climb *climb, const struct file_diff *file, GBytes *here)
{
	enum tree_entry kind = tree_entry(climb->after, file->old_path);
	enum tree_entry wanted = tree_kind(file->old_mode);
	g_autoptr(GBytes) base = special_side(file, '+');
	g_autofree char *is = NULL, *was = NULL;

	if (kind != wanted || !here)
		return climb_refuse(climb, "'%s' is %s upstream, and %s in this tree",
				    file->old_path, noun(wanted), noun(kind));
	if (!base || g_bytes_equal(base, here))
		return true;
	is = words_of(here);
	was = words_of(base);
	return climb_refuse(climb, "'%s' is '%s' in this tree, where upstream's patch expects '%s'",
			    file->old_path, is, was);
}

static bool change_special(struct climb *climb, const struct file_diff *file)
{
	g_autoptr(GBytes) here = NULL, side = special_side(file, '-');

	if (!can_say(climb, file))
		return false;
	if (file->old_path)
		here = tree_side(climb->after, file->old_path, NULL);
	if ((file->old_path && !is_base(climb, file, here)) || !is_free(climb, file))
		return false;
	if (!side && !here)
		return climb_refuse(climb, "the patch does not say what '%s' is to be",
				    file_diff_path(file));
	put(climb, file, side ? side : here, tree_kind(file->new_mode));
	return true;
}

static bool change_binary(struct climb *climb, const struct file_diff *file)
{
	enum tree_entry kind = file->old_path ? tree_entry(climb->after, file->old_path) :
						TREE_FILE;
	g_autoptr(GBytes) before = NULL, after = NULL;
	g_autofree char *why = NULL;

	if (kind != TREE_FILE && kind != TREE_EXECUTABLE)
		return climb_refuse(climb, "'%s' is a file upstream, and %s in this tree",
				    file->old_path, noun(kind));
	if (file->old_path)
		before = tree_read(climb->after, file->old_path, NULL);
	if (!is_free(climb, file))
		return false;
	after = binary_result(file, before, &why);
	if (!after)
		return climb_refuse(climb, "%s", why);
	put(climb, file, after, climb_kind(file, kind));
	return true;
}

/* a link that only gets another name: the patch does not even say that it is one */
static bool move(struct climb *climb, const struct file_diff *file, enum tree_entry kind)
{
	g_autoptr(GBytes) side = tree_side(climb->after, file->old_path, NULL);

	if (!side || !is_free(climb, file))
		return climb->reason ? false :
				       climb_refuse(climb, "'%s' cannot be read", file->old_path);
	put(climb, file, side, kind);
	return true;
}

bool climb_whole(struct climb *climb, const struct file_diff *file, bool *out_done)
{
	enum tree_entry kind = file->old_path ? tree_entry(climb->after, file->old_path) :
						TREE_NONE;
	bool moves = file->old_path && file->new_path && !file->hunks->len &&
		     strcmp(file->old_path, file->new_path);
	bool whole = true;

	*out_done = false;
	if (file_diff_special(file))
		*out_done = change_special(climb, file);
	else if (file->binary)
		*out_done = change_binary(climb, file);
	else if (moves && (kind == TREE_SYMLINK || kind == TREE_SUBMODULE))
		*out_done = move(climb, file, kind);
	else
		whole = false;
	return whole;
}
