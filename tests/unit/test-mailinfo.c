// SPDX-License-Identifier: GPL-2.0-only
/* Mails taken apart; the installed git mailinfo says what each should give. */
#include "base/tmpdir.h"
#include "format/mailinfo.h"
#include "git-oracle.h"

#define FROM "From: A B <a@b.org>\nDate: Mon, 1 Jan 2024 10:00:00 +0100\n"
#define SUBJECT "Subject: [PATCH 1/2] x: y\n"
#define DIFF "---\n x | 2 +-\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n" \
	"-- \n2.39\n"
#define TYPE(t) "Content-Type: " t "\n"
#define ENCODED(e) "Content-Transfer-Encoding: " e "\n"

static const char *const mails[] = {
	FROM SUBJECT "\ntext\n" DIFF,
	"\n\n \nFrom x Mon Sep 17 00:00:00 2001\n" FROM SUBJECT "\ntext\n" DIFF,
	FROM "Subject: [PATCH] one\n two\n\tthree  four\n\ntext\n\nSigned-off-by: A\n" DIFF,
	FROM "subject:no blank\nSubject: last counts\n\ntext\n" DIFF,
	FROM SUBJECT "\ntext without a patch\n",
	FROM SUBJECT "\n",
	FROM SUBJECT,
	FROM "Subject: Re: re: [a] [PATCH v2 1/2]  : RE: title [x] Re: y\n\n" DIFF,
	FROM "Subject: [PATCH not closed\n\n" DIFF,
	/* names */
	"From: \"B, A \\\"x\\\"\" <a@b.org>\n" SUBJECT "\n" DIFF,
	"From: a@b.org (A B)\n" SUBJECT "\n" DIFF,
	"From: A (c (d) \\) e) B <a@b.org> (comment)\n" SUBJECT "\n" DIFF,
	"From: a@b.org\n" SUBJECT "\n" DIFF,
	"From: A B <local>\n" SUBJECT "\n" DIFF,
	"From: nothing\n" SUBJECT "\n" DIFF,
	"From: x <a@b.org>, y <c@d.org>\n" SUBJECT "\n" DIFF,
	"From: A@x B <a@b.org>\n" SUBJECT "\n" DIFF,
	"From: A\tB   C\n <a@b.org>\n" SUBJECT "\n" DIFF,
	"From: \"not closed <a@b.org>\n" SUBJECT "\n" DIFF,
	"From: =?utf-8?q?J=C3=BCrgen_G?= <a@b.org>\n" SUBJECT "\n" DIFF,
	"From: =?UTF-8?B?SsO8cmdlbg==?=\n =?utf-8?q?_G?= <a@b.org>\n" SUBJECT "\n" DIFF,
	"From: =?iso-8859-1?q?J=FCrgen?= <a@b.org>\n" SUBJECT "\n" DIFF,
	"From: =?nonsense?q?J?= <a@b.org>\n" SUBJECT "\n" DIFF,
	"From: =?utf-8?q?J <a@b.org>\n" SUBJECT "\n" DIFF,
	"From: =?utf-8?x?J?= <a@b.org>\n" SUBJECT "\n" DIFF,
	/* in-body headers */
	FROM SUBJECT "\nFrom: C D <c@d.org>\n\ntext\n" DIFF,
	FROM SUBJECT "\n\n\nFrom: C D <c@d.org>\nSubject: inner\n folded\nDate: x\n\ntext\n" DIFF,
	FROM SUBJECT "\nFrom: C D <c@d.org>\nFrom: E F <e@f.org>\n\ntext\n" DIFF,
	FROM SUBJECT "\nFrom: C D <c@d.org>\ntext\n" DIFF,
	FROM SUBJECT "\nFrom: C D <c@d.org>\n\nno patch\n",
	FROM SUBJECT "\n[PATCH] inner title\n\ntext\n" DIFF,
	FROM SUBJECT "\n>From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n"
		     "From: C D <c@d.org>\n\ntext\n" DIFF,
	FROM SUBJECT "\n>From here on\n\ntext\n" DIFF,
	FROM SUBJECT "\ntext\nFrom: C D <c@d.org>\n" DIFF,
	FROM SUBJECT "\ntext\n-- >8 --\nSubject: below\n\nmore\n" DIFF,
	/* where the patch starts */
	FROM SUBJECT "\ntext\n--- \nmore\n",
	FROM SUBJECT "\ntext\n---- \n--- x\nmore\n",
	FROM SUBJECT "\ntext\n--- a/x\n+++ b/x\n",
	FROM SUBJECT "\ntext\nIndex: x\n====\n",
	FROM SUBJECT "\ntext\ndiff -u a b\n",
	FROM SUBJECT "\ntext\ndifferent\n --- a\n",
	FROM SUBJECT "\ntext\n---\t \t\nx",
	FROM SUBJECT "\nno newline at the end",
	/* encodings of the body */
	FROM SUBJECT ENCODED("quoted-printable") "\na=20=3D=C3=BC=\n joined\n=zz =\n" DIFF,
	FROM SUBJECT ENCODED("Quoted-Printable") "\nlast line has no end=",
	FROM SUBJECT ENCODED("base64") "\ndGV4dAotLS0KZGlm\nZiAtLWdpdCBhL3ggYi94Cg==\n",
	FROM SUBJECT ENCODED("base64") "\ndGV4\ndA=\n*bm9*\n",
	FROM SUBJECT ENCODED("base64") TYPE("text/plain; charset=iso-8859-1") "\n/PwKCg==\n",
	FROM SUBJECT ENCODED("8bit") TYPE("text/plain; charset=\"iso-8859-1\"")
		"\nJ\374rgen\n" DIFF,
	FROM SUBJECT TYPE("text/plain; charset=latin-1") "\nJ\374rgen\n" DIFF,
	FROM SUBJECT TYPE("text/plain; charset=us-ascii") "\nplain\n" DIFF,
	FROM SUBJECT TYPE("text/plain; charset=us-ascii") "\nJ\374rgen\n" DIFF,
	FROM SUBJECT TYPE("text/plain; charset=utf8") "\nJ\374rgen\n" DIFF,
	FROM SUBJECT TYPE("text/plain; charset=UTF-7") "\na+AGI-c\n" DIFF,
	FROM SUBJECT TYPE("text/plain; charset=iso-2022-jp") "\n\033$B%F%9\033(B x\n" DIFF,
	FROM SUBJECT TYPE("text/plain; charset=nonsense") "\ntext\n" DIFF,
	FROM SUBJECT TYPE("text/plain; format=flowed") "\none \ntwo\n  x \n-- \nsig \n\n y\n" DIFF,
	FROM SUBJECT TYPE("text/plain; format=flowed; delsp=yes") "\none \ntwo\n>  x \n" DIFF,
	FROM SUBJECT TYPE("text/plain; format=flowed") ENCODED("quoted-printable")
		"\none=20\ntwo =\nthree\n x=20\n y \nz\n" DIFF,
	/* parts */
	FROM SUBJECT TYPE("multipart/mixed; boundary=\"bb\"")
		"\npreamble\n--bb\n\nfirst\n--bb\nContent-Type: text/x-patch\n\n" DIFF
		"--bb--\nend\n",
	FROM SUBJECT TYPE("multipart/mixed; boundary=bb")
		"\n--bb\n" ENCODED("base64") "\ndGV4dA==\n"
		"--bb\n" TYPE("text/plain; charset=iso-8859-1") ENCODED("quoted-printable")
		"\nJ=FCrgen\n" DIFF "--bb--\n",
	FROM SUBJECT TYPE("multipart/mixed; boundary=oo") "\n--oo\n"
		TYPE("multipart/alternative; boundary=ii") "\nx\n--ii\n\ntext\n--ii\n"
		TYPE("text/html") "\n<p>\n--ii--\nbetween\n--oo\n\n" DIFF "--oo--\n",
	FROM SUBJECT TYPE("multipart/mixed; boundary=oo") "\n--oo\n"
		TYPE("multipart/alternative; boundary=ii") "\n--ii\n" ENCODED("base64")
		"\ndGV4dA==\n\n--ii--\n\n--oo--\n",
	FROM TYPE("multipart/mixed; boundary=bb") "\n--bb\nSubject: in the part\n\ntext\n" DIFF,
	FROM SUBJECT TYPE("multipart/mixed; boundary=bb")
		"\n--bb\n\n--bb\n\ntext\n" DIFF "--bb--\n",
	FROM SUBJECT TYPE("multipart/mixed; boundary=bb") "\nnever a boundary\n" DIFF,
	FROM SUBJECT TYPE("multipart/mixed;\n boundary=bb") "\n--bb\n\nnot closed\n" DIFF,
	FROM SUBJECT TYPE("a; boundary=a") "\n--a\n" TYPE("a; boundary=b") "\n--b\n"
		TYPE("a; boundary=c") "\n--c\n" TYPE("a; boundary=d") "\n--d\n"
		TYPE("a; boundary=e") "\n--e\n\ntext\n",
	/* no headers at all */
	"no header\ntext\n" DIFF,
	"a: b\nno header\ntext\n" DIFF,
};

