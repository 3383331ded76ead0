/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How an older tree spells what upstream spells otherwise.  A dialect is a file
 * below cocci/dialect/; each of its rules applies to the trees that have the old
 * spelling, which is found out from what their headers define, not from their
 * version.
 */
#ifndef RULES_DIALECT_H
#define RULES_DIALECT_H

#include <glib.h>
#include <stdbool.h>

#include "rules/guardclass.h"
#include "tree/tree.h"

/**
 * struct dialect_rule - one way to spell something
 * @dialect: name of the file, "timer"
 * @name: of the rule in it, "timer_delete"
 * @since: first version with the new spelling, "v6.15"
 * @summary: one line for people
 * @caveat: what a person must know where the rule was used; or NULL
 * @where: paths of headers that tell
 * @old: text that the older trees have in one of @where; or NULL
 * @new: text that they do not have; or NULL
 * @absent: a path that they do not have, in a folder that they have; or NULL
 * @lower: guards are lowered
 * @classes: only in functions that use a guard of one of these classes; NULL for all
 * @as_here: only in functions whose guards the tree's own file does not have
 * @rewrites: struct rewrite *
 */
struct dialect_rule {
	char *dialect;
	char *name;
	char *since;
	char *summary;
	char *caveat;
	char **where;
	char *old;
	char *new;
	char *absent;
	bool lower;
	char **classes;
	bool as_here;
	GPtrArray *rewrites;
};

/**
 * dialects_load() - every dialect
 * @cocci: the cocci/ folder; an absent dialect/ in it is no dialects
 * @error: BS_ERROR_INPUT for a file that is not understood, with its name
 * Return: struct dialect_rule *, by dialect, in the order of each file
 */
GPtrArray *dialects_load(const char *cocci, GError **error);

/**
 * dialects_choose() - the rules that apply to a tree
 * @rules: from dialects_load(), which must outlive the result
 * @tree: the older tree
 * Return: struct dialect_rule *; empty for a tree that spells all as upstream does
 */
GPtrArray *dialects_choose(const GPtrArray *rules, const struct tree *tree);

/**
 * dialects_folders() - the folders that dialects_choose() looks into
 * @rules: from dialects_load()
 * Return: char *, "" for the top: two trees that are the same there get the same answer
 */
GPtrArray *dialects_folders(const GPtrArray *rules);

/**
 * struct dialect_texts - a file that is put in the words of a tree
 * @source: content of upstream's file, before or after the change
 * @base: before the change; NULL where that is not known
 * @ours: the same file in the tree, or NULL; where it uses a new spelling already, and not the
 *        old one, so does the result; and where a function of @base has guards that it lacks, the
 *        result has none
 */
struct dialect_texts {
	GBytes *source;
	GBytes *base;
	GBytes *ours;
};

/**
 * dialect_lower() - a file in the words of a tree
 * @chosen: from dialects_choose()
 * @classes: what guards stand for, where the file comes from; NULL leaves them alone
 * @texts: the file
 * @out_changed: "dialect/rule" is added for each that changed something, with its caveat in
 *               parentheses (char *)
 * @out_left: "dialect/rule: line 12: why" is added for what is spelled the new way and was
 *            not understood (char *)
 * Return: the translated content; the source with another reference when nothing changes
 */
GBytes *dialect_lower(const GPtrArray *chosen, const struct guard_classes *classes,
		      const struct dialect_texts *texts, GPtrArray *out_changed,
		      GPtrArray *out_left);

void dialect_rule_free(struct dialect_rule *rule);

typedef struct dialect_rule dialect_rule;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(dialect_rule, dialect_rule_free)

#endif /* RULES_DIALECT_H */
