// SPDX-License-Identifier: GPL-2.0-only
/// tdh_vp_init() must run with mmu_lock held for write exactly once, and every
/// way out must release it.
///
// Reports wrong shapes around tdh_vp_init(); silent on right code, whether the
// lock is spelled with scoped_guard(), guard() or explicit calls.  It sees
// shapes, not values: what it is silent on still has to be executed.
//
// Confidence: High
// Copyright: (C) 2026 The backstitch authors
// Comments: every virtual after report is one check, its name is the message;
//  report switches all of them on
// Isomorphisms: none; the rule is read in a third of the time, and a block is only a block
// Options: --no-includes

virtual context
virtual report
virtual mmu_lock_is_not_held_for_write
virtual mmu_lock_is_released_before_the_call
virtual mmu_lock_is_taken_twice
virtual mmu_lock_is_still_held_at_a_return
virtual mmu_lock_is_released_without_being_held
virtual the_guard_holds_nothing
virtual the_guard_is_unlocked_by_hand
virtual sleeps_with_mmu_lock_held
virtual a_jump_passes_the_lock_by

// nothing is said of functions without the call, whatever they do to the lock

@target@
symbol write_lock, read_lock;
identifier f;
position pf;
@@

f@pf(...)
{
<+...
tdh_vp_init(...)
...+>
}

// held for write at the call

@in_scoped@
iterator name scoped_guard;
identifier target.f;
position target.pf;
position p;
expression E;
@@

f@pf(...)
{
<+...
scoped_guard(write_lock, \(&E->mmu_lock\|&E.mmu_lock\)) {
<+...
tdh_vp_init@p(...)
...+>
}
...+>
}

@in_scoped_statement@
iterator name scoped_guard;
identifier target.f;
position target.pf;
position p;
expression E, v;
@@

f@pf(...)
{
<+...
scoped_guard(write_lock, \(&E->mmu_lock\|&E.mmu_lock\))
	v = tdh_vp_init@p(...);
...+>
}

// guard() counts only close by and in the same block: its scope cannot be seen here

@in_guard@
identifier target.f;
position target.pf;
position p;
expression E, v;
statement S, S2;
@@

f@pf(...)
{
<+...
guard(write_lock)(\(&E->mmu_lock\|&E.mmu_lock\));
(
v = tdh_vp_init@p(...);
|
S
v = tdh_vp_init@p(...);
|
S
S2
v = tdh_vp_init@p(...);
)
...+>
}

@unheld exists@
identifier target.f;
position target.pf;
position p != {in_scoped.p, in_scoped_statement.p, in_guard.p};
expression E, E3;
@@

f@pf(...)
{
... when != write_lock(\(&E->mmu_lock\|&E.mmu_lock\))
    when != lockdep_assert_held_write(\(&E3->mmu_lock\|&E3.mmu_lock\))
tdh_vp_init@p(...)
... when any
}

@show_unheld depends on context || report || mmu_lock_is_not_held_for_write@
position unheld.p;
@@

*tdh_vp_init@p(...)

// the lock ends before the call

@released exists@
identifier target.f;
position target.pf;
position p != {in_scoped.p, in_scoped_statement.p, in_guard.p};
expression E, E2;
@@

f@pf(...)
{
... when any
write_unlock(\(&E->mmu_lock\|&E.mmu_lock\))
... when != write_lock(\(&E2->mmu_lock\|&E2.mmu_lock\))
tdh_vp_init@p(...)
... when any
}

@show_released depends on context || report || mmu_lock_is_released_before_the_call@
position released.p;
@@

*tdh_vp_init@p(...)

// taken with the lock held: a deadlock

@locked_then_call exists@
identifier target.f;
position target.pf;
identifier lock = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
identifier unlock = {write_unlock, read_unlock, write_unlock_irq, read_unlock_irq, write_unlock_irqrestore, read_unlock_irqrestore, write_unlock_bh, read_unlock_bh};
identifier lock2 = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
position p;
expression E, E2, E3;
@@

f@pf(...)
{
... when any
lock(\(&E->mmu_lock\|&E.mmu_lock\), ...)
... when != unlock(\(&E3->mmu_lock\|&E3.mmu_lock\), ...)
lock2@p(\(&E2->mmu_lock\|&E2.mmu_lock\), ...)
... when any
}

@scoped_then_call@
iterator name scoped_guard;
identifier target.f;
position target.pf;
identifier lock2 = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
identifier class;
position p;
expression E, E2;
@@

