// SPDX-License-Identifier: GPL-2.0-only
/*
 * A rule's section in pack.ini names files next to it; they must stay in the
 * pack's own folder.
 */
#include "rules/pack.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/strings.h"
#include "rules/facts.h"
#include "rules/fault.h"

/* git abbreviates to 12 digits in the kernel's tags */
#define COMMIT_MIN 12
#define COMMIT_SIZE 40

#define RULE_GROUP "rule "

static GPtrArray *string_list(GKeyFile *ini, const char *group, const char *key)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) words = g_key_file_get_string_list(ini, group, key, NULL, NULL);

	for (char **word = words; word && *word; word++) {
		g_strstrip(*word);
		if (**word)
			g_ptr_array_add(list, g_strdup(*word));
	}
	return list;
}

/* a file that the section names, absolute; NULL when the key is missing or empty */
static bool pack_file(GKeyFile *ini, const char *group, const char *key, const char *folder,
		      char **out_path, GError **error)
{
	g_autofree char *name = g_key_file_get_string(ini, group, key, NULL);
	g_autofree char *path = NULL;

	if (!name || !*name)
		return true;
	if (!path_is_safe(name)) {
		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
			    "'%s/pack.ini': %s=%s in [%s] leads out of the pack", folder, key,
			    name, group);
		return false;
	}
	path = g_build_filename(folder, name, NULL);
	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "'%s/pack.ini': there is no file '%s', which %s in [%s] names",
			    folder, path, key, group);
		return false;
	}
	*out_path = g_steal_pointer(&path);
	return true;
}

static bool is_commit(const char *text, size_t min)
{
	size_t size = strlen(text);

	return size >= min && size <= COMMIT_SIZE &&
	       strspn(text, "0123456789abcdef") == size;
}

static bool rule_check(const struct rule *rule, const char *folder, GError **error)
{
	for (guint i = 0; i < rule->upstream->len; i++) {
		if (is_commit(rule->upstream->pdata[i], COMMIT_SIZE))
			continue;
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s/pack.ini': upstream of rule '%s' is '%s'; a full commit id of "
			    "40 digits is needed", folder, rule->name,
			    (char *)rule->upstream->pdata[i]);
		return false;
	}
	if (!rule->targets->len) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s/pack.ini': rule '%s' has no targets=; name the identifiers it is "
			    "about", folder, rule->name);
		return false;
	}
	if (rule->harness && !rule->function) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s/pack.ini': rule '%s' has a harness but no function=", folder,
			    rule->name);
		return false;
	}
	return true;
}

/* the lists have one word a site rule may leave out: none */
static void read_site_keys(struct rule *rule, GKeyFile *ini, const char *group)
{
	rule->sites = g_ptr_array_new_with_free_func(g_free);
	rule->lock = g_key_file_get_string(ini, group, "lock", NULL);
	rule->operands = string_list(ini, group, "operands");
	rule->views = string_list(ini, group, "views");
	rule->scope = string_list(ini, group, "scope");
	rule->first = string_list(ini, group, "first");
	rule->needs = g_key_file_get_string(ini, group, "needs", NULL);
}

static bool are_pairs(const GPtrArray *words)
{
	for (guint i = 0; i < words->len; i++) {
		const char *colon = strchr(words->pdata[i], ':');

		if (!colon || colon == words->pdata[i] || !colon[1])
			return false;
	}
	return true;
}

static bool read_facts(struct rule *rule, const char *folder, GError **error)
{
	g_autoptr(GPtrArray) facts = NULL;

	if (!rule->facts)
		return true;
	if (!rule->lock || !*rule->lock || !are_pairs(rule->operands) || !are_pairs(rule->views)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s/pack.ini': rule '%s' has facts=, so it needs lock=MEMBER, and "
			    "operands= and views= of NAME:MEMBER pairs", folder, rule->name);
		return false;
	}
	facts = facts_load(rule->facts, error);
	for (guint i = 0; facts && i < facts->len; i++) {
		const struct fact *fact = facts->pdata[i];

		if (fact_is_exclusive(fact))
			g_ptr_array_add(rule->sites, g_strdup(fact->symbol));
	}
	return facts;
}

