// SPDX-License-Identifier: GPL-2.0-only
/*
 * A series goes to each tree, its patches on top of each other; several trees at once.  What a
 * tree gave is written when the tree is done, as a whole folder, so that an interrupt leaves
 * complete trees and old ones, never a mix.
 */
#include "job/portrun.h"

#include <string.h>

#include "base/error.h"
#include "base/workers.h"
#include "format/series.h"
#include "job/byhand.h"
#include "job/dialects.h"
#include "job/figures.h"
#include "job/portconflict.h"
#include "job/porttree.h"
#include "job/select.h"
#include "job/upstream.h"
#include "tree/objects.h"
#include "tree/probe.h"

/* the branch first: verdict.json names it */
static bool write_results(struct run *run, struct tree_result *result, GError **error)
{
	const struct porttree_branch branch = {
		.workspace = run->workspace,
		.repository = tree_repository(run->tree),
		.base = tree_commit(run->tree),
		.commits = run->commits,
		.objects = run->side ? gitside_objects(run->side) : NULL,
	};

	if (run->options->branch && !porttree_make_branch(&branch, result, error))
		return false;
	return porttree_write(run->workspace, run->series->name, result, error) &&
	       conflicts_finish(run, error);
}

/* files of the workspace and branches of one repository are written by one tree at a time */
static bool keep_results(struct run *run, struct tree_result *result, GError **error)
{
	static GMutex lock;
	bool good;

	g_mutex_lock(&lock);
	good = write_results(run, result, error);
	g_mutex_unlock(&lock);
	return good;
}

/* before overlays are put on the tree */
static void open_answers(struct run *run)
{
	const char *repository = tree_repository(run->tree);

	run->answers = repository ? answers_new(run->cache, repository) : NULL;
	tree_set_answers(run->tree, run->answers);
}

static bool port_patches(struct run *run, struct tree_result *result, GError **error)
{
	run->results = result->patches;
	for (guint i = 0; i < run->series->patches->len; i++) {
		const struct patch *patch = run->series->patches->pdata[i];
		struct patch_result *one;

		if (!patch)
			continue;
		progress_step(run->options->progress, (double)i / run->series->patches->len,
			      "%s: %s", run->conf->name, patch->subject->title);
		one = run_patch(run, patch, error);
		if (!one)
			return false;
		g_ptr_array_add(result->patches, one);
		if (run->followups && one->outcome != OUTCOME_NOT_AFFECTED && !one->left_out)
			followups_notes(run->followups, i, run->tree, one->notes);
	}
	if (!porttree_is_known(result)) {
		/* no reason to give up what an earlier run found out */
		for (guint i = 0; i < result->patches->len; i++)
			g_clear_pointer(&((struct patch_result *)result->patches->pdata[i])->file,
					g_free);
		return true;
	}
	return run->options->dry_run || keep_results(run, result, error);
}

/* what the trees of a run do not share */
static void begin_tree(struct run *run, const struct tree_conf *conf)
{
	run->conf = conf;
	run->waiting = false;
	run->stack = g_ptr_array_new();
	run->commits = g_ptr_array_new_with_free_func((GDestroyNotify)new_commit_free);
	run->taken = g_ptr_array_new_with_free_func((GDestroyNotify)byhand_free);
}

