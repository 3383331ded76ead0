/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a claim's C files are compiled and checked: kbuild for a kernel tree,
 * the compiler with the tree's own include folders for a miniature one.
 */
#ifndef CHECK_BENCH_H
#define CHECK_BENCH_H

#include <glib.h>
#include <stdbool.h>

#include "check/check.h"

struct bench;

/** enum bench_tool - what is run on the files */
enum bench_tool {
	BENCH_COMPILE,
	BENCH_SPARSE,
};

/**
 * struct bench_run - what a tool gave for one version of the tree
 * @log: what it said
 * @diags: struct diag *: warnings and errors in it
 * @ok: every command ended with status 0
 * @missing: char *: objects that were not made
 */
struct bench_run {
	char *log;
	GPtrArray *diags;
	bool ok;
	GPtrArray *missing;
};

/**
 * bench_open() - get ready to build a claim's files
 * @claim: must outlive the bench
 * @cc: compiler
 * @out: set to skipped when NULL is returned without error: no C file is touched, a
 *       tool is missing, the configuration is not as asked for
 * @error: as kbuild_open(), where it is not a reason to skip
 */
struct bench *bench_open(const struct claim *claim, const char *cc, struct proof *out,
			 GError **error);

/** bench_paths() - char *: files in which a version may differ from the tree on disk */
const GPtrArray *bench_paths(const struct bench *bench);

/** bench_files() - struct claimed_file *: what the port changes */
const GPtrArray *bench_files(const struct bench *bench);

/** bench_count() - how many C files are looked at */
guint bench_count(const struct bench *bench);

/**
 * bench_run() - run a tool on the claim's C files as they are in @tree
 * @tree: claim->before or ->after, or an overlay on one of them that changes the
 *        claim's files only
 * @keep: take the result from the cache, or put it there
 */
struct bench_run *bench_run(struct bench *bench, enum bench_tool tool, const struct tree *tree,
			    bool keep, GError **error);

void bench_free(struct bench *bench);
void bench_run_free(struct bench_run *run);

typedef struct bench bench;
typedef struct bench_run bench_run_result;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(bench, bench_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(bench_run_result, bench_run_free)

#endif /* CHECK_BENCH_H */
