// SPDX-License-Identifier: GPL-2.0-only
/* backstitch pick: port one upstream commit onto another commit, from objects alone */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"
#include "engine/explain/explain.h"
#include "engine/ladder/recorded.h"
#include "engine/result/explanation.h"
#include "engine/result/pickedfile.h"
#include "job/conflicts.h"
#include "job/dialects.h"
#include "job/figures.h"
#include "job/picks.h"
#include "job/siblings.h"
#include "report/pick.h"

/* what --threshold is before it is given */
#define NO_THRESHOLD (-HUGE_VAL)

/**
 * struct asking - what is asked
 * @onto, @upstream: one question; NULL with --stdin
 * @mainline: parent that a merge is compared with; 0 for none
 * @explain: conflicts are to be explained
 * @style: for text, else NULL
 * @conflicts: folder for files with conflict markers, or NULL
 * @left: a file of the conflict that cannot be among them; NULL
 * @error: it could not be written; NULL
 * @person: something needs one; workers set it at the same time
 * @unknown: something could not be found out; as @person
 */
struct asking {
	const char *onto;
	const char *upstream;
	unsigned int mainline;
	bool explain;
	const struct report_style *style;
	const char *conflicts;
	char *left;
	GError *error;
	gint person;
	gint unknown;
};

static char *next_line(void *data)
{
	g_autofree char *line = NULL;
	size_t room = 0;
	ssize_t size = getline(&line, &room, stdin);

	if (size < 0)
		return NULL;
	if (size && line[size - 1] == '\n')
		line[size - 1] = '\0';
	return g_strdup(line);
}

static char *next_once(void *data)
{
	struct asking *asking = data;
	const char *upstream = g_steal_pointer(&asking->upstream);

	return upstream ? g_strdup_printf("%s\n%s", asking->onto, upstream) : NULL;
}

static char *render(void *data, struct picker *picker, const char *onto, const char *upstream,
		    const struct picked *picked)
{
	struct asking *asking = data;
	const struct pick_request request = {
		.onto = onto, .upstream = upstream, .parent = asking->mainline,
	};
	const struct explain_sources nowhere = { NULL, 0 };
	g_autoptr(GPtrArray) explanations = NULL;

	if (asking->conflicts && !object_id_is_null(&picked->marked) && !asking->error)
		conflicts_export(picker_objects(picker), onto, picked, asking->conflicts,
				 &asking->left, &asking->error);
	if (asking->explain && picked->outcome == OUTCOME_CONFLICT)
		explanations = explain_pick(picker, &request, picked->files, &nowhere);
	if (explanations && !explanations->len && picked->files->len)
		explain_reason(explanations, ((struct picked_file *)picked->files->pdata[0])->path,
			       picked->reason);
	if (picked->outcome == OUTCOME_ERROR)
		g_atomic_int_set(&asking->unknown, 1);
	if (picked->outcome == OUTCOME_PROPOSED || picked->outcome == OUTCOME_CONFLICT ||
	    picked->outcome == OUTCOME_ERROR)
		g_atomic_int_set(&asking->person, 1);
	return asking->style ? pick_text(onto, upstream, picked, explanations, asking->style) :
			       pick_json(onto, upstream, picked, explanations);
}

static void print(void *data, const char *text)
{
	terminal_say(text);
	fflush(stdout);
}

static bool is_threshold(double threshold)
{
	return threshold == NO_THRESHOLD || (threshold > 0 && threshold <= 1);
}

static struct calibration *open_figures(const char *repository, const char *file,
					double threshold, GError **error)
{
	struct calibration *figures = figures_open(repository, file, error);

	if (figures && threshold != NO_THRESHOLD)
		calibration_set_threshold(figures, threshold);
	return figures;
}

/* the exit status; a row of many is a result, whatever it says */
static int conclude(struct session *session, const struct asking *asking, bool many,
		    GError **error)
{
	if (asking->error) {
		g_propagate_error(error, asking->error);
		return -1;
	}
	if (asking->left)
		session->notice = g_strdup_printf("'%s' is not in '%s': it cannot be completed by "
						  "editing it", asking->left, asking->conflicts);
	if (asking->unknown && !many)
		return EXIT_CANNOT;
	return asking->person ? EXIT_PERSON : EXIT_CLEAN;
}

