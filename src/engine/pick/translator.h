/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the engine has upstream's code put into a tree's words, without knowing
 * of dialects.
 */
#ifndef ENGINE_PICK_TRANSLATOR_H
#define ENGINE_PICK_TRANSLATOR_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

/**
 * struct translator - of one repository; may be used by several threads at a time
 * @applies: does the tree of commit @onto spell anything otherwise than upstream? @objects has it
 * @translate: a version of a C file in the words of that tree; @base is upstream's file before the
 *             change, @ours the tree's own;
 *             names of what was changed ("timer/timer_delete"), and "NAME: line 12: why" for
 *             what was not understood, are added to @changed and @left (char *); a reference
 *             on @source when nothing changes
 * @data: for both
 */
struct translator {
	bool (*applies)(void *data, struct objects *objects, const struct commit *onto);
	GBytes *(*translate)(void *data, struct objects *objects, const struct commit *onto,
			     GBytes *source, GBytes *base, GBytes *ours, GPtrArray *changed,
			     GPtrArray *left);
	void *data;
};

#endif /* ENGINE_PICK_TRANSLATOR_H */
