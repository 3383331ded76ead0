// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "check/checks.h"
#include "check/claimed.h"
#include "rules/sight.h"
#include "rules/spatch.h"

/* a function that spatch passed over may hold a site; one that is gone may have held it */
static bool all_parsed(GBytes *bytes, const struct spatch_run *run, const struct rule *rule,
		       const char *path, struct proof *out)
{
	const char *word;
	const char *function = rule_blind_spot(rule, bytes, run, &word);

	if (!function)
		return true;
	proof_set(out, PROOF_FAIL,
		  "spatch cannot parse %s() in '%s': a site of %s in it stays unseen", function,
		  path, word);
	return false;
}

static bool no_site_left(const struct rule *rule, const struct claimed_file *file,
			 struct proof *out, GError **error)
{
	g_autoptr(spatch_run) run = spatch_apply(rule->path, SPATCH_PATCH, file->after, NULL, error);

	if (!run)
		return false;
	if (run->changed)
		proof_set(out, PROOF_FAIL, "'%s' still finds a site in '%s'", rule->name,
			  file->path);
	else if (all_parsed(file->after, run, rule, file->path, out))
		return true;
	return false;
}

static char *join_lines(const GPtrArray *lines)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(text, "%s\n", (char *)lines->pdata[i]);
	return g_string_free(text, FALSE);
}

static bool verified(const struct rule *rule, const struct claimed_file *file, struct proof *out,
		     GError **error)
{
	g_autoptr(spatch_run) run = NULL;

	if (!rule->verify)
		return true;
	run = spatch_apply(rule->verify, SPATCH_REPORT, file->after, NULL, error);
	if (!run)
		return false;
	if (run->messages->len) {
		proof_set(out, PROOF_FAIL, "'%s': line %s", file->path,
			  (char *)run->messages->pdata[0]);
		proof_show(out, join_lines(run->messages));
		return false;
	}
	return all_parsed(file->after, run, rule, file->path, out);
}

static bool finds_site(const struct rule *rule, const GPtrArray *files, bool *out_found,
		       GError **error)
{
	*out_found = false;
	for (guint i = 0; i < files->len; i++) {
		const struct claimed_file *file = files->pdata[i];
		g_autoptr(spatch_run) run = NULL;

		if (!file->before || !is_c_source(file->path))
			continue;
		run = spatch_apply(rule->path, SPATCH_PATCH, file->before, NULL, error);
		if (!run)
			return false;
		*out_found = *out_found || run->changed;
	}
	return true;
}

/* false: the proof has its result, or @error is set */
static bool after_holds(const struct rule *rule, const GPtrArray *files, struct proof *out,
			GError **error)
{
	for (guint i = 0; i < files->len; i++) {
		const struct claimed_file *file = files->pdata[i];

		if (!file->after || !is_c_source(file->path))
			continue;
		if (!no_site_left(rule, file, out, error) || !verified(rule, file, out, error))
			return false;
	}
	return true;
}

bool check_cocci(const struct claim *claim, struct proof *out, GError **error)
{
	g_autoptr(GPtrArray) files = NULL;
	GError *cause = NULL;
	bool found;

	if (!claim->rule) {
		proof_set(out, PROOF_SKIPPED, "no rule named");
		return true;
	}
	if (!proof_needs(out, "spatch"))
		return true;
	files = claimed_files(claim, error);
	if (!files)
		return false;
	if (!files->len) {
		proof_set(out, PROOF_FAIL, "the port changes nothing");
		return true;
	}
	if (!finds_site(claim->rule, files, &found, &cause))
		return proof_skip_error(out, cause, error);
	if (!found)
		proof_set(out, PROOF_SKIPPED, "'%s' does not see this tree's code: no site before",
			  claim->rule->name);
	else if (after_holds(claim->rule, files, out, &cause))
		proof_set(out, PROOF_PASS, "'%s' finds its site before and none after%s",
			  claim->rule->name,
			  claim->rule->verify ? "; no wrong shape reported" : "");
	return !cause || proof_skip_error(out, cause, error);
}
