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

static bool add_file(GPtrArray *rules, const char *name, const char *path, GError **error)
{
	struct rule_source *source;

	for (guint i = 0; i < rules->len; i++) {
		if (!strcmp(((struct rule_source *)rules->pdata[i])->path, path))
			return true;
	}
	source = rule_source_load(name, path, error);
	if (!source)
		return false;
	g_ptr_array_add(rules, source);
	return true;
}

/* rules of pack.ini files; @pack: NULL for all */
static bool add_packed(const struct workspace *workspace, const char *pack, GPtrArray *rules,
		       GError **error)
{
	g_autoptr(GPtrArray) all = rule_load_all(workspace->cocci, error);

	for (guint i = 0; all && i < all->len; i++) {
		const struct rule *rule = all->pdata[i];
		gsize size = pack ? strlen(pack) : 0;

		if (pack && (strncmp(rule->name, pack, size) ||
			     (rule->name[size] != '/' && rule->name[size])))
			continue;
		if (!add_file(rules, rule->name, rule->path, error))
			return false;
	}
	return all;
}

static bool has_ini(const struct workspace *workspace, const char *pack)
{
	g_autofree char *path = g_build_filename(workspace->cocci, pack, "pack.ini", NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* .cocci files of a folder without pack.ini, as in the kernel's scripts/coccinelle */
static bool add_folder(const struct workspace *workspace, const char *pack, GPtrArray *rules,
		       GError **error)
{
	g_autofree char *folder = g_build_filename(workspace->cocci, pack, NULL);
	g_autoptr(GPtrArray) names = folder_names(folder);

	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_autofree char *stem = g_strndup(name, strlen(name) - MIN(strlen(name), 6));
		g_autofree char *whole = g_strdup_printf("%s/%s", pack, stem);

		if (*name != '.' && g_str_has_suffix(name, ".cocci") &&
		    !add_file(rules, whole, path, error))
			return false;
	}
	return true;
}

static bool add_all(const struct workspace *workspace, GPtrArray *rules, GError **error)
{
	g_autoptr(GPtrArray) packs = folder_names(workspace->cocci);

	if (!add_packed(workspace, NULL, rules, error))
		return false;
	for (guint i = 0; i < packs->len; i++) {
		if (*(char *)packs->pdata[i] != '.' && !has_ini(workspace, packs->pdata[i]) &&
		    !add_folder(workspace, packs->pdata[i], rules, error))
			return false;
	}
	return true;
}

/* a file, in the workspace's cocci/ or anywhere */
static bool add_path(const struct workspace *workspace, const char *word, GPtrArray *rules,
		     GError **error)
{
	g_autofree char *path = g_canonicalize_filename(word, NULL);
	g_autofree char *below = g_strconcat(workspace->cocci, "/", NULL);
	g_autofree char *name = g_str_has_prefix(path, below) ?
					g_strdup(path + strlen(below)) :
					g_path_get_basename(path);

	name[strlen(name) - strlen(".cocci")] = '\0';
	return add_file(rules, name, path, error);
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp((*(struct rule_source *const *)a)->name,
		      (*(struct rule_source *const *)b)->name);
}

GPtrArray *job_find_rules(const struct workspace *workspace, const char *word, GError **error)
{
	g_autoptr(GPtrArray) rules =
		g_ptr_array_new_with_free_func((GDestroyNotify)rule_source_free);
	g_autofree char *file = NULL;

	if (!word) {
		if (!add_all(workspace, rules, error))
			return NULL;
	} else if (g_str_has_suffix(word, ".cocci")) {
		if (!add_path(workspace, word, rules, error))
			return NULL;
	} else if (path_is_safe(word)) {
		file = g_strdup_printf("%s/%s.cocci", workspace->cocci, word);
		if (!add_packed(workspace, word, rules, error))
			return NULL;
		if (!rules->len && g_file_test(file, G_FILE_TEST_IS_REGULAR) &&
		    !add_file(rules, word, file, error))
			return NULL;
		if (!rules->len && !has_ini(workspace, word) &&
		    !add_folder(workspace, word, rules, error))
			return NULL;
	}
	if (word && !rules->len) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "there is no rule or pack '%s'; 'backstitch rule list' shows them",
			    word);
		return NULL;
	}
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

static bool add_rule(const GPtrArray *packed, struct scan *scan, struct rule_source *source,
		     GError **error)
{
	const struct rule *judged = judged_rule(packed, source);
	g_autofree char *key = NULL;

	if (!judged)
		return scan_add(scan, source, error);
	key = judge_key(judged);
	scan_add_judge(scan, judged->name, judged->sites, key, judge_sites, judged);
	rule_source_free(source);
	return true;
}

static bool add_rules(const struct workspace *workspace, const GPtrArray *packed,
		      const char *word, struct scan *scan, GError **error)
{
	g_autoptr(GPtrArray) rules = job_find_rules(workspace, word, error);
	g_autofree char *allowed = job_allowed_file(workspace);

	if (!rules)
		return false;
	for (guint i = 0; i < rules->len; i++) {
		if (!rule_source_check(rules->pdata[i], allowed, workspace->cocci, error))
			return false;
	}
	g_ptr_array_set_free_func(rules, NULL);
	for (guint i = 0; i < rules->len; i++) {
		if (!add_rule(packed, scan, rules->pdata[i], error)) {
			while (++i < rules->len)
				rule_source_free(rules->pdata[i]);
			return false;
		}
	}
	return true;
}

static bool scan_one(struct job_scan_options *options, struct scan *scan,
		     const struct tree_conf *conf, GError **error)
{
	g_autoptr(tree) tree = tree_open(conf->source, error);
	g_autoptr(scan_coverage) coverage = NULL;

	if (!tree)
		return false;
	options->tree(options->data, conf->name);
	coverage = scan_tree(scan, tree, error);
	if (!coverage)
		return false;
	options->tree_end(options->data, conf->name, coverage);
	return true;
}

bool job_scan(const struct workspace *workspace, struct job_scan_options *options,
	      GError **error)
{
	g_autoptr(GPtrArray) confs = select_trees(workspace, options->trees, error);
	g_autofree char *path = g_build_filename(workspace->state, "scan.db", NULL);
	g_autoptr(GPtrArray) packed = rule_load_all(workspace->cocci, error);
	g_autoptr(results) results = NULL;
	g_autoptr(scan) scan = NULL;
	const char *const *word = options->rules;

	if (!confs || !packed)
		return false;
	if (!options->no_cache)
		results = results_open(path, error);
	if (!options->no_cache && !results)
		return false;
	options->scan.results = results;
	scan = scan_new(&options->scan);
	if (!word || !*word) {
		if (!add_rules(workspace, packed, NULL, scan, error))
			return false;
	}
	for (; word && *word; word++) {
		if (!add_rules(workspace, packed, *word, scan, error))
			return false;
	}
	for (guint i = 0; i < confs->len; i++) {
		if (!scan_one(options, scan, confs->pdata[i], error))
			return false;
	}
	return true;
}
