// SPDX-License-Identifier: GPL-2.0-only
/* What diffs do to which files; git apply --numstat says what is right and what is refused. */
#include "base/error.h"
#include "base/tmpdir.h"
#include "format/diffscan.h"
#include "git-oracle.h"

#define HEAD(f) "diff --git a/" f " b/" f "\nindex 0123456..abcdef0 100644\n"
#define NAMES(f) "--- a/" f "\n+++ b/" f "\n"
#define HUNK "@@ -1,3 +1,4 @@ f(void)\n a\n-b\n+c\n+e\n d\n"

static const char *const diffs[] = {
	HEAD("x") NAMES("x") HUNK,
	"text\n---\n x | 2 +-\n\n" HEAD("d/x") NAMES("d/x") HUNK "-- \n2.39.5\n\n",
	HEAD("x") NAMES("x") HUNK "@@ -9 +10 @@\n-a\n+b\n" HEAD("y") NAMES("y") HUNK,
	HEAD("x") NAMES("x") "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
			     "\\ No newline at end of file\n",
	HEAD("x") NAMES("x") "@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n",
	NAMES("x") HUNK,
	NAMES("x") HUNK NAMES("y") HUNK,
	"--- a/x\t2024-01-01 10:00:00.000000000 +0100\n+++ b/x\t2024-01-01 10:00:01 +0100\n" HUNK,
	"--- a/x   2024-01-01 10:00:00.000000000 +0100\n+++ b/x   2024-01-01 10:00:01 +0100\n" HUNK,
	"--- a/x.orig\n+++ b/x\n" HUNK,
	"--- a/x\n+++ b/x.new\n" HUNK,
	"--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n",
	"--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n",
	"diff --git a/x b/y\nsimilarity index 100%\nrename from x\nrename to y\n",
	"diff --git a/x b/y\nsimilarity index 90%\ncopy from x\ncopy to y\nindex 1..2\n--- a/x\n"
	"+++ b/y\n" HUNK,
	"diff --git a/x b/y\nrename from x\nrename to y\n--- a/z\n+++ b/y\n" HUNK,
	"diff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
	"diff --git a/x b/x\nnew file mode 100644\nindex 0000000..e69de29\n",
	"diff --git a/x b/x\ndeleted file mode 100644\nindex e69de29..0000000\n",
	"diff --git a/x b/x\nnew file mode 100644\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+a\n",
	"diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -1 +1 @@\n-b\n+a\n",
	"diff --git \"a/\\303\\274 x\" \"b/\\303\\274 x\"\n--- \"a/\\303\\274 x\"\n"
	"+++ \"b/\\303\\274 x\"\n" HUNK,
	"diff --git a/a b b/a b\n--- a/a b\t\n+++ b/a b\t\n" HUNK,
	"diff --git a/x b/x\nindex 0000000..1234567 100644\nBinary files a/x and b/x differ\n"
	HEAD("y")
		NAMES("y") HUNK,
	"diff --git a/x b/x\nnew file mode 100644\nindex "
	"0000000000000000000000000000000000000000..20b5be91886d0b6f26dc98a225c0dac05fe2c86e\n"
	"GIT binary patch\nliteral 3\nKcmYdfNCE%>hycU@\n\nliteral 0\nHcmV?d00001\n\n" HEAD("y")
		NAMES("y") HUNK,
	"",
	"no diff\n",
	"we speak of diff --git a/x b/x\ndiff --git a/x b/x\nand so on\n",
	"--- a/x\ntext\n--- a/y\n+++ b/y\ntext\n",
	"diff --git a/x b/x\ndeleted file mode 100644\nGIT binary patch0;\ntext\n",
	"diff --git a/x b/x\nindex 1234567..0000000 100644\nFiles a/x and b/x differ\n",
	/* the last line without its newline */
	HEAD("x") NAMES("x") HUNK "@@ -9 +10 @@\n-a\n+b\ntext\n@@ -20 +20 @@",
	HEAD("x") NAMES("x") "@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file",
	"diff --git a/x b/x\nnew file mode 100644\nGIT binary patch",
	/* refused */
	HEAD("x") NAMES("x") "@@ -1 +1 @@\n-a\n+b",
	HEAD("x") NAMES("x") "@@ -1 +1 @@",
	HEAD("x") NAMES("x") HUNK "@@ -9 +10 @@",
	HEAD("x") NAMES("x") "@@ -1,3 +1,3 @@\n a\n-b\n",
	HEAD("x") NAMES("x") "@@ -1,3 +1,4 @@\n a\n-b\n+c\n d\n-- \n2.39\n",
	HEAD("x") NAMES("x") "@@ -1,3 +1,4 @@\n a\n*b\n",
	HEAD("x") NAMES("x") "@@ -1,3 +1,3 @@\n a\n b\n c\n",
	HEAD("x") NAMES("x") "@@ -1,x +1,3 @@\n a\n",
	HEAD("x") NAMES("x") "@@ -1,3 +1,3\n a\n",
	HEAD("x") NAMES("x") "@@ -1,2 +1,2 @@\n a\n\r\n-b\n+c\n",
	"@@ -1 +1 @@\n-a\n+b\n",
	"diff --git a/x\nb/x\nindex 1..2\n" NAMES("x") HUNK,
	"--- x\n+++ x\n" HUNK,
};

