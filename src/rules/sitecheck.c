// SPDX-License-Identifier: GPL-2.0-only
#include "rules/sitecheck.h"

#include <string.h>

#include "base/strings.h"
#include "format/csource.h"
#include "rules/sight.h"
#include "rules/site.h"

static GPtrArray *findings_of(const struct rule *rule, const struct tree *tree, const char *path,
			      GBytes *source, GError **error)
{
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);

	if (!sites_judge(rule, tree, path, source, NULL, findings, error))
		return NULL;
	return g_steal_pointer(&findings);
}

static char *tell(const struct finding *finding)
{
	return g_strdup_printf("line %u, %s(): %s", finding->line, finding->symbol,
			       finding->reason);
}

/* the worst of all: a place that is open, then one that is not judged */
static bool judged_state(const struct rule *rule, const struct tree *tree, const char *path,
			 GBytes *source, enum sites_state *out_state, char **out_why,
			 GError **error)
{
	g_autoptr(GPtrArray) findings = findings_of(rule, tree, path, source, error);
	const struct finding *open = NULL, *unclear = NULL;
	bool any = false;

	if (!findings)
		return false;
	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		if (!has_string(rule->targets, finding->symbol))
			continue;
		any = true;
		if (!open && !strcmp(finding->verdict, SITE_GUARD))
			open = finding;
		if (!unclear && !strcmp(finding->verdict, SITE_UNKNOWN))
			unclear = finding;
	}
	*out_state = open ? SITES_OPEN : unclear ? SITES_UNCLEAR : any ? SITES_DONE : SITES_NONE;
	*out_why = open ? tell(open) : unclear ? tell(unclear) : NULL;
	return true;
}

static char *unseen(const struct rule *rule, const char *path, GBytes *source,
		    const struct spatch_run *run)
{
	const char *word;
	const char *function = rule_blind_spot(rule, source, run, &word);

	return function ? g_strdup_printf("spatch cannot parse %s() in '%s': a site of %s in it "
					  "stays unseen", function, path, word) : NULL;
}

static bool patched_state(const struct rule *rule, const struct tree *tree, const char *path,
			  GBytes *source, enum sites_state *out_state, char **out_why,
			  GError **error)
{
	g_autofree char *refusal = NULL, *blind = NULL;
	g_autoptr(spatch_run) run = sites_rewrite(rule, tree, path, source, &refusal, error);

	if (!run)
		return false;
	blind = unseen(rule, path, source, run);
	*out_why = run->changed ? g_strdup_printf("'%s' would change '%s'", rule->name, path) :
				  g_steal_pointer(&blind);
	*out_state = run->changed ? SITES_OPEN : *out_why ? SITES_UNCLEAR :
		     rule_matters(rule, source) ? SITES_DONE : SITES_NONE;
	return true;
}

bool sites_state(const struct rule *rule, const struct tree *tree, const char *path,
		 GBytes *source, enum sites_state *out_state, char **out_why, GError **error)
{
	return rule->facts ?
		       judged_state(rule, tree, path, source, out_state, out_why, error) :
		       patched_state(rule, tree, path, source, out_state, out_why, error);
}

/* how often a function names the lock */
static guint lock_uses(const struct rule *rule, const struct csource *source, const char *name)
{
	const struct cregion *region = csource_function(source, name);
	guint count = 0;

	for (guint i = region ? region->first_token : 1; region && i <= region->last_token; i++)
		count += ctoken_is(&g_array_index(source->tokens, struct ctoken, i), rule->lock);
	return count;
}

static char *wrong_site(const struct rule *rule, const struct csource *old,
			const struct csource *new, const struct finding *was,
			const struct finding *is)
{
	bool needed = !strcmp(was->verdict, SITE_GUARD);

	if (needed && strcmp(is->verdict, SITE_GUARDED))
		return g_strdup_printf("%s() in line %u needs %s and is not guarded: %s",
				       is->symbol, is->line, rule->lock, is->reason);
	if (!needed && lock_uses(rule, new, is->function) > lock_uses(rule, old, was->function))
		return g_strdup_printf("%s is taken around %s() in line %u, which does not need "
				       "it: %s", rule->lock, is->symbol, is->line, was->reason);
	return NULL;
}

bool sites_compare(const struct rule *rule, const struct sites_pair *pair, char **out_wrong,
		   GError **error)
{
	g_autoptr(GPtrArray) before =
		findings_of(rule, pair->old_tree, pair->path, pair->old, error);
	g_autoptr(GPtrArray) after =
		before ? findings_of(rule, pair->new_tree, pair->path, pair->new, error) : NULL;
	g_autoptr(csource) old = csource_scan(pair->old), new = csource_scan(pair->new);

	if (!after)
		return false;
	/* with calls that come or go it is not known which is which */
	for (guint i = 0; before->len == after->len && !*out_wrong && i < before->len; i++)
		*out_wrong = wrong_site(rule, old, new, before->pdata[i], after->pdata[i]);
	return true;
}

bool rule_holds(const struct rule *rule, const struct tree *tree, const char *path,
		GBytes *source, bool *out_holds, GError **error)
{
	enum sites_state state;
	g_autofree char *why = NULL, *blind = NULL;
	g_autoptr(macros) macros = NULL;
	g_autoptr(spatch_run) run = NULL;

	*out_holds = false;
	if (!rule->verify || !rule_matters(rule, source))
		return true;
	if (!sites_state(rule, tree, path, source, &state, &why, error))
		return false;
	if (state != SITES_DONE)
		return true;
	macros = macros_near(tree, path, source);
	run = spatch_apply(rule->verify, SPATCH_REPORT, source, macros, error);
	if (!run)
		return false;
	blind = unseen(rule, path, source, run);
	*out_holds = !run->messages->len && !blind;
	return true;
}
