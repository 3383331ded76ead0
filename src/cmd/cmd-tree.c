// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "cmd/cmd.h"
#include "report/trees.h"
#include "tree/conf.h"
#include "tree/probe.h"
#include "tree/tree.h"

struct tree_options {
	char *format;
	char *git;
	char *ref;
	char *status;
};

/* version, and with @deep the features; what cannot be looked at is told, not fatal */
static void look_at(struct tree_info *info, const char *source, bool deep)
{
	g_autoptr(GError) cause = NULL;
	g_autoptr(tree) tree = tree_open(source, &cause);
	g_autoptr(probe) probe = NULL;

	info->source = g_strdup(source);
	if (!tree) {
		info->problem = g_strdup(cause->message);
		return;
	}
	probe = tree_probe(tree);
	info->version = g_strdup(probe->version);
	for (guint i = 0; deep && i < probe->features->len; i++) {
		const struct feature *feature =
			&g_array_index(probe->features, struct feature, i);

		tree_info_add(info, feature->name, feature->path, feature->line);
	}
}

static struct tree_info *info_of(const struct tree_conf *conf, bool deep)
{
	struct tree_info *info = tree_info_new(conf->name);

	info->status = g_strdup(conf->status);
	if (conf->source)
		look_at(info, conf->source, deep);
	return info;
}

static int show(const GPtrArray *trees, const char *format)
{
	g_autofree char *text = !g_strcmp0(format, "json") ? report_trees_json(trees) :
							     report_trees_text(trees);

	fputs(text, stdout);
	return EXIT_CLEAN;
}

static GPtrArray *infos_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)tree_info_free);
}

static int list(const struct workspace *workspace, const struct tree_options *o, GError **error)
{
	g_autoptr(GPtrArray) all = tree_conf_load_all(workspace->trees, error);
	g_autoptr(GPtrArray) infos = infos_new();

	if (!all)
		return -1;
	for (guint i = 0; i < all->len; i++)
		g_ptr_array_add(infos, info_of(all->pdata[i], false));
	return show(infos, o->format);
}

static struct tree_info *find(const struct workspace *workspace, const char *name,
			      GError **error)
{
	g_autofree char *file = g_strconcat(name, ".ini", NULL);
	g_autofree char *path = workspace ? g_build_filename(workspace->trees, file, NULL) : NULL;
	g_autoptr(tree_conf) conf = NULL;
	struct tree_info *info;

	if (!path || !g_file_test(path, G_FILE_TEST_EXISTS)) {
		info = tree_info_new(name);
		look_at(info, name, true);
		return info;
	}
	conf = tree_conf_load(path, error);
	return conf ? info_of(conf, true) : NULL;
}

static int show_probe(const struct workspace *workspace, const struct tree_options *o,
		      const char *name, GError **error)
{
	g_autoptr(GPtrArray) infos = infos_new();
	struct tree_info *info = find(workspace, name, error);

	if (!info)
		return -1;
	g_ptr_array_add(infos, info);
	if (!info->source) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "tree '%s' has no source here; 'backstitch tree add %s SOURCE' names "
			    "one, or probe its folder",
			    name, name);
		return -1;
	}
	if (info->problem) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_MISSING, info->problem);
		return -1;
	}
	return show(infos, o->format);
}

static void replace(char **text, const char *with)
{
	if (!with)
		return;
	g_free(*text);
	*text = g_strdup(with);
}

static int add(const struct workspace *workspace, const struct tree_options *o, const char *name,
	       const char *source, GError **error)
{
	g_autofree char *file = g_strconcat(name, ".ini", NULL);
	g_autofree char *path = g_build_filename(workspace->trees, file, NULL);
	g_autofree char *absolute = g_canonicalize_filename(source, NULL);
	g_autoptr(tree) opened = tree_open(absolute, error);
	g_autoptr(tree_conf) conf = NULL;

	if (strchr(name, '/'))
		return usage_error(error, "'%s' is no name for a tree", name);
	if (!opened)
		return -1;
	/* a tree that is known already keeps what its file says */
	if (g_file_test(path, G_FILE_TEST_EXISTS))
		conf = tree_conf_load(path, error);
	else
		conf = tree_conf_new(name);
	if (!conf)
		return -1;
	replace(&conf->source, absolute);
	replace(&conf->git, o->git);
	replace(&conf->ref, o->ref);
	replace(&conf->status, o->status);
	if (!tree_conf_save(conf, path, error))
		return -1;
	printf("tree '%s' in '%s'\n", conf->name, path);
	return EXIT_CLEAN;
}

/* a path can be probed anywhere, the rest is about a workspace */
static int in_workspace(const struct tree_options *o, int argc, char **argv,
			GError **error)
{
	g_autoptr(workspace) workspace = workspace_open(NULL, error);

	if (!workspace)
		return -1;
	if (!strcmp(argv[1], "list"))
		return list(workspace, o, error);
	if (!strcmp(argv[1], "probe"))
		return show_probe(workspace, o, argv[2], error);
	return add(workspace, o, argv[2], argv[3], error);
}

static int dispatch(const struct tree_options *o, int argc,
		    char **argv, GError **error)
{
	const char *verb = argc > 1 ? argv[1] : "";

	if (o->format && strcmp(o->format, "text") && strcmp(o->format, "json"))
		return usage_error(error, "format '%s' is not known; there are text and json",
				   o->format);
	if (!strcmp(verb, "probe") && argc == 3 && strchr(argv[2], '/'))
		return show_probe(NULL, o, argv[2], error);
	if ((!strcmp(verb, "list") && argc == 2) || (!strcmp(verb, "probe") && argc == 3) ||
	    (!strcmp(verb, "add") && argc == 4))
		return in_workspace(o, argc, argv, error);
	return usage_error(error, "'list', 'add NAME SOURCE' or 'probe NAME' is needed");
}

static void options_clear(struct tree_options *options)
{
	g_free(options->format);
	g_free(options->git);
	g_free(options->ref);
	g_free(options->status);
}

int cmd_tree(struct session *session, int argc, char **argv, GError **error)
{
	struct tree_options options = { NULL };
	const GOptionEntry entries[] = {
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &options.format, "text or json",
		  "FORMAT" },
		{ "git", 0, 0, G_OPTION_ARG_STRING, &options.git, "add: where it is published",
		  "URL" },
		{ "ref", 0, 0, G_OPTION_ARG_STRING, &options.ref, "add: branch in it", "REF" },
		{ "status", 0, 0, G_OPTION_ARG_STRING, &options.status,
		  "add: mainline, stable, longterm or eol", "STATUS" },
		{ NULL },
	};
	int status = -1;
	bool help;

	if (parse_options("tree", entries, &argc, &argv, &help, error))
		status = help ? EXIT_CLEAN : dispatch(&options, argc, argv, error);
	options_clear(&options);
	return status;
}
