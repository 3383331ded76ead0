// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page: nothing from outside becomes markup, its links lead somewhere, its
 * elements close, and its colours can be read.
 */
#include "report-sample.h"

#include <stdio.h>

#include "report/html.h"

#define WHEN 1763856000 /* 2025-11-23 00:00 UTC */

static char *page(void)
{
	g_autoptr(GPtrArray) results = sample_results();

	return report_html(results, WHEN);
}

static guint count(const char *text, const char *what)
{
	guint found = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		found++;
	return found;
}

static void test_hostile(void)
{
	g_autofree char *text = page();

	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_cmpuint(count(text, "<script"), ==, 0);
	g_assert_cmpuint(count(text, "<b>not bold"), ==, 0);
	g_assert_cmpuint(count(text, "\xe2\x80\xae"), ==, 0);
	g_assert_null(strchr(text, '\033'));
	g_assert_cmpuint(count(text, "&lt;script&gt;alert(1)&lt;/script&gt; &quot;&amp;"), >, 2);
}

/* one file: no script, nothing fetched, and a policy that forbids both */
static void test_self_contained(void)
{
	static const char *const forbidden[] = { " src=", "url(", "@import", "<link", "http://",
						 "https://", " onclick", " style=" };
	g_autofree char *text = page();

	for (guint i = 0; i < G_N_ELEMENTS(forbidden); i++)
		g_assert_cmpuint(count(text, forbidden[i]), ==, 0);
	g_assert_nonnull(strstr(text, "content=\"default-src 'none'; style-src 'unsafe-inline';"));
	g_assert_cmpuint(count(text, "href="), ==, count(text, "href=\"#"));
	g_assert_nonnull(strstr(text, "on 2025-11-23 00:00 UTC"));
}

static GHashTable *ids_of(const char *text)
{
	g_autoptr(GRegex) pattern = g_regex_new(" id=\"([^\"]*)\"", 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	GHashTable *ids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	g_regex_match(pattern, text, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL))
		g_assert_true(g_hash_table_add(ids, g_match_info_fetch(match, 1)));
	return ids;
}

static void test_links(void)
{
	g_autofree char *text = page();
	g_autoptr(GHashTable) ids = ids_of(text);
	g_autoptr(GRegex) pattern =
		g_regex_new("(?:href=\"#|aria-labelledby=\")([^\"]*)\"", 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	guint links = 0;

	g_regex_match(pattern, text, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL), links++) {
		g_autofree char *target = g_match_info_fetch(match, 1);

		if (!g_hash_table_contains(ids, target))
			g_error("no element '%s'", target);
	}
	g_assert_cmpuint(links, >=, 10);
}

static bool is_void(const char *name)
{
	return !strcmp(name, "meta") || !strcmp(name, "br") || !strcmp(name, "hr");
}

/* elements nest and close; headings go down by one */
static void test_well_formed(void)
{
	g_autofree char *text = page();
	g_autoptr(GRegex) pattern = g_regex_new("<(/?)([a-z][a-z0-9]*)[^>]*>", 0, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;
	g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
	int level = 0;

	g_regex_match(pattern, text, 0, &match);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		g_autofree char *slash = g_match_info_fetch(match, 1);
		char *name = g_match_info_fetch(match, 2);

		if (*slash) {
			g_assert_cmpuint(open->len, >, 0);
			g_assert_cmpstr(open->pdata[open->len - 1], ==, name);
			g_ptr_array_remove_index(open, open->len - 1);
			g_free(name);
			continue;
		}
		if (*name == 'h' && g_ascii_isdigit(name[1])) {
			g_assert_cmpint(name[1] - '0', <=, level + 1);
			level = name[1] - '0';
		}
		if (is_void(name))
			g_free(name);
		else
			g_ptr_array_add(open, name);
	}
	g_assert_cmpuint(open->len, ==, 0);
}

static void test_table(void)
{
	g_autofree char *text = page();

	g_assert_cmpuint(count(text, "<th scope=\"col\" role=\"columnheader\"><b>"), ==, 5);
	g_assert_cmpuint(count(text, "<th scope=\"row\" role=\"rowheader\">"), >=, 4);
	g_assert_nonnull(strstr(text, "<b>6.18.y</b><span class=\"soft\">6.18.5 to 6.18.15<"));
	g_assert_nonnull(strstr(text, "<small>rule, proven</small>"));
	g_assert_nonnull(strstr(text, "6 need a person"));
}

/* git's own count of the sample's lines: 4 removed, 10 added */
static void test_diff(void)
{
	GString *out = g_string_new(NULL);
	g_autofree char *text = NULL;

	html_diff(out, sample_text);
	text = g_string_free(out, FALSE);
	g_assert_cmpuint(count(text, "<span class=\"del\">-"), ==, 4);
	g_assert_cmpuint(count(text, "<span class=\"add\">+"), ==, 10);
	g_assert_cmpuint(count(text, "<span class=\"hunk\">@@ -2938,8 +2938,14 @@"), ==, 1);
	g_assert_cmpuint(count(text, "class=\"del\""), ==, 4);
	g_assert_cmpuint(count(text, "class=\"add\""), ==, 10);
	g_assert_nonnull(strstr(text, "<span class=\"meta\">-- \n"));
	g_assert_nonnull(strstr(text, "<span class=\"meta\">--- a/arch"));
	g_assert_nonnull(strstr(text, "<span class=\"msg\">Subject: "));
}

