// SPDX-License-Identifier: GPL-2.0-only
/*
 * Subjects as they stand in list archives.  What they say was read by a person; the title
 * is also what git mailinfo gives, except where the line says so.
 */
#include <string.h>

#include "format/message.h"

static void check(const char *text, const char *title, unsigned int version, unsigned int number,
		  unsigned int total)
{
	g_autoptr(subject) subject = subject_parse(text);

	g_assert_cmpstr(subject->title, ==, title);
	g_assert_cmpuint(subject->version, ==, version);
	g_assert_cmpuint(subject->number, ==, number);
	g_assert_cmpuint(subject->total, ==, total);
}

static void test_numbers(void)
{
	check("[PATCH] kvm: fix it", "kvm: fix it", 1, 1, 1);
	check("[PATCH v4 18/28] kvm: fix it", "kvm: fix it", 4, 18, 28);
	check("[PATCH 0/3] kvm: fixes", "kvm: fixes", 1, 0, 3);
	check("[PATCHv2 1/3] a", "a", 2, 1, 3);
	check("[PATCH,v3,2/3] a", "a", 3, 2, 3);
	check("[RFC/PATCH 2/2] a", "a", 1, 2, 2);
	check("[PATCH v2] [media] a  b\n c", "a b c", 2, 1, 1);
	check("[PATCH 99999999999/99999999999] a", "a", 1, 1, 1);
	check("[PATCH 7/3] a", "a", 1, 7, 7);
	check("no prefix [RFC] here", "no prefix [RFC] here", 1, 1, 1);
	check("[PATCH not closed", "[PATCH not closed", 1, 1, 1);
	check("", "", 1, 1, 1);
}

static void test_marks(void)
{
	g_autoptr(subject) reply = subject_parse("Re: (subset) [PATCH v4 23/28] mfd: core: a");
	g_autoptr(subject) rfc = subject_parse("[RFC PATCH RESEND v2 1/2] a");
	g_autoptr(subject) plain = subject_parse("[list-name] hello");

	g_assert_true(reply->is_reply);
	g_assert_true(reply->is_patch);
	g_assert_cmpstr(reply->title, ==, "mfd: core: a");
	g_assert_cmpuint(reply->number, ==, 23);
	g_assert_true(rfc->rfc && rfc->resend && rfc->is_patch && !rfc->is_reply);
	g_assert_false(plain->is_patch);
	g_assert_cmpuint(plain->trees->len, ==, 0);
}

static char *trees_of(const struct subject *subject)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < subject->trees->len; i++)
		g_string_append_printf(out, "%s%s", i ? " " : "", (char *)subject->trees->pdata[i]);
	return g_string_free(out, FALSE);
}

