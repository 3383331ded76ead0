// SPDX-License-Identifier: GPL-2.0-only
#include "tree/damage.h"

#include <git2.h>
#include <string.h>

/* commits that a name is followed back */
#define STEPS 1000

/* what a ref names must be there; an index may name what its pack has not any more */
static bool find_start(git_repository *repository, git_odb *odb, const char *name, git_oid *out)
{
	git_reference *ref = NULL, *direct = NULL;
	size_t size = strlen(name);
	bool found = false;
	git_oid part;

	if (size >= GIT_OID_MINPREFIXLEN && size <= GIT_OID_HEXSZ &&
	    !git_oid_fromstrn(&part, name, size) && !git_odb_exists_prefix(out, odb, &part, size))
		return true;
	if (!git_reference_dwim(&ref, repository, name) && !git_reference_resolve(&direct, ref) &&
	    git_reference_target(direct)) {
		git_oid_cpy(out, git_reference_target(direct));
		found = true;
	}
	git_reference_free(direct);
	git_reference_free(ref);
	return found;
}

/* the commit in front of it, or what a tag names; false where there is none */
static bool go_back(git_repository *repository, git_object_t type, git_oid *id)
{
	git_commit *commit = NULL;
	git_tag *tag = NULL;
	bool more = false;

	if (type == GIT_OBJECT_COMMIT && !git_commit_lookup(&commit, repository, id)) {
		more = git_commit_parentcount(commit) > 0;
		if (more)
			git_oid_cpy(id, git_commit_parent_id(commit, 0));
	} else if (type == GIT_OBJECT_TAG && !git_tag_lookup(&tag, repository, id)) {
		more = true;
		git_oid_cpy(id, git_tag_target_id(tag));
	}
	git_commit_free(commit);
	git_tag_free(tag);
	return more;
}

bool damage_find(git_repository *repository, git_odb *odb, const char *rev, struct object_id *out)
{
	size_t size = strcspn(rev, "~^@:");
	g_autofree char *name = g_strndup(rev, size);
	git_oid id;

	if (!*name || !find_start(repository, odb, name, &id))
		return false;
	for (int i = 0; i < STEPS; i++) {
		git_odb_object *object = NULL;
		git_object_t type;

		if (git_odb_read(&object, odb, &id)) {
			memcpy(out->bytes, id.id, OBJECT_ID_SIZE);
			return true;
		}
		type = git_odb_object_type(object);
		git_odb_object_free(object);
		if ((type == GIT_OBJECT_COMMIT && !rev[size]) || !go_back(repository, type, &id))
			return false;
	}
	return false;
}