static struct rule *rule_read(GKeyFile *ini, const char *group, const char *pack,
			      const char *folder, GError **error)
{
	const char *name = group + strlen(RULE_GROUP);
	g_autofree char *file = g_strdup_printf("%s.cocci", name);
	g_autoptr(rule) rule = g_new0(struct rule, 1);

	rule->name = g_strdup_printf("%s/%s", pack, name);
	rule->summary = g_key_file_get_string(ini, group, "summary", NULL);
	rule->function = g_key_file_get_string(ini, group, "function", NULL);
	rule->caveat = g_key_file_get_string(ini, group, "caveat", NULL);
	rule->targets = string_list(ini, group, "targets");
	rule->upstream = string_list(ini, group, "upstream");
	rule->subjects = string_list(ini, group, "subjects");
	read_site_keys(rule, ini, group);
	if (!rule->summary)
		rule->summary = g_strdup("");
	if (!g_key_file_has_key(ini, group, "file", NULL))
		g_key_file_set_string(ini, group, "file", file);
	if (!pack_file(ini, group, "file", folder, &rule->path, error) ||
	    !pack_file(ini, group, "verify", folder, &rule->verify, error) ||
	    !pack_file(ini, group, "harness", folder, &rule->harness, error) ||
	    !pack_file(ini, group, "facts", folder, &rule->facts, error) ||
	    !pack_file(ini, group, "otherwise", folder, &rule->otherwise, error) ||
	    !rule_check(rule, folder, error) || !read_facts(rule, folder, error))
		return NULL;
	return g_steal_pointer(&rule);
}

static GKeyFile *pack_open(const char *path, GError **error)
{
	g_autoptr(GKeyFile) ini = g_key_file_new();
	g_autoptr(GBytes) bytes = file_read(path, error);
	g_autoptr(GError) cause = NULL;

	if (!bytes)
		return NULL;
	if (!g_key_file_load_from_bytes(ini, bytes, G_KEY_FILE_NONE, &cause)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s': %s", path, cause->message);
		return NULL;
	}
	if (!g_key_file_has_group(ini, "pack")) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "'%s' has no [pack] section; is it the file of a rule pack?", path);
		return NULL;
	}
	return g_steal_pointer(&ini);
}

static void add_rule(GKeyFile *ini, const char *group, const char *pack, const char *folder,
		     GPtrArray *rules, GPtrArray *faults)
{
	g_autofree char *name = g_strdup_printf("%s/%s", pack, group + strlen(RULE_GROUP));
	g_autoptr(GError) cause = NULL;
	struct rule *rule = rule_read(ini, group, pack, folder, &cause);

	if (rule)
		g_ptr_array_add(rules, rule);
	else
		rule_faults_note(faults, name, cause);
}

static void pack_load(const char *cocci, const char *pack, GPtrArray *rules, GPtrArray *faults)
{
	g_autofree char *folder = g_build_filename(cocci, pack, NULL);
	g_autofree char *path = g_build_filename(folder, "pack.ini", NULL);
	g_autoptr(GKeyFile) ini = NULL;
	g_auto(GStrv) groups = NULL;
	g_autoptr(GError) cause = NULL;

	/* a folder without pack.ini holds something else, such as tables */
	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return;
	ini = pack_open(path, &cause);
	if (!ini) {
		rule_faults_note(faults, pack, cause);
		return;
	}
	groups = g_key_file_get_groups(ini, NULL);
	for (char **group = groups; *group; group++) {
		if (g_str_has_prefix(*group, RULE_GROUP))
			add_rule(ini, *group, pack, folder, rules, faults);
	}
}

static int by_name(gconstpointer a, gconstpointer b)
{
	const struct rule *first = *(const struct rule *const *)a;
	const struct rule *second = *(const struct rule *const *)b;

	return strcmp(first->name, second->name);
}

