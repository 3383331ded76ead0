#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Commits and ranges onto git trees.  What is clean for git is what git cherry-pick gives; the
# branch that is made is what git am makes of the patches.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
workspace
git_user
rm -f stable-trees/*.ini

# body NAME LINE...: some C
body() {
	printf 'static int %s(int a)\n{\n' "$1"
	shift
	printf '\t%s\n' "$@"
	printf '\treturn a;\n}\n\n'
}

# file NAME LINE: one.c of ten functions, the one called NAME with LINE in it
file() {
	for file_name in one two three four five six seven eight nine ten; do
		if [ "$file_name" = "$1" ]; then
			body "$file_name" "a += $file_name(1);" "$2" "a += $file_name(2);"
		else
			body "$file_name" "a += $file_name(1);" "a += $file_name(2);"
		fi
	done
}

# at DATE TITLE [BODY]: commits all there is; times differ, so that ids do
at=1700000000
save() {
	at=$((at + 100))
	g add -A
	GIT_AUTHOR_NAME='Up Stream' GIT_AUTHOR_EMAIL=up@example.org \
		GIT_AUTHOR_DATE="$at +0200" GIT_COMMITTER_DATE="$at +0000" \
		g commit -q --allow-empty -m "$1" ${2:+-m "$2"}
	g rev-parse HEAD
}

# tree NAME REF: a tree file; three of them
tree() {
	printf '[tree]\nname=%s\npath=%s:%s\n[proofs]\nrequired=placement\n' "$1" "$repo" "$2" \
		>"stable-trees/$1.ini"
}

# port ARGUMENT...: runs it with JSON
port() {
	run "$BACKSTITCH" port --format=json "$@"
}

# said FILTER: of the last run
said() {
	jq -r "$1" "$out"
}

# outcomes TREE: of all patches there
outcomes() {
	said ".trees[] | select(.tree == \"$1\") | [.patches[].outcome] | join(\" \")"
}

git init -q "$repo"
file none >"$repo/one.c"
seq 60 >"$repo/two.txt"
start=$(save start)
for name in 1.0 2.0 3.0; do
	g branch "$name.y" "$start"
	tree "$name.y" "$name.y"
done
sed -i '1i/* a head */' "$repo/one.c"
save 'a head' >/dev/null
bug=$(sed -i 's/two(2)/two(22)/' "$repo/one.c" && save 'two: the bug' 'It is one.')
fix=$(sed -i 's/two(22)/two(3)/' "$repo/one.c" &&
	save 'two: mend it' "$(printf 'Why.\n\nFixes: %.12s ("two: the bug")\nCc: s@example.org' \
		"$bug")")
second=$(sed -i '/nine(1)/a\	a++;' "$repo/one.c" && save 'nine: count' 'For two reasons.')
third=$(sed -i '/nine(1)/,/nine(2)/s/a++/a += 2/' "$repo/one.c" && save 'nine: count twice' 'More.')
later=$(sed -i '/nine(1)/,/nine(2)/s/a += 2/a += 3/' "$repo/one.c" &&
	save 'nine: count right' "$(printf 'Fixes: %.12s ("nine: count twice")' "$third")")

# 1.0.y is as it was; 2.0.y has the bug by a copy, and other lines; 3.0.y has the second already
g checkout -q 2.0.y
sed -i 's/two(2)/two(22)/;s/ten(1)/ten(7)/' "$repo/one.c"
save 'two: the bug' "[ Upstream commit $bug ]" >/dev/null
g checkout -q 3.0.y
g cherry-pick -x "$bug" "$second" >/dev/null 2>&1
g checkout -q main

# one commit, three trees, with branches
port --branch "$second"
is "$status" 0 'a commit to three trees'
is "$(outcomes 1.0.y)$(outcomes 2.0.y)$(outcomes 3.0.y)" 'portedportedpresent' 'its outcomes'
is "$(said '.series')" 'nine-count' 'it is a series'
is "$(said '.trees[0].patches[0] | .rung + " " + .commit + " " + .verdict')" \
	"merged $second proven" 'rung, commit and verdict'
