/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines above the hunks of a file: the names and modes in them.  Shared by the
 * parser (format/diff.h) and the scanner (format/diffscan.h).
 */
#ifndef FORMAT_DIFFHEAD_H
#define FORMAT_DIFFHEAD_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "format/diff.h"

/**
 * struct diff_text - a piece of text
 * @at: its first byte; not NUL-terminated
 * @size: in bytes
 */
struct diff_text {
	const char *at;
	size_t size;
};

/** text_starts() - does @line start with @prefix? */
bool text_starts(const struct diff_text *line, const char *prefix);

/** text_after() - what follows @prefix, with which @line starts */
struct diff_text text_after(const struct diff_text *line, const char *prefix);

/** diff_name() - the name in "--- NAME" or "rename from NAME"; NULL when its quote does not end */
char *diff_name(struct diff_text text);

/** diff_strip() - "a/x" to "x"; a name without folder stays; NULL for NULL */
char *diff_strip(const char *name);

/** diff_is_null() - is it /dev/null? */
bool diff_is_null(const char *name);

/** diff_set() - free what @path holds and take @value over */
void diff_set(char **path, char *value);

/** diff_git_line() - the names in "diff --git a/X b/X", where both are X */
void diff_git_line(struct file_diff *file, const struct diff_text *line);

/** diff_git_header() - take an extended header line of git; false when the line is none */
bool diff_git_header(struct file_diff *file, const struct diff_text *line);

/**
 * diff_hunk_header() - take "@@ -1,2 +3,4 @@ section" apart
 * @line: starts with "@@ -"
 * @hunk: gets ranges and section
 */
bool diff_hunk_header(const struct diff_text *line, struct hunk *hunk);

#endif /* FORMAT_DIFFHEAD_H */
