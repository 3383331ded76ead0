/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where mails and patches come from: files, folders, git and b4, all turned
 * into a run of messages.
 */
#ifndef JOB_SOURCE_H
#define JOB_SOURCE_H

#include <glib.h>
#include <stdbool.h>

#include "format/message.h"

/**
 * source_take - gets one message at a time
 * @data: as given to source_read()
 * @message: taken over
 * @label: what stands for the source where a message has no message-id
 * @error: ends the reading
 */
typedef bool (*source_take)(void *data, struct message *message, const char *label,
			    GError **error);

/**
 * source_read() - read the messages of one source
 * @source: file (mbox, mail, patch, archive page), "-", folder (quilt, maildir, *.patch),
 *          "A..B" or "REPO:A..B", message-id
 * @take: gets each message in order
 * @data: for @take
 * @error: names the source, the message where there is one, and the reason
 */
bool source_read(const char *source, source_take take, void *data, GError **error);

/**
 * source_read_commit() - read one commit, or a merge against one of its parents
 * @repo: the repository
 * @commit: full id
 * @parent: number of the parent that a merge is compared with, from 1; 0 for a commit that is
 *          no merge
 * @take: gets the message
 * @data: for @take
 * @error: BS_ERROR_MISSING, BS_ERROR_INPUT
 */
bool source_read_commit(const char *repo, const char *commit, unsigned int parent,
			source_take take, void *data, GError **error);

#endif /* JOB_SOURCE_H */
