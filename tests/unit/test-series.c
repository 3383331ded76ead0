// SPDX-License-Identifier: GPL-2.0-only
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"
#include "format/message.h"
#include "format/quilt.h"
#include "format/series.h"
#include "format/thread.h"

#define DIFF                                                                              \
	"diff --git a/f b/f\nindex 0123456789ab..123456789abc 100644\n--- a/f\n+++ b/f\n" \
	"@@ -1 +1 @@\n-a\n+b\n"

static struct patch *patch_of(const char *text)
{
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	g_autoptr(GError) error = NULL;
	struct patch *patch = patch_parse(bytes, "x.patch", &error);

	g_assert_no_error(error);
	return patch;
}

static struct patch *numbered(unsigned int number, unsigned int total)
{
	g_autofree char *text = g_strdup_printf(
		"From: A B <a@b>\nDate: Mon, 27 Oct 2025 17:28:24 -0000\nMessage-ID: <%u@x>\n"
		"Subject: [PATCH %u/%u] change f\n\nText.\n\nSigned-off-by: A B <a@b>\n---\n"
		"a note\n---\n" DIFF,
		number, number, total);

	return patch_of(text);
}

static struct comment *remark(const char *text)
{
	struct comment *comment = g_new0(struct comment, 1);

	comment->author = g_strdup("Björn; Töpel <b@k>");
	comment->patch = 2;
	comment->file = g_strdup("dir;with/f");
	comment->line = 7;
	comment->quote = g_strdup(" \tcontext  ");
	comment->text = g_strdup(text);
	comment->state = g_strdup("open");
	return comment;
}

#define HARD_TEXT "  leading blanks; semicolon\n\n\ttab # no comment \\n [group]\nkey=value \n"

static struct series *example(void)
{
	struct series *series = series_new();

	series->version = 3;
	series->total = 3;
	series->change_id = g_strdup("20251028-x-0123456789ab");
	series->rule = g_strdup("tdx/tdr-exclusive");
	g_ptr_array_set_size(series->patches, 3);
	series->patches->pdata[0] = numbered(1, 3);
	series->patches->pdata[2] = numbered(3, 3);
	((struct patch *)series->patches->pdata[2])->upstream = g_strdup("9a89894f30d5");
	g_ptr_array_add(series->comments, remark(HARD_TEXT));
	g_ptr_array_add(series->comments, remark("\n"));
	g_ptr_array_add(series->sources, g_strdup("a;b@c"));
	g_ptr_array_add(series->cc, g_strdup("\"X; Y\" <x@y>"));
	return series;
}

static void check_same(const struct series *a, const struct series *b)
{
	const struct comment *from = a->comments->pdata[0], *to = b->comments->pdata[0];

	g_assert_cmpuint(b->version, ==, 3);
	g_assert_cmpuint(b->total, ==, 3);
	g_assert_cmpstr(b->change_id, ==, a->change_id);
	g_assert_cmpstr(b->rule, ==, a->rule);
	g_assert_cmpstr(b->sources->pdata[0], ==, "a;b@c");
	g_assert_cmpstr(b->cc->pdata[0], ==, "\"X; Y\" <x@y>");
	g_assert_cmpuint(b->patches->len, ==, 3);
	g_assert_null(b->patches->pdata[1]);
	g_assert_cmpstr(((struct patch *)b->patches->pdata[2])->upstream, ==, "9a89894f30d5");
	g_assert_cmpstr(((struct patch *)b->patches->pdata[2])->message_id, ==, "3@x");
	g_assert_cmpuint(b->comments->len, ==, 2);
	g_assert_cmpstr(to->text, ==, from->text);
	g_assert_cmpstr(to->quote, ==, from->quote);
	g_assert_cmpstr(to->author, ==, from->author);
	g_assert_cmpstr(to->file, ==, from->file);
	g_assert_cmpuint(to->line, ==, 7);
	g_assert_cmpstr(((struct comment *)b->comments->pdata[1])->text, ==, "\n");
	g_assert_null(to->word);
	g_assert_null(to->message_id);
}

