// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the code is of which this tree's file has nothing: a function may have
 * moved to another file, with upstream's file here as well.
 */
#include <string.h>

#include "engine/merge/definitions.h"
#include "engine/names/words.h"
#include "engine/pick/pickfile.h"
#include "tree/inquiry.h"

/* all questions of one file together */
#define WHERE_SECONDS 15

static bool is_here(const struct definitions *file, const char *name)
{
	for (guint i = 0; i < file->source->regions->len; i++) {
		if (!strcmp(g_array_index(file->source->regions, struct cregion, i).name, name))
			return true;
	}
	return false;
}

/* a function that upstream changes, and that this file lacks */
static char *missing_function(const struct pick_text *text)
{
	g_autoptr(definitions) base = definitions_of(text->base);
	g_autoptr(definitions) theirs = definitions_of(text->theirs);
	g_autoptr(definitions) ours = definitions_of(text->ours);
	g_autoptr(GArray) changes = line_diff(base->lines, theirs->lines);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);
		const struct span lines = { change->old_at, change->old_at + change->old_count };
		const struct cregion *region = definitions_holding(base, lines);

		if (region && region->kind == CREGION_FUNCTION && !is_here(ours, region->name))
			return g_strdup(region->name);
	}
	return NULL;
}

/* the token of the name in a function's head */
static guint name_in(const struct csource *source, const struct cregion *function)
{
	guint i = function->first_token;

	while (i < function->last_token && !ctoken_is(ctoken_at(source, i), function->name))
		i++;
	return i;
}

/* do two functions take the same? Else they have no more than the name in common */
static bool same_parameters(const struct csource *a, const struct cregion *of_a,
			    const struct csource *b, const struct cregion *of_b)
{
	guint i = name_in(a, of_a), k = name_in(b, of_b);

	for (; i < of_a->last_token && k < of_b->last_token; i++, k++) {
		if (!ctoken_same(ctoken_at(a, i), ctoken_at(b, k)))
			return false;
		if (ctoken_is(ctoken_at(a, i), "{"))
			return true;
	}
	return false;
}

/* git's answer is by the looks of a line: it may be that of a declaration, or of a namesake */
static char *confirm(struct pick_job *job, const struct pick_text *text, const char *path,
		     const char *name)
{
	g_autoptr(GBytes) bytes = objects_file_here(job->objects, &job->ours, path);
	g_autoptr(csource) source = bytes ? csource_scan(bytes) : NULL;
	g_autoptr(csource) base = csource_scan(text->base);
	const struct cregion *here = source ? csource_function(source, name) : NULL;
	const struct cregion *there = csource_function(base, name);

	if (!here || !there || !same_parameters(base, there, source, here))
		return NULL;
	return g_strdup_printf("%s() is defined in %s:%u", name, path, here->first);
}

char *pick_where(struct pick_job *job, const struct pick_text *text)
{
	char onto[OBJECT_ID_HEX + 1];
	g_autofree char *name = NULL, *path = NULL;
	g_autoptr(inquiry) inquiry = NULL;
	guint line;

	if (!text->base || !text->theirs || !text->ours)
		return NULL;
	name = missing_function(text);
	if (!name || !words_count(job->picker->ours_words, WORD_CALLABLE, name, strlen(name)))
		return NULL;
	inquiry = inquiry_new(job->objects, WHERE_SECONDS);
	path = inquiry_definition(inquiry, object_id_hex(&job->onto->id, onto), name, &line);
	return path && strcmp(path, text->merge->ours_path) ? confirm(job, text, path, name) : NULL;
}
