/* SPDX-License-Identifier: GPL-2.0-only */
/* Between the files of doubt.h. */
#ifndef ENGINE_DOUBTPARTS_H
#define ENGINE_DOUBTPARTS_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"
#include "format/linediff.h"

enum { BASE, THEIRS, OURS, RESULT, VERSIONS };

/**
 * struct scene - the four versions of a file
 * @bytes: borrowed
 * @source: scanned when they are asked for
 * @here: struct change, ours to result
 * @counts: name of a function -> its words: struct line -> count
 */
struct scene {
	GBytes *bytes[VERSIONS];
	struct csource *source[VERSIONS];
	GArray *here;
	GHashTable *counts[VERSIONS];
};

/** scene_source() - a version, scanned */
const struct csource *scene_source(struct scene *scene, int version);

/** scene_touched() - a set: names of the definitions that differ between two versions */
GHashTable *scene_touched(struct scene *scene, int old, int new, const GArray *changes);

static inline const struct ctoken *token_at(const struct csource *source, guint i)
{
	return &g_array_index(source->tokens, struct ctoken, i);
}

/**
 * scene_names() - a variable of upstream's in a function that has it not, or as another one
 * @returns: and a value returned where there is none to return, or none where there is
 * Return: one line for people, newly allocated, or NULL; so those below
 */
char *scene_names(struct scene *scene, bool returns);

/** scene_unused() - a variable that is left without a use */
char *scene_unused(struct scene *scene);

#endif /* ENGINE_DOUBTPARTS_H */
