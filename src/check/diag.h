/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What gcc, clang and sparse say of a file, in a form that can be compared
 * between two versions of it: by function, message and the text of the source
 * line, without line numbers.
 */
#ifndef CHECK_DIAG_H
#define CHECK_DIAG_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct diag - one complaint
 * @path: as the tool named it, without the tree's folder
 * @line: from 1
 * @error: an error, not a warning
 * @text: message; lines of "expected …" and "got …" joined to it
 * @function: that holds the line, "" at file scope or when the file is not known
 * @source: the line itself, white space run together; "" when the file is not known
 */
struct diag {
	char *path;
	unsigned int line;
	bool error;
	char *text;
	char *function;
	char *source;
};

/**
 * struct diag_files - contents of the files that a log speaks of
 * @folder: prefix of absolute paths in the log
 * @content: finds a file by its path in the tree; new reference or NULL
 * @data: for @content
 */
struct diag_files {
	const char *folder;
	GBytes *(*content)(void *data, const char *path);
	void *data;
};

/** diags_parse() - struct diag *: warnings and errors in a tool's output, in order */
GPtrArray *diags_parse(const char *log, const struct diag_files *files);

/**
 * diags_new() - struct diag *, borrowed from @after: those that @before has not
 *
 * Compared as multisets: a second copy of a known complaint is new.
 */
GPtrArray *diags_new(const GPtrArray *before, const GPtrArray *after);

/** diag_first_error() - the first error among struct diag *, or NULL */
const struct diag *diag_first_error(const GPtrArray *diags);

/** diag_is_context() - is it about lock contexts (sparse's -Wcontext)? */
bool diag_is_context(const struct diag *diag);

/** diag_about() - is it in @function, or does it name it in its message? */
bool diag_about(const struct diag *diag, const char *function);

/** diag_format() - "path:line: message" lines of struct diag *, newly allocated */
char *diag_format(const GPtrArray *diags);

#endif /* CHECK_DIAG_H */
