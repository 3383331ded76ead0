/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The identifiers of a whole tree: does it know a name, and as what?
 */
#ifndef ENGINE_NAMES_WORDS_H
#define ENGINE_NAMES_WORDS_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

/**
 * struct words - which identifiers the C files of a tree use
 *
 * Moves from tree to tree by their difference, so that a thousand picks on one branch
 * read every blob once.
 */
struct words;

/**
 * words_new() - no tree yet
 * @objects: borrowed, must outlive it
 * @folder: where counts of large trees are kept for the next time; NULL for nowhere
 */
struct words *words_new(struct objects *objects, const char *folder);

/**
 * words_goto() - make it say what @tree has
 *
 * Free until the first question; then the files that differ from the tree before are read.
 */
void words_goto(struct words *words, const struct object_id *tree);

/**
 * words_settle() - read what there is to be read now
 * Return: false with @error when the tree cannot be read; every count is 0 then
 */
bool words_settle(const struct words *words, GError **error);

/** words_known() - false with @error when a question has met a tree that cannot be read */
bool words_known(const struct words *words, GError **error);

/**
 * words_unread() - one of the few files of a tree that could not be read and count as empty
 * Return: its path, borrowed until words_goto(); NULL when there is none
 */
const char *words_unread(const struct words *words);

/**
 * enum word_role - what else is counted of a name
 * @WORD_NAME: any use, comments and strings apart
 * @WORD_HEADER: path of a file or a tail of it, "linux/kvm.h": how many C files end so
 * @WORD_INCLUDED: path of an #include, as it is given
 * @WORD_CALLED: followed by '('
 * @WORD_BODY: followed by '{', as a tag is where the type is declared
 * @WORD_CALLABLE: declared or defined as function, or as macro with a parameter list
 * @WORD_VARIADIC: the same, with "..."
 * @WORD_ARITY: plus n: the same, with n parameters
 * @WORD_FIXED: plus n: the same, with n parameters and "..."
 */
enum word_role {
	WORD_NAME,
	WORD_HEADER,
	WORD_INCLUDED,
	WORD_CALLED,
	WORD_BODY,
	WORD_CALLABLE,
	WORD_VARIADIC,
	WORD_ARITY,
	WORD_FIXED = 1 << 16,
};

/** words_count() - how many C files of the tree have @name in a role; 0 for a name too new */
unsigned int words_count(const struct words *words, unsigned int role, const char *name,
			 gsize size);

/**
 * words_has() - has any C file of the tree @name in that role?
 *
 * What words_count() above 0 says; where that is certain without what differs from the tree
 * before, nothing is read.
 */
bool words_has(const struct words *words, unsigned int role, const char *name, gsize size);

/** words_reads() - would words_has() read files to answer? */
bool words_reads(const struct words *words, unsigned int role, const char *name, gsize size);

/** words_near() - is little to be read before anything can be said? */
bool words_near(const struct words *words);

/**
 * words_worth() - is it worth to ask, where it can be found out otherwise?
 *
 * When they are near; and from the second time on, as whoever asks will ask again.
 */
bool words_worth(const struct words *words);

void words_free(struct words *words);

typedef struct words words;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(words, words_free)

#endif /* ENGINE_NAMES_WORDS_H */