static char *scan(const char *text, bool *out_refused)
{
	g_autoptr(diff_scan) scan = diff_scan_new();
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(GError) error = NULL;
	GString *out = g_string_new(NULL);
	const char *next;

	for (; *text; text = next) {
		next = strchr(text, '\n') ? strchr(text, '\n') + 1 : text + strlen(text);
		diff_scan_line(scan, text, next - text);
	}
	files = diff_scan_end(scan, &error);
	*out_refused = error != NULL;
	for (guint i = 0; i < files->len; i++) {
		const struct scanned_file *file = files->pdata[i];

		if (file->head->binary)
			g_string_append_printf(out, "-\t-\t%s|", file_diff_path(file->head));
		else
			g_string_append_printf(out, "%lu\t%lu\t%s|", file->added, file->deleted,
					       file_diff_path(file->head));
	}
	return g_string_free(out, FALSE);
}

/* "No valid patches" is no refusal: there is none */
static bool is_text_only(const char *folder, const char *text)
{
	g_autofree char *said = git_says(folder, text, strlen(text), "apply", "--numstat",
					 "--allow-empty", NULL);

	return said && !*said;
}

static void test_as_git(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	const char *folder = tmpdir_path(dir);

	for (gsize i = 0; i < G_N_ELEMENTS(diffs); i++) {
		bool refused;
		g_autofree char *got = scan(diffs[i], &refused);
		g_autofree char *said = git_says(folder, diffs[i], strlen(diffs[i]), "apply",
						 "--numstat", "-z", NULL);

		g_test_message("%zu: %s", i, diffs[i]);
		if (!said) {
			g_assert_true(refused || (!*got && is_text_only(folder, diffs[i])));
			continue;
		}
		g_assert_false(refused);
		g_assert_nonnull(strchr(got, '|'));
	}
}

static void check_files(const char *text, const char *expected)
{
	bool refused;
	g_autofree char *got = scan(text, &refused);

	g_assert_cmpstr(got, ==, expected);
}

static void test_files(void)
{
	check_files(diffs[2], "3\t2\tx|2\t1\ty|");
	check_files(diffs[7], "2\t1\tx|");
	check_files(diffs[8], "2\t1\tx|");
	check_files(diffs[9], "2\t1\tx|");
	check_files(diffs[21], "2\t1\tü x|");
	check_files(diffs[22], "2\t1\ta b|");
	check_files(diffs[23], "-\t-\tx|2\t1\ty|");
	check_files(diffs[24], "-\t-\tx|2\t1\ty|");
}

/*
 * As diff.noprefix makes them: git apply, which is not told -p0, takes the first folder away.  What
 * is right is what git apply -p0 says.
 */
