/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rules that cannot be run: one of them is told of, and the others go on.
 */
#ifndef RULES_FAULT_H
#define RULES_FAULT_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct rule_fault - what could not be done, and why
 * @name: "pack/rule", or "pack" where that cannot be read; NULL for all rules
 * @cause: why
 */
struct rule_fault {
	char *name;
	GError *cause;
};

/** rule_faults_new() - an empty list of struct rule_fault * */
GPtrArray *rule_faults_new(void);

/**
 * rule_faults_take() - note what is wrong with one rule
 * @faults: NULL where nothing may be wrong
 * @name: of the rule, or NULL
 * @cause: taken over
 * @error: gets @cause where the work cannot go on: without @faults, or when the user asked to stop
 * Return: may the others go on?
 */
bool rule_faults_take(GPtrArray *faults, const char *name, GError *cause, GError **error);

/** rule_faults_note() - keep a copy of @cause */
void rule_faults_note(GPtrArray *faults, const char *name, const GError *cause);

/** rule_faults_add() - copies of all of @from */
void rule_faults_add(GPtrArray *faults, const GPtrArray *from);

/** rule_faults_error() - all of them as errors_join() makes one of them; false */
bool rule_faults_error(const GPtrArray *faults, GError **error);

#endif /* RULES_FAULT_H */