/* overlays stand on each other, so the last goes first */
static void close_tree(struct run *run)
{
	for (guint i = run->stack->len; i-- > 0;)
		tree_free(run->stack->pdata[i]);
	g_clear_pointer(&run->stack, g_ptr_array_unref);
	g_clear_pointer(&run->commits, g_ptr_array_unref);
	g_clear_pointer(&run->taken, g_ptr_array_unref);
	g_clear_pointer(&run->others, g_ptr_array_unref);
	g_clear_pointer(&run->side, gitside_free);
	g_clear_pointer(&run->bases, bases_free);
	g_clear_pointer(&run->objects, objects_free);
	g_clear_pointer(&run->spoken, g_ptr_array_unref);
	g_clear_pointer(&run->dialects, dialects_free);
	g_clear_pointer(&run->tree, tree_free);
	g_clear_pointer(&run->history, history_index_free);
	g_clear_pointer(&run->answers, answers_free);
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
	static GMutex lock;	/* trees of one repository have one index */
	g_autoptr(GError) cause = NULL;
	struct object_id tip;

	if (!repository || run->options->dry_run || !object_id_parse(tree_commit(run->tree), &tip))
		return true;
	g_mutex_lock(&lock);
	run->history = history_index_open(repository, run->workspace->state, NULL);
	if (run->history &&
	    !history_index_update(run->history, &tip, run->options->progress, &cause))
		g_clear_pointer(&run->history, history_index_free);
	g_mutex_unlock(&lock);
	tree_set_history(run->tree, run->history);
	if (!g_error_matches(cause, BS_ERROR, BS_ERROR_INTERRUPTED))
		return true;
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

/* a folder has no objects, but repositories may have what patches were made on */
static void open_bases(struct run *run)
{
	if (!run->repositories->len)
		return;
	run->objects = objects_open(run->repositories->pdata[0], NULL, NULL);
	if (!run->objects)
		return;
	run->answers = answers_new(run->cache, run->repositories->pdata[0]);
	objects_set_answers(run->objects, run->answers);
	run->bases = bases_new(run->objects, run->repositories, run->series);
}

static bool open_side(struct run *run, GError **error)
{
	g_autofree char *learnt = NULL;
	struct pick_options known = { .calibration = run->figures, .records = run->records };

	run->dialects = dialects_open(run->workspace->cocci, tree_repository(run->tree), error);
	if (!run->dialects)
		return false;
	if (!tree_repository(run->tree)) {
		open_bases(run);
		return true;
	}
	if (!run->options->dry_run)
		learnt = g_build_filename(run->workspace->state, "learnt", NULL);
	known.learnt = learnt;
	known.translator = dialects_translator(run->dialects);
	run->side = gitside_open(run->tree, run->repositories, run->series, &known, error);
	if (run->side)
		objects_set_answers(gitside_objects(run->side), run->answers);
	return run->side != NULL;
}

/* git commands find what only another repository has */
static void share_objects(struct run *run)
{
	g_autoptr(GPtrArray) folders = g_ptr_array_new_with_free_func(g_free);

	if (!tree_repository(run->tree))
		return;
	for (guint i = 0; i < run->repositories->len; i++) {
		char *folder = strcmp(run->repositories->pdata[i], tree_repository(run->tree)) ?
				       objects_folder(run->repositories->pdata[i]) : NULL;

		if (folder)
			g_ptr_array_add(folders, folder);
	}
	tree_set_alternates(run->tree, folders);
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
	share_objects(run);
	probe = tree_probe(run->tree);
	result->kernel = g_strdup(probe->version);
	result->onto = g_strdup(tree_commit(run->tree));
	if (run->options->branch)
		result->branch = porttree_branch_name(run->options->branch, run->series->name,
						      run->conf->name, run->several);
	open_answers(run);
	ok = open_figures(run, error) && open_history(run, error) && open_side(run, error) &&
	     port_patches(run, result, error);
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
	return conflicts_begin(run, error);
}

/*
 * Several trees at once.
 * @run: what they share
 * @result: gets a struct tree_result a tree
 * @failed: no more trees are begun; set by the workers
 * @error: the first tree's
 */
struct porting {
	const struct run *run;
	struct series_result *result;
	gint failed;
	GError *error;
};

/* of one tree; both NULL when it was not begun */
struct ported {
	struct tree_result *tree;
	GError *error;
};

/* each tree has a run of its own, with what is the same for all */
static void *port_one(void *data, void *item)
{
	struct porting *porting = data;
	struct tree_conf *conf = item;
	struct ported *ported = g_new0(struct ported, 1);
	struct run run = *porting->run;

	if (g_atomic_int_get(&porting->failed))
		return ported;
	override_proofs(conf, run.options->proofs);
	begin_tree(&run, conf);
	ported->tree = port_tree(&run, &ported->error);
	close_tree(&run);
	if (!ported->tree)
		g_atomic_int_set(&porting->failed, 1);
	return ported;
}

static void take_ported(void *data, void *result)
{
	struct porting *porting = data;
	struct ported *ported = result;

	if (ported->tree && !porting->error)
		g_ptr_array_add(porting->result->trees, ported->tree);
	else if (ported->tree)
		tree_result_free(ported->tree);
	else if (ported->error && !porting->error)
		porting->error = ported->error;
	else
		g_clear_error(&ported->error);
	g_free(ported);
}

/* what a person resolved on one tree serves the next one: then one goes after the other */
static unsigned int jobs_of(const struct run *run, const GPtrArray *confs)
{
	if (run->options->resume || run->options->conflicts)
		return 1;
	return CLAMP(run->options->jobs, 1, MAX(confs->len, 1));
}

static bool port_trees(struct run *run, GPtrArray *confs, struct series_result *result,
		       GError **error)
{
	struct porting porting = { .run = run, .result = result };
	const struct workers_job job = { port_one, take_ported, &porting };
	struct workers *workers = workers_new(&job, jobs_of(run, confs));

	for (guint i = 0; i < confs->len; i++)
		workers_add(workers, confs->pdata[i]);
	workers_free(workers);
	if (!porting.error)
		return true;
	g_propagate_error(error, porting.error);
	return false;
}

/* before any work: could the branches be made? */
static bool check_branches(const struct run *run, const GPtrArray *confs, GError **error)
{
	for (guint i = 0; run->options->branch && i < confs->len; i++) {
		const struct tree_conf *conf = confs->pdata[i];
		g_autoptr(tree) tree = tree_open(conf->source, NULL);
		g_autofree char *name = porttree_branch_name(run->options->branch,
							     run->series->name, conf->name,
							     run->several);

		if (tree && !tree_repository(tree)) {
			g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
				    "'%s' is a folder, so it can have no branch; give its source "
				    "as REPOSITORY:REF", conf->name);
			return false;
		}
		if (tree && !porttree_check_branch(run->workspace, tree_repository(tree), name,
						   error))
			return false;
	}
	return true;
}

