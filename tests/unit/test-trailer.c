// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "base/proc.h"
#include "format/archive.h"
#include "format/stable.h"
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

/* bodies of which git interpret-trailers --parse reads the same, "[name: what]" apart */
static const char *const bodies[] = {
	"Text.\n\nSigned-off-by: A B <a@b.org>\n",
	"Text.\n\nFixes: 02ab57707bdb (\"KVM: a long\n title\")\nSigned-off-by: A B <a@b.org>\n",
	"Text.\n\nCc: <stable@vger.kernel.org> # 6.16.x\nSigned-off-by: A B <a@b.org>\n",
	"Text.\n\nReviewed-by: A B <a@b.org>\nReviewed-by: A B <a@b.org>\n"
	"Signed-off-by: A B <a@b.org>\nSigned-off-by: C D <c@d.org>\n",
	"Text.\n\nSigned-off-by: A B <a@b.org>\n[c: reworded]\nSigned-off-by: C D <c@d.org>\n",
	"Text.\n\nSigned-off-by: A B <a@b.org>\n[c: reworded\n and more]\n"
	"Signed-off-by: C D <c@d.org>\n",
	"Text.\n\nSigned-off-by: A B <a@b.org>\n(cherry picked from commit 0123456789ab)\n"
	"Signed-off-by: C D <c@d.org>\n",
	"Text.\n\nAcked-by : A B <a@b.org>\nsigned-off-BY:C D <c@d.org>\n",
	"Text.\n\nLink: https://lore.kernel.org/r/1@b.org/\nCloses: https://bugs.org/1\n"
	"Message-ID: <1@b.org>\nSigned-off-by: A B <a@b.org>\n\n\n",
	"Text.\n\nReported-by: A B <a@b.org> # on arm64\nTested-by: A B <a@b.org> [x86]\n",
	"Text.\n\nReported-by: A B\n <a@b.org>\n\tCc: C\nSigned-off-by: C D <c@d.org>\n",
	"Text.\n\nFixes: 0123456789ab (\"x\")\n\nSigned-off-by: A B <a@b.org>\n",
	"Text: is no trailer.\n\nMore: text\nthat goes on.\n",
	"Text.\n\nNote: this is text.\nIt goes on,\nand on,\nand on.\n",
	"Text.\n\nIt goes on,\nand on,\nand on.\nSigned-off-by: A B <a@b.org>\n",
	"Text.\n\nIt goes on,\nand on,\nand on,\nand on.\nSigned-off-by: A B <a@b.org>\n",
	"Text.\n\n  indented\nSigned-off-by: A B <a@b.org>\n",
	"Text.\n\nCo-developed-by: A B <a@b.org>\nSigned-off-by: A B <a@b.org>\n  \n",
	"Text.\n\nSigned-off-by:\nReviewed-by: \n",
	"Text.\n\nA: 1\nB: 2\n",
	"Signed-off-by: A B <a@b.org>\n",
	"Text without end of line\n\nSigned-off-by: A B <a@b.org>",
};

/* as git prints them */
static char *as_parsed(const char *body)
{
	g_autoptr(GPtrArray) list = trailers_parse(body);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++) {
		const struct trailer *trailer = list->pdata[i];

		if (trailer->name)
			g_string_append_printf(out, "%s: %s\n", trailer->name, trailer->value);
	}
	return g_string_free(out, FALSE);
}

static char *git_parsed(const char *body)
{
	const char *const argv[] = { "git", "interpret-trailers", "--parse", NULL };
	g_autofree char *text = g_strdup_printf("a: title\n\n%s", body);
	g_autoptr(GBytes) input = g_bytes_new(text, strlen(text));
	struct proc_spec spec = { .argv = argv, .input = input, .seconds = 60 };
	g_autoptr(GError) error = NULL;
	char *out = NULL;

	if (!proc_check(&spec, &out, &error))
		g_error("%s", error->message);
	return out;
}

static void test_git(void)
{
	g_autofree char *git = g_find_program_in_path("git");

	if (!git) {
		g_test_skip("git is needed");
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
		g_autofree char *ours = as_parsed(bodies[i]);
		g_autofree char *theirs = git_parsed(bodies[i]);

		if (strcmp(ours, theirs))
			g_error("%s\n-- git reads:\n%s-- and we:\n%s", bodies[i], theirs, ours);
	}
}

