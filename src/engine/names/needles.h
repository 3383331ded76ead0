/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Many strings looked for at once, in the sources of a whole tree: as Wu and
 * Manber do it, by the pair of bytes that all of them could end with.
 */
#ifndef ENGINE_NAMES_NEEDLES_H
#define ENGINE_NAMES_NEEDLES_H

#include <glib.h>

#include "format/linediff.h"

struct needles;

/**
 * needles_new() - what to look for
 * @strings: struct line, each of two bytes or more; their texts must stay
 */
struct needles *needles_new(const GArray *strings);

/**
 * needles_find() - every place of each
 * @needles: what to look for
 * @text: where
 * @size: of @text
 * @found: called with the index of the string and where it starts
 * @data: for @found
 */
void needles_find(const struct needles *needles, const char *text, gsize size,
		  void (*found)(void *data, guint index, gsize at), void *data);

void needles_free(struct needles *needles);

typedef struct needles needles;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(needles, needles_free)

#endif /* ENGINE_NAMES_NEEDLES_H */
