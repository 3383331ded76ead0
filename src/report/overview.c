// SPDX-License-Identifier: GPL-2.0-only
#include "report/overview.h"

#include <stdlib.h>

#define DATE_MAX ((gint64)1 << 40)

unsigned int series_there(const struct series *series)
{
	unsigned int there = 0;

	for (guint i = 0; i < series->patches->len; i++)
		there += series->patches->pdata[i] != NULL;
	return there;
}

unsigned int series_open(const struct series *series)
{
	unsigned int open = 0;

	for (guint i = 0; i < series->comments->len; i++) {
		const struct comment *comment = series->comments->pdata[i];

		open += g_strcmp0(comment->state, "done") != 0;
	}
	return open;
}

char *patch_date(const struct patch *patch)
{
	int zone = patch->zone_known ? patch->zone : 0;
	/* beyond the year 9999 there is no date, and the sum must not overflow */
	gint64 when = CLAMP(patch->when, -DATE_MAX, DATE_MAX) + zone * 60;
	g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(when);
	g_autofree char *clock = time ? g_date_time_format(time, "%Y-%m-%dT%H:%M:%S") : NULL;

	if (!clock)
		return g_strdup("");
	return g_strdup_printf("%s%c%02d:%02d", clock,
			       zone < 0 || !patch->zone_known ? '-' : '+', abs(zone) / 60,
			       abs(zone) % 60);
}

unsigned int tree_in_state(const struct tree_result *tree, enum state state)
{
	unsigned int count = 0;

	for (guint i = 0; i < tree->patches->len; i++)
		count += state_of(tree->patches->pdata[i]) == state;
	return count;
}
