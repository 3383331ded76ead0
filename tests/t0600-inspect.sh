#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch inspect: every kind of source; git says what is in them.
. "$(dirname "$0")/lib.sh"
have git python3 || skip_all 'git and python3 are needed'
cd "$scratch" || exit 1

# keys FILE KEY...: the values of each object, one object a line
keys() {
	python3 -c '
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    said = json.loads(line)
    print(*[said.get(key) for key in sys.argv[2:]])
' "$@"
}

# commit N TITLE
commit() {
	seq 1 $((10 + $1)) >"$repo/file.c"
	git -C "$repo" add -A
	GIT_AUTHOR_DATE="2025-10-0${1}T10:00:00+0200" git -C "$repo" -c user.name=T \
		-c user.email=t@e commit -q --author='Jürgen K <j@k.org>' -m "$2

Text.
From the start of a line.

Fixes: 0123456789ab (\"x\")
Signed-off-by: A <a@b>"
}

git init -q "$repo"
commit 1 'start'
commit 2 'file: first'
commit 3 'file: second'
commit 4 'file: third'
git -C "$repo" format-patch -q --subject-prefix='PATCH 6.12.y' -o "$scratch/files" HEAD~3..HEAD
cat files/* >all.mbox
git -C "$repo" log --reverse -p HEAD~3..HEAD | git patch-id --stable | cut -d' ' -f1 >ids
cp files/0001* one.eml

# gives NAME WHAT ARGUMENT...: three objects with git's patch-ids
gives() {
	what=$1
	shift
	run "$BACKSTITCH" inspect "$@"
	is "$status" 0 "$what: all is understood"
	keys "$out" patch-id >got
	same_file got ids "$what: the patch-ids are those of git"
}

gives 'an mbox of git format-patch' all.mbox
keys "$out" subject number total trees author fixes >got
cat >expected <<'END'
file: first 1 3 ['6.12.y'] {'name': 'Jürgen K', 'email': 'j@k.org'} ['0123456789ab']
file: second 2 3 ['6.12.y'] {'name': 'Jürgen K', 'email': 'j@k.org'} ['0123456789ab']
file: third 3 3 ['6.12.y'] {'name': 'Jürgen K', 'email': 'j@k.org'} ['0123456789ab']
END
same_file got expected 'who, what and where in the series'
keys "$out" files trailers >got
like "$(cat got)" "'path': 'file.c', 'change': 'modified'.*'added': 1, 'deleted': 0" \
	'the file and its lines'
like "$(cat got)" "'name': 'Signed-off-by', 'value': 'A <a@b>'" 'the trailers'
cp "$out" from-mbox
gives 'the same with --format=json' --format=json all.mbox
same_file "$out" from-mbox 'there is no other format'
gives 'single files' files/*
sed 's/$/\r/' all.mbox >crlf.mbox
gives 'an mbox with CR LF' crlf.mbox
same_file "$out" from-mbox 'CR LF makes no difference'

status=0
"$BACKSTITCH" inspect - <all.mbox >"$out" 2>"$err" || status=$?
same_file "$out" from-mbox 'standard input'

mkdir -p maildir/cur maildir/new maildir/tmp
cp files/0001* maildir/cur/1:2,S && cp files/0002* maildir/cur/2:2, && cp files/0003* maildir/new/3
gives 'a maildir' maildir
mkdir quilt && cp files/* quilt/ && (cd quilt && ls -- *.patch >series)
gives 'a quilt folder' quilt
rm quilt/series
gives 'a folder of patches' quilt

# list archives in git: one mail a commit
archive=$scratch/archive
git init -q --bare "$archive"
parent=
for file in files/*; do
	sed 1d "$file" >mail
	blob=$(git -C "$archive" hash-object -w --stdin <mail)
	tree=$(printf '100644 blob %s\tm\n' "$blob" | git -C "$archive" mktree)
	parent=$(git -C "$archive" -c user.name=T -c user.email=t@e commit-tree \
		${parent:+-p "$parent"} -m x "$tree")
done
git -C "$archive" update-ref HEAD "$parent"
gives 'a list archive in git' --git-archive "$archive"
same_file "$out" from-mbox 'a list archive in git, oldest first'
rm -rf "$archive/objects/$(printf '%.2s' "$blob")"
run "$BACKSTITCH" inspect --git-archive "$archive"
is "$status" 1 'a mail that is not in the archive'
is "$(wc -l <"$out")" 3 'is told, and the others are read'
like "$(tail -n 1 "$out")" '"error":"cannot read object' 'with the reason'
fails_with 128 'cannot open the git repository' 'a folder without git' \
	"$BACKSTITCH" inspect --git-archive quilt

# mailboxes: lines that look like the start of a message
quoting() {
	printf 'From a Thu Jan  1 00:00:00 2024\nFrom: A <a@b>\nSubject: one\n%s\nx\n%s\ny\n\n' \
		"$2" "$3"
	printf 'From b Thu Jan  1 00:00:00 2024\nFrom: A <a@b>\nSubject: two\n\nz\n'
}
line='From b Thu Jan  1 00:00:00 2024'
quoting mboxrd '' ">$line" >rd.mbox
run "$BACKSTITCH" inspect --body rd.mbox
is "$(keys "$out" subject body)" "one x
$line
y


two z" 'mboxrd: one mark is taken away'
quoting mboxrd '' ">>$line" >rd.mbox
run "$BACKSTITCH" inspect --body rd.mbox
like "$(keys "$out" body)" "^>$line" 'mboxrd: only one'
body=$(printf 'x\n%s\ny\n' "$line" | wc -c)
quoting mboxcl2 "Content-Length: $body
" "$line" >cl2.mbox
run "$BACKSTITCH" inspect --body cl2.mbox
is "$(keys "$out" subject body)" "one x
$line
y


two z" 'mboxcl2: the length says where the message ends'
quoting mboxcl2 "Content-Length: 3
" "$line" >cl2.mbox
run "$BACKSTITCH" inspect cl2.mbox
is "$(wc -l <"$out")" 3 'a length that is wrong is not believed'

# what cannot be understood is told, and the rest is read
sed 's/^\(@@ -[0-9]*,\)[0-9]* /\199 /' files/0002* >broken
cat files/0001* broken files/0003* >mixed.mbox
run "$BACKSTITCH" inspect mixed.mbox
is "$status" 1 'a broken patch'
is "$(keys "$out" error | grep -c None)" 2 'the others are read'
like "$(sed -n 2p "$out")" '"error":"in its patch, line [0-9]+: the hunk of .file.c.' \
	'the error says where'
printf 'hello\n' >text
run "$BACKSTITCH" inspect text one.eml
is "$status" 1 'a file that is no mail'
like "$(head -n 1 "$out")" '"error":"it is neither a mail nor a patch"' 'is told as such'
is "$(wc -l <"$out")" 2 'and the next file is read'
printf '%s\n\ntext of mine\n\nSigned-off-by: Q <q@r>\n' 'my title' >plain.patch
sed -n '/^diff/,$p' one.eml >>plain.patch
run "$BACKSTITCH" inspect plain.patch
is "$(keys "$out" subject author patch-id)" \
	"my title {'name': 'Q', 'email': 'q@r'} $(head -n 1 ids)" 'a plain diff with text above it'

# as git mailinfo refuses them
printf 'From: a@b\nSubject: =?utf-8?q?x\n\nx\n' >word
run "$BACKSTITCH" inspect word
is "$status" 1 'an encoded word that does not end'
printf 'From: a@b\nSubject: x\033[31m\302\233y\n\n\344\n' >escape
run "$BACKSTITCH" inspect --body escape
unlike "$(cat "$out")" "$(printf '\033')" 'no control character goes out'
like "$(cat "$out")" '"body":"'"$(printf '\357\277\275')" 'what is no UTF-8 becomes U+FFFD'

fails_with 128 "cannot inspect 'missing': cannot read it" 'a missing file' \
	"$BACKSTITCH" inspect missing
fails_with 128 "cannot inspect '/dev/null': it is empty" 'an empty file' \
	"$BACKSTITCH" inspect /dev/null
fails_with 129 'what to inspect' 'no source' "$BACKSTITCH" inspect
fails_with 129 "no format 'xml'" 'another format' "$BACKSTITCH" inspect --format=xml one.eml
finish
