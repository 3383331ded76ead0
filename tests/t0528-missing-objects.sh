#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a repository lacks: a shallow clone, a partial one whose remote is away, a damaged one.  Each
# is told for what it is, with what to do, by port, pick and import.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
workspace
git_user
rm -f stable-trees/*.ini

git init -q "$repo"
for step in 0 1 2 3 4; do
	printf 'int f(int a)\n{\n\ta += %d;\n\treturn a;\n}\n' $step >"$repo/a.c"
	commit "step $step"
	[ $step != 0 ] || g branch stable
done
last=$(g rev-parse HEAD)
before=$(g rev-parse HEAD~)
g config uploadpack.allowFilter true
git clone -q --depth 1 --no-single-branch "file://$repo" "$scratch/shallow"
git clone -q --filter=blob:none --no-checkout "file://$repo" "$scratch/partial"
git clone -q --filter=tree:0 --no-checkout "file://$repo" "$scratch/treeless"
cp -r "$repo" "$scratch/damaged"
blob=$(g rev-parse "$before:a.c")
rm -f "$scratch/damaged/.git/objects/$(echo "$blob" | sed 's|^..|&/|')"

# on CLONE: its stable branch is the one tree
on() {
	rm -f stable-trees/*.ini
	printf '[tree]\nname=here\npath=%s:%s\n' "$scratch/$1" "$2" >stable-trees/here.ini
}

# picked CLONE REF COMMIT: outcome and reason
picked() {
	run "$BACKSTITCH" pick --repo "$scratch/$1" --onto "$2" "$3"
	jq -r '.outcome + ": " + .reason' "$out"
}

shallow="the repository is shallow, 'git fetch --unshallow' gets the history that it leaves out"
on shallow origin/stable
fails_with 128 "no such commit in .*/shallow/.*$shallow" 'port: a commit that is left out' \
	"$BACKSTITCH" port -n "$before"
fails_with 128 "no commit '$before'.*$shallow" 'and where the repository is named' \
	"$BACKSTITCH" port -n --repo "$scratch/shallow" "$before"
fails_with 128 "no (such )?commit .*in .*/shallow/.*$shallow" 'or the beginning of a range' \
	"$BACKSTITCH" port -n "$before..$last"
# git shows the oldest commit of the clone as one that adds all files
fails_with 128 "cannot port '$last': cannot read commit '$before'.*$shallow" \
	'port: the oldest commit that is there' "$BACKSTITCH" port -n "$last"
fails_with 128 "cannot read commit '$before'.*$shallow" 'and in a range' \
	"$BACKSTITCH" port -n "origin/stable..$last"
fails_with 128 "cannot read commit '$before'.*$shallow" 'import: likewise' \
	"$BACKSTITCH" import --name x "$scratch/shallow:origin/stable..$last"
like "$(picked shallow origin/stable "$last")" "^error: cannot read commit '$before'.*$shallow" \
	'pick: likewise'
like "$(picked shallow origin/stable "$before")" "^error: .* no commit '$before'.*$shallow" \
	'pick: a commit that is left out'
like "$(picked shallow origin/stable HEAD~)" "^error: .* no commit 'HEAD~'.*$shallow" \
	'pick: a name that leads out'
git -C "$scratch/shallow" fetch -q --unshallow
run "$BACKSTITCH" port -n --no-proofs "$last"
is "$status" 1 'with its history the clone is asked'
like "$(picked shallow origin/stable "$last")" '^conflict: ' 'and so by pick'
like "$(picked shallow origin/stable no-such)" "no commit 'no-such'" 'a wrong name'
unlike "$(cat "$out")" 'shallow|damaged' 'is a wrong name'

partial='the repository is a partial clone, and git could not fetch that'
on partial origin/stable
mv "$repo" "$repo.away"
run "$BACKSTITCH" port -n --no-proofs --format=json "$last"
like "$(cat "$out" "$err")" "$partial" 'port: a partial clone whose remote is away'
like "$(picked partial origin/stable "$last")" "^error: cannot read blob .*$partial" 'and pick'
like "$(picked treeless origin/stable "$last")" "^error: cannot read tree .*$partial" \
	'and a clone without trees'
like "$(cat "$out")" "'git fetch --refetch --no-filter' gets all" 'with what to do'
mv "$repo.away" "$repo"
# lacking: how many objects the partial clone does not have
lacking() {
	git -C "$scratch/partial" rev-list --objects --all --missing=print | grep -c '^?'
}
lacked=$(lacking)
like "$(picked partial origin/stable "$last")" '^conflict: ' 'with its remote it is whole'
is "$(($(lacking) < lacked))" 1 'git has fetched what was asked for into it'
like "$(picked treeless origin/stable "$last")" '^conflict: ' 'and one without trees too'
on treeless origin/stable
run "$BACKSTITCH" port -n --no-proofs --format=json "$last"
is "$(jq -r '.trees[].patches[].outcome' "$out")" conflict 'port: likewise'
git -C "$scratch/partial" fetch -q --refetch --no-filter
is "$(lacking)" 0 'what the message says gets all that is missing'

