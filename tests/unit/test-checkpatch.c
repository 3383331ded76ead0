// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is made of a checkpatch.pl's output, with a script that complains about
 * every BAD word and every 40-digit commit id.  The kernel's own is run in
 * test-check-kernel.
 */
#include <stdio.h>

#include "claim-sample.h"

#include "needs.h"

#define UPSTREAM "--- a/f.c\n+++ b/f.c\n@@ -1 +1,2 @@\n int a;\n+int BAD;\n"
#define REFERENCE "0123456789012345678901234567890123456789"

static const char script[] =
	"my $f = $ARGV[-1]; my $n = 0;\n"
	"open(my $h, '<', $f) or die \"no patch\\n\";\n"
	"while (<$h>) {\n"
	"\tif (/DIE/) { print STDERR \"script is ill\\n\"; exit 9; }\n"
	"\tif (/^[+].*BAD/) { print \"$f:$.: WARNING:BAD: a bad word\\n\"; $n++; }\n"
	"\tif (!/^From / && /[0-9a-f]{40}/) {\n"
	"\t\tprint \"$f:$.: ERROR:GIT_COMMIT_ID: Please use git commit description\\n\";\n"
	"\t\tprint \"$f:$.: WARNING:UNKNOWN_COMMIT_ID: Unknown commit id\\n\"; $n++;\n"
	"\t}\n"
	"}\n"
	"open(my $w, '>', \"$ARGV[1]/leak\") and die \"the tree can be written\";\n"
	"print \"total: $n errors\\n\";\n"
	"exit($n ? 1 : 0);\n";

static struct sample *make(struct tmpdir *dir, const char *after)
{
	g_autofree char *folder = tmpdir_file(dir, "tree");
	g_autofree char *perl = tmpdir_file(dir, "tree/scripts/checkpatch.pl");
	g_autofree char *file = tmpdir_file(dir, "tree/f.c");
	struct sample *sample;

	g_assert_true(file_write(perl, script, -1, NULL));
	g_assert_true(file_write(file, "int a;\n", -1, NULL));
	sample = sample_new(folder, UPSTREAM);
	sample_set(sample, "f.c", after);
	return sample;
}

static void expect(const char *after, const char *body, enum proof_result expected,
		   const char *about)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	struct sample *sample;

	if (!needs_sandboxed("perl"))
		return;
	sample = make(dir, after);
	if (body)
		sample_set_body(sample->ported, body);
	sample_expect(sample, "checkpatch", expected, about);
	sample_free(sample);
}

static void test_new_only(void)
{
	expect("int a;\nint b;\n", NULL, PROOF_PASS, NULL);
	expect("int a;\nint BAD;\n", NULL, PROOF_PASS, "upstream");
	expect("int a;\nint BAD;\nint BAD2;\n", NULL, PROOF_FAIL, "1 new");
}

static void test_stable_form(void)
{
	expect("int a;\nint b;\n", "commit " REFERENCE " upstream.\n\nWhy.\n", PROOF_PASS, NULL);
	expect("int a;\nint b;\n", "[ Upstream commit " REFERENCE " ]\n\nWhy.\n", PROOF_PASS, NULL);
	expect("int a;\nint b;\n", "Why.\n\n(cherry picked from commit " REFERENCE ")\n",
	       PROOF_PASS, NULL);
	expect("int a;\nint b;\n", "commit " REFERENCE " upstream\n\nWhy.\n", PROOF_FAIL,
	       "GIT_COMMIT_ID");
	expect("int a;\nint b;\n", "Like commit " REFERENCE ".\n\nWhy.\n", PROOF_FAIL,
	       "GIT_COMMIT_ID");
	/* the form excuses its own line only */
	expect("int a;\nint b;\n",
	       "commit " REFERENCE " upstream.\n\nLike " REFERENCE " in the text.\n", PROOF_FAIL,
	       "2 new");
}

static void test_script_dies(void)
{
	expect("int a;\nint DIE;\n", NULL, PROOF_SKIPPED, "script is ill");
}

static void test_no_script(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *perl = tmpdir_file(dir, "tree/scripts/checkpatch.pl");
	struct sample *sample;

	if (!needs_sandboxed("perl"))
		return;
	sample = make(dir, "int a;\nint b;\n");
	remove(perl);
	sample_expect(sample, "checkpatch", PROOF_SKIPPED, "the tree has no scripts/checkpatch.pl");
	sample_free(sample);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/checkpatch/new-only", test_new_only);
	g_test_add_func("/checkpatch/stable-form", test_stable_form);
	g_test_add_func("/checkpatch/script-dies", test_script_dies);
	g_test_add_func("/checkpatch/no-script", test_no_script);
	return g_test_run();
}
