#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The proofs of the tdx pack, run with the tools themselves: every broken port
# is rejected by each proof that its claims file names, every right port by none.
# The claims were written by reasoning, not from what the tools say.

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
tree=stable-trees/fixtures/6.18.y
function=tdx_td_vcpu_init

flags="-nostdinc -I$tree/include -I$tree/arch/x86/include -I$tree/arch/x86/kvm/vmx"

# each proof: 0 accepts, anything else rejects; $scratch/log says why

compile()
{
	gcc -std=gnu11 $flags -fsyntax-only -Wall -Werror "$1" >"$log" 2>&1
}

sparse_silent()
{
	sparse $flags "$1" >"$log" 2>&1
	! [ -s "$log" ]
}

executed()
{
	sed -n "/^static int $function(/,/^}/p" "$1" >"$scratch/ported.inc"
	gcc -std=gnu11 -Wall -I "$scratch" "$pack/tdr-exclusive-harness.c" \
		-o "$scratch/harness" >"$log" 2>&1 || return 2
	"$scratch/harness" >"$log" 2>&1
}

# an unparsed function is a rejection as well: the rule has not seen it
cocci()
{
	cp "$1" "$scratch/0001.c"
	(cd "$scratch" && spatch --no-includes --iso-file none.iso --verbose-parsing \
		--parse-error-msg --macro-file-builtins macros.h -D report \
		--sp-file verify.cocci 0001.c) >"$log" 2>&1 || return 2
	! grep -Eq '^(-[^-]|bad: |BAD:!!!!! |EXN)' "$log"
}

: >"$scratch/none.iso"
cp "$pack/tdr-exclusive-verify.cocci" "$scratch/verify.cocci"
{
	cat /usr/lib/coccinelle/standard.h
	echo '#define scoped_guard YACFE_ITERATOR'
} >"$scratch/macros.h"

for case in tests/cases/broken/*/; do
	name=$(basename "$case")
	while read -r claim; do
		case $claim in
		cocci | executed | compile) proof=$claim ;;
		sparse) proof=sparse_silent ;;
		*) continue ;;
		esac
		$proof "$case/tdx.c"
		rejected=$?
		[ "$rejected" != 0 ]
		result $? "$claim rejects $name"
	done <"$case/claims"
done

for case in tests/cases/right/*/; do
	name=$(basename "$case")
	for proof in cocci executed compile; do
		$proof "$case/tdx.c"
		result $? "$proof accepts $name"
	done
	# guard() is a known false alarm of sparse, which the lowered form does not have
	[ "$name" = guard ] && continue
	sparse_silent "$case/tdx.c"
	result $? "sparse accepts $name"
done

# a broken port that nothing rejects proves nothing
for case in tests/cases/broken/*/; do
	: >"$log"
	[ -s "$case/claims" ]
	result $? "$(basename "$case") is claimed by a proof"
done

finish
