// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tree files are written by hand, so that a misspelt key must not pass for a
 * missing one: every group and key is looked up in one table.
 */
#define _GNU_SOURCE
#include "tree/conf.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

#define KEY_FILE_SUFFIX ".ini"

static const char *const statuses[] = { "mainline", "stable", "longterm", "eol", NULL };

/* what a port must pass where the tree file does not say */
static const char *const default_proofs[] = {
	"placement", "cocci", "executed", "checkpatch", "compile", "sparse", NULL,
};

/* a key of a tree file: a string at @text, or a list at @list, the other being 0 */
static const struct key {
	const char *group;
	const char *name;
	size_t text;
	size_t list;
} keys[] = {
	{ "tree", "name", offsetof(struct tree_conf, name) },
	{ "tree", "status", offsetof(struct tree_conf, status) },
	{ "tree", "git", offsetof(struct tree_conf, git) },
	{ "tree", "ref", offsetof(struct tree_conf, ref) },
	{ "tree", "path", offsetof(struct tree_conf, source) },
	{ "kbuild", "arch", offsetof(struct tree_conf, arch) },
	{ "kbuild", "config", offsetof(struct tree_conf, config) },
	{ "kbuild", "options", 0, offsetof(struct tree_conf, options) },
	{ "headers", "include", 0, offsetof(struct tree_conf, include) },
	{ "proofs", "required", 0, offsetof(struct tree_conf, required) },
};

static char **text_at(const struct tree_conf *conf, const struct key *key)
{
	return key->list ? NULL : G_STRUCT_MEMBER_P(conf, key->text);
}

static GPtrArray *list_at(const struct tree_conf *conf, const struct key *key)
{
	return key->list ? G_STRUCT_MEMBER(GPtrArray *, conf, key->list) : NULL;
}

/* printf-like: what is wrong, behind the file's name */
static bool refuse(GError **error, const char *path, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
static bool refuse(GError **error, const char *path, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "tree file '%s': %s", path, what);
	return false;
}

static struct tree_conf *conf_new(void)
{
	struct tree_conf *conf = g_new0(struct tree_conf, 1);

	conf->options = g_ptr_array_new_with_free_func(g_free);
	conf->include = g_ptr_array_new_with_free_func(g_free);
	conf->required = g_ptr_array_new_with_free_func(g_free);
	return conf;
}

static void fill_defaults(struct tree_conf *conf, bool has_proofs)
{
	if (!conf->status)
		conf->status = g_strdup("stable");
	for (size_t i = 0; !has_proofs && default_proofs[i]; i++)
		g_ptr_array_add(conf->required, g_strdup(default_proofs[i]));
}

struct tree_conf *tree_conf_new(const char *name)
{
	struct tree_conf *conf = conf_new();

	conf->name = g_strdup(name);
	fill_defaults(conf, false);
	return conf;
}

void tree_conf_free(struct tree_conf *conf)
{
	if (!conf)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (text_at(conf, &keys[i]))
			g_free(*text_at(conf, &keys[i]));
		else
			g_ptr_array_unref(list_at(conf, &keys[i]));
	}
	g_free(conf);
}

static const struct key *key_find(const char *group, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (!strcmp(keys[i].group, group) && (!name || !strcmp(keys[i].name, name)))
			return &keys[i];
	}
	return NULL;
}

/* "arch, config, options": the keys of @group, or with NULL the groups */
static char *known(const char *group)
{
	GString *text = g_string_new(NULL);
	const char *last = "";

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		const char *word = group ? keys[i].name : keys[i].group;

		if ((group && strcmp(group, keys[i].group)) || !strcmp(last, word))
			continue;
		g_string_append_printf(text, "%s%s", text->len ? ", " : "", word);
		last = word;
	}
	return g_string_free(text, FALSE);
}

static bool read_key(GKeyFile *file, const char *path, const struct key *key,
		     struct tree_conf *conf, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_auto(GStrv) list = NULL;
	char *text = NULL;

	if (key->list)
		list = g_key_file_get_string_list(file, key->group, key->name, NULL, &cause);
	else
		text = g_key_file_get_string(file, key->group, key->name, &cause);
	if (cause)
		return refuse(error, path, "key '%s' in [%s] cannot be read: %s", key->name,
			      key->group, cause->message);
	if (!key->list) {
		*text_at(conf, key) = g_strstrip(text);
		return true;
	}
	for (char **word = list; *word; word++) {
		if (*g_strstrip(*word))
			g_ptr_array_add(list_at(conf, key), g_strdup(*word));
	}
	return true;
}

static bool read_group(GKeyFile *file, const char *path, const char *group,
		       struct tree_conf *conf, GError **error)
{
	g_auto(GStrv) names = g_key_file_get_keys(file, group, NULL, NULL);
	g_autofree char *there = NULL;

	if (!key_find(group, NULL)) {
		there = known(NULL);
		return refuse(error, path, "group [%s] is not known; there are %s", group, there);
	}
	for (char **name = names; name && *name; name++) {
		const struct key *key = key_find(group, *name);

		if (!key) {
			there = known(group);
			return refuse(error, path,
				      "key '%s' in [%s] is not known; there are %s", *name,
				      group, there);
		}
		if (!read_key(file, path, key, conf, error))
			return false;
	}
	return true;
}

