// SPDX-License-Identifier: GPL-2.0-only
/// tdh_vp_init() takes the TDR exclusively: hold mmu_lock for write around it
///
// For trees without a write_lock guard: tdr-exclusive.cocci with another @fix@,
// whose lock is dropped before the check.  No way out is in the locked region.
//
// Only shapes that are known to be right are changed: the call, directly
// followed by a check that leaves the function (return or goto), or by a retry
// and such a check, or by a statement that is no check of it.  Everything else
// is left alone: a function that says anything of mmu_lock or of another lock
// that must not be held around it, break and continue, labels, calls among the
// arguments.  A function is changed completely or not at all.
//
// Confidence: High
// Copyright: (C) 2026 The backstitch authors
// Comments: upstream 9a89894f30d5 ("KVM: TDX: Take MMU lock around
//  tdh_vp_init()")
// Conditionals: none; what stands in an #if may be half of something
// Isomorphisms: none; the rule is read in a third of the time
// Options: --no-includes

virtual patch
virtual context
virtual org
virtual report

// Nothing below looks at functions without the call.  "exists" with "... when any"
// finds what "<+... ...+>" finds in a tenth of the time

@target exists@
identifier f;
position ph;
@@

f@ph(...)
{
... when any
tdh_vp_init(...)
... when any
}

// spatch before 1.3.1 loses a function with scoped_guard() unless told of it

@locked@
iterator name scoped_guard;
identifier target.f, l = {mmu_lock, tdx_lock};
expression E;
position target.ph, pf;
@@

f@ph@pf(...)
{
<+...
\( E->l \| E.l \| l \)
...+>
}

@locking@
identifier target.f;
identifier lock = {
	KVM_MMU_LOCK, kvm_mmu_lock,
	write_lock, write_lock_irq, write_lock_irqsave, write_lock_bh, write_trylock,
	read_lock, read_lock_irq, read_lock_irqsave, read_lock_bh, read_trylock,
	spin_lock, spin_lock_irq, spin_lock_irqsave, spin_lock_bh, spin_trylock,
	raw_spin_lock, raw_spin_lock_irq, raw_spin_lock_irqsave,
	local_irq_disable, local_irq_save, lockdep_assert_irqs_disabled,
	lockdep_assert_held, lockdep_assert_held_write, lockdep_assert_held_read
};
position target.ph, pf;
@@

f@ph@pf(...)
{
<+...
lock(...)
...+>
}

@guarding@
identifier target.f;
identifier class = {
	write_lock, write_lock_irq, write_lock_irqsave,
	read_lock, read_lock_irq, read_lock_irqsave,
	spinlock, spinlock_irq, spinlock_irqsave,
	raw_spinlock, raw_spinlock_irq, raw_spinlock_irqsave, irq, irqsave
};
position target.ph, pf;
@@

f@ph@pf(...)
{
<+...
guard(class)(...)
...+>
}

// a helper may rely on the lock of its caller

@caller@
identifier g, target.f;
position pg;
@@

g@pg(...)
{
<+...
f(...)
...+>
}

@locked_caller@
identifier caller.g, l = {mmu_lock, tdx_lock};
expression E;
position caller.pg;
@@

g@pg(...)
{
<+...
\( E->l \| E.l \| l \)
...+>
}

@caller_of_caller@
identifier h, caller.g;
position ph2;
@@

h@ph2(...)
{
<+...
g(...)
...+>
}

@locked_caller_of_caller@
identifier caller_of_caller.h, l = {mmu_lock, tdx_lock};
expression E;
position caller_of_caller.ph2;
@@

h@ph2(...)
{
<+...
\( E->l \| E.l \| l \)
...+>
}

// who calls a function that is passed on is not seen

@passed@
identifier g, target.f;
@@

g(..., f, ...)

// a function of the same file may take the lock, and keep it

@locker@
identifier h;
expression E;
position h1;
@@

h@h1(...)
{
<+...
\( E->mmu_lock \| E.mmu_lock \)
...+>
}

@calls_locker@
identifier target.f, locker.h;
position target.ph, pf;
@@

f@ph@pf(...)
{
<+...
h(...)
...+>
}

// an argument that calls something might sleep

@busy@
identifier g;
position b;
@@

tdh_vp_init@b(..., <+... g(...) ...+>, ...)

