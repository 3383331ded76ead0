// SPDX-License-Identifier: GPL-2.0-only
#include "report/fields.h"

#include <string.h>

#include "base/error.h"
#include "base/escape.h"

#define MEMBER(type, object, field) \
	(*(type *)(void *)((char *)(object) + (field)->offset))
#define MEMBER_CONST(type, object, field) \
	(*(type const *)(const void *)((const char *)(object) + (field)->offset))

json_t *text_write(const char *text)
{
	g_autofree char *valid = text ? escape_utf8(text, -1) : NULL;

	return valid ? json_string(valid) : json_null();
}

json_t *texts_write(const GPtrArray *texts)
{
	json_t *array = json_array();

	for (guint i = 0; texts && i < texts->len; i++)
		json_array_append_new(array, text_write(texts->pdata[i]));
	return array;
}

json_t *rows_write(const GPtrArray *rows, const struct shape *shape)
{
	json_t *array = json_array();

	for (guint i = 0; rows && i < rows->len; i++) {
		json_t *object = json_object();

		fields_write(object, shape, rows->pdata[i]);
		json_array_append_new(array, object);
	}
	return array;
}

static json_t *enum_write(const struct field *field, unsigned int value)
{
	const char *name = field->name(value);

	return name && *name ? json_string(name) : json_null();
}

static json_t *field_write(const struct field *field, gconstpointer from)
{
	const char *text;

	switch (field->kind) {
	case FIELD_TEXT:
	case FIELD_STATIC:
		text = MEMBER_CONST(char *, from, field);
		return text_write(text || !field->required ? text : "");
	case FIELD_LINE:
		return json_integer(MEMBER_CONST(unsigned long, from, field));
	case FIELD_COUNT:
		return json_integer(MEMBER_CONST(unsigned int, from, field));
	case FIELD_SHARE:
		if (MEMBER_CONST(double, from, field) <= 0)
			return json_null();
		return json_real(MEMBER_CONST(double, from, field));
	case FIELD_ENUM:
		return enum_write(field, MEMBER_CONST(unsigned int, from, field));
	case FIELD_TEXTS:
		return texts_write(MEMBER_CONST(GPtrArray *, from, field));
	case FIELD_ROWS:
		return rows_write(MEMBER_CONST(GPtrArray *, from, field), field->shape);
	}
	return json_null();
}

void fields_write(json_t *object, const struct shape *shape, gconstpointer from)
{
	for (const struct field *field = shape->fields; field->key; field++)
		json_object_set_new(object, field->key, field_write(field, from));
}

static bool refuse(GError **error, const char *where, const char *key, const char *problem)
{
	g_autofree char *safe = escape_line(problem, -1);

	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s%s%s' %s", where, *where ? "." : "", key,
		    safe);
	return false;
}

static bool text_read(const json_t *value, const struct field *field, const char *where,
		      gpointer into, GError **error)
{
	if (json_is_null(value) && !field->required)
		return true;
	if (!json_is_string(value))
		return refuse(error, where, field->key, "is no string");
	if (field->kind == FIELD_STATIC)
		MEMBER(const char *, into, field) = g_intern_string(json_string_value(value));
	else
		MEMBER(char *, into, field) = g_strdup(json_string_value(value));
	return true;
}

static bool number_read(const json_t *value, const struct field *field, const char *where,
			gpointer into, GError **error)
{
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value) || number < 0)
		return refuse(error, where, field->key, "is no number from 0");
	if (field->kind == FIELD_LINE) {
		MEMBER(unsigned long, into, field) = number;
		return true;
	}
	if (number > G_MAXUINT)
		return refuse(error, where, field->key, "is too large");
	MEMBER(unsigned int, into, field) = number;
	return true;
}

static bool share_read(const json_t *value, const struct field *field, const char *where,
		       gpointer into, GError **error)
{
	double share = json_number_value(value);

	if (!json_is_null(value) && (!json_is_number(value) || share < 0 || share > 1))
		return refuse(error, where, field->key, "is no number from 0 to 1");
	MEMBER(double, into, field) = share;
	return true;
}

