// SPDX-License-Identifier: GPL-2.0-only
#include <gio/gio.h>
#include <string.h>

#include "base/error.h"
#include "format/mbox.h"
#include "format/message.h"

static GBytes *bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

static struct message *parse(const char *text)
{
	g_autoptr(GBytes) bytes = bytes_of(text);
	g_autoptr(GError) error = NULL;
	struct message *message = message_parse(bytes, &error);

	g_assert_no_error(error);
	return message;
}

static void test_headers(void)
{
	g_autoptr(message) m = parse("From: =?utf-8?q?Bj=C3=B6rn_T?= <b@k.org>\n"
				     "Subject: =?iso-8859-1?q?gr=FC=DFe?= and\n more\n"
				     "Date: Mon, 27 Oct 2025 17:28:24 -0700\n"
				     "Message-ID: <a@b>\nIn-Reply-To: <c@d>\n"
				     "References: <e@f> <c@d>\nTo: X Y <x@y>, z@y\n\nhello\n");
	g_autofree char *text = message_text(m);

	g_assert_cmpstr(m->from_name, ==, "Björn T");
	g_assert_cmpstr(m->from_email, ==, "b@k.org");
	g_assert_cmpstr(m->subject, ==, "grüße and more");
	g_assert_cmpint(m->when, ==, 1761611304);
	g_assert_cmpint(m->zone, ==, -420);
	g_assert_true(m->zone_known);
	g_assert_cmpstr(m->message_id, ==, "a@b");
	g_assert_cmpstr(m->in_reply_to, ==, "c@d");
	g_assert_cmpuint(m->references->len, ==, 2);
	g_assert_cmpuint(m->people->len, ==, 2);
	g_assert_cmpstr(text, ==, "hello\n");
}

static void test_encodings(void)
{
	g_autoptr(message) base64 = parse("Subject: a\nContent-Type: text/plain; charset=utf-8\n"
					  "Content-Transfer-Encoding: base64\n\nZ3LDvMOfZQ0K\n");
	g_autoptr(message)
		quoted = parse("Subject: a\nContent-Type: text/plain; charset=iso-8859-1\n"
			       "Content-Transfer-Encoding: quoted-printable\n\n"
			       "gr=FC=DFe=\n!\n");
	g_autoptr(message) unknown = parse("Subject: a\n\ngr\374n\n");
	g_autofree char *a = message_text(base64), *b = message_text(quoted);
	g_autofree char *c = message_text(unknown);

	g_assert_cmpstr(a, ==, "grüße\n");
	g_assert_cmpstr(b, ==, "grüße!\n");
	g_assert_cmpstr(c, ==, "grün\n");
}

static void test_crlf(void)
{
	g_autoptr(message) m = parse("Subject: a\r\nFrom: b@c\r\n\r\none\r\ntwo\r\n");
	g_autofree char *text = message_text(m);

	g_assert_true(m->crlf);
	g_assert_cmpstr(text, ==, "one\ntwo\n");
}

#define DIFF "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n"

