// SPDX-License-Identifier: GPL-2.0-only
/*
 * A person resolved the same conflicts on another tree.  Each hunk that does
 * not fit is a conflict of the lines that stand there; all of them must have
 * been resolved before.
 */
#include "engine/code/image.h"
#include "engine/ladder/draft.h"
#include "engine/ladder/ladder.h"
#include "engine/ladder/recorded.h"

static bool land(struct climb *climb, const struct draft *draft)
{
	g_autoptr(image) ours = draft->ours ? image_new(draft->path, draft->ours) : NULL;
	g_autoptr(image) made = draft->given ? image_new(draft->path, draft->given) : NULL;

	if (!made) {
		tree_drop(climb->after, draft->path);
		return true;
	}
	tree_put(climb->after, draft->path, draft->given, draft->kind);
	if (ours)
		return climb_land_merged(climb, ours, made, draft->file);
	g_ptr_array_add(climb->landings, landing_new(draft->path, "", 1, PLACED_EXACT));
	return true;
}

bool rung_recorded(struct climb *climb, GError **error)
{
	const struct records *records = climb->rewriter ? climb->rewriter->records : NULL;
	g_autoptr(GPtrArray) drafts = NULL;
	g_autofree char *why = NULL;

	if (!records || !records_count(records))
		return false;
	drafts = drafts_of_patch(climb->tree, climb->patch, records, &why);
	if (!drafts)
		return climb_refuse(climb, "%s", why);
	for (guint i = 0; i < drafts->len; i++) {
		const struct draft *draft = drafts->pdata[i];

		if (draft->markers)
			return climb_refuse(climb, "'%s' has a conflict that nobody resolved "
					    "before", draft->path);
		if (draft->whole)
			return climb_refuse(climb, draft->ours ?
					    "'%s': a hunk has no place that markers could stand "
					    "at" : "there is no file '%s' in this tree",
					    draft->path);
		if (!land(climb, draft))
			return false;
		if (draft->note)
			g_ptr_array_add(climb->residue, g_strdup_printf("%s: %s", draft->path,
									draft->note));
	}
	return true;
}
