/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What `tree list` and `tree probe` tell: the trees of a workspace and what was
 * found in them.
 */
#ifndef REPORT_TREES_H
#define REPORT_TREES_H

#include <glib.h>

/**
 * struct tree_feature - one idiom and where the tree defines it
 * @name: "scoped_guard"
 * @path: file that defines it, NULL when the tree lacks it
 * @line: of the definition
 */
struct tree_feature {
	char *name;
	char *path;
	unsigned int line;
};

/**
 * struct tree_info - one tree
 * @name: "6.18.y", or the path that was probed
 * @status: from the tree file, NULL without one
 * @source: where its source is, NULL when not known
 * @version: found in its Makefile, NULL when there is none
 * @problem: why the source could not be looked at, or NULL
 * @features: struct tree_feature *; empty when it was not looked for them
 */
struct tree_info {
	char *name;
	char *status;
	char *source;
	char *version;
	char *problem;
	GPtrArray *features;
};

/** tree_info_new() - a tree called @name, the rest empty */
struct tree_info *tree_info_new(const char *name);

/** tree_info_add() - add a feature; @path may be NULL */
void tree_info_add(struct tree_info *info, const char *name, const char *path,
		   unsigned int line);

/** tree_info_free() - accepts NULL */
void tree_info_free(struct tree_info *info);

/** report_trees_text() - a table of struct tree_info *, the features of each below its line */
char *report_trees_text(const GPtrArray *trees);

/** report_trees_json() - {"schema":"backstitch.tree/1","trees":[…]} */
char *report_trees_json(const GPtrArray *trees);

#endif /* REPORT_TREES_H */
