/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The headers of a tree, and which of them a file reaches: without a compiler, and so of all
 * that a line can mean.
 */
#ifndef ENGINE_NAMES_HEADERS_H
#define ENGINE_NAMES_HEADERS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/bag.h"
#include "engine/code/extract.h"
#include "engine/code/includelines.h"
#include "tree/objects.h"
#include "tree/tree.h"

/**
 * struct headers - where the headers of a tree are
 *
 * Listed when they are first asked for.
 */
struct headers;

/** headers_new() - of no tree yet; @objects is borrowed */
struct headers *headers_new(struct objects *objects);

/** headers_goto() - of @tree from now on */
void headers_goto(struct headers *headers, const struct object_id *tree);

/** headers_put() - a change makes this of a file; until headers_goto() */
void headers_put(struct headers *headers, const char *path, GBytes *bytes);

/** headers_of() - of a tree that need not be git's; @tree is borrowed */
struct headers *headers_of(const struct tree *tree);

/**
 * headers_near() - of such a tree, but only those beside a file and in include/
 *
 * Nothing is listed: what these tell is found soon, and what they do not tell may be elsewhere.
 */
struct headers *headers_near(const struct tree *tree);

void headers_free(struct headers *headers);

/**
 * headers_meant() - every file that a line can mean: the one beside, or all whose path ends so;
 *                   in a folder that has none, all of that name
 * @includer: the file that the line stands in
 * @out: gets char *
 */
void headers_meant(struct headers *headers, const char *includer, const struct include_line *line,
		   GPtrArray *out);

/** headers_assembler() - the ".S" files in the folder of a path, and below it: char * */
GPtrArray *headers_assembler(struct headers *headers, const char *path);

/** headers_symbols() - what all Kconfig files of the tree have, see kconfig_add(); borrowed */
const struct bag *headers_symbols(struct headers *headers);

/** headers_read() - one of them; a new reference, or NULL */
GBytes *headers_read(struct headers *headers, const char *path);

/** headers_have() - does one stand at that path? Of commits only */
bool headers_have(struct headers *headers, const char *path);

/** headers_beside() - does a line mean the file that stands beside the includer? Likewise */
bool headers_beside(struct headers *headers, const char *includer,
		    const struct include_line *line);

/** headers_same() - is one the same as another of another tree? No content is read; likewise */
bool headers_same(struct headers *a, const char *path_a, struct headers *b, const char *path_b);

/**
 * struct header - one that a file reaches, while headers_reach() shows it
 *
 * What it has is read when it is asked for, and of most it need not be: a question for a word
 * begins with header_mentions().
 */
struct header;

/** header_path() - where it stands in the tree */
const char *header_path(const struct header *header);

/** header_mentions() - false where it surely does not have the word, see header_note_mentions() */
bool header_mentions(const struct header *header, const char *word, gsize size);

/**
 * header_naming() - the text of a header that may have a word, see header_mentions()
 * Return: false where it surely has not: nothing is read then
 */
bool header_naming(struct header *header, const char *word, gsize size, struct extract *out);

/** header_pastes() - false where surely no macro of it makes the name, by "##" */
bool header_pastes(const struct header *header, const struct lex *name);

/** header_includes() - what its #include lines name, see header_note_includes() */
const char *header_includes(const struct header *header);

/** header_bytes() - its content, borrowed; NULL where it cannot be read */
GBytes *header_bytes(struct header *header);

/**
 * headers_reach() - the headers that a file includes, and those that these include
 * @path, @bytes: the file
 * @visit: called with each of them; false ends it
 * Return: false where one cannot be read, or so many are reached that nobody looks at all of them
 */
bool headers_reach(struct headers *headers, const char *path, GBytes *bytes,
		   bool (*visit)(void *data, struct header *header), void *data);

typedef struct headers headers;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(headers, headers_free)

#endif /* ENGINE_NAMES_HEADERS_H */