// what looks at the result next, and a label there

@checked@
expression E;
statement S1, S2;
position c;
@@

E = tdh_vp_init@c(...);
(
if (<+... E ...+>) S1 else S2
|
if (<+... E ...+>) S1
)

@labelled@
expression E;
identifier l;
position d;
@@

E = tdh_vp_init@d(...);
l:

@again@
expression E;
position a, q;
@@

E = tdh_vp_init@a(...);
if (...)
	E = tdh_vp_init@q(...);

// the shapes that are changed: call and check; call, retry and check of both;
// and a call that nothing looks at next, whose lock is for the call alone

@site exists@
identifier target.f;
idexpression struct kvm_vcpu *vcpu;
idexpression err;
identifier ret, l;
constant C, LEAF;
position p != busy.b;
position n != {checked.c, labelled.d, again.a, again.q};
position target.ph;
position pf != {locked.pf, locking.pf, guarding.pf, calls_locker.pf};
@@

f@ph@pf(...)
{
... when any
(
err = tdh_vp_init@p(..., vcpu->vcpu_id);
if (\(TDX_BUG_ON(err, LEAF, vcpu->kvm)\|KVM_BUG_ON(err, vcpu->kvm)\|err\))
(
	return \(-C\|ret\);
|
	goto l;
|
{
	pr_tdx_error(LEAF, err);
	return \(-C\|ret\);
}
|
{
	pr_tdx_error(LEAF, err);
	goto l;
}
|
{
	pr_tdx_error(LEAF, err);
	ret = -C;
	goto l;
}
|
{
	ret = -C;
	pr_tdx_error(LEAF, err);
	goto l;
}
|
{
	ret = -C;
	goto l;
}
)
|
err = tdh_vp_init@p(..., vcpu->vcpu_id);
if (\(tdx_operand_busy(err)\|unlikely(tdx_operand_busy(err))\))
	err = tdh_vp_init(..., vcpu->vcpu_id);
if (\(TDX_BUG_ON(err, LEAF, vcpu->kvm)\|KVM_BUG_ON(err, vcpu->kvm)\|err\))
(
	return \(-C\|ret\);
|
	goto l;
|
{
	pr_tdx_error(LEAF, err);
	return \(-C\|ret\);
}
|
{
	pr_tdx_error(LEAF, err);
	goto l;
}
|
{
	pr_tdx_error(LEAF, err);
	ret = -C;
	goto l;
}
|
{
	ret = -C;
	pr_tdx_error(LEAF, err);
	goto l;
}
|
{
	ret = -C;
	goto l;
}
)
|
err = tdh_vp_init@p@n(..., vcpu->vcpu_id);
)
... when any
}

@other@
identifier target.f;
position p != {site.p, again.q};
position target.ph, pf;
@@

f@ph@pf(...)
{
<+...
tdh_vp_init@p(...)
...+>
}

// the calls of functions in which nothing is left over

@whole exists@
identifier target.f;
position target.ph, site.p, w;
position pf != other.pf;
@@

f@ph@pf(...)
{
... when any
tdh_vp_init@p@w(...)
... when any
}

@fix depends on patch && !locked_caller && !locked_caller_of_caller && !passed@
idexpression struct kvm_vcpu *vcpu;
idexpression err;
position whole.w;
@@

(
+write_lock(&vcpu->kvm->mmu_lock);
err = tdh_vp_init@w(..., vcpu->vcpu_id);
if (...)
	err = tdh_vp_init(...);
+write_unlock(&vcpu->kvm->mmu_lock);
|
+write_lock(&vcpu->kvm->mmu_lock);
err = tdh_vp_init@w(..., vcpu->vcpu_id);
+write_unlock(&vcpu->kvm->mmu_lock);
)

@show depends on (context || org || report) && !locked_caller && !locked_caller_of_caller && !passed@
idexpression err;
position site.p;
@@

*err = tdh_vp_init@p(...);

// coccicheck only

@script:python depends on org && !locked_caller && !locked_caller_of_caller && !passed@
p << site.p;
@@

coccilib.org.print_todo(p[0], "tdh_vp_init() without mmu_lock held for write")

@script:python depends on report && !locked_caller && !locked_caller_of_caller && !passed@
p << site.p;
@@

coccilib.report.print_report(p[0], "tdh_vp_init() without mmu_lock held for write")
