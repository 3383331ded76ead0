// SPDX-License-Identifier: GPL-2.0-only
/*
 * One table in one file.  The rollback journal stays (no WAL), so that the
 * file can be copied or removed as a single thing.
 */
#include "store/cache.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "base/error.h"
#include "base/file.h"

/* raise it when the table or the meaning of a value changes */
#define CACHE_SCHEMA 1
#define CACHE_BUSY_MS 5000

struct cache {
	sqlite3 *db;
};

enum cache_state {
	CACHE_READY,
	CACHE_EMPTY,
	CACHE_FOREIGN,		/* another schema version, or damaged */
	CACHE_FAILED,
};

static void statement_clear(sqlite3_stmt **statement)
{
	sqlite3_finalize(*statement);
}

#define auto_statement __attribute__((cleanup(statement_clear))) sqlite3_stmt *

/* the first column of the first row as text, NULL when there is none */
static int query_text(sqlite3 *db, const char *sql, char **out)
{
	auto_statement statement = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);

	if (code != SQLITE_OK)
		return code;
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*out = g_strdup((const char *)sqlite3_column_text(statement, 0));
	return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

static enum cache_state state_of_code(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
		return CACHE_READY;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return CACHE_FOREIGN;
	default:
		return CACHE_FAILED;
	}
}

static enum cache_state cache_state(sqlite3 *db)
{
	g_autofree char *check = NULL;
	g_autofree char *version = NULL;
	g_autofree char *tables = NULL;
	int code = query_text(db, "PRAGMA quick_check(1)", &check);

	if (code != SQLITE_OK)
		return state_of_code(code);
	if (g_strcmp0(check, "ok"))
		return CACHE_FOREIGN;
	code = query_text(db, "PRAGMA user_version", &version);
	if (code == SQLITE_OK)
		code = query_text(db, "SELECT count(*) FROM sqlite_master", &tables);
	if (code != SQLITE_OK || !version || !tables)
		return state_of_code(code);
	if (!strcmp(version, "0") && !strcmp(tables, "0"))
		return CACHE_EMPTY;
	return atoi(version) == CACHE_SCHEMA ? CACHE_READY : CACHE_FOREIGN;
}

static bool set_aside(const char *path, GError **error)
{
	g_autofree char *aside = g_strconcat(path, ".old", NULL);
	g_autofree char *journal = g_strconcat(path, "-journal", NULL);

	if (g_rename(path, aside)) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO,
			    "cannot set the damaged cache '%s' aside: %s; remove it", path,
			    g_strerror(errno));
		return false;
	}
	/* a journal of the damaged file must not be played into the new one */
	g_unlink(journal);
	return true;
}

/* IF NOT EXISTS: another process may have been faster */
static bool make_schema(sqlite3 *db)
{
	static const char schema[] =
		"BEGIN IMMEDIATE;"
		"CREATE TABLE IF NOT EXISTS result ("
		" kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
		" PRIMARY KEY (kind, key)) WITHOUT ROWID;"
		"PRAGMA user_version = " G_STRINGIFY(CACHE_SCHEMA) ";"
		"COMMIT;";

	return sqlite3_exec(db, schema, NULL, NULL, NULL) == SQLITE_OK;
}

static void set_failed(sqlite3 *db, const char *path, GError **error)
{
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot open the cache '%s': %s", path,
		    db ? sqlite3_errmsg(db) : "out of memory");
}

static enum cache_state open_file(struct cache *cache, const char *path, GError **error)
{
	enum cache_state state = CACHE_FAILED;

	if (sqlite3_open_v2(path, &cache->db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX,
			    NULL) == SQLITE_OK) {
		sqlite3_busy_timeout(cache->db, CACHE_BUSY_MS);
		state = cache_state(cache->db);
	}
	if (state == CACHE_EMPTY)
		state = make_schema(cache->db) ? CACHE_READY : CACHE_FAILED;
	if (state == CACHE_FAILED)
		set_failed(cache->db, path, error);
	return state;
}

struct cache *cache_open(const char *path, GError **error)
{
	g_autoptr(cache) cache = g_new0(struct cache, 1);
	g_autofree char *folder = g_path_get_dirname(path);
	enum cache_state state;

	if (!folder_make(folder, error))
		return NULL;
	state = open_file(cache, path, error);
	if (state == CACHE_FOREIGN) {
		g_clear_pointer(&cache->db, sqlite3_close);
		if (!set_aside(path, error))
			return NULL;
		state = open_file(cache, path, error);
	}
	if (state == CACHE_FOREIGN)
		set_failed(cache->db, path, error);
	return state == CACHE_READY ? g_steal_pointer(&cache) : NULL;
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