f@pf(...)
{
<+...
scoped_guard(class, \(&E->mmu_lock\|&E.mmu_lock\)) {
<+...
lock2@p(\(&E2->mmu_lock\|&E2.mmu_lock\), ...)
...+>
}
...+>
}

@guard_then_call@
identifier target.f;
position target.pf;
identifier lock2 = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
identifier class;
position p;
expression E, E2;
statement S1;
@@

f@pf(...)
{
<+...
guard(class)(\(&E->mmu_lock\|&E.mmu_lock\));
(
lock2@p(\(&E2->mmu_lock\|&E2.mmu_lock\), ...);
|
S1
lock2@p(\(&E2->mmu_lock\|&E2.mmu_lock\), ...);
)
...+>
}

@locked_then_guard exists@
identifier target.f;
position target.pf;
identifier lock = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
identifier unlock = {write_unlock, read_unlock, write_unlock_irq, read_unlock_irq, write_unlock_irqrestore, read_unlock_irqrestore, write_unlock_bh, read_unlock_bh};
position p;
expression E, E2, E3;
identifier class2;
@@

f@pf(...)
{
... when any
lock(\(&E->mmu_lock\|&E.mmu_lock\), ...)
... when != unlock(\(&E3->mmu_lock\|&E3.mmu_lock\), ...)
guard@p(class2)(\(&E2->mmu_lock\|&E2.mmu_lock\))
... when any
}

@scoped_then_guard@
iterator name scoped_guard;
identifier target.f;
position target.pf;
identifier class;
position p;
expression E, E2;
identifier class2;
@@

f@pf(...)
{
<+...
scoped_guard(class, \(&E->mmu_lock\|&E.mmu_lock\)) {
<+...
guard@p(class2)(\(&E2->mmu_lock\|&E2.mmu_lock\))
...+>
}
...+>
}

@guard_then_guard@
identifier target.f;
position target.pf;
identifier class;
position p;
expression E, E2;
identifier class2;
statement S1;
@@

f@pf(...)
{
<+...
guard(class)(\(&E->mmu_lock\|&E.mmu_lock\));
(
guard@p(class2)(\(&E2->mmu_lock\|&E2.mmu_lock\));
|
S1
guard@p(class2)(\(&E2->mmu_lock\|&E2.mmu_lock\));
)
...+>
}

@locked_then_scoped exists@
iterator name scoped_guard;
identifier target.f;
position target.pf;
identifier lock = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
identifier unlock = {write_unlock, read_unlock, write_unlock_irq, read_unlock_irq, write_unlock_irqrestore, read_unlock_irqrestore, write_unlock_bh, read_unlock_bh};
position p;
expression E, E2, E3;
identifier class2;
statement S;
@@

f@pf(...)
{
... when any
lock(\(&E->mmu_lock\|&E.mmu_lock\), ...)
... when != unlock(\(&E3->mmu_lock\|&E3.mmu_lock\), ...)
scoped_guard@p(class2, \(&E2->mmu_lock\|&E2.mmu_lock\)) S
... when any
}

@scoped_then_scoped@
iterator name scoped_guard;
identifier target.f;
position target.pf;
identifier class;
position p;
expression E, E2;
identifier class2;
statement S;
@@

f@pf(...)
{
<+...
scoped_guard(class, \(&E->mmu_lock\|&E.mmu_lock\)) {
<+...
scoped_guard@p(class2, \(&E2->mmu_lock\|&E2.mmu_lock\)) S
...+>
}
...+>
}

@guard_then_scoped@
iterator name scoped_guard;
identifier target.f;
position target.pf;
identifier class;
position p;
expression E, E2;
identifier class2;
statement S;
statement S1;
@@

f@pf(...)
{
<+...
guard(class)(\(&E->mmu_lock\|&E.mmu_lock\));
(
scoped_guard@p(class2, \(&E2->mmu_lock\|&E2.mmu_lock\)) S
|
S1
scoped_guard@p(class2, \(&E2->mmu_lock\|&E2.mmu_lock\)) S
)
...+>
}

@show_locked_then_call depends on context || report || mmu_lock_is_taken_twice@
position locked_then_call.p;
identifier lock;
@@

*lock@p(...)

@show_scoped_then_call depends on context || report || mmu_lock_is_taken_twice@
position scoped_then_call.p;
identifier lock;
@@

*lock@p(...)

