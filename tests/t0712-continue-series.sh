#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A person goes through a series, as with git am and git cherry-pick: one patch after the other is
# completed, confirmed or left out.  What comes out is what git makes of the same resolutions.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# part NAME LINE: a function with LINE in it, and enough around it that conflicts are apart
part() {
	printf 'int %s(struct box *box)\n{\n\tint err;\n\n\t%s_enter(box, 1);\n' "$1" "$1"
	printf '%s\n' "$2" | sed "s/box_start/$1_start/"
	printf '\t%s_leave(box, 2);\n\treturn err;\n}\n\n' "$1"
}

old='	err = box_start(box, 1, MODE_A, box->quirks);
	if (err)
		return err;'
new='	err = box_start(unit_of(box), 7, MODE_BOX, 0);
	if (CHECK_START(err, BOX, box))
		return -EINVAL;'
fixed='	err = box_start(unit_locked(box), 9, MODE_BOX, 0);
	if (CHECK_START(err, BOX_LOCKED, box))
		return -EINVAL;'
stable='	err = box_start(quirk(box), 3, MODE_A, box->quirks);
	if (err)
		return err;'
done_by_hand='	err = box_start(locked(box), 9, MODE_A, box->quirks);
	if (err)
		return err;'

git init -q -b main "$repo"
mkdir "$repo/lib"
for name in a b c; do
	part $name "$old" >"$repo/lib/$name.c"
done
seq 40 >"$repo/lib/list"
commit start
g tag start
for name in a b c; do
	part $name "$new" >"$repo/lib/$name.c"
done
commit 'units'
g tag base
part a "$fixed" >"$repo/lib/a.c"
commit 'a: lock the unit'
sed -i 's/^10$/10 ten/' "$repo/lib/list"
commit 'list: ten'
part b "$fixed" >"$repo/lib/b.c"
sed -i 's/^20$/20 twenty/' "$repo/lib/list"
commit 'b: lock the unit'
part c "$fixed" >"$repo/lib/c.c"
commit 'c: lock the unit'
sed -i 's/^30$/30 thirty/' "$repo/lib/list"
commit 'list: thirty'
g tag fixes
for tree in one two; do
	g checkout -q -b $tree start
	for name in a b c; do
		part $name "$stable" >"$repo/lib/$name.c"
	done
	echo $tree >"$repo/lib/name"
	commit "$tree: quirks"
done
g checkout -q main

workspace
for tree in one two; do
	printf '[tree]\nname=%s.y\npath=%s:%s\n[proofs]\nrequired=placement\n' $tree "$repo" $tree \
		>stable-trees/$tree.y.ini
done
rm -f stable-trees/[0-9]*
port() {
	run "$BACKSTITCH" port --no-proofs --repo "$repo" --name box --format=json "$@"
}

# said FILTER: of the answer
said() {
	jq -r "$1" "$out"
}

# states TREE: outcome of each patch, and what people had to do with it
states() {
	said ".trees[] | select(.tree == \"$1\") | [.patches[] | .outcome + (if .rung == \"manual\"
		or .rung == \"recorded\" then \" \" + .rung else \"\" end)] | join(\", \")"
}

# waits TREE: the folders that a person is asked for
waits() {
	said ".trees[] | select(.tree == \"$1\") | [.patches[].draft | select(.)] | join(\" \")"
}
at=.backstitch/conflicts/box

# one tree, conflict by conflict
port --tree one.y --conflicts base..fixes
is "$(states one.y)" 'conflict, ported, conflict, conflict, ported' \
	'a series with three conflicts'
is "$(waits one.y)" $at/one.y/0001/edit 'the first one is given out'
is "$(said '.trees[0].patches[0].continue')" \
	"backstitch port --continue --repo $repo --no-proofs --tree one.y box" 'and how to go on'
port --tree one.y box
is "$(waits one.y)" $at/one.y/0001/edit 'another run does not forget them'
fails_with 128 'a.c., line 6: a conflict marker is left' 'not without an edit' \
	"$BACKSTITCH" port --continue --no-proofs --tree one.y box