/* a removed line "-- x" looks like a file header, and a hunk may be cut off */
static void test_diff_odd(void)
{
	static const char odd[] = "quoting:\n-no diff\n@@ -1 +1 @@ no hunk\n--- a/x\n+++ b/x\n"
				  "@@ -1,2 +1 @@\n--- x\n\\ No newline at end of file\n \n"
				  "@@ -9,5 +9,5 @@\n-cut";
	GString *out = g_string_new(NULL);
	g_autofree char *text = NULL;

	html_diff(out, odd);
	text = g_string_free(out, FALSE);
	g_assert_nonnull(strstr(text, "<span class=\"msg\">-no diff"));
	g_assert_nonnull(strstr(text, "<span class=\"msg\">@@ -1 +1 @@ no hunk"));
	g_assert_nonnull(strstr(text, "<span class=\"del\">--- x"));
	g_assert_nonnull(strstr(text, "<span class=\"meta\">\\ No newline"));
	g_assert_nonnull(strstr(text, "<span class=\"del\">-cut\n</span></code>"));
}

/* a patch or an output of any size leaves a page that a browser can open */
static void test_large(void)
{
	g_autoptr(GString) large = g_string_new(NULL);
	GString *out = g_string_new(NULL);
	g_autofree char *text = NULL;

	while (large->len < 4 * HTML_TEXT_LIMIT)
		g_string_append(large, "line of output\n");
	html_output(out, large->str);
	g_assert_cmpuint(out->len, <, HTML_TEXT_LIMIT + 4096);
	html_diff(out, large->str);
	text = g_string_free(out, FALSE);
	g_assert_cmpuint(count(text, "Cut here: 1024 of 4096 KiB are shown."), ==, 2);
}

static void test_empty(void)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autofree char *text = report_html(none, WHEN);

	g_assert_nonnull(strstr(text, "No series yet"));
	g_assert_cmpuint(count(text, "<table"), ==, 0);
}

/* the fifth root, by bisection: libm is not needed for anything else */
static double fifth_root(double x)
{
	double low = 0, high = 1;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (middle * middle * middle * middle * middle < x)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* WCAG 2.1, relative luminance; x^2.4 is x^2 times the fifth root of x^2 */
static double linear(unsigned int value)
{
	double c = value / 255.0;
	double x = (c + 0.055) / 1.055;

	return c <= 0.04045 ? c / 12.92 : x * x * fifth_root(x * x);
}

static double luminance(const char *palette, const char *name)
{
	g_autofree char *key = g_strdup_printf("--%s:#", name);
	const char *at = strstr(palette, key);
	unsigned int r, g, b;

	g_assert_nonnull(at);
	at += strlen(key);
	if (sscanf(at, "%2x%2x%2x", &r, &g, &b) != 3) {
		g_assert_cmpint(sscanf(at, "%1x%1x%1x", &r, &g, &b), ==, 3);
		r *= 17;
		g *= 17;
		b *= 17;
	}
	return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

static void check_contrast(const char *palette, const char *text, const char *ground)
{
	double a = luminance(palette, text);
	double b = luminance(palette, ground);
	double contrast = (MAX(a, b) + 0.05) / (MIN(a, b) + 0.05);

	if (contrast < 4.5)
		g_error("%s on %s has a contrast of %.2f", text, ground, contrast);
}

static void test_contrast(void)
{
	static const char *const inks[] = { "ink", "soft", "link", "good", "info",
					    "warn", "bad", "hunk" };
	const char *dark = strstr(html_style, "prefers-color-scheme:dark");
	const char *const palettes[] = { html_style, dark };

	for (guint i = 0; i < G_N_ELEMENTS(palettes); i++) {
		for (guint j = 0; j < G_N_ELEMENTS(inks); j++) {
			check_contrast(palettes[i], inks[j], "paper");
			check_contrast(palettes[i], inks[j], "panel");
		}
		check_contrast(palettes[i], "ink", "add");
		check_contrast(palettes[i], "ink", "del");
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/html/hostile", test_hostile);
	g_test_add_func("/report/html/self-contained", test_self_contained);
	g_test_add_func("/report/html/links", test_links);
	g_test_add_func("/report/html/well-formed", test_well_formed);
	g_test_add_func("/report/html/table", test_table);
	g_test_add_func("/report/html/diff", test_diff);
	g_test_add_func("/report/html/diff-odd", test_diff_odd);
	g_test_add_func("/report/html/large", test_large);
	g_test_add_func("/report/html/empty", test_empty);
	g_test_add_func("/report/html/contrast", test_contrast);
	return g_test_run();
}
