#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a fix uses what a function returns, and this tree's function of that name returns
# nothing.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# write WHICH: a.c, which calls the function as a statement; the fix adds a line
write() {
	[ "$1" = s ] && with=$here || with=$there
	printf '#ifndef B_H\n#define B_H\n%b#endif\n' "$with" >"$repo/b.h"
	printf '#include "b.h"\n' >"$repo/a.h"
	{
		printf '#include "a.h"\n\nint first;\n\nint run(int a)\n{\n\tuse(a, 1);\n'
		printf '%b' "$before"
		printf '\tuse(a, 2);\n\tuse(a, 3);\n\tuse(a, 4);\n'
		[ "$1" != u+ ] || printf '\t%s\n' "$line"
		printf '\tuse(a, 5);\n\treturn a;\n}\n'
	} >"$repo/a.c"
}

# expect PATTERN NAME LINE HERE [BEFORE]
expect() {
	there=${there_has:-'const int *revert(int a);\nvoid use(int a, int b);\n'}
	line=$3 here=$4 before=${5-'\trevert(a);\n'}
	fix_and_stable write
	pick_told exact "$1" "$2"
}

none='void revert(int a);\nvoid use(int a, int b);\n'
told="^'revert' returns nothing here \\(b.h\\), and its value is used\$"
expect "$told" 'given to another function' 'put(revert(a));' "$none"
expect "$told" 'of a file that did not call it' 'put(revert(a));' "$none" ''
expect "$told" 'or to a variable' 'first = *revert(a) + 1; first = revert(a);' "$none"
expect "$told" 'or to an if' 'if (revert(a))' "$none"
expect "$told" 'or returned, where the function returns something' 'return revert(a);' "$none"
expect '' 'a statement' 'revert(a + 1);' "$none"
expect '' 'one in a for' 'for (revert(a); a; a--)' "$none"
expect '' 'what a macro is given may be one' 'RUN(revert(a));' "$none"
expect '' 'a macro here, in one arm of an #if' 'put(revert(a));' \
	"#ifdef X\\n#define revert(a) other(a)\\n#else\\n$none#endif\\n"
expect '' 'or a function that returns something' 'put(revert(a));' \
	"#ifdef X\\nint revert(int a);\\n#else\\n$none#endif\\n"
expect '' 'this tree uses its value already' 'put(revert(a));' "$none" '\tput(revert(a + 1));\n'
expect '' 'the same in both' 'put(revert(a));' 'const int *revert(int a);\n'
expect '' 'macros in both arms of an #if' 'put(revert(a));' \
	"#if X\n#define revert(a) 1\n#elif Y\n#define revert(a) 2\n#else\n$none#endif\n"
expect '' 'a variable of that name' 'put(revert(a));' "$none" '\tint (*revert)(int) = get(a);\n'
expect '' 'a part of a macro' '#define STEP(a) \\\n\t\tput(revert(a))' "$none"
there_has=$none
expect '' "upstream's returns nothing either, and a macro takes statements" 'wait_for(revert(a));' \
	"$none"

finish
