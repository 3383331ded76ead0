// SPDX-License-Identifier: GPL-2.0-only
/*
 * A conflict between comments: upstream's newer wording.  Right in .90 of its
 * regions.
 */
#include <string.h>

#include "engine/region.h"
#include "engine/text.h"

static bool all_comment(const GArray *lines, bool *some)
{
	for (guint i = 0; i < lines->len; i++) {
		struct line line = text_trim(&g_array_index(lines, struct line, i));

		if (!line.size)
			continue;
		*some = true;
		if (*line.text != '*' &&
		    (line.size < 2 || (memcmp(line.text, "/*", 2) && memcmp(line.text, "//", 2))))
			return false;
	}
	return true;
}

GBytes *region_comment(struct tangle *tangle)
{
	bool some = false;

	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++)
		if (!all_comment(tangle->lines[side], &some))
			return NULL;
	return some && !tangle_blank(tangle, SIDE_OURS) ? tangle_theirs(tangle) : NULL;
}
