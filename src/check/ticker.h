/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Progress of one long child process: tells the time that went by while the
 * caller waits for it.
 */
#ifndef CHECK_TICKER_H
#define CHECK_TICKER_H

#include <glib.h>

#include "base/progress.h"

struct ticker;

/**
 * ticker_start() - tell @progress every half second how long @what has taken
 * @progress: may be NULL
 * @what: copied
 *
 * The steps come from another thread, while the caller waits in proc_run().
 */
struct ticker *ticker_start(const struct progress *progress, const char *what);

/** ticker_stop() - end it and wait for its thread; accepts NULL */
void ticker_stop(struct ticker *ticker);

typedef struct ticker ticker;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ticker, ticker_stop)

#endif /* CHECK_TICKER_H */
