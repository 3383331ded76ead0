/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the installed git says, for tests whose expectation it gives.
 */
#ifndef GIT_ORACLE_H
#define GIT_ORACLE_H

#include <gio/gio.h>
#include <string.h>

/* standard output of git with these arguments, run in @folder; NULL when it fails */
static inline char *git_says(const char *folder, const char *input, gsize size, const char *first,
			     ...)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
		G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
		G_SUBPROCESS_FLAGS_STDERR_SILENCE);
	g_autoptr(GBytes) in = g_bytes_new(input, size);
	g_autoptr(GBytes) out = NULL;
	g_autoptr(GSubprocess) git = NULL;
	va_list args;

	g_ptr_array_add(argv, (gpointer) "git");
	va_start(args, first);
	for (const char *arg = first; arg; arg = va_arg(args, const char *))
		g_ptr_array_add(argv, (gpointer)arg);
	va_end(args);
	g_ptr_array_add(argv, NULL);
	g_subprocess_launcher_set_cwd(launcher, folder);
	g_subprocess_launcher_setenv(launcher, "GIT_CONFIG_NOSYSTEM", "1", TRUE);
	g_subprocess_launcher_setenv(launcher, "GIT_CONFIG_GLOBAL", "/dev/null", TRUE);
	g_subprocess_launcher_setenv(launcher, "GIT_CEILING_DIRECTORIES", "/", TRUE);
	git = g_subprocess_launcher_spawnv(launcher, (const char *const *)argv->pdata, NULL);
	g_assert_nonnull(git);
	g_assert_true(g_subprocess_communicate(git, in, NULL, &out, NULL, NULL));
	if (!g_subprocess_get_successful(git))
		return NULL;
	return g_strndup(g_bytes_get_data(out, NULL) ? g_bytes_get_data(out, NULL) : "",
			 g_bytes_get_size(out));
}

#endif /* GIT_ORACLE_H */
