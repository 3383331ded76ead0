/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Judges every place that a rule with facts is about.  Verdicts:
 *
 *	guard	 needs the lock, and the rule puts it there
 *	guarded	 holds the lock for write on every path
 *	report	 may contend, and upstream leaves it so
 *	never	 a lock would deadlock or sleep, or nothing can contend
 *	unknown	 not one of these for sure, with what is in the way
 */
#ifndef RULES_SITE_H
#define RULES_SITE_H

#include <glib.h>
#include <stdbool.h>

#include "rules/finding.h"
#include "rules/pack.h"
#include "rules/spatch.h"
#include "store/results.h"
#include "tree/tree.h"

#define SITE_GUARD "guard"
#define SITE_GUARDED "guarded"
#define SITE_REPORT "report"
#define SITE_NEVER "never"
#define SITE_UNKNOWN "unknown"

/**
 * sites_judge() - judge every occurrence of a rule's symbols in one file of a tree
 * @rule: a rule with facts (rule->facts != NULL, absolute path of the TSV)
 * @tree: to look at other files (callers, headers); may be NULL: then callers in other files
 *        are not seen, and the reason says so
 * @path: of the file in the tree
 * @source: its content
 * @results: where what the rule made of a text is kept, or NULL
 * @findings: struct finding * are appended, one an occurrence (call, function passed as an
 *            argument, in a macro, …), none left out.  The symbol's own definition, its
 *            prototypes and EXPORT_SYMBOL…() are no occurrences.
 * @error: as facts_load() and spatch_apply()
 *
 * "guard" was tried: the rule was run over what it can look at of the file, and the call stood
 * guarded after it.  Where another function kept it from that, it was run over what has to do with
 * this one, and the reason says so.
 */
bool sites_judge(const struct rule *rule, const struct tree *tree, const char *path,
		 GBytes *source, struct results *results, GPtrArray *findings, GError **error);

/**
 * sites_rewrite() - run a rule over a file, and undo what the judge does not agree to
 * @rule: with or without facts; without, it is spatch_apply()
 * @tree: as sites_judge()
 * @path: of the file in the tree
 * @source: its content
 * @out_refusal: set when the change was undone: which site is in the way, newly allocated
 * @error: as sites_judge()
 *
 * Every function that the rule changes must have only sites that needed the lock, and all of
 * them must be guarded afterwards.  A semantic patch sees one file and no chain of callers.
 */
struct spatch_run *sites_rewrite(const struct rule *rule, const struct tree *tree,
				 const char *path, GBytes *source, char **out_refusal,
				 GError **error);

#endif /* RULES_SITE_H */
