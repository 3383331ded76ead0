// SPDX-License-Identifier: GPL-2.0-only
#include "engine/warn/told.h"

#include <string.h>

#include "engine/code/mention.h"

/* @angled: the headers that are included by "<" */
static const GPtrArray *pairs_of(struct suspect *suspect, bool angled)
{
	const struct warn_input *input = suspect->input;
	GPtrArray **pairs = &suspect->pairs[angled];

	if (!*pairs)
		*pairs = header_pairs(input->headers, input->path, input->result,
				      input->upstream_headers, input->base_path,
				      angled ? '<' : '"');
	return *pairs;
}

static bool reads(const struct told *told, GBytes *bytes, const struct lex *name, void *out)
{
	const struct extract text = extract_of(bytes);

	return text_mentions(text.text, text.size, name->text, name->size) &&
	       told->read(&text, name, out);
}

static bool is_told_by_file(struct suspect *suspect, const struct lex *name, struct told *told,
			    bool *both)
{
	bool here = told->read(&suspect->result, name, told->here);
	bool there = told->read(&suspect->theirs, told->other ?: name, told->there);

	*both = here && there;
	return here || there;
}

static bool is_told_by_headers(const GPtrArray *pairs, const struct lex *name, struct told *told,
			       bool *both)
{
	for (guint i = 0; i < pairs->len; i++) {
		struct header_pair *pair = pairs->pdata[i];

		if (!reads(told, header_pair_here(pair), name, told->here))
			continue;
		told->where = pair;
		*both = reads(told, header_pair_there(pair), told->other ?: name, told->there);
		return true;
	}
	return false;
}

bool told_new(const struct suspect *suspect, const struct lex *name)
{
	const struct extract *ours = &suspect->ours;

	return !text_mentions(ours->text, ours->size, name->text, name->size);
}

bool told_find(struct suspect *suspect, const struct lex *name, struct told *told)
{
	const struct warn_input *input = suspect->input;
	bool plain = suspect_is_plain(suspect), both;

	told->where = NULL;
	if (plain && !told->in_headers)
		return false;
	/* where it is upstream's file it tells the same */
	if (is_told_by_file(suspect, name, told, &both))
		return both && !plain;
	if (!told->in_headers || !input->headers || !input->upstream_headers)
		return false;
	for (int angled = 0; angled < 2; angled++)
		if (is_told_by_headers(pairs_of(suspect, angled), name, told, &both))
			return both;
	return false;
}

char *told_where(const struct told *told)
{
	const char *here, *there;

	if (!told->where)
		return g_strdup("");
	here = header_pair_path(told->where);
	there = header_pair_there_path(told->where);
	if (!strcmp(here, there))
		return g_strdup_printf(" (%s)", here);
	return g_strdup_printf(" (%s, upstream %s)", here, there);
}
