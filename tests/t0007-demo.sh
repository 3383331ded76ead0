#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# make demo: the reference fix on the four miniature trees, as the README shows it.
. "$(dirname "$0")/lib.sh"
have spatch sparse gcc || skip_all 'spatch, sparse and gcc are needed'

# demo: sets $status, and $said to what it prints, on one line
demo() {
	status=0
	scripts/demo "$BUILD" "$scratch/work" </dev/null >"$scratch/demo" 2>&1 || status=$?
	said=$(tr -s ' \n' ' ' <"$scratch/demo")
}

if sandbox; then
	demo
	is $status 0 'nothing needs a person'
	like "$said" '· not affected ✓ ported ✓ ported = present' 'one answer a tree'
	like "$said" 'rule, proven rule, proven' 'and what was ported is proven'
else
	skip 'no sandbox can be made here' 3
fi

mkdir "$scratch/bin"
printf '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n' \
	>"$scratch/bin/bwrap"
chmod +x "$scratch/bin/bwrap"
PATH=$scratch/bin:$PATH demo
is $status 1 'without a sandbox a person is needed'
like "$said" 'No sandbox can be made here' 'and told why'
like "$said" '· not affected \? ported \? ported = present' 'the fix is ported all the same'

finish
