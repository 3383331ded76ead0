/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a file says of a function or a macro before it is used: of what kind its
 * value is, which parameters it has, what a macro stands for.
 */
#ifndef ENGINE_CODE_HEADS_H
#define ENGINE_CODE_HEADS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/code/extract.h"
#include "engine/code/lex.h"
#include "format/linediff.h"

/* parameters of a function that are compared */
#define PARAMETERS_MAX 16

/** enum value_kind - what a function returns */
enum value_kind {
	VALUE_UNKNOWN,
	VALUE_NONE,
	VALUE_BOOL,
	VALUE_SIGNED,
	VALUE_UNSIGNED,
	VALUE_POINTER,
};

/**
 * struct head - of a function, defined or declared at the margin
 * @kind: of its value
 * @type: the last word of its type: of "const struct foo *" that is "foo"
 * @parameters: between the parentheses
 * @body: behind them, to the '}' at the margin; empty where there is none
 */
struct head {
	enum value_kind kind;
	struct lex type;
	struct line parameters;
	struct line body;
};

/** value_kind_of() - what "static const u32 *" and the like say; VALUE_UNKNOWN for typedefs */
enum value_kind value_kind_of(const char *text, gsize size);

/** value_kind_words() - "a pointer"; NULL where it is unknown */
const char *value_kind_words(enum value_kind kind);

/**
 * head_find() - the definition of that name, else a declaration
 * Return: false where the text has none, or several definitions: in the arms of an #if, or of what
 *         is a macro in front of names, "NOTHROW (name (int a))"
 */
bool head_find(const char *text, gsize size, const struct lex *name, struct head *out);

/** fails_with - what a function that fails returns, by whether it is an error in a pointer */
extern const char *const fails_with[2];

/** head_fails_only() - does the body have the one of them, by its index, and not the other? */
bool head_fails_only(const struct head *head, bool by_error);

/**
 * head_next() - each definition and declaration of a name
 * @at: the text, at first; where to go on
 */
bool head_next(const char *text, gsize size, const char **at, const struct lex *name,
	       struct head *out);

/**
 * head_around() - of the function in whose body lines are
 * @name: gets its name
 * @out: gets a body that is not empty
 * Return: false where they are in none
 */
bool head_around(const struct extract *where, const struct line *lines, struct lex *name,
		 struct head *out);

/**
 * heads_tell() - that what a function returns is of two kinds
 * @where: is put behind it
 * Return: "'f' returns a bool here, and a pointer upstream", newly allocated; NULL where it is not,
 *         or where one kind is unknown
 */
char *heads_tell(const struct lex *name, const struct head *here, const struct head *there,
		 const char *where);

/**
 * heads_permuted() - do both have the same parameters, by their names, in another order?
 *
 * A parameter without a name is none that can be told.
 */
bool heads_permuted(const struct head *a, const struct head *b);

/**
 * parameters_clash() - is one of them a pointer, or one to a pointer, and the other one's is not?
 *
 * As many as both have.  What both point to may be called otherwise in each.
 */
bool parameters_clash(struct line a, struct line b);

/** parameters_count() - how many there are; "void" is one as well */
guint parameters_count(struct line parameters);

/**
 * parameters_differ() - is there one more of them, or one of another kind?
 * @called: so that who calls the function minds, and not only who points to it
 *
 * Of what only names tell nobody knows of what kind it is.
 */
bool parameters_differ(struct line a, struct line b, bool called);

/**
 * parameter_tag() - the structure that a parameter is or points to, by its place from 0
 * @stars: how many pointers lead there
 * Return: false where there is no such parameter, or it is anything else
 */
bool parameter_tag(struct line parameters, guint place, struct lex *tag, guint *stars);

/** is_function_pointer() - "(*name)(", with the tokens in front of the name, the last one first */
bool is_function_pointer(const struct lex *last, const struct lex *before_last, struct lex name);

/** is_macro_name() - is it spelled as macros are? */
bool is_macro_name(const struct lex *name);

/**
 * macro_find() - what a macro stands for, its parameters included
 * Return: false where the text has no such macro, or several
 */
bool macro_find(const char *text, gsize size, const struct lex *name, struct line *out);

#endif /* ENGINE_CODE_HEADS_H */