@show_guard_then_call depends on context || report || mmu_lock_is_taken_twice@
position guard_then_call.p;
identifier lock;
@@

*lock@p(...)

@show_locked_then_guard depends on context || report || mmu_lock_is_taken_twice@
position locked_then_guard.p;
identifier class;
@@

*guard@p(class)(...)

@show_scoped_then_guard depends on context || report || mmu_lock_is_taken_twice@
position scoped_then_guard.p;
identifier class;
@@

*guard@p(class)(...)

@show_guard_then_guard depends on context || report || mmu_lock_is_taken_twice@
position guard_then_guard.p;
identifier class;
@@

*guard@p(class)(...)

@show_locked_then_scoped depends on context || report || mmu_lock_is_taken_twice@
iterator name scoped_guard;
position locked_then_scoped.p;
identifier class;
statement S;
@@

*scoped_guard@p(class, ...) S

@show_scoped_then_scoped depends on context || report || mmu_lock_is_taken_twice@
iterator name scoped_guard;
position scoped_then_scoped.p;
identifier class;
statement S;
@@

*scoped_guard@p(class, ...) S

@show_guard_then_scoped depends on context || report || mmu_lock_is_taken_twice@
iterator name scoped_guard;
position guard_then_scoped.p;
identifier class;
statement S;
@@

*scoped_guard@p(class, ...) S

// a return with the lock held, or with the unlock of another kind of lock

@leaked exists@
identifier target.f;
position target.pf;
identifier lock = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
identifier unlock = {write_unlock, read_unlock, write_unlock_irq, read_unlock_irq, write_unlock_irqrestore, read_unlock_irqrestore, write_unlock_bh, read_unlock_bh};
position p;
expression E, E2;
@@

f@pf(...)
{
... when any
lock(\(&E->mmu_lock\|&E.mmu_lock\), ...)
... when != unlock(\(&E2->mmu_lock\|&E2.mmu_lock\), ...)
return@p ...;
... when any
}

@leaked_write_lock exists@
identifier target.f;
position target.pf;
position p;
expression E, E2;
@@

f@pf(...)
{
... when any
write_lock(\(&E->mmu_lock\|&E.mmu_lock\))
... when != write_unlock(\(&E2->mmu_lock\|&E2.mmu_lock\))
return@p ...;
... when any
}

@leaked_read_lock exists@
identifier target.f;
position target.pf;
position p;
expression E, E2;
@@

f@pf(...)
{
... when any
read_lock(\(&E->mmu_lock\|&E.mmu_lock\))
... when != read_unlock(\(&E2->mmu_lock\|&E2.mmu_lock\))
return@p ...;
... when any
}

@show_leaked depends on context || report || mmu_lock_is_still_held_at_a_return@
position leaked.p;
@@

*return@p ...;

@show_leaked_write_lock depends on context || report || mmu_lock_is_still_held_at_a_return@
position leaked_write_lock.p;
@@

*return@p ...;

@show_leaked_read_lock depends on context || report || mmu_lock_is_still_held_at_a_return@
position leaked_read_lock.p;
@@

*return@p ...;

// released twice, or never taken

@unlocked_write_lock exists@
identifier target.f;
position target.pf;
position p;
expression E, E2;
@@

f@pf(...)
{
... when != write_lock(\(&E->mmu_lock\|&E.mmu_lock\))
write_unlock@p(\(&E2->mmu_lock\|&E2.mmu_lock\))
... when any
}

@unlocked_twice_write_lock exists@
identifier target.f;
position target.pf;
position p;
expression E, E2, E3;
@@

f@pf(...)
{
... when any
write_unlock(\(&E->mmu_lock\|&E.mmu_lock\))
... when != write_lock(\(&E3->mmu_lock\|&E3.mmu_lock\))
write_unlock@p(\(&E2->mmu_lock\|&E2.mmu_lock\))
... when any
}

@show_unlocked_write_lock depends on context || report || mmu_lock_is_released_without_being_held@
position unlocked_write_lock.p;
@@

*write_unlock@p(...)

@show_unlocked_twice_write_lock depends on context || report || mmu_lock_is_released_without_being_held@
position unlocked_twice_write_lock.p;
@@

*write_unlock@p(...)

@unlocked_read_lock exists@
identifier target.f;
position target.pf;
position p;
expression E, E2;
@@

