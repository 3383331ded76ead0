// SPDX-License-Identifier: GPL-2.0-only
/* Ids of patches; the installed git says what each should be. */
#include "base/tmpdir.h"
#include "format/patchid.h"
#include "git-oracle.h"

#define HEAD(f) "diff --git a/" f " b/" f "\nindex 0123456789..abcdef0123 100644\n"
#define NAMES(f) "--- a/" f "\n+++ b/" f "\n"
#define HUNK "@@ -1,3 +1,3 @@ f(void)\n a\n-b\n+c\n d\n"

static const char *const patches[] = {
	HEAD("x") NAMES("x") HUNK,
	"text\n---\n x | 2 +-\n\n" HEAD("x") NAMES("x") HUNK "-- \n2.39.5\n\n",
	HEAD("x") NAMES("x") HUNK HEAD("y") NAMES("y") HUNK,
	HEAD("y") NAMES("y") HUNK HEAD("x") NAMES("x") HUNK,
	HEAD("x") NAMES("x") HUNK "@@ -10,2 +10,3 @@\n \n+\tnew  line\n z\n",
	HEAD("x") NAMES("x") "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n",
	HEAD("x") NAMES("x") "@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n" HEAD("y")
		NAMES("y") HUNK,
	HEAD("x") NAMES("x") "@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n",
	/* whitespace does not count, whatever it is; \v and \f are none */
	HEAD("x") NAMES("x") "@@ -1,2 +1,2 @@\n a \t b\r\n-c\v\f\n+d\n",
	/* names, modes and binary files alone */
	"diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
	"diff --git a/x b/y\nsimilarity index 90%\ncopy from x\ncopy to y\nindex 1..2\n" NAMES("y")
		HUNK,
	"diff --git a/x b/x\nold mode 100644\nnew mode 100755\n" HEAD("y") NAMES("y") HUNK,
	"diff --git a/x b/x\nnew file mode 100644\nindex 000000..123456\n",
	"diff --git a/x b/x\ndeleted file mode 100644\nindex 123456..000000\n--- a/x\n"
	"+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
	"diff --git a/x b/x\nindex 123456..abcdef 100644\nGIT binary patch\n"
	"literal 3\nKcmZQzWMXDvWMKdR\n\nliteral 0\nHcmV?d00001\n\n",
	"diff --git a/x b/x\nindex 123456..abcdef\nBinary files a/x and b/x differ\n" HEAD("y")
		NAMES("y") HUNK,
	HEAD("y") NAMES("y") HUNK
	"diff --git a/x b/x\nindex 123456..abcdef\nBinary files a/x and b/x differ\n",
	/* more than one patch: the first counts */
	"From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n" HEAD("x")
		NAMES("x") HUNK
	"From 1123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n" HEAD("y")
		NAMES("y") HUNK,
	HEAD("x") NAMES("x") HUNK "-- \n2.39\n\n" HEAD("y") NAMES("y") HUNK,
	"0123456789012345678901234567890123456789\n" HEAD("x") NAMES("x") HUNK,
	/* a plain diff has an id only below a line of diff(1) */
	NAMES("x") HUNK,
	"diff -u a/x b/x\n" NAMES("x") HUNK,
	"Index: x\n====\n" NAMES("x") HUNK,
	/* damaged ones */
	HEAD("x") NAMES("x") "@@ -1,3 +1,3 @@\n a\n-b\n",
	HEAD("x") NAMES("x") "@@ -1, +1,3 @@\n a\n-b\n",
	HEAD("x") NAMES("x") "@@ -1,3 @@\n a\n-b\n+c\n d\n",
	HEAD("x") NAMES("x") "@@ -99999999999999999999,3 +1,3 @@\n a\n-b\n+c\n d\n",
	HEAD("x") "> --- a/x\n> +++ b/x\n" HUNK,
	HEAD("x") NAMES("x") "@@ -1,3 +1,3 @@\n a\n-b\n+c\n d",
	"diff --git a/x b/x",
	"nothing\n",
	"",
};

static void check(const char *folder, const char *patch, gsize size)
{
	g_autofree char *said = git_says(folder, patch, size, "patch-id", "--stable", NULL);
	g_autofree char *id = patch_id_of(patch, size);

	said[strcspn(said, " ")] = '\0';
	if (strcmp(said, id ? id : ""))
		g_test_message("%s", patch);
	g_assert_cmpstr(id ? id : "", ==, said);
}

static void test_as_git(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(patches); i++)
		check(tmpdir_path(dir), patches[i], strlen(patches[i]));
}

/* bytes that C strings end at, and lines longer than any buffer */
static void test_odd_bytes(void)
{
	static const char nul[] = HEAD("x") NAMES("x") "@@ -1,2 +1,2 @@\n a\0b\n-c\n+d\n";
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(GString) text = g_string_new(HEAD("x") NAMES("x") "@@ -1,2 +1,2 @@\n-");

	check(tmpdir_path(dir), nul, sizeof(nul) - 1);
	for (int i = 0; i < 20000; i++)
		g_string_append(text, i % 7 ? "abc" : " ");
	g_string_append(text, "\n+b\n c\n");
	check(tmpdir_path(dir), text->str, text->len);
}

/* what git format-patch writes, file by file and all in one */
static void test_line_by_line(void)
{
	g_autoptr(patch_id) id = patch_id_new();
	const char *patch = patches[2];

	for (int again = 0; again < 2; again++) {
		g_autofree char *expected = patch_id_of(patch, strlen(patch)), *got = NULL;
		g_auto(GStrv) lines = g_strsplit(patch, "\n", -1);

		for (char **line = lines; line[1]; line++) {
			g_autofree char *whole = g_strconcat(*line, "\n", NULL);

			patch_id_line(id, whole, strlen(whole));
		}
		got = patch_id_end(id);
		g_assert_cmpstr(got, ==, expected);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/patchid/as-git", test_as_git);
	g_test_add_func("/patchid/odd-bytes", test_odd_bytes);
	g_test_add_func("/patchid/line-by-line", test_line_by_line);
	return g_test_run();
}
