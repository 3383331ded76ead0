// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether a tree has a spelling is asked of its headers, once a tree.
 */
#include "rules/dialect.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/strings.h"
#include "format/csource.h"
#include "rules/rewrite.h"
#include "rules/unguard.h"

#define FOLDER "dialect"

void dialect_rule_free(struct dialect_rule *rule)
{
	if (!rule)
		return;
	g_free(rule->dialect);
	g_free(rule->name);
	g_free(rule->since);
	g_free(rule->summary);
	g_free(rule->caveat);
	g_strfreev(rule->where);
	g_free(rule->old);
	g_free(rule->new);
	g_free(rule->absent);
	g_strfreev(rule->classes);
	if (rule->rewrites)
		g_ptr_array_unref(rule->rewrites);
	g_free(rule);
}

static bool bad(GError **error, const char *path, const char *group, const char *what)
{
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s', [%s]: %s", path, group, what);
	return false;
}

static void read_lower(struct dialect_rule *rule, const char *value)
{
	rule->lower = true;
	rule->as_here = !strcmp(value, "explicit");
	if (!rule->as_here && strcmp(value, "guards"))
		rule->classes = g_strsplit(value, ";", -1);
}

/* a key that is nothing else is one side of a rewrite */
static bool add_rewrite(struct dialect_rule *rule, const char *key, const char *value)
{
	struct rewrite *rewrite = rewrite_parse(key, value);

	if (rewrite)
		g_ptr_array_add(rule->rewrites, rewrite);
	return rewrite;
}

static bool read_key(struct dialect_rule *rule, GKeyFile *keys, const char *group, const char *key)
{
	g_autofree char *value = g_key_file_get_string(keys, group, key, NULL);

	if (!strcmp(key, "where"))
		rule->where = g_strsplit(value, ";", -1);
	else if (!strcmp(key, "old"))
		rule->old = g_steal_pointer(&value);
	else if (!strcmp(key, "new"))
		rule->new = g_steal_pointer(&value);
	else if (!strcmp(key, "absent"))
		rule->absent = g_steal_pointer(&value);
	else if (!strcmp(key, "since"))
		rule->since = g_steal_pointer(&value);
	else if (!strcmp(key, "summary"))
		rule->summary = g_steal_pointer(&value);
	else if (!strcmp(key, "caveat"))
		rule->caveat = g_steal_pointer(&value);
	else if (!strcmp(key, "lower"))
		read_lower(rule, value);
	else
		return add_rewrite(rule, key, value);
	return true;
}

static bool check_rule(const struct dialect_rule *rule, const char *path, const char *group,
		       GError **error)
{
	if (!rule->since || rule->since[0] != 'v')
		return bad(error, path, group, "since=vX.Y is missing");
	if (!rule->absent && !(rule->where && (rule->old || rule->new)))
		return bad(error, path, group, "absent=, or where= with old= or new=, is missing");
	if (!rule->rewrites->len && !rule->lower)
		return bad(error, path, group, "it changes nothing");
	return true;
}

static struct dialect_rule *read_rule(GKeyFile *keys, const char *dialect, const char *path,
				      const char *group, GError **error)
{
	g_autoptr(dialect_rule) rule = g_new0(struct dialect_rule, 1);
	g_auto(GStrv) names = g_key_file_get_keys(keys, group, NULL, NULL);

	rule->dialect = g_strdup(dialect);
	rule->name = g_strdup(group);
	rule->rewrites = g_ptr_array_new_with_free_func((GDestroyNotify)rewrite_free);
	for (unsigned int i = 0; names[i]; i++) {
		if (!read_key(rule, keys, group, names[i])) {
			bad(error, path, group, names[i]);
			return NULL;
		}
	}
	return check_rule(rule, path, group, error) ? g_steal_pointer(&rule) : NULL;
}

