// SPDX-License-Identifier: GPL-2.0-only
/*
 * A block of which nothing is left: what one side keeps in it the other one
 * takes away, and a merge does both.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/limits.h"
#include "engine/code/scans.h"
#include "engine/code/text.h"
#include "engine/code/tokens.h"
#include "engine/warn/suspect.h"

/* does a '{' open a block that a condition or a loop rules, with nothing in it? */
static bool is_empty(const struct csource *source, guint open)
{
	static const char *const words[] = { "if", "else", "for", "while", NULL };

	return open && token_is_punct(source, open, "{") && token_is_punct(source, open + 1, "}") &&
	       ctoken_is_any(ctoken_at(source, source_ruler(source, open)), words);
}

/* the same in front of two blocks, from the word that rules them on? */
static bool same_head(const struct csource *a, guint at_a, const struct csource *b, guint at_b)
{
	const guint size = at_a - source_ruler(a, at_a);
	guint k = 1;

	while (k <= size && k <= at_b &&
	       ctoken_same(ctoken_at(a, at_a - k), ctoken_at(b, at_b - k)))
		k++;
	return k > size;
}

/* has a version such a block as well, behind the same condition? */
static bool has_empty(struct suspect *suspect, GBytes *version, const struct csource *result,
		      guint open)
{
	const struct csource *source = scans_source(suspect->scans, version);

	for (guint i = 1; i < source->tokens->len; i++)
		if (is_empty(source, i) && same_head(result, open, source, i))
			return true;
	return false;
}

static void check_block(struct suspect *suspect, const char *brace)
{
	const struct warn_input *input = suspect->input;
	const struct csource *result = scans_source(suspect->scans, input->result);
	const struct extract *where = &suspect->result;
	guint open = csource_token_from(result, brace);
	const char *ruler;
	struct line line;

	if (!is_empty(result, open) || has_empty(suspect, input->base, result, open) ||
	    has_empty(suspect, input->theirs, result, open) ||
	    has_empty(suspect, input->ours, result, open))
		return;
	ruler = ctoken_at(result, source_ruler(result, open))->text;
	line = text_line_around(where->text, where->size, ruler);
	line = text_trim(&line);
	add_stringf(suspect->warnings, "nothing is left in the block of '%.*s' in line %u",
		    (int)MIN(line.size, SHOWN_MAX), line.text,
		    text_line_at(where->text, ruler - where->text));
}

/* the first '{' with its '}' right behind it, white space aside; NULL for none */
static const char *find_pair(const char *from, const char *to, const char *end)
{
	const char *brace, *at;

	for (; from < to && (brace = memchr(from, '{', to - from)); from = at) {
		for (at = brace + 1; at < end && g_ascii_isspace(*at); at++)
			;
		if (at < end && *at == '}')
			return brace;
	}
	return NULL;
}

/* it is emptied where it begins in front of what comes or goes, or in that */
void suspect_emptied(struct suspect *suspect)
{
	const struct extract *where = &suspect->result;
	const char *end = where->text + where->size, *brace;
	const struct part_changes *here;

	if (!suspect_differs(suspect))
		return;
	here = suspect_here(suspect);
	for (guint i = 0; i < here->changes->len; i++) {
		const struct change *change = &g_array_index(here->changes, struct change, i);
		const struct line lines =
			extract_lines(where, here->new, change->new_at, change->new_count);
		const char *from = text_skip_back(where->text, lines.text);

		from -= from > where->text;
		brace = find_pair(from, lines.text + lines.size, end);
		if (brace)
			check_block(suspect, brace);
	}
}
