/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which functions of upstream's file have their guards made explicit for a tree:
 * all, those with a guard that the tree lacks, or those that the tree's own file
 * still has with explicit calls.
 */
#ifndef RULES_UNGUARD_H
#define RULES_UNGUARD_H

#include <glib.h>

#include "rules/dialect.h"

/**
 * unguard() - a file as lowered by a rule, a statement a line
 * @rule: with lower=
 * @classes: what guards stand for, where the file comes from
 * @now: the file, which other rules may have changed already
 * @texts: upstream's versions and the tree's
 * @left: "function: line 12: why" is added for each that was not understood; with more words where
 *        upstream changes that very function
 * Return: a reference on @now when nothing changes
 */
GBytes *unguard(const struct dialect_rule *rule, const struct guard_classes *classes, GBytes *now,
		const struct dialect_texts *texts, GPtrArray *left);

#endif /* RULES_UNGUARD_H */
