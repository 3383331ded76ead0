/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a file is taken apart into: for what finds in it and what cuts from it.
 */
#ifndef RULES_SLICEPARTS_H
#define RULES_SLICEPARTS_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"
#include "rules/wordset.h"

/** enum chunk_kind - CHUNK_DATA: a variable with a value; CHUNK_OTHER: what only declares */
enum chunk_kind {
	CHUNK_FUNCTION,
	CHUNK_MACRO,
	CHUNK_DATA,
	CHUNK_OTHER,
};

/** struct chunk - a definition or a declaration: a row of tokens */
struct chunk {
	enum chunk_kind kind;
	const char *name;
	guint first;		/* token */
	guint last;
	guint brief;		/* last token of the short form, before "{" or "=" */
	bool dead;		/* under #if 0 */
	GArray *declares;	/* guint32 */
	guint words_from;	/* in slicer.uses */
	guint words_to;
};

/** struct slicer - a file as its chunks, and the words that these use and declare, as numbers */
struct slicer {
	GBytes *bytes;
	const struct wordset *words;
	struct csource *source;
	GHashTable *numbers;	/* word to number + 1 */
	GStringChunk *strings;
	GArray *known;		/* int by number: index in words, or -1 */
	GArray *keyword;	/* guint8 by number */
	GArray *uses;		/* guint32: words of the chunks one after the other */
	GArray *chunks;
	GArray *declarers;	/* guint: the chunks that declare a word, word after word */
	GArray *declarers_of;	/* guint by number: where those of the word start */
};

static inline const struct ctoken *slicer_token(const struct slicer *s, guint i)
{
	return &g_array_index(s->source->tokens, struct ctoken, i);
}

static inline struct chunk *slicer_chunk(const struct slicer *s, guint i)
{
	return &g_array_index(s->chunks, struct chunk, i);
}

#endif /* RULES_SLICEPARTS_H */
