/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Many picks at once: "ONTO UPSTREAM" a line in, an answer each, in the order
 * of the lines, from a pool of workers.
 */
#ifndef JOB_PICKS_H
#define JOB_PICKS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/pick/pick.h"

/**
 * pick_done - called with each answer, in the order of the questions, by one thread at a time
 * @data: of the caller
 * @picker: whose objects hold the result
 * @onto: as asked; @upstream likewise
 * @picked: the answer
 */
typedef char *(*pick_render)(void *data, struct picker *picker, const char *onto,
			     const char *upstream, const struct picked *picked);

/**
 * picks_run() - answer a stream of questions
 * @repository: to pick in
 * @options: for each picker
 * @jobs: workers
 * @next: gives the next line, newly allocated, or NULL at the end; with a newline between the two,
 *        the first may have blanks, "stable@{1 day ago}"
 * @render: makes text of an answer, called in the worker
 * @emit: takes the text, in order
 * @data: for the three
 * @error: from opening the repository, or a line that is no question
 */
bool picks_run(const char *repository, const struct pick_options *options, unsigned int jobs,
	       char *(*next)(void *data), pick_render render,
	       void (*emit)(void *data, const char *text), void *data, GError **error);

#endif /* JOB_PICKS_H */
