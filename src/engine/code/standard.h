/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which C a tree is compiled as: kernels up to 5.17 are C90 with GNU's
 * extensions, where a fix written for later ones may not compile.
 */
#ifndef ENGINE_CODE_STANDARD_H
#define ENGINE_CODE_STANDARD_H

#include <glib.h>

/**
 * standard_check() - warn of a loop that declares its variable, which C90 does not allow
 * @path: of the file in the tree
 * @ours: the file, NULL where it is new; when it has such loops already, its compiler takes them
 * @result: the file with the change
 * @read: a file of the tree, NULL where there is none; asked for Makefiles, from the file's folder
 *        up, and only when the change brings such a loop
 * @data: for @read
 * @warnings: gets char *, one at most
 *
 * The first Makefile whose flags for C name a standard tells; one that sets CFLAGS and names none
 * is for itself.  Where none tells, nothing is said: since version 5, gcc takes C11 or later by
 * itself.
 */
void standard_check(const char *path, GBytes *ours, GBytes *result,
		    GBytes *(*read)(void *data, const char *path), void *data,
		    GPtrArray *warnings);

#endif /* ENGINE_CODE_STANDARD_H */
