#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Past backports made again: which there are, how they compare with what git cherry-pick makes
# of them and with the maintainer's commits, and what is trusted when.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
git_user
git init -q "$repo"
cd "$repo" || exit 1
clock=1600000000

# commit MESSAGE...: all there is in the work tree, a minute after the last one
commit() {
	[ -n "$same_moment" ] || clock=$((clock + 60))
	git add -A
	GIT_AUTHOR_DATE="$clock +0000" GIT_COMMITTER_DATE="$clock +0000" \
		git commit -q --allow-empty -m "$@"
}

# body NAME VALUE: a function that calls, and returns the value
body() {
	printf 'int %s(int a)\n{\n\tint r;\n\n\tr = call(a);\n\tif (r)\n\t\treturn r;\n\n' "$1"
	printf '\treturn %s;\n}\n\n' "$2"
}

{
	body one 1
	body two 2
	body three 3
	body four 4
} >f.c
printf 'a\nb\nc\n' >list
commit 'start'
git branch stable
git tag start

# fix NAME COMMAND...: a commit on main, tagged
fix() {
	fix_name=$1
	shift
	git checkout -q main
	"$@"
	commit "fix $fix_name" -m 'Why it was wrong.'
	git tag "$fix_name"
}

# maintain NAME COMMAND...: what a maintainer commits to stable for that fix
maintain() {
	maintain_name=$1
	shift
	git checkout -q stable
	"$@"
	commit "fix $maintain_name" -m "[ upstream commit $(git rev-parse "$maintain_name") ]"
	git tag "stable-$maintain_name"
}

in_one() { sed -i 's/return 1;/return 10;/' f.c; }
in_two() { sed -i 's/return 2;/return 20;/' f.c; }
in_three() { sed -i 's/return 3;/return 30;/' f.c; }
in_four() { sed -i 's/return 4;/return 40;/' f.c; }
to_list() { printf 'a\nB\nc\n' >list; }
other_list() { printf 'a\nbb\nc\n' >list; }

fix exact in_one
fix spaced in_two
fix adapted in_three
fix wandered in_four
fix stopped to_list

git checkout -q stable
printf '/* stable */\n' >>f.c
commit 'a line of our own'
maintain exact in_one
maintain spaced sed -i 's/return 2;/return  20;/' f.c
maintain adapted sed -i 's/return 3;/return 31;/' f.c
maintain wandered sed -i 's/return 31;/return 40;/' f.c
git checkout -q stable
other_list
commit 'a list of our own'
maintain stopped to_list

# none of these is a backport that can be made again
git checkout -q stable
commit 'names a commit that is not here' -m "commit $(printf '%040d' 7) upstream."
git checkout -q main
git checkout -q -b side start
printf 'new\n' >new
commit 'aside'
git checkout -q main
GIT_COMMITTER_DATE="$clock +0000" git merge -q -m 'a merge' side
git tag merged
git checkout -q stable
printf 'new\n' >new
commit 'takes a merge' -m "(cherry picked from commit $(git rev-parse merged))"
git checkout -q main

run "$BACKSTITCH" replay --repo "$repo" --format=json --threshold 0.2 stable
is "$status" 0 'replay ends well'
cp "$out" "$scratch/all.json"
is "$(jq -r .schema "$out")" backstitch.replay/1 'JSON names its schema'
is "$(jq -r '.cases[].title' "$out")" 'fix exact
fix spaced
fix adapted
fix wandered
fix stopped' 'the backports there are, oldest first'
is "$(jq -r '.cases[].match' "$out")" 'right
whitespace
differs
differs
null' 'how each compares'
is "$(jq -r '.cases[] | select(.conflicted) | .title' "$out")" 'fix stopped' 'git stops at one'

# git itself says the same
agree=yes
for name in exact spaced adapted wandered stopped; do
	git checkout -q --detach "stable-$name^"
	if git cherry-pick "$name" >/dev/null 2>&1; then
		git diff --quiet HEAD "stable-$name" && says=right || says=other
		[ $says = right ] || ! git diff --quiet -w HEAD "stable-$name" || says=whitespace
		[ $says = other ] && says=differs
	else
		says=null
		git cherry-pick --abort
	fi
	ours=$(jq -r --arg t "fix $name" '.cases[] | select(.title == $t) | .match' \
		"$scratch/all.json")
	[ "$ours" = "$says" ] || agree="$name: git $says, ours $ours"
done
is "$agree" yes 'git cherry-pick and git diff -w agree'
git checkout -q main

is "$(jq -r '.cases[] | select(.elsewhere | length > 0) | .elsewhere[]' "$scratch/all.json")" \
	"f.c: four, the maintainer's is in three, upstream's as ours" \
	'a hunk in another function is told'
is "$(jq -r '[.cases[].misplaced] | add' "$scratch/all.json")" 0 \
	'here it is the maintainer who strays'

