// SPDX-License-Identifier: GPL-2.0-only
#include "rules/textindex.h"

#include "base/wordfilter.h"
#include "store/contents.h"

struct textindex {
	struct contents *words;
	struct contents *macros;
	GByteArray *filter;
	GString *facts;
};

struct textindex *textindex_new(struct results *results)
{
	struct textindex *index = results ? g_new0(struct textindex, 1) : NULL;

	if (!index)
		return NULL;
	index->words = contents_open(results, WORDFILTER_NAME);
	index->macros = contents_open(results, MACRO_FACTS_NAME);
	index->filter = g_byte_array_new();
	index->facts = g_string_new(NULL);
	return index;
}

static bool is_known(struct contents *contents, const guint8 *id)
{
	const guint8 *data;
	gsize size;

	return contents_get(contents, id, &data, &size);
}

static void note_words(struct textindex *index, const guint8 *id, const char *text, gsize size)
{
	wordfilter_make(text, size, index->filter);
	contents_put(index->words, id, index->filter->data, index->filter->len);
}

static void note_macros(struct textindex *index, const guint8 *id, const char *text, gsize size)
{
	g_autoptr(macros) macros = macros_new(NULL);

	macros_read(macros, text, size);
	macros_facts(macros, index->facts);
	contents_put(index->macros, id, index->facts->str, index->facts->len);
}

/* what may hold a rule's words is read again, and known already */
void textindex_note(struct textindex *index, const char *path, const guint8 *id, const char *text,
		    gsize size)
{
	if (!index)
		return;
	if (!is_known(index->words, id))
		note_words(index, id, text, size);
	if (g_str_has_suffix(path, ".h") && size <= MACROS_HEADER_BYTES &&
	    !is_known(index->macros, id))
		note_macros(index, id, text, size);
}

bool textindex_words(struct textindex *index, const guint8 *id, const guint64 *hashes,
		     guint count, guint8 *present)
{
	const guint8 *filter;
	gsize size;

	if (!index || !contents_get(index->words, id, &filter, &size))
		return false;
	for (guint i = 0; i < count; i++)
		present[i] = wordfilter_may_hold(filter, size, hashes[i]);
	return true;
}

bool textindex_macros(struct textindex *index, const guint8 *id, struct macros *macros)
{
	const guint8 *facts;
	gsize size;

	if (!index || !contents_get(index->macros, id, &facts, &size))
		return false;
	macros_take_facts(macros, (const char *)facts, size);
	return true;
}

void textindex_free(struct textindex *index)
{
	if (!index)
		return;
	contents_free(index->words);
	contents_free(index->macros);
	g_byte_array_unref(index->filter);
	g_string_free(index->facts, TRUE);
	g_free(index);
}
