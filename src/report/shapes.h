/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The structs of result.h, of a pick and of a series as JSON objects.
 */
#ifndef REPORT_SHAPES_H
#define REPORT_SHAPES_H

#include "report/fields.h"

#define VERDICT_SCHEMA "backstitch.verdict/1"

/** series_result_shape - struct series_result; written only */
extern const struct shape series_result_shape;

/** tree_result_shape - struct tree_result, read and written */
extern const struct shape tree_result_shape;

/** picked_region_shape - struct picked_region, read and written */
extern const struct shape picked_region_shape;

/** explanation_shape - struct explanation, read and written */
extern const struct shape explanation_shape;

/** comment_shape - struct comment of a series; written only */
extern const struct shape comment_shape;

/** schema_object() - {"schema": @schema} */
json_t *schema_object(const char *schema);

#endif /* REPORT_SHAPES_H */
