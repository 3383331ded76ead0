#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A function that moved within its file, past a twin: it is not missing.  The change goes into it,
# or the conflict says where it is.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

twin() {
	printf 'int %s(struct s *p)\n{\n\tint ret;\n\n\tret = p->x;\n\tif (ret < 0)\n' "$1"
	printf '\t\treturn ret;\n\tp->x = 1;\n\treturn 0;\n}\n\n'
}
head='struct s { int x; };\n\n'
gamma='int gamma(struct s *q)\n{\n\tq->x = 1;\n\treturn (q->x << 3);\n}\n\n'

# file FUNCTION...: in that order
file() {
	printf '%b' "$head"
	for name; do
		twin "$name"
	done
}

said() {
	jq -r "$1" "$out"
}

git init -q -b main "$repo"
file alpha beta >"$repo/a.c"
commit start
file alpha beta | sed '0,/p->x = 1/s//p->x = 2/' >"$repo/a.c"
commit 'alpha: two'

g checkout -q -b moved main^
file beta alpha >"$repo/a.c"
commit 'beta first'
g checkout -q -b again main^
{ printf '%b%b' "$head" "$gamma" && twin beta && twin alpha; } >"$repo/a.c"
commit 'gamma first'

# the line of the change in alpha
line() {
	g show "$1:a.c" | awk '/^int alpha/ { inside = 1 } inside && /p->x = 1;/ { print NR }'
}

run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto moved main
is "$(said '.outcome + " " + .rung')" 'proposed placed' \
	'a function that moved: the change goes there'
file beta alpha | sed "$(line moved)s/1/2/" >"$scratch/expected"
GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g show "$(said .tree):a.c" >"$scratch/got"
same_file "$scratch/got" "$scratch/expected" 'and not into its twin'
is "$(cd "$scratch" && sed -n "$(line moved)p" got)" '	p->x = 2;' '(the line is in alpha)'

run "$BACKSTITCH" pick --repo "$repo" --onto again main
is "$(said .outcome)" conflict 'with other code where it was: a conflict'
is "$(said '.conflicts[0] | .function + " " + .expected + .here')" 'alpha ' \
	'of which nothing is said to be missing'
like "$(said '.conflicts[0].remedy')" "^'alpha' has all that upstream expects, at line $(g show \
	again:a.c | grep -n '^int alpha' | cut -d: -f1): make" 'and which says where it is'
g checkout -q again
sed -i 's/^int alpha/int delta/' "$repo/a.c"
commit 'no alpha'
run "$BACKSTITCH" pick --repo "$repo" --onto again main
like "$(said '.conflicts[0].expected')" 'p->x = 1' 'without the function its lines are missing'
unlike "$(said '.conflicts[0].remedy')" 'has all that' 'and no place is told'

{
	printf '%b%b' "$head" "$gamma" && twin beta
	printf 'int alpha(struct s *p)\n{\n\treturn locked(p);\n}\n'
} >"$repo/a.c"
commit 'another alpha'
run "$BACKSTITCH" pick --repo "$repo" --onto again main
is "$(said '.conflicts[0].notes | length')" 0 'one that has no more than the name is not it'

# in a folder, with the file at hand that the patch was made on: git's merge stops
mkdir "$scratch/folder"
g show moved:a.c | sed '$d' >"$scratch/folder/a.c"
workspace
rm -f stable-trees/*.ini
g format-patch -q -1 main -o "$PWD/mail"
run "$BACKSTITCH" import --name fix "$PWD"/mail/0001-*
printf '[tree]\nname=1.y\npath=%s\n' "$scratch/folder" >stable-trees/1.y.ini
of() {
	said ".trees[0].patches[0].conflicts[0].$1"
}
run "$BACKSTITCH" port --no-proofs --dry-run --format=json fix --repo "$repo"
like "$(said '.trees[0].patches[0].attempts[].reason')" 'changed on both sides' \
	'a folder: merged was tried'
is "$(of function)" alpha 'it is about the function'
like "$(sed -n "$(of line)p" "$scratch/folder/a.c")" 'ret = p->x' 'and about a line of it'
[ "$(of line)" -gt "$(sed -n '/^int alpha/=' "$scratch/folder/a.c")" ]
verdict $? 'which is not its twin' "line $(of line)"
like "$(of remedy)" 'only lines around the change differ: make it by hand at line' \
	'to be made there'
unlike "$(of remedy)" '--repo' 'what was tried is no remedy'
git init -q "$scratch/none"
run "$BACKSTITCH" port --no-proofs --dry-run --format=json fix --repo "$scratch/none"
like "$(of remedy)" '--repo' 'where it was not, it is'
finish
