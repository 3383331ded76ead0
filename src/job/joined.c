// SPDX-License-Identifier: GPL-2.0-only
#include "job/joined.h"

#include "base/strings.h"

bool series_goes_on(const struct series *series, const struct series *longer, bool merge)
{
	if (series->patches->len > longer->patches->len)
		return false;
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *a = series->patches->pdata[i], *b = longer->patches->pdata[i];

		if (!a || !b || !a->commit || g_strcmp0(a->commit, b->commit) ||
		    (merge && !diff_same(a->diff, b->diff)))
			return false;
	}
	return true;
}

void series_join(struct series *series, struct series *next)
{
	for (guint i = 0; i < next->patches->len; i++) {
		g_ptr_array_add(series->patches, next->patches->pdata[i]);
		next->patches->pdata[i] = NULL;
	}
	for (guint i = 0; i < next->sources->len; i++)
		add_string_once(series->sources, next->sources->pdata[i]);
	for (guint i = 0; i < next->cc->len; i++)
		add_string_once(series->cc, next->cc->pdata[i]);
	series->total = series->patches->len;
	for (guint i = 0; i < series->patches->len; i++) {
		struct patch *patch = series->patches->pdata[i];

		if (!patch)
			continue;
		patch->subject->number = i + 1;
		patch->subject->total = series->total;
	}
}
