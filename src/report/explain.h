/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Explanations of conflicts: as JSON objects, and as text for a terminal.
 */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include <glib.h>

#include "engine/explain.h"
#include "report/layout.h"

/**
 * explanations_write() - append explanations to a sheet
 * @explanations: struct explanation *
 * @label: of the first line of each
 */
void explanations_write(struct sheet *sheet, const GPtrArray *explanations, const char *label);

/** since_text() - "0123456789ab ("title"), 2026-01-31", newly allocated */
char *since_text(const struct since *since);

/** lack_text() - what is missing, in one line; newly allocated */
char *lack_text(const struct lack *lack);

/** place_text() - where it is: "lib/a.c:12, middle"; newly allocated */
char *place_text(const struct explanation *explanation);

/** html_conflicts() - append explanations to a page */
void html_conflicts(GString *out, const GPtrArray *explanations);

#endif /* REPORT_EXPLAIN_H */
