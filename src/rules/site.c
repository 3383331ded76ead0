// SPDX-License-Identifier: GPL-2.0-only
/*
 * What needs a lock is found by looking at the calls; whether the rule puts it there, by running
 * the rule and looking again.
 */
#include "rules/site.h"

#include <string.h>

#include "base/strings.h"
#include "rules/callers.h"
#include "rules/facts.h"
#include "rules/sitecall.h"
#include "rules/trial.h"
#include "tree/probe.h"

/* a file before and after a change, among the same callers */
struct court {
	const struct rule *rule;
	const struct tree *tree;
	const char *path;
	struct results *results;
	GPtrArray *facts;
	struct unit *unit;
	struct callers *callers;
};

static bool court_open(struct court *court, const struct rule *rule, const struct tree *tree,
		       const char *path, GError **error)
{
	*court = (struct court){ .rule = rule, .tree = tree, .path = path };
	court->facts = facts_load(rule->facts, error);
	return court->facts;
}

static void court_clear(struct court *court)
{
	callers_free(court->callers);
	unit_free(court->unit);
	if (court->facts)
		g_ptr_array_unref(court->facts);
}

static GPtrArray *judge_bytes(struct court *court, GBytes *source)
{
	struct unit *unit = unit_new(court->path, source);

	if (court->callers)
		callers_move(court->callers, unit);
	else
		court->callers = callers_new(court->rule, court->tree, unit);
	unit_free(court->unit);
	court->unit = unit;
	return sitecall_judge(court->rule, court->facts, unit, court->callers);
}

static bool any_guard(const GPtrArray *findings)
{
	for (guint i = 0; i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		if (!strcmp(finding->verdict, SITE_GUARD))
			return true;
	}
	return false;
}

static void demote(struct finding *finding, const char *what)
{
	char *reason = g_strdup_printf("%s; %s", finding->reason, what);

	g_free(finding->verdict);
	finding->verdict = g_strdup(SITE_UNKNOWN);
	g_free(finding->reason);
	finding->reason = reason;
}

static bool same_text(const struct func *a, const struct func *b)
{
	if (a->close - a->first != b->close - b->first)
		return false;
	for (guint i = 0; a->first + i <= a->close; i++) {
		if (!ctoken_same(token_of(a->unit->tokens, a->first + i),
				 token_of(b->unit->tokens, b->first + i)))
			return false;
	}
	return true;
}

/* what stands against a changed function, or NULL */
static char *function_refusal(const char *name, const GPtrArray *before, const GPtrArray *after)
{
	bool site = false;

	for (guint i = 0; i < before->len; i++) {
		const struct finding *was = before->pdata[i], *is = after->pdata[i];

		if (strcmp(was->function, name))
			continue;
		site = true;
		if (strcmp(was->verdict, SITE_GUARD))
			return g_strdup_printf("line %u: %s", was->line, was->reason);
		if (strcmp(is->verdict, SITE_GUARDED))
			return g_strdup_printf("line %u: the call is not guarded by the change: %s",
					       was->line, is->reason);
	}
	return site ? NULL : g_strdup_printf("%s() has no site that needs a change", name);
}

/* @before and @after: the findings of both texts */
static char *change_refusal(GBytes *source, GBytes *output, const GPtrArray *before,
			    const GPtrArray *after)
{
	g_autoptr(unit) old = unit_new("", source), new = unit_new("", output);

	if (old->functions->len != new->functions->len || before->len != after->len)
		return g_strdup("the change adds or removes a function or a call");
	for (guint i = 0; i < old->functions->len; i++) {
		const struct func *was = old->functions->pdata[i], *is = new->functions->pdata[i];
		char *refusal = same_text(was, is) ? NULL :
						     function_refusal(was->name, before, after);

		if (refusal)
			return refusal;
	}
	return NULL;
}

/* undoes what the judge does not agree to; what it says afterwards, NULL when it is undone */
static GPtrArray *check_change(struct court *court, GBytes *source, const GPtrArray *before,
			       struct spatch_run *run, char **out_refusal)
{
	g_autoptr(GPtrArray) after = judge_bytes(court, run->output);
	char *refusal = change_refusal(source, run->output, before, after);

	if (!refusal)
		return g_steal_pointer(&after);
	*out_refusal = refusal;
	g_bytes_unref(run->output);
	run->output = g_bytes_ref(source);
	run->changed = false;
	return NULL;
}

/* the semantic patch for a tree: what the rule's own writes may not be there */
static const char *patch_for(const struct rule *rule, const struct tree *tree)
{
	g_autoptr(probe) probe = tree && rule->needs && rule->otherwise ? tree_probe(tree) : NULL;

	return probe && !probe_has(probe, rule->needs) ? rule->otherwise : rule->path;
}

struct spatch_run *sites_rewrite(const struct rule *rule, const struct tree *tree,
				 const char *path, GBytes *source, char **out_refusal,
				 GError **error)
{
	g_autoptr(macros) macros = macros_near(tree, path, source);
	g_autoptr(spatch_run) run = spatch_apply(patch_for(rule, tree), SPATCH_PATCH, source,
						 macros, error);
	g_autoptr(GPtrArray) before = NULL, after = NULL;
	struct court court;

	if (!run || !rule->facts || !run->changed)
		return g_steal_pointer(&run);
	if (court_open(&court, rule, tree, path, error)) {
		before = judge_bytes(&court, source);
		after = check_change(&court, source, before, run, out_refusal);
	}
	court_clear(&court);
	return before ? g_steal_pointer(&run) : NULL;
}

