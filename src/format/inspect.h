/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Everything that can be told of a mail or patch, found in one pass over its
 * lines.
 */
#ifndef FORMAT_INSPECT_H
#define FORMAT_INSPECT_H

#include <glib.h>
#include <stdbool.h>

#include "format/mailinfo.h"
#include "format/mbox.h"
#include "format/patch.h"

/**
 * struct inspected - a mail or patch
 * @facts: as git mailinfo sees it
 * @subject: the Subject header taken apart; @facts has the title
 * @when: seconds since the epoch, of authorship
 * @dated: its date could be read
 * @trailers: struct trailer *
 * @upstream: commit it is a copy of, or NULL
 * @fixes: char *, ids of commits
 * @patch_id: as `git patch-id --stable` gives it, or NULL
 * @files: struct scanned_file *
 * @error: what could not be understood, or NULL
 */
struct inspected {
	struct mail_facts *facts;
	struct subject *subject;
	gint64 when;
	bool dated;
	GPtrArray *trailers;
	char *upstream;
	GPtrArray *fixes;
	char *patch_id;
	GPtrArray *files;
	char *error;
};

struct inspector;

struct inspector *inspector_new(void);

/**
 * inspector_bytes() - look at one mail
 * @inspector: to be used for many
 * @data: the mail
 * @size: of @data
 * Return: what was understood, also when that is nothing
 */
struct inspected *inspector_bytes(struct inspector *inspector, const char *data, gsize size);

/**
 * inspector_mbox() - look at the next message of a mailbox, or at a file that is one mail or
 * one plain diff with text above it
 * @inspector: to be used for many
 * @mbox: the mailbox
 * @name: of the file, stands in for the subject of a plain diff
 * @out: gets what was understood, NULL at the end
 * @error: BS_ERROR_IO
 */
bool inspector_mbox(struct inspector *inspector, struct mbox *mbox, const char *name,
		    struct inspected **out, GError **error);

/** inspected_refused() - a mail that could not be read, for a reason */
struct inspected *inspected_refused(const char *reason);

void inspector_free(struct inspector *inspector);

void inspected_free(struct inspected *inspected);

typedef struct inspector inspector;
typedef struct inspected inspected;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(inspector, inspector_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(inspected, inspected_free)

#endif /* FORMAT_INSPECT_H */
