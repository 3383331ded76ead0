/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a pick makes of the names of a tree: which of its own files have one,
 * and how many of all files, before and after, here and upstream.
 */
#ifndef ENGINE_PICK_PICKNAMES_H
#define ENGINE_PICK_PICKNAMES_H

#include "engine/code/bag.h"
#include "engine/code/heads.h"
#include "engine/code/lex.h"
#include "engine/pick/pickfile.h"

/** enum text_version - of a file that upstream's commit changes */
enum text_version {
	TEXT_BASE,
	TEXT_THEIRS,
	TEXT_OURS,
	TEXT_RESULT,
	TEXT_VERSIONS,
};

/**
 * struct pick_names - the names of the C files of a pick
 * @job: borrowed
 * @texts: struct pick_text *: its texts, and the files that it removes
 * @scanned: for each of them, and each version, see wordlist_scan(); NULL until asked for
 * @seen: names that were asked for; each look begins anew, see pick_names_each()
 */
struct pick_names {
	struct pick_job *job;
	GPtrArray *texts;
	GArray *(*scanned)[TEXT_VERSIONS];
	struct bag seen;
};

/** pick_names_init() - nothing is scanned yet; until pick_names_clear() */
void pick_names_init(struct pick_names *names, struct pick_job *job);

void pick_names_clear(struct pick_names *names);

/** pick_names_has() - has a file of the pick, by its number, the name in that role? */
bool pick_names_has(struct pick_names *names, guint text, enum text_version version,
		    const struct lex *name, guint role);

/** pick_names_count() - how many of the pick's C files have it in a version */
int pick_names_count(struct pick_names *names, enum text_version version, const struct lex *name,
		     guint role);

/**
 * pick_names_outside() - how many files of a tree have it, besides those of the pick
 * @version: TEXT_OURS or TEXT_BASE, whose tree is meant
 */
int pick_names_outside(struct pick_names *names, enum text_version version,
		       const struct lex *name, guint role);

/** pick_names_callers() - of these, those that call it and do not declare it themselves */
int pick_names_callers(struct pick_names *names, enum text_version version,
		       const struct lex *name);

/** pick_names_more_callers() - how many more of them than upstream this tree has; 0 for none */
int pick_names_more_callers(struct pick_names *names, const struct lex *name);

/**
 * pick_names_left() - how many files have it when the change is in
 * @version: TEXT_RESULT, or TEXT_THEIRS for upstream's tree
 */
int pick_names_left(struct pick_names *names, enum text_version version, const struct lex *name,
		    guint role);

/**
 * pick_names_each() - look at the C files that upstream changes, or removes, and this tree has
 * @look: gets the number of the text; what it warns of counts against that file
 */
void pick_names_each(struct pick_names *names, struct picked *picked,
		     void (*look)(struct pick_names *names, guint text, GPtrArray *warnings));

/** pick_names_ask() - has the look in course not asked for the name yet? Not for too many */
bool pick_names_ask(struct pick_names *names, const struct lex *name);

/**
 * PICK_VISITS_MAX - a name that more files have is one that everybody uses for something
 *
 * Who visits them only to find one place does without it then.
 */
#define PICK_VISITS_MAX 40

typedef void (*pick_visit)(void *data, const char *path, const struct extract *text);

/**
 * pick_names_visit() - read the files of this tree that have it, besides those of the pick
 *
 * As many as pick_names_outside() says, those near the pick first.
 *
 * Return: false where some were not found: of a large tree not all is read
 */
bool pick_names_visit(struct pick_names *names, const struct lex *name, guint role,
		      pick_visit visit, void *data);

/**
 * pick_names_user() - a file of the result that uses a function, and that upstream has not
 * @role: of the name in files besides those of the pick, of which upstream must have none
 * @home: the function's own file, and those that are compiled with it, are not meant; or NULL
 * Return: newly allocated; NULL for none
 */
char *pick_names_user(struct pick_names *names, const struct lex *name, guint role,
		      const struct pick_text *home);

/**
 * struct declaration - how a name is declared
 * @macro: by "#define"
 * @own: as static, in what is no header
 * @body: and defined
 */
struct declaration {
	bool macro;
	bool own;
	bool body;
};

/**
 * text_declaration() - the first declaration of a function outside of functions
 * @arguments: how many it must take; -1 for any number
 * Return: false for none
 */
bool text_declaration(const char *path, const struct extract *text, const struct lex *name,
		      int arguments, struct declaration *out);

/** text_has_own() - is a function of that name another one there, static or a macro? */
bool text_has_own(const char *path, const struct extract *text, const struct lex *name);

/** pick_hidden() - warns of users of a function that no other file can see any more */
void pick_hidden(struct pick_names *names, const struct lex *name, GPtrArray *warnings);

/**
 * pick_declared_with() - warns of what declares a function with other arguments than it takes now
 * @own: it is static
 * @then, @now: how many it took, and takes; upstream nothing declares it with @then any more
 */
void pick_declared_with(struct pick_names *names, const struct lex *name, bool own, int then,
			int now, GPtrArray *warnings);

/**
 * pick_declared_as() - warns of what declares a function as it was, where upstream does not
 * @text: of the file that defines it
 * @then, @now: in this tree's file, and in the result
 */
void pick_declared_as(struct pick_names *names, const struct pick_text *text,
		      const struct lex *name, const struct head *then, const struct head *now,
		      GPtrArray *warnings);

/** pick_declared_here() - likewise of a declaration in the file that defines it */
void pick_declared_here(const struct pick_text *text, const struct lex *name,
			const struct head *then, const struct head *now, GPtrArray *warnings);

/** pick_defined_as() - of what defines a function as it was, where a header changes it */
void pick_defined_as(struct pick_names *names, const struct pick_text *text,
		     const struct lex *name, GPtrArray *warnings);

/** pick_leftover() - warns of calls of what upstream removes, in all files of the tree */
void pick_leftover(struct pick_names *names, struct picked *picked);

/** pick_kinds() - of calls, by this tree alone, of what returns or takes something else now */
void pick_kinds(struct pick_names *names, struct picked *picked);

/** pick_retired() - as pick_leftover() for macros without parameters, enumerators and members */
void pick_retired(struct pick_names *names, struct picked *picked);

/** pick_undefined() - of what the pick declares for others, and nothing here defines */
void pick_undefined(struct pick_names *names, struct picked *picked);

/** pick_moved() - of what was left out, and stands in another file here */
void pick_moved(struct pick_names *names, struct picked *picked);

#endif /* ENGINE_PICK_PICKNAMES_H */
