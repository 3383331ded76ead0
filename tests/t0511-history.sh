#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the history of a git tree says: a fix for what is not there, a copy that upstream
# reverted, and the index that port keeps.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
workspace
git_user
mkdir repo
git -C repo init -q
code() { printf 'int one(int a)\n{\n%b\treturn a;\n}\n' "$1"; }
save() {
	git -C repo add -A
	git -C repo commit -qm "$1" -m "$2"
}
code '\told(a);\n' >repo/f.c
save start 'Nothing.'
git -C repo branch stable
code '\told(a);\n\tnew(a);\n\tnewer(a);\n' >repo/f.c
save 'one: call new ones' 'It is better.'
bug=$(git -C repo rev-parse HEAD)
code '\told(a);\n\tif (a)\n\t\tnew(a);\n\tnewer(a);\n' >repo/f.c
save 'one: not for nothing' "$(printf 'Fixes: %.12s ("one: call new ones")' "$bug")"
git -C repo checkout -q stable
code '\told(a);\n\tolder(a);\n' >repo/f.c
save 'one: our own' 'Nothing.'
run "$BACKSTITCH" import --name fix "$PWD/repo:main~1..main"
is "$status" 0 'the fix is read'
run "$BACKSTITCH" tree add mine "$PWD/repo:stable"
is "$status" 0 'the tree is added'

# ported: outcome and reason on one line
ported() {
	run "$BACKSTITCH" port --no-proofs "$@" --format=json fix --tree mine
	jq -r '.trees[0].patches[0] | .outcome + " " + .reason' "$out"
}
short=$(printf '%.12s' "$bug")
like "$(ported)" "^not-affected by history: what it fixes \\($short\\) is not in this tree" \
	'a fix for what was never here'
is "$(ls .backstitch | grep -c '^history-.*db$')" 1 'the index is kept'
like "$(ported --dry-run)" "^not-affected by history" 'without the index git says the same'

# the bug was copied here: now it is a conflict, as our own line is in the way
code '\told(a);\n\tolder(a);\n\tnew(b);\n\tnewer(a);\n' >repo/f.c
save 'one: call new ones' "[ Upstream commit $bug ]"
like "$(ported)" '^conflict' 'once the bug was copied here the fix is needed'
like "$(ported --dry-run)" '^conflict' 'git says the same'
git -C repo revert --no-edit HEAD >/dev/null
like "$(ported)" '^not-affected by history' 'the copy was reverted'

# the same mistake without the commit that upstream fixes
code '\told(a);\n\tolder(a);\n\tnew(a);\n\tnewer(a);\n' >repo/f.c
save 'one: by ourselves' 'Nothing.'
like "$(ported)" '^proposed is it needed\? It applies, but by history' \
	'the code that is fixed stands here all the same'
printf '[port]\nthreshold=0.999\n' >>backstitch.conf
like "$(ported)" '^proposed is it needed\? It applies, but by history' \
	'also where the result is not certain'
sed -i '/threshold=0.999/d; /^\[port\]$/d' backstitch.conf
git -C repo revert --no-edit HEAD >/dev/null
like "$(ported)" '^not-affected by history' 'and without it it is not affected'

# the code that is fixed came here in a commit with much else, which names nothing
git -C repo checkout -q -b squashed stable
code '\told(a);\n\tolder(a);\n\tnew(b);\n\tnewer(a);\n' >repo/f.c
save 'one: as in the last release' 'Nothing.'
squashed() {
	run "$BACKSTITCH" port --no-proofs "$@" --format=json fix --tree mine="$PWD/repo:squashed"
	jq -r '.trees[0].patches[0] | .outcome + " " + (.notes + [.reason] | join("; "))' "$out"
}
yet="^conflict by history: .*\\($short\\) is not in this tree, .*"
like "$(squashed)" "$yet; yet lines that it added are here, as 'newer\\(a\\);'" \
	'lines of the commit that is fixed are here: the history is no proof'
code '\told(a);\n\tolder(a);\n\tnew(b);\n\tnewer(b);\n' >repo/f.c
save 'one: of another' 'Nothing.'
like "$(squashed)" '^not-affected by history' 'none of them'
git -C repo checkout -q stable

# people write fewer digits too
for digits in 7 8 11; do
	few=$(printf "%.${digits}s" "$bug")
	sed -i "s/^Fixes: [0-9a-f]*/Fixes: $few/" patches/fix/*.patch
	like "$(ported)" "^not-affected by history: what it fixes \\($few" \
		"Fixes: of $digits digits"
	git -C repo checkout -q -B digits stable
	code '\told(a);\n\tolder(a);\n\tif (a)\n\t\tnew(b);\n\tnewer(a);\n' >repo/f.c
	save 'one: in our way' "(cherry picked from commit $(git -C repo rev-parse main |
		cut -c"1-$digits"))"
	for how in '' --dry-run; do
		run "$BACKSTITCH" port --no-proofs $how --format=json fix \
			--tree mine="$PWD/repo:digits"
		like "$(jq -r '.trees[0].patches[0] | .outcome + " " + .reason' "$out")" \
			'^present by upstream reference' "a copy by $digits digits $how"
	done
done
sed -i "s/^Fixes: [0-9a-f]*/Fixes: $short/" patches/fix/*.patch
git -C repo checkout -q stable

