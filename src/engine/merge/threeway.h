/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Three-way merge of one file, kept as data: every stretch of the base that a
 * side changed is a region, and each region of the result knows what made it.
 * Which regions conflict is as in git (merge-ort: histogram diff, changes that
 * touch conflict unless both sides did the same).
 */
#ifndef ENGINE_MERGE_THREEWAY_H
#define ENGINE_MERGE_THREEWAY_H

#include <glib.h>
#include <stdbool.h>

#include "format/linediff.h"

struct scans;

/** enum region_kind - who changed a region */
enum region_kind {
	REGION_OURS,		/* ours alone: stays */
	REGION_THEIRS,		/* theirs alone: taken */
	REGION_BOTH,		/* both, to the same text */
	REGION_CONFLICT,	/* both, differently */
};

/** struct span - lines [@at, @end) of a file, from 0 */
struct span {
	size_t at;
	size_t end;
};

/**
 * struct region - a stretch that at least one side changed
 * @kind: see enum region_kind
 * @base: lines of the base
 * @ours: lines of ours that stand for them
 * @theirs: likewise
 * @text: for a conflict that a rung resolved, the text that goes there; else NULL
 * @rung: name of that rung, static; NULL
 * @note: what a person should know of it, or NULL
 */
struct region {
	enum region_kind kind;
	struct span base;
	struct span ours;
	struct span theirs;
	GBytes *text;
	const char *rung;
	char *note;
};

/**
 * struct threeway - a merge
 * @base: struct line, of the base
 * @ours: likewise
 * @theirs: likewise
 * @regions: struct region by position
 * @conflicts: regions of kind REGION_CONFLICT that have no text yet
 */
struct threeway {
	GArray *base;
	GArray *ours;
	GArray *theirs;
	GArray *regions;
	unsigned int conflicts;
	/*< private >*/
	GBytes *bytes[3];
};

/**
 * threeway_new() - merge
 * @base: a reference is held, as on the others
 * @ours: likewise
 * @theirs: likewise
 * @scans: gets the lines and changes that were found, or NULL
 */
struct threeway *threeway_new(GBytes *base, GBytes *ours, GBytes *theirs, struct scans *scans);

/** threeway_result() - the merged file; NULL while a conflict has no text */
GBytes *threeway_result(const struct threeway *merge);

/** threeway_resolve() - give the text of a conflict; takes @text and @note over */
void threeway_resolve(struct threeway *merge, struct region *region, const char *rung,
		      GBytes *text, char *note);

/**
 * threeway_put_front() - another way to see a merge of theirs that is the base behind new lines
 * @count: of these lines
 *
 * All of ours stays as it is, and one conflict without text is left: what goes in front of it.
 */
void threeway_put_front(struct threeway *merge, size_t count);

/** threeway_text() - lines of a side, as bytes of their own */
GBytes *threeway_text(const GArray *lines, struct span span);

/**
 * threeway_marked() - the file with what is unresolved between conflict markers
 * @ours_label: behind "<<<<<<<"
 * @base_label: behind "|||||||"
 * @theirs_label: behind ">>>>>>>"
 * Return: as `git merge-file --diff3` writes it, with markers of threeway_marker_size()
 */
GBytes *threeway_marked(const struct threeway *merge, const char *ours_label,
			const char *base_label, const char *theirs_label);

/** MARKER_SIZE - length of git's conflict markers */
#define MARKER_SIZE 7

/**
 * threeway_marker_size() - how long the markers must be
 *
 * MARKER_SIZE, unless a line of the three files could be taken for a marker of that size: then
 * one more than the longest such line has, as git's attribute conflict-marker-size is for.
 */
size_t threeway_marker_size(const struct threeway *merge);

/** line_marker_run() - the length of the marker that a line is, of any size; 0 for none */
size_t line_marker_run(const struct line *line);

/** line_marker() - the sign of a marker of @size that a line is; 0 for none */
char line_marker(const struct line *line, size_t size);

void threeway_free(struct threeway *merge);

typedef struct threeway threeway;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(threeway, threeway_free)

#endif /* ENGINE_MERGE_THREEWAY_H */
