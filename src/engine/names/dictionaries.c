// SPDX-License-Identifier: GPL-2.0-only
/*
 * One dictionary a pair of trees, learnt once: in memory, and in a folder of
 * text files named by the pair.
 */
#include "engine/names/dictionaries.h"

#include "base/file.h"
#include "engine/names/dictionary.h"
#include "engine/names/filevotes.h"
#include "engine/names/words.h"
#include "tree/releases.h"

/* of the file names; a change of what is learnt takes a new one */
#define KEPT_AS "%s/names-2-%s-%s"

struct dictionaries {
	struct objects *objects;
	struct releases *releases;
	char *folder;
	struct file_votes *votes;
	struct words *words; /* of the tree that the last one was learnt for */
	GHashTable *learnt; /* "OLDER-NEWER" trees -> struct dictionary */
};

struct dictionaries *dictionaries_new(struct objects *objects, struct releases *releases,
				      const char *folder, GError **error)
{
	g_autoptr(dictionaries) dictionaries = g_new0(struct dictionaries, 1);

	dictionaries->objects = objects;
	dictionaries->votes = file_votes_new();
	dictionaries->words = words_new(objects, NULL);
	dictionaries->learnt = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						     (GDestroyNotify)dictionary_free);
	dictionaries->releases = releases;
	if (folder && !folder_make(folder, error))
		return NULL;
	dictionaries->folder = g_strdup(folder);
	return g_steal_pointer(&dictionaries);
}

void dictionaries_free(struct dictionaries *dictionaries)
{
	if (!dictionaries)
		return;
	g_hash_table_unref(dictionaries->learnt);
	file_votes_free(dictionaries->votes);
	words_free(dictionaries->words);
	g_free(dictionaries->folder);
	g_free(dictionaries);
}

/* a file that is not there or damaged is learnt again */
static struct dictionary *load(const char *path)
{
	g_autoptr(GBytes) bytes = path ? file_read(path, NULL) : NULL;
	g_autofree char *text = bytes ? bytes_text(bytes) : NULL;

	return text ? dictionary_load(text, NULL) : NULL;
}

static struct dictionary *learn(struct dictionaries *dictionaries, const struct object_id *older,
				const struct object_id *newer, const char *path, GError **error)
{
	struct dictionary *learnt =
		dictionary_learn(dictionaries->objects, dictionaries->words, dictionaries->votes,
				 older, newer, error);
	g_autofree char *text = learnt && path ? dictionary_save(learnt) : NULL;

	/* without the file the next run takes longer, no more */
	if (text)
		file_write(path, text, -1, NULL);
	return learnt;
}

static struct dictionary *between(struct dictionaries *dictionaries, const struct object_id *older,
				  const struct object_id *newer, GError **error)
{
	char old[OBJECT_ID_HEX + 1], new[OBJECT_ID_HEX + 1];
	g_autofree char *key = g_strconcat(object_id_hex(older, old), "-",
					   object_id_hex(newer, new), NULL);
	struct dictionary *found = g_hash_table_lookup(dictionaries->learnt, key);
	g_autofree char *path = NULL;

	if (found)
		return found;
	if (dictionaries->folder)
		path = g_strdup_printf(KEPT_AS, dictionaries->folder, old, new);
	found = load(path);
	if (!found)
		found = learn(dictionaries, older, newer, path, error);
	if (found)
		g_hash_table_insert(dictionaries->learnt, g_steal_pointer(&key), found);
	return found;
}

static bool tree_of(struct objects *objects, const struct object_id *id, struct object_id *out,
		    GError **error)
{
	g_autoptr(commit) commit = objects_commit_by_id(objects, id, error);

	if (!commit)
		return false;
	*out = commit->tree;
	return true;
}

struct dictionary *dictionary_for(struct dictionaries *dictionaries, const struct object_id *onto,
				  const struct object_id *upstream, GError **error)
{
	struct object_id fork, release, older, newer;

	/* a release that the tree holds itself has no names to teach */
	if (!releases_before(dictionaries->releases, upstream, &release) ||
	    !releases_fork(dictionaries->releases, onto, &release, &fork) ||
	    object_id_equal(&fork, &release))
		return NULL;
	if (!tree_of(dictionaries->objects, &fork, &older, error) ||
	    !tree_of(dictionaries->objects, &release, &newer, error))
		return NULL;
	return between(dictionaries, &older, &newer, error);
}
