// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a kernel tree says about how it is built, and what is made of make's
 * words when it is not.  Trees of a few lines; real ones are in test-check-kernel.
 */
#include "claim-sample.h"

#include <glib/gstdio.h>

#include "check/kbuild.h"
#include "needs.h"

#define ONE_LINE "--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-int a;\n+int b;\n"

static void complaint(const char *log, const char *expected)
{
	g_autofree char *got = kbuild_complaint(log);

	g_assert_cmpstr(got, ==, expected);
}

/* as make printed it on 6.17.8 and 6.18.5 */
static void test_complaint(void)
{
	complaint("***\n*** C compiler is too old.\n***   Your Clang version:    14.0.6\n"
		  "***   Minimum Clang version: 15.0.0\n***\n"
		  "scripts/Kconfig.include:45: Sorry, this C compiler is not supported.\n"
		  "make[3]: *** [scripts/kconfig/Makefile:102: x86_64_defconfig] Error 1\n",
		  "C compiler is too old. Your Clang version: 14.0.6 "
		  "Minimum Clang version: 15.0.0");
	complaint("***\n*** The source tree is not clean, please run 'make ARCH=x86 mrproper'\n"
		  "*** in /src/linux\n***\nmake[1]: *** [Makefile:1: outputmakefile] Error 1\n",
		  "The source tree is not clean, please run 'make ARCH=x86 mrproper' "
		  "in /src/linux");
	complaint("warning: odd\n/bin/sh: 1: flex: not found\nmake[3]: *** [a:1: b] Error 127\n",
		  "/bin/sh: 1: flex: not found");
	complaint("make[1]: *** No rule to make target 'nonsense_defconfig'.  Stop.\n",
		  "make[1]: *** No rule to make target 'nonsense_defconfig'.  Stop.");
	complaint("make[1]: *** [x:1: y] Error 1\nsomething odd\n", "something odd");
	complaint("make[1]: *** [x:1: error.o] Error 1\n", "make failed without a message");
	complaint("", "make failed without a message");
}

static void put(struct tmpdir *dir, const char *name, const char *text, int mode)
{
	g_autofree char *path = tmpdir_file(dir, name);

	g_assert_true(file_write(path, text, -1, NULL));
	g_assert_cmpint(g_chmod(path, mode), ==, 0);
}

/* the compile proof of a tree whose configuration step says @says and fails */
static void test_not_prepared(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	struct sample *sample;

	if (!needs_sandboxed("make") || !needs("gcc"))
		return;
	put(dir, "Makefile", "some_defconfig:\n"
	    "\t@printf '***\\n*** C compiler\\n***   is too old.\\n***\\n' >&2; false\n", 0644);
	put(dir, "a.c", "int a;\n", 0644);
	sample = sample_new(tmpdir_path(dir), ONE_LINE);
	sample->conf->arch = g_strdup("x86_64");
	sample->conf->config = g_strdup("some_defconfig");
	sample_set(sample, "a.c", "int b;\n");
	sample_expect(sample, "compile", PROOF_SKIPPED,
		      "kbuild cannot be prepared with gcc: C compiler is too old.");
	sample_free(sample);
}

static void clang_for(const char *arch, const char *expected, const char *about)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = g_strdup(g_getenv("PATH"));
	g_autofree char *first = g_strconcat(tmpdir_path(dir), ":", path, NULL);
	g_autofree char *cc = NULL, *note = NULL;
	struct sample *sample;

	put(dir, "clang", "#!/bin/sh\necho 14.0.6\n", 0755);
	put(dir, "scripts/min-tool-version.sh", "[ \"$SRCARCH\" = x86 ] && echo 999.0.0 && exit\n"
	    "[ \"$ARCH\" = arm64 ] && echo 13.0.1 && exit\necho 1000.0.0\n", 0755);
	sample = sample_new(tmpdir_path(dir), ONE_LINE);
	sample->conf->arch = g_strdup(arch);
	g_setenv("PATH", first, TRUE);
	cc = kbuild_clang(&sample->claim, &note);
	g_setenv("PATH", path, TRUE);
	g_assert_cmpstr(cc, ==, expected);
	g_assert_cmpstr(note, ==, about);
	sample_free(sample);
}

static void test_least_clang(void)
{
	if (!needs_sandboxed("sh"))
		return;
	clang_for("arm64", "clang", NULL);
	clang_for("x86_64", NULL, "clang 14.0.6 is too old for this tree, it asks for 999.0.0: "
		  "install clang-999 or newer");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kbuild/complaint", test_complaint);
	g_test_add_func("/kbuild/not-prepared", test_not_prepared);
	g_test_add_func("/kbuild/least-clang", test_least_clang);
	return g_test_run();
}
