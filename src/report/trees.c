// SPDX-License-Identifier: GPL-2.0-only
#include "report/trees.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"

static void feature_free(gpointer data)
{
	struct tree_feature *feature = data;

	g_free(feature->name);
	g_free(feature->path);
	g_free(feature);
}

struct tree_info *tree_info_new(const char *name)
{
	struct tree_info *info = g_new0(struct tree_info, 1);

	info->name = g_strdup(name);
	info->features = g_ptr_array_new_with_free_func(feature_free);
	return info;
}

void tree_info_add(struct tree_info *info, const char *name, const char *path,
		   unsigned int line)
{
	struct tree_feature *feature = g_new0(struct tree_feature, 1);

	feature->name = g_strdup(name);
	feature->path = g_strdup(path);
	feature->line = line;
	g_ptr_array_add(info->features, feature);
}

void tree_info_free(struct tree_info *info)
{
	if (!info)
		return;
	g_free(info->name);
	g_free(info->status);
	g_free(info->source);
	g_free(info->version);
	g_free(info->problem);
	g_ptr_array_unref(info->features);
	g_free(info);
}

static void append_cell(GString *out, const char *text, unsigned int width)
{
	g_autofree char *safe = escape_line(text ? text : "-", -1);
	glong size = g_utf8_strlen(safe, -1);

	g_string_append(out, safe);
	for (glong i = size; i < (glong)width; i++)
		g_string_append_c(out, ' ');
}

static void append_feature(GString *out, const struct tree_feature *feature)
{
	g_string_append(out, "  ");
	append_cell(out, feature->name, 24);
	if (feature->path) {
		g_string_append_c(out, ' ');
		append_cell(out, feature->path, 0);
		g_string_append_printf(out, ":%u\n", feature->line);
	} else {
		g_string_append(out, " -\n");
	}
}

static unsigned int name_width(const GPtrArray *trees)
{
	unsigned int width = 8;

	for (guint i = 0; i < trees->len; i++) {
		const struct tree_info *info = trees->pdata[i];

		width = MAX(width, MIN(strlen(info->name), 40));
	}
	return width;
}

char *report_trees_text(const GPtrArray *trees)
{
	unsigned int width = name_width(trees);
	GString *out = g_string_new(NULL);

	append_cell(out, "TREE", width + 2);
	g_string_append(out, "STATUS    VERSION    SOURCE\n");
	for (guint i = 0; i < trees->len; i++) {
		const struct tree_info *info = trees->pdata[i];

		append_cell(out, info->name, width + 2);
		append_cell(out, info->status, 10);
		append_cell(out, info->version, 11);
		append_cell(out, info->problem ? info->problem : info->source, 0);
		g_string_append_c(out, '\n');
		for (guint k = 0; k < info->features->len; k++)
			append_feature(out, info->features->pdata[k]);
	}
	return g_string_free(out, FALSE);
}

static json_t *text_value(const char *text)
{
	g_autofree char *valid = text ? escape_utf8(text, -1) : NULL;

	return valid ? json_string(valid) : json_null();
}

static json_t *feature_value(const struct tree_feature *feature)
{
	json_t *value = json_object();

	json_object_set_new(value, "name", text_value(feature->name));
	json_object_set_new(value, "path", text_value(feature->path));
	json_object_set_new(value, "line",
			    feature->path ? json_integer(feature->line) : json_null());
	return value;
}

static json_t *tree_value(const struct tree_info *info)
{
	json_t *value = json_object();
	json_t *features = json_array();

	for (guint i = 0; i < info->features->len; i++)
		json_array_append_new(features, feature_value(info->features->pdata[i]));
	json_object_set_new(value, "tree", text_value(info->name));
	json_object_set_new(value, "status", text_value(info->status));
	json_object_set_new(value, "kernel", text_value(info->version));
	json_object_set_new(value, "source", text_value(info->source));
	json_object_set_new(value, "error", text_value(info->problem));
	json_object_set_new(value, "features", features);
	return value;
}

char *report_trees_json(const GPtrArray *trees)
{
	json_t *object = json_object();
	json_t *list = json_array();
	g_autofree char *dumped = NULL;
	char *text;

	for (guint i = 0; i < trees->len; i++)
		json_array_append_new(list, tree_value(trees->pdata[i]));
	json_object_set_new(object, "schema", json_string("backstitch.tree/1"));
	json_object_set_new(object, "trees", list);
	dumped = json_dumps(object, JSON_INDENT(1));
	text = g_strconcat(dumped, "\n", NULL);
	json_decref(object);
	return text;
}
