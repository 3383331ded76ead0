/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of facts that a rule about call sites rests on: one line a function
 * that takes a resource, with where it is known from.
 */
#ifndef RULES_FACTS_H
#define RULES_FACTS_H

#include <glib.h>
#include <stdbool.h>

/** enum resource_mode - how a call takes the resource */
enum resource_mode {
	RESOURCE_NOT,
	RESOURCE_SHARED,
	RESOURCE_EXCLUSIVE,
	RESOURCE_DEPENDS,	/* exclusively in the case that the condition names */
};

/**
 * struct fact - one function that takes the resource
 * @symbol: its name, "tdh_vp_init"
 * @name: what it stands for, "TDH.VP.INIT"
 * @number: its number there
 * @version: versions in which @mode holds, as the table has it; "0"
 * @mode: how it takes the resource
 * @condition: when, for RESOURCE_DEPENDS; else ""
 * @operand: member by which the first argument is reached, "vp"; "" when it has none
 * @contends: may the resource be wanted by what cannot fail, at the same time?
 * @guarded_upstream: upstream puts a lock around it
 * @why: why it contends, or not: ends a message
 * @source: where the facts are from
 */
struct fact {
	char *symbol;
	char *name;
	unsigned int number;
	char *version;
	enum resource_mode mode;
	char *condition;
	char *operand;
	bool contends;
	bool guarded_upstream;
	char *why;
	char *source;
};

/**
 * facts_load() - read a table: columns by tabs, "#" lines are comments, the first other
 * line names the columns
 * @path: of the file
 * @error: BS_ERROR_MISSING; BS_ERROR_INPUT with the line
 * Return: struct fact *, in the order of the file
 */
GPtrArray *facts_load(const char *path, GError **error);

/** fact_is_exclusive() - does it ever take the resource exclusively? */
bool fact_is_exclusive(const struct fact *fact);

#endif /* RULES_FACTS_H */
