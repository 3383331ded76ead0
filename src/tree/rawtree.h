/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * git's tree objects as bytes: "MODE NAME\0ID" after one another, sorted as if
 * the names of folders ended in '/'.
 */
#ifndef TREE_RAWTREE_H
#define TREE_RAWTREE_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

#define RAW_FOLDER 040000

/** struct raw_entry - one entry; the name is borrowed and ends with a NUL */
struct raw_entry {
	const char *name;
	size_t size;
	struct tree_item item;
};

/** struct raw_cursor - where a walk over a tree object is; borrows its bytes */
struct raw_cursor {
	const char *at;
	const char *end;
};

/** raw_open() - stand before the first entry */
void raw_open(struct raw_cursor *cursor, GBytes *tree);

/** raw_next() - the next entry; false at the end, or where the object is damaged */
bool raw_next(struct raw_cursor *cursor, struct raw_entry *out);

/** raw_compare() - git's order */
int raw_compare(const struct raw_entry *a, const struct raw_entry *b);

struct rawtree;

/** rawtree_new() - a tree to edit; holds a reference */
struct rawtree *rawtree_new(GBytes *bytes);

/** rawtree_get() - what stands at a name, mode 0 for nothing */
void rawtree_get(const struct rawtree *tree, const char *name, size_t size,
		 struct tree_item *out);

/** rawtree_set() - put something at a name, or with mode 0 remove it; the name is copied */
void rawtree_set(struct rawtree *tree, const char *name, size_t size,
		 const struct tree_item *item);

/** rawtree_is_empty() - is there no entry? */
bool rawtree_is_empty(const struct rawtree *tree);

/** rawtree_bytes() - the object */
GBytes *rawtree_bytes(struct rawtree *tree);

void rawtree_free(struct rawtree *tree);

typedef struct rawtree rawtree;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(rawtree, rawtree_free)

#endif /* TREE_RAWTREE_H */