static const struct {
	const char *body;
	const char *expected; /* "commit title|" each */
} fixes[] = {
	{ "Fixes: 0123456789ab (\"a: b\")\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789abcdef0123456789abcdef01234567 (\"a: b\")\n",
	  "0123456789abcdef0123456789abcdef01234567 a: b|" },
	{ "Fixes: 0123456 (\"a: b\")\n", "0123456 a: b|" },
	{ "Fixes: 0123456789AB (\"a: b\")\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab (a: b)\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab ('a: b')\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab (“a: b”)\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab \"a: b\"\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab: a: b\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab - a: b\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab a: b\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab\n", "0123456789ab |" },
	{ "Fixes: commit 0123456789ab (\"a: b\")\n", "0123456789ab a: b|" },
	{ "Fixes: Commit: 0123456789ab (\"a: b\")\n", "0123456789ab a: b|" },
	{ "Fixes: <0123456789ab> (\"a: b\")\n", "0123456789ab a: b|" },
	{ "fixes: 0123456789ab (\"a: b\")\n", "0123456789ab a: b|" },
	{ "Fixes : 0123456789ab (\"a: b\")\n", "0123456789ab a: b|" },
	{ "  Fixes: 0123456789ab (\"a: b\")\n", "0123456789ab a: b|" },
	{ "Fixes:0123456789ab(\"a: b\")\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab (\"a: f() b\")\n", "0123456789ab a: f() b|" },
	{ "Fixes: 0123456789ab (\"Revert \"a: b\"\")\n", "0123456789ab Revert \"a: b\"|" },
	/* wrapped, as mailers do it */
	{ "Fixes: 0123456789ab (\"a: b\n c\")\nCc: x@y.org\n", "0123456789ab a: b c|" },
	{ "Fixes: 0123456789ab (\"a: b\nc\")\nCc: x@y.org\n", "0123456789ab a: b c|" },
	{ "Fixes: 0123456789ab\n (\"a: b\")\nCc: x@y.org\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab (\"a: b\nCc: x@y.org\n", "0123456789ab a: b|" },
	{ "Fixes: 0123456789ab (\"kvm: a\nkvm: b\")\n", "0123456789ab kvm: a kvm: b|" },
	/* several; one given twice */
	{ "Text.\n\nFixes: 0123456789ab (\"a\")\nFixes: aaaaaaaaaaaa (\"b\")\nFixes: "
	  "0123456789ab (\"a\")\n",
	  "0123456789ab a|aaaaaaaaaaaa b|" },
	{ "Fixes: 0123456789ab (\"a\")\n\nSigned-off-by: A <a@b>\n", "0123456789ab a|" },
	/* none */
	{ "This fixes: 0123456789ab\n", "" },
	{ "Fixes: https://bugs.org/0123456789ab\n", "" },
	{ "Fixes: #1234567\n", "" },
	{ "Fixes: 012345 (\"too short\")\n", "" },
	{ "Fixes: the build\n", "" },
	{ "Fixes: deadbeefs\n", "" },
	{ "Fixes:\n", "" },
	{ "", "" },
};

static void test_fixes(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(fixes); i++) {
		g_autoptr(GPtrArray) list = fixed_list(fixes[i].body);
		g_autoptr(GString) got = g_string_new(NULL);

		for (guint k = 0; k < list->len; k++) {
			const struct fixed *fixed = list->pdata[k];

			g_string_append_printf(got, "%s %s|", fixed->commit, fixed->title);
		}
		if (strcmp(got->str, fixes[i].expected))
			g_error("'%s' of: %s", got->str, fixes[i].body);
	}
}

static const struct {
	const char *line;
	const char *expected; /* wanted, refused; since, until; needs; comment */
} requests[] = {
	{ "Cc: stable@vger.kernel.org", "w - - ()" },
	{ "Cc: <stable@vger.kernel.org>", "w - - ()" },
	{ "CC: Stable <stable@vger.kernel.org>", "w - - ()" },
	{ "Cc: stable@kernel.org", "w - - ()" },
	{ "Cc: x@y.org, stable@vger.kernel.org", "w - - ()" },
	{ "Cc: stable@vger.kernel.org # 6.16.x", "w 6.16 - (6.16.x)" },
	{ "Cc: <stable@vger.kernel.org> # v4.14+", "w 4.14 - (v4.14+)" },
	{ "Cc: stable@vger.kernel.org # 6.1.x, 6.6.x", "w 6.1 - (6.1.x, 6.6.x)" },
	{ "Cc: stable@vger.kernel.org # v6.12 v6.6", "w 6.6 - (v6.12 v6.6)" },
	{ "Cc: stable@vger.kernel.org # >= 5.8", "w 5.8 - (>= 5.8)" },
	{ "Cc: stable@vger.kernel.org # 5.15 and later", "w 5.15 - (5.15 and later)" },
	{ "Cc: stable@vger.kernel.org # 5.10.x-", "w 5.10 - (5.10.x-)" },
	{ "Cc: stable@vger.kernel.org # 5.15-6.1", "w 5.15 6.1 (5.15-6.1)" },
	{ "Cc: stable@vger.kernel.org # 6.16.3", "w 6.16 - (6.16.3)" },
	{ "Cc: stable@vger.kernel.org # 2.6.32.x", "w 2.6.32 - (2.6.32.x)" },
	{ "Cc: stable@vger.kernel.org [5.10+]", "w 5.10 - (5.10+)" },
	{ "Cc: <stable@vger.kernel.org> (v5.4)", "w 5.4 - (v5.4)" },
	{ "Cc: stable@vger.kernel.org # see patch description, needs adjustments for <= 6.3",
	  "w - 6.3 (see patch description, needs adjustments for <= 6.3)" },
	{ "Cc: <stable@vger.kernel.org> # after -rc3", "w - - (after -rc3)" },
	{ "Cc: <stable@vger.kernel.org> # after 4 weeks in mainline",
	  "w - - (after 4 weeks in mainline)" },
	{ "Cc: <stable@vger.kernel.org> # 3.3.x: a1f84a3: sched: Check for 1.2 idle",
	  "w 3.3 - (3.3.x: a1f84a3: sched: Check for 1.2 idle) a1f84a3=sched: Check for 1.2 idle" },
	{ "Cc: <stable@vger.kernel.org> # 3.3.x: a1f84a3: a\n"
	  "Cc: <stable@vger.kernel.org> # 3.3.x: 1b9508f: b\n"
	  "Cc: <stable@vger.kernel.org> # 3.3.x",
	  "w 3.3 - (3.3.x: a1f84a3: a; 3.3.x: 1b9508f: b; 3.3.x) a1f84a3=a 1b9508f=b" },
	{ "Cc: <stable+noautosel@kernel.org> # reason", "r - - (reason)" },
	{ "Cc: stable@vger.kernel.org #\n  6.1", "w 6.1 - (6.1)" },
	{ "Cc: x@y.org # 6.1", "- - ()" },
	{ "Cc: stable team <x@vger.kernel.org>", "- - ()" },
	{ "See Cc: stable@vger.kernel.org", "- - ()" },
};

