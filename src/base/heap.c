// SPDX-License-Identifier: GPL-2.0-only
#include "base/heap.h"

#include <glib.h>
#include <malloc.h>

/* microseconds between two calls that do it: it takes one or two thousand, and pages come back */
#define TRIM_EVERY 250000

void heap_tune(void)
{
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 16 << 20);
}

void heap_trim(void)
{
	static GMutex lock;
	static gint64 due;
	gint64 now = g_get_monotonic_time();

	if (!g_mutex_trylock(&lock))
		return;
	if (now >= due) {
		malloc_trim(0);
		due = now + TRIM_EVERY;
	}
	g_mutex_unlock(&lock);
}
