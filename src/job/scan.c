// SPDX-License-Identifier: GPL-2.0-only
#include "job/scan.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "job/select.h"
#include "rules/pack.h"
#include "rules/site.h"

char *job_allowed_file(const struct workspace *workspace)
{
	return g_build_filename(workspace->state, "allowed-rules", NULL);
}

/**
 * struct search - for rules
 * @workspace: where
 * @rules: struct rule_source *, those that were found
 * @faults: struct rule_fault *, those that cannot be read
 */
struct search {
	const struct workspace *workspace;
	GPtrArray *rules;
	GPtrArray *faults;
};

static bool add_file(struct search *search, const char *name, const char *path, GError **error)
{
	struct rule_source *source;
	GError *cause = NULL;

	for (guint i = 0; i < search->rules->len; i++) {
		if (!strcmp(((struct rule_source *)search->rules->pdata[i])->path, path))
			return true;
	}
	source = rule_source_load(name, path, &cause);
	if (!source)
		return rule_faults_take(search->faults, name, cause, error);
	g_ptr_array_add(search->rules, source);
	return true;
}

/* what is wrong with the pack is wrong with each of its rules */
static void add_faults(struct search *search, const char *pack, const GPtrArray *faults)
{
	for (guint i = 0; i < faults->len; i++) {
		const struct rule_fault *fault = faults->pdata[i];

		if (!pack || rule_is_below(fault->name, pack) || rule_is_below(pack, fault->name))
			rule_faults_note(search->faults, fault->name, fault->cause);
	}
}

/* rules of pack.ini files; @pack: NULL for all */
static bool add_packed(struct search *search, const char *pack, GError **error)
{
	g_autoptr(GPtrArray) faults = rule_faults_new();
	g_autoptr(GPtrArray) all = rule_load_all(search->workspace->cocci, faults, error);

	for (guint i = 0; all && i < all->len; i++) {
		const struct rule *rule = all->pdata[i];

		if ((!pack || rule_is_below(rule->name, pack)) &&
		    !add_file(search, rule->name, rule->path, error))
			return false;
	}
	if (all)
		add_faults(search, pack, faults);
	return all;
}

static bool has_ini(const struct workspace *workspace, const char *pack)
{
	g_autofree char *path = g_build_filename(workspace->cocci, pack, "pack.ini", NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* .cocci files of a folder without pack.ini, as in the kernel's scripts/coccinelle */
static bool add_folder(struct search *search, const char *pack, GError **error)
{
	g_autofree char *folder = g_build_filename(search->workspace->cocci, pack, NULL);
	g_autoptr(GPtrArray) names = folder_names(folder);

	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *stem = g_strndup(name, strlen(name) - MIN(strlen(name), 6));
		g_autofree char *whole = g_strdup_printf("%s/%s", pack, stem);

		if (*name != '.' && g_str_has_suffix(name, ".cocci") &&
		    !add_file(search, whole, path, error))
			return false;
	}
	return true;
}

static bool add_all(struct search *search, GError **error)
{
	g_autoptr(GPtrArray) packs = folder_names(search->workspace->cocci);

	if (!add_packed(search, NULL, error))
		return false;
	for (guint i = 0; i < packs->len; i++) {
		if (*(char *)packs->pdata[i] != '.' &&
		    !has_ini(search->workspace, packs->pdata[i]) &&
		    !add_folder(search, packs->pdata[i], error))
			return false;
	}
	return true;
}

/* a file, in the workspace's cocci/ or anywhere */
static bool add_path(struct search *search, const char *word, GError **error)
{
	g_autofree char *path = g_canonicalize_filename(word, NULL);
	g_autofree char *below = g_strconcat(search->workspace->cocci, "/", NULL);
	g_autofree char *name = g_str_has_prefix(path, below) ?
					g_strdup(path + strlen(below)) :
					g_path_get_basename(path);

	name[strlen(name) - strlen(".cocci")] = '\0';
	return add_file(search, name, path, error);
}

static bool found_any(const struct search *search)
{
	return search->rules->len || search->faults->len;
}

static bool add_named(struct search *search, const char *word, GError **error)
{
	const struct workspace *workspace = search->workspace;
	g_autofree char *file = g_strdup_printf("%s/%s.cocci", workspace->cocci, word);

	if (!add_packed(search, word, error))
		return false;
	if (!found_any(search) && g_file_test(file, G_FILE_TEST_IS_REGULAR) &&
	    !add_file(search, word, file, error))
		return false;
	return found_any(search) || has_ini(workspace, word) || add_folder(search, word, error);
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(struct rule_source *const *)a)->name,
		      (*(struct rule_source *const *)b)->name);
}

