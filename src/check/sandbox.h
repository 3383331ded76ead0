/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Programs that read or run what a tree brings (its Makefiles, its scripts,
 * code cut from it) run inside bubblewrap: nothing but a scratch folder can be
 * written, and there is no network.  A port is shown to them by mounting its
 * files over the tree's own, so that a user's tree is never touched.
 */
#ifndef CHECK_SANDBOX_H
#define CHECK_SANDBOX_H

#include <glib.h>
#include <stdbool.h>

#include "base/proc.h"
#include "tree/tree.h"

struct sandbox;

/**
 * enum sandbox_view - what of the file system is there
 * @SANDBOX_ALL: everything, read-only
 * @SANDBOX_SYSTEM: /usr and what belongs to it; no home folders, no environment
 */
enum sandbox_view {
	SANDBOX_ALL,
	SANDBOX_SYSTEM,
};

/**
 * sandbox_new() - a sandbox with a writable scratch folder
 * @view: see enum sandbox_view
 * @error: BS_ERROR_MISSING when bubblewrap is not installed or may not work here
 */
struct sandbox *sandbox_new(enum sandbox_view view, GError **error);

/** sandbox_file() - "<scratch>/<name>", the same inside and outside; newly allocated */
char *sandbox_file(const struct sandbox *sandbox, const char *name);

/** sandbox_bind() - show @from at @to, writable if asked for; @to must exist */
void sandbox_bind(struct sandbox *sandbox, const char *from, const char *to, bool writable);

/**
 * sandbox_present() - show a version of some files over a folder
 * @sandbox: where
 * @folder: a source tree on disk
 * @tree: the version
 * @paths: char *: files that may differ from those in @folder, or be new, or be gone
 * @error: BS_ERROR_IO, and as tree_read()
 */
bool sandbox_present(struct sandbox *sandbox, const char *folder, const struct tree *tree,
		     const GPtrArray *paths, GError **error);

/** sandbox_run() - proc_run() inside; messages come in English */
bool sandbox_run(struct sandbox *sandbox, const struct proc_spec *spec, struct proc_result *out,
		 GError **error);

void sandbox_free(struct sandbox *sandbox);

typedef struct sandbox sandbox;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sandbox, sandbox_free)

#endif /* CHECK_SANDBOX_H */
