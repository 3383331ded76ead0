#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the tdr-exclusive rule makes of each shape compiles as well as the shape
# did: gcc against the miniature tree, without a new message.  That the rule
# makes just this text of it is tested in test-spatch and test-site.

. "$(dirname "$0")/lib.sh"
cd "$root" || exit 1
have gcc || skip_all 'no gcc'

tree=stable-trees/fixtures/6.19.y
flags="-nostdinc -I$tree/include -I$tree/arch/x86/include -I$tree/arch/x86/kvm/vmx"

# the head of the miniature file, without its functions, and what shapes use besides
cat >"$scratch/head.h" <<'EOT'
#include <linux/kvm_host.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/cleanup.h>
#include <linux/errno.h>
#include <linux/spinlock.h>
#include <asm/tdx.h>
#include "tdx.h"
EOT

# messages FILE: what gcc says, without line numbers
messages() {
	gcc -std=gnu11 $flags -include "$scratch/head.h" -fsyntax-only -Wall -Wno-unused-function \
		"$1" 2>&1 | sed -n 's/^[^:]*:[0-9]*:[0-9]*: \(error\|warning\): //p' | sort -u
}

for case in cocci/tdx/tests/tdr-exclusive/*/; do
	name=$(basename "$case")
	[ -s "$case/verdicts" ] || [ "$name" = declared ]
	ok "$name has verdicts" test $? = 0
	for form in expect explicit; do
		[ -f "$case/$form.c" ] || continue
		cmp -s "$case/input.c" "$case/$form.c" && continue
		messages "$case/input.c" >"$scratch/before"
		messages "$case/$form.c" >"$scratch/after"
		ok "$name: $form.c compiles as input.c does" \
			sh -c "! comm -13 '$scratch/before' '$scratch/after' | grep ."
	done
done

# the comparison can fail
sed 's/mmu_lock/mmu_lick/' cocci/tdx/tests/tdr-exclusive/kvm-bug-on/expect.c >"$scratch/bad.c"
messages "$scratch/bad.c" >"$scratch/after"
like "$(cat "$scratch/after")" 'mmu_lick' 'a wrong member is seen'
finish
