#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# How many files of a large tree use a name is kept for the next pick: in the workspace, or else in
# the user's cache. What is kept, damaged or cannot be kept changes no answer.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
cd "$scratch" || exit 1

# tree BRANCH NAME: 2,100 C files that use it, two of which are pairs of twenty lines
tree() {
	printf 'commit refs/heads/%s\ncommitter A <a@example.org> 1 +0000\ndata 4\nbase\n' "$1"
	for at in $(seq 2100); do
		printf 'M 100644 inline d%d/f%d.c\ndata <<EOT\n' $((at % 30)) "$at"
		printf 'int f%d(int a)\n{\n\treturn %s(a);\n}\n' "$at" "$2"
		[ "$at" -gt 2 ] || seq -f '/* line %g */' 20
		printf '\nEOT\n\n'
	done
}

# fix FILE CALL: on main, one line of that file calls something
fix() {
	g checkout -q -f main
	sed -i "s/return known_up(a)/return $2(known_up(a))/" "$repo/$1"
	commit "call $2"
}

git init -q -b main "$repo"
{
	tree stable known
	tree main known_up
} | g fast-import --quiet
g checkout -q -f main
printf 'int brought(int a);\nint both(int a);\n' >"$repo/d1/new.h"
commit 'what stable lacks'
fix d1/f1.c brought
g tag lacks
fix d2/f2.c both
g tag has
g checkout -q -f stable
sed -i 's/known(a)/known_up(a)/' "$repo/d1/f1.c" "$repo/d2/f2.c"
printf 'int both(int a);\nint known_up(int a);\n' >"$repo/d1/old.h"
commit 'what stable has'

# picks: both, by two workers, with their answers in $out in one order
picks() {
	printf 'stable lacks\nstable has\n' >"$scratch/asked"
	"$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --stdin -j2 <"$scratch/asked" |
		jq -S 'del(.usec)' | jq -s 'sort_by(.upstream)' >"$out" 2>"$err"
}

kept=$BACKSTITCH_CACHE/learnt

picks
cp "$out" "$scratch/first"
is "$(jq -r '.[] | .upstream + " " + .outcome' "$out")" 'has ported
lacks proposed' 'a name that the tree lacks is told, one that it has is not'
like "$(jq -r '.[].warnings[]' "$out")" "'brought'" 'by its name'
like "$(ls "$kept")" '^words-' 'outside of a workspace the counts are kept in the cache'

picks
same_file "$out" "$scratch/first" 'and asked again they say the same'
# all of each block but its first name and its end
for file in "$kept"/words-*; do
	blocks=$(($(wc -c <"$file") / 4104))
	for at in $(seq 0 $((blocks - 1))); do
		head -c 4000 /dev/zero | tr '\0' x |
			dd of="$file" bs=1 seek=$((at * 4096 + 12)) conv=notrunc 2>/dev/null
	done
done
picks
same_file "$out" "$scratch/first" 'damaged, too'

rm -rf "$BACKSTITCH_CACHE"
: >"$BACKSTITCH_CACHE"
picks
same_file "$out" "$scratch/first" 'and where they cannot be kept'
is "$(cat "$BACKSTITCH_CACHE")" '' 'which takes nothing away'

# a folder that is there, and in which nobody can write
rm -f "$BACKSTITCH_CACHE"
mkdir "$BACKSTITCH_CACHE"
ln -s /proc/self "$kept"
picks
same_file "$out" "$scratch/first" 'nor where the folder takes nothing'

# what one clone keeps leads another one to a file that it does not have
rm -rf "$BACKSTITCH_CACHE"
g branch before stable~1
printf 'before lacks\nbefore has\n' |
	"$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --stdin -j1 >/dev/null
is "$(find "$kept" -name 'words-*' | wc -l)" 2 'the tree before is kept, too'
cp -r "$repo" "$scratch/clone"
rm -f "$scratch"/clone/.git/objects/pack/*
g cat-file --batch-all-objects --batch-check='%(objectname)' | g pack-objects -q --stdout |
	git -C "$scratch/clone" unpack-objects -q
blob=$(g rev-parse before:d1/f1.c)
rm -f "$scratch/clone/.git/objects/${blob%"${blob#??}"}/${blob#??}"
is "$(git -C "$scratch/clone" cat-file -t "$blob" 2>/dev/null)" '' 'a clone lacks a file of it'
run "$BACKSTITCH" pick --repo "$scratch/clone" --onto stable lacks
is "$(jq -r .outcome "$out")" 'proposed' 'and all is counted anew there'
like "$(jq -r '.warnings[]' "$out")" "'brought'" 'with the same answer'

rm -rf "$BACKSTITCH_CACHE"
mkdir desk
cd desk || exit 1
"$BACKSTITCH" init >/dev/null
picks
same_file "$out" "$scratch/first" 'in a workspace they say the same'
like "$(ls .backstitch/learnt)" '^words-' 'and are kept there'
ok 'and not in the cache' test ! -e "$kept"
finish
