// SPDX-License-Identifier: GPL-2.0-only
#include "rules/scanunit.h"

#include <stdlib.h>
#include <string.h>

#define PARCEL_UNITS 40
#define PARCEL_BYTES (64U << 10)

struct scan_file *scan_file_new(const char *path)
{
	struct scan_file *file = g_new0(struct scan_file, 1);

	file->path = g_strdup(path);
	file->record = scan_record_new();
	file->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return file;
}

void scan_file_free(struct scan_file *file)
{
	g_free(file->path);
	g_free(file->key);
	slicer_free(file->slicer);
	scan_record_free(file->record);
	g_hash_table_unref(file->told);
	g_free(file);
}

bool scan_file_miss(struct scan_file *file, const struct scan_rule *rule, const char *function,
		    const char *reason)
{
	if (!g_hash_table_add(file->told, g_strdup_printf("M %s\t%s", function, reason)))
		return false;
	g_ptr_array_add(file->record->missed,
			scan_missed_new(rule->name, file->path, function, reason));
	return true;
}

struct scan_unit *scan_unit_new(struct scan_file *file, struct slice *slice)
{
	struct scan_unit *unit = g_new0(struct scan_unit, 1);

	unit->file = file;
	unit->slice = slice;
	return unit;
}

void scan_unit_free(struct scan_unit *unit)
{
	slice_free(unit->slice);
	g_free(unit->key);
	g_free(unit);
}

/* each number between marks becomes what @line makes of it; false when that is 0 for one */
static bool put_lines(GString *to, const char *text,
		      unsigned int (*line)(const struct scan_unit *unit, unsigned int line),
		      const struct scan_unit *unit, bool marked)
{
	bool ok = true;

	for (const char *at = text; *at; at++) {
		char *end;
		unsigned int number;

		if (*at != BATCH_LINE_START) {
			g_string_append_c(to, *at);
			continue;
		}
		number = line(unit, strtoul(at + 1, &end, 10));
		ok &= number > 0;
		if (marked)
			g_string_append_printf(to, "%c%u%c", BATCH_LINE_START, number,
					       BATCH_LINE_END);
		else
			g_string_append_printf(to, "%u", number);
		at = *end == BATCH_LINE_END ? end : end - 1;
	}
	return ok;
}

static unsigned int line_of_file(const struct scan_unit *unit, unsigned int line)
{
	return slice_line(unit->slice, line);
}

static void add_hit(struct scan_unit *unit, const struct scan_rule *rule, unsigned int at,
		    const char *text)
{
	struct scan_file *file = unit->file;
	unsigned int line = line_of_file(unit, at);
	g_autoptr(GString) said = g_string_new(NULL);
	const char *reason;

	put_lines(said, text, line_of_file, unit, false);
	reason = said->len ? said->str : rule->smpl->summary;
	if (!*reason)
		reason = "the rule matches";
	/* what two slices share is seen twice */
	if (g_hash_table_add(file->told, g_strdup_printf("H %u\t%s", line, reason)))
		g_ptr_array_add(file->record->findings,
				finding_new(rule->name, file->path, line,
					    slicer_at(file->slicer, line), NULL, NULL, reason));
}

void scan_unit_miss(struct scan_unit *unit, const struct scan_rule *rule, unsigned int first,
		    unsigned int last, const char *reason)
{
	for (guint i = 0; i < unit->slice->spans->len; i++) {
		const struct span *span = &g_array_index(unit->slice->spans, struct span, i);

		if (span->name && span->line <= last && span->line + span->lines > first &&
		    scan_file_miss(unit->file, rule, span->name, reason))
			unit->file->record->functions += !span->defines;
	}
}

void scan_unit_apply(struct scan_unit *unit, const struct scan_rule *rule, const char *result)
{
	g_auto(GStrv) lines = g_strsplit(result, "\n", -1);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) fields = g_strsplit(*line, "\t", 3);

		if (g_strv_length(fields) != 3)
			continue;
		if (**line == 'H')
			add_hit(unit, rule, strtoul(fields[1], NULL, 10), fields[2]);
		else
			scan_unit_miss(unit, rule, strtoul(fields[1], NULL, 10),
				       strtoul(fields[2], NULL, 10), "could not be parsed");
	}
}

