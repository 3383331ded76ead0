/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One file of a pick; for the files of engine/ that make up a pick.
 */
#ifndef ENGINE_PICK_PICKFILE_H
#define ENGINE_PICK_PICKFILE_H

#include "engine/code/scans.h"
#include "engine/ladder/resolve.h"
#include "engine/ladder/speller.h"
#include "engine/merge/treemerge.h"
#include "engine/names/dictionaries.h"
#include "engine/names/includes.h"
#include "engine/pick/pick.h"
#include "engine/result/pickedfile.h"

/** struct picker - what is kept from pick to pick */
struct picker {
	struct pick_options options;
	struct objects *objects;
	struct scans *scans;
	struct similarity *similarity;
	struct calibration *shipped; /* when the options name none */
	struct words *ours_words;
	struct words *base_words;
	struct words *sibling_words;
	struct headers *headers;
	struct headers *upstream_headers;
	struct releases *releases; /* NULL until they are asked for */
	struct dictionaries *dictionaries; /* NULL when nothing is learnt */
};

/**
 * struct pick_text - a text file of the result, with what it was made from
 * @file: what it says of it; borrowed
 * @merge: where it goes; borrowed
 * @base, @ours, @theirs: the three versions; NULL where there is none
 * @result: the merged one
 * @respelled: the same in this tree's words, where that differs; or NULL
 */
struct pick_text {
	struct picked_file *file;
	const struct file_merge *merge;
	GBytes *base;
	GBytes *ours;
	GBytes *theirs;
	GBytes *result;
	GBytes *respelled;
};

/**
 * struct pick_job - one pick under way
 * @picker: whose
 * @objects: of the picker
 * @base_words: names of the tree @base
 * @onto, @upstream: the two commits
 * @base, @ours, @theirs: their trees; @base null for a first commit
 * @deltas: upstream's change
 * @files: struct file_merge *
 * @edits: what the result changes in @ours
 * @texts: struct pick_text *: text files of the result; C is checked when all are there
 * @removed: struct pick_text *: C files that the result has no more
 * @absent: evidence that this tree lacks what a file is about, or NULL
 * @lines_absent: lines that upstream adds to C files of which this tree has neither file nor code
 * @remains: evidence that it has some of it, or NULL
 * @labels: behind conflict markers; all NULL when none are asked for
 * @marked: path -> GBytes *: files with conflict markers; NULL likewise
 * @scans: what was read of the texts, at most of a few files; borrowed
 * @speller: how this tree spells upstream's names; NULL until it is asked for
 */
struct pick_job {
	struct picker *picker;
	struct objects *objects;
	struct words *base_words;
	struct commit *onto;
	struct commit *upstream;
	struct object_id base;
	struct object_id ours;
	struct object_id theirs;
	bool guess;
	GArray *deltas;
	GPtrArray *files;
	GArray *edits;
	GPtrArray *texts;
	GPtrArray *removed;
	char *absent;
	guint lines_absent;
	char *remains;
	struct mark_labels labels;
	GHashTable *marked;
	struct scans *scans;
	struct speller *speller;
};

/**
 * pick_file() - settle one file: adds a struct picked_file, and what changes to the edits
 * Return: false with @error when an object cannot be read
 */
bool pick_file(struct pick_job *job, const struct file_merge *file, struct picked *picked,
	       GError **error);

/** picked_file_add() - one more file of the result, nothing known of it; borrowed */
struct picked_file *picked_file_add(struct picked *picked, const struct file_merge *file);

/** pick_text_read() - the versions of a file that there are; NULL with @error */
struct pick_text *pick_text_read(struct pick_job *job, const struct file_merge *merge,
				 struct picked_file *file, GError **error);

/**
 * pick_absent() - settle the files that this tree lacks, when all others are
 *
 * Documentation is left out; code is looked for in other files.
 */
bool pick_absent(struct pick_job *job, struct picked *picked, GError **error);

/** pick_put() - the result of one file, at its path; its blob is written */
bool pick_put(struct pick_job *job, const struct pick_text *text, GError **error);

/**
 * pick_resolve() - climb the rungs inside one file that both sides changed
 * @text: all but the result set; gets the result, unless a region stays unresolved
 * @merge: git's own merge of its texts; may be taken
 *
 * The file's regions, rung, note and doubt are set.
 */
void pick_resolve(struct pick_job *job, struct pick_text *text, struct threeway **merge);

/**
 * pick_dialect() - merge a file on which git stops, with upstream's side in this tree's words
 * @text: without a result
 * Return: true when it is settled: it has a result, or upstream's words are not understood, so
 *         that it is for a person. Else base and theirs are in this tree's words, if any.
 */
bool pick_dialect(struct pick_job *job, struct pick_text *text);

/**
 * pick_dialect_clean() - the same where git's merge is clean
 *
 * What upstream adds may be spelled in a way that this tree does not know.
 */
void pick_dialect_clean(struct pick_job *job, struct pick_text *text);

/**
 * pick_check() - warn of what looks wrong in the C files, respell names, put the files in place
 *
 * A clean merge that is warned of is made again in the tree's own words, to be offered.
 */
bool pick_check(struct pick_job *job, struct picked *picked, GError **error);

/** pick_marks_begin() - have conflicts marked, if the options ask for it */
void pick_marks_begin(struct pick_job *job);

/** pick_marks_finish() - of a conflict, write the tree with the markers; see struct picked */
bool pick_marks_finish(struct pick_job *job, struct picked *picked, GError **error);

void pick_marks_clear(struct pick_job *job);

/** pick_codeless() - warns where all or most of upstream's change of C files is left out */
void pick_codeless(struct pick_job *job, struct picked *picked);

/** pick_lines_added() - how many lines upstream's file has anew, braces apart; 0 for no C file */
guint pick_lines_added(const struct pick_text *text);

/** pick_respelled() - the tree with the texts that were respelled, if there are any */
bool pick_respelled(struct pick_job *job, struct picked *picked, GError **error);

/**
 * pick_where() - where a function is that upstream changes in a file, and that this file lacks
 * Return: "f() is defined in b.c:7", newly allocated; NULL when all are there, or none is found
 */
char *pick_where(struct pick_job *job, const struct pick_text *text);

/**
 * pick_plain() - port another commit in upstream's place, without siblings and without judgement
 * @job: for what the commit is ported to
 * @instead: the other commit
 * Return: never NULL; OUTCOME_PROPOSED when there is a tree
 */
struct picked *pick_plain(const struct pick_job *job, const struct object_id *instead);

/** pick_siblings() - ask the backports of other branches; sets signs, and may take one over */
void pick_siblings(struct pick_job *job, struct picked *picked);

void pick_text_free(struct pick_text *text);

/** picked_leaves_out() - was a region of the file settled by a rung that may leave it out? */
bool picked_leaves_out(const struct picked_file *file);

/** picked_word() - what a person should know first of a result, newly allocated; or NULL */
char *picked_word(const struct picked *picked);

/** said_with() - both, either, or NULL; newly allocated */
char *said_with(const char *word, const char *doubt);

/**
 * pick_judge() - what a result whose files are all settled is worth
 *
 * Sets the claim, its precision, whether the outcome is ported or proposed, and why if proposed.
 */
void pick_judge(const struct calibration *calibration, struct picked *picked);

#endif /* ENGINE_PICK_PICKFILE_H */
