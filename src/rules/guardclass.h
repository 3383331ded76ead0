/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the classes of cleanup.h stand for, read from where a tree defines them:
 * DEFINE_GUARD(), DEFINE_LOCK_GUARD_0(), DEFINE_LOCK_GUARD_1(), DEFINE_FREE(),
 * DEFINE_CLASS(), EXTEND_CLASS() and the conditional ones, in headers and in C
 * files.  And which macros leave the function or clean up behind the reader's
 * back, which nobody can lower around.
 */
#ifndef RULES_GUARDCLASS_H
#define RULES_GUARDCLASS_H

#include <glib.h>
#include <stdbool.h>

#include "tree/tree.h"

/**
 * enum guard_kind - by which macro a class is defined
 * @GUARD_POINTER: DEFINE_GUARD(): the argument is _T
 * @GUARD_LOCK: DEFINE_LOCK_GUARD_1(): the argument is _T->lock
 * @GUARD_PLAIN: DEFINE_LOCK_GUARD_0(): no argument
 * @GUARD_FREE: DEFINE_FREE()
 * @GUARD_CLASS: DEFINE_CLASS() and EXTEND_CLASS()
 */
enum guard_kind {
	GUARD_POINTER,
	GUARD_LOCK,
	GUARD_PLAIN,
	GUARD_FREE,
	GUARD_CLASS,
};

/**
 * struct guard_class - one class
 * @kind: see there
 * @name: "mutex_intr"
 * @type: of the argument or of the variable: "struct mutex *"
 * @lock: how it is entered, in terms of _T or of @params; NULL for GUARD_FREE
 * @unlock: how it is left, in terms of _T
 * @conditional: it may fail
 * @cond: when it did not, in terms of _RET; NULL: when @lock is true
 * @fields: what it keeps besides the lock: "unsigned long flags"; "" when nothing
 * @params: of the constructor of a GUARD_CLASS: "int fd"
 * @ambiguous: defined twice, and not the same
 */
struct guard_class {
	enum guard_kind kind;
	char *name;
	char *type;
	char *lock;
	char *unlock;
	bool conditional;
	char *cond;
	char *fields;
	char *params;
	bool ambiguous;
};

struct guard_classes;

/** guard_classes_new() - no classes; what is not found in it is looked for in @base, if any */
struct guard_classes *guard_classes_new(const struct guard_classes *base);

/** guard_classes_read() - add what a header or a C file defines */
void guard_classes_read(struct guard_classes *classes, GBytes *text);

/**
 * guard_classes_shipped() - the classes of cocci/guards/classes.h
 * @cocci: the cocci/ folder
 * @error: BS_ERROR_MISSING
 */
struct guard_classes *guard_classes_shipped(const char *cocci, GError **error);

/** guard_classes_tree() - what the headers below include/ and arch/x86/include/ define */
struct guard_classes *guard_classes_tree(const struct tree *tree);

/**
 * guard_classes_file() - what holds in one file: its own, its "local.h" headers', the tree's
 * @base: the tree's, must outlive this
 * @tree: where local headers are, or NULL
 * @path: of the file in @tree, or NULL
 * @source: its content
 */
struct guard_classes *guard_classes_file(const struct guard_classes *base,
					 const struct tree *tree, const char *path,
					 GBytes *source);

/** guard_classes_find() - the class @name, or NULL; belongs to @classes */
const struct guard_class *guard_classes_find(const struct guard_classes *classes,
					     const char *name);

/** guard_classes_hides() - is @word a macro that returns, jumps or cleans up by itself? */
bool guard_classes_hides(const struct guard_classes *classes, const char *word);

/** guard_classes_reads() - is @word a macro without parameters that may stand for a variable? */
bool guard_classes_reads(const struct guard_classes *classes, const char *word);

void guard_classes_free(struct guard_classes *classes);

typedef struct guard_classes guard_classes;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(guard_classes, guard_classes_free)

#endif /* RULES_GUARDCLASS_H */