damaged="the repository is damaged, 'git fsck' says what else is missing"
on damaged stable
fails_with 128 "cannot port '$last': .*$blob; $damaged" 'port: a blob that is gone' \
	"$BACKSTITCH" port -n "$last"
like "$(picked damaged stable "$last")" "^error: cannot read blob '$blob'.*$damaged" 'and pick'

# a large file that nobody asked for: the others are read, and it is told where a name is missing
unread=$scratch/unread
git init -q -b main "$unread"
u() {
	git -C "$unread" "$@"
}
for file in $(seq 100); do
	printf 'int f%d(void);\n' "$file" >"$unread/f$file.h"
done
printf '#include "f1.h"\n\nint use(int a)\n{\n\treturn a;\n}\n' >"$unread/use.c"
printf 'int known(void);\n' >"$unread/large.h"
u add -A
u commit -q -m start
u branch stable
printf 'int newer(void);\n' >"$unread/newer.h"
u add -A
u commit -q -m 'upstream only'
for name in f50 newer; do
	sed -i "s/return a/return $name()/" "$unread/use.c"
	u commit -q -a -m "use $name"
	u tag "use-$name"
	sed -i "s/return $name()/return a/" "$unread/use.c"
	u commit -q -a -m back
done
rm -f "$unread/.git/objects/$(u rev-parse main:large.h | sed 's|^..|&/|')"
is "$(picked unread stable use-f50)" 'ported: ' 'a file that is gone: others have the name'
like "$(picked unread stable use-newer)" "^proposed: this tree does not know 'newer'" \
	'or have it not'
like "$(jq -r '.warnings[]' "$out")" "the names in 'large.h' are not known: it cannot be read" \
	'and where else it may be is said'
rm -f "$unread/.git/objects/$(u rev-parse main:f7.h | sed 's|^..|&/|')"
is "$(picked unread stable use-f50)" 'ported: ' 'what was read once is still known'
rm -rf .backstitch
like "$(picked unread stable use-f50)" "^error: cannot read blob .*$damaged" \
	'where more is gone, that is the answer'

# the patch that is written shows the file that is changed, wherever its text comes from
rm -rf .backstitch stable-trees/*.ini
repo=$scratch/plain
git init -q "$repo"
for line in one two three four five six seven eight; do
	printf 'int %s(int a)\n{\n\treturn a;\n}\n\n' $line
done >"$repo/b.c"
commit start
g checkout -q -b stable
sed -i '3s/a/a + 1/' "$repo/b.c"
commit 'stable only'
g checkout -q main
sed -i '38s/a/a + 8/' "$repo/b.c"
commit 'b: eight'
fix=$(g rev-parse main)
g config uploadpack.allowFilter true
cp -r "$repo" "$scratch/damaged2"
rm -f "$scratch/damaged2/.git/objects/$(g rev-parse stable:b.c | sed 's|^..|&/|')"

# tree NAME SOURCE: a tree file
tree() {
	printf '[tree]\nname=%s\npath=%s\n' "$1" "$2" >"stable-trees/$1.ini"
}

# patched WHAT REPO SOURCE: the patch for a tree there is the one for the tree of the whole
# repository; REPO has the commit
patched() {
	rm -rf patches/* .backstitch
	tree whole "$repo:stable"
	tree other "$3"
	run "$BACKSTITCH" port --no-proofs --name fix --repo "$2" "$fix"
	is "$(grep -c '^[-+].return' patches/fix/whole/0001-*.patch)" 2 "$1: the whole tree's patch"
	grep -v '^Subject:' patches/fix/whole/0001-*.patch >"$scratch/whole.patch"
	grep -v '^Subject:' patches/fix/other/0001-*.patch >"$scratch/other.patch"
	same_file "$scratch/other.patch" "$scratch/whole.patch" "$1: that of the other tree"
}
git clone -q --filter=blob:none --no-checkout "file://$repo" "$scratch/partial2"
patched 'a partial clone' "$repo" "$scratch/partial2:origin/stable"
rm -rf "$scratch/partial2"
git clone -q --filter=blob:none --no-checkout "file://$repo" "$scratch/partial2"
patched 'the commit from it' "$scratch/partial2" "$scratch/partial2:origin/stable"
patched 'a damaged repository' "$repo" "$scratch/damaged2:stable"
rm -rf patches/* .backstitch stable-trees/whole.ini
run "$BACKSTITCH" port --no-proofs --format=json --name fix --repo "$scratch/damaged2" "$fix"
like "$(jq -r '.trees[].patches[] | .outcome + ": " + .reason' "$out")" \
	"^error: .*$(g rev-parse stable:b.c).*$damaged" 'what nobody has is named'
is "$(echo patches/fix/other/*)" 'patches/fix/other/*' 'and no patch is written'

# what a partial clone may have under another name is fetched, before it is called not affected
odd() {
	printf '%s\nint odd_helper(int a)\n{\n\ta += odd_value;\n\treturn a;\n}\n' "$1"
}
repo=$scratch/upstream
git init -q "$repo"
mkdir "$repo/lib"
odd '/* theirs */' >"$repo/lib/other.c"
commit start
sed -i 's/a += odd_value/a -= odd_value/' "$repo/lib/other.c"
commit 'lib: odd value'
g format-patch -q -1 main -o "$scratch/mail"
run "$BACKSTITCH" import --name odd "$scratch"/mail/0001-*
repo=$scratch/elsewhere
git init -q "$repo"
mkdir "$repo/lib"
odd '/* ours */' >"$repo/lib/new.c"
commit start
g config uploadpack.allowFilter true
git clone -q --filter=blob:none --no-checkout "file://$repo" "$scratch/partial3"
for source in "$repo:main" "$scratch/partial3:origin/main"; do
	tree other "$source"
	run "$BACKSTITCH" port -n --no-proofs --format=json odd
	like "$(jq -r '.trees[].patches[] | .outcome + ": " + .reason' "$out")" \
		"^conflict: 'lib/other.c' is not in this tree, but odd_helper.* lib/new.c" \
		"${source##*/}: what stands elsewhere is seen"
