/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of a rule with all that it includes, and whether it may be run: plain
 * rules may, rules with script code only when the user allowed this very text.
 */
#ifndef RULES_SOURCE_H
#define RULES_SOURCE_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct rule_source - a rule as it is given to spatch
 * @name: "pack/rule"
 * @path: of the .cocci file
 * @text: of the rule up to RULE_COCCICHECK; includes have names of our own
 * @includes: name to text (char *) of the files it includes, nested ones too
 * @code: char *: "FILE:LINE: text" of each line with script code
 * @digest: of the text and of all includes
 */
struct rule_source {
	char *name;
	char *path;
	char *text;
	GHashTable *includes;
	GPtrArray *code;
	char *digest;
};

/**
 * rule_source_load() - read a rule
 * @name: "pack/rule"
 * @path: of the .cocci file
 * @error: BS_ERROR_UNSAFE for what is never run: "#spatch" lines, carriage returns, includes
 *         whose names are not plain or lead out of the rule's folder; BS_ERROR_MISSING
 */
struct rule_source *rule_source_load(const char *name, const char *path, GError **error);

/**
 * rule_source_check() - may it be run?
 * @source: the rule
 * @allowed: file with the digests that the user allowed
 * @inside: the workspace's cocci/ folder; a rule elsewhere can not be allowed
 * @error: BS_ERROR_UNSAFE, saying what to do
 */
bool rule_source_check(const struct rule_source *source, const char *allowed,
		       const char *inside, GError **error);

/**
 * rule_sources_allow() - keep the digests in the file @allowed
 * @sources: struct rule_source *
 * @error: it cannot be read or written; none is allowed then
 */
bool rule_sources_allow(const GPtrArray *sources, const char *allowed, GError **error);

void rule_source_free(struct rule_source *source);

typedef struct rule_source rule_source;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(rule_source, rule_source_free)

#endif /* RULES_SOURCE_H */