static bool enum_read(const json_t *value, const struct field *field, const char *where,
		      gpointer into, GError **error)
{
	const char *name = json_is_null(value) ? "" : json_string_value(value);
	g_autofree char *problem = NULL;

	for (unsigned int i = 0; name && i < field->values; i++) {
		if (!g_strcmp0(field->name(i), name)) {
			MEMBER(unsigned int, into, field) = i;
			return true;
		}
	}
	problem = g_strdup_printf("is %s%.40s%s, which is not known", name ? "\"" : "",
				  name ? name : "no string", name ? "\"" : "");
	return refuse(error, where, field->key, problem);
}

static bool texts_read(const json_t *value, const struct field *field, const char *where,
		       gpointer into, GError **error)
{
	GPtrArray *texts = MEMBER(GPtrArray *, into, field);
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return refuse(error, where, field->key, "is no array");
	json_array_foreach(value, i, item) {
		if (!json_is_string(item))
			return refuse(error, where, field->key, "holds what is no string");
		g_ptr_array_add(texts, g_strdup(json_string_value(item)));
	}
	return true;
}

static bool rows_read(const json_t *value, const struct field *field, const char *where,
		      gpointer into, GError **error)
{
	GPtrArray *rows = MEMBER(GPtrArray *, into, field);
	const json_t *item;
	size_t i;

	if (!json_is_array(value))
		return refuse(error, where, field->key, "is no array");
	json_array_foreach(value, i, item) {
		gpointer row = field->shape->create();
		g_autofree char *at = g_strdup_printf("%s%s%s[%zu]", where, *where ? "." : "",
						      field->key, i);

		if (!fields_read(item, field->shape, at, row, error)) {
			field->shape->free(row);
			return false;
		}
		g_ptr_array_add(rows, row);
	}
	return true;
}

static bool field_read(const json_t *value, const struct field *field, const char *where,
		       gpointer into, GError **error)
{
	switch (field->kind) {
	case FIELD_TEXT:
	case FIELD_STATIC:
		return text_read(value, field, where, into, error);
	case FIELD_LINE:
	case FIELD_COUNT:
		return number_read(value, field, where, into, error);
	case FIELD_SHARE:
		return share_read(value, field, where, into, error);
	case FIELD_ENUM:
		return enum_read(value, field, where, into, error);
	case FIELD_TEXTS:
		return texts_read(value, field, where, into, error);
	case FIELD_ROWS:
		return rows_read(value, field, where, into, error);
	}
	return false;
}

bool fields_read(const json_t *object, const struct shape *shape, const char *where,
		 gpointer into, GError **error)
{
	if (!json_is_object(object)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "%s%s%s is no object",
			    *where ? "'" : "", *where ? where : "the top value",
			    *where ? "'" : "");
		return false;
	}
	for (const struct field *field = shape->fields; field->key; field++) {
		const json_t *value = json_object_get(object, field->key);

		if (!value && field->optional)
			continue;
		if (!value)
			return refuse(error, where, field->key, "is missing");
		if (!field_read(value, field, where, into, error))
			return false;
	}
	return true;
}

/* what a terminal must not get; jansson has escaped U+0000 to U+001F already */
static bool is_unsafe(gunichar c)
{
	return (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* the first byte of all that is_unsafe() finds, U+007F apart: C2, D8 and E2 in UTF-8 */
static bool may_be_unsafe(char c)
{
	return c == 0x7f || c == '\xc2' || c == '\xd8' || c == '\xe2';
}

/* outside of strings JSON is ASCII, so every such character is in a string */
static char *safe_text(json_t *value, size_t flags)
{
	char *raw = json_dumps(value, flags);
	GString *out = g_string_sized_new(strlen(raw) + 2);
	const char *from = raw, *at = raw;

	while (*at) {
		gunichar c;

		if (!may_be_unsafe(*at)) {
			at++;
			continue;
		}
		c = g_utf8_get_char(at);
		if (is_unsafe(c)) {
			g_string_append_len(out, from, at - from);
			g_string_append_printf(out, "\\u%04x", c);
			from = g_utf8_next_char(at);
		}
		at = g_utf8_next_char(at);
	}
	g_string_append_len(out, from, at - from);
	g_string_append_c(out, '\n');
	free(raw);
	json_decref(value);
	return g_string_free(out, FALSE);
}

char *json_text(json_t *value)
{
	return safe_text(value, JSON_INDENT(2));
}

char *json_line(json_t *value)
{
	return safe_text(value, JSON_COMPACT);
}
