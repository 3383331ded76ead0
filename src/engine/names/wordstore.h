/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The counts of trees (engine/names/words.h) kept in files, so that the next program
 * that looks at a tree as large as the kernel's, or at one near it, does not
 * read all of it again.  Losing them loses time only.
 */
#ifndef ENGINE_NAMES_WORDSTORE_H
#define ENGINE_NAMES_WORDSTORE_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

/** WORDSTORE_WORTH - a way of fewer files is quicker gone than looked up */
#define WORDSTORE_WORTH 2000

/**
 * wordstore_nearest() - the kept tree from which the way to another is the shortest
 * @folder: where they are kept; may be missing
 * @objects: that both trees are looked for in
 * @wanted: tree to go to
 * @out: gets the id of the kept tree
 * Return: the way, struct tree_delta as objects_compare() has it; NULL when there is none
 */
GArray *wordstore_nearest(const char *folder, struct objects *objects,
			  const struct object_id *wanted, struct object_id *out);

/** wordstore_path() - where the counts of a tree are kept, see engine/names/wordfile.h */
char *wordstore_path(const char *folder, const struct object_id *tree);

/** wordstore_trim() - the oldest go when there are many, and those of an older format */
void wordstore_trim(const char *folder);

#endif /* ENGINE_NAMES_WORDSTORE_H */
