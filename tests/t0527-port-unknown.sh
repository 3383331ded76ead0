#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a mail's added lines take for granted and a tree has not: a member of a structure, a function
# that is another file's own, a name that only upstream's tree has.  gcc says which results it
# refuses.
. "$(dirname "$0")/lib.sh"
have git jq gcc || skip_all 'git, jq and gcc are needed'
workspace
git_user
repo=$PWD/repo
git init -q -b main repo
mkdir -p repo/inc repo/drv repo/far
folder=$PWD/folder

# code ADDED [INIT] [BELOW]: a driver that calls what the tree has
code() {
	printf '#include "q.h"\n\nint one(int), two(int), three(int), four(int), five(int);\n\n'
	printf 'static const struct ops ops = {\n\t.get = one,\n%b};\n\n' "${2-}"
	printf 'int run(struct q *q, int n)\n{\n\tint all = one(n) + two(n) + three(n);\n\n'
	printf '%b\treturn all + four(n) + five(n) + ops.get(n);\n}\n\n' "$1"
	printf 'int out(struct q *q)\n{\n\treturn q->gone;\n}\n'
}

# header MEMBERS [OPS]
header() {
	printf 'struct ops {\n\tint (*get)(int);\n%b};\n\nstruct q {\n\tint gone;\n%b};\n' \
		"${2-}" "$1"
}

