// SPDX-License-Identifier: GPL-2.0-only
/*
 * A commit of a git repository, read through libgit2: no work tree, no index.
 */
#include <git2.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "tree/ancestry.h"
#include "tree/backend.h"
#include "tree/libgit.h"
#include "tree/objects.h"
#include "tree/promised.h"

/*
 * @partial: git fetches what is missing
 * @away: it could not, so that it is not asked again for every file
 * @fault: see tree_check()
 */
struct git {
	git_repository *repository;
	git_tree *root;
	bool partial;
	bool away;
	GError *fault;
};

static void set_error(GError **error, const char *what, const char *subject)
{
	const git_error *cause = git_error_last();

	g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "%s '%s': %s", what, subject,
		    cause ? cause->message : "unknown git error");
}

/* the repository names an object and has it not, nor has git got it; the first one is kept */
static void set_fault(struct git *git, const char *path, const git_oid *id)
{
	const git_error *cause = git_error_last();
	char hex[GIT_OID_HEXSZ + 1];

	if (!git->fault)
		g_set_error(&git->fault, BS_ERROR, BS_ERROR_MISSING,
			    "cannot read '%s', which is '%s': %s; %s", path,
			    git_oid_tostr(hex, sizeof(hex), id),
			    cause ? cause->message : "unknown git error",
			    promised_remedy(git->partial));
}

/* into the repository, where libgit2 finds it then */
static bool fetch(struct git *git, const char *kind, const git_oid *id)
{
	g_autoptr(GBytes) bytes = NULL;

	if (!git->partial || git->away)
		return false;
	bytes = promised_read(git_repository_path(git->repository), kind,
			      (const struct object_id *)id->id);
	git->away = !bytes;
	return bytes != NULL;
}

/* NULL when it is not there, and git has not got it */
static git_tree *look_up(struct git *git, const git_oid *id)
{
	git_tree *folder = NULL;

	if (git_tree_lookup(&folder, git->repository, id) && fetch(git, "tree", id))
		git_tree_lookup(&folder, git->repository, id);
	return folder;
}

/* @path, or for the whole tree a commit, is for messages */
static git_tree *open_folder(struct git *git, const git_oid *id, const char *path)
{
	git_tree *folder = look_up(git, id);

	if (!folder)
		set_fault(git, path, id);
	return folder;
}

/* by hand: for libgit2 a path through a folder that is missing is one that does not exist */
static git_tree_entry *find(const struct tree *tree, const char *path)
{
	struct git *git = tree->data;
	const git_tree *in = git->root;
	git_tree *folder = NULL;
	git_tree_entry *found = NULL;

	for (const char *at = path; in;) {
		size_t size = strcspn(at, "/");
		g_autofree char *name = g_strndup(at, size);
		const git_tree_entry *entry = git_tree_entry_byname(in, name);
		bool enters = entry && at[size] &&
			      git_tree_entry_type(entry) == GIT_OBJECT_TREE;
		git_tree *below = enters ? open_folder(git, git_tree_entry_id(entry), path) : NULL;

		if (entry && !at[size] && git_tree_entry_dup(&found, entry))
			found = NULL;
		git_tree_free(folder);
		in = folder = below;
		at += size + (at[size] == '/');
	}
	return found;
}

static enum tree_entry kind_of(const git_tree_entry *entry)
{
	return entry ? tree_kind(git_tree_entry_filemode(entry)) : TREE_NONE;
}

static enum tree_entry git_entry(const struct tree *tree, const char *path)
{
	git_tree_entry *entry = find(tree, path);
	enum tree_entry kind = kind_of(entry);

	git_tree_entry_free(entry);
	return kind;
}

/* @digits: how many of @id are known */
static GBytes *blob_content(const struct git *git, const git_oid *id, size_t digits)
{
	git_blob *blob = NULL;
	GBytes *bytes;

	if (git_blob_lookup_prefix(&blob, git->repository, id, digits))
		return NULL;
	bytes = g_bytes_new(git_blob_rawcontent(blob), git_blob_rawsize(blob));
	git_blob_free(blob);
	return bytes;
}

/* of a file or link */
static GBytes *entry_content(struct git *git, const git_tree_entry *entry, const char *path)
{
	const git_oid *id = git_tree_entry_id(entry);
	GBytes *bytes = blob_content(git, id, GIT_OID_HEXSZ);

	if (!bytes && fetch(git, "blob", id))
		bytes = blob_content(git, id, GIT_OID_HEXSZ);
	if (!bytes)
		set_fault(git, path, id);
	return bytes;
}

