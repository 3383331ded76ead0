/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What libgit2 is told before the first repository is opened.
 * For the files of tree/ only.
 */
#ifndef TREE_LIBGIT_H
#define TREE_LIBGIT_H

/** libgit_init() - git_libgit2_init() with the extensions that make no difference here */
void libgit_init(void);

#endif /* TREE_LIBGIT_H */
