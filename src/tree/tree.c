// SPDX-License-Identifier: GPL-2.0-only
#include "tree/tree.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/strings.h"
#include "base/tmpdir.h"
#include "tree/backend.h"
#include "tree/objects.h"

/* a checkout of the kernel takes a minute on slow disks */
#define CHECKOUT_SECONDS 900

/* as git has them; S_IFMT and the like are the machine's */
#define MODE_TYPE 0170000
#define MODE_FOLDER 0040000
#define MODE_FILE 0100644
#define MODE_LINK 0120000
#define MODE_SUBMODULE 0160000

GBytes *tree_missing(const char *path, GError **error)
{
	g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "there is no file '%s' in the tree", path);
	return NULL;
}

enum tree_entry tree_entry(const struct tree *tree, const char *path)
{
	if (!*path)
		return TREE_FOLDER;
	return path_is_safe(path) ? tree->backend->entry(tree, path) : TREE_NONE;
}

static GBytes *read_file(const struct tree *tree, const char *path, bool here, GError **error)
{
	if (!path_is_safe(path)) {
		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE, "the path '%s' %s", path,
			    path_fault(path));
		return NULL;
	}
	return tree->backend->read(tree, path, here, error);
}

GBytes *tree_read(const struct tree *tree, const char *path, GError **error)
{
	return read_file(tree, path, false, error);
}

GBytes *tree_read_here(const struct tree *tree, const char *path, GError **error)
{
	return read_file(tree, path, true, error);
}

void tree_make_ready(const struct tree *tree, const char *path)
{
	if (tree->backend->ready && (!*path || path_is_safe(path)))
		tree->backend->ready(tree, path);
}

bool tree_check(const struct tree *tree, GError **error)
{
	if (!tree->fault || !*tree->fault)
		return true;
	g_propagate_error(error, g_steal_pointer(tree->fault));
	return false;
}

enum tree_entry tree_kind(unsigned int mode)
{
	switch (mode & MODE_TYPE) {
	case 0:
		return TREE_NONE;
	case MODE_LINK:
		return TREE_SYMLINK;
	case MODE_SUBMODULE:
		return TREE_SUBMODULE;
	case MODE_FOLDER:
		return TREE_FOLDER;
	default:
		return mode & 0100 ? TREE_EXECUTABLE : TREE_FILE;
	}
}

unsigned int tree_mode(enum tree_entry kind)
{
	switch (kind) {
	case TREE_FILE:
		return MODE_FILE;
	case TREE_EXECUTABLE:
		return MODE_FILE | 0111;
	case TREE_SYMLINK:
		return MODE_LINK;
	case TREE_SUBMODULE:
		return MODE_SUBMODULE;
	default:
		return 0;
	}
}

GBytes *tree_side(const struct tree *tree, const char *path, GError **error)
{
	enum tree_entry kind = tree_entry(tree, path);
	GBytes *target = NULL;

	if (kind != TREE_SYMLINK && kind != TREE_SUBMODULE)
		return tree_read(tree, path, error);
	if (tree->backend->target)
		target = tree->backend->target(tree, path);
	return target ? target : tree_missing(path, error);
}

bool tree_stamp(const struct tree *tree, const char *path, guint8 *out_stamp)
{
	memset(out_stamp, 0, SURVEY_STAMP);
	if (*path && !path_is_safe(path))
		return true;
	return tree->backend->stamp && tree->backend->stamp(tree, path, out_stamp);
}

GBytes *tree_blob(const struct tree *tree, const char *id)
{
	return tree->backend->blob ? tree->backend->blob(tree, id) : NULL;
}

GPtrArray *tree_list(const struct tree *tree, const char *path)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	if (!*path || path_is_safe(path))
		tree->backend->list(tree, path, names);
	g_ptr_array_sort(names, compare_strings);
	return names;
}

static bool walk(const struct tree *tree, const char *path,
		 bool (*visit)(void *data, const char *path), void *data)
{
	g_autoptr(GPtrArray) names = tree_list(tree, path);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *below = *path ? g_build_filename(path, names->pdata[i], NULL) :
						  g_strdup(names->pdata[i]);
		enum tree_entry kind = tree_entry(tree, below);

		if (kind == TREE_FOLDER && !walk(tree, below, visit, data))
			return false;
		if ((kind == TREE_FILE || kind == TREE_EXECUTABLE) && !visit(data, below))
			return false;
	}
	return true;
}

