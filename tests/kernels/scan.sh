#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What spatch can not parse of a real kernel, and the kernel's own rules.
#
#   tests/kernels/scan.sh DIR     DIR holds a folder a version: 6.18.5 …
set -u
kernels=$(cd "$1" && pwd) || exit 1
TEST_ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$(dirname "$0")/../lib.sh"
workspace
tree=$kernels/6.18.5

# a rule without words sees each file whole
mkdir -p cocci/all
cat >cocci/all/parsed.cocci <<'EOT'
/// an assignment to itself
virtual report
@depends on report@
expression E;
@@
* E = E
EOT
# lost FOLDER: functions that were not looked at
lost()
{
	run "$BACKSTITCH" scan --no-cache --rule all/parsed --format=json --path "$1" \
		--tree 6.18.y="$tree"
	python3 -c 'import json, sys
coverage = json.load(sys.stdin)["trees"][0]["coverage"]
assert coverage["functions"] > 2000
print(len(coverage["missed"]))' <"$out" 2>&1
}
is "$(lost drivers/gpio)" 0 'no function of drivers/gpio is lost'
for most in arch/x86/kvm:5 mm:5 drivers/net/ethernet/intel:3 drivers/iio:5; do
	folder=${most%:*} lost=$(lost "${most%:*}")
	ok "$folder: no more than ${most#*:} functions are lost" [ "$lost" -le "${most#*:}" ]
done

# the rules of this repository under the kernel's own coccicheck
mkdir -p copy/arch
cp -r "$tree/Makefile" "$tree/scripts" "$tree/include" copy/
cp -r "$tree/arch/x86" copy/arch/
# coccicheck RULE MODE
coccicheck()
{
	run make -C copy coccicheck COCCI="$root/cocci/tdx/$1.cocci" MODE="$2" M=arch/x86/kvm/vmx
}
if have make spatch; then
	for rule in tdr-exclusive tdr-exclusive-explicit; do
		coccicheck $rule report
		is "$status" 0 "$rule: coccicheck runs it"
		like "$(cat "$out")" '^./tdx.c:2991:.*tdh_vp_init\(\) without mmu_lock' \
			"$rule: and it reports the site"
		coccicheck $rule org
		like "$(cat "$out")" 'TODO .*tdx.c::.*linb=2991' "$rule: as an org line"
		coccicheck $rule context
		like "$(cat "$out")" '^-.*err = tdh_vp_init' "$rule: as context"
		coccicheck $rule patch
		like "$(cat "$out")" '^\+.*write_lock' "$rule: and patches it"
	done
	coccicheck tdr-exclusive-verify report
	like "$(cat "$out")" 'tdx.c:2991:.*mmu lock is not held for write' \
		'the verifier says what is wrong'
	patch -s -d copy -p1 <"$root/tests/kernels/6.17-6.18.diff" || patch -s \
		copy/arch/x86/kvm/vmx/tdx.c "$root/tests/kernels/6.17-6.18.diff"
	for rule in tdr-exclusive tdr-exclusive-verify; do
		coccicheck $rule report
		unlike "$(cat "$out")" '^./tdx.c' "$rule: silent where it is mended"
	done
else
	skip 'make or spatch is missing'
fi

# the kernel's own rules here: what plain spatch finds is the expectation
# rule NAME FOLDER: findings of both must be the same lines
rule()
{
	mkdir -p "cocci/${1%/*}"
	cp "$tree/scripts/coccinelle/$1.cocci" "cocci/${1%/*}/"
	"$BACKSTITCH" rule allow "$1" >/dev/null || return
	run "$BACKSTITCH" scan --no-cache --rule "$1" --path "$2" --tree 6.18.y="$tree"
	sed -n 's/^6.18.y: \([^:]*:[0-9]*\): .*/\1/p' "$out" | sort -u >ours
	(cd "$tree" && spatch --very-quiet --no-show-diff -D report --no-includes \
		--python "$(command -v python3)" --cocci-file "scripts/coccinelle/$1.cocci" \
		--dir "$2") 2>/dev/null | sed -n 's/^\([^:]*:[0-9]*\):.*/\1/p' | sort -u >plain
	if [ -s plain ]; then
		is "$(cat ours)" "$(cat plain)" "$1 on $2: as plain spatch"
	fi
}
rule api/string_choices drivers/pmdomain
rule iterators/use_after_iter drivers/pmdomain
rule locks/mini_lock drivers/pmdomain
# a message with the word "using", and an #include of C
for name in api/vma_pages misc/array_size; do
	rule $name drivers/pmdomain
	is "$status" 0 "$name runs"
done
# plain spatch 1.1.1 loses the function
rule iterators/for_each_child drivers/pmdomain
is "$(grep -c 'ti_sci_pm_domains.c' ours)" 1 'for_each_child finds what is in a lost function'
finish
