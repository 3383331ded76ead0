/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Results that can be computed again, kept in SQLite (.backstitch/state.db).
 * Losing the file loses time and nothing else.
 */
#ifndef STORE_CACHE_H
#define STORE_CACHE_H

#include <glib.h>
#include <stdbool.h>

struct cache;

/**
 * cache_open() - open or make the database
 * @path: file
 * @error: BS_ERROR_IO
 *
 * A file of another schema version, or a damaged one, is set aside and made anew; of one larger
 * than 64 MB all results are dropped.
 */
struct cache *cache_open(const char *path, GError **error);

/**
 * cache_get() - look a result up
 * @cache: NULL finds nothing
 * @kind: what sort of result, "sparse"
 * @key: what it depends on, any text; stored as its SHA-256
 * Return: the value, newly allocated, or NULL
 */
char *cache_get(struct cache *cache, const char *kind, const char *key);

/** cache_put() - keep a result; a failure to write is not an error */
void cache_put(struct cache *cache, const char *kind, const char *key, const char *value);

void cache_free(struct cache *cache);

typedef struct cache cache;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(cache, cache_free)

#endif /* STORE_CACHE_H */
