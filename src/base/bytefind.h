/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef BASE_BYTEFIND_H
#define BASE_BYTEFIND_H

#include <glib.h>
#include <stdbool.h>

/**
 * bytes_find() - memmem(), but quicker
 * @text: @size bytes
 * @part: @part_size bytes; an empty one stands at once
 * Return: where it stands first, or NULL
 */
const char *bytes_find(const char *text, gsize size, const char *part, gsize part_size);

/** bytes_have_any() - does one of the words stand in it? NULL ends their list */
bool bytes_have_any(const char *text, gsize size, const char *const *words);

#endif /* BASE_BYTEFIND_H */
