/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which function a line is in, by the line that opens it: quick enough for
 * every hunk of every pick, where scanning whole files is not.
 */
#ifndef ENGINE_HEADING_H
#define ENGINE_HEADING_H

#include <glib.h>
#include <stdbool.h>

/**
 * heading_above() - the line that opens what line @at is in
 * @lines: struct line
 * @at: index from 0
 * Return: index of the last line before @at that starts in the first column with a word,
 *         goto labels and preprocessor lines apart; -1 when there is none
 */
long heading_above(const GArray *lines, size_t at);

/**
 * heading_name() - what such a line defines
 * @lines: struct line
 * @at: from heading_above()
 * Return: name of the function, variable or type, newly allocated; "" for -1
 */
char *heading_name(const GArray *lines, long at);

/**
 * heading_same() - are line @x of @a and line @y of @b in the same definition?
 *
 * By the text of their headings, or by the name these define.
 */
bool heading_same(const GArray *a, size_t x, const GArray *b, size_t y);

#endif /* ENGINE_HEADING_H */
