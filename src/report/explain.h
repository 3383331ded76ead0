/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Explanations of conflicts: as JSON objects, and as text for a terminal.
 */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include <glib.h>

#include "engine/result/explanation.h"
#include "report/layout.h"

/** struct explained - what a report says of the same patch further above, and of which tree */
struct explained {
	const struct explanation *explanation;
	const char *tree;
};

/**
 * explanation_write() - append an explanation to a sheet
 * @said: struct explained *: what is the same there is not said again
 * @label: of the first line
 */
void explanation_write(struct sheet *sheet, const struct explanation *explanation,
		       const GPtrArray *said, const char *label);

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
