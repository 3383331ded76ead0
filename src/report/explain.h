/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Explanations of conflicts: as JSON objects, and as text for a terminal.
 */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include <glib.h>

#include "report/fields.h"
#include "report/layout.h"

/** explanation_shape - struct explanation, read and written */
extern const struct shape explanation_shape;

/**
 * explanations_write() - append explanations to a sheet
 * @explanations: struct explanation *
 * @label: of the first line of each
 */
void explanations_write(struct sheet *sheet, const GPtrArray *explanations, const char *label);

#endif /* REPORT_EXPLAIN_H */
