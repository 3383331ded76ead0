/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What has to be known of a source before it is worth reading, by the id of its content: its
 * words, and the macros that it defines.  For git trees, where reading means unpacking: another
 * rule, and the next tree, unpack only what may concern them.
 */
#ifndef RULES_TEXTINDEX_H
#define RULES_TEXTINDEX_H

#include <glib.h>
#include <stdbool.h>

#include "rules/macros.h"
#include "store/results.h"

struct textindex;

/** textindex_new() - kept in @results, which outlives it; NULL gives NULL, which knows nothing */
struct textindex *textindex_new(struct results *results);

/**
 * textindex_note() - a text that was read
 * @path: of the file; only a header defines macros
 * @id: CONTENTS_ID bytes, of this content
 */
void textindex_note(struct textindex *index, const char *path, const guint8 *id, const char *text,
		    gsize size);

/**
 * textindex_words() - which of some words may be in a text
 * @hashes: wordfilter_hash() of each
 * @count: of them
 * @present: gets a byte a word
 * Return: false when it is not known
 */
bool textindex_words(struct textindex *index, const guint8 *id, const guint64 *hashes,
		     guint count, guint8 *present);

/** textindex_macros() - adds what a header defines; false when it is not known */
bool textindex_macros(struct textindex *index, const guint8 *id, struct macros *macros);

/** textindex_free() - keeps what is new */
void textindex_free(struct textindex *index);

typedef struct textindex textindex;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(textindex, textindex_free)

#endif /* RULES_TEXTINDEX_H */
