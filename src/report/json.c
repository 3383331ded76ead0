// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON of port, report, list and show, and verdict.json in both directions.
 * Documentation/json.rst describes the objects; the tables here are their keys.
 */
#include <string.h>

#include "base/error.h"
#include "base/escape.h"
#include "report/fields.h"
#include "report/report.h"
#include "report/shapes.h"

json_t *schema_object(const char *schema)
{
	json_t *object = json_object();

	json_object_set_new(object, "schema", json_string(schema));
	return object;
}

char *report_json(const struct series_result *result)
{
	json_t *object = schema_object("backstitch.port/1");

	fields_write(object, &series_result_shape, result);
	json_object_set_new(object, "sourceless", texts_write(result->sourceless));
	return json_text(object);
}

char *report_matrix_json(const GPtrArray *results)
{
	json_t *object = schema_object("backstitch.report/1");

	json_object_set_new(object, "series", rows_write(results, &series_result_shape));
	return json_text(object);
}

char *verdict_json(const struct tree_result *result)
{
	json_t *object = schema_object(VERDICT_SCHEMA);

	fields_write(object, &tree_result_shape, result);
	return json_text(object);
}

static bool check_schema(const json_t *object, GError **error)
{
	const char *schema = json_string_value(json_object_get(object, "schema"));
	g_autofree char *safe = NULL;

	if (!g_strcmp0(schema, VERDICT_SCHEMA))
		return true;
	safe = escape_line(schema ? schema : "missing", -1);
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
		    "no verdict: 'schema' is %.60s, not \"%s\"; run 'backstitch port' again", safe,
		    VERDICT_SCHEMA);
	return false;
}

static struct tree_result *tree_from(const json_t *object, GError **error)
{
	g_autoptr(tree_result) result = tree_result_new(NULL);

	if (!check_schema(object, error))
		return NULL;
	if (!fields_read(object, &tree_result_shape, "", result, error)) {
		g_prefix_error(error, "damaged verdict, run 'backstitch port' again: ");
		return NULL;
	}
	return g_steal_pointer(&result);
}

struct tree_result *verdict_parse(const char *text, GError **error)
{
	json_error_t cause;
	json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &cause);
	struct tree_result *result;

	if (!object && (!text || !*text)) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT,
				    "not JSON: it is empty; run 'backstitch port' again");
		return NULL;
	}
	if (!object) {
		g_autofree char *safe = escape_line(cause.text, -1);

		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "not JSON: line %d, column %d: %s; run 'backstitch port' again",
			    cause.line, cause.column, safe);
		return NULL;
	}
	result = tree_from(object, error);
	json_decref(object);
	return result;
}
