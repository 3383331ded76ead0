/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines that a rule marks by "*", one behind the other: one match or several?
 */
#ifndef RULES_MARKS_H
#define RULES_MARKS_H

#include <stdbool.h>

/**
 * marks_are_apart() - does no match of the rule mark two statements in a row?
 * @rule: text of a rule
 * Return: false where it changes lines or marks several in a row, too, so that one match may take
 *         what lies next to each other
 */
bool marks_are_apart(const char *rule);

/**
 * struct marked - the statement that marked lines are of; all zero where it begins
 * @depth: parentheses that are open
 * @begun: lines of it were seen
 * @head: it began as an "if", a loop or the like, which ends with its condition
 */
struct marked {
	int depth;
	bool begun;
	bool head;
};

/**
 * mark_ends() - does a statement end with this line, so that a mark behind it is another match?
 * @marked: is begun anew where it does
 * @line: of C
 */
bool mark_ends(struct marked *marked, const char *line);

#endif /* RULES_MARKS_H */