like "$(said '.trees[2].patches[0].reason')" '^by upstream reference: commit ' 'present, and why'
for name in 1.0.y 2.0.y; do
	g checkout -q --detach "$name"
	g cherry-pick "$second" >/dev/null 2>&1
	is "$(g rev-parse "backstitch/nine-count/$name^{tree}")" "$(g rev-parse 'HEAD^{tree}')" \
		"$name: the tree of git cherry-pick"
done
g checkout -q main
branch=backstitch/nine-count/1.0.y
is "$(g rev-parse "$branch~")" "$(g rev-parse 1.0.y)" 'the branch stands on the tree'
is "$(g log -1 --format='%an <%ae> %ai, %cn' $branch)" \
	"$(g log -1 --format='%an <%ae> %ai, A Tester' "$second")" "author and date are upstream's"
is "$(g log -1 --format=%B $branch)" "nine: count

commit $second upstream.

For two reasons.

Signed-off-by: A Tester <tester@example.org>" 'the message is as stable wants it'
is "$(said '.trees[0] | .branch + " " + .tip')" "$branch $(g rev-parse $branch)" 'it is reported'
is "$(g rev-parse --verify -q backstitch/nine-count/3.0.y)" '' 'no branch where all is there'
is "$(said '.trees[2]["no-branch"]')" 'there is nothing to commit' 'and why'
g worktree add -q --detach "$scratch/am" 1.0.y
git -C "$scratch/am" am -q "$work"/patches/nine-count/1.0.y/*.patch
is "$(git -C "$scratch/am" log -1 --format='%T %an %ae %ai %B')" \
	"$(g log -1 --format='%T %an %ae %ai %B' $branch)" 'git am makes the same of the patch'

# once more, and after a person changed the branch
before=$(g rev-parse $branch)
cp -r patches "$scratch/patches"
port --branch "$second"
is "$(g rev-parse $branch) $(ls patches)" "$before nine-count" 'again: the branch stays'
ok 'and so do the files' diff -r patches "$scratch/patches"
g branch -qf $branch main
fails_with 128 "branch '$branch' was changed after backstitch made it; say --branch=NAME" \
	'a branch that was changed' "$BACKSTITCH" port --branch "$second"
is "$(g rev-parse $branch)" "$(g rev-parse main)" 'is left alone'

# stopped before and behind the moment in which the branch is set
g branch -qD $branch
mv .backstitch/branches.ini "$scratch/branches.ini"
mkdir -p .backstitch/branches.ini/full
fails_with 128 'branches.ini' 'what is to be kept of a branch cannot be written' \
	"$BACKSTITCH" port --branch --tree 1.0.y "$second"
is "$(g rev-parse -q --verify $branch)" '' 'then there is no branch that nobody knows'
rm -r .backstitch/branches.ini
port --branch --tree 1.0.y "$second"
before=$(g rev-parse $branch)
is "$(grep -c "=$before" .backstitch/branches.ini)" 1 'once it can, the branch is made'
sed -i "s/^commit=$before/next=$before/" .backstitch/branches.ini
port --branch --tree 1.0.y "$second"
is "$status $(g rev-parse $branch) $(grep -c "^commit=$before" .backstitch/branches.ini)" \
	"0 $before 1" 'a run that was stopped then: the branch is known'
other=$(g rev-parse main)
sed -i "s/^commit=.*/&\nnext=$other/" .backstitch/branches.ini
port --branch --tree 1.0.y "$second"
is "$status $(g rev-parse $branch) $(grep -c ^next= .backstitch/branches.ini)" "0 $before 0" \
	'and so it is where it was to be moved'
cp "$scratch/branches.ini" .backstitch/branches.ini

g branch -q theirs main
fails_with 128 "branch 'theirs' is there already, and backstitch did not make it" \
	'a branch of somebody else' "$BACKSTITCH" port --branch=theirs --tree 1.0.y "$second"
port --branch=mine --tree 1.0.y "$second"
is "$(said '.trees[0].branch')" mine 'a name for the branch'
g checkout -q mine
port --branch=mine --tree 1.0.y "$second"
fails_with 128 "branch 'mine' is checked out" 'a branch that is checked out' \
	"$BACKSTITCH" port --branch=mine --tree 1.0.y "$second"
g checkout -q main
fails_with 128 "'a..b' is no valid name for a branch" 'a name that is none' \
	"$BACKSTITCH" port --branch=a..b --tree 1.0.y "$second"
