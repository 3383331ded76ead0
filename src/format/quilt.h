/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The series file of quilt: one patch file a line, options behind it, "#"
 * starts a comment.
 */
#ifndef FORMAT_QUILT_H
#define FORMAT_QUILT_H

#include <glib.h>

/**
 * quilt_parse() - file names in a series file
 * @text: of the file
 * @error: BS_ERROR_UNSAFE for a name that leaves the folder, BS_ERROR_INPUT for a patch that
 *         is not applied with -p1
 * Return: char *, in order
 */
GPtrArray *quilt_parse(const char *text, GError **error);

/** quilt_write() - a series file with @names (char *), newly allocated */
char *quilt_write(const GPtrArray *names);

#endif /* FORMAT_QUILT_H */
