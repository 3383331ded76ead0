/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The objects of one git repository: commits, trees and blobs by their ids.
 * Nothing is checked out, and the repository itself is never written to: new
 * objects go to memory, or to a folder that the caller names.
 *
 * A handle belongs to one thread; threads open one each.
 */
#ifndef TREE_OBJECTS_H
#define TREE_OBJECTS_H

#include <glib.h>
#include <stdbool.h>

#define OBJECT_ID_SIZE 20
#define OBJECT_ID_HEX 40

/** struct object_id - name of an object, as bytes; all zero for "none" */
struct object_id {
	guint8 bytes[OBJECT_ID_SIZE];
};

/** object_id_hex() - the 40 digits and a NUL, into @out; returns @out */
char *object_id_hex(const struct object_id *id, char out[OBJECT_ID_HEX + 1]);

/** object_id_parse() - 40 hexadecimal digits; false for anything else */
bool object_id_parse(const char *hex, struct object_id *out);

/** object_id_equal() - the same name? */
bool object_id_equal(const struct object_id *a, const struct object_id *b);

/** object_id_is_null() - does it name nothing? */
bool object_id_is_null(const struct object_id *id);

/** object_id_hash() - for a GHashTable keyed by struct object_id */
guint object_id_hash(gconstpointer id);

/** object_id_same() - GEqualFunc for the same */
gboolean object_id_same(gconstpointer a, gconstpointer b);

struct objects;

/**
 * objects_open() - open a repository
 * @repository: work tree, .git folder or bare repository
 * @odb: folder that new objects are written to, in git's loose form; made when it is not
 *       there; NULL keeps them in memory until objects_free()
 * @error: BS_ERROR_MISSING, BS_ERROR_IO
 */
struct objects *objects_open(const char *repository, const char *odb, GError **error);

void objects_free(struct objects *objects);

/** objects_repository() - the .git folder; borrowed */
const char *objects_repository(const struct objects *objects);

/** objects_common() - the .git folder that all work trees of the repository share; borrowed */
const char *objects_common(const struct objects *objects);

/** objects_folder() - where a repository's objects are, newly allocated; NULL when it is none */
char *objects_folder(const char *repository);

/**
 * objects_add() - look for objects in another repository too
 * @repository: as for objects_open(); names of commits are not taken from there, ids are
 * @error: BS_ERROR_MISSING
 */
bool objects_add(struct objects *objects, const char *repository, GError **error);

/** objects_name_folder() - adds one to a list for GIT_ALTERNATE_OBJECT_DIRECTORIES */
void objects_name_folder(GString *list, const char *folder);

/**
 * objects_others() - the folders that objects_add() looks in
 * Return: as git takes them in GIT_ALTERNATE_OBJECT_DIRECTORIES, newly allocated; "" for none
 */
char *objects_others(const struct objects *objects);

/**
 * objects_find() - the object whose id starts with these digits
 * @digits: 7 to 40
 * Return: false when there is none, or more than one
 */
bool objects_find(struct objects *objects, const char *digits, struct object_id *out);

/** objects_tree() - a tree object as it is; see tree/rawtree.h */
GBytes *objects_tree(struct objects *objects, const struct object_id *id, GError **error);

/**
 * struct commit - a commit, read
 * @id: its id
 * @tree: id of its tree
 * @parents: struct object_id
 * @when: committer's time, seconds since the epoch
 * @authored: author's time
 * @message: whole message, UTF-8
 */
struct commit {
	struct object_id id;
	struct object_id tree;
	GArray *parents;
	gint64 when;
	gint64 authored;
	char *message;
};

/**
 * objects_commit() - read the commit that @rev names
 * @rev: anything that git rev-parse takes for a commit
 * @error: BS_ERROR_MISSING: it names none; BS_ERROR_IO: the repository cannot be read there
 */
struct commit *objects_commit(struct objects *objects, const char *rev, GError **error);

/** objects_commit_by_id() - the same, by id, which is quicker */
struct commit *objects_commit_by_id(struct objects *objects, const struct object_id *id,
				    GError **error);

/** commit_title() - first line of the message; newly allocated */
char *commit_title(const struct commit *commit);

void commit_free(struct commit *commit);

/**
 * objects_blob() - content of a blob
 * @error: BS_ERROR_IO when the object is not there (a partial clone has git fetch it first)
 *         or cannot be read
 */
GBytes *objects_blob(struct objects *objects, const struct object_id *id, GError **error);

/** objects_blob_here() - the same, but nothing is fetched: the error says so */
GBytes *objects_blob_here(struct objects *objects, const struct object_id *id, GError **error);

