/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The names of single files kept between runs (engine/names/wordlist.h), so that the
 * way from one tree to the next is not read and scanned again by the next
 * program.  Losing them loses time only.
 */
#ifndef ENGINE_NAMES_WORDKEEP_H
#define ENGINE_NAMES_WORDKEEP_H

#include <glib.h>

#include "tree/objects.h"

struct wordkeep;

/**
 * wordkeep_open() - what is kept in a folder, made when it is not there
 * @folder: NULL keeps nothing
 * Return: NULL when nothing can be kept; the other functions take that
 */
struct wordkeep *wordkeep_open(const char *folder);

/**
 * wordkeep_get() - the hashes of a file's names, as wordlist_scan() gave them
 * Return: guint64, or NULL when they are not kept or cannot be trusted
 */
GArray *wordkeep_get(struct wordkeep *keep, const struct object_id *blob);

/** wordkeep_put() - keep them; written some hundred at a time, at the latest by wordkeep_close() */
void wordkeep_put(struct wordkeep *keep, const struct object_id *blob, const GArray *hashes);

/** wordkeep_close() - write what is still to be written */
void wordkeep_close(struct wordkeep *keep);

typedef struct wordkeep wordkeep;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(wordkeep, wordkeep_close)

#endif /* ENGINE_NAMES_WORDKEEP_H */
