/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fixtures of rules: cocci/PACK/tests/RULE/CASE/.
 */
#ifndef JOB_RULETEST_H
#define JOB_RULETEST_H

#include <glib.h>
#include <stdbool.h>

#include "job/workspace.h"

/**
 * rule_run_tests() - run the fixtures of rules
 * @workspace: its cocci/ has, beside input.c, of a semantic patch expect.c (patch mode), explicit.c
 *             (of its other form), expect.txt (what scan says: "LINE: text") and verdicts ("LINE
 *             SYMBOL VERDICT"); of dialect/FILE/RULE and guards/lower expect.c and left (what is
 *             said of the rest); of a dialect also base.c and ours.c
 * @word: as for job_find_rules(), and "guards", "dialect", "dialect/FILE", "dialect/FILE/RULE"
 * @out_text: what was run, with a diff for each that differs
 * @out_good: something was compared, nothing differs, no rule is without fixtures or broken
 * @error: as job_find_rules()
 */
bool rule_run_tests(const struct workspace *workspace, const char *word, char **out_text,
		    bool *out_good, GError **error);

#endif /* JOB_RULETEST_H */