f@pf(...)
{
... when != read_lock(\(&E->mmu_lock\|&E.mmu_lock\))
read_unlock@p(\(&E2->mmu_lock\|&E2.mmu_lock\))
... when any
}

@unlocked_twice_read_lock exists@
identifier target.f;
position target.pf;
position p;
expression E, E2, E3;
@@

f@pf(...)
{
... when any
read_unlock(\(&E->mmu_lock\|&E.mmu_lock\))
... when != read_lock(\(&E3->mmu_lock\|&E3.mmu_lock\))
read_unlock@p(\(&E2->mmu_lock\|&E2.mmu_lock\))
... when any
}

@show_unlocked_read_lock depends on context || report || mmu_lock_is_released_without_being_held@
position unlocked_read_lock.p;
@@

*read_unlock@p(...)

@show_unlocked_twice_read_lock depends on context || report || mmu_lock_is_released_without_being_held@
position unlocked_twice_read_lock.p;
@@

*read_unlock@p(...)

// a guard around nothing

@nothing@
iterator name scoped_guard;
identifier target.f;
position target.pf;
position p;
expression E;
identifier class;
@@

f@pf(...)
{
<+...
(
scoped_guard@p(class, \(&E->mmu_lock\|&E.mmu_lock\)) { }
|
scoped_guard@p(class, \(&E->mmu_lock\|&E.mmu_lock\))
	;
)
...+>
}

@show_nothing depends on context || report || the_guard_holds_nothing@
iterator name scoped_guard;
position nothing.p;
identifier class;
statement S;
@@

*scoped_guard@p(class, ...) S

// what the guard releases is released by hand

@by_hand@
iterator name scoped_guard;
identifier target.f;
position target.pf;
identifier unlock = {write_unlock, read_unlock, write_unlock_irq, read_unlock_irq, write_unlock_irqrestore, read_unlock_irqrestore, write_unlock_bh, read_unlock_bh};
position p;
expression E, E2;
identifier class;
@@

f@pf(...)
{
<+...
scoped_guard(class, \(&E->mmu_lock\|&E.mmu_lock\)) {
<+...
unlock@p(\(&E2->mmu_lock\|&E2.mmu_lock\), ...)
...+>
}
...+>
}

@show_by_hand depends on context || report || the_guard_is_unlocked_by_hand@
identifier unlock;
position by_hand.p;
@@

*unlock@p(...)

// may sleep under the lock

@scoped_sleep_call@
iterator name scoped_guard;
identifier target.f;
position target.pf;
identifier sleeper = {
	mutex_lock, mutex_lock_nested, mutex_lock_interruptible, mutex_lock_killable,
	down_read, down_write, cpus_read_lock, might_sleep, cond_resched, schedule,
	msleep, usleep_range, copy_from_user, copy_to_user, synchronize_rcu,
	synchronize_srcu, flush_work, smp_call_on_cpu, vmalloc, vfree, kvfree
};
position p;
expression E;
identifier class;
@@

f@pf(...)
{
<+...
scoped_guard(class, \(&E->mmu_lock\|&E.mmu_lock\)) {
<+...
sleeper@p(...)
...+>
}
...+>
}

@locked_sleep_call exists@
identifier target.f;
position target.pf;
identifier sleeper = {
	mutex_lock, mutex_lock_nested, mutex_lock_interruptible, mutex_lock_killable,
	down_read, down_write, cpus_read_lock, might_sleep, cond_resched, schedule,
	msleep, usleep_range, copy_from_user, copy_to_user, synchronize_rcu,
	synchronize_srcu, flush_work, smp_call_on_cpu, vmalloc, vfree, kvfree
};
identifier lock = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
identifier unlock = {write_unlock, read_unlock, write_unlock_irq, read_unlock_irq, write_unlock_irqrestore, read_unlock_irqrestore, write_unlock_bh, read_unlock_bh};
position p;
expression E, E2;
@@

f@pf(...)
{
... when any
lock(\(&E->mmu_lock\|&E.mmu_lock\), ...)
... when != unlock(\(&E2->mmu_lock\|&E2.mmu_lock\), ...)
sleeper@p(...)
... when any
}

@show_scoped_sleep_call depends on context || report || sleeps_with_mmu_lock_held@
position scoped_sleep_call.p;
identifier g;
@@

*g@p(...)

@show_locked_sleep_call depends on context || report || sleeps_with_mmu_lock_held@
position locked_sleep_call.p;
identifier g;
@@

*g@p(...)

