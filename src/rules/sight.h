/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a run of spatch did not see: its silence means nothing there.
 */
#ifndef RULES_SIGHT_H
#define RULES_SIGHT_H

#include <glib.h>
#include <stdbool.h>

#include "rules/pack.h"
#include "rules/spatch.h"

/**
 * rule_blind_spot() - a function that spatch could not parse and that a rule is about
 * @rule: its targets are looked for
 * @source: the file that spatch was given
 * @run: what it said of it
 * @out_word: the target that the function uses
 * Return: the function's name, borrowed from @run; NULL when nothing was missed
 */
const char *rule_blind_spot(const struct rule *rule, GBytes *source,
			    const struct spatch_run *run, const char **out_word);

/** rule_matters() - does a file use one of the identifiers that the rule is about? */
bool rule_matters(const struct rule *rule, GBytes *source);

#endif /* RULES_SIGHT_H */
