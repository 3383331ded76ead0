#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A commit that is missing and does not apply either: whether to port it by hand first is less
# work, or none at all, against git merge-file and git cherry-pick.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

said() {
	jq -r "$1" "$out"
}

# file ONE TWO THREE: lib/b.c with these calls, far from each other
file() {
	for call; do
		printf 'int f_%s(int a)\n{\n\treturn %s;\n}\n\n' "${call%%[_(]*}" "$call"
		seq -f "/* ${call%%[_(]*} %g */" 8
	done >"$repo/lib/b.c"
}

# conflicts OURS BASE THEIRS [OPTION]: of git merge-file, with the result in $scratch/merged
conflicts() {
	conflicts_of=0
	git merge-file -p --quiet --diff3 "$1" "$2" "$3" >"$scratch/merged" || conflicts_of=$?
	git merge-file -p --quiet --theirs "$1" "$2" "$3" >"$scratch/upstream"
	echo $conflicts_of
}

# counts: conflicts without the commit n1, those of n1, and those of the change on upstream's side
counts() {
	for name in stable fix^ fix n1^ n1; do
		g show "$name:lib/b.c" >"$scratch/$name"
	done
	cd "$scratch" || exit 1
	now=$(conflicts stable fix^ fix)
	before=$(conflicts stable n1^ n1)
	cp upstream first
	change=$(conflicts first fix^ fix)
	echo "$now $before $change"
}

# upstream ONE TWO THREE: the change, on top of n1
upstream() {
	g checkout -q n1
	file "$@"
	commit "fix: $*"
	g tag -f fix >/dev/null
	run "$BACKSTITCH" pick --repo "$repo" --onto stable fix
}

git init -q -b main "$repo"
mkdir "$repo/lib"
file 'one(a, 1)' 'two(a)' 'three(a, 3)'
commit start
g branch stable
file 'one_unit(a, 7, UNIT)' 'two_unit(a, UNIT)' 'three(a, 3)'
commit 'units'
g tag n1
g checkout -q stable
file 'one(quirk(a, 2), 1)' 'two(a)' 'three(quirk(a, 4), 5)'
commit 'stable: quirks'

upstream 'one_locked(a, 8, LOCKED)' 'two_locked(a, LOCKED, 2)' 'three(a, 3)'
is "$(counts)" '2 1 0' '(without it two conflicts, of it one, and none then)'
like "$(said '.conflicts[0].remedy')" "^port $(g rev-parse --short=12 n1) \\(\"units\"\\) first, \
by hand: that has 1 conflict in this file, and this change none where .*; without that it has 2\$" \
	'it is less work to port it first'
g worktree add -q --detach "$scratch/try" stable
ok '(git cherry-pick takes both with its side)' sh -c \
	"cd '$scratch/try' && git cherry-pick -X theirs n1 && git cherry-pick fix"
git -C "$scratch/try" reset -q --hard stable
ok '(and not as they are)' sh -c "cd '$scratch/try' && ! git cherry-pick n1"
g worktree remove --force "$scratch/try"

upstream 'one_locked(a, 8, LOCKED)' 'two_unit(a, UNIT)' 'three(a, 3)'
is "$(counts)" '1 1 0' '(one without it, and one of it)'
like "$(said '.conflicts[0].remedy')" "^make this change in this tree's words: it has \
1 conflict in this file, and to port .* first would have 1\$" \
	'it is not: then nothing is ported first'

upstream 'one_locked(a, 8, LOCKED)' 'two_unit(a, UNIT)' 'three_locked(a, 33, LOCKED)'
is "$(counts)" '2 1 1' '(a conflict that it has nothing to do with)'
like "$(said '.conflicts[0].remedy')" "^make this change in this tree's words: to port .* \
first would have 1 conflict in this file, and this change still 1\$" 'it would not be enough'
finish
