// SPDX-License-Identifier: GPL-2.0-only
/*
 * How commit messages name the commit they were copied from, in the dialects of stable
 * trees and distributions; and how they name commits they were not copied from.
 */
#include <string.h>

#include "format/patch.h"

#define ID "9a89894f30d5795c5ac46a9ee9c009d610306025"
#define OTHER "0123456789abcdef0123456789abcdef01234567"
#define SOB "Signed-off-by: A <a@b.org>\n"
#define TEXT "Text of the message that\ngoes on.\n\n"

static const char *const named[] = {
	/* stable */
	"commit " ID " upstream.\n\n" TEXT SOB,
	"commit " ID " upstream\n\n" TEXT,
	"Commit " ID " upstream.\n\n" TEXT,
	"commit " ID " upstream.\n" TEXT,
	"[ Commit " ID " upstream ]\n\n" TEXT,
	"[commit " ID " upstream]\n\n" TEXT,
	"commit " ID " upstream, for 5.4 only in part.\n\n" TEXT,
	"commit " ID " (\"a: (b) c\") upstream.\n\n" TEXT,
	"commit " ID " from upstream.\n\n" TEXT,
	"  commit " ID " upstream.\n\n" TEXT,
	"From: A B <a@b.org>\ncommit " ID " upstream.\n\n" TEXT,
	"From: A B <a@b.org>\n\ncommit " ID " upstream.\n\n" TEXT,
	TEXT "commit " ID " upstream.\n\n" SOB,
	"[ Upstream commit " ID " ]\n\n" TEXT,
	"[Upstream commit " ID "]\n\n" TEXT,
	"[ Upstream commit: " ID " ]\n\n" TEXT,
	"[ UPSTREAM COMMIT " ID " ]\r\n\r\nText.\r\n",
	"6.12-stable review patch.  If anyone has any objections, please let me know.\n\n"
	"------------------\n\nFrom: A <a@b>\n\n[ Upstream commit " ID " ]\n\n" TEXT,
	"[ backport of commit " ID " ]\n\n" TEXT,
	"commit " ID " upstream.\n\nBackport of commit " OTHER " (\"x\") is there.\n",
	/* a copy of a copy: the tree's own name for it comes second */
	"commit " ID " upstream.\n\n" TEXT SOB "(cherry picked from commit " OTHER ")\n" SOB,
	/* dpdk-stable */
	"[ upstream commit " ID " ]\n\n" TEXT,
	"[ backported from upstream commit " OTHER " ]\n[ upstream commit " ID " ]\n\n" TEXT,
	/* others */
	"upstream commit: " ID "\n\n" TEXT,
	"Upstream commit " ID ".\n\n" TEXT,
	"Upstream-commit: " ID " (\"a: b\")\n\n" TEXT,
	TEXT "Upstream Commit: " ID "\n" SOB,
	/* git cherry-pick -x, Ubuntu, Android */
	TEXT SOB "(cherry picked from commit " ID ")\n" SOB,
	TEXT "(cherry-picked from commit " ID ")\n",
	TEXT "(cherry picked from commit " ID " linux-next)\n",
	TEXT "(cherry picked from commit " ID "\n https://git.kernel.org/pub/scm/x.git for-next)\n",
	TEXT "(cherry picked from commit " ID " https://example.org/x.git for-next)\n",
	TEXT "(cherry picked from https://example.org/q/commit:" ID ")\n",
	TEXT SOB "(cherry picked from commit " ID ")\n(cherry picked from commit " OTHER ")\n",
	TEXT SOB "(backported from commit " ID ")\n[sb: context adjustments]\n" SOB,
	TEXT "(backported from commit " ID " upstream)\n",
	TEXT "(back ported from commit " ID ")\n",
	"Bug: 1\n" TEXT "Change-Id: I" OTHER "\n(cherry picked from commit " ID ")\n",
	/* SUSE */
	"From: A <a@b>\nGit-commit: " ID "\nPatch-mainline: v6.1\nReferences: bsc#1\n\n" TEXT,
	/* RHEL and its kin, openEuler */
	"Bugzilla: https://bugzilla.example.org/1\n\ncommit " ID "\nAuthor: A <a@b>\n"
	"Date:   Mon\n\n    " TEXT,
	"JIRA: https://issues.example.org/RHEL-1\nUpstream Status: linux.git\n\ncommit " ID "\n"
	"Author: A <a@b>\n",
	"JIRA: https://issues.example.org/RHEL-1\ncommit " ID "\n\n" TEXT,
	"JIRA: https://issues.example.org/RHEL-1\nConflicts:\na file that is not there\n\n"
	"commit " ID "\nAuthor: A <a@b>\n\n    " TEXT,
	/* git show */
	"commit " ID "\nAuthor: A <a@b>\nDate:   Mon\n\n    title\n\n    text\n",
	"jira LE-1907\ncve CVE-2024-1\ncommit-author A B <a@b>\ncommit " ID "\n\n" TEXT,
	"mainline inclusion\nfrom mainline-v5.19-rc2\ncommit " ID "\ncategory: bugfix\n\n" TEXT,
	/* Debian, DEP-3 */
	"Origin: upstream, https://git.kernel.org/linus/commit/" ID "\n",
	"Origin: backport, https://git.kernel.org/pub/scm/l.git/commit/?id=" ID "\n",
	"Origin: https://example.org/c/" ID "\nForwarded: not-needed\n",
	"Origin: upstream, commit:" ID "\n",
	"Origin: upstream, http://example.org/?p=l.git;a=commitdiff;h=" ID "\n",
	"Applied-Upstream: v6.1, commit:" ID "\n",
	/* a revert is copied as well */
	"commit " ID " upstream.\n\nThis reverts commit " OTHER ".\n",
	"This reverts commit " OTHER ".\n\nIt breaks boot.\n\n(cherry picked from commit " ID ")\n",
};

