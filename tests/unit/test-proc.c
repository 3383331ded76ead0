// SPDX-License-Identifier: GPL-2.0-only
#include "base/proc.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/progress.h"

static struct proc_result run(const char *script, struct proc_spec spec)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	g_autoptr(GError) error = NULL;
	struct proc_result result = { 0 };

	spec.argv = argv;
	g_assert_true(proc_run(&spec, &result, &error));
	g_assert_no_error(error);
	return result;
}

static void test_output_and_status(void)
{
	g_auto(proc_result) result =
		run("echo out; echo err >&2; exit 3", (struct proc_spec){ 0 });

	g_assert_cmpint(result.status, ==, 3);
	g_assert_cmpstr(result.out->str, ==, "out\n");
	g_assert_cmpstr(result.err->str, ==, "err\n");
	g_assert_false(result.timed_out || result.truncated);
}

static void test_input(void)
{
	/* more than a pipe holds, so that reading and writing must take turns */
	g_autofree char *text = g_strnfill(1 << 20, 'x');
	g_autoptr(GBytes) input = g_bytes_new_static(text, 1 << 20);
	g_auto(proc_result) result = run("cat", (struct proc_spec){ .input = input });

	g_assert_cmpint(result.status, ==, 0);
	g_assert_cmpmem(result.out->str, result.out->len, text, 1 << 20);
}

static void test_input_that_nobody_reads(void)
{
	g_autofree char *text = g_strnfill(1 << 20, 'x');
	g_autoptr(GBytes) input = g_bytes_new_static(text, 1 << 20);
	g_auto(proc_result) result =
		run("exec <&-; echo done", (struct proc_spec){ .input = input });

	g_assert_cmpint(result.status, ==, 0);
	g_assert_cmpstr(result.out->str, ==, "done\n");
}

static void test_environment_and_folder(void)
{
	static const char *const env[] = { "COLOUR=two words=x", NULL };
	g_auto(proc_result) result =
		run("echo \"$COLOUR\"; pwd", (struct proc_spec){ .env = env, .cwd = "/" });

	g_assert_cmpstr(result.out->str, ==, "two words=x\n/\n");
}

/* the grandchild holds the pipe open, so ending only the child would not do */
static void test_time_limit(void)
{
	gint64 start = g_get_monotonic_time();
	g_auto(proc_result) result =
		run("echo begun; sleep 60 & sleep 60", (struct proc_spec){ .seconds = 1 });

	g_assert_true(result.timed_out);
	g_assert_cmpint(result.status, ==, -SIGKILL);
	g_assert_cmpstr(result.out->str, ==, "begun\n");
	g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

static void test_output_limit(void)
{
	g_auto(proc_result) result =
		run("while :; do echo 0123456789; done", (struct proc_spec){ .max_output = 100 });

	g_assert_true(result.truncated);
	g_assert_cmpuint(result.out->len, ==, 100);
}

static void test_memory_limit(void)
{
	g_auto(proc_result) result = run("exec perl -e '$x = \"x\" x (1 << 28); print length $x'",
					 (struct proc_spec){ .max_memory = 64 << 20 });

	g_assert_cmpint(result.status, !=, 0);
	g_assert_cmpuint(result.out->len, ==, 0);
}

static void test_signal(void)
{
	g_auto(proc_result) result = run("kill -TERM $$", (struct proc_spec){ 0 });

	g_assert_cmpint(result.status, ==, -SIGTERM);
}

static void test_not_installed(void)
{
	const char *argv[] = { "no-such-program-here", NULL };
	const struct proc_spec spec = { .argv = argv };
	struct proc_result result = { .status = 77 };
	g_autoptr(GError) error = NULL;

	g_assert_false(proc_run(&spec, &result, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_MISSING);
	g_assert_nonnull(strstr(error->message, "no-such-program-here"));
	g_assert_cmpint(result.status, ==, 77);
	g_assert_false(proc_installed("no-such-program-here"));
	g_assert_true(proc_installed("sh"));
}

static void test_no_shell(void)
{
	const char *argv[] = { "echo", "$HOME; `id` > x", NULL };
	const struct proc_spec spec = { .argv = argv };
	g_autofree char *text = NULL;

	g_assert_true(proc_check(&spec, &text, NULL));
	g_assert_cmpstr(text, ==, "$HOME; `id` > x\n");
}

static void test_check(void)
{
	const char *argv[] = { "sh", "-c", "echo first >&2; echo the reason >&2; exit 2", NULL };
	const struct proc_spec spec = { .argv = argv };
	g_autoptr(GError) error = NULL;
	char *text = NULL;

	g_assert_false(proc_check(&spec, &text, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_IO);
	g_assert_nonnull(strstr(error->message, "the reason"));
	g_assert_null(text);
}

/* last, since the flag stays set */
static void test_interrupt(void)
{
	const char *argv[] = { "sh", "-c", "kill -INT $PPID; sleep 60", NULL };
	const struct proc_spec spec = { .argv = argv };
	struct proc_result result = { 0 };
	gint64 start = g_get_monotonic_time();
	g_autoptr(GError) error = NULL;

	interrupt_watch();
	g_assert_false(proc_run(&spec, &result, &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_INTERRUPTED);
	g_assert_true(interrupt_pending(NULL));
	g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_USEC_PER_SEC);
}

int main(int argc, char **argv)
{
	/* as the program does it */
	signal(SIGPIPE, SIG_IGN);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/proc/output-and-status", test_output_and_status);
	g_test_add_func("/proc/input", test_input);
	g_test_add_func("/proc/input-that-nobody-reads", test_input_that_nobody_reads);
	g_test_add_func("/proc/environment-and-folder", test_environment_and_folder);
	g_test_add_func("/proc/time-limit", test_time_limit);
	g_test_add_func("/proc/output-limit", test_output_limit);
	g_test_add_func("/proc/memory-limit", test_memory_limit);
	g_test_add_func("/proc/signal", test_signal);
	g_test_add_func("/proc/not-installed", test_not_installed);
	g_test_add_func("/proc/no-shell", test_no_shell);
	g_test_add_func("/proc/check", test_check);
	g_test_add_func("/proc/interrupt", test_interrupt);
	return g_test_run();
}
