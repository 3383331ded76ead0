#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: code of a file that the tree lacks, found in other files by the
# names of the definitions that it is in.
. "$(dirname "$0")/lib.sh"
have git jq python3 || skip_all 'git, jq and python3 are needed'
git_user
cd "$scratch" || exit 1

# key NAME: a value of the answer
key() {
	python3 -c '
import json, sys
said = json.load(open(sys.argv[2], encoding="utf-8"))
print(said[sys.argv[1]])' "$1" "$out"
}

# function NAME LINES: some C
function() {
	printf '/* does %s */\nstatic int %s(int a)\n{\n' "$1" "$1"
	seq -f "	a += $1(%g);" "$2"
	printf '	return a;\n}\n\n'
}

# change WHAT COMMAND...: an upstream commit on main, tagged WHAT
change() {
	what=$1
	shift
	g checkout -q main
	(cd "$repo" && "$@")
	commit "$what"
	g tag "$what"
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable "$what"
}

# moves EDIT FILE WHAT: sed makes the same edit of FILE on stable
moves() {
	g checkout -q -f stable
	sed -i "$1" "$repo/$2"
	g add -A
	is "$(key tree)" "$(g write-tree)" "$3"
	g checkout -q -f stable
}

git init -q -b main "$repo"
mkdir -p "$repo/net/one" "$repo/net/two"
{
	printf '#include <stdio.h>\n\n'
	function first 12
	function second 12
	printf 'struct state {\n	int one;\n	int two;\n	int three;\n};\n\n'
	function third 12
} >"$repo/net/one/new.c"
function other 12 >"$repo/net/one/old.c"
{
	function lonely 12
	function helper 12
} >"$repo/net/one/lonely.c"
function helper 12 >"$repo/net/two/twin.c"
function caller 12 >"$repo/net/two/caller.c"
list='if libfoo\n	sources += one\n	deps += two\nendif\n'
printf "$list%s\n" 'build = true' >"$repo/net/one/list.build"
printf "$list" >"$repo/net/two/list.build"
commit start

# stable has the three functions and the type in another order, within an older file
g checkout -q -b stable
{
	function third 12
	function other 12
	printf 'struct state {\n	int one;\n	int two;\n	int three;\n};\n\n'
	function second 12
	function first 12
} >"$repo/net/one/old.c"
g rm -q net/one/new.c net/one/lonely.c net/one/list.build
commit 'stable: what differs'

change in-function sed -i 's/second(7)/better(7)/' net/one/new.c
like "$(key outcome)" "^(ported|proposed)$" 'a function that is in another file here'
moves 's/second(7)/better(7)/' net/one/old.c 'is changed there'

change in-comment sed -i 's/does third/does the third/' net/one/new.c
moves 's/does third/does the third/' net/one/old.c 'a comment above it as well'

change in-type sed -i 's/^	int two;/&\n	int more;/' net/one/new.c
moves 's/^	int two;/&\n	int more;/' net/one/old.c 'a member of a type'

change between sh -c 'sed -i "/^struct state/i\\
static int added(void);\\
" net/one/new.c; sed -i "s/third(3)/added()/" net/one/new.c'
like "$(key outcome)" "^(ported|proposed)$" \
	'a declaration in front of a type that is there, and a use of it'
like "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g show "$(key tree):net/one/old.c" |
	tr '\n' '~')" '\}~~static int added\(void\);~~(/\* does second|struct state)' \
	'it is put beside its neighbour'

# upstream has a function of that name in the other file too: not what moved
change twin sed -i 's/helper(5)/better(5)/' net/one/lonely.c
is "$(key outcome)" not-affected 'a twin that upstream has itself is left alone'

# of this function nothing is here but its name
g checkout -q stable
sed -i 's/caller(5)/lonely(5)/' "$repo/net/two/caller.c"
printf 'int lonely(int a)\n{\n	return completely->different(a);\n}\n' >>"$repo/net/two/caller.c"
commit 'stable: has a function lonely()'
change named sed -i 's/lonely(5)/better(5)/' net/one/lonely.c
is "$(key outcome)" conflict 'a function of that name with another text'
like "$(key reason)" "'lonely' is" 'is named, and it is not said that the tree is not affected'

"$BACKSTITCH" pick --repo "$repo" --onto stable --conflicts "$scratch/marked" named >/dev/null
is "$(grep -c '^<<<<<<<' "$scratch/marked/net/one/lonely.c")" 1 'the file stands between markers'

# a file that is changed itself, and has the code of one that is not here
change lists sh -c 'sed -i "s/deps += two/&three/" net/*/list.build'
g checkout -q -f stable
tree=$(key tree)
is "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g ls-tree -r "$tree" | grep -c .)" \
	"$(g ls-tree -r stable | grep -c .)" 'one file is there once'

# the definition is there, and the line that changes stands in it in another block
body() {
	printf '/* all of it */\nstatic int check_all(struct item *a)\n{\n'
	seq -f '	prepare(a, %g);' 9
	cat
	seq -f '	settle(a, %g);' 9
	printf '	return a->count;\n}\n\n'
}
block() {
	printf '%s/* is it one that is empty? */\n%sif (scan(a,\n' "$1" "$1"
	printf '%s	 "no value for %%s", word) == 1) {\n' "$1"
	printf '%s	/* these may be */\n%s	if (!same(word, "PLACE")) return 0;\n' "$1" "$1"
	printf '%s	if (!same(word, "TEXT")) return 0;\n' "$1"
}
{
	printf '\n'
	block '	'
	printf '\n		if (!same(word, "OTHER")) return 0;\n	}\n'
} | body >"$scratch/there.c"
{
	printf '\n	kind = kind_of_this(\n		a, FIRST_KIND);\n\n'
	printf '	if (kind ==\n	    OTHER_KIND) {\n'
	block '		'
	printf '		}\n	}\n'
} | body >"$scratch/here.c"
g checkout -q -f main
cp "$scratch/there.c" "$repo/net/one/errors.c"
commit 'upstream: a file of its own'
g checkout -q -f stable
{ cat "$scratch/here.c" && function texts 3; } >"$repo/net/one/texts.c"
commit 'stable: in another one'
edit='s/no value for/no value at all for/'
change errors sh -c "sed -i '$edit' net/one/errors.c; sed -i 's/other(3)/another(3)/' net/one/old.c"
is "$(jq -r '.outcome + " " + .files[0].note' "$out")" "proposed 'net/one/errors.c' is not in this \
tree; its code is elsewhere" 'a line that is in another block here'
is "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb git -C "$repo" diff --numstat stable \
	"$(jq -r .tree "$out")" -- net/one/texts.c | cut -f1,2 | tr '\t' ' ')" '1 1' \
	'is changed there, and no other'

# what is no C, changed at two places far apart, in a file of that name with much besides
block() { printf "block '%s' {\n\tsources += '%s.c'\n\tdeps += '%s_dep'\n}\n" "$1" "$1" "$1"; }
g checkout -q -f main
{ block early && seq -f 'upstream option %g;' 30 && block late; } >"$repo/net/one/far.build"
commit 'upstream: a file of its own'
g checkout -q -f stable
mkdir -p "$repo/net/three"
{
	seq -f 'this option is number %g;' 40
	block early
	seq -f 'that option is number %g;' 40
	block late
} >"$repo/net/three/far.build"
commit 'stable: in a larger file'
edit='s/early_dep/early_new/; s/late_dep/late_new/'
change far sed -i "$edit" net/one/far.build
like "$(key outcome)" "^(ported|proposed)$" 'both are found'
moves "$edit" net/three/far.build 'and changed there'
finish
