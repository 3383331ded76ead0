// SPDX-License-Identifier: GPL-2.0-only
/*
 * The same merge as for lines, on tokens: both sides changed a line, in
 * different places of it.  Right in .78 of its regions; with changes that touch
 * it is .61, so those are left alone.
 */
#include "engine/code/text.h"
#include "engine/ladder/region.h"

/* a conflict of more tokens is a rewrite, and costs more than it brings */
#define TOKENS 20000

GBytes *region_tokens(struct tangle *tangle)
{
	GArray *tokens[3];
	g_autoptr(GArray) pieces = NULL;
	GByteArray *out = g_byte_array_new();
	bool conflict = false;
	size_t count = 0;

	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++) {
		tokens[side] = text_tokens(tangle->text[side]);
		count += tokens[side]->len;
	}
	pieces = count > TOKENS ? NULL : diff3_of(tokens, false);
	for (guint i = 0; pieces && i < pieces->len; i++) {
		const struct piece *piece = &g_array_index(pieces, struct piece, i);
		struct span span = piece->spans[piece->from];

		conflict |= piece->conflict;
		text_join(out, tokens[piece->from], span.at, span.end);
	}
	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++)
		g_array_unref(tokens[side]);
	if (pieces && !conflict)
		return g_byte_array_free_to_bytes(out);
	g_byte_array_unref(out);
	return NULL;
}
