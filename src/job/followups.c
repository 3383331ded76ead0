// SPDX-License-Identifier: GPL-2.0-only
#include "job/followups.h"

#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "tree/branch.h"
#include "tree/history-index.h"
#include "tree/history.h"
#include "tree/objects.h"

/* ids are shown as long as git shows those of the kernel */
#define ID_SHOWN 12

/**
 * struct later - a commit that speaks of one that is ported
 * @patch: number of the patch, from 0
 * @kind: REFERENCE_FIXES or REFERENCE_REVERT
 * @id: 40 digits
 * @title: of the commit
 */
struct later {
	guint patch;
	enum reference_kind kind;
	char *id;
	char *title;
};

/**
 * struct followups - what came later
 * @all: struct later *
 * @tips: char *: upstream's branches, as they are now
 */
struct followups {
	GPtrArray *all;
	GPtrArray *tips;
};

static void later_free(gpointer data)
{
	struct later *later = data;

	g_free(later->id);
	g_free(later->title);
	g_free(later);
}

static bool read_tip(struct followups *followups, struct history_index *index,
		     struct objects *objects, const char *name, const struct progress *progress,
		     GError **error)
{
	g_autoptr(commit) tip = objects_commit(objects, name, NULL);
	char hex[OBJECT_ID_HEX + 1];

	if (!tip)
		return true;
	g_ptr_array_add(followups->tips, g_strdup(object_id_hex(&tip->id, hex)));
	return history_index_update(index, &tip->id, progress, error);
}

static bool read_history(struct followups *followups, struct history_index *index,
			 struct objects *objects, const struct progress *progress, GError **error)
{
	static const char *const usual[] = { "HEAD", "main", "master", "origin/HEAD", "origin/main",
					     "origin/master" };
	g_autoptr(GPtrArray) branches = NULL;

	for (guint i = 0; i < G_N_ELEMENTS(usual); i++) {
		if (!read_tip(followups, index, objects, usual[i], progress, error))
			return false;
	}
	branches = followups->tips->len ? g_ptr_array_new() :
					  branches_of(objects_repository(objects));
	for (guint i = 0; i < branches->len; i++) {
		if (!read_tip(followups, index, objects, branches->pdata[i], progress, error))
			return false;
	}
	return true;
}

static bool is_ported(const struct series *series, const char *id)
{
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];

		if (patch && (!g_strcmp0(patch->upstream, id) || !g_strcmp0(patch->commit, id)))
			return true;
	}
	return false;
}

/*
 * Copies of a fix in stable branches name the same commit: upstream's own counts.  The index
 * keeps what was on a branch once, which may have been rewound since.
 */
static void add_later(struct followups *followups, struct objects *objects,
		      const struct series *series, guint patch, enum reference_kind kind,
		      const struct reference *reference)
{
	g_autoptr(commit) commit = NULL;
	g_autofree char *named = NULL;
	char hex[OBJECT_ID_HEX + 1];
	struct object_id id;
	struct later *later;

	memcpy(id.bytes, reference->commit, sizeof(id.bytes));
	object_id_hex(&id, hex);
	commit = is_ported(series, hex) ? NULL : objects_commit_by_id(objects, &id, NULL);
	named = commit ? upstream_of(commit->message) : NULL;
	if (!commit || named ||
	    !history_reached(objects_repository(objects), followups->tips, hex))
		return;
	later = g_new0(struct later, 1);
	later->patch = patch;
	later->kind = kind;
	later->id = g_strdup(hex);
	later->title = commit_title(commit);
	g_ptr_array_add(followups->all, later);
}

static void look_up(struct followups *followups, struct history_index *index,
		    struct objects *objects, const struct series *series, guint number)
{
	static const enum reference_kind kinds[] = { REFERENCE_FIXES, REFERENCE_REVERT };
	const struct patch *patch = series->patches->pdata[number];
	const char *id = patch ? patch->upstream ? patch->upstream : patch->commit : NULL;

	for (guint k = 0; id && strlen(id) >= ID_SHOWN && k < G_N_ELEMENTS(kinds); k++) {
		g_autoptr(GArray) found = history_index_find(index, kinds[k], id);

		for (guint i = 0; i < found->len; i++)
			add_later(followups, objects, series, number, kinds[k],
				  &g_array_index(found, struct reference, i));
	}
}

struct followups *followups_find(const char *repository, const char *state,
				 const struct series *series, const struct progress *progress,
				 GError **error)
{
	g_autoptr(followups) followups = g_new0(struct followups, 1);
	g_autoptr(objects) objects = objects_open(repository, NULL, error);
	g_autoptr(history_index) index = NULL;

	followups->all = g_ptr_array_new_with_free_func(later_free);
	followups->tips = g_ptr_array_new_with_free_func(g_free);
	index = objects ? history_index_open(repository, state, error) : NULL;
	if (!index || !read_history(followups, index, objects, progress, error))
		return NULL;
	for (guint i = 0; i < series->patches->len; i++)
		look_up(followups, index, objects, series, i);
	return g_steal_pointer(&followups);
}

void followups_notes(const struct followups *followups, guint number, const struct tree *tree,
		     GPtrArray *notes)
{
	for (guint i = 0; i < followups->all->len; i++) {
		const struct later *later = followups->all->pdata[i];
		g_autofree char *here = NULL;

		if (later->patch != number)
			continue;
		here = history_find(tree, later->id, NULL, NULL);
		if (!here)
			g_ptr_array_add(notes,
					g_strdup_printf("upstream %s it later: %.*s (\"%s\"), "
							"which is not in this tree",
							later->kind == REFERENCE_FIXES ? "fixes" :
											 "reverts",
							ID_SHOWN, later->id, later->title));
	}
}

void followups_free(struct followups *followups)
{
	if (!followups)
		return;
	g_ptr_array_unref(followups->all);
	g_ptr_array_unref(followups->tips);
	g_free(followups);
}
