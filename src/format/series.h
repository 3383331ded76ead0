/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A series of patches with what reviewers said, and its folder in patches/:
 * plain quilt (series file, one format-patch file a patch) with two key files
 * beside it, series.ini and review.ini.
 */
#ifndef FORMAT_SERIES_H
#define FORMAT_SERIES_H

#include <glib.h>
#include <stdbool.h>

#include "format/patch.h"

/**
 * struct comment - what a reviewer said about a line of a patch
 * @author: "Name <mail>"
 * @message_id: of the review, NULL when the source does not tell
 * @patch: number of the patch in the series, from 1; 0 for the cover letter
 * @file: path the remark stands at, NULL when it is about the message
 * @line: line in the post-image (pre-image for a removed line), 0 without @file
 * @quote: the quoted line just above the remark
 * @word: the word that a caret under the quote points at, or NULL
 * @text: what the reviewer wrote
 * @state: "open", "done", or "outdated" when a newer version replaced the patch
 * @version: of the series that it was said about
 */
struct comment {
	char *author;
	char *message_id;
	unsigned int patch;
	char *file;
	unsigned long line;
	char *quote;
	char *word;
	char *text;
	char *state;
	unsigned int version;
};

void comment_free(struct comment *comment);

/**
 * struct series - patches that belong together
 * @name: folder name: [a-z0-9._-]
 * @change_id: stays the same over versions; b4's where there is one
 * @version: from 1
 * @total: how many patches the sender announced
 * @base: commit that the sender says it stands on ("base-commit:"), 40 digits; or NULL
 * @rule: "pack/rule" that does the same change, or NULL
 * @cover: cover letter, NULL when there is none
 * @patches: struct patch *, @total slots, NULL where a patch is missing; a patch that stays
 *           from an older version has that version in its subject
 * @comments: struct comment *
 * @sources: char *: message-ids and other names of where it came from
 * @cc: char *: "Name <mail>" or mail
 * @grown: it has more patches than its folder
 */
struct series {
	char *name;
	char *change_id;
	unsigned int version;
	unsigned int total;
	char *base;
	char *rule;
	struct patch *cover;
	GPtrArray *patches;
	GPtrArray *comments;
	GPtrArray *sources;
	GPtrArray *cc;
	bool grown;
};

struct series *series_new(void);
void series_free(struct series *series);

/** series_title() - title of the cover letter, else of the first patch, else ""; borrowed */
const char *series_title(const struct series *series);

/** series_missing() - char *: "18/28" for each patch that is missing */
GPtrArray *series_missing(const struct series *series);

/** series_missing_text() - the same for people: "1/28, 14-18/28"; "" when nothing is missing */
char *series_missing_text(const struct series *series);

/** series_is_there() - is it a series folder: has it a series.ini, or a quilt series file? */
bool series_is_there(const char *folder);

/**
 * series_load() - read a series folder; one without series.ini is plain quilt
 * @folder: patches/NAME
 * @error: BS_ERROR_MISSING, BS_ERROR_INPUT with file and line
 */
struct series *series_load(const char *folder, GError **error);

/**
 * series_save() - write a series folder, atomically
 * @series: what to write
 * @folder: patches/NAME; folders of ported trees and files that are not ours in it stay
 * @scratch: on the same file system: where the folder is made before it takes its place
 * @error: BS_ERROR_IO; nothing changed then
 */
bool series_save(const struct series *series, const char *folder, const char *scratch,
		 GError **error);

typedef struct series series;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(series, series_free)

#endif /* FORMAT_SERIES_H */
