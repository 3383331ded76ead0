// SPDX-License-Identifier: GPL-2.0-only
/* backstitch pick: port one upstream commit onto another commit, from objects alone */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "job/dialects.h"
#include "job/figures.h"
#include "job/picks.h"
#include "report/pick.h"

struct asking {
	const char *onto;
	const char *upstream;
	bool person;
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

	return upstream ? g_strdup_printf("%s %s", asking->onto, upstream) : NULL;
}

static char *render(void *data, struct picker *picker, const char *onto, const char *upstream,
		    const struct picked *picked)
{
	struct asking *asking = data;

	if (picked->outcome == OUTCOME_PROPOSED || picked->outcome == OUTCOME_CONFLICT ||
	    picked->outcome == OUTCOME_ERROR)
		asking->person = true;
	return pick_json(onto, upstream, picked);
}

static void print(void *data, const char *text)
{
	fputs(text, stdout);
	fflush(stdout);
}

int cmd_pick(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *repository = NULL, *onto = NULL, *odb = NULL, *file = NULL;
	gboolean from_stdin = FALSE;
	gint jobs = g_get_num_processors();
	const GOptionEntry entries[] = {
		{ "repo", 0, 0, G_OPTION_ARG_FILENAME, &repository, "the repository", "DIR" },
		{ "onto", 0, 0, G_OPTION_ARG_STRING, &onto, "commit to port to", "COMMIT" },
		{ "odb", 0, 0, G_OPTION_ARG_FILENAME, &odb, "keep new objects there", "DIR" },
		{ "calibration", 0, 0, G_OPTION_ARG_FILENAME, &file,
		  "judge by what replay wrote there", "FILE" },
		{ "stdin", 0, 0, G_OPTION_ARG_NONE, &from_stdin,
		  "read 'ONTO UPSTREAM' a line", NULL },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "workers for --stdin", "N" },
		{ NULL },
	};
	g_autoptr(calibration) figures = NULL;
	g_autoptr(dialects) dialects = NULL;
	struct pick_options options = { NULL };
	struct asking asking = { NULL };
	bool help;

	if (!parse_options("pick", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (from_stdin ? argc != 1 || onto : argc != 2 || !onto)
		return usage_error(error, "'--onto COMMIT UPSTREAM' or '--stdin' is needed");
	if (jobs < 1)
		return usage_error(error, "-j takes a number from 1");
	figures = figures_open(repository ? repository : ".", file, error);
	if (!figures)
		return -1;
	dialects = dialects_open(NULL, repository ? repository : ".", error);
	if (!dialects)
		return -1;
	options.odb = odb;
	options.translator = dialects_translator(dialects);
	options.learn = from_stdin;
	options.calibration = figures;
	asking.onto = onto;
	asking.upstream = from_stdin ? NULL : argv[1];
	if (!picks_run(repository ? repository : ".", &options, from_stdin ? jobs : 1,
		       from_stdin ? next_line : next_once, render, print, &asking, error))
		return -1;
	return asking.person ? EXIT_PERSON : EXIT_CLEAN;
}
