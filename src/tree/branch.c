// SPDX-License-Identifier: GPL-2.0-only
#include "tree/branch.h"

#include <git2.h>
#include <git2/sys/commit.h>
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "tree/libgit.h"
#include "tree/put.h"
#include "tree/rawtree.h"
#include "tree/tree.h"

void new_commit_free(struct new_commit *commit)
{
	if (!commit)
		return;
	g_free(commit->author_name);
	g_free(commit->author_email);
	g_free(commit->message);
	g_free(commit);
}

static const git_oid *as_oid(const struct object_id *id)
{
	return (const git_oid *)id->bytes;
}

static bool fail(GError **error, int code, const char *what, const char *subject)
{
	const git_error *cause = git_error_last();

	g_set_error(error, BS_ERROR, code, "%s '%s': %s", what, subject,
		    cause ? cause->message : "unknown git error");
	return false;
}

static bool refuse(GError **error, const char *name, const char *problem)
{
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
		    "branch '%s' %s; say --branch=NAME for another one", name, problem);
	return false;
}

/* the branch as it is, or NULL */
static git_reference *find(git_repository *repository, const char *full)
{
	git_reference *reference = NULL;

	return git_reference_lookup(&reference, repository, full) ? NULL : reference;
}

static bool is_ours(const git_oid *tip, const struct branch_known *known)
{
	return tip && (git_oid_equal(tip, as_oid(&known->tip)) ||
		       git_oid_equal(tip, as_oid(&known->next)));
}

static bool may_set(git_reference *reference, const char *name, const struct branch_known *known,
		    GError **error)
{
	const git_oid *tip = reference ? git_reference_target(reference) : NULL;

	if (!reference)
		return true;
	if (!is_ours(tip, known))
		return refuse(error, name, object_id_is_null(&known->tip) ?
			      "is there already, and backstitch did not make it" :
			      "was changed after backstitch made it");
	if (git_branch_is_checked_out(reference))
		return refuse(error, name, "is checked out in a work tree");
	return true;
}

/* refs/heads/NAME, or NULL */
static char *full_name(const char *name, GError **error)
{
	g_autofree char *full = g_strdup_printf("refs/heads/%s", name);
	int valid = 0;

	if (!strcmp(name, "HEAD") || !strcmp(name, "@")) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s' is no valid name for a branch: "
			    "git takes it for what is checked out", name);
		return NULL;
	}
	if (*name && *name != '-' && !git_reference_name_is_valid(&valid, full) && valid)
		return g_steal_pointer(&full);
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s' is no valid name for a branch, as git "
		    "check-ref-format has it", name);
	return NULL;
}

bool branch_check(const char *repository, const char *name, const struct branch_known *known,
		  GError **error)
{
	g_autofree char *full = NULL;
	git_repository *git = NULL;
	git_reference *reference = NULL;
	bool good = false;

	libgit_init();
	full = full_name(name, error);
	if (full && git_repository_open(&git, repository)) {
		fail(error, BS_ERROR_MISSING, "there is no git repository at", repository);
	} else if (full) {
		reference = find(git, full);
		good = may_set(reference, name, known, error);
	}
	git_reference_free(reference);
	git_repository_free(git);
	git_libgit2_shutdown();
	return good;
}

/*
 * @odb: of the repository alone: what only another repository has must be copied too
 */
struct making {
	const struct branch_plan *plan;
	git_repository *repository;
	git_odb *odb;
};

static bool put(const struct making *making, GBytes *content, git_object_t type,
		const struct object_id *id, GError **error)
{
	struct object_id made;

	if (!object_put(making->odb, content, type, making->plan->repository, &made, error))
		return false;
	if (object_id_equal(&made, id))
		return true;
	g_set_error_literal(error, BS_ERROR, BS_ERROR_IO, "an object was damaged on its way");
	return false;
}

static bool copy_tree(const struct making *making, const struct object_id *id, GError **error);

static bool copy_entry(const struct making *making, const struct tree_item *item, GError **error)
{
	g_autoptr(GBytes) content = NULL;

	if (item->mode == RAW_FOLDER)
		return copy_tree(making, &item->id, error);
	if (tree_kind(item->mode) == TREE_SUBMODULE ||
	    git_odb_exists(making->odb, as_oid(&item->id)))
		return true;
	content = objects_blob(making->plan->objects, &item->id, error);
	return content && put(making, content, GIT_OBJECT_BLOB, &item->id, error);
}

/* what a tree holds goes first: an object is never there without what it names */
static bool copy_tree(const struct making *making, const struct object_id *id, GError **error)
{
	g_autoptr(GBytes) tree = NULL;
	struct raw_cursor cursor;
	struct raw_entry entry;

	if (git_odb_exists(making->odb, as_oid(id)))
		return true;
	tree = objects_tree(making->plan->objects, id, error);
	if (!tree)
		return false;
	for (raw_open(&cursor, tree); raw_next(&cursor, &entry);) {
		if (!copy_entry(making, &entry.item, error))
			return false;
	}
	return put(making, tree, GIT_OBJECT_TREE, id, error);
}

static bool make_commit(const struct making *making, const struct new_commit *commit,
			struct object_id *tip, GError **error)
{
	const git_oid *parents[] = { as_oid(tip) };
	git_signature *author = NULL, *committer = NULL;
	git_oid made;
	bool good = false;

