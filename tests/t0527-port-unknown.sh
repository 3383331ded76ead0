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

# declares NAME: the structure has a macro that declares what its argument names
declares() {
	tree
	{ printf '#define DECLARE_ESH(name) int name##esh;\n'; header "\\tDECLARE_ESH($1);\n"; } \
		>"$folder/drv/q.h"
	code '\tq->fresh = n;\n' >repo/drv/a.c
}

declares other
is "$(fixed)" "proposed 'struct q' has no 'fresh' here " 'a macro that declares another member'
declares fr
like "$(fixed)" '^ported .* and compiles' 'one that makes the name of its argument'

# inner [OPS]: the folder's header; a member is asked for in a structure of the file's own
inner() {
	tree
	header '' "${1-}" >"$folder/drv/q.h"
	own='struct own {\n\tstruct ops sub;\n\tstruct ops *to;\n};\n\n'
	code '' | sed "s/^int run/$own&/" >repo/drv/a.c
	cp repo/drv/a.c "$folder/drv/a.c"
	commit 'a structure'
	code '\tstruct own *o = (void *)q;\n\n\to->sub.put = one;\n\to->to->put = one;\n' |
		sed "s/^int run/$own&/" >repo/drv/a.c
}

inner
is "$(fixed)" "proposed 'struct ops' has no 'put' here " "a member's member"
inner '\tint (*put)(int);\n'
like "$(fixed)" '^ported .* and compiles' 'one that is there'

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

# made by a macro, or taken by one to make another
tree
printf '#define DEVICE(name) static int dev_##name(int a) { return name##_show(a); }\n' \
	>>"$folder/drv/q.h"
code '\tall += dev_fresh(n);\n' |
	sed 's/^int run/static int fresh_show(int a)\n{\n\treturn a;\n}\n\nDEVICE(fresh)\n\n&/' \
	>repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'names that a macro makes'

tree
code '\tall += dev_fresh(n);\n' |
	sed 's/^int run/static int fresh_show(int a)\n{\n\treturn a;\n}\n\n&/' >repo/drv/a.c
is "$(fixed)" "proposed this tree does not know 'dev_fresh' " 'a name that nothing makes'

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

# nor one that another file defines for all
tree
{ code ''; printf '\nint name_of(int a)\n{\n\treturn 1;\n}\n'; } |
	tee repo/drv/a.c >"$folder/drv/a.c"
printf 'int weak(int a)\n{\n\treturn name_of(a);\n}\n' | tee repo/far/b.c >"$folder/far/b.c"
printf '__attribute__((weak)) int name_of(int a)\n{\n\treturn 0;\n}\n' |
	tee repo/far/weak.c >"$folder/far/weak.c"
commit 'two of a name for all'
code '' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that another file defines for all'

# nor is what a product calls
tree
printf '#include "../drv/nine.h"\nint use_nine(int a)\n{\n\treturn nine(a);\n}\n' |
	tee repo/far/b.c >"$folder/far/b.c"
