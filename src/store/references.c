// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows are found by the first digits of the id that is named, as messages
 * shorten ids as they like.
 */
#include "store/references.h"

#include <string.h>

#include "base/commitid.h"
#include "base/error.h"
#include "store/db.h"

/* raise it when a table, or what is read from messages, changes */
#define REFERENCES_SCHEMA 4

struct references {
	sqlite3 *db;
	sqlite3_stmt *add;
};

static const char schema[] =
	"CREATE TABLE IF NOT EXISTS reference ("
	" kind INTEGER NOT NULL, named TEXT NOT NULL, id BLOB NOT NULL, time INTEGER NOT NULL,"
	" PRIMARY KEY (kind, named, id)) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS tip (id BLOB PRIMARY KEY) WITHOUT ROWID";

static bool failed(struct references *references, GError **error)
{
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot write the index of the history: %s",
		    sqlite3_errmsg(references->db));
	return false;
}

static bool run(struct references *references, const char *sql, GError **error)
{
	return sqlite3_exec(references->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
	       failed(references, error);
}

struct references *references_open(const char *path, GError **error)
{
	sqlite3 *db = db_open(path, REFERENCES_SCHEMA, schema, error);
	struct references *references;

	if (!db)
		return NULL;
	references = g_new0(struct references, 1);
	references->db = db;
	return references;
}

GArray *references_tips(struct references *references)
{
	GArray *tips = g_array_new(FALSE, FALSE, REFERENCE_ID_SIZE);
	auto_statement statement = NULL;

	if (sqlite3_prepare_v2(references->db, "SELECT id FROM tip ORDER BY id", -1, &statement,
			       NULL) != SQLITE_OK)
		return tips;
	while (sqlite3_step(statement) == SQLITE_ROW) {
		if (sqlite3_column_bytes(statement, 0) == REFERENCE_ID_SIZE)
			g_array_append_vals(tips, sqlite3_column_blob(statement, 0), 1);
	}
	return tips;
}

bool references_begin(struct references *references, GError **error)
{
	return run(references, "BEGIN IMMEDIATE", error);
}

static bool bind_reference(sqlite3_stmt *add, enum reference_kind kind, const char *named,
			   const guint8 *commit, gint64 when)
{
	return sqlite3_bind_int(add, 1, kind) == SQLITE_OK &&
	       sqlite3_bind_text(add, 2, named, -1, SQLITE_TRANSIENT) == SQLITE_OK &&
	       sqlite3_bind_blob(add, 3, commit, REFERENCE_ID_SIZE, SQLITE_TRANSIENT) ==
		       SQLITE_OK &&
	       sqlite3_bind_int64(add, 4, when) == SQLITE_OK;
}

bool references_add(struct references *references, enum reference_kind kind, const char *named,
		    const guint8 *commit, gint64 when, GError **error)
{
	bool good;

	if (!references->add &&
	    sqlite3_prepare_v2(references->db,
			       "INSERT OR IGNORE INTO reference (kind, named, id, time)"
			       " VALUES (?, ?, ?, ?)",
			       -1, &references->add, NULL) != SQLITE_OK)
		return failed(references, error);
	good = bind_reference(references->add, kind, named, commit, when) &&
	       sqlite3_step(references->add) == SQLITE_DONE;
	sqlite3_reset(references->add);
	return good || failed(references, error);
}

static bool change_tip(struct references *references, const char *sql, const guint8 *id,
		       GError **error)
{
	auto_statement statement = NULL;

	if (sqlite3_prepare_v2(references->db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_bind_blob(statement, 1, id, REFERENCE_ID_SIZE, SQLITE_TRANSIENT) ==
		    SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_DONE)
		return true;
	return failed(references, error);
}

static bool move_tips(struct references *references, const guint8 *tip, const GArray *passed,
		      GError **error)
{
	for (guint i = 0; passed && i < passed->len; i++) {
		const guint8 *id = (const guint8 *)passed->data + (gsize)i * REFERENCE_ID_SIZE;

		if (!change_tip(references, "DELETE FROM tip WHERE id = ?", id, error))
			return false;
	}
	return change_tip(references, "INSERT OR IGNORE INTO tip (id) VALUES (?)", tip, error);
}

bool references_finish(struct references *references, const guint8 *tip, const GArray *passed,
		       GError **error)
{
	if (tip && move_tips(references, tip, passed, error) && run(references, "COMMIT", error))
		return true;
	sqlite3_exec(references->db, "ROLLBACK", NULL, NULL, NULL);
	return !tip;
}

static void reference_clear(gpointer data)
{
	g_free(((struct reference *)data)->named);
}

/* one of them is the beginning of the other */
static bool same_id(const char *a, const char *b)
{
	return !strncmp(a, b, MIN(strlen(a), strlen(b)));
}

static void take_row(sqlite3_stmt *row, const char *id, GArray *found)
{
	const char *named = (const char *)sqlite3_column_text(row, 0);
	struct reference reference = { .when = sqlite3_column_int64(row, 2) };

	if (!named || !same_id(named, id) || sqlite3_column_bytes(row, 1) != REFERENCE_ID_SIZE)
		return;
	memcpy(reference.commit, sqlite3_column_blob(row, 1), REFERENCE_ID_SIZE);
	reference.named = g_strdup(named);
	g_array_append_val(found, reference);
}

static gint by_time(gconstpointer a, gconstpointer b)
{
	const struct reference *one = a, *other = b;

	if (one->when != other->when)
		return one->when < other->when ? -1 : 1;
	return memcmp(one->commit, other->commit, REFERENCE_ID_SIZE);
}

GArray *references_find(struct references *references, enum reference_kind kind, const char *id)
{
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct reference));
	g_autofree char *first = g_strndup(id, COMMIT_ID_MIN), *end = g_strconcat(first, "g", NULL);
	auto_statement statement = NULL;

	g_array_set_clear_func(found, reference_clear);
	if (strlen(first) < COMMIT_ID_MIN ||
	    sqlite3_prepare_v2(references->db,
			       "SELECT named, id, time FROM reference"
			       " WHERE kind = ? AND named >= ? AND named < ?",
			       -1, &statement, NULL) != SQLITE_OK ||
	    sqlite3_bind_int(statement, 1, kind) != SQLITE_OK ||
	    sqlite3_bind_text(statement, 2, first, -1, SQLITE_TRANSIENT) != SQLITE_OK ||
	    sqlite3_bind_text(statement, 3, end, -1, SQLITE_TRANSIENT) != SQLITE_OK)
		return found;
	while (sqlite3_step(statement) == SQLITE_ROW)
		take_row(statement, id, found);
	g_array_sort(found, by_time);
	return found;
}

void references_free(struct references *references)
{
	if (!references)
		return;
	sqlite3_finalize(references->add);
	sqlite3_close(references->db);
	g_free(references);
}
