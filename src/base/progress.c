// SPDX-License-Identifier: GPL-2.0-only
#include "base/progress.h"

#include <signal.h>
#include <time.h>

#include "base/error.h"

/* what is sent twice at once was meant once: timeout(1) and a terminal that closes do so */
#define TWICE_SECONDS 1

/* set by a signal in any thread, read by all of them */
static gint interrupted;

/* when the first one came; the handler runs with all of them blocked */
static struct timespec first;

void progress_step(const struct progress *progress, double done, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	if (!progress || !progress->step)
		return;
	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	progress->step(progress->data, what, done);
}

/* one that comes later ends the program the hard way */
static void on_signal(int number)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!g_atomic_int_get(&interrupted)) {
		first = now;
		g_atomic_int_set(&interrupted, 1);
	} else if (now.tv_sec - first.tv_sec > TWICE_SECONDS) {
		signal(number, SIG_DFL);
		raise(number);
	}
}

void interrupt_watch(void)
{
	struct sigaction action = { .sa_handler = on_signal }, hangup;

	sigemptyset(&action.sa_mask);
	sigaddset(&action.sa_mask, SIGINT);
	sigaddset(&action.sa_mask, SIGTERM);
	sigaddset(&action.sa_mask, SIGHUP);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	/* nohup(1) */
	if (!sigaction(SIGHUP, NULL, &hangup) && hangup.sa_handler != SIG_IGN)
		sigaction(SIGHUP, &action, NULL);
}

bool interrupt_pending(GError **error)
{
	if (!g_atomic_int_get(&interrupted))
		return false;
	if (error && !*error)
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INTERRUPTED, "interrupted");
	return true;
}
