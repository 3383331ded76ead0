// SPDX-License-Identifier: GPL-2.0-only
/*
 * The instructions of the processor against GLib's SHA-1, for every length
 * around the ends of blocks and every way to cut the text in two.
 */
#include <string.h>

#include "base/sha1.h"

#define LONGEST 300

static void test_known(void)
{
	static const guint8 abc[] = { 0xa9, 0x99, 0x3e, 0x36, 0x47, 0x06, 0x81, 0x6a, 0xba, 0x3e,
				      0x25, 0x71, 0x78, 0x50, 0xc2, 0x6c, 0x9c, 0xd0, 0xd8, 0x9d };
	guint8 out[SHA1_SIZE];

	/* FIPS 180-2, appendix A.1 */
	sha1_of_both("a", 1, "bc", 2, out);
	g_assert_cmpmem(out, sizeof(out), abc, sizeof(abc));
	sha1_of_both_plainly("", 0, "abc", 3, out);
	g_assert_cmpmem(out, sizeof(out), abc, sizeof(abc));
}

static void test_against_glib(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);
	guint8 text[LONGEST], expected[SHA1_SIZE], out[SHA1_SIZE];

	for (guint i = 0; i < LONGEST; i++)
		text[i] = g_rand_int(rand);
	for (guint size = 0; size <= LONGEST; size++) {
		sha1_of_both_plainly(text, size, NULL, 0, expected);
		for (guint head = 0; head <= size; head++) {
			sha1_of_both(text, head, text + head, size - head, out);
			g_assert_cmpmem(out, sizeof(out), expected, sizeof(expected));
		}
	}
}

static void test_long(void)
{
	gsize size = 1000003;
	g_autofree guint8 *text = g_malloc(size);
	guint8 expected[SHA1_SIZE], out[SHA1_SIZE];

	for (gsize i = 0; i < size; i++)
		text[i] = i * i >> 3;
	sha1_of_both_plainly("blob 1", 7, text, size, expected);
	sha1_of_both("blob 1", 7, text, size, out);
	g_assert_cmpmem(out, sizeof(out), expected, sizeof(expected));
	text[size - 1] ^= 1;
	sha1_of_both("blob 1", 7, text, size, out);
	g_assert_cmpint(memcmp(out, expected, sizeof(out)), !=, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sha1/known", test_known);
	g_test_add_func("/sha1/against-glib", test_against_glib);
	g_test_add_func("/sha1/long", test_long);
	return g_test_run();
}
