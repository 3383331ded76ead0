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

write() {
	printf 'int two(int a);\n#define TWICE(a) (2 * (a))\n#define LIMIT 4\n' >"$repo/two.h"
	printf 'int three(int a);\n' >>"$repo/two.h"
	printf '#define GLUE(a) x##a\n#define USE three(2)\n' >"$repo/one.h"
	printf '%bint one(int a);\n' '#include "two.h"\n' >>"$repo/one.h"
	case $1 in
	u) code '' ;;
	u+) code "$fix" ;;
	s) code '' "$here" && printf '%bint one(int a);\n' "$one" >"$repo/one.h" ;;
	esac >"$repo/$file"
}

# picked FILE FIX HERE ONE: what is warned of where FILE gets FIX; HERE: what a.c has besides, and
# ONE: what one.h has in front, in this tree
picked() {
	file=$1 fix=$2 here=$3 one=$4
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
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
like "$(picked a.c '\tthree(a);\n' '' '')" "^proposed .three. is declared in .two.h., $by\$" \
	'a header that only uses it in a macro is not the one'
like "$(picked a.c '\ta += LIMIT;\n' '' '')" "^proposed .LIMIT. is declared in .two.h., $by\$" \
	'a macro without parameters'
# upstream needs the header no more
dropped() {
	write "$1"
	sed -i '/two.h/d' "$repo/one.h"
	[ "$1" = u+ ] || sed -i 's/^#include.*/#include "two.h"\n&/' "$repo/a.c"
}
file=a.c fix='' here="$(printf 'int more(void)\n{\n\treturn TWICE(2);\n}\n')" one=''
fix_and_stable dropped
pick_told merged "the #include that declares 'TWICE' goes, and 'a.c' uses it" \
	'an #include that goes'
here='int more;\n'
fix_and_stable dropped
pick_told merged '' 'one that nobody needs here either'

# upstream's file has it for itself, and another file here
write_own() {
	write "$1"
	case $1 in
	s) printf 'static const int OWN = 2;\nint get(void)\n{\n\treturn OWN;\n}\n' >"$repo/b.c" ;;
	*) sed -i 's/^#include.*/&\nstatic const int OWN = 2;/' "$repo/a.c" ;;
	esac
}
file=a.c fix='\ta += OWN;\n' here='' one='#include "two.h"\n'
fix_and_stable write_own
by="in upstream's file, and neither here nor in a header that 'a.c' includes"
pick_told merged "'OWN' is declared $by" 'what another file has for itself'
is "$(picked a.c '\tint LIMIT = 1;\n\n\ta += LIMIT;\n' '' '')" 'ported ' 'one of its own'
is "$(picked a.c '\ta = TWICE(LIMIT);\n' '' '#include "two.h"\n')" 'ported ' \
	'both of these included'
write_two() {
	write "$1"
	[ "$1" != s ] || {
		: >"$repo/two.h"
		printf '#define TWICE(a) ((a) + (a))\n' >"$repo/own.h"
	}
}
file=a.c fix='\ta = TWICE(a);\n' here='' one='#include "two.h"\n'
fix_and_stable write_two
pick_told exact \
	".TWICE. is declared in .two.h. upstream, and in no header that .a.c. includes here" \
	'a macro that another header has, for others'
write_pasted() {
	write_two "$1"
	[ "$1" != s ] || printf '#define MAKE(n) n##ICE(a)\n' >"$repo/two.h"
}
fix_and_stable write_pasted
pick_told exact '' 'a header that makes names of parts of names'
write_system() {
	mkdir -p "$repo/other"
	printf '#define TWICE(a) (2 * (a))\n' >"$repo/other/sys.h"
	[ "$1" != s ] || git -C "$repo" rm -q other/sys.h
	printf '#define TWICE(a) ((a) + (a))\n' >"$repo/own.h"
	printf '#include <sys.h>\nint one(int a);\n' >"$repo/one.h"
	code "$([ "$1" = u+ ] && echo "$fix")" >"$repo/$file"
}
fix_and_stable write_system
pick_told exact '' 'a macro of the system, of which upstream has a substitute'
# upstream declares TWICE in a header that both have, and include as <$name>
write_kept() {
	mkdir -p "$repo/other/sys"
	[ "$1" = s ] || echo '#define TWICE(a) (2 * (a))' >"$repo/other/$name"
	[ "$1" != s ] || echo 'int thrice(int a);' >"$repo/other/$name"
	printf '#define TWICE(a) ((a) + (a))\n' >"$repo/own.h"
	printf '#include <%s>\nint one(int a);\n' "$name" >"$repo/one.h"
	code "$([ "$1" = u+ ] && echo "$fix")" >"$repo/$file"
}
name=ours.h
fix_and_stable write_kept
pick_told exact \
	".TWICE. is declared in .other/ours.h. upstream, and in no header that .a.c. includes" \
	'a header of its own, included as those of the system are'
for name in pthread.h getopt.h sys/queue.h; do
	fix_and_stable write_kept
	pick_told exact '' "but a substitute for $name"
done
is "$(picked a.c '\ttwo(a);\n' '#include "two.h"\n' '')" 'ported ' 'included by the file itself'
is "$(picked a.c '\ttwo(a);\n' '\nint two(int a);\n' '')" 'ported ' 'declared by the file itself'
is "$(picked a.c '\ttwo(a);\n' '' 'int two(int a);\n')" 'ported ' 'declared by the other header'
is "$(picked a.c '\ta = 3;\n' '' '')" 'ported ' 'nothing is called'
is "$(picked a.h '\ttwo(a);\n' '' '')" 'ported ' 'a header is included by others'
is "$(picked a.c '\ttwo(a);\n' '#include "more.c"\n' '')" 'ported ' \
	'who includes code may have all'
finish
