// SPDX-License-Identifier: GPL-2.0-only
/*
 * The dispatcher: finds the row of the command, opens what the row asks for,
 * and turns errors into messages and exit statuses.
 */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/heap.h"
#include "cmd/cmd.h"
#include "cmd/terminal.h"

/* a command name that takes more edits than this to reach is no suggestion */
#define SUGGEST_EDITS 2
#define NAME_MAX_SIZE 32

static void print_help(FILE *to)
{
	fprintf(to, "usage: backstitch %s\n\n", BACKSTITCH_USAGE);
	for (const struct command *command = commands; command->name; command++)
		fprintf(to, "  %-8s  %s\n", command->name, command->summary);
	fputs("\n  -C DIR        work as if started in DIR\n"
	      "  -h, --help    print this screen, or that of a command\n"
	      "  --version     print the version\n\n"
	      "'backstitch help COMMAND' shows the manual page of a command.\n",
	      to);
}

/* edits (insert, delete, replace, swap of neighbours) between two short words */
static unsigned int edits(const char *a, const char *b)
{
	size_t rows = strlen(a), columns = strlen(b);
	unsigned int table[NAME_MAX_SIZE + 1][NAME_MAX_SIZE + 1];

	if (rows > NAME_MAX_SIZE || columns > NAME_MAX_SIZE)
		return NAME_MAX_SIZE;
	for (size_t i = 0; i <= rows; i++) {
		for (size_t j = 0; j <= columns; j++) {
			unsigned int *cell = &table[i][j];

			if (!i || !j) {
				*cell = i + j;
				continue;
			}
			*cell = MIN(table[i - 1][j], table[i][j - 1]) + 1;
			*cell = MIN(*cell, table[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				*cell = MIN(*cell, table[i - 2][j - 2] + 1);
		}
	}
	return table[rows][columns];
}

static const char *nearest(const char *name)
{
	unsigned int best = SUGGEST_EDITS + 1;
	const char *found = NULL;

	for (const struct command *command = commands; command->name; command++) {
		unsigned int distance = edits(name, command->name);

		if (distance < best && distance < strlen(command->name)) {
			best = distance;
			found = command->name;
		}
	}
	return found;
}

static int unknown_command(const char *name)
{
	const char *other = nearest(name);
	g_autofree char *message =
		other ? g_strdup_printf("'%s' is not a command; did you mean '%s'?", name, other) :
			g_strdup_printf("'%s' is not a command; 'backstitch -h' lists them", name);

	terminal_complain(NULL, message);
	return EXIT_WRONG_USAGE;
}

static void complain_interrupted(const char *name, const GError *error)
{
	g_autofree char *message = NULL;

	if (g_str_has_prefix(error->message, "interrupted: "))
		message = g_strdup(error->message);
	else
		message = g_strdup("interrupted: what was finished is complete, the rest is "
				   "as it was; run it again to go on");
	terminal_complain(name, message);
}

/* one a line, so that a list of what is wrong can be read */
static void complain_each(const char *name, const GError *error)
{
	g_auto(GStrv) lines = g_strsplit(error->message, "\n", -1);

	for (char **line = lines; *line; line++)
		terminal_complain(name, *line);
}

static int failed(const struct command *command, const GError *error)
{
	if (!error) {
		terminal_complain(command->name, "failed without a reason; this is a bug");
		return EXIT_CANNOT;
	}
	if (g_error_matches(error, BS_ERROR, BS_ERROR_INTERRUPTED)) {
		complain_interrupted(command->name, error);
		return EXIT_CANNOT;
	}
	if (error->domain == BS_ERRORS)
		complain_each(command->name, error);
	else
		terminal_complain(command->name, error->message);
	if (error->domain != CMD_USAGE)
		return EXIT_CANNOT;
	fprintf(stderr, "usage: backstitch %s %s\n", command->name, command->synopsis);
	return EXIT_WRONG_USAGE;
}

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help"))
			return true;
	}
	return false;
}

static int run(const struct command *command, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(workspace) workspace = NULL;
	struct session session = {
		.colour = terminal_colour(),
		.columns = terminal_columns(),
	};
	int status = -1;

	/* the usage screen is to be had anywhere */
	if (command->needs_workspace && !asks_for_help(argc, argv))
		workspace = workspace_open(NULL, &error);
	session.workspace = workspace;
	session.progress = terminal_progress();
	if (!error)
		status = command->run(&session, argc, argv, &error);
	terminal_progress_end();
	if (session.notice)
		terminal_complain(command->name, session.notice);
	g_free(session.notice);
	return status < 0 ? failed(command, error) : status;
}

static int wrong_option(const char *word, const char *problem)
{
	g_autofree char *message = g_strdup_printf("option '%s' %s", word, problem);

	terminal_complain(NULL, message);
	fprintf(stderr, "usage: backstitch %s\n", BACKSTITCH_USAGE);
	return EXIT_WRONG_USAGE;
}

static int cannot_enter(const char *folder)
{
	g_autofree char *message = g_strdup_printf("cannot change to the folder '%s': %s", folder,
						   g_strerror(errno));

	terminal_complain(NULL, message);
	return EXIT_CANNOT;
}

/* options before the command; an exit status, or -1 with the index of the first other word */
static int global_options(int argc, char **argv, int *out_first)
{
	const char *folder;
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		if (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help")) {
			print_help(stdout);
			return EXIT_CLEAN;
		}
		if (!strcmp(argv[i], "--version")) {
			puts("backstitch " BACKSTITCH_VERSION);
			return EXIT_CLEAN;
		}
		if (strncmp(argv[i], "-C", 2))
			return wrong_option(argv[i], "is not known");
		/* the folder may stand right behind it, as any option's value may */
		folder = argv[i][2] ? argv[i] + 2 : argv[++i];
		if (!folder)
			return wrong_option("-C", "needs a folder");
		if (chdir(folder))
			return cannot_enter(folder);
	}
	*out_first = i;
	return -1;
}

static int dispatch(int argc, char **argv)
{
	const struct command *command;
	int first = argc;
	int status = global_options(argc, argv, &first);

	if (status >= 0)
		return status;
	if (first >= argc) {
		print_help(stderr);
		return EXIT_WRONG_USAGE;
	}
	command = command_find(argv[first]);
	if (!command)
		return unknown_command(argv[first]);
	return run(command, argc - first, argv + first);
}

int main(int argc, char **argv)
{
	g_autofree char *problem = NULL;
	int status;

	heap_tune();

	/* names and arguments only: messages stay as they are written here */
	setlocale(LC_CTYPE, "");
	terminal_prepare();
	interrupt_watch();
	status = dispatch(argc, argv);
	if (!terminal_finish(&problem)) {
		terminal_complain(NULL, problem);
		return EXIT_CANNOT;
	}
	return status;
}
