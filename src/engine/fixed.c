// SPDX-License-Identifier: GPL-2.0-only
#include "engine/judge.h"

#include "tree/history.h"

/* "0123456789ab, 123456789abc" */
static char *join(const GPtrArray *ids)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < ids->len; i++)
		g_string_append_printf(text, "%s%.12s", i ? ", " : "", (char *)ids->pdata[i]);
	return g_string_free(text, FALSE);
}

bool judge_fixed_absent(const struct tree *tree, const struct patch *patch, char **out_evidence)
{
	g_autoptr(GPtrArray) ids = fixes_of(patch->body);
	g_autofree char *list = NULL;

	if (!tree_repository(tree) || !ids->len)
		return false;
	for (guint i = 0; i < ids->len; i++) {
		if (!history_lacks(tree, ids->pdata[i]))
			return false;
	}
	list = join(ids);
	*out_evidence = g_strdup_printf("by history: what it fixes (%s) is not in this tree, "
					"neither itself nor as a copy",
					list);
	return true;
}
