/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names that C sources use, as hashes (lex.h), and kept by blob: one table for
 * the whole process, so that threads and trees share what is read once.
 */
#ifndef ENGINE_NAMES_WORDLIST_H
#define ENGINE_NAMES_WORDLIST_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

/**
 * struct wordlist - the distinct names of one blob, each in each of its roles
 * @count: how many
 * @hashes: of them
 */
struct wordlist {
	guint count;
	guint64 hashes[];
};

/**
 * wordlists_hold() - the process table exists until as many wordlists_drop() as holds
 * @folder: the first that is given is where names of single files are kept
 *          (engine/names/wordkeep.h); NULL for nowhere
 */
void wordlists_hold(const char *folder);

/** wordlists_drop() - the end of one wordlists_hold() */
void wordlists_drop(void);

/**
 * wordlist_of() - names of a blob, scanned or remembered
 * @to_keep: for the next who asks, and for the next run
 * Return: to be given back with wordlist_unref(); NULL with @error when it cannot be read
 */
struct wordlist *wordlist_of(struct objects *objects, const struct object_id *blob, bool to_keep,
			     GError **error);

/** wordlist_has() - is that name in the file? */
bool wordlist_has(const struct wordlist *list, guint64 hash);

/** wordlist_unref() - give back what wordlist_of() gave */
void wordlist_unref(struct wordlist *list);

/** wordlist_scan() - hashes of the distinct names of a text, each in each of its roles */
GArray *wordlist_scan(const char *text, gsize size);

/** wordlist_scanned() - is the name in that role among them? */
bool wordlist_scanned(const GArray *hashes, guint role, const char *name, gsize size);

typedef struct wordlist wordlist;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(wordlist, wordlist_unref)

#endif /* ENGINE_NAMES_WORDLIST_H */
