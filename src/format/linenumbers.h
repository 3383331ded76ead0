/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines as numbers, for what compares sequences.
 */
#ifndef FORMAT_LINENUMBERS_H
#define FORMAT_LINENUMBERS_H

#include <stdbool.h>

#include "format/linediff.h"

/**
 * struct line_numbers - a file and others that are much like it, as numbers
 * @old: number of each line of the file; equal lines have equal numbers
 * @others: likewise, for each of the others
 * @count: of @others
 * @limit: numbers are below it
 */
struct line_numbers {
	guint *old;
	guint **others;
	unsigned int count;
	guint limit;
};

/**
 * line_numbers_init() - number the lines
 * @old: struct line
 * @others: so many arrays of struct line
 * @common: what each of them has in common with @old; NULL when that is not known
 * @count: of @others
 */
void line_numbers_init(struct line_numbers *numbers, const GArray *old,
		       const GArray *const *others, const struct line_common *common,
		       unsigned int count);

/**
 * line_numbers_between() - number what lies between the common ends of two files
 * @old: struct line
 * @new: likewise
 * @common: that is left out
 */
void line_numbers_between(struct line_numbers *numbers, const GArray *old, const GArray *new,
			  const struct line_common *common);
void line_numbers_clear(struct line_numbers *numbers);

/** lines_common() - all lines that two files, of struct line, have in common at their ends */
struct line_common lines_common(const GArray *a, const GArray *b);

/** lines_same_at() - is line @i of @a line @j of @b? */
bool lines_same_at(const GArray *a, guint i, const GArray *b, guint j);

#endif /* FORMAT_LINENUMBERS_H */
