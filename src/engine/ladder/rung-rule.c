// SPDX-License-Identifier: GPL-2.0-only
/*
 * The semantic patch that the series names does the change.  It may only touch
 * functions that upstream's patch touches; what it writes is laid out, and
 * upstream's comments are carried over.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/ladder/ladder.h"
#include "engine/ladder/layout.h"
#include "engine/ladder/rewriter.h"
#include "engine/merge/place.h"

static GPtrArray *functions_of(const struct file_diff *file)
{
	GPtrArray *functions = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < file->hunks->len; i++) {
		g_autofree char *function = hunk_function(file->hunks->pdata[i]);

		if (!has_string(functions, function))
			g_ptr_array_add(functions, g_steal_pointer(&function));
	}
	return functions;
}

static const char *changed_in(const struct image *image, const struct change *change)
{
	unsigned int line = change->new_at + 1;

	if (!change->new_count && line > 1)
		line--;
	return image_function(image, line);
}

/* every change in a function of upstream's, and every function of upstream's changed */
static bool check_functions(struct climb *climb, const struct image *before,
			    const struct image *after, GPtrArray *functions)
{
	g_autoptr(GArray) changes = line_diff(before->lines, after->lines);
	const char *rule = climb->rewriter->rule;

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		const char *function = changed_in(after, change);

		if (!has_string(functions, function))
			return climb_refuse(climb, "%s changes %s%s, which upstream's patch "
					    "does not", rule, *function ? function : "file scope",
					    *function ? "()" : "");
	}
	for (guint f = 0; f < functions->len; f++) {
		const char *wanted = functions->pdata[f];
		bool changed = false;

		for (guint i = 0; i < changes->len && !changed; i++)
			changed = !strcmp(changed_in(after, &g_array_index(changes, struct change,
									   i)), wanted);
		if (!changed)
			return climb_refuse(climb, "%s finds no site in %s(), which upstream's "
					    "patch changes", rule, wanted);
	}
	return true;
}

static void add_landings(struct climb *climb, const struct image *before,
			 const struct image *after, GPtrArray *functions)
{
	g_autoptr(GArray) changes = line_diff(before->lines, after->lines);

	for (guint f = 0; f < functions->len; f++) {
		for (guint i = 0; i < changes->len; i++) {
			const struct change *change = &g_array_index(changes, struct change, i);

			if (strcmp(changed_in(after, change), functions->pdata[f]))
				continue;
			g_ptr_array_add(climb->landings,
					landing_new(after->path, functions->pdata[f],
						    change->new_at + 1, PLACED_RULE));
			break;
		}
	}
}

static GBytes *finish(struct climb *climb, const struct image *before, GBytes *rewritten,
		      const struct file_diff *file)
{
	g_autoptr(image) raw = image_new(before->path, rewritten);
	g_autoptr(GBytes) bytes = layout_lines(before, raw);
	g_autoptr(image) laid_out = image_new(before->path, bytes);

	return carry_comments(laid_out, file, climb->residue);
}

/* nothing to do for the rule: because it is done, for the only file of the patch? */
static bool no_site(struct climb *climb, const struct image *image, GError **error)
{
	const struct rewriter *rewriter = climb->rewriter;

	if (rewriter->holds && climb->patch->diff->files->len == 1)
		rewriter->holds(rewriter->data, rewriter->rule, image->path, image->bytes,
				&climb->present, error);
	return climb_refuse(climb, "%s finds no site in '%s'", rewriter->rule, image->path);
}

static bool rewrite_file(struct climb *climb, const struct file_diff *file, GError **error)
{
	const struct rewriter *rewriter = climb->rewriter;
	g_autoptr(GPtrArray) functions = functions_of(file);
	g_autoptr(image) before = image_load(climb->after, file->old_path, NULL);
	g_autoptr(GBytes) rewritten = NULL, bytes = NULL;
	g_autoptr(image) after = NULL;

	if (!before)
		return climb_refuse(climb, "there is no file '%s' in this tree", file->old_path);
	rewritten = rewriter->rewrite(rewriter->data, rewriter->rule, file->old_path, before->bytes,
				      error);
	if (!rewritten)
		return false;
	if (g_bytes_equal(rewritten, before->bytes))
		return no_site(climb, before, error);
	after = image_new(file->old_path, rewritten);
	if (!after->source->balanced && before->source->balanced)
		return climb_refuse(climb, "%s leaves '%s' with unbalanced braces", rewriter->rule,
				    file->old_path);
	if (!check_functions(climb, before, after, functions))
		return false;
	bytes = finish(climb, before, rewritten, file);
	image_free(after);
	after = image_new(file->old_path, bytes);
	add_landings(climb, before, after, functions);
	tree_put(climb->after, file->old_path, bytes,
		 climb_kind(file, tree_entry(climb->tree, file->old_path)));
	return true;
}

bool rung_rule(struct climb *climb, GError **error)
{
	const GPtrArray *files = climb->patch->diff->files;

	if (!climb->rewriter || !climb->rewriter->rule)
		return climb_refuse(climb, "the series names no rule");
	for (guint i = 0; i < files->len; i++) {
		const struct file_diff *file = files->pdata[i];

		if (file->change != FILE_MODIFIED || file->binary)
			return climb_refuse(climb, "'%s' is created, removed, renamed or binary",
					    file_diff_path(file));
		if (!rewrite_file(climb, file, error))
			return false;
	}
	return true;
}
