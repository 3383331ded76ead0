/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Does a merge change only what upstream changed?  Functions, tables, types and
 * macros are compared by name: a change that lands in a twin of the function it
 * was made for shows here.
 */
#ifndef ENGINE_CONFINE_H
#define ENGINE_CONFINE_H

#include <glib.h>

/**
 * confine_stray() - a definition that the merge changed and upstream did not
 * @base: upstream's file before
 * @theirs: upstream's file after
 * @ours: this tree's file
 * @result: the merge
 * Return: its name, newly allocated, or NULL when there is none
 */
char *confine_stray(GBytes *base, GBytes *theirs, GBytes *ours, GBytes *result);

#endif /* ENGINE_CONFINE_H */