static void test_stable(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
		g_autofree char *body =
			g_strdup_printf("Text.\n\n%s\nCc: z@y.org # 1.1\n", requests[i].line);
		g_autoptr(stable_request) request = stable_request_of(body);
		g_autoptr(GString) got = g_string_new(NULL);

		g_string_append_printf(got, "%s%s%s %s (%s)", request->wanted ? "w " : "",
				       request->refused ? "r " : "",
				       request->since ? request->since : "-",
				       request->until ? request->until : "-",
				       request->comment ? request->comment : "");
		for (guint k = 0; k < request->needs->len; k++) {
			const struct fixed *fixed = request->needs->pdata[k];

			g_string_append_printf(got, " %s=%s", fixed->commit, fixed->title);
		}
		if (strcmp(got->str, requests[i].expected))
			g_error("'%s' of: %s", got->str, requests[i].line);
	}
}

static void check_mail(const char *value, const char *expected, const char *expected_name)
{
	g_autofree char *name = NULL;
	g_autofree char *mail = trailer_mail(value, &name);

	g_assert_cmpstr(mail, ==, expected);
	g_assert_cmpstr(name, ==, expected_name);
}

static void test_mails(void)
{
	check_mail("A B <a@b.org>", "a@b.org", "A B");
	check_mail("A B <a@b.org> # for <this>", "a@b.org", "A B");
	check_mail("a@b.org # x", "a@b.org", "");
	check_mail("<a@b.org>", "a@b.org", "");
	check_mail("A B (c) <a@b.org> [x]", "a@b.org", "A B (c)");
	check_mail("A B", "", "");
}

/* a million trailers, of which a stated number counts, and a value of ten megabytes, in a moment */
static void test_many(void)
{
	g_autoptr(GString) text = g_string_new("Text.\n\n");
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(GPtrArray) fixed = NULL;
	g_autoptr(stable_request) request = NULL;

	for (int i = 0; i < 500000; i++)
		g_string_append_printf(text, "Cc: stable@kernel.org # 6.%d\nFixes: %x\n", i,
				       0x1000000 + i);
	list = trailers_parse(text->str);
	g_assert_cmpuint(list->len, ==, TRAILERS_MAX);
	g_ptr_array_unref(list);
	request = stable_request_of(text->str);
	g_assert_cmpstr(request->since, ==, "6.0");
	fixed = fixed_list(text->str);
	g_assert_cmpuint(fixed->len, ==, 1000);
	g_ptr_array_unref(fixed);
	g_string_assign(text, "Text.\n\nFixes: 0123456789ab (\"");
	while (text->len < 10 << 20)
		g_string_append(text, "word\n ");
	g_string_append(text, "\")\n");
	list = trailers_parse(text->str);
	g_assert_cmpuint(list->len, ==, 1);
	fixed = fixed_list(text->str);
	g_assert_cmpuint(fixed->len, ==, 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/trailer/parse", test_parse);
	g_test_add_func("/trailer/none", test_none);
	g_test_add_func("/trailer/add", test_add);
	g_test_add_func("/trailer/people", test_people);
	g_test_add_func("/trailer/addresses", test_addresses);
	g_test_add_func("/trailer/git", test_git);
	g_test_add_func("/trailer/fixes", test_fixes);
	g_test_add_func("/trailer/stable", test_stable);
	g_test_add_func("/trailer/mails", test_mails);
	g_test_add_func("/trailer/many", test_many);
	return g_test_run();
}
