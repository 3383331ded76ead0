/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The members of one structure, union or enum at the margin of a file: what it
 * declares, and where.
 */
#ifndef ENGINE_CODE_FIELDS_H
#define ENGINE_CODE_FIELDS_H

#include <glib.h>
#include <stdbool.h>

/* so many #if around a member are told apart; of members in more nothing is said */
#define FIELD_ARMS 4

/**
 * struct field - a member
 * @path: its name, behind those of the structures inside that it is in: "a.b"; of parts without
 *        a name the members are the structure's own
 * @at: where it is in the text
 * @arms: of #if that it is in, outermost first: a number each, 0 behind the last
 */
struct field {
	char *path;
	const char *at;
	guint arms[FIELD_ARMS + 1];
};

/**
 * struct body - what stands between the braces of a structure, union or enum
 * @name: its tag or, where it has none, the name that follows it; of an enum without either the
 *        first enumerator
 * @name_size: of @name
 * @from, @to: the text
 * @is_enum: it has enumerators
 * @nameless: the name is that of an enumerator
 */
struct body {
	const char *name;
	gsize name_size;
	const char *from;
	const char *to;
	bool is_enum;
	bool nameless;
};

/** body_around() - the one that a line of a text is in; false where it is in none */
bool body_around(const char *text, gsize size, const char *line, struct body *out);

/** body_named() - the one with the same name in another text; false where there is none */
bool body_named(const char *text, gsize size, const struct body *like, struct body *out);

/** fields_of() - struct field, in order; what cannot be told for certain is left out */
GArray *fields_of(const struct body *body);

/** fields_place() - index of the member of that path, -1 for none */
int fields_place(const GArray *fields, const char *path, gsize size);

/** fields_clash() - may both be in one program? Not in different arms of one #if */
bool fields_clash(const struct field *a, const struct field *b);

#endif /* ENGINE_CODE_FIELDS_H */