static const struct {
	const char *text;
	unsigned int version;
	unsigned int number;
	unsigned int total;
	const char *trees;
	const char *marks; /* p: PATCH, f: RFC, s: RESEND, r: reply */
	const char *title;
} subjects[] = {
	{ "[PATCH v2] a: b", 2, 1, 1, "", "p", "a: b" },
	{ "[PATCH V3] a: b", 3, 1, 1, "", "p", "a: b" },
	{ "[PATCHv2] a: b", 2, 1, 1, "", "p", "a: b" },
	{ "[PATCHV4 2/3] a: b", 4, 2, 3, "", "p", "a: b" },
	{ "[PATCH-v2 2/3] a: b", 2, 2, 3, "", "p", "a: b" },
	{ "[Patch v2 2/3] a: b", 2, 2, 3, "", "p", "a: b" },
	{ "[PATCH 2/3 v2] a: b", 2, 2, 3, "", "p", "a: b" },
	{ "[PATCH 2/3,v2] a: b", 2, 2, 3, "", "p", "a: b" },
	{ "[PATCH v2.1 2/3] a: b", 2, 2, 3, "", "p", "a: b" },
	{ "[PATCH v3.1] a: b", 3, 1, 1, "", "p", "a: b" },
	{ "[patch 02/12] a: b", 1, 2, 12, "", "p", "a: b" },
	{ "[PATCH 2 of 3] a: b", 1, 2, 3, "", "p", "a: b" },
	{ "[PATCH 3/n] a: b", 1, 1, 1, "", "p", "a: b" },
	{ "[PATCHES v2] a: b", 2, 1, 1, "", "p", "a: b" },
	{ "[v3,1/2] a: b", 3, 1, 2, "", "p", "a: b" },
	{ "[net-next,v3,2/2] a: b", 3, 2, 2, "net-next", "p", "a: b" },
	{ "[RFC 0/3] a: b", 1, 0, 3, "", "pf", "a: b" },
	{ "[RFC] a: b", 1, 1, 1, "", "f", "a: b" },
	{ "[RFCv2 PATCH 2/3] a: b", 2, 2, 3, "", "pf", "a: b" },
	{ "[RFC/PATCH 2/3] a: b", 1, 2, 3, "", "pf", "a: b" },
	{ "[PATCH/RFC v2 2/3] a: b", 2, 2, 3, "", "pf", "a: b" },
	{ "[PATCH RFC net-next v4 02/10] a: b", 4, 2, 10, "net-next", "pf", "a: b" },
	{ "[PATCH v2 RESEND net-next 03/12] a: b", 2, 3, 12, "net-next", "ps", "a: b" },
	{ "[RESEND PATCH v2] a: b", 2, 1, 1, "", "ps", "a: b" },
	{ "[RESEND][PATCH v2] a: b", 2, 1, 1, "", "ps", "a: b" },
	{ "[PATCH RESEND2] a: b", 1, 1, 1, "", "ps", "a: b" },
	{ "[PATCH 6.12.y] a: b", 1, 1, 1, "6.12.y", "p", "a: b" },
	{ "[PATCH 6.6 12/345] a: b", 1, 12, 345, "6.6", "p", "a: b" },
	{ "[PATCH stable 5.15] a: b", 1, 1, 1, "stable 5.15", "p", "a: b" },
	{ "[PATCH AUTOSEL 6.1 03/10] a: b", 1, 3, 10, "AUTOSEL 6.1", "p", "a: b" },
	{ "[PATCH AUTOSEL 6.17-6.12] a: b", 1, 1, 1, "AUTOSEL 6.17-6.12", "p", "a: b" },
	{ "[PATCH 4.19.y-cip 1/2] a: b", 1, 1, 2, "4.19.y-cip", "p", "a: b" },
	{ "[PATCH v4.19.y 1/2] a: b", 1, 1, 2, "v4.19.y", "p", "a: b" },
	{ "[PATCH v6.6 v2 1/2] a: b", 2, 1, 2, "v6.6", "p", "a: b" },
	{ "[PATCH 5.10, 5.15, 6.1] a: b", 1, 1, 1, "5.10 5.15 6.1", "p", "a: b" },
	{ "[PATCH 5.15.y 5.10.y v2] a: b", 2, 1, 1, "5.15.y 5.10.y", "p", "a: b" },
	{ "[PATCH linux-6.1.y] a: b", 1, 1, 1, "linux-6.1.y", "p", "a: b" },
	{ "[PATCH stable/linux-6.1.y v1] a: b", 1, 1, 1, "stable/linux-6.1.y", "p", "a: b" },
	{ "[PATCH for 6.6.y] a: b", 1, 1, 1, "6.6.y", "p", "a: b" },
	{ "[PATCH stable:6.1] a: b", 1, 1, 1, "stable 6.1", "p", "a: b" },
	{ "[stable:6.1] a: b", 1, 1, 1, "stable 6.1", "", "a: b" },
	{ "[stable:6.1][PATCH v2] a: b", 2, 1, 1, "stable 6.1", "p", "a: b" },
	{ "[6.6.y PATCH] a: b", 1, 1, 1, "6.6.y", "p", "a: b" },
	{ "[6.1] [PATCH] a: b", 1, 1, 1, "6.1", "p", "a: b" },
	{ "[PATCH][6.6.y] a: b", 1, 1, 1, "6.6.y", "p", "a: b" },
	{ "[PATCH v2][net-next] a: b", 2, 1, 1, "net-next", "p", "a: b" },
	{ "[PATCH net-next] a: b", 1, 1, 1, "net-next", "p", "a: b" },
	{ "[PATCH net v2 2/2] a: b", 2, 2, 2, "net", "p", "a: b" },
	{ "[PATCH -next] a: b", 1, 1, 1, "-next", "p", "a: b" },
	{ "[PATCH bpf-next,v3] a: b", 3, 1, 1, "bpf-next", "p", "a: b" },
	{ "[linuxppc-dev] [PATCH v2] [media] a: b", 2, 1, 1, "", "p", "a: b" },
	{ "[SRU][J][PATCH 1/1] a: b", 1, 1, 1, "", "p", "a: b" },
	{ "[PATCH 1/2] [PATCH v2] a: b", 2, 1, 2, "", "p", "a: b" },
	{ "[PATCH] [0123] a: b", 1, 1, 1, "", "p", "a: b" },
	{ "Re: [PATCH v2 2/3] a: b", 2, 2, 3, "", "pr", "a: b" },
	{ "RE: Re: [PATCH 6.6 2/3] a: b", 1, 2, 3, "6.6", "pr", "a: b" },
	{ "AW: [PATCH] a: b", 1, 1, 1, "", "pr", "a: b" }, /* git keeps the mark */
	{ "[list] Re: [PATCH] a: b", 1, 1, 1, "", "pr", "a: b" },
	{ "Patch \"a: b\" has been added to the 6.12-stable tree", 1, 1, 1, "", "",
	  "Patch \"a: b\" has been added to the 6.12-stable tree" },
	{ "UPSTREAM: a: b", 1, 1, 1, "", "", "UPSTREAM: a: b" },
	{ "[PATCH] BACKPORT: FROMGIT: a: b", 1, 1, 1, "", "p", "BACKPORT: FROMGIT: a: b" },
	{ "[PATCH] Revert \"a: b\"", 1, 1, 1, "", "p", "Revert \"a: b\"" },
	{ "[PATCH] a: [b] (c)", 1, 1, 1, "", "p", "a: [b] (c)" },
};

