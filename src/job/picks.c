// SPDX-License-Identifier: GPL-2.0-only
#include "job/picks.h"

#include <string.h>

#include "base/error.h"
#include "base/heap.h"
#include "base/progress.h"
#include "base/workers.h"

/*
 * @idle: pickers that nobody uses
 * @asked: questions so far
 */
struct picks {
	GAsyncQueue *idle;
	pick_render render;
	void (*emit)(void *data, const char *text);
	void *data;
	guint asked;
};

struct question {
	char *onto;
	char *upstream;
};

static void question_free(struct question *question)
{
	g_free(question->onto);
	g_free(question->upstream);
	g_free(question);
}

static void tell(void *data, void *result)
{
	const struct picks *picks = data;
	g_autofree char *text = result;

	/* what is in work when it is interrupted may lack its explanation */
	if (!interrupt_pending(NULL))
		picks->emit(picks->data, text);
}

static char *find_answer(struct picks *picks, const struct question *question)
{
	struct picker *picker = g_async_queue_pop(picks->idle);
	g_autoptr(picked) picked = pick_commit(picker, question->onto, question->upstream);
	char *text = picks->render(picks->data, picker, question->onto, question->upstream, picked);

	g_async_queue_push(picks->idle, picker);
	return text;
}

static void *answer(void *data, void *item)
{
	struct question *question = item;
	struct picks *picks = data;
	char *text = interrupt_pending(NULL) ? g_strdup("") : find_answer(picks, question);

	question_free(question);
	heap_trim();
	return text;
}

static struct question *question_of(struct picks *picks, const char *line, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(line, strchr(line, '\n') ? "\n" : " \t", 2);
	struct question *question;

	if (!words[0] || !*words[0] || !words[1] || !*g_strstrip(words[1])) {
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "line %u is not 'ONTO UPSTREAM': '%s'", picks->asked + 1, line);
		return NULL;
	}
	question = g_new0(struct question, 1);
	question->onto = g_strdup(words[0]);
	question->upstream = g_strdup(words[1]);
	picks->asked++;
	return question;
}

static bool ask_all(struct picks *picks, struct workers *workers, char *(*next)(void *data),
		    GError **error)
{
	char *line;
	bool good = true;

	while (good && !interrupt_pending(NULL) && (line = next(picks->data))) {
		struct question *question = question_of(picks, line, error);

		good = question != NULL;
		if (good)
			workers_add(workers, question);
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
	const struct workers_job job = { answer, tell, &picks };
	struct workers *workers;
	bool good;

	picks.idle = g_async_queue_new_full((GDestroyNotify)picker_free);
	good = open_pickers(&picks, repository, options, jobs, error);
	if (good) {
		workers = workers_new(&job, jobs);
		good = ask_all(&picks, workers, next, error);
		workers_free(workers);
		good = good && !interrupt_pending(error);
	}
	g_async_queue_unref(picks.idle);
	return good;
}
