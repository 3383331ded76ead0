// SPDX-License-Identifier: GPL-2.0-only
#include "report/pick.h"

#include "engine/result/pickedfile.h"
#include "report/explain.h"
#include "report/layout.h"
#include "report/shapes.h"
#include "report/state.h"

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new_nocheck(object, key, value);
}

static json_t *precision_write(double precision)
{
	return precision > 0 ? json_real(precision) : json_null();
}

static json_t *file_write(const struct picked_file *file)
{
	json_t *object = json_object();

	set(object, "path", text_write(file->path));
	if (file->from)
		set(object, "from", text_write(file->from));
	set(object, "rung", text_write(file->rung));
	set(object, "placement", text_write(placement_name(file->placement)));
	set(object, "precision", precision_write(file->precision));
	set(object, "note", text_write(file->note));
	if (file->markers)
		set(object, "markers", json_integer(file->markers));
	set(object, "regions", rows_write(file->regions, &picked_region_shape));
	return object;
}

char *pick_json(const char *onto, const char *upstream, const struct picked *picked,
		const GPtrArray *explanations)
{
	json_t *object = json_object(), *files = json_array();
	char hex[OBJECT_ID_HEX + 1];

	for (guint i = 0; i < picked->files->len; i++)
		json_array_append_new(files, file_write(picked->files->pdata[i]));
	set(object, "onto", text_write(onto));
	set(object, "upstream", text_write(upstream));
	set(object, "outcome", text_write(outcome_name(picked->outcome)));
	set(object, "rung", text_write(picked->rung));
	set(object, "precision", precision_write(picked->precision));
	set(object, "tree", object_id_is_null(&picked->tree) ?
				    json_null() : text_write(object_id_hex(&picked->tree, hex)));
	if (!object_id_is_null(&picked->marked))
		set(object, "marked", text_write(object_id_hex(&picked->marked, hex)));
	if (!object_id_is_null(&picked->respelled))
		set(object, "respelled", text_write(object_id_hex(&picked->respelled, hex)));
	set(object, "reason", text_write(picked->reason));
	set(object, "files", files);
	set(object, "warnings", texts_write(picked->warnings));
	if (explanations)
		set(object, "conflicts", rows_write(explanations, &explanation_shape));
	set(object, "usec", json_integer(picked->usec));
	return json_line(object);
}

static enum state state_of_pick(const struct picked *picked)
{
	static const enum state states[] = {
		[OUTCOME_PRESENT] = STATE_PRESENT,
		[OUTCOME_NOT_AFFECTED] = STATE_NOT_AFFECTED,
		[OUTCOME_PORTED] = STATE_REVIEW,
		[OUTCOME_PROPOSED] = STATE_PROPOSED,
		[OUTCOME_CONFLICT] = STATE_CONFLICT,
		[OUTCOME_ERROR] = STATE_ERROR,
	};

	return states[picked->outcome];
}

static void picked_line(struct sheet *sheet, const struct picked *picked,
			const struct picked_file *file, const char *label)
{
	g_autoptr(GString) text = g_string_new(file->path);

	if (file->from)
		g_string_append_printf(text, " (upstream's %s)", file->from);
	g_string_append_printf(text, ": %s", file->rung ? file->rung : "not resolved");
	if (file->note && !is_said(file->note, picked->reason, picked->warnings))
		g_string_append_printf(text, "; %s", file->note);
	sheet_item(sheet, label, file->rung ? NULL : "31", text->str);
}

static void result_text(struct sheet *sheet, const struct picked *picked)
{
	g_autofree char *how = rung_words(picked->rung, picked->precision);
	char hex[OBJECT_ID_HEX + 1];

	if (how)
		sheet_item(sheet, "rung", NULL, how);
	if (picked->reason)
		sheet_item(sheet, "reason", NULL, picked->reason);
	if (!object_id_is_null(&picked->tree))
		sheet_item(sheet, "tree", NULL, object_id_hex(&picked->tree, hex));
	for (guint i = 0; i < picked->files->len; i++)
		picked_line(sheet, picked, picked->files->pdata[i], i ? "" : "files");
	sheet_others(sheet, "warnings", "33", picked->warnings, picked->reason);
}

char *pick_text(const char *onto, const char *upstream, const struct picked *picked,
		const GPtrArray *explanations, const struct report_style *style)
{
	struct sheet sheet = { g_string_new(NULL), style->colour, MAX(style->columns, 20) };
	const struct state_row *row = state_row(state_of_pick(picked));
	g_autofree char *head = g_strdup_printf("%s onto %s", upstream, onto);
	g_autofree char *said = g_strdup_printf("%s %s", row->symbol,
						outcome_name(picked->outcome));

	sheet_wrapped(&sheet, 0, "1", head);
	sheet_item(&sheet, "state", row->colour, said);
	result_text(&sheet, picked);
	if (explanations && explanations->len) {
		sheet_newline(&sheet);
		explanations_write(&sheet, explanations, "conflict");
	}
	return g_string_free(sheet.out, FALSE);
}
