/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ports one upstream commit onto another commit, from objects alone: the
 * result is a tree in the object store, and for each file how it came about.
 */
#ifndef ENGINE_PICK_PICK_H
#define ENGINE_PICK_PICK_H

#include <glib.h>
#include <stdbool.h>

#include "engine/pick/siblings.h"
#include "engine/pick/translator.h"
#include "engine/result/calibration.h"
#include "engine/result/port.h"
#include "engine/result/signs.h"
#include "tree/objects.h"

struct picker;
struct records;

/**
 * struct pick_options - what a picker knows besides the repository
 * @odb: see objects_open()
 * @siblings: where backports of the same upstream commit are looked for; NULL for nowhere
 * @before: nothing committed at or after this time may be used (replay); 0 for no limit
 * @calibration: see engine/result/calibration.h; borrowed; NULL for the shipped one
 * @learn: compare releases for names that changed between them, which takes seconds for
 *         each pair; worth it for many picks, or where @learnt keeps what was found
 * @learnt: folder where that is kept for the next time, and what the trees use
 *          (engine/names/wordstore.h, engine/names/wordkeep.h); NULL keeps it all in memory
 * @mainline: parent that pick_commit() compares a merge with, from 1; 0: none, a merge is an error
 * @marks: make a tree with conflict markers where the outcome is a conflict
 * @records: see engine/ladder/recorded.h; borrowed; NULL for none
 * @translator: for the dialect rung, borrowed; NULL for none
 */
struct pick_options {
	const char *odb;
	const struct siblings *siblings;
	gint64 before;
	const struct calibration *calibration;
	bool learn;
	const char *learnt;
	unsigned int mainline;
	bool marks;
	const struct records *records;
	const struct translator *translator;
};

/** picker_new() - open @repository for picks; one thread at a time may use a picker */
struct picker *picker_new(const char *repository, const struct pick_options *options,
			  GError **error);
void picker_free(struct picker *picker);

/** picker_before() - from now on nothing committed at or after @when may be used; 0: no limit */
void picker_before(struct picker *picker, gint64 when);

/** picker_calibration() - what its results are judged by; borrowed */
const struct calibration *picker_calibration(struct picker *picker);

/** picker_objects() - the object store that the results are in; borrowed */
struct objects *picker_objects(struct picker *picker);

/** picker_words() - those of a tree that picks go to; borrowed, until another is asked for */
const struct words *picker_words(struct picker *picker, const struct object_id *tree);

/**
 * struct picked - result of a pick
 * @outcome: see enum outcome
 * @rung: least certain rung of all files; NULL when unresolved
 * @grounds: what the result is judged by; its rung is @rung
 * @conflicted: git's own merge stops in one of the files
 * @signs: what is seen of the result
 * @precision: of @grounds, from the calibration; 0 when not measured
 * @reason: one line: why it is not ported, or NULL
 * @tree: id of the resulting tree; null unless ported or proposed
 * @marked: id of the tree with conflict markers; null unless it is a conflict and they were
 *          asked for
 * @drafts: struct draft *: the files in it that have markers, or are in question as a whole; NULL
 *          where there is no @marked
 * @respelled: where git's merge is clean and names what this tree does not know: the tree with
 *             these names as they are spelled here, for a person to choose; else null
 * @files: struct picked_file *
 * @warnings: char *: one line each
 * @usec: how long it took, microseconds of wall time
 */
struct picked {
	enum outcome outcome;
	const char *rung;
	struct grounds grounds;
	bool conflicted;
	struct signs signs;
	double precision;
	char *reason;
	struct object_id tree;
	struct object_id marked;
	GPtrArray *drafts;
	struct object_id respelled;
	GPtrArray *files;
	GPtrArray *warnings;
	gint64 usec;
};

/**
 * struct pick_request - what to port, and onto what
 * @onto: the commit to port to; its history tells which names changed
 * @ours: tree to port to, where other ports have changed that of @onto; null: as it is there
 * @upstream: the commit to port; NULL when only its change is known
 * @parent: which parent's change, from 1; 0: the only one's
 * @base: without @upstream: the tree before the change; null for none
 * @theirs: without @upstream: the tree with it
 * @guess: without @upstream: what @base has besides the files that change is a guess, so that a
 *         name which this tree lacks may well be upstream's
 */
struct pick_request {
	const char *onto;
	struct object_id ours;
	const char *upstream;
	unsigned int parent;
	struct object_id base;
	struct object_id theirs;
	bool guess;
};

/** pick_request() - pick_commit() for what is not a plain commit on a plain commit */
struct picked *pick_request(struct picker *picker, const struct pick_request *request);

/**
 * pick_commit() - port @upstream onto @onto
 * @picker: used by one thread at a time
 * @onto: the commit to port to
 * @upstream: the commit to port; a merge needs the option mainline
 * Return: never NULL; what cannot be found out is OUTCOME_ERROR with the reason
 */
struct picked *pick_commit(struct picker *picker, const char *onto, const char *upstream);

void picked_free(struct picked *picked);

typedef struct picker picker;
typedef struct picked picked;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(picker, picker_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(picked, picked_free)

#endif /* ENGINE_PICK_PICK_H */
