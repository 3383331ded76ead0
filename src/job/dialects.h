/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hands the rules' dialects to the engine, which does not know of rules.
 */
#ifndef JOB_DIALECTS_H
#define JOB_DIALECTS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/translator.h"

struct dialects;

/**
 * dialects_open() - the dialects for the trees of a repository
 * @cocci: the cocci/ folder; NULL for the one that was installed
 * @repository: where the trees are; opened when it is asked of one
 * @error: BS_ERROR_INPUT for a dialect that is not understood
 */
struct dialects *dialects_open(const char *cocci, const char *repository, GError **error);

/** dialects_translator() - for pick_options; belongs to @dialects */
const struct translator *dialects_translator(const struct dialects *dialects);

void dialects_free(struct dialects *dialects);

typedef struct dialects dialects;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(dialects, dialects_free)

#endif /* JOB_DIALECTS_H */
