// SPDX-License-Identifier: GPL-2.0-only
/*
 * Eight bytes a name, in the byte order of the machine, and a sum behind them.
 * What is to be written gathers in memory, so that no other program waits for
 * the database longer than one batch takes.
 */
#include "engine/names/wordkeep.h"

#include <glib/gstdio.h>
#include <string.h>

#include "engine/names/wordfile.h"
#include "store/results.h"

/* a change of what wordlist_scan() finds takes a new name */
#define KEPT_AS "%s/files-4.db"

/* bytes; a larger file is begun anew */
#define KEPT_MAX (512 << 20)

/* files written at a time */
#define BATCH 256

struct wordkeep {
	GMutex lock;
	struct results *results;
	GHashTable *waiting; /* hex of the blob -> GBytes */
};

struct wordkeep *wordkeep_open(const char *folder)
{
	g_autofree char *path = folder ? g_strdup_printf(KEPT_AS, folder) : NULL;
	g_autoptr(wordkeep) keep = g_new0(struct wordkeep, 1);
	GStatBuf status;

	g_mutex_init(&keep->lock);
	keep->waiting = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      (GDestroyNotify)g_bytes_unref);
	if (path && !g_stat(path, &status) && status.st_size > KEPT_MAX)
		g_unlink(path);
	keep->results = path ? results_open(path, NULL) : NULL;
	return keep->results ? g_steal_pointer(&keep) : NULL;
}

static GArray *hashes_of(GBytes *value)
{
	gsize size;
	const guint64 *words = g_bytes_get_data(value, &size);
	gsize count = size / sizeof(*words) - 1;
	GArray *hashes;

	if (size < sizeof(*words) || size % sizeof(*words) ||
	    word_sum(words, count) != words[count])
		return NULL;
	hashes = g_array_new(FALSE, FALSE, sizeof(*words));
	g_array_append_vals(hashes, words, count);
	return hashes;
}

GArray *wordkeep_get(struct wordkeep *keep, const struct object_id *blob)
{
	g_autoptr(GBytes) value = NULL;
	char hex[OBJECT_ID_HEX + 1];

	if (!keep)
		return NULL;
	object_id_hex(blob, hex);
	g_mutex_lock(&keep->lock);
	value = g_hash_table_lookup(keep->waiting, hex);
	value = value ? g_bytes_ref(value) : results_get(keep->results, hex);
	g_mutex_unlock(&keep->lock);
	return value ? hashes_of(value) : NULL;
}

static void write_waiting(struct wordkeep *keep)
{
	GHashTableIter iter;
	gpointer hex, value;

	g_hash_table_iter_init(&iter, keep->waiting);
	while (g_hash_table_iter_next(&iter, &hex, &value))
		results_put(keep->results, hex, g_bytes_get_data(value, NULL),
			    g_bytes_get_size(value));
	results_flush(keep->results);
	g_hash_table_remove_all(keep->waiting);
}

void wordkeep_put(struct wordkeep *keep, const struct object_id *blob, const GArray *hashes)
{
	GByteArray *value;
	guint64 sum;
	char hex[OBJECT_ID_HEX + 1];

	if (!keep)
		return;
	value = g_byte_array_new();
	sum = word_sum((const guint64 *)hashes->data, hashes->len);
	g_byte_array_append(value, (const guint8 *)hashes->data, hashes->len * sizeof(guint64));
	g_byte_array_append(value, (const guint8 *)&sum, sizeof(sum));
	g_mutex_lock(&keep->lock);
	g_hash_table_replace(keep->waiting, g_strdup(object_id_hex(blob, hex)),
			     g_byte_array_free_to_bytes(value));
	if (g_hash_table_size(keep->waiting) >= BATCH)
		write_waiting(keep);
	g_mutex_unlock(&keep->lock);
}

void wordkeep_close(struct wordkeep *keep)
{
	if (!keep)
		return;
	if (keep->results)
		write_waiting(keep);
	results_free(keep->results);
	g_hash_table_unref(keep->waiting);
	g_mutex_clear(&keep->lock);
	g_free(keep);
}
