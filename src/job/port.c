// SPDX-License-Identifier: GPL-2.0-only
/*
 * A series goes to one tree after the other, its patches on top of each other.
 * What a tree gave is written when the tree is done, as a whole folder, so that
 * an interrupt leaves complete trees and old ones, never a mix.
 */
#include "job/port.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"
#include "check/check.h"
#include "engine/port.h"
#include "format/series.h"
#include "job/backport.h"
#include "job/figures.h"
#include "job/select.h"
#include "report/report.h"
#include "rules/pack.h"
#include "rules/sight.h"
#include "rules/site.h"
#include "rules/sitecheck.h"
#include "rules/spatch.h"
#include "tree/history-index.h"
#include "tree/probe.h"
#include "tree/tree.h"

/**
 * struct run - one series on one tree at a time
 * @workspace: where
 * @options: what the user asked for
 * @series: what is ported
 * @rule: that the series names, or NULL
 * @cache: of proof results
 * @conf: the tree's file
 * @tree: the tree, opened
 * @history: index of its history, or NULL
 * @figures: what its rungs are judged by
 * @stack: struct tree *: @tree's overlays, one a ported patch, last on top
 */
struct run {
	const struct workspace *workspace;
	const struct port_options *options;
	const struct series *series;
	struct rule *rule;
	struct cache *cache;
	const struct tree_conf *conf;
	struct tree *tree;
	struct history_index *history;
	struct calibration *figures;
	GPtrArray *stack;
};

static const struct tree *top(const struct run *run)
{
	return run->stack->len ? run->stack->pdata[run->stack->len - 1] : run->tree;
}

static GBytes *rewrite(void *data, const char *rule_name, const char *path, GBytes *source,
		       GError **error)
{
	const struct run *run = data;
	g_autoptr(spatch_run) result = NULL;
	g_autofree char *refusal = NULL;
	const char *function, *word;

	progress_step(run->options->progress, -1, "%s: %s on %s", run->conf->name, rule_name, path);
	result = sites_rewrite(run->rule, top(run), path, source, &refusal, error);
	if (refusal) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "%s would be wrong in '%s': %s",
			    rule_name, path, refusal);
		return NULL;
	}
	function = result ? rule_blind_spot(run->rule, source, result, &word) : NULL;
	if (function) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "spatch cannot parse %s() in '%s', which uses %s: "
			    "%s may miss a site there", function, path, word, rule_name);
		return NULL;
	}
	return result ? g_bytes_ref(result->output) : NULL;
}

/* the rule finds nothing to change, its verifier nothing to complain of, and both saw it */
static bool holds(void *data, const char *rule_name, const char *path, GBytes *source,
		  char **out_evidence, GError **error)
{
	const struct run *run = data;
	bool holds;

	if (!rule_holds(run->rule, top(run), path, source, &holds, error) || !holds)
		return false;
	*out_evidence = g_strdup_printf("by rule: %s holds in %s (%s)", rule_name, path,
					run->rule->summary);
	return true;
}

static void add_note(GPtrArray *notes, char *note)
{
	g_ptr_array_add(notes, note);
}

/* what a reviewer must know: what stands here instead, how it was done, what it leaves open */
static GPtrArray *notes_of(const struct run *run, const struct port *port)
{
	GPtrArray *notes = g_ptr_array_new_with_free_func(g_free);
	bool by_rule = !strcmp(port->rung, "rule");

	for (guint i = 0; i < port->adapted->len; i++)
		add_note(notes, g_strdup(port->adapted->pdata[i]));
	if (by_rule)
		add_note(notes, g_strdup_printf("done by the semantic patch %s", run->rule->name));
	if (by_rule && run->rule->caveat)
		add_note(notes, g_strdup(run->rule->caveat));
	return notes;
}

static struct patch *make_backport(const struct run *run, const struct patch *upstream,
				   const struct port *port)
{
	g_autoptr(GPtrArray) list = notes_of(run, port);
	const struct backport_notes notes = {
		.tree = run->conf->name,
		.signer_name = run->workspace->user_name,
		.signer_email = run->workspace->user_email,
		.notes = list,
	};

	return backport_new(upstream, top(run), port->after, &notes);
}

