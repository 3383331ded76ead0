// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a ported tdx_td_vcpu_init() down every path.
 *
 *	gcc -std=gnu11 -Wall -I DIR tdr-exclusive-harness.c -o harness && ./harness
 *
 * DIR/ported.inc holds the text of the function, cut from a tree.  What it
 * calls is stubbed below.  A stub that can fail asks choose(), and main()
 * repeats the function until every combination of answers was given, so each
 * way through it is taken.  Locks are recorded by address and class.
 *
 * On every path: mmu_lock of the vCPU's own VM is held for write, once, at
 * tdh_vp_init(); it is never taken twice, nothing sleeps under it, every lock
 * is free at the return, an error of a stub becomes an error of the function.
 *
 * Exit status 0 and a summary line, or 1 and a line for each thing that is wrong,
 * with the first path it was found on.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#pragma GCC diagnostic error "-Wincompatible-pointer-types"
#pragma GCC diagnostic error "-Wint-conversion"
#pragma GCC diagnostic error "-Wimplicit-function-declaration"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef u64 phys_addr_t;
typedef u64 hpa_t;
typedef unsigned int gfp_t;

/*
 * Paths
 */

enum {
	MAX_PATHS = 200000,
	MAX_CHOICES = 64,	/* on one path */
	MAX_STEPS = 10000,	/* calls of stubs on one path: a loop that does not end */
	MAX_LINES = 20,		/* different complaints printed */
	MAX_LINE = 160,
};

#ifndef MAX_SECONDS
#define MAX_SECONDS 10
#endif

static int choice[MAX_CHOICES];
static int choices_at[MAX_CHOICES];
static int depth, known;
static unsigned int paths, failed, steps;
static sigjmp_buf path_end;

/* each complaint once, with the first path that it is true of */
static void complain(const char *what)
{
	static char said[MAX_LINES][MAX_LINE];

	for (int i = 0; i < MAX_LINES; i++) {
		if (!strcmp(said[i], what))
			return;
		if (!said[i][0]) {
			strcpy(said[i], what);
			printf("path %u: %s\n", paths, what);
			return;
		}
	}
}

__attribute__((noreturn, format(printf, 1, 2)))
static void violation(const char *format, ...)
{
	char what[MAX_LINE];
	va_list ap;

	va_start(ap, format);
	vsnprintf(what, sizeof(what), format, ap);
	va_end(ap);
	complain(what);
	failed++;
	siglongjmp(path_end, 1);
}

static void step(void)
{
	if (++steps > MAX_STEPS)
		violation("does not end: more than %d calls", MAX_STEPS);
}

/* one of 0 to n - 1; every combination comes up on some path */
static int choose(int n)
{
	step();
	if (depth == MAX_CHOICES)
		violation("more than %d choices on one path", MAX_CHOICES);
	if (depth == known) {
		choice[known] = 0;
		choices_at[known++] = n;
	}
	return choice[depth++];
}

/* the next combination; false when all were run */
static bool next_path(void)
{
	known = depth;
	while (known && choice[known - 1] + 1 == choices_at[known - 1])
		known--;
	if (known)
		choice[known - 1]++;
	return known;
}

static void crashed(int number)
{
	if (number == SIGALRM) {
		printf("path %u: does not end\n", paths);
		fflush(stdout);
		_exit(1);
	}
	violation("crashes with signal %d", number);
}

/*
 * Locks
 */

enum lock_class { SPIN, READ, WRITE, MUTEX, SEM_READ, SEM_WRITE, NR_CLASSES };

static const char *const class_names[] = {
	"spin-locked", "read-held", "write-held", "held as a mutex",
	"read-held as a semaphore", "write-held as a semaphore",
};

static struct lock_record {
	const void *lock;
	int held[NR_CLASSES];
} locks[16];

static int atomic_depth;

static struct lock_record *lock_record(const void *lock, bool make)
{
	for (size_t i = 0; i < sizeof(locks) / sizeof(locks[0]); i++) {
		if (!locks[i].lock && make)
			locks[i].lock = lock;
		if (locks[i].lock == lock)
			return &locks[i];
	}
	return NULL;
}

static const char *lock_name(const void *lock);

static void sleeps(const char *what)
{
	step();
	if (atomic_depth)
		violation("%s may sleep, with a spinning lock held", what);
}

