/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Classes of variables that clean up behind themselves, as the kernel's linux/cleanup.h makes them:
 * "guard(mutex)(&lock)" needs a DEFINE_GUARD(mutex, ...), whatever else is called "mutex".
 */
#ifndef ENGINE_CODE_GUARDS_H
#define ENGINE_CODE_GUARDS_H

#include "engine/code/extract.h"
#include "engine/code/lex.h"

/** guard_macro() - the word, if it is a macro that takes the name of a class; else NULL */
const char *guard_macro(const struct lex *word);

/** guard_defined() - does a text define the class of that name? */
bool guard_defined(const struct extract *text, const char *name);

#endif /* ENGINE_CODE_GUARDS_H */