for name in HEAD @; do
	fails_with 128 "'$name' is no valid name for a branch: git takes it for what is checked" \
		"$name is no name for a branch" \
		"$BACKSTITCH" port --branch=$name --tree 1.0.y "$second"
done
rm -rf "$scratch/plain" && mkdir "$scratch/plain" && file none >"$scratch/plain/one.c"
fails_with 128 "'1.0.y' is a folder, so it can have no branch" 'a tree that is a folder' \
	"$BACKSTITCH" port --branch --tree 1.0.y="$scratch/plain" "$third"
is "$(ls patches)" nine-count 'nothing is written then'

# a range: what is there is passed over, the rest goes on top of each other
port --branch --name all "$bug..$third"
is "$status" 0 'a range to three trees'
is "$(outcomes 1.0.y)" 'not-affected ported ported' 'the bug was never here'
is "$(outcomes 2.0.y)" 'ported ported ported' 'the bug came by a copy'
is "$(outcomes 3.0.y)" 'ported present ported' 'one of three is there'
short=$(printf '%.12s' "$bug")
like "$(said '.trees[0].patches[0].reason')" \
	"^by history: what it fixes \\($short\\) is not in this tree" 'the evidence'
like "$(said '.trees[0].patches[2].notes[0]')" \
	"^upstream fixes it later: $(printf '%.12s' "$later") \\(\"nine: count right\"\\)" \
	'a fix of it that came later'
for name in 1.0.y 2.0.y 3.0.y; do
	case $name in
	1.0.y) picks="$second $third" ;;
	2.0.y) picks="$fix $second $third" ;;
	*) picks="$fix $third" ;;
	esac
	g checkout -q --detach "$name"
	# shellcheck disable=SC2086
	g cherry-pick $picks >/dev/null 2>&1
	is "$(g rev-parse "backstitch/all/$name^{tree}")" "$(g rev-parse 'HEAD^{tree}')" \
		"$name: the tree of git cherry-pick"
done
g checkout -q main
is "$(cat patches/all/3.0.y/series)" '0001-two-mend-it.patch
0003-nine-count-twice.patch' 'the series on the tree'

# several commits, as git cherry-pick takes them: in their order, as one series
port --branch --name some --tree 1.0.y "$second" "$third"
is "$(outcomes 1.0.y)" 'ported ported' 'several commits are one series'
is "$(cat patches/some/series)" '0001-nine-count.patch
0002-nine-count-twice.patch' 'in their order'
is "$(g rev-parse 'backstitch/some/1.0.y^{tree}')" "$(g rev-parse 'backstitch/all/1.0.y^{tree}')" \
	'the same result as from a range'
port --tree 1.0.y "$second" "$third"
is "$(said .series)" some 'the series is used again'
port --dry-run --tree 1.0.y "$bug..$fix" "$third" "$second"
is "$(said '[.trees[0].patches[].patch] | join(" ")')" \
	'0001-two-mend-it.patch 0002-nine-count-twice.patch 0003-nine-count.patch' \
	'a range and commits, in any order'
fails_with 128 "$(printf '%.12s' "$second") \\(\"nine: count\"\\) is named twice" \
	'one of them twice' "$BACKSTITCH" port --dry-run "$second" "$bug..$third"
fails_with 128 "'some' is a series; several commits can be ported at once" 'a series and a commit' \
	"$BACKSTITCH" port --dry-run some "$second"
fails_with 128 "no series 'nothere'" 'a commit that is nowhere among others' \
	"$BACKSTITCH" port --dry-run "$second" nothere
fails_with 128 'mainline is for a single merge' 'several merges' \
	"$BACKSTITCH" port --dry-run --mainline 1 "$second" "$third"

# a copy that does not say so is known by its patch-id, where the lines changed since
g checkout -q -b silent 1.0.y
g cherry-pick "$second" >/dev/null 2>&1
g commit -q --amend -m 'our own words'
sed -i '/nine(1)/a\	a--;' "$repo/one.c"
save 'nine: and back' >/dev/null
g checkout -q main
port --no-proofs --tree 1.0.y="$repo:silent" "$second"
is "$(said '.trees[0].patches[0].outcome')" present 'there by patch-id'
like "$(said '.trees[0].patches[0].reason')" \
	'^by patch-id: commit [0-9a-f]{12} \("our own words"\)' \
	'and which commit'

