/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One version of a file with what the engine asks of it again and again: its
 * lines, its tokens, and which function a line is in.
 */
#ifndef ENGINE_CODE_IMAGE_H
#define ENGINE_CODE_IMAGE_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"
#include "format/diff.h"
#include "format/linediff.h"
#include "tree/tree.h"

/**
 * struct image - a file's content, taken apart
 * @path: in the tree
 * @bytes: content
 * @lines: struct line
 * @source: tokens and regions; those of a file that is not C mean little, but hold
 */
struct image {
	char *path;
	GBytes *bytes;
	GArray *lines;
	struct csource *source;
	/*< private >*/
	GHashTable *chains;
	guint *next;
};

/**
 * struct chain - the lines of a file that have one hash
 * @first: index of the first of them
 * @last: index of the last
 * @count: how many they are
 */
struct chain {
	guint first;
	guint last;
	guint count;
};

/** image_new() - take @bytes apart; holds a reference */
struct image *image_new(const char *path, GBytes *bytes);

/** image_load() - read and take apart a file of a tree; errors as tree_read() */
struct image *image_load(const struct tree *tree, const char *path, GError **error);

void image_free(struct image *image);

/**
 * image_section() - what git would show behind "@@" for a hunk that starts at @line
 * @image: the file
 * @line: index from 0
 * @labels: take goto labels for function lines, as git does without diff=cpp
 * Return: the line, newly allocated; "" when there is none above
 */
char *image_section(const struct image *image, size_t line, bool labels);

/** image_function() - name of the region at @line (from 1), "" at file scope; borrowed */
const char *image_function(const struct image *image, unsigned int line);

/** image_line_is() - is line @index of @image the text of @line, its end of line included? */
bool image_line_is(const struct image *image, size_t index, const struct diff_line *line);

/**
 * image_chain() - the lines that may have this text
 * @image: the file; remembers what it found out
 * @text: without newline
 * @size: of @text
 * Return: borrowed; NULL when no line has it.  image_chain_next() goes on.
 */
const struct chain *image_chain(struct image *image, const char *text, size_t size);

/** image_chain_next() - index of the next line in the chain that @line is in */
guint image_chain_next(const struct image *image, guint line);

/** image_is_blob() - is it the content that git knows by @id (7 digits or more; may be NULL)? */
bool image_is_blob(const struct image *image, const char *id);

typedef struct image image;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(image, image_free)

#endif /* ENGINE_CODE_IMAGE_H */
