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
 * @places: gets name of a position to struct need *; in the body of a loop whose header is known,
 *          that the word stands within
 */
void smpl_body_places(const char *body, GHashTable *variables, GHashTable *places);

/**
 * smpl_body_callees() - what is called with a position behind the first argument
 * @body: the pattern, comments blanked
 * @variables: as for smpl_body_need()
 * @callees: gets name of a position to struct need *: any of the words, when they are all known
 * @called: gets name of a position to the metavariable that is called there
 */
void smpl_body_callees(const char *body, GHashTable *variables, GHashTable *callees,
		       GHashTable *called);

/** smpl_again() - NEED_AGAIN of some words; NULL when they are no words */
struct need *smpl_again(const struct need *words);

/** smpl_body_calls_again() - does a pattern call a metavariable, go on with "...", and call it? */
bool smpl_body_calls_again(const char *body, const char *variable);

/**
 * smpl_body_heads() - names of functions that a pattern is the definition of: "f@p(...) { … }"
 * @body: the pattern, comments blanked
 * @identifiers: metavariables that can be such a name
 * @heads: gets those that are
 */
void smpl_body_heads(const char *body, GHashTable *identifiers, GHashTable *heads);

#endif /* RULES_SMPLBODY_H */