/** struct tree_item - what stands at a path; mode 0 for nothing */
struct tree_item {
	struct object_id id;
	unsigned int mode;	/* as in git: 0100644, 0100755, 0120000, 0160000, 040000 */
};

/** tree_item_is_file() - is it a file, executable or not? No link, submodule or folder */
static inline bool tree_item_is_file(const struct tree_item *item)
{
	return (item->mode & 0170000) == 0100000;
}

/** tree_item_same_kind() - are both files, executable or not, or both links, or both submodules? */
static inline bool tree_item_same_kind(const struct tree_item *a, const struct tree_item *b)
{
	return a->mode == b->mode || (tree_item_is_file(a) && tree_item_is_file(b));
}

/** tree_item_is_empty() - is it a file without content? */
bool tree_item_is_empty(const struct tree_item *item);

/**
 * objects_side() - what a side of a diff has of what stands at a path, see tree_side()
 * @item: not nothing
 * @error: as objects_blob()
 */
GBytes *objects_side(struct objects *objects, const struct tree_item *item, GError **error);

/** submodule_side() - the line that stands for a submodule: "Subproject commit ID\n" */
GBytes *submodule_side(const struct object_id *commit);

/**
 * objects_keep() - the other way round: what @side says, in the objects
 * @side: as objects_side() gives it
 * @item: its mode tells what the side is of; gets the id
 * @error: BS_ERROR_INPUT: a submodule of no commit; as objects_write_blob()
 */
bool objects_keep(struct objects *objects, GBytes *side, struct tree_item *item, GError **error);

struct answers;

/** objects_set_answers() - what git said before of the repository; borrowed, must outlive it */
void objects_set_answers(struct objects *objects, const struct answers *answers);

/** objects_answers() - the same; NULL for none */
const struct answers *objects_answers(const struct objects *objects);

/** objects_partial() - is it a partial clone, which lacks what was not asked for yet? */
bool objects_partial(const struct objects *objects);

/** objects_shallow() - is it a shallow clone, which holds the newest history only? */
bool objects_shallow(const struct objects *objects);

/**
 * objects_remedy() - why an object that must be there may be missing, and what to do about it
 * @commit: it is a commit; else what one consists of
 * Return: to be put behind a message
 */
const char *objects_remedy(const struct objects *objects, bool commit);

/**
 * objects_lookup() - what stands at @path in @tree
 * @out: mode 0 when nothing does
 * Return: false with @error when a tree on the way cannot be read
 */
bool objects_lookup(struct objects *objects, const struct object_id *tree, const char *path,
		    struct tree_item *out, GError **error);

/**
 * struct tree_delta - one path that differs between two trees; renames are not looked for
 * @path: newly allocated
 * @old: before, mode 0 when it was not there
 * @new: after, likewise
 */
struct tree_delta {
	char *path;
	struct tree_item old;
	struct tree_item new;
};

/**
 * objects_compare() - paths that differ between two trees
 * @old: id of a tree, null for the empty one
 * @new: likewise
 * Return: struct tree_delta by path, only those that are no folders; cleared by the array.
 *         NULL with @error
 */
GArray *objects_compare(struct objects *objects, const struct object_id *old,
			const struct object_id *new, GError **error);

/**
 * objects_list() - every path below a folder of a tree
 * @prefix: folder without trailing '/', "" for all
 * @visit: called with each path that is no folder, in git's order; return false to stop
 */
bool objects_list(struct objects *objects, const struct object_id *tree, const char *prefix,
		  bool (*visit)(void *data, const char *path, const struct tree_item *item),
		  void *data, GError **error);

/** tree_deltas_new() - an empty array of struct tree_delta that frees the paths */
GArray *tree_deltas_new(void);

/**
 * objects_file_here() - the file at a path of a tree
 * Return: NULL where there is none, or nothing that is a file, or where it would have to be fetched
 */
GBytes *objects_file_here(struct objects *objects, const struct object_id *tree, const char *path);

/** objects_forget() - drop the new objects that are kept in memory */
void objects_forget(struct objects *objects);

/** objects_write_blob() - keep a blob, in memory or in the odb folder; its id in @out */
bool objects_write_blob(struct objects *objects, GBytes *content, struct object_id *out,
			GError **error);

/**
 * objects_write_tree() - a tree with some paths changed
 * @base: id of the tree to start from
 * @edits: struct tree_delta; @new counts, mode 0 removes the path, and folders that are
 *         empty then; a path that only a folder has, or that is below a file, is not there
 * @out: id of the resulting tree
 */
bool objects_write_tree(struct objects *objects, const struct object_id *base,
			const GArray *edits, struct object_id *out, GError **error);

typedef struct objects objects;
typedef struct commit commit;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(objects, objects_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(commit, commit_free)

#endif /* TREE_OBJECTS_H */
