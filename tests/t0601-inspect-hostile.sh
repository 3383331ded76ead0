#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch inspect: input made to take long or much memory.  Every one is read or refused by a
# limit that the manual page states, in time and memory that do not grow with its square.
# HOSTILE_MB=10 makes the inputs that large; less is enough to see a square.
. "$(dirname "$0")/lib.sh"
have python3 || skip_all 'python3 is needed'
cd "$scratch" || exit 1

# seconds for one input: a hundred times what it takes, so that a busy machine does not matter
limit=20
# KiB of address space: what is kept of one message is bounded (300 MiB with the libraries)
memory=400000

cat >make.py <<'END'
import base64, os, sys

MAIL = b'From: A <a@b.org>\nSubject: [PATCH] x: y\nDate: Thu, 7 Sep 2023 14:25:29 +0000\n'
DIFF = b'diff --git a/x b/x\n--- a/x\n+++ b/x\n'
HUNK = b'@@ -1 +1 @@\n-a\n+b\n'
PATCH = b'---\n' + DIFF + HUNK
M = int(os.environ.get('HOSTILE_MB', 2)) << 20


def lines(line, size=M):
    return line * (size // len(line))


def nested(depth):
    out = [MAIL]
    for i in range(depth):
        out.append(b'Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n' % (i, i))
    return b''.join(out) + b'\ntext\n' + PATCH


def part(encoding, body):
    return MAIL + b'Content-Transfer-Encoding: ' + encoding + b'\n\n' + body


TABLE = {
    'quotes': lambda: MAIL + b'\n' + lines(b'>\n'),
    'quotes-in-quotes': lambda: MAIL + b'\n' + lines(b'>' * 1000 + b'\n'),
    'one-line-of-quotes': lambda: MAIL + b'\n' + b'>' * M,
    'hunks': lambda: MAIL + b'\n---\n' + DIFF + lines(b'@@ -1 +1 @@\n'),
    'hunks-in-text': lambda: MAIL + b'\n' + lines(b'@@ -1 +1 @@\n'),
    'million-hunks': lambda: MAIL + b'\n---\n' + DIFF + HUNK * 1000000,
    'heads': lambda: MAIL + b'\n---\n' + lines(b'diff --git a/x b/x\n'),
    'names': lambda: MAIL + b'\n---\n' + lines(b'--- a/x\n'),
    'name-pairs': lambda: MAIL + b'\n---\n' + lines(b'--- a/x\n+++ b/x\n'),
    'many-files': lambda: MAIL + b'\n---\n' + b''.join(
        b'diff --git a/x%d b/x%d\n--- a/x%d\n+++ b/x%d\n' % (i, i, i, i) + HUNK
        for i in range(31000)),
    'long-names': lambda: MAIL + b'\n---\n' + b''.join(
        b'--- a/%s%d\n+++ b/%s%d\n' % (b'x' * 4000, i, b'x' * 4000, i) + HUNK for i in range(1200)),
    'too-many-files': lambda: MAIL + b'\n---\n' + lines(DIFF + HUNK),
    'from': lambda: lines(b'From \n'),
    'from-in-body': lambda: MAIL + b'\n' + lines(b'>From a@b\n'),
    'separators': lambda: lines(b'From a@b Thu Sep  7 14:25:29 2023\n', 1 << 20),
    'folded-header': lambda: MAIL + b'X-Long: a\n' + lines(b' a\n') + b'\n' + PATCH,
    'folded-subject': lambda: b'From: A <a@b.org>\nSubject: a\n' + lines(b' a\n') + b'\n' + PATCH,
    'folded-inbody': lambda: MAIL + b'\nFrom: a\n' + lines(b' a\n') + PATCH,
    'headers': lambda: MAIL + lines(b'X-A: b\n') + b'\n' + PATCH,
    'trailers': lambda: MAIL + b'\ntext\n\n' + b'Cc: a@b\n' * 1000000 + PATCH,
    'folded-trailer': lambda: MAIL + b'\ntext\n\nLink: a\n' + lines(b' a\n') + PATCH,
    'fixes': lambda: MAIL + b'\n' + lines(b'Fixes: 0123456789ab ("x")\n') + PATCH,
    'upstream': lambda: MAIL + b'\n' + lines(b'commit 0123456789ab\n') + PATCH,
    'nested': lambda: nested(10000),
    'boundaries': lambda: MAIL + b'Content-Type: multipart/mixed; boundary=b\n\n' +
                          lines(b'--b\n') + PATCH,
    'boundaries-ended': lambda: MAIL + b'Content-Type: multipart/mixed; boundary=b\n\n' +
                                lines(b'--b--\n'),
    'one-line': lambda: MAIL + b'\n' + b'x' * M + b'\n' + PATCH,
    'one-line-added': lambda: MAIL + b'\n---\n' + DIFF + b'@@ -1 +1 @@\n-a\n+' + b'x' * M + b'\n',
    'one-line-too-long': lambda: MAIL + b'\n' + PATCH + b'x' * (17 << 20) + b'\n',
    'one-line-header': lambda: MAIL + b'X-Long: ' + b'x' * M + b'\n\n' + PATCH,
    'one-line-subject': lambda: b'From: A <a@b.org>\nSubject: ' + b'[' * M + b'\n\n' + PATCH,
    'words': lambda: b'From: A <a@b.org>\nSubject: ' + lines(b'=?utf-8?q?x?= ') + b'\n\n' + PATCH,
    'words-folded': lambda: b'From: A <a@b.org>\nSubject:' + lines(b' =?utf-8?q?x?=\n') + b'\n' +
                            PATCH,
    'words-open': lambda: b'From: A <a@b.org>\nSubject: ' + lines(b'=?') + b'\n\n' + PATCH,
    'words-short': lambda: b'From: A <a@b.org>\nSubject: ' + lines(b'=?a?q?', 1000000) + b'\n\n',
    'base64': lambda: part(b'base64', base64.encodebytes(lines(b'text\n') + PATCH)),
    'base64-one-line': lambda: part(b'base64', base64.b64encode(lines(b'text\n', M // 2) + PATCH)),
    'base64-no-lines': lambda: part(b'base64', base64.encodebytes(b'x' * M)),
    'quoted-printable': lambda: part(b'quoted-printable', lines(b'=78=\n') + PATCH),
    'flowed': lambda: MAIL + b'Content-Type: text/plain; format=flowed\n\n' + lines(b'a \n') +
                      b'\n' + PATCH,
    'charset': lambda: MAIL + b'Content-Type: text/plain; charset=iso-2022-jp\n\n' +
                       lines(b'\x1b$B\n') + PATCH,
    'nuls': lambda: MAIL + b'\n' + b'\0' * M + b'\n' + PATCH,
    'nul-lines': lambda: MAIL + b'\n' + lines(b'\0\n') + PATCH,
    'nuls-added': lambda: MAIL + b'\n---\n' + DIFF + b'@@ -0,0 +1,9 @@\n' + lines(b'+\0\n'),
    'only-nuls': lambda: b'\0' * M,
    'blank-lines': lambda: b'\n' * M,
    'crs': lambda: MAIL + b'\n' + b'\r' * M + PATCH,
    'brackets': lambda: b'From: A <a@b.org>\nSubject: ' + lines(b'[PATCH] ', 1000000) + b'\n\n',
    'binary': lambda: MAIL + b'\n---\ndiff --git a/x b/x\nindex 0..1\nGIT binary patch\n'
                      b'literal 99999999\n' + lines(b'z' + b'0' * 65 + b'\n'),
    'sender': lambda: b'From: ' + lines(b'"(', 1000000) + b'\nSubject: x\n\n' + PATCH,
    'attributes': lambda: MAIL + b'Content-Type: text/plain; ' + lines(b'charset', 1000000) +
                          b'\n\n' + PATCH,
    'lengths': lambda: lines(b'From a@b Thu Sep  7 14:25:29 2023\nFrom: a@b\n'
                             b'Content-Length: 9000000\n\nFrom x\n\n'),
}
for name, make in TABLE.items():
    with open(name + '.in', 'wb') as file:
        file.write(make())
print('\n'.join(TABLE))
END

cat >check.py <<'END'
import json, sys

for name in sys.argv[1:]:
    with open(name, encoding='utf-8') as file:
        if not [json.loads(line) for line in file]:
            print(name)
END

# inspect NAME: 0 or 1 in time; 128 where there is no mail at all
inspect() {
	status=0
	(ulimit -v $memory && exec timeout $limit "$BACKSTITCH" inspect "$1.in") >"$1.said" \
		2>"$err" || status=$?
	case $status in
	0 | 1) return 0 ;;
	128) grep -q 'it is empty' "$err" && rm "$1.said" ;;
	*) return 1 ;;
	esac
}

# sanitizers need more of both
[ -z "${ASAN_OPTIONS-}" ] || { limit=120; memory=unlimited; }
python3 make.py >names || skip_all 'the inputs cannot be made'
while read -r name; do
	ok=0
	inspect "$name" || ok="status $status"
	is "$ok" 0 "$name"
done <names
is "$(wc -l <names)" 52 'all inputs were tried'
is "$(python3 check.py ./*.said 2>&1)" '' 'every line said is one JSON object'

# refused NAME REASON: the limit that the manual page states
refused() {
	like "$(cat "$1.said")" "\"error\":\"$2" "$1: refused by its limit"
}
refused too-many-files 'in its patch, line [0-9]+: there are more than 32000 files'
refused nested 'its parts are nested deeper than 4, the limit of git'
refused trailers 'its last paragraph is too long for trailers'
refused one-line-too-long 'a line is longer than 16 MiB'
refused long-names 'in its patch, line [0-9]+: the names of its files are longer than 4 MiB'
refused folded-subject 'a header is longer than 1024 KiB'

# what is not refused is understood
unlike "$(cat many-files.said one-line-added.said million-hunks.said)" '"error"' \
	'31,000 files, a long line and a million hunks are read'
like "$(cat million-hunks.said)" '"added":1000000' 'all of the hunks'
finish
