/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Each occurrence of a rule's symbols in a file, judged by what the code around it does.
 */
#ifndef RULES_SITECALL_H
#define RULES_SITECALL_H

#include <glib.h>

#include "rules/callers.h"
#include "rules/pack.h"
#include "rules/unit.h"

/**
 * sitecall_judge() - verdicts as of site.h, "guard" for what the rule has yet to be tried on
 * @rule: a rule with facts
 * @facts: struct fact *: its table
 * @unit: the file
 * @callers: of its functions
 * Return: struct finding *, in order
 */
GPtrArray *sitecall_judge(const struct rule *rule, const GPtrArray *facts, struct unit *unit,
			  struct callers *callers);

#endif /* RULES_SITECALL_H */
