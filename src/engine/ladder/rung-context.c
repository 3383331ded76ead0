// SPDX-License-Identifier: GPL-2.0-only
/*
 * A patch whose base nobody knows, and some of whose context this tree has
 * otherwise: each hunk is merged where the most of its lines stand in the
 * function or table that it names, with a base that has its pre-image there.
 * GNU patch leaves the outer lines of context out and takes the nearest place;
 * here a person sees what differs, and confirms it.
 */
#include <string.h>

#include "engine/code/text.h"
#include "engine/judge/judge.h"
#include "engine/ladder/ladder.h"
#include "engine/ladder/resolve.h"
#include "engine/merge/near.h"
#include "engine/merge/patchmerge.h"
#include "engine/merge/place.h"

/* the lines of a hunk's pre-image that do not stand there, in order: of each, does it? */
static GArray *find_gone(const GArray *wanted, const struct image *ours, const struct near *spot)
{
	GArray *gone = g_array_sized_new(FALSE, TRUE, sizeof(bool), wanted->len);
	g_autoptr(GArray) there = g_array_new(FALSE, FALSE, sizeof(struct line));
	g_autoptr(GArray) changes = NULL;

	g_array_set_size(gone, wanted->len);
	g_array_append_vals(there, &g_array_index(ours->lines, struct line, spot->first),
			    spot->end - spot->first);
	changes = line_diff(wanted, there);
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		for (size_t k = 0; k < change->old_count; k++)
			g_array_index(gone, bool, change->old_at + k) = true;
	}
	return gone;
}

/* more than half of the lines that tell must stand, and two of them */
static bool enough_stands(const GArray *wanted, const GArray *gone)
{
	guint telling = 0, standing = 0;

	for (guint i = 0; i < wanted->len; i++) {
		if (!near_tells(&g_array_index(wanted, struct line, i)))
			continue;
		telling++;
		standing += !g_array_index(gone, bool, i);
	}
	return standing >= 2 && 2 * standing > telling;
}

/* a line that upstream removes, and that is not there to be removed */
static bool find_missing(const struct hunk *hunk, const GArray *gone, struct line *out)
{
	guint at = 0;

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		*out = (struct line){ line->text, line->size };
		*out = text_trim(out);
		if (line->kind == '-' && g_array_index(gone, bool, at) && out->size)
			return true;
		at += line->kind != '+';
	}
	return false;
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

static void add_misfit(struct climb *climb, struct image *ours, const struct hunk *hunk,
		       const char *note)
{
	g_autofree char *function = hunk_function(hunk);
	unsigned int line = 0;
	g_autofree char *misfit = note ? g_strdup(note) : explain_misfit(ours, hunk, &line);

	g_ptr_array_add(climb->residue,
			g_strdup_printf("%s%s%s%s: %s", ours->path, *function ? " " : "", function,
					*function ? "()" : "", misfit));
}

/* a hunk that does not fit, at the place that it is merged at */
static bool check_misfit(struct climb *climb, struct image *ours, const struct hunk *hunk,
			 const struct near *spot, const char *note)
{
	g_autoptr(GArray) wanted = pre_lines(hunk);
	g_autoptr(GArray) gone = find_gone(wanted, ours, spot);
	struct line missing;

	if (ends_without_newline(hunk))
		return climb_refuse(climb, "%s: a hunk has the end of upstream's file, without a "
				    "newline", ours->path);
	if (find_missing(hunk, gone, &missing))
		return climb_refuse(climb, "%s: '%.*s', which upstream removes, is not where a "
				    "hunk belongs", ours->path, (int)missing.size, missing.text);
	if (!enough_stands(wanted, gone))
		return climb_refuse(climb, "%s: too few of a hunk's lines stand together here",
				    ours->path);
	if (!place_in_section(ours, hunk, spot->first))
		return climb_refuse(climb, "%s: the most of a hunk's lines stand outside of '%s'",
				    ours->path, hunk->section);
	if (judge_adds_again(ours, hunk))
		return climb_refuse(climb, "%s: what a hunk adds stands in the same function "
				    "already", ours->path);
	add_misfit(climb, ours, hunk, note);
	return true;
}

