// SPDX-License-Identifier: GPL-2.0-only
/*
 * A submodule has no object of its own in a repository: diffs show its commit as a line of text.
 */
#include "tree/objects.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "tree/tree.h"

#define SUBMODULE_TEXT "Subproject commit "

static bool is_submodule(const struct tree_item *item)
{
	return tree_kind(item->mode) == TREE_SUBMODULE;
}

GBytes *submodule_side(const struct object_id *commit)
{
	char hex[OBJECT_ID_HEX + 1];
	char *text = g_strdup_printf(SUBMODULE_TEXT "%s\n", object_id_hex(commit, hex));

	return g_bytes_new_take(text, strlen(text));
}

GBytes *objects_side(struct objects *objects, const struct tree_item *item, GError **error)
{
	return is_submodule(item) ? submodule_side(&item->id) :
				    objects_blob(objects, &item->id, error);
}

bool objects_keep(struct objects *objects, GBytes *side, struct tree_item *item, GError **error)
{
	g_autofree char *text = NULL;

	if (!is_submodule(item))
		return objects_write_blob(objects, side, &item->id, error);
	text = g_strchomp(bytes_text(side));
	if (g_str_has_prefix(text, SUBMODULE_TEXT) &&
	    object_id_parse(text + strlen(SUBMODULE_TEXT), &item->id))
		return true;
	g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
			    "what a submodule is to be is no commit");
	return false;
}
