/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Replies that quote a patch: the patch taken out of the quote, and what the
 * reviewer wrote between its lines.
 */
#ifndef FORMAT_QUOTE_H
#define FORMAT_QUOTE_H

#include <glib.h>
#include <stdbool.h>

#include "format/message.h"
#include "format/quoteline.h"
#include "format/series.h"

/**
 * struct reply - a reply taken apart
 * @depth: marks (">") in front of the patch
 * @stuffed: quoted lines that start with a blank carry one too many (format=flowed);
 *           decided once, from the diffstat and all context lines
 * @author_name: of the quoted mail, from the attribution line; NULL when there is none
 * @author_email: likewise
 * @when: date in the attribution line; the clock reading in UTC when @zone_known is false
 * @zone: minutes east of UTC
 * @zone_known: it has a zone
 * @has_date: it has a date
 * @trailers: struct trailer *: "Reviewed-by:" and the like, given in the reply itself
 * @applied: struct applied *: what the reply says was applied
 */
struct reply {
	unsigned int depth;
	bool stuffed;
	char *author_name;
	char *author_email;
	gint64 when;
	int zone;
	bool zone_known;
	bool has_date;
	GPtrArray *trailers;
	GPtrArray *applied;
	/*< private >*/
	GPtrArray *lines; /* struct quote_line * */
	bool flowed; /* the mail says format=flowed */
	const struct message *message;
};

/**
 * struct applied - "[1/2] title" with the commit below it
 * @number: of the patch
 * @title: of the patch
 * @commit: id as given
 */
struct applied {
	unsigned int number;
	char *title;
	char *commit;
};

/** reply_parse() - take a mail apart as a reply; @message must outlive the result */
struct reply *reply_parse(const struct message *message);

/** reply_quotes_diff() - does it quote any part of a diff? */
bool reply_quotes_diff(const struct reply *reply);

/**
 * reply_patch() - the patch that a reply quotes
 * @reply: the reply
 * @notes: gets char *: what a person should know of how it was found
 * @error: BS_ERROR_INPUT: the quote does not hold the whole patch; with the reason
 *
 * The patch's message-id is what the reply answers, NULL when the source does not tell.
 */
struct patch *reply_patch(const struct reply *reply, GPtrArray *notes, GError **error);

/**
 * reply_comments() - what the reviewer wrote, in order
 * @reply: the reply
 * @patch: the patch that is answered, NULL for none; finds file and line
 * @number: of the patch in its series
 * Return: struct comment *
 */
GPtrArray *reply_comments(const struct reply *reply, const struct patch *patch,
			  unsigned int number);

/** reply_patch_text() - a quoted line as it stands in the patch, stuffing gone; points into it */
const char *reply_patch_text(const struct reply *reply, const struct quote_line *line);

void reply_free(struct reply *reply);

typedef struct reply reply;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(reply, reply_free)

#endif /* FORMAT_QUOTE_H */
