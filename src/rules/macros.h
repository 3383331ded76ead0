/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Macros that spatch has to be told of, as it sees no headers: those that stand
 * for a loop header, without which it loses the function, and those that are
 * attributes.  They are read from a tree's own headers.
 */
#ifndef RULES_MACROS_H
#define RULES_MACROS_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"
#include "store/results.h"
#include "tree/tree.h"

struct macros;
struct textindex;

/** MACROS_HEADER_BYTES - larger ones are tables of registers, 500 of a kernel's 660 MB */
#define MACROS_HEADER_BYTES (512U << 10)

/** macros_new() - none yet; what is not found in it is looked for in @base, if any */
struct macros *macros_new(const struct macros *base);

/** macros_told() - names that a macro file defines already, so that nothing is said of them */
void macros_told(struct macros *macros, const char *file);

/**
 * macros_read() - add what a header defines
 * @macros: gets them
 * @text: of the header
 * @size: bytes
 *
 * A name that one header defines as a loop and another one as something else is none.
 */
void macros_read(struct macros *macros, const char *text, gsize size);

/** MACRO_FACTS_NAME - what the bytes of facts are: raise it when they come out differently */
#define MACRO_FACTS_NAME "macro facts 1"

/**
 * macros_facts() - what macros_read() has found, for macros_take_facts() instead of the text
 * @macros: not settled
 * @out: is emptied and filled
 */
void macros_facts(const struct macros *macros, GString *out);

/** macros_take_facts() - as if the text were read; what is damaged has no effect */
void macros_take_facts(struct macros *macros, const char *facts, gsize size);

/** macros_settle() - when all is read: which macros are loops because those they call are */
void macros_settle(struct macros *macros);

/**
 * macros_of_tree() - those of all headers of a tree
 * @tree: where
 * @results: keeps them as long as no header changes; may be NULL
 * @index: says of a git tree's header what it defines, and is told; may be NULL
 * @progress: may be NULL
 * @error: BS_ERROR_IO, BS_ERROR_INTERRUPTED; a header that cannot be read defines nothing
 */
struct macros *macros_of_tree(const struct tree *tree, struct results *results,
			      struct textindex *index, const struct progress *progress,
			      GError **error);

/**
 * macros_near() - those of the headers that one file includes, directly or not
 * @tree: where; NULL gives none
 * @path: of the file
 * @source: its content
 */
struct macros *macros_near(const struct tree *tree, const char *path, GBytes *source);

/** macros_line() - "#define list_for_each YACFE_ITERATOR", or NULL; settled; borrowed */
const char *macros_line(const struct macros *macros, const char *name);

/** macros_is_told() - does a macro file have it already? */
bool macros_is_told(const struct macros *macros, const char *name);

/**
 * struct macro_pick - what spatch has to be told for some text
 * @lines: name to line (char *)
 * @never: names that are something else in the text
 */
struct macro_pick {
	GHashTable *lines;
	GHashTable *never;
};

/**
 * macros_pick() - the macros that a text uses, its own ones, and those that define its functions
 * @macros: of its tree; NULL for none
 * @text: C source
 * @size: bytes
 *
 * A loop must be used as one: a name that the text calls in an expression, or defines as a
 * function, is left out, as the headers that define it are not this file's.
 */
struct macro_pick *macros_pick(const struct macros *macros, const char *text, gsize size);

/** macro_pick_text() - the lines, sorted, each with its newline */
char *macro_pick_text(const struct macro_pick *pick);

/** macro_pick_add() - take what another text needs; false when one can't have both */
bool macro_pick_add(struct macro_pick *pick, const struct macro_pick *other);

/** macro_pick_new() - nothing */
struct macro_pick *macro_pick_new(void);
void macro_pick_free(struct macro_pick *pick);

/** macros_lines() - all lines, sorted, each with its newline; for macros_take_lines() */
GString *macros_lines(const struct macros *macros);

/** macros_take_lines() - what macros_lines() gave, instead of headers; @macros is settled then */
void macros_take_lines(struct macros *macros, GBytes *lines);

void macros_free(struct macros *macros);

typedef struct macros macros;
typedef struct macro_pick macro_pick;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(macros, macros_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(macro_pick, macro_pick_free)

#endif /* RULES_MACROS_H */
