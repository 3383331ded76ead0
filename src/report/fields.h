/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Structs to JSON and back by one table a struct, so that what is written can
 * be read: the same row names the key, the type and the member.
 *
 * jansson's types stay inside this folder.
 */
#ifndef REPORT_FIELDS_H
#define REPORT_FIELDS_H

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * enum field_kind - type of the member and its JSON form
 * @FIELD_TEXT: char *; string, or null for NULL unless @required
 * @FIELD_STATIC: const char *; string; interned when read
 * @FIELD_LINE: unsigned long; integer
 * @FIELD_COUNT: unsigned int; integer
 * @FIELD_SHARE: double; number above 0, or null for 0
 * @FIELD_ENUM: enum; its name, or null where the name is ""
 * @FIELD_TEXTS: GPtrArray of char *; array of strings
 * @FIELD_ROWS: GPtrArray of structs; array of objects of @shape
 */
enum field_kind {
	FIELD_TEXT,
	FIELD_STATIC,
	FIELD_LINE,
	FIELD_COUNT,
	FIELD_SHARE,
	FIELD_ENUM,
	FIELD_TEXTS,
	FIELD_ROWS,
};

/**
 * struct field - one key of a JSON object
 * @key: its name
 * @kind: see enum field_kind
 * @offset: of the member
 * @required: never null: a missing text is written as "" and null is refused
 * @optional: may be missing when read: files of older versions lack it
 * @name: of an enum's value
 * @values: how many values the enum has, from 0
 * @shape: of the rows
 */
struct field {
	const char *key;
	enum field_kind kind;
	size_t offset;
	bool required;
	bool optional;
	const char *(*name)(unsigned int value);
	unsigned int values;
	const struct shape *shape;
};

/**
 * struct shape - a struct as a JSON object
 * @fields: in the order of writing, ended by a row without key
 * @create: makes an empty struct to read into
 * @free: frees one
 */
struct shape {
	const struct field *fields;
	gpointer (*create)(void);
	GDestroyNotify free;
};

/** fields_write() - set the keys of @shape in @object from the struct @from */
void fields_write(json_t *object, const struct shape *shape, gconstpointer from);

/** rows_write() - an array of objects from an array of structs */
json_t *rows_write(const GPtrArray *rows, const struct shape *shape);

/** texts_write() - an array of strings from char * */
json_t *texts_write(const GPtrArray *texts);

/** text_write() - a string with invalid UTF-8 replaced; null for NULL */
json_t *text_write(const char *text);

/**
 * fields_read() - fill the struct @into, made by shape->create, from @object
 * @object: any JSON value
 * @where: what messages call it, "" for the top
 * @error: BS_ERROR_INPUT naming the key and what is wrong with it
 */
bool fields_read(const json_t *object, const struct shape *shape, const char *where,
		 gpointer into, GError **error);

/**
 * json_text() - pretty printed, with a newline at the end
 * @value: reference is taken over
 *
 * Keys stand in the order in which they were set.  Control and bidirectional
 * characters are written as \uNNNN, so that the text is safe on a terminal.
 */
char *json_text(json_t *value);

/** json_line() - json_text() on one line: an object of NDJSON */
char *json_line(json_t *value);

#endif /* REPORT_FIELDS_H */