/*
 * The rule run over a file, or over what has to do with one function of it, and what the judge
 * says of the result.
 */
struct attempt {
	struct spatch_run *run;
	GPtrArray *after;	/* NULL when nothing was changed, or the change was undone */
	char *refusal;
};

static void attempt_clear(struct attempt *attempt)
{
	spatch_run_free(attempt->run);
	if (attempt->after)
		g_ptr_array_unref(attempt->after);
	g_free(attempt->refusal);
}

typedef struct attempt attempt;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(attempt, attempt_clear)

/* @only: a function, or NULL for the file */
static bool attempt_make(struct court *court, GBytes *source, const GPtrArray *findings,
			 const char *only, struct attempt *out, GError **error)
{
	g_autoptr(macros) macros = macros_near(court->tree, court->path, source);
	g_autofree char *refusal = NULL;

	out->run = trial_run(patch_for(court->rule, court->tree), source, only, macros,
			     court->results, error);
	if (!out->run)
		return false;
	if (out->run->changed)
		out->after = check_change(court, source, findings, out->run, &refusal);
	if (refusal)
		out->refusal = g_strdup_printf("the rule's change is undone: %s", refusal);
	return true;
}

/* why a site is not what the rule makes guarded, or NULL */
static const char *objection(const struct attempt *attempt, const GPtrArray *findings, guint i)
{
	const struct finding *finding = findings->pdata[i];
	const struct finding *then = attempt->after ? attempt->after->pdata[i] : NULL;

	if (has_string(attempt->run->unparsed, finding->function))
		return "spatch could not parse the function";
	if (then && !strcmp(then->verdict, SITE_GUARDED))
		return NULL;
	return attempt->refusal ? attempt->refusal : "the rule leaves it alone";
}

static bool stands_alone(const GPtrArray *findings, const char *function)
{
	for (guint i = 0; i < findings->len; i++) {
		if (strcmp(((struct finding *)findings->pdata[i])->function, function))
			return false;
	}
	return true;
}

/* the verdicts on one function, by the attempt that was for it alone */
static void settle(const GPtrArray *findings, const char *function, const struct attempt *whole,
		   const struct attempt *alone)
{
	for (guint i = 0; i < findings->len; i++) {
		struct finding *finding = findings->pdata[i];
		const char *why = objection(alone, findings, i);
		g_autofree char *note = NULL;

		if (strcmp(finding->verdict, SITE_GUARD) || strcmp(finding->function, function))
			continue;
		if (why && has_string(alone->run->unparsed, function))
			finding->unread = g_strdup("could not be parsed");
		if (why) {
			demote(finding, why);
			continue;
		}
		note = g_strdup_printf("%s; the rule was tried on this function alone, as in the "
				       "whole file %s", finding->reason,
				       objection(whole, findings, i));
		g_free(finding->reason);
		finding->reason = g_steal_pointer(&note);
	}
}

/*
 * A function with a shape that the rule gets wrong, or that spatch cannot parse, keeps the rule
 * from all of a file; of the others that says nothing.
 */
static bool try_function(struct court *court, GBytes *source, const GPtrArray *findings,
			 const struct attempt *whole, const char *function, GError **error)
{
	g_auto(attempt) alone = { 0 };

	if (stands_alone(findings, function)) {
		settle(findings, function, whole, whole);
		return true;
	}
	if (!attempt_make(court, source, findings, function, &alone, error))
		return false;
	settle(findings, function, whole, &alone);
	return true;
}

/* the rule is run, and what it makes is judged: is the call guarded then? */
static bool try_rule(struct court *court, GBytes *source, GPtrArray *findings, GError **error)
{
	g_auto(attempt) whole = { 0 };
	g_autoptr(GHashTable) tried = g_hash_table_new(g_str_hash, g_str_equal);
	bool ok = attempt_make(court, source, findings, NULL, &whole, error);

	for (guint i = 0; ok && i < findings->len; i++) {
		const struct finding *finding = findings->pdata[i];

		if (!strcmp(finding->verdict, SITE_GUARD) && objection(&whole, findings, i) &&
		    g_hash_table_add(tried, finding->function))
			ok = try_function(court, source, findings, &whole, finding->function,
					  error);
	}
	return ok;
}

bool sites_judge(const struct rule *rule, const struct tree *tree, const char *path,
		 GBytes *source, struct results *results, GPtrArray *findings, GError **error)
{
	g_autoptr(GPtrArray) judged = NULL;
	struct court court;
	bool ok = court_open(&court, rule, tree, path, error);

	court.results = results;
	if (ok) {
		judged = judge_bytes(&court, source);
		ok = !any_guard(judged) || try_rule(&court, source, judged, error);
	}
	court_clear(&court);
	if (!ok)
		return false;
	g_ptr_array_set_free_func(judged, NULL);
	for (guint i = 0; i < judged->len; i++)
		g_ptr_array_add(findings, judged->pdata[i]);
	return true;
}
