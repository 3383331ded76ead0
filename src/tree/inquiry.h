/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who did what to a file: questions to git about single lines and files, which
 * together take no longer than they are allowed to.
 *
 * git itself answers: on a file of 11,000 lines with 1,900 commits, git blame
 * takes a twentieth of the time that libgit2's takes.
 */
#ifndef TREE_INQUIRY_H
#define TREE_INQUIRY_H

#include <glib.h>
#include <stdbool.h>

#include "tree/objects.h"

struct inquiry;

/**
 * struct origin - a commit, and what it has to do with the lines or the file asked about
 * @commit: its id
 * @title: first line of its message
 * @when: committer's time, seconds since the epoch
 * @path: the file's name in it
 * @boundary: the lines are as old as this commit or older; only where a blame was limited
 * @lines: guint: lines of the file that was asked about, from 1; empty for questions about files
 */
struct origin {
	struct object_id commit;
	char *title;
	gint64 when;
	char *path;
	bool boundary;
	GArray *lines;
};

/**
 * inquiry_new() - ask in a repository, and in those that its objects come from as well
 * @objects: only their places are taken from it
 * @seconds: for all questions together, of which none gets more than 15; the others have no
 *           answer
 */
struct inquiry *inquiry_new(const struct objects *objects, unsigned int seconds);

/** inquiry_trouble() - why a question had no answer, one line; NULL when all had; borrowed */
const char *inquiry_trouble(const struct inquiry *inquiry);

/**
 * inquiry_blame() - which commits last changed some lines of a file
 * @without: lines that this commit or its ancestors have are boundary; NULL for none
 * @tip: the commit that has the file
 * @path: in it
 * @lines: guint: from 1, rising
 * Return: struct origin * in the order of their first line; empty when git has no answer
 */
GPtrArray *inquiry_blame(struct inquiry *inquiry, const char *without, const char *tip,
			 const char *path, const GArray *lines);

/** inquiry_related() - have two commits an ancestor in common? False where git has no answer */
bool inquiry_related(struct inquiry *inquiry, const char *a, const char *b);

/**
 * inquiry_sort() - put commits in the order of their history, what comes first before the others
 * @origins: struct origin *; commits that have nothing to do with each other, and all of them where
 *           git has no answer, are in the order of the committers' times
 */
void inquiry_sort(struct inquiry *inquiry, GPtrArray *origins);

/** enum deed - what a commit did */
enum deed {
	DEED_ADDED,	/* the file came */
	DEED_DELETED,	/* the file went */
	DEED_TEXT,	/* a text became more or less often in the file */
};

/**
 * inquiry_last() - the last commit that did something to a file
 * @without: only commits that cannot be reached from this one
 * @tip: and can be reached from this one
 * @text: for DEED_TEXT, else NULL
 * Return: NULL when there is none, or no answer
 */
struct origin *inquiry_last(struct inquiry *inquiry, const char *without, const char *tip,
			    const char *path, enum deed deed, const char *text);

/** enum copy_kind - how sure it is that a commit is a copy */
enum copy_kind {
	COPY_NAMED,	/* its message says so, or that it copies the merge that brought it */
	COPY_TITLE,	/* it has the same title, and names no other commit */
};

/**
 * inquiry_copy() - the commit on one side of a fork that is a copy of one on the other
 * @original: what to look for
 * @without, @tip: where, as in inquiry_last()
 * @path: a file that the copy changes
 * @out_kind: how sure it is
 * Return: NULL when there is none, it was reverted since, or no answer
 */
struct origin *inquiry_copy(struct inquiry *inquiry, const struct origin *original,
			    const char *without, const char *tip, const char *path,
			    enum copy_kind *out_kind);

/**
 * inquiry_definition() - where a name is defined in the C files of a commit
 * @tip: the commit
 * @name: identifier
 * @out_line: from 1
 * Return: path, newly allocated; NULL when no line looks like its definition, or several
 *         files have one and not just one of them is a header
 */
char *inquiry_definition(struct inquiry *inquiry, const char *tip, const char *name,
			 guint *out_line);

void inquiry_free(struct inquiry *inquiry);
void origin_free(struct origin *origin);

/** origin_find() - the one of that commit among some; borrowed, NULL for none */
struct origin *origin_find(const GPtrArray *origins, const struct object_id *id);

typedef struct inquiry inquiry;
typedef struct origin origin;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(inquiry, inquiry_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(origin, origin_free)

#endif /* TREE_INQUIRY_H */