@scoped_sleep_gfp@
iterator name scoped_guard;
identifier target.f;
position target.pf;
identifier g;
position p;
expression E;
identifier class;
@@

f@pf(...)
{
<+...
scoped_guard(class, \(&E->mmu_lock\|&E.mmu_lock\)) {
<+...
g@p(..., \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_KERNEL | __GFP_ZERO\), ...)
...+>
}
...+>
}

@locked_sleep_gfp exists@
identifier target.f;
position target.pf;
identifier g;
identifier lock = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
identifier unlock = {write_unlock, read_unlock, write_unlock_irq, read_unlock_irq, write_unlock_irqrestore, read_unlock_irqrestore, write_unlock_bh, read_unlock_bh};
position p;
expression E, E2;
@@

f@pf(...)
{
... when any
lock(\(&E->mmu_lock\|&E.mmu_lock\), ...)
... when != unlock(\(&E2->mmu_lock\|&E2.mmu_lock\), ...)
g@p(..., \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_KERNEL | __GFP_ZERO\), ...)
... when any
}

@show_scoped_sleep_gfp depends on context || report || sleeps_with_mmu_lock_held@
position scoped_sleep_gfp.p;
identifier g;
@@

*g@p(...)

@show_locked_sleep_gfp depends on context || report || sleeps_with_mmu_lock_held@
position locked_sleep_gfp.p;
identifier g;
@@

*g@p(...)

@scoped_sleep_guard@
iterator name scoped_guard;
identifier target.f;
position target.pf;
identifier sleeping = {mutex, rwsem_read, rwsem_write};
position p;
expression E;
identifier class;
@@

f@pf(...)
{
<+...
scoped_guard(class, \(&E->mmu_lock\|&E.mmu_lock\)) {
<+...
guard@p(sleeping)(...)
...+>
}
...+>
}

@locked_sleep_guard exists@
identifier target.f;
position target.pf;
identifier sleeping = {mutex, rwsem_read, rwsem_write};
identifier lock = {write_lock, read_lock, write_lock_irq, read_lock_irq, write_lock_irqsave, read_lock_irqsave, write_lock_bh, read_lock_bh};
identifier unlock = {write_unlock, read_unlock, write_unlock_irq, read_unlock_irq, write_unlock_irqrestore, read_unlock_irqrestore, write_unlock_bh, read_unlock_bh};
position p;
expression E, E2;
@@

f@pf(...)
{
... when any
lock(\(&E->mmu_lock\|&E.mmu_lock\), ...)
... when != unlock(\(&E2->mmu_lock\|&E2.mmu_lock\), ...)
guard@p(sleeping)(...)
... when any
}

@show_scoped_sleep_guard depends on context || report || sleeps_with_mmu_lock_held@
position scoped_sleep_guard.p;
identifier class;
@@

*guard@p(class)(...)

@show_locked_sleep_guard depends on context || report || sleeps_with_mmu_lock_held@
position locked_sleep_guard.p;
identifier class;
@@

*guard@p(class)(...)

// into a guard, or over guard() to a label that its scope still holds

@label_inside exists@
iterator name scoped_guard;
identifier target.f;
position target.pf;
position p;
expression E;
identifier class, l;
@@

f@pf(...)
{
<+...
scoped_guard(class, \(&E->mmu_lock\|&E.mmu_lock\)) {
... when any
l:@p
... when any
}
...+>
}

@jump_inside@
iterator name scoped_guard;
identifier target.f;
position target.pf;
position p;
expression E;
identifier class, label_inside.l;
@@

f@pf(...)
{
<+...
scoped_guard(class, \(&E->mmu_lock\|&E.mmu_lock\)) {
<+...
goto@p l;
...+>
}
...+>
}

@jump_outside@
identifier target.f;
position target.pf;
position p != jump_inside.p;
identifier label_inside.l;
@@

f@pf(...)
{
<+...
goto@p l;
...+>
}

@own_block exists@
identifier target.f;
position target.pf;
position p;
expression E;
identifier class;
@@

f@pf(...)
{
<+...
{
guard@p(class)(\(&E->mmu_lock\|&E.mmu_lock\));
... when any
}
...+>
}

@outer_guard exists@
identifier target.f;
position target.pf;
position p != own_block.p;
expression E;
identifier class;
@@

f@pf(...)
{
... when any
guard@p(class)(\(&E->mmu_lock\|&E.mmu_lock\));
... when any
}

