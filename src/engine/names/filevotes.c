// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/filevotes.h"

#include <string.h>

#include "engine/names/votes.h"

/* files as large as that are lists, and slow */
#define FILE_LIMIT 600000

/* pairs and votes together that are kept; a hundred bytes each */
#define KEPT 50000

struct pair {
	struct object_id newer;
	struct object_id older;
};

/*
 * @pairs: struct pair -> struct vote set; NULL where there are no votes
 * @kept: pairs and votes in it
 * @met: some pair was known since file_votes_done()
 */
struct file_votes {
	GHashTable *pairs;
	guint kept;
	bool met;
};

static guint pair_hash(gconstpointer data)
{
	const struct pair *pair = data;

	return object_id_hash(&pair->newer) * 31 + object_id_hash(&pair->older);
}

static gboolean pair_same(gconstpointer a, gconstpointer b)
{
	return !memcmp(a, b, sizeof(struct pair));
}

static void votes_free(gpointer votes)
{
	if (votes)
		g_hash_table_unref(votes);
}

struct file_votes *file_votes_new(void)
{
	struct file_votes *known = g_new0(struct file_votes, 1);

	known->pairs = g_hash_table_new_full(pair_hash, pair_same, g_free, votes_free);
	return known;
}

void file_votes_free(struct file_votes *known)
{
	if (!known)
		return;
	g_hash_table_unref(known->pairs);
	g_free(known);
}

static void keep(struct file_votes *known, const struct pair *pair, GHashTable *file)
{
	guint count = g_hash_table_size(file);

	if (known->kept + count >= KEPT)
		return;
	known->kept += count + 1;
	g_hash_table_insert(known->pairs, g_memdup2(pair, sizeof(*pair)),
			    count ? g_hash_table_ref(file) : NULL);
}

/* the votes of a pair by itself */
static GHashTable *look(struct objects *objects, const struct pair *pair, GError **error)
{
	g_autoptr(GBytes) older = objects_blob(objects, &pair->older, error);
	g_autoptr(GBytes) newer = older ? objects_blob(objects, &pair->newer, error) : NULL;
	GHashTable *file;

	if (!newer)
		return NULL;
	file = votes_new();
	if (g_bytes_get_size(older) < FILE_LIMIT && g_bytes_get_size(newer) < FILE_LIMIT)
		votes_add(file, newer, older);
	return file;
}

bool file_votes_add(struct file_votes *known, struct objects *objects, GHashTable *votes,
		    const struct object_id *newer, const struct object_id *older, GError **error)
{
	const struct pair pair = { .newer = *newer, .older = *older };
	g_autoptr(GHashTable) made = NULL;
	gpointer file;

	if (g_hash_table_lookup_extended(known->pairs, &pair, NULL, &file)) {
		known->met = true;
	} else {
		file = made = look(objects, &pair, error);
		if (!made)
			return false;
		keep(known, &pair, made);
	}
	if (file)
		votes_join(votes, file);
	return true;
}

void file_votes_done(struct file_votes *known)
{
	if (known->kept >= KEPT / 2 && !known->met) {
		g_hash_table_remove_all(known->pairs);
		known->kept = 0;
	}
	known->met = false;
}