# how often a rung was right decides whether its result is ported or only proposed
run "$BACKSTITCH" tree add fresh "$PWD/repo:main~1"
fresh() {
	run "$BACKSTITCH" port --no-proofs --dry-run --format=json fix --tree fresh
	jq -r '.trees[0].patches[0] | .outcome + " " + .reason' "$out"
}
like "$(fresh)" '^ported ' 'by the figures that are shipped'
printf '[port]\nthreshold=0.999\n' >>backstitch.conf
like "$(fresh)" '^proposed .*a clean merge was right in [0-9]+ of [0-9]+ .* threshold of 0.999' \
	'a threshold that the figures do not reach'
run "$BACKSTITCH" port --no-proofs --dry-run fix --tree fresh
is "$status" 1 'a person is needed'
sed -i '/threshold=0.999/d' backstitch.conf
echo garbage >"$(echo .backstitch/history-*.db)"
like "$(ported)" '^not-affected by history' 'a damaged index is made anew'

# a fix that the tree had once: it may come in again, but whoever took it out had a reason
had() {
	run "$BACKSTITCH" port --no-proofs "$@" --format=json fix --tree fresh="$PWD/repo:$branch"
	jq -r '.trees[0].patches[0] | .outcome + " " + (.notes | join("; "))' "$out"
}
git -C repo checkout -q -b copied main~1
git -C repo cherry-pick -x main >/dev/null
branch=copied
like "$(had)" '^present $' 'a copy of the fix'
git -C repo revert --no-edit HEAD >/dev/null
taken="this tree had it: reverted here by $(git -C repo log -1 --abbrev=12 --format=%h) "
taken="$taken\\(\"Revert \"one: not for nothing\"\"\\)"
like "$(had)" "^proposed $taken\$" 'the copy was reverted: proposed, with a note of that revert'
is "$status" 1 'a person is needed'
like "$(jq -r '.trees[0].patches[0].reason' "$out")" \
	'^is it needed\? It applies, but this tree had it, and [0-9a-f]{12} .* reverted it here$' \
	'the reason names it'
like "$(had --dry-run)" "^proposed $taken\$" 'without the index as well'
run "$BACKSTITCH" report fix
like "$(tr -s '\n ' ' ' <"$out")" "note $taken" 'the report has the note'
revert=$(git -C repo rev-parse HEAD)
code '\told(a, a);\n\tif (a)\n\t\tnew(a);\n\tnewer(a);\n' >repo/f.c
save 'Reapply "one: not for nothing"' "This reverts commit $revert."
sed -i 's/new(a)/new(a, a)/' repo/f.c
save 'new: two of them' 'Nothing.'
like "$(had)" '^present $' 'the revert was reverted, and its lines changed later'
like "$(had --dry-run)" '^present $' 'without the index as well'
# taken back by commits whose messages say nothing of it: what stands in the files tells
git -C repo checkout -q -b quiet copied~3
branch=quiet
like "$(had)" '^present $' 'the copy once more'
git -C repo show main~1:f.c >repo/f.c
save 'one: always, as it was' 'It is simpler.'
was="this tree's history has it \(by upstream reference: commit [0-9a-f]{12} .*\), though what it "
was="${was}changes is here as it was before"
like "$(had)" "^ported $was\$" 'the file is the one before the fix: ported, with a note'
like "$(had --dry-run)" "^ported $was\$" 'without the index as well'
printf '\nint own(void)\n{\n\treturn 7;\n}\n' >>repo/f.c
save 'f: one of our own' 'Nothing.'
like "$(had)" "^proposed $was\$" 'only the function is: proposed'
sed -i 's/^\told(a);/\told(a, a);/' repo/f.c
save 'old: two of them' 'Nothing.'
like "$(had)" '^present $' 'the function is another one: the history counts'
git -C repo checkout -q -b silent main~1
branch=silent
git -C repo cherry-pick main >/dev/null
git -C repo commit -q --amend -m 'one: with another title'
sed -i 's/^int one/int  one/' repo/f.c
save 'f: blanks' 'Nothing.'
like "$(had)" '^present $' 'a copy without a word, by its content'
git -C repo show main~1:f.c >repo/f.c
save 'one: always, as it was' 'It is simpler.'
was=$(printf %s "$was" | sed 's/upstream reference/patch-id/')
like "$(had)" "^ported $was\$" 'and taken back: ported, with a note'
like "$(had --dry-run)" "^ported $was\$" 'without the index as well'
printf '[port]\nthreshold=0.999\n' >>backstitch.conf
like "$(had)" "^proposed $was\$" 'where it is only proposed, a commit that made it is no proof'
sed -i '/threshold=0.999/d; /^\[port\]$/d' backstitch.conf
sed -i 's/^}$/}\n\nint own(void)\n{\n\treturn 7;\n}/' repo/f.c
save 'f: one of our own' 'Nothing.'
like "$(had)" "^proposed $was\$" 'only the function is as it was: proposed'
sed -i 's/^int one/long one/' repo/f.c
save 'one: long' 'Nothing.'
like "$(had)" "^proposed this tree's history has it \(by patch-id: commit [^)]*\)\)\$" \
	'not even that, and it goes in all the same: proposed'
