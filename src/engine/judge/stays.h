/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * That a change is in a tree already may not be said while a line that it
 * removes from a function is still in that function.
 */
#ifndef ENGINE_JUDGE_STAYS_H
#define ENGINE_JUDGE_STAYS_H

#include <glib.h>
#include <stdbool.h>

#include "format/linediff.h"
#include "format/patch.h"
#include "tree/tree.h"

/**
 * stays_in_file() - a line that upstream removes from a definition, and this tree has in it
 * @path: of this tree's file, for people
 * @base, @theirs: upstream's file before and after
 * @ours: this tree's
 *
 * Of a line that upstream's definition has elsewhere as well, this tree's must have as many as
 * upstream's had before.  Lines that say too little do not count.  What stands in no definition
 * is looked for in the whole file.
 *
 * Return: "a.c:7 rx() still has 'kfree(d->buf);'", newly allocated, or NULL
 */
char *stays_in_file(const char *path, GBytes *base, GBytes *theirs, GBytes *ours);

/**
 * stays_of_patch() - the same, of a patch alone
 * @replaced: also lines that the patch puts others in the place of
 *
 * What upstream's function has outside of the hunks is not known: the answer may be of a line
 * that upstream has left there as well.
 */
char *stays_of_patch(const struct tree *tree, const struct patch *patch, bool replaced);

#endif /* ENGINE_JUDGE_STAYS_H */
