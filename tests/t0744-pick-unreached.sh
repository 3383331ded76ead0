#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A fix calls a function that upstream's file has by way of a header which includes another one.
# git merges it; here no header that the file includes tells of it.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
workspace
git_user

# code CALL [FURTHER]: a.c, which calls CALL at last
code() {
	printf '#include "one.h"\n%b\nint quit(int a)\n{\n\treturn one(a);\n}\n\n' "${2-}"
	printf 'int run(int a)\n{\n\tone(a);\n\tone(a + 1);\n%b\treturn a;\n}\n' "$1"
}

save() {
	git -C repo add -A
	git -C repo commit -q --allow-empty -m "$1"
}

# picked FILE FIX HERE ONE: what is warned of where FILE gets FIX; HERE: what a.c has besides, and
# ONE: what one.h has in front, in this tree
picked() {
	rm -rf repo
	git init -q -b main repo
	printf '#include "two.h"\nint one(int a);\n' >repo/one.h
	printf 'int two(int a);\n#define TWICE(a) (2 * (a))\n' >repo/two.h
	code '' >"repo/$1" && save start
	git -C repo branch stable
	code "$2" >"repo/$1" && save 'run: the fix'
	git -C repo checkout -q stable
	code '' "$3" >"repo/$1"
	printf '%bint one(int a);\n' "$4" >repo/one.h && save ours
	run "$BACKSTITCH" pick --repo "$PWD/repo" --odb "$scratch/odb" --onto stable main
	jq -r '.outcome + " " + (.warnings | join("; "))' "$out"
}

by='which upstream.s file includes by way of another header, and .a.c. does not here'
like "$(picked a.c '\ttwo(a);\n' '' '')" "^proposed .two. is declared in .two.h., $by\$" \
	'a function'
like "$(picked a.c '\ta = TWICE(a);\n' '' '')" "^proposed .TWICE. is declared in .two.h., $by\$" \
	'a macro'
like "$(picked a.c '\ttwo(a);\n' 'int more;\n' '')" \
	"^proposed .two. is declared in .two.h., $by\$" \
	'in a file that differs'
is "$(picked a.c '\ttwo(a);\n' '' '#include "two.h"\n')" 'ported ' 'included here in the same way'
is "$(picked a.c '\ttwo(a);\n' '#include "two.h"\n' '')" 'ported ' 'included by the file itself'
is "$(picked a.c '\ttwo(a);\n' '\nint two(int a);\n' '')" 'ported ' 'declared by the file itself'
is "$(picked a.c '\ttwo(a);\n' '' 'int two(int a);\n')" 'ported ' 'declared by the other header'
is "$(picked a.c '\ta = 3;\n' '' '')" 'ported ' 'nothing is called'
is "$(picked a.h '\ttwo(a);\n' '' '')" 'ported ' 'a header is included by others'
is "$(picked a.c '\ttwo(a);\n' '#include "more.c"\n' '')" 'ported ' \
	'who includes code may have all'
finish
