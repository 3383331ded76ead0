#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick onto a tree that has the change, or has nothing of what it is about: what is
# there is 'present', what is not there is 'not-affected', and what is neither is for a person.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
git_user

# body CALL: the functions around it are the same everywhere
body() {
	printf 'int one(int a)\n{\n\tprepare(a);\n\treturn a;\n}\n\n'
	printf 'int two(int a)\n{\n\tif (!a)\n\t\treturn 0;\n%b\tfinish(a);\n\treturn a;\n}\n' "$1"
}

save() {
	g add -A
	g commit -q -m "$1"
}

# picks TREE UPSTREAM: the outcome, and why
picks() {
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto "$1" "$2"
	jq -r '.outcome + " " + (.reason // "")' "$out"
}

git init -q -b main "$repo"
cd "$repo" || exit 1
mkdir doc lib
body '\tstart(a);\n' >lib/f.c
echo 'Some words.' >doc/f.rst
save start
g branch without-doc
g branch other-code
g branch not-here
body '\tstart(a);\n\tstart_more(a, 0, 1);\n' >lib/f.c
echo 'Some more words.' >doc/f.rst
save fix
g tag fix

g checkout -q without-doc
g rm -q doc/f.rst
save 'no documents'
like "$(picks without-doc fix)" '^(ported|proposed) ' \
	'the tree lacks the documents and the fix: it is made'
body '\tstart(a);\n\tstart_more(a, 0, 1);\n' >lib/f.c
save 'the fix'
like "$(picks without-doc fix)" '^present by content' \
	'the tree lacks the documents, and has the fix: present'

# white space alone: here where the line that differs has it, and not where it has other code
space() {
	printf 'int s(int a)\n{\n        int b = a;\n\n        prepare(a);\n%s' "$1"
	printf '        finish(a);\n        return b;\n}\n'
}
g checkout -q -b spaces main
space '        b = step(a, 2);
' >lib/s.c
save 'spaces'
space '	b = step(a, 2);
' >lib/s.c
save 'a tab'
g checkout -q -b spaces-here spaces~
space '        b = step(a, 3);
' >lib/s.c
save 'another line'
like "$(picks spaces-here spaces)" "^conflict upstream changes white space alone in 'lib/s.c'" \
	'white space that is not here is not present'
space '	b = step(a, 3);
' >lib/s.c
save 'with the tab'
like "$(picks spaces-here spaces)" '^present by content' 'and where it is, it is'
g checkout -q without-doc

# the same function under another name here
g checkout -q -b words fix
sed -i 's/start_more(/begin_more(/' lib/f.c
printf '\nvoid three(int a)\n{\n\tbegin_more(a, 1, 2);\n\tbegin_more(a, 2, 3);\n}\n' >>lib/f.c
save 'our name for it'
g checkout -q main
printf '\nvoid three(int a)\n{\n\tstart_more(a, 1, 2);\n\tstart_more(a, 2, 3);\n}\n' >>lib/f.c
save three
sed -i 's/start_more(a, 0, 1)/start_more(a, 0, 7)/' lib/f.c
save seven
g tag seven
g checkout -q words
like "$(picks words seven)" '^(ported|proposed) ' 'other names, and not the change: it is made'
sed -i 's/begin_more(a, 0, 1)/begin_more(a, 0, 7)/' lib/f.c
save 'seven here'
like "$(picks words seven)" "^present by content, in this tree's words" \
	'other names, and the change: present'

# other code stands there
g checkout -q other-code
body '\tsomething(a);\n\telse_entirely(a);\n' >lib/f.c
save 'other code'
unlike "$(picks other-code seven)" '^(present|not-affected)' 'other code is no proof of anything'

# the line that upstream edits is not here, and the one beside it is another one
g checkout -q main
printf 'all:\n  - [gcc, make, ninja, meson]\n  - [libone-dev, libtwo-dev, libthree-dev]\n' >list.yml
save list
g branch no-line
sed -i 's/libthree-dev/libthree4/' list.yml
save 'another library'
g tag library
g checkout -q no-line
printf 'all:\n  - [gcc, headers, make, ninja, meson]\nend\n' >list.yml
save 'ours: no libraries'
like "$(picks no-line library)" '^conflict nothing of the change has a place here' \
	'what was left out is not present'

# the function is in another file here, and upstream's file is here as well
g checkout -q main
printf 'int calm(int a)\n{\n\treturn a;\n}\n' >calm.c
cp calm.c stays.c
printf '\nint move_me(int a)\n{\n\tint n = first(a);\n\n' >>stays.c
printf '\tn += second(a);\n\treturn n;\n}\n' >>stays.c
save stays
g branch split
g branch twice
sed -i 's/second(a)/second(a, 0)/' stays.c
save 'second: two'
g tag second
g checkout -q split
sed '1,5d' stays.c >moved.c
cp calm.c stays.c
echo 'int move_me(int a);' >moved.h
save 'ours: split'
like "$(picks split second)" '^conflict .* other code there; move_me\(\) is defined in moved.c:1$' \
	'it is said which file has the function'
like "$(jq -r '.files[0].note' "$out")" 'left out, .*; move_me\(\) is defined in moved.c:1$' \
	'with the file as well'
g checkout -q -b namesake split~
printf 'int move_me(char *name, int size)\n{\n\treturn name[size];\n}\n' >other.c
cp calm.c stays.c
save 'ours: another of that name'
unlike "$(picks namesake second)" 'is defined in' 'one that takes something else is a namesake'
g checkout -q twice
sed '1,5d' stays.c >moved.c
cp moved.c again.c
cp calm.c stays.c
save 'ours: two of them'
unlike "$(picks twice second)" 'is defined in' 'two files have one: none is named'

# neither the file nor its code
g checkout -q not-here
g rm -q lib/f.c && mkdir -p lib
echo 'int other;' >lib/g.c
save 'no such code'
like "$(picks not-here seven)" '^not-affected ' 'neither the file nor its code: not affected'

# the change is here, some lines further on: git's clean merge makes it once more
g checkout -q main
cat >lib/twice.c <<'C'
int begin(int a)
{
	setup(a);

	check(a);
	return a;
}
C
save twice
g branch has-it
sed -i 's/^\tsetup(a);$/&\n\n\tif (unlikely(a))\n\t\treturn 0;/' lib/twice.c
save unlikely
g tag unlikely
g checkout -q has-it
sed -i 's/^\tcheck(a);$/\tif (unlikely(a))\n\t\treturn 0;\n\n&/' lib/twice.c
save 'unlikely, by ourselves'
like "$(picks has-it unlikely)" '^(present|proposed|conflict) ' \
	'the change is here already: never ported once more without a word'
finish
