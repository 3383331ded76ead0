// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sixteen bytes at once say what one by one say: every byte value, in front of
 * and behind every length; and texts of random bytes.
 */
#define _GNU_SOURCE /* memmem() */
#include <stdbool.h>
#include <string.h>

#include "base/bytefind.h"
#include "base/byterun.h"
#include "base/commonends.h"

#define LONGEST 70

static bool is_word(guint8 c)
{
	return (c < 0x80 && g_ascii_isalnum(c)) || c == '_';
}

static bool is_blank(guint8 c)
{
	return !c || memchr(" \t\n\v\f\r", c, 6);
}

static gsize count(const char *text, gsize size, bool (*is)(guint8 c))
{
	gsize at = 0;

	while (at < size && is(text[at]))
		at++;
	return at;
}

static void assert_runs(const char *text, gsize size)
{
	g_assert_cmpuint(byterun_word(text, text + size), ==, count(text, size, is_word));
	g_assert_cmpuint(byterun_blank(text, text + size), ==, count(text, size, is_blank));
}

static void test_every_byte(void)
{
	char text[LONGEST];

	for (guint inside = 0; inside < 256; inside++) {
		for (guint behind = 0; behind < 256; behind += 5) {
			for (guint size = 0; size < LONGEST; size += 3) {
				memset(text, inside, size);
				text[size] = behind;
				assert_runs(text, size);
				assert_runs(text, size + 1);
			}
		}
	}
}

static void test_random(void)
{
	static const char some[] = "aZ09_ \t\n\v\f\r@[`{/:$\x7f\x80\xff";
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);
	char text[LONGEST];

	for (guint round = 0; round < 20000; round++) {
		gsize size = g_rand_int_range(rand, 0, LONGEST);
		guint kinds = g_rand_int_range(rand, 1, sizeof(some));

		for (gsize i = 0; i < size; i++)
			text[i] = some[g_rand_int_range(rand, 0, kinds)];
		assert_runs(text, size);
	}
}

static void test_ends(void)
{
	g_autofree char *a = g_strnfill(1500, 'x');
	g_autofree char *b = g_strnfill(1500, 'x');

	g_assert_cmpuint(common_head(a, b, 1500), ==, 1500);
	g_assert_cmpuint(common_tail(a + 1500, b + 1500, 1500), ==, 1500);
	for (guint at = 0; at < 1500; at += 7) {
		b[at] = 'y';
		g_assert_cmpuint(common_head(a, b, 1500), ==, at);
		g_assert_cmpuint(common_head(a, b, at), ==, at);
		g_assert_cmpuint(common_tail(a + 1500, b + 1500, 1500), ==, 1499 - at);
		g_assert_cmpuint(common_tail(a + 1500, b + 1500, 1499 - at), ==, 1499 - at);
		b[at] = 'x';
	}
}

/* parts of each length, there and not there, of few letters so that much is nearly the same */
static void test_find(void)
{
	char text[200], part[100];

	for (int round = 0; round < 20000; round++) {
		gsize size = g_test_rand_int_range(0, sizeof(text));
		gsize part_size = g_test_rand_int_range(0, sizeof(part));
		g_autofree char *own = NULL;
		gsize from;

		for (gsize i = 0; i < size; i++)
			text[i] = "ab\n"[g_test_rand_int_range(0, 3)];
		for (gsize i = 0; i < part_size; i++)
			part[i] = "ab\n"[g_test_rand_int_range(0, 3)];
		if (part_size && part_size < size && round % 2) {
			from = g_test_rand_int_range(0, size - part_size + 1);
			memcpy(part, text + from, part_size);
		}
		/* a sanitizer sees what is read behind a copy of its own */
		own = size ? g_memdup2(text, size) : g_strdup("");
		g_assert_true(bytes_find(own, size, part, part_size) ==
			      memmem(own, size, part, part_size));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/byterun/every-byte", test_every_byte);
	g_test_add_func("/byterun/random", test_random);
	g_test_add_func("/byterun/ends", test_ends);
	g_test_add_func("/byterun/find", test_find);
	return g_test_run();
}
