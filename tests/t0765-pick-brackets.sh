#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a result with a bracket too many, and a call that was given another name and
# takes other arguments by that.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# write_call WHICH: a long call; both sides put a call around some of its arguments
write_call() {
	first=a last='z);'
	third=c
	case $1 in
	u+) first='wrap(a' last='z));' ;;
	s) third=$here last=$ends ;;
	esac
	{
		printf 'int run(int a)\n{\n\treturn call(%s,\n' "$first"
		printf '\t\t    %s,\n' b "$third" d e f "$last" | sed 's/;,$/;/'
		printf '}\n'
	} >"$repo/a.c"
}
here='wrap(c' ends='z));'
fix_and_stable write_call
pick_told merged "^braces: 1 '\\(' too many, compared with upstream's change\$" \
	'one closes what each of two opens'
here='wrap(c)' ends='z);'
fix_and_stable write_call
pick_told merged '' 'they close their own'

# write WHICH: calls that have another name upstream; the fix adds one
write() {
	{
		printf '#include "b.h"\n\nint run(int a)\n{\n'
		for step in 1 2 3; do
			case $1 in
			s) printf "\\tcheck_own($here);\\n\\tuse(a);\\n" $step ;;
			*) printf '\tcheck_word(a + %s);\n\tuse(a);\n' $step ;;
			esac
		done
		[ "$1" != u+ ] || printf '\tcheck_word(a - 1);\n'
		[ "$1" != s ] || printf '\trest(a);\n'
		[ "$1" = s ] || printf '\tremains(a);\n'
		printf '\treturn a;\n}\n'
	} >"$repo/a.c"
	case $1 in
	s) printf '#define check_own(%s) more(x)\n' "$takes" ;;
	*) printf '#define check_word(x) more(x)\n' ;;
	esac >"$repo/b.h"
}

# told: the added call, and what is said
told() {
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable main
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb git -C "$repo" show \
		"$(jq -r .tree "$out"):a.c" | sed -n 's/^\t\(.*a - 1.*\)/\1 /p' | tr -d '\n'
	jq -r '.warnings | join("; ")' "$out"
}
here='a + %s' takes=x
is "$(told)" 'check_own(a - 1); ' 'another name, and the same arguments'
here='a + %s, 4' takes='x, size'
is "$(told)" "check_own(a - 1); 'check_own' does not take 1 arguments in this tree" \
	'one that takes others is told'
finish
