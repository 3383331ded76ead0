/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The id of a patch as `git patch-id --stable` (2.39) computes it, line by
 * line, so that a patch of any size needs no memory.
 */
#ifndef FORMAT_PATCHID_H
#define FORMAT_PATCHID_H

#include <glib.h>
#include <stdbool.h>

/** PATCH_ID_SIZE - bytes of an id */
#define PATCH_ID_SIZE 20

struct patch_id;

struct patch_id *patch_id_new(void);

/**
 * patch_id_line() - one more line of the patch
 * @id: the computation
 * @line: with its newline, if it has one
 * @size: of @line
 */
void patch_id_line(struct patch_id *id, const char *line, gsize size);

/**
 * patch_id_end() - the id of what was read
 * @id: the computation; ready for the next patch afterwards
 *
 * Where git prints several lines, because another patch follows, it is the first one.
 *
 * Return: 40 hexadecimal digits, newly allocated; NULL where git prints nothing
 */
char *patch_id_end(struct patch_id *id);

void patch_id_free(struct patch_id *id);

/** patch_id_of() - the id of a whole patch, or NULL; newly allocated */
char *patch_id_of(const char *text, gsize size);

typedef struct patch_id patch_id;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(patch_id, patch_id_free)

#endif /* FORMAT_PATCHID_H */
