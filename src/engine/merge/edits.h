/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Upstream's change to a file as single edits, and a text that they are put
 * into by hand, so to speak: where their own lines stand, with the indent that
 * is found there.
 */
#ifndef ENGINE_MERGE_EDITS_H
#define ENGINE_MERGE_EDITS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/merge/threeway.h"

/**
 * struct edit - one run of lines that upstream replaced, removed or added
 * @old: lines of upstream's file before
 * @new: lines of upstream's file after
 */
struct edit {
	struct span old;
	struct span new;
};

/**
 * edits_between() - how upstream's stretch @old became @new
 * @merge: its base and theirs
 * Return: struct edit in order
 */
GArray *edits_between(const struct threeway *merge, struct span old, struct span new);

/**
 * struct page - lines that edits are put into
 * @lines: struct line, into the original text, upstream's, or @chunk
 * @chunk: for lines that had to be indented anew
 * @at: the line that the last edit was put in front of, or in the place of
 */
struct page {
	GArray *lines;
	GStringChunk *chunk;
	size_t at;
};

/** page_new() - @lines is copied; its text must outlive the page */
struct page *page_new(const GArray *lines);

/** page_indented() - @line with the indent of @here in place of that of @there; as page_put() */
struct line page_indented(struct page *page, const struct line *line, const struct line *there,
			  const struct line *here);

/**
 * page_put() - replace @count lines from @at by an edit's new lines
 * @there: upstream's line whose indent is to become that of @here
 */
void page_put(struct page *page, size_t at, size_t count, const struct threeway *merge,
	      const struct edit *edit, const struct line *there, const struct line *here);

/**
 * page_place() - put an edit where its own lines and its context stand
 * Return: false when there is no single best place
 */
bool page_place(struct page *page, const struct threeway *merge, const struct edit *edit);

/** page_text() - the whole of it */
GBytes *page_text(const struct page *page);

void page_free(struct page *page);

typedef struct page page;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(page, page_free)

#endif /* ENGINE_MERGE_EDITS_H */
