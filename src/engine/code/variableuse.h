/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lines do with a variable, or with a member of a structure, that depends
 * on what it is: of another kind than upstream, it is another thing here.
 */
#ifndef ENGINE_CODE_VARIABLEUSE_H
#define ENGINE_CODE_VARIABLEUSE_H

#include "engine/code/variables.h"

/**
 * struct variable_use - any of these
 * @below_zero: it is asked whether it is below 0
 * @measured: sizeof(), or what counts the elements of an array
 * @counted: it gets a value that is not a plain number
 * @indexed: an element of it is asked for
 * @given: a call is given its address
 */
struct variable_use {
	bool below_zero;
	bool measured;
	bool counted;
	bool indexed;
	bool given;
};

/**
 * variable_use_of() - by the tokens around it
 * @call, @before: the two in front
 * @next: the one behind
 */
struct variable_use variable_use_of(const struct lex *call, const struct lex *before,
				    const struct lex *next);

/** variable_is_set() - "=" and "+=", but no "==" behind it? */
bool variable_is_set(const struct lex *next);

/**
 * variables_tell() - what such a use does here that it does not do upstream
 * Return: to be put behind the name, newly allocated; NULL for nothing
 */
char *variables_tell(const struct variable *here, const struct variable *there,
		     const struct variable_use *use);

#endif /* ENGINE_CODE_VARIABLEUSE_H */
