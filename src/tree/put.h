/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writing an object, and knowing that it was written; for the files of tree/ only.
 */
#ifndef TREE_PUT_H
#define TREE_PUT_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

struct git_odb;

/**
 * object_put() - write an object
 * @odb: libgit2's, of the place where it goes
 * @content: of the object
 * @type: libgit2's number of its type
 * @where: the place, for messages
 * @out: gets its id
 * @error: BS_ERROR_IO: it is not there afterwards
 */
bool object_put(struct git_odb *odb, GBytes *content, int type, const char *where,
		struct object_id *out, GError **error);

/** object_check() - is an object there that was just written? @error: as object_put() */
bool object_check(struct git_odb *odb, const struct object_id *id, const char *where,
		  GError **error);

#endif /* TREE_PUT_H */