static void check_subject(const char *text, size_t i)
{
	g_autoptr(subject) subject = subject_parse(text);
	g_autofree char *trees = trees_of(subject);
	g_autofree char *got = g_strdup_printf("v%u %u/%u '%s' %s%s%s%s '%s'", subject->version,
					       subject->number, subject->total, trees,
					       subject->is_patch ? "p" : "",
					       subject->rfc ? "f" : "", subject->resend ? "s" : "",
					       subject->is_reply ? "r" : "", subject->title);
	g_autofree char *expected = g_strdup_printf("v%u %u/%u '%s' %s '%s'", subjects[i].version,
						    subjects[i].number, subjects[i].total,
						    subjects[i].trees, subjects[i].marks,
						    subjects[i].title);

	g_assert_cmpstr(got, ==, expected);
}

static void test_table(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++)
		check_subject(subjects[i].text, i);
}

/* the same through a mail: encoded words, folded anywhere */
static const struct {
	const char *header;
	const char *title;
	unsigned int number;
	const char *trees;
} headers[] = {
	{ "[PATCH 6.12.y 2/3] a: a title\n that goes on", "a: a title that goes on", 2, "6.12.y" },
	{ "[PATCH\n 6.12.y\n\t2/3] a: b", "a: b", 2, "6.12.y" },
	{ "=?UTF-8?q?=5BPATCH=206=2E12=2Ey=202/3=5D=20a=3A=20=C3=B6?=", "a: ö", 2, "6.12.y" },
	{ "=?UTF-8?B?W1BBVENIIDYuMTIueSAyLzNdIGE6IMO2?=", "a: ö", 2, "6.12.y" },
	{ "[PATCH 6.12.y 2/3] =?iso-8859-1?q?a=3A_=F6?=\n =?iso-8859-1?q?l?=", "a: öl", 2,
	  "6.12.y" },
	{ "=?utf-8?q?=5BPATCH_6=2E12=2Ey?=\n =?utf-8?q?_2/3=5D_a=3A_b?=", "a: b", 2, "6.12.y" },
};

static void test_headers(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
		g_autofree char *text = g_strdup_printf("From: A <a@b.org>\nSubject: %s\n\nText.\n",
							headers[i].header);
		g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
		g_autoptr(message) message = message_parse(bytes, NULL);
		g_autoptr(subject) subject = subject_parse(message->subject);
		g_autofree char *trees = trees_of(subject);

		g_assert_cmpstr(subject->title, ==, headers[i].title);
		g_assert_cmpuint(subject->number, ==, headers[i].number);
		g_assert_cmpstr(trees, ==, headers[i].trees);
	}
}

/* text from outside is long and strange: no more than linear time, no slot for every number */
static void test_hostile(void)
{
	g_autofree char *open = g_strnfill(1 << 20, '[');
	g_autofree char *marks = g_strnfill(1 << 20, ' ');
	g_autoptr(subject) first = subject_parse(open);
	g_autoptr(subject) second = subject_parse(marks);

	g_assert_cmpuint(strlen(first->title), ==, 1 << 20);
	g_assert_cmpstr(second->title, ==, "");
	check("[PATCH 4294967297/4294967298] a", "a", 1, 1, 1);
	check("[PATCH v4294967298] a", "a", 1, 1, 1);
	check("[PATCH 0/0] a", "a", 1, 0, 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/subject/numbers", test_numbers);
	g_test_add_func("/subject/marks", test_marks);
	g_test_add_func("/subject/table", test_table);
	g_test_add_func("/subject/headers", test_headers);
	g_test_add_func("/subject/hostile", test_hostile);
	return g_test_run();
}