static void test_round_trip(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *folder = tmpdir_file(dir, "patches/one");
	g_autofree char *kept = tmpdir_file(dir, "patches/one/6.18.y/verdict.json");
	g_autofree char *gone = tmpdir_file(dir, "patches/one/0002-stale.patch");
	g_autoptr(series) series = example();
	g_autoptr(series) loaded = NULL;
	g_autoptr(GError) error = NULL;

	g_assert_true(file_write(kept, "{}", -1, NULL));
	g_assert_true(file_write(gone, "x", -1, NULL));
	g_assert_true(series_save(series, folder, tmpdir_path(dir), &error));
	loaded = series_load(folder, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(loaded->name, ==, "one");
	check_same(series, loaded);
	g_assert_true(g_file_test(kept, G_FILE_TEST_EXISTS));
	g_assert_false(g_file_test(gone, G_FILE_TEST_EXISTS));
}

static void test_patch_round_trip(void)
{
	g_autoptr(patch) patch = numbered(2, 12);
	g_autoptr(GString) first = g_string_new(NULL), second = g_string_new(NULL);
	g_autoptr(patch) again = NULL;

	patch_write(patch, first);
	g_assert_nonnull(strstr(first->str, "\nDate: Mon, 27 Oct 2025 17:28:24 -0000\n"));
	g_assert_nonnull(strstr(first->str, "\nSubject: [PATCH 02/12] change f\n"));
	g_assert_nonnull(strstr(first->str, "\n---\na note\n---\n f | 2 +-\n"));
	again = patch_of(first->str);
	g_assert_false(again->zone_known);
	patch_write(again, second);
	g_assert_cmpstr(first->str, ==, second->str);
}

static void test_missing(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *ini = tmpdir_file(dir, "series.ini");
	g_autofree char *list = tmpdir_file(dir, "series");
	g_autoptr(GError) error = NULL;

	g_assert_null(series_load(tmpdir_path(dir), &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_MISSING);
	g_clear_error(&error);
	g_assert_true(file_write(ini, "[series]\ntotal=1\nversion=1\n", -1, NULL));
	g_assert_true(file_write(list, "../x.patch\n", -1, NULL));
	g_assert_null(series_load(tmpdir_path(dir), &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_UNSAFE);
	g_clear_error(&error);
	g_assert_true(file_write(ini, "no key file", -1, NULL));
	g_assert_null(series_load(tmpdir_path(dir), &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_INPUT);
}

static void test_quilt(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) names =
		quilt_parse("# head\n\na.patch\n  b.patch -p1 # why\ndir/c.patch\r\n", &error);
	g_autofree char *text = NULL;

	g_assert_no_error(error);
	text = quilt_write(names);
	g_assert_cmpstr(text, ==, "a.patch\nb.patch\ndir/c.patch\n");
	g_assert_null(quilt_parse("a.patch -p0\n", &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_INPUT);
}

static void add_mail(struct threads *threads, const char *id, const char *parent,
		     const char *subject, const char *body)
{
	g_autofree char *text = g_strdup_printf("From: A B <a@b>\nMessage-ID: <%s>\n"
						"%s%s%sDate: Mon, 27 Oct 2025 17:28:24 +0000\n"
						"Subject: %s\n\n%s",
						id, parent ? "In-Reply-To: <" : "",
						parent ? parent : "", parent ? ">\n" : "",
						subject, body);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));

	threads_add(threads, message_parse(bytes, NULL), "test");
}

/* two series of the same length, author and day stay apart by their threads */
static void test_threads(void)
{
	g_autoptr(threads) threads = threads_new();
	g_autoptr(GPtrArray) out = NULL;
	const struct series *first;

	add_mail(threads, "0@a", NULL, "[PATCH 0/2] one", "cover\n");
	add_mail(threads, "0@b", NULL, "[PATCH 0/2] two", "cover\n");
	add_mail(threads, "2@b", "0@b", "[PATCH 2/2] two b", "t\n---\n" DIFF);
	add_mail(threads, "2@a", "0@a", "[PATCH 2/2] one b", "t\n---\n" DIFF);
	add_mail(threads, "1@a", "0@a", "[PATCH 1/2] one a", "t\n---\n" DIFF);
	add_mail(threads, "r@a", "0@a", "Re: [PATCH 0/2] one", "> x\nAcked-by: A B <a@b>\n");
	out = threads_finish(threads, NULL);
	g_assert_cmpuint(out->len, ==, 2);
	first = ((struct thread *)out->pdata[0])->series;
	g_assert_cmpstr(series_title(first), ==, "one");
	g_assert_nonnull(first->patches->pdata[0]);
	g_assert_nonnull(first->patches->pdata[1]);
	/* a tag for the cover letter counts for all */
	g_assert_nonnull(
		strstr(((struct patch *)first->patches->pdata[1])->body, "Acked-by: A B"));
	g_assert_null(((struct thread *)out->pdata[1])->series->patches->pdata[0]);
}

static void test_versions(void)
{
	g_autoptr(threads) threads = threads_new();
	g_autoptr(GPtrArray) out = NULL;
	const struct series *series;

	add_mail(threads, "2", NULL, "[PATCH v2] fix f", "t\n---\n" DIFF);
	add_mail(threads, "1", NULL, "[PATCH] fix f", "t\n---\n" DIFF);
	out = threads_finish(threads, NULL);
	g_assert_cmpuint(out->len, ==, 1);
	series = ((struct thread *)out->pdata[0])->series;
	g_assert_cmpuint(series->version, ==, 2);
	g_assert_cmpuint(series->sources->len, ==, 2);
}

static void test_slug(void)
{
	g_autofree char *plain = series_slug("KVM: TDX: Take MMU lock around tdh_vp_init()");
	g_autofree char *dots = series_slug("../../etc: v6.12.y");
	g_autofree char *none = series_slug("()");

	g_assert_cmpstr(plain, ==, "kvm-tdx-take-mmu-lock-around-tdh_vp_init");
	g_assert_cmpstr(dots, ==, "etc-v6.12-y");
	g_assert_cmpstr(none, ==, "series");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/series/round-trip", test_round_trip);
	g_test_add_func("/series/patch-round-trip", test_patch_round_trip);
	g_test_add_func("/series/missing", test_missing);
	g_test_add_func("/series/quilt", test_quilt);
	g_test_add_func("/series/threads", test_threads);
	g_test_add_func("/series/versions", test_versions);
	g_test_add_func("/series/slug", test_slug);
	return g_test_run();
}
