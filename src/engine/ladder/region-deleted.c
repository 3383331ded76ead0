// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream deletes what ours has a variant of: the variant goes as well.  Right
 * in .85 of its regions, with 60% of the words in common.
 */
#include "engine/code/text.h"
#include "engine/ladder/region.h"

#define ALIKE 0.6

GBytes *region_deleted(struct tangle *tangle)
{
	gsize base_size, our_size;
	const char *base = g_bytes_get_data(tangle->text[SIDE_BASE], &base_size);
	const char *ours = g_bytes_get_data(tangle->text[SIDE_OURS], &our_size);

	if (!tangle_blank(tangle, SIDE_THEIRS) || !base_size || !our_size ||
	    text_likeness(base, base_size, ours, our_size) < ALIKE)
		return NULL;
	return tangle_theirs(tangle);
}
