/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines as numbers, for what compares sequences.
 */
#ifndef FORMAT_LINENUMBERS_H
#define FORMAT_LINENUMBERS_H

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
void line_numbers_clear(struct line_numbers *numbers);

#endif /* FORMAT_LINENUMBERS_H */
