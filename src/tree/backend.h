/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a kind of tree implements; for the files of tree/ only.
 */
#ifndef TREE_BACKEND_H
#define TREE_BACKEND_H

#include "tree/survey.h"
#include "tree/tree.h"

/**
 * struct survey_buffer - memory for the content of one file after the other
 * @data: the content
 * @space: bytes that there is room for
 * @size: bytes of the content
 * @most: see struct survey_spec
 * @passed_by: the file is larger than that, and was not read
 */
struct survey_buffer {
	char *data;
	gsize space;
	gsize size;
	gsize most;
	bool passed_by;
};

/**
 * survey_buffer_grow() - room for @size bytes, none when the file is passed by
 *
 * BS_ERROR_LIMIT naming @path when it is too much.
 */
bool survey_buffer_grow(struct survey_buffer *buffer, gsize size, const char *path,
			GError **error);

/**
 * struct survey_name - a name in a folder
 * @name: offset in the names' text
 * @kind: 'f' or 'd'
 * @stamp: where the list of names has it already
 */
struct survey_name {
	gsize name;
	char kind;
	guint8 stamp[SURVEY_STAMP];
};

/** struct survey_names - names of a folder, those of files only with one of @suffixes */
struct survey_names {
	GArray *items;		/* struct survey_name */
	GString *text;
	const char *const *suffixes;
};

/** survey_names_add() - add a name; @stamp may be NULL */
void survey_names_add(struct survey_names *names, const char *name, char kind,
		      const guint8 *stamp);

/**
 * struct survey_place - a folder that is open
 * @fd: of a folder on disk
 * @readable: it can be listed by @fd
 * @object: of a folder elsewhere
 * @stamp: of its list of names
 * @steady: an equal stamp later shows that nothing has changed
 */
struct survey_place {
	int fd;
	bool readable;
	void *object;
	guint8 stamp[SURVEY_STAMP];
	bool steady;
};

/**
 * struct survey_backend - how a kind of tree is gone over, see survey.h
 * @deep: the stamp of a folder stands for all that is below it
 * @enter: open a folder: @name in @parent, or, without @parent, a path; @item: as it was listed,
 *         NULL when it was not
 * @names: list it, in any order; false: not complete
 * @stamp: of a file; false: it is none
 * @read: its content, with the stamp of just this content; @path is for messages
 * @leave: close the folder
 */
struct survey_backend {
	bool deep;
	bool (*enter)(const struct tree *tree, const struct survey_place *parent,
		      const char *name, const struct survey_name *item,
		      struct survey_place *out);
	bool (*names)(struct survey_place *place, struct survey_names *out);
	bool (*stamp)(const struct survey_place *place, const char *name,
		      const struct survey_name *item, guint8 *out_stamp, bool *out_steady);
	bool (*read)(const struct tree *tree, const struct survey_place *place, const char *name,
		     const struct survey_name *item, const char *path,
		     struct survey_buffer *buffer, guint8 *out_stamp, bool *out_steady,
		     GError **error);
	void (*leave)(struct survey_place *place);
};

/**
 * struct tree_backend - functions of one kind of tree
 * @entry: see tree_entry(); the path is safe
 * @read: see tree_read(), and with @here tree_read_here(); the path is safe
 * @target: see tree_side(), of what is no file; the path is safe; NULL when it has none
 * @list: see tree_list(); appends unsorted names
 * @blob: see tree_blob(); NULL when the kind of tree knows none
 * @share: see tree_set_alternates(), for each folder; NULL when it has no objects
 * @ready: see tree_make_ready(); NULL when there is nothing to do
 * @survey: see tree_survey(); NULL when the kind of tree cannot be gone over
 * @stamp: see tree_stamp(); the path is safe; NULL: it has no stamps
 * @free: frees what @data of the tree points to
 */
struct tree_backend {
	enum tree_entry (*entry)(const struct tree *tree, const char *path);
	GBytes *(*read)(const struct tree *tree, const char *path, bool here, GError **error);
	GBytes *(*target)(const struct tree *tree, const char *path);
	void (*list)(const struct tree *tree, const char *path, GPtrArray *names);
	GBytes *(*blob)(const struct tree *tree, const char *id);
	void (*share)(struct tree *tree, const char *folder);
	void (*ready)(const struct tree *tree, const char *path);
	const struct survey_backend *survey;
	bool (*stamp)(const struct tree *tree, const char *path, guint8 *out_stamp);
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
 * @answers: see tree_set_answers()
 * @alternates: see tree_set_alternates()
 * @fault: see tree_check(); an overlay's is that of its base; NULL when it cannot have one
 * @ancestry: of @commit; an overlay's is that of its base; NULL without @commit
 */
struct tree {
	const struct tree_backend *backend;
	void *data;
	char *folder;
	char *repository;
	char *commit;
	const struct history_index *history;
	const struct answers *answers;
	char *alternates;
	GError **fault;
	struct ancestry *ancestry;
};

/** tree_missing() - set the error for a path that is not there; returns NULL */
GBytes *tree_missing(const char *path, GError **error);

#endif /* TREE_BACKEND_H */
