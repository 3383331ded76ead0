/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Of which structure a variable is, and where a text has that: by what stands
 * in front of the name, without a compiler.
 */
#ifndef ENGINE_CODE_STRUCTURES_H
#define ENGINE_CODE_STRUCTURES_H

#include <stdbool.h>

#include "engine/code/extract.h"
#include "engine/code/fields.h"
#include "engine/code/lex.h"

/**
 * struct type_name - of a structure
 * @name: its tag, or what a typedef calls it
 * @tag: it is the tag
 * @stars: of a variable, how many '*' its declaration has behind that
 * @array: of a variable, its declaration has a '[' behind it
 */
struct type_name {
	struct lex name;
	bool tag;
	guint stars;
	bool array;
};

/**
 * type_of_variable() - what a function declares a variable as
 * @function: its text, from its head on
 * @at: where it is used; only what stands in front of that counts
 * @name: of the variable
 * Return: false where it does not, or as no structure
 */
bool type_of_variable(const struct extract *function, const char *at, const struct lex *name,
		      struct type_name *out);

/**
 * structure_find() - where a text declares what is in a structure
 * @type: gets the tag where the text has a typedef only
 * Return: false when it does not
 */
bool structure_find(const char *text, gsize size, struct type_name *type, struct body *out);

/**
 * body_may_have() - a member of that name, for all that can be told
 *
 * Also where it is hidden: "NAME;" "NAME();" "struct name;". What a comment names does not count.
 */
bool body_may_have(const struct body *body, const struct lex *member);

/**
 * member_declared() - the name in "type name;" "type name[SIZE];" "type name : 1;"
 * Return: an empty one for another line; in a function it is a variable's
 */
struct lex member_declared(const struct line *line);

#endif /* ENGINE_CODE_STRUCTURES_H */
