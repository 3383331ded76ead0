#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A fix makes a variable known to others, and uses it. This tree has no such variable, so that the
# edit of its definition is left out: the rest merges, each file compiles, and no linker takes them.
. "$(dirname "$0")/lib.sh"
have git jq gcc || skip_all 'git, jq or gcc is not installed'
workspace
git_user

# write WHICH: a.c defines it, a.h declares it for others, b.c uses it
write() {
	static='static '
	[ "$1" != u+ ] || static=
	{
		printf '#include "a.h"\n\nint one(int a)\n{\n\treturn a;\n}\n\n'
		[ "$1" = s ] && printf '%b' "$here" || printf '%sint limit;\n\n' "$static"
		printf 'int two(int a)\n{\n\treturn one(a) + 2;\n}\n'
	} >"$repo/a.c"
	{
		printf 'int one(int a);\nint two(int a);\n'
		[ "$1" != u+ ] || printf 'extern int limit;\n'
	} >"$repo/a.h"
	{
		printf '#include "a.h"\n\nint main(void)\n{\n\tint n = one(1);\n\n'
		[ "$1" != u+ ] || printf '\tif (n > limit)\n\t\treturn 1;\n'
		printf '\treturn two(n);\n}\n'
	} >"$repo/b.c"
}

# links: does what was picked make a program?
links() {
	rm -rf made && mkdir made
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/odb git -C "$repo" archive "$(jq -r .tree "$out")" |
		tar x -C made
	gcc -o made/all made/a.c made/b.c 2>/dev/null
}

# picked HERE: outcome and warnings, where this tree has HERE in the place of the definition
picked() {
	here=$1
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --odb odb --onto stable main
	jq -r '.outcome + " " + (.warnings | join("; "))' "$out"
}

is "$(picked '')" "proposed 'limit' is declared in 'a.h', and nothing here defines it" \
	'the variable is not here'
links
is $? 1 'and nothing links'
is "$(picked 'static int limit;\n\n')" 'ported ' 'it is here'
links
is $? 0 'and the result links'
is "$(picked 'static int limit = 5;\n\n')" 'proposed ' 'it is here with a value'
links
is $? 0 'and the result links'

is "$(picked '#define HERE 1\nDEFINE_LIMIT(limit);\n\n' | cut -d' ' -f1)" proposed \
	'a macro defines it'
unlike "$(jq -r '.warnings[]' "$out")" 'nothing here defines' 'which nobody is told of'

# the fix brings the variable along
write_new() {
	write "$1"
	[ "$1" = u+ ] || sed -i '/limit/,+1d' "$repo/a.c"
}
here=
fix_and_stable write_new
run "$BACKSTITCH" pick --repo "$repo" --odb odb --onto stable main
is "$(jq -r '.outcome, .warnings[]' "$out")" ported 'a variable that comes with its definition'
links
is $? 0 'and the result links'

# write_counter WHICH: c.c, which is not here, defines it by a macro, and a.h declares it by one;
# d.c of this tree has HERE
write_counter() {
	printf '#define %s\n' 'DECLARE_COUNTER(type, name) extern type name' \
		'DEFINE_COUNTER(type, name) type name' >"$repo/counter.h"
	rm -f "$repo/c.c"
	[ "$1" = s ] ||
		printf '#include "a.h"\n\nint far(int a)\n{\n\treturn a;\n}\n' >"$repo/c.c"
	printf '#include "counter.h"\n\nint one(int a);\nint two(int a);\n' >"$repo/a.h"
	printf '#include "a.h"\n\nint two(int a)\n{\n\treturn a + 2;\n}\n' >"$repo/a.c"
	printf '#include "a.h"\n\nint one(int a)\n{\n\tint n = a;\n\n' >"$repo/b.c"
	if [ "$1" = u+ ]; then
		printf '\nDEFINE_COUNTER(int, limit);\n' >>"$repo/c.c"
		printf 'DECLARE_COUNTER(int, limit);\n' >>"$repo/a.h"
		printf '\tn += limit;\n' >>"$repo/b.c"
	fi
	printf '\treturn two(n);\n}\n' >>"$repo/b.c"
	printf '#include "counter.h"\n\n' >"$repo/d.c"
	[ "$1" != s ] || printf '%b' "$here" >>"$repo/d.c"
}

# counted HERE: what is told
counted() {
	here=$1
	fix_and_stable write_counter
	run "$BACKSTITCH" pick --repo "$repo" --odb odb --onto stable main
	jq -r '.warnings[]' "$out"
}

undefined="'limit' is declared in 'a.h', and nothing here defines it"
is "$(counted '')" "$undefined" 'it is defined in a file that is not here, by a macro'
is "$(counted 'int own(int a)\n{\n\tint limit = a;\n\n\treturn limit;\n}\n')" "$undefined" \
	'another function has a variable of that name'
is "$(counted 'DEFINE_COUNTER(int, limit);\n')" '' 'another file defines it by the macro'
is "$(counted 'int limit;\n')" '' 'another file defines it'
is "$(counted 'int limit(int a)\n{\n\treturn a;\n}\n')" '' 'there is a function of that name'

# write_bound WHICH: a.c alone, in which the fix gives it another name
write_bound() {
	name=limit
	[ "$1" != u+ ] || name=bound
	{
		printf 'int one(int a)\n{\n\treturn a;\n}\n\n'
		[ "$1" = s ] || printf 'static int %s;\n\n' "$name"
		printf 'int two(int a)\n{\n\tint n = one(a);\n\n'
		[ "$1" != u+ ] || printf '\tif (n > bound)\n\t\tn = bound;\n'
		printf '\treturn n;\n}\n'
	} >"$repo/a.c"
}
fix_and_stable write_bound
pick_told absent "this tree does not know 'bound'" 'what is left out is used by what is not'
finish
