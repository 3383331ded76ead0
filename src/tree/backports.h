/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The backports in a branch's history: commits that name the commit they were
 * copied from, where the repository has that one too.
 */
#ifndef TREE_BACKPORTS_H
#define TREE_BACKPORTS_H

#include <glib.h>

#include "tree/objects.h"

/**
 * struct backport - one
 * @commit: the maintainer's
 * @onto: its parent
 * @upstream: the commit that it names
 * @when: when it was committed, seconds since the epoch
 * @title: first line of its message; newly allocated
 * @branch: index among the branches that were asked for
 */
struct backport {
	struct object_id commit;
	struct object_id onto;
	struct object_id upstream;
	gint64 when;
	char *title;
	guint branch;
};

/**
 * backports_find() - all backports of some branches
 * @repository: work tree, .git folder or bare repository
 * @branches: char *: anything that names a commit
 * @out_lost: gets how many commits name one that cannot be ported again, as the repository lacks
 *            it, or it is a merge; may be NULL
 * @error: BS_ERROR_MISSING: no repository, no such branch
 *
 * Merges are left out, as copies and as what was copied; so are commits that name one that
 * the repository lacks, or themselves.  What several branches have is counted for the first.
 *
 * Return: struct backport, in the order of the branches, each oldest first; cleared by the
 * array
 */
GArray *backports_find(const char *repository, const GPtrArray *branches, guint *out_lost,
		       GError **error);

#endif /* TREE_BACKPORTS_H */
