/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A pick as one JSON object on a line; Documentation/json.rst has the schema.
 */
#ifndef REPORT_PICK_H
#define REPORT_PICK_H

#include "engine/pick.h"

/**
 * pick_json() - a pick, with a newline
 * @onto: as it was asked for
 * @upstream: likewise
 */
char *pick_json(const char *onto, const char *upstream, const struct picked *picked);

#endif /* REPORT_PICK_H */