GPtrArray *rule_load_all(const char *cocci, GPtrArray *faults, GError **error)
{
	g_autoptr(GPtrArray) rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
	g_autofree char *absolute = g_canonicalize_filename(cocci, NULL);
	g_autoptr(GError) cause = NULL;
	g_autoptr(GDir) dir = g_dir_open(absolute, 0, &cause);
	g_autoptr(GPtrArray) packs = folder_names(absolute), found = rule_faults_new();

	if (!dir) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "cannot read the folder of rule packs: %s", cause->message);
		return NULL;
	}
	for (guint i = 0; i < packs->len; i++) {
		if (*(char *)packs->pdata[i] != '.')
			pack_load(absolute, packs->pdata[i], rules, found);
	}
	if (faults) {
		rule_faults_add(faults, found);
	} else if (found->len) {
		rule_faults_error(found, error);
		return NULL;
	}
	g_ptr_array_sort(rules, by_name);
	return g_steal_pointer(&rules);
}

bool rule_is_below(const char *name, const char *outer)
{
	size_t size = strlen(outer);

	return !strncmp(name, outer, size) && (!name[size] || name[size] == '/');
}

/* what is wrong with the rule, or its pack; NULL for nothing */
static const GError *fault_of(const GPtrArray *faults, const char *name)
{
	for (guint i = 0; i < faults->len; i++) {
		const struct rule_fault *fault = faults->pdata[i];

		if (rule_is_below(name, fault->name))
			return fault->cause;
	}
	return NULL;
}

static char *rule_names(const GPtrArray *rules)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < rules->len; i++) {
		const struct rule *rule = rules->pdata[i];

		g_string_append_printf(names, "%s%s", i ? ", " : "", rule->name);
	}
	return g_strdup(names->len ? names->str : "none");
}

struct rule *rule_load(const char *cocci, const char *name, GError **error)
{
	g_autoptr(GPtrArray) faults = rule_faults_new();
	g_autoptr(GPtrArray) rules = rule_load_all(cocci, faults, error);
	g_autofree char *names = NULL;

	if (!rules)
		return NULL;
	for (guint i = 0; i < rules->len; i++) {
		const struct rule *rule = rules->pdata[i];

		if (!strcmp(rule->name, name)) {
			g_ptr_array_set_free_func(rules, NULL);
			for (guint j = 0; j < rules->len; j++) {
				if (j != i)
					rule_free(rules->pdata[j]);
			}
			return (struct rule *)rule;
		}
	}
	if (fault_of(faults, name)) {
		if (error)
			*error = g_error_copy(fault_of(faults, name));
		return NULL;
	}
	names = rule_names(rules);
	g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
		    "there is no rule '%s' in '%s'; there is: %s", name, cocci, names);
	return NULL;
}

static bool has_upstream(const struct rule *rule, const char *commit)
{
	g_autofree char *lower = g_ascii_strdown(commit, -1);

	if (!is_commit(lower, COMMIT_MIN))
		return false;
	for (guint i = 0; i < rule->upstream->len; i++) {
		if (g_str_has_prefix(rule->upstream->pdata[i], lower))
			return true;
	}
	return false;
}

const struct rule *rule_for_patch(const GPtrArray *rules, const char *upstream,
				  const char *title)
{
	for (guint i = 0; upstream && i < rules->len; i++) {
		if (has_upstream(rules->pdata[i], upstream))
			return rules->pdata[i];
	}
	for (guint i = 0; title && i < rules->len; i++) {
		const struct rule *rule = rules->pdata[i];

		if (has_string(rule->subjects, title))
			return rule;
	}
	return NULL;
}

void rule_free(struct rule *rule)
{
	if (!rule)
		return;
	g_free(rule->name);
	g_free(rule->path);
	g_free(rule->summary);
	g_clear_pointer(&rule->targets, g_ptr_array_unref);
	g_clear_pointer(&rule->upstream, g_ptr_array_unref);
	g_clear_pointer(&rule->subjects, g_ptr_array_unref);
	g_free(rule->verify);
	g_free(rule->harness);
	g_free(rule->function);
	g_free(rule->caveat);
	g_free(rule->facts);
	g_clear_pointer(&rule->sites, g_ptr_array_unref);
	g_free(rule->lock);
	g_clear_pointer(&rule->operands, g_ptr_array_unref);
	g_clear_pointer(&rule->views, g_ptr_array_unref);
	g_clear_pointer(&rule->scope, g_ptr_array_unref);
	g_clear_pointer(&rule->first, g_ptr_array_unref);
	g_free(rule->needs);
	g_free(rule->otherwise);
	g_free(rule);
}
