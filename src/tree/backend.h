/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kind of tree implements; for the files of tree/ only.
 */
#ifndef TREE_BACKEND_H
#define TREE_BACKEND_H

#include "tree/listing.h"
#include "tree/tree.h"

/**
 * struct tree_backend - functions of one kind of tree
 * @entry: see tree_entry(); the path is safe
 * @read: see tree_read(); the path is safe
 * @read_into: see tree_read_into(); the path is safe; NULL: @read does it
 * @list: see tree_list(); appends unsorted names
 * @blob: see tree_blob(); NULL when the kind of tree knows none
 * @files: see tree_listing(); appends struct listed, unsorted; NULL: it is walked
 * @free: frees what @data of the tree points to
 */
struct tree_backend {
	enum tree_entry (*entry)(const struct tree *tree, const char *path);
	GBytes *(*read)(const struct tree *tree, const char *path, GError **error);
	bool (*read_into)(const struct tree *tree, const char *path, GByteArray *buffer,
			  GError **error);
	void (*list)(const struct tree *tree, const char *path, GPtrArray *names);
	GBytes *(*blob)(const struct tree *tree, const char *id);
	void (*files)(const struct tree *tree, const char *below, const char *const *suffixes,
		      GArray *files);
	void (*free)(struct tree *tree);
};

/**
 * struct tree - one tree
 * @backend: its kind
 * @data: of the backend
 * @folder: see tree_folder()
 * @repository: see tree_repository()
 * @commit: see tree_commit()
 * @history: see tree_set_history()
 * @alternates: see tree_set_alternates()
 */
struct tree {
	const struct tree_backend *backend;
	void *data;
	char *folder;
	char *repository;
	char *commit;
	const struct history_index *history;
	char *alternates;
};

/** has_suffix() - does @name end in one of these? */
bool has_suffix(const char *name, const char *const *suffixes);

/** tree_missing() - set the error for a path that is not there; returns NULL */
GBytes *tree_missing(const char *path, GError **error);

#endif /* TREE_BACKEND_H */
