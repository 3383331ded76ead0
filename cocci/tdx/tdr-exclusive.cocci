// SPDX-License-Identifier: GPL-2.0-only
/// tdh_vp_init() takes the TDR exclusively: hold mmu_lock for write around it
///
// Only a shape that is known to be right is changed: the call, directly
// followed by a check that leaves the function (return or goto).  Everything
// else is left alone: a function that says anything of mmu_lock or of another
// lock that must not be held around it, break and continue, labels, calls
// among the arguments, a result that is looked at later.  A function is
// changed completely or not at all.
//
// Confidence: High
// Copyright: (C) 2026 The backstitch authors
// Comments: upstream 9a89894f30d5 ("KVM: TDX: Take MMU lock around
//  tdh_vp_init()"); org and report print the context diff
// Isomorphisms: none; the rule is read in a third of the time
// Options: --no-includes

virtual patch
virtual context
virtual org
virtual report

// Nothing below looks at functions without the call

@target@
identifier f;
position ph;
@@

f@ph(...)
{
<+...
tdh_vp_init(...)
...+>
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

// an argument that calls something might sleep

@busy@
identifier g;
position p;
@@

tdh_vp_init@p(..., <+... g(...) ...+>, ...)

// the one shape that is changed

@site@
identifier target.f;
idexpression struct kvm_vcpu *vcpu;
idexpression err;
identifier ret, l;
constant C, LEAF;
position p != busy.p;
position target.ph;
position pf != {locked.pf, locking.pf, guarding.pf};
@@

f@ph@pf(...)
{
<+...
err = tdh_vp_init@p(..., vcpu->vcpu_id);
(
if (\(TDX_BUG_ON(err, LEAF, vcpu->kvm)\|KVM_BUG_ON(err, vcpu->kvm)\|err\))
	return \(-C\|ret\);
|
if (\(TDX_BUG_ON(err, LEAF, vcpu->kvm)\|KVM_BUG_ON(err, vcpu->kvm)\|err\))
	goto l;
|
if (\(TDX_BUG_ON(err, LEAF, vcpu->kvm)\|KVM_BUG_ON(err, vcpu->kvm)\|err\)) {
	pr_tdx_error(LEAF, err);
	return \(-C\|ret\);
}
|
if (\(TDX_BUG_ON(err, LEAF, vcpu->kvm)\|KVM_BUG_ON(err, vcpu->kvm)\|err\)) {
	pr_tdx_error(LEAF, err);
	goto l;
}
|
if (\(TDX_BUG_ON(err, LEAF, vcpu->kvm)\|KVM_BUG_ON(err, vcpu->kvm)\|err\)) {
	pr_tdx_error(LEAF, err);
	ret = -C;
	goto l;
}
|
if (\(TDX_BUG_ON(err, LEAF, vcpu->kvm)\|KVM_BUG_ON(err, vcpu->kvm)\|err\)) {
	ret = -C;
	pr_tdx_error(LEAF, err);
	goto l;
}
|
if (\(TDX_BUG_ON(err, LEAF, vcpu->kvm)\|KVM_BUG_ON(err, vcpu->kvm)\|err\)) {
	ret = -C;
	goto l;
}
)
...+>
}

@other@
identifier target.f;
position p != site.p;
position target.ph, pf;
@@

f@ph@pf(...)
{
<+...
tdh_vp_init@p(...)
...+>
}

@fix depends on patch && !locked_caller@
iterator name scoped_guard;
identifier target.f;
idexpression struct kvm_vcpu *vcpu;
idexpression err;
statement S;
position site.p;
position target.ph;
position pf != other.pf;
@@

f@ph@pf(...)
{
<+...
+scoped_guard(write_lock, &vcpu->kvm->mmu_lock) {
err = tdh_vp_init@p(..., vcpu->vcpu_id);
if (...) S
+}
...+>
}

@show depends on (context || org || report) && !locked_caller@
idexpression err;
position site.p;
@@

*err = tdh_vp_init@p(...);
