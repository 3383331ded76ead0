/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * "GIT binary patch": base-85, deflated, either the new content or a delta
 * against the old one.
 */
#ifndef FORMAT_DIFFBINARY_H
#define FORMAT_DIFFBINARY_H

#include <glib.h>
#include <stdbool.h>

#include "format/diff.h"

/** BINARY_MAX - bytes that the binary patches of one diff may unpack to */
#define BINARY_MAX (256UL << 20)

/**
 * binary_parse() - read one direction of a binary patch
 * @text: starts at "literal N" or "delta N"
 * @size: of what there is; the rest is left alone
 * @limit: bytes that it may unpack to
 * @error: BS_ERROR_INPUT without line number; BS_ERROR_LIMIT
 * Return: the direction, or NULL; NULL without error when there is no such line
 */
struct binary *binary_parse(const char *text, size_t size, size_t limit, GError **error);

/**
 * binary_apply() - one direction of a binary patch applied
 * @binary: the direction
 * @before: content that a delta is against, NULL for none
 * @error: BS_ERROR_INPUT when the delta is not one against @before
 */
GBytes *binary_apply(const struct binary *binary, GBytes *before, GError **error);

#endif /* FORMAT_DIFFBINARY_H */
