/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where spatch runs: inside bubblewrap, and what it needs from its own
 * installation.
 */
#ifndef RULES_CAGE_H
#define RULES_CAGE_H

#include <glib.h>
#include <stdbool.h>

/** CAGE_SCRATCH - where the scratch folder is inside */
#define CAGE_SCRATCH "/tmp/scratch"

/** cage_wanted() - false with BACKSTITCH_NO_SANDBOX=1 in the environment */
bool cage_wanted(void);

/**
 * cage_add() - add the bwrap command that a command of spatch can follow
 * @argv: char *: gets borrowed and interned strings
 * @scratch: the one folder that can be written, shown at CAGE_SCRATCH; @scratch/home is the
 *           home folder
 *
 * No network, no other process, a read-only file system without the user's home folder, a
 * clean environment.
 */
void cage_add(GPtrArray *argv, const char *scratch);

/** spatch_knows_guards() - is it 1.3.1 or newer, where scoped_guard is a keyword? */
bool spatch_knows_guards(void);

/**
 * spatch_macros() - standard.h with lines that it lacks, newly allocated
 *
 * NULL when there is none, so that spatch has to do with its own.
 */
char *spatch_macros(void);

/** spatch_rule_text() - a rule as this version of spatch reads it; newly allocated */
char *spatch_rule_text(const char *text);

#endif /* RULES_CAGE_H */