# a heading that is a label names no function: the file that the commit was made for tells
g checkout -q -b labels "$start"
for name in here there; do
	printf 'int %s(int a)\n{\nagain:\n\tz(a);\n\ta++;\n\tb(a);\n\tc(a);\n\treturn a;\n}\n\n' \
		$name
done >"$repo/labels.c"
save 'functions with labels' >/dev/null
tree 5.0.y labels~
label=$(sed -i '17s/c(a)/c(a + 1)/' "$repo/labels.c" && save 'there: one more')
g checkout -q main
like "$(g show "$label")" '^@@ .* @@ again:$' 'a label as heading'
port --tree 5.0.y "$label"
is "$(said '.trees[0].patches[0] | .verdict + ": " + .proofs[0].detail')" \
	"proven: 1 hunk in there(), as upstream's; nothing else changed" 'is no obstacle'

# a call that goes from behind the label to the front of it is neither more nor less
g checkout -q -b moves "labels~"
{
	printf 'int far(int a)\n{\n'
	seq -f '\ta += %g;' 20
	printf 'again:\n'
	seq -f '\ta -= %g;' 20
	printf '\tcall(a);\n\tb(a);\n\tc(a);\n\treturn a;\n}\n'
} >"$repo/far.c"
save 'a long function' >/dev/null
tree 5.0.y moves~
move=$(sed -i '/call(a);/d;10i\	call(a);' "$repo/far.c" && save 'far: call early')
g checkout -q main
is "$(g show "$move" | grep -c '^@@ .* @@ \(int far(int a)\|again:\)$')" 2 'two headings'
port --tree 5.0.y "$move"
is "$(said '.trees[0].patches[0] | .verdict + ": " + .proofs[0].detail')" \
	"proven: 2 hunks in far(), as upstream's; nothing else changed" 'are one function'
rm -r stable-trees/5.0.y.ini patches/there-one-more patches/far-call-early

# a merge
g checkout -q -b side "$start"
sed -i '$a 61' "$repo/two.txt"
save 'a line' >/dev/null
g checkout -q main
g merge -q -m 'Merge the side' side
merge=$(g rev-parse HEAD)
fails_with 128 \
	"$(printf '%.12s' "$merge") \\(\"Merge the side\"\\) is a merge of 2; say --mainline=N" \
	'a merge' "$BACKSTITCH" port "$merge"
fails_with 128 'has 2 parents, no parent 3' 'a parent that is not there' \
	"$BACKSTITCH" port --mainline 3 "$merge"
fails_with 128 'is no merge, so --mainline means nothing' 'no merge' \
	"$BACKSTITCH" port --mainline 1 "$second"
port --branch --mainline 1 --tree 1.0.y "$merge"
is "$(outcomes 1.0.y)" ported 'what it brings to its first parent'
is "$(g diff --stat 1.0.y backstitch/merge-the-side/1.0.y)" \
	"$(g diff --stat "$merge~" "$merge")" \
	'and nothing else'
port --branch --mainline 2 --tree 1.0.y "$merge"
is "$(said .series)" merge-the-side-2 'what it brings to the other parent is another series'

port --dry-run --no-proofs --tree 1.0.y "$start..$merge"
is "$(said '.notes[0] + ", " + (.trees[0].patches | length | tostring)')" \
	'1 merge was left out of the range, 7' 'merges are left out of a range, and told'

# bad input
fails_with 128 "there is no series 'nothere'; .* no such commit in .*repo/.git/" \
	'a commit that is nowhere' "$BACKSTITCH" port nothere
fails_with 128 "there is no commit 'nothere' in .*repo/.git/" 'the end of a range that is nowhere' \
	"$BACKSTITCH" port "$start..nothere"
fails_with 128 "there is no commit 'nowhere' in .*repo/.git/" 'and its beginning' \
	"$BACKSTITCH" port "nowhere..$start"
fails_with 128 "no commit 'nothere'" 'nor in the repository that is named' \
	"$BACKSTITCH" port --repo "$repo" nothere
fails_with 128 'there is no git repository at' 'a repository that is none' \
	"$BACKSTITCH" port --repo "$scratch" "$second"
