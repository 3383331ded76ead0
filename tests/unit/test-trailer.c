// SPDX-License-Identifier: GPL-2.0-only
#include "format/archive.h"
#include "format/trailer.h"

static void test_parse(void)
{
	g_autoptr(GPtrArray)
		list = trailers_parse("Text: is no trailer here.\n\nMore text.\n\n"
				      "Fixes: 02ab57707bdb (\"KVM: TDX: a long\n title\")\n"
				      "Cc: <stable@vger.kernel.org> # 6.16.x\n"
				      "[sean: reworded]\n"
				      "(cherry picked from commit 0123456789ab)\n"
				      "Signed-off-by: A B <a@b.org>\n");
	const struct trailer *first, *note;

	g_assert_cmpuint(list->len, ==, 5);
	first = list->pdata[0];
	g_assert_cmpstr(first->name, ==, "Fixes");
	g_assert_cmpstr(first->value, ==, "02ab57707bdb (\"KVM: TDX: a long title\")");
	note = list->pdata[2];
	g_assert_null(note->name);
	g_assert_cmpstr(note->value, ==, "[sean: reworded]");
}

static void test_none(void)
{
	static const char *const bodies[] = {
		"",
		"\n\n",
		"Just one line of text.\n",
		"See https://example.org/\n",
		"Note: this is text.\nIt goes on,\nand on,\nand on.\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
		g_autoptr(GPtrArray) list = trailers_parse(bodies[i]);

		g_assert_cmpuint(list->len, ==, 0);
	}
}

static void test_add(void)
{
	g_autoptr(trailer) trailer = trailer_parse_line("Reviewed-by: A B <a@b.org>");
	g_autofree char *with = trailer_add("Text.\n\nSigned-off-by: C <c@d.org>\n", trailer);
	g_autofree char *alone = trailer_add("Text.\n", trailer);

	g_assert_cmpstr(with, ==,
			"Text.\n\nSigned-off-by: C <c@d.org>\nReviewed-by: A B <a@b.org>\n");
	g_assert_cmpstr(alone, ==, "Text.\n\nReviewed-by: A B <a@b.org>\n");
	g_assert_true(trailer_present(with, trailer));
	g_assert_false(trailer_present("Reviewed-by: X <x@y.org>\n", trailer));
}

static void test_people(void)
{
	g_autofree char *name = NULL;
	g_autofree char *mail = trailer_mail("\"Edgecombe, Rick P\" <r@intel.com> # x", &name);

	g_assert_cmpstr(mail, ==, "r@intel.com");
	g_assert_cmpstr(name, ==, "Edgecombe, Rick P");
	g_assert_true(same_person("Edgecombe, Rick P", "Rick Edgecombe"));
	g_assert_false(same_person("Rick Edgecombe", "Binbin Wu"));
	g_assert_false(same_person("", ""));
}

static void check_address(const char *line, const char *expected)
{
	g_autofree char *got = archive_addresses(line);

	g_assert_cmpstr(got, ==, expected);
}

static void test_addresses(void)
{
	check_address("Signed-off-by: A B <a.b at c.org>", "Signed-off-by: A B <a.b@c.org>");
	check_address("Cc: a at c.org # 6.1.x", "Cc: a@c.org # 6.1.x");
	check_address("Link: https://lore.kernel.org/r/1-x at google.com",
		      "Link: https://lore.kernel.org/r/1-x@google.com");
	check_address("we look at kernel.org pages", "we look at kernel.org pages");
	check_address("meet me at noon <or at night>", "meet me at noon <or at night>");
}

static void check_upstream(const char *body, const char *expected)
{
	g_autofree char *id = upstream_of(body);

	g_assert_cmpstr(id, ==, expected);
}

#define ID "9a89894f30d5795c5ac46a9ee9c009d610306025"

static void test_upstream(void)
{
	check_upstream("commit " ID " upstream.\n\nText.\n", ID);
	check_upstream("[ Upstream commit " ID " ]\n\nText.\n", ID);
	check_upstream("upstream commit: " ID "\n", ID);
	check_upstream("Text.\n\n(cherry picked from commit " ID ")\nSigned-off-by: A <a@b>\n",
		       ID);
	check_upstream("Text.\n\n(backported from commit " ID ")\n", ID);
	check_upstream("Git-commit: 9A89894F30D5\n", "9a89894f30d5");
	check_upstream("commit " ID "\nAuthor: A <a@b>\n", ID);
	check_upstream("Origin: upstream, https://example.org/linux/commit/" ID "\n", ID);
	check_upstream("This was broken by commit " ID " (\"x\").\n", NULL);
	check_upstream("Fixes: 02ab57707bdb (\"x\")\n", NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/trailer/parse", test_parse);
	g_test_add_func("/trailer/none", test_none);
	g_test_add_func("/trailer/add", test_add);
	g_test_add_func("/trailer/people", test_people);
	g_test_add_func("/trailer/addresses", test_addresses);
	g_test_add_func("/trailer/upstream", test_upstream);
	return g_test_run();
}