/* it becomes a folder of the series and an argument of commands */
static bool name_is_good(const char *name)
{
	if (!*name || *name == '.' || *name == '-')
		return false;
	for (; *name; name++) {
		if (!g_ascii_isalnum(*name) && !strchr("._-", *name))
			return false;
	}
	return true;
}

static bool check(const struct tree_conf *conf, const char *path, GError **error)
{
	g_autofree char *words = NULL;

	if (!conf->name)
		return refuse(error, path, "key 'name' in [tree] is missing");
	if (!name_is_good(conf->name))
		return refuse(error, path,
			      "key 'name' in [tree] is '%s'; letters, digits, '.', '_' and '-' "
			      "make a name, and it starts with a letter or digit",
			      conf->name);
	if (conf->status && !g_strv_contains(statuses, conf->status)) {
		words = g_strjoinv(", ", (char **)statuses);
		return refuse(error, path, "key 'status' in [tree] is '%s', but must be one of %s",
			      conf->status, words);
	}
	/* both reach git as arguments */
	if (conf->git && *conf->git == '-')
		return refuse(error, path, "key 'git' in [tree] must not start with '-'");
	if (conf->ref && *conf->ref == '-')
		return refuse(error, path, "key 'ref' in [tree] must not start with '-'");
	return true;
}

/* "path" is relative to the tree file */
static void resolve_source(struct tree_conf *conf, const char *path)
{
	g_autofree char *relative = g_steal_pointer(&conf->source);
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);
	g_autofree char *folder = g_path_get_dirname(absolute);

	if (relative && *relative)
		conf->source = g_canonicalize_filename(relative, folder);
}

struct tree_conf *tree_conf_load(const char *path, GError **error)
{
	g_autoptr(tree_conf) conf = conf_new();
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GBytes) bytes = file_read_own(path, error);
	g_autoptr(GError) cause = NULL;
	g_auto(GStrv) groups = NULL;

	if (!bytes)
		return NULL;
	if (!g_key_file_load_from_bytes(file, bytes, G_KEY_FILE_NONE, &cause)) {
		refuse(error, path, "not a key file: %s", cause->message);
		return NULL;
	}
	groups = g_key_file_get_groups(file, NULL);
	for (char **group = groups; *group; group++) {
		if (!read_group(file, path, *group, conf, error))
			return NULL;
	}
	if (!check(conf, path, error))
		return NULL;
	resolve_source(conf, path);
	fill_defaults(conf, g_key_file_has_key(file, "proofs", "required", NULL));
	return g_steal_pointer(&conf);
}

bool tree_conf_save(const struct tree_conf *conf, const char *path, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autofree char *data = NULL;
	g_autofree char *all = NULL;

	if (!check(conf, path, error))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		const GPtrArray *list = list_at(conf, &keys[i]);

		if (list && list->len)
			g_key_file_set_string_list(file, keys[i].group, keys[i].name,
						   (const char *const *)list->pdata, list->len);
		else if (!list && *text_at(conf, &keys[i]))
			g_key_file_set_string(file, keys[i].group, keys[i].name,
					      *text_at(conf, &keys[i]));
	}
	data = g_key_file_to_data(file, NULL, NULL);
	all = g_strconcat("# SPDX-License-Identifier: GPL-2.0-only\n", data, NULL);
	return file_write(path, all, -1, error);
}

/* 6.6.y before 6.12.y, and what starts with a letter (mainline) last */
static int compare_names(gconstpointer a, gconstpointer b)
{
	const struct tree_conf *const *one = a;
	const struct tree_conf *const *other = b;

	return strverscmp((*one)->name, (*other)->name);
}

static bool refuse_twins(const GPtrArray *sorted, const char *folder, GError **error)
{
	for (guint i = 1; i < sorted->len; i++) {
		const struct tree_conf *before = sorted->pdata[i - 1];
		const struct tree_conf *conf = sorted->pdata[i];

		if (!strcmp(before->name, conf->name)) {
			g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
				    "two tree files in '%s' have the name '%s'", folder,
				    conf->name);
			return false;
		}
	}
	return true;
}

GPtrArray *tree_conf_load_all(const char *folder, GError **error)
{
	g_autoptr(GPtrArray) all =
		g_ptr_array_new_with_free_func((GDestroyNotify)tree_conf_free);
	g_autoptr(GError) cause = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &cause);
	const char *name;

	if (!dir) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "no tree files: %s",
			    cause->message);
		return NULL;
	}
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		struct tree_conf *conf;

		if (*name == '.' || !g_str_has_suffix(name, KEY_FILE_SUFFIX))
			continue;
		conf = tree_conf_load(path, error);
		if (!conf)
			return NULL;
		g_ptr_array_add(all, conf);
	}
	g_ptr_array_sort(all, compare_names);
	if (!refuse_twins(all, folder, error))
		return NULL;
	return g_steal_pointer(&all);
}
