/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file of counts (engine/names/wordfile.h) made of what many files have, in little memory:
 * sorted runs of names in a scratch file, and at the end one from all of them.
 */
#ifndef ENGINE_NAMES_WORDSORT_H
#define ENGINE_NAMES_WORDSORT_H

#include "engine/names/filecounts.h"
#include "engine/names/wordfile.h"

/** struct word_sort - what was put aside so far */
struct word_sort;

/** word_sort_new() - nothing, yet */
struct word_sort *word_sort_new(void);
void word_sort_free(struct word_sort *sort);

/** word_sort_full() - have counts become so many that they are to be put aside? */
bool word_sort_full(const struct file_counts *counts);

/**
 * word_sort_spill() - put counts aside; they are cleared then
 * @folder: where the scratch file goes
 * Return: false where it cannot be written
 */
bool word_sort_spill(struct word_sort *sort, struct file_counts *counts, const char *folder);

/**
 * word_sort_write() - a file of all counts, added up; once
 * @base: that they are differences from; or NULL
 * @counts: those that were not put aside
 * @path: of the file
 * @damaged: set where @base is
 * Return: false where that is so, or nothing can be written or read again
 */
bool word_sort_write(struct word_sort *sort, struct word_file *base,
		     const struct file_counts *counts, const char *path, bool *damaged);

typedef struct word_sort word_sort;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(word_sort, word_sort_free)

#endif /* ENGINE_NAMES_WORDSORT_H */
