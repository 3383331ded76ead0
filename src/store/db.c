// SPDX-License-Identifier: GPL-2.0-only
#include "store/db.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/file.h"

#define BUSY_MS 5000

enum db_state {
	DB_READY,
	DB_EMPTY,
	DB_FOREIGN,		/* another schema version, or damaged */
	DB_FAILED,
};

void db_statement_clear(sqlite3_stmt **statement)
{
	sqlite3_finalize(*statement);
}

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

static enum db_state state_of_code(int code)
{
	switch (code & 0xff) {
	case SQLITE_OK:
		return DB_READY;
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return DB_FOREIGN;
	default:
		return DB_FAILED;
	}
}

static enum db_state state_of(sqlite3 *db, int wanted)
{
	g_autofree char *check = NULL;
	g_autofree char *version = NULL;
	g_autofree char *tables = NULL;
	int code = query_text(db, "PRAGMA quick_check(1)", &check);

	if (code != SQLITE_OK)
		return state_of_code(code);
	if (g_strcmp0(check, "ok"))
		return DB_FOREIGN;
	code = query_text(db, "PRAGMA user_version", &version);
	if (code == SQLITE_OK)
		code = query_text(db, "SELECT count(*) FROM sqlite_master", &tables);
	if (code != SQLITE_OK || !version || !tables)
		return state_of_code(code);
	if (!strcmp(version, "0") && !strcmp(tables, "0"))
		return DB_EMPTY;
	return atoi(version) == wanted ? DB_READY : DB_FOREIGN;
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

/* another process may have been faster: the schema says IF NOT EXISTS */
static bool make_schema(sqlite3 *db, int version, const char *schema)
{
	g_autofree char *sql = g_strdup_printf("BEGIN IMMEDIATE; %s; PRAGMA user_version = %d; "
					       "COMMIT;",
					       schema, version);

	return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static void set_failed(sqlite3 *db, const char *path, GError **error)
{
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot open the cache '%s': %s", path,
		    db ? sqlite3_errmsg(db) : "out of memory");
}

static enum db_state open_file(sqlite3 **db, const char *path, int version, const char *schema,
			       GError **error)
{
	enum db_state state = DB_FAILED;

	if (sqlite3_open_v2(path, db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX,
			    NULL) == SQLITE_OK) {
		sqlite3_busy_timeout(*db, BUSY_MS);
		state = state_of(*db, version);
	}
	if (state == DB_EMPTY)
		state = make_schema(*db, version, schema) ? DB_READY : DB_FAILED;
	if (state == DB_FAILED)
		set_failed(*db, path, error);
	return state;
}

sqlite3 *db_open(const char *path, int version, const char *schema, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	enum db_state state;
	sqlite3 *db = NULL;

	if (!folder_make(folder, error))
		return NULL;
	state = open_file(&db, path, version, schema, error);
	if (state == DB_FOREIGN) {
		g_clear_pointer(&db, sqlite3_close);
		if (!set_aside(path, error))
			return NULL;
		state = open_file(&db, path, version, schema, error);
	}
	if (state == DB_FOREIGN)
		set_failed(db, path, error);
	if (state == DB_READY)
		return db;
	sqlite3_close(db);
	return NULL;
}
