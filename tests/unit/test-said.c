// SPDX-License-Identifier: GPL-2.0-only
/*
 * What was not understood is a matter of a change only where the base does not
 * say it as often; that a change moves lines is none.
 */
#include "engine/ladder/said.h"

#include <string.h>

#include "base/file.h"

/* a line that starts with '?' is not understood, and so much is said of it */
static GBytes *say(void *data, GBytes *source, GPtrArray *changed, GPtrArray *left)
{
	g_autofree char *text = bytes_text(source);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i]; i++) {
		if (*lines[i] == '?')
			g_ptr_array_add(left, g_strdup_printf("a/b: f: line %u: %s of line %u",
							      i + 1, lines[i] + 1, i));
	}
	return g_bytes_ref(source);
}

static guint left_of(const char *base_text, const char *theirs_text)
{
	g_autoptr(GBytes) base = g_bytes_new_static(base_text, strlen(base_text));
	g_autoptr(GBytes) theirs = g_bytes_new_static(theirs_text, strlen(theirs_text));
	struct said said = { NULL };
	guint left;

	said_make(&said, say, NULL, base, theirs);
	left = said.left->len;
	said_clear(&said);
	return left;
}

static void test_left(void)
{
	g_assert_cmpuint(left_of("a\n?x\n", "a\nb\nc\n?x\n"), ==, 0);
	g_assert_cmpuint(left_of("a\n?x\n", "a\n?x\n?x\n"), ==, 1);
	g_assert_cmpuint(left_of("a\n?x\n", "a\n?y\n"), ==, 1);
	g_assert_cmpuint(left_of("a\n", "a\n"), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/said/left", test_left);
	return g_test_run();
}
