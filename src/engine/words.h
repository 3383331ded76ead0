/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The identifiers of a whole tree, and what they are called elsewhere: does
 * this tree know a name, and how does it spell what upstream calls so?
 */
#ifndef ENGINE_WORDS_H
#define ENGINE_WORDS_H

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

/**
 * struct dictionary - identifiers of a newer tree that an older one spells otherwise
 *
 * Learnt from all files that both have: aligned edits of single tokens, a name that the older
 * tree lacks, three votes or more from two files or more, and 70% of them for one spelling.
 */
struct dictionary;

struct file_votes;

/**
 * dictionary_learn() - compare two trees
 * @words: goes to @older
 * @known: votes of files that others have in common with them
 * @older: tree of the fork point of a stable branch
 * @newer: tree of the last release before the upstream commit
 */
struct dictionary *dictionary_learn(struct objects *objects, struct words *words,
				    struct file_votes *known, const struct object_id *older,
				    const struct object_id *newer, GError **error);

/**
 * dictionary_find() - the older tree's spelling of @name
 * @words: of the tree to port to: a name that it has is never translated
 * Return: borrowed, or NULL; also by prefix rules (rte_foo_ for foo_) learnt from four or more
 *         entries, when @words has the result
 */
const char *dictionary_find(struct dictionary *dictionary, const struct words *words,
			    const char *name);

/** dictionary_size() - how many names it translates, prefix rules aside */
unsigned int dictionary_size(const struct dictionary *dictionary);

/** dictionary_save() - as text, a line "name TAB older spelling" a name; newly allocated */
char *dictionary_save(const struct dictionary *dictionary);

/** dictionary_load() - from that text; BS_ERROR_INPUT */
struct dictionary *dictionary_load(const char *text, GError **error);

void dictionary_free(struct dictionary *dictionary);

struct tree_search;

/**
 * struct warn_input - what a pick gave for one file
 * @path: in the tree
 * @base, @ours, @theirs, @result: contents; NULL where there is none
 * @others: GBytes *: results of the pick's other C files, which may declare names; or NULL
 * @ours_words: words of the tree ported to
 * @base_words: words of upstream's tree before the commit, or NULL
 * @guess: they may not be: upstream's tree is not known
 * @headers: of the tree ported to, with the pick's result; or NULL
 * @base_path, @upstream_headers: where the file is upstream, and the headers there after the
 *                                commit; NULL where they are not known
 * @scans: of these; or NULL
 * @members: gets those of structures that none of the texts tells; or NULL
 */
struct warn_input {
	const char *path;
	GBytes *base;
	GBytes *ours;
	GBytes *theirs;
	GBytes *result;
	const GPtrArray *others;
	const struct words *ours_words;
	const struct words *base_words;
	bool guess;
	struct headers *headers;
	const char *base_path;
	struct headers *upstream_headers;
	struct scans *scans;
	struct tree_search *members;
};

/**
 * warn_file() - what looks wrong in a result, clean merge or not
 * @warnings: char * are added: an identifier that the tree lacks and the base has, a leftover of
 *            a name that upstream removed, unbalanced braces, the wrong number of arguments of a
 *            function that the tree defines, the same text placed in a twin function
 */
void warn_file(const struct warn_input *input, GPtrArray *warnings);

/**
 * warn_alone() - what looks wrong in a C file by itself, where upstream's versions are not at hand
 * @members: gets those of structures that the file does not tell: see members_unknown()
 * @warnings: gets char *
 */
void warn_alone(GBytes *ours, GBytes *result, struct tree_search *members, GPtrArray *warnings);

typedef struct words words;
typedef struct dictionary dictionary;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(words, words_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(dictionary, dictionary_free)

#endif /* ENGINE_WORDS_H */