/* what it makes may stand already: then the place that looks like its own is another one's */
static bool may_be_in(const struct hunk *hunk, struct image *ours)
{
	struct place done = place_hunk(ours, hunk, '-', 0);

	g_free(done.note);
	return done.fit == FIT_ONE || done.fit == FIT_MANY;
}

/* @spot: where it is merged, behind the hunk in front of it */
static bool check_hunk(struct climb *climb, struct image *ours, const struct hunk *hunk,
		       const struct near *spot)
{
	struct place place = place_hunk(ours, hunk, '+', 0);
	g_autofree char *note = g_steal_pointer(&place.note);

	if (may_be_in(hunk, ours))
		return climb_refuse(climb, "%s: what a hunk makes is here already", ours->path);
	if (place.fit == FIT_ONE && place.line == spot->first)
		return true;
	if (place.fit == FIT_ONE)
		return climb_refuse(climb, "%s: the hunks belong here in another order",
				    ours->path);
	if (place.fit != FIT_NONE && place.fit != FIT_OFF_END)
		return climb_refuse(climb, "%s: %s", ours->path, note);
	return check_misfit(climb, ours, hunk, spot, note);
}

/* only what is right often enough where the base is known, and all of upstream's change */
static bool is_whole(const struct resolution *resolution)
{
	return resolution->bytes && !resolution->dropped->len && !resolution->stands &&
	       (!resolution->rung || (resolution->certain && !rung_leaves_out(resolution->rung)));
}

static size_t change_end(const GArray *changes, guint i)
{
	const struct change *change = &g_array_index(changes, struct change, i);

	return change->old_at + change->old_count;
}

/* does each hunk change something? else what it makes is here, in lines of this tree's own */
static bool all_change(const struct patch_merge *versions, const struct image *ours,
		       const struct image *merged)
{
	g_autoptr(GArray) changes = line_diff(ours->lines, merged->lines);
	guint next = 0;

	/* both are in the order of the file */
	for (guint i = 0; i < versions->spots->len; i++) {
		const struct near *spot = &g_array_index(versions->spots, struct near, i);

		while (next < changes->len && change_end(changes, next) < spot->first)
			next++;
		if (next == changes->len ||
		    g_array_index(changes, struct change, next).old_at > spot->end)
			return false;
	}
	return true;
}

static bool merge_hunks(struct climb *climb, const struct file_diff *file, struct image *ours,
			const struct patch_merge *versions)
{
	const struct resolve_input input = {
		.path = ours->path,
		.base = versions->base,
		.ours = ours->bytes,
		.theirs = versions->theirs,
	};
	g_autoptr(resolution) resolution = resolve_file(&input);
	g_autoptr(image) merged = NULL;

	if (!is_whole(resolution))
		return climb_refuse(climb, "%s: the lines that a hunk changes are others here",
				    ours->path);
	merged = image_new(ours->path, resolution->bytes);
	if (!all_change(versions, ours, merged))
		return climb_refuse(climb, "%s: what a hunk makes may be here already", ours->path);
	tree_put(climb->after, ours->path, resolution->bytes,
		 climb_kind(file, tree_entry(climb->after, ours->path)));
	return climb_land_versions(climb, ours, merged, versions->base, versions->theirs);
}

static bool change_file(struct climb *climb, const struct file_diff *file)
{
	g_autoptr(image) ours = image_load(climb->after, file->old_path, NULL);
	g_autoptr(patch_merge) versions = NULL;

	if (!ours || tree_entry(climb->after, file->old_path) == TREE_SYMLINK)
		return climb_refuse(climb, "there is no file '%s' in this tree", file->old_path);
	versions = patch_merge_new(ours, file);
	if (versions->lost->len)
		return climb_refuse(climb, "%s: a hunk has no place", ours->path);
	for (guint i = 0; i < file->hunks->len; i++) {
		if (!check_hunk(climb, ours, file->hunks->pdata[i],
				&g_array_index(versions->spots, struct near, i)))
			return false;
	}
	return merge_hunks(climb, file, ours, versions);
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
