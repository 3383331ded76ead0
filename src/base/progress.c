// SPDX-License-Identifier: GPL-2.0-only
#include "base/progress.h"

#include <signal.h>

#include "base/error.h"

/* set by a signal in any thread, read by all of them */
static gint interrupted;

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

static void on_signal(int number)
{
	g_atomic_int_set(&interrupted, 1);
}

void interrupt_watch(void)
{
	/* the second one ends the program the hard way */
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
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