# what is ported follows from earlier cases: the first never is; for 0.2 one of one is enough
is "$(jq -r '.cases[].outcome' "$scratch/all.json" | head -n 2 | tr '\n' ' ')" 'proposed ported ' \
	'the first is proposed, the second ported'
is "$(jq -r ".cases[1].reason" "$scratch/all.json")" null \
	"then there is nothing to give as a reason"
like "$(jq -r '.cases[0].reason' "$scratch/all.json")" 'not measured on past backports' \
	'the first is proposed as nothing was measured before it'
is "$(jq -r '.cases[0].precision' "$scratch/all.json")" null 'the first knows of none'
is "$(jq -r '.cases[2].precision' "$scratch/all.json")" 1 'the third knows of two right ones'
is "$(jq -r '.cases[3].precision | . * 1000 | floor' "$scratch/all.json")" 666 \
	'and the fourth of one that differs'

run "$BACKSTITCH" replay --repo "$repo" --format=json stable
is "$(jq -r '.cases[].outcome' "$out" | tr '\n' ' ')" \
	'proposed ported ported proposed conflict ' \
	'at 0.97 clean merges are trusted as elsewhere, until one differs'

run "$BACKSTITCH" replay --repo "$repo" stable
like "$(cat "$out")" '^not kept, as the current folder is in no workspace; ' \
	'nothing keeps the figures'
run "$BACKSTITCH" replay --repo "$repo" --calibration "$scratch/figures" -j 1 stable
is "$status" 0 'the table ends well'
like "$(cat "$out")" '^5 of 5 backports' 'it says how many there are'
like "$(cat "$out")" '^2 more name a commit that the repository lacks, or a merge$' \
	'and what is lost'
like "$(cat "$out")" "^kept in $scratch/figures\$" 'and where the figures are'
like "$(cat "$out")" '^git merges cleanly +4 +1 +1 +2  0\.500 ' 'and counts clean ones'
like "$(cat "$out")" '^git stops at a conflict +1 +0 +0 +0  - ' 'and conflicts'
like "$(cat "$out")" '^  not resolved +1 ' 'what is not resolved is no claim'
short=$(git rev-parse stable-adapted | cut -c 1-12)
like "$(cat "$out")" "^$short ported, .* fix adapted" 'a case that differs is listed'
unlike "$(cat "$out")" 'fix exact' 'one that is right is not'
like "$(cat "$scratch/figures")" '^clean,.*=[1-4];' 'the figures are written'
total=$(sed -n 's/^clean,[a-z]*=\([0-9]*\);.*/\1/p' "$scratch/figures" |
	awk '{ n += $1 } END { print n }')
is "$total" 4 'all clean ones are in them, and only these'

# a history without backports says so, and why
run "$BACKSTITCH" replay --repo "$repo" main
is "$status $(cat "$out")" '0 no backports found
no commit there names an upstream commit that it was copied from, as '"'git"'
cherry-pick -x'"' and stable branches do" 'no backports'
git checkout -q -b elsewhere start
commit 'names what is not here' -m "commit $(printf '%040d' 8) upstream."
commit 'likewise' -m "commit $(printf '%040d' 9) upstream."
git checkout -q main
run "$BACKSTITCH" replay --repo "$repo" elsewhere
is "$status $(tr '\n' ' ' <"$out")" "0 no backports found 2 commits name the commit that each was \
copied from, and the repository lacks it, or it is a merge; fetch upstream's branch into it " \
	'none of which upstream is here'
run "$BACKSTITCH" replay --repo "$repo" --format=json elsewhere
is "$(jq -c '[.found, .lost, (.cases | length)]' "$out")" '[0,2,0]' 'and so does JSON'
is "$(jq .lost "$scratch/all.json")" 2 'they are counted where others are found, too'

# figures become those that are shipped
run "$root/scripts/calibration-def" 'a test, its branch' "$scratch/figures"
is "$status" 0 'calibration-def ends well'
is "$(grep '^CAL' "$out")" 'CALIBRATION_SOURCE("shipped: 5 backports of a test, its branch")
CALIBRATION("clean,merged", 4, 1, 1)' 'with source and rows'
printf '[calibration]\nsource=x\n' >"$scratch/none"
fails_with 1 'holds no figures' 'a file without figures makes none' \
	"$root/scripts/calibration-def" x "$scratch/none"

run "$BACKSTITCH" replay --repo "$repo" --show stable-adapted
is "$status" 0 '--show ends well'
like "$(cat "$out")" '^ours +[a-z]+ by [a-z]+: differs' 'it says how ours compares'
is "$(grep -c '^---- ' "$out")" 4 'four diffs'
is "$(grep '^[-+].return' "$out" | tr -d '\n\t')" \
	'-return 3;+return 30;-return 3;+return 30;-return 3;+return 31;-return 30;+return 31;' \
	"upstream's, ours, the maintainer's, and what is different"
