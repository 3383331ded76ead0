/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that are looked for in all sources of a tree but those that a patch
 * changes, where no index of the tree is at hand.
 */
#ifndef ENGINE_NAMES_TREESEARCH_H
#define ENGINE_NAMES_TREESEARCH_H

#include "engine/code/extract.h"
#include "tree/tree.h"

/** TREE_SEARCH_TOLD_MAX - of more warnings of one kind than that, the first are told */
#define TREE_SEARCH_TOLD_MAX 5

/**
 * struct patched - a tree without and with a patch
 * @before: the tree
 * @after: an overlay on it, with the patch
 * @words: of @before, in any case whether it is worth to ask them; or NULL
 */
struct patched {
	const struct tree *before;
	const struct tree *after;
	const struct words *words;
};

/**
 * struct asked - a name that is looked for
 * @name: newly allocated
 * @about: what is asked of it; a meaning for each search
 * @aside: nothing is looked into for its sake: it is of interest only where another is not found
 * @of: what it belongs to, newly allocated; or NULL
 * @passed_to: a variable: what it is an argument of, newly allocated; or NULL
 * @hint: the search's own: what it has seen of the name so far
 * @where: the file of the tree that answers for it; NULL for none so far
 * @uncounted: no C file of the tree can answer for it
 */
struct asked {
	char *name;
	int about;
	bool aside;
	char *of;
	char *passed_to;
	bool hint;
	char *where;
	bool uncounted;
};

struct tree_search;

/** enum search_files - which files can answer */
enum search_files {
	SEARCH_HEADERS,
	SEARCH_C,
	SEARCH_SOURCES,	/* C and assembler */
};

/**
 * struct tree_question - what a search is for
 * @files: which of them are looked into
 * @counted: by the words of the tree, may a C file answer that the patch does not change?
 * @answers: does a file answer for a name?
 */
struct tree_question {
	enum search_files files;
	bool (*counted)(const struct tree_search *search, const struct asked *asked);
	bool (*answers)(const struct tree_search *search, struct asked *asked, const char *path,
			const struct extract *text);
};

/**
 * struct tree_search - through a tree
 * @in: all borrowed
 * @question: what is asked of each name
 * @changed: char *: what the patch changes, which is not looked into
 * @made: GBytes *: those of its files that are C, with the patch
 * @names: struct asked *
 * @left: how many were not found so far, those aside not counted
 * @none_counted: nothing that is left can be in a C file
 * @units: the search's own: what it knows of folders, by path
 * @folders: char *: what has been looked into as a whole, each with a '/' behind it
 * @answers: does a file answer for a name?
 */
struct tree_search {
	struct patched in;
	const struct tree_question *question;
	GPtrArray *changed;
	GPtrArray *made;
	GPtrArray *names;
	guint left;
	bool none_counted;
	GHashTable *units;
	GPtrArray *folders;
};

/** tree_search_init() - nothing is looked for yet */
void tree_search_init(struct tree_search *search, const struct patched *in,
		      const struct tree_question *question);

/**
 * tree_search_elsewhere() - has a C file that the patch does not change the name in a role?
 * @role: see enum word_role; of a header any that is in the tree counts
 */
bool tree_search_elsewhere(const struct tree_search *search, guint role, const char *name);

/** tree_search_ask() - look for a name; @name is taken */
struct asked *tree_search_ask(struct tree_search *search, char *name, int about);

/** tree_search_aside() - a name that is looked for as well while others are; @name is taken */
void tree_search_aside(struct tree_search *search, char *name, int about);

/** tree_search_found() - that file answers for the name; "" for one of the patch's own */
void tree_search_found(struct tree_search *search, struct asked *asked, const char *where);

/**
 * tree_search_count() - ask the words of the tree, where they are at hand, before files are read
 *
 * Of a name that no C file can answer for none is looked into.
 */
void tree_search_count(struct tree_search *search);

/**
 * tree_search_near() - look into the patch's own folder and the headers, where most names are
 *                      found, until every name is
 */
void tree_search_near(struct tree_search *search);

/**
 * tree_search_all() - into all of the tree, the patch's own folder and those above it first
 *
 * As with tree_search_count(); to go through all of a tree again is worth to count its words.
 */
void tree_search_all(struct tree_search *search);

/** tree_search_clear() - free what it holds */
void tree_search_clear(struct tree_search *search);

#endif /* ENGINE_NAMES_TREESEARCH_H */
