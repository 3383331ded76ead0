// SPDX-License-Identifier: GPL-2.0-only
/*
 * One table in one file.
 */
#include "store/cache.h"

#include <glib/gstdio.h>

#include "store/db.h"

/* raise it when the table or the meaning of a value changes */
#define CACHE_SCHEMA 1

/* bytes; a larger file is begun anew, as nobody knows what of it will be asked for again */
#define CACHE_MAX (64 << 20)

struct cache {
	sqlite3 *db;
};

static const char schema[] = "CREATE TABLE IF NOT EXISTS result ("
			     " kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
			     " PRIMARY KEY (kind, key)) WITHOUT ROWID";

/* inside of the database, so that another program which has it open takes no harm */
static void begin_anew(sqlite3 *db)
{
	sqlite3_exec(db, "DELETE FROM result; VACUUM", NULL, NULL, NULL);
}

struct cache *cache_open(const char *path, GError **error)
{
	sqlite3 *db = db_open(path, CACHE_SCHEMA, schema, error);
	struct cache *cache;
	GStatBuf status;

	if (!db)
		return NULL;
	if (!g_stat(path, &status) && status.st_size > CACHE_MAX)
		begin_anew(db);
	cache = g_new0(struct cache, 1);
	cache->db = db;
	return cache;
}

static bool bind_key(sqlite3_stmt *statement, const char *kind, const char *key)
{
	g_autofree char *digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);

	return sqlite3_bind_text(statement, 1, kind, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
	       sqlite3_bind_text(statement, 2, digest, -1, SQLITE_TRANSIENT) == SQLITE_OK;
}

char *cache_get(struct cache *cache, const char *kind, const char *key)
{
	auto_statement statement = NULL;

	if (!cache ||
	    sqlite3_prepare_v2(cache->db, "SELECT value FROM result WHERE kind = ? AND key = ?",
			       -1, &statement, NULL) != SQLITE_OK ||
	    !bind_key(statement, kind, key) || sqlite3_step(statement) != SQLITE_ROW)
		return NULL;
	return g_strdup((const char *)sqlite3_column_text(statement, 0));
}

void cache_put(struct cache *cache, const char *kind, const char *key, const char *value)
{
	auto_statement statement = NULL;

	if (!cache ||
	    sqlite3_prepare_v2(cache->db,
			       "INSERT OR REPLACE INTO result (kind, key, value)"
			       " VALUES (?, ?, ?)",
			       -1, &statement, NULL) != SQLITE_OK ||
	    !bind_key(statement, kind, key) ||
	    sqlite3_bind_text(statement, 3, value, -1, SQLITE_TRANSIENT) != SQLITE_OK)
		return;
	sqlite3_step(statement);
}

void cache_free(struct cache *cache)
{
	if (!cache)
		return;
	sqlite3_close(cache->db);
	g_free(cache);
}