static void keep(void *data, const char *line, gsize size)
{
	g_string_append_len(data, line, size);
}

static struct mail_facts *read_mail(struct mailinfo *info, const char *mail, gsize size)
{
	const char *end = mail + size;

	while (mail < end) {
		const char *newline = memchr(mail, '\n', end - mail);
		const char *next = newline ? newline + 1 : end;

		mailinfo_line(info, mail, next - mail);
		mail = next;
	}
	return mailinfo_end(info);
}

static void add(GString *out, const char *name, const char *value)
{
	if (value)
		g_string_append_printf(out, "%s: %s\n", name, value);
}

static char *trimmed_lines(const char *text)
{
	g_autoptr(GRegex) blanks = g_regex_new(" +$", G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);

	return g_regex_replace_literal(blanks, text, -1, 0, "", 0, NULL);
}

static void check(struct mailinfo *info, GString *patch, const char *folder, const char *mail)
{
	g_autoptr(mail_facts) facts = NULL;
	g_autofree char *said =
		git_says(folder, mail, strlen(mail), "mailinfo", "msg", "patch", NULL);
	g_autofree char *msg_file = g_build_filename(folder, "msg", NULL);
	g_autofree char *patch_file = g_build_filename(folder, "patch", NULL);
	g_autofree char *msg = NULL, *diff = NULL, *got = NULL, *expected = NULL;
	g_autoptr(GString) out = g_string_new(NULL);

	g_test_message("%s", mail);
	g_string_truncate(patch, 0);
	facts = read_mail(info, mail, strlen(mail));
	g_assert_nonnull(facts);
	g_assert_true((said == NULL) == (facts->problem != NULL));
	if (!said)
		return;
	add(out, "Author", facts->name);
	add(out, "Email", facts->email);
	add(out, "Subject", facts->subject);
	add(out, "Date", facts->date);
	g_string_append(out, "\n");
	got = trimmed_lines(out->str);
	expected = trimmed_lines(said);
	g_assert_cmpstr(got, ==, expected);
	g_assert_true(g_file_get_contents(msg_file, &msg, NULL, NULL));
	g_assert_true(g_file_get_contents(patch_file, &diff, NULL, NULL));
	g_assert_cmpstr(facts->text->str, ==, msg);
	g_assert_cmpstr(patch->str, ==, diff);
}

