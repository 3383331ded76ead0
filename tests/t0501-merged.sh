#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Git trees, and the rung that merges with the blob that the patch was made on; what comes
# out is what `git am -3` makes of the patch.
. "$(dirname "$0")/lib.sh"
have git || skip_all 'git is needed'
workspace
am=$scratch/am

g() {
	git -C "$repo" -c user.name=T -c user.email=t@e.org "$@"
}

# f_c LETTER...: a function that calls these
f_c() {
	printf 'static int one(void)\n{\n'
	printf '\t%s();\n' "$@"
	printf '}\n'
}

git init -q "$repo"
# shellcheck disable=SC2046
letters=$(printf '%s ' a b c d e f g h i j k)
# shellcheck disable=SC2086
f_c $letters $letters >"$repo/f.c"
g add -A
g commit -qm base
base=$(g rev-parse HEAD)
# the fix is for the second e()
# shellcheck disable=SC2086
f_c $letters ${letters%%e *}E f g h i j k >"$repo/f.c"
chmod +x "$repo/f.c"
g commit -qam 'f: call E()

It is why.

Signed-off-by: T <t@e.org>'
g format-patch -q -o "$scratch/patches" HEAD~
"$BACKSTITCH" import --name fix "$scratch/patches" >/dev/null
g checkout -q "$base"

# tree BRANCH SED-SCRIPT: a branch from base with that change
branch() {
	g checkout -q -b "$1" "$base"
	sed -i "$2" "$repo/f.c"
	g commit -qam "$1"
}
branch context 's/^\tk();$/\tk(1);/'
branch drift '2a\\tint x;'
branch clash 's/^\te();$/\te(1);/'
g checkout -q "$base"
git clone -q --bare "$repo" "$scratch/bare.git"
echo dirt >>"$repo/f.c"

printf '[tree]\nname=t\n' >stable-trees/t.ini
# to SOURCE: sets status, and fills $out
to() {
	run "$BACKSTITCH" port fix --tree "t=$1" --no-proofs --verbose
}

# same_as_am BRANCH NAME: the port gives what git am -3 gives
same_as_am() {
	rm -rf "$am" "$am.port"
	git clone -q -b "$1" "$repo" "$am" 2>/dev/null
	cp -r "$am" "$am.port"
	git -C "$am" -c user.name=T -c user.email=t@e.org am -q -3 "$scratch"/patches/* \
		>/dev/null 2>&1
	git -C "$am.port" -c user.name=T -c user.email=t@e.org am -q \
		"$work"/patches/fix/t/*.patch >/dev/null 2>&1
	is "$(git -C "$am.port" rev-parse 'HEAD^{tree}')" \
		"$(git -C "$am" rev-parse 'HEAD^{tree}')" "$2"
}

for source in "$repo:context" "$scratch/bare.git:context" "$repo/.git:context"; do
	to "$source"
	like "$(cat "$out")" 'rung +merged' "${source#"$scratch"}: merged with the patch's base"
	same_as_am context 'as git am -3 does, change of mode included'
done
# a line more above: the first twin is nearer to where the patch states it, and git apply may
# take the wrong one; with the base at hand nothing is guessed
to "$repo:drift"
like "$(cat "$out")" 'rung +merged' 'twins: the merge tells them apart'
same_as_am drift 'and right'
to "$repo:clash"
is "$status" 1 'both sides changed the line: a person is needed'
like "$(tr -s '\n ' ' ' <"$out")" 'merged: f.c: 1 regions? changed on both sides' 'and why'
like "$(cat "$out")" '^  state +. proposed' 'what can be made of it is only proposed'
to "$repo:main~99"
is "$status" 128 'a commit that is not there'
like "$(cat "$out")" "no commit 'main~99'" 'and which'
is "$(git -C "$repo" status --porcelain)" ' M f.c' 'the repository is left alone'
finish
