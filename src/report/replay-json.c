// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>

#include "report/fields.h"
#include "report/replay.h"
#include "report/shapes.h"

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new_nocheck(object, key, value);
}

static json_t *id_write(const struct object_id *id)
{
	char hex[OBJECT_ID_HEX + 1];

	return json_string(object_id_hex(id, hex));
}

static json_t *tally_write(const struct tally *tally)
{
	json_t *object = json_object();
	double low, high;

	tally_interval(tally, &low, &high);
	set(object, "claims", json_integer(tally->claims));
	set(object, "right", json_integer(tally->right));
	set(object, "whitespace", json_integer(tally->whitespace));
	set(object, "differs",
	    json_integer(tally->claims - tally->right - tally->whitespace));
	set(object, "precision", tally->claims ? json_real(tally_precision(tally)) : json_null());
	set(object, "low", json_real(low));
	set(object, "high", json_real(high));
	return object;
}

static json_t *row_write(const struct replay_row *row)
{
	json_t *object = json_object();

	set(object, "name", text_write(row->name));
	set(object, "cases", json_integer(row->cases));
	set(object, "results", tally_write(&row->compared));
	set(object, "ported", tally_write(&row->ported));
	set(object, "elsewhere", json_integer(row->elsewhere));
	set(object, "misplaced", json_integer(row->misplaced));
	return object;
}

static json_t *table_write(const GPtrArray *table)
{
	json_t *array = json_array();

	for (guint i = 0; i < table->len; i++)
		json_array_append_new(array, row_write(table->pdata[i]));
	return array;
}

static json_t *merges_write(const struct replay_merges *merges)
{
	json_t *object = json_object();

	set(object, "right", json_integer(merges->right));
	set(object, "right-flagged", json_integer(merges->right_flagged));
	set(object, "wrong", json_integer(merges->wrong));
	set(object, "wrong-flagged", json_integer(merges->wrong_flagged));
	set(object, "respelled", json_integer(merges->respelled));
	return object;
}

static bool has_match(const struct replayed *one)
{
	return one->outcome != OUTCOME_CONFLICT && one->outcome != OUTCOME_ERROR;
}

static json_t *signs_write(const struct signs *signs)
{
	json_t *object = json_object();

	for (int i = 0; i < SIGNS; i++)
		set(object, sign_name(i), json_integer(signs->value[i]));
	return object;
}

static json_t *case_write(const struct replayed *one, const GPtrArray *branches)
{
	const struct backport *backport = one->backport;
	json_t *object = json_object();

	set(object, "commit", id_write(&backport->commit));
	set(object, "upstream", id_write(&backport->upstream));
	set(object, "branch", text_write(branches->pdata[backport->branch]));
	set(object, "title", text_write(backport->title));
	set(object, "conflicted", json_boolean(one->conflicted));
	set(object, "outcome", text_write(outcome_name(one->outcome)));
	set(object, "rung", text_write(one->grounds.rung));
	set(object, "level", json_integer(one->grounds.level));
	set(object, "doubted", json_boolean(one->grounds.doubted));
	set(object, "signs", signs_write(&one->signs));
	set(object, "precision", one->precision > 0 ? json_real(one->precision) : json_null());
	set(object, "match", has_match(one) ? text_write(match_name(one->match)) : json_null());
	if (one->respelled)
		set(object, "respelled", text_write(match_name(one->respelled_match)));
	set(object, "elsewhere", one->elsewhere ? texts_write(one->elsewhere) : json_array());
	set(object, "misplaced", json_integer(one->misplaced));
	set(object, "reason", text_write(one->reason));
	set(object, "usec", json_integer(one->usec));
	return object;
}

char *replay_json(const struct replay *replay, const GPtrArray *branches)
{
	g_autoptr(replay_table) table = replay_count(replay);
	json_t *object = schema_object("backstitch.replay/1"), *cases = json_array();

	for (guint i = 0; i < replay->cases->len; i++)
		json_array_append_new(cases, case_write(replay->cases->pdata[i], branches));
	set(object, "branches", texts_write(branches));
	set(object, "found", json_integer(replay->found->len));
	set(object, "lost", json_integer(replay->lost));
	set(object, "threshold", json_real(calibration_threshold(replay->measured)));
	set(object, "clean", table_write(table->clean));
	set(object, "conflicts", table_write(table->conflicts));
	set(object, "levels", table_write(table->levels));
	set(object, "merges", merges_write(&table->merges));
	set(object, "resolutions", json_integer(replay->resolutions));
	set(object, "recorded", tally_write(&replay->recorded));
	set(object, "cases", cases);
	return json_text(object);
}

static json_t *shown_file_write(const struct shown_file *file)
{
	json_t *object = json_object();

	set(object, "path", text_write(file->path));
	set(object, "from", text_write(file->from));
	set(object, "rung", text_write(file->rung));
	set(object, "note", text_write(file->note));
	set(object, "upstream", text_write(file->upstream));
	set(object, "ours", text_write(file->ours));
	set(object, "maintainer", text_write(file->maintainer));
	set(object, "between", text_write(file->between));
	return object;
}

char *replay_show_json(const struct shown *shown)
{
	const struct picked *picked = shown->picked;
	json_t *object = schema_object("backstitch.replay-show/1"), *files = json_array();
	bool compared = picked->outcome != OUTCOME_CONFLICT && picked->outcome != OUTCOME_ERROR;

	for (guint i = 0; i < shown->files->len; i++)
		json_array_append_new(files, shown_file_write(shown->files->pdata[i]));
	set(object, "commit", id_write(&shown->commit));
	set(object, "upstream", id_write(&shown->upstream));
	set(object, "title", text_write(shown->title));
	set(object, "outcome", text_write(outcome_name(picked->outcome)));
	set(object, "rung", text_write(picked->rung));
	set(object, "match", compared ? text_write(match_name(shown->match)) : json_null());
	set(object, "reason", text_write(picked->reason));
	set(object, "warnings", texts_write(picked->warnings));
	set(object, "files", files);
	return json_text(object);
}
