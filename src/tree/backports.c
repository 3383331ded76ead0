// SPDX-License-Identifier: GPL-2.0-only
#include "tree/backports.h"

#include <string.h>

#include "format/patch.h"
#include "tree/walk.h"

struct search {
	struct objects *objects;
	GHashTable *seen; /* object_id * of backports of all branches */
	GArray *found;
	guint branch;
	guint lost; /* commits that name one that is not here, or a merge */
};

static void backport_clear(gpointer data)
{
	g_free(((struct backport *)data)->title);
}

/* the commit that a message names, if it can be ported again */
static bool find_upstream(struct search *search, const struct walked *commit,
			  struct object_id *out)
{
	g_autofree char *named = upstream_of(walked_body(commit));
	g_autoptr(commit) upstream = named ? objects_commit(search->objects, named, NULL) : NULL;

	if (!upstream || upstream->parents->len != 1 ||
	    object_id_equal(&upstream->id, &commit->id)) {
		search->lost += named != NULL;
		return false;
	}
	*out = upstream->id;
	return true;
}

static bool look_at(void *data, const struct walked *commit)
{
	struct search *search = data;
	struct backport backport = { .commit = commit->id, .onto = commit->parent };
	g_autofree char *title = NULL;

	if (commit->parents != 1 || g_hash_table_contains(search->seen, &commit->id) ||
	    !find_upstream(search, commit, &backport.upstream))
		return true;
	g_hash_table_add(search->seen, g_memdup2(&commit->id, sizeof(commit->id)));
	title = g_strndup(commit->message, strcspn(commit->message, "\n"));
	backport.title = g_utf8_make_valid(title, -1);
	backport.when = commit->when;
	backport.branch = search->branch;
	g_array_append_val(search->found, backport);
	return true;
}

static void reverse(GArray *array, guint first)
{
	for (guint a = first, b = array->len; a + 1 < b; a++) {
		struct backport *one = &g_array_index(array, struct backport, a);
		struct backport *other = &g_array_index(array, struct backport, --b);
		struct backport kept = *one;

		*one = *other;
		*other = kept;
	}
}

static bool search_branch(struct search *search, const char *branch, GError **error)
{
	g_autoptr(commit) tip = objects_commit(search->objects, branch, error);
	guint first = search->found->len;

	if (!tip || !history_walk(objects_repository(search->objects), &tip->id, NULL, look_at,
				  search, error))
		return false;
	reverse(search->found, first);
	return true;
}

GArray *backports_find(const char *repository, const GPtrArray *branches, guint *out_lost,
		       GError **error)
{
	g_autoptr(objects) objects = objects_open(repository, NULL, error);
	g_autoptr(GHashTable) seen = NULL;
	g_autoptr(GArray) found = NULL;
	struct search search = { .objects = objects };

	if (!objects)
		return NULL;
	found = g_array_new(FALSE, FALSE, sizeof(struct backport));
	g_array_set_clear_func(found, backport_clear);
	seen = g_hash_table_new_full(object_id_hash, object_id_same, g_free, NULL);
	search.seen = seen;
	search.found = found;
	for (; search.branch < branches->len; search.branch++) {
		if (!search_branch(&search, branches->pdata[search.branch], error))
			return NULL;
	}
	if (out_lost)
		*out_lost = search.lost;
	return g_steal_pointer(&found);
}
