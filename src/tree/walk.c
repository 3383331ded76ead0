// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commits are read raw: what libgit2 parses of them is not needed, and would
 * be cached.
 */
#include "tree/walk.h"

#include <git2.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/progress.h"
#include "tree/libgit.h"

struct walk {
	git_repository *repository;
	git_odb *odb;
	git_revwalk *revwalk;
};

static void walk_clear(struct walk *walk)
{
	git_revwalk_free(walk->revwalk);
	git_odb_free(walk->odb);
	git_repository_free(walk->repository);
	git_libgit2_shutdown();
}

static bool failed(GError **error, const char *what, const char *subject)
{
	const git_error *cause = git_error_last();

	g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "%s '%s': %s", what, subject,
		    cause ? cause->message : "unknown git error");
	return false;
}

static bool walk_open(struct walk *walk, const char *repository, const struct object_id *tip,
		      const GArray *hidden, GError **error)
{
	char hex[OBJECT_ID_HEX + 1];

	libgit_init();
	if (git_repository_open(&walk->repository, repository) ||
	    git_repository_odb(&walk->odb, walk->repository) ||
	    git_revwalk_new(&walk->revwalk, walk->repository))
		return failed(error, "there is no git repository at", repository);
	git_revwalk_sorting(walk->revwalk, GIT_SORT_TIME);
	if (git_revwalk_push(walk->revwalk, (const git_oid *)tip->bytes))
		return failed(error, "the repository has no commit", object_id_hex(tip, hex));
	for (guint i = 0; hidden && i < hidden->len; i++) {
		const struct object_id *id = &g_array_index(hidden, struct object_id, i);

		/* a branch that was rewritten, and then collected */
		if (git_odb_exists(walk->odb, (const git_oid *)id->bytes))
			git_revwalk_hide(walk->revwalk, (const git_oid *)id->bytes);
	}
	return true;
}

/* "committer NAME <MAIL> SECONDS ZONE" */
static gint64 time_of(const char *line, const char *end)
{
	const char *close = end;

	while (close > line && close[-1] != '>')
		close--;
	return close > line ? g_ascii_strtoll(close, NULL, 10) : 0;
}

/* headers end at an empty line; a header that goes on starts its lines with a blank */
static void parse(const char *text, struct walked *commit)
{
	while (*text && *text != '\n') {
		const char *end = strchr(text, '\n');

		if (!end)
			break;
		if (g_str_has_prefix(text, "parent ") && end - text == 7 + OBJECT_ID_HEX) {
			g_autofree char *hex = g_strndup(text + 7, OBJECT_ID_HEX);

			if (!commit->parents++)
				object_id_parse(hex, &commit->parent);
		} else if (g_str_has_prefix(text, "committer ")) {
			commit->when = time_of(text, end);
		}
		text = end + 1;
	}
	commit->message = *text ? text + 1 : text;
}

static bool read_commit(struct walk *walk, const git_oid *id, git_odb_object **out, GError **error)
{
	char hex[OBJECT_ID_HEX + 1];

	if (!git_odb_read(out, walk->odb, id) && git_odb_object_type(*out) == GIT_OBJECT_COMMIT)
		return true;
	git_oid_tostr(hex, sizeof(hex), id);
	return failed(error, "cannot read commit", hex);
}

bool history_walk(const char *repository, const struct object_id *tip, const GArray *hidden,
		  bool (*visit)(void *data, const struct walked *commit), void *data,
		  GError **error)
{
	__attribute__((cleanup(walk_clear))) struct walk walk = { NULL };
	bool more = true;
	git_oid id;

	if (!walk_open(&walk, repository, tip, hidden, error))
		return false;
	while (more && !git_revwalk_next(&id, walk.revwalk)) {
		struct walked commit = { .message = "" };
		git_odb_object *object = NULL;
		g_autofree char *text = NULL;

		if (interrupt_pending(error) || !read_commit(&walk, &id, &object, error)) {
			git_odb_object_free(object);
			return false;
		}
		text = g_strndup(git_odb_object_data(object), git_odb_object_size(object));
		git_odb_object_free(object);
		memcpy(commit.id.bytes, id.id, OBJECT_ID_SIZE);
		parse(text, &commit);
		more = visit(data, &commit);
	}
	return true;
}

const char *walked_body(const struct walked *commit)
{
	const char *text = commit->message;

	while (*text == '\n')
		text++;
	text = strstr(text, "\n\n");
	return text ? text + 2 : "";
}
