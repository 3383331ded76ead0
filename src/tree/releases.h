/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The releases that a repository's tags name, and where histories part.
 */
#ifndef TREE_RELEASES_H
#define TREE_RELEASES_H

#include "tree/objects.h"

struct releases;

/**
 * releases_new() - read the tags of a repository
 *
 * A release is a tag whose name ends in numbers ("v6.12", "19.11") or is one behind a "v" ("v255");
 * release candidates are none.
 */
struct releases *releases_new(const char *repository, GError **error);

/**
 * releases_before() - the newest release that a commit builds on
 * @commit: its own release, if it is one, does not count
 * @out: the release's commit
 * Return: false when there is none
 */
bool releases_before(struct releases *releases, const struct object_id *commit,
		     struct object_id *out);

/**
 * releases_fork() - the commit where two histories part
 * @a: asking for another commit of this one's line is quick
 * Return: false when they share nothing
 */
bool releases_fork(struct releases *releases, const struct object_id *a,
		   const struct object_id *b, struct object_id *out);

void releases_free(struct releases *releases);

typedef struct releases releases;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(releases, releases_free)

#endif /* TREE_RELEASES_H */
