/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pattern of one part of a semantic patch: which words it needs.
 */
#ifndef RULES_SMPLBODY_H
#define RULES_SMPLBODY_H

#include <glib.h>
#include <stdbool.h>

#include "rules/need.h"

/**
 * smpl_body_need() - words that every match of a pattern has
 * @body: the pattern, comments blanked
 * @variables: name of each metavariable to struct need * (the words it can stand for), or to
 *             NULL when it can be anything
 * @binds: gets name of a metavariable to struct need *: what the pattern says of it
 * @out_marks: set when there is a line that starts with -, + or *
 * Return: simplified
 */
struct need *smpl_body_need(const char *body, GHashTable *variables, GHashTable *binds,
			    bool *out_marks);

/**
 * smpl_body_places() - the words that positions stand behind: "return" for "return@p"
 * @body: the pattern, comments blanked
 * @variables: as for smpl_body_need()
 * @places: gets name of a position to struct need *
 */
void smpl_body_places(const char *body, GHashTable *variables, GHashTable *places);

/**
 * smpl_body_heads() - names of functions that a pattern is the definition of: "f@p(...) { … }"
 * @body: the pattern, comments blanked
 * @identifiers: metavariables that can be such a name
 * @heads: gets those that are
 */
void smpl_body_heads(const char *body, GHashTable *identifiers, GHashTable *heads);

#endif /* RULES_SMPLBODY_H */
