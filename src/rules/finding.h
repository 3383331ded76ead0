/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a rule has to say about one place of a tree.
 */
#ifndef RULES_FINDING_H
#define RULES_FINDING_H

#include <glib.h>

/**
 * struct finding - one place that a rule has something to say about
 * @rule: "pack/rule"
 * @path: in the tree
 * @line: from 1
 * @function: enclosing function, "" at file scope
 * @symbol: identifier it is about (the called wrapper), or NULL
 * @verdict: word of the rule's pack ("guard", "guarded", "report", "never", "unknown"), or NULL
 * @reason: one line for people
 * @unread: why the function around it could not be looked at, or NULL; not kept
 */
struct finding {
	char *rule;
	char *path;
	unsigned int line;
	char *function;
	char *symbol;
	char *verdict;
	char *reason;
	char *unread;
};

/** finding_new() - copies of all it is given; @symbol and @verdict may be NULL */
struct finding *finding_new(const char *rule, const char *path, unsigned int line,
			    const char *function, const char *symbol, const char *verdict,
			    const char *reason);

/** finding_compare() - by path, line, rule, reason; for arrays of struct finding * */
int finding_compare(gconstpointer a, gconstpointer b);

void finding_free(struct finding *finding);

typedef struct finding finding;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(finding, finding_free)

#endif /* RULES_FINDING_H */
