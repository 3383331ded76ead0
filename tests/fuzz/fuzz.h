/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets have in common.  A target is one file with
 * LLVMFuzzerTestOneInput(); libFuzzer calls it (`make fuzz`), and so does
 * replay.c with the cases in the folder (`make test`).
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#include "format/diff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** fuzz_string() - the input as a string: up to its first NUL */
char *fuzz_string(const uint8_t *data, size_t size);

/** fuzz_assert_failed() - a failure comes with an error and no error with a result */
void fuzz_assert_outcome(const void *result, const GError *error);

/** fuzz_assert_same_diff() - are two diffs equal in all that a diff says? */
void fuzz_assert_same_diff(const struct diff *a, const struct diff *b);

#endif /* FUZZ_FUZZ_H */
