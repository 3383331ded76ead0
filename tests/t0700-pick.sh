#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: the same tree as git merge-tree where that is clean, and a
# defined outcome for everything else.
. "$(dirname "$0")/lib.sh"
have git python3 || skip_all 'git and python3 are needed'
git_user
cd "$scratch" || exit 1

# key NAME FILE: a value of the object in FILE
key() {
	python3 -c '
import json, sys
said = json.load(open(sys.argv[2], encoding="utf-8"))
print(said[sys.argv[1]])' "$@"
}

# define NAME LINES: some C
define() {
	printf 'static int %s(int a)\n{\n' "$1"
	seq -f "	a += $1(%g);" "$2"
	printf '	return a;\n}\n\n'
}

# picks UPSTREAM OUTCOME WHAT: picks it onto stable
picks() {
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable "$1"
	is "$(key outcome "$out")" "$2" "$3: $2"
}

# as_git UPSTREAM WHAT: merge-tree, with a base of its own, gives the same tree
as_git() {
	base=$(g commit-tree -m base "$1^^{tree}")
	ours=$(g commit-tree -p "$base" -m ours 'stable^{tree}')
	theirs=$(g commit-tree -p "$base" -m theirs "$1^{tree}")
	is "$(key tree "$out")" "$(g merge-tree --write-tree "$ours" "$theirs")" \
		"$2: the tree of git merge-tree"
}

git init -q -b main "$repo"
mkdir -p "$repo/lib/one" "$repo/old" "$repo/dropped" "$repo/coded"
define coded 50 >"$repo/coded/c.c"
seq 30 50 >"$repo/dropped/text"
seq 20 >"$repo/old/text"
define first 30 >"$repo/lib/one/a.c"
define second 30 >>"$repo/lib/one/a.c"
define gone 40 >"$repo/lib/one/gone.c"
seq 60 >"$repo/lib/one/b.txt"
seq 70 >"$repo/lib/one/same.txt"
seq 80 >"$repo/lib/one/unlike.txt"
printf 'x\0y' >"$repo/bin"
ln -s bin "$repo/link"
commit start

g checkout -q -b stable
g mv lib/one/b.txt lib/one/renamed.txt
sed -i 's/^60$/sixty/' "$repo/lib/one/renamed.txt"
mkdir "$repo/lib/two"
g mv lib/one/same.txt lib/one/unlike.txt lib/two
sed -i 's/^60$/sixty/' "$repo/lib/two/unlike.txt"
: >"$repo/empty"
g rm -q lib/one/gone.c dropped/text coded/c.c
g mv old moved
sed -i 's/first(20)/stable(20)/' "$repo/lib/one/a.c"
printf 'x\0stable' >"$repo/bin"
ln -sf elsewhere "$repo/link"
commit 'stable: what differs'

# change WHAT COMMAND...: an upstream commit on main, tagged WHAT
change() {
	what=$1
	shift
	g checkout -q main
	(cd "$repo" && "$@")
	commit "$what"
	g tag "$what"
}

change other-function sed -i 's/second(3)/better(3)/' lib/one/a.c
picks other-function ported 'another function'
is "$status" 0 'ported: exit status 0'
is "$(g cat-file -t "$(key tree "$out")" 2>&1 | head -c 5)" fatal \
	'the repository itself got no object'
is "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g cat-file -t "$(key tree "$out")")" tree \
	'--odb has the tree'
as_git other-function 'another function'

change in-renamed sed -i 's/^30$/thirty/' lib/one/b.txt
picks in-renamed ported 'a file of another name here'
as_git in-renamed 'a file of another name here'
is "$(python3 -c '
import json, sys
print(json.load(open(sys.argv[1]))["files"][0]["rung"])' "$out")" moved 'its rung is moved'

change new-file cp lib/one/a.c lib/one/new.c
picks new-file ported 'a new file'
as_git new-file 'a new file'

# git stops there
change removed g rm -q lib/one/same.txt
picks removed proposed 'a file that upstream removes and that has another name here'
like "$(cat "$out")" "removes 'lib/one/same.txt', which is 'lib/two/same.txt' here" \
	'and says so'
