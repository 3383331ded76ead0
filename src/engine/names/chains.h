/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Members of members, "a->b.c": what the last of them is in a tree.  What a
 * is, the file tells or a header that it reaches, and so from structure to
 * structure.
 */
#ifndef ENGINE_NAMES_CHAINS_H
#define ENGINE_NAMES_CHAINS_H

#include "engine/code/structures.h"
#include "engine/names/headers.h"

/* a variable, and the members of members that are followed */
#define CHAIN_MAX 5

/**
 * struct chain - followed in one tree
 * @names: of a variable and of members, in order
 * @count: of them
 * @arrow: the last is asked for a member of its own by "->", and not by "."
 * @exists: it is not; whether it is there is what is asked
 * @known: so many names are followed: @type is that of the last of these
 * @fits: it is something that can be asked so, or may be
 * @misfits: it is not: a pointer, or a structure, or for @exists no member; both when it depends on
 *           an #if, or is not certain
 */
struct chain {
	struct lex names[CHAIN_MAX];
	guint count;
	bool arrow;
	bool exists;
	guint known;
	struct type_name type;
	bool fits;
	bool misfits;
};

/**
 * chain_read() - the one that ends with a name
 * @text: that it is in
 * @last: the name
 * @arrow: see struct chain
 * Return: false where it does not begin with a variable, or is a variable
 */
bool chain_read(const char *text, const struct lex *last, bool arrow, struct chain *out);

/**
 * chain_start() - what the function around it says of the variable
 * @where: the file that it was read in
 * Return: false where it declares one whose type is not understood; what it does not declare at all
 *         the file or a header may
 */
bool chain_start(struct chain *chain, const struct extract *where);

/** chain_last() - the name that is asked about */
const struct lex *chain_last(const struct chain *chain);

/** chain_is_wrong() - what was read says so, and nothing says otherwise */
bool chain_is_wrong(const struct chain *chain);

/**
 * struct chains - of one file in one tree
 * @headers, @path, @bytes: the file in it; borrowed, and without @headers it is all there is
 * @limit: so many texts are read, unless one of the chains is wrong by then
 * @list: struct chain
 * @read: texts that were asked: the file, and headers
 * @told: the last of them told something that all others are to be asked for
 * @texts: GBytes *: those that told something, which is pointed to
 */
struct chains {
	struct headers *headers;
	const char *path;
	GBytes *bytes;
	guint limit;
	GArray *list;
	guint read;
	bool told;
	GPtrArray *texts;
};

/** chains_init() - none yet; to be cleared */
void chains_init(struct chains *chains, struct headers *headers, const char *path, GBytes *bytes,
		 guint limit);
void chains_clear(struct chains *chains);

/** chains_follow() - all that were added to the list; false where a header cannot be read */
bool chains_follow(struct chains *chains);

#endif /* ENGINE_NAMES_CHAINS_H */
