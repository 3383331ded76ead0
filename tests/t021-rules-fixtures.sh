#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The miniature trees: compilers and sparse accept them without a word, the rule
# ports 6.17.y and 6.18.y, finds nothing to do on 6.19.y, and what it makes holds.

. "$(dirname "$0")/lib.sh"
cd "$root" || exit 1

# what the last tool said, shown when a test fails
log=$scratch/log

result()
{
	result_status=$1
	shift
	ok "$*" judge "$result_status"
}

judge()
{
	cat "$log"
	[ "$1" = 0 ]
}

pack=cocci/tdx

rule()
{
	cp "$1" "$2"
	spatch --very-quiet --no-includes -D patch --sp-file "$pack/tdr-exclusive.cocci" "$1" \
		-o "$2" >"$log" 2>&1
	:
}

harness()
{
	sed -n '/^static int tdx_td_vcpu_init(/,/^}/p' "$1" >"$scratch/ported.inc"
	gcc -std=gnu11 -Wall -Werror -I "$scratch" "$pack/tdr-exclusive-harness.c" \
		-o "$scratch/harness" >"$log" 2>&1 &&
		"$scratch/harness" >"$log" 2>&1
}

for tree in stable-trees/fixtures/*.y; do
	name=$(basename "$tree")
	flags="-nostdinc -I$tree/include -I$tree/arch/x86/include"
	for file in "$tree"/arch/x86/kvm/vmx/*.c; do
		base=$(basename "$file")
		for cc in gcc clang; do
			if ! command -v $cc >/dev/null; then
				skip "no $cc for $name $base"
				continue
			fi
			$cc -std=gnu11 $flags -fsyntax-only -Wall -Werror "$file" \
				>"$log" 2>&1
			result $? "$cc accepts $name $base"
		done
		sparse $flags "$file" >"$log" 2>&1
		! [ -s "$log" ]
		result $? "sparse accepts $name $base"
	done
	[ -f "$tree.ini" ] && grep -q "^name=$name\$" "$tree.ini" >"$log"
	result $? "$name has a tree file"
done

! grep -rq 'tdh_' stable-trees/fixtures/6.12.y
result $? "6.12.y has no SEAMCALL wrapper"

for name in 6.17.y 6.18.y; do
	file=stable-trees/fixtures/$name/arch/x86/kvm/vmx/tdx.c
	! harness "$file"
	result $? "$name is not right as it is"
	rule "$file" "$scratch/out.c"
	harness "$scratch/out.c"
	result $? "the rule makes $name right"
	# the right port as a person writes it, the comment that names the case aside
	cmp "$scratch/out.c" "$file" >/dev/null
	[ $? = 1 ]
	result $? "the rule changes $name"
	rule "$scratch/out.c" "$scratch/again.c"
	cmp "$scratch/out.c" "$scratch/again.c" >"$log" 2>&1
	result $? "a second run changes nothing on $name"
done

grep -v '^/\* right:' tests/cases/right/scoped-guard/tdx.c >"$scratch/expect.c"
rule stable-trees/fixtures/6.18.y/arch/x86/kvm/vmx/tdx.c "$scratch/out.c"
diff -u "$scratch/expect.c" "$scratch/out.c" >"$log" 2>&1
result $? "the rule makes of 6.18.y what was written by hand"

file=stable-trees/fixtures/6.19.y/arch/x86/kvm/vmx/tdx.c
rule "$file" "$scratch/out.c"
cmp "$file" "$scratch/out.c" >"$log" 2>&1
result $? "the rule leaves 6.19.y alone"
harness "$file"
result $? "6.19.y is right as it is"

# the modes that coccicheck switches on
for mode in context org report; do
	spatch --very-quiet --no-includes -D $mode --sp-file "$pack/tdr-exclusive.cocci" \
		stable-trees/fixtures/6.18.y/arch/x86/kvm/vmx/tdx.c >"$log" 2>&1
	grep -q '^-.*tdh_vp_init' "$log"
	result $? "mode $mode shows the site"
done

# the harness: what it must not let through besides the broken ports
try()
{
	cat >"$scratch/ported.inc"
	gcc -std=gnu11 -DMAX_SECONDS=2 -I "$scratch" "$pack/tdr-exclusive-harness.c" \
		-o "$scratch/harness" >"$log" 2>&1 || return 2
	"$scratch/harness" >"$log" 2>&1
	[ $? = 1 ] && grep -q "$1" "$log"
}

try 'does not end' <<'EOT'
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 rcx)
{
	for (;;)
		;
}
EOT
result $? "the harness ends a function that does not"

try 'crashes' <<'EOT'
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 rcx)
{
	return *(volatile int *)16;
}
EOT
result $? "the harness survives a crash and rejects it"

try 'more than 64 choices' <<'EOT'
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 rcx)
{
	while (!alloc_page(GFP_ATOMIC))
		;
	return 0;
}
EOT
result $? "the harness says so when there are too many choices"

try 'calls tdh_vp_init\|without a call' <<'EOT'
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 rcx)
{
	vcpu->arch.mp_state = KVM_MP_STATE_RUNNABLE;
	return 0;
}
EOT
result $? "the harness rejects a function without the call"

try "another VM's mmu_lock\|without mmu_lock" <<'EOT'
static int tdx_td_vcpu_init(struct kvm_vcpu *vcpu, u64 rcx)
{
	u64 err;

	write_lock(&other_vm.kvm.mmu_lock);
	err = tdh_vp_init(&to_tdx(vcpu)->vp, rcx, vcpu->vcpu_id);
	write_unlock(&other_vm.kvm.mmu_lock);
	return err ? -EIO : 0;
}
EOT
result $? "the harness knows one VM's lock from another's"

finish