int cmd_pick(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *repository = NULL, *onto = NULL, *odb = NULL, *file = NULL;
	g_autofree char *format = NULL, *conflicts = NULL, *resolutions = NULL;
	g_auto(GStrv) branches = NULL;
	gboolean from_stdin = FALSE, explain = FALSE;
	gint jobs = g_get_num_processors(), mainline = NO_MAINLINE;
	double threshold = NO_THRESHOLD;
	const GOptionEntry entries[] = {
		{ "repo", 0, 0, G_OPTION_ARG_FILENAME, &repository, "the repository", "DIR" },
		{ "onto", 0, 0, G_OPTION_ARG_STRING, &onto, "commit to port to", "COMMIT" },
		{ "mainline", 0, 0, G_OPTION_ARG_INT, &mainline,
		  "port what a merge brings to its parent N", "N" },
		{ "odb", 0, 0, G_OPTION_ARG_FILENAME, &odb, "keep new objects there", "DIR" },
		{ "calibration", 0, 0, G_OPTION_ARG_FILENAME, &file,
		  "judge by what replay wrote there", "FILE" },
		{ "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &threshold,
		  "precision from which a result is ported", "P" },
		{ "sibling", 0, 0, G_OPTION_ARG_STRING_ARRAY, &branches,
		  "use the backports of that branch", "BRANCH" },
		{ "stdin", 0, 0, G_OPTION_ARG_NONE, &from_stdin,
		  "read 'ONTO UPSTREAM' a line", NULL },
		{ "explain", 0, 0, G_OPTION_ARG_NONE, &explain,
		  "say what stands in the way, also with --stdin", NULL },
		{ "resolutions", 0, 0, G_OPTION_ARG_FILENAME, &resolutions,
		  "what people resolved before", "FILE" },
		{ "conflicts", 0, 0, G_OPTION_ARG_FILENAME, &conflicts,
		  "of a conflict, write the files with markers there", "DIR" },
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &format, "json or text", "FORMAT" },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "workers for --stdin", "N" },
		{ NULL },
	};
	g_autoptr(calibration) figures = NULL;
	g_autoptr(records) records = records_new();
	g_autoptr(sibling_index) siblings = NULL;
	g_autofree char *learnt = NULL;
	g_autoptr(dialects) dialects = NULL;
	struct pick_options options = { NULL };
	const struct report_style style = { session->colour, session->columns };
	struct asking asking = { NULL };
	bool help;
	int status;

	if (!parse_options("pick", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (from_stdin ? argc != 1 || onto : argc != 2 || !onto || !*onto || !*argv[1])
		return usage_error(error, "'--onto COMMIT UPSTREAM' or '--stdin' is needed");
	if (conflicts && from_stdin)
		return usage_error(error, "--conflicts is for one pick");
	if (conflicts && !conflicts_folder(conflicts, error))
		return -1;
	if (mainline != NO_MAINLINE && (mainline < 1 || from_stdin))
		return usage_error(error, "--mainline takes the number of a parent, from 1, and "
				   "is for one pick");
	if (jobs < 1)
		return usage_error(error, "-j takes a number from 1");
	if (!is_threshold(threshold))
		return usage_error(error, "--threshold takes a number above 0 and up to 1");
	if (format && strcmp(format, "json") && strcmp(format, "text"))
		return usage_error(error, "no format '%s'; there are json and text", format);
	if (!repository)
		repository = g_strdup(".");
	if (resolutions && !records_load(records, resolutions, error))
		return -1;
	figures = open_figures(repository, file, threshold, error);
	if (!figures)
		return -1;
	if (branches) {
		siblings = sibling_index_open(repository, branches, session->progress, error);
		if (!siblings)
			return -1;
		options.siblings = sibling_index_siblings(siblings);
	}
	learnt = figures_learnt();
	options.learnt = learnt;
	dialects = dialects_open(NULL, repository, error);
	if (!dialects)
		return -1;
	options.odb = odb;
	options.mainline = mainline == NO_MAINLINE ? 0 : mainline;
	asking.mainline = options.mainline;
	options.translator = dialects_translator(dialects);
	options.learn = from_stdin;
	options.records = records;
	options.marks = conflicts != NULL;
	options.calibration = figures;
	asking.onto = onto;
	asking.conflicts = conflicts;
	asking.explain = explain || !from_stdin;
	asking.style = format && !strcmp(format, "text") ? &style : NULL;
	asking.upstream = from_stdin ? NULL : argv[1];
	if (!picks_run(repository, &options, from_stdin ? jobs : 1,
		       from_stdin ? next_line : next_once, render, print, &asking, error))
		return -1;
	status = conclude(session, &asking, from_stdin, error);
	g_free(asking.left);
	return status;
}
