/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the ladder that works inside one file: what git leaves as a
 * conflict is resolved region by region, by the first rung that has an answer.
 * A rung is one file (region-*.c) and one row of the table in climb.c.
 */
#ifndef ENGINE_LADDER_RESOLVE_H
#define ENGINE_LADDER_RESOLVE_H

#include <glib.h>
#include <stdbool.h>

#include "engine/merge/threeway.h"
#include "engine/result/signs.h"

struct records;
struct scans;
struct threeway;

/**
 * struct wording - what is known of how this tree spells upstream's names
 * @rename: this tree's spelling of identifier @name, or NULL when it is not known to be
 *          another; borrowed until the next call
 * @has: does the tree use identifier @name in any C file?
 * @calls: does it declare a function of that name, or a macro with parameters?
 * @data: for both
 *
 * The spelling may be several tokens ("ctx->msg" for "msg").
 */
struct wording {
	const char *(*rename)(void *data, const char *name);
	bool (*has)(void *data, const char *name);
	bool (*calls)(void *data, const char *name);
	void *data;
};

/**
 * struct mark_labels - what stands behind conflict markers
 * @ours: this tree's side
 * @base: upstream's file before the commit
 * @theirs: and after it
 */
struct mark_labels {
	const char *ours;
	const char *base;
	const char *theirs;
};

/**
 * struct resolve_input - one file to merge
 * @path: in the tree; decides whether it is C
 * @base: upstream's file before the commit
 * @ours: the tree's file
 * @theirs: upstream's file after the commit
 * @wording: may be NULL
 * @marks: where something is for a person, make @marked of the resolution; NULL: do not
 * @records: resolutions that people made, see engine/ladder/recorded.h; or NULL
 * @scans: what is read of the texts besides; or NULL
 * @merge: git's own merge of the three, where it was made already; taken over; or NULL
 */
struct resolve_input {
	const char *path;
	GBytes *base;
	GBytes *ours;
	GBytes *theirs;
	const struct wording *wording;
	const struct mark_labels *marks;
	const struct records *records;
	struct scans *scans;
	struct threeway **merge;
};

/**
 * struct resolved - what became of one region that was not clean, or of the file as a whole
 * @rung: static; NULL when nothing resolved it
 * @line: in the result (in ours, when unresolved), from 1
 * @base, @ours, @theirs: the three texts, as merged (names already translated)
 * @text: the result; NULL when unresolved
 * @note: one line for people, or NULL
 */
struct resolved {
	const char *rung;
	size_t line;
	GBytes *base;
	GBytes *ours;
	GBytes *theirs;
	GBytes *text;
	char *note;
};

/**
 * struct resolution - the answer for a file
 * @bytes: the merged file, NULL when a region is unresolved
 * @regions: struct resolved *; empty when the merge is clean as git sees it
 * @unresolved: how many have no text
 * @dropped: char *: edits of upstream that have no place here and were left out, one line each
 * @homes: char *: functions of upstream's file that some of these are in, and this file has not
 * @stands: a line of one of these, or beside one, stands here after all, where upstream's file has
 *          it not, or one goes, where upstream moves it; one line for people, or NULL
 * @agrees: a plain fuzzy application of upstream's change gives the same bytes
 * @rung: the least certain rung that had a part in it, static; NULL when a region is unresolved
 *        or the merge is clean as git sees it
 * @certain: every rung of it is one that maintainers' own results bear out, and nothing speaks
 *           against it; else the result is for a person to look at
 * @doubt: what speaks against it, one line, or NULL
 * @marked: the file with conflict markers, if it was asked for: a region stands between them
 *          unless one of the rungs that are certain resolved it, and nothing speaks against that;
 *          NULL where none stands between them
 * @signs: what is seen of the result; for one that git leaves to a person
 */
struct resolution {
	GBytes *bytes;
	GPtrArray *regions;
	unsigned int unresolved;
	GPtrArray *dropped;
	GPtrArray *homes;
	char *stands;
	bool agrees;
	const char *rung;
	bool certain;
	char *doubt;
	GBytes *marked;
	struct signs signs;
};

/**
 * resolve_file() - merge one file, climbing the region rungs where git would stop
 *
 * Never fails: what cannot be merged is unresolved.
 */
struct resolution *resolve_file(const struct resolve_input *input);

/** rung_leaves_out() - may a rung leave a part of upstream's change out? False for others' rungs */
bool rung_leaves_out(const char *name);

/** resolution_recorded() - did the rung "recorded" resolve any region of it? */
bool resolution_recorded(const struct resolution *resolution);

void resolution_free(struct resolution *resolution);

typedef struct resolution resolution;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(resolution, resolution_free)

#endif /* ENGINE_LADDER_RESOLVE_H */
