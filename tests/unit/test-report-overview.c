// SPDX-License-Identifier: GPL-2.0-only
/* list and show: a series with a missing patch and the two remarks of the reference review */
#include "report-sample.h"

#include "format/series.h"
#include "report/overview.h"

/**
 * struct fixture - a series without its free functions, which belong to format/
 */
struct fixture {
	struct series series;
	struct subject subject;
	struct patch patch;
	struct comment caret;
	struct comment open;
};

static void fixture_init(struct fixture *fixture)
{
	*fixture = (struct fixture){
		.subject = { .title = (char *)SAMPLE_TITLE },
		.patch = {
			.author_name = (char *)"A Developer",
			.author_email = (char *)"dev@example.org",
			.when = 1761611319, /* date -ud @1761611319: 2025-10-28 00:28:39 */
			.upstream = (char *)"9a89894f30d5795c5ac46a9ee9c009d610306025",
		},
		.caret = { .author = (char *)"R <r@example.org>", .patch = 1,
			   .file = (char *)"arch/x86/kvm/vmx/tdx.c", .line = 2942,
			   .quote = (char *)"\t * tdh_vp_init() can take a exclusive lock",
			   .word = (char *)"a", .text = (char *)"an\n", .state = (char *)"done" },
		.open = { .author = (char *)"R <r@example.org>", .patch = 1,
			  .text = (char *)"Please describe the edge case:\nwhich paths?" },
	};
	fixture->patch.subject = &fixture->subject;
	fixture->series = (struct series){
		.name = (char *)"kvm-tdx-mmu-lock-vp-init",
		.version = 4,
		.total = 3,
		.rule = (char *)"tdx/tdr-exclusive",
		.patches = g_ptr_array_new(),
		.comments = g_ptr_array_new(),
	};
	g_ptr_array_add(fixture->series.patches, NULL);
	g_ptr_array_add(fixture->series.patches, &fixture->patch);
	g_ptr_array_add(fixture->series.comments, &fixture->caret);
	g_ptr_array_add(fixture->series.comments, &fixture->open);
}

static void fixture_clear(struct fixture *fixture)
{
	g_ptr_array_unref(fixture->series.patches);
	g_ptr_array_unref(fixture->series.comments);
}

static void has(const char *text, const char *wanted)
{
	if (!strstr(text, wanted))
		g_error("missing: %s\nin: %s", wanted, text);
}

static void test_counts(void)
{
	struct fixture fixture;
	g_autoptr(GPtrArray) missing = NULL;
	g_autofree char *text = NULL, *more = NULL;

	fixture_init(&fixture);
	text = series_missing_text(&fixture.series);
	g_assert_cmpstr(text, ==, "1/3, 3/3");
	fixture.series.total = 7;
	more = series_missing_text(&fixture.series);
	g_assert_cmpstr(more, ==, "1/7, 3-7/7");
	fixture.series.total = 3;
	missing = series_missing(&fixture.series);
	g_assert_cmpuint(missing->len, ==, 2);
	g_assert_cmpstr(missing->pdata[0], ==, "1/3");
	g_assert_cmpstr(missing->pdata[1], ==, "3/3");
	g_assert_cmpuint(series_there(&fixture.series), ==, 1);
	g_assert_cmpuint(series_open(&fixture.series), ==, 1);
	g_assert_cmpstr(series_title(&fixture.series), ==, SAMPLE_TITLE);
	fixture_clear(&fixture);
}

static void check_date(gint64 when, int zone, bool known, const char *expected)
{
	struct patch patch = { .when = when, .zone = zone, .zone_known = known };
	g_autofree char *date = patch_date(&patch);

	g_assert_cmpstr(date, ==, expected);
}

/* expectations: TZ=UTC-1 date -Iseconds -d @1761611319 and the like */
static void test_date(void)
{
	check_date(1761611319, 0, true, "2025-10-28T00:28:39+00:00");
	check_date(1761611319, 60, true, "2025-10-28T01:28:39+01:00");
	check_date(1761611319, -210, true, "2025-10-27T20:58:39-03:30");
	check_date(1761611319, 0, false, "2025-10-28T00:28:39-00:00");
	check_date(G_MAXINT64, 720, true, "");
	check_date(G_MININT64, -720, true, "");
}

static void test_show_text(void)
{
	static const char *const wanted[] = {
		SAMPLE_TITLE "\n",
		"  extent    version 4, 1 of 3 patches, 1 open comment\n",
		"  missing   1/3, 3/3\n",
		"  rule      tdx/tdr-exclusive\n",
		"  2/3       " SAMPLE_TITLE "\n",
		"            A Developer <dev@example.org>, 2025-10-28T00:28:39-00:00\n",
		"            upstream commit 9a89894f30d5\n",
		"  arch/x86/kvm/vmx/tdx.c:2942\n",
		"  line      * tdh_vp_init() can take a exclusive lock\n",
		"  remark    \"an\" for \"a\"\n",
		"  remark    Please describe the edge case:\n            which paths?\n",
		"  message of patch 1\n",
		"  6.18.y    ✓ ported, proven\n",
	};
	const struct report_style style = { false, 80, false };
	g_autoptr(series_result) result = sample_good();
	g_autofree char *text = NULL;
	struct fixture fixture;

	fixture_init(&fixture);
	text = report_show_text(&fixture.series, result, &style);
	for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
		has(text, wanted[i]);
	fixture_clear(&fixture);
}

static void test_show_json(void)
{
	static const char *const wanted[] = {
		"\"schema\": \"backstitch.show/1\"", "\"missing\": [\n    \"1/3\",",
		"\"date\": \"2025-10-28T00:28:39-00:00\"", "\"word\": \"a\"", "\"line\": 2942",
		"\"upstream\": \"9a89894f30d5795c5ac46a9ee9c009d610306025\"",
		"\"cc\": []", "\"change-id\": null", "\"verdict\": \"proven\"",
	};
	g_autoptr(series_result) result = sample_good();
	g_autofree char *text = NULL;
	struct fixture fixture;

	fixture_init(&fixture);
	text = report_show_json(&fixture.series, result);
	for (guint i = 0; i < G_N_ELEMENTS(wanted); i++)
		has(text, wanted[i]);
	fixture_clear(&fixture);
}

static void test_list(void)
{
	const struct report_style style = { false, 80, false };
	g_autoptr(GPtrArray) results = sample_results();
	g_autoptr(GPtrArray) series = g_ptr_array_new();
	g_autofree char *text = NULL;
	g_autofree char *json = NULL;
	struct fixture fixture;

	fixture_init(&fixture);
	g_ptr_array_add(series, &fixture.series);
	g_ptr_array_add(series, &fixture.series);
	text = report_list_text(series, results, &style);
	has(text, "kvm-tdx-mmu-lock-vp-init\n  " SAMPLE_TITLE "\n"
		  "  version 4, 1 of 3 patches, 1 open comment\n  6.12.y    · not affected\n");
	has(text, "  6.12.y    ✗ ported, failed (1 of 3)\n");
	has(text, "  6.6.y     ! error\n");
	json = report_list_json(series, results);
	has(json, "\"schema\": \"backstitch.list/1\"");
	has(json, "\"state\": \"failed\"");
	has(json, "\"proposed\": 1,\n            \"conflict\": 1,\n            \"failed\": 1\n");
	fixture_clear(&fixture);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/overview/counts", test_counts);
	g_test_add_func("/report/overview/date", test_date);
	g_test_add_func("/report/overview/show-text", test_show_text);
	g_test_add_func("/report/overview/show-json", test_show_json);
	g_test_add_func("/report/overview/list", test_list);
	return g_test_run();
}
