/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changes of a text, collected in any order and made at once.
 */
#ifndef RULES_EDITS_H
#define RULES_EDITS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct edits - changes that are still to be made to one text
 * @text: what they are changes of; must outlive this
 * @size: bytes of @text
 * @list: private
 */
struct edits {
	const char *text;
	size_t size;
	GArray *list;
};

/** edits_init() - no changes of the content of @source, which must outlive @edits */
void edits_init(struct edits *edits, GBytes *source);

void edits_clear(struct edits *edits);

/** edits_before() - insert before the byte at @at; @insert is taken over */
void edits_before(struct edits *edits, const char *at, char *insert);

/** edits_after() - insert behind what ends before @at; @insert is taken over */
void edits_after(struct edits *edits, const char *at, char *insert);

/**
 * edits_replace() - put @insert, which is taken over, in the place of @remove bytes at @at
 *
 * At one place, what is inserted behind comes first, then what is inserted before, each in
 * the order in which it was added, then the replacement.
 */
void edits_replace(struct edits *edits, const char *at, size_t remove, char *insert);

/** edits_take() - move all changes of @from, of the same text, to @edits */
void edits_take(struct edits *edits, struct edits *from);

/**
 * edits_apply() - the changed text
 * Return: NULL when two changes overlap, which is a mistake of the caller's reading
 */
GBytes *edits_apply(struct edits *edits);

typedef struct edits edits;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(edits, edits_clear)

#endif /* RULES_EDITS_H */
