/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ladder where git has the objects: a pick, made into a port.  For the files of engine/
 * that port a patch.
 */
#ifndef ENGINE_PORT_PORTGIT_H
#define ENGINE_PORT_PORTGIT_H

#include "engine/ladder/ladder.h"
#include "engine/pick/pick.h"
#include "engine/port/portpatch.h"

/**
 * port_git() - pick a patch onto its tree
 * @port: new; gets outcome, reason and what is known of the result
 * @climb: the tree and the patch
 * @source: see struct port_source
 * @error: an object cannot be read
 */
bool port_git(struct port *port, const struct climb *climb, const struct port_source *source,
	      GError **error);

/** port_request() - what is asked of a picker */
struct pick_request port_request(const struct port_source *source);

/**
 * request_trees() - upstream's trees before and after the change of a request
 * @objects: the repository
 * @out_base, @out_theirs: get them; the one before a first commit is null, the empty tree
 * @out_commit: gets 40 digits of the commit before it; "" where only the trees are known, or
 *              nothing is before it
 * Return: false where a commit cannot be read, or has no parent of that number
 */
bool request_trees(struct objects *objects, const struct pick_request *request,
		   struct object_id *out_base, struct object_id *out_theirs, char *out_commit);

/**
 * port_judge() - what a port does differently: judge_residue(), judge_adapted()
 * @tree: the tree without the port
 * @patch: upstream's
 * @here: what a file of upstream's is called in the tree; NULL for the same
 * @data: for @here
 */
void port_judge(struct port *port, const struct tree *tree, const struct patch *patch,
		const char *(*here)(const void *data, const char *path), const void *data);

/** port_git_undo() - forget what port_git() found, the attempts apart */
void port_git_undo(struct port *port);

#endif /* ENGINE_PORT_PORTGIT_H */
