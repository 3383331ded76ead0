// SPDX-License-Identifier: GPL-2.0-only
#include "format/series.h"

static unsigned int count_all(const struct series *series)
{
	return MAX(series->total, series->patches->len);
}

static bool lacks(const struct series *series, unsigned int index)
{
	return index >= series->patches->len || !series->patches->pdata[index];
}

GPtrArray *series_missing(const struct series *series)
{
	GPtrArray *missing = g_ptr_array_new_with_free_func(g_free);
	unsigned int total = count_all(series);

	for (unsigned int i = 0; i < total; i++) {
		if (lacks(series, i))
			g_ptr_array_add(missing, g_strdup_printf("%u/%u", i + 1, total));
	}
	return missing;
}

char *series_missing_text(const struct series *series)
{
	GString *text = g_string_new(NULL);
	unsigned int total = count_all(series);

	for (unsigned int i = 0, next; i < total; i = next + 1) {
		for (next = i; next < total && lacks(series, next); next++)
			;
		if (next == i)
			continue;
		g_string_append_printf(text, "%s%u", text->len ? ", " : "", i + 1);
		if (next > i + 1)
			g_string_append_printf(text, "-%u", next);
		g_string_append_printf(text, "/%u", total);
	}
	return g_string_free(text, FALSE);
}

const char *series_title(const struct series *series)
{
	if (series->cover)
		return series->cover->subject->title;
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];

		if (patch)
			return patch->subject->title;
	}
	return "";
}
