// SPDX-License-Identifier: GPL-2.0-only
#include "report/pick.h"

#include "report/fields.h"

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new_nocheck(object, key, value);
}

static json_t *precision_write(double precision)
{
	return precision > 0 ? json_real(precision) : json_null();
}

static json_t *region_write(const struct picked_region *region)
{
	json_t *object = json_object();

	set(object, "rung", text_write(region->rung));
	set(object, "line", json_integer(region->line));
	set(object, "base", text_write(region->base));
	set(object, "ours", text_write(region->ours));
	set(object, "theirs", text_write(region->theirs));
	set(object, "text", text_write(region->text));
	set(object, "note", text_write(region->note));
	return object;
}

static json_t *file_write(const struct picked_file *file)
{
	json_t *object = json_object(), *regions = json_array();

	set(object, "path", text_write(file->path));
	if (file->from)
		set(object, "from", text_write(file->from));
	set(object, "rung", text_write(file->rung));
	set(object, "placement", text_write(placement_name(file->placement)));
	set(object, "precision", precision_write(file->precision));
	set(object, "note", text_write(file->note));
	for (guint i = 0; i < file->regions->len; i++)
		json_array_append_new(regions, region_write(file->regions->pdata[i]));
	set(object, "regions", regions);
	return object;
}

char *pick_json(const char *onto, const char *upstream, const struct picked *picked)
{
	json_t *object = json_object(), *files = json_array(), *warnings = json_array();
	char hex[OBJECT_ID_HEX + 1];

	for (guint i = 0; i < picked->files->len; i++)
		json_array_append_new(files, file_write(picked->files->pdata[i]));
	for (guint i = 0; i < picked->warnings->len; i++)
		json_array_append_new(warnings, text_write(picked->warnings->pdata[i]));
	set(object, "onto", text_write(onto));
	set(object, "upstream", text_write(upstream));
	set(object, "outcome", text_write(outcome_name(picked->outcome)));
	set(object, "rung", text_write(picked->rung));
	set(object, "precision", precision_write(picked->precision));
	set(object, "tree", object_id_is_null(&picked->tree) ?
				    json_null() : text_write(object_id_hex(&picked->tree, hex)));
	if (!object_id_is_null(&picked->respelled))
		set(object, "respelled", text_write(object_id_hex(&picked->respelled, hex)));
	set(object, "reason", text_write(picked->reason));
	set(object, "files", files);
	set(object, "warnings", warnings);
	set(object, "usec", json_integer(picked->usec));
	return json_line(object);
}