static GBytes *git_read(const struct tree *tree, const char *path, bool here, GError **error)
{
	struct git *git = tree->data;
	git_tree_entry *entry = find(tree, path);
	enum tree_entry kind = kind_of(entry);
	GBytes *bytes = NULL;

	if (kind == TREE_FILE || kind == TREE_EXECUTABLE) {
		bytes = here ? blob_content(git, git_tree_entry_id(entry), GIT_OID_HEXSZ) :
			       entry_content(git, entry, path);
		if (!bytes)
			set_error(error, "cannot read", path);
	} else {
		tree_missing(path, error);
	}
	git_tree_entry_free(entry);
	return bytes;
}

static GBytes *git_target(const struct tree *tree, const char *path)
{
	git_tree_entry *entry = find(tree, path);
	enum tree_entry kind = kind_of(entry);
	GBytes *bytes = NULL;

	if (kind == TREE_SUBMODULE)
		bytes = submodule_side((const struct object_id *)git_tree_entry_id(entry)->id);
	else if (kind == TREE_SYMLINK)
		bytes = entry_content(tree->data, entry, path);
	git_tree_entry_free(entry);
	return bytes;
}

static void git_list(const struct tree *tree, const char *path, GPtrArray *names)
{
	struct git *git = tree->data;
	git_tree_entry *entry = *path ? find(tree, path) : NULL;
	git_tree *folder = NULL;
	const git_tree *in = *path ? NULL : git->root;

	if (entry && git_tree_entry_type(entry) == GIT_OBJECT_TREE)
		in = folder = open_folder(git, git_tree_entry_id(entry), path);
	for (size_t i = 0; in && i < git_tree_entrycount(in); i++)
		g_ptr_array_add(names,
				g_strdup(git_tree_entry_name(git_tree_entry_byindex(in, i))));
	git_tree_free(folder);
	git_tree_entry_free(entry);
}

static GBytes *git_blob_by_id(const struct tree *tree, const char *id)
{
	const struct git *git = tree->data;
	git_oid oid;

	return git_oid_fromstrp(&oid, id) ? NULL : blob_content(git, &oid, strlen(id));
}

static void git_share(struct tree *tree, const char *folder)
{
	const struct git *git = tree->data;
	git_odb *odb = NULL;

	if (!git_repository_odb(&odb, git->repository))
		git_odb_add_disk_alternate(odb, folder);
	git_odb_free(odb);
}

static void git_ready(const struct tree *tree, const char *path)
{
	struct git *git = tree->data;

	if (git->partial && !git->away)
		git->away = !promised_fetch(tree->repository, tree->commit, path);
}

static bool place_enter(const struct tree *tree, const struct survey_place *parent,
			const char *name, const struct survey_name *item,
			struct survey_place *out)
{
	struct git *git = tree->data;
	git_tree_entry *entry = parent || !*name ? NULL : find(tree, name);
	const git_oid *id = parent ? (const git_oid *)item->stamp :
			    entry ? git_tree_entry_id(entry) : git_tree_id(git->root);
	git_tree *folder = look_up(git, id);

	G_STATIC_ASSERT(SURVEY_STAMP == GIT_OID_RAWSZ);
	if (folder)
		memcpy(out->stamp, id->id, SURVEY_STAMP);
	out->object = folder;
	out->steady = true;
	git_tree_entry_free(entry);
	return folder != NULL;
}

static bool place_names(struct survey_place *place, struct survey_names *names)
{
	for (size_t i = 0; i < git_tree_entrycount(place->object); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(place->object, i);
		const char *name = git_tree_entry_name(entry);
		enum tree_entry kind = kind_of(entry);

		/* a tree that someone else made may hold anything */
		if (!path_is_safe(name))
			continue;
		if (kind == TREE_FOLDER)
			survey_names_add(names, name, 'd', git_tree_entry_id(entry)->id);
		else if (kind == TREE_FILE || kind == TREE_EXECUTABLE)
			survey_names_add(names, name, 'f', git_tree_entry_id(entry)->id);
	}
	return true;
}

static bool place_stamp(const struct survey_place *place, const char *name,
			const struct survey_name *item, guint8 *out_stamp, bool *out_steady)
{
	const git_tree_entry *entry = item ? NULL : git_tree_entry_byname(place->object, name);

	if (!item && !entry)
		return false;
	memcpy(out_stamp, item ? item->stamp : git_tree_entry_id(entry)->id, SURVEY_STAMP);
	*out_steady = true;
	return true;
}

