/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A semantic patch on what of a file it can look at, which is a tenth of a large one and often
 * the same in many trees: what came out of it once is kept.
 */
#ifndef RULES_TRIAL_H
#define RULES_TRIAL_H

#include "rules/spatch.h"
#include "store/results.h"

/**
 * trial_run() - as spatch_apply() with SPATCH_PATCH
 * @rule: path of the .cocci file
 * @source: content of the C file
 * @only: name of a function: what has nothing to do with it, as a caller or by being called, is
 *        left out; NULL for all
 * @macros: as for spatch_apply()
 * @results: kept results, may be NULL
 * @error: as spatch_apply()
 *
 * The complete file is run where it cannot be told what the rule looks at, where what came out
 * cannot be put back, and where there is not one function called @only.
 */
struct spatch_run *trial_run(const char *rule, GBytes *source, const char *only,
			     const struct macros *macros, struct results *results,
			     GError **error);

#endif /* RULES_TRIAL_H */