	if (!copy_tree(making, &commit->tree, error))
		return false;
	if (git_signature_new(&author, commit->author_name, commit->author_email, commit->when,
			      commit->zone))
		fail(error, BS_ERROR_INPUT, "git takes no author", commit->author_name);
	else if (git_signature_now(&committer, making->plan->committer_name,
				   making->plan->committer_email))
		fail(error, BS_ERROR_INPUT, "git takes no committer",
		     making->plan->committer_name);
	else if (git_commit_create_from_ids(&made, making->repository, NULL, author, committer,
					    NULL, commit->message, as_oid(&commit->tree), 1,
					    parents))
		fail(error, BS_ERROR_IO, "cannot write to", making->plan->repository);
	else
		good = true;
	if (good) {
		memcpy(tip->bytes, made.id, OBJECT_ID_SIZE);
		good = object_check(making->odb, tip, making->plan->repository, error);
	}
	git_signature_free(author);
	git_signature_free(committer);
	return good;
}

static bool same_commit(const git_commit *there, const struct new_commit *commit)
{
	const git_signature *author = git_commit_author(there);

	return git_commit_parentcount(there) == 1 &&
	       git_oid_equal(git_commit_tree_id(there), as_oid(&commit->tree)) &&
	       !strcmp(git_commit_message(there), commit->message) &&
	       !strcmp(author->name, commit->author_name) &&
	       !strcmp(author->email, commit->author_email) &&
	       author->when.time == commit->when && author->when.offset == commit->zone;
}

/* does a branch at @tip hold these commits already? */
static bool is_made(const struct making *making, const git_oid *tip)
{
	git_oid at = *tip;

	for (guint i = making->plan->commits->len; i-- > 0;) {
		git_commit *there = NULL;
		bool same;

		if (git_commit_lookup(&there, making->repository, &at))
			return false;
		same = same_commit(there, making->plan->commits->pdata[i]);
		if (same)
			at = *git_commit_parent_id(there, 0);
		git_commit_free(there);
		if (!same)
			return false;
	}
	return git_oid_equal(&at, as_oid(&making->plan->base));
}

static bool set_branch(const struct making *making, const char *full, git_reference *there,
		       const struct object_id *tip, GError **error)
{
	const char *name = making->plan->name;
	git_reference *made = NULL;
	int failed = git_reference_create_matching(&made, making->repository, full, as_oid(tip),
						   there != NULL,
						   there ? git_reference_target(there) : NULL,
						   "backstitch: port");

	git_reference_free(made);
	return !failed || fail(error, BS_ERROR_IO, "cannot set the branch", name);
}

/* stopped at any moment, the branch is where it was, or where it will be, and both are known */
static bool intend(const struct branch_plan *plan, git_reference *there,
		   const struct object_id *tip, GError **error)
{
	struct branch_known known = { .next = *tip };

	if (there)
		memcpy(known.tip.bytes, git_reference_target(there)->id, OBJECT_ID_SIZE);
	return plan->intend(plan->data, &known, error);
}

static bool make(const struct making *making, const char *full, struct object_id *out_tip,
		 GError **error)
{
	const struct branch_plan *plan = making->plan;
	git_reference *there = find(making->repository, full);
	struct object_id tip = plan->base;
	bool good = may_set(there, plan->name, &plan->known, error);

	if (good && there && is_made(making, git_reference_target(there))) {
		memcpy(out_tip->bytes, git_reference_target(there)->id, OBJECT_ID_SIZE);
		git_reference_free(there);
		return true;
	}
	for (guint i = 0; good && i < plan->commits->len; i++)
		good = make_commit(making, plan->commits->pdata[i], &tip, error);
	good = good && intend(plan, there, &tip, error) &&
	       set_branch(making, full, there, &tip, error);
	if (good)
		*out_tip = tip;
	git_reference_free(there);
	return good;
}

bool branch_make(const struct branch_plan *plan, struct object_id *out_tip, GError **error)
{
	struct making making = { .plan = plan };
	g_autofree char *full = NULL;
	bool good = false;

	libgit_init();
	full = full_name(plan->name, error);
	if (full && (git_repository_open(&making.repository, plan->repository) ||
		     git_repository_odb(&making.odb, making.repository)))
		fail(error, BS_ERROR_MISSING, "there is no git repository at", plan->repository);
	else if (full)
		good = make(&making, full, out_tip, error);
	git_odb_free(making.odb);
	git_repository_free(making.repository);
	git_libgit2_shutdown();
	return good;
}

GPtrArray *branches_of(const char *repository)
{
	GPtrArray *branches = g_ptr_array_new_with_free_func(g_free);
	git_reference_iterator *all = NULL;
	git_repository *git = NULL;
	const char *name;

	libgit_init();
	if (!git_repository_open(&git, repository) &&
	    !git_reference_iterator_glob_new(&all, git, "refs/heads/*")) {
		while (!git_reference_next_name(&name, all))
			g_ptr_array_add(branches, g_strdup(name));
	}
	g_ptr_array_sort(branches, compare_strings);
	git_reference_iterator_free(all);
	git_repository_free(git);
	git_libgit2_shutdown();
	return branches;
}
