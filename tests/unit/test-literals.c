// SPDX-License-Identifier: GPL-2.0-only
/* The fast search against strstr(), on texts made to be hard for it. */
#include <glib.h>
#include <string.h>

#include "rules/literals.h"

static const char *const sets[][8] = {
	{ "tdh_vp_init", "tdh_mng_init", "tdh_mr_finalize" },	/* one window for all */
	{ "strlen" },
	{ "kmalloc", "kzalloc", "kcalloc" },
	{ "ab", "ba", "abab" },					/* shorter than a window */
	{ "aab", "abb", "bba", "bab", "aaab", "abba", "baab", "bbbb" },
	{ "msecs_to_jiffies", "ab" },
};

static bool holds(const char *const *words, const char *text)
{
	for (; *words; words++) {
		if (strstr(text, *words))
			return true;
	}
	return false;
}

static void check(const struct literals *literals, const char *const *words, const char *text)
{
	bool want = holds(words, text);

	/* it may say yes where there is nothing, but not here: the words are compared */
	g_assert_cmpint(literals_may_hold(literals, text, strlen(text)), ==, want);
	g_assert_cmpint(literals_may_hold_slowly(literals, text, strlen(text)), ==, want);
}

/* each word at each place of a text, with all of it and without its last letter */
static void check_places(const struct literals *literals, const char *const *words)
{
	for (const char *const *word = words; *word; word++) {
		gsize size = strlen(*word);

		for (gsize before = 0; before < 420; before++) {
			for (gsize behind = 0; behind < 300; behind += 59) {
				g_autofree char *left = g_strnfill(before, 'x');
				g_autofree char *right = g_strnfill(behind, '\xe9');
				g_autofree char *text = g_strconcat(left, *word, right, NULL);

				check(literals, words, text);
				text[before + size - 1] = '.';
				check(literals, words, text);
				text[before] = '\0';
				check(literals, words, text);
			}
		}
	}
}

static void test_set(gconstpointer data)
{
	const char *const *words = data;
	g_autoptr(GPtrArray) array = g_ptr_array_new();
	g_autoptr(literals) literals = NULL;
	g_autoptr(GRand) rand = g_rand_new_with_seed(1);

	for (const char *const *word = words; *word; word++)
		g_ptr_array_add(array, (char *)*word);
	literals = literals_new(array);
	check_places(literals, words);
	for (int i = 0; i < 20000; i++) {
		char text[600];
		gsize size = g_rand_int_range(rand, 0, sizeof(text));

		for (gsize j = 0; j < size; j++)
			text[j] = "abkmtdh_ inrlz"[g_rand_int_range(rand, 0, i % 2 ? 3 : 14)];
		text[size] = '\0';
		check(literals, words, text);
	}
}

static void test_none(void)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(literals) literals = literals_new(none);

	g_assert_false(literals_may_hold(literals, "", 0));
	g_assert_false(literals_may_hold(literals, "anything", 8));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/literals/none", test_none);
	for (size_t i = 0; i < G_N_ELEMENTS(sets); i++) {
		g_autofree char *path = g_strdup_printf("/literals/%s", sets[i][0]);

		g_test_add_data_func(path, sets[i], test_set);
	}
	return g_test_run();
}