# a copy without a word, and a revert that names the copy
git -C repo checkout -q -b silent-revert silent~4
git -C repo revert --no-edit HEAD >/dev/null
branch=silent-revert
taken="this tree had it: reverted here by $(git -C repo log -1 --abbrev=12 --format=%h) "
like "$(had)" "^proposed $taken" 'a copy without a word was reverted: proposed, with a note'
like "$(had --dry-run)" "^proposed $taken" 'and without the index'
git -C repo revert --no-edit HEAD >/dev/null
like "$(had)" '^present $' 'the revert was reverted'
git -C repo checkout -q -b itself main
git -C repo revert --no-edit HEAD >/dev/null
branch=itself
taken="this tree had it: reverted here by $(git -C repo log -1 --abbrev=12 --format=%h) "
like "$(had)" "^proposed $taken" 'the fix itself was reverted'
like "$(had --dry-run)" "^proposed $taken" 'and without the index'
git -C repo checkout -q -b never main~1
branch=never
unlike "$(had)" 'reverted here' 'a tree that never had it'

# a copy, and a revert, of a file that has another name here
git -C repo checkout -q -b moved main~1
mkdir repo/below
git -C repo mv f.c below/f.c
save 'f: below' 'Nothing.'
code '\told(a);\n\tif (a)\n\t\tnew(a);\n\tnewer(a, 0);\n' >repo/below/f.c
fix=$(git -C repo rev-parse main)
save 'one: not for nothing' "commit $fix upstream."
branch=moved
like "$(had)" '^present ' 'the copy is in another folder'
like "$(had --dry-run)" '^present ' 'without the index as well'
git -C repo revert --no-edit HEAD >/dev/null
taken="this tree had it: reverted here by $(git -C repo log -1 --abbrev=12 --format=%h) "
like "$(had)" "$taken" 'reverted there'
like "$(had --dry-run)" "$taken" 'without the index as well'
git -C repo checkout -q -b other-name main~1
git -C repo mv f.c main.c
save 'f: main' 'Nothing.'
code '\told(a);\n\tif (a)\n\t\tnew(a);\n\tnewer(a, 0);\n' >repo/main.c
save 'one: not for nothing' "commit $fix upstream."
branch=other-name
like "$(had)" '^present ' 'the copy is in a file of another name'

# a commit that names it, and leaves alone the file that it is about
git -C repo checkout -q -b part main~1
echo more >repo/notes
save 'one: not for nothing' "commit $fix upstream."
branch=part
like "$(had)" '^ported ' 'a part that leaves the file alone is no copy of it'

# what upstream's branch has no more, though the index was made when it had it
git -C repo checkout -q main
echo more >repo/notes
save 'notes: more' "$(printf 'Fixes: %.12s ("one: not for nothing")' "$fix")"
followup=$(git -C repo log -1 --abbrev=12 --format=%h)
branch=never
like "$(had)" "^ported upstream fixes it later: $followup " 'a fix of the fix'
git -C repo reset -q --hard HEAD~1
unlike "$(had)" "$followup" 'which is on no branch any more'
ok 'but still in the repository' git -C repo cat-file -e "$followup"

# upstream reverts it, and then the revert, and then that
for title in 'Revert "one: not for nothing"' 'Reapply "one: not for nothing"' \
	'Revert "Reapply "one: not for nothing""'; do
	last=$(git -C repo rev-parse HEAD)
	echo "$title" >repo/notes
	save "$title" "This reverts commit $last."
done
id() { git -C repo log -1 --abbrev=12 --format=%h "$1"; }
back="upstream reverts it later: $(id main~2) \\(.*\\), which is not in this tree"
like "$(had)" "$back\$" 'a revert of a revert that was reverted: the first one stands'
git -C repo reset -q --hard HEAD~1
like "$(had)" "$back; upstream takes that back: $(id main) \\(\"Reapply " \
	'a revert that was reverted'
finish
