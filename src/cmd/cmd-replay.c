// SPDX-License-Identifier: GPL-2.0-only
/* backstitch replay: how far each rung is to be trusted, by a repository's own past backports */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "cmd/terminal.h"
#include "job/dialects.h"
#include "job/figures.h"
#include "report/replay.h"

struct wish {
	const char *show;
	const char *calibration;
	bool json;
};

static struct report_style style_of(const struct session *session)
{
	return (struct report_style){ .colour = session->colour, .columns = session->columns };
}

static int show(const struct session *session, const struct replay_options *options,
		const struct wish *wish, GError **error)
{
	const struct report_style style = style_of(session);
	g_autoptr(calibration) figures = NULL;
	g_autoptr(shown) shown = NULL;
	g_autofree char *text = NULL;

	figures = figures_open(options->repository, wish->calibration, error);
	if (!figures)
		return -1;
	shown = replay_show(options, figures, wish->show, error);
	if (!shown)
		return -1;
	text = wish->json ? replay_show_json(shown) : replay_show_text(shown, &style);
	terminal_say(text);
	return EXIT_CLEAN;
}

/*
 * A draw says less than what may be there already, and a history without backports nothing: they
 * are kept only where that is asked for.
 * @out_path: where they are kept; NULL for nowhere
 */
static bool keep(const struct replay *replay, const struct replay_options *options,
		 const struct wish *wish, char **out_path, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *path = g_strdup(wish->calibration);

	if (!path && !options->limit && replay->found->len)
		path = figures_path(options->repository, &cause);
	if (cause) {
		g_propagate_error(error, g_steal_pointer(&cause));
		return false;
	}
	if (path && !calibration_save(replay->measured, path, error))
		return false;
	*out_path = g_steal_pointer(&path);
	return true;
}

/* newly allocated; the next pick says otherwise that nothing was measured */
static char *say_kept(const char *path, bool draw)
{
	if (path)
		return g_strdup_printf("\nkept in %s\n", path);
	return g_strdup_printf("\nnot kept, as %s; --calibration=FILE writes the figures\n",
			       draw ? "this is a draw" :
				      "the current folder is in no workspace");
}

static int measure(const struct session *session, const struct replay_options *options,
		   const struct wish *wish, GError **error)
{
	const struct report_style style = style_of(session);
	g_autoptr(replay) replay = replay_backports(options, error);
	g_autofree char *text = NULL, *path = NULL, *kept = NULL;

	if (!replay)
		return -1;
	if (!keep(replay, options, wish, &path, error))
		return -1;
	text = wish->json ? replay_json(replay, options->branches) :
			    replay_text(replay, options->branches, &style);
	terminal_say(text);
	if (!wish->json && replay->found->len) {
		kept = say_kept(path, options->limit);
		terminal_say(kept);
	}
	return EXIT_CLEAN;
}

static GPtrArray *names_of(char **argv)
{
	GPtrArray *names = g_ptr_array_new();

	for (; *argv; argv++)
		g_ptr_array_add(names, *argv);
	return names;
}

int cmd_replay(struct session *session, int argc, char **argv, GError **error)
{
	g_autofree char *repository = NULL, *format = NULL, *commit = NULL, *calibration = NULL;
	gint limit = 0, seed = 1, jobs = g_get_num_processors();
	double threshold;
	const GOptionEntry entries[] = {
		{ "repo", 0, 0, G_OPTION_ARG_FILENAME, &repository, "the repository", "DIR" },
		{ "limit", 'n', 0, G_OPTION_ARG_INT, &limit, "only so many, drawn by chance", "N" },
		{ "seed", 0, 0, G_OPTION_ARG_INT, &seed, "of the draw", "S" },
		{ "show", 0, 0, G_OPTION_ARG_STRING, &commit, "open one backport", "COMMIT" },
		{ "calibration", 0, 0, G_OPTION_ARG_FILENAME, &calibration,
		  "write what was measured; with --show, judge by it", "FILE" },
		{ "threshold", 0, 0, G_OPTION_ARG_DOUBLE, &threshold,
		  "precision from which a result is ported", "P" },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "workers", "N" },
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &format, "text or json", "FORMAT" },
		{ NULL },
	};
	g_autoptr(GPtrArray) branches = NULL;
	g_autoptr(dialects) dialects = NULL;
	g_autofree char *learnt = NULL;
	struct replay_options options = { .progress = session->progress };
	struct wish wish = { NULL };
	bool help;

	if (!figures_threshold(&threshold, error) ||
	    !parse_options("replay", entries, &argc, &argv, &help, error))
		return -1;
	if (help)
		return EXIT_CLEAN;
	if (argc < 2 && !commit)
		return usage_error(error, "whose backports? name the branches");
	if (format && strcmp(format, "text") && strcmp(format, "json"))
		return usage_error(error, "no format '%s'; there are text and json", format);
	if (limit < 0 || jobs < 1 || !(threshold > 0 && threshold <= 1))
		return usage_error(error, "-n takes a number from 0, -j one from 1, "
					  "--threshold one above 0 and up to 1");
	branches = names_of(argv + 1);
	options.repository = repository ? repository : ".";
	options.branches = branches;
	dialects = dialects_open(NULL, options.repository, error);
	if (!dialects)
		return -1;
	options.translator = dialects_translator(dialects);
	learnt = figures_learnt();
	options.learnt = learnt;
	options.limit = limit;
	options.seed = seed;
	options.jobs = jobs;
	options.threshold = threshold;
	wish.show = commit;
	wish.calibration = calibration;
	wish.json = !g_strcmp0(format, "json");
	return commit ? show(session, &options, &wish, error) :
			measure(session, &options, &wish, error);
}