static const char *const unnamed[] = {
	"",
	"\n",
	TEXT,
	/* prose */
	"This was broken by commit " ID " (\"x\").\n",
	"Since\ncommit " ID " upstream code differs.\n",
	"Upstream commit " ID " (\"x\") changed this to be\nsomething else.\n",
	"Upstream commit " ID " removed it.\n",
	"commit " ID " upstream broke it.\n",
	"This was introduced in\ncommit " ID "\nand noticed only now.\n",
	"It was introduced in\ncommit " ID "\n\nNothing else.\n",
	"commit " ID "\nis at fault.\n",
	"Revert commit " ID " upstream.\n",
	/* an earlier commit, as git log shows it, in a message that goes on */
	"Since\n\ncommit " ID "\nAuthor: A <a@b>\nDate:   Mon\n\n    title\n\nx can fail.\n",
	"commit " ID "\nAuthor: A <a@b>\nDate:   Mon\n\n    title\n\nmade x fail.\n" SOB,
	/* what is reverted is not what is brought in */
	"This reverts commit " ID ".\n\nIt breaks boot.\n",
	"This reverts commit " OTHER " which is\ncommit " ID " upstream.\n\nIt breaks boot.\n",
	"This reverts commit " OTHER " which is commit " ID " upstream.\n",
	"This reverts commit\n" ID ".\n",
	"This reverts commit " OTHER ".\n\nIt breaks boot.\n\ncommit " OTHER "\n"
	"Author: A <a@b>\nDate:   Wed Jun 14 09:53:03 2023 +0000\n\n    title\n\n"
	"    [ upstream commit " ID " ]\n\n    It was wrong.\n\n" SOB,
	"This reverts commit " OTHER ".\n\ncommit " ID "\nAuthor: A <a@b>\n\n    title\n",
	"This reverts commit " OTHER ".\n\n    commit " ID " upstream.\n",
	/* trailers that name commits */
	"Fixes: " ID " (\"x\")\n" SOB,
	"Fixes: commit " ID " (\"x\")\n" SOB,
	"Cc: stable@vger.kernel.org # 6.1: " ID ": x\n",
	"Change-Id: I" ID "\n",
	"Link: https://git.kernel.org/linus/commit/" ID "\n",
	"base-commit: " ID "\n",
	"prerequisite-patch-id: " ID "\n",
	/* no commit id, or none at all */
	"commit 1234 upstream.\n",
	"commit " ID "0 upstream.\n",
	"commit abcdefgh upstream.\n",
	"commit 0123456789ab\nAuthor: A <a@b>\n",
	"Git-commit: Not yet\nPatch-mainline: Submitted\n",
	"Origin: vendor, https://example.org/c/" ID "\n",
	"Origin: other, https://example.org/c/" ID "\n",
	"(cherry picked from https://patchwork.kernel.org/patch/12345/)\n",
	"(cherry picked from commit )\n",
	"FROMLIST: a: b\n\nLink: https://lore.kernel.org/r/20250101-" ID "@a.org\n",
	"RHEL-only: " ID "\n",
	"[ Upstream commit ]\n",
};

static void test_named(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(named); i++) {
		g_autofree char *id = upstream_of(named[i]);

		if (g_strcmp0(id, ID))
			g_error("found '%s' in: %s", id ? id : "nothing", named[i]);
	}
}

static void test_unnamed(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(unnamed); i++) {
		g_autofree char *id = upstream_of(unnamed[i]);

		if (id)
			g_error("found '%s' in: %s", id, unnamed[i]);
	}
}

static void check(const char *body, const char *expected)
{
	g_autofree char *id = upstream_of(body);

	g_assert_cmpstr(id, ==, expected);
}

static void test_ids(void)
{
	check("commit 9A89894F30D5 upstream.\n", "9a89894f30d5");
	check("commit 9a89894 upstream.\n", "9a89894");
	check("[ Upstream commit 9a89894f30d5 ]", "9a89894f30d5");
	check("Git-commit: 9A89894F30D5795C5AC46A9EE9C009D610306025\n", ID);
}

/* what is believed first, wherever it stands */
static void test_order(void)
{
	check("(cherry picked from commit " OTHER ")\n\ncommit " ID " upstream.\n", ID);
	check("commit " OTHER "\n\nText.\n\n(cherry picked from commit " ID ")\n", ID);
}

/* ten megabytes of lines that nearly say something, each in a moment */
static void test_long(void)
{
	g_autoptr(GString) text = g_string_new(NULL);

	while (text->len < 10 << 20)
		g_string_append(text, "(cherry picked from commit x/y/z=1\ncommit\n[ [\n");
	check(text->str, NULL);
	for (gsize i = 0; i < text->len; i++)
		text->str[i] = '(';
	check(text->str, NULL);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/upstream/named", test_named);
	g_test_add_func("/upstream/unnamed", test_unnamed);
	g_test_add_func("/upstream/ids", test_ids);
	g_test_add_func("/upstream/order", test_order);
	g_test_add_func("/upstream/long", test_long);
	return g_test_run();
}
