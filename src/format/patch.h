/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One patch: what a mail, a file of git format-patch or a commit says, in one
 * struct, and its written form (git format-patch, so that `git am` takes it).
 */
#ifndef FORMAT_PATCH_H
#define FORMAT_PATCH_H

#include <glib.h>
#include <stdbool.h>

#include "format/diff.h"

/**
 * struct subject - a subject line taken apart
 * @title: the subject without its prefix in brackets
 * @version: of the series, 1 when not stated
 * @number: place in the series, 0 for the cover letter, 1 when not stated
 * @total: patches in the series, 1 when not stated
 * @is_patch: the prefix says PATCH, or is n/m alone as archives and RFCs have it
 * @is_reply: it starts with "Re:" or the like
 * @rfc: RFC in the prefix
 * @resend: RESEND in the prefix
 * @trees: char *: what names a tree in the prefix ("6.12.y", "net-next"); "stable:6.1" is
 *         two, "stable" and "6.1"
 */
struct subject {
	char *title;
	unsigned int version;
	unsigned int number;
	unsigned int total;
	bool is_patch;
	bool is_reply;
	bool rfc;
	bool resend;
	GPtrArray *trees;
};

/** subject_parse() - take a subject apart; git's rules say what is prefix and what title */
struct subject *subject_parse(const char *text);

/**
 * subject_parse_own() - take apart what patch_write() made, or what is written in that form
 *
 * One prefix in brackets, as "git am --keep-non-patch" has it: those behind it are the title's.
 */
struct subject *subject_parse_own(const char *text);

void subject_free(struct subject *subject);

/**
 * struct trailer - one "Name: value" line at the end of a commit message
 * @name: as spelled, without the colon; NULL for a "[name: what]" line
 * @value: unfolded
 */
struct trailer {
	char *name;
	char *value;
};

/** TRAILERS_MAX - lines of a commit message's last paragraph that are read */
#define TRAILERS_MAX 10000

/**
 * trailers_parse() - the trailers of a commit message, struct trailer * in order
 *
 * Lines of the last paragraph beyond TRAILERS_MAX are none.
 */
GPtrArray *trailers_parse(const char *body);

/**
 * struct patch - one change with its message
 * @message_id: without <>, NULL when not known
 * @in_reply_to: without <>, or NULL
 * @references: char *, oldest first, without <>
 * @subject: never NULL
 * @author_name: UTF-8
 * @author_email: may be "" when not known
 * @when: seconds since the epoch, of authorship; the clock reading in UTC when
 *        @zone_known is false
 * @zone: minutes east of UTC
 * @zone_known: false when a source (an attribution line) gives a local time without its
 *        zone; written as -0000, RFC 5322 section 3.3
 * @body: commit message without subject; UTF-8; ends with a newline unless empty
 * @notes: what stands between "---" and the diff, diffstat apart; "" when nothing
 * @commit: 40 digits: the commit that it was made from, NULL when not known; what says so may
 *          be older than the diff
 * @upstream: full or abbreviated commit id that this patch is a copy of, or NULL
 * @diff: never NULL; no files for a cover letter
 */
struct patch {
	char *message_id;
	char *in_reply_to;
	GPtrArray *references;
	struct subject *subject;
	char *author_name;
	char *author_email;
	gint64 when;
	int zone;
	bool zone_known;
	char *body;
	char *notes;
	char *commit;
	char *upstream;
	struct diff *diff;
};

struct patch *patch_new(void);
void patch_free(struct patch *patch);

/** patch_inbody() - would this line, first in a body, be read as a header and not as text? */
bool patch_inbody(const char *line);

/** patch_breaks() - would this line, @size bytes with its newline, end the message in a mail? */
bool patch_breaks(const char *line, gsize size);

/**
 * patch_write() - the patch in the form of git format-patch
 *
 * The diffstat is made from the diff; the first line is "From 0{40} Mon Sep 17
 * 00:00:00 2001" or with @upstream where that is a full id.  A body whose first line
 * would be read as a header stands below a "From:" of its own, which git format-patch
 * calls --force-in-body-from.
 */
void patch_write(const struct patch *patch, GString *out);

/** patch_file_name() - "0001-KVM-TDX-Take-….patch", as git format-patch names it */
char *patch_file_name(const struct patch *patch, unsigned int number);

/**
 * upstream_of() - commit id that a commit message says it was copied from
 * @body: the message, without subject
 *
 * Known are the forms of stable ("commit ID upstream."), git cherry-pick, Ubuntu
 * ("(backported from commit ID)"), SUSE ("Git-commit: ID"), RHEL ("commit ID" alone on a
 * line), Xen ("master commit: ID"), Android and Chromium (as cherry-pick), and DEP-3
 * ("Origin: upstream, LINK").
 *
 * Return: lower case, as long as it stands there; NULL when there is none
 */
char *upstream_of(const char *body);

/** FIXES_MAX - "Fixes:" lines of one message that are read */
#define FIXES_MAX 1000

/** fixes_of() - commit ids in the "Fixes:" lines of a commit message, char * in order */
GPtrArray *fixes_of(const char *body);

typedef struct patch patch;
typedef struct subject subject;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(patch, patch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(subject, subject_free)

#endif /* FORMAT_PATCH_H */
