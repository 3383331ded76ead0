/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the checks of names (warn-names.c), of calls (warn-calls.c), of functions (warn-flow.c,
 * warn-lost.c, warn-unset.c, warn-ways.c) and of structures (warn-structs.c, warn-callbacks.c)
 * share.
 */
#ifndef ENGINE_WARN_WARNPARTS_H
#define ENGINE_WARN_WARNPARTS_H

#include "engine/names/headers.h"
#include "engine/warn/suspect.h"
#include "format/csource.h"

/** struct before - the tokens in front of one, the nearest first; of size 0 for none */
struct before {
	struct lex last, before_last;
};

/** suspect_lacks() - has this tree the name in no such role, of enum word_role? */
bool suspect_lacks(const struct suspect *suspect, guint role, const struct lex *name);

/** suspect_there_is() - has upstream's tree it? To be asked last: reading it takes long */
bool suspect_there_is(const struct suspect *suspect, guint role, const struct lex *name);

/** suspect_scanned() - has one of the suspect's own two texts it? */
bool suspect_scanned(struct suspect *suspect, const struct extract *where, guint role,
		     const struct lex *name);

/** suspect_call() - a call of a name that the tree has, with so many arguments */
void suspect_call(struct suspect *suspect, const struct lex *name, int args);

/**
 * open_call() - the call that a place is in, by its name, which stands in front
 * @at: place; set to the call's '(', for the next one around it
 * Return: false for none; that of a member is passed over
 */
bool open_call(const struct extract *where, const char **at, struct lex *name);

/** open_member_call() - likewise that of a member, "p->f(" */
bool open_member_call(const struct extract *where, const char **at, struct lex *name);

/** function_has_label() - is there "name:" in it, or a macro that may stand for that? */
bool function_has_label(const struct extract *around, const struct lex *name);

/**
 * headers_declare() - does a header that a file reaches declare the name for all?
 * @unread: what is said where none does, and not all can be read
 */
bool headers_declare(struct headers *headers, const char *path, GBytes *file,
		     const struct lex *name, bool unread);

/**
 * headers_refuse() - does what a file reaches declare a function, and always with other arguments?
 * @args: that it is to take
 * Return: the path of such a header, newly allocated; NULL where one takes so many, or any, where
 *         none has it, or where not all can be read
 */
char *headers_refuse(struct headers *headers, const char *path, GBytes *file,
		     const struct lex *name, int args);

/** tag_initialised() - of "struct T name ATTRIBUTE = { .member": the tag; NULL for anything else */
const struct ctoken *tag_initialised(const struct csource *source, guint i);

/**
 * label_behind() - where the label of a jump stands, as "name:" behind the end of a statement
 * @from, @to: behind the jump; no label begins behind @to
 * Return: where the name is; NULL for nowhere
 */
const char *label_behind(const char *from, const char *to, const struct lex *name);

#endif /* ENGINE_WARN_WARNPARTS_H */
