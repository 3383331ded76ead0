/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whole files in, whole files out.  Writes are atomic: a kill at any moment
 * leaves the old file (or folder) or the new one.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <glib.h>
#include <stdbool.h>

/** FILE_MAX_SIZE - no input of ours is larger; design.md section 8 */
#define FILE_MAX_SIZE (512UL << 20)

/**
 * file_read() - read a regular file, or standard input for "-"
 * @path: its name
 * @error: BS_ERROR_MISSING, BS_ERROR_LIMIT above FILE_MAX_SIZE, BS_ERROR_IO
 */
GBytes *file_read(const char *path, GError **error);

/**
 * file_read_own() - file_read() of a file of ours, which must be a regular one
 *
 * What somebody names may be a pipe.  Where a FIFO or a device stands in the place of a file of
 * ours there would be nobody who writes to it, or no end.
 */
GBytes *file_read_own(const char *path, GError **error);

/**
 * file_write() - write a file atomically; leaves it alone when it holds @data already
 * @path: its name; missing parent folders are made
 * @data: content
 * @size: of @data in bytes, -1 when it is a string
 * @error: BS_ERROR_IO
 */
bool file_write(const char *path, const char *data, gssize size, GError **error);

/**
 * folder_replace() - put the folder @staged in the place of @path, atomically
 * @staged: a complete folder on the same file system; gone afterwards
 * @path: the folder to replace, may be missing
 * @error: BS_ERROR_IO; @path is then as it was and @staged is removed
 *
 * When both hold the same files with the same bytes, @path is not touched.
 */
bool folder_replace(const char *staged, const char *path, GError **error);

/** folder_make() - mkdir -p; BS_ERROR_IO */
bool folder_make(const char *path, GError **error);

/** folder_names() - char *: what is in a folder, sorted; empty when it cannot be read */
GPtrArray *folder_names(const char *path);

/**
 * folder_upward() - the nearest folder from one upward that holds something
 * @start: absolute path
 * @name: what it holds
 * @test: what that is
 * Return: newly allocated, or NULL
 */
char *folder_upward(const char *start, const char *name, GFileTest test);

/** bytes_text() - content as a string, newly allocated; "" when there is none */
char *bytes_text(GBytes *bytes);

/**
 * path_fault() - why a path from outside may not name a file in a tree
 *
 * Absolute paths, empty ones, "." and ".." components leave the tree; ".git" in any case
 * is git's own; control characters.
 *
 * Return: what the path does, as in "the path 'x' leaves the tree", or NULL
 */
const char *path_fault(const char *path);

/** path_is_safe() - may a path from outside name a file in a tree? */
bool path_is_safe(const char *path);

/** path_name() - what stands behind the last '/'; borrowed */
const char *path_name(const char *path);

/** path_folder() - what stands in front of the last '/', newly allocated; "" for none */
char *path_folder(const char *path);

/** path_is_prose() - does the name tell of a file that is read, and not built? */
bool path_is_prose(const char *path);

#endif /* BASE_FILE_H */
