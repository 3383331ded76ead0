/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that are looked for in all sources of a tree but those that a patch
 * changes, where no index of the tree is at hand.
 */
#ifndef ENGINE_TREESEARCH_H
#define ENGINE_TREESEARCH_H

#include "engine/warn.h"
#include "tree/tree.h"

/** TREE_SEARCH_TOLD_MAX - of more warnings of one kind than that, the first are told */
#define TREE_SEARCH_TOLD_MAX 5

/**
 * struct asked - a name that is looked for
 * @name: newly allocated
 * @about: what is asked of it; a meaning for each search
 * @aside: nothing is looked into for its sake: it is of interest only where another is not found
 * @of: what it belongs to, newly allocated; or NULL
 * @hint: the search's own: what it has seen of the name so far
 * @where: the file of the tree that answers for it; NULL for none so far
 */
struct asked {
	char *name;
	int about;
	bool aside;
	char *of;
	bool hint;
	char *where;
};

/**
 * struct tree_search - through a tree
 * @tree: borrowed
 * @changed: char *: what the patch changes, which is not looked into
 * @made: GBytes *: those of its files that are C, with the patch
 * @names: struct asked *
 * @left: how many were not found so far, those aside not counted
 * @folders: char *: what has been looked into as a whole, each with a '/' behind it
 * @answers: does a file answer for a name?
 */
struct tree_search {
	const struct tree *tree;
	GPtrArray *changed;
	GPtrArray *made;
	GPtrArray *names;
	guint left;
	GPtrArray *folders;
	bool (*answers)(const struct tree_search *search, struct asked *asked, const char *path,
			const struct extract *text);
};

/**
 * tree_search_init() - nothing is looked for yet
 * @before: the tree
 * @after: an overlay on it, with the patch
 */
void tree_search_init(struct tree_search *search, const struct tree *before,
		      const struct tree *after,
		      bool (*answers)(const struct tree_search *search, struct asked *asked,
				      const char *path, const struct extract *text));

/** tree_search_ask() - look for a name; @name is taken */
struct asked *tree_search_ask(struct tree_search *search, char *name, int about);

/** tree_search_aside() - a name that is looked for as well while others are; @name is taken */
void tree_search_aside(struct tree_search *search, char *name, int about);

/** tree_search_found() - that file answers for the name; "" for one of the patch's own */
void tree_search_found(struct tree_search *search, struct asked *asked, const char *where);

/**
 * tree_search_near() - look into the patch's own folder and the headers, where most names are
 *                      found, until every name is
 */
void tree_search_near(struct tree_search *search);

/** tree_search_all() - into all of the tree, the patch's own folder and those above it first */
void tree_search_all(struct tree_search *search);

/** tree_search_clear() - free what it holds */
void tree_search_clear(struct tree_search *search);

#endif /* ENGINE_TREESEARCH_H */
