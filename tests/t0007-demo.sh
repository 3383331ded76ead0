#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# make demo: the reference fix on the four miniature trees, as the README shows it.
. "$(dirname "$0")/lib.sh"
have spatch sparse gcc || skip_all 'spatch, sparse and gcc are needed'

scripts/demo "$BUILD" "$scratch/work" </dev/null >"$scratch/demo" 2>&1
is $? 0 'nothing needs a person'
said=$(tr -s ' \n' ' ' <"$scratch/demo")
like "$said" '· not affected ✓ ported ✓ ported = present' 'one answer a tree'
like "$said" 'rule, proven rule, proven' 'and what was ported is proven'

finish