echo 'int nine(int a);' | tee repo/drv/nine.h >"$folder/drv/nine.h"
sed -i '1i #include "nine.h"' "$folder/drv/q.h" repo/drv/q.h
code '\tall += 10 *\n\t\tnine(n);\n' | tee repo/drv/a.c >"$folder/drv/a.c"
commit 'a product'
code '' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'a call behind a "*" is no function that is gone'

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
above=
small() {
	for name in q a b c d; do
		printf '#include "%s%s.h"\n' "$above" $name
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
above=../drv/
small_tree a b c d
is "$(fixed)" "proposed this tree does not know 'NOWHERE' " 'headers of folders above are there'
above=
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

for use in 'all += five(left);' 'all += ops.get(left);' 'if (left) all++;' 'all += n + left;' \
	'all += n >= left;' 'all += (&q->gone)[left];' 'return left;'; do
	tree
	code "\\t$use\n" >repo/drv/a.c
	is "$(fixed)" "$undeclared" "one that only stands in a value: $use"
done

tree
printf 'enum side { right, left };\n' >>"$folder/drv/q.h"
code '\tif (n >= left)\n\t\tall++;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'an enumerator'

tree
code '\tint left = n;\n\n\tleft++;\n' | tee repo/drv/a.c >"$folder/drv/a.c"
commit 'a variable'
code '\n\tleft++;\n' >repo/drv/a.c
is "$(fixed)" "$undeclared" 'one whose declaration goes'

tree
code '\tint left = n;\n\n\tleft++;\n' | tee repo/drv/a.c >"$folder/drv/a.c"
commit 'a variable'
code '\n\tleft++;\n' | sed 's/^int run/int left;\n\n&/' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that goes out of the function'

tree
code '\tint left = n;\n\n\tleft++;\n' | tee repo/drv/a.c >"$folder/drv/a.c"
commit 'a variable'
printf '#define __mine __attribute__((unused))\n' | tee -a repo/drv/q.h >>"$folder/drv/q.h"
commit 'an attribute'
code '\tint left __mine = n;\n\n\tleft++;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that gets an attribute'

# called, and in the tree no more than a word
call="proposed this tree does not know 'fresh_call' "
for word in '/* fresh_call(): not here */' '#define ALL(F) F(fresh_call)' \
	'int *more(int *fresh_call);'; do
	tree
	printf '%s\n' "$word" >>"$folder/inc/other.h"
	code '\tall += fresh_call(n);\n' >repo/drv/a.c
	is "$(fixed)" "$call" "a function that is a word in '$word'"
done

for word in 'extern int (*fresh_call)(int);' '#define fresh_call one' 'int fresh_call(int);'; do
	tree
	printf '%s\n' "$word" >>"$folder/drv/q.h"
	code '\tall += fresh_call(n);\n' >repo/drv/a.c
	like "$(fixed)" '^ported .* and compiles' "a function that '$word' declares"
done

# declared, and not where the file sees it
tree
printf 'int fresh_call(int);\n' >>"$folder/inc/other.h"
code '\tall += fresh_call(n);\n' >repo/drv/a.c
is "$(fixed)" \
	"proposed 'fresh_call' is in 'inc/other.h', which 'drv/a.c' does not include " \
	'a function of a header that is not included'

tree
printf 'int fresh_call(int);\n' >>"$folder/inc/other.h"
printf '#include "../inc/other.h"\n' >"$folder/drv/more.h"
sed -i '1i #include "more.h"' "$folder/drv/q.h"
code '\tall += fresh_call(n);\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'of one that another includes'

tree
printf '#define MAKE(name) int name##_call(int);\nMAKE(fresh)\n' >>"$folder/drv/q.h"
printf '#include "q.h"\nint more(int a)\n{\n\treturn fresh_call(a);\n}\n' >"$folder/far/b.c"
code '\tall += fresh_call(n);\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'a function whose name a macro makes'

tree
printf 'int left;\n' >>"$folder/inc/other.h"
code '\tall += left;\n' >repo/drv/a.c
is "$(fixed)" "$undeclared" 'a variable of a header that is not included'

# with_mine [STATIC] [ADDED]: the file with a function at its end
with_mine() {
	code "${2-}"
	printf '\n/* not static */\n%sint mine(int a)\n{\n\treturn a;\n}\n' "$1"
}

# mine [STATIC]: it is in both trees, and in the folder maybe static
mine() {
	tree
	with_mine '' >repo/drv/a.c
	commit 'a function'
	with_mine "$1" >"$folder/drv/a.c"
}

static="proposed 'mine' is static in 'drv/a.c', and a header declares it for all "
mine 'static '
printf 'int mine(int);\n' >>repo/drv/q.h
with_mine '' '\tall += n;\n' >repo/drv/a.c
is "$(fixed)" "$static" 'a function is static here that the patch declares for all'

mine ''
printf 'int mine(int);\n' >>repo/drv/q.h
with_mine '' '\tall += n;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that is not'

mine ''
printf 'int mine(int);\n' >>"$folder/drv/q.h"
with_mine 'static ' >repo/drv/a.c
is "$(fixed)" "$static" 'a function that the patch makes static is declared for all here'

mine ''
printf 'int mine(int);\n' >>"$folder/inc/other.h"
with_mine 'static ' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that a header declares which is not included'

mine 'static '
with_mine 'static ' '\tall += mine(n);\n' | tee "$folder/drv/a.c" >repo/drv/a.c
sed -i 's/^int run/static int mine(int);\n\n&/' "$folder/drv/a.c" repo/drv/a.c
commit 'a use'
code '\tall += mine(n);\n' >repo/drv/a.c
printf 'static inline int mine(int a)\n{\n\treturn a;\n}\n' >>repo/drv/q.h
like "$(fixed)" '^ported .* and compiles' 'one that goes into a header of the patch'

# a patch that was broken before it was mailed
tree
code '\tall += one(n;\n' >repo/drv/a.c
is "$(fixed)" "proposed the lines that come have 1 '(' too many " 'a parenthesis is not closed'

tree
code '\tif (n) {\n\t\tall++;\n' >repo/drv/a.c
is "$(fixed)" "proposed the lines that come have 1 '{' too many " 'a brace is not closed'

tree
code '#ifdef LESS\n\tif (n) {\n#else\n\tif (all) {\n#endif\n\t\tall++;\n\t}\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'the arms of an #if open two, and one is closed'

for flag in '-include $(srctree)/inc/other.h' "'-include', 'other.h'"; do
	tree
	printf 'int fresh_call(int);\n' >>"$folder/inc/other.h"
	printf "%s\n" "$flag" | tee "$folder/Makefile" >"$folder/drv/meson.build"
	code '\tall += fresh_call(n);\n' >repo/drv/a.c
	like "$(fixed)" '^ported ' "of one that the build includes: $flag"
done

# private "FILE": what drv/b.c has for itself; and that file
private() {
	tree
	printf '#define fresh_call(a) (a)\nint more(int a)\n{\n\treturn fresh_call(a);\n}\n' \
		>"$folder/drv/b.c"
	printf '%s' "$1" >"$folder/drv/all.c"
	code '\tall += fresh_call(n);\n' >repo/drv/a.c
}

private ''
is "$(fixed)" "$call" 'a macro of the file beside'
private '#include "b.c"
#include "a.c"
'
like "$(fixed)" '^ported ' 'of one that is compiled together with the file'

tree
printf '#define DEFINE_COUNT(name) int name = 0\n' >>"$folder/drv/q.h"
code '\tDEFINE_COUNT(left);\n\n\tleft = n;\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'one that a macro declares'

tree
printf '#define member(q, name) ((q)->name)\n' >>"$folder/drv/q.h"
code '\tall += member(q, gone);\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' 'the name of a member, for a macro'

tree
{ printf '#define member(q, name) ((q)->name)\n'; header '\tstruct { int of; } inner;\n'; } \
	>"$folder/drv/q.h"
code '\tall += member(q, inner.of);\n' >repo/drv/a.c
like "$(fixed)" '^ported .* and compiles' "a member's member, for a macro"

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
