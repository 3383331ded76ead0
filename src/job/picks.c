// SPDX-License-Identifier: GPL-2.0-only
#include "job/picks.h"

#include <string.h>

#include "base/error.h"
#include "base/progress.h"

/* answers that wait for an earlier one, for each worker */
#define WAITING_FOR_EACH 8

/*
 * @idle: pickers that nobody uses
 * @lock: for what follows
 * @done: number of the question -> its answer, where an earlier one is not out yet
 * @asked: questions so far; @told: answers that are out
 */
struct picks {
	GAsyncQueue *idle;
	pick_render render;
	void (*emit)(void *data, const char *text);
	void *data;
	GMutex lock;
	GCond moved;
	GHashTable *done;
	guint asked;
	guint told;
};

struct question {
	guint number;
	char *onto;
	char *upstream;
};

static void question_free(struct question *question)
{
	g_free(question->onto);
	g_free(question->upstream);
	g_free(question);
}

static void tell(struct picks *picks, guint number, char *text)
{
	g_mutex_lock(&picks->lock);
	g_hash_table_insert(picks->done, GUINT_TO_POINTER(number), text);
	while ((text = g_hash_table_lookup(picks->done, GUINT_TO_POINTER(picks->told)))) {
		/* what is in work when it is interrupted may lack its explanation */
		if (!interrupt_pending(NULL))
			picks->emit(picks->data, text);
		g_hash_table_remove(picks->done, GUINT_TO_POINTER(picks->told));
		picks->told++;
	}
	g_cond_signal(&picks->moved);
	g_mutex_unlock(&picks->lock);
}

static char *find_answer(struct picks *picks, const struct question *question)
{
	struct picker *picker = g_async_queue_pop(picks->idle);
	g_autoptr(picked) picked = pick_commit(picker, question->onto, question->upstream);
	char *text = picks->render(picks->data, picker, question->onto, question->upstream, picked);

	g_async_queue_push(picks->idle, picker);
	return text;
}

static void answer(gpointer item, gpointer data)
{
	struct question *question = item;
	struct picks *picks = data;

	tell(picks, question->number,
	     interrupt_pending(NULL) ? g_strdup("") : find_answer(picks, question));
	question_free(question);
}

static struct question *question_of(struct picks *picks, const char *line, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(line, " \t", 2);
	struct question *question;

	if (!words[0] || !*words[0] || !words[1] || !*g_strstrip(words[1])) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "line %u is not 'ONTO UPSTREAM': '%s'", picks->asked + 1, line);
		return NULL;
	}
	question = g_new0(struct question, 1);
	question->onto = g_strdup(words[0]);
	question->upstream = g_strdup(words[1]);
	question->number = picks->asked++;
	return question;
}

static void wait_for_room(struct picks *picks, guint room)
{
	g_mutex_lock(&picks->lock);
	while (picks->asked - picks->told >= room)
		g_cond_wait(&picks->moved, &picks->lock);
	g_mutex_unlock(&picks->lock);
}

static bool ask_all(struct picks *picks, GThreadPool *pool, unsigned int jobs,
		    char *(*next)(void *data), GError **error)
{
	char *line;
	bool good = true;

	while (good && !interrupt_pending(NULL) && (line = next(picks->data))) {
		struct question *question = question_of(picks, line, error);

		good = question != NULL;
		if (good) {
			g_thread_pool_push(pool, question, NULL);
			wait_for_room(picks, jobs * WAITING_FOR_EACH);
		}
		g_free(line);
	}
	return good;
}

static bool open_pickers(struct picks *picks, const char *repository,
			 const struct pick_options *options, unsigned int jobs, GError **error)
{
	for (unsigned int i = 0; i < jobs; i++) {
		struct picker *picker = picker_new(repository, options, error);

		if (!picker)
			return false;
		g_async_queue_push(picks->idle, picker);
	}
	return true;
}

bool picks_run(const char *repository, const struct pick_options *options, unsigned int jobs,
	       char *(*next)(void *data), pick_render render,
	       void (*emit)(void *data, const char *text), void *data, GError **error)
{
	struct picks picks = { .render = render, .emit = emit, .data = data };
	GThreadPool *pool;
	bool good;

	picks.idle = g_async_queue_new_full((GDestroyNotify)picker_free);
	picks.done = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	g_mutex_init(&picks.lock);
	g_cond_init(&picks.moved);
	good = open_pickers(&picks, repository, options, jobs, error);
	if (good) {
		pool = g_thread_pool_new(answer, &picks, jobs, TRUE, NULL);
		good = ask_all(&picks, pool, jobs, next, error);
		g_thread_pool_free(pool, FALSE, TRUE);
		good = good && !interrupt_pending(error);
	}
	g_async_queue_unref(picks.idle);
	g_hash_table_unref(picks.done);
	g_mutex_clear(&picks.lock);
	g_cond_clear(&picks.moved);
	return good;
}