fails_with 128 "cannot port '$third..$second': .*no commit in the range" 'an empty range' \
	"$BACKSTITCH" port "$third..$second"
g checkout -q -b empties "$second"
g commit -q --allow-empty -m 'empty: nothing'
empty=$(g rev-parse HEAD)
g commit -q --allow-empty -m 'empty: nothing again'
g checkout -q -
fails_with 128 "cannot port '$empty': the commit changes no file" 'an empty commit' \
	"$BACKSTITCH" port "$empty"
run "$BACKSTITCH" pick --repo "$repo" --onto "$second" "$empty"
is "$status $(jq -r '.outcome + ": " + .reason' "$out")" \
	'128 error: the commit changes no file, so there is nothing to port' 'and so says pick'
printf '%s %s\n' "$second" "$empty" "$second" "$third" >"$scratch/asked"
"$BACKSTITCH" pick --repo "$repo" --stdin <"$scratch/asked" >"$scratch/answers"
is "$? $(jq -r .outcome "$scratch/answers" | head -1) $(wc -l <"$scratch/answers")" '1 error 2' \
	'and goes on in a row of many'
fails_with 128 "cannot port '$second..empties': none of the commits changes a file" \
	'a range of empty commits' "$BACKSTITCH" port "$second..empties"
fails_with 128 "cannot port '$empty $empty~0': none of the commits changes a file" \
	'or several of them' "$BACKSTITCH" port "$empty" "$empty~0"
left="$(g rev-parse --short=12 "$empty") (\"empty: nothing\") changes no file: left out"
port --dry-run --no-proofs --tree 1.0.y "$second" "$empty" "$third"
is "$(said '.notes[0]') $(said '.trees[0].patches | length')" "$left 2" \
	'among several an empty commit is named, and the others go on'
port --dry-run --no-proofs --tree 1.0.y "$second~..empties"
is "$(said '.notes[0]') $(said '.trees[0].patches | length')" "$left 1" 'and so in a range'
port --dry-run --no-proofs --tree 1.0.y "$second..empties" "$third"
is "$(said '.notes[1]') $(said '.trees[0].patches | length')" \
	"$(g rev-parse --short=12 empties) (\"empty: nothing again\") changes no file: left out 1" \
	'a range of nothing else takes nothing with it'
g branch -q -D empties
fails_with 128 "is no range of commits to port; say A..B" 'a symmetric difference' \
	"$BACKSTITCH" port "$second...$third"
fails_with 129 'number of a parent' 'no parent 0' "$BACKSTITCH" port --mainline 0 "$merge"
fails_with 129 'number of a parent' 'a parent below 1' "$BACKSTITCH" port --mainline -1 "$merge"
cp backstitch.conf "$scratch/conf" && : >backstitch.conf
fails_with 128 'not known who signs off' 'nobody to sign off' \
	env HOME="$scratch" "$BACKSTITCH" port "$second"
cp "$scratch/conf" backstitch.conf
g branch dry 1.0.y
rm -rf "$scratch/before" && cp -r "$work" "$scratch/before"
port --dry-run --branch=dry2 --tree 1.0.y "$later"
ok 'a dry run writes nothing' diff -r "$work" "$scratch/before"
is "$(g rev-parse -q --verify dry2)" '' 'and makes no branch'

fails_with 128 "there is no series 'a/b'" 'a name with a slash' "$BACKSTITCH" port a/b
fails_with 128 "is no name for a series" 'a name for the series that is none' \
	"$BACKSTITCH" port --name ../x "$later"
tree 1.lock 1.0.y
fails_with 128 "'backstitch/nine-count-right/1.lock' is no valid name for a branch" \
	'a tree whose name cannot be in a branch' "$BACKSTITCH" port --branch --tree 1.lock "$later"
rm stable-trees/1.lock.ini
ok 'no series is left' test ! -e patches/nine-count-right
if have bwrap; then
	run bwrap --dev-bind / / --ro-bind "$repo" "$repo" \
		"$BACKSTITCH" port --branch=no --tree 1.0.y "$second"
	is "$status" 128 'a repository that cannot be written'
	like "$(cat "$err")" "cannot write to '.*repo/.git/'" 'is told so'
else
	skip 'bwrap is not installed' 2
fi

