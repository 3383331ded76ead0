/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ports one upstream commit onto another commit, from objects alone: the
 * result is a tree in the object store, and for each file how it came about.
 */
#ifndef ENGINE_PICK_H
#define ENGINE_PICK_H

#include <glib.h>
#include <stdbool.h>

#include "engine/calibration.h"
#include "engine/port.h"
#include "engine/translator.h"
#include "tree/objects.h"

struct picker;

/**
 * struct pick_options - what a picker knows besides the repository
 * @odb: see objects_open()
 * @siblings: char *: branches whose backports of the same upstream commit may be used; NULL
 * @before: nothing committed at or after this time may be used (replay); 0 for no limit
 * @calibration: see engine/calibration.h; borrowed; NULL for the shipped one
 * @learn: compare releases for names that changed between them, which takes seconds for
 *         each pair; worth it for many picks, or where @learnt keeps what was found
 * @learnt: folder for that; NULL keeps it in memory
 * @translator: for the dialect rung, borrowed; NULL for none
 */
struct pick_options {
	const char *odb;
	const GPtrArray *siblings;
	gint64 before;
	const struct calibration *calibration;
	bool learn;
	const char *learnt;
	const struct translator *translator;
};

/** picker_new() - open @repository for picks; one thread at a time may use a picker */
struct picker *picker_new(const char *repository, const struct pick_options *options,
			  GError **error);
void picker_free(struct picker *picker);

/** picker_before() - from now on nothing committed at or after @when may be used; 0: no limit */
void picker_before(struct picker *picker, gint64 when);

/** picker_objects() - the object store that the results are in; borrowed */
struct objects *picker_objects(struct picker *picker);

/**
 * struct picked_region - a region that git would have left to a person
 * @rung: what resolved it; NULL when nothing did
 * @line: in the result, or in ours when unresolved; from 1
 * @base, @ours, @theirs, @text: the texts; @text NULL when unresolved
 * @note: or NULL
 */
struct picked_region {
	const char *rung;
	size_t line;
	char *base;
	char *ours;
	char *theirs;
	char *text;
	char *note;
};

/**
 * struct picked_file - one file of the result
 * @path: in the tree that it was ported to
 * @from: upstream's path where that is another, else NULL
 * @rung: the least certain rung that had a part in it; NULL when it is unresolved
 * @placement: where its hunks landed
 * @conflicted: git's own merge stops in this file
 * @agrees: a plain fuzzy application of upstream's change gives the same bytes; only of a
 *          file that is @conflicted
 * @doubted: never more than proposed, however well its rung does elsewhere
 * @precision: of @rung, from the calibration; 0 when not measured
 * @note: one line for people, or NULL
 * @regions: struct picked_region *
 */
struct picked_file {
	char *path;
	char *from;
	const char *rung;
	enum placement placement;
	bool conflicted;
	bool agrees;
	bool doubted;
	double precision;
	char *note;
	GPtrArray *regions;
};

/**
 * struct picked - result of a pick
 * @outcome: see enum outcome
 * @rung: least certain rung of all files; NULL when unresolved
 * @grounds: what the result is judged by; its rung is @rung, and it is doubted when a file
 *           is, or when there is a warning
 * @precision: of @grounds, from the calibration; 0 when not measured
 * @reason: one line: why it is not ported, or NULL
 * @tree: id of the resulting tree; null unless ported or proposed
 * @files: struct picked_file *
 * @warnings: char *: one line each
 * @usec: how long it took, microseconds of wall time
 */
struct picked {
	enum outcome outcome;
	const char *rung;
	struct grounds grounds;
	double precision;
	char *reason;
	struct object_id tree;
	GPtrArray *files;
	GPtrArray *warnings;
	gint64 usec;
};

/**
 * pick_commit() - port @upstream onto @onto
 * @picker: used by one thread at a time
 * @onto: the commit to port to
 * @upstream: the commit to port; a merge is an outcome of its own (error, ask for the parent)
 * Return: never NULL; what cannot be found out is OUTCOME_ERROR with the reason
 */
struct picked *pick_commit(struct picker *picker, const char *onto, const char *upstream);

void picked_free(struct picked *picked);
void picked_file_free(struct picked_file *file);
void picked_region_free(struct picked_region *region);

typedef struct picker picker;
typedef struct picked picked;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(picker, picker_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(picked, picked_free)

#endif /* ENGINE_PICK_H */