static enum verdict judge(const struct patch_result *result)
{
	bool all_passed = result->proofs->len > 0;

	for (guint i = 0; i < result->proofs->len; i++) {
		const struct proof *proof = result->proofs->pdata[i];

		if (proof->result == PROOF_FAIL)
			return VERDICT_FAILED;
		all_passed &= proof->result == PROOF_PASS;
	}
	return all_passed && !result->residue->len ? VERDICT_PROVEN : VERDICT_REVIEW;
}

static bool prove(struct run *run, const struct patch *upstream, const struct patch *ported,
		  struct port *port, struct patch_result *result, GError **error)
{
	const struct claim claim = {
		.before = top(run),
		.after = port->after,
		.upstream = upstream,
		.ported = ported,
		.conf = run->conf,
		.rule = run->rule,
		.cocci = run->workspace->cocci,
		.cache = run->cache,
		.cache_folder = run->workspace->cache_folder,
		.progress = run->options->progress,
	};
	GPtrArray *proofs;

	if (run->options->no_proofs)
		return true;
	proofs = checks_run(&claim, error);
	if (!proofs)
		return false;
	g_ptr_array_unref(result->proofs);
	result->proofs = proofs;
	return true;
}

static void copy_port(struct patch_result *result, struct port *port)
{
	result->outcome = port->outcome;
	result->rung = g_strdup(port->rung);
	result->reason = g_steal_pointer(&port->reason);
	g_ptr_array_unref(result->landings);
	g_ptr_array_unref(result->residue);
	g_ptr_array_unref(result->adapted);
	g_ptr_array_unref(result->attempts);
	result->landings = g_steal_pointer(&port->landings);
	result->residue = g_steal_pointer(&port->residue);
	result->adapted = g_steal_pointer(&port->adapted);
	result->attempts = g_steal_pointer(&port->attempts);
	port->landings = g_ptr_array_new();
	port->residue = g_ptr_array_new();
	port->adapted = g_ptr_array_new();
	port->attempts = g_ptr_array_new();
}

static bool keep_port(struct run *run, const struct patch *upstream, struct port *port,
		      struct patch_result *result, GError **error)
{
	g_autoptr(patch) ported = make_backport(run, upstream, port);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *name = patch_file_name(ported, upstream->subject->number);

	patch_write(ported, text);
	if (strlen(text->str) != text->len) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
				    "the ported patch would hold a NUL byte, which git am does not "
				    "take; cherry-pick the commit");
		return false;
	}
	if (!run->options->dry_run)
		result->file = g_build_filename("patches", run->series->name, run->conf->name, name,
						NULL);
	result->text = g_strdup(text->str);
	if (!prove(run, upstream, ported, port, result, error))
		return false;
	g_ptr_array_add(run->stack, g_steal_pointer(&port->after));
	return true;
}

/* a rung that was measured, and was right too seldom, only proposes */
static void weigh(const struct run *run, struct port *port)
{
	const struct grounds grounds = { .rung = port->rung, .clean = true };
	const struct tally *tally;
	g_autofree char *reason = port->reason;

	tally = port->outcome == OUTCOME_PORTED ? calibration_find(run->figures, &grounds) : NULL;
	if (!tally || calibration_trusts(run->figures, &grounds)) {
		g_steal_pointer(&reason);
		return;
	}
	port->outcome = OUTCOME_PROPOSED;
	port->reason = g_strdup_printf("%s; '%s' was right in %u of %u past backports, which is "
				       "not enough for a threshold of %.3g",
				       reason ? reason : "", port->rung,
				       tally->right + tally->whitespace, tally->claims,
				       calibration_threshold(run->figures));
}

static struct patch_result *port_one(struct run *run, const struct patch *patch, GError **error)
{
	const struct rewriter rewriter = {
		.rewrite = rewrite,
		.holds = holds,
		.data = run,
		.rule = run->rule ? run->rule->name : NULL,
	};
	g_autoptr(patch_result) result = patch_result_new();
	g_autoptr(GError) cause = NULL;
	g_autoptr(port) port = NULL;

