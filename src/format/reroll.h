/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Versions of one series: which belong together, and what the newest takes
 * from the one before it.
 */
#ifndef FORMAT_REROLL_H
#define FORMAT_REROLL_H

#include <glib.h>
#include <stdbool.h>

#include "format/thread.h"

/** reroll_common() - how many patches of both have the same title */
unsigned int reroll_common(const struct series *a, const struct series *b);

/** reroll_same_author() - did the same person send both? */
bool reroll_same_author(const struct series *a, const struct series *b);

/**
 * reroll_is_partial() - does @newer bring some patches of @older anew, and no more?
 *
 * So it is when some of its slots are empty and each patch answers the one in the same place,
 * or the cover letter when @newer has none of its own: "[PATCH v2 3/7]" in the thread of v1.
 */
bool reroll_is_partial(const struct series *newer, const struct series *older);

/**
 * reroll_settle() - @newer takes the place of @older
 * @newer: gets name, change-id, rule and sources where it has none, the patches of @older
 *         where it is a partial reroll, the tags of patches that are the same, and the
 *         comments of @older, outdated unless their patch stays
 * @older: is marked as replaced; patches and comments may have been moved out of it
 */
void reroll_settle(struct thread *newer, struct thread *older);

#endif /* FORMAT_REROLL_H */
