// SPDX-License-Identifier: GPL-2.0-only
/* backstitch scan: rules over whole trees */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/terminal.h"
#include "job/scan.h"
#include "job/select.h"
#include "report/scan.h"

struct output {
	const struct scan_format *format;
	const char *tree;
	guint trees;
	guint findings;
	guint in_tree;
	guint missed;
};

static void print(char *text)
{
	terminal_say(text);
	g_free(text);
}

/* what is refused before anything is scanned leaves no half of a document */
static void tree_start(void *data, const char *name)
{
	struct output *output = data;

	if (!output->trees)
		print(output->format->start());
	output->tree = name;
	output->in_tree = 0;
	print(output->format->tree(name, !output->trees++));
}

/* a site that holds its lock, or must not, asks nothing of a person */
static bool is_settled(const struct finding *finding)
{
	return finding->verdict && (!strcmp(finding->verdict, "guarded") ||
				    !strcmp(finding->verdict, "never"));
}

static void found(void *data, const struct finding *finding)
{
	struct output *output = data;

	print(output->format->finding(output->tree, finding, !output->in_tree++));
	fflush(stdout);
	output->findings += !is_settled(finding);
}

static void tree_end(void *data, const char *name, const struct scan_coverage *coverage)
{
	struct output *output = data;

	print(output->format->tree_end(name, coverage));
	output->missed += coverage->missed->len + coverage->problems->len + coverage->faults->len;
}

static const struct scan_format *format_find(const char *name)
{
	const struct scan_format *format = scan_formats;

	while (format->name && strcmp(format->name, name))
		format++;
	return format->name ? format : NULL;
}

static int run_scan(const struct job_scan_options *asked, struct session *session,
		    const char *format, GError **error)
{
	struct job_scan_options options = *asked;
	g_autoptr(GPtrArray) sourceless = g_ptr_array_new_with_free_func(g_free);
	struct output output = { .format = format_find(format) };
	bool done;

	if (!output.format)
		return usage_error(error, "no format '%s'; there are text, json and sarif", format);
	options.scan.progress = session->progress;
	options.scan.found = found;
	options.scan.data = &output;
	options.sourceless = sourceless;
	options.tree = tree_start;
	options.tree_end = tree_end;
	options.data = &output;
	done = job_scan(session->workspace, &options, error);
	if (done && !output.trees)
		print(output.format->start());
	if (done || output.trees)
		print(output.format->end(sourceless));
	if (!done)
		return -1;
	session->notice = select_notice(sourceless);
	return output.findings || output.missed ? EXIT_PERSON : EXIT_CLEAN;
}

int cmd_scan(struct session *session, int argc, char **argv, GError **error)
{
	g_auto(GStrv) rules = NULL;
	g_auto(GStrv) trees = NULL;
	g_autofree char *format = NULL;
	g_autofree char *below = NULL;
	int jobs = 0, seconds = 0, memory = 0;
	gboolean no_cache = FALSE;
	const GOptionEntry entries[] = {
		{ "rule", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &rules,
		  "only this rule, pack or .cocci file", "RULE" },
		{ "tree", 't', 0, G_OPTION_ARG_STRING_ARRAY, &trees, "only this tree",
		  "NAME[=SOURCE]" },
		{ "path", 'p', 0, G_OPTION_ARG_STRING, &below, "only below this folder", "PATH" },
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &format, "text, json or sarif", "FORMAT" },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "spatch processes at a time", "N" },
		{ "timeout", 0, 0, G_OPTION_ARG_INT, &seconds, "for one function", "SECONDS" },
		{ "memory", 0, 0, G_OPTION_ARG_INT, &memory, "for one spatch", "MIB" },
		{ "no-cache", 0, 0, G_OPTION_ARG_NONE, &no_cache, "keep and use no results", NULL },
		{ NULL },
	};
	struct job_scan_options options = { NULL };
	bool screen;

	if (!parse_options("scan", entries, &argc, &argv, &screen, error))
		return -1;
	if (screen)
		return EXIT_CLEAN;
	if (argc != 1)
		return usage_error(error, "'%s' is not an option; rules are named by --rule",
				   argv[1]);
	if (jobs < 0 || seconds < 0 || memory < 0)
		return usage_error(error, "a limit can not be below 0");
	options.rules = (const char *const *)rules;
	options.trees = (const char *const *)trees;
	options.no_cache = no_cache;
	options.scan = (struct scan_options){
		.jobs = jobs, .seconds = seconds, .memory = (gsize)memory << 20, .below = below,
	};
	return run_scan(&options, session, format ? format : "text", error);
}
