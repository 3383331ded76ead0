/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The scratch folder of job/byhand.h: how drafts are kept on the disk.
 */
#ifndef JOB_BYHANDFILES_H
#define JOB_BYHANDFILES_H

#include <glib.h>
#include <stdbool.h>

#include "engine/ladder/draft.h"

/**
 * byhand_load() - the key file of a scratch folder
 * Return: NULL when it is none
 */
GKeyFile *byhand_load(const char *folder);

/** byhand_save() - write it, BS_ERROR_IO */
bool byhand_save(GKeyFile *state, const char *folder, GError **error);

/**
 * byhand_set() - enter a text, whatever bytes it has
 *
 * A key file takes UTF-8 only, and no blank at the end: other texts are between double quotes, as
 * in C.
 */
void byhand_set(GKeyFile *state, const char *group, const char *key, const char *text);

/** byhand_text() - what byhand_set() entered, newly allocated; NULL where there is none */
char *byhand_text(GKeyFile *state, const char *group, const char *key);

/**
 * byhand_put() - write one draft, and enter it
 * @number: of the draft, from 0
 * @error: BS_ERROR_UNSAFE, BS_ERROR_IO
 */
bool byhand_put(const char *folder, GKeyFile *state, guint number, const struct draft *draft,
		GError **error);

/** byhand_get() - read a draft back; NULL when there is none, or it is damaged */
struct draft *byhand_get(GKeyFile *state, const char *folder, guint number);

/** byhand_is_shown() - is it in edit/? In a link or a submodule there is nothing to edit */
bool byhand_is_shown(const struct draft *draft);

/** byhand_edited() - what a person made of it; NULL when there is no file */
GBytes *byhand_edited(const char *folder, const struct draft *draft);

/**
 * byhand_keep() - put what was taken of a draft aside, so that edit/ no longer counts
 * @edited: what was taken; NULL for no file
 * @error: BS_ERROR_IO
 */
bool byhand_keep(const char *folder, GKeyFile *state, guint number, const struct draft *draft,
		 GBytes *edited, GError **error);

/**
 * byhand_kept() - what was taken of it
 * @out: gets it, or NULL for no file; what is in edit/ where an earlier version kept nothing
 * Return: false when it is damaged
 */
bool byhand_kept(const char *folder, GKeyFile *state, guint number, const struct draft *draft,
		 GBytes **out);

/** byhand_was() - id that the tree's file had when the draft was written, newly allocated */
char *byhand_was(GKeyFile *state, guint number);

/** byhand_id() - the same of @content; "" for NULL */
char *byhand_id(GBytes *content);

/** byhand_list() - char *: all below edit/ that is no folder, relative to it */
GPtrArray *byhand_list(const char *folder);

/** byhand_is_file() - is this one of them that can be read? */
bool byhand_is_file(const char *folder, const char *path);

/** byhand_is_other() - is something else than a file where one of them was? */
bool byhand_is_other(const char *folder, const char *path);

/** byhand_has_folder() - is edit/ there? */
bool byhand_has_folder(const char *folder);

/** byhand_is_untouched() - is everything in edit/ as it was given? */
bool byhand_is_untouched(const char *folder);

#endif /* JOB_BYHANDFILES_H */