is "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g diff --name-status stable \
	"$(key tree "$out")")" "D	lib/two/same.txt" 'it is removed by that name'
change removed-other g rm -q lib/one/unlike.txt
picks removed-other conflict 'and differs'
like "$(cat "$out")" "removes 'lib/two/unlike.txt', which differs here" 'and says so'

change on-empty cp lib/one/a.c empty
picks on-empty ported 'a new file where an empty one is'
as_git on-empty 'a new file where an empty one is'

change mode chmod +x lib/one/b.txt
picks mode ported 'a change of mode'
as_git mode 'a change of mode'

change same-line sed -i 's/first(20)/upstream(20)/' lib/one/a.c
picks same-line conflict 'both changed a line'
is "$status" 1 'a conflict: exit status 1'
is "$(key tree "$out")" None 'a conflict has no tree'
like "$(cat "$out")" 'lib/one/a.c' 'and names the file'

change binary sh -c 'printf "x\0upstream" >bin'
picks binary conflict 'a binary file that both changed'
like "$(cat "$out")" binary 'and says that it is binary'

change symlink ln -sf upstream link
picks symlink conflict 'a symbolic link that both changed'
like "$(cat "$out")" 'symbolic link' 'and says so'

change in-old-folder cp old/text old/more
picks in-old-folder conflict 'a new file in a folder that is not here any more'
like "$(cat "$out")" "no folder 'old'" 'and says so'
g merge-tree --write-tree "$(g commit-tree -p in-old-folder^ -m ours 'stable^{tree}')" \
	in-old-folder >merged
like "$(cat merged)" 'CONFLICT \(file location\)' 'git stops there, too'

# not one of its files is anywhere else: git adds the file, and so do we, with a warning
change in-dropped-folder cp lib/one/a.c dropped/more.c
picks in-dropped-folder proposed 'a new file in a folder that was dropped here'
like "$(cat "$out")" "no folder 'dropped'" 'and says so'
as_git in-dropped-folder 'a new file in a folder that was dropped here'

# notes that each release takes up: the folder is empty here, and was not when the branch left
change in-emptied-folder sh -c 'seq 3 >dropped/note'
picks in-emptied-folder ported 'a note in a folder that is empty here'
as_git in-emptied-folder 'a note in a folder that is empty here'
change in-code-folder sh -c 'seq 4 >coded/Kconfig'
picks in-code-folder proposed 'a new file, no C, in a folder that was dropped here'
change later-folder sh -c 'mkdir later; seq 5 >later/note'
change in-later-folder sh -c 'seq 6 >later/more'
picks in-later-folder proposed 'one in a folder that upstream has had since'
like "$(cat "$out")" "no folder 'later'" 'and says so'

change in-the-way mkdir lib/one/renamed.txt.d
touch "$repo/x" && g checkout -q stable && touch "$repo/new" && commit 'stable: a file' &&
	rm "$repo/x" 2>/dev/null
change below-a-file sh -c 'mkdir new && echo 1 >new/file'
picks below-a-file conflict 'a file below what is a file here'
like "$(cat "$out")" 'in the way' 'and says what is in the way'

g checkout -q stable
g cherry-pick -x other-function >/dev/null
picks other-function present 'a change that is in'
is "$status" 0 'present: exit status 0'

g checkout -q main
g checkout -q -b side other-function~1
echo side >"$repo/side"
commit side
g checkout -q main
g merge -q --no-edit side
picks main error 'a merge commit'
like "$(cat "$out")" 'is a merge of 2; say --mainline=N' 'and says so'
g checkout -q -b both main
echo side >"$repo/of-side"
commit 'of the side'
g checkout -q main
sed -i 's/^5$/five/' "$repo/old/text"
commit 'of main'
g checkout -q -b merged
g merge -q --no-edit both
g checkout -q main
for parent in 1 2; do
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable \
		--mainline $parent merged
	g worktree add -q --detach "$scratch/m$parent" stable
	git -C "$scratch/m$parent" cherry-pick -m $parent merged >/dev/null 2>&1
	is "$(key tree "$out")" "$(git -C "$scratch/m$parent" rev-parse 'HEAD^{tree}')" \
		"a merge, --mainline $parent: the tree of git cherry-pick -m $parent"
