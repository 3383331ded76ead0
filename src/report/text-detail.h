/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands below the matrix: patch by patch, why it is as it is.
 */
#ifndef REPORT_TEXT_DETAIL_H
#define REPORT_TEXT_DETAIL_H

#include <glib.h>
#include <stdbool.h>

#include "report/layout.h"

/**
 * details_write() - a section for every patch that needs a person
 * @sheet: where
 * @results: struct series_result *
 * @all: for every patch
 */
void details_write(struct sheet *sheet, const GPtrArray *results, bool all);

/** folders_write() - where the ported patches lie, one line a folder */
void folders_write(struct sheet *sheet, const GPtrArray *results);

/** waiting_write() - the files that were given to a person, and how to go on, a tree each */
void waiting_write(struct sheet *sheet, const GPtrArray *results);

/** branches_write() - branches that port made, or why there is none */
void branches_write(struct sheet *sheet, const GPtrArray *results);

#endif /* REPORT_TEXT_DETAIL_H */
