/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The terminal at the other end, if there is one: its width, whether it wants
 * colour, and one line on standard error that shows how far long work is.
 */
#ifndef CMD_TERMINAL_H
#define CMD_TERMINAL_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"

/** terminal_prepare() - see to it that descriptors 0 to 2 are open and a closed pipe is an error */
void terminal_prepare(void);

/** terminal_columns() - width of the terminal at standard output, or $COLUMNS, or 80 */
unsigned int terminal_columns(void);

/** terminal_colour() - standard output is a terminal that shows colour, and NO_COLOR is not set */
bool terminal_colour(void);

/**
 * terminal_progress() - start to show progress
 * Return: where to tell steps; one that does nothing when standard error is no terminal.
 */
const struct progress *terminal_progress(void);

/**
 * terminal_say() - print to standard output
 * @text: safe to print
 *
 * Takes the line of the progress away first, which else would stand in front of it.
 * Return: as fputs()
 */
int terminal_say(const char *text);

/** terminal_progress_end() - clear the line; nothing is shown afterwards */
void terminal_progress_end(void);

/**
 * terminal_complain() - print "backstitch[ COMMAND]: MESSAGE" to standard error
 * @command: its name, or NULL
 * @message: may hold text from outside; escaped here
 */
void terminal_complain(const char *command, const char *message);

/**
 * terminal_finish() - write out what standard output still holds
 * @out_problem: what went wrong, newly allocated
 *
 * When the reader of a pipe went away, the program ends here as every filter
 * does, by SIGPIPE.
 */
bool terminal_finish(char **out_problem);

#endif /* CMD_TERMINAL_H */
