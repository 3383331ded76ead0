// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers are given in the order of appearance and never taken back; names
 * themselves are not kept, only their hashes, so that the four million of a
 * kernel take 64 MB and not 250.
 */
#include "engine/wordlist.h"

#include <string.h>

#include "engine/lex.h"
#include "engine/wordkeep.h"

/* bytes of lists that are kept; all are dropped when it is reached */
#define LISTS_KEPT ((gsize)24 << 20)

/* names between asking for memory and needing it */
#define AHEAD 8

static GMutex lock;
static guint holders;
static GArray *hashes; /* by number - 1 */
static guint32 *slots; /* numbers, 0 for free */
static guint size;
static GHashTable *lists; /* object_id -> struct wordlist */
static gsize lists_size;
static struct wordkeep *kept;

void wordlists_hold(const char *folder)
{
	g_mutex_lock(&lock);
	if (!holders++) {
		hashes = g_array_new(FALSE, FALSE, sizeof(guint64));
		size = 1 << 16;
		slots = g_new0(guint32, size);
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
		g_array_unref(hashes);
		g_free(slots);
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

bool wordlist_has(const struct wordlist *list, guint32 number)
{
	bool found = false;

	/* to the end: the compiler compares several at a time then */
	for (guint32 i = 0; i < list->count; i++)
		found |= list->numbers[i] == number;
	return found;
}

/* where a hash belongs; any size will do, as a table of twice the size is too much at 64 MB */
static guint home_of(guint64 hash)
{
	return (hash >> 32) * size >> 32;
}

/* the slot that holds @hash, or the free one where it belongs */
static guint slot_of(guint64 hash)
{
	guint at = home_of(hash);

	while (slots[at] && g_array_index(hashes, guint64, slots[at] - 1) != hash)
		at = at + 1 < size ? at + 1 : 0;
	return at;
}

/* a table that is too full is slow to look into */
static bool has_room(guint names)
{
	return names <= size / 4 * 3;
}

static void grow_to(guint wanted)
{
	g_free(slots);
	size = wanted;
	slots = g_new0(guint32, size);
	for (guint i = 0; i < hashes->len; i++)
		slots[slot_of(g_array_index(hashes, guint64, i))] = i + 1;
}

void wordlists_expect(guint32 names)
{
	g_mutex_lock(&lock);
	if (!has_room(names))
		grow_to(names + names / 2);
	g_mutex_unlock(&lock);
}

static guint32 intern(guint64 hash)
{
	guint at = slot_of(hash);

	if (!slots[at]) {
		g_array_append_val(hashes, hash);
		slots[at] = hashes->len;
		if (!has_room(hashes->len))
			grow_to(size + size / 4);
		return hashes->len;
	}
	return slots[at];
}

guint32 wordlist_number(guint64 hash)
{
	guint32 number;

	g_mutex_lock(&lock);
	number = slots[slot_of(hash)];
	g_mutex_unlock(&lock);
	return number;
}

guint32 wordlist_number_of(guint64 hash)
{
	guint32 number;

	g_mutex_lock(&lock);
	number = intern(hash);
	g_mutex_unlock(&lock);
	return number;
}

guint64 wordlist_hash(guint32 number)
{
	guint64 hash;

	g_mutex_lock(&lock);
	hash = g_array_index(hashes, guint64, number - 1);
	g_mutex_unlock(&lock);
	return hash;
}

/* under the lock; the table holds a reference of its own */
static void keep(const struct object_id *blob, struct wordlist *list)
{
	gsize bytes = sizeof(*list) + list->count * sizeof(guint32) + 64;

	if (lists_size + bytes > LISTS_KEPT) {
		g_hash_table_remove_all(lists);
		lists_size = 0;
	}
	lists_size += bytes;
	g_hash_table_replace(lists, g_memdup2(blob, sizeof(*blob)),
			     g_atomic_rc_box_acquire(list));
}

/* the table of a large tree is in no cache: its parts are asked for before they are needed */
static void fetch_ahead(const GArray *found, guint at)
{
	guint32 number;

	if (at + 2 * AHEAD >= found->len)
		return;
	__builtin_prefetch(&slots[home_of(g_array_index(found, guint64, at + 2 * AHEAD))]);
	number = slots[home_of(g_array_index(found, guint64, at + AHEAD))];
	if (number)
		__builtin_prefetch(&g_array_index(hashes, guint64, number - 1));
}

static struct wordlist *numbered(const GArray *found)
{
	struct wordlist *list = g_atomic_rc_box_alloc(sizeof(*list) + found->len * sizeof(guint32));

	list->count = found->len;
	for (guint i = 0; i < found->len; i++) {
		fetch_ahead(found, i);
		list->numbers[i] = intern(g_array_index(found, guint64, i));
	}
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
	g_mutex_lock(&lock);
	list = numbered(found);
	keep(blob, list);
	g_mutex_unlock(&lock);
	return list;
}
