/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many files more or less than before have each name: a table from the hash of a name
 * (lex.h), which nothing but its own size bounds.
 */
#ifndef ENGINE_NAMES_FILECOUNTS_H
#define ENGINE_NAMES_FILECOUNTS_H

#include <glib.h>

/** struct file_count - of one name */
struct file_count {
	guint64 hash;
	gint32 by;
};

struct file_counts;

/** file_counts_new() - every count is 0 */
struct file_counts *file_counts_new(void);

void file_counts_free(struct file_counts *counts);

/** file_counts_size() - of how many names the count may be other than 0 */
guint file_counts_size(const struct file_counts *counts);

/** file_counts_get() - of a name's hash; 0 for one never added to */
gint32 file_counts_get(const struct file_counts *counts, guint64 hash);

/** file_counts_add() - so many files more have the name, or less */
void file_counts_add(struct file_counts *counts, guint64 hash, gint32 by);

/** file_counts_sorted() - struct file_count by hash, those that are not 0 */
GArray *file_counts_sorted(const struct file_counts *counts);

/** file_counts_clear() - all are 0 again, and their room is given back */
void file_counts_clear(struct file_counts *counts);

typedef struct file_counts file_counts;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(file_counts, file_counts_free)

#endif /* ENGINE_NAMES_FILECOUNTS_H */
