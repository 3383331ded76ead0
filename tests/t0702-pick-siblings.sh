#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What else a pick knows: backports on other branches, and this tree's names for a clean merge.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
git_user
git init -q -b main "$repo"
cd "$repo" || exit 1
clock=1600000000

commit() {
	clock=$((clock + 60))
	git add -A
	GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000" git commit -q "$@"
}

# body NAME: what the function of that name does
body() {
	printf 'int %s(int a)\n{\n\tint r = 0;\n\n\tr = call(a);\n\tif (r)\n\t\treturn r;\n' "$1"
	printf '\tr = use(a);\n\treturn r;\n}\n\n'
}

{ body one; body two; } >f.c
commit -m start
git branch old
git branch older
# upstream rewrites one(), then mends it
printf 'int one(int a)\n{\n\treturn done(a);\n}\n\n' >f.c
body two >>f.c
commit -m rewrite
sed -i 's/return done(a)/return a < 0 ? -1 : done(a)/' f.c
commit -m fix
git tag fix
# the old branch's maintainer mends what stands there
git checkout -q old
sed -i '0,/r = use(a)/s//r = a < 0 ? -1 : use(a)/' f.c
commit -m fix -m "[ upstream commit $(git rev-parse fix) ]"
git tag sibling
git checkout -q older
echo 'int end;' >>f.c
commit -m 'a line of our own'

picks() {
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto older "$@" fix
}

picks
unlike "$(jq -r .rung "$out")" sibling 'without siblings none is used'
alone=$(jq -r .tree "$out")
picks --sibling old
is "$(jq -r '.outcome + " " + .rung' "$out")" 'proposed sibling' 'the backport of another branch'
git checkout -q older
git cherry-pick sibling >/dev/null
is "$(jq -r .tree "$out")" "$(git rev-parse 'HEAD^{tree}')" 'it is what git cherry-pick makes of it'
git reset -q --hard HEAD~1
unlike "$alone" "$(jq -r .tree "$out")" 'and not what upstream gives alone'
like "$(jq -r '.files[].note' "$out")" "as $(git rev-parse sibling | cut -c 1-12)" 'it is named'
fails_with 128 "no commit 'nowhere'" 'a branch that is not there' \
	"$BACKSTITCH" pick --repo "$repo" --onto older --sibling nowhere fix

# in a workspace the index is kept
"$BACKSTITCH" init "$scratch/w" >/dev/null
(cd "$scratch/w" && "$BACKSTITCH" pick --repo "$repo" --onto older --sibling old fix) >"$out"
is "$(jq -r .rung "$out")" sibling 'in a workspace as well'
is "$(ls "$scratch"/w/.backstitch/history-*.db | wc -l)" 1 'which keeps the index'

# a replay knows only what was committed before the tree that is ported to
git checkout -q older
sed -i '0,/r = use(a)/s//r = a < 0 ? -1 : use(a)/' f.c
commit -m fix -m "[ upstream commit $(git rev-parse fix) ]"
run "$BACKSTITCH" replay --repo "$repo" --format=json older old
is "$(jq -r '.cases[] | .rung + " " + .match' "$out" | head -n 1)" 'sibling right' \
	'a replay uses the earlier one'
is "$(jq -r '.cases[1].signs.siblings' "$out")" 0 'and for that none'
git checkout -q -b early main~2
sed -i '0,/r = use(a)/s//r = a < 0 ? -1 : use(a)/' f.c
commit -m fix -m "[ upstream commit $(git rev-parse fix) ]"
run "$BACKSTITCH" replay --repo "$repo" --format=json early old
early=$(git rev-parse early)
is "$(jq -r ".cases[] | select(.commit == \"$early\") | .signs.siblings" "$out")" 0 \
	'nor one that came between that tree and its own backport'

# a clean merge stays as git makes it; in this tree's words it is offered beside
git checkout -q main
cat >h.h <<'END'
int new_name(int a);
END
{ printf '#include "h.h"\n'; for i in 1 2 3 4 5 6; do
	printf 'int k%d(int a)\n{\n\tint b = new_name(a);\n\n\treturn b;\n}\n\n' $i
done; body last; } >k.c
commit -m 'new names'
git checkout -q -b named
sed -i 's/new_name/old_name/' h.h k.c
commit -m 'old names'
git checkout -q main
sed -i 's/return r;$/return new_name(r);/' k.c
commit -m 'uses it again'
run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto named main
is "$(jq -r .outcome "$out")" proposed 'a name that the tree does not know: proposed'
like "$(jq -r '.warnings[]' "$out")" "does not know 'new_name'" 'with a warning'
git checkout -q named
git cherry-pick main >/dev/null
is "$(jq -r .tree "$out")" "$(git rev-parse 'HEAD^{tree}')" "the tree is git cherry-pick's"
sed -i 's/new_name/old_name/' k.c
git add -A
is "$(jq -r .respelled "$out")" "$(git write-tree)" 'and beside it, the same in the names it has'
finish
