/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a fixture runs on: locks that count, memory that is watched, and a choose()
 * that goes every way.  Everything that happens is printed, path by path, so that
 * two programs that print the same did the same in the same order.
 *
 * Without LOWERED there are guards, with the meaning of the kernel's cleanup.h; with it
 * there are none, and what was not lowered does not build.
 */
#ifndef STUBS_H
#define STUBS_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EINTR 4
#define EBUSY 16
#define EINVAL 22
#define ENOMEM 12
#define MAX_CHOICES 20
#define MAX_STEPS 400
#define IS_ERR(p) ((unsigned long)(p) >= (unsigned long)-4095)
#define IS_ERR_OR_NULL(p) (!(p) || IS_ERR(p))
#define ERR_PTR(e) ((void *)(long)(e))
#define PTR_ERR(p) ((long)(p))

static int choices[MAX_CHOICES], n_choices, at_choice, steps, held;

static void note(const char *what, const void *of)
{
	if (++steps > MAX_STEPS) {
		printf("endless\n");
		exit(1);
	}
	if (of)
		printf(" %s(%s)", what, (const char *)of);
	else
		printf(" %s()", what);
}

/* 0 or 1, and on another path the other */
static inline int choose(const char *what)
{
	if (at_choice == MAX_CHOICES)
		return 0;
	if (at_choice == n_choices)
		choices[n_choices++] = 0;
	printf(" %s=%d", what, choices[at_choice]);
	return choices[at_choice++];
}

static bool next_path(void)
{
	while (n_choices && choices[n_choices - 1])
		n_choices--;
	if (n_choices)
		choices[n_choices - 1] = 1;
	return n_choices;
}

/* locks: the first bytes are the name */
struct mutex { char name[8]; int depth; };
typedef struct { char name[8]; int depth; } spinlock_t;
typedef struct { char name[8]; int depth; } rwlock_t;
struct dev { struct mutex lock; spinlock_t slock; rwlock_t rwlock; struct dev *next; int value;
	     struct mutex *other; };

