// SPDX-License-Identifier: GPL-2.0-only
#include "job/portwords.h"

#include "job/dialects.h"

/* those that a tree needs with upstream's versions of the files that tell */
static GPtrArray *with_upstream(const struct run *run, const struct patch *patch,
				const struct tree *tree, bool after)
{
	struct tree *overlay = tree_overlay(tree);
	GPtrArray *rules;

	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		const char *path = file_diff_path(file);
		g_autoptr(GBytes) content = gitside_upstream(run->side, after, path);

		if (content)
			tree_put(overlay, path, content, TREE_FILE);
		else
			tree_drop(overlay, path);
	}
	rules = dialects_of(run->dialects, overlay);
	tree_free(overlay);
	return rules;
}

static bool tells(const GPtrArray *rules, const struct patch *patch)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		if (dialects_tell(rules, file_diff_path(patch->diff->files->pdata[i])))
			return true;
	}
	return false;
}

void portwords_settle(struct run *run, const struct patch *patch, const struct tree *tree)
{
	g_autoptr(GPtrArray) rules = dialects_of(run->dialects, tree);

	if (tells(rules, patch)) {
		g_autoptr(GPtrArray) before = with_upstream(run, patch, tree, false);
		g_autoptr(GPtrArray) after = with_upstream(run, patch, tree, true);

		for (guint i = rules->len; i-- > 0;) {
			if (g_ptr_array_find(before, rules->pdata[i], NULL) &&
			    !g_ptr_array_find(after, rules->pdata[i], NULL))
				g_ptr_array_remove_index(rules, i);
		}
	}
	dialects_settle(run->dialects, rules);
}
