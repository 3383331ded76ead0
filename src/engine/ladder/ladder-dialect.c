// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dialect rung where a patch is all there is: upstream's file before and after it, or what the
 * hunks tell of them, is put into this tree's words, and then merged.  What fits as it is may be
 * in words that this tree lacks, too.
 */
#include "engine/ladder/ladder.h"

#include <string.h>

#include "engine/code/image.h"
#include "engine/code/lex.h"
#include "engine/ladder/rewriter.h"
#include "engine/ladder/said.h"
#include "engine/merge/patchmerge.h"
#include "engine/merge/patchtree.h"
#include "engine/merge/threeway.h"

/* a file of the tree, for what is said in its words */
struct speech {
	const struct rewriter *rewriter;
	GBytes *base;
	GBytes *ours;
};

static GBytes *say(void *data, GBytes *source, GPtrArray *changed, GPtrArray *left)
{
	const struct speech *speech = data;
	const struct rewriter *rewriter = speech->rewriter;

	return rewriter->say(rewriter->data, source, speech->base, speech->ours, changed, left);
}

/* a patch may bring the words in: the tree that counts is the one with the patch */
static bool speaks(const struct climb *climb, const struct tree *after)
{
	const struct rewriter *rewriter = climb->rewriter;

	return rewriter && rewriter->speaks && rewriter->speaks(rewriter->data, after);
}

/* upstream's versions; false where no repository has them */
static bool upstreams(const struct climb *climb, const struct file_diff *file, GBytes **base,
		      GBytes **theirs)
{
	const struct rewriter *rewriter = climb->rewriter;
	g_autoptr(GBytes) before = rewriter->base ? rewriter->base(rewriter->data, file) : NULL;
	g_autoptr(image) image = before ? image_new(file->old_path, before) : NULL;
	GBytes *after = image ? post_image(image, file) : NULL;

	if (!after)
		return false;
	*base = g_steal_pointer(&before);
	*theirs = after;
	return true;
}

/* upstream's versions: those that a repository has, else with this tree's lines around the hunks */
static bool find_versions(struct climb *climb, struct image *ours, const struct file_diff *file,
			  GBytes **base, GBytes **theirs)
{
	g_autoptr(patch_merge) made = NULL;

	if (upstreams(climb, file, base, theirs))
		return true;
	made = patch_merge_new(ours, file);
	if (made->lost->len)
		return climb_refuse(climb, "'%s': a hunk has no place, and no repository at hand "
				    "has the file that the patch was made on", ours->path);
	*base = g_bytes_ref(made->base);
	*theirs = g_bytes_ref(made->theirs);
	return true;
}

static bool take(struct climb *climb, struct image *ours, const struct file_diff *file,
		 const struct said *said, const struct threeway *merge)
{
	g_autoptr(GBytes) bytes = threeway_result(merge);
	g_autoptr(image) merged = image_new(ours->path, bytes);
	g_autofree char *note = said->changed->len ? said_note(said) : NULL;

	tree_put(climb->after, ours->path, bytes,
		 climb_kind(file, tree_entry(climb->tree, ours->path)));
	if (note)
		g_ptr_array_add(climb->residue, g_strdup_printf("%s: %s", ours->path, note));
	return climb_land_versions(climb, ours, merged, said->base, said->theirs);
}

static bool say_file(struct climb *climb, const struct file_diff *file, bool *spoken)
{
	g_autoptr(image) ours = image_load(climb->after, file->old_path, NULL);
	struct speech speech = { .rewriter = climb->rewriter };
	g_autoptr(GBytes) base = NULL, theirs = NULL;
	g_autoptr(threeway) merge = NULL;
	struct said said = { NULL };
	bool done = false;

	if (!ours)
		return climb_refuse(climb, "there is no file '%s' in this tree", file->old_path);
	if (!find_versions(climb, ours, file, &base, &theirs))
		return false;
	speech.base = base;
	speech.ours = ours->bytes;
	*spoken |= said_make(&said, say, &speech, base, theirs);
	merge = threeway_new(said.base, ours->bytes, said.theirs, NULL);
	if (said.left->len)
		climb_refuse(climb, "'%s': this tree spells it otherwise: %s", ours->path,
			     (char *)said.left->pdata[0]);
	else if (merge->conflicts)
		climb_refuse(climb, "%s: in this tree's words, %u region%s changed on both sides",
			     ours->path, merge->conflicts, merge->conflicts == 1 ? "" : "s");
	else
		done = take(climb, ours, file, &said, merge);
	said_clear(&said);
	return done;
}

