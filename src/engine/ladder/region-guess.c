// SPDX-License-Identifier: GPL-2.0-only
/*
 * The last rungs: what maintainers did most often where no rule holds.  Half of
 * it is right, so it is for a person who looks at both sides anyway.
 */
#include "engine/code/text.h"
#include "engine/ladder/region.h"

/* ours is a variant of the base when it has so many words of it, */
#define VARIANT 0.8

/* and upstream's text is another one when it has no more than this */
#define REWRITTEN 0.6

GBytes *region_both_insert(struct tangle *tangle)
{
	GByteArray *out;

	if (!tangle_blank(tangle, SIDE_BASE) || tangle_blank(tangle, SIDE_OURS) ||
	    tangle_blank(tangle, SIDE_THEIRS))
		return NULL;
	out = g_byte_array_new();
	text_join(out, tangle->lines[SIDE_OURS], 0, tangle->lines[SIDE_OURS]->len);
	text_join(out, tangle->lines[SIDE_THEIRS], 0, tangle->lines[SIDE_THEIRS]->len);
	return g_byte_array_free_to_bytes(out);
}

static double likeness(const struct tangle *tangle, enum side a, enum side b)
{
	gsize a_size, b_size;
	const char *x = g_bytes_get_data(tangle->text[a], &a_size);
	const char *y = g_bytes_get_data(tangle->text[b], &b_size);

	return text_likeness(x ? x : "", a_size, y ? y : "", b_size);
}

GBytes *region_rewritten(struct tangle *tangle)
{
	if (tangle_blank(tangle, SIDE_THEIRS) ||
	    likeness(tangle, SIDE_BASE, SIDE_OURS) < VARIANT ||
	    likeness(tangle, SIDE_BASE, SIDE_THEIRS) >= REWRITTEN)
		return NULL;
	return tangle_theirs(tangle);
}
