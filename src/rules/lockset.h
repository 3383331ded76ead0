/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One state of the locks as a text, "vcpu->kvm=W;": equal states are equal
 * texts, and a set of states is a hash table.
 */
#ifndef RULES_LOCKSET_H
#define RULES_LOCKSET_H

#include <glib.h>

/* names of what is no lock; no expression is spelled so */
#define LOCKSET_IRQ "#irq"
#define LOCKSET_UNCLEAR "#unclear"

/** lockset_get() - how @lock is held: a letter, or '\0' when the state says nothing */
char lockset_get(const char *set, const char *lock);

/** lockset_put() - the state with @lock held as @mode; '\0' takes it out */
char *lockset_put(const char *set, const char *lock, char mode);

/** lockset_each() - call @visit with every lock and mode */
void lockset_each(const char *set, void (*visit)(const char *lock, char mode, void *data),
		  void *data);

#endif /* RULES_LOCKSET_H */
