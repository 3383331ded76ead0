// SPDX-License-Identifier: GPL-2.0-only
/*
 * One table.  Puts gather in a transaction, as each transaction waits for the disk.  Keys have
 * an index of their own: in a table without row numbers, every look-up that passes by a value of
 * megabytes reads all of it.
 */
#include "store/results.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "base/error.h"
#include "base/file.h"

#define BUSY_MS 5000
#define PUTS_A_TRANSACTION 2000
/* raise it when the table or the meaning of a value changes */
#define VERSION 2

struct results {
	sqlite3 *db;
	sqlite3_stmt *get;
	sqlite3_stmt *put;
	unsigned int pending;
};

static bool prepare(struct results *results)
{
	static const char schema[] =
		"PRAGMA synchronous = NORMAL;"
		"DROP TABLE IF EXISTS result1;"
		"CREATE TABLE IF NOT EXISTS result" G_STRINGIFY(VERSION)
		" (key TEXT PRIMARY KEY, value BLOB NOT NULL);";

	return sqlite3_exec(results->db, schema, NULL, NULL, NULL) == SQLITE_OK &&
	       sqlite3_prepare_v2(results->db, "SELECT value FROM result" G_STRINGIFY(VERSION)
				  " WHERE key = ?", -1, &results->get, NULL) == SQLITE_OK &&
	       sqlite3_prepare_v2(results->db, "INSERT OR REPLACE INTO result"
				  G_STRINGIFY(VERSION) " VALUES (?, ?)", -1, &results->put,
				  NULL) == SQLITE_OK;
}

static struct results *open_file(const char *path)
{
	g_autoptr(results) results = g_new0(struct results, 1);

	if (sqlite3_open(path, &results->db) != SQLITE_OK)
		return NULL;
	sqlite3_busy_timeout(results->db, BUSY_MS);
	return prepare(results) ? g_steal_pointer(&results) : NULL;
}

struct results *results_open(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	struct results *results;

	if (!folder_make(folder, error))
		return NULL;
	results = open_file(path);
	if (!results) {
		g_autofree char *journal = g_strconcat(path, "-journal", NULL);

		g_unlink(path);
		g_unlink(journal);
		results = open_file(path);
	}
	if (!results)
		g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot open '%s'; remove it", path);
	return results;
}

GBytes *results_get(struct results *results, const char *key)
{
	GBytes *value = NULL;

	if (!results)
		return NULL;
	sqlite3_bind_text(results->get, 1, key, -1, SQLITE_STATIC);
	if (sqlite3_step(results->get) == SQLITE_ROW)
		value = g_bytes_new(sqlite3_column_blob(results->get, 0),
				    sqlite3_column_bytes(results->get, 0));
	sqlite3_reset(results->get);
	return value;
}

void results_put(struct results *results, const char *key, const void *value, gsize size)
{
	if (!results)
		return;
	if (!results->pending++)
		sqlite3_exec(results->db, "BEGIN", NULL, NULL, NULL);
	sqlite3_bind_text(results->put, 1, key, -1, SQLITE_STATIC);
	sqlite3_bind_blob(results->put, 2, size ? value : "", size, SQLITE_STATIC);
	sqlite3_step(results->put);
	sqlite3_reset(results->put);
	if (results->pending >= PUTS_A_TRANSACTION)
		results_flush(results);
}

void results_flush(struct results *results)
{
	if (!results || !results->pending)
		return;
	if (sqlite3_exec(results->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		sqlite3_exec(results->db, "ROLLBACK", NULL, NULL, NULL);
	results->pending = 0;
}

void results_free(struct results *results)
{
	if (!results)
		return;
	results_flush(results);
	sqlite3_finalize(results->get);
	sqlite3_finalize(results->put);
	sqlite3_close(results->db);
	g_free(results);
}