static const char *const bare[] = {
	"diff --git mm/x.c mm/x.c\nindex 1..2 100644\n--- mm/x.c\n+++ mm/x.c\n" HUNK,
	"diff --git x x\nindex 1..2 100644\n--- x\n+++ x\n" HUNK,
	"diff --git a/x a/x\n--- a/x\n+++ a/x\n" HUNK,
	"diff --git mm/x mm/x\nold mode 100644\nnew mode 100755\n",
	"diff --git mm/x mm/x\nnew file mode 100644\nindex 0000000..e69de29\n",
	"diff --git mm/x mm/x\nnew file mode 100644\nindex 0..1\n--- /dev/null\n+++ mm/x\n"
	"@@ -0,0 +1 @@\n+a\n",
	"diff --git mm/x mm/x\ndeleted file mode 100644\nindex 1..0\n--- mm/x\n+++ /dev/null\n"
	"@@ -1 +0,0 @@\n-a\n",
	"diff --git x x\ndeleted file mode 100644\nindex 1..0\n--- x\n+++ /dev/null\n"
	"@@ -1 +0,0 @@\n-a\n",
	"diff --git mm/x lib/y\nsimilarity index 100%\nrename from mm/x\nrename to lib/y\n",
	"diff --git mm/x lib/y\nsimilarity index 90%\nrename from mm/x\nrename to lib/y\n"
	"index 1..2\n--- mm/x\n+++ lib/y\n" HUNK,
	"diff --git x y\ncopy from x\ncopy to y\nindex 1..2\n--- x\n+++ y\n" HUNK,
	"diff --git \"mm/\\303\\274 x\" \"mm/\\303\\274 x\"\n--- \"mm/\\303\\274 x\"\n"
	"+++ \"mm/\\303\\274 x\"\n" HUNK,
	"diff --git m m/a b m m/a b\n--- m m/a b\t\n+++ m m/a b\t\n" HUNK,
	"diff --git mm/x mm/x\nindex 1234567..1234568 100644\nBinary files mm/x and mm/x differ\n",
};

/* a line below has prefixes that differ: the one above was written by something else */
static const char *const prefixed[] = {
	"diff --git mm/x mm/x\nindex 1..2 100644\n--- a/mm/x\n+++ b/mm/x\n" HUNK,
	"diff --git a/x a/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n" HUNK,
	"diff --git a/x a/x\nindex 1..2 100644\n--- b/x\n+++ a/x\n" HUNK,
	"diff --git a/x a/x\ndeleted file mode 100644\nindex 1..0\n--- b/x\n+++ /dev/null\n"
	"@@ -1 +0,0 @@\n-a\n",
};

static void check_names(const char *text, const char *strip)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *said = git_says(tmpdir_path(dir), text, strlen(text), "apply",
					 "--numstat", "-z", strip, NULL);
	g_autofree char *got = NULL, *expected = NULL;
	bool refused;

	g_test_message("%s", text);
	g_assert_nonnull(said);
	g_assert_cmpstr(said, !=, "");
	expected = g_strconcat(said, "|", NULL);
	got = scan(text, &refused);
	g_assert_false(refused);
	g_assert_cmpstr(got, ==, expected);
}

static void test_prefixes(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(bare); i++)
		check_names(bare[i], "-p0");
	for (gsize i = 0; i < G_N_ELEMENTS(prefixed); i++)
		check_names(prefixed[i], "-p1");
}

static void check_error(const char *text, int code, const char *reason)
{
	g_autoptr(diff_scan) scan = diff_scan_new();
	g_autoptr(GPtrArray) files = NULL;
	g_autoptr(GError) error = NULL;
	const char *next;

	for (; *text; text = next) {
		next = strchr(text, '\n') ? strchr(text, '\n') + 1 : text + strlen(text);
		diff_scan_line(scan, text, next - text);
	}
	files = diff_scan_end(scan, &error);
	g_assert_error(error, BS_ERROR, code);
	g_assert_nonnull(strstr(error->message, reason));
}

static void test_errors(void)
{
	check_error(HEAD("../x") NAMES("../x") HUNK, BS_ERROR_UNSAFE, "leaves the tree");
	check_error(HEAD(".git/x") NAMES(".git/x") HUNK, BS_ERROR_UNSAFE, "line 5: the path");
	check_error(HEAD("x") NAMES("x") "@@ -1,3 +1,3 @@\n a\n", BS_ERROR_INPUT,
		    "line 5 is cut off");
	check_error(HEAD("x") "text\n", BS_ERROR_INPUT, "no change follows");
	check_error("diff --git a/x b/y\n" HUNK, BS_ERROR_INPUT, "does not name its file");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/diffscan/as-git", test_as_git);
	g_test_add_func("/diffscan/files", test_files);
	g_test_add_func("/diffscan/prefixes", test_prefixes);
	g_test_add_func("/diffscan/errors", test_errors);
	return g_test_run();
}
