// SPDX-License-Identifier: GPL-2.0-only
/*
 * Against memmem(): a line that stands in a text is never missed, and none is
 * found that does not.
 */
#define _GNU_SOURCE /* memmem() */
#include <string.h>

#include "engine/wordbits.h"

static bool stands(const char *text, const char *line)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	g_autoptr(word_bits) bits = word_bits_new(bytes);
	const struct line wanted = { line, strlen(line) };

	return word_bits_hold(bits, &wanted);
}

static void test_parts_of_words(void)
{
	g_assert_true(stands("x = take(lock);\n", "take(lock);"));
	/* at its ends, the line is a part of longer words */
	g_assert_true(stands("untake(lock, flags2);\n", "take(lock, flags"));
	g_assert_true(stands("take", "ak"));
	g_assert_false(stands("take(unlock);\n", "take(lock);"));
	g_assert_false(stands("take(locks);\n", "take(lock);"));
	g_assert_false(stands("take(lock) ;\n", "take(lock);"));
	g_assert_false(stands("", "take"));
}

/* all pieces of a text of few words, and pieces of another that is much alike */
static void test_like_memmem(void)
{
	static const char *const words[] = { "a", "ab", "_b", "ab_b", "b1", " ", "\n", "(", ");" };
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	guint found = 0, missed = 0;

	for (guint round = 0; round < 300; round++) {
		g_autoptr(GString) text = g_string_new(NULL), other = g_string_new(NULL);
		g_autoptr(GBytes) bytes = NULL;
		g_autoptr(word_bits) bits = NULL;

		for (guint i = 0; i < 30; i++) {
			g_string_append(text, words[g_rand_int_range(random, 0,
								     G_N_ELEMENTS(words))]);
			g_string_append(other, words[g_rand_int_range(random, 0,
								      G_N_ELEMENTS(words))]);
		}
		bytes = g_bytes_new(text->str, text->len);
		bits = word_bits_new(bytes);
		for (guint i = 0; i < 60; i++) {
			const GString *from = i % 2 ? text : other;
			guint at = g_rand_int_range(random, 0, from->len);
			guint size = g_rand_int_range(random, 1, MIN(12, from->len - at) + 1);
			const struct line line = { from->str + at, size };
			bool there = memmem(text->str, text->len, line.text, line.size);

			g_assert_true(word_bits_hold(bits, &line) == there);
			found += there;
			missed += !there;
		}
	}
	g_assert_cmpuint(found, >, 9000);
	g_assert_cmpuint(missed, >, 2000);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/wordbits/parts-of-words", test_parts_of_words);
	g_test_add_func("/wordbits/like-memmem", test_like_memmem);
	return g_test_run();
}
