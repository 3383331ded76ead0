/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One mail: headers decoded, text parts with their transfer encoding undone.
 * The charset of a part is kept beside its bytes, because git decodes a commit
 * message but leaves the bytes of a diff alone.
 */
#ifndef FORMAT_MESSAGE_H
#define FORMAT_MESSAGE_H

#include <glib.h>
#include <stdbool.h>

#include "format/patch.h"

/**
 * struct message_part - one text part of a mail
 * @bytes: content, transfer encoding undone
 * @charset: as the part names it, NULL when it does not
 * @flowed: format=flowed, RFC 3676
 * @delsp: DelSp=yes of RFC 3676
 */
struct message_part {
	GBytes *bytes;
	char *charset;
	bool flowed;
	bool delsp;
};

/**
 * struct message - one mail
 * @message_id: without <>, NULL when there is none
 * @in_reply_to: without <>, or NULL
 * @references: char *, oldest first, without <>
 * @subject: decoded and unfolded, "" when there is none
 * @from_name: UTF-8; the address when the header has no name, as in git
 * @from_email: "" when there is none
 * @people: char *: To and Cc, "Name <mail>" or mail
 * @when: seconds since the epoch, 0 when the date cannot be read
 * @zone: minutes east of UTC
 * @zone_known: the date has a zone other than "-0000"
 * @crlf: its lines ended in CR LF; the CRs are gone, as in git mailsplit
 * @commit: 40 digits: the commit that git format-patch made it from, NULL when it does not tell
 * @one_prefix: @subject is as subject_parse_own() takes it
 * @no_headers: no line of the text is one, as it is a commit's message
 * @obfuscated: from an archive page that writes "user at host"
 * @parts: struct message_part *, text parts in order
 */
struct message {
	char *message_id;
	char *in_reply_to;
	GPtrArray *references;
	char *subject;
	char *from_name;
	char *from_email;
	GPtrArray *people;
	gint64 when;
	int zone;
	bool zone_known;
	bool crlf;
	char *commit;
	bool one_prefix;
	bool no_headers;
	bool obfuscated;
	GPtrArray *parts;
};

struct message *message_new(void);

/**
 * message_parse() - read one mail
 * @bytes: headers, an empty line, the body; no "From " line of an mbox
 * @error: BS_ERROR_INPUT when this is no mail
 */
struct message *message_parse(GBytes *bytes, GError **error);

/** message_add_text() - append a UTF-8 text part */
void message_add_text(struct message *message, const char *text, gsize size);

/** message_text() - all parts as one valid UTF-8 text with LF line ends, newly allocated */
char *message_text(const struct message *message);

/** message_subject() - its subject taken apart */
struct subject *message_subject(const struct message *message);

/** message_name() - how errors name it: its subject, else its message-id; newly allocated */
char *message_name(const struct message *message);

/** text_to_utf8() - @bytes in @charset (NULL: guessed) as valid UTF-8, newly allocated */
char *text_to_utf8(const char *bytes, gsize size, const char *charset);

/** person_format() - "Name <mail>", or what there is of it, newly allocated */
char *person_format(const char *name, const char *email);

/**
 * person_parse() - the first person of an address header
 * @text: "Name <mail>", decoded or not
 * @out_name: gets the name, "" when there is none
 * @out_email: gets the address
 * Return: false, with nothing set, when there is no address
 */
bool person_parse(const char *text, char **out_name, char **out_email);

/** date_parse() - an RFC 5322 date; false, with nothing set, when it cannot be read */
bool date_parse(const char *text, gint64 *out_when, int *out_zone, bool *out_zone_known);

void message_free(struct message *message);

typedef struct message message;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(message, message_free)

/**
 * patch_from_message() - the patch that a mail carries, as git mailinfo reads it
 * @message: the mail
 * @error: BS_ERROR_INPUT or BS_ERROR_UNSAFE with the reason: there is no patch in it, it
 *         is cut off, its counts are wrong, a path leaves the tree
 *
 * Not read by default, as in git: scissors lines.  A cover letter ([PATCH 0/n]) gives a
 * patch without files.
 */
struct patch *patch_from_message(const struct message *message, GError **error);

/**
 * patch_parse() - a patch file: a mail with or without "From " line, or a plain diff with
 * text above it as quilt keeps it
 * @bytes: of the file
 * @name: file name, stands in for a missing subject
 * @error: as patch_from_message()
 */
struct patch *patch_parse(GBytes *bytes, const char *name, GError **error);

/**
 * message_from_plain() - a plain diff with text above it as a mail
 * @bytes: the text
 * @name: file name, stands in for a missing subject
 */
struct message *message_from_plain(GBytes *bytes, const char *name);

/** looks_like_mail() - does the text start with mail headers, "From:" or "Subject:" among them? */
bool looks_like_mail(const char *text, gsize size);

#endif /* FORMAT_MESSAGE_H */
