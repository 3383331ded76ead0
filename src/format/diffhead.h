/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines above the hunks of a file: the names and modes in them, and what git's
 * apply.c (2.39) finds wrong with them.  Shared by the parser (format/diff.h)
 * and the scanner (format/diffscan.h).
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

/**
 * struct diff_strip - how many leading folders names of this diff have too many
 * @count: as -p; 1 to begin with
 * @known: a pair of names told
 */
struct diff_strip {
	unsigned int count;
	bool known;
};

/**
 * struct diff_head - the header of git while it is read
 * @file: gets what it says
 * @strip: of the diff
 * @common: the name on the "diff --git" line, where both are the same
 * @bare: that name where even the prefixes are the same, while no line below says otherwise:
 *        those that git puts there always differ, so there are none
 * @created: "new file mode" was there
 * @deleted: "deleted file mode"
 * @renamed: "rename from" or "rename to"
 * @copied: "copy from" or "copy to"
 * @lines: below the first one
 */
struct diff_head {
	struct file_diff *file;
	const struct diff_strip *strip;
	char *common;
	char *bare;
	bool created;
	bool deleted;
	bool renamed;
	bool copied;
	unsigned int lines;
};

/** diff_head_start() - begin with the line "diff --git a/x b/x" */
void diff_head_start(struct diff_head *head, struct file_diff *file,
		     const struct diff_strip *strip, const struct diff_text *line);

/**
 * enum diff_taken - what became of a line
 * @DIFF_TAKEN: it belongs to the header
 * @DIFF_TAKEN_NOT: it does not; the header has ended
 * @DIFF_TAKEN_WRONG: git would refuse it
 */
enum diff_taken {
	DIFF_TAKEN,
	DIFF_TAKEN_NOT,
	DIFF_TAKEN_WRONG,
};

/** diff_head_take() - one more line; @out_wrong gets what is wrong with it, static */
enum diff_taken diff_head_take(struct diff_head *head, const struct diff_text *line,
			       const char **out_wrong);

/**
 * diff_head_end() - settle names, modes and kind of change
 * @head: the header; a single line that names its file is text, see @lines
 * @out_wrong: gets what is wrong, static
 */
bool diff_head_end(struct diff_head *head, const char **out_wrong);

/** diff_head_changes() - does the header alone say that something changes? */
bool diff_head_changes(const struct diff_head *head);

/** diff_head_clear() - free what a header holds; not its file */
void diff_head_clear(struct diff_head *head);

typedef struct diff_head diff_head;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(diff_head, diff_head_clear)

/**
 * diff_plain_names() - the names in the two lines of a plain diff
 * @file: gets them, and the kind of change
 * @strip: of the diff; may become known
 * @old: what follows "--- "
 * @new: what follows "+++ "
 * Return: false when there is no name
 */
bool diff_plain_names(struct file_diff *file, struct diff_strip *strip, struct diff_text old,
		      struct diff_text new);

/** diff_path_fault() - a path that may not be and why, fit for a message, or NULL */
char *diff_path_fault(const struct file_diff *file);

/**
 * diff_hunk_header() - take "@@ -1,2 +3,4 @@ section" apart
 * @line: the line
 * @hunk: gets ranges and section
 * Return: false when it is none; numbers have nine digits at most
 */
bool diff_hunk_header(const struct diff_text *line, struct hunk *hunk);

/** diff_no_eol() - is it "\ No newline at end of file", in any language? */
bool diff_no_eol(const struct diff_text *line);

#endif /* FORMAT_DIFFHEAD_H */
