/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which figures a repository's picks are judged by, and where they are kept.
 */
#ifndef JOB_FIGURES_H
#define JOB_FIGURES_H

#include <glib.h>
#include <stdbool.h>

#include "engine/result/calibration.h"

/**
 * figures_open() - the calibration for a repository
 * @repository: work tree, .git folder or bare repository
 * @file: that the user named, or NULL
 * @error: from reading the file or backstitch.conf; BS_ERROR_MISSING: no repository
 *
 * What the user named; else what replay measured on this repository, when the working
 * directory is in a workspace that holds it; else on one whose last backport this repository
 * has, as a clone does; else what is shipped.  The threshold is that of the file the user named,
 * else the workspace's.
 */
struct calibration *figures_open(const char *repository, const char *file, GError **error);

/**
 * figures_path() - where the workspace of the working directory keeps a repository's figures
 * @error: BS_ERROR_MISSING: no repository
 * Return: newly allocated; NULL without @error when there is no workspace
 */
char *figures_path(const char *repository, GError **error);

/**
 * figures_state() - the state folder of that workspace
 * Return: newly allocated; NULL without @error when there is no workspace
 */
char *figures_state(GError **error);

/**
 * figures_learnt() - where what was learnt of trees is kept, see struct pick_options
 *
 * In the state of that workspace; in the user's cache where there is none.
 *
 * Return: newly allocated; NULL when the folder cannot be made
 */
char *figures_learnt(void);

/**
 * figures_threshold() - [port] threshold of the workspace of the working directory, or 0.97
 * @error: BS_ERROR_INPUT: backstitch.conf is damaged
 */
bool figures_threshold(double *out, GError **error);

#endif /* JOB_FIGURES_H */
