/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How one file of this tree spells what upstream's version of it calls
 * otherwise, learnt from the edits that lie between the two, and from what is
 * known of the whole tree.  Base and theirs are rewritten with it and merged
 * again: a rename that stands in the way of a hunk is then no conflict, and
 * what upstream adds compiles here.
 *
 * Measured on 1,414 conflicting backports: 91 more cases right for 5 more wrong.
 */
#ifndef ENGINE_LADDER_VOCABULARY_H
#define ENGINE_LADDER_VOCABULARY_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/scans.h"
#include "engine/ladder/resolve.h"

struct vocabulary;

/**
 * vocabulary_learn() - names
 * @base: upstream's file before the commit
 * @ours: the tree's file
 * @asked: text whose names are looked up in @wording
 * @wording: may be NULL
 *
 * A name that @ours uses is never translated, nor is a function that the tree has elsewhere: that
 * the file calls another one so far does not say that they do the same.  From the file itself:
 * what stands in its place (votes.h), 60% of it one spelling, two of it where the name is frequent.
 */
struct vocabulary *vocabulary_learn(GBytes *base, GBytes *ours, GBytes *asked,
				    const struct wording *wording);

/** vocabulary_restrict() - to names that the tree does not have at all; to none without @wording */
void vocabulary_restrict(struct vocabulary *vocabulary, const struct wording *wording);

/**
 * vocabulary_leave() - a name that upstream's change declares stays a name
 * @added: the lines that it brings
 *
 * A variable of its own is no "a->b", as others of that name in the file are here.
 */
void vocabulary_leave(struct vocabulary *vocabulary, GBytes *added);

/** vocabulary_find() - this tree's spelling, or NULL; borrowed */
const char *vocabulary_find(const struct vocabulary *vocabulary, const struct line *name);

/** vocabulary_count() - names that have a translation */
guint vocabulary_count(const struct vocabulary *vocabulary);

/** vocabulary_rewrite() - a text in this tree's spelling; a new reference on @text when it is */
GBytes *vocabulary_rewrite(const struct vocabulary *vocabulary, GBytes *text);

/**
 * vocabulary_rewrite_new() - the same for upstream's new file
 * @scans: of both
 * @base: the old one
 *
 * In lines that are new, comments and strings stay as upstream has them: what is meant there is
 * often a plain word.
 */
GBytes *vocabulary_rewrite_new(const struct vocabulary *vocabulary, struct scans *scans,
			       GBytes *base, GBytes *text);

void vocabulary_free(struct vocabulary *vocabulary);

/**
 * struct phrases - call shapes and member accesses that this tree spells otherwise
 *
 * "f(a, b" here for "f(c, b" there, "x.y" for "x->y": seen twice or more, always the same way,
 * and never as upstream has it.
 */
struct phrases;

/** phrases_learn() - from base, names already rewritten, and ours */
struct phrases *phrases_learn(struct scans *scans, GBytes *base, GBytes *ours);

/** phrases_rewrite() - a text with this tree's shapes; a new reference on @text when it has them */
GBytes *phrases_rewrite(const struct phrases *phrases, GBytes *text);

void phrases_free(struct phrases *phrases);

/** struct aligned - words of the base and the words of ours that stand in their place */
struct aligned {
	const GArray *base;	/* struct line, words of the block */
	const GArray *ours;
	struct change words;
};

/**
 * aligned_edits() - visit the edits between two files, word by word in each block of lines
 *
 * Blocks of more than 60,000 bytes are left out: what stands in them is not an edit.
 */
void aligned_edits(struct scans *scans, GBytes *base, GBytes *ours,
		   void (*visit)(void *data, const struct aligned *edit), void *data);

typedef struct vocabulary vocabulary;
typedef struct phrases phrases;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(vocabulary, vocabulary_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(phrases, phrases_free)

#endif /* ENGINE_LADDER_VOCABULARY_H */
