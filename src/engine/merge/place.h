/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a hunk belongs: by its text and by the function it names.  A hunk that
 * fits two places, or fits only outside its function, has no place.
 */
#ifndef ENGINE_MERGE_PLACE_H
#define ENGINE_MERGE_PLACE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "engine/code/image.h"

/**
 * enum fit - how a hunk fits a file
 * @FIT_NONE: its lines stand nowhere in its function, nor elsewhere
 * @FIT_ONE: at exactly one place in its function
 * @FIT_MANY: at several places in its function
 * @FIT_OUTSIDE: only outside its function, or anywhere, as it has no context
 * @FIT_OFF_END: only away from the end of the file that upstream's hunk is at
 */
enum fit {
	FIT_NONE,
	FIT_ONE,
	FIT_MANY,
	FIT_OUTSIDE,
	FIT_OFF_END,
};

/**
 * struct place - the answer for one hunk
 * @fit: see enum fit
 * @line: for FIT_ONE, index of the first line of the pre-image, from 0
 * @note: for the others, which places there are or what is missing; newly allocated
 */
struct place {
	enum fit fit;
	size_t line;
	char *note;
};

/**
 * place_hunk() - look for one side of a hunk in a file
 * @image: the file
 * @hunk: the hunk
 * @skip: '+' to look for the pre-image, '-' for the post-image
 * @from: index of the first line that may be used (behind the hunk before)
 */
struct place place_hunk(struct image *image, const struct hunk *hunk, char skip,
			size_t from);

/**
 * place_in_section() - is a place in the function, table or structure that a hunk names?
 * @at: index of the first line there
 * Return: also true where the hunk names none, or where its own lines do
 */
bool place_in_section(const struct image *image, const struct hunk *hunk, size_t at);

/**
 * place_on_base() - the place of a hunk in the very file that the patch was made on
 * @base: that file
 * @hunk: the hunk
 * @out_line: index of the first line of the pre-image
 * Return: false when the pre-image does not stand at the line that the hunk states
 */
bool place_on_base(const struct image *base, const struct hunk *hunk, size_t *out_line);

/**
 * hunk_function() - name of the function that a hunk's first change is in
 * @hunk: its section and its own lines tell
 * Return: newly allocated; "" when it is at file scope or nothing tells
 */
char *hunk_function(const struct hunk *hunk);

/** hunk_first_change() - how many lines of the pre-image stand before the first change */
size_t hunk_first_change(const struct hunk *hunk);

/**
 * explain_misfit() - say in one line what stands where a hunk expects something else
 * @image: the file
 * @hunk: a hunk that fits nowhere
 * @out_line: line (from 1) that the hunk would change, 0 when its function is not there
 * Return: newly allocated
 */
char *explain_misfit(const struct image *image, const struct hunk *hunk, unsigned int *out_line);

#endif /* ENGINE_MERGE_PLACE_H */
