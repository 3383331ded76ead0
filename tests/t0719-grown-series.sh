#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A range gets more commits: the series that was made of it takes them in, and what a person
# resolved stays.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

git init -q -b main "$repo"
for file in a b; do
	seq 9 >"$repo/$file"
done
commit start
g branch stable
sed -i 's/^5$/five/' "$repo/a"
commit 'a: five'
g tag one
for word in six seven eight; do
	echo $word >>"$repo/b"
	commit "b: $word"
	g tag $word
done
g checkout -q -b other one
echo nine >>"$repo/b"
commit 'b: nine'
g tag other
g checkout -q stable
sed -i 's/^5$/V/' "$repo/a"
commit 'a: its own five'

workspace
"$BACKSTITCH" tree add st "$repo:stable" >/dev/null
port() {
	run "$BACKSTITCH" port --no-proofs --repo "$repo" --format=json --tree st --name range "$@"
}
states() { jq -r '[.trees[0].patches[] | .outcome + " " + (.rung // "")] | join(", ")' "$out"; }
g tag start "$(g rev-list --max-parents=0 main)"
port --conflicts start..six
is "$(states)" 'conflict , ported exact' 'two commits, the first is a conflict'
sed -i '/^<<<<<<< /d; /^|||||||/,/^>>>>>>> /d' .backstitch/conflicts/range/st/0001/edit/a
sed -i 's/^V$/five, V/' .backstitch/conflicts/range/st/0001/edit/a
run "$BACKSTITCH" port --continue --no-proofs --format=json --tree st range
is "$(states)" 'ported manual, ported exact' 'a person resolves it'
id=$(grep ^change-id patches/range/series.ini)
cp -r patches "$scratch/before"

# more of them, without and with a trace
port --dry-run start..seven
is "$(states)" 'ported manual, ported exact, ported exact' 'a third one'
ok 'a dry run leaves all as it is' diff -r patches "$scratch/before"
port start..seven
is "$(states)" 'ported manual, ported exact, ported exact' 'what was resolved stays'
like "$(jq -r '.notes[]' "$out")" "^'range' was there: " 'a note says that it was there'
is "$(ls patches) $(wc -l <patches/range/series) $(wc -l <patches/range/st/series)" 'range 3 3' \
	'one series of three'
is "$(grep ^change-id patches/range/series.ini)" "$id" 'which is the same one'
same_file patches/range/resolutions "$scratch/before/range/resolutions" 'with its resolutions'
g format-patch -q --subject-prefix=PATCH -3 -o "$scratch/mails" seven
is "$(grep -h ^Subject patches/range/0*)" "$(grep -h ^Subject "$scratch"/mails/*)" \
	'the patches count as those of git format-patch'
cp -r patches/range "$scratch/range"
port start..seven
ok 'once more: nothing changes' diff -r patches/range "$scratch/range"
like "$(jq -r '.notes | length' "$out")" '^0$' 'and there is no note'

# what is no continuation
fails_with 128 "'range' holds a different series: commits can be added behind its own" \
	'less than it has' "$BACKSTITCH" port --repo "$repo" --tree st --name range start..six
fails_with 128 "'range' holds a different series" 'others' \
	"$BACKSTITCH" port --repo "$repo" --tree st --name range start..other
ok 'it is left alone' diff -r patches/range "$scratch/range"

# the same commits under two names: each is found by its own
run "$BACKSTITCH" port --no-proofs --repo "$repo" --tree st --name again start..seven
is "$(ls patches | tr '\n' ' ')" 'again range ' 'another name is another series'
for name in again range; do
	run "$BACKSTITCH" port --no-proofs --repo "$repo" --format=json --tree st --name $name \
		start..seven
	is "$(jq -r .series "$out")" $name "$name is found again"
done
finish
