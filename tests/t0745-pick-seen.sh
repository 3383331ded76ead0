#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a file sees of its tree: a function that takes as many arguments elsewhere only, and headers
# of one architecture, which a build makes "asm/" of.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
workspace
git_user

# write WHICH: a.c, with a call at its end; what the header declares differs between the trees
write() {
	mkdir -p "$repo/tool" "$repo/include/asm-x86"
	printf '%b' "$tool" >"$repo/tool/tool.h"
	printf '#include <asm/two.h>\n' >"$repo/one.h"
	case $1 in
	s) printf '%b' "$here" ;;
	*) printf '%b' "$there" ;;
	esac >"$repo/include/asm-x86/two.h"
	{
		printf '#include "one.h"\n\nint run(int a)\n{\n\tuse(a);\n\tuse(a + 1);\n'
		[ "$1" != u+ ] || printf '\ta = %s;\n' "$call"
		printf '\tuse(a + 2);\n\treturn a;\n}\n'
	} >"$repo/a.c"
}

# picked CALL THERE HERE TOOL: outcome and warnings of a fix that brings the call
picked() {
	call=$1 there=$2 here=$3 tool=$4
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	jq -r '.outcome + " " + (.warnings | join("; "))' "$out"
}

one='int get(int a);\n'
three='#define get(a, low, high) do_get(a, &(low), &(high))\n'
told='does not take 1 arguments in this tree \(include/asm-x86/two.h\)'
like "$(picked 'get(a)' "$one" "$three" "$one")" "^proposed 'get' $told\$" \
	'only a tool has it so'
like "$(picked 'get(a)' "$one" "$three" '#define get(...) 0\n')" "^proposed 'get' $told\$" \
	'only a tool takes any number'
is "$(picked 'get(a)' "$one" "$one" "$three")" 'ported ' 'only a tool has it otherwise'
is "$(picked 'get(a)' "$one" '#define get(...) 0\n' "$three")" 'ported ' \
	'what the file sees takes any number'
is "$(picked 'get(a)' "$one" "#define get other_get\n" "$one$three")" 'ported ' \
	'another name for something'
is "$(picked 'get(a)' "$one" "int more;\n$one" "$one")" 'ported ' 'the same here'

# a name is called in more than one way
log='#define get(level, format, ...) log_it(level, format, __VA_ARGS__)\n'
older='#define get(level, body) log_it(level, body)\n'
is "$(picked 'get(1, "x")' "$log" "$older" '')" 'ported ' 'the one way is as it is here'
like "$(picked 'get(1, "x"); get(1, "%d", a)' "$log" "$older" '')" \
	"^proposed 'get' does not take 3 arguments in this tree\$" 'the other one is not'
like "$(picked 'get(1, "%d", a); get(1, "x")' "$log" "$older" '')" \
	"^proposed 'get' does not take 3 arguments in this tree\$" 'whichever comes first'

# header NAME: what is warned of when a file of that name is included anew
header() {
	rm -rf "$repo"
	git init -q -b main "$repo"
	mkdir -p "$repo/include/asm-x86/cpu" "$repo/include/asm"
	printf 'int run(void);\n' >"$repo/a.c"
	commit base
	g checkout -q -b stable
	echo 'int x;' >"$repo/include/asm-x86/$1"
	g add -A
	commit stable
	g checkout -q main
	echo 'int x;' >"$repo/include/asm/cpu.h"
	commit asm
	printf '#include <asm/cpu.h>\nint run(void);\n' >"$repo/a.c"
	commit fix
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	jq -r '.outcome + " " + (.warnings | join("; "))' "$out"
}
is "$(header cpu.h)" 'ported ' 'a header of one architecture'
is "$(header gpu.h)" "proposed this tree has no file 'asm/cpu.h'" 'another one of it'
is "$(header cpu/cpu.h)" "proposed this tree has no file 'asm/cpu.h'" 'one of a folder below'
finish
