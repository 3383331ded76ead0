/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Statements that look as if a condition ruled them.
 */
#ifndef ENGINE_DOUBT_INDENT_H
#define ENGINE_DOUBT_INDENT_H

#include <glib.h>

/**
 * misleading_lines() - statements behind the one that an if, else, for or while without braces
 *                      rules, indented like that one
 * @code: a C file
 * Return: guint: their lines, from 0, in order; newly allocated
 *
 * What gcc's -Wmisleading-indentation means, told from text alone.
 */
GArray *misleading_lines(GBytes *code);

#endif /* ENGINE_DOUBT_INDENT_H */
