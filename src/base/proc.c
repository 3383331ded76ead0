// SPDX-License-Identifier: GPL-2.0-only
/*
 * The child gets a process group of its own, so that whatever it starts can be
 * ended with it.  One poll() loop feeds stdin, collects both outputs and
 * watches the clock and the interrupt flag.
 */
#include "base/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/progress.h"

/* how often the interrupt flag is looked at, in milliseconds */
#define PROC_POLL_MS 100

struct child {
	GPid pid;
	int in;
	int out;
	int err;
	const char *input;
	size_t input_left;
};

static void limit_resource(int resource, rlim_t soft)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit))
		return;
	if (limit.rlim_max == RLIM_INFINITY || soft < limit.rlim_max)
		limit.rlim_cur = soft;
	else
		limit.rlim_cur = limit.rlim_max;
	setrlimit(resource, &limit);
}

/* runs between fork and exec: async-signal-safe calls only */
static void child_setup(gpointer data)
{
	const struct proc_spec *spec = data;
	struct rlimit none = { 0, 0 };

	setpgid(0, 0);
	signal(SIGPIPE, SIG_DFL);
	setrlimit(RLIMIT_CORE, &none);
	if (spec->max_memory)
		limit_resource(RLIMIT_AS, spec->max_memory);
	if (spec->stack)
		limit_resource(RLIMIT_STACK, spec->stack);
}

/*
 * Which repository git works in, of git rev-parse --local-env-vars: set in hooks, aliases and
 * git rebase --exec.  What is run here says itself which one is meant.  The settings among these
 * variables (GIT_CONFIG_COUNT) stay: they are the user's, whatever the repository.
 */
static const char *const repository_variables[] = {
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE",
	"GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_INTERNAL_SUPER_PREFIX",
	"GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_SHALLOW_FILE", "GIT_WORK_TREE",
};

static char **outer_environment(void)
{
	char **env = g_get_environ();

	for (size_t i = 0; i < G_N_ELEMENTS(repository_variables); i++)
		env = g_environ_unsetenv(env, repository_variables[i]);
	return env;
}

static bool child_start(const struct proc_spec *spec, struct child *child, GError **error)
{
	g_auto(GStrv) env = outer_environment();
	g_autoptr(GError) cause = NULL;
	gsize size = 0;

	for (const char *const *e = spec->env; e && *e; e++) {
		g_auto(GStrv) pair = g_strsplit(*e, "=", 2);

		env = g_environ_setenv(env, pair[0], pair[1] ? pair[1] : "", TRUE);
	}
	if (!g_spawn_async_with_pipes(spec->cwd, (char **)spec->argv, env,
				      G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD,
				      child_setup, (gpointer)spec, &child->pid, &child->in,
				      &child->out, &child->err, &cause)) {
		if (g_error_matches(cause, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT))
			g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
				    "'%s' is not installed", spec->argv[0]);
		else
			g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot start '%s': %s",
				    spec->argv[0], cause->message);
		return false;
	}
	if (spec->input) {
		child->input = g_bytes_get_data(spec->input, &size);
		child->input_left = size;
	}
	fcntl(child->in, F_SETFL, O_NONBLOCK);
	return true;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void feed(struct child *child)
{
	ssize_t n = 0;

	if (child->input_left) {
		n = write(child->in, child->input, child->input_left);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
	}
	if (n > 0) {
		child->input += n;
		child->input_left -= n;
	}
	if (n < 0 || !child->input_left)
		close_fd(&child->in);
}

/* false when more came than is kept */
static bool collect(int *fd, GString *to, size_t max)
{
	char buffer[65536];
	ssize_t n = read(*fd, buffer, sizeof(buffer));

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0) {
		close_fd(fd);
		return true;
	}
	if (to->len + (size_t)n > max) {
		g_string_append_len(to, buffer, max - to->len);
		return false;
	}
	g_string_append_len(to, buffer, n);
	return true;
}

