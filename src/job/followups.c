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
 * @undone: the commit that reverted that, and that stands, as people write it; or NULL
 */
struct later {
	guint patch;
	enum reference_kind kind;
	char *id;
	char *title;
	char *undone;
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
	g_free(later->undone);
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

/**
 * struct looking - for what came later
 * @followups: gets it
 * @index: of upstream's history
 * @objects: likewise
 */
struct looking {
	struct followups *followups;
	struct history_index *index;
	struct objects *objects;
};

/*
 * Copies of a fix in stable branches name the same commit: upstream's own counts.  The index
 * keeps what was on a branch once, which may have been rewound since.
 */
static struct commit *upstreams_own(const struct looking *looking, const char *hex)
{
	g_autoptr(commit) commit = objects_commit(looking->objects, hex, NULL);
	g_autofree char *named = commit ? upstream_of(commit->message) : NULL;

	if (!commit || named || !history_reached(objects_repository(looking->objects),
						 looking->followups->tips, hex))
		return NULL;
	return g_steal_pointer(&commit);
}

static const char *hex_of(const struct reference *reference, char hex[OBJECT_ID_HEX + 1])
{
	struct object_id id;

	memcpy(id.bytes, reference->commit, sizeof(id.bytes));
	return object_id_hex(&id, hex);
}

/* the commit that reverted it and was not reverted in turn, as people write it; or NULL */
static char *undone_by(const struct looking *looking, const char *id, unsigned int depth)
{
	g_autoptr(GArray) found = history_index_find(looking->index, REFERENCE_REVERT, id);

	for (guint i = 0; depth < REVERTS_DEEP && i < found->len; i++) {
		char hex[OBJECT_ID_HEX + 1];
		g_autoptr(commit) commit = upstreams_own(
			looking, hex_of(&g_array_index(found, struct reference, i), hex));
		g_autofree char *again = commit ? undone_by(looking, hex, depth + 1) : NULL;
		g_autofree char *title = commit ? commit_title(commit) : NULL;

		if (commit && !again)
			return g_strdup_printf("%.*s (\"%s\")", ID_SHOWN, hex, title);
	}
	return NULL;
}

static void add_later(const struct looking *looking, const struct series *series, guint patch,
		      enum reference_kind kind, const struct reference *reference)
{
	char hex[OBJECT_ID_HEX + 1];
	g_autoptr(commit) commit = NULL;
	struct later *later;

	if (is_ported(series, hex_of(reference, hex)))
		return;
	commit = upstreams_own(looking, hex);
	if (!commit)
		return;
	later = g_new0(struct later, 1);
	later->patch = patch;
	later->kind = kind;
	later->id = g_strdup(hex);
	later->title = commit_title(commit);
	later->undone = undone_by(looking, hex, 0);
	g_ptr_array_add(looking->followups->all, later);
}

static void look_up(const struct looking *looking, const struct series *series, guint number)
{
	static const enum reference_kind kinds[] = { REFERENCE_FIXES, REFERENCE_REVERT };
	const struct patch *patch = series->patches->pdata[number];
	const char *id = patch ? patch->upstream ? patch->upstream : patch->commit : NULL;

	for (guint k = 0; id && strlen(id) >= ID_SHOWN && k < G_N_ELEMENTS(kinds); k++) {
		g_autoptr(GArray) found = history_index_find(looking->index, kinds[k], id);

		for (guint i = 0; i < found->len; i++)
			add_later(looking, series, number, kinds[k],
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
	struct looking looking;

	followups->all = g_ptr_array_new_with_free_func(later_free);
	followups->tips = g_ptr_array_new_with_free_func(g_free);
	index = objects ? history_index_open(repository, state, error) : NULL;
	if (!index || !read_history(followups, index, objects, progress, error))
		return NULL;
	looking = (struct looking){ followups, index, objects };
	for (guint i = 0; i < series->patches->len; i++)
		look_up(&looking, series, i);
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
			add_stringf(notes, "upstream %s it later: %.*s (\"%s\"), which is not in "
				    "this tree%s%s",
				    later->kind == REFERENCE_FIXES ? "fixes" : "reverts", ID_SHOWN,
				    later->id, later->title,
				    later->undone ? "; upstream takes that back: " : "",
				    later->undone ? later->undone : "");
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
