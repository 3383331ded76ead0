// SPDX-License-Identifier: GPL-2.0-only
/*
 * Work tells of a step when one begins, and a step may last half a minute in a
 * child process.  So a thread rewrites the line every second, with the time
 * running on.
 */
#include "cmd/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/escape.h"

/* steps that come faster are not worth drawing */
#define DRAW_USEC (100 * 1000)
/* a run shorter than this needs no clock */
#define CLOCK_USEC (2 * G_USEC_PER_SEC)
/* bytes of a message that are shown */
#define COMPLAINT_MAX 2000
/* remaining time is a guess until this much is done */
#define GUESS_FROM 0.05

static struct {
	GMutex lock;
	GCond stop;
	GThread *thread;
	bool running;
	bool drawn;
	char *what;
	double done;
	gint64 start;
	gint64 drawn_at;
} line;

void terminal_prepare(void)
{
	/* the wrong direction, so that using a closed descriptor still fails */
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			(void)!open("/dev/null", fd ? O_RDONLY : O_WRONLY);
	}
	signal(SIGPIPE, SIG_IGN);
}

static unsigned int columns_of(int fd)
{
	struct winsize size;

	return !ioctl(fd, TIOCGWINSZ, &size) ? size.ws_col : 0;
}

unsigned int terminal_columns(void)
{
	unsigned int columns = columns_of(STDOUT_FILENO);
	const char *variable = g_getenv("COLUMNS");

	if (!columns && variable)
		columns = g_ascii_strtoull(variable, NULL, 10);
	return columns >= 20 && columns <= 1000 ? columns : 80;
}

bool terminal_colour(void)
{
	const char *no_color = g_getenv("NO_COLOR");
	const char *term = g_getenv("TERM");

	if (no_color && *no_color)
		return false;
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb");
}

static char *clock_text(gint64 usec)
{
	gint64 seconds = usec / G_USEC_PER_SEC;

	return g_strdup_printf("%d:%02d", (int)(seconds / 60), (int)(seconds % 60));
}

/* " 40%  0:08, 0:12 left" */
static char *how_far(gint64 elapsed)
{
	g_autofree char *percent = line.done >= 0 ?
					   g_strdup_printf(" %d%%", (int)(line.done * 100)) :
					   g_strdup("");
	g_autofree char *spent = NULL;
	g_autofree char *left = NULL;

	if (elapsed < CLOCK_USEC)
		return g_steal_pointer(&percent);
	spent = clock_text(elapsed);
	if (line.done < GUESS_FROM || line.done > 1)
		return g_strdup_printf("%s  %s", percent, spent);
	left = clock_text(elapsed / line.done * (1 - line.done));
	return g_strdup_printf("%s  %s, %s left", percent, spent, left);
}

static void draw(void)
{
	gint64 now = g_get_monotonic_time();
	g_autofree char *what = escape_line(line.what, -1);
	g_autofree char *far = how_far(now - line.start);
	int room = (int)columns_of(STDERR_FILENO) - (int)strlen(far) - 1;
	g_autofree char *cut = NULL;

	if (room <= 0)
		room = 79 - (int)strlen(far);
	cut = g_utf8_substring(what, 0, MIN(g_utf8_strlen(what, -1), MAX(room, 0)));
	fprintf(stderr, "\r\033[K%s%s", cut, far);
	fflush(stderr);
	line.drawn = true;
	line.drawn_at = now;
}

static void step(void *data, const char *what, double done)
{
	g_mutex_lock(&line.lock);
	if (line.running) {
		/* the next piece of work: its clock starts anew */
		if (done >= 0 && done < line.done)
			line.start = g_get_monotonic_time();
		g_free(line.what);
		line.what = g_strdup(what);
		line.done = MIN(done, 1);
		if (g_get_monotonic_time() - line.drawn_at >= DRAW_USEC)
			draw();
	}
	g_mutex_unlock(&line.lock);
}

static gpointer redraw(gpointer data)
{
	g_mutex_lock(&line.lock);
	while (line.running) {
		g_cond_wait_until(&line.stop, &line.lock,
				  g_get_monotonic_time() + G_USEC_PER_SEC);
		if (line.running && line.what)
			draw();
	}
	g_mutex_unlock(&line.lock);
	return NULL;
}

const struct progress *terminal_progress(void)
{
	static const struct progress shown = { .step = step };
	static const struct progress silent = { .step = NULL };

	if (!isatty(STDERR_FILENO))
		return &silent;
	line.running = true;
	line.start = g_get_monotonic_time();
	line.thread = g_thread_new("progress", redraw, NULL);
	return &shown;
}

/* what is on the screen already, and for as long as nothing new is drawn */
static void erase(void)
{
	if (line.drawn)
		fputs("\r\033[K", stderr);
	line.drawn = false;
}

int terminal_say(const char *text)
{
	int result;

	g_mutex_lock(&line.lock);
	erase();
	result = fputs(text, stdout);
	g_mutex_unlock(&line.lock);
	return result;
}

void terminal_progress_end(void)
{
	if (!line.thread)
		return;
	g_mutex_lock(&line.lock);
	line.running = false;
	g_cond_signal(&line.stop);
	g_mutex_unlock(&line.lock);
	g_thread_join(g_steal_pointer(&line.thread));
	erase();
	g_clear_pointer(&line.what, g_free);
}

void terminal_complain(const char *command, const char *message)
{
	/* what it quotes may be a file of garbage, and must not look like a second message */
	gssize size = MIN(strlen(message), COMPLAINT_MAX);
	g_autofree char *safe = escape_line(message, size);
	g_autofree char *name = command ? escape_line(command, -1) : NULL;

	fprintf(stderr, "backstitch%s%s: %s\n", name ? " " : "", name ? name : "", safe);
}

/* stdio forgets why an earlier write failed */
static bool reader_is_gone(void)
{
	struct pollfd output = { .fd = STDOUT_FILENO };

	return poll(&output, 1, 0) > 0 && output.revents & POLLERR;
}

bool terminal_finish(char **out_problem)
{
	bool failed = ferror(stdout);
	int cause = 0;

	if (fflush(stdout)) {
		failed = true;
		cause = errno;
	}
	if (failed && (cause == EPIPE || reader_is_gone())) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	if (failed)
		*out_problem = g_strdup_printf("cannot write output%s%s", cause ? ": " : "",
					       cause ? g_strerror(cause) : "");
	return !failed;
}
