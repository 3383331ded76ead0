/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the rungs of the ladder, and those of a pick, are called and how they work: for people who
 * read a report.
 */
#ifndef ENGINE_RESULT_RUNGS_H
#define ENGINE_RESULT_RUNGS_H

#include <glib.h>
#include <stdbool.h>

/**
 * rung_how() - how a rung of the ladder, or of a pick, brings a patch in
 * Return: one line for people, static; NULL for a name that is not known
 */
const char *rung_how(const char *name);

/**
 * rung_only_proposes() - is what a rung makes for a person to confirm, however it looks?
 * @name: may be NULL
 *
 * What was recorded was resolved on another tree; the others no project's history has measured.
 */
bool rung_only_proposes(const char *name);

/** rung_name() - names of all rungs, the most certain first; NULL behind the last one */
const char *rung_name(unsigned int number);

#endif /* ENGINE_RESULT_RUNGS_H */
