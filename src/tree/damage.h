/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A name that leads to no commit: is it wrong, or is the repository damaged?
 * For the files of tree/ only.
 */
#ifndef TREE_DAMAGE_H
#define TREE_DAMAGE_H

#include <stdbool.h>

#include "tree/objects.h"

struct git_repository;
struct git_odb;

/**
 * damage_find() - the object on a name's way to its commit that is there and cannot be read
 * @repository, @odb: libgit2's
 * @rev: a ref, an id or the beginning of one, and what may follow it: "main~3"
 * @out: gets its id
 * Return: false where there is none: then the name is wrong
 */
bool damage_find(struct git_repository *repository, struct git_odb *odb, const char *rev,
		 struct object_id *out);

#endif /* TREE_DAMAGE_H */