	result->patch = patch_file_name(patch, patch->subject->number);
	result->subject = g_strdup(patch->subject->title);
	port = port_patch(top(run), patch, &rewriter, &cause);
	if (!port && g_error_matches(cause, BS_ERROR, BS_ERROR_INTERRUPTED)) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return NULL;
	}
	if (!port) {
		result->outcome = OUTCOME_ERROR;
		result->reason = g_strdup(cause->message);
		return g_steal_pointer(&result);
	}
	weigh(run, port);
	if (port->after && !keep_port(run, patch, port, result, &cause)) {
		if (!g_error_matches(cause, BS_ERROR, BS_ERROR_INPUT)) {
			g_propagate_error(error, g_steal_pointer(&cause));
			return NULL;
		}
		result->outcome = OUTCOME_ERROR;
		result->reason = g_strdup(cause->message);
		return g_steal_pointer(&result);
	}
	copy_port(result, port);
	if (result->text)
		result->verdict = judge(result);
	return g_steal_pointer(&result);
}

/* the folder of a ported tree: quilt's series file, the patches, verdict.json */
static bool write_tree(const struct run *run, const struct tree_result *result, GError **error)
{
	g_autofree char *folder =
		g_build_filename(run->workspace->patches, run->series->name, result->tree, NULL);
	g_autofree char *staging = workspace_staging(run->workspace);
	g_autofree char *staged = g_strdup_printf("%s/.%s-%s.%d", staging, run->series->name,
						  result->tree, getpid());
	g_autofree char *json = verdict_json(result);
	g_autofree char *verdict = g_build_filename(staged, "verdict.json", NULL);
	g_autofree char *list = g_build_filename(staged, "series", NULL);
	g_autoptr(GString) series = g_string_new(NULL);
	bool ok;

	remove_recursively(staged);
	ok = file_write(verdict, json, -1, error);
	for (guint i = 0; ok && i < result->patches->len; i++) {
		const struct patch_result *patch = result->patches->pdata[i];
		g_autofree char *name = patch->file ? g_path_get_basename(patch->file) : NULL;
		g_autofree char *path = name ? g_build_filename(staged, name, NULL) : NULL;

		if (!name)
			continue;
		g_string_append_printf(series, "%s\n", name);
		ok = file_write(path, patch->text, -1, error);
	}
	ok = ok && file_write(list, series->str, series->len, error) &&
	     folder_replace(staged, folder, error);
	remove_recursively(staged);
	return ok;
}

static bool all_known(const struct tree_result *result)
{
	for (guint i = 0; i < result->patches->len; i++) {
		const struct patch_result *patch = result->patches->pdata[i];

		if (patch->outcome == OUTCOME_ERROR)
			return false;
	}
	return true;
}

static bool port_patches(struct run *run, struct tree_result *result, GError **error)
{
	for (guint i = 0; i < run->series->patches->len; i++) {
		const struct patch *patch = run->series->patches->pdata[i];
		struct patch_result *one;

		if (!patch)
			continue;
		progress_step(run->options->progress, (double)i / run->series->patches->len,
			      "%s: %s", run->conf->name, patch->subject->title);
		one = port_one(run, patch, error);
		if (!one)
			return false;
		g_ptr_array_add(result->patches, one);
	}
	if (!all_known(result)) {
		/* no reason to give up what an earlier run found out */
		for (guint i = 0; i < result->patches->len; i++)
			g_clear_pointer(&((struct patch_result *)result->patches->pdata[i])->file,
					g_free);
		return true;
	}
	return run->options->dry_run || write_tree(run, result, error);
}

/* overlays stand on each other, so the last goes first */
static void close_tree(struct run *run)
{
	for (guint i = run->stack->len; i-- > 0;)
		tree_free(run->stack->pdata[i]);
	g_ptr_array_set_size(run->stack, 0);
	g_clear_pointer(&run->tree, tree_free);
	g_clear_pointer(&run->history, history_index_free);
	g_clear_pointer(&run->figures, calibration_free);
}

