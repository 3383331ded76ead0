// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE /* memmem() */
#include "engine/wordbits.h"

#include <string.h>

#include "base/byterun.h"
#include "base/strings.h"
#include "engine/lex.h"

/* ten for each distinct word of a large file: one in ten that it lacks is searched for */
#define BITS 32768

struct word_bits {
	GBytes *text;
	guint64 set[BITS / 64];
};

static guint bit_of(const char *word, gsize size)
{
	return lex_hash(word, size) % BITS;
}

/* the next run of letters, digits and underscores from @at on; empty at the end */
static struct line next_word(const char *at, const char *end)
{
	while (at < end && !byte_is_word(*at))
		at++;
	return (struct line){ at, byterun_word(at, end) };
}

struct word_bits *word_bits_new(GBytes *text)
{
	struct word_bits *bits = g_new0(struct word_bits, 1);
	gsize size;
	const char *at = g_bytes_get_data(text, &size), *end = at + size;

	bits->text = g_bytes_ref(text);
	for (struct line word; (word = next_word(at, end)).size; at = word.text + word.size) {
		guint bit = bit_of(word.text, word.size);

		bits->set[bit / 64] |= G_GUINT64_CONSTANT(1) << bit % 64;
	}
	return bits;
}

void word_bits_free(struct word_bits *bits)
{
	if (!bits)
		return;
	g_bytes_unref(bits->text);
	g_free(bits);
}

/* at the ends of the line a word may go on in the text */
static struct line longest_inside(const struct line *line)
{
	const char *at = line->text, *end = at + line->size;
	struct line longest = { at, 0 };

	for (struct line word; (word = next_word(at, end)).size; at = word.text + word.size)
		if (word.text > line->text && word.text + word.size < end &&
		    word.size > longest.size)
			longest = word;
	return longest;
}

bool word_bits_hold(const struct word_bits *bits, const struct line *line)
{
	const struct line word = longest_inside(line);
	guint bit = bit_of(word.text, word.size);
	gsize size;
	const char *text = g_bytes_get_data(bits->text, &size);

	if (word.size && !(bits->set[bit / 64] & G_GUINT64_CONSTANT(1) << bit % 64))
		return false;
	return size && memmem(text, size, line->text, line->size);
}
