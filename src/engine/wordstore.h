/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The counts of trees (engine/words.h) kept in files, so that the next program
 * that looks at a tree as large as the kernel's, or at one near it, does not
 * read all of it again.  Losing them loses time only.
 */
#ifndef ENGINE_WORDSTORE_H
#define ENGINE_WORDSTORE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/filecounts.h"
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

/**
 * wordstore_load() - read the counts of a tree
 * @take: gets each name's hash (lex.h) and how many files have it
 * Return: false when there are none or none that can be trusted; what was taken is to be
 *         forgotten then
 */
bool wordstore_load(const char *folder, const struct object_id *tree,
		    void (*take)(void *data, guint64 hash, guint32 count), void *data);

/**
 * wordstore_save() - keep the counts of a tree; the oldest go when there are many
 * @counts: by number, see wordlist_number()
 */
void wordstore_save(const char *folder, const struct object_id *tree,
		    const struct file_counts *counts);

#endif /* ENGINE_WORDSTORE_H */
