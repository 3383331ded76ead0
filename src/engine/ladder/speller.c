// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/speller.h"

#include <string.h>

#include "engine/code/lex.h"
#include "engine/names/dictionary.h"
#include "engine/names/words.h"

struct speller {
	struct wording wording;
	const struct words *words;
	const struct words *upstream;
	struct dictionary *dictionary;
};

/* what upstream's commit itself brings has no older name: the tree's is of something else */
static bool is_new(const struct speller *speller, const char *name)
{
	return speller->upstream &&
	       !words_has(speller->upstream, WORD_NAME, name, strlen(name));
}

static const char *rename_name(void *data, const char *name)
{
	struct speller *speller = data;
	const char *spelling;

	if (!speller->dictionary || !speller->words || lex_keyword(name, strlen(name)))
		return NULL;
	spelling = dictionary_find(speller->dictionary, speller->words, name);
	return spelling && !is_new(speller, name) ? spelling : NULL;
}

static bool has(const struct speller *speller, enum word_role role, const char *name)
{
	return speller->words && words_has(speller->words, role, name, strlen(name));
}

static bool has_name(void *data, const char *name)
{
	return has(data, WORD_NAME, name);
}

static bool has_callable(void *data, const char *name)
{
	return has(data, WORD_CALLABLE, name);
}

struct speller *speller_new(const struct words *words, const struct words *upstream,
			    struct dictionary *dictionary)
{
	struct speller *speller = g_new0(struct speller, 1);

	speller->wording = (struct wording){ rename_name, has_name, has_callable, speller };
	speller->words = words;
	speller->upstream = upstream;
	speller->dictionary = dictionary;
	return speller;
}

const struct wording *speller_wording(const struct speller *speller)
{
	return &speller->wording;
}

void speller_free(struct speller *speller)
{
	g_free(speller);
}
