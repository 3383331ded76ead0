#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# "A session" of README.md, run word by word: the names in it are those that the program makes.
. "$(dirname "$0")/lib.sh"
have git || skip_all 'git is needed'
sandbox || skip_all 'no sandbox can be made here'
git_user

# session: the commands of the section, without prompt and comment
session() {
	sed -n '/^## A session/,/^Beside/s/^    \$ //p' "$root/README.md" | sed 's/  *#.*//'
}

mkdir -p "$HOME/mail" "$HOME/src" "$scratch/bin"
cp "$root/tests/cases/import/tdh-vp-init-review.txt" "$HOME/mail/review.txt"
repo=$HOME/src/linux
git init -q "$repo"
for tree in 6.17.y 6.18.y; do
	g checkout -q --orphan linux-$tree
	cp -r "$root/stable-trees/fixtures/$tree/." "$repo"
	commit $tree
done
ln -s "$BACKSTITCH" "$scratch/bin/backstitch"
PATH=$scratch/bin:$PATH
cd "$scratch" || exit 1

session >"$scratch/session"
is "$(grep -c . "$scratch/session")" 9 'nine commands'
name=$(sed -n 's/^backstitch port \([^-].*\)/\1/p' "$scratch/session")

# as a person types them, in one shell; 1 is no failure, it says that somebody has to look
{
	echo 'ok() { "$@"; [ $? -le 1 ] || { echo "failed: $*"; exit 1; }; }'
	sed -n '/COMMIT$/q;p' "$scratch/session" | sed 's/^backstitch/ok &/; s/&& cd/\&\& ok cd/'
} >"$scratch/script"
run sh "$scratch/script"
is "$status" 0 'they run as they stand'
unlike "$(cat "$out")" '^failed' 'each of them'
cd work || exit 1
is "$(ls patches)" "$name" 'what is ported is what the import made'
ok 'the report is there' test -s report.html
shown=$(sed -n 's/^The ported patches are in `\(.*\)`,.*/\1/p' "$root/README.md")
is "$(find "$shown" -name '*.patch' | wc -l)" 1 'and the ported patch where it says'

# a commit that is a conflict on one of the trees
file=$(cd "$repo" && git ls-files '*.c' | head -n 1)
g checkout -q linux-6.17.y
sed -i '$a /* a line of this tree */' "$repo/$file"
commit 'stable: a line'
g checkout -q linux-6.18.y
sed -i '$a /* a line */' "$repo/$file"
commit 'a line'
sed -i '$s/.*/int other_line;/' "$repo/$file"
commit 'a line: another one'
upstream=$(g rev-parse HEAD)
g reset -q --hard HEAD~2
g tag upstream "$upstream"
command=$(sed -n 's/ COMMIT$//p' "$scratch/session")
# shellcheck disable=SC2086 # words of a command
run $command "$upstream"
is "$status" 1 'a conflict'
made=$("$BACKSTITCH" list | sed -n 's/^\(a-line[^ ]*\).*/\1/p')
is "$made" a-line-another-one 'list tells the name of the series'
expected=$(sed -n "s/ SERIES\$/ $made/p" "$scratch/session")
like "$(sed -n '/^  then/,$p' "$out" | tr '\n' ' ' | tr -s ' ')" "then $expected " \
	'and what is printed is what the session shows'
finish
