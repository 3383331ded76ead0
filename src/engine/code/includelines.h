/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The #include lines of a text.
 */
#ifndef ENGINE_CODE_INCLUDELINES_H
#define ENGINE_CODE_INCLUDELINES_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/lex.h"

/**
 * struct include_line - one of them
 * @line, @line_size: all of it, with its end
 * @spelled, @spelled_size: the header, with quotes or angles
 * @block: number of the block that it stands in; a block has nothing else between its lines
 */
struct include_line {
	const char *line;
	gsize line_size;
	const char *spelled;
	gsize spelled_size;
	guint block;
};

/** include_lines() - struct include_line, in order; they point into @text */
GArray *include_lines(const char *text, gsize size);

/** include_header() - the header's name, without quotes; newly allocated */
char *include_header(const struct include_line *line);

/**
 * include_tail() - what a path can end with of a header: all but the "./" and "../" in front
 * @size: bytes of @header; set to those of what is returned, which is a part of it
 */
const char *include_tail(const char *header, gsize *size);

/** include_tail_lex() - the same of a header that was scanned */
struct lex include_tail_lex(struct lex header);

/**
 * include_may_mean() - may an #include of a header mean the file at that path?
 * @size: of @header; its include_tail() is a path's last part, and its "asm/" is also
 *        "asm-generic/" or of one architecture, "asm-x86/": a build makes the one to stand for
 *        the other
 */
bool include_may_mean(const char *path, const char *header, gsize size);

/** include_as_asm() - behind "asm-x86" in "asm-x86/iommu.h", a path's last part; NULL elsewhere */
const char *include_as_asm(const char *tail);

/** include_same() - do both name the same header? */
bool include_same(const struct include_line *a, const struct include_line *b);

/** include_find() - index of the line that includes the same header, or -1 */
int include_find(const GArray *lines, const struct include_line *wanted);

/**
 * include_lines_new() - lines that include what no line of others does
 * @lines: struct include_line
 * @others: likewise
 * Return: of @lines, in order; newly allocated
 */
GArray *include_lines_new(const GArray *lines, const GArray *others);

#endif /* ENGINE_CODE_INCLUDELINES_H */
