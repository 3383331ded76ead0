#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: upstream removes a function with all of its calls, and this tree has calls of
# its own, in whatever file.
. "$(dirname "$0")/lib.sh"
have git jq python3 gcc || skip_all 'git, jq, python3 and gcc are needed'
git_user
cd "$scratch" || exit 1

# file NAME LINE...: a file of the repository
file() {
	name=$1
	shift
	printf '%s\n' "$@" >"$repo/$name"
}

# picked REV: what pick says of it, its tree in the work tree
picked() {
	said=$("$BACKSTITCH" pick --repo "$repo" --odb "$repo/.git/objects" --onto stable "$1")
	tree=$(printf '%s' "$said" |
		python3 -c 'import json, sys; print(json.load(sys.stdin)["tree"])')
	g read-tree -u --reset "$tree"
}

# told: outcome and warnings of what was picked
told() {
	printf '%s' "$said" | jq -r '.outcome + (.warnings | join(" "))'
}

# builds: does the work tree link?
builds() {
	(cd "$repo" && gcc -Werror=implicit-function-declaration -o "$scratch/program" ./*.c) \
		>/dev/null 2>&1
}

git init -q -b main "$repo"
file a.h 'int old_name(int a);' 'int twice(int a);'
file a.c '#include "a.h"' 'int old_name(int a)' '{' '	return a;' '}' '' '' '' \
	'int twice(int a)' '{' '	return 2 * a;' '}'
file main.c '#include "a.h"' 'int main(void)' '{' '	return old_name(0);' '}'
commit start
g branch stable
sed -i 's/old_name/new_name/' "$repo/a.h" "$repo/a.c" "$repo/main.c"
commit rename
g tag rename
g checkout -q stable
file other.c '#include "a.h"' 'int other(void);' 'int other(void)' '{' \
	'	return old_name(1);' '}'
commit 'stable: another call'

picked rename
builds
is $? 1 'the result of a clean merge does not link'
like "$said" "upstream removes 'old_name', which 1 file of this tree still calls" 'and that is said'
like "$said" '"outcome": ?"proposed"' 'it is for a person to see'

# without that call, or with a definition of its own, nothing is to be said
g checkout -q -f stable
g rm -q other.c
commit 'stable: no other call'
picked rename
builds
is $? 0 'without it the result links'
unlike "$said" 'upstream removes' 'and nothing is said'

g checkout -q -f stable
file other.c 'static int old_name(int a)' '{' '	return a;' '}' 'int other(void);' \
	'int other(void)' '{' '	return old_name(1);' '}'
sed -i '/^#include/d' "$repo/other.c"
commit 'stable: a function of its own'
picked rename
builds
is $? 0 'with a function of its own the result links'
unlike "$said" 'upstream removes' 'and nothing is said of it'

# what is not called may be passed on
g checkout -q -f stable
file other.c '#include "a.h"' 'int (*const other)(int a) = old_name;'
commit 'stable: it is passed on'
picked rename
builds
is $? 1 'the result does not compile'
like "$said" "upstream removes 'old_name', which 'other.c' still uses" 'and that is said'
g checkout -q -f stable
file other.c 'static int old_name;' 'int *const other = &old_name;'
file more.c 'enum { FIRST, old_name };' 'int const more = old_name;'
commit 'stable: something else of that name'
picked rename
builds
is $? 0 'a variable or an enumerator of that name is another thing'
is "$(told)" ported 'and nothing is said'

# the function stays for its own file alone
g checkout -q -f main
g reset -q --hard rename~1
printf '\nint more(void)\n{\n	return old_name(2);\n}\n' >>"$repo/a.c"
sed -i 's/old_name(0)/more()/' "$repo/main.c"
echo 'int more(void);' >>"$repo/a.h"
commit 'main: more'
g branch -q -f hidden
sed -i '/old_name/d' "$repo/a.h"
sed -i 's/^int old_name/static &/' "$repo/a.c"
commit 'a: nobody else calls it'
g tag hidden-now
g checkout -q -f -B stable hidden
file other.c '#include "a.h"' 'int other(void);' 'int other(void)' '{' \
	'	return old_name(1);' '}'
commit 'stable: somebody does'
picked hidden-now
builds
is $? 1 'the result does not compile'
like "$said" "no header declares 'old_name' any more, and 'other.c' uses it" 'and that is said'
g checkout -q -f stable
file other.c '#include "a.h"' 'extern int (*other)(int a);' 'int (*other)(int a) = old_name;'
commit 'stable: it is passed on'
picked hidden-now
builds
is $? 1 'nor one that passes it on'
like "$said" "no header declares 'old_name' any more, and 'other.c' uses it" 'and that is said'
g checkout -q -f stable
file other.c 'int old_name(int a);' 'int other(void);' 'int other(void)' '{' \
	'	return old_name(1);' '}'
commit 'stable: declared by itself'
picked hidden-now
builds
is $? 1 'a declaration of the own is none of the function'
like "$said" "'old_name' is static in 'a.c' now, and 'other.c' declares it for all" \
	'and that is said'
g checkout -q -f stable
file other.c 'static int old_name(int a)' '{' '	return a;' '}' 'int other(void);' \
	'int other(void)' '{' '	return old_name(1);' '}'
commit 'stable: a function of its own'
picked hidden-now
builds
is $? 0 'a function of the own is another one'
is "$(told)" ported 'and nothing is said'
g checkout -q -f stable
file other.h '#include "a.c"' 'int other(void);' 'int other(void)' '{' \
	'	return old_name(1);' '}'
g rm -q -f other.c
commit 'stable: a file that includes the code'
picked hidden-now
is "$(told)" ported 'what is compiled with the function sees it'

# the file goes with the function
g checkout -q -f main
g reset -q --hard rename~1
file quirk.h 'int quirk(int a);'
file quirk.c '#include "quirk.h"' 'int quirk(int a)' '{' '	return a;' '}'
commit 'main: a file of its own'
g branch -q -f quirk
g rm -q quirk.c quirk.h
commit 'quirk: nobody calls it'
g tag removed
g checkout -q -f -B stable quirk
file other.c '#include "a.h"' 'int other(void);' 'int other(void)' '{' \
	'	return twice(1);' '}'
commit 'stable: nobody calls it either'
picked removed
builds
is $? 0 'a file that nobody needs goes'
is "$(told)" ported 'and nothing is said'
g checkout -q -f stable
file other.c '#include "quirk.h"' 'int other(void);' 'int other(void)' '{' \
	'	return quirk(1);' '}'
commit 'stable: a call'
picked removed
builds
is $? 1 'one that is needed'
like "$said" "upstream removes 'quirk', which 1 file of this tree still calls" 'is told'
g checkout -q -f main
g reset -q --hard quirk
g mv quirk.c moved.c
sed -i 's/a;/a + 0;/' "$repo/moved.c"
commit 'quirk: in another file'
g tag elsewhere
picked elsewhere
builds
is $? 0 'the function is in another file'
is "$(told)" ported 'and nothing is said'

# other arguments
g checkout -q -f main
g reset -q --hard rename~1
sed -i 's/old_name(int a)/old_name(int a, int b)/' "$repo/a.h" "$repo/a.c"
sed -i 's/old_name(0)/old_name(0, 1)/' "$repo/main.c"
commit arguments
g tag arguments
g checkout -q -f stable
file other.c '#include "a.h"' 'int other(void);' 'int other(void)' '{' \
	'	return old_name(1);' '}'
sed -i 's/^int main(void)/int more(void);\nint more(void)\n{\n	return old_name(3);\n}\n\n&/' \
	"$repo/main.c"
commit 'stable: calls of its own'
picked arguments
builds
is $? 1 'the result does not compile'
like "$said" "upstream changes the arguments of 'old_name', which 1 more file of this tree calls" \
	'a call in another file'
like "$said" "'old_name' is called with 1 arguments in 'main.c', and takes 2 now" \
	'a call in a file that upstream changes too'

g checkout -q -f stable
g rm -q other.c
sed -i 's/old_name(3)/twice(3)/' "$repo/main.c"
commit 'stable: no calls of its own'
picked arguments
builds
is $? 0 'without these it compiles'
like "$said" '"outcome": ?"ported"' 'and nothing is said'

# a head of several lines, of which the first stays
g checkout -q -f main
g reset -q --hard rename~1
file b.c 'static int sum(int one,' '	       int two)' '{' '	return one + two;' '}' '' \
	'int first(void);' 'int first(void)' '{' '	return sum(1, 2);' '}' '' '' ''
commit 'main: sum'
g branch -q -f sum
sed -i 's/int two)/int two, int three)/; s/+ two/+ two + three/; s/sum(1, 2)/sum(1, 2, 3)/' \
	"$repo/b.c"
commit 'b: three of them'
g tag three
g checkout -q -f -B stable sum
picked three
builds
is $? 0 'upstream changes the one call there is'
like "$said" '"outcome": ?"ported"' 'and nothing is said'
g checkout -q -f stable
printf 'int more(void);\nint more(void)\n{\n	return sum(3, 4);\n}\n' >>"$repo/b.c"
commit 'stable: one more call'
picked three
builds
is $? 1 'one more stays, and does not compile'
like "$said" "'sum' is called with 2 arguments in 'b.c', and takes 3 now" 'which is told'

# a declaration of its own hides a call
g checkout -q -f -B stable sum
sed -i '1i static int sum(int one, int two);\n\nint more(void);' "$repo/b.c"
sed -i '4i int more(void)\n{\n	return sum(3, 4);\n}\n\n\n' "$repo/b.c"
commit 'stable: one above, with a declaration'
picked three
builds
is $? 1 'it is declared otherwise than defined'
like "$said" "'sum' is declared with 2 arguments in 'b.c', and takes 3 now" 'which is told'
g checkout -q -f -B stable arguments~1
file other.c 'int old_name(int a);' 'int other(void);' 'int other(void)' '{' \
	'	return old_name(1);' '}'
commit 'stable: a call of what the file declares itself'
picked arguments
like "$said" "'old_name' is declared with 1 argument in 'other.c', and takes 2 now" \
	'a declaration in another file'
g checkout -q -f stable
file other.c 'static int old_name(int a);' 'int other(void);' 'int other(void)' '{' \
	'	return old_name(1);' '}' '' 'static int old_name(int a)' '{' '	return a;' '}'
commit 'stable: a function of its own'
picked arguments
builds
is $? 0 'another function of that name'
is "$(told)" ported 'is another one'

# a function that returns nothing any more
g checkout -q -f main
g reset -q --hard rename~1
file a.h 'int old_name(int a);' 'int old_other(int a);'
file user.c '#include "a.h"' 'int user(void);' 'int user(void)' '{' '	old_name(1);' \
	'	return 0;' '}'
commit 'main: before'
g branch -q -f valued
sed -i 's/^int old_name/void old_name/' "$repo/a.h" "$repo/a.c"
sed -i '/old_name/,/^}/s/return.*;/(void)a;/' "$repo/a.c"
for caller in "$repo"/*.c; do
	sed -i 's/return old_name(\(.*\));/old_name(\1);\n	return 0;/' "$caller"
done
commit 'a: old_name() cannot fail'
g tag nothing
g checkout -q -f -B stable valued
picked nothing
builds
is $? 0 'callers that take the value are changed, others need not be'
like "$said" '"outcome": ?"ported"' 'and nothing is said'
g checkout -q -f stable
file other.c '#include "a.h"' 'int other(void);' 'int other(void)' '{' \
	'	return old_name(1);' '}'
commit 'stable: a call of its own'
picked nothing
builds
is $? 1 'the result does not compile with one more'
like "$said" "what 'old_name' returns is used in 'other.c', and it returns nothing now" \
	'a caller in another file'
g checkout -q -f stable
sed -i 's/return old_name(1);/for (old_name(1); 0;)\n		old_name(2);\n	return 0;/' \
	"$repo/other.c"
commit 'stable: the value is ignored'
picked nothing
builds
is $? 0 'nor does one need it that ignores it'
is "$(told)" ported 'and nothing is said'
g checkout -q -f stable
g rm -q other.c
printf '\n\n\nint more(void);\nint more(void)\n{\n	return old_name(3);\n}\n' >>"$repo/main.c"
commit 'stable: a call of its own in a file that upstream changes'
picked nothing
builds
is $? 1 'nor with one in that file'
like "$said" "what 'old_name' returns is used in 'main.c', and it returns nothing now" 'is told'

# what upstream itself still calls is not what it removed
g checkout -q -f main
g reset -q --hard rename~1
file extra.c 'int old_name(int a);' 'int extra(void);' 'int extra(void)' '{' \
	'	return old_name(2);' '}'
commit 'main: a declaration of its own'
sed -i '/old_name/,/^}/d' "$repo/a.c"
commit 'an assembler file has it now'
g tag moved
picked moved
unlike "$said" 'upstream removes' 'what stays in use upstream is not removed'

# retire DECLARED REPLACED USES OURS: upstream puts one declaration in the place of another, with
# the use that it has; the stable tree's file, or another one, has @OURS besides
extra=main.c
retire() {
	rm -rf "$repo"
	git init -q -b main "$repo"
	file a.h 'enum mode {' '	MODE_FIRST,' "$1" '	MODE_LAST' '};' 'struct a {' \
		'	int first;' "$2" '	int last;' '};' "$3"
	file main.c '#include "a.h"' 'int main(void)' '{' '	struct a a = { 0 };' '' \
		"	return a.first + $4;" '}' '' '' ''
	commit start
	g branch stable
	sed -i "s/old_name/new_name/; s/OLD_NAME/NEW_NAME/" "$repo/a.h" "$repo/main.c"
	commit rename
	g tag rename
	g checkout -q stable
	[ $extra = main.c ] || printf '%s\n' "$includes" >"$repo/$extra"
	printf 'int more(struct a *a);\nint more(struct a *a)\n{\n	return %s;\n}\n' "$5" \
		>>"$repo/$extra"
	commit 'stable: more'
	picked rename
	builds
}
retire '' '' '#define OLD_NAME 1' OLD_NAME 'a->first + OLD_NAME'
is $? 1 'a macro has another name, and what this tree has besides does not compile'
like "$said" "upstream removes 'OLD_NAME', which 'main.c' still uses" 'it is told'
retire '	OLD_NAME,' '' '' OLD_NAME 'a->first + OLD_NAME'
is $? 1 'an enumerator'
like "$said" "upstream removes 'OLD_NAME', which 'main.c' still uses" 'it is told'
retire '' '	int old_name;' '' a.old_name 'a->old_name'
is $? 1 'a member'
like "$said" "upstream removes 'old_name', which 'main.c' still uses" 'it is told'
retire '' '' '#define OLD_NAME 1' OLD_NAME 'a->first /* OLD_NAME */'
is $? 0 'in a comment it is none'
is "$(told)" ported 'and nothing is said'
retire '' '' '#define OLD_NAME 1' OLD_NAME 'a->first;
}
#define OLD_NAME 2
int again(void);
int again(void)
{
	return OLD_NAME'
is $? 0 'one of the own is another'
is "$(told)" ported 'and nothing is said'

# the same in a file that upstream's commit does not touch
extra=extra.c includes='#include "a.h"'
uses="which 'extra.c' still uses"
retire '' '' '#define OLD_NAME 1' OLD_NAME 'a->first + OLD_NAME'
is $? 1 'a macro that another file needs'
like "$said" "upstream removes 'OLD_NAME', $uses" 'it is told'
retire '	OLD_NAME,' '' '' OLD_NAME 'a->first + OLD_NAME'
like "$said" "upstream removes 'OLD_NAME', $uses" 'an enumerator'
retire '' '	int old_name;' '' a.old_name 'a->old_name'
like "$said" "upstream removes 'old_name', $uses" 'a member'
retire '' '' 'typedef int old_name;' '(old_name)2' '(old_name)a->first'
is $? 1 'a type'
like "$said" "upstream removes 'old_name', $uses" 'it is told'
retire '' '' 'struct old_name { int a; };' '(int)sizeof(struct old_name)' \
	'(int)sizeof(struct old_name)'
is $? 1 'a structure'
like "$said" "upstream removes 'old_name', $uses" 'it is told'
retire '' '	int old_name;' '' a.old_name '({ int old_name = 3; old_name; })'
is $? 0 'a variable is no member'
is "$(told)" ported 'and nothing is said'
retire '' '' '#define OLD_NAME 1' OLD_NAME 'a->first;
}
#define OLD_NAME 2
int again(void);
int again(void)
{
	return OLD_NAME'
is $? 0 'it has one of its own'
is "$(told)" ported 'and nothing is said'
retire '' '' 'typedef int old_name;' '(old_name)2' 'a->first;
}
typedef struct {
	int a;
} old_name;
int again(old_name *o);
int again(old_name *o)
{
	return o->a'
is $? 0 'or a type of its own'
is "$(told)" ported 'and nothing is said'
retire '' '' '#define OLD_NAME 1' OLD_NAME OLD_NAME
like "$said" "upstream removes 'OLD_NAME', $uses" 'what is returned declares nothing'
includes='struct a;'
retire '' '	int old_name;' '' a.old_name '0;
}
struct own {
	int old_name; /* its own */
};
int again(struct own *o);
int again(struct own *o)
{
	return o->old_name'
is $? 0 'a file that does not see what goes has another one'
is "$(told)" ported 'and nothing is said'
retire '' '' '#define OLD_NAME 1' OLD_NAME '0;
}
int again(int OLD_NAME);
int again(int OLD_NAME)
{
	return 1 + OLD_NAME'
is $? 0 'a parameter'
is "$(told)" ported 'and nothing is said'
finish