# interrupted while the second tree is looked at: the first is complete, the second as it was
mkdir "$scratch/slow"
cat >"$scratch/slow/git" <<EOF
#!/bin/sh
case "\$*" in
*" $(g rev-parse 2.0.y)") : >"$scratch/begun" && sleep 60 ;;
esac
exec $(command -v git) "\$@"
EOF
chmod +x "$scratch/slow/git"
PATH=$scratch/slow:$PATH "$BACKSTITCH" port -j 1 --branch --name cut "$bug..$second" \
	>"$out" 2>"$err" &
interrupt $! INT 20 test -e "$scratch/begun"
is "$status" 128 'interrupted'
like "$(cat "$err")" '^backstitch port: interrupted: ' 'said so'
is "$(g for-each-ref --format='%(refname:short)' refs/heads/backstitch/cut)" \
	backstitch/cut/1.0.y 'the first tree has its branch'
is "$(ls -d patches/cut/*.y)" patches/cut/1.0.y 'and its folder'
port --branch --name cut "$bug..$second"
is "$status $(g for-each-ref refs/heads/backstitch/cut | wc -l)" '0 3' 'the next run goes on'

# the commits of another repository
git clone -q --bare --single-branch -b 1.0.y "file://$repo" "$scratch/stable.git"
port --repo "$repo" --branch=other --tree 1.0.y="$scratch/stable.git:1.0.y" "$bug..$third"
is "$(outcomes 1.0.y)" 'not-affected ported ported' 'commits of another repository'
is "$(git -C "$scratch/stable.git" rev-parse 'other^{tree}')" \
	"$(g rev-parse 'backstitch/all/1.0.y^{tree}')" 'the same result'
ok 'and the repository is whole' git -C "$scratch/stable.git" fsck --strict