run "$BACKSTITCH" replay --repo "$repo" --show stable-stopped
like "$(cat "$out")" '^---- ours: no result' 'a conflict has no result to show'
like "$(cat "$out")" '^\+B' 'the others are there'
run "$BACKSTITCH" replay --repo "$repo" --format=json --show stable-spaced
is "$(jq -r '.schema, .match, .files[0].path' "$out" | tr '\n' ' ')" \
	'backstitch.replay-show/1 whitespace f.c ' '--show has JSON too'
is "$(jq -r '.files[0].maintainer' "$out")" "$(git diff --abbrev=12 stable-spaced^ stable-spaced)" \
	"the maintainer's diff is git's"
fails_with 128 "names no upstream commit.*; name its backport, or the branches" \
	'a commit that is no backport cannot be shown' \
	"$BACKSTITCH" replay --repo "$repo" --show start
run "$BACKSTITCH" replay --repo "$repo" --show adapted stable
like "$(cat "$out")" "^maintainer +$(git rev-parse stable-adapted)" \
	'an upstream commit stands for the backport that a branch has of it'
git commit-tree -p main -m 'adapted in mainline

(cherry picked from commit '"$(git rev-parse adapted)"')' "adapted^{tree}" >"$scratch/mainline"
git tag mainline "$(cat "$scratch/mainline")"
git checkout -q -b named "$(git commit-tree -p mainline^ -m 'kept' 'adapted^^{tree}')"
in_three
commit 'three, as mainline has it' -m "commit $(git rev-parse mainline) upstream."
run "$BACKSTITCH" replay --repo "$repo" --show mainline named
like "$(cat "$out")" "^maintainer +$(git rev-parse named)" \
	'also one that is a copy itself'
git branch -q again start
git checkout -q again
in_three
commit 'three again' -m "commit $(git rev-parse adapted) upstream."
git checkout -q main
fails_with 128 'several backports .* name one of them' 'of several one must be named' \
	"$BACKSTITCH" replay --repo "$repo" --show adapted stable again
fails_with 128 'has 2 parents, and a backport has one' 'a merge is none' \
	"$BACKSTITCH" replay --repo "$repo" --show "$(git commit-tree -p start -p stable -m 'merge

(cherry picked from commit '"$(git rev-parse exact)"')' start^{tree})"

run "$BACKSTITCH" replay --repo "$repo" --format=json -n 2 --seed 7 stable
cp "$out" "$scratch/drawn"
is "$(jq '.cases | length' "$out")" 2 'a draw of two'
run "$BACKSTITCH" replay --repo "$repo" --format=json -n 2 --seed 7 -j 2 stable
is "$(jq -c '[.cases[].title]' "$out")" "$(jq -c '[.cases[].title]' "$scratch/drawn")" \
	'the same seed draws the same ones'

# of two that were committed at one moment none knows the other
same_moment=yes
git checkout -q -b once start
in_two
commit 'once two' -m "commit $(git rev-parse spaced) upstream."
in_one
commit 'once one' -m "commit $(git rev-parse exact) upstream."
run "$BACKSTITCH" replay --repo "$repo" --format=json --threshold 0.1 once
is "$(jq -r '.cases[] | .outcome + " " + .match' "$out" | sort -u)" 'proposed right' \
	'cases of one moment do not vouch for each other'