static void lock_take(const void *lock, enum lock_class class, const char *what)
{
	struct lock_record *record;

	if (!lock)
		violation("%s of a NULL lock", what);
	if (class >= MUTEX)
		sleeps(what);
	step();
	record = lock_record(lock, true);
	if (!record)
		violation("more locks than the harness knows");
	for (int i = 0; i < NR_CLASSES; i++) {
		if (record->held[i])
			violation("%s of %s, which is %s already: deadlock", what,
				  lock_name(lock), class_names[i]);
	}
	record->held[class]++;
	if (class < MUTEX)
		atomic_depth++;
}

static void lock_drop(const void *lock, enum lock_class class, const char *what)
{
	struct lock_record *record = lock ? lock_record(lock, false) : NULL;

	step();
	if (!record || !record->held[class])
		violation("%s of %s, which is not %s", what, lock_name(lock),
			  class_names[class]);
	record->held[class]--;
	if (class < MUTEX)
		atomic_depth--;
}

static bool lock_is(const void *lock, enum lock_class class)
{
	const struct lock_record *record = lock_record(lock, false);

	return record && record->held[class];
}

typedef struct { char spin; } spinlock_t;
typedef struct { char raw; } raw_spinlock_t;
typedef struct { char rw; } rwlock_t;
struct mutex { char owner; };
struct rw_semaphore { char count; };

