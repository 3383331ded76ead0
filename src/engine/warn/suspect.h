/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of warn_file(): the four texts cut down to what differs, and the
 * checks, each a function and a row of the table in warn.c.
 */
#ifndef ENGINE_WARN_SUSPECT_H
#define ENGINE_WARN_SUSPECT_H

#include <glib.h>

#include "engine/code/bag.h"
#include "engine/code/extract.h"
#include "engine/code/lex.h"
#include "engine/warn/warn.h"
#include "format/linediff.h"

/**
 * struct part_changes - what differs between the parts of two extracts
 * @old: struct line: the part's lines
 * @new: likewise
 * @changes: struct change
 * @added: struct line, for each change the lines that it brings; NULL until asked for
 * @bytes: what the lines point into
 */
struct part_changes {
	GArray *old;
	GArray *new;
	GArray *changes;
	GArray *added;
	GBytes *bytes[2];
};

/**
 * struct suspect - a result under examination
 * @input: as given
 * @scans: of its texts
 * @result, @ours: their parts differ
 * @base, @theirs: likewise
 * @alike: the definitions around what changes are upstream's, before and after: what it means
 *         there it means here, as far as they go
 * @system_header: the result includes a header of the C library anew
 * @ours_names: see wordlist_scan(); NULL until asked for
 * @result_names: likewise
 * @searched: bytes that names were looked for in
 * @declared: names that parts of its texts declare; not begun until asked for
 * @here: from @ours to @result; empty until asked for, see suspect_here()
 * @there: from @base to @theirs
 * @pairs: see header_pairs(): those in quotes, and the others; NULL until asked for
 * @warnings: gets char *
 */
struct suspect {
	const struct warn_input *input;
	struct scans *scans;
	struct extract result, ours;
	struct extract base, theirs;
	bool alike;
	bool system_header;
	GArray *ours_names;
	GArray *result_names;
	guint64 searched;
	struct bag declared;
	struct part_changes here, there;
	GPtrArray *pairs[2];
	GPtrArray *warnings;
};

/** suspect_here() - what the pick changes, line by line */
const struct part_changes *suspect_here(struct suspect *suspect);

/** suspect_there() - what upstream changes, line by line */
const struct part_changes *suspect_there(struct suspect *suspect);

/**
 * suspect_added() - the lines of the result that one of its changes brings
 * @i: number of the change, from 0
 * @out: all of the lines as one, without the rest of a comment that starts above them; empty for a
 *       change that only removes
 * Return: false behind the last change
 */
bool suspect_added(struct suspect *suspect, guint i, struct line *out);

/**
 * suspect_each_added() - look at the lines of each change that brings some
 * @look_at: gets them all as one; @seen is empty at first, for what is asked once
 */
void suspect_each_added(struct suspect *suspect,
			void (*look_at)(struct suspect *suspect, const struct line *added,
					struct bag *seen));

/**
 * suspect_left_until() - the end of the lines around a place of the result that ours has as well
 * Return: NULL on a line that came
 */
const char *suspect_left_until(struct suspect *suspect, const char *at);

/**
 * suspect_differs() - are all four versions at hand, and is it not just the same as upstream?
 *
 * A check of the definitions that the change lies in has nothing to find where it is.
 */
bool suspect_differs(const struct suspect *suspect);

/** suspect_is_plain() - is upstream's file put in the place of its own base? */
bool suspect_is_plain(const struct suspect *suspect);

/** suspect_declares() - does the result, or another file of the change, declare the name? */
bool suspect_declares(struct suspect *suspect, const struct lex *name);

/** suspect_names() - names, headers and calls that the tree has not */
void suspect_names(struct suspect *suspect);

/** suspect_counts() - names that upstream replaced and the result replaced in part */
void suspect_counts(struct suspect *suspect);

/** suspect_braces() - braces that the result opens and upstream does not */
void suspect_braces(struct suspect *suspect);

/** suspect_conditionals() - an #if without its #endif, where all had theirs */
void suspect_conditionals(struct suspect *suspect);

/** suspect_brackets() - likewise parentheses too, where upstream's versions are not at hand */
void suspect_brackets(struct suspect *suspect);

/** suspect_twin() - a definition changed here that upstream leaves alone */
void suspect_twin(struct suspect *suspect);

/** suspect_outline() - the same of a block in a function, or in a text that is no C */
void suspect_outline(struct suspect *suspect);

/** suspect_place() - a hunk that fits two places, where merge and patch choose differently */
void suspect_place(struct suspect *suspect);

/** suspect_twice() - lines are put right beside the same lines */
void suspect_twice(struct suspect *suspect);

/** suspect_repeated() - a statement stands twice in a row, and in no version */
void suspect_repeated(struct suspect *suspect);

/** suspect_emptied() - nothing is left in a block, which is so in no version */
void suspect_emptied(struct suspect *suspect);

