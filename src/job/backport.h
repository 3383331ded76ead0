/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ported patch as it goes to stable@: upstream's message in the form that
 * Documentation/process/stable-kernel-rules.rst (option 3) asks for, and the
 * diff for the tree.
 */
#ifndef JOB_BACKPORT_H
#define JOB_BACKPORT_H

#include <glib.h>

#include "format/patch.h"
#include "tree/tree.h"

/**
 * struct backport_notes - what goes into the message beside upstream's own
 * @tree: "6.18.y", for the subject prefix
 * @signer_name: who runs it
 * @signer_email: likewise
 * @notes: char *: what was adapted and why, for the bracketed note; may be empty
 */
struct backport_notes {
	const char *tree;
	const char *signer_name;
	const char *signer_email;
	const GPtrArray *notes;
};

/**
 * backport_new() - make the patch for a tree
 * @upstream: the patch as sent
 * @before: the tree
 * @after: overlay on it with the port
 * @notes: see struct backport_notes
 *
 * Text of binary changes is @upstream's, which must outlive the patch.
 *
 * Return: a patch, to be freed by patch_free()
 */
struct patch *backport_new(const struct patch *upstream, const struct tree *before,
			   const struct tree *after, const struct backport_notes *notes);

#endif /* JOB_BACKPORT_H */
