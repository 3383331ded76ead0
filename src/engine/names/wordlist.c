// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/wordlist.h"

#include <string.h>

#include "engine/names/wordkeep.h"

/* bytes of lists that are kept; all are dropped when it is reached */
#define LISTS_KEPT ((gsize)24 << 20)

static GMutex lock;
static guint holders;
static GHashTable *lists; /* object_id -> struct wordlist */
static gsize lists_size;
static struct wordkeep *kept;

void wordlists_hold(const char *folder)
{
	g_mutex_lock(&lock);
	if (!holders++) {
		lists = g_hash_table_new_full(object_id_hash, object_id_same, g_free,
					      (GDestroyNotify)wordlist_unref);
		lists_size = 0;
	}
	if (!kept)
		kept = wordkeep_open(folder);
	g_mutex_unlock(&lock);
}

void wordlists_drop(void)
{
	g_mutex_lock(&lock);
	if (!--holders) {
		g_hash_table_unref(lists);
		g_clear_pointer(&kept, wordkeep_close);
	}
	g_mutex_unlock(&lock);
}

void wordlist_unref(struct wordlist *list)
{
	if (list)
		g_atomic_rc_box_release(list);
}

bool wordlist_has(const struct wordlist *list, guint64 hash)
{
	bool found = false;

	/* to the end: the compiler compares several at a time then */
	for (guint i = 0; i < list->count; i++)
		found |= list->hashes[i] == hash;
	return found;
}

/* under the lock; the table holds a reference of its own */
static void keep(const struct object_id *blob, struct wordlist *list)
{
	gsize bytes = sizeof(*list) + list->count * sizeof(guint64) + 64;

	if (lists_size + bytes > LISTS_KEPT) {
		g_hash_table_remove_all(lists);
		lists_size = 0;
	}
	lists_size += bytes;
	g_hash_table_replace(lists, g_memdup2(blob, sizeof(*blob)),
			     g_atomic_rc_box_acquire(list));
}

static struct wordlist *list_of(const GArray *found)
{
	struct wordlist *list = g_atomic_rc_box_alloc(sizeof(*list) + found->len * sizeof(guint64));

	list->count = found->len;
	if (found->len)
		memcpy(list->hashes, found->data, found->len * sizeof(guint64));
	return list;
}

static GArray *scan(struct objects *objects, const struct object_id *blob, GError **error)
{
	/* a whole tree is not to be fetched for the sake of its names */
	g_autoptr(GBytes) bytes = objects_blob_here(objects, blob, error);
	gsize length;
	const char *text;

	if (!bytes)
		return NULL;
	text = g_bytes_get_data(bytes, &length);
	return wordlist_scan(text, length);
}

struct wordlist *wordlist_of(struct objects *objects, const struct object_id *blob,
			     bool to_keep, GError **error)
{
	struct wordkeep *keeper;
	struct wordlist *list;
	g_autoptr(GArray) found = NULL;

	g_mutex_lock(&lock);
	keeper = kept; /* another holder may just be opening it */
	list = g_hash_table_lookup(lists, blob);
	if (list)
		g_atomic_rc_box_acquire(list);
	g_mutex_unlock(&lock);
	if (list)
		return list;
	found = wordkeep_get(keeper, blob);
	if (!found) {
		found = scan(objects, blob, error);
		if (!found)
			return NULL;
		if (to_keep)
			wordkeep_put(keeper, blob, found);
	}
	list = list_of(found);
	if (to_keep) {
		g_mutex_lock(&lock);
		keep(blob, list);
		g_mutex_unlock(&lock);
	}
	return list;
}
