/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What `list` and `show` tell of a series: its patches and reviews, and its
 * state on each tree.
 */
#ifndef REPORT_OVERVIEW_H
#define REPORT_OVERVIEW_H

#include <glib.h>

#include "format/series.h"
#include "report/report.h"
#include "report/result.h"
#include "report/state.h"

/**
 * report_list_text() - several series, one block each
 * @series: struct series *
 * @results: struct series_result *, at the same index the state of the same series
 */
char *report_list_text(const GPtrArray *series, const GPtrArray *results,
		       const struct report_style *style);

/** report_list_json() - {"schema":"backstitch.list/1","series":[…]}; as report_list_text() */
char *report_list_json(const GPtrArray *series, const GPtrArray *results);

/** report_show_text() - one series with its patches and review comments */
char *report_show_text(const struct series *series, const struct series_result *result,
		       const struct report_style *style);

/** report_show_json() - {"schema":"backstitch.show/1", …} */
char *report_show_json(const struct series *series, const struct series_result *result);

/** series_there() - how many of the announced patches are there */
unsigned int series_there(const struct series *series);


/** series_open() - how many review comments are open */
unsigned int series_open(const struct series *series);

/**
 * patch_date() - date of authorship, RFC 3339; "-00:00" where the zone is not known
 * Return: newly allocated
 */
char *patch_date(const struct patch *patch);

/** tree_in_state() - how many patches of @tree are in @state */
unsigned int tree_in_state(const struct tree_result *tree, enum state state);

#endif /* REPORT_OVERVIEW_H */