/* without the blob, which has to be unpacked for it */
static bool is_larger(const struct git *git, const git_oid *id, gsize most)
{
	git_odb *odb = NULL;
	git_object_t type;
	size_t size = 0;

	if (!git_repository_odb(&odb, git->repository))
		git_odb_read_header(&size, &type, odb, id);
	git_odb_free(odb);
	return size > most;
}

static bool place_read(const struct tree *tree, const struct survey_place *place,
		       const char *name, const struct survey_name *item, const char *path,
		       struct survey_buffer *buffer, guint8 *out_stamp, bool *out_steady,
		       GError **error)
{
	const struct git *git = tree->data;
	git_blob *blob = NULL;
	git_oid id;

	if (!place_stamp(place, name, item, out_stamp, out_steady))
		return false;
	memcpy(id.id, out_stamp, SURVEY_STAMP);
	buffer->passed_by = buffer->most && is_larger(git, &id, buffer->most);
	if (buffer->passed_by)
		return true;
	if (git_blob_lookup(&blob, git->repository, &id)) {
		set_error(error, "cannot read", path);
		return false;
	}
	if (!survey_buffer_grow(buffer, git_blob_rawsize(blob), path, error)) {
		git_blob_free(blob);
		return false;
	}
	buffer->size = git_blob_rawsize(blob);
	memcpy(buffer->data, git_blob_rawcontent(blob), buffer->size);
	git_blob_free(blob);
	return true;
}

static void place_leave(struct survey_place *place)
{
	git_tree_free(place->object);
}

static const struct survey_backend git_survey = {
	.deep = true,
	.enter = place_enter,
	.names = place_names,
	.stamp = place_stamp,
	.read = place_read,
	.leave = place_leave,
};

static bool git_stamp(const struct tree *tree, const char *path, guint8 *out_stamp)
{
	const struct git *git = tree->data;
	git_tree_entry *entry = *path ? find(tree, path) : NULL;

	if (entry || !*path)
		memcpy(out_stamp, *path ? git_tree_entry_id(entry)->id :
					  git_tree_id(git->root)->id, SURVEY_STAMP);
	git_tree_entry_free(entry);
	return true;
}

static void git_free(struct tree *tree)
{
	struct git *git = tree->data;

	ancestry_free(tree->ancestry);
	git_tree_free(git->root);
	git_repository_free(git->repository);
	g_clear_error(&git->fault);
	g_free(git);
	git_libgit2_shutdown();
}

static const struct tree_backend git_backend = {
	.entry = git_entry,
	.read = git_read,
	.target = git_target,
	.list = git_list,
	.blob = git_blob_by_id,
	.share = git_share,
	.ready = git_ready,
	.survey = &git_survey,
	.stamp = git_stamp,
	.free = git_free,
};

static bool resolve(struct tree *tree, const char *ref, GError **error)
{
	struct git *git = tree->data;
	g_autofree char *spec = g_strdup_printf("%s^{commit}", ref);
	git_object *object = NULL;
	char id[GIT_OID_HEXSZ + 1];
	int code;

	code = git_revparse_single(&object, git->repository, spec);
	if (code) {
		libgit_no_commit(error, ref, code);
		return false;
	}
	tree->commit = g_strdup(git_oid_tostr(id, sizeof(id), git_object_id(object)));
	git->root = open_folder(git, git_commit_tree_id((git_commit *)object), ref);
	git_object_free(object);
	return git->root || tree_check(tree, error);
}

struct tree *tree_open_git(const char *repository, const char *ref, GError **error)
{
	g_autoptr(tree) tree = g_new0(struct tree, 1);
	struct git *git = g_new0(struct git, 1);

	libgit_init();
	tree->backend = &git_backend;
	tree->data = git;
	tree->fault = &git->fault;
	if (git_repository_open(&git->repository, repository)) {
		set_error(error, "there is no git repository at", repository);
		return NULL;
	}
	tree->repository = g_strdup(git_repository_path(git->repository));
	git->partial = promised_any(git->repository);
	tree->ancestry = ancestry_new();
	if (!resolve(tree, ref && *ref ? ref : "HEAD", error))
		return NULL;
	return g_steal_pointer(&tree);
}