static bool is_code(const struct file_diff *file)
{
	return file->change == FILE_MODIFIED && !file->binary && path_is_c(file->old_path) &&
	       !file_diff_special(file);
}

/* the tree with what the patch makes of it, wherever that may be: for the words that it defines */
static struct tree *foresee(struct climb *climb)
{
	const GPtrArray *files = climb->patch->diff->files;
	struct tree *after = tree_overlay(climb->tree);

	for (guint i = 0; i < files->len; i++) {
		const struct file_diff *file = files->pdata[i];
		g_autoptr(image) ours = is_code(file) ?
			image_load(climb->tree, file->old_path, NULL) : NULL;
		g_autoptr(GBytes) base = NULL, theirs = NULL;

		if (ours && find_versions(climb, ours, file, &base, &theirs))
			tree_put(after, ours->path, theirs, TREE_FILE);
	}
	g_clear_pointer(&climb->reason, g_free);
	return after;
}

static bool say_all(struct climb *climb)
{
	const GPtrArray *files = climb->patch->diff->files;
	bool spoken = false;

	for (guint i = 0; i < files->len; i++) {
		const struct file_diff *file = files->pdata[i];

		if (!(is_code(file) ? say_file(climb, file, &spoken) : climb_file(climb, file)))
			return false;
	}
	return spoken || climb_refuse(climb, "this tree spells nothing of it otherwise");
}

bool rung_dialect(struct climb *climb, GError **error)
{
	struct tree *after;
	bool done;

	if (!climb->rewriter || !climb->rewriter->speaks)
		return false;
	after = foresee(climb);
	done = speaks(climb, after) && say_all(climb);
	tree_free(after);
	return done;
}

/* landings of the file are those of the new text */
static void put_again(struct climb *climb, const char *path, GBytes *before, GBytes *bytes)
{
	g_autoptr(image) ours = image_new(path, before), made = image_new(path, bytes);

	for (guint i = climb->landings->len; i-- > 0;) {
		if (!strcmp(((struct landing *)climb->landings->pdata[i])->path, path))
			g_ptr_array_remove_index(climb->landings, i);
	}
	landings_add(climb->landings, ours, made, PLACED_MERGED);
	tree_put(climb->after, path, bytes, tree_entry(climb->after, path));
}

static const struct file_diff *diff_of(const struct climb *climb, const char *path)
{
	const GPtrArray *files = climb->patch->diff->files;

	for (guint i = 0; i < files->len; i++) {
		const struct file_diff *file = files->pdata[i];

		if (is_code(file) && !strcmp(file->old_path, path))
			return file;
	}
	return NULL;
}

/* true when the file is another one then */
static bool respell(struct climb *climb, const char *path, char **out_doubt)
{
	g_autoptr(GBytes) ours = tree_read(climb->tree, path, NULL);
	g_autoptr(GBytes) made = tree_read(climb->after, path, NULL);
	const struct file_diff *file = diff_of(climb, path);
	struct speech speech = { climb->rewriter, NULL, ours };
	g_autoptr(threeway) merge = NULL;
	g_autoptr(GBytes) base = NULL, theirs = NULL, result = NULL;
	struct said said = { NULL };
	bool other = false;

	if (!ours || !made || !path_is_c(path))
		return false;
	/* what a rung made of @ours tells less than upstream's versions */
	if (file && upstreams(climb, file, &base, &theirs))
		speech.base = base;
	if (said_make(&said, say, &speech, base ?: ours, theirs ?: made)) {
		merge = threeway_new(said.base, ours, said.theirs, NULL);
		result = said.left->len ? NULL : threeway_result(merge);
		other = result && !g_bytes_equal(result, made);
		if (!result && !*out_doubt)
			*out_doubt = g_strdup_printf("%s: %s", path, said.left->len ?
				(char *)said.left->pdata[0] :
				"in this tree's words it does not merge");
	}
	if (other) {
		g_autofree char *note = said_note(&said);

		put_again(climb, path, ours, result);
		g_ptr_array_add(climb->residue, g_strdup_printf("%s: %s", path, note));
	}
	said_clear(&said);
	return other;
}

bool climb_respell(struct climb *climb, char **out_doubt)
{
	g_autoptr(GPtrArray) paths = NULL;
	bool other = false;

	*out_doubt = NULL;
	if (!speaks(climb, climb->after))
		return false;
	paths = tree_changed(climb->after);
	for (guint i = 0; i < paths->len; i++)
		other |= respell(climb, paths->pdata[i], out_doubt);
	return other;
}
