/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines that one version of a file has and another one has not, and the commits
 * behind them; for the files of engine/ that explain.
 */
#ifndef ENGINE_EXPLAIN_LACKING_H
#define ENGINE_EXPLAIN_LACKING_H

#include <glib.h>
#include <stdbool.h>

#include "engine/merge/threeway.h"
#include "engine/result/explanation.h"
#include "tree/inquiry.h"

/**
 * struct difference - between two stretches of lines
 * @old_only: guint: lines of the one that the other has not, from 1 in the whole file
 * @new_only: likewise, of the other
 */
struct difference {
	GArray *old_only;
	GArray *new_only;
};

/** difference_find() - between lines of two files; blank lines are in no set */
void difference_find(struct difference *difference, const GArray *old, struct span old_span,
		     const GArray *new, struct span new_span);

/** difference_around() - of what differs, only what touches the old lines @around */
void difference_around(struct difference *difference, const GArray *old, struct span old_span,
		       struct span around, const GArray *new, struct span new_span);

void difference_clear(struct difference *difference);

/** lines_text() - some lines of a file (guint, from 1), as text; newly allocated */
char *lines_text(const GArray *file, const GArray *numbers);

/** lines_worded() - has one of some lines a word? "}" and the like come from anywhere */
bool lines_worded(const GArray *file, const GArray *numbers);

/**
 * worded_lines() - those of some lines that have a word
 * Return: guint, newly allocated; all of them where none has one
 */
GArray *worded_lines(const GArray *file, const GArray *numbers);

/**
 * telling_line() - the longest of some lines, of those with a word where there are some
 * Return: trimmed, newly allocated; NULL for none
 */
char *telling_line(const GArray *file, const GArray *numbers);

/** commit_file() - a file of a commit; NULL where there is none */
GBytes *commit_file(struct objects *objects, const struct object_id *commit, const char *path);

/** lack_of_commit() - that a tree lacks a commit, which does that to its lines */
struct lack *lack_of_commit(const struct origin *origin, const GArray *file, enum lack_deed deed);

/** since_add() - that lines come from a commit; one that is there already gets their number */
void since_add(GPtrArray *since, const struct origin *origin,
	       enum since_history history);

/** commit_name() - '0123456789ab ("title")', newly allocated */
char *commit_name(const struct object_id *commit, const char *title);

#endif /* ENGINE_EXPLAIN_LACKING_H */