static bool read_dialect(GPtrArray *rules, const char *folder, const char *file, GError **error)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);
	g_autofree char *name = g_strndup(file, strlen(file) - strlen(".ini"));
	g_autoptr(GKeyFile) keys = g_key_file_new();
	g_auto(GStrv) groups = NULL;

	if (!g_key_file_load_from_file(keys, path, G_KEY_FILE_NONE, error)) {
		g_prefix_error(error, "'%s': ", path);
		return false;
	}
	groups = g_key_file_get_groups(keys, NULL);
	for (unsigned int i = 0; groups[i]; i++) {
		struct dialect_rule *rule = read_rule(keys, name, path, groups[i], error);

		if (!rule)
			return false;
		g_ptr_array_add(rules, rule);
	}
	return true;
}

GPtrArray *dialects_load(const char *cocci, GError **error)
{
	g_autoptr(GPtrArray) rules =
		g_ptr_array_new_with_free_func((GDestroyNotify)dialect_rule_free);
	g_autofree char *folder = g_build_filename(cocci, FOLDER, NULL);
	g_autoptr(GPtrArray) names = folder_names(folder);

	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];

		if (g_str_has_suffix(name, ".ini") && strcmp(name, "pack.ini") &&
		    !read_dialect(rules, folder, name, error))
			return NULL;
	}
	return g_steal_pointer(&rules);
}

/*
 * Which trees
 */

/* runs of blanks as one, so that a definition is found however it is laid out */
static char *squeeze(GBytes *bytes)
{
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	GString *out = g_string_sized_new(size);

	for (gsize i = 0; i < size; i++) {
		if (!g_ascii_isspace(text[i]))
			g_string_append_c(out, text[i]);
		else if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	return g_string_free(out, FALSE);
}

/**
 * struct asked - a tree, and its headers so far
 * @headers: path to text, squeezed; to NULL where there is none
 */
struct asked {
	const struct tree *tree;
	GHashTable *headers;
};

/* several rules ask of one header */
static const char *header_text(const struct asked *asked, const char *path)
{
	gpointer text = NULL;
	g_autoptr(GBytes) bytes = NULL;

	if (g_hash_table_lookup_extended(asked->headers, path, NULL, &text))
		return text;
	bytes = tree_read(asked->tree, path, NULL);
	text = bytes ? squeeze(bytes) : NULL;
	g_hash_table_insert(asked->headers, g_strdup(path), text);
	return text;
}

static bool tree_has(const struct asked *asked, char *const *where, const char *what)
{
	for (; *where; where++) {
		const char *text = header_text(asked, *where);

		if (text && word_in(text, what))
			return true;
	}
	return false;
}

static bool any_there(const struct asked *asked, char *const *where)
{
	for (; *where; where++) {
		if (header_text(asked, *where))
			return true;
	}
	return false;
}

/* missing where its neighbours are; a tree that has no such folder is no kernel, or part of one */
static bool is_absent(const struct tree *tree, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);

	return tree_entry(tree, path) == TREE_NONE && tree_entry(tree, folder) == TREE_FOLDER;
}

static bool applies(const struct dialect_rule *rule, const struct asked *asked)
{
	if (rule->absent && !is_absent(asked->tree, rule->absent))
		return false;
	if (!rule->where)
		return true;
	/* a tree without any of the headers says nothing */
	if (!any_there(asked, rule->where))
		return false;
	if (rule->old && !tree_has(asked, rule->where, rule->old))
		return false;
	return !rule->new || !tree_has(asked, rule->where, rule->new);
}

GPtrArray *dialects_choose(const GPtrArray *rules, const struct tree *tree)
{
	GPtrArray *chosen = g_ptr_array_new();
	g_autoptr(GHashTable) headers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							      g_free);
	const struct asked asked = { tree, headers };

	for (guint i = 0; i < rules->len; i++) {
		if (applies(rules->pdata[i], &asked))
			g_ptr_array_add(chosen, rules->pdata[i]);
	}
	return chosen;
}

static void add_folder(GPtrArray *folders, const char *path)
{
	g_autofree char *folder = path_folder(path);

	if (!has_string(folders, folder))
		g_ptr_array_add(folders, g_steal_pointer(&folder));
}

