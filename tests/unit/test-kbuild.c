// SPDX-License-Identifier: GPL-2.0-only
/*
 * Preparing and using kbuild folders, on a stand-in for a kernel: a Makefile with
 * the targets and variables that kbuild has.  The real one is in test-check-kernel.
 */
#include "claim-sample.h"

#include <signal.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/proc.h"
#include "base/progress.h"
#include "check/kbuild.h"
#include "needs.h"

#define UPSTREAM "--- a/d/t.c\n+++ b/d/t.c\n@@ -1 +1,2 @@\n int a;\n+int b;\n"

static const char makefile[] =
	"VERSION = 6\n"
	"some_defconfig:\n"
	"\techo run >>$(O)/runs\n"
	"\techo 'CONFIG_BASE=y' >$(O)/.config\n"
	"olddefconfig:\n"
	"\tsed -i '/CONFIG_LOST=/d' $(O)/.config\n"
	"prepare:\n"
	"\tif [ -e broken ]; then echo 'error: no flex here' >&2; exit 1; fi\n"
	"\tif [ -e slow ]; then sleep 20; fi\n"
	"\t-echo leak >leak\n"
	"\ttouch $(O)/ready\n"
	"modules_prepare:\n"
	"%.o: %.c\n"
	"\ttest -e $(O)/ready\n"
	"\tmkdir -p $(O)/$(@D)\n"
	"\tgcc -Wall -Iinclude -c -o $(O)/$@ $<\n"
	"\tif [ '$(C)' = 2 ]; then $(CHECK) $(CF) -Wno-decl $<; fi\n";

static bool have_tools(void)
{
	return needs_sandboxed("gcc") && needs("make");
}

static void put(struct tmpdir *dir, const char *name, const char *text)
{
	g_autofree char *path = tmpdir_file(dir, name);
	g_autoptr(GError) error = NULL;

	file_write(path, text, -1, &error);
	g_assert_no_error(error);
}

static void drop(struct tmpdir *dir, const char *name)
{
	g_autofree char *path = tmpdir_file(dir, name);

	unlink(path);
}

/* a tree below @dir/tree, its caches below @dir/cache */
static struct sample *stand_in(struct tmpdir *dir, const char *before, const char *after)
{
	g_autofree char *folder = tmpdir_file(dir, "tree");
	struct utsname host;
	struct sample *sample;

	uname(&host);
	put(dir, "tree/Makefile", makefile);
	/* clang would have a folder of its own: out of the way */
	put(dir, "tree/scripts/min-tool-version.sh", "echo 99.0.0\n");
	put(dir, "tree/d/t.c", before);
	sample = sample_new(folder, UPSTREAM);
	sample->conf->arch = g_strdup(strcmp(host.machine, "aarch64") ? "x86_64" : "arm64");
	sample->conf->config = g_strdup("some_defconfig");
	g_free((char *)sample->claim.cache_folder);
	sample->claim.cache_folder = tmpdir_file(dir, "cache");
	if (after)
		sample_set(sample, "d/t.c", after);
	return sample;
}

static void expect(struct tmpdir *dir, const char *before, const char *after, const char *check,
		   enum proof_result expected, const char *about)
{
	struct sample *sample = stand_in(dir, before, after);

	sample_expect(sample, check, expected, about);
	sample_free(sample);
}

/* how often a configuration was made in the one prepared folder */
static guint runs(struct tmpdir *dir)
{
	g_autofree char *kbuild = tmpdir_file(dir, "cache/kbuild");
	g_autoptr(GDir) folder = g_dir_open(kbuild, 0, NULL);
	const char *name;
	guint count = 0;

	while (folder && (name = g_dir_read_name(folder))) {
		g_autofree char *path = g_build_filename(kbuild, name, "runs", NULL);
		g_autofree char *text = NULL;

		if (g_file_get_contents(path, &text, NULL, NULL))
			count += strlen(text) / strlen("run\n");
	}
	return count;
}

