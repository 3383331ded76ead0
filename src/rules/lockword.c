// SPDX-License-Identifier: GPL-2.0-only
/*
 * The names are regular: KIND_OP with a suffix for interrupts.  Sources:
 * include/linux/rwlock.h, spinlock.h, mutex.h, rwsem.h, lockdep.h, cleanup.h,
 * kvm_host.h (KVM_MMU_LOCK takes mmu_lock of a VM, for write where that is a
 * rwlock).
 */
#include "rules/lockword.h"

#include <string.h>

static const struct {
	const char *name;
	struct lockword word;
} words[] = {
	{ "KVM_MMU_LOCK", { LOCK_TAKE, 'W', .owner = true } },
	{ "KVM_MMU_UNLOCK", { LOCK_DROP, 'W', .owner = true } },
	{ "lockdep_assert_held_write", { LOCK_ASSERT, 'W' } },
	{ "lockdep_assert_held_exclusive", { LOCK_ASSERT, 'W' } },
	{ "lockdep_assert_held_read", { LOCK_ASSERT, 'R' } },
	{ "lockdep_assert_held", { LOCK_ASSERT, 'A' } },
	{ "lockdep_assert_held_once", { LOCK_ASSERT, 'A' } },
	{ "local_irq_disable", { LOCK_TAKE, 'I', true } },
	{ "local_irq_save", { LOCK_TAKE, 'I', true } },
	{ "local_irq_enable", { LOCK_DROP, 'I', true } },
	{ "local_irq_restore", { LOCK_DROP, 'I', true } },
	{ "lockdep_assert_irqs_disabled", { LOCK_TAKE, 'I', true } },
	{ "cond_resched_rwlock_write", { LOCK_KEEP } },
	{ "cond_resched_rwlock_read", { LOCK_KEEP } },
	{ "cond_resched_lock", { LOCK_KEEP } },
	{ "rwlock_needbreak", { LOCK_KEEP } },
	{ "rwlock_is_contended", { LOCK_KEEP } },
	{ "spin_needbreak", { LOCK_KEEP } },
	{ "spin_is_contended", { LOCK_KEEP } },
	{ "rwlock_init", { LOCK_KEEP } },
	{ "spin_lock_init", { LOCK_KEEP } },
	{ "mutex_init", { LOCK_KEEP } },
	{ "lockdep_is_held", { LOCK_KEEP } },
	{ "lockdep_assert_not_held", { LOCK_KEEP } },
	{ "lockdep_set_class", { LOCK_KEEP } },
	{ "sizeof", { LOCK_KEEP } },
	{ "mutex_lock_interruptible", { LOCK_TRY, 'M' } },
	{ "mutex_lock_killable", { LOCK_TRY, 'M' } },
	{ "down_read", { LOCK_TAKE, 'M' } },
	{ "down_write", { LOCK_TAKE, 'M' } },
	{ "up_read", { LOCK_DROP, 'M' } },
	{ "up_write", { LOCK_DROP, 'M' } },
};

static const struct {
	const char *prefix;
	char mode;
} kinds[] = {
	{ "write_", 'W' }, { "read_", 'R' }, { "spin_", 'S' }, { "raw_spin_", 'S' },
	{ "raw_write_", 'W' }, { "raw_read_", 'R' }, { "_raw_write_", 'W' },
	{ "_raw_read_", 'R' }, { "_raw_spin_", 'S' }, { "mutex_", 'M' },
};

static const struct {
	const char *text;
	enum lock_op op;
} ops[] = {
	{ "lock", LOCK_TAKE }, { "trylock", LOCK_TRY }, { "unlock", LOCK_DROP },
};

/* what may stand behind the operation */
static bool read_suffix(const char *text, bool *irq)
{
	static const char *const suffixes[] = { "_bh", "_nested", "_nest_lock", "_io" };

	*irq = !strcmp(text, "_irq") || !strcmp(text, "_irqsave") ||
	       !strcmp(text, "_irqrestore") || !strcmp(text, "_irqsave_nested");
	if (!*text || *irq)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
		if (!strcmp(text, suffixes[i]))
			return true;
	}
	return false;
}

