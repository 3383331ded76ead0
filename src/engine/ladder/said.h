/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Both versions of upstream's file in the words of a tree, for who merges them.
 */
#ifndef ENGINE_LADDER_SAID_H
#define ENGINE_LADDER_SAID_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct said - both versions
 * @base, @theirs: in the tree's words
 * @changed: char *: what was changed
 * @left: char *: what was not understood in what upstream changes
 */
struct said {
	GBytes *base;
	GBytes *theirs;
	GPtrArray *changed;
	GPtrArray *left;
};

/**
 * said_make() - say both
 * @say: a version in the tree's words; adds to @changed and @left
 * @data: for it
 * @base, @theirs: upstream's
 * Return: false when nothing of it is spelled otherwise
 */
bool said_make(struct said *said,
	       GBytes *(*say)(void *data, GBytes *source, GPtrArray *changed, GPtrArray *left),
	       void *data, GBytes *base, GBytes *theirs);

/** said_note() - "in this tree's words: timer/timer_delete", newly allocated */
char *said_note(const struct said *said);

void said_clear(struct said *said);

#endif /* ENGINE_LADDER_SAID_H */
