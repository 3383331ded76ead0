/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Many small results under keys that are digests, in one SQLite file; for scans,
 * which look up and keep thousands in a second.  Losing it loses time only.
 */
#ifndef STORE_RESULTS_H
#define STORE_RESULTS_H

#include <glib.h>
#include <stdbool.h>

struct results;

/**
 * results_open() - open or make the file
 * @path: file; one that is damaged or of another version is removed and made anew
 * @error: BS_ERROR_IO
 */
struct results *results_open(const char *path, GError **error);

/**
 * results_get() - look up
 * @results: NULL finds nothing
 * @key: any text that names it all; a digest is best
 * Return: the value, or NULL
 */
GBytes *results_get(struct results *results, const char *key);

/** results_put() - keep; written in batches, at the latest by results_flush() */
void results_put(struct results *results, const char *key, const void *value, gsize size);

/** results_flush() - write what is still to be written; a failure is no error */
void results_flush(struct results *results);

/** results_free() - flushes first */
void results_free(struct results *results);

typedef struct results results;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(results, results_free)

#endif /* STORE_RESULTS_H */
