/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command with which a person goes on.
 */
#ifndef JOB_RESUME_H
#define JOB_RESUME_H

#include "job/port.h"

/**
 * resume_command() - how to go on with a series on a tree
 * @options: of the run that stopped there: what it was told goes on the next one as well
 * @series: its name
 * @tree: name of the tree
 * @skip: the patch that waits can only be left out
 * @several: the run has other trees as well, whose branches go by their names
 * Return: one line for a shell, newly allocated
 */
char *resume_command(const struct port_options *options, const char *series, const char *tree,
		     bool skip, bool several);

#endif /* JOB_RESUME_H */
