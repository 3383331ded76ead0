#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Constants and functions of the C library's headers, which no tree declares: a file that includes
# the header has them, though the rest of its tree has not used them so far.
. "$(dirname "$0")/lib.sh"
have git jq gcc || skip_all 'git, jq and gcc are needed'
workspace
git_user

# write WHICH: the fix makes a.c use $constant, which upstream's other.c has used before
write() {
	printf '%b' "$header" >"$repo/own.h"
	printf '#include "own.h"\nint other(void)\n{\n\treturn %s;\n}\n' \
		"$([ "$1" = s ] && echo 0 || echo "$constant")" >"$repo/other.c"
	[ "$1" != s ] || printf '%b' "$here" >"$repo/own.h"
	{
		printf '%b\nint run(int a)\n{\n\ta++;\n\ta++;\n' "$includes"
		[ "$1" != u+ ] || printf '\ta = %s;\n' "$constant"
		printf '\ta++;\n\treturn a;\n}\n'
	} >"$repo/a.c"
}

# constant NAME INCLUDES HEADER WANTED [HERE]: warned of or not, as a compiler does; upstream's
# header and the stable tree's
constant() {
	constant=$1 includes=$2 header=$3 here=${5:-int here;\\n}
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --odb "$repo/.git/objects" --onto stable main
	is "$(jq -r '.outcome + " " + (.warnings | join("; "))' "$out")" "$4" \
		"$1, with $(printf '%b' "$2" | tr '\n' ' ')"
	g read-tree -u --reset "$(jq -r .tree "$out")"
	gcc -c -o /dev/null "$repo/a.c" 2>/dev/null
	is $? "$([ "$4" = 'ported ' ] && echo 0 || echo 1)" 'as gcc has it'
}

constant FD_CLOEXEC '#include <fcntl.h>\n' 'int there;\n' 'ported '
constant INET_ADDRSTRLEN '#include <arpa/inet.h>\n' 'int there;\n' 'ported '
constant SIZE_MAX '#include <stdint.h>\n' 'int there;\n' 'ported '
constant FD_CLOEXEC '#include "own.h"\n' '#include <fcntl.h>\n' \
	"proposed this tree does not know 'FD_CLOEXEC'"
constant FD_CLOEXEC '#include "own.h"\n' '#include <fcntl.h>\n' 'ported ' \
	'#include <fcntl.h>\nint here;\n'
# a tree's own, in a name that the header keeps for itself; and what no header keeps
constant O_MINE '#include <fcntl.h>\n#include "own.h"\n' '#define O_MINE 1\n' \
	"proposed this tree does not know 'O_MINE'"
constant MINE_CLOEXEC '#include <fcntl.h>\n#include "own.h"\n' '#define MINE_CLOEXEC 1\n' \
	"proposed this tree does not know 'MINE_CLOEXEC'"

# write_call WHICH: the fix makes a.c call $called, which upstream declares as $told
write_call() {
	case $1 in
	s) printf '%b' "$own" >"$repo/own.h" ;;
	*) printf '%b' "$header" >"$repo/own.h" ;;
	esac
	{
		printf '#include <stdlib.h>\n#include "own.h"\n'
		[ "$1" = s ] || printf '%b' "$told"
		printf 'int run(int a)\n{\n\ta++;\n\ta++;\n'
		[ "$1" != u+ ] || printf '\ta = %s(a);\n' "$called"
		printf '\ta++;\n\ta++;\n\ta++;\n\ta++;\n\ta++;\n\ta++;\n'
		[ "$1" = s ] || printf '\ta = %s(a);\n' "$called"
		printf '\treturn a;\n}\n'
	} >"$repo/a.c"
}

# called NAME HEADER LINES WANTED WHAT [OWN]: OWN is in this tree's header; gcc refuses a call of
# what is not declared, as newer ones do
called() {
	called=$1 header=$2 told=$3 own=${6-}
	fix_and_stable write_call
	run "$BACKSTITCH" pick --repo "$repo" --odb "$repo/.git/objects" --onto stable main
	is "$(jq -r '.outcome + " " + (.warnings | join("; "))' "$out")" "$4" "$5"
	g read-tree -u --reset "$(jq -r .tree "$out")"
	gcc -Werror=implicit-function-declaration -c -o /dev/null "$repo/a.c" 2>/dev/null
	is $? "$([ "$4" = 'ported ' ] && echo 0 || echo 1)" 'as gcc has it'
}

called labs '' '' 'ported ' 'a function of the library'
called labs 'struct ops { long (*labs)(long a); };\n' '' 'ported ' 'likewise, beside a member'
called labs '' 'struct ops {\n\tint labs;\n};\n' 'ported ' 'likewise, on a line of its own'
called labs '' 'static int other(int labs) { return labs; }\n' 'ported ' 'likewise, a parameter'
called labs 'static inline int f(void)\n{\n\tint labs = 0;\n\treturn labs;\n}\n' '' 'ported ' \
	'likewise, a local variable'
called labs '' 'int f(int (*labs)(int));\n' 'ported ' 'likewise, a parameter that is called'
called change 'int change(int a);\n' '' "proposed this tree does not know 'change'" \
	'one that upstream declares'
called change '' 'static int (*change)(int a);\n' "proposed this tree does not know 'change'" \
	'a pointer to a function, of the file itself'
called change 'extern int (*change)(int a);\n' '' "proposed this tree does not know 'change'" \
	'likewise, of a header'
called change 'typedef int change_fn(int a);\nextern change_fn *change;\n' '' \
	"proposed this tree does not know 'change'" 'likewise, by a typedef'

# setter WANTED WHAT OWN: the same of set_boot(), which this tree's header may make by a macro
setter() {
	called set_boot 'int set_boot(int a);\n' '' "$1" "$2" "$3"
}

unknown="proposed this tree does not know 'set_boot'"
setter='#define SETTER(how, name) how set_##name(how a);\n'
setter 'ported ' 'one that a macro makes' "${setter}SETTER(int, boot)\n"
setter "$unknown" 'another one that it makes' "${setter}SETTER(int, root)\n"
setter "$unknown" 'a macro that nobody uses' "$setter"
setter "$unknown" 'one that is used in a macro only' "${setter}#define ALL SETTER(int, boot)\n"
setter 'ported ' 'one that a macro makes of its start' \
	'#define BOOT(name) \\\n\tint name ## _boot(int a)\nBOOT(set);\n'
setter 'ported ' 'likewise, of its middle' \
	'#define BOOT(name) \\\n\tint s##name##_boot(int a)\nBOOT(et);\n'
setter "$unknown" 'a word that is no parameter' \
	'#define BOOT(name) \\\n\tint name ## set_##boot(int a)\nBOOT(boot);\n'
finish
