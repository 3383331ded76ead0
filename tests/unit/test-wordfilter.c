// SPDX-License-Identifier: GPL-2.0-only
/*
 * A filter must never deny a word that is there: GRegex says which are.
 */
#include "base/wordfilter.h"

#include <string.h>

static bool holds(const GByteArray *filter, const char *word)
{
	return wordfilter_may_hold(filter->data, filter->len, wordfilter_hash(word, strlen(word)));
}

static guint assert_all_words(const char *text, gsize size)
{
	g_autoptr(GByteArray) filter = g_byte_array_new();
	g_autoptr(GRegex) regex = g_regex_new("[A-Za-z0-9_]+", G_REGEX_RAW, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	guint count = 0;

	wordfilter_make(text, size, filter);
	g_regex_match_full(regex, text, size, 0, 0, &match, NULL);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		g_autofree char *word = g_match_info_fetch(match, 0);

		if (!holds(filter, word))
			g_error("'%s' is denied", word);
		count++;
	}
	return count;
}

/* each place in a stretch that is looked at in one go, and each length of a word */
static void test_places(void)
{
	g_autoptr(GByteArray) filter = g_byte_array_new();

	for (guint before = 0; before < 140; before++) {
		for (guint size = 1; size < 70; size++) {
			g_autofree char *blanks = g_strnfill(before, ' ');
			g_autofree char *word = g_strnfill(size, 'w');
			g_autofree char *text = g_strconcat(blanks, word, NULL);
			g_autofree char *longer = g_strconcat(word, "w", NULL);
			g_autofree char *more = g_strconcat(text, ";abc\xc3\xa4_def(", NULL);

			wordfilter_make(text, strlen(text), filter);
			g_assert_true(holds(filter, word));
			if (size > 2)
				g_assert_false(holds(filter, longer));
			wordfilter_make(more, strlen(more), filter);
			g_assert_true(holds(filter, word));
			g_assert_true(holds(filter, "abc"));
			g_assert_true(holds(filter, "_def"));
			g_assert_false(holds(filter, "def"));
		}
	}
}

static void test_random(void)
{
	static const char bytes[] = "abzAZ019_ \n\t.@[`{/:^\x80\xff\xe1";
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);
	guint words = 0;

	for (guint i = 0; i < 2000; i++) {
		gsize size = g_rand_int_range(rand, 0, 400);
		g_autofree char *text = g_malloc(size + 1);

		for (gsize j = 0; j < size; j++)
			text[j] = bytes[g_rand_int_range(rand, 0, sizeof(bytes) - 1)];
		text[size] = '\0';
		words += assert_all_words(text, size);
	}
	g_assert_cmpuint(words, >, 10000);
}

/* other words seldom pass, however many are in it, and the size stays small */
static void test_others(void)
{
	for (guint count = 1; count < 100000; count *= 7) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GByteArray) filter = g_byte_array_new();
		guint passed = 0;

		for (guint i = 0; i < count; i++)
			g_string_append_printf(text, "word_%u = other_%u;\n", i, i % 10);
		wordfilter_make(text->str, text->len, filter);
		g_assert_cmpuint(assert_all_words(text->str, text->len), ==, 2 * count);
		for (guint i = 0; i < 10000; i++) {
			g_autofree char *word = g_strdup_printf("absent_%u", i);

			passed += holds(filter, word);
		}
		g_assert_cmpuint(passed, <, 400);
		g_assert_cmpuint(filter->len, <, 64 + (count + 10) * 3);
	}
}

/* what cannot be told from a filter may be there */
static void test_unsure(void)
{
	g_autoptr(GByteArray) filter = g_byte_array_new();
	guint8 none[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0 };
	const guint64 absent = wordfilter_hash("absent", strlen("absent"));

	wordfilter_make("nothing", 7, filter);
	g_assert_false(holds(filter, "absent"));
	g_assert_true(holds(filter, "no"));
	g_assert_true(holds(filter, "12"));
	g_assert_true(holds(filter, "not-one-word"));
	g_assert_true(holds(filter, ""));
	g_assert_true(wordfilter_may_hold(NULL, 0, absent));
	g_assert_true(wordfilter_may_hold(none, sizeof(none), absent));
	for (guint size = 0; size < filter->len; size++)
		g_assert_true(wordfilter_may_hold(filter->data, size, absent));
	filter->data[0]++;
	g_assert_true(holds(filter, "absent"));
	wordfilter_make("", 0, filter);
	g_assert_false(holds(filter, "absent"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/wordfilter/places", test_places);
	g_test_add_func("/wordfilter/random", test_random);
	g_test_add_func("/wordfilter/others", test_others);
	g_test_add_func("/wordfilter/unsure", test_unsure);
	return g_test_run();
}
