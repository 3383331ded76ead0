/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One place of an explanation; for the files of engine/ that explain.
 */
#ifndef ENGINE_EXPLAIN_EXPLAINPARTS_H
#define ENGINE_EXPLAIN_EXPLAINPARTS_H

#include "engine/code/image.h"
#include "engine/explain/explain.h"
#include "engine/merge/threeway.h"
#include "engine/result/explanation.h"
#include "tree/inquiry.h"

/* for one patch; what is not answered by then is said to be unknown */
#define EXPLAIN_SECONDS 30

/**
 * struct account - one change being explained
 * @objects: of the tree's repository; NULL where the tree is a folder
 * @inquiry: to that repository, likewise
 * @ours: 40 digits: the tree's commit; "" for a folder
 * @base: 40 digits: the commit before upstream's change; "" where it is not at hand
 * @ours_words, @base_words: names that the two trees use; NULL where that is not known
 * @sources: see explain_pick()
 * @copies: by commit id: what inquiry_copy() says of it, which regions ask again and again
 * @out: struct explanation *
 */
struct account {
	struct objects *objects;
	struct inquiry *inquiry;
	char ours[OBJECT_ID_HEX + 1];
	char base[OBJECT_ID_HEX + 1];
	const struct words *ours_words;
	const struct words *base_words;
	const struct explain_sources *sources;
	GHashTable *copies;
	GPtrArray *out;
};

/**
 * struct setting - one file of it
 * @merge: git's merge of it
 * @ours_path, @base_path: where it is
 * @ours, @base: its two versions, taken apart
 * @committed: the file as @ours of the account has it, where other ports changed it since; or NULL
 * @nowhere: nothing of upstream's change has a place in it: what is far from the change does not
 *           count
 * @missing: struct origin *: commits that its regions miss, with the lines that tell of them, of
 *           which one that is weak has none
 */
struct setting {
	const struct threeway *merge;
	const char *ours_path;
	const char *base_path;
	struct image *ours;
	struct image *base;
	GBytes *committed;
	bool nowhere;
	GPtrArray *missing;
};

/**
 * account_begin() - before anything is explained
 * @account: all but the tables is set
 */
void account_begin(struct account *account);

/** account_end() - @out is the caller's */
void account_end(struct account *account);

/** explain_region() - add an explanation of a conflict; the remedy is not set */
struct explanation *explain_region(struct account *account, struct setting *setting,
				   const struct region *region);

/**
 * struct telling - what lines tell of a commit
 * @file: struct line: where they are
 * @deed: what it does to them
 * @weak: none of them has a word: see explain_drop_weak()
 */
struct telling {
	const GArray *file;
	enum lack_deed deed;
	bool weak;
};

/**
 * explain_missing() - tell of a commit that upstream has and this tree's line has not
 * @origin: the commit, with the lines that tell of it
 * Return: it is missing; false where a copy is here, or may be, and where it is another patch of
 *         the series being ported
 */
bool explain_missing(struct account *account, struct setting *setting,
		     struct explanation *explanation, const struct origin *origin,
		     const struct telling *telling);

/**
 * explain_earlier() - tell that a change stands on an earlier patch of its series
 * @number: of the patch, from 0
 * Return: it is not missing: it is here, or it waits, which the remedy tells then
 */
bool explain_earlier(const struct explain_source *source, guint number,
		     struct explanation *explanation);

/** explain_of_series() - the same of the patch that is this commit; false where none is */
bool explain_of_series(struct account *account, struct explanation *explanation,
		       const char *commit);

/**
 * explain_waits() - what to do where a patch of the series waits
 * Return: newly allocated; NULL where none does
 */
char *explain_waits(const struct explanation *explanation);

/**
 * explain_moved() - what to do where all that upstream expects is here, at another place
 * Return: newly allocated; NULL where that is not so
 */
char *explain_moved(const struct explanation *explanation);

/** explain_try() - keep a commit that the remedy tries before upstream's change */
void explain_try(struct setting *setting, const struct origin *origin, bool weak);

/**
 * explain_drop_weak() - of what is missing, leave out what is weak and not among @used
 *
 * For a file of which other lines tell more.
 */
void explain_drop_weak(struct explanation *explanation, const GPtrArray *used);

/** explain_names() - what lines that upstream adds use and the tree has not: LACK_NAME */
void explain_names(struct account *account, struct setting *setting,
		   struct explanation *explanation, const GArray *added);

/** explain_file() - add an empty one, of a file as a whole */
struct explanation *explain_file(struct account *account, const char *ours_path,
				 const char *base_path);

/** explain_note() - add a note, unless it is there; takes @text over */
void explain_note(struct explanation *explanation, char *text);

/** explain_by_patches() - find the patches that add some lines of the base: LACK_PATCH */
void explain_by_patches(const struct explain_sources *sources, struct explanation *explanation,
			const GArray *file, const GArray *lines);

/** explain_patch_remedy() - what to do where patches are missing; newly allocated */
char *explain_patch_remedy(const struct account *account, const struct explanation *explanation);

/**
 * explain_gone() - what to do where a file is not in the tree
 * @taker: name of the commit that took it away; NULL where that is not known
 * Return: newly allocated
 */
char *explain_gone(const char *taker);

/** explain_finish() - say in each what git could not tell */
void explain_finish(struct account *account);

#endif /* ENGINE_EXPLAIN_EXPLAINPARTS_H */
