#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What a scan says of how much it has looked at: what holds the words is counted by hand here.

. "$(dirname "$0")/lib.sh"
have spatch bwrap python3 || skip_all 'spatch, bwrap or python3 is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace
mkdir -p cocci/t tree
cp -r "$root/cocci/tdx" cocci/
printf '/// a call\nvirtual report\n@depends on report@ @@\n* tdh_vp_init(...)\n' \
	>cocci/t/call.cocci

# covered RULE LOOKED-AT FUNCTIONS NAME: a rule says so of what stands in the tree
covered() {
	run "$BACKSTITCH" scan --rule "$1" --tree 6.18.y="$work/tree"
	like "$(cat "$out")" "^6.18.y: $2 of $3 functions" "$1: $4"
}

# both LOOKED-AT FUNCTIONS NAME: as well of a rule that spatch runs as of one that is judged
both() {
	covered t/call "$@"
	covered tdx/tdr-exclusive "$@"
}

cat >tree/a.c <<'EOT'
u64 tdh_vp_init(struct tdx_vp *vp, u64 rcx, u32 id);
extern u64 (*later)(u64 tdh_vp_init);
EXPORT_SYMBOL_GPL(tdh_vp_init);
static int two(struct kvm_vcpu *vcpu)
{
	u64 err = 0;

	err = tdh_vp_init(&to_tdx(vcpu)->vp, 0, vcpu->vcpu_id);
	err = tdh_vp_init(&to_tdx(vcpu)->vp, 1, vcpu->vcpu_id);
	return err ? -EIO : 0;
}
EOT
both 1 1 'declarations do not count, and a function with two calls is one'
cat >>tree/a.c <<'EOT'
#define INIT(vcpu) tdh_vp_init(&to_tdx(vcpu)->vp, 0, 0)
static u64 (*call)(struct tdx_vp *, u64, u32) = tdh_vp_init;
#if 0
static int off(void)
{
	return tdh_vp_init(0, 0, 0);
}
#endif
EOT
both 3 3 'a macro and a variable with a value do, what is under #if 0 does not'

cp "$root/cocci/tdx/tests/tdr-exclusive/not-parsed/input.c" tree/a.c
covered tdx/tdr-exclusive 0 1 'a function that cannot be parsed was not looked at'
is "$status" 1 'which is for a person'
missed="a.c: tdx_td_vcpu_init: not looked at by tdx/tdr-exclusive: could not be read: line 9"
like "$(cat "$out")" "$missed: an #if splits" 'it is named with the reason'
like "$(cat "$out")" 'tdx_td_vcpu_init: unknown: .* could not be read' 'as is its call'
cp "$out" first
PATH=$work/bin:$PATH run "$BACKSTITCH" scan --rule tdx --tree 6.18.y="$work/tree"
same_file "$out" first 'what is kept says the same'
run "$BACKSTITCH" scan --rule tdx --format=json --tree 6.18.y="$work/tree"
is "$(python3 -c '
import json, sys
coverage = json.load(open(sys.argv[1]))["trees"][0]["coverage"]
print(coverage["functions"], coverage["looked_at"], coverage["missed"][0]["function"])' "$out")" \
	'1 0 tdx_td_vcpu_init' 'and so does JSON'

# the judge can read what spatch cannot, but not try the rule on it
cat >tree/a.c <<'EOT'
static int init(struct kvm_vcpu *vcpu)
{
	struct vcpu_tdx *tdx = to_tdx(vcpu);
	u64 err;

	count = 3 4 [5];
	err = tdh_vp_init(&tdx->vp, 0, vcpu->vcpu_id);
	if (KVM_BUG_ON(err, vcpu->kvm))
		return -EIO;
	return 0;
}
EOT
both 0 1 'nor was one that only spatch cannot parse'
like "$(cat "$out")" 'init: not looked at by tdx/tdr-exclusive: could not be parsed' 'as it says'

# a declaration that cannot be parsed is told, too
printf 'struct x tdh_vp_init(int) strange [ ;\n' >tree/a.c
run "$BACKSTITCH" scan --rule t/call --tree 6.18.y="$work/tree"
like "$(cat "$out")" '^6.18.y: 0 of 1 functions' 'a declaration counts where it was not looked at'
finish
