// SPDX-License-Identifier: GPL-2.0-only
#include "check/replay.h"

#include <string.h>

#include "base/error.h"
#include "base/proc.h"
#include "check/sandbox.h"

#define SPARSE_SECONDS 120

/* kbuild echoes a command with two blanks before it, and a remark with "# " */
static bool is_echo(const char *line)
{
	return g_str_has_prefix(line, "# ") || g_str_has_prefix(line, "  ") ||
	       g_str_has_prefix(line, "make ");
}

static bool is_sparse_on(const char *line, const char *path)
{
	g_autofree char *whole = g_strchomp(g_strdup(line));
	g_autofree char *end = g_strconcat("/", path, NULL);

	return g_str_has_prefix(whole, "  sparse ") && g_str_has_suffix(whole, end);
}

static char *command_for(char **lines, const char *path)
{
	for (char **line = lines; *line; line++) {
		if (is_sparse_on(*line, path))
			return g_strstrip(g_strdup(*line));
	}
	return NULL;
}

static void drop_echoes(GString *log, char **lines)
{
	g_string_truncate(log, 0);
	for (char **line = lines; *line; line++) {
		if (!is_echo(*line) && (**line || line[1]))
			g_string_append_printf(log, "%s\n", *line);
	}
}

char *replay_read(GString *log, const struct kbuild *kbuild, const GPtrArray *sources)
{
	g_auto(GStrv) lines = g_strsplit(log->str, "\n", -1);
	g_autoptr(GString) commands = g_string_new(NULL);
	bool all = true;

	for (guint i = 0; i < sources->len; i++) {
		g_autofree char *command = command_for(lines, sources->pdata[i]);

		if (command)
			g_string_append_printf(commands, "%s\n", command);
		all &= command != NULL;
	}
	drop_echoes(log, lines);
	return all ? g_string_free(g_steal_pointer(&commands), FALSE) : NULL;
}

static bool run_command(const char *command, const struct kbuild *kbuild,
			struct sandbox *sandbox, GString *log, bool *ok, GError **error)
{
	struct proc_spec spec = { .cwd = kbuild->folder, .seconds = SPARSE_SECONDS };
	g_auto(proc_result) result = { 0 };
	g_autoptr(GError) cause = NULL;
	g_auto(GStrv) argv = NULL;

	if (!g_shell_parse_argv(command, NULL, &argv, &cause)) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "kbuild's sparse command: %s",
			    cause->message);
		return false;
	}
	spec.argv = (const char *const *)argv;
	if (!sandbox_run(sandbox, &spec, &result, error))
		return false;
	g_string_append(log, result.out->str);
	g_string_append(log, result.err->str);
	*ok = *ok && !result.status;
	return true;
}

struct kbuild_run *replay_run(const char *commands, const struct kbuild *kbuild,
			      const struct tree *tree, const GPtrArray *paths, GError **error)
{
	g_autoptr(sandbox) sandbox = sandbox_new(SANDBOX_ALL, error);
	g_auto(GStrv) lines = g_strsplit(commands, "\n", -1);
	g_autoptr(GString) log = g_string_new(NULL);
	struct kbuild_run *run;
	bool ok = true;

	if (!sandbox || !sandbox_present(sandbox, kbuild->source, tree, paths, error))
		return NULL;
	for (char **line = lines; *line; line++) {
		if (**line && !run_command(*line, kbuild, sandbox, log, &ok, error))
			return NULL;
	}
	run = g_new0(struct kbuild_run, 1);
	run->log = g_string_free(g_steal_pointer(&log), FALSE);
	run->ok = ok;
	run->missing = g_ptr_array_new_with_free_func(g_free);
	return run;
}
