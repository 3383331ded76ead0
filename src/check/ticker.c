// SPDX-License-Identifier: GPL-2.0-only
#include "check/ticker.h"

#include <stdbool.h>

#define TICK_USEC (G_USEC_PER_SEC / 2)

struct ticker {
	const struct progress *progress;
	char *what;
	gint64 start;
	bool stop;
	GMutex lock;
	GCond wake;
	GThread *thread;
};

static gpointer tick(gpointer data)
{
	struct ticker *ticker = data;
	gint64 next = ticker->start;

	g_mutex_lock(&ticker->lock);
	while (!ticker->stop) {
		gint64 now = g_get_monotonic_time();

		if (now >= next) {
			progress_step(ticker->progress, -1, "%s (%d s)", ticker->what,
				      (int)((now - ticker->start) / G_USEC_PER_SEC));
			next = now + TICK_USEC;
		}
		g_cond_wait_until(&ticker->wake, &ticker->lock, next);
	}
	g_mutex_unlock(&ticker->lock);
	return NULL;
}

struct ticker *ticker_start(const struct progress *progress, const char *what)
{
	struct ticker *ticker = g_new0(struct ticker, 1);

	ticker->progress = progress;
	ticker->what = g_strdup(what);
	ticker->start = g_get_monotonic_time();
	g_mutex_init(&ticker->lock);
	g_cond_init(&ticker->wake);
	if (progress && progress->step)
		ticker->thread = g_thread_new("ticker", tick, ticker);
	return ticker;
}

void ticker_stop(struct ticker *ticker)
{
	if (!ticker)
		return;
	g_mutex_lock(&ticker->lock);
	ticker->stop = true;
	g_cond_signal(&ticker->wake);
	g_mutex_unlock(&ticker->lock);
	if (ticker->thread)
		g_thread_join(ticker->thread);
	g_mutex_clear(&ticker->lock);
	g_cond_clear(&ticker->wake);
	g_free(ticker->what);
	g_free(ticker);
}
