/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where in a patch a quoted line stands: found again by its text, so that a
 * quote with parts cut out still gives the right line.
 */
#ifndef FORMAT_ANCHOR_H
#define FORMAT_ANCHOR_H

#include <glib.h>
#include <stdbool.h>

#include "format/patch.h"

struct anchors;

/** anchors_new() - index the lines of @patch (may be NULL), which must outlive the result */
struct anchors *anchors_new(const struct patch *patch);

/**
 * anchors_follow() - go on to the next quoted line
 * @anchors: the index; remembers how far the quote has come
 * @text: quoted line as in the patch
 * Return: true when it was found behind the lines found before
 *
 * Until a line of the diff was met, context lines are taken for message text.  A line that a
 * mailer wrapped is found by its start, and what follows belongs to it.
 */
bool anchors_follow(struct anchors *anchors, const char *text);

/** anchors_go_on() - is @text the rest of the line found last, of which only the start came? */
bool anchors_go_on(struct anchors *anchors, const char *text);

/** anchors_joined() - was the line followed last the rest of the one before? */
bool anchors_joined(const struct anchors *anchors);

/**
 * anchors_place() - file and line of the last line that was found
 * @anchors: the index
 * @out_line: gets the line, in the pre-image for a removed one
 * Return: path, owned by the patch; NULL when no line of the diff was met yet
 */
const char *anchors_place(const struct anchors *anchors, unsigned long *out_line);

void anchors_free(struct anchors *anchors);

typedef struct anchors anchors;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(anchors, anchors_free)

#endif /* FORMAT_ANCHOR_H */
