/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hands the rules' dialects to the engine, which does not know of rules.
 */
#ifndef JOB_DIALECTS_H
#define JOB_DIALECTS_H

#include <glib.h>
#include <stdbool.h>

#include "engine/pick/translator.h"
#include "tree/tree.h"

struct dialects;

/**
 * dialects_open() - the dialects for the trees of a repository
 * @cocci: the cocci/ folder; NULL for the one that was installed
 * @repository: where the trees of dialects_translator() are; opened when it is asked of one; or
 *              NULL
 * @error: BS_ERROR_INPUT for a dialect that is not understood
 */
struct dialects *dialects_open(const char *cocci, const char *repository, GError **error);

/** dialects_translator() - for pick_options; belongs to @dialects */
const struct translator *dialects_translator(const struct dialects *dialects);

/**
 * dialects_of() - those that apply to a tree
 * Return: struct dialect_rule *; empty for a tree that spells all as upstream does
 */
GPtrArray *dialects_of(const struct dialects *dialects, const struct tree *tree);

/**
 * dialects_settle() - from now on the translator says all in these words, whatever the commit
 * @rules: from dialects_of(); a reference is held; NULL: as the commit has it
 */
void dialects_settle(struct dialects *dialects, GPtrArray *rules);

/** dialects_tell() - does one of @rules depend on the file @path? */
bool dialects_tell(const GPtrArray *rules, const char *path);

/** dialects_say() - a C file in the words of the tree that @rules are of, see dialect_lower() */
GBytes *dialects_say(const struct dialects *dialects, const GPtrArray *rules, GBytes *source,
		     GBytes *base, GBytes *ours, GPtrArray *changed, GPtrArray *left);

void dialects_free(struct dialects *dialects);

typedef struct dialects dialects;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(dialects, dialects_free)

#endif /* JOB_DIALECTS_H */
