/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A way out of a function that a patch adds, and that leaves with a lock held
 * which all other ways out let go of, or lets go of one that is held no more:
 * upstream's function may have a guard.  And a lock that it takes where this
 * tree's function holds it, or all that call it do.
 */
#ifndef ENGINE_WARN_EXITS_H
#define ENGINE_WARN_EXITS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/scans.h"

/** exits_concern() - may lines of that text make a difference to exits_locked()? */
bool exits_concern(const char *text, gsize size);

/** exits_take() - may they take a lock? Then it matters what the file's other functions do */
bool exits_take(const char *text, gsize size);

/**
 * exits_locked() - does a new "return" leave with a lock held, a new call take or free one twice?
 * @scans: of these
 * @ours: the file in the tree
 * @result: the same with the patch
 *
 * Told by names alone: x_lock() and x_unlock(), down_x() and up_x(), with the same first argument.
 * A function that returns with that lock elsewhere, too, is meant to; what is taken or let go of on
 * some paths only counts as free, and as held for the one who lets go.
 *
 * Return: "f(): the return in line 12 leaves with 'mutex_lock(&a->lock)' held, …" or
 *         "f(): 'mutex_unlock(&a->lock)' in line 12 …", newly allocated; NULL for no.  What readers
 *         take, and what is recursive, may be taken twice.
 */
char *exits_locked(struct scans *scans, GBytes *ours, GBytes *result);

#endif /* ENGINE_WARN_EXITS_H */
