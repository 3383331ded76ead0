/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a pick makes of the names of a tree: which of its own files have one,
 * and how many of all files, before and after, here and upstream.
 */
#ifndef ENGINE_PICKNAMES_H
#define ENGINE_PICKNAMES_H

#include "engine/lex.h"
#include "engine/pickfile.h"
#include "engine/warn.h"

/** enum text_version - of a file that upstream's commit changes */
enum text_version {
	TEXT_BASE,
	TEXT_THEIRS,
	TEXT_OURS,
	TEXT_RESULT,
	TEXT_VERSIONS,
};

/**
 * struct pick_names - the names of the C files of a pick
 * @job: borrowed
 * @scanned: for each of its texts, and each version, see wordlist_scan(); NULL until asked for
 */
struct pick_names {
	struct pick_job *job;
	GArray *(*scanned)[TEXT_VERSIONS];
};

/** pick_names_init() - nothing is scanned yet; until pick_names_clear() */
void pick_names_init(struct pick_names *names, struct pick_job *job);

void pick_names_clear(struct pick_names *names);

/** pick_names_has() - has a text of the pick, by its number, the name in that role? */
bool pick_names_has(struct pick_names *names, guint text, enum text_version version,
		    const struct lex *name, guint role);

/** pick_names_count() - how many of the pick's C files have it in a version */
int pick_names_count(struct pick_names *names, enum text_version version, const struct lex *name,
		     guint role);

/**
 * pick_names_outside() - how many files of a tree have it, besides those of the pick
 * @version: TEXT_OURS or TEXT_BASE, whose tree is meant
 */
int pick_names_outside(struct pick_names *names, enum text_version version,
		       const struct lex *name, guint role);

/**
 * pick_names_left() - how many files have it when the change is in
 * @version: TEXT_RESULT, or TEXT_THEIRS for upstream's tree
 */
int pick_names_left(struct pick_names *names, enum text_version version, const struct lex *name,
		    guint role);

#endif /* ENGINE_PICKNAMES_H */
