// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a merge cannot see: git takes lines over that compile upstream and not
 * here.  Everything but what differs is cut off first, so that a clean pick
 * costs a scan of few lines.
 */
#include "engine/warn.h"

#include <string.h>

static void (*const checks[])(struct suspect *) = {
	suspect_names,
	suspect_counts,
	suspect_braces,
	suspect_twin,
	suspect_place,
	suspect_scope,
};

static struct extract whole(GBytes *bytes)
{
	struct extract extract = { .text = "" };

	if (bytes && g_bytes_get_size(bytes))
		extract.text = g_bytes_get_data(bytes, &extract.size);
	extract.to = extract.size;
	return extract;
}

/* a definition ends with a '}' on a line of its own, which no comment has */
gsize extract_start(const char *text, gsize from)
{
	for (gsize at = from; at >= 3; at--)
		if (text[at - 1] == '\n' && text[at - 2] == '}' && text[at - 3] == '\n')
			return at;
	return 0;
}

void extract_lex(const struct extract *extract, struct lex *lex)
{
	lex_init(lex, extract->text + extract->start, extract->to - extract->start);
}

bool extract_holds(const struct extract *extract, const struct lex *lex)
{
	return lex->text >= extract->text + extract->from;
}

static void cut_common(struct extract *a, struct extract *b)
{
	gsize limit = MIN(a->size, b->size);
	gsize from = 0, tail = 0;

	while (from < limit && a->text[from] == b->text[from])
		from++;
	while (from && a->text[from - 1] != '\n')
		from--;
	while (tail < limit - from && a->text[a->size - tail - 1] == b->text[b->size - tail - 1])
		tail++;
	while (tail && a->size - tail && a->text[a->size - tail - 1] != '\n')
		tail--;
	a->from = b->from = from;
	a->to = a->size - tail;
	b->to = b->size - tail;
	a->start = extract_start(a->text, a->from);
	b->start = extract_start(b->text, b->from);
}

/* a tree that cannot be read has counts of 0, which say nothing */
static void check_trees(const struct words *words, GPtrArray *warnings)
{
	g_autoptr(GError) error = NULL;

	if (words && !words_known(words, &error))
		g_ptr_array_add(warnings,
				g_strdup_printf("names are not checked: %s", error->message));
}

void warn_file(const struct warn_input *input, GPtrArray *warnings)
{
	struct suspect suspect = {
		.input = input,
		.result = whole(input->result),
		.ours = whole(input->ours),
		.base = whole(input->base),
		.theirs = whole(input->theirs),
		.warnings = warnings,
	};

	if (!input->result || !path_is_c(input->path))
		return;
	cut_common(&suspect.result, &suspect.ours);
	cut_common(&suspect.base, &suspect.theirs);
	if (suspect.result.from == suspect.result.to && suspect.ours.from == suspect.ours.to)
		return;
	for (guint i = 0; i < G_N_ELEMENTS(checks); i++)
		checks[i](&suspect);
	check_trees(input->ours_words, warnings);
	check_trees(input->base_words, warnings);
}