static bool find_rules(struct search *search, const char *word, GError **error)
{
	bool good = !word ? add_all(search, error) :
		    g_str_has_suffix(word, ".cocci") ? add_path(search, word, error) :
		    !path_is_safe(word) || add_named(search, word, error);

	if (!good || !word || found_any(search))
		return good;
	g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
		    "there is no rule or pack '%s'; 'backstitch rule list' shows them", word);
	return false;
}

GPtrArray *job_find_rules(const struct workspace *workspace, const char *word, GPtrArray *faults,
			  GError **error)
{
	g_autoptr(GPtrArray) found = rule_faults_new();
	g_autoptr(GPtrArray) rules =
		g_ptr_array_new_with_free_func((GDestroyNotify)rule_source_free);
	struct search search = { workspace, rules, found };

	if (!find_rules(&search, word, error))
		return NULL;
	if (found->len && !faults) {
		rule_faults_error(found, error);
		return NULL;
	}
	if (faults)
		rule_faults_add(faults, found);
	g_ptr_array_sort(rules, by_name);
	return g_steal_pointer(&rules);
}

static bool judge_sites(const void *rule, const struct tree *tree, const char *path,
			GBytes *source, struct results *results, GPtrArray *findings,
			GError **error)
{
	return sites_judge(rule, tree, path, source, results, findings, error);
}

/* a rule with a table of facts is judged call site by call site; @packed outlives the scan */
static const struct rule *judged_rule(const GPtrArray *packed, const struct rule_source *source)
{
	for (guint i = 0; i < packed->len; i++) {
		const struct rule *rule = packed->pdata[i];

		if (rule->facts && !strcmp(rule->path, source->path))
			return rule;
	}
	return NULL;
}

/* all files of the rule's folder, and this program, which does the judging */
static char *judge_key(const struct rule *rule)
{
	g_autofree char *folder = g_path_get_dirname(rule->path);
	g_autoptr(GPtrArray) names = folder_names(folder);
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	struct stat self = { 0 };

	stat("/proc/self/exe", &self);
	g_checksum_update(checksum, (const guchar *)&self.st_mtim, sizeof(self.st_mtim));
	g_checksum_update(checksum, (const guchar *)&self.st_size, sizeof(self.st_size));
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
		g_autofree char *text = NULL;
		gsize size;

		g_checksum_update(checksum, names->pdata[i], strlen(names->pdata[i]) + 1);
		if (g_file_get_contents(path, &text, &size, NULL))
			g_checksum_update(checksum, (const guchar *)text, size);
	}
	return g_strdup(g_checksum_get_string(checksum));
}

/**
 * struct scanning - rules on their way to trees
 * @workspace: where
 * @options: what the user asked for
 * @packed: struct rule *, of all packs; outlives @scan
 * @scan: has the rules that can be run
 * @added: how many
 * @faults: struct rule_fault *, of the others
 * @done: rules that went to the end, over all trees
 * @undone: struct rule_fault *, of all trees
 */
struct scanning {
	const struct workspace *workspace;
	struct job_scan_options *options;
	const GPtrArray *packed;
	struct scan *scan;
	guint added;
	GPtrArray *faults;
	guint done;
	GPtrArray *undone;
};

static bool may_run(const struct workspace *workspace, const struct rule_source *source,
		    GError **error)
{
	g_autofree char *allowed = job_allowed_file(workspace);

	return rule_source_check(source, allowed, workspace->cocci, error);
}

/* takes @taken over */
static bool add_rule(struct scanning *scanning, struct rule_source *taken, GError **error)
{
	g_autoptr(rule_source) source = taken;
	const struct rule *judged = judged_rule(scanning->packed, source);
	g_autofree char *key = NULL;

	if (!may_run(scanning->workspace, source, error))
		return false;
	if (!judged)
		return scan_add(scanning->scan, g_steal_pointer(&source), error);
	key = judge_key(judged);
	scan_add_judge(scanning->scan, judged->name, judged->sites, key, judge_sites, judged);
	return true;
}