part a "$done_by_hand" >$at/one.y/0001/edit/lib/a.c
port --tree one.y --continue box
is "$(states one.y)" 'ported manual, ported, conflict, conflict, ported' \
	'the first is done'
is "$(waits one.y)" $at/one.y/0003/edit 'the next one is given out'
like "$(cat $at/one.y/0003/edit/lib/list)" '^10 ten$' 'on what was ported before'
fails_with 128 'b.c., line 6: a conflict marker is left' 'one at a time' \
	"$BACKSTITCH" port --continue --no-proofs --tree one.y box
rm $at/one.y/0003/edit/lib/b.c
port --tree one.y --continue box
is "$(states one.y)" \
	'ported manual, ported, ported manual, conflict, ported' \
	'a file may be deleted'
is "$(waits one.y)" $at/one.y/0004/edit 'and so on'
like "$(cat patches/box/one.y/0003-*)" '^deleted file' 'the patch deletes it'
part c "$done_by_hand" >$at/one.y/0004/edit/lib/c.c
run "$BACKSTITCH" port --tree one.y --branch --continue box
is "$(grep -c 'is left to a person' "$out")" 0 'when the last one is done, so is the series'
port --tree one.y --branch box
is "$(states one.y)" \
	'ported manual, ported, ported manual, ported manual, ported' 'and stays so'
is "$(waits one.y)" '' 'nothing waits'
fails_with 128 'nothing to go on with' 'and there is nothing more to go on with' \
	"$BACKSTITCH" port --continue --tree one.y box

# git, with the same resolutions
g worktree add -q --detach "$scratch/by-git" one
by_git() {
	git -C "$scratch/by-git" "$@" >/dev/null 2>&1
}
part a "$done_by_hand" >"$scratch/a.c"
part c "$done_by_hand" >"$scratch/c.c"
by_git cherry-pick base..fixes
cp "$scratch/a.c" "$scratch/by-git/lib/a.c"
by_git add -A
GIT_EDITOR=true by_git cherry-pick --continue
by_git rm -f lib/b.c
GIT_EDITOR=true by_git cherry-pick --continue
cp "$scratch/c.c" "$scratch/by-git/lib/c.c"
by_git add -A
GIT_EDITOR=true by_git cherry-pick --continue
is "$(g rev-parse 'backstitch/box/one.y^{tree}')" \
	"$(git -C "$scratch/by-git" rev-parse 'HEAD^{tree}')" \
	'the branch is what git cherry-pick --continue makes'
is "$(g rev-list --count one..backstitch/box/one.y)" 5 'with all five commits'

# the next tree: what was resolved is proposed, and a person confirms it
port --tree two.y --conflicts box
is "$(states two.y)" \
	'proposed recorded, ported, conflict, proposed recorded, ported' \
	'the next tree knows two of them'
is "$(waits two.y)" $at/two.y/0001/edit 'the proposal is given out'
same_file $at/two.y/0001/edit/lib/a.c "$scratch/a.c" 'as it is proposed'
run "$BACKSTITCH" port --no-proofs --tree two.y --conflicts box
like "$(cat "$out")" "^ *confirm +$at/two.y/0001/edit" 'a terminal says what to look at'
like "$(cat "$out")" '^ *then +backstitch port --continue --no-proofs --tree two.y box' \
	'and what then'
like "$(tail -12 "$out")" "two.y, patch 1 of 5: read patches/box/two.y/0001-" \
	'at the end it says who waits'
port --tree two.y --continue box
is "$(states two.y)" \
	'ported manual, ported, conflict, proposed recorded, ported' 'it is confirmed'
is "$(said '.trees[0].patches[0].reason')" 'a person confirmed what rung recorded proposed' \
	'which is told'
like "$(sed -z 's/\n  / /g' patches/box/two.y/0001-*)" \
	'^\[ A Tester: .*lib/a.c: conflict at line [0-9]+: a person .*confirmed by hand \]' \
	'and the patch says so'
