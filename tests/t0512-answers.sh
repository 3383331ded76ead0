#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What git said of commits is kept: a port that is run again without a change does not walk through
# the same history once more, and whatever moves is asked anew.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# body LINE: a function with that line in the middle
body() { printf 'int f(int a)\n{\n\tint b = 1;\n\n%b\n\n\treturn a + b;\n}\n' "$1"; }

git init -q -b main "$repo"
body '\told(a);' >"$repo/f.c"
commit start
g branch stable
body '\tnew_way(a, 1);' >"$repo/f.c"
commit 'f: a new way'
body '\tnew_way(a, 2);' >"$repo/f.c"
commit 'f: two of them'
g checkout -q stable
body '\tquirk(a, 7);' >"$repo/f.c"
commit 'f: a quirk'

workspace
"$BACKSTITCH" tree add st "$repo:stable" >/dev/null
# port, with how often git was asked for what takes long
port() {
	rm -f "$scratch/trace"
	GIT_TRACE=$scratch/trace run "$BACKSTITCH" port --no-proofs --repo "$repo" --format=json \
		--name way --tree st "$@" main
	asked=$(grep -cE 'built-in: git .*(log -p|--grep=|blame|-nwIF)' "$scratch/trace")
}
outcome() { jq -r '.trees[0].patches[0].outcome' "$out"; }

port
is "$(outcome)" conflict 'a conflict, which is explained'
ok 'git is asked for it' test "$asked" -gt 3
like "$(jq -r '.trees[0].patches[0].conflicts[].missing[].title' "$out")" '^f: a new way$' \
	'and names what is missing'
cp "$out" "$scratch/first"
cp -r patches "$scratch/patches"
port
same_file "$out" "$scratch/first" 'once more: the same is told'
ok 'and written' diff -r patches "$scratch/patches"
is "$asked" 0 'and git is asked nothing of it'
port --dry-run
ok 'a dry run, which keeps nothing, asks git' test "$asked" -gt 3
cp "$out" "$scratch/dry"
is "$(jq -c '.trees[0].patches[0].conflicts' "$out")" \
	"$(jq -c '.trees[0].patches[0].conflicts' "$scratch/first")" 'which says the same'

# what git says of the same commits may hang on how it is set up
g config blame.ignoreRevsFile "$scratch/none"
: >"$scratch/none"
port
ok 'another configuration: it is asked anew' test "$asked" -gt 3
port
is "$asked" 0 'once'

# the tree gets the change, in a commit that says nothing of it, and then an own line
g checkout -q stable
body '\tnew_way(a, 1);' >"$repo/f.c"
commit 'f: as others'
body '\tnew_way(a, 2);' >"$repo/f.c"
commit 'f: more'
body '\tquirk(a, 8);' >"$repo/f.c"
commit 'f: a quirk again'
port
is "$(outcome)" present 'the tree moved on, and has it now'
like "$(jq -r '.trees[0].patches[0].reason' "$out")" \
	'^by patch-id: commit [0-9a-f]{12} \("f: more"\)' 'which the patch-id tells'
cp "$out" "$scratch/first"
port
same_file "$out" "$scratch/first" 'also from what was kept'
is "$asked" 0 'without a walk'
finish