static bool open_figures(struct run *run, GError **error)
{
	const char *repository = tree_repository(run->tree);

	run->figures = repository ? figures_open(repository, NULL, error) : calibration_shipped();
	if (run->figures && !repository)
		calibration_set_threshold(run->figures, run->workspace->threshold);
	return run->figures != NULL;
}

/* without an index git answers, which takes longer: no reason to give up, unlike an interrupt */
static bool open_history(struct run *run, GError **error)
{
	const char *repository = tree_repository(run->tree);
	g_autoptr(GError) cause = NULL;
	struct object_id tip;

	if (!repository || run->options->dry_run || !object_id_parse(tree_commit(run->tree), &tip))
		return true;
	run->history = history_index_open(repository, run->workspace->state, NULL);
	if (run->history &&
	    !history_index_update(run->history, &tip, run->options->progress, &cause))
		g_clear_pointer(&run->history, history_index_free);
	tree_set_history(run->tree, run->history);
	if (!g_error_matches(cause, BS_ERROR, BS_ERROR_INTERRUPTED))
		return true;
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

static struct tree_result *port_tree(struct run *run, GError **error)
{
	g_autoptr(tree_result) result = tree_result_new(run->conf->name);
	g_autoptr(GError) cause = NULL;
	g_autoptr(probe) probe = NULL;
	bool ok;

	run->tree = tree_open(run->conf->source, &cause);
	if (!run->tree) {
		result->error = g_strdup(cause->message);
		return g_steal_pointer(&result);
	}
	probe = tree_probe(run->tree);
	result->kernel = g_strdup(probe->version);
	ok = open_figures(run, error) && open_history(run, error) &&
	     port_patches(run, result, error);
	close_tree(run);
	return ok ? g_steal_pointer(&result) : NULL;
}

static bool check_signer(const struct workspace *workspace, GError **error)
{
	if (workspace->user_name && workspace->user_email)
		return true;
	g_set_error_literal(error, BS_ERROR, BS_ERROR_MISSING,
			    "it is not known who signs off the ports; set git's user.name and "
			    "user.email, or [user] name and email in backstitch.conf");
	return false;
}

/* proofs given on the command line stand in for the tree file's */
static void override_proofs(struct tree_conf *conf, const char *const *proofs)
{
	if (!proofs || !*proofs)
		return;
	g_ptr_array_set_size(conf->required, 0);
	for (; *proofs; proofs++)
		g_ptr_array_add(conf->required, g_strdup(*proofs));
}

static bool open_run(struct run *run, GError **error)
{
	g_autofree char *state = g_build_filename(run->workspace->state, "state.db", NULL);

	if (run->series->rule) {
		run->rule = rule_load(run->workspace->cocci, run->series->rule, error);
		if (!run->rule)
			return false;
	}
	if (!run->options->dry_run)
		run->cache = cache_open(state, NULL);
	run->stack = g_ptr_array_new();
	return true;
}

static bool port_trees(struct run *run, GPtrArray *confs, struct series_result *result,
		       GError **error)
{
	for (guint i = 0; i < confs->len; i++) {
		struct tree_result *tree;

		run->conf = confs->pdata[i];
		override_proofs(confs->pdata[i], run->options->proofs);
		tree = port_tree(run, error);
		if (!tree)
			return false;
		g_ptr_array_add(result->trees, tree);
	}
	return true;
}

struct series_result *job_port(const struct workspace *workspace,
			       const struct port_options *options, GError **error)
{
	g_autoptr(series) series = select_series(workspace, options->series, error);
	g_autoptr(GPtrArray) confs = NULL;
	g_autoptr(series_result) result = NULL;
	struct run run = { .workspace = workspace, .options = options, .series = series };
	bool ok;

	if (!series || !check_signer(workspace, error))
		return NULL;
	confs = select_trees(workspace, options->trees, error);
	if (!confs)
		return NULL;
	result = series_result_new(series->name);
	result->title = g_strdup(series_title(series));
	result->version = series->version;
	ok = open_run(&run, error) && port_trees(&run, confs, result, error);
	if (run.stack) {
		close_tree(&run);
		g_ptr_array_unref(run.stack);
	}
	rule_free(run.rule);
	cache_free(run.cache);
	return ok ? g_steal_pointer(&result) : NULL;
}
