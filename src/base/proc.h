/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Child processes with limits.  Every program that backstitch starts goes
 * through proc_run(): no shell, a time limit, a limit on output, and the whole
 * process group is killed when a limit is hit or the user interrupts.
 */
#ifndef BASE_PROC_H
#define BASE_PROC_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct proc_spec - what to run and within which limits
 * @argv: program and arguments, NULL-terminated; found through PATH
 * @cwd: working directory, NULL for the caller's
 * @env: "NAME=value" strings added to the environment, NULL-terminated, or NULL; of the caller's
 *       environment what says which repository git works in is left out
 * @input: bytes for standard input, NULL for an empty one
 * @seconds: time limit, 0 for PROC_DEFAULT_SECONDS
 * @max_output: bytes kept of stdout and of stderr each, 0 for PROC_DEFAULT_OUTPUT
 * @max_memory: RLIMIT_AS in bytes, 0 for none
 * @stack: soft RLIMIT_STACK in bytes, 0 to leave it
 */
struct proc_spec {
	const char *const *argv;
	const char *cwd;
	const char *const *env;
	GBytes *input;
	unsigned int seconds;
	size_t max_output;
	size_t max_memory;
	size_t stack;
};

#define PROC_DEFAULT_SECONDS 120
#define PROC_DEFAULT_OUTPUT (64UL << 20)

/**
 * struct proc_result - how a child ended and what it said
 * @status: exit status, or minus the signal number that ended it
 * @timed_out: the time limit was hit; @status is then -SIGKILL
 * @truncated: more output came than was kept; the child was ended for it
 * @out: standard output, never NULL, NUL-terminated beyond its size
 * @err: standard error, never NULL, NUL-terminated beyond its size
 */
typedef struct proc_result {
	int status;
	bool timed_out;
	bool truncated;
	GString *out;
	GString *err;
} proc_result;

/**
 * proc_run() - run a program to its end
 * @spec: what to run
 * @out: result; initialised here, to be cleared by the caller; untouched on error
 * @error: BS_ERROR_MISSING when the program is not installed (the message names
 *         it), BS_ERROR_IO when it cannot be started, BS_ERROR_INTERRUPTED
 *
 * A failing, killed or timed-out child is no error but a result.
 *
 * Return: true when the child ran.
 */
bool proc_run(const struct proc_spec *spec, struct proc_result *out, GError **error);

/**
 * proc_check() - proc_run() that turns everything but exit status 0 into an error
 * @spec: what to run
 * @out_stdout: gets standard output (caller frees), may be NULL
 * @error: as proc_run(), and BS_ERROR_IO or BS_ERROR_LIMIT with the program's
 *         name and the last line of its standard error
 */
bool proc_check(const struct proc_spec *spec, char **out_stdout, GError **error);

/** proc_installed() - is @program to be found through PATH? */
bool proc_installed(const char *program);

void proc_result_clear(struct proc_result *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(proc_result, proc_result_clear)

#endif /* BASE_PROC_H */
