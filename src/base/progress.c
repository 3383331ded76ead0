// SPDX-License-Identifier: GPL-2.0-only
#include "base/progress.h"

#include <signal.h>

#include "base/error.h"

static volatile sig_atomic_t interrupted;

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
	/* the second one ends the program the hard way */
	signal(number, SIG_DFL);
	interrupted = 1;
}

void interrupt_watch(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

bool interrupt_pending(GError **error)
{
	if (!interrupted)
		return false;
	if (error && !*error)
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INTERRUPTED, "interrupted");
	return true;
}