/* a series that was made of commits is new, or has more of them than before */
static bool save_series(const struct run *run, GError **error)
{
	g_autofree char *folder =
		g_build_filename(run->workspace->patches, run->series->name, NULL);
	g_autofree char *staging = workspace_staging(run->workspace);

	return run->options->dry_run ||
	       (g_file_test(folder, G_FILE_TEST_EXISTS) && !run->series->grown) ||
	       series_save(run->series, folder, staging, error);
}

static bool has_commit(const char *repository, const struct series *series)
{
	g_autoptr(objects) objects = objects_open(repository, NULL, NULL);

	for (guint i = 0; objects && i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];
		const char *id = patch ? patch->upstream ? patch->upstream : patch->commit : NULL;
		g_autoptr(commit) commit = id ? objects_commit(objects, id, NULL) : NULL;

		if (commit)
			return true;
	}
	return false;
}

/* what upstream did later is told where its history can be read; only an interrupt is an error */
static bool open_followups(struct run *run, const char *upstream, GError **error)
{
	g_autoptr(GError) cause = NULL;

	for (guint i = 0; !upstream && i < run->repositories->len; i++) {
		if (has_commit(run->repositories->pdata[i], run->series))
			upstream = run->repositories->pdata[i];
	}
	if (!upstream || run->options->dry_run)
		return true;
	run->followups = followups_find(upstream, run->workspace->state, run->series,
					run->options->progress, &cause);
	if (!g_error_matches(cause, BS_ERROR, BS_ERROR_INTERRUPTED))
		return true;
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

static void close_run(struct run *run)
{
	conflicts_clear(run);
	followups_free(run->followups);
	rule_free(run->rule);
	cache_free(run->cache);
}

static struct series *open_series(const struct workspace *workspace,
				  const struct port_options *options,
				  const GPtrArray *repositories, const GPtrArray *unread,
				  char **out_repository, GPtrArray *notes, GError **error)
{
	const struct upstream_options wanted = {
		.what = options->what,
		.repositories = repositories,
		.unread = unread,
		.named = options->repository != NULL,
		.mainline = options->mainline,
		.name = options->name,
	};

	return upstream_series(workspace, &wanted, out_repository, notes, error);
}

/* only the trees on which a person had something to complete */
static bool keep_open(const struct workspace *workspace, const char *series, GPtrArray *confs,
		      GError **error)
{
	for (guint i = confs->len; i-- > 0;) {
		const struct tree_conf *conf = confs->pdata[i];

		if (!byhand_is_open(workspace, series, conf->name))
			g_ptr_array_remove_index(confs, i);
	}
	if (confs->len)
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
		    "there is nothing to go on with in '%s'; 'backstitch port --conflicts' writes "
		    "the files of a conflict", series);
	return false;
}

struct series_result *job_port(const struct workspace *workspace,
			       const struct port_options *options, GError **error)
{
	g_autoptr(GPtrArray) confs = NULL, repositories = NULL;
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) sourceless = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) unread = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(series_result) result = NULL;
	struct run run = { .workspace = workspace, .options = options };
	g_autofree char *upstream = NULL;
	g_autoptr(series) series = NULL;
	bool ok;

	if (!check_signer(workspace, error))
		return NULL;
	confs = select_trees(workspace, options->trees, sourceless, error);
	if (!confs)
		return NULL;
	repositories = repositories_known(workspace, options->repository, confs, unread, error);
	if (repositories)
		series = open_series(workspace, options, repositories, unread, &upstream, notes,
				     error);
	if (!series)
		return NULL;
	run.series = series;
	if (options->resume && !keep_open(workspace, series->name, confs, error))
		return NULL;
	run.repositories = repositories;
	run.several = confs->len > 1;
	result = series_result_new(series->name);
	result->title = g_strdup(series_title(series));
	result->version = series->version;
	g_ptr_array_extend_and_steal(result->notes, g_steal_pointer(&notes));
	g_ptr_array_extend_and_steal(result->sourceless, g_steal_pointer(&sourceless));
	ok = check_branches(&run, confs, error) && open_run(&run, error) &&
	     save_series(&run, error) && open_followups(&run, upstream, error) &&
	     port_trees(&run, confs, result, error);
	close_run(&run);
	return ok ? g_steal_pointer(&result) : NULL;
}
