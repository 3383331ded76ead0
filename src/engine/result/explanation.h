/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Conflicts that explain themselves: what upstream changes, what stands here
 * instead and since when, what is missing, and what would have made it apply.
 */
#ifndef ENGINE_RESULT_EXPLANATION_H
#define ENGINE_RESULT_EXPLANATION_H

#include <glib.h>
#include <stdbool.h>

/** enum lack_kind - what a tree lacks */
enum lack_kind {
	LACK_COMMIT,	/* a commit of upstream's history */
	LACK_PATCH,	/* a patch of a series that is at hand */
	LACK_FILE,	/* the file */
	LACK_NAME,	/* a name that the change uses */
};

/** lack_kind_name() - "commit", "patch", "file", "name" */
const char *lack_kind_name(enum lack_kind kind);

/** enum lack_deed - what a commit that a tree lacks does to the lines that tell of it */
enum lack_deed {
	LACK_NOTHING,	/* it is not told by lines */
	LACK_ADDS,	/* upstream's change stands among them */
	LACK_REMOVES,	/* they stand in this tree in its way */
};

/** lack_deed_name() - "", "adds", "removes" */
const char *lack_deed_name(enum lack_deed deed);

/**
 * struct lack - something that this tree lacks and upstream's change builds on
 * @kind: see enum lack_kind
 * @what: the file or the name; for LACK_PATCH "SERIES 18/28"; for LACK_COMMIT NULL
 * @commit: full id of the commit that made it, or NULL when that is not known
 * @title: of that commit or patch, or NULL
 * @date: of @commit (committer's) or of the patch, "2026-01-31"; or NULL
 * @when: the same in seconds since the epoch
 * @lines: how many lines tell of it
 * @line: the most telling one of them, without white space around; of a name, "FILE:LINE" of its
 *        definition; or NULL
 * @deed: what it does to these lines
 * @weak: none of these lines has a word
 */
struct lack {
	enum lack_kind kind;
	char *what;
	char *commit;
	char *title;
	char *date;
	gint64 when;
	unsigned int lines;
	char *line;
	enum lack_deed deed;
	bool weak;
};

/** enum since_history - whose commit it is */
enum since_history {
	SINCE_UNKNOWN,	/* where upstream's history is not at hand */
	SINCE_UPSTREAM,	/* both sides have it, or had it at the fork */
	SINCE_TREE,	/* this tree's own */
};

/** since_history_name() - "", "upstream", "tree" */
const char *since_history_name(enum since_history history);

/**
 * struct since - a commit that what stands here comes from
 * @commit: full id
 * @title: its title
 * @date: committer's, "2026-01-31"
 * @lines: how many of the lines
 * @history: see enum since_history
 */
struct since {
	char *commit;
	char *title;
	char *date;
	unsigned int lines;
	enum since_history history;
};

/**
 * struct explanation - of one place that a change does not get into
 * @path: file in the tree
 * @from: upstream's path where that is another, or NULL
 * @function: enclosing function or other definition, "" at file scope
 * @line: in the tree's file, from 1; 0 when there is no such place
 * @removed: lines that upstream removes there, as they are in upstream's file; may be ""
 * @added: lines that it adds
 * @expected: lines that upstream's change stands among, and this tree has not
 * @here: what this tree has instead of them; "" when it has nothing
 * @since: struct since *: where @here comes from, or what took @expected away
 * @missing: struct lack *, the most lines first
 * @waits: the patch of the same series that waits for a person and that this change stands on, for
 *         the remedy; or NULL
 * @moved: its definition is as upstream's, at another place of the file
 * @here_before: lines of @expected come from a patch of the same series that was ported before
 * @remedy: what would have made it apply, one line; never NULL
 * @notes: char *: what could not be found out, what is ambiguous
 */
struct explanation {
	char *path;
	char *from;
	char *function;
	unsigned long line;
	char *removed;
	char *added;
	char *expected;
	char *here;
	GPtrArray *since;
	GPtrArray *missing;
	char *waits;
	bool moved;
	bool here_before;
	char *remedy;
	GPtrArray *notes;
};

/** explain_date() - "2026-01-31", in UTC; newly allocated, NULL for 0 */
char *explain_date(gint64 when);

struct explanation *explanation_new(void);

/** explanation_of() - one of a file as a whole, without a remedy */
struct explanation *explanation_of(const char *path);
/**
 * explain_reason() - add the explanation of a conflict that is none of lines
 * @explanations: struct explanation *
 * @path: the file
 * @reason: one line: why it does not go in
 */
void explain_reason(GPtrArray *explanations, const char *path, const char *reason);

struct lack *lack_new(enum lack_kind kind);
struct since *since_new(void);
void explanation_free(struct explanation *explanation);
void lack_free(struct lack *lack);
void since_free(struct since *since);

typedef struct explanation explanation;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(explanation, explanation_free)

#endif /* ENGINE_RESULT_EXPLANATION_H */
