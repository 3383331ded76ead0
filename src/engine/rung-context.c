// SPDX-License-Identifier: GPL-2.0-only
/*
 * A patch whose base nobody knows, and some of whose context this tree has
 * otherwise: each hunk is merged where the most of its lines stand in the
 * function that it names, with a base that has its pre-image there.  GNU patch
 * leaves the outer lines of context out and takes the nearest place; here a
 * person sees what differs, and confirms it.
 */
#include <string.h>

#include "engine/ladder.h"
#include "engine/near.h"
#include "engine/patchmerge.h"
#include "engine/place.h"
#include "engine/resolve.h"
#include "engine/text.h"

/* a line of fewer characters stands anywhere */
#define TELLING 6

static guint count_telling(const GArray *lines)
{
	guint count = 0;

	for (guint i = 0; i < lines->len; i++) {
		const struct line line = text_trim(&g_array_index(lines, struct line, i));

		count += line.size >= TELLING;
	}
	return count;
}

/* how many telling lines of a hunk's pre-image stand there, in order */
static guint count_standing(const GArray *wanted, const struct image *ours, const struct near *spot)
{
	g_autoptr(GArray) there = g_array_new(FALSE, FALSE, sizeof(struct line));
	g_autoptr(GArray) changes = NULL, gone = g_array_new(FALSE, FALSE, sizeof(struct line));

	g_array_append_vals(there, &g_array_index(ours->lines, struct line, spot->first),
			    spot->end - spot->first);
	changes = line_diff(wanted, there);
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (change->old_count)
			g_array_append_vals(gone, &g_array_index(wanted, struct line,
								 change->old_at),
					    change->old_count);
	}
	return count_telling(wanted) - count_telling(gone);
}

/* more than half of what tells must stand, and two lines of it */
static bool belongs(const struct hunk *hunk, struct image *ours)
{
	g_autoptr(GArray) wanted = pre_lines(hunk);
	struct near spot;
	guint standing;

	if (!place_near(ours, hunk, 0, &spot))
		return false;
	standing = count_standing(wanted, ours, &spot);
	return standing >= 2 && 2 * standing > count_telling(wanted);
}

/* what it makes may stand already: then the place that looks like its own is another one's */
static bool may_be_in(const struct hunk *hunk, struct image *ours)
{
	struct place done = place_hunk(ours, hunk, '-', 0);

	g_free(done.note);
	return done.fit == FIT_ONE || done.fit == FIT_MANY;
}

/* a last line without a newline would join the next one, where the file goes on here */
static bool ends_without_newline(const struct hunk *hunk)
{
	for (guint i = 0; i < hunk->lines->len; i++) {
		if (g_array_index(hunk->lines, struct diff_line, i).no_eol)
			return true;
	}
	return false;
}

static bool check_hunk(struct climb *climb, const struct hunk *hunk, struct image *ours)
{
	struct place place = place_hunk(ours, hunk, '+', 0);
	g_autofree char *note = g_steal_pointer(&place.note), *misfit = NULL, *function = NULL;
	unsigned int line = 0;

	if (may_be_in(hunk, ours))
		return climb_refuse(climb, "%s: what a hunk makes is here already", ours->path);
	if (place.fit == FIT_ONE)
		return true;
	if (place.fit != FIT_NONE && place.fit != FIT_OFF_END)
		return climb_refuse(climb, "%s: %s", ours->path, note);
	if (ends_without_newline(hunk))
		return climb_refuse(climb, "%s: a hunk has the end of upstream's file, without a "
				    "newline", ours->path);
	if (!belongs(hunk, ours))
		return climb_refuse(climb, "%s: too few of a hunk's lines stand together here",
				    ours->path);
	misfit = note ? g_steal_pointer(&note) : explain_misfit(ours, hunk, &line);
	function = hunk_function(hunk);
	g_ptr_array_add(climb->residue,
			g_strdup_printf("%s%s%s%s: %s", ours->path, *function ? " " : "", function,
					*function ? "()" : "", misfit));
	return true;
}

/* only what is right often enough where the base is known, and all of upstream's change */
static bool is_whole(const struct resolution *resolution)
{
	return resolution->bytes && !resolution->dropped->len && !resolution->stands &&
	       (!resolution->rung || (resolution->certain && !rung_leaves_out(resolution->rung)));
}

static bool merge_hunks(struct climb *climb, const struct file_diff *file, struct image *ours)
{
	g_autoptr(patch_merge) versions = patch_merge_new(ours, file);
	const struct resolve_input input = {
		.path = ours->path,
		.base = versions->base,
		.ours = ours->bytes,
		.theirs = versions->theirs,
	};
	g_autoptr(resolution) resolution = NULL;
	g_autoptr(image) merged = NULL;

	if (versions->lost->len)
		return climb_refuse(climb, "%s: a hunk has no place", ours->path);
	resolution = resolve_file(&input);
	if (!is_whole(resolution))
		return climb_refuse(climb, "%s: the lines that a hunk changes are others here",
				    ours->path);
	merged = image_new(ours->path, resolution->bytes);
	tree_put(climb->after, ours->path, resolution->bytes,
		 climb_kind(file, tree_entry(climb->after, ours->path)));
	return climb_land_versions(climb, ours, merged, versions->base, versions->theirs);
}

static bool change_file(struct climb *climb, const struct file_diff *file)
{
	g_autoptr(image) ours = image_load(climb->after, file->old_path, NULL);

	if (!ours || tree_entry(climb->after, file->old_path) == TREE_SYMLINK)
		return climb_refuse(climb, "there is no file '%s' in this tree", file->old_path);
	for (guint i = 0; i < file->hunks->len; i++) {
		if (!check_hunk(climb, file->hunks->pdata[i], ours))
			return false;
	}
	return merge_hunks(climb, file, ours);
}

/* what is created, removed, renamed or no text fits as it is, or not at all */
bool rung_context(struct climb *climb, GError **error)
{
	const GPtrArray *files = climb->patch->diff->files;

	for (guint i = 0; i < files->len; i++) {
		const struct file_diff *file = files->pdata[i];
		bool plain = file->change == FILE_MODIFIED && !file_diff_special(file) &&
			     !file->binary && !strcmp(file->old_path, file->new_path);

		if (!(plain ? change_file(climb, file) : climb_file(climb, file)))
			return false;
	}
	return true;
}
