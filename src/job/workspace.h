/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A workspace: the folder with backstitch.conf, patches/, cocci/ and
 * stable-trees/, and .backstitch/ for what can be computed again.
 */
#ifndef JOB_WORKSPACE_H
#define JOB_WORKSPACE_H

#include <glib.h>
#include <stdbool.h>

#include "store/cache.h"
#include "tree/conf.h"

/**
 * struct workspace - an opened workspace
 * @root: absolute path
 * @patches: ROOT/patches
 * @cocci: ROOT/cocci, or the installed packs when the workspace has none
 * @trees: ROOT/stable-trees
 * @state: ROOT/.backstitch
 * @cache_folder: ~/.cache/backstitch, or $BACKSTITCH_CACHE
 * @user_name: for sign-offs: "name" in backstitch.conf, else git's user.name; NULL when unset
 * @user_email: likewise
 * @threshold: see calibration_threshold(): "threshold" in [port] of backstitch.conf
 */
struct workspace {
	char *root;
	char *patches;
	char *cocci;
	char *trees;
	char *state;
	char *cache_folder;
	char *user_name;
	char *user_email;
	double threshold;
};

/** workspace_cache() - ~/.cache/backstitch, or $BACKSTITCH_CACHE; newly allocated */
char *workspace_cache(void);

/**
 * workspace_open() - find the workspace that @folder lies in
 * @folder: where to start, NULL for the working directory; parents are looked at
 * @error: BS_ERROR_MISSING, telling of `backstitch init`
 */
struct workspace *workspace_open(const char *folder, GError **error);

/**
 * workspace_init() - make a workspace
 * @folder: its root, made when missing; what is there stays
 * @example: copy the worked example too: the reference series and the miniature trees
 * @error: BS_ERROR_IO, BS_ERROR_MISSING when the installed data is not found
 */
bool workspace_init(const char *folder, bool example, GError **error);

/**
 * workspace_staging() - where folders are made that go to patches/ when they are complete
 * @workspace: the workspace
 *
 * The state folder, so that a kill leaves nothing half written among the series; patches/
 * itself where that is on another file system.
 *
 * Return: newly allocated
 */
char *workspace_staging(const struct workspace *workspace);

/** data_folder() - where the installed packs, tree files and example are; NULL when not found */
const char *data_folder(void);

void workspace_free(struct workspace *workspace);

typedef struct workspace workspace;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(workspace, workspace_free)

#endif /* JOB_WORKSPACE_H */
