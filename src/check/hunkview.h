/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a patch tells about the place of its changes: alone, by section headings and
 * the definitions that are visible in its hunks, or with the file that it was made for.
 * The tree that it is ported to is not looked at, so that this view can judge where a
 * port put them.
 */
#ifndef CHECK_HUNKVIEW_H
#define CHECK_HUNKVIEW_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"
#include "format/diff.h"

/**
 * struct hunk_place - where one changed line of a hunk is, as far as the patch tells
 * @hunk: number in its file, from 1
 * @kind: '-' or '+'
 * @row: row in its side's image of the hunk, from 1
 * @name: function; "" at file scope; NULL when the heading names none
 * @certain: the definition begins, or its end is seen, in the hunk; otherwise @name is
 *           the nearest one above, which may have ended before the hunk
 * @indented: the line starts with a tab: not a declaration between functions
 * @heading: the heading or definition line that @name came from
 */
struct hunk_place {
	guint hunk;
	char kind;
	guint row;
	char *name;
	bool certain;
	bool indented;
	char *heading;
};

/** hunk_places() - struct hunk_place *, one for each changed line that is not blank */
GPtrArray *hunk_places(const struct file_diff *file);

/**
 * hunk_places_in() - hunk_places() of a patch whose file is known: all are certain
 * @file: of upstream's patch
 * @before: upstream's file
 * @after: the same after the patch
 */
GPtrArray *hunk_places_in(const struct file_diff *file, const struct csource *before,
			  const struct csource *after);

/**
 * hunk_calls() - how often each function calls others in a file's hunks
 * @file: of upstream's patch
 * @before, @after: upstream's file and the same after the patch; NULL where they are not known
 * Return: "FUNCTION CALLEE" -> calls after minus calls before (GINT_TO_POINTER), for
 *         each callee on an added line whose function the patch, or the file, names
 */
GHashTable *hunk_calls(const struct file_diff *file, const struct csource *before,
		       const struct csource *after);

#endif /* CHECK_HUNKVIEW_H */
