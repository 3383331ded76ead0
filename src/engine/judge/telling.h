/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What would show that the code which a patch changes is in a tree, whatever
 * the file is called there: functions, names and lines that hardly any file
 * has.  What stands in many files of a tree says nothing of one of them.
 */
#ifndef ENGINE_JUDGE_TELLING_H
#define ENGINE_JUDGE_TELLING_H

#include <glib.h>
#include <stdbool.h>

#include "format/linediff.h"
#include "format/patch.h"

/** FEW_FILES - what no more files have is no interface that everybody uses */
#define FEW_FILES 2

/** LONG_LINE - letters of a line that stands in no other file by chance */
#define LONG_LINE 40

/** OWN_LINES - so many shorter lines do not either */
#define OWN_LINES 2

/** name_is() - is it a name, and neither a keyword nor a constant that everybody knows? */
bool name_is(const char *text, gsize size);

/** name_tells() - is it a name, and longer than those of most variables? */
bool name_tells(const char *text, gsize size);

/** line_tells() - is it long enough to tell places apart, and no comment? */
bool line_tells(const struct line *line);

/**
 * struct clue - a name or line of the code that a patch changes
 * @text: what to look for; NUL-terminated
 * @size: of @text
 * @line: it is a line, without blanks at its ends
 * @removed: that the patch removes; others stand around
 * @function: the patch changes the function of this name
 * @called: it is called there
 */
struct clue {
	char *text;
	gsize size;
	bool line;
	bool removed;
	bool function;
	bool called;
};

/**
 * clues_of() - names on the lines that a patch removes, or where it only adds, around those; and
 *              both kinds of line
 * @patch: its source files count
 * Return: struct clue *, no two with the same text; empty for a patch of no source
 */
GPtrArray *clues_of(const struct patch *patch);

/** path_is_source() - C, assembler, Rust: has the file functions? */
bool path_is_source(const char *path);

#endif /* ENGINE_JUDGE_TELLING_H */