/* one turn of the loop; false when the child has to be ended */
static bool child_turn(struct child *child, struct proc_result *result, size_t max)
{
	struct pollfd fds[] = {
		{ .fd = child->out, .events = POLLIN },
		{ .fd = child->err, .events = POLLIN },
		{ .fd = child->in, .events = POLLOUT },
	};

	if (poll(fds, G_N_ELEMENTS(fds), PROC_POLL_MS) <= 0)
		return true;
	if (fds[2].revents)
		feed(child);
	if (fds[0].revents && !collect(&child->out, result->out, max))
		result->truncated = true;
	if (fds[1].revents && !collect(&child->err, result->err, max))
		result->truncated = true;
	return !result->truncated;
}

/* a child that closed its outputs but does not end is waited for, within the limit */
static bool child_reap(struct child *child, int *status, bool block)
{
	pid_t pid;

	do
		pid = waitpid(child->pid, status, block ? 0 : WNOHANG);
	while (pid < 0 && errno == EINTR);
	return pid != 0;
}

static void child_watch(const struct proc_spec *spec, struct child *child,
			struct proc_result *result, GError **error)
{
	gint64 end = g_get_monotonic_time() +
		     (gint64)(spec->seconds ? spec->seconds : PROC_DEFAULT_SECONDS) *
			     G_USEC_PER_SEC;
	size_t max = spec->max_output ? spec->max_output : PROC_DEFAULT_OUTPUT;
	bool running = true;
	int status = 0;

	while (running && (child->out >= 0 || child->err >= 0)) {
		running = child_turn(child, result, max) && !interrupt_pending(error);
		if (g_get_monotonic_time() > end) {
			result->timed_out = true;
			running = false;
		}
	}
	while (running && !child_reap(child, &status, false)) {
		g_usleep(1000);
		running = !interrupt_pending(error);
		if (g_get_monotonic_time() > end) {
			result->timed_out = true;
			running = false;
		}
	}
	if (!running) {
		kill(-child->pid, SIGKILL);
		kill(child->pid, SIGKILL);
		child_reap(child, &status, true);
	}
	result->status = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

bool proc_run(const struct proc_spec *spec, struct proc_result *out, GError **error)
{
	struct child child = { .in = -1, .out = -1, .err = -1 };
	g_auto(proc_result) result = { .out = g_string_new(NULL), .err = g_string_new(NULL) };
	g_autoptr(GError) stop = NULL;

	if (!child_start(spec, &child, error))
		return false;
	child_watch(spec, &child, &result, &stop);
	close_fd(&child.in);
	close_fd(&child.out);
	close_fd(&child.err);
	if (stop) {
		g_propagate_error(error, g_steal_pointer(&stop));
		return false;
	}
	*out = result;
	result.out = NULL;
	result.err = NULL;
	return true;
}

static const char *last_line(const GString *text)
{
	char *newline;

	g_strchomp(text->str);
	newline = strrchr(text->str, '\n');
	return newline ? newline + 1 : text->str;
}

bool proc_check(const struct proc_spec *spec, char **out_stdout, GError **error)
{
	g_auto(proc_result) result = { 0 };

	if (!proc_run(spec, &result, error))
		return false;
	if (result.timed_out || result.truncated) {
		g_set_error(error, BS_ERROR, BS_ERROR_LIMIT, "'%s' was stopped: %s",
			    spec->argv[0],
			    result.timed_out ? "time limit reached" : "too much output");
		return false;
	}
	if (result.status) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO, "'%s' failed with status %d: %s",
			    spec->argv[0], result.status, last_line(result.err));
		return false;
	}
	if (out_stdout)
		*out_stdout = g_string_free(g_steal_pointer(&result.out), FALSE);
	return true;
}

bool proc_installed(const char *program)
{
	g_autofree char *path = g_find_program_in_path(program);

	return path != NULL;
}

void proc_result_clear(struct proc_result *result)
{
	if (result->out)
		g_string_free(result->out, TRUE);
	if (result->err)
		g_string_free(result->err, TRUE);
	result->out = NULL;
	result->err = NULL;
}
