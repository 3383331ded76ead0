/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far a semantic patch reaches in a file: the definitions in which a part of it can match,
 * with what the parts before it have found.  What is left of the file without the others says
 * the same to spatch, and many files have the same left.
 */
#ifndef RULES_REACH_H
#define RULES_REACH_H

#include <glib.h>

#include "rules/slice.h"
#include "rules/smpl.h"
#include "rules/wordset.h"

/** reach_bind() - number the words of a plan's parts, for a slicer with these words */
void reach_bind(const struct smpl_plan *plan, struct wordset *words);

/**
 * reach_find() - the definitions in which a part can match
 * @plan: how the rule is run, bound by reach_bind()
 * @slicer: the file
 *
 * A part that inherits a position matches where that was set; one that inherits the name of a
 * function, where that is used.  A definition in which all that matches is what no later part
 * asks for is left out.
 *
 * Return: guint: handles, in order; NULL when it cannot be told, as for a part that inherits
 * an expression
 */
GArray *reach_find(const struct smpl_plan *plan, const struct slicer *slicer);

#endif /* RULES_REACH_H */
