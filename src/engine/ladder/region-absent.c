// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ours lacks the code that upstream edits.  Where upstream only changes or
 * deletes lines of it, maintainers dropped the edit in 229 of 243 regions; the
 * lines may stand elsewhere in the file, and are looked for.  What upstream
 * inserts inside the missing code has to find a place, or nothing is decided.
 */
#include "engine/code/text.h"
#include "engine/ladder/region.h"
#include "engine/merge/edits.h"

/* a line of fewer bytes, such as a lone brace, stands for nothing */
#define TELLING 8

/* a line that upstream edits has so much in common with what it becomes */
#define SAME_LINE 0.4

/* does upstream put statements beside the only line that ours lacks? They may belong here */
static bool adds_statements(const struct tangle *tangle)
{
	const GArray *base = tangle->lines[SIDE_BASE], *theirs = tangle->lines[SIDE_THEIRS];
	struct line old;

	if (base->len != 1)
		return false;
	old = text_trim(&g_array_index(base, struct line, 0));
	for (guint i = 0; i < theirs->len; i++) {
		struct line line = text_trim(&g_array_index(theirs, struct line, i));

		if (line.size > TELLING && line.text[line.size - 1] == ';' &&
		    text_likeness(line.text, line.size, old.text, old.size) < SAME_LINE)
			return true;
	}
	return false;
}

GBytes *region_absent(struct tangle *tangle)
{
	g_autoptr(GArray) edits = NULL;

	if (!tangle_blank(tangle, SIDE_OURS) || tangle_blank(tangle, SIDE_BASE) ||
	    tangle_blank(tangle, SIDE_THEIRS) || adds_statements(tangle))
		return NULL;
	edits = edits_between(tangle->file, tangle->spans[SIDE_BASE], tangle->spans[SIDE_THEIRS]);
	g_array_append_vals(tangle->elsewhere, edits->data, edits->len);
	return tangle_ours(tangle);
}
