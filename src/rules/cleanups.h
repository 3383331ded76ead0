/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What cleanup.h code in one function runs by itself, and where: each guard and
 * each variable with a destructor, spelled out.
 */
#ifndef RULES_CLEANUPS_H
#define RULES_CLEANUPS_H

#include <glib.h>
#include <stdbool.h>

#include "rules/cbody.h"
#include "rules/guardclass.h"

/**
 * enum cleanup_form - how it is written
 * @CLEANUP_GUARD: guard(class)(lock);
 * @CLEANUP_SCOPED: scoped_guard(class, lock) statement
 * @CLEANUP_COND: scoped_cond_guard(class, fail, lock) statement
 * @CLEANUP_CLASS: CLASS(class, variable)(arguments);
 * @CLEANUP_ACQUIRE: ACQUIRE(class, variable)(lock);
 * @CLEANUP_FREE: type *variable __free(class) = value;
 */
enum cleanup_form {
	CLEANUP_GUARD,
	CLEANUP_SCOPED,
	CLEANUP_COND,
	CLEANUP_CLASS,
	CLEANUP_ACQUIRE,
	CLEANUP_FREE,
};

/**
 * struct cleanup - one of them
 * @form: see there
 * @line: where it is
 * @head: the tokens that go away: the guard without its statement; the word __free and
 *        its parentheses
 * @body: where what it has done must be undone on the way out
 * @declare: declarations that it needs, for the start of the block, or NULL
 * @enter: statements in the place of the head, without the last semicolon, or NULL
 * @condition: expression that enters, after @enter, and is true when that worked, or NULL
 * @leave: statements that undo it
 * @fail: of CLEANUP_COND: tokens of the statement for when it did not work
 * @variable: name of the variable, or NULL
 * @null_safe: @leave does nothing when @variable is NULL
 * @by_address: @leave may change @variable
 * @label: of the end of a scoped body, when something jumps there; else NULL
 */
struct cleanup {
	enum cleanup_form form;
	unsigned int line;
	struct span head;
	struct span body;
	char *declare;
	char *enter;
	char *condition;
	char *leave;
	struct span fail;
	char *variable;
	bool null_safe;
	bool by_address;
	char *label;
};

/**
 * struct cleanups - those of one function
 * @body: the function
 * @classes: what its classes stand for
 * @list: struct cleanup *, in the order of the text
 * @here: where it is to fit a function that takes its locks explicitly: that function without
 *        blanks; NULL for none
 * @names: char *: names that were made up
 * @reason: why the function is refused, "line 12: …", or NULL
 */
struct cleanups {
	const struct cbody *body;
	const struct guard_classes *classes;
	const char *here;
	GPtrArray *list;
	GPtrArray *names;
	char *reason;
};

/** cleanups_read() - find those of @body; false with @cleanups->reason set */
bool cleanups_read(struct cleanups *cleanups, const struct cbody *body,
		   const struct guard_classes *classes, const char *here);

void cleanups_clear(struct cleanups *cleanups);

/** cleanups_refuse() - note the first reason; returns false, for the caller to pass on */
bool cleanups_refuse(struct cleanups *cleanups, unsigned int line, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/** cleanups_name() - a name that the function does not use yet: @wish or with a number */
const char *cleanups_name(struct cleanups *cleanups, const char *wish);

typedef struct cleanups cleanups;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(cleanups, cleanups_clear)

#endif /* RULES_CLEANUPS_H */
