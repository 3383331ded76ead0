/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The wording (resolve.h) of one file: its own lines against upstream's, then
 * the dictionary.
 */
#ifndef ENGINE_SPELLER_H
#define ENGINE_SPELLER_H

#include "engine/resolve.h"
#include "engine/words.h"

struct speller;

/**
 * speller_new() - what is known of one file's names; nothing is read before it is asked
 * @words: of the tree ported to; borrowed; may be NULL
 * @dictionary: borrowed; may be NULL
 * @base: upstream's file before the commit, or NULL
 * @ours: the tree's file, or NULL
 */
struct speller *speller_new(const struct words *words, struct dictionary *dictionary,
			    GBytes *base, GBytes *ours);

/** speller_wording() - for struct resolve_input; lives as long as the speller */
const struct wording *speller_wording(const struct speller *speller);

void speller_free(struct speller *speller);

typedef struct speller speller;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(speller, speller_free)

#endif /* ENGINE_SPELLER_H */
