/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which commits are in a history: for the files of tree/ only.  git answers the first questions one
 * by one; who has more of them gets the list of all commits, 20 bytes each.
 */
#ifndef TREE_ANCESTRY_H
#define TREE_ANCESTRY_H

#include <glib.h>
#include <stdbool.h>

struct ancestry;

struct ancestry *ancestry_new(void);
void ancestry_free(struct ancestry *ancestry);

/**
 * ancestry_has() - is a commit in the history?
 * @commit: 40 digits
 * @list: has git list the history, one id a line; newly allocated; NULL when it cannot
 * @data: for it
 * @out: filled where the answer is known
 * Return: false when git has to be asked for this one
 */
bool ancestry_has(struct ancestry *ancestry, const char *commit, char *(*list)(const void *data),
		  const void *data, bool *out);

#endif /* TREE_ANCESTRY_H */