GPtrArray *dialects_folders(const GPtrArray *rules)
{
	GPtrArray *folders = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < rules->len; i++) {
		const struct dialect_rule *rule = rules->pdata[i];

		for (char **path = rule->where; path && *path; path++)
			add_folder(folders, *path);
		if (rule->absent)
			add_folder(folders, rule->absent);
	}
	return folders;
}

/*
 * Translating
 */

/* only asked when it matters: the file in the tree is scanned for it */
static bool speaks_new(const struct rewrite *rewrite, GBytes *ours)
{
	return ours && rewrite_is_done(rewrite, ours);
}

/* calls of the new spelling that no pattern of the rule fits */
static void note_leftovers(const struct dialect_rule *rule, GBytes *text, GBytes *ours,
			   GPtrArray *left)
{
	g_autoptr(csource) source = NULL;
	const char *last = "";

	for (guint i = 0; i < rule->rewrites->len; i++) {
		const struct rewrite *rewrite = rule->rewrites->pdata[i];
		gsize size;
		const char *data = g_bytes_get_data(text, &size);
		unsigned int line;

		if (rewrite->kind != REWRITE_CALL || !strcmp(rewrite->word, last) ||
		    g_str_has_prefix(rewrite->into, rewrite->word) || !data ||
		    !g_strstr_len(data, size, rewrite->word))
			continue;
		last = rewrite->word;
		if (!source)
			source = csource_scan(text);
		line = rewrite_left(rewrite, source);
		if (line && !speaks_new(rewrite, ours))
			add_stringf(left, "line %u: %s is not understood", line, rewrite->word);
	}
}

static GBytes *apply_rewrite(const struct rewrite *rewrite, GBytes *source, GBytes *ours,
			     GPtrArray *left)
{
	g_autoptr(GPtrArray) said = g_ptr_array_new_with_free_func(g_free);
	GBytes *next = rewrite_apply(rewrite, source, said);

	if ((said->len || !g_bytes_equal(next, source)) && speaks_new(rewrite, ours)) {
		g_bytes_unref(next);
		return g_bytes_ref(source);
	}
	g_ptr_array_extend_and_steal(left, g_steal_pointer(&said));
	return next;
}

static GBytes *apply_rule(const struct dialect_rule *rule, const struct guard_classes *classes,
			  GBytes *source, const struct dialect_texts *texts, GPtrArray *left)
{
	GBytes *now = g_bytes_ref(source);

	for (guint i = 0; i < rule->rewrites->len; i++) {
		GBytes *next = apply_rewrite(rule->rewrites->pdata[i], now, texts->ours, left);

		g_bytes_unref(now);
		now = next;
	}
	note_leftovers(rule, now, texts->ours, left);
	if (rule->lower && classes) {
		GBytes *next = unguard(rule, classes, now, texts, left);

		g_bytes_unref(now);
		now = next;
	}
	return now;
}

static void add_changed(const struct dialect_rule *rule, const char *name, GPtrArray *changed)
{
	g_autofree char *text = rule->caveat ? g_strdup_printf("%s (%s)", name, rule->caveat) :
					       g_strdup(name);

	add_string_once(changed, text);
}

GBytes *dialect_lower(const GPtrArray *chosen, const struct guard_classes *classes,
		      const struct dialect_texts *texts, GPtrArray *out_changed,
		      GPtrArray *out_left)
{
	GBytes *now = g_bytes_ref(texts->source);

	for (guint i = 0; i < chosen->len; i++) {
		const struct dialect_rule *rule = chosen->pdata[i];
		g_autoptr(GPtrArray) left = g_ptr_array_new_with_free_func(g_free);
		g_autofree char *name = g_strdup_printf("%s/%s", rule->dialect, rule->name);
		GBytes *next = apply_rule(rule, classes, now, texts, left);

		if (!g_bytes_equal(now, next))
			add_changed(rule, name, out_changed);
		for (guint k = 0; k < left->len; k++) {
			g_autofree char *why = g_strdup_printf("%s: %s", name,
							       (char *)left->pdata[k]);

			/* several patterns of a rule say the same of one place */
			add_string_once(out_left, why);
		}
		g_bytes_unref(now);
		now = next;
	}
	return now;
}
