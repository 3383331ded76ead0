// SPDX-License-Identifier: GPL-2.0-only
#include "format/patch.h"

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

static void check_trees(const char *text, const char *expected)
{
	g_autoptr(subject) subject = subject_parse(text);
	g_autofree char *joined = NULL;

	g_ptr_array_add(subject->trees, NULL);
	joined = g_strjoinv(" ", (char **)subject->trees->pdata);
	g_ptr_array_set_size(subject->trees, subject->trees->len - 1);
	g_assert_cmpstr(joined, ==, expected);
}

static void test_trees(void)
{
	check_trees("[PATCH 6.12.y] a", "6.12.y");
	check_trees("[PATCH 6.6 012/345] a", "6.6");
	check_trees("[PATCH stable 5.15 v2 1/2] a", "stable 5.15");
	check_trees("[PATCH net-next v2] a", "net-next");
	check_trees("[linuxppc-dev] [PATCH v2] a", "");
	check_trees("[PATCH] a", "");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/subject/numbers", test_numbers);
	g_test_add_func("/subject/marks", test_marks);
	g_test_add_func("/subject/trees", test_trees);
	return g_test_run();
}
