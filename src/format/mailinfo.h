/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What git mailinfo (2.39) takes out of a mail, found in one pass over its
 * lines: nothing but the commit message is kept, so a patch of any size needs
 * no memory.
 *
 * What git refuses (a charset that lies, an encoded word that does not end) is
 * told and read on: the rest of the mail may still be of use.
 */
#ifndef FORMAT_MAILINFO_H
#define FORMAT_MAILINFO_H

#include <glib.h>
#include <stdbool.h>

/** MAILINFO_TEXT_MAX - bytes of a commit message that are read */
#define MAILINFO_TEXT_MAX (16UL << 20)

/** MAILINFO_HEADER_MAX - bytes of an unfolded header that are read */
#define MAILINFO_HEADER_MAX (1UL << 20)

/**
 * struct mail_facts - a mail as git mailinfo sees it
 * @message_id: without <>, NULL when there is none
 * @in_reply_to: without <>, or NULL
 * @header: Subject header, decoded and unfolded, NULL when there is none
 * @subject: without prefixes; of an in-body header where there is one and a patch follows;
 *           NULL when there is none
 * @name: of the author, NULL without From
 * @email: of the author, NULL without From
 * @date: as it stands there, or NULL
 * @text: the commit message; bytes that should be UTF-8
 * @patch_lines: lines from the first "---" or "diff -" on
 * @problem: why git mailinfo refuses it, or NULL
 */
struct mail_facts {
	char *message_id;
	char *in_reply_to;
	char *header;
	char *subject;
	char *name;
	char *email;
	char *date;
	GString *text;
	unsigned long patch_lines;
	char *problem;
};

/**
 * mailinfo_patch - gets each line of the patch, its transfer encoding undone
 * @data: as given to mailinfo_new()
 * @line: with its newline, if it has one
 * @size: of @line
 */
typedef void (*mailinfo_patch)(void *data, const char *line, gsize size);

struct mailinfo;

/** mailinfo_new() - a reader that tells the lines of patches to @patch */
struct mailinfo *mailinfo_new(mailinfo_patch patch, void *data);

/** mailinfo_plain() - what comes is a diff with text above it and no mail headers */
void mailinfo_plain(struct mailinfo *info);

/**
 * mailinfo_line() - one more line of the mail
 * @info: the reader
 * @line: with its newline, if it has one; a "From " line of an mbox may come first
 * @size: of @line
 */
void mailinfo_line(struct mailinfo *info, const char *line, gsize size);

/**
 * mailinfo_end() - the mail is complete
 * @info: the reader; the next line starts another mail
 * Return: what it says, to be freed with mail_facts_free(); NULL when it was empty
 */
struct mail_facts *mailinfo_end(struct mailinfo *info);

void mailinfo_free(struct mailinfo *info);

struct mail_facts *mail_facts_new(void);

void mail_facts_free(struct mail_facts *facts);

typedef struct mailinfo mailinfo;
typedef struct mail_facts mail_facts;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(mailinfo, mailinfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(mail_facts, mail_facts_free)

#endif /* FORMAT_MAILINFO_H */