#define LOCK_PAIR(type, take, drop, class)						\
static inline void take(type *lock) { lock_take(lock, class, #take "()"); }		\
static inline void drop(type *lock) { lock_drop(lock, class, #drop "()"); }

LOCK_PAIR(spinlock_t, spin_lock, spin_unlock, SPIN)
LOCK_PAIR(spinlock_t, spin_lock_irq, spin_unlock_irq, SPIN)
LOCK_PAIR(spinlock_t, spin_lock_bh, spin_unlock_bh, SPIN)
LOCK_PAIR(raw_spinlock_t, raw_spin_lock, raw_spin_unlock, SPIN)
LOCK_PAIR(raw_spinlock_t, raw_spin_lock_irq, raw_spin_unlock_irq, SPIN)
LOCK_PAIR(rwlock_t, read_lock, read_unlock, READ)
LOCK_PAIR(rwlock_t, read_lock_irq, read_unlock_irq, READ)
LOCK_PAIR(rwlock_t, read_lock_bh, read_unlock_bh, READ)
LOCK_PAIR(rwlock_t, write_lock, write_unlock, WRITE)
LOCK_PAIR(rwlock_t, write_lock_irq, write_unlock_irq, WRITE)
LOCK_PAIR(rwlock_t, write_lock_bh, write_unlock_bh, WRITE)
LOCK_PAIR(struct mutex, mutex_lock, mutex_unlock, MUTEX)
LOCK_PAIR(struct rw_semaphore, down_read, up_read, SEM_READ)
LOCK_PAIR(struct rw_semaphore, down_write, up_write, SEM_WRITE)

/* a trylock may fail even when the lock is free */
static inline int write_trylock(rwlock_t *lock)
{
	if (choose(2))
		return 0;
	lock_take(lock, WRITE, "write_trylock()");
	return 1;
}

#define lockdep_assert_held_write(l)							\
	(lock_is(l, WRITE) ? (void)0 : violation("%s is not write-held as asserted", #l))
#define lockdep_assert_held(l)								\
	(lock_is(l, WRITE) || lock_is(l, READ) || lock_is(l, SPIN) || lock_is(l, MUTEX) ? \
	 (void)0 : violation("%s is not held as asserted", #l))

#define might_sleep()		sleeps("might_sleep()")
#define cond_resched()		sleeps("cond_resched()")
#define schedule()		sleeps("schedule()")
#define msleep(ms)		((void)(ms), sleeps("msleep()"))

/*
 * cleanup.h
 */

#define __cleanup(f)	__attribute__((__unused__, __cleanup__(f)))
#define __paste2(a, b)	a##b
#define __paste(a, b)	__paste2(a, b)

#define LOCK_GUARD(name, type, take, drop)						\
typedef struct { type *lock; } class_##name##_t;					\
static inline class_##name##_t class_##name##_constructor(type *lock)			\
{											\
	take(lock);									\
	return (class_##name##_t){ lock };						\
}											\
static inline void class_##name##_destructor(class_##name##_t *g)			\
{											\
	if (g->lock)									\
		drop(g->lock);								\
}											\
static inline void *class_##name##_lock_ptr(class_##name##_t *g)			\
{											\
	return g->lock;									\
}

LOCK_GUARD(spinlock, spinlock_t, spin_lock, spin_unlock)
LOCK_GUARD(spinlock_irq, spinlock_t, spin_lock_irq, spin_unlock_irq)
LOCK_GUARD(raw_spinlock, raw_spinlock_t, raw_spin_lock, raw_spin_unlock)
LOCK_GUARD(raw_spinlock_irq, raw_spinlock_t, raw_spin_lock_irq, raw_spin_unlock_irq)
LOCK_GUARD(read_lock, rwlock_t, read_lock, read_unlock)
LOCK_GUARD(read_lock_irq, rwlock_t, read_lock_irq, read_unlock_irq)
LOCK_GUARD(write_lock, rwlock_t, write_lock, write_unlock)
LOCK_GUARD(write_lock_irq, rwlock_t, write_lock_irq, write_unlock_irq)
LOCK_GUARD(mutex, struct mutex, mutex_lock, mutex_unlock)
LOCK_GUARD(rwsem_read, struct rw_semaphore, down_read, up_read)
LOCK_GUARD(rwsem_write, struct rw_semaphore, down_write, up_write)

#define CLASS(name, var)								\
	class_##name##_t var __cleanup(class_##name##_destructor) =			\
		class_##name##_constructor
#define guard(name)	CLASS(name, __paste(guard_, __COUNTER__))
#define __scoped_guard(name, label, args...)						\
	for (CLASS(name, scope)(args); class_##name##_lock_ptr(&scope);			\
	     ({ goto label; }))								\
		if (0) {								\
label:											\
			break;								\
		} else
#define scoped_guard(name, args...)							\
	__scoped_guard(name, __paste(label_, __COUNTER__), args)

/*
 * Memory
 */

#define ENOMEM		12
#define EIO		5
#define EBUSY		16
#define EINVAL		22
#define EAGAIN		11
#define GFP_SLEEPS	0x400u
#define GFP_KERNEL	(0xcc0u | GFP_SLEEPS)
#define GFP_KERNEL_ACCOUNT (0x400cc0u | GFP_SLEEPS)
#define GFP_ATOMIC	0x820u
#define __GFP_ZERO	0x100u
#define PAGE_SIZE	4096UL

#define likely(x)	(x)
#define unlikely(x)	(x)

struct page {
	bool allocated;
	bool module;		/* given to the TDX module */
};

static struct page pages[32];
static void *blocks[32];
static int failures;		/* stubs that failed on this path */

static struct page *alloc_page(gfp_t gfp)
{
	if (gfp & GFP_SLEEPS)
		sleeps("alloc_page(GFP_KERNEL)");
	if (choose(2)) {
		failures++;
		return NULL;
	}
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		if (!pages[i].allocated) {
			pages[i].allocated = true;
			return &pages[i];
		}
	}
	violation("allocates more pages than the harness has");
}

static void __free_page(struct page *page)
{
	step();
	if (!page || !page->allocated)
		violation("frees a page that is not allocated");
	if (page->module)
		violation("frees a page that the TDX module has");
	page->allocated = false;
}

static void clear_highpage(struct page *page)
{
	step();
	if (!page || !page->allocated)
		violation("clears a page that is not allocated");
}

static inline void tdx_reclaim_control_page(struct page *page)
{
	step();
	if (!page || !page->allocated)
		violation("reclaims a page that is not allocated");
	page->module = false;
	page->allocated = false;
}

static phys_addr_t page_to_phys(struct page *page)
{
	return 0x1000 + 0x1000 * (page - pages);
}

static void *allocate(size_t n, size_t size, gfp_t gfp, const char *what)
{
	if (gfp & GFP_SLEEPS)
		sleeps(what);
	if (choose(2)) {
		failures++;
		return NULL;
	}
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (!blocks[i])
			return blocks[i] = calloc(n + 1, size + 1);
	}
	violation("allocates more memory than the harness has");
}

static inline void kfree(const void *p)
{
	step();
	if (!p)
		return;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (blocks[i] == p) {
			free(blocks[i]);
			blocks[i] = NULL;
			return;
		}
	}
	violation("frees memory that is not allocated");
}

#define kcalloc(n, size, gfp)		allocate(n, size, gfp, "kcalloc(GFP_KERNEL)")
#define kmalloc_array(n, size, gfp)	allocate(n, size, gfp, "kmalloc_array(GFP_KERNEL)")
#define kzalloc(size, gfp)		allocate(1, size, gfp, "kzalloc(GFP_KERNEL)")
#define kmalloc(size, gfp)		allocate(1, size, gfp, "kmalloc(GFP_KERNEL)")
#define copy_from_user(to, from, n)	(sleeps("copy_from_user()"), memcpy(to, from, n), 0UL)

/*
 * KVM and the TDX module
 */

#define KVM_MP_STATE_RUNNABLE	0
#define NOT_RUNNABLE		77

struct kvm {
	rwlock_t mmu_lock;
	struct mutex lock;
	struct mutex slots_lock;
	bool vm_bugged;
};

struct kvm_vcpu {
	struct kvm *kvm;
	int vcpu_id;
	int vcpu_idx;
	struct mutex mutex;
	struct { u32 mp_state; } arch;
};

struct tdx_td {
	struct page *tdr_page;
	struct page **tdcs_pages;
	int tdcs_nr_pages;
	int tdcx_nr_pages;
};

struct tdx_vp {
	struct page *tdvpr_page;
	phys_addr_t tdvpr_pa;
	struct page **tdcx_pages;
};

struct kvm_tdx {
	struct kvm kvm;
	struct tdx_td td;
	int state;
};

struct vcpu_tdx {
	struct kvm_vcpu vcpu;
	struct tdx_vp vp;
	int state;
};

static struct kvm_tdx vm, other_vm;
static struct vcpu_tdx vcpu_under_test;

static const char *lock_name(const void *lock)
{
	if (lock == &vm.kvm.mmu_lock)
		return "mmu_lock";
	if (lock == &other_vm.kvm.mmu_lock)
		return "another VM's mmu_lock";
	if (lock == &vm.kvm.slots_lock)
		return "slots_lock";
	if (lock == &vm.kvm.lock)
		return "kvm->lock";
	return "another lock";
}

static inline struct kvm_tdx *to_kvm_tdx(struct kvm *kvm)
{
	return (struct kvm_tdx *)((char *)kvm - offsetof(struct kvm_tdx, kvm));
}

static inline struct vcpu_tdx *to_tdx(struct kvm_vcpu *vcpu)
{
	return (struct vcpu_tdx *)((char *)vcpu - offsetof(struct vcpu_tdx, vcpu));
}

static inline bool kvm_bug_on(bool bug, struct kvm *kvm)
{
	step();
	if (bug)
		kvm->vm_bugged = true;
	return bug;
}

#define KVM_BUG_ON(cond, kvm)		kvm_bug_on(!!(cond), kvm)
#define TDX_BUG_ON(err, fn, kvm)	kvm_bug_on(!!(err), kvm)
#define WARN_ON_ONCE(cond)		(!!(cond))
#define pr_tdx_error(fn, err)		((void)(err))
#define pr_err_ratelimited(...)		((void)0)
#define KVM_MMU_LOCK(kvm)		write_lock(&(kvm)->mmu_lock)
#define KVM_MMU_UNLOCK(kvm)		write_unlock(&(kvm)->mmu_lock)

#define TDX_OPERAND_BUSY	0x8000020000000080ULL
#define TDX_SW_ERROR		0xffffff0000000000ULL
#define VCPU_RCX		0x1234ULL

static inline bool tdx_operand_busy(u64 err)
{
	return err >> 32 == TDX_OPERAND_BUSY >> 32;
}

static int created, added, init_calls, init_failed;
static unsigned int all_init_calls, returns;

static u64 seamcall(void)
{
	if (!choose(2))
		return 0;
	failures++;
	return TDX_SW_ERROR;
}

static inline u64 tdh_vp_create(struct tdx_td *td, struct tdx_vp *vp)
{
	u64 err = seamcall();

	if (td != &vm.td || vp != &vcpu_under_test.vp || !vp->tdvpr_page)
		violation("tdh_vp_create() of something else than the vCPU");
	if (!err) {
		created++;
		vp->tdvpr_page->module = true;
	}
	return err;
}

static inline u64 tdh_vp_addcx(struct tdx_vp *vp, struct page *page)
{
	u64 err = seamcall();

	if (vp != &vcpu_under_test.vp || !page || !page->allocated)
		violation("tdh_vp_addcx() of something else than a page for the vCPU");
	if (!err) {
		added++;
		page->module = true;
	}
	return err;
}

static void check_locks_at_init(void)
{
	if (!lock_is(&vm.kvm.mmu_lock, WRITE))
		violation("tdh_vp_init() without mmu_lock write-held%s",
			  lock_is(&vm.kvm.mmu_lock, READ) ? " (it is read-held)" :
			  atomic_depth ? " (another lock is held)" : "");
	if (atomic_depth != 1)
		violation("tdh_vp_init() with %d spinning locks held, not 1", atomic_depth);
}

static u64 tdh_vp_init(struct tdx_vp *vp, u64 initial_rcx, u32 x2apicid)
{
	int answer;

	all_init_calls++;
	check_locks_at_init();
	if (++init_calls > 1)
		violation("tdh_vp_init() a second time");
	if (vp != &vcpu_under_test.vp || initial_rcx != VCPU_RCX ||
	    x2apicid != (u32)vcpu_under_test.vcpu.vcpu_id)
		violation("tdh_vp_init() with other arguments than the vCPU's");
	if (!created || added != vm.td.tdcx_nr_pages)
		violation("tdh_vp_init() of a vCPU that is not complete");
	answer = choose(3);
	if (!answer)
		return 0;
	failures++;
	init_failed++;
	return answer == 1 ? TDX_OPERAND_BUSY : TDX_SW_ERROR;
}

#include "ported.inc"

/*
 * The run
 */

static void check_return(int result)
{
	bool runnable = vcpu_under_test.vcpu.arch.mp_state == KVM_MP_STATE_RUNNABLE;

	for (size_t i = 0; i < sizeof(locks) / sizeof(locks[0]); i++) {
		for (int class = 0; class < NR_CLASSES; class++) {
			if (locks[i].held[class])
				violation("returns %d with %s %s", result,
					  lock_name(locks[i].lock), class_names[class]);
		}
	}
	if (result > 0 || result < -4095)
		violation("returns %d, which is no error number", result);
	if (!result && failures)
		violation("returns 0 although %s failed",
			  init_failed ? "tdh_vp_init()" : "a call");
	if (result && !failures)
		violation("returns %d although nothing failed", result);
	if (!result && init_calls != 1)
		violation("returns 0 without a call of tdh_vp_init()");
	if (runnable == !!result)
		violation("returns %d and leaves the vCPU %srunnable", result,
			  runnable ? "" : "not ");
}

/* an uninitialised variable shall not look like a lucky NULL */
static __attribute__((noinline)) void poison_stack(void)
{
	volatile unsigned char garbage[16384];

	for (size_t i = 0; i < sizeof(garbage); i++)
		garbage[i] = 0xa5;
}

static void reset(void)
{
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		free(blocks[i]);
		blocks[i] = NULL;
	}
	memset(pages, 0, sizeof(pages));
	memset(locks, 0, sizeof(locks));
	memset(&vm, 0, sizeof(vm));
	memset(&other_vm, 0, sizeof(other_vm));
	memset(&vcpu_under_test, 0, sizeof(vcpu_under_test));
	vcpu_under_test.vcpu.kvm = &vm.kvm;
	vcpu_under_test.vcpu.arch.mp_state = NOT_RUNNABLE;
	created = added = init_calls = init_failed = failures = atomic_depth = 0;
	steps = depth = 0;
	paths++;
}

static void run_path(void)
{
	int result;

	reset();
	vm.td.tdcx_nr_pages = choose(3);
	vcpu_under_test.vcpu.vcpu_id = choose(2);
	poison_stack();
	result = tdx_td_vcpu_init(&vcpu_under_test.vcpu, VCPU_RCX);
	check_return(result);
	returns++;
}

static void watch_crashes(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGALRM };
	struct sigaction action = { .sa_handler = crashed };

	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
	alarm(MAX_SECONDS);
}

static int summary(bool complete)
{
	if (!complete) {
		printf("stopped after %u paths: not every path was run\n", paths);
		return 1;
	}
	if (!all_init_calls) {
		printf("no path of %u calls tdh_vp_init()\n", paths);
		return 1;
	}
	if (failed) {
		printf("%u of %u paths are wrong\n", failed, paths);
		return 1;
	}
	printf("%u paths, %u calls of tdh_vp_init, all under write-held mmu_lock\n", returns,
	       all_init_calls);
	return 0;
}

int main(void)
{
	/* kept in memory, not in a register that siglongjmp() would reset */
	static bool more;

	/* stubs that this version of the function does not use */
	(void)clear_highpage;
	(void)&write_trylock;

	watch_crashes();
	do {
		if (!sigsetjmp(path_end, 1))
			run_path();
		more = next_path();
	} while (more && paths < MAX_PATHS);
	return summary(!more);
}
