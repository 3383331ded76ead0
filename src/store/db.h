/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Opening databases of things that can be computed again; for the files of
 * store/ only.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <glib.h>
#include <sqlite3.h>

/**
 * db_open() - open or make a database
 * @path: file; missing parent folders are made
 * @version: of the schema, from 1
 * @schema: makes the tables of an empty one, where they are not there yet
 * @error: BS_ERROR_IO
 *
 * A file of another version, or a damaged one, is set aside as PATH.old and made anew.  The
 * rollback journal stays (no WAL), so that the file can be copied or removed as a single
 * thing.
 */
sqlite3 *db_open(const char *path, int version, const char *schema, GError **error);

/** db_statement_clear() - for auto_statement */
void db_statement_clear(sqlite3_stmt **statement);

#define auto_statement __attribute__((cleanup(db_statement_clear))) sqlite3_stmt *

#endif /* STORE_DB_H */
