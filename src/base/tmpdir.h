/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Scratch directories that go away with their scope, also when the program is
 * interrupted between two steps.
 */
#ifndef BASE_TMPDIR_H
#define BASE_TMPDIR_H

#include <glib.h>
#include <stdbool.h>

struct tmpdir;

/**
 * tmpdir_new() - make a private scratch directory under $TMPDIR
 * @error: BS_ERROR_IO
 * Return: the directory, to be freed with tmpdir_free(), which removes it.
 */
struct tmpdir *tmpdir_new(GError **error);

/** tmpdir_path() - absolute path, owned by @dir */
const char *tmpdir_path(const struct tmpdir *dir);

/** tmpdir_file() - "<path>/<name>", newly allocated */
char *tmpdir_file(const struct tmpdir *dir, const char *name);

/** tmpdir_free() - remove the directory with all below it; accepts NULL */
void tmpdir_free(struct tmpdir *dir);

/** remove_recursively() - rm -rf @path without following symbolic links */
void remove_recursively(const char *path);

typedef struct tmpdir tmpdir;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(tmpdir, tmpdir_free)

#endif /* BASE_TMPDIR_H */