static void test_prepared_once(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *leak = tmpdir_file(dir, "tree/leak");
	g_autofree char *object = tmpdir_file(dir, "tree/d/t.o");

	if (!have_tools())
		return;
	expect(dir, "int a;\n", "int a;\nint b;\n", "compile", PROOF_PASS,
	       "gcc: 1 file built, no warnings; clang");
	expect(dir, "int a;\n", "int a;\nint c;\n", "compile", PROOF_PASS, NULL);
	g_assert_cmpuint(runs(dir), ==, 1);
	/* the tree is as it was, whatever its Makefile tries */
	g_assert_false(g_file_test(leak, G_FILE_TEST_EXISTS));
	g_assert_false(g_file_test(object, G_FILE_TEST_EXISTS));
}

static void test_new_version_is_prepared_anew(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *newer = g_strconcat(makefile, "# 6.1\n", NULL);
	struct sample *sample;

	if (!have_tools())
		return;
	expect(dir, "int a;\n", "int a;\nint b;\n", "compile", PROOF_PASS, NULL);
	sample = stand_in(dir, "int a;\n", "int a;\nint b;\n");
	put(dir, "tree/Makefile", newer);
	sample_expect(sample, "compile", PROOF_PASS, NULL);
	sample_free(sample);
	g_assert_cmpuint(runs(dir), ==, 2);
}

static void test_warnings(void)
{
	static const char old[] = "static int odd;\nint a;\n";
	static const char more[] = "static int odd;\nint a;\nint b;\n";
	static const char both[] = "static int odd;\nint a;\nstatic int even;\n";
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);

	if (!have_tools())
		return;
	expect(dir, old, more, "compile", PROOF_PASS, "no new warnings (1 old)");
	expect(dir, old, both, "compile", PROOF_FAIL, "'even' defined but not used");
	expect(dir, "int a;\n", "int a\n", "compile", PROOF_FAIL, "d/t.c");
	expect(dir, "int a\n", "int a\n\n", "compile", PROOF_SKIPPED, "before the port");
	expect(dir, "int a\n", "int a;\n", "compile", PROOF_PASS, NULL);
}

static void test_options(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	struct sample *sample;

	if (!have_tools())
		return;
	sample = stand_in(dir, "int a;\n", "int a;\nint b;\n");
	g_ptr_array_add(sample->conf->options, g_strdup("KEPT=y"));
	g_ptr_array_add(sample->conf->options, g_strdup("CONFIG_ALSO=m"));
	g_ptr_array_add(sample->conf->options, g_strdup("GONE=n"));
	sample_expect(sample, "compile", PROOF_PASS, NULL);
	g_ptr_array_add(sample->conf->options, g_strdup("LOST=y"));
	sample_expect(sample, "compile", PROOF_SKIPPED, "CONFIG_LOST=y");
	sample_free(sample);
}

static void test_prepare_fails(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);

	if (!have_tools())
		return;
	put(dir, "tree/broken", "");
	expect(dir, "int a;\n", "int a;\nint b;\n", "compile", PROOF_SKIPPED, "no flex here");
	g_assert_cmpuint(runs(dir), ==, 0);
	drop(dir, "tree/broken");
	expect(dir, "int a;\n", "int a;\nint b;\n", "compile", PROOF_PASS, NULL);
}

static void send_interrupt(int number)
{
	raise(SIGINT);
}

/* in a process of its own: the wish to stop does not go away */
static int interrupted_child(struct tmpdir *dir)
{
	struct sample *sample = stand_in(dir, "int a;\n", "int a;\nint b;\n");
	struct proof proof = { .name = "compile" };
	g_autoptr(GError) error = NULL;
	gint64 start = g_get_monotonic_time();

	interrupt_watch();
	signal(SIGALRM, send_interrupt);
	alarm(1);
	if (check_compile(&sample->claim, &proof, &error))
		return 1;
	if (!g_error_matches(error, BS_ERROR, BS_ERROR_INTERRUPTED))
		return 2;
	return g_get_monotonic_time() - start > 10 * G_USEC_PER_SEC ? 3 : 0;
}

static void test_interrupted(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	int status;
	pid_t child;

	if (!have_tools())
		return;
	put(dir, "tree/slow", "");
	child = fork();
	if (!child)
		_exit(interrupted_child(dir));
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), ==, 0);
	g_assert_cmpuint(runs(dir), ==, 1);
	/* not ready: it is taken up again, in the same folder */
	drop(dir, "tree/slow");
	expect(dir, "int a;\n", "int a;\nint b;\n", "compile", PROOF_PASS, NULL);
	g_assert_cmpuint(runs(dir), ==, 2);
	expect(dir, "int a;\n", "int a;\nint b;\n", "compile", PROOF_PASS, NULL);
	g_assert_cmpuint(runs(dir), ==, 2);
}

