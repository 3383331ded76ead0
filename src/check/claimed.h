/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files of a claim in both versions, as every check needs them.
 */
#ifndef CHECK_CLAIMED_H
#define CHECK_CLAIMED_H

#include <glib.h>
#include <stdbool.h>

#include "check/check.h"
#include "format/csource.h"

/**
 * struct claimed_file - one file that the port changes
 * @path: in the tree
 * @before: content in claim->before, NULL when it is new
 * @after: content in claim->after, NULL when it goes
 */
struct claimed_file {
	char *path;
	GBytes *before;
	GBytes *after;
};

/**
 * claimed_files() - struct claimed_file *: files that differ, by path
 *
 * Both what the ported patch names and what the overlay sets is looked at.
 */
GPtrArray *claimed_files(const struct claim *claim, GError **error);

/** tree_content() - a file, or NULL without error when there is none */
bool tree_content(const struct tree *tree, const char *path, GBytes **out, GError **error);

/** claimed_functions() - char *: functions whose text differs between both versions, sorted */
GPtrArray *claimed_functions(const struct claimed_file *file);

/** is_c_source() - "*.c" */
bool is_c_source(const char *path);

/** bytes_equal() - g_bytes_equal() for contents that may be NULL */
bool bytes_equal(GBytes *a, GBytes *b);

#endif /* CHECK_CLAIMED_H */