/** suspect_scope() - a variable that the function has upstream and not here */
void suspect_scope(struct suspect *suspect);

/** suspect_members() - a member that a structure has upstream and not here */
void suspect_members(struct suspect *suspect);

/** suspect_meaning() - a function that is of another kind here than upstream */
void suspect_meaning(struct suspect *suspect);

/** suspect_values() - a macro or an enumerator that has another value here than upstream */
void suspect_values(struct suspect *suspect);

/** suspect_types() - a member that is of another type than upstream */
void suspect_types(struct suspect *suspect);

/** suspect_callbacks() - a function for a structure, which takes those of another kind here */
void suspect_callbacks(struct suspect *suspect);

/** suspect_guards() - a class of cleanup.h that this tree's headers do not define */
void suspect_guards(struct suspect *suspect);

/** suspect_cplus() - upstream's C++ says what this tree's C cannot */
void suspect_cplus(struct suspect *suspect);

/** suspect_given() - a function is given a pointer to another structure than upstream */
void suspect_given(struct suspect *suspect);

/** suspect_void() - the value of a function that returns nothing here */
void suspect_void(struct suspect *suspect);

/** suspect_member_calls() - a call of a structure's function with another number of arguments */
void suspect_member_calls(struct suspect *suspect);

/** suspect_pointers() - a member is a pointer here, and a structure upstream, or otherwise */
void suspect_pointers(struct suspect *suspect);

/** suspect_rows() - values in the order of a structure's members, which is another one here */
void suspect_rows(struct suspect *suspect);

/** suspect_variables() - a variable that is another one than upstream's of that name */
void suspect_variables(struct suspect *suspect);

/** suspect_flow() - labels, cases and returned values that do not fit the function */
void suspect_flow(struct suspect *suspect);

/** suspect_jumps() - a "break" or "continue" that leaves something else than upstream */
void suspect_jumps(struct suspect *suspect);

/** suspect_detours() - a function returns where upstream makes all ways out lead to a label */
void suspect_detours(struct suspect *suspect);

/** suspect_labels() - a jump to a label that leads to something else than upstream */
void suspect_labels(struct suspect *suspect);

/** suspect_definitions() - a function that a header of this tree declares with other arguments */
void suspect_definitions(struct suspect *suspect);

/** suspect_defined() - a function or type that the file has already */
void suspect_defined(struct suspect *suspect);

/** suspect_below() - a static function that is defined below the lines that use it */
void suspect_below(struct suspect *suspect);

/** suspect_fields() - a member of a structure, or of an enum, that it has already */
void suspect_fields(struct suspect *suspect);

/** suspect_again() - what is initialised, defined or set here already */
void suspect_again(struct suspect *suspect);

/** suspect_copies() - a line that this tree's file has once more than upstream's */
void suspect_copies(struct suspect *suspect);

/** suspect_deeds() - a call that upstream adds, and that the function makes here already */
void suspect_deeds(struct suspect *suspect);

/** suspect_arms() - lines in one arm of an "#if" that upstream does not have */
void suspect_arms(struct suspect *suspect);

/** suspect_locks() - a lock that is taken as what it is upstream, and is of another kind here */
void suspect_locks(struct suspect *suspect);

/** suspect_formats() - a format that is another argument of the function in this tree's file */
void suspect_formats(struct suspect *suspect);

/** suspect_conversions() - a format that a change of its call leaves with too many or few values */
void suspect_conversions(struct suspect *suspect);

/** suspect_loops() - a loop that must not lose elements here; a case that another one goes into */
void suspect_loops(struct suspect *suspect);

/** suspect_marks() - a conflict marker that the change brings along; of any text */
void suspect_marks(struct suspect *suspect);

/** suspect_returns() - a value of the type that the function returns upstream, and not here */
void suspect_returns(struct suspect *suspect);

/** suspect_failures() - a pointer that is asked whether a function failed, which tells otherwise */
void suspect_failures(struct suspect *suspect);

/** suspect_structs() - a member that a structure of this tree does not have */
void suspect_structs(struct suspect *suspect);

/** suspect_gone() - a static declaration that goes while its name is in use */
void suspect_gone(struct suspect *suspect);

/** suspect_lost() - a variable or label that goes from a function which has more uses of it here */
void suspect_lost(struct suspect *suspect);

/** suspect_unset() - a way out in front of what sets a variable here, which upstream's has set */
void suspect_unset(struct suspect *suspect);

/** suspect_ways() - a "return" where the ways out around it jump to what undoes things here */
void suspect_ways(struct suspect *suspect);

/** suspect_exits() - a way out that leaves with a lock held, which upstream's guard lets go of */
void suspect_exits(struct suspect *suspect);

#endif /* ENGINE_WARN_SUSPECT_H */
