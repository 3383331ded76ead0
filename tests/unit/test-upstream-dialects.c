// SPDX-License-Identifier: GPL-2.0-only
/* Commits that a message names: the one it is a copy of, and those it fixes. */
#include "format/patch.h"

#define ID "9a89894f30d5f2d4c53e5b4c0a4f9c3ab5b6b7c8"
#define OTHER "1111111111111111111111111111111111111111"

static const char *const dialects[] = {
	/* stable */
	"commit " ID " upstream.\n\nText.\n",
	"commit " ID " upstream\n",
	"Commit " ID " upstream.\n",
	"commit: " ID " upstream.\n",
	"[ Upstream commit " ID " ]\n",
	"[Upstream commit " ID "]\n",
	"Upstream commit " ID ".\n",
	"Upstream commit: " ID "\n",
	"upstream commit: " ID "\n",
	"[ Upstream commit: " ID " ]\n",
	"[ commit " ID " upstream ]\n",
	"[ commit " ID " upstream. ]\n",
	"commit " ID " in upstream\n",
	"commit " ID " from upstream.\n",
	"This is commit " ID " upstream.\n",
	"[ Mainline commit " ID " ]\n",
	"mainline commit: " ID "\n",
	/* Xen */
	"Acked-by: A <a@b>\nmaster commit: " ID "\nmaster date: 2024-12-16 13:06:55 +0100\n",
	/* git cherry-pick, Ubuntu, Oracle, Android, Chromium */
	"Text.\n\n(cherry picked from commit " ID ")\nSigned-off-by: A <a@b>\n",
	"(cherry picked from commit " ID " linux-next)\n",
	"(cherry picked from commit " ID "\n https://git.kernel.org/pub/scm/linux.git master)\n",
	"(cherry picked from " ID ")\n",
	"(cherry-picked from commit " ID ")\n",
	"cherry-picked from upstream commit " ID "\n",
	"(backported from commit " ID ")\n",
	"(backported from " ID ")\n",
	"(manually picked from commit " ID ")\n",
	"(manually picked from " ID ")\n",
	"[backport of upstream commit " ID "]\n",
	"(adapted from commit " ID ")\n",
	"UPSTREAM: x: y\n\n(cherry picked from commit " ID ")\nBug: 123\n",
	/* SUSE, RHEL, openEuler */
	"Git-commit: " ID "\nPatch-mainline: v6.18\n",
	"git-commit: " ID "\n",
	"Bugzilla: https://bugzilla.redhat.com/1\n\ncommit " ID "\nAuthor: A <a@b>\nDate: x\n",
	"mainline inclusion\nfrom mainline-v5.11\ncommit " ID "\ncategory: bugfix\n",
	"Upstream-commit: " ID "\n",
	"Upstream: " ID "\n",
	/* DEP-3 */
	"Description: x\nOrigin: upstream, https://git.kernel.org/linus/commit/?id=" ID "\n",
	"Origin: upstream, https://github.com/torvalds/linux/commit/" ID "\n",
	"Origin: upstream, https://git.kernel.org/linus/" ID "\n",
	"Origin: https://git.kernel.org/torvalds/c/" ID " (upstream)\n",
	"Origin: backport, commit:" ID "\n",
	"Origin: upstream, " ID "\n",
	"Applied-Upstream: " ID "\n",
};

/* what looks like one of them and is none */
static const char *const others[] = {
	"",
	"Text with commit " ID " upstream in it.\n",
	"Fixes: 9a89894f30d5 (\"kvm: x\")\n",
	"Fix a bug of commit\n" ID " upstream.\n",
	"commit 12345 upstream.\n",
	"commit abcdefg upstream.\n",
	"commit " ID "ff upstream.\n",
	"commit 9a89894f30d5\n",
	"commit " ID " broke this\n",
	"  commit " ID "\n  Author: A\n",
	"> commit " ID " upstream.\n",
	"Origin: vendor, https://example.org/commit/" ID "\n",
	"upstream commits are fine\n",
	"Since commit " ID " (\"x\") upstream\n",
	"not cherry picked from commit " ID "\n",
	"It is not as in the\nmaster commit: " ID "\n",
};

static void check(const char *body, const char *expected)
{
	g_autofree char *id = upstream_of(body);

	g_test_message("%s", body);
	g_assert_cmpstr(id, ==, expected);
}

static void test_dialects(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(dialects); i++)
		check(dialects[i], ID);
}

static void test_others(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
		check(others[i], NULL);
}

static void test_forms(void)
{
	check("commit 9A89894F30D5 upstream.\n", "9a89894f30d5");
	check("commit 9a89894 upstream.\n", "9a89894");
	check("\t[ Upstream  commit\t9a89894f30d5 ]\r\n", "9a89894f30d5");
	/* stable's own line is believed more than the cherry-pick of a fork of it */
	check("(cherry picked from commit " OTHER ")\n\ncommit " ID " upstream.\n", ID);
	check("commit " ID " upstream.\n\n(cherry picked from commit " OTHER ")\n", ID);
	check("commit " OTHER "\n\nGit-commit: " ID "\n", ID);
	/* of two alike the first */
	check("commit " ID " upstream.\ncommit " OTHER " upstream.\n", ID);
}

static void check_fixes(const char *body, const char *expected)
{
	g_autoptr(GPtrArray) ids = fixes_of(body);
	g_autofree char *joined = NULL;

	g_test_message("%s", body);
	g_ptr_array_add(ids, NULL);
	joined = g_strjoinv(" ", (char **)ids->pdata);
	g_assert_cmpstr(joined, ==, expected);
}

static void test_fixes(void)
{
	check_fixes("Fixes: 9a89894f30d5 (\"kvm: x\")\n", "9a89894f30d5");
	check_fixes("text\n\nFixes: " ID " (\"kvm: x\")\nFixes: 1234567 ('y')\n", ID " 1234567");
	check_fixes("fixes: 9A89894F30D5\n", "9a89894f30d5");
	check_fixes("Fixes: commit 9a89894f30d5 (\"kvm: x\")\n", "9a89894f30d5");
	check_fixes("Fixes: commit: 9a89894f30d5\n", "9a89894f30d5");
	check_fixes("Fixes: <9a89894f30d5>\n", "9a89894f30d5");
	check_fixes("Fixes: 9a89894f30d5 # v5.4+\n", "9a89894f30d5");
	check_fixes("Fixes: v5.4 (9a89894f30d5)\n", "9a89894f30d5");
	check_fixes("  Fixes:\t9a89894f30d5, title\n", "9a89894f30d5");
	check_fixes("Fixes: https://bugzilla.kernel.org/show_bug.cgi?id=1234567\n", "");
	check_fixes("Fixes: \"the title of 9a89894f30d5\"\n", "");
	check_fixes("Fixes: CVE-2024-12345\nThis fixes: nothing 9a89894f30d5\n", "");
	check_fixes("Fixes:\n9a89894f30d5\n", "");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/upstream/dialects", test_dialects);
	g_test_add_func("/upstream/others", test_others);
	g_test_add_func("/upstream/forms", test_forms);
	g_test_add_func("/upstream/fixes", test_fixes);
	return g_test_run();
}
