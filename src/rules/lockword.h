/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's locking calls and guard classes do, by their names.
 */
#ifndef RULES_LOCKWORD_H
#define RULES_LOCKWORD_H

#include <glib.h>
#include <stdbool.h>

#include "format/csource.h"

/** enum lock_op - what a call does to the lock that is its first argument */
enum lock_op {
	LOCK_NONE,
	LOCK_TAKE,
	LOCK_TRY,
	LOCK_DROP,
	LOCK_ASSERT,
	LOCK_KEEP,	/* looks at it, or gives it up and takes it again */
};

/**
 * struct lockword - a locking call or guard class
 * @op: what it does
 * @mode: 'W' write, 'R' read, 'S' spinning without such modes, 'M' may sleep; 'A' for an
 *        assertion that does not say how
 * @irq: it turns interrupts off, or on again
 * @owner: the argument is the struct that holds the lock, not the lock
 */
struct lockword {
	enum lock_op op;
	char mode;
	bool irq;
	bool owner;
};

/** lockword_call() - what a function of this name does; op is LOCK_NONE for others */
struct lockword lockword_call(const struct ctoken *name);

/** lockword_guard() - what guard(class) takes; op is LOCK_NONE for what is no lock */
struct lockword lockword_guard(const struct ctoken *class);

/** lockword_sleeps() - may a call of this name sleep? Knows the common ones only */
bool lockword_sleeps(const struct ctoken *name);

#endif /* RULES_LOCKWORD_H */
