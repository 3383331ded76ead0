/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a header includes, and which words it surely does not have, kept by blob for the whole
 * process: a file of the kernel reaches 4,000 headers, and a question is answered by a few.
 */
#ifndef ENGINE_NAMES_HEADERNOTES_H
#define ENGINE_NAMES_HEADERNOTES_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/lex.h"
#include "tree/objects.h"

/**
 * struct header_note - of one header; counts references
 */
struct header_note;

/**
 * header_note_new() - of a text
 * @with_words: without, it says that it may have any
 */
struct header_note *header_note_new(const char *text, gsize size, bool with_words);

/** header_note_unref() - give back a reference */
void header_note_unref(struct header_note *note);

/** header_note_mentions() - may the text have the word? See wordfilter_may_hold() */
bool header_note_mentions(const struct header_note *note, const char *word, gsize size);

/** header_note_pastes() - may a macro of the text make the name, by "##"? */
bool header_note_pastes(const struct header_note *note, const struct lex *name);

/**
 * header_note_includes() - what its #include lines name, in order
 * Return: each with its quotes or angles and a NUL; an empty one behind the last
 */
const char *header_note_includes(const struct header_note *note);

/** header_notes_get() - that of a blob; a new reference, or NULL where it is not kept */
struct header_note *header_notes_get(const struct object_id *blob);

/** header_notes_keep() - for the next who asks, while there is room */
void header_notes_keep(const struct object_id *blob, struct header_note *note);

typedef struct header_note header_note;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(header_note, header_note_unref)

#endif /* ENGINE_NAMES_HEADERNOTES_H */
