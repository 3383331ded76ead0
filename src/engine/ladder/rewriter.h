/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How the engine has rules and dialects applied, without knowing spatch.
 */
#ifndef ENGINE_LADDER_REWRITER_H
#define ENGINE_LADDER_REWRITER_H

#include <glib.h>
#include <stdbool.h>

#include "format/diff.h"
#include "tree/tree.h"

struct records;
struct words;

/**
 * struct rewriter - how the engine has a semantic patch applied, without knowing spatch, and what
 * else helps
 * @rewrite: applies @rule to @source, the file @path; NULL with an error when that is
 *           not possible; a reference on @source when nothing matched
 * @holds: is what @rule is about done in @source already? Asked when it changes nothing.
 *         Sets @out_evidence (one line, newly allocated) when it is; may be NULL
 * @base: upstream's file before the patch, where a repository has it; else NULL; may be NULL
 * @speaks: from now on @say is about this tree; false where upstream's words are its; or NULL
 * @say: @source, C code, in the words of the tree, whose own file is @ours; @base is upstream's
 *       before the change; adds what was changed ("timer/timer_delete") and what was not understood
 *       ("NAME: line 12: why"); a reference on @source when nothing changes
 * @records: what people resolved before, see engine/ladder/recorded.h; or NULL
 * @words: of the tree; or NULL
 * @data: for all of these
 * @rule: "pack/rule" that the series names; NULL: no rule rung
 */
struct rewriter {
	GBytes *(*rewrite)(void *data, const char *rule, const char *path, GBytes *source,
			   GError **error);
	bool (*holds)(void *data, const char *rule, const char *path, GBytes *source,
		      char **out_evidence, GError **error);
	GBytes *(*base)(void *data, const struct file_diff *file);
	bool (*speaks)(void *data, const struct tree *tree);
	GBytes *(*say)(void *data, GBytes *source, GBytes *base, GBytes *ours, GPtrArray *changed,
		       GPtrArray *left);
	const struct records *records;
	const struct words *words;
	void *data;
	const char *rule;
};

#endif /* ENGINE_LADDER_REWRITER_H */