static gpointer open_in_thread(gpointer data)
{
	struct sample *sample = data;

	return kbuild_open(&sample->claim, "gcc", NULL);
}

static void test_two_at_once(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	struct sample *sample;
	struct kbuild *one, *two;
	GThread *thread;

	if (!have_tools())
		return;
	sample = stand_in(dir, "int a;\n", "int a;\nint b;\n");
	thread = g_thread_new("other", open_in_thread, sample);
	one = kbuild_open(&sample->claim, "gcc", NULL);
	two = g_thread_join(thread);
	g_assert_nonnull(one);
	g_assert_nonnull(two);
	g_assert_cmpstr(one->folder, ==, two->folder);
	g_assert_cmpuint(runs(dir), ==, 1);
	kbuild_free(one);
	kbuild_free(two);
	sample_free(sample);
}

/* the prepared folder stays as it was made; every build has its own copy */
static void test_folder_stays_clean(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *object = NULL;
	struct sample *sample;
	struct kbuild *kbuild;

	if (!have_tools())
		return;
	sample = stand_in(dir, "int a;\n", "int a;\nint b;\n");
	sample_expect(sample, "compile", PROOF_PASS, NULL);
	kbuild = kbuild_open(&sample->claim, "gcc", NULL);
	object = g_build_filename(kbuild->folder, "d/t.o", NULL);
	g_assert_false(g_file_test(object, G_FILE_TEST_EXISTS));
	kbuild_free(kbuild);
	sample_free(sample);
}

static void test_no_compiler_for_arch(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	struct sample *sample;

	if (!have_tools())
		return;
	sample = stand_in(dir, "int a;\n", "int a;\nint b;\n");
	g_free(sample->conf->arch);
	sample->conf->arch = g_strdup("vax");
	sample_expect(sample, "compile", PROOF_SKIPPED, "vax");
	sample_free(sample);
}

/* sparse leaves out what comes after 100 warnings unless it is told not to */
static void test_sparse_beyond_hundred(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(GString) many = g_string_new("int a;\n");
	g_autofree char *before = NULL, *after = NULL;

	if (!have_tools() || !needs("sparse"))
		return;
	for (int i = 0; i < 150; i++)
		g_string_append_printf(many, "char *p%d = 0;\n", i);
	before = g_strdup(many->str);
	after = g_strconcat(before, "int b;\n", NULL);
	expect(dir, before, after, "sparse", PROOF_PASS, "150 as before");
	g_free(after);
	after = g_strconcat(before, "char *late = 0;\n", NULL);
	expect(dir, before, after, "sparse", PROOF_FAIL, "plain integer");
}

static void test_baseline_is_cached(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "state.db");
	struct sample *sample;

	if (!have_tools())
		return;
	sample = stand_in(dir, "static int odd;\n", "static int odd;\nint b;\n");
	sample->claim.cache = cache_open(path, NULL);
	sample_expect(sample, "compile", PROOF_PASS, "1 old");
	/* what is in the cache is believed: a value of the same form counts */
	sample_expect(sample, "compile", PROOF_PASS, "1 old");
	cache_free(sample->claim.cache);
	sample_free(sample);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kbuild/prepared-once", test_prepared_once);
	g_test_add_func("/kbuild/new-version", test_new_version_is_prepared_anew);
	g_test_add_func("/kbuild/warnings", test_warnings);
	g_test_add_func("/kbuild/options", test_options);
	g_test_add_func("/kbuild/prepare-fails", test_prepare_fails);
	g_test_add_func("/kbuild/interrupted", test_interrupted);
	g_test_add_func("/kbuild/two-at-once", test_two_at_once);
	g_test_add_func("/kbuild/folder-stays-clean", test_folder_stays_clean);
	g_test_add_func("/kbuild/no-compiler", test_no_compiler_for_arch);
	g_test_add_func("/kbuild/sparse-beyond-hundred", test_sparse_beyond_hundred);
	g_test_add_func("/kbuild/baseline", test_baseline_is_cached);
	return g_test_run();
}
