/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is a region of the tree's file where upstream's patch has its change?
 */
#ifndef CHECK_PLACEFIT_H
#define CHECK_PLACEFIT_H

#include <glib.h>
#include <stdbool.h>

#include "check/hunkview.h"
#include "format/csource.h"

/**
 * place_allows() - does upstream's place allow a change in this region?
 * @place: of upstream's patch
 * @source: the tree's file
 * @region: of @source, NULL at file scope
 */
bool place_allows(const struct hunk_place *place, const struct csource *source,
		  const struct cregion *region);

/**
 * places_open() - can upstream's places not tell whether a change in this region is right?
 * @places: struct hunk_place *: none of them allows it
 * @region: NULL at file scope
 *
 * So it is where a hunk's heading is a label or a type alone on its line.
 */
bool places_open(const GPtrArray *places, const struct cregion *region);

#endif /* CHECK_PLACEFIT_H */