static struct lockword read_name(const char *name)
{
	struct lockword word = { LOCK_NONE };

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		const char *op = name + strlen(kinds[i].prefix);

		if (!g_str_has_prefix(name, kinds[i].prefix))
			continue;
		for (size_t j = 0; j < G_N_ELEMENTS(ops); j++) {
			bool irq;

			if (g_str_has_prefix(op, ops[j].text) &&
			    read_suffix(op + strlen(ops[j].text), &irq)) {
				word.op = ops[j].op;
				word.mode = kinds[i].mode;
				word.irq = irq;
				return word;
			}
		}
	}
	return word;
}

struct lockword lockword_call(const struct ctoken *name)
{
	g_autofree char *text = g_strndup(name->text, name->size);

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (!strcmp(words[i].name, text))
			return words[i].word;
	}
	return read_name(text);
}

/* the classes that are no locks: nothing is held that matters */
static bool is_harmless_class(const char *text)
{
	static const char *const classes[] = { "rcu", "srcu", "preempt", "migrate",
					       "cpus_read_lock", "kvfree", "device", "task_lock",
					       "srcu_fast" };

	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++) {
		if (!strcmp(text, classes[i]))
			return true;
	}
	return false;
}

struct lockword lockword_guard(const struct ctoken *class)
{
	g_autofree char *text = g_strndup(class->text, class->size);
	static const struct {
		const char *class;
		struct lockword word;
	} classes[] = {
		{ "irq", { LOCK_TAKE, 'I', true } },
		{ "irqsave", { LOCK_TAKE, 'I', true } },
		{ "spinlock", { LOCK_TAKE, 'S' } },
		{ "spinlock_bh", { LOCK_TAKE, 'S' } },
		{ "spinlock_irq", { LOCK_TAKE, 'S', true } },
		{ "spinlock_irqsave", { LOCK_TAKE, 'S', true } },
		{ "raw_spinlock", { LOCK_TAKE, 'S' } },
		{ "raw_spinlock_bh", { LOCK_TAKE, 'S' } },
		{ "raw_spinlock_nested", { LOCK_TAKE, 'S' } },
		{ "raw_spinlock_irq", { LOCK_TAKE, 'S', true } },
		{ "raw_spinlock_irqsave", { LOCK_TAKE, 'S', true } },
		{ "mutex", { LOCK_TAKE, 'M' } },
		{ "rwsem_read", { LOCK_TAKE, 'M' } },
		{ "rwsem_write", { LOCK_TAKE, 'M' } },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(classes); i++) {
		if (!strcmp(classes[i].class, text))
			return classes[i].word;
	}
	if (is_harmless_class(text))
		return (struct lockword){ LOCK_KEEP };
	return read_name(text);
}

bool lockword_sleeps(const struct ctoken *name)
{
	static const char *const sleepers[] = {
		"mutex_lock", "mutex_lock_nested", "mutex_lock_interruptible",
		"mutex_lock_killable", "down_read", "down_write", "cpus_read_lock", "might_sleep",
		"cond_resched", "schedule", "schedule_timeout", "msleep", "usleep_range", "fsleep",
		"ssleep", "copy_from_user", "copy_to_user", "get_user", "put_user",
		"get_user_pages_fast", "synchronize_rcu", "synchronize_srcu", "flush_work",
		"cancel_work_sync", "smp_call_on_cpu", "smp_call_function_single",
		"smp_call_function_many", "on_each_cpu", "on_each_cpu_mask", "wait_for_completion",
		"wait_event", "vmalloc", "vzalloc", "vfree", "kvfree", "kvmalloc", "GFP_KERNEL",
		"GFP_KERNEL_ACCOUNT", "GFP_USER", "GFP_HIGHUSER", "__GFP_DIRECT_RECLAIM",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(sleepers); i++) {
		if (ctoken_is(name, sleepers[i]))
			return true;
	}
	return false;
}
