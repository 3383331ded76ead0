/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A part of the proof of placement: does the port call as often, and in the
 * same functions, what upstream's patch calls?
 */
#ifndef CHECK_CALLCOUNT_H
#define CHECK_CALLCOUNT_H

#include <glib.h>
#include <stdbool.h>

#include "check/check.h"
#include "format/csource.h"
#include "format/diff.h"

/**
 * struct call_change - one file of a port
 * @claim: the port
 * @upstream: what upstream does in the file
 * @was, @becomes: upstream's file without and with that; NULL where it is not known
 * @before, @after: the tree's file
 * @functions: char *: those that the port changes
 */
struct call_change {
	const struct claim *claim;
	const struct file_diff *upstream;
	const struct csource *was;
	const struct csource *becomes;
	const struct csource *before;
	const struct csource *after;
	const GPtrArray *functions;
};

/**
 * calls_agree() - calls that upstream's hunks add or move: as many, and in the same functions
 * @unproved: char *: gets a line for a function that this tree does not have, so that the number
 *            of its calls says nothing
 * @out: gets what failed
 */
bool calls_agree(const struct call_change *change, GPtrArray *unproved, struct proof *out);

#endif /* CHECK_CALLCOUNT_H */
