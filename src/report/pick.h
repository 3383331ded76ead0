/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A pick as one JSON object on a line, of which Documentation/json.rst has the
 * schema, and as text.
 */
#ifndef REPORT_PICK_H
#define REPORT_PICK_H

#include "engine/pick/pick.h"
#include "report/report.h"

/**
 * pick_json() - a pick, with a newline
 * @onto: as it was asked for
 * @upstream: likewise
 * @explanations: struct explanation *, or NULL where none was asked for
 */
char *pick_json(const char *onto, const char *upstream, const struct picked *picked,
		const GPtrArray *explanations);

/** pick_text() - the same for a terminal */
char *pick_text(const char *onto, const char *upstream, const struct picked *picked,
		const GPtrArray *explanations, const struct report_style *style);

#endif /* REPORT_PICK_H */
