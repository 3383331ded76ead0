/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The wording (resolve.h) of a tree: the dictionary of the releases, and the
 * names that the tree has.
 */
#ifndef ENGINE_LADDER_SPELLER_H
#define ENGINE_LADDER_SPELLER_H

#include "engine/ladder/resolve.h"

struct dictionary;
struct speller;
struct words;

/**
 * speller_new() - what is known of a tree's names
 * @words: of the tree ported to; borrowed; may be NULL
 * @upstream: of upstream's before the commit; borrowed; may be NULL
 * @dictionary: borrowed; may be NULL
 */
struct speller *speller_new(const struct words *words, const struct words *upstream,
			    struct dictionary *dictionary);

/** speller_wording() - for struct resolve_input; lives as long as the speller */
const struct wording *speller_wording(const struct speller *speller);

void speller_free(struct speller *speller);

typedef struct speller speller;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(speller, speller_free)

#endif /* ENGINE_LADDER_SPELLER_H */