static void test_as_git(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(GString) patch = g_string_new(NULL);
	g_autoptr(mailinfo) info = mailinfo_new(keep, patch);

	for (gsize i = 0; i < G_N_ELEMENTS(mails); i++)
		check(info, patch, tmpdir_path(dir), mails[i]);
}

static void test_ids(void)
{
	g_autoptr(GString) patch = g_string_new(NULL);
	g_autoptr(mailinfo) info = mailinfo_new(keep, patch);
	static const char mail[] = "Message-Id:\n <a@b>\nIn-reply-to: <c@d> (x)\n"
				   "Message-ID: <e@f>\n"
				   "Subject: =?utf-8?q?[PATCH_2/3]_=C3=BC?=\n\nx\n";
	g_autoptr(mail_facts) facts = read_mail(info, mail, strlen(mail));

	g_assert_cmpstr(facts->message_id, ==, "a@b");
	g_assert_cmpstr(facts->in_reply_to, ==, "c@d");
	g_assert_cmpstr(facts->header, ==, "[PATCH 2/3] ü");
	g_assert_cmpstr(facts->subject, ==, "ü");
	g_assert_null(facts->email);
}

/* what would take too long or too much memory is refused, with its limit */
static void check_limit(const char *start, const char *again, gsize size, const char *problem)
{
	g_autoptr(GString) patch = g_string_new(NULL);
	g_autoptr(mailinfo) info = mailinfo_new(keep, patch);
	g_autoptr(GString) mail = g_string_new(start);
	g_autoptr(mail_facts) facts = NULL;

	while (mail->len < size)
		g_string_append(mail, again);
	facts = read_mail(info, mail->str, mail->len);
	if (problem)
		g_assert_nonnull(strstr(facts->problem, problem));
	else
		g_assert_null(facts->problem);
}

static void test_limits(void)
{
	check_limit(FROM "Subject: a", " b\n c", 2 * MAILINFO_HEADER_MAX, "header is longer");
	check_limit(FROM SUBJECT "\n", "text\n", MAILINFO_TEXT_MAX + 1000, "larger than 16 MiB");
	check_limit(FROM SUBJECT "\n", ">", 10 << 20, NULL);
	check_limit(FROM SUBJECT "\n", ">\n", 10 << 20, NULL);
	check_limit("From: ", "(", MAILINFO_HEADER_MAX - 20, NULL);
	check_limit("From: ", "=?utf-8?q?a?=", MAILINFO_HEADER_MAX - 20, NULL);
	check_limit("From: a\nSubject: ", "=?utf-8?q?a?= ", MAILINFO_HEADER_MAX - 40, NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mailinfo/as-git", test_as_git);
	g_test_add_func("/mailinfo/ids", test_ids);
	g_test_add_func("/mailinfo/limits", test_limits);
	return g_test_run();
}