# a mailed patch, whose files git finds by their ids
rm -rf patches/nine-count
g format-patch -q -1 --zero-commit -o "$scratch/mail" "$second"
"$BACKSTITCH" import --name mailed "$scratch"/mail/*.patch >/dev/null
port --branch --tree 2.0.y mailed
is "$(said '.trees[0].patches[0] | .outcome + " " + .rung')" 'ported merged' 'a mailed patch'
is "$(g rev-parse 'backstitch/mailed/2.0.y^{tree}')" \
	"$(g rev-parse 'backstitch/nine-count/2.0.y^{tree}')" 'the same result'

# a new file, a removed one, a moved one, an executable, a binary one, a link
g checkout -q -b kinds "$start"
printf 'a\0b\n' >"$repo/data.bin"
seq 100 200 >"$repo/moves.txt"
save 'more files' >/dev/null
g branch 4.0.y
printf 'a\0c\n' >"$repo/data.bin"
printf 'n\0w\n' >"$repo/new.bin"
g mv moves.txt moved.txt
g rm -q two.txt
printf '#!/bin/sh\n' >"$repo/run.sh"
chmod +x "$repo/run.sh"
kinds=$(save 'all kinds of files' 'At once.')
ln -s run.sh "$repo/link"
link=$(save 'a link')
g checkout -q main
tree 4.0.y 4.0.y
port --branch --tree 4.0.y "$kinds"
is "$(outcomes 4.0.y)" ported 'all kinds of files'
is "$(g rev-parse 'backstitch/all-kinds-of-files/4.0.y^{tree}')" "$(g rev-parse "$kinds^{tree}")" \
	'the tree of git cherry-pick'
g worktree add -q --detach "$scratch/am2" 4.0.y
git -C "$scratch/am2" am -q "$work"/patches/all-kinds-of-files/4.0.y/*.patch
is "$(git -C "$scratch/am2" rev-parse 'HEAD^{tree}')" "$(g rev-parse "$kinds^{tree}")" \
	'git am makes the same of the patch'
port --branch --tree 4.0.y "$link"
is "$(outcomes 4.0.y)" ported 'a symbolic link'
is "$(g ls-tree backstitch/a-link/4.0.y link)" "$(g ls-tree "$link" link)" 'is in the branch'

# a commit that only deletes what the tree never had says nothing of it
g checkout -q -b never "$start"
seq 5 >"$repo/never.txt"
save 'a file that 1.0.y has not' >/dev/null
g rm -q never.txt
never=$(save 'and which goes again')
g checkout -q main
port --tree 1.0.y "$never"
is "$(said '.trees[0].patches[0] | .outcome + ": " + .reason')" \
	'not-affected: by content: this tree has none of the files that upstream deletes' \
	'files that go, and were never here'

# a series of mails: the second one stands on a file that is in no repository
git clone -q "$repo" "$scratch/else" 2>/dev/null
git -C "$scratch/else" checkout -q "$start"
for number in 1 2; do
	sed -i "s/five($number)/five(a + $number)/" "$scratch/else/one.c"
	git -C "$scratch/else" commit -qam "five: other argument $number"
done
git -C "$scratch/else" format-patch -q -2 --zero-commit -o "$scratch/mails"
"$BACKSTITCH" import --name two-mails "$scratch"/mails/*.patch >/dev/null
port --branch --tree 2.0.y two-mails
is "$(said '[.trees[0].patches[] | .outcome + " " + .rung] | join(", ")')" \
	'ported merged, ported merged' 'mails on top of each other'
is "$(said '[.trees[0].patches[].files | length] | add')" 2 'with what they were made on'
git -C "$scratch/else" checkout -q origin/2.0.y
git -C "$scratch/else" am -q -3 "$scratch"/mails/*.patch >/dev/null 2>&1
is "$(g rev-parse 'backstitch/two-mails/2.0.y^{tree}')" \
	"$(git -C "$scratch/else" rev-parse 'HEAD^{tree}')" 'the tree of git am -3'

# git puts it into the wrong function without a word; here a person is asked
g checkout -q -b order "$start"
twins() {
	body "$1" 'step(1);' 'step(2);' 'step(3);' 'step(4);' 'step(5);' 'step(6);'
	body middle 'middle(1);' 'middle(2);'
	body "$2" 'step(1);' 'step(2);' 'step(3);' 'step(4);' 'step(5);' 'step(6);'
}
twins alpha omega >"$repo/twin.c"
save 'twins' >/dev/null
g branch 5.0.y
sed -i '0,/step(3)/s//step(3 + a)/' "$repo/twin.c"
twin=$(save 'alpha: mend step 3')
g checkout -q 5.0.y
twins omega alpha >"$repo/twin.c"
save 'the other way round' >/dev/null
wrong=$(g cherry-pick "$twin" >/dev/null 2>&1 && sed -n '/omega/,/^}/p' "$repo/twin.c")
like "$wrong" 'step\(3 \+ a\)' 'git changes the wrong function'
g reset -q --hard HEAD~
g checkout -q main
tree 5.0.y 5.0.y
port --tree 5.0.y "$twin"
is "$status $(outcomes 5.0.y)" '1 proposed' 'so it is only proposed'
like "$(said '.trees[0].patches[0].warnings[0]')" "'omega' is changed here, which upstream leaves" \
	'with a warning'
is "$(said '.trees[0].patches[0].proofs[0] | .name + " " + .result')" 'placement fail' \
	'and the proof of placement refutes it'

# a conflict leaves no branch, and says what it is
g checkout -q -b clash 1.0.y
sed -i '/nine(1)/a\	b(a);' "$repo/one.c"
sed -i 's/nine(1)/eight(nine(5), 7)/;s/nine(2)/nine(8) * 3/' "$repo/one.c"
save 'nine: our own' >/dev/null
g checkout -q main
run "$BACKSTITCH" port --branch --no-proofs --tree 1.0.y="$repo:clash" --name clash \
	"$second..$later"
is "$status" 1 'a person is needed'
like "$(tr -s '\n ' ' ' <"$out")" '1.0.y: no branch, as patch [0-9] of 2 is left to a person' \
	'no branch, and why'
is "$(g for-each-ref 'refs/heads/backstitch/clash')" '' 'indeed'

# several trees at once: the same words, files and branches as one after the other
rm -f stable-trees/*.ini
g checkout -q -b torn 1.0.y
sed -i '/int nine/,/^}/s/.*/int torn;/' "$repo/one.c"
save 'nine: torn' >/dev/null
g checkout -q main
for number in 1 2 3; do
	tree "1.0.$number" torn
	tree "2.0.$number" 2.0.y
