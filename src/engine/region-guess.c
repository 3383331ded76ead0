// SPDX-License-Identifier: GPL-2.0-only
/*
 * The last rungs: what maintainers did most often where no rule holds.  Half of
 * it is right, so it is for a person who looks at both sides anyway.
 */
#include "engine/region.h"
#include "engine/text.h"

/* ours is a variant of the base when it has so many words of it */
#define VARIANT 0.5

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

GBytes *region_rewritten(struct tangle *tangle)
{
	gsize base_size, our_size;
	const char *base = g_bytes_get_data(tangle->text[SIDE_BASE], &base_size);
	const char *ours = g_bytes_get_data(tangle->text[SIDE_OURS], &our_size);

	if (!base_size || !our_size || tangle_blank(tangle, SIDE_THEIRS) ||
	    text_likeness(base, base_size, ours, our_size) < VARIANT)
		return NULL;
	return tangle_theirs(tangle);
}
