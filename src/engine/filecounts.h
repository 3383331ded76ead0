/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many files have a name, for each of the millions of names of a tree: nearly all are in
 * few files, so a name takes a byte, and only those in many files take more.
 */
#ifndef ENGINE_FILECOUNTS_H
#define ENGINE_FILECOUNTS_H

#include <glib.h>

struct file_counts;

/** file_counts_new() - every count is 0 */
struct file_counts *file_counts_new(void);

void file_counts_free(struct file_counts *counts);

/** file_counts_size() - one more than the largest number whose count may be other than 0 */
guint32 file_counts_size(const struct file_counts *counts);

/** file_counts_get() - of a name's number, see wordlist_number(); 0 for one never added to */
guint32 file_counts_get(const struct file_counts *counts, guint32 number);

/** file_counts_add() - so many files more have the name, or less */
void file_counts_add(struct file_counts *counts, guint32 number, int by);

/** file_counts_clear() - all are 0 again */
void file_counts_clear(struct file_counts *counts);

typedef struct file_counts file_counts;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(file_counts, file_counts_free)

#endif /* ENGINE_FILECOUNTS_H */
