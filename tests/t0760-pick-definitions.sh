#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a function and its declaration in a header, of which the fix brings one and this
# tree has the other one, with other arguments, or none.
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

# write_left WHICH: the fix calls release() in a.c, defines it in b.c, and declares it in new/e.h,
# which this tree lacks
write_left() {
	mkdir -p "$repo/new" "$repo/more"
	printf '#include "new/e.h"\nint take(int a);\n' >"$repo/a.h"
	printf 'int e;\nint f;\n' >"$repo/new/e.h"
	[ "$1" != u+ ] || printf '%b' "$told_there" >>"$repo/new/e.h"
	printf 'int take(int a)\n{\n\treturn a;\n}\n' >"$repo/b.c"
	[ "$1" = u ] || printf '%b' "$release" >>"$repo/b.c"
	printf '#include "a.h"\n%b\nint run(int a)\n{\n\ttake(a);\n' "$made" >"$repo/a.c"
	[ "$1" != u+ ] || printf '\trelease(a);\n' >>"$repo/a.c"
	printf '\ttake(a + 1);\n\treturn a;\n}\n' >>"$repo/a.c"
	[ "$1" = s ] || return 0
	g rm -q new/e.h
	printf '%b' "$told_here" >"$repo/a.h"
	[ "$both" ] || g checkout -q b.c
	[ ! "$code" ] || echo 'int code;' >"$repo/$code"
}

# expect_left PATTERN NAME
expect_left() {
	fix_and_stable write_left
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	if [ "$1" ]; then
		like "$(jq -r '.warnings[]' "$out")" "$1" "$2"
	else
		is "$(jq -r '.warnings[]' "$out")" '' "$2"
	fi
}

release='\nvoid release(int a)\n{\n\ttake(a);\n}\n' declared='void release(int a);\n'
told="^'release' is declared in 'new/e.h' upstream, and in no header that 'a.c' includes here\$"
told_there=$declared told_here='int take(int a);\n' made='' both='' code=''
expect_left "$told" 'the definition comes, and the declaration is left out'
both=yes
expect_left "$told" 'the definition is here'
made='#include "made/patches.i"\n'
expect_left "$told" 'a program makes some text of it'
code=more/patches.i made='#include "more/patches.i"\n'
expect_left '' 'that text is here'
code='' made='#include "made/patches.inc"\n'
expect_left '' 'a program makes code'
both='' code='' made=''
told_here="int take(int a);\\n$declared"
expect_left '' 'declared in a header that is here'
told_here='int take(int a);\n' made="$declared"
expect_left '' 'or in the file'
made='' told_there='int more(int a);\n'
expect_left '' 'upstream declares it nowhere'

# write_brought WHICH: the declaration comes in a header that is new, in another folder
write_brought() {
	write_left "$1"
	mkdir -p "$repo/include"
	case $1 in
	u+) printf '%b' "$declared" >"$repo/include/new.h" ;;
	s) g checkout -q main new/e.h a.h ;;
	esac
	[ "$1" != u+ ] || sed -i 's/^#include.*/&\n#include "new.h"/' "$repo/a.c"
}
fix_and_stable write_brought
pick_told exact '' 'declared in a header that comes'
declared='__typeof__(take) give, release;\n'
fix_and_stable write_brought
pick_told exact '' 'in whatever way'
finish