void tree_walk(const struct tree *tree, const char *path,
	       bool (*visit)(void *data, const char *path), void *data)
{
	walk(tree, path, visit, data);
}

const char *tree_folder(const struct tree *tree)
{
	return tree->folder;
}

const char *tree_repository(const struct tree *tree)
{
	return tree->repository;
}

void tree_set_history(struct tree *tree, const struct history_index *index)
{
	tree->history = index;
}

void tree_set_answers(struct tree *tree, const struct answers *answers)
{
	tree->answers = answers;
}

void tree_set_alternates(struct tree *tree, const GPtrArray *folders)
{
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < folders->len; i++) {
		objects_name_folder(list, folders->pdata[i]);
		if (tree->backend->share)
			tree->backend->share(tree, folders->pdata[i]);
	}
	g_free(tree->alternates);
	tree->alternates = g_string_free(list, !list->len);
}

const char *tree_commit(const struct tree *tree)
{
	return tree->commit;
}

void tree_free(struct tree *tree)
{
	if (!tree)
		return;
	tree->backend->free(tree);
	g_free(tree->folder);
	g_free(tree->repository);
	g_free(tree->commit);
	g_free(tree->alternates);
	g_free(tree);
}

static bool is_folder(const char *path)
{
	return g_file_test(path, G_FILE_TEST_IS_DIR);
}

bool tree_is_repository(const char *folder)
{
	g_autofree char *objects = g_build_filename(folder, "objects", NULL);
	g_autofree char *head = g_build_filename(folder, "HEAD", NULL);

	return is_folder(objects) && g_file_test(head, G_FILE_TEST_EXISTS);
}

char *tree_source_repository(const char *source, const char **out_ref)
{
	const char *colon = strrchr(source, ':');
	g_autofree char *before = NULL;

	*out_ref = NULL;
	if (is_folder(source))
		return tree_is_repository(source) ? g_strdup(source) : NULL;
	if (!colon || colon == source)
		return NULL;
	before = g_strndup(source, colon - source);
	if (!is_folder(before))
		return NULL;
	*out_ref = colon + 1;
	return g_steal_pointer(&before);
}

struct tree *tree_open(const char *source, GError **error)
{
	const char *ref;
	g_autofree char *repository = tree_source_repository(source, &ref);

	if (repository)
		return tree_open_git(repository, ref, error);
	if (is_folder(source))
		return tree_open_folder(source, error);
	g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
		    "there is no tree at '%s': neither a folder nor REPOSITORY:REF", source);
	return NULL;
}

/* git archive | tar in two steps, so that a failing git leaves no half tree behind */
static bool check_out(const struct tree *tree, const char *folder, GError **error)
{
	g_autofree char *staged = g_strdup_printf("%s.%d", folder, (int)g_random_int());
	g_autofree char *index = g_strdup_printf("GIT_INDEX_FILE=%s.index", staged);
	g_autofree char *git_dir = g_strdup_printf("--git-dir=%s", tree->repository);
	g_autofree char *work_tree = g_strdup_printf("--work-tree=%s", staged);
	const char *const env[] = { index, NULL };
	const char *const argv[] = { "git", git_dir, work_tree, "read-tree", "-u", "--reset",
				     tree->commit, NULL };
	struct proc_spec spec = {
		.argv = argv, .env = env, .seconds = CHECKOUT_SECONDS, .cwd = NULL
	};
	bool ok;

	if (!folder_make(staged, error))
		return false;
	ok = proc_check(&spec, NULL, error) && folder_replace(staged, folder, error);
	remove_recursively(staged);
	remove_recursively(index + strlen("GIT_INDEX_FILE="));
	return ok;
}

char *tree_materialise(const struct tree *tree, const char *cache, GError **error)
{
	g_autofree char *folder = NULL;

	if (tree->folder)
		return g_strdup(tree->folder);
	folder = g_build_filename(cache, "source", tree->commit, NULL);
	if (!is_folder(folder) && !check_out(tree, folder, error))
		return NULL;
	return g_steal_pointer(&folder);
}
