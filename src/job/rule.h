/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rules of a workspace: listed, made, allowed, tested.
 */
#ifndef JOB_RULE_H
#define JOB_RULE_H

#include <glib.h>
#include <stdbool.h>

#include "job/workspace.h"
#include "rules/source.h"

/**
 * rule_list_text() - a line a rule: name, confidence, modes, whether it can run, summary
 * @out_broken: some rule is refused or broken
 */
char *rule_list_text(const struct workspace *workspace, bool *out_broken, GError **error);

/**
 * rule_show_code() - the script code of a rule, and its digest, for a person to read
 * @source: the rule
 * Return: lines, newly allocated; text from outside is not escaped
 */
char *rule_show_code(const struct rule_source *source);

/** rule_make() - a new rule from a template; BS_ERROR_INPUT when there is one already */
bool rule_make(const struct workspace *workspace, const char *name, char **out_path,
	       GError **error);

#endif /* JOB_RULE_H */