# the bench asks git merge-tree, and finds the same
if have python3; then
	run env BUILD="$BUILD" "$root/scripts/bench-replay" --threshold 0.2 \
		--cases "$scratch/cases" "$repo" stable
	is "$status" 0 'the bench ends well'
	like "$(cat "$out")" '^git conflicts: right, .* 0\.0% \(0 of 1\)' 'one conflicts in git'
	like "$(cat "$out")" '^git clean and right: .* 100\.0% \(1 of 1\)' 'one is right in git'
	like "$(cat "$out")" '^git clean and wrong: .* 0\.0% \(0 of 3\)' \
		'none of those that are not is flagged'
	like "$(cat "$out")" '^0 cases conflict in git and not' 'and all conflicts are the same'
	is "$(jq -r .git "$scratch/cases" | tr '\n' ' ')" 'equal differ differ differ conflict ' \
		'what git merge-tree makes of each'
	# a clone that lacks what the conflict is about
	git clone -q --bare --no-local "$repo" "$scratch/lacks.git"
	mv "$scratch"/lacks.git/objects/pack/*.pack "$scratch/lacks.pack"
	rm -f "$scratch"/lacks.git/objects/pack/*
	git --git-dir="$scratch/lacks.git" unpack-objects -q <"$scratch/lacks.pack"
	backport=$(jq -r 'select(.git == "conflict").commit' "$scratch/cases")
	blob=$(git rev-parse "$backport^:list")
	rm -f "$scratch/lacks.git/objects/$(printf %.2s "$blob")/${blob#??}"
	run env BUILD="$BUILD" "$root/scripts/bench-replay" --threshold 0.2 "$scratch/lacks.git" \
		stable
	is "$status" 0 'what git cannot read does not end the bench'
	like "$(cat "$out")" '^in no row, as git cannot read what they need: [1-9]' 'and is counted'
	unlike "$(cat "$out")" '^git conflicts: right, .* of [1-9]' 'as no conflict'
	run "$BACKSTITCH" replay --repo "$scratch/lacks.git" stable
	like "$(cat "$out")" '^[0-9]+ differ, and 1 could not be made again; --show' \
		'replay tells of it by itself too'
else
	skip 'python3 is not installed' 10
fi

# a workspace keeps what was measured, and pick goes by it
same_moment=
git checkout -q main
"$BACKSTITCH" init "$scratch/w" >/dev/null
onto=$(git rev-parse stable-exact^)
upstream=$(git rev-parse exact)
outcome() {
	(cd "$scratch/w" && "$BACKSTITCH" pick --repo "$repo" --onto "$onto" "$upstream" |
		jq -c '[.outcome, .precision]')
}
is "$(outcome | cut -d, -f1)" '["ported"' 'a clean merge is ported by the figures that are shipped'
(cd "$scratch/w" && "$BACKSTITCH" replay --repo "$repo" -n 3 stable) >"$out"
like "$(cat "$out")" '^not kept, as this is a draw; --calibration=FILE writes' 'a draw says so'
is "$(outcome | cut -d, -f1)" '["ported"' 'those of a draw are not kept'
(cd "$scratch/w" && "$BACKSTITCH" replay --repo "$repo" start) >/dev/null
is "$(outcome | cut -d, -f1)" '["ported"' 'nor is it kept that there were no backports'
(cd "$scratch/w" && "$BACKSTITCH" replay --repo "$repo/.git" stable) >/dev/null
is "$(outcome)" '["proposed",0.5]' 'two right of four are not enough'
git worktree add -q "$scratch/other" main~1
is "$(repo=$scratch/other outcome)" '["proposed",0.5]' 'they count for another work tree, too'
git clone -q --shared "$repo" "$scratch/shared"
printf 'not a key file\n' >"$scratch/w/.backstitch/calibration-0.ini"
is "$(repo=$scratch/shared outcome)" '["proposed",0.5]' 'and for a clone'
git init -q "$scratch/part"
git -C "$scratch/part" fetch -q "$repo" "$onto" main
is "$(repo=$scratch/part outcome | cut -d, -f1)" '["ported"' \
	'but for none that lacks the last backport: it may be of any history'
run "$BACKSTITCH" -C "$scratch/w" pick --repo "$repo" --threshold 0.1 --onto "$onto" "$upstream"
is "$(jq -r .outcome "$out")" ported '--threshold asks for less'
fails_with 129 'threshold takes a number' 'of 0' \
	"$BACKSTITCH" pick --repo "$repo" --threshold 0 --onto "$onto" "$upstream"
fails_with 129 'threshold takes a number' 'or above 1' \
	"$BACKSTITCH" pick --repo "$repo" --threshold 1.1 --onto "$onto" "$upstream"
printf '[port]\nthreshold=0.1\n' >"$scratch/w/backstitch.conf"
is "$(outcome)" '["ported",0.5]' 'unless the workspace asks for less'
printf '[port]\nthreshold=high\n' >"$scratch/w/backstitch.conf"
fails_with 128 'threshold: is no number' 'a threshold that is none' \
	"$BACKSTITCH" -C "$scratch/w" pick --repo "$repo" --onto "$onto" "$upstream"
run "$BACKSTITCH" pick --repo "$repo" --calibration "$scratch/figures" --onto "$onto" "$upstream"
is "$(jq -r .outcome "$out")" proposed '--calibration names other figures'

fails_with 129 'whose backports' 'branches are needed' "$BACKSTITCH" replay --repo "$repo"
fails_with 128 "no commit 'nowhere'" 'a branch that is not there' \
	"$BACKSTITCH" replay --repo "$repo" nowhere
fails_with 128 'no git repository' 'a folder that is none' \
	"$BACKSTITCH" replay --repo "$scratch/home" stable
fails_with 129 'threshold' 'a threshold above 1' \
	"$BACKSTITCH" replay --repo "$repo" --threshold 2 stable
printf '[calibration]\nsource=x\n[rungs]\nclean,exact=1;2;3\n' >"$scratch/bad"
fails_with 128 'more are right than there are' 'figures that cannot be' \
	"$BACKSTITCH" replay --repo "$repo" --calibration "$scratch/bad" --show stable-exact
finish
