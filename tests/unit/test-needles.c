// SPDX-License-Identifier: GPL-2.0-only
/* strstr() says where strings are */
#include <string.h>

#include "engine/needles.h"

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

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/needles/plainly", test_plainly);
	g_test_add_func("/needles/random", test_random);
	return g_test_run();
}
