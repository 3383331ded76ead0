// SPDX-License-Identifier: GPL-2.0-only
#include "report/overview.h"
#include "report/shapes.h"

/* {"proven": 26, "conflict": 2} */
static json_t *counts_json(const struct tree_result *tree)
{
	json_t *counts = json_object();

	for (enum state state = STATE_NOT_AFFECTED; state < STATE_COUNT; state++) {
		unsigned int count = tree_in_state(tree, state);

		if (count)
			json_object_set_new(counts, state_row(state)->name, json_integer(count));
	}
	return counts;
}

static json_t *tree_json(const struct tree_result *tree)
{
	json_t *object = json_object();

	json_object_set_new(object, "tree", text_write(tree->tree));
	json_object_set_new(object, "kernel", text_write(tree->kernel));
	json_object_set_new(object, "state", text_write(state_row(state_of_tree(tree))->name));
	json_object_set_new(object, "patches", counts_json(tree));
	return object;
}

static json_t *trees_json(const struct series_result *result)
{
	json_t *trees = json_array();

	for (guint i = 0; i < result->trees->len; i++)
		json_array_append_new(trees, tree_json(result->trees->pdata[i]));
	return trees;
}

static void head_json(json_t *object, const struct series *series)
{
	g_autoptr(GPtrArray) missing = series_missing(series);

	json_object_set_new(object, "series", text_write(series->name));
	json_object_set_new(object, "title", text_write(series_title(series)));
	json_object_set_new(object, "version", json_integer(series->version));
	json_object_set_new(object, "total", json_integer(series->total));
	json_object_set_new(object, "missing", texts_write(missing));
}

static json_t *entry_json(const struct series *series, const struct series_result *result)
{
	json_t *object = json_object();

	head_json(object, series);
	json_object_set_new(object, "patches", json_integer(series_there(series)));
	json_object_set_new(object, "comments", json_integer(series->comments->len));
	json_object_set_new(object, "open", json_integer(series_open(series)));
	json_object_set_new(object, "trees", trees_json(result));
	return object;
}

char *report_list_json(const GPtrArray *series, const GPtrArray *results)
{
	json_t *object = schema_object("backstitch.list/1");
	json_t *entries = json_array();

	for (guint i = 0; i < series->len; i++)
		json_array_append_new(entries, entry_json(series->pdata[i], results->pdata[i]));
	json_object_set_new(object, "series", entries);
	return json_text(object);
}

static json_t *patch_json(const struct patch *patch, unsigned int number)
{
	json_t *object = json_object();
	g_autofree char *date = patch_date(patch);

	json_object_set_new(object, "number", json_integer(number));
	json_object_set_new(object, "subject", text_write(patch->subject->title));
	json_object_set_new(object, "author", text_write(patch->author_name));
	json_object_set_new(object, "email", text_write(patch->author_email));
	json_object_set_new(object, "date", text_write(date));
	json_object_set_new(object, "message-id", text_write(patch->message_id));
	json_object_set_new(object, "upstream", text_write(patch->upstream));
	return object;
}

static json_t *patches_json(const struct series *series)
{
	json_t *patches = json_array();

	for (guint i = 0; i < series->patches->len; i++) {
		if (series->patches->pdata[i])
			json_array_append_new(patches,
					      patch_json(series->patches->pdata[i], i + 1));
	}
	return patches;
}

char *report_show_json(const struct series *series, const struct series_result *result)
{
	json_t *object = schema_object("backstitch.show/1");

	head_json(object, series);
	json_object_set_new(object, "change-id", text_write(series->change_id));
	json_object_set_new(object, "rule", text_write(series->rule));
	json_object_set_new(object, "sources", texts_write(series->sources));
	json_object_set_new(object, "cc", texts_write(series->cc));
	json_object_set_new(object, "patches", patches_json(series));
	json_object_set_new(object, "comments", rows_write(series->comments, &comment_shape));
	json_object_set_new(object, "trees", rows_write(result->trees, &tree_result_shape));
	return json_text(object);
}