struct parcel *parcel_new(void)
{
	struct parcel *parcel = g_new0(struct parcel, 1);

	parcel->units = g_ptr_array_new();
	return parcel;
}

void parcel_free(struct parcel *parcel)
{
	if (!parcel)
		return;
	g_ptr_array_set_free_func(parcel->units, (GDestroyNotify)scan_unit_free);
	g_ptr_array_unref(parcel->units);
	g_free(parcel);
}

static unsigned int lines_of(const struct scan_unit *unit)
{
	const GString *text = unit->slice->text;
	unsigned int lines = 1;

	for (const char *at = text->str; (at = memchr(at, '\n', text->str + text->len - at)); at++)
		lines++;
	return lines;
}

void parcel_add(struct parcel *parcel, struct scan_unit *unit)
{
	unit->first = parcel->lines + 1;
	/* the line between two belongs to neither */
	parcel->lines += lines_of(unit) + 1;
	parcel->size += unit->slice->text->len;
	g_ptr_array_add(parcel->units, unit);
}

bool parcel_is_full(const struct parcel *parcel)
{
	return parcel->units->len >= PARCEL_UNITS || parcel->size >= PARCEL_BYTES;
}

GString *parcel_text(const struct parcel *parcel)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < parcel->units->len; i++) {
		const struct scan_unit *unit = parcel->units->pdata[i];

		if (i)
			g_string_append(text, "\n\n");
		g_string_append_len(text, unit->slice->text->str, unit->slice->text->len);
	}
	return text;
}

/* index of the last unit that starts at or before a line */
static guint unit_at(const struct parcel *parcel, unsigned int line)
{
	guint low = 0, high = parcel->units->len;

	while (high - low > 1) {
		guint middle = (low + high) / 2;
		const struct scan_unit *unit = parcel->units->pdata[middle];

		if (unit->first <= line)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* a line of the text as one of the unit's slice, 0 when it is not in it */
static unsigned int line_of_slice(const struct scan_unit *unit, unsigned int line)
{
	return line < unit->first || line - unit->first >= lines_of(unit) ? 0 :
									    line - unit->first + 1;
}

static unsigned int same_line(const struct scan_unit *unit, unsigned int line)
{
	return line;
}

static bool share_hit(const struct parcel *parcel, const struct hit *hit, GString **results)
{
	bool several = parcel->units->len > 1;
	guint index = unit_at(parcel, hit->line);
	const struct scan_unit *unit = parcel->units->pdata[index];
	unsigned int line = several ? line_of_slice(unit, hit->line) : hit->line;
	g_autofree char *said = g_strdelimit(g_strdup(hit->text), "\t\n", ' ');
	bool ok;

	g_string_append_printf(results[index], "H\t%u\t", line);
	ok = put_lines(results[index], said, several ? line_of_slice : same_line, unit, true);
	g_string_append_c(results[index], '\n');
	return !several || (ok && line);
}

static bool share(const struct parcel *parcel, const struct batch_text *text, GString **results)
{
	bool several = parcel->units->len > 1;

	if (several && (text->problem || text->bads->len))
		return false;
	for (guint i = 0; i < text->hits->len; i++) {
		if (!share_hit(parcel, text->hits->pdata[i], results))
			return false;
	}
	for (guint i = 0; i < text->bads->len; i++) {
		const struct bad *bad = &g_array_index(text->bads, struct bad, i);

		g_string_append_printf(results[0], "B\t%u\t%u\n", bad->first, bad->last);
	}
	return true;
}

char **parcel_share(const struct parcel *parcel, const struct batch_text *text)
{
	guint count = parcel->units->len;
	g_autofree GString **results = g_new0(GString *, count + 1);
	char **texts = g_new0(char *, count + 1);
	bool ok;

	for (guint i = 0; i < count; i++)
		results[i] = g_string_new(NULL);
	ok = share(parcel, text, results);
	for (guint i = 0; i < count; i++)
		texts[i] = g_string_free(results[i], FALSE);
	if (!ok)
		g_clear_pointer(&texts, g_strfreev);
	return texts;
}

GPtrArray *parcel_units(struct parcel *parcel)
{
	GPtrArray *units = g_steal_pointer(&parcel->units);

	parcel->units = g_ptr_array_new();
	return units;
}