done

# what says nothing of how objects are kept stands in nobody's way
repo=$scratch/plain
git clone -q --filter=blob:none --sparse "file://$repo" "$scratch/sparse"
git -C "$scratch/sparse" config core.repositoryformatversion 1
git -C "$scratch/sparse" config extensions.worktreeConfig true
git -C "$scratch/sparse" config extensions.preciousObjects true
is "$(picked sparse origin/stable "$fix")" 'ported: ' 'pick: a sparse clone, precious objects'
result=$(jq -r .tree "$out")
rm -rf patches/* stable-trees/*.ini
run "$BACKSTITCH" tree add sparse "$scratch/sparse:origin/stable"
is "$status" 0 'which is taken for a tree'
run "$BACKSTITCH" port --no-proofs --branch=made "$fix"
is "$(git -C "$scratch/sparse" rev-parse 'made^{tree}')" "$result" 'and ported to'
git -C "$scratch/sparse" config extensions.objectFormat sha999
fails_with 128 "unsupported|sha999" 'what says how objects are kept is not passed over' \
	"$BACKSTITCH" pick --repo "$scratch/sparse" --onto origin/stable "$fix"

# a tree in a clone without trees: its own is fetched, too
git clone -q --filter=tree:0 --no-checkout "file://$repo" "$scratch/treeless2"
rm -rf patches/* stable-trees/*.ini
mv "$repo" "$repo.away"
fails_with 128 "cannot read 'origin/stable', which is '[0-9a-f]{40}': .*$partial" \
	'no trees, and the remote is away' \
	"$BACKSTITCH" tree add t "$scratch/treeless2:origin/stable"
mv "$repo.away" "$repo"
run "$BACKSTITCH" tree add t "$scratch/treeless2:origin/stable"
is "$status" 0 'with its remote it is taken for a tree'
rm -rf "$scratch/treeless2"
git clone -q --filter=tree:0 --no-checkout "file://$repo" "$scratch/treeless2"
run "$BACKSTITCH" port --no-proofs --branch=made --repo "$repo" "$fix"
is "$(git -C "$scratch/treeless2" rev-parse 'made^{tree}')" "$result" 'and ported to'
is "$(grep -c '^[-+].return' patches/b-eight/t/0001-*.patch)" 2 'with a patch of what changes'

# a tree that cannot be read hides no commit, and why it cannot is told
unseen() {
	rm -rf patches/* .backstitch
	fails_with 128 "$2" "port: $1" "$BACKSTITCH" port --no-proofs --format=json "$fix"
}
rm -f stable-trees/*.ini
tree gone "$repo:no-such"
rm -rf patches/* .backstitch
run "$BACKSTITCH" port --no-proofs --format=json "$fix"
like "$(jq -r '.trees[].error' "$out")" "no commit 'no-such'" 'port: the branch of the tree is away'
cp -r "$repo" "$scratch/damaged3"
rm -f "$scratch/damaged3/.git/objects/$(g rev-parse 'stable^{tree}' | sed 's|^..|&/|')"
tree gone "$scratch/damaged3:stable"
run "$BACKSTITCH" port --no-proofs --format=json "$fix"
like "$(jq -r '.trees[].error' "$out")" \
	"cannot read 'stable', which is '$(g rev-parse 'stable^{tree}')'.*$damaged" \
	'port: the tree of its commit is'
git -C "$scratch/damaged3" config core.repositoryformatversion 1
git -C "$scratch/damaged3" config extensions.other true
unseen 'its repository cannot be opened' \
	"there is no series .*; there is no git repository at '.*/damaged3': .*extensions.other"
cp -r "$repo" "$scratch/damaged4"
git -C "$scratch/damaged4" gc -q
for pack in "$scratch"/damaged4/.git/objects/pack/*.pack; do
	chmod u+w "$pack"
	: >"$pack"
done
tree gone "$scratch/damaged4:stable"
unseen 'its pack is empty' \
	"no series .*; tree 'gone': cannot read commit '$(g rev-parse stable)': .*$damaged"
finish