@jump_over depends on outer_guard exists@
identifier target.f;
position target.pf;
position p;
identifier l;
expression E;
identifier class;
@@

f@pf(...)
{
... when != guard(class)(\(&E->mmu_lock\|&E.mmu_lock\))
goto@p l;
... when any
}

@show_jump_outside depends on context || report || a_jump_passes_the_lock_by@
position jump_outside.p;
identifier l;
@@

*goto@p l;

@show_jump_over depends on context || report || a_jump_passes_the_lock_by@
position jump_over.p;
identifier l;
@@

*goto@p l;

// coccicheck only

@script:python depends on report@
p << unheld.p;
@@

coccilib.report.print_report(p[0], "mmu lock is not held for write")

@script:python depends on report@
p << released.p;
@@

coccilib.report.print_report(p[0], "mmu lock is released before the call")

@script:python depends on report@
p << locked_then_call.p;
@@

coccilib.report.print_report(p[0], "mmu lock is taken twice")

@script:python depends on report@
p << scoped_then_call.p;
@@

coccilib.report.print_report(p[0], "mmu lock is taken twice")

@script:python depends on report@
p << guard_then_call.p;
@@

coccilib.report.print_report(p[0], "mmu lock is taken twice")

@script:python depends on report@
p << locked_then_guard.p;
@@

coccilib.report.print_report(p[0], "mmu lock is taken twice")

@script:python depends on report@
p << scoped_then_guard.p;
@@

coccilib.report.print_report(p[0], "mmu lock is taken twice")

@script:python depends on report@
p << guard_then_guard.p;
@@

coccilib.report.print_report(p[0], "mmu lock is taken twice")

@script:python depends on report@
p << locked_then_scoped.p;
@@

coccilib.report.print_report(p[0], "mmu lock is taken twice")

@script:python depends on report@
p << scoped_then_scoped.p;
@@

coccilib.report.print_report(p[0], "mmu lock is taken twice")

@script:python depends on report@
p << guard_then_scoped.p;
@@

coccilib.report.print_report(p[0], "mmu lock is taken twice")

@script:python depends on report@
p << leaked.p;
@@

coccilib.report.print_report(p[0], "mmu lock is still held at a return")

@script:python depends on report@
p << leaked_write_lock.p;
@@

coccilib.report.print_report(p[0], "mmu lock is still held at a return")

@script:python depends on report@
p << leaked_read_lock.p;
@@

coccilib.report.print_report(p[0], "mmu lock is still held at a return")

@script:python depends on report@
p << unlocked_write_lock.p;
@@

coccilib.report.print_report(p[0], "mmu lock is released without being held")

@script:python depends on report@
p << unlocked_twice_write_lock.p;
@@

coccilib.report.print_report(p[0], "mmu lock is released without being held")

@script:python depends on report@
p << unlocked_read_lock.p;
@@

coccilib.report.print_report(p[0], "mmu lock is released without being held")

@script:python depends on report@
p << unlocked_twice_read_lock.p;
@@

coccilib.report.print_report(p[0], "mmu lock is released without being held")

@script:python depends on report@
p << nothing.p;
@@

coccilib.report.print_report(p[0], "the guard holds nothing")

@script:python depends on report@
p << by_hand.p;
@@

coccilib.report.print_report(p[0], "the guard is unlocked by hand")

@script:python depends on report@
p << scoped_sleep_call.p;
@@

coccilib.report.print_report(p[0], "sleeps with mmu lock held")

@script:python depends on report@
p << locked_sleep_call.p;
@@

coccilib.report.print_report(p[0], "sleeps with mmu lock held")

@script:python depends on report@
p << scoped_sleep_gfp.p;
@@

coccilib.report.print_report(p[0], "sleeps with mmu lock held")

@script:python depends on report@
p << locked_sleep_gfp.p;
@@

coccilib.report.print_report(p[0], "sleeps with mmu lock held")

@script:python depends on report@
p << scoped_sleep_guard.p;
@@

coccilib.report.print_report(p[0], "sleeps with mmu lock held")

@script:python depends on report@
p << locked_sleep_guard.p;
@@

coccilib.report.print_report(p[0], "sleeps with mmu lock held")

@script:python depends on report@
p << jump_outside.p;
@@

coccilib.report.print_report(p[0], "a jump passes the lock by")

@script:python depends on report@
p << jump_over.p;
@@

coccilib.report.print_report(p[0], "a jump passes the lock by")
