/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a tree is and which idioms it knows: read from its Makefile and headers.
 */
#ifndef TREE_PROBE_H
#define TREE_PROBE_H

#include <glib.h>
#include <stdbool.h>

#include "tree/tree.h"

/**
 * struct feature - one idiom and where the tree defines it
 * @name: "scoped_guard", "TDX_BUG_ON" …
 * @path: file that defines it, NULL when the tree lacks it
 * @line: of the definition
 */
struct feature {
	const char *name;
	const char *path;
	unsigned int line;
};

/**
 * struct probe - what was found out about a tree
 * @version: "6.18.5", from the top Makefile; NULL when there is none
 * @features: struct feature, one a row of the table in probe.c
 */
struct probe {
	char *version;
	GArray *features;
};

/** tree_probe() - look at a tree; reads a dozen files */
struct probe *tree_probe(const struct tree *tree);

/** probe_has() - does the tree define feature @name? */
bool probe_has(const struct probe *probe, const char *name);

void probe_free(struct probe *probe);

typedef struct probe probe;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(probe, probe_free)

#endif /* TREE_PROBE_H */
