// SPDX-License-Identifier: GPL-2.0-only
/* strstr() and memmem() say where strings are */
#define _GNU_SOURCE /* memmem() */
#include <stdbool.h>
#include <string.h>

#include "engine/names/needles.h"

#define TEXT 400

struct finds {
	guint count;
	gsize sum;
	const GArray *strings;
	const char *text;
};

static void found(void *data, guint index, gsize at)
{
	struct finds *finds = data;
	const struct line *string = &g_array_index(finds->strings, struct line, index);

	g_assert_cmpint(memcmp(finds->text + at, string->text, string->size), ==, 0);
	finds->count++;
	finds->sum += at + 1 + index * (gsize)TEXT;
}

static struct finds by_strstr(const GArray *strings, const char *text)
{
	struct finds finds = { 0 };

	for (guint i = 0; i < strings->len; i++) {
		const struct line *string = &g_array_index(strings, struct line, i);

		for (const char *at = text; (at = strstr(at, string->text)); at++) {
			finds.count++;
			finds.sum += at - text + 1 + i * (gsize)TEXT;
		}
	}
	return finds;
}

static void check(const char *const *words, const char *text)
{
	g_autoptr(GArray) strings = g_array_new(FALSE, FALSE, sizeof(struct line));
	struct finds finds = { .strings = strings, .text = text }, expected;
	g_autoptr(needles) needles = NULL;

	for (; *words; words++) {
		const struct line string = { *words, strlen(*words) };

		g_array_append_val(strings, string);
	}
	needles = needles_new(strings);
	needles_find(needles, text, strlen(text), found, &finds);
	expected = by_strstr(strings, text);
	g_assert_cmpuint(finds.count, ==, expected.count);
	g_assert_cmpuint(finds.sum, ==, expected.sum);
}

#define CHECK(text, ...) check((const char *const[]){ __VA_ARGS__, NULL }, text)

static void test_plainly(void)
{
	CHECK("one two three two", "two", "three", "four");
	CHECK("aaaaaa", "aa", "aaa", "aaaaaaa");
	CHECK("ab", "ab", "abc");
	CHECK("", "ab");
	CHECK("a", "ab");
	CHECK("text", NULL);
	CHECK("xyxyx\xff\xfe", "\xff\xfe", "xyx");
}

/* of few letters, so that there are many finds that overlap */
static void test_random(void)
{
	for (guint round = 0; round < 3000; round++) {
		char text[TEXT + 1] = "", words[5][8] = { "" };
		gsize size = g_test_rand_int_range(0, TEXT);

		for (gsize i = 0; i < size; i++)
			text[i] = 'a' + g_test_rand_int_range(0, 3);
		for (guint w = 0; w < 5; w++) {
			gsize length = g_test_rand_int_range(2, 8);

			for (gsize i = 0; i < length; i++)
				words[w][i] = 'a' + g_test_rand_int_range(0, 3);
		}
		CHECK(text, words[0], words[1], words[2], words[3], words[4]);
	}
}

static void see(void *data, guint index, gsize at)
{
	(void)at;
	((bool *)data)[index] = true;
}

/* lines and parts of words, in one go with another one that may be longer or shorter */
static bool stands(const char *text, const char *line, const char *other)
{
	const struct line wanted[] = { { line, strlen(line) }, { other, strlen(other) } };
	g_autoptr(GArray) strings = g_array_new(FALSE, FALSE, sizeof(struct line));
	g_autoptr(needles) needles = NULL;
	bool found[] = { false, false };

	g_array_append_vals(strings, wanted, G_N_ELEMENTS(wanted));
	needles = needles_new(strings);
	needles_find(needles, text, strlen(text), see, found);
	return found[0];
}

static void test_parts_of_words(void)
{
	static const char *const others[] = { "x ", "take(lock); and more" };

	for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
		g_assert_true(stands("x = take(lock);\n", "take(lock);", others[i]));
		/* at its ends, the line is a part of longer words */
		g_assert_true(stands("untake(lock, flags2);\n", "take(lock, flags", others[i]));
		g_assert_true(stands("take", "ak", others[i]));
		g_assert_false(stands("take(unlock);\n", "take(lock);", others[i]));
		g_assert_false(stands("take(locks);\n", "take(lock);", others[i]));
		g_assert_false(stands("take(lock) ;\n", "take(lock);", others[i]));
		g_assert_false(stands("", "take", others[i]));
	}
}

/* pieces of a text of few words, and pieces of another that is much alike */
static void test_like_memmem(void)
{
	static const char *const words[] = { "a", "ab", "_b", "ab_b", "b1", " ", "\n", "(", ");" };
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	guint found = 0, missed = 0;

	for (guint round = 0; round < 300; round++) {
		g_autoptr(GString) text = g_string_new(NULL), other = g_string_new(NULL);
		g_autoptr(GArray) strings = g_array_new(FALSE, FALSE, sizeof(struct line));
		g_autoptr(needles) needles = NULL;
		bool has[60] = { false };

		for (guint i = 0; i < 30; i++) {
			g_string_append(text, words[g_rand_int_range(random, 0,
								     G_N_ELEMENTS(words))]);
			g_string_append(other, words[g_rand_int_range(random, 0,
								      G_N_ELEMENTS(words))]);
		}
		for (guint i = 0; i < G_N_ELEMENTS(has); i++) {
			const GString *from = i % 2 ? text : other;
			guint at = g_rand_int_range(random, 0, from->len - 1);
			guint size = g_rand_int_range(random, 2, MIN(12, from->len - at) + 1);
			const struct line line = { from->str + at, size };

			g_array_append_val(strings, line);
		}
		needles = needles_new(strings);
		needles_find(needles, text->str, text->len, see, has);
		for (guint i = 0; i < strings->len; i++) {
			const struct line *line = &g_array_index(strings, struct line, i);
			bool there = memmem(text->str, text->len, line->text, line->size);

			g_assert_true(has[i] == there);
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
	g_test_add_func("/needles/plainly", test_plainly);
	g_test_add_func("/needles/random", test_random);
	g_test_add_func("/needles/parts-of-words", test_parts_of_words);
	g_test_add_func("/needles/like-memmem", test_like_memmem);
	return g_test_run();
}