run "$BACKSTITCH" port --no-proofs --tree two.y box
like "$(cat "$out")" '^ *reason +a person confirmed what rung recorded proposed' 'in text, too'
unlike "$(cat "$out")" 'what was a conflict' 'and not that it was a conflict'
port --tree two.y box
is "$(waits two.y)" $at/two.y/0003/edit 'then comes the conflict'

# left out
fails_with 129 'takes what waits' '--skip or --continue' \
	"$BACKSTITCH" port --continue --skip --no-proofs --tree two.y box
port --tree two.y --skip box
is "$(states two.y)" \
	'ported manual, ported, conflict, proposed recorded, ported' 'a patch is left out'
by='A Tester <tester@example.org>'
is "$(said '.trees[0].patches[2].reason')" \
	"$by left this patch out with --skip: the tree may still need it" \
	'which is told'
is "$(said '.trees[0].patches[2]["left-out"]')" 'A Tester <tester@example.org>' 'and by whom'
is "$(said '.trees[0].patches[2] | [.draft, .rung, .file] | map(. // "-") | join(" ")')" \
	'- - -' 'nothing was ported, and nobody is waited for there'
is "$(waits two.y)" $at/two.y/0004/edit 'and it goes on'

# a proposal that is corrected
sed 's/, 9, /, 11, /' "$scratch/c.c" >$at/two.y/0004/edit/lib/c.c
fails_with 128 'files that were edited' '--conflicts does not write over it' \
	"$BACKSTITCH" port --conflicts --no-proofs --tree two.y box
port --tree two.y --continue box
is "$(said '.trees[0].patches[3] | .outcome + ": " + .reason')" \
	'ported: a person corrected what rung recorded proposed' 'a proposal is corrected'
git clone -q "$repo" "$scratch/am" -b two
# shellcheck disable=SC2046
ok 'git am takes the series' git -C "$scratch/am" am -q \
	$(sed "s|^|$PWD/patches/box/two.y/|" patches/box/two.y/series)
sed 's/, 9, /, 11, /' "$scratch/c.c" >"$scratch/expected"
same_file "$scratch/am/lib/c.c" "$scratch/expected" 'with the correction'
part b "$stable" >"$scratch/expected"
same_file "$scratch/am/lib/b.c" "$scratch/expected" 'and without the patch that was left out'
port --tree two.y box
is "$(states two.y)" \
	'ported manual, ported, conflict, ported manual, ported' 'all of it stays'
is "$(said '.trees[0].patches[2]["left-out"]')" 'A Tester <tester@example.org>' \
	'with who left it out'
is "$status" 1 'a person has to know'
port --tree two.y --branch box
is "$(said '.trees[0] | .branch, .["no-branch"]')" 'backstitch/box/two.y
null' 'the branch has the others'

# a fix that somebody does without is no fix that the tree does not need
report() {
	run "$BACKSTITCH" report "$@" box
	like "$(cat "$out")" "$pattern" "$1 says that it is left out"
	unlike "$(cat "$out")" \
		'not affected|state not-affected|"not-affected"|lacks what the patch' \
		"$1 does not say that the tree does not need it"
}
pattern='^ *– left out +a person chose to do without it: the tree may need it' report --format=text
is "$status" 1 'report: a person has to know'
pattern='state left-out' report --format=html
pattern='"left-out": "A Tester <tester@example.org>"' report --format=json
like "$("$BACKSTITCH" list --format=json)" '"left-out": 1' 'list counts it as left out'
printf '[user]\nname=B Tester\nemail=b@example.org\n' >backstitch.conf
port --tree two.y box
is "$(said '.trees[0].patches[2]["left-out"]')" 'A Tester <tester@example.org>' \
	'who left it out is not who asks'
sed -i '/^by=/d' $at/two.y/0003/state.ini
port --tree two.y box
is "$(said '.trees[0].patches[2]["left-out"]')" 'a person' 'or it is not known who'
printf '[user]\nname=A Tester\nemail=tester@example.org\n' >backstitch.conf