done
printf '[tree]\nname=gone\npath=%s:nothing\n' "$repo" >stable-trees/gone.ini
# side JOBS: what a run tells and leaves; ids of new commits tell the time, too
side() {
	rm -rf patches/side "$scratch/side$1"
	run "$BACKSTITCH" port -j "$1" --branch="side$1" --name side --format=json "$bug..$later"
	sed "s/side$1/side/g;/\"tip\": \"/d" "$out" >"$scratch/told$1"
	mv patches/side "$scratch/side$1"
	find "$scratch/side$1" -name verdict.json \
		-exec sed -i "s/side$1/side/g;/\"tip\": \"/d" {} +
	g for-each-ref --format='%(refname) %(objectname)' "refs/heads/side$1" |
		sed "s/side$1/side/" >"$scratch/branches$1"
}
side 1
is "$(said '[.trees[].patches[]?.outcome] | unique | join(" ")')
$(said '.trees[-1].error != null')" 'conflict not-affected ported proposed
true' 'all outcomes, and a tree that is not there'
side 4
same_file "$scratch/told4" "$scratch/told1" '-j 4 tells what -j 1 tells'
ok 'and leaves the same files' diff -r "$scratch/side1" "$scratch/side4"
ok 'there are branches' test -s "$scratch/branches1"
is "$(cut -d' ' -f1 "$scratch/branches4")" "$(cut -d' ' -f1 "$scratch/branches1")" \
	'and the same branches'
is "$(for ref in 1 2 3; do g rev-parse "side4/2.0.$ref^{tree}"; done)" \
	"$(for ref in 1 2 3; do g rev-parse "side1/2.0.$ref^{tree}"; done)" 'with the same trees'
run "$BACKSTITCH" port -j 0 side
is "$status" 129 '-j 0 is wrong use'

# a .git folder is no repository that git came upon by itself
rm -rf patches/* .backstitch stable-trees/*.ini
git init -q -b main "$scratch/safe"
repo=$scratch/safe
file none '' >"$repo/one.c"
save start >"$scratch/said"
g branch stable
file two 'a++;' >"$repo/one.c"
fix=$(save 'two: more')
tree safe stable
git config --global safe.bareRepository explicit
port --no-proofs --repo "$repo" "$fix"
is "$(outcomes safe)" ported 'safe.bareRepository is explicit'
run "$BACKSTITCH" import "$repo/.git:stable..main"
is "$status" 0 'and a range of a .git folder is read'
git config --global --unset safe.bareRepository

# in a hook or an alias of another repository git tells all its children where it is
git init -q -b main "$scratch/other"
cp "$repo/one.c" "$scratch/other"
git -C "$scratch/other" add one.c
git -C "$scratch/other" commit -q -m other
for setting in "GIT_DIR=$scratch/other/.git" "GIT_OBJECT_DIRECTORY=$scratch/other/.git/objects" \
	"GIT_WORK_TREE=$scratch/other" "GIT_INDEX_FILE=$scratch/other/.git/index" \
	"GIT_COMMON_DIR=$scratch/other/.git"; do
	rm -rf patches/* .backstitch
	run env "$setting" "$BACKSTITCH" port --no-proofs --format=json --repo "$repo" "$fix"
	is "$(outcomes safe)" ported "${setting%%=*}: the repository that is named is read"
done
git -C "$scratch/other" -c alias.p="!cd $work && $BACKSTITCH port --no-proofs --format=json \
	--repo $repo $fix" p >"$out" 2>"$err"
is "$(outcomes safe)" ported 'and in an alias'
# upstream writes a row a second time: in a tree that has it once it is not in
row() {
	printf '\t{\n\t\t.name = "%s",\n\t\t.match = {\n\t\t},\n\t\t.data = all,\n\t},\n' "$1"
}
g checkout -q main
{ echo 'static const struct row rows[] = {' && row one && row new && row two && echo '};'; } \
	>"$repo/rows.c"
before=$(save 'rows')
{ echo 'static const struct row rows[] = {' && row one && row new && row new && row two &&
	echo '};'; } >"$repo/rows.c"
again=$(save 'rows: once more')
g checkout -q --detach "$before"
echo '/* of this tree */' >>"$repo/rows.c"
tree rows.y "$(save 'a line of our own')"
port --no-proofs --tree rows.y "$again"
is "$(jq -r '.trees[0].patches[0].outcome' "$out")" ported 'git knows that a second row is not in'
finish
