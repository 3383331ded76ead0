#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a function and its declaration in a header, of which the fix brings one and this
# tree has the other one, with other arguments.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# write_new WHICH: headers; the fix adds c.c with a function
write_new() {
	[ "$1" = s ] && with=$here || with=$there
	printf '%b' "$with" >"$repo/b.h"
	printf '#include "b.h"\n' >"$repo/a.h"
	printf '%b' "$other" >"$repo/other.c"
	rm -f "$repo/c.c"
	[ "$1" != u+ ] || printf '#include "a.h"\n\nint ready;\n\n%b' "$line" >"$repo/c.c"
}

# expect PATTERN NAME HERE [LINE [THERE [OTHER]]]
expect() {
	here=$3 line=${4:-"$two"} there=${5-'int run(int a, int b);\n'} other=${6-}
	fix_and_stable write_new
	pick_told exact "$1" "$2"
}

two='int run(int a, int b)\n{\n\treturn a + b;\n}\n'
one='int run(int a);\n'
told="^'run' is defined with 2 arguments, and declared with others in 'b.h'\$"
expect "$told" 'declared with one' "$one"
expect "$told" 'the type has a line of its own' "$one" 'int\nrun(int a,\n    int b)\n{\n}\n'
expect "$told" 'declared with none' 'int run(void);\n'
expect "$told" 'in both arms of an #if' \
	"#ifdef X\\nint run(int a, int b, int c);\\n#else\\n$one#endif\\n"
expect "$told" 'upstream declares it nowhere' "$one" "$two" ''
expect "^'run' is defined with 0 arguments, and" 'defined with none' "$one" \
	'int run(void)\n{\n\treturn 1;\n}\n' 'int run(void);\n'
expect '' 'likewise here' 'int run(int a, int b);\n'
expect '' 'with other names, and in lines of their own' 'int run(int,\n\tint c);\n'
expect '' 'static' "$one" "static $two"
expect '' 'by another program upstream, too' "$one" "$two" "$one"
expect '' 'in one arm of an #if' "#ifdef X\\nint run(int a, int b);\\n#else\\n$one#endif\\n"
expect '' 'a macro in one arm' "#ifdef X\\n$one#else\\n#define run(a) 1\\n#endif\\n"
expect '' 'a macro that stands for another name' "#define run other_run\\n$one"
expect '' 'without what it takes' 'int run();\n'
expect '' 'with "..."' 'int run(int a, ...);\n'
expect '' 'only declared' "$one" 'int walk(int a)\n{\n\treturn a;\n}\n\n'"$one"
expect '' "another file's own" 'int walk(int a);\n' "$two" 'int run(int a, int b);\n' \
	'static int run(int a)\n{\n\treturn a;\n}\n'
line=$two here=$one there='int run(int a, int b);\n' other=''
write_cpp() {
	write_new "$1"
	[ ! -e "$repo/c.c" ] || mv "$repo/c.c" "$repo/c.cc"
}
fix_and_stable write_cpp
pick_told exact '' 'in C++, where both may be'

# write_kept WHICH: the fix changes what run() takes, in a header and new.c, which this tree lacks
write_kept() {
	now='int a' && [ "$1" != u+ ] || now='int a, int b'
	printf 'int first(int a);\nint run(%s);\nint last(int a);\n' "$now" >"$repo/b.h"
	if [ "$1" = s ]; then
		g rm -q new.c
		printf '#include "b.h"\n\n%b' "$old" >"$repo/old.c"
		return
	fi
	{
		printf '#include "b.h"\n\nint run(%s)\n{\n' "$now"
		printf '\tint %s = begin_%s(a);\n' one one two two three three four four
		printf '\n\tsettle();\n\treturn one + two + three + four;\n}\n'
		printf '%b' "$own"
	} >"$repo/new.c"
}

# expect_kept PATTERN NAME [OLD [OWN]]: OLD is this tree's function, OWN is upstream's besides
expect_kept() {
	old=${3-"$kept"} own=${4-}
	fix_and_stable write_kept
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	"$([ "$1" ] && echo like || echo unlike)" "$(jq -r '.warnings[]' "$out")" \
		"${1:-$told}" "$2"
}

kept='int run(long all)\n{\n\twhile (more(&all))\n\t\tgo_on(NULL, "all of it");\n\tend();\n}\n'
told="^'run' is defined with 1 argument in 'old.c', and declared with 2 now\$"
expect_kept "$told" 'a definition that stays, of what the header declares otherwise'
expect_kept '' 'static' "static $kept"
expect_kept '' 'upstream has such a one, too' "$kept" '\n#undef run\nint run(int a)\n{\n}\n'
expect_kept '' 'another one fits' "$kept\\n#undef run\\nint run(int a, int b)\\n{\\n}\\n"
finish
