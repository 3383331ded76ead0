// SPDX-License-Identifier: GPL-2.0-only
/* the matrix on a terminal, wide and narrow, with and without colour */
#include "report-sample.h"

#include "report/layout.h"
#include "report/matrix.h"

static char *text_of(const GPtrArray *results, unsigned int columns, bool colour, bool verbose)
{
	const struct report_style style = { colour, columns, verbose };

	return report_text(results, &style);
}

static GPtrArray *only(struct series_result *series)
{
	GPtrArray *results = g_ptr_array_new_with_free_func((GDestroyNotify)series_result_free);

	g_ptr_array_add(results, series);
	return results;
}

static void test_reference(void)
{
	g_autoptr(GPtrArray) results = only(sample_good());
	g_autofree char *text = text_of(results, 80, false, false);

	g_assert_cmpstr(text, ==,
"                       6.12.y          6.17.y          6.18.y          6.19.y\n"
"                       6.12.94         6.17.8          6.18.5          6.19.8\n"
"────────────────────────────────────────────────────────────────────────────────\n"
"kvm-tdx-mmu-lock-vp-init, version 4\n"
"KVM: TDX: Take MMU     · not affected  ✓ ported        ✓ ported        = present\n"
"lock around                              rule, proven    rule, proven\n"
"tdh_vp_init()\n"
"\n"
"· not affected   the tree lacks what the patch fixes\n"
"= present        the tree has the change already\n"
"✓ ported, proven every proof that the tree asks for passed\n"
"  rule           the semantic patch named by the series made the change\n"
"\n"
"The ported patches, as git format-patch writes them, are in\n"
"  patches/kvm-tdx-mmu-lock-vp-init/6.17.y\n"
"  patches/kvm-tdx-mmu-lock-vp-init/6.18.y\n"
"\n"
"1 series, 1 patch, 4 trees: 2 proven, 1 present, 1 not affected; nothing needs a\n"
"person\n");
}

static void test_narrow(void)
{
	g_autoptr(GPtrArray) results = only(sample_good());
	g_autofree char *text = text_of(results, 40, false, false);

	g_assert_true(g_str_has_prefix(text,
"kvm-tdx-mmu-lock-vp-init, version 4\n"
"KVM: TDX: Take MMU lock around\n"
"tdh_vp_init()\n"
"  6.12.y   · not affected\n"
"  6.17.y   ✓ ported: rule, proven\n"
"  6.18.y   ✓ ported: rule, proven\n"
"  6.19.y   = present\n"));
}

/* a line may be wider than the terminal only where it is one word: a path to copy */
static void test_fits(void)
{
	static const unsigned int widths[] = { 40, 60, 79, 80, 100, 132, 200 };
	g_autoptr(GPtrArray) results = sample_results();

	for (guint i = 0; i < G_N_ELEMENTS(widths); i++) {
		g_autofree char *text = text_of(results, widths[i], false, true);
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

		for (char **line = lines; *line; line++) {
			g_autofree char *bare = g_strstrip(g_strdup(*line));
			const char *blank = strrchr(bare, ' ');

			if (text_width(*line) <= widths[i])
				continue;
			if (blank && strncmp(bare, "patch ", 6))
				g_error("at %u columns: %s", widths[i], *line);
		}
	}
}

/* the columns stand under their heads, also behind wide characters */
static void test_aligned(void)
{
	g_autoptr(GPtrArray) results = only(sample_bad());
	g_autofree char *text = text_of(results, 100, false, false);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	const char *head = strstr(lines[0], "6.12.y");
	const char *cell = strstr(lines[4], "✗ conflict");
	g_autofree char *before_head = NULL;
	g_autofree char *before_cell = NULL;

	g_assert_nonnull(head);
	g_assert_nonnull(cell);
	g_assert_nonnull(strstr(lines[4], "修复"));
	before_head = g_strndup(lines[0], head - lines[0]);
	before_cell = g_strndup(lines[4], cell - lines[4]);
	g_assert_cmpuint(text_width(before_head), ==, text_width(before_cell));
}

static char *without_colour(const char *text)
{
	g_autoptr(GRegex) sgr = g_regex_new("\033\\[[0-9]+m", 0, 0, NULL);

	return g_regex_replace(sgr, text, -1, 0, "", 0, NULL);
}

/* colour adds nothing but colour: the signs and words are the same without */
static void test_colour(void)
{
	g_autoptr(GPtrArray) results = sample_results();
	g_autofree char *plain = text_of(results, 100, false, true);
	g_autofree char *coloured = text_of(results, 100, true, true);
	g_autofree char *stripped = without_colour(coloured);

	g_assert_null(strchr(plain, '\033'));
	g_assert_nonnull(strstr(coloured, "\033[32m✓ ported\033[0m"));
	g_assert_cmpstr(stripped, ==, plain);
}

static void test_hostile(void)
{
	g_autoptr(GPtrArray) results = only(sample_bad());

	for (unsigned int columns = 40; columns <= 160; columns += 40) {
		g_autofree char *text = text_of(results, columns, false, true);

		g_assert_null(strchr(text, '\033'));
		g_assert_null(strstr(text, "\xe2\x80\xae"));
		g_assert_true(g_utf8_validate(text, -1, NULL));
		g_assert_nonnull(strstr(text, "\\x1b[31mred"));
	}
}