# tree: what upstream and the folder begin with
tree() {
	rm -rf mail patches/* "$folder"
	header '' >repo/drv/q.h
	printf 'struct other {\n\tint fresh;\n\tint (*put)(int);\n};\n' >repo/inc/other.h
	for name in one two three four five; do
		printf 'int %s(int left)\n{\n\treturn left;\n}\n\n' $name
	done >repo/far/all.c
	{
		printf 'static int own(int a)\n{\n\treturn a;\n}\n\n'
		printf 'int use(int a)\n{\n\treturn own(a);\n}\n'
	} >repo/far/own.c
	code '' >repo/drv/a.c
	g add -A && g commit -q --allow-empty -m 'start again'
	mkdir "$folder"
	cp -r repo/inc repo/drv repo/far "$folder"
}

# fixed: the change to drv/a.c comes as a mail to the folder; what is said of it, and by gcc
fixed() {
	commit "fix $test_count"
	port_mail "$folder" | tr '\n' ' '
	g format-patch -q -1 main --stdout | git apply --directory="${folder#"$PWD/"}"
	gcc -fsyntax-only -Werror=implicit-function-declaration "$folder/drv/a.c" 2>/dev/null &&
		printf 'and compiles'
}

tree
code '\tq->fresh = n;\n' >repo/drv/a.c
is "$(fixed)" "proposed 'struct q' has no 'fresh' here " \
	'a member that only another structure has'

tree
header '\tint fresh;\n' >"$folder/drv/q.h"
code '\tq->fresh = n;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'a member that the structure has'

tree
header '\tint fresh;\n' >repo/drv/q.h
code '\tq->fresh = n;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that the patch brings along'

tree
code '' '\t.put = two,\n' >repo/drv/a.c
is "$(fixed)" "proposed 'struct ops' has no 'put' here " 'in an initialiser'

tree
header '' '\tint (*put)(int);\n' >"$folder/drv/q.h"
code '' '\t.put = two,\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'in one, where it is there'

tree
{ printf '#define Q_HEAD int fresh, more;\n'; header '\tQ_HEAD\n'; } >"$folder/drv/q.h"
code '\tq->fresh = n;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'a macro tells the members'

tree
{ printf 'struct in { int fresh; };\n#define fresh in.fresh\n'; header '\tstruct in in;\n'; } \
	>"$folder/drv/q.h"
code '\tq->fresh = n;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'a macro is the member'

tree
code '\tstruct other { int fresh; } *o = (void *)q;\n\n\to->fresh = n;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'a structure of the function'

tree
code '\tall += own(n);\n' >repo/drv/a.c
is "$(fixed)" "proposed this tree does not know 'own' " 'a function that is another file'"'"'s own'

tree
sed -i '/^static int own/,/^}/d' "$folder/far/own.c"
sed -i 's/.*five(int);/&\nint own(int);/' "$folder/drv/q.h"
printf 'int own(int);\n' >>"$folder/drv/q.h"
code '\tall += own(n);\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that a header declares'

tree
printf '#define guard(name) class_##name\n#define CLASS(name, var) class_##name var\n' \
	>>"$folder/drv/q.h"
code '\tguard(three)(&all);\n' >repo/drv/a.c
like "$(fixed)" "^proposed this tree defines no 'three' for 'guard'" \
	'a guard for which the tree has only a function of that name'

tree
printf '#define guard(name) class_##name\n#define DEFINE_GUARD(name) int class_##name(int *);\n' \
	>>"$folder/drv/q.h"
printf 'DEFINE_GUARD(three)\n' >>"$folder/drv/q.h"
code '\tguard(three)(&all);\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'a guard that the tree defines'

tree
printf '#define guard(name) class_##name\n' >>"$folder/drv/q.h"
printf '#define DEFINE_GUARD_COND(name, ext) int class_##name##ext(int *);\n' >>"$folder/drv/q.h"
printf 'DEFINE_GUARD_COND(three, _try)\n' >>"$folder/drv/q.h"
code '\tguard(three_try)(&all);\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one whose name is made of two'

# what the patch brings along is no name that the tree lacks
brings() {
	tree
	code "$2" | sed "s/^int run(/$1\\n\\n&/" >repo/drv/a.c
	like "$(fixed)" '^ported .* and compiles' "$3"
}

brings 'enum { NEW_FIRST, NEW_LAST = 4 };' '\tall += NEW_FIRST + NEW_LAST;\n' 'enumerators'
brings 'struct { int first; } new_table[] = { { 1 } };' '\tall += new_table[0].first;\n' \
	'a table whose type has no name'
brings 'typedef int (new_fn)(int);' '\tnew_fn *fn = one;\n\n\tall += fn(n);\n' \
	'the type of a function'

tree
code '\tstruct { int first; } mine[] = { { 1 } };\n\n\tall += mine[0].first;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'such a table of the function'

# a function that the patch removes, which another file has for itself
tree
printf '#define nothing(a) ((a) == 0)\n\nconst char *label_of(int a)\n{\n\treturn 0;\n}\n\n' |
	tee repo/far/mine.c "$folder/far/mine.c" >/dev/null
printf 'const char *mine(int a)\n{\n\treturn label_of(a);\n}\n' |
	tee -a repo/far/mine.c "$folder/far/mine.c" >/dev/null
{ code ''; printf '\nconst char *label_of(int a)\n{\n\treturn 0;\n}\n'; } |
	tee repo/drv/a.c "$folder/drv/a.c" >/dev/null
commit 'two of a name'
code '' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' "another file's function is none that is gone"

# what is not of the tree is used under another name, and not anew
tree
code '\tall += of_a_library(n);\n' | tee repo/drv/a.c >"$folder/drv/a.c"
commit 'a library'
code '\tall += of_a_library(n) + 1;\n' >repo/drv/a.c
g mv drv/a.c drv/moved.c
commit 'move it'
is "$(port_mail "$folder")" 'ported every hunk at its line, or at an offset in the same function' \
	'a file that is moved'
rm repo/drv/moved.c

tree
code '\tall += of_a_library(n) + 1;\n' >repo/drv/a.c
g mv drv/a.c drv/moved.c
commit 'move it'
is "$(port_mail "$folder")" "proposed this tree does not know 'of_a_library'" \
	'one that brings a name'
rm repo/drv/moved.c

# few calls tell of the tree whether it is whole, and the headers that the file includes do
small() {
	for name in q a b c d; do
		printf '#include "%s.h"\n' $name
	done
	printf '\nint run(struct q *q)\n{\n\treturn q->gone%b;\n}\n' "$1"
}

# small_tree HEADER...: that file and these of its headers
small_tree() {
	tree
	small '' >repo/drv/a.c
	commit small
	for name; do
		: >"$folder/drv/$name.h"
	done
	cp repo/drv/a.c "$folder/drv/a.c"
	small ' + NOWHERE' >repo/drv/a.c
}

small_tree a b c d
is "$(fixed)" "proposed this tree does not know 'NOWHERE' " 'a name in a file with hardly a call'
small_tree
like "$(fixed)" '^ported ' 'of a part of a tree nothing is said'

# a variable of the function; the compiler refuses it too
undeclared="proposed 'run' has no 'left' here "
tree
code '\tleft = n;\n' >repo/drv/a.c
is "$(fixed)" "$undeclared" 'a variable that nobody declares'

tree
printf 'extern int left;\n' >>"$folder/drv/q.h"
code '\tleft = n;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that a header declares'

tree
printf 'int three_of(int left, int right);\nextern int some_left;\n' >>"$folder/drv/q.h"
code '\tleft = n;\n' >repo/drv/a.c
is "$(fixed)" "$undeclared" "a prototype's parameter is none"

tree
printf '#define DEFINE_COUNT(name) int name = 0\n' >>"$folder/drv/q.h"
code '\tDEFINE_COUNT(left);\n\n\tleft = n;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that a macro declares'

tree
printf '#define member(q, name) ((q)->name)\n' >>"$folder/drv/q.h"
code '\tall += member(q, gone);\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'the name of a member, for a macro'

# the repository has the files that the mail was made on, and no newer tree around them
tree
g branch -q -f stable
printf 'int fresh_name(int);\n' >repo/inc/other.h
g mv -f drv/a.c drv/a.c 2>/dev/null
code '' '' | sed 's/return q->gone/return q->gone + 1/' >repo/drv/a.c
commit 'upstream goes on'
code '\tall += fresh_name(n);\n' '' | sed 's/return q->gone/return q->gone + 1/' >repo/drv/a.c
commit 'use it'
g format-patch -q -1 main -o "$PWD/mail" --start-number 1
blob=$(g rev-parse main~1:drv/a.c)
rm -rf two && git init -q -b stable two
git -C two fetch -q "$repo" stable:taken && git -C two reset -q --hard taken
g cat-file blob "$blob" | git -C two hash-object -w --stdin >/dev/null
run "$BACKSTITCH" import --name fix "$PWD"/mail/0001-*
run "$BACKSTITCH" port --no-proofs --dry-run --format=json fix --tree "6.12.y=$PWD/two:stable"
is "$(jq -r '.trees[0].patches[0] | .outcome, .warnings[]' "$out" | tr '\n' ' ')" \
	"proposed this tree does not know 'fresh_name' " \
	'a name that neither the tree has nor what its repository knows of upstream'
finish
