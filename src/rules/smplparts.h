/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which parts of a semantic patch can match in a text, by its words.  The others
 * are switched off for it: spatch tries every part on every function, and that is
 * most of the time of a rule with many parts.
 */
#ifndef RULES_SMPLPARTS_H
#define RULES_SMPLPARTS_H

#include <glib.h>
#include <stdbool.h>

#include "rules/need.h"
#include "rules/smpl.h"

/** SMPL_MAX_PARTS - a rule with more of them is not taken apart */
#define SMPL_MAX_PARTS 64

/**
 * smpl_part_needs() - for each of the plan's parts the words without which it says nothing
 * @plan: with at most SMPL_MAX_PARTS active parts
 *
 * More than part->need: a part says nothing where a position that all who take something of it
 * take is not set, as where one way of a disjunction is "goto l@p;".
 *
 * Return: struct need *, as many as there are active parts; to be bound
 */
GPtrArray *smpl_part_needs(const struct smpl_plan *plan);

/**
 * smpl_parts_alive() - which parts can match in a text
 * @plan: the plan
 * @needs: from smpl_part_needs(), bound
 * @present: words of the text
 * @out_speaks: can anything be said of the text at all?
 * Return: a bit for each active part
 */
guint64 smpl_parts_alive(const struct smpl_plan *plan, const GPtrArray *needs,
			 const guint8 *present, bool *out_speaks);

/**
 * smpl_without() - the rule with some parts switched off, newly allocated
 * @text: of the rule
 * @plan: its plan
 * @alive: bits of the parts that stay
 * Return: NULL when a header is not understood
 */
char *smpl_without(const char *text, const struct smpl_plan *plan, guint64 alive);

#endif /* RULES_SMPLPARTS_H */
