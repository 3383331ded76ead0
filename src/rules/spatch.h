/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs spatch on one file at a time, given as bytes: a renamed copy in a scratch
 * folder inside bubblewrap, so that neither file names nor options in the tree
 * reach a shell.  Source of each precaution: facts measured with 1.1.1, see
 * Documentation/spatch.rst.
 */
#ifndef RULES_SPATCH_H
#define RULES_SPATCH_H

#include <glib.h>
#include <stdbool.h>

#include "rules/macros.h"

/**
 * struct spatch_run - what a run of spatch gave
 * @output: the file after the rule; the same bytes when nothing matched
 * @changed: @output differs from the input
 * @unparsed: char *: names of functions that spatch could not parse, so that it may have
 *            missed a site in them, or whose change crosses an #if, which was undone
 * @messages: char *: lines of a reporting rule, "LINE: text", by line; the text is the name
 *            of the virtual that found it, or the first "///" line of the rule
 */
struct spatch_run {
	GBytes *output;
	bool changed;
	GPtrArray *unparsed;
	GPtrArray *messages;
};

/** enum spatch_mode - virtual mode of the rule that is switched on */
enum spatch_mode {
	SPATCH_PATCH,
	SPATCH_REPORT,
};

/**
 * spatch_apply() - run a rule over one file
 * @rule: path of the .cocci file
 * @mode: patch or report
 * @source: content of the C file
 * @macros: those that it may use, see macros_near(); NULL for its own alone
 * @error: BS_ERROR_MISSING when spatch or bwrap is not installed or the sandbox is not
 *         allowed, BS_ERROR_UNSAFE for a rule that is not plain, BS_ERROR_INPUT for one that
 *         does not parse, BS_ERROR_LIMIT, BS_ERROR_IO
 *
 * Only plain rules are run, see rule_is_plain().  BACKSTITCH_NO_SANDBOX=1 in the
 * environment runs spatch without bubblewrap.
 */
struct spatch_run *spatch_apply(const char *rule, enum spatch_mode mode, GBytes *source,
				const struct macros *macros, GError **error);

/** spatch_read_rule() - text of a .cocci file that spatch_apply() would run, else its error */
char *spatch_read_rule(const char *path, GError **error);

/** spatch_apply_text() - the same for a rule's text as spatch_read_rule() gives it, called @name */
struct spatch_run *spatch_apply_text(const char *text, const char *name, enum spatch_mode mode,
				     GBytes *source, const struct macros *macros, GError **error);

/**
 * spatch_macro_file() - what spatch_apply() tells spatch of macros in a text
 * @source: the text
 * @known: those that it may use, or NULL
 * Return: newly allocated; NULL when spatch is left to its own file
 */
char *spatch_macro_file(GBytes *source, const struct macros *known);

/**
 * rule_is_plain() - does a rule keep to what can run no code?
 * @text: the rule
 * @error: BS_ERROR_UNSAFE naming line and construct: the words script, initialize,
 *         finalize, using and #include outside of comments; #spatch anywhere; a carriage
 *         return
 */
bool rule_is_plain(const char *text, GError **error);

/**
 * rule_line_is_comment() - is a line nothing but a comment, wherever it stands?
 *
 * It starts with two slashes and has no quote: a string that began before it goes on behind it.
 */
bool rule_line_is_comment(const char *line);

/** RULE_COCCICHECK - what stands behind this line of a rule is for the kernel's coccicheck */
#define RULE_COCCICHECK "// coccicheck only"

/**
 * rule_cut() - leave out what is for coccicheck
 * @text: the rule; ends before the line RULE_COCCICHECK afterwards
 *
 * coccicheck reports through script code only, which is neither looked at nor run here.
 */
void rule_cut(char *text);

/**
 * spatch_complaint() - what it says is wrong with a rule, with the line of the rule
 * @lines: of its standard error, from the complaint on, NULL-terminated
 *
 * Return: newly allocated
 */
char *spatch_complaint(char *const *lines);

/** spatch_version() - "1.1.1", or NULL when spatch is not installed; cached */
const char *spatch_version(void);

/** spatch_run_new() - a run that says nothing; its @output is still to be set */
struct spatch_run *spatch_run_new(void);

void spatch_run_free(struct spatch_run *run);

typedef struct spatch_run spatch_run;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(spatch_run, spatch_run_free)

#endif /* RULES_SPATCH_H */
