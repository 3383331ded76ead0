/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * File names in the headers of diffs, found as `git apply` finds them.
 */
#ifndef FORMAT_DIFFNAME_H
#define FORMAT_DIFFNAME_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/** DIFF_NAME_MAX - bytes of the longest header line that names are looked for in */
#define DIFF_NAME_MAX 16384

/**
 * diff_name_common() - the name that stands twice in "diff --git a/NAME b/NAME"
 * @text: what follows "diff --git ", without newline
 * @size: of @text
 * @strip: leading folders to take off, as -p
 * Return: newly allocated; NULL when there are two names or none
 */
char *diff_name_common(const char *text, size_t size, unsigned int strip);

/**
 * diff_name_git() - the name in a header line of git
 * @text: what follows "--- ", "rename from " and the like
 * @size: of @text
 * @strip: leading folders to take off
 * @tab: a tab ends the name
 * Return: newly allocated, or NULL
 */
char *diff_name_git(const char *text, size_t size, unsigned int strip, bool tab);

/**
 * diff_name_plain() - the name in a "---" or "+++" line of diff, time stamp left out
 * @text: what follows "--- "
 * @size: of @text
 * @strip: leading folders to take off
 * @other: name of the other side or NULL; wins where this one only has more at its end
 * Return: newly allocated, or NULL
 */
char *diff_name_plain(const char *text, size_t size, unsigned int strip, const char *other);

/** diff_name_is_null() - is it "/dev/null"? */
bool diff_name_is_null(const char *text, size_t size);

/** diff_name_is_epoch() - is its time stamp 1970-01-01 UTC: there is no such file? */
bool diff_name_is_epoch(const char *text, size_t size);

/** diff_name_append() - append @side ("a/") and @path, quoted as git does where needed */
void diff_name_append(GString *out, const char *side, const char *path);

#endif /* FORMAT_DIFFNAME_H */