#define LOCK(name, type)							\
static inline void name(type *l) { note(#name, l); l->depth++; held++; }
#define UNLOCK(name, type)							\
static inline void name(type *l) { note(#name, l); l->depth--; held--; }
LOCK(mutex_lock, struct mutex)
UNLOCK(mutex_unlock, struct mutex)
LOCK(spin_lock, spinlock_t)
UNLOCK(spin_unlock, spinlock_t)
LOCK(write_lock, rwlock_t)
UNLOCK(write_unlock, rwlock_t)
LOCK(read_lock, rwlock_t)
UNLOCK(read_unlock, rwlock_t)

static inline int mutex_trylock(struct mutex *l)
{
	if (!choose("try"))
		return 0;
	mutex_lock(l);
	return 1;
}

static inline int mutex_lock_interruptible(struct mutex *l)
{
	if (choose("interrupted"))
		return -EINTR;
	mutex_lock(l);
	return 0;
}

static unsigned long next_flags = 100;
#define spin_lock_irqsave(l, flags) do { spin_lock(l); (flags) = next_flags++; } while (0)
static inline void spin_unlock_irqrestore(spinlock_t *l, unsigned long flags)
{
	printf(" flags=%lu", flags);
	spin_unlock(l);
}

static inline void rcu_read_lock(void) { note("rcu_read_lock", NULL); held++; }
static inline void rcu_read_unlock(void) { note("rcu_read_unlock", NULL); held--; }
static inline void dev_lock(struct dev *d) { note("dev_lock", &d->lock); held++; }
static inline void dev_unlock(struct dev *d) { note("dev_unlock", &d->lock); held--; }
static inline int srcu_lock(struct dev *d) { note("srcu_lock", &d->lock); held++; return 7; }
static inline void srcu_unlock(struct dev *d, int idx)
{
	printf(" idx=%d", idx);
	note("srcu_unlock", &d->lock);
	held--;
}

/* memory: the first bytes are the name */
static char pool[8][8];
static int n_pool;
static inline void *alloc(const char *what)
{
	if (choose(what))
		return NULL;
	held++;
	snprintf(pool[n_pool], 8, "%.6s%d", what, n_pool);
	return pool[n_pool++];
}
static inline void *alloc_err(const char *what)
{
	void *p = alloc(what);

	return p ? p : ERR_PTR(-ENOMEM);
}
static inline void kfree(const void *p) { note("kfree", p); held -= !!p; }
static inline void put(void *p) { note("put", p); held--; }
static inline void give(void *p) { note("give", p ? p : "null"); held -= !!p; }
static inline int open_fd(const char *name) { held++; note("open", name); return choose("fd") ? 3 : 4; }
static inline void close_fd(int fd) { printf(" close=%d", fd); held--; }

static inline int g(int x) { printf(" g(%d)", x); return choose("g"); }

static struct dev a = { { "a", 0 }, { "as", 0 }, { "ar", 0 }, NULL, 5, NULL };
static struct dev b = { { "b", 0 }, { "bs", 0 }, { "br", 0 }, &a, 6, &a.lock };
static struct dev *global = &a;
static struct mutex big = { "big", 0 };
static inline struct dev *pick(struct dev *d) { note("pick", &d->lock); return d; }

#ifndef LOWERED
#define JOIN2(x, y) x##y
#define JOIN(x, y) JOIN2(x, y)
#define UNIQUE(x) JOIN(x, __COUNTER__)

#define DEFINE_FREE(name, type, free)						\
	static inline void free_##name(void *p) { type _T = *(type *)p; free; }
#define __free(name) __attribute__((cleanup(free_##name)))
#define DEFINE_CLASS(name, type, exit, init, args...)				\
	typedef type class_##name##_t;						\
	static inline void class_##name##_out(type *p) { type _T = *p; exit; }	\
	static inline type class_##name##_in(args) { type t = init; return t; }
#define CLASS(name, var)							\
	class_##name##_t var __attribute__((cleanup(class_##name##_out))) = class_##name##_in
#define DEFINE_GUARD(name, type, lock, unlock)					\
	DEFINE_CLASS(name, type, if (!IS_ERR_OR_NULL(_T)) { unlock; }, ({ lock; _T; }), type _T)	\
	static inline void *class_##name##_ptr(class_##name##_t *t) { return *t; }
#define DEFINE_GUARD_COND(name, ext, lock, cond)				\
	typedef class_##name##_t class_##name##ext##_t;				\
	static inline void class_##name##ext##_out(class_##name##_t *p)		\
	{ class_##name##_out(p); }						\
	static inline class_##name##_t class_##name##ext##_in(class_##name##_t _T) \
	{ int _RET = (lock); return cond ? _T : ERR_PTR(_RET); }		\
	static inline void *class_##name##ext##_ptr(class_##name##_t *t)	\
	{ return IS_ERR(*t) ? NULL : *t; }					\
	static inline int class_##name##ext##_err(class_##name##_t *t)		\
	{ return !*t ? -EBUSY : IS_ERR(*t) ? PTR_ERR(*t) : 0; }
#define DEFINE_LOCK_GUARD_1(name, type, do_lock, unlock, ...)			\
	typedef struct { type *lock; __VA_ARGS__; } class_##name##_t;		\
	static inline void class_##name##_out(class_##name##_t *_T)		\
	{ if (_T->lock) { unlock; } }						\
	static inline class_##name##_t class_##name##_in(type *l)		\
	{ class_##name##_t t = { .lock = l }, *_T = &t; do_lock; return t; }	\
	static inline void *class_##name##_ptr(class_##name##_t *t) { return t->lock; }
#define DEFINE_LOCK_GUARD_0(name, do_lock, unlock, ...)				\
	typedef struct { void *lock; __VA_ARGS__; } class_##name##_t;		\
	static inline void class_##name##_out(class_##name##_t *_T) { unlock; }	\
	static inline class_##name##_t class_##name##_in(void)			\
	{ class_##name##_t t = { .lock = &t }, *_T = &t; do_lock; (void)_T; return t; } \
	static inline void *class_##name##_ptr(class_##name##_t *t) { return t->lock; }
#define guard(name) CLASS(name, UNIQUE(guard))
#define __scoped_guard(name, label, args...)					\
	for (CLASS(name, scope)(args); class_##name##_ptr(&scope); ({ goto label; })) \
		if (0) { label: break; } else
#define scoped_guard(name, args...) __scoped_guard(name, UNIQUE(label), args)
#define __scoped_cond_guard(name, fail, label, args...)				\
	for (CLASS(name, scope)(args); true; ({ goto label; }))			\
		if (!class_##name##_ptr(&scope)) { fail; label: break; } else
#define scoped_cond_guard(name, fail, args...)					\
	__scoped_cond_guard(name, fail, UNIQUE(label), args)
#define ACQUIRE(name, var) CLASS(name, var)
#define ACQUIRE_ERR(name, var) class_##name##_err(var)
#define __get_and_null(p, v) ({ __typeof__(&(p)) _p = &(p); __typeof__(p) _v = *_p; *_p = v; _v; })
#define no_free_ptr(p) ((__typeof__(p))__get_and_null(p, NULL))
#define return_ptr(p) return no_free_ptr(p)
#define retain_and_null_ptr(p) ((void)__get_and_null(p, NULL))
#include "classes.h"
#endif

static int f(struct dev *d, int x);

int main(void)
{
	unsigned long paths = 0;

	do {
		int value;

		at_choice = steps = n_pool = 0;
		held = 0;
		next_flags = 100;
		a.other = &b.lock;
		b.other = &a.lock;
		a.next = &b;
		b.next = NULL;
		global = &a;
		a.value = 5;
		b.value = 6;
		printf("path:");
		value = f(&b, 2);
		printf(" returns %d values %d %d held %d", value, a.value, b.value, held);
		printf(" locks %d %d %d %d %d %d %d\n", a.lock.depth, b.lock.depth, big.depth,
		       a.slock.depth, b.slock.depth, a.rwlock.depth, b.rwlock.depth);
		a.lock.depth = b.lock.depth = big.depth = 0;
		a.slock.depth = b.slock.depth = a.rwlock.depth = b.rwlock.depth = 0;
		/* what was not explored on this path is not part of it */
		n_choices = at_choice < n_choices ? at_choice : n_choices;
	} while (++paths < 100000 && next_path());
	printf("%lu paths\n", paths);
	return 0;
}

#endif /* STUBS_H */
