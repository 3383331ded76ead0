/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mails and patches from files, folders and archives, looked at one by one: no
 * more than one is in memory, however many there are.
 */
#ifndef JOB_INSPECT_H
#define JOB_INSPECT_H

#include <glib.h>
#include <stdbool.h>

#include "base/progress.h"
#include "format/inspect.h"

/**
 * inspect_take - gets what was understood of one mail
 * @data: as given to job_inspect()
 * @inspected: the mail, still owned by the caller
 * @error: ends the reading
 */
typedef bool (*inspect_take)(void *data, const struct inspected *inspected, GError **error);

/**
 * job_inspect() - look at the mails of one source, in order
 * @source: mbox, mail, patch, folder (maildir, quilt, *.patch), "-" for standard input
 * @take: gets each
 * @data: for @take
 * @error: the source is not there, holds no mail, or cannot be read
 */
bool job_inspect(const char *source, inspect_take take, void *data, GError **error);

/**
 * job_inspect_archive() - look at the mails of a list archive kept in git, oldest first
 * @repository: its folder
 * @progress: told how far it is
 * @take: gets each
 * @data: for @take
 * @error: as mails_open() and mails_next()
 */
bool job_inspect_archive(const char *repository, const struct progress *progress,
			 inspect_take take, void *data, GError **error);

#endif /* JOB_INSPECT_H */
