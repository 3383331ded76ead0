// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "check/checks.h"
#include "check/claimed.h"
#include "rules/sight.h"
#include "rules/sitecheck.h"
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

/* the macros of the version that the port makes, where the file is in it */
static struct spatch_run *verify(const struct claim *claim, const struct claimed_file *file,
				 GError **error)
{
	g_autoptr(macros) macros = macros_near(claim->after, file->path, file->after);

	return spatch_apply(claim->rule->verify, SPATCH_REPORT, file->after, macros, error);
}

static bool no_site_left(const struct claim *claim, const struct claimed_file *file,
			 struct proof *out, GError **error)
{
	enum sites_state state;
	g_autofree char *why = NULL;

	if (!sites_state(claim->rule, claim->after, file->path, file->after, &state, &why, error))
		return false;
	if (state == SITES_OPEN)
		proof_set(out, PROOF_FAIL, "'%s' still finds a site in '%s': %s",
			  claim->rule->name, file->path, why);
	else if (state == SITES_UNCLEAR)
		proof_set(out, PROOF_FAIL, "'%s': %s", file->path, why);
	return state != SITES_OPEN && state != SITES_UNCLEAR;
}

/* what the rule guards must have needed it, also as seen from other files */
static bool rightly_changed(const struct claim *claim, const struct claimed_file *file,
			    struct proof *out, GError **error)
{
	const struct sites_pair pair = {
		.path = file->path,
		.old_tree = claim->before,
		.old = file->before,
		.new_tree = claim->after,
		.new = file->after,
	};
	g_autofree char *wrong = NULL;

	if (!claim->rule->facts || !file->before)
		return true;
	if (!sites_compare(claim->rule, &pair, &wrong, error))
		return false;
	if (wrong)
		proof_set(out, PROOF_FAIL, "'%s': %s", file->path, wrong);
	return !wrong;
}

static char *join_lines(const GPtrArray *lines)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(text, "%s\n", (char *)lines->pdata[i]);
	return g_string_free(text, FALSE);
}

static bool verified(const struct claim *claim, const struct claimed_file *file,
		     struct proof *out, GError **error)
{
	g_autoptr(spatch_run) run = NULL;

	if (!claim->rule->verify)
		return true;
	run = verify(claim, file, error);
	if (!run)
		return false;
	if (run->messages->len) {
		proof_set(out, PROOF_FAIL, "'%s': line %s", file->path,
			  (char *)run->messages->pdata[0]);
		proof_show(out, join_lines(run->messages));
		return false;
	}
	return all_parsed(file->after, run, claim->rule, file->path, out);
}

static bool finds_site(const struct claim *claim, const GPtrArray *files, bool *out_found,
		       GError **error)
{
	*out_found = false;
	for (guint i = 0; i < files->len; i++) {
		const struct claimed_file *file = files->pdata[i];
		g_autofree char *why = NULL;
		enum sites_state state;

		if (!file->before || !is_c_source(file->path))
			continue;
		if (!sites_state(claim->rule, claim->before, file->path, file->before, &state,
				 &why, error))
			return false;
		*out_found = *out_found || state == SITES_OPEN;
	}
	return true;
}

/* false: the proof has its result, or @error is set */
static bool each_file(const struct claim *claim, const GPtrArray *files,
		      bool (*holds)(const struct claim *claim, const struct claimed_file *file,
				    struct proof *out, GError **error),
		      struct proof *out, GError **error)
{
	for (guint i = 0; i < files->len; i++) {
		const struct claimed_file *file = files->pdata[i];

		if (file->after && is_c_source(file->path) && !holds(claim, file, out, error))
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
	if (!each_file(claim, files, rightly_changed, out, &cause) ||
	    !finds_site(claim, files, &found, &cause))
		return !cause || proof_skip_error(out, cause, error);
	if (!found)
		proof_set(out, PROOF_SKIPPED, "'%s' does not see this tree's code: no site before",
			  claim->rule->name);
	else if (each_file(claim, files, no_site_left, out, &cause) &&
		 each_file(claim, files, verified, out, &cause))
		proof_set(out, PROOF_PASS, "'%s' finds its site before and none after%s",
			  claim->rule->name,
			  claim->rule->verify ? "; no wrong shape reported" : "");
	return !cause || proof_skip_error(out, cause, error);
}
