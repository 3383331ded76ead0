#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A change that is in already is found by the history of a git tree, by what
# the rule is about, and by content; a reverted one is not.
. "$(dirname "$0")/lib.sh"
have git spatch bwrap || skip_all 'git, spatch or bwrap is not installed'
sandbox || skip_all 'no sandbox can be made here'
workspace
git_user
series=kvm-tdx-mmu-lock-vp-init
cp -r "$root/patches/$series" patches/ && rm -rf patches/$series/6.*
cp -r "$root/stable-trees/fixtures/6.18.y" tree
git -C tree init -q && git -C tree add . && git -C tree commit -qm base
run "$BACKSTITCH" port --no-proofs $series --tree "6.18.y=$PWD/tree:HEAD"
like "$(cat "$out")" 'ported' 'the fixture needs the fix'
ok 'git am takes the port' git -C tree am -q "$PWD/$(echo patches/$series/6.18.y/*.patch)"

# again SOURCE: what port says of the tree now, on one line
again() {
	run "$BACKSTITCH" port --no-proofs --dry-run --format=json $series --tree "6.18.y=$1"
	python3 -c 'import json, sys
patch = json.load(open(sys.argv[1]))["trees"][0]["patches"][0]
print(patch["outcome"], patch["reason"])' "$out"
}
like "$(again "$PWD/tree:HEAD")" 'present by upstream reference: commit [0-9a-f]{12} ' \
	'a git tree: present, by the commit that names upstream'
like "$(again "$PWD/tree")" 'present by rule: tdx/tdr-exclusive holds' \
	'a plain folder: present, as the rule finds it done'
git -C tree checkout -qb other HEAD~1
git -C tree commit -q --allow-empty -m "mentions 9a89894f30d5 only"
like "$(again "$PWD/tree:HEAD")" '^ported' 'a commit that only mentions upstream does not count'
git -C tree checkout -q main
git -C tree revert --no-edit HEAD >/dev/null
like "$(again "$PWD/tree:HEAD")" '^proposed is it needed' \
	'a reverted one is not present, but a question'
git -C tree checkout -q HEAD~1 -- .
sed -i 's/scoped_guard(write_lock, /scoped_guard(read_lock, /' tree/arch/x86/kvm/vmx/tdx.c
unlike "$(again "$PWD/tree")" '^(present|ported)' \
	'the wrong lock is neither present nor ported over'

# half of it: the rule does one place, and spatch cannot read the function with the other
cp "$root/stable-trees/fixtures/6.18.y/arch/x86/kvm/vmx/tdx.c" tree/arch/x86/kvm/vmx/tdx.c
like "$(again "$PWD/tree")" '^ported' 'one place is ported'
cat >>tree/arch/x86/kvm/vmx/tdx.c <<'EOT'

int tdx_other_init(struct kvm_vcpu *vcpu, u64 rcx)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	err = tdh_vp_init(&tdx->vp,
#ifdef X
			  rcx,
#else
			  0,
#endif
			  vcpu->vcpu_id);
	if (KVM_BUG_ON(err, vcpu->kvm))
		return -EIO;
	return 0;
}
EOT
unlike "$(again "$PWD/tree")" '^(present|ported)' 'half of two places is not'
like "$(cat "$out")" 'cannot parse tdx_other_init' 'and it is said why'
finish
