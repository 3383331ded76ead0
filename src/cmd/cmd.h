/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands: one file and one row of commands.def each.  A command parses its
 * options, calls one function of job/ (or below), and prints what report/ made
 * of the result.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"
#include "job/workspace.h"

/** enum exit_status - design.md section 4 */
enum exit_status {
	EXIT_CLEAN = 0,		/* done, nothing found */
	EXIT_PERSON = 1,	/* done, something needs a person */
	EXIT_CANNOT = 128,	/* could not do it */
	EXIT_WRONG_USAGE = 129,
};

/**
 * struct session - what a command is given
 * @workspace: opened when the command's row asks for it, else NULL
 * @progress: shows steps on a terminal
 * @colour: standard output is a terminal and NO_COLOR is not set
 * @columns: of the terminal, 80 when there is none
 * @notice: set by a command: a line for standard error behind all that it printed; freed by the
 *          dispatcher
 */
struct session {
	struct workspace *workspace;
	const struct progress *progress;
	bool colour;
	unsigned int columns;
	char *notice;
};

/**
 * struct command - a row of commands.def
 * @name: as typed
 * @synopsis: arguments, as in the man page's SYNOPSIS
 * @summary: one line
 * @needs_workspace: open one before @run
 * @run: parses argv (argv[0] is the command's name); returns an exit status, or
 *       -1 with an error: CMD_USAGE gives 129 with the usage line, all else 128
 */
struct command {
	const char *name;
	const char *synopsis;
	const char *summary;
	bool needs_workspace;
	int (*run)(struct session *session, int argc, char **argv, GError **error);
};

/** commands - the table, ended by a row without name */
extern const struct command commands[];

/* one function a row: cmd_init(), cmd_import() … */
#define COMMAND(id, needs, arguments, sentence) \
	int cmd_##id(struct session *session, int argc, char **argv, GError **error);
#include "cmd/commands.def"
#undef COMMAND

/** command_find() - the row called @name, or NULL */
const struct command *command_find(const char *name);

#define BACKSTITCH_USAGE "[-C DIR] COMMAND [ARGUMENT]..."

#define CMD_USAGE (cmd_usage_quark())
GQuark cmd_usage_quark(void);

/** NO_MAINLINE - what --mainline is before it is given: a 0 that is given is refused */
#define NO_MAINLINE G_MININT

/** usage_error() - set a CMD_USAGE error, printf-like; returns -1 for a command to return */
int usage_error(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/**
 * parse_options() - GOption for a command: -h, its entries, and what is left in argv; the value of
 *                   a letter may stand right behind it
 * @name: of the command; its synopsis and summary come from the table
 * @entries: ended by { NULL }
 * @argc: in and out
 * @argv: in and out; argv[0] stays
 * @out_help: set when -h was given and the usage screen was printed
 * @error: CMD_USAGE
 */
bool parse_options(const char *name, const GOptionEntry *entries, int *argc, char ***argv,
		   bool *out_help, GError **error);

#endif /* CMD_CMD_H */
