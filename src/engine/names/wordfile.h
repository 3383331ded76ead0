/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The counts of a whole tree in a file, which is looked into and not loaded: seven million names
 * of a kernel take 90 MB, and a pick asks for a few.
 */
#ifndef ENGINE_NAMES_WORDFILE_H
#define ENGINE_NAMES_WORDFILE_H

#include <glib.h>
#include <stdbool.h>

/** word_sum() - what stands behind numbers in a cache, to tell whether they are whole */
guint64 word_sum(const guint64 *numbers, gsize count);

/** struct word_file - opened; of one thread */
struct word_file;

/**
 * word_file_open() - look into the file at a path
 * @damaged: set to whether it cannot be trusted; or NULL
 * Return: NULL where that is so, or it cannot be opened
 */
struct word_file *word_file_open(const char *path, bool *damaged);

/** word_file_close() - forget it; NULL is none */
void word_file_close(struct word_file *file);

/** word_file_names() - how many it has */
guint64 word_file_names(const struct word_file *file);

/**
 * word_file_get() - how many files have a name
 * @hash: of it, see lex.h
 * Return: false where that part of the file is damaged
 */
bool word_file_get(struct word_file *file, guint64 hash, guint32 *out);

/**
 * word_file_each() - all of it, by hash
 * @with: false ends it
 * Return: false where it is damaged, or was ended
 */
bool word_file_each(struct word_file *file, bool (*with)(void *data, guint64 hash, guint32 count),
		    void *data);

/** WORD_FILE_NEW - what the name of one begins with that is not complete */
#define WORD_FILE_NEW "new-words-"

/** struct word_writer - writes such a file, which stands at its path once it is complete */
struct word_writer;

/** word_writer_new() - NULL where nothing can be written */
struct word_writer *word_writer_new(const char *path);

/** word_writer_add() - the next name by hash; what cannot be written word_writer_end() tells */
void word_writer_add(struct word_writer *writer, guint64 hash, guint32 count);

/** word_writer_end() - complete it, unless @good is false; frees @writer, returns whether it is */
bool word_writer_end(struct word_writer *writer, bool good);

typedef struct word_file word_file;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(word_file, word_file_close)

#endif /* ENGINE_NAMES_WORDFILE_H */