static bool add_rules(struct scanning *scanning, const char *word, GError **error)
{
	GError *cause = NULL;
	g_autoptr(GPtrArray) rules = job_find_rules(scanning->workspace, word, scanning->faults,
						    &cause);

	if (!rules)
		return rule_faults_take(word ? scanning->faults : NULL, word, cause, error);
	g_ptr_array_set_free_func(rules, NULL);
	for (guint i = 0; i < rules->len; i++) {
		g_autofree char *name =
			g_strdup(((const struct rule_source *)rules->pdata[i])->name);

		if (add_rule(scanning, rules->pdata[i], &cause))
			scanning->added++;
		else
			rule_faults_take(scanning->faults, name, g_steal_pointer(&cause), NULL);
	}
	return true;
}

static bool look_at(struct scanning *scanning, const struct tree_conf *conf,
		    struct scan_coverage *coverage, GError **error)
{
	GError *cause = NULL;
	g_autoptr(tree) tree = tree_open(conf->source, &cause);

	if (!tree)
		return rule_faults_take(coverage->faults, NULL, cause, error);
	return scan_tree(scanning->scan, tree, coverage, error);
}

/* what stops all of it is told at the end of its tree, too */
static bool scan_one(struct scanning *scanning, const struct tree_conf *conf, GError **error)
{
	struct job_scan_options *options = scanning->options;
	g_autoptr(scan_coverage) coverage = scan_coverage_new();
	GError *cause = NULL;
	bool ok;

	rule_faults_add(coverage->faults, scanning->faults);
	options->tree(options->data, conf->name);
	ok = look_at(scanning, conf, coverage, &cause);
	if (!ok)
		rule_faults_note(coverage->faults, NULL, cause);
	options->tree_end(options->data, conf->name, coverage);
	scanning->done += coverage->rules;
	rule_faults_add(scanning->undone, coverage->faults);
	if (!ok)
		g_propagate_error(error, cause);
	return ok;
}

static bool scan_all(struct scanning *scanning, const GPtrArray *confs, GError **error)
{
	const char *const *word = scanning->options->rules;

	if (!word || !*word) {
		if (!add_rules(scanning, NULL, error))
			return false;
	}
	for (; word && *word; word++) {
		if (!add_rules(scanning, *word, error))
			return false;
	}
	if (!scanning->added && scanning->faults->len)
		return rule_faults_error(scanning->faults, error);
	for (guint i = 0; i < confs->len; i++) {
		if (!scan_one(scanning, confs->pdata[i], error))
			return false;
	}
	return scanning->done || !scanning->undone->len ||
	       rule_faults_error(scanning->undone, error);
}

bool job_scan(const struct workspace *workspace, struct job_scan_options *options,
	      GError **error)
{
	g_autoptr(GPtrArray) confs = select_trees(workspace, options->trees, options->sourceless,
						    error);
	g_autofree char *path = g_build_filename(workspace->state, "scan.db", NULL);
	g_autoptr(GPtrArray) faults = rule_faults_new(), undone = rule_faults_new();
	g_autoptr(GPtrArray) ignored = rule_faults_new(), packed = NULL;
	struct scanning scanning = {
		.workspace = workspace, .options = options, .faults = faults, .undone = undone,
	};
	g_autoptr(results) results = NULL;
	g_autoptr(scan) scan = NULL;

	if (!confs)
		return false;
	packed = rule_load_all(workspace->cocci, ignored, error);
	if (!packed)
		return false;
	if (!options->no_cache)
		results = results_open(path, error);
	if (!options->no_cache && !results)
		return false;
	options->scan.results = results;
	scan = scan_new(&options->scan);
	scanning.packed = packed;
	scanning.scan = scan;
	return scan_all(&scanning, confs, error);
}

bool job_add_rule(const struct workspace *workspace, struct scan *scan,
		  const struct rule_source *source, GError **error)
{
	g_autoptr(rule_source) copy = rule_source_load(source->name, source->path, error);

	return copy && may_run(workspace, copy, error) &&
	       scan_add(scan, g_steal_pointer(&copy), error);
}

bool job_try_rule(const struct workspace *workspace, const struct rule_source *source,
		  struct results *results, GError **error)
{
	const struct scan_options options = { .results = results };
	g_autoptr(scan) scan = scan_new(&options);

	return job_add_rule(workspace, scan, source, error) && scan_try(scan, error);
}
