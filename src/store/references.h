/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which commits of a repository name which others, kept in SQLite.  Losing the
 * file loses the time to read the history again, and nothing else.
 */
#ifndef STORE_REFERENCES_H
#define STORE_REFERENCES_H

#include <glib.h>
#include <stdbool.h>

#define REFERENCE_ID_SIZE 20

/** enum reference_kind - as what a message names a commit; the values are in the file */
enum reference_kind {
	REFERENCE_COPY = 1,	/* it was copied from that one */
	REFERENCE_REVERT = 2,	/* it takes that one back */
	REFERENCE_FIXES = 3,	/* it mends that one */
};

/**
 * struct reference - a commit that names another
 * @commit: the one that names
 * @named: the id as it stands there, lower case, 7 to 40 digits; newly allocated
 * @when: committer's time of @commit
 */
struct reference {
	guint8 commit[REFERENCE_ID_SIZE];
	char *named;
	gint64 when;
};

struct references;

/**
 * references_open() - open or make the file
 * @error: BS_ERROR_IO
 *
 * A file of another version, or a damaged one, is set aside and made anew.
 */
struct references *references_open(const char *path, GError **error);

/** references_tips() - ids, 20 bytes each, up to which the history has been read */
GArray *references_tips(struct references *references);

/** references_begin() - what follows is kept as a whole by references_finish(), or not at all */
bool references_begin(struct references *references, GError **error);

/** references_add() - keep that @commit names @named */
bool references_add(struct references *references, enum reference_kind kind, const char *named,
		    const guint8 *commit, gint64 when, GError **error);

/**
 * references_finish() - keep what was added since references_begin()
 * @tip: 20 bytes: the history has been read up to here; NULL gives up what was added
 * @passed: 20 bytes each: tips that can be reached from @tip, to be forgotten; may be NULL
 */
bool references_finish(struct references *references, const guint8 *tip, const GArray *passed,
		       GError **error);

/**
 * references_find() - commits that name @id
 * @id: 7 digits or more, lower case; longer or shorter than what stands in the messages
 * Return: struct reference, oldest first; cleared by the array
 */
GArray *references_find(struct references *references, enum reference_kind kind, const char *id);

void references_free(struct references *references);

typedef struct references references;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(references, references_free)

#endif /* STORE_REFERENCES_H */
