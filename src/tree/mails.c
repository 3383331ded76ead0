// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects are read raw: parsed ones cost twice the time, and would be cached.
 */
#include "tree/mails.h"

#include <git2.h>
#include <string.h>

#include "base/error.h"
#include "base/progress.h"
#include "tree/libgit.h"

/* pack files that are mapped at a time */
#define MAPPED_MAX (16UL << 20)
#define WINDOW (1UL << 20)

struct mails {
	git_repository *repository;
	git_odb *odb;
	GArray *trees; /* git_oid, newest first */
	git_odb_object *mail;
};

static void set_error(GError **error, enum bs_error code, const char *what, const char *subject)
{
	const git_error *cause = git_error_last();

	g_set_error(error, BS_ERROR, code, "%s '%s': %s", what, subject,
		    cause ? cause->message : "unknown git error");
}

static bool read_object(const struct mails *mails, const git_oid *id, git_odb_object **out,
			GError **error)
{
	char name[GIT_OID_HEXSZ + 1];
	int code = git_odb_read(out, mails->odb, id);

	if (!code)
		return true;
	git_oid_tostr(name, sizeof(name), id);
	set_error(error, code == GIT_ENOTFOUND ? BS_ERROR_MISSING : BS_ERROR_IO,
		  "cannot read object", name);
	return false;
}

/* "tree ID\nparent ID\n": true with @out_parent set when there is a parent */
static bool read_commit(struct mails *mails, git_odb_object *commit, git_oid *out_parent)
{
	const char *data = git_odb_object_data(commit);
	gsize size = git_odb_object_size(commit);
	const gsize tree = strlen("tree "), parent = tree + GIT_OID_HEXSZ + 1;
	const gsize id = parent + strlen("parent ");
	git_oid oid;

	if (size < parent || memcmp(data, "tree ", tree) || git_oid_fromstrn(&oid, data + tree, 40))
		return false;
	g_array_append_val(mails->trees, oid);
	return size >= id + GIT_OID_HEXSZ && !memcmp(data + parent, "parent ", id - parent) &&
	       !git_oid_fromstrn(out_parent, data + id, GIT_OID_HEXSZ);
}

static bool read_history(struct mails *mails, const char *path, GError **error)
{
	git_oid id;
	bool more = true;

	if (git_reference_name_to_id(&id, mails->repository, "HEAD")) {
		set_error(error, BS_ERROR_MISSING, "there is no commit in", path);
		return false;
	}
	while (more) {
		git_odb_object *commit;

		if (interrupt_pending(error) || !read_object(mails, &id, &commit, error))
			return false;
		more = read_commit(mails, commit, &id);
		git_odb_object_free(commit);
	}
	return true;
}

struct mails *mails_open(const char *repository, GError **error)
{
	g_autoptr(mails) mails = g_new0(struct mails, 1);

	libgit_init();
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, MAPPED_MAX);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, WINDOW);
	/* each object is read once */
	git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	/* ids are those of the pack; a disk that lies is found by its owner */
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	mails->trees = g_array_new(FALSE, FALSE, sizeof(git_oid));
	if (git_repository_open_ext(&mails->repository, repository, GIT_REPOSITORY_OPEN_NO_SEARCH,
				    NULL) ||
	    git_repository_odb(&mails->odb, mails->repository)) {
		set_error(error, BS_ERROR_MISSING, "cannot open the git repository", repository);
		return NULL;
	}
	if (!read_history(mails, repository, error))
		return NULL;
	return g_steal_pointer(&mails);
}

gsize mails_count(const struct mails *mails)
{
	return mails->trees->len;
}

/* the id of "m" among the entries "MODE NAME\0ID" of a tree */
static bool find_mail(git_odb_object *tree, git_oid *out)
{
	const char *at = git_odb_object_data(tree);
	const char *end = at + git_odb_object_size(tree);

	while (at < end) {
		const char *nul = memchr(at, '\0', end - at);
		const char *blank = nul ? memchr(at, ' ', nul - at) : NULL;

		if (!blank || end - nul < 1 + GIT_OID_RAWSZ)
			return false;
		if (nul - blank == 2 && blank[1] == 'm' && *at == '1')
			return !git_oid_fromraw(out, (const unsigned char *)nul + 1);
		at = nul + 1 + GIT_OID_RAWSZ;
	}
	return false;
}

bool mails_next(struct mails *mails, const char **out, gsize *out_size, GError **error)
{
	g_clear_pointer(&mails->mail, git_odb_object_free);
	*out = NULL;
	*out_size = 0;
	while (mails->trees->len && !mails->mail) {
		git_oid id = g_array_index(mails->trees, git_oid, mails->trees->len - 1);
		git_odb_object *tree;
		bool found;

		g_array_set_size(mails->trees, mails->trees->len - 1);
		if (!read_object(mails, &id, &tree, error))
			return false;
		found = find_mail(tree, &id);
		git_odb_object_free(tree);
		if (found && !read_object(mails, &id, &mails->mail, error))
			return false;
	}
	if (mails->mail) {
		*out = git_odb_object_data(mails->mail);
		*out_size = git_odb_object_size(mails->mail);
	}
	return true;
}

void mails_free(struct mails *mails)
{
	if (!mails)
		return;
	git_odb_object_free(mails->mail);
	git_odb_free(mails->odb);
	git_repository_free(mails->repository);
	g_array_unref(mails->trees);
	git_libgit2_shutdown();
	g_free(mails);
}
