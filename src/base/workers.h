/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Work done by several threads whose results come out in the order in which it
 * was given to them.
 */
#ifndef BASE_WORKERS_H
#define BASE_WORKERS_H

#include <glib.h>

/**
 * struct workers_job - what is done with each piece of work
 * @work: called in a worker; takes @item over and returns the result, not NULL
 * @take: called with each result, which it takes over, in order and by one thread at a time
 * @data: for both
 */
struct workers_job {
	void *(*work)(void *data, void *item);
	void (*take)(void *data, void *result);
	void *data;
};

struct workers;

/** workers_new() - so many threads, from 1; @job must outlive them */
struct workers *workers_new(const struct workers_job *job, unsigned int threads);

/** workers_add() - give @item to them; waits while many results are not taken yet */
void workers_add(struct workers *workers, void *item);

/** workers_free() - when all is done and taken */
void workers_free(struct workers *workers);

#endif /* BASE_WORKERS_H */
