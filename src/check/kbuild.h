/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Single objects built the kernel's way.  A build folder is prepared once for
 * each tree, configuration and compiler, and never changed afterwards: every
 * build works on a copy of it, with the port's files mounted over the tree.
 */
#ifndef CHECK_KBUILD_H
#define CHECK_KBUILD_H

#include <glib.h>
#include <stdbool.h>

#include "check/check.h"

/**
 * struct kbuild - a prepared build folder
 * @source: the tree on disk
 * @folder: the build folder
 * @key: what it depends on, for the cache: tree, configuration, compiler
 * @cc: compiler
 * @arch: "ARCH=x86_64"
 * @cross: "CROSS_COMPILE=…" or NULL
 */
struct kbuild {
	char *source;
	char *folder;
	char *key;
	char *cc;
	char *arch;
	char *cross;
};

/**
 * struct kbuild_run - what a build gave
 * @log: everything make said, both outputs
 * @ok: make ended with status 0
 * @missing: char *: objects that were asked for and are not there
 */
struct kbuild_run {
	char *log;
	bool ok;
	GPtrArray *missing;
};

/**
 * kbuild_open() - the prepared build folder for a claim's tree
 * @claim: conf->arch is set; the source must be as it was until kbuild_free()
 * @cc: "gcc", "clang", "clang-19"
 * @error: BS_ERROR_MISSING: a tool or cross compiler; BS_ERROR_INPUT: the configuration
 *         does not take an option, the tree is not clean; BS_ERROR_LIMIT, BS_ERROR_IO
 *
 * The first preparation takes about 20 s; an interrupted one is taken up again.
 * Another process that prepares the same folder is waited for.
 */
struct kbuild *kbuild_open(const struct claim *claim, const char *cc, GError **error);

/**
 * kbuild_make() - build objects of one version of the tree
 * @kbuild: where
 * @tree: the version
 * @paths: char *: files in which @tree may differ from the folder on disk
 * @targets: char *: objects
 * @extra: further arguments of make, NULL-terminated, or NULL
 * @error: interrupted; BS_ERROR_LIMIT
 */
struct kbuild_run *kbuild_make(const struct kbuild *kbuild, const struct tree *tree,
			       const GPtrArray *paths, const GPtrArray *targets,
			       const char *const *extra, GError **error);

/**
 * kbuild_clang() - a clang that the tree can be built with
 * @claim: whose tree
 * @out_note: says why not when NULL is returned: none installed, or too old; newly allocated
 * Return: program name, newly allocated, or NULL
 */
char *kbuild_clang(const struct claim *claim, char **out_note);

/** kbuild_complaint() - what went wrong, out of make's standard error; newly allocated */
char *kbuild_complaint(const char *log);

void kbuild_free(struct kbuild *kbuild);
void kbuild_run_free(struct kbuild_run *run);

typedef struct kbuild kbuild;
typedef struct kbuild_run kbuild_run;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(kbuild, kbuild_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(kbuild_run, kbuild_run_free)

#endif /* CHECK_KBUILD_H */
