/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is what a rule is about done in a file, and did a change do it right?  A rule
 * with facts asks the judge of call sites, which sees callers in other files; a
 * rule without asks its semantic patch.
 */
#ifndef RULES_SITECHECK_H
#define RULES_SITECHECK_H

#include <glib.h>
#include <stdbool.h>

#include "rules/pack.h"
#include "rules/spatch.h"
#include "tree/tree.h"

/**
 * enum sites_state - of a file
 * @SITES_NONE: nothing that the rule is about
 * @SITES_OPEN: a place that the rule would change
 * @SITES_DONE: there is nothing left for the rule to change
 * @SITES_UNCLEAR: a place that is not judged, or that spatch does not see
 */
enum sites_state {
	SITES_NONE,
	SITES_OPEN,
	SITES_DONE,
	SITES_UNCLEAR,
};

/**
 * sites_state() - what is left to do in a file
 * @rule: the rule
 * @tree: it is in, or NULL
 * @path: of the file
 * @source: its content
 * @out_why: for open and unclear: what and where, one line, newly allocated
 * @error: as sites_judge()
 */
bool sites_state(const struct rule *rule, const struct tree *tree, const char *path,
		 GBytes *source, enum sites_state *out_state, char **out_why, GError **error);

/**
 * struct sites_pair - a file in two versions of a tree
 * @path: in both
 * @old_tree: as it was; @old: the file in it
 * @new_tree: as it is; @new: the file in it
 */
struct sites_pair {
	const char *path;
	const struct tree *old_tree;
	GBytes *old;
	const struct tree *new_tree;
	GBytes *new;
};

/**
 * sites_compare() - may a change have been made, as far as a rule with facts can tell?
 * @rule: with facts
 * @pair: both versions
 * @out_wrong: set to what is wrong, one line, newly allocated: the lock is taken around a call
 *             that did not need it, or that would deadlock; a call is unguarded still
 * @error: as sites_judge()
 */
bool sites_compare(const struct rule *rule, const struct sites_pair *pair, char **out_wrong,
		   GError **error);

/**
 * rule_holds() - is what a rule is about done in a file, as its verifier sees it too?
 *
 * False for a rule without a verifier, and for a file that the rule is not about.
 */
bool rule_holds(const struct rule *rule, const struct tree *tree, const char *path,
		GBytes *source, bool *out_holds, GError **error);

#endif /* RULES_SITECHECK_H */
