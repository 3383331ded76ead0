/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What libgit2 is told before the first repository is opened.
 * For the files of tree/ only.
 */
#ifndef TREE_LIBGIT_H
#define TREE_LIBGIT_H

#include <glib.h>

/** libgit_init() - git_libgit2_init() with the extensions that make no difference here */
void libgit_init(void);

/**
 * libgit_no_commit() - say that a repository has no commit of some name
 * @rev: anything that git rev-parse takes
 * @code: what libgit2 returned, which has a message of its own unless the name is just not there
 * @error: gets BS_ERROR_MISSING
 */
void libgit_no_commit(GError **error, const char *rev, int code);

#endif /* TREE_LIBGIT_H */
