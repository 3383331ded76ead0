#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a tree is not called not affected where code that upstream changes is in it
# under another name, and found no place: the tree may need the fix.
. "$(dirname "$0")/lib.sh"
have git python3 || skip_all 'git and python3 are needed'
git_user
cd "$scratch" || exit 1

# base FILE LINE...: a file on main
base() {
	g checkout -q -f main
	mkdir -p "$(dirname "$repo/$1")"
	file=$repo/$1
	shift
	printf '%s\n' "$@" >"$file"
	commit "main has $file"
}

# here FILE LINE...: one on stable instead, too unlike to be a rename
here() {
	g checkout -q -f stable
	mkdir -p "$(dirname "$repo/$1")"
	file=$repo/$1
	shift
	{
		printf '%s\n' "$@"
		seq -f 'of_its_own_%g = 1' 40
	} >"$file"
	commit "stable has $file"
}

# change EDIT FILE: an upstream commit by sed, picked onto stable
change() {
	g checkout -q -f main
	sed -i "$1" "$repo/$2"
	commit "change $2"
	said=$("$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable main)
}

key() {
	printf '%s' "$said" |
		python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"
}

# remains WHAT REASON: it is a conflict that says so
remains() {
	is "$(key outcome)" conflict "$1"
	like "$(key reason)" "$2" "$1: says what is here"
}

# many: files that are looked into before others of their folder by their names alone
many() {
	g checkout -q -f "$1"
	for i in $(seq 410); do
		echo "int many$i;" >"$repo/net/one/a$i.c"
	done
	commit "$1 has many"
}

git init -q -b main "$repo"
echo >"$repo/README"
commit start
g branch stable

base net/one/sets.h '/* of sets */' '#define SET_EVAL_1(a) (a)' '#define SET_EVAL_2(a) (a)'
here net/two/macros.h 'int x;' '#define SET_EVAL_1(a) ((a))' '#define SET_EVAL_2(a) ((a))'
change '$a #define SET_EVAL_3(a) (a)' net/one/sets.h
remains 'a macro behind others' "'SET_EVAL_[12]' and 'SET_EVAL_[12]' are"

base net/one/rates.c 'int rates(int a)' '{' '	int ibps = a;' '	int samp = a;' \
	'	return ibps - samp;' '}'
here net/two/speeds.c 'int speeds(long a)' '{' '	long ibps = 1;' '	long samp = 2;' \
	'	return ibps + samp;' '}'
change 's/return ibps - samp/return ibps ? samp : 0/' net/one/rates.c
remains 'names that hardly any file has' "'ibps' and 'samp' are"

base net/one/single.c '/*' ' * ibps and samp are told apart:' ' * so it is' ' */' \
	'int single(int lone)' '{' '	return lone;' '}'
here net/two/lone.c 'int two(int lone)' '{' '	return lone + 1;' '}'
change 's/return lone;/return -lone;/' net/one/single.c
is "$(key outcome)" not-affected 'one name may be one of another file by chance'
change 's/samp are told/samp are kept/' net/one/single.c
is "$(key outcome)" not-affected 'words of a comment are no names'

base net/one/far.c '/* far() is first */' 'int far_function(int a)' '{' '	return a + 17;' '}'
here net/one/near.c 'int other(void);' '/* far_function() */' 'int far_function(int a, int b)' '{' \
	'	if (b)' '		return 0;' '	return b;' '}'
change 's/a + 17/a + 18/' net/one/far.c
remains 'a function that is another one here' \
	"but 'far_function' is in net/one/near.c:3; the change"

base net/one/caller.c 'int callers(int a)' '{' '	return call_it_rarely(a);' '}'
here net/one/calls.c 'int calls(void)' '{' '	return call_it_rarely(0, 1) + 1;' '}' \
	'int call_it_rarely(int a, int b)' '{' '	return a;' '}'
change 's/_rarely(a)/_rarely(-a)/' net/one/caller.c
remains 'a call that hardly any file has' \
	"but 'call_it_rarely' is in net/one/calls.c:3; the change"

base net/one/pair.c 'int pairs(int a)' '{' '	long left1 = a, right1 = a;' '	return a;' '}'
here net/one/paired.c '/* left1 */' 'int p;' 'int paired(void)' '{' '	long right1 = 1;' '' \
	'	long left1 = 2;' '}'
change 's/, right1 = a/, right1 = -a/' net/one/pair.c
remains 'two names in one file' \
	"'left1' and 'right1' are in net/one/paired.c:7; the change"

long='	of_channel = context->bit_rate / (1000 * context->channels);'
base net/one/long.c 'int a1(void)' '{' '	one1();' "$long" '	two2();' '}'
here net/one/other.c 'int b1(void)' '{' '	three(3);' "$long" '	four(4);' '}'
change 's/two2/better2/' net/one/long.c
remains 'a long line' "'net/one/other.c' has lines of it"

base tools/docs.py 'import os' '' 'def escape(val):' '    return quoted(val)' '' \
	'def usage_of(all):' '    print(all)'
here lib/make.py 'import os' 'def escape(val):' '    return str(val)' '' 'def usage_of(all):' \
	'    print(1)'
change 's/return quoted/return twice/' tools/docs.py
remains 'a script by another name in another folder' "'lib/make.py' has lines of it"
here lib/more.py 'def escape(val):' '    pass' '' 'def usage_of(all):' '    pass'
here lib/most.py 'def escape(val):' '    pass' '' 'def usage_of(all):' '    pass'
change 's/return twice/return thrice/' tools/docs.py
is "$(key outcome)" not-affected 'lines that many scripts have say nothing'

# a guide is left out beside code; alone it is what the commit is about
base doc/zones.rst 'How to do it' '' 'Addresses can be generated for a /24 subnet.' '' \
	'They differ from each other by an iterator.' '' 'That is all.'
here doc/guide.rst 'All about it' '' 'Addresses can be generated for a /24 subnet.' '' \
	'Nothing else.' '' 'They differ from each other by an iterator.'
change 's/by an iterator/by iterators/' doc/zones.rst
remains 'a guide by another name' "'doc/guide.rst' has lines of it"
base doc/none.rst 'How not to do it' '' 'What nobody else writes is written here.' ''
change 's/is written here/was written here/' doc/none.rst
is "$(key outcome)" not-affected 'a guide of which nothing is here'
base net/both.c 'int both_first;' 'int both_second;'
g checkout -q -f stable
mkdir -p "$repo/net"
printf 'int both_first;\nint both_second;\n' >"$repo/net/both.c"
commit 'stable has both'
g checkout -q -f main
sed -i 's/by iterators/by an iterator/' "$repo/doc/zones.rst"
change 's/both_second/both_last/' net/both.c
is "$(key outcome)" ported 'a guide beside code'

many main
many stable
options='int stats_out = OFFSET(stats_out) + STRING;'
base net/one/options_table.h 'int first_of_all;' "$options" 'int second_of_all;' \
	'int third_of_all;'
here net/one/options.c 'int first_of_all;' "$options" 'int second_of_all;' 'int third_of_all;'
change '/stats_out/d' net/one/options_table.h
like "$(key outcome)" '^(proposed|ported)$' 'a file that is named alike among 400 others'
g checkout -q -f stable
sed -i '/stats_out/d' "$repo/net/one/options.c"
g add -A
is "$(key tree)" "$(g write-tree)" 'is changed'

# code that nothing tells, and the commit that upstream fixes
fixes() {
	g checkout -q -f main
	sed -i "s/lone = $1/lone = $2/" "$repo/net/one/lone_ranger.c"
	g commit -q -a -m "fix it

Fixes: $3 (\"a commit\")"
	said=$("$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable main)
}
base net/one/lone_ranger.c 'int lone = 1;'
fixes 1 2 "$(g rev-parse --short=12 main)"
is "$(key outcome)" not-affected 'what is fixed is not here'
fixes 2 3 "$(g rev-parse --short=12 stable~1)"
remains 'what is fixed is in the history' \
	"yet it fixes $(g rev-parse stable~1 | cut -c1-12), which is in the history of this tree\$"
fixes 3 4 0123456789ab
is "$(key outcome)" not-affected 'nobody knows what is fixed'
finish
