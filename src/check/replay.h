/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kbuild's own sparse commands, run again without make: a run of make for one
 * object spends seconds on what did not change, sparse itself 0.3 s.
 */
#ifndef CHECK_REPLAY_H
#define CHECK_REPLAY_H

#include <glib.h>
#include <stdbool.h>

#include "check/kbuild.h"

/**
 * replay_read() - find the sparse commands in what "make V=1 C=2" said
 * @log: the output; lines that only echo commands are taken out of it
 * @kbuild: whose
 * @sources: char *: C files, relative to the tree
 * Return: one command a line, in the order of @sources; NULL when one was not found
 */
char *replay_read(GString *log, const struct kbuild *kbuild, const GPtrArray *sources);

/**
 * replay_run() - run the commands on one version of the tree
 * @commands: from replay_read()
 * @kbuild: whose
 * @tree: the version
 * @paths: char *: files in which @tree may differ from the folder on disk
 * @error: interrupted; BS_ERROR_INPUT for a command that cannot be split
 * Return: what sparse said and whether every command ended with status 0; no missing objects
 */
struct kbuild_run *replay_run(const char *commands, const struct kbuild *kbuild,
			      const struct tree *tree, const GPtrArray *paths, GError **error);

#endif /* CHECK_REPLAY_H */
