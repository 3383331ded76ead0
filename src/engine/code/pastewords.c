// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/pastewords.h"

#include <string.h>

#include "base/bytefind.h"
#include "engine/code/bag.h"
#include "engine/code/text.h"

static void add(GString *words, struct bag *known, const struct line *word)
{
	if (!word->size || !bag_add(known, lex_hash(word->text, word->size)))
		return;
	g_string_append_len(words, word->text, word->size);
	g_string_append_c(words, '\0');
}

GString *paste_words(const char *text, gsize size)
{
	const char *at = text, *end = text + size;
	GString *words = g_string_new(NULL);
	struct bag known;

	bag_init(&known);
	for (; size && (at = bytes_find(at, end - at, "##", 2)); at += 2) {
		const struct line front = text_word_before(text, at);
		const struct line back = text_word_behind(at + 2, end);

		add(words, &known, &front);
		add(words, &known, &back);
	}
	bag_clear(&known);
	return words;
}

static bool is_part(const char *word, gsize size, const struct lex *name)
{
	return size < name->size &&
	       (!memcmp(name->text, word, size) ||
		!memcmp(name->text + name->size - size, word, size));
}

bool paste_words_make(const char *words, const struct lex *name)
{
	for (const char *word = words; *word; word += strlen(word) + 1)
		if (is_part(word, strlen(word), name))
			return true;
	return false;
}
