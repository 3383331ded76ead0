#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The main job on real kernel sources, with all proofs, none skipped.
#
#   tests/kernels/run.sh DIR     DIR holds a folder a version: 6.12.94 6.17.8 …
#
# What is expected was not made with backstitch: the table is that of the
# kernels' own history, and 6.17-6.18.diff was written by hand.
# Prepared kbuild folders are kept under ~/.cache/backstitch.
set -u
kernels=$(cd "$1" && pwd) || exit 1
TEST_ROOT=$(cd "$(dirname "$0")/../.." && pwd)
cache=${BACKSTITCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/backstitch}
. "$(dirname "$0")/../lib.sh"
export BACKSTITCH_CACHE="$cache"
here=$root/tests/kernels
series=kvm-tdx-mmu-lock-vp-init
file=arch/x86/kvm/vmx/tdx.c

# value PATH: of the JSON that port printed, e.g. trees.0.patches.0.outcome
value() {
	python3 -c 'import json, sys
value = json.load(open(sys.argv[1]))
for key in sys.argv[2].split("."):
    value = value[int(key) if key.isdigit() else key]
print(value)' "$scratch/port.json" "$1" 2>&1
}

# not_passed TREE-INDEX: the proofs that did not pass
not_passed() {
	python3 -c 'import json, sys
patch = json.load(open(sys.argv[1]))["trees"][int(sys.argv[2])]["patches"][0]
print("; ".join("%s %s: %s" % (p["name"], p["result"], p["detail"])
                for p in patch["proofs"] if p["result"] != "pass"), end="")' \
		"$scratch/port.json" "$1" 2>&1
}

workspace
git_user
cp -r "$root/patches/$series" patches/
rm -rf patches/$series/6.*

run "$BACKSTITCH" port --format=json $series --tree "6.12.y=$kernels/6.12.94" \
	--tree "6.17.y=$kernels/6.17.8" --tree "6.18.y=$kernels/6.18.5" \
	--tree "6.19.y=$kernels/6.19.8"
is "$status" 0 'port ends well: nothing needs a person'
cp "$out" "$scratch/port.json"

is "$(value trees.0.kernel)" 6.12.94 'the first tree is 6.12.94'
is "$(value trees.0.patches.0.outcome)" not-affected '6.12.94 is not affected'
like "$(value trees.0.patches.0.reason)" 'tdx.c.*[0-9]{5} source files.*tdh_vp_init' \
	'with the evidence'
for at in 1:6.17.y:6.17.8 2:6.18.y:6.18.5; do
	index=${at%%:*} version=${at##*:} tree=${at#*:} tree=${tree%:*}
	is "$(value trees.$index.kernel)" "$version" "tree $index is $version"
	is "$(value trees.$index.patches.0.outcome)" ported "$version: ported"
	is "$(value trees.$index.patches.0.rung)" rule "$version: by the rule"
	is "$(value trees.$index.patches.0.verdict)" proven "$version: proven"
	is "$(not_passed $index)" '' "$version: every proof passed, none was skipped"
	is "$(value trees.$index.patches.0.hunks.0.function)" tdx_td_vcpu_init \
		"$version: in tdx_td_vcpu_init()"
	is "$(value trees.$index.patches.0.residue)" '[]' "$version: no residue"

	# the ported file is, byte for byte, the tree's with the hand-written change
	mkdir -p "expect-$tree" "git-$tree/$(dirname $file)"
	cp "$kernels/$version/$file" "expect-$tree/tdx.c"
	ok "$version: the hand-written change applies" \
		patch -s -F0 "expect-$tree/tdx.c" "$here/6.17-6.18.diff"
	cp "$kernels/$version/$file" "git-$tree/$file"
	cp "$kernels/$version/Makefile" "git-$tree/"
	git -C "git-$tree" init -q && git -C "git-$tree" add . &&
		git -C "git-$tree" commit -qm base
	mail=$PWD/$(echo patches/$series/$tree/*.patch)
	original=$PWD/$(echo patches/$series/*.patch)
	ok "$version: git apply refuses the patch as mailed" \
		sh -c "! git -C git-$tree apply --check '$original'"
	ok "$version: GNU patch refuses it too" \
		sh -c "! patch -d git-$tree -p1 -s --dry-run -i '$original'"
	ok "$version: git am takes the ported patch" git -C "git-$tree" am -q "$mail"
	ok "$version: the result is the hand-written one, byte for byte" \
		cmp "git-$tree/$file" "expect-$tree/tdx.c"
	git -C "git-$tree" log -1 --format=%B >message
	is "$(sed -n 3p message)" 'commit 9a89894f30d5795c5ac46a9ee9c009d610306025 upstream.' \
		"$version: the message names the upstream commit"
	like "$(cat message)" '\[ A Tester: .*KVM_BUG_ON' "$version: and what was adapted"
	like "$(tail -n 2 message)" 'Signed-off-by: A Tester <tester@example.org>' \
		"$version: and who signs off"

	# once it is in, it is present: a git tree this time
	run "$BACKSTITCH" port --dry-run --no-proofs --format=json $series \
		--tree "$tree=$PWD/git-$tree:HEAD"
	like "$(cat "$out")" '"outcome": "present"' "$version: present after git am"
done
is "$(value trees.3.kernel)" 6.19.8 'the last tree is 6.19.8'
is "$(value trees.3.patches.0.outcome)" present '6.19.8 has it, though the comment is reworded'

# every call site that takes the TDR exclusively, against sites.tsv
if [ -x "$BUILD/unit/test-site" ]; then
	ok 'the verdicts of all call sites are those of sites.tsv' \
		sh -c "cd '$root' && KERNELS='$kernels' '$BUILD/unit/test-site' -p /site/kernel"
else
	skip 'make unit builds test-site, which judges call sites'
fi

find patches -type f -exec sha256sum {} + | sort >before
run "$BACKSTITCH" port --no-proofs --dry-run $series --tree "6.18.y=$kernels/6.18.5"
run "$BACKSTITCH" port $series --tree "6.12.y=$kernels/6.12.94" \
	--tree "6.17.y=$kernels/6.17.8" --tree "6.18.y=$kernels/6.18.5" \
	--tree "6.19.y=$kernels/6.19.8"
find patches -type f -exec sha256sum {} + | sort >after
ok 'a second run changes nothing' cmp before after
finish