# two trees at once; an earlier patch that is done otherwise
rm -r .backstitch/conflicts patches/box/resolutions
port --conflicts box
is "$(waits one.y) $(waits two.y)" "$at/one.y/0001/edit $at/two.y/0001/edit" 'two trees wait'
part a "$done_by_hand" >$at/one.y/0001/edit/lib/a.c
fails_with 128 "^backstitch port: two.y: '.*two.y/0001/edit/lib/a.c', line 6: a conflict marker" \
	'a tree that is not done is named' "$BACKSTITCH" port --continue --no-proofs box
is "$(grep -c '^taken=true' $at/one.y/0001/state.ini)" 1 'the one before it is complete'
is "$(cat $at/one.y/0003/state.ini | grep -c '^path=')" 2 'and waits for the next'
part a "$done_by_hand" >$at/two.y/0001/edit/lib/a.c
part b "$done_by_hand" >$at/one.y/0003/edit/lib/b.c
port --continue box
is "$(waits one.y) $(waits two.y)" "$at/one.y/0004/edit $at/two.y/0003/edit" 'both go on'
like "$(cat $at/two.y/0003/edit/lib/b.c)" 'locked\(box\), 9' \
	'what one tree solved is proposed to the other in the same run'

# what waits and was not touched is written anew when the tree moves on
g checkout -q two
echo more >>"$repo/lib/list"
part b "	/* a remark */
$stable" >"$repo/lib/b.c"
commit 'two: a remark'
g checkout -q main
port --tree two.y --continue box
is "$(waits two.y)" $at/two.y/0003/edit 'the tree moved on'
like "$(cat $at/two.y/0003/edit/lib/b.c)" 'a remark' 'nobody had touched it: it is new'

# a plain folder, step by step as well
git -C "$repo" worktree add -q "$scratch/plain" one
rm "$scratch/plain/.git"
rm -r .backstitch/conflicts patches/box/resolutions
port --conflicts --tree one.y="$scratch/plain" box
is "$(said '.trees[0].patches[0].continue')" \
	"backstitch port --continue --repo $repo --no-proofs --tree one.y=$scratch/plain box" \
	'a folder: how to go on'
part a "$done_by_hand" >$at/one.y/0001/edit/lib/a.c
port --continue --tree one.y="$scratch/plain" box
is "$(waits one.y)" $at/one.y/0003/edit 'a folder: on to the next'
port --skip --tree one.y="$scratch/plain" box
part c "$done_by_hand" >$at/one.y/0004/edit/lib/c.c
port --continue --tree one.y="$scratch/plain" box
is "$(states one.y)" \
	'ported manual, ported, conflict, ported manual, ported' \
	'a folder: to the end'
mkdir "$scratch/before"
g archive one | tar -x -C "$scratch/before"
ok 'nothing is written to it' diff -r "$scratch/plain" "$scratch/before"

# a hunk that has no place here stands at the end of the file, and does not stay there unseen
rm -r .backstitch/conflicts patches/box/resolutions
sed -i 's/^int a(/int other(/' "$scratch/plain/lib/a.c"
port --conflicts --tree one.y="$scratch/plain" box
is "$(waits one.y)" $at/one.y/0001/edit 'a hunk without a place: files to edit all the same'
like "$(said '.trees[0].patches[0].notes[]')" \
	"^'lib/a.c': 1 hunk has no place here and stands at its end" 'with a note'
sed '/^<<<<<<</,$d' $at/one.y/0001/edit/lib/a.c >"$scratch/got"
same_file "$scratch/got" "$scratch/plain/lib/a.c" "behind the tree's own text"
fails_with 128 'a conflict marker is left' 'it cannot be left there' \
	"$BACKSTITCH" port --continue --no-proofs --tree one.y="$scratch/plain" box
part a "$done_by_hand" | sed 's/^int a(/int other(/' >$at/one.y/0001/edit/lib/a.c
port --continue --tree one.y="$scratch/plain" box
is "$(said '.trees[0].patches[0] | .outcome + " " + .rung')" 'ported manual' \
	'who puts it where it belongs goes on'
finish
