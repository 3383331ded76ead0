/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A source tree that patches are ported to, behind one interface: a plain
 * directory, a git commit, or changes in memory on top of another tree.
 * Nothing here writes to a tree.
 */
#ifndef TREE_TREE_H
#define TREE_TREE_H

#include <glib.h>
#include <stdbool.h>

struct tree;

/** enum tree_entry - what a path is in a tree */
enum tree_entry {
	TREE_NONE,
	TREE_FILE,
	TREE_EXECUTABLE,
	TREE_SYMLINK,
	TREE_FOLDER,
	TREE_SUBMODULE,
	TREE_OTHER,		/* device, socket */
};

/** tree_kind() - what git's @mode stands for; 0 is TREE_NONE */
enum tree_entry tree_kind(unsigned int mode);

/** tree_mode() - git's mode of what can stand in a commit, folders apart; else 0 */
unsigned int tree_mode(enum tree_entry kind);

/**
 * tree_open_folder() - a plain directory as a tree
 * @path: its root
 * @error: BS_ERROR_MISSING
 */
struct tree *tree_open_folder(const char *path, GError **error);

/**
 * tree_open_git() - a commit of a git repository as a tree
 * @repository: work tree, .git folder or bare repository
 * @ref: anything that names a commit; NULL for HEAD
 * @error: BS_ERROR_MISSING
 */
struct tree *tree_open_git(const char *repository, const char *ref, GError **error);

/**
 * tree_open() - open what a user wrote: a directory, or REPOSITORY[:REF]
 * @source: a directory without .git is a plain directory, and so is a work tree
 *          without ":REF"
 * @error: BS_ERROR_MISSING, saying what was tried
 */
struct tree *tree_open(const char *source, GError **error);

/**
 * tree_source_repository() - the repository that a source is in, whether it can be read or not
 * @source: as for tree_open()
 * @out_ref: what @source names there, as tree_open_git() takes it; a part of @source
 * Return: newly allocated; NULL for a plain directory and for what is not there
 */
char *tree_source_repository(const char *source, const char **out_ref);

/** tree_is_repository() - is the folder a .git folder or a bare repository, by its looks? */
bool tree_is_repository(const char *folder);

/** tree_overlay() - changes in memory on top of @base, which must outlive it */
struct tree *tree_overlay(const struct tree *base);

/**
 * tree_put() - in an overlay, set what stands at @path
 * @content: as tree_side() gives it; a reference is taken
 */
void tree_put(struct tree *overlay, const char *path, GBytes *content, enum tree_entry kind);

/** tree_drop() - in an overlay, remove @path */
void tree_drop(struct tree *overlay, const char *path);

/** tree_changed() - char *: paths that an overlay sets or removes, sorted; caller unrefs */
GPtrArray *tree_changed(const struct tree *overlay);

/**
 * tree_changed_all() - as tree_changed(), of all overlays that stand on each other
 *
 * What a tree on disk differs in from @tree; empty when that is no overlay.
 */
GPtrArray *tree_changed_all(const struct tree *tree);

/** tree_entry() - what @path is; unsafe paths are TREE_NONE */
enum tree_entry tree_entry(const struct tree *tree, const char *path);

/**
 * tree_read() - content of a regular file
 * @tree: where
 * @path: relative to the tree
 * @error: BS_ERROR_MISSING when there is no such file, BS_ERROR_UNSAFE for a path that
 *         leaves the tree, BS_ERROR_IO
 *
 * In a partial clone git fetches what is missing.
 */
GBytes *tree_read(const struct tree *tree, const char *path, GError **error);

/**
 * tree_read_here() - the same for who looks through many files: nothing is fetched
 *
 * A file that is not here is no fault of the tree, see tree_check().
 */
GBytes *tree_read_here(const struct tree *tree, const char *path, GError **error);

/** tree_make_ready() - the files of a folder will be read: what is missing is fetched at once */
void tree_make_ready(const struct tree *tree, const char *path);

/**
 * tree_check() - could all be read that was asked for since the last call?
 * @tree: where, or an overlay on it
 * @error: BS_ERROR_MISSING naming the first object of the repository that could not
 *
 * For who took what is not there for a file that does not exist.
 */
bool tree_check(const struct tree *tree, GError **error);

/**
 * tree_side() - what a side of a diff has of a path
 * @error: as tree_read()
 * Return: content of a file, the place that a symbolic link leads to, or of a submodule
 *         "Subproject commit ID\n"
 */
GBytes *tree_side(const struct tree *tree, const char *path, GError **error);

/**
 * tree_list() - names in a folder
 * @tree: where
 * @path: folder, "" for the root
 * Return: char * sorted, without path; empty when there is no such folder
 */
GPtrArray *tree_list(const struct tree *tree, const char *path);

/**
 * tree_walk() - every regular file below a folder, in sorted order
 * @tree: where
 * @path: folder, "" for all
 * @visit: called with each path; return false to stop
 * @data: for @visit
 */
void tree_walk(const struct tree *tree, const char *path,
	       bool (*visit)(void *data, const char *path), void *data);

/**
 * tree_folder() - directory on disk that holds the tree's files, or NULL
 *
 * Set for plain directories, and for overlays on them (then without the changes).
 */
const char *tree_folder(const struct tree *tree);

/** tree_repository() - the git repository of a git tree, or NULL */
const char *tree_repository(const struct tree *tree);

struct history_index;

/**
 * tree_set_history() - an index that questions about the tree's history may use
 * @tree: a git tree, before overlays are put on it
 * @index: of its repository, up to its commit; borrowed, must outlive the tree; NULL for none
 */
void tree_set_history(struct tree *tree, const struct history_index *index);

struct answers;

/**
 * tree_set_answers() - what git said before of the tree's repository
 * @tree: a git tree, before overlays are put on it
 * @answers: borrowed, must outlive the tree; NULL for none
 */
void tree_set_answers(struct tree *tree, const struct answers *answers);

/**
 * tree_set_alternates() - where objects may be that the tree's repository lacks
 * @tree: a git tree, before overlays are put on it
 * @folders: char *: objects/ folders of other repositories
 */
void tree_set_alternates(struct tree *tree, const GPtrArray *folders);

/** tree_commit() - full commit id of a git tree, or NULL */
const char *tree_commit(const struct tree *tree);

/**
 * tree_blob() - content of a blob in the tree's repository, by its id
 * @tree: a git tree or an overlay on one; others know no blobs
 * @id: full or abbreviated
 * Return: NULL when it is not there or the abbreviation is not unique
 */
GBytes *tree_blob(const struct tree *tree, const char *id);

/**
 * tree_materialise() - the tree's files as a directory on disk
 * @tree: a plain directory gives itself; a git tree is checked out once under @cache,
 *        by commit
 * @cache: directory for such copies
 * @error: BS_ERROR_IO
 * Return: path, newly allocated
 */
char *tree_materialise(const struct tree *tree, const char *cache, GError **error);

void tree_free(struct tree *tree);

typedef struct tree tree;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tree, tree_free)

#endif /* TREE_TREE_H */