static void test_patch(void)
{
	g_autoptr(message)
		m = parse("From: A <a@b>\nSubject: [PATCH 2/3] outer\n"
			  "Date: Mon, 27 Oct 2025 17:28:24 +0000\n\n"
			  "From: C D <c@d>\nSubject: inner title\n\nBody.\n\n"
			  "Signed-off-by: C D <c@d>\n---\nnote\n---\n"
			  " f | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n" DIFF
			  "-- \n2.39\n");
	g_autoptr(GError) error = NULL;
	g_autoptr(patch) patch = patch_from_message(m, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(patch->author_name, ==, "C D");
	g_assert_cmpstr(patch->subject->title, ==, "inner title");
	g_assert_cmpuint(patch->subject->number, ==, 2);
	g_assert_cmpstr(patch->body, ==, "Body.\n\nSigned-off-by: C D <c@d>\n");
	g_assert_cmpstr(patch->notes, ==, "note\n");
	g_assert_cmpuint(patch->diff->files->len, ==, 1);
}

static void refuse(const char *text, enum bs_error code, const char *pattern)
{
	g_autoptr(message) m = parse(text);
	g_autoptr(GError) error = NULL;
	struct patch *patch = patch_from_message(m, &error);

	g_assert_null(patch);
	g_assert_error(error, BS_ERROR, (int)code);
	if (!g_regex_match_simple(pattern, error->message, 0, 0))
		g_error("'%s' does not say '%s'", error->message, pattern);
}

#define HEAD "From: A <a@b>\nSubject: [PATCH] a\n\nText.\n---\n"

static void test_refused(void)
{
	refuse(HEAD, BS_ERROR_INPUT, "no diff");
	refuse("Subject: [PATCH] a\n\nText.\n", BS_ERROR_INPUT, "no patch");
	refuse(HEAD "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n",
	       BS_ERROR_INPUT, "cut off");
	refuse(HEAD "diff --git a/f b/f\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a\n+b\n+c\n",
	       BS_ERROR_INPUT, "more lines");
	refuse(HEAD "diff --git a/../f b/../f\n--- a/../f\n+++ b/../f\n@@ -1 +1 @@\n-a\n+b\n",
	       BS_ERROR_UNSAFE, "leaves the tree");
}

static GPtrArray *split(const char *text)
{
	g_autoptr(GBytes) bytes = bytes_of(text);
	g_autoptr(GInputStream) stream = g_memory_input_stream_new_from_bytes(bytes);
	g_autoptr(mbox) mbox = mbox_new(stream);
	GPtrArray *out = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

	for (;;) {
		GBytes *next = NULL;

		g_assert_true(mbox_next(mbox, &next, NULL));
		if (!next)
			return out;
		g_ptr_array_add(out, next);
	}
}

static void check_bytes(GBytes *bytes, const char *expected)
{
	gsize size;
	const char *data = g_bytes_get_data(bytes, &size);
	g_autofree char *text = g_strndup(data, size);

	g_assert_cmpstr(text, ==, expected);
}

static void test_mbox(void)
{
	g_autoptr(GPtrArray)
		all = split("From mboxrd@z Tue Oct 28 00:28:24 2025\nSubject: a\n\n"
			    ">From here\n>>From there\nFrom nowhere\n"
			    "From x@y  Tue Oct 28 00:28:24 2025\nSubject: b\n\nlast");

	g_assert_cmpuint(all->len, ==, 2);
	check_bytes(all->pdata[0], "Subject: a\n\nFrom here\n>From there\nFrom nowhere\n");
	check_bytes(all->pdata[1], "Subject: b\n\nlast");
}

/* git format-patch does not quote, so nothing is unquoted below its separator */
static void test_mbox_of_git(void)
{
	g_autoptr(GPtrArray) all = split("From 0123456789abcdef Mon Sep 17 00:00:00 2001\n"
					 "Subject: a\n\n>From here\n");

	g_assert_cmpuint(all->len, ==, 1);
	check_bytes(all->pdata[0], "Subject: a\n\n>From here\n");
}

/* blanks in front of the first message, of git's t/t5100/sample.mbox, are skipped */
static void test_mbox_blanks(void)
{
	g_autoptr(GPtrArray) all = split("    \n\t\r\n  From nobody Mon Sep 17 00:00:00 2001\n"
					 "Subject: a\n\n1\n"
					 "From nobody Mon Sep 17 00:00:00 2001\nSubject: b\n\n2\n");
	g_autoptr(GPtrArray) bare = split(" \n \tSubject: a\n\n 1\n");
	g_autoptr(GPtrArray) none = split(" \n\t");

	g_assert_cmpuint(all->len, ==, 2);
	check_bytes(all->pdata[0], "Subject: a\n\n1\n");
	check_bytes(all->pdata[1], "Subject: b\n\n2\n");
	g_assert_cmpuint(bare->len, ==, 1);
	check_bytes(bare->pdata[0], "Subject: a\n\n 1\n");
	g_assert_cmpuint(none->len, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/message/headers", test_headers);
	g_test_add_func("/message/encodings", test_encodings);
	g_test_add_func("/message/crlf", test_crlf);
	g_test_add_func("/message/patch", test_patch);
	g_test_add_func("/message/refused", test_refused);
	g_test_add_func("/mbox/mboxrd", test_mbox);
	g_test_add_func("/mbox/git", test_mbox_of_git);
	g_test_add_func("/mbox/blanks", test_mbox_blanks);
	return g_test_run();
}