done
run "$BACKSTITCH" pick --repo "$repo" --onto stable --mainline 3 merged
is "$status" 128 'a parent that there is not'
like "$(cat "$out")" 'has 2 parents, no parent 3' 'and says so'
fails_with 129 'number of a parent' 'a parent below 1' \
	"$BACKSTITCH" pick --repo "$repo" --onto stable --mainline -1 main
fails_with 129 'for one pick' 'with --stdin' \
	"$BACKSTITCH" pick --repo "$repo" --stdin --mainline 1

run "$BACKSTITCH" pick --repo "$repo" --onto stable nonsense
is "$(key outcome "$out")" error 'an unknown commit: error'
is "$status" 128 'one that could not be found out: exit status 128'
run "$BACKSTITCH" pick --repo "$repo" --onto nonsense main
is "$status" 128 'nor what to port to: exit status 128'
run sh -c "echo stable nonsense | '$BACKSTITCH' pick --repo '$repo' --stdin"
is "$status $(key outcome "$out")" '1 error' 'a row of many is a result'
run "$BACKSTITCH" pick --repo "$scratch" --onto stable main
is "$status" 128 'no repository: exit status 128'

# many at once: in order, and the same answers as one by one
for tag in other-function in-renamed new-file same-line mode; do
	echo "stable $tag"
done >questions
"$BACKSTITCH" pick --repo "$repo" --stdin --explain -j 4 <questions >many
is "$(python3 -c '
import json
print(*[json.loads(line)["upstream"] for line in open("many")])')" \
	'other-function in-renamed new-file same-line mode' '--stdin answers in order'
while read -r onto upstream; do
	"$BACKSTITCH" pick --repo "$repo" --onto "$onto" "$upstream"
done <questions >single
for file in many single; do
	sed -i 's/,"usec":[0-9]*//; s/,*"usec": *[0-9]*//' $file
done
same_file many single '--stdin gives what single picks give'
"$BACKSTITCH" pick --repo "$repo" --stdin --explain -j4 <questions | \
	sed 's/,"usec":[0-9]*//; s/,*"usec": *[0-9]*//' >glued
same_file glued many '-j4 is -j 4'
fails_with 129 "^backstitch pick: cannot parse integer value .x4. for -j" 'with no number' \
	"$BACKSTITCH" pick --repo "$repo" --stdin -jx4
run sh -c "echo just-one | '$BACKSTITCH' pick --repo '$repo' --stdin"
is "$status" 128 'a line that is no question: exit status 128'

# code of a file that stable lacks stands in one that the same commit changes as well
two=$scratch/two
git init -q -b main "$two"
mkdir "$two/here" "$two/there"
seq -f 'here_option(%g, true)' 30 >"$two/here/meson.build"
seq -f 'there_option(%g, true)' 30 >"$two/there/meson.build"
git -C "$two" add -A && git -C "$two" commit -qm start
git -C "$two" checkout -q -b stable
sed 's/here_option(3,/here_option(33,/' "$two/here/meson.build" >both
cat "$two/there/meson.build" >>both
cp both "$two/here/meson.build"
git -C "$two" rm -q there/meson.build && git -C "$two" commit -qam 'one file'
git -C "$two" checkout -q main
sed -i 's/(15, true/(15, false/' "$two/here/meson.build" "$two/there/meson.build"
git -C "$two" commit -qam 'both options'
sed 's/(15, true/(15, false/' both >expected
"$BACKSTITCH" pick --repo "$two" --odb "$scratch/two-odb" --onto stable main >two.json
GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/two-odb \
	git -C "$two" show "$(key tree two.json):here/meson.build" >got
same_file got expected 'what is found elsewhere is added to what the commit does there itself'

finish
