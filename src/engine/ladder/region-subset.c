// SPDX-License-Identifier: GPL-2.0-only
/*
 * Both sides add lines at one point, and one adds all that the other does, and
 * more: the larger set, as when a list grew on both branches.
 */
#include "engine/code/text.h"
#include "engine/ladder/region.h"

static bool within(const GArray *few, const GArray *many)
{
	guint at = 0;

	for (guint i = 0; i < few->len; i++) {
		struct line wanted = text_trim(&g_array_index(few, struct line, i));
		bool found = false;

		while (at < many->len && !found) {
			struct line here = text_trim(&g_array_index(many, struct line, at++));

			found = text_same(&here, &wanted);
		}
		if (!found)
			return false;
	}
	return true;
}

GBytes *region_subset(struct tangle *tangle)
{
	const GArray *ours = tangle->lines[SIDE_OURS], *theirs = tangle->lines[SIDE_THEIRS];

	if (!tangle_blank(tangle, SIDE_BASE) || !ours->len || !theirs->len)
		return NULL;
	if (within(ours, theirs))
		return tangle_theirs(tangle);
	return within(theirs, ours) ? tangle_ours(tangle) : NULL;
}
