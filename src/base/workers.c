// SPDX-License-Identifier: GPL-2.0-only
#include "base/workers.h"

/* results that wait for an earlier one, for each worker */
#define WAITING_FOR_EACH 8

/*
 * @room: so many items may be given and their results not taken
 * @lock: for what follows
 * @done: number of an item -> its result, where an earlier one is not there yet
 * @given: items so far; @taken: results
 */
struct workers {
	const struct workers_job *job;
	GThreadPool *pool;
	guint room;
	GMutex lock;
	GCond moved;
	GHashTable *done;
	guint given;
	guint taken;
};

struct numbered {
	guint number;
	void *item;
};

static void work(gpointer item, gpointer data)
{
	struct numbered *numbered = item;
	struct workers *workers = data;
	const struct workers_job *job = workers->job;
	void *result = job->work(job->data, numbered->item);

	g_mutex_lock(&workers->lock);
	g_hash_table_insert(workers->done, GUINT_TO_POINTER(numbered->number), result);
	while (g_hash_table_steal_extended(workers->done, GUINT_TO_POINTER(workers->taken), NULL,
					   &result)) {
		job->take(job->data, result);
		workers->taken++;
	}
	g_cond_signal(&workers->moved);
	g_mutex_unlock(&workers->lock);
	g_free(numbered);
}

struct workers *workers_new(const struct workers_job *job, unsigned int threads)
{
	struct workers *workers = g_new0(struct workers, 1);

	workers->job = job;
	workers->room = threads * WAITING_FOR_EACH;
	workers->done = g_hash_table_new(NULL, NULL);
	g_mutex_init(&workers->lock);
	g_cond_init(&workers->moved);
	workers->pool = g_thread_pool_new(work, workers, threads, TRUE, NULL);
	return workers;
}

void workers_add(struct workers *workers, void *item)
{
	struct numbered *numbered = g_new(struct numbered, 1);

	*numbered = (struct numbered){ workers->given++, item };
	g_thread_pool_push(workers->pool, numbered, NULL);
	g_mutex_lock(&workers->lock);
	while (workers->given - workers->taken >= workers->room)
		g_cond_wait(&workers->moved, &workers->lock);
	g_mutex_unlock(&workers->lock);
}

void workers_free(struct workers *workers)
{
	if (!workers)
		return;
	g_thread_pool_free(workers->pool, FALSE, TRUE);
	g_hash_table_unref(workers->done);
	g_mutex_clear(&workers->lock);
	g_cond_clear(&workers->moved);
	g_free(workers);
}
