/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mails to series: patches to their slots, replies to the patch they answer,
 * newer versions over older ones.
 */
#ifndef FORMAT_THREAD_H
#define FORMAT_THREAD_H

#include <glib.h>
#include <stdbool.h>

#include "format/message.h"
#include "format/series.h"

/**
 * struct thread - a series with what a run of mails did to it
 * @series: the series; its name is NULL when it is new
 * @known: it was there before
 * @touched: a mail belonged to it
 * @replaced: a newer version took its place
 * @mails: patches that came by their own mail in this run
 * @added: slots that were filled in this run
 * @comments: comments that came in this run
 * @notes: char *: what a person should know
 */
struct thread {
	struct series *series;
	bool known;
	bool touched;
	bool replaced;
	unsigned int mails;
	unsigned int added;
	unsigned int comments;
	GPtrArray *notes;
};

/** thread_note() - add a note, printf-like, unless it is there */
void thread_note(struct thread *thread, const char *format, ...) G_GNUC_PRINTF(2, 3);

struct threads;

struct threads *threads_new(void);

/** threads_add_known() - a series that is there already; @series is taken over */
void threads_add_known(struct threads *threads, struct series *series);

/**
 * threads_add() - one more mail
 * @threads: the collection
 * @message: the mail; taken over
 * @source: where it came from; named in the series when the mail has no message-id
 */
void threads_add(struct threads *threads, struct message *message, const char *source);

/**
 * threads_finish() - read the replies, settle versions
 * @threads: the collection
 * @error: no mail held a patch or answered a known one, or a patch cannot be read and came
 *         by no other mail; names the mail and the reason
 * Return: struct thread *, those that a mail touched, in order of appearance; owned by
 *         @threads
 */
GPtrArray *threads_finish(struct threads *threads, GError **error);

/** series_slug() - a folder name made from a title: [a-z0-9._-], newly allocated */
char *series_slug(const char *title);

void threads_free(struct threads *threads);

typedef struct threads threads;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(threads, threads_free)

#endif /* FORMAT_THREAD_H */
