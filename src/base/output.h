/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A file that a user names for a result.  It may be there already as something
 * else than a file: a device, a pipe, a symbolic link.
 */
#ifndef BASE_OUTPUT_H
#define BASE_OUTPUT_H

#include <glib.h>
#include <stdbool.h>

/**
 * output_write() - write a result where a user wants it
 * @path: a file is replaced as file_write() does; a symbolic link stays, and the file that it
 *        leads to is replaced; a device or a pipe, and what standard output or standard error
 *        are already, is written to
 * @data: content
 * @size: of @data in bytes, -1 when it is a string
 * @error: BS_ERROR_IO; BS_ERROR_INTERRUPTED while a pipe waits for its reader
 */
bool output_write(const char *path, const char *data, gssize size, GError **error);

#endif /* BASE_OUTPUT_H */
