/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a partial clone left out: git fetches it when it is asked for it.
 * For the files of tree/ only.
 */
#ifndef TREE_PROMISED_H
#define TREE_PROMISED_H

#include <stdbool.h>

#include "tree/objects.h"

struct git_repository;

/* without the second option git leaves out again what it left out before */
#define PROMISED_REFETCH "'git fetch --refetch --no-filter' gets all"

/** promised_any() - was the repository told to leave objects out? @repository: libgit2's */
bool promised_any(struct git_repository *repository);

/**
 * promised_read() - have git fetch an object into the repository, and read it
 * @git_dir: the repository
 * @kind: "blob", "tree" or "commit"
 * Return: its content; NULL when git could not
 */
GBytes *promised_read(const char *git_dir, const char *kind, const struct object_id *id);

/**
 * promised_fetch() - have git fetch all files of a folder at once
 * @git_dir: the repository
 * @commit: full id
 * @folder: "" for all
 */
bool promised_fetch(const char *git_dir, const char *commit, const char *folder);

/** promised_remedy() - why an object may be missing, and what to do about it; see also shallow */
const char *promised_remedy(bool partial);

#endif /* TREE_PROMISED_H */
