/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads semantic patches as far as a scan needs to know them: the header that
 * coccicheck reads, the modes, and which words a place must have for a rule to
 * say anything about it.  spatch's own filter drops all that stands under
 * "<... ...>" and knows nothing of functions.
 */
#ifndef RULES_SMPL_H
#define RULES_SMPL_H

#include <glib.h>
#include <stdbool.h>

#include "rules/need.h"

/** enum smpl_kind - sort of a part of a semantic patch */
enum smpl_kind {
	SMPL_MATCH,
	SMPL_SCRIPT,
	SMPL_INITIALIZE,	/* or finalize */
};

/**
 * struct smpl_inherit - a metavariable that comes from an earlier part
 * @from: name of that part
 * @name: of the metavariable there
 * @position: it is a position
 * @negative: only excluded: "position p != r.p"; or a script has a value for when it is missing
 */
struct smpl_inherit {
	char *from;
	char *name;
	bool position;
	bool negative;
};

/**
 * struct smpl_part - one "@name@ … @@ …" of a semantic patch
 * @kind: sort
 * @name: "" when it has none
 * @line: of its header, from 1
 * @depends: expression after "depends on", "" when there is none
 * @inherits: struct smpl_inherit *
 * @need: words that what it matches must have, inherited metavariables apart
 * @marks: it has lines that start with -, + or *
 * @directives: it matches #include or #define lines
 * @binds: name of a metavariable to struct need * (any of the words that it can stand for)
 * @places: name of a position to struct need * (the words that it stands behind)
 * @callees: name of a position to struct need * (the words that can be called where it stands
 *           behind the first argument)
 * @again: struct need *: any of the words that it calls, with others in between, a second time;
 *         NULL when it calls none twice, or anything
 * @tests: name of the position at what it sees to be tested for NULL; NULL when it is no such part
 * @untested: struct need *: what it begins with is a call that no such part has seen to be tested;
 *            NULL when it does not
 * @heads: names of identifiers that stand for the function which the pattern is the whole of
 * @code: of a script, as text
 */
struct smpl_part {
	enum smpl_kind kind;
	char *name;
	unsigned int line;
	char *depends;
	GPtrArray *inherits;
	struct need *need;
	bool marks;
	bool directives;
	GHashTable *binds;
	GHashTable *places;
	GHashTable *callees;
	struct need *again;
	char *tests;
	struct need *untested;
	GHashTable *heads;
	char *code;
};

/**
 * struct smpl - a semantic patch
 * @parts: struct smpl_part *, in order
 * @virtuals: char *: patch, context, org, report, and others
 * @summary: the "///" lines, joined
 * @confidence: "High", "Moderate", "Low", or NULL
 * @copyright: char *: each Copyright line
 * @url: or NULL
 * @options: for spatch, or NULL
 * @requires: version of spatch, or NULL
 * @scripted: has scripts, or constraints that are scripts
 * @stateful: has initialize or finalize
 */
struct smpl {
	GPtrArray *parts;
	GPtrArray *virtuals;
	char *summary;
	char *confidence;
	GPtrArray *copyright;
	char *url;
	char *options;
	char *requires;
	bool scripted;
	bool stateful;
};

/** smpl_parse() - read a semantic patch; what is not understood needs nothing */
struct smpl *smpl_parse(const char *text);

/** smpl_has_virtual() - does it declare that mode? */
bool smpl_has_virtual(const struct smpl *smpl, const char *name);

/**
 * struct smpl_plan - how a semantic patch can be run in one mode
 * @mode: virtual that is switched on, "" for none
 * @file: words that a file must have
 * @piece: words that a function (or other definition) must have to be looked at
 * @alone: functions can be looked at one by one
 * @whole: files have to be looked at as they are
 * @scripts: scripts report in this mode
 * @active: struct smpl_part *, borrowed: the parts that run in this mode
 */
struct smpl_plan {
	char *mode;
	struct need *file;
	struct need *piece;
	bool alone;
	bool whole;
	bool scripts;
	GPtrArray *active;
};

/** smpl_plan_new() - plan for a mode: a declared virtual, or "" */
struct smpl_plan *smpl_plan_new(const struct smpl *smpl, const char *mode);

void smpl_plan_free(struct smpl_plan *plan);
void smpl_free(struct smpl *smpl);

typedef struct smpl smpl;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(smpl, smpl_free)
typedef struct smpl_plan smpl_plan;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(smpl_plan, smpl_plan_free)

#endif /* RULES_SMPL_H */
