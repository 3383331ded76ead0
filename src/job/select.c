// SPDX-License-Identifier: GPL-2.0-only
#include "job/select.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

struct series *select_series(const struct workspace *workspace, const char *name,
			     GError **error)
{
	g_autofree char *folder = g_build_filename(workspace->patches, name, NULL);

	if (!path_is_safe(name) || strchr(name, '/')) {
		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
			    "'%s' is no name of a series; 'backstitch list' shows them", name);
		return NULL;
	}
	if (!g_file_test(folder, G_FILE_TEST_EXISTS)) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "there is no series '%s'; 'backstitch list' shows them", name);
		return NULL;
	}
	return series_load(folder, error);
}

static struct tree_conf *find(const GPtrArray *confs, const char *name)
{
	for (guint i = 0; i < confs->len; i++) {
		struct tree_conf *conf = confs->pdata[i];

		if (!strcmp(conf->name, name))
			return conf;
	}
	return NULL;
}

static char *names_of(const GPtrArray *confs)
{
	GString *names = g_string_new(NULL);

	for (guint i = 0; i < confs->len; i++)
		g_string_append_printf(names, "%s%s", i ? ", " : "",
				       ((struct tree_conf *)confs->pdata[i])->name);
	return g_string_free(names, FALSE);
}

/* applies one --tree; marks the tree as wanted */
static bool want(const GPtrArray *confs, const char *text, GHashTable *wanted, GError **error)
{
	const char *equals = strchr(text, '=');
	g_autofree char *name = equals ? g_strndup(text, equals - text) : g_strdup(text);
	struct tree_conf *conf = find(confs, name);
	g_autofree char *names = NULL;

	if (!conf) {
		names = names_of(confs);
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "there is no tree '%s'; there are: %s (add one with "
			    "'backstitch tree add')", name, *names ? names : "none");
		return false;
	}
	if (equals) {
		g_free(conf->source);
		conf->source = g_strdup(equals + 1);
	}
	if (!conf->source) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "it is not known where the source of '%s' is; say --tree %s=FOLDER or "
			    "--tree %s=REPOSITORY:REF", name, name, name);
		return false;
	}
	g_hash_table_add(wanted, conf);
	return true;
}

char *select_notice(const GPtrArray *sourceless)
{
	GString *text;

	if (!sourceless->len)
		return NULL;
	text = g_string_new("left out, as it is not known where their source is: ");
	for (guint i = 0; i < sourceless->len; i++)
		g_string_append_printf(text, "%s%s", i ? ", " : "", (char *)sourceless->pdata[i]);
	g_string_append_printf(text, "; say --tree %s=FOLDER, or 'backstitch tree add %s FOLDER'",
			       (char *)sourceless->pdata[0], (char *)sourceless->pdata[0]);
	return g_string_free(text, FALSE);
}

GPtrArray *select_trees(const struct workspace *workspace, const char *const *wanted,
			GPtrArray *sourceless, GError **error)
{
	g_autoptr(GPtrArray) confs = tree_conf_load_all(workspace->trees, error);
	g_autoptr(GHashTable) chosen = g_hash_table_new(NULL, NULL);
	bool all = !wanted || !*wanted;

	if (!confs)
		return NULL;
	for (; !all && *wanted; wanted++) {
		if (!want(confs, *wanted, chosen, error))
			return NULL;
	}
	for (guint i = 0; all && i < confs->len; i++) {
		const struct tree_conf *conf = confs->pdata[i];

		if (!conf->source)
			g_ptr_array_add(sourceless, g_strdup(conf->name));
	}
	for (guint i = confs->len; i-- > 0;) {
		struct tree_conf *conf = confs->pdata[i];

		if (all ? !conf->source : !g_hash_table_contains(chosen, conf))
			g_ptr_array_remove_index(confs, i);
	}
	if (!confs->len) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "no tree file in '%s' says where its source is; say "
			    "--tree NAME=FOLDER or --tree NAME=REPOSITORY:REF", workspace->trees);
		return NULL;
	}
	return g_steal_pointer(&confs);
}
