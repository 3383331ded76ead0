// SPDX-License-Identifier: GPL-2.0-only
/*
 * Conflict markers that come with a change: somebody upstream has committed
 * them, and a merge takes them for any other lines.
 */
#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/text.h"
#include "engine/warn/suspect.h"

#define MARK_SIZE 8

/* the next line of a text from @at on that begins with the mark; NULL for none */
static const char *next_mark(const struct extract *text, const char *at, const char *mark)
{
	const char *end = text->text + text->size;

	while (at < end && (at = bytes_find(at, end - at, mark, MARK_SIZE))) {
		if (at == text->text || at[-1] == '\n')
			return at;
		at += MARK_SIZE;
	}
	return NULL;
}

static guint count_marks(const struct extract *text, const char *mark)
{
	guint count = 0;

	for (const char *at = text->text; text->size && (at = next_mark(text, at, mark)); at++)
		count++;
	return count;
}

/* does one come, and what ends what it begins? A line of such bytes alone may be anything */
void suspect_marks(struct suspect *suspect)
{
	static const char start[] = "<<<<<<< ", end[] = ">>>>>>> ";
	const struct extract *result = &suspect->result, *ours = &suspect->ours;
	const char *at = result->from < result->to ?
				 next_mark(result, result->text + result->from, start) : NULL;

	if (!at || at >= result->text + result->to ||
	    count_marks(result, start) <= count_marks(ours, start) ||
	    count_marks(result, end) <= count_marks(ours, end))
		return;
	add_stringf(suspect->warnings, "line %u: a conflict marker comes with the change",
		    text_line_at(result->text, at - result->text));
}