static void test_details(void)
{
	static const char *const wanted[] = {
		"state     ✗ conflict: a person must port it by hand",
		"reason    hunk 2 fits two places",
		"landed    mm/vmscan.c, nowhere; fits shrink_one() at 4711",
		"mm/vmscan.c:6100, shrink_node, at its line",
		"differs   hunk 2 is missing",
		"tried     exact: hunk 2 fits two places",
		"proofs    ✗ compile fail: mm/vmscan.c does not compile",
		"– checkpatch skipped: the tree has no scripts/checkpatch.pl",
		"patch     patches/mm-three-fixes/6.12.y/0010-mm-third.patch",
		"reason    no such folder '/trees/linux-6.6'; set path= in 6.6.y.ini",
		"; 6 need a person\n",
	};
	g_autoptr(GPtrArray) results = sample_results();
	g_autofree char *text = text_of(results, 120, false, false);

	for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
		if (!strstr(text, wanted[i]))
			g_error("missing: %s", wanted[i]);
	}
	g_assert_null(strstr(text, "adapted"));
}

static void test_verbose(void)
{
	g_autoptr(GPtrArray) results = only(sample_good());
	g_autofree char *brief = text_of(results, 120, false, false);
	g_autofree char *text = text_of(results, 120, false, true);

	g_assert_null(strstr(brief, "proofs"));
	g_assert_nonnull(strstr(text, "adapted   TDX_BUG_ON -> KVM_BUG_ON, pr_tdx_error"));
	g_assert_nonnull(strstr(text, "merged: no base: blob 326db9b9c567"));
	g_assert_nonnull(strstr(text, "✓ execution pass: 6 paths run"));
}

static void test_empty(void)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GPtrArray) untried = only(series_result_new("lonely"));
	g_autofree char *no_series = text_of(none, 80, false, false);
	g_autofree char *no_trees = text_of(untried, 80, false, false);

	g_assert_nonnull(strstr(no_series, "backstitch import"));
	g_assert_nonnull(strstr(no_trees, "backstitch port"));
}

static void test_tree_without_patches(void)
{
	struct series_result *series = series_result_new("s");
	struct tree_result *tree = sample_tree(series, "6.1.y", NULL);
	g_autoptr(GPtrArray) results = only(series);
	g_autofree char *text = NULL;

	series->title = g_strdup("a title");
	tree->error = g_strdup("no such folder '/x'");
	text = text_of(results, 80, false, false);
	g_assert_nonnull(strstr(text, "! error"));
	g_assert_nonnull(strstr(text, "no such folder '/x'"));
	g_assert_nonnull(strstr(text, "1 needs a person"));
}

static void test_wrap(void)
{
	g_autoptr(GPtrArray) soft = text_wrap("one  abcdefghij two", 6, false);
	g_autoptr(GPtrArray) hard = text_wrap("one abcdefghij two", 6, true);
	g_autoptr(GPtrArray) wide = text_wrap("修复修复", 5, true);
	g_autoptr(GPtrArray) none = text_wrap("", 5, true);

	g_assert_cmpuint(soft->len, ==, 3);
	g_assert_cmpstr(soft->pdata[1], ==, "abcdefghij");
	g_assert_cmpuint(hard->len, ==, 4);
	g_assert_cmpstr(hard->pdata[1], ==, "abcdef");
	g_assert_cmpuint(wide->len, ==, 2);
	g_assert_cmpstr(wide->pdata[0], ==, "修复");
	g_assert_cmpuint(none->len, ==, 1);
	g_assert_cmpuint(text_width("e\xcc\x81修"), ==, 3);
}

static void test_kernels(void)
{
	static const char *const order[] = { "5.10.1", "6.1.176", "6.6.y", "6.9.2", "6.12.8",
					     "6.12.94", "6.12.107", "6.18.5", "7.0", "" };

	for (guint i = 0; i < G_N_ELEMENTS(order); i++) {
		for (guint j = 0; j < G_N_ELEMENTS(order); j++) {
			int got = compare_kernels(order[i], order[j]);

			g_assert_cmpint(CLAMP(got, -1, 1), ==, i < j ? -1 : i > j);
		}
	}
	g_assert_cmpint(compare_kernels(NULL, "6.1"), >, 0);
}

static void test_columns(void)
{
	static const char *const trees[] = { "6.6.y", "6.12.y", "6.17.y", "6.18.y", "6.19.y" };
	g_autoptr(GPtrArray) results = sample_results();
	g_autoptr(GPtrArray) columns = columns_of(results);

	g_assert_cmpuint(columns->len, ==, G_N_ELEMENTS(trees));
	for (guint i = 0; i < columns->len; i++) {
		const struct column *column = columns->pdata[i];

		g_assert_cmpstr(column->tree, ==, trees[i]);
		if (i == 3)
			g_assert_cmpstr(column->kernel, ==, "6.18.5 to 6.18.15");
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/text/reference", test_reference);
	g_test_add_func("/report/text/narrow", test_narrow);
	g_test_add_func("/report/text/fits", test_fits);
	g_test_add_func("/report/text/aligned", test_aligned);
	g_test_add_func("/report/text/colour", test_colour);
	g_test_add_func("/report/text/hostile", test_hostile);
	g_test_add_func("/report/text/details", test_details);
	g_test_add_func("/report/text/verbose", test_verbose);
	g_test_add_func("/report/text/empty", test_empty);
	g_test_add_func("/report/text/tree-without-patches", test_tree_without_patches);
	g_test_add_func("/report/layout/wrap", test_wrap);
	g_test_add_func("/report/matrix/kernels", test_kernels);
	g_test_add_func("/report/matrix/columns", test_columns);
	return g_test_run();
}
