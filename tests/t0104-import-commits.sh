#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Commits with messages and authors that a mail would change: what is ported keeps them, as git
# cherry-pick does.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
workspace

g() {
	git -C "$scratch/repo" "$@"
}

# upstream TITLE BODY [AUTHOR]: a commit that adds a line
upstream() {
	number=$((number + 1))
	echo "int line$number;" >>"$scratch/repo/a.c"
	printf '%s\n\n%b' "$1" "$2" >"$scratch/message"
	g commit -q -a --cleanup=verbatim -F "$scratch/message" --author="${3:-Up <up@x.example>}"
}

number=0
git init -q -b main "$scratch/repo"
echo 'VERSION = 1' >"$scratch/repo/Makefile"
echo 'int first;' >"$scratch/repo/a.c"
g add -A
g commit -q -m start
g branch stable
sob='Signed-off-by: Up <up@x.example>\n'
upstream 'dashes in the text' "Before.\n\n---\n\nBehind.\n\n$sob"
upstream 'a diff in the text' "As in:\n\ndiff --git a/Makefile b/Makefile
index 1111111..2222222 100644
--- a/Makefile
+++ b/Makefile
@@ -1 +1 @@
-VERSION = 1
+VERSION = 666
\n$sob"
upstream 'a part of a diff' "--- a/Makefile\n+++ b/Makefile\n\nIndex: x\n\n$sob"
upstream 'a header in the text' "As in:\n
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
Subject: [PATCH] other

From me at 10:20:30 in 2001.

$sob"
upstream 'a sender in the text' "From: Else <else@x.example>\nSubject: other\n\nText.\n\n$sob"
upstream '[media] [foo] brackets' "$sob"
upstream 'Re: [foo] an answer' "$sob"
upstream 'an odd address' "$sob" '"dep[bot]" <4969+dep[bot]@users.example.com>'
upstream 'a blank in it' "$sob" 'A B <x y@z>'
upstream 'two of them' "$sob" 'A B <a@b@c>'
upstream 'brackets in a name' "$sob" 'dep[bot], "q" (x) <dep@x.example>'
upstream 'no text' ''
upstream 'scissors' "Text.\n\n-- >8 --\n\nMore.\n\n$sob"
# nothing of the user's settings shows
g config diff.context 1
g config core.abbrev 40
g config format.signOff true
g config format.from true

# shown COMMITS: author and message; what a mail would end at is indented
shown() {
	g log --reverse --format='%an <%ae> %ad%n%B%x00' "$1" |
		sed 's/^ \(---\|diff -\|Index: \|From [0-9]\)/\1/' | tr '\0' '='
}

# ours: the same of the branch, without what a port adds
ours() {
	shown "stable..$1" | grep -v '^commit [0-9a-f]* upstream.$\|^Signed-off-by: A Tester' |
		cat -s | sed -z 's/\n\n=/\n=/g'
}
shown stable..main | cat -s | sed -z 's/\n\n=/\n=/g' >"$scratch/expected"

rm -f stable-trees/*.ini
printf '[tree]\nname=1.y\npath=%s:stable\n' "$scratch/repo" >stable-trees/1.y.ini
for time in first second; do
	run "$BACKSTITCH" port --no-proofs --format=json --branch="made-$time" --name all \
		--repo "$scratch/repo" --tree 1.y stable..main
	is "$(jq -r '[.trees[0].patches[].outcome] | unique | join(" ")' "$out")" ported \
		"$time: all are ported"
	is "$(g rev-parse "made-$time^{tree}")" "$(g rev-parse 'main^{tree}')" \
		"$time: the tree of upstream, and no more"
	ours "made-$time" >"$scratch/got"
	same_file "$scratch/got" "$scratch/expected" "$time: authors, titles and messages"
done

# as files; what stands for an answer is cut off in any mail
git clone -q -b stable "$scratch/repo" "$scratch/am" 2>/dev/null
git -C "$scratch/am" am -q --keep-non-patch "$work"/patches/all/1.y/0*.patch >"$out" 2>&1
is "$(git -C "$scratch/am" rev-parse 'HEAD^{tree}')" "$(g rev-parse 'main^{tree}')" \
	'git am gives the same tree'
is "$(git -C "$scratch/am" log --format=%s origin/stable..HEAD)" \
	"$(g log --format=%s stable..made-first | sed 's/^Re: //')" 'and the same titles'

# one alone, and a folder
run "$BACKSTITCH" import --name alone "$scratch/repo:stable~0..main~11"
is "$(grep -h ^Subject: patches/alone/0001-*)" 'Subject: [PATCH 1/2] dashes in the text' 'a range'
run "$BACKSTITCH" port --no-proofs --format=json --repo "$scratch/repo" --tree 1.y main~7
is "$(jq -r '.series' "$out")" 'media-foo-brackets' 'a name from the whole title'
finish
