/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What holds for every diff and every patch.  The fuzz targets ask it of broken
 * input, tests/corpus/properties.c of the mails of a list; what does not hold
 * ends the program.
 */
#ifndef FUZZ_PROPERTIES_H
#define FUZZ_PROPERTIES_H

#include <stdbool.h>

#include "format/diff.h"
#include "format/patch.h"
#include "tree/tree.h"

/** property_diff_again() - written and parsed again it says the same, and is written the same */
void property_diff_again(const struct diff *diff);

/** property_patch_again() - in the form of git format-patch it keeps all that it says */
void property_patch_again(const struct patch *patch);

/**
 * property_reverse() - applied and then reversed, the files are what they were
 * @empty: a tree without files
 * @diff: its hunks get the line numbers of the post-image that the hunks before them give
 * Return: it could be tried: every hunk was applied at its line, forth and back, to files made up
 *         of the lines that the hunks want
 */
bool property_reverse(const struct tree *empty, struct diff *diff);

#endif /* FUZZ_PROPERTIES_H */
