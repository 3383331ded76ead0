// SPDX-License-Identifier: GPL-2.0-only
/* Records as text: a letter, and fields with tabs between them. */
#include <stdlib.h>
#include <string.h>

#include "rules/scanrule.h"

struct scan_missed *scan_missed_new(const char *rule, const char *path, const char *function,
				    const char *reason)
{
	struct scan_missed *missed = g_new0(struct scan_missed, 1);

	missed->rule = g_strdup(rule);
	missed->path = g_strdup(path);
	missed->function = g_strdup(function);
	missed->reason = g_strdup(reason);
	return missed;
}

static void missed_free(gpointer data)
{
	struct scan_missed *missed = data;

	g_free(missed->rule);
	g_free(missed->path);
	g_free(missed->function);
	g_free(missed->reason);
	g_free(missed);
}

struct scan_coverage *scan_coverage_new(void)
{
	struct scan_coverage *coverage = g_new0(struct scan_coverage, 1);

	coverage->missed = g_ptr_array_new_with_free_func(missed_free);
	coverage->problems = g_ptr_array_new_with_free_func(g_free);
	coverage->faults = rule_faults_new();
	return coverage;
}

void scan_coverage_free(struct scan_coverage *coverage)
{
	if (!coverage)
		return;
	g_ptr_array_unref(coverage->missed);
	g_ptr_array_unref(coverage->problems);
	g_ptr_array_unref(coverage->faults);
	g_free(coverage);
}

struct scan_record *scan_record_new(void)
{
	struct scan_record *record = g_new0(struct scan_record, 1);

	record->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	record->missed = g_ptr_array_new_with_free_func(missed_free);
	record->keep = true;
	return record;
}

void scan_record_free(struct scan_record *record)
{
	if (!record)
		return;
	g_ptr_array_unref(record->findings);
	g_ptr_array_unref(record->missed);
	g_free(record);
}

static char *clean(const char *text)
{
	return g_strdelimit(g_strdup(text ? text : ""), "\t\n", ' ');
}

void scan_record_print(const struct scan_record *record, GString *to)
{
	g_string_append_printf(to, "C\t%u\n", record->functions);
	for (guint i = 0; i < record->findings->len; i++) {
		const struct finding *finding = record->findings->pdata[i];
		g_autofree char *reason = clean(finding->reason);

		g_string_append_printf(to, "F\t%u\t%s\t%s\t%s\t%s\n", finding->line,
				       finding->function, finding->symbol ? finding->symbol : "",
				       finding->verdict ? finding->verdict : "", reason);
	}
	for (guint i = 0; i < record->missed->len; i++) {
		const struct scan_missed *missed = record->missed->pdata[i];

		g_string_append_printf(to, "M\t%s\t%s\n", missed->function, missed->reason);
	}
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static bool parse_line(struct scan_record *record, const char *line, const char *rule,
		       const char *path)
{
	g_auto(GStrv) fields = g_strsplit(line, "\t", -1);
	guint count = g_strv_length(fields);

	if (!strcmp(fields[0], "C") && count == 2) {
		record->functions = strtoul(fields[1], NULL, 10);
	} else if (!strcmp(fields[0], "F") && count == 6) {
		g_ptr_array_add(record->findings,
				finding_new(rule, path, strtoul(fields[1], NULL, 10), fields[2],
					    or_null(fields[3]), or_null(fields[4]), fields[5]));
	} else if (!strcmp(fields[0], "M") && count == 3) {
		g_ptr_array_add(record->missed, scan_missed_new(rule, path, fields[1], fields[2]));
	} else {
		return false;
	}
	return true;
}

struct scan_record *scan_record_parse(char *text, const char *rule, const char *path)
{
	struct scan_record *record = scan_record_new();
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line; line++) {
		if (**line && !parse_line(record, *line, rule, path)) {
			scan_record_free(record);
			return NULL;
		}
	}
	return record;
}

char *scan_key(const char *first, ...)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	const char *text = first;
	va_list args;

	va_start(args, first);
	for (; text; text = va_arg(args, const char *))
		g_checksum_update(checksum, (const guchar *)text, strlen(text) + 1);
	va_end(args);
	return g_strdup(g_checksum_get_string(checksum));
}
