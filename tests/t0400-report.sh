#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# list, show and report: text, JSON and the page, from verdicts that earlier runs left.
. "$(dirname "$0")/lib.sh"
workspace

run "$BACKSTITCH" report
is "$status" 0 'an empty workspace has a report'
like "$(cat "$out")" 'backstitch import' 'which says how to go on'
run "$BACKSTITCH" list
is "$status" 0 'and a list'

cat >one.patch <<'PATCH'
From 1111111111111111111111111111111111111111 Mon Sep 17 00:00:00 2001
From: A Developer <dev@example.org>
Date: Tue, 28 Oct 2025 01:28:39 +0100
Subject: [PATCH] mm: <b>fix</b> a leak

It leaks.

Signed-off-by: A Developer <dev@example.org>
---
 a.c | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/a.c b/a.c
index 78981922613b..61780798228d 100644
--- a/a.c
+++ b/a.c
@@ -1 +1 @@
-a
+b
PATCH
run "$BACKSTITCH" import --name mm-leak one.patch
is "$status" 0 'a series'
file=$(sed -n 1p patches/mm-leak/series)

# verdict TREE OUTCOME RUNG VERDICT PROOF-RESULT
leave() {
	mkdir -p "patches/mm-leak/$1"
	cp "patches/mm-leak/$file" "patches/mm-leak/$1/$file"
	cat >"patches/mm-leak/$1/verdict.json" <<-JSON
	{"schema": "backstitch.verdict/1", "tree": "$1", "kernel": "${1%y}5", "error": null,
	 "patches": [{"patch": "$file", "subject": "mm: <b>fix</b> a leak", "outcome": "$2",
	  "rung": $3, "verdict": $4, "reason": "because \u001b[31m of this",
	  "file": "patches/mm-leak/$1/$file", "hunks": [], "residue": [], "adapted": [],
	  "attempts": [], "proofs": [{"name": "compile", "result": "$5",
	   "detail": "as seen", "output": "<script>alert(1)</script>"}]}]}
	JSON
}
leave 6.12.y ported '"exact"' '"proven"' pass

run "$BACKSTITCH" report
is "$status" 0 'a proven port needs nobody: status 0'
like "$(cat "$out")" 'nothing needs a person' 'and the last line says so'
like "$(cat "$out")" '^ +6\.12\.y' 'the tree heads a column'

leave 6.6.y conflict null null fail
run "$BACKSTITCH" report
is "$status" 1 'a conflict needs a person: status 1'
like "$(cat "$out")" '^ +6\.6\.y +6\.12\.y' 'the older kernel comes first'
like "$(cat "$out")" 'because \\x1b\[31m of this' 'the reason is shown, escaped'
unlike "$(cat "$out")" "$(printf '\033')" 'no colour without a terminal'
COLUMNS=40 run "$BACKSTITCH" report
is "$(awk 'length > 40 && / / && !/patches\//' "$out")" '' 'a narrow terminal gets no broken lines'

run "$BACKSTITCH" report mm-leak
is "$status" 1 'one series'
fails_with 128 nowhere 'a series that is not there' "$BACKSTITCH" report nowhere
fails_with 129 "no format 'xml'" 'a format that is not there' "$BACKSTITCH" report --format=xml
fails_with 129 'not .b.' 'two series' "$BACKSTITCH" report a b

run "$BACKSTITCH" report --format=html -o page.html
is "$status" 1 'the page'
is "$(cat "$out")" '' 'goes to the file'
unlike "$(cat page.html)" '<script|<b>fix' 'nothing from outside is markup'
like "$(cat page.html)" '&lt;script&gt;alert' 'but is shown'
like "$(cat page.html)" '<span class="add">[+]b' 'the diff is coloured and signed'
fails_with 128 'cannot (make|write)' 'a place that cannot be written' \
	"$BACKSTITCH" report --format=html -o /dev/null/page.html

# what is no regular file is never replaced, and not read for what it holds
run "$BACKSTITCH" report
cp "$out" "$scratch/expected"
mkfifo pipe
timeout 20 cat pipe >"$scratch/piped" &
run timeout 20 "$BACKSTITCH" report -o pipe
wait $!
is "$status $(test -p pipe && echo pipe)" '1 pipe' 'a pipe stays one'
same_file "$scratch/piped" "$scratch/expected" 'and its reader gets the report'
"$BACKSTITCH" report -o pipe 2>"$err" &
interrupt $! INT 1 false
is "$status" 128 'a pipe that nobody reads: an interrupt ends the wait'
mkdir elsewhere
echo old >elsewhere/report
ln -s elsewhere/report link
run "$BACKSTITCH" report -o link
is "$status $(readlink link)" '1 elsewhere/report' 'a symbolic link stays one'
same_file elsewhere/report "$scratch/expected" 'and its target has the report'
ln -s nothing/there dangling
fails_with 128 "cannot write 'dangling': a symbolic link that leads nowhere" \
	'a link that leads nowhere' "$BACKSTITCH" report -o dangling
fails_with 128 "cannot write 'elsewhere': Is a directory" 'a folder' \
	"$BACKSTITCH" report -o elsewhere
ln -s /dev/full full
# shellcheck disable=SC2016
fails_with 128 "cannot write 'full': No space left" 'a device that can be read without end' \
	sh -c 'ulimit -v 2000000; exec timeout 20 "$0" report -o full' "$BACKSTITCH"
is "$(readlink full)" /dev/full 'is written to'
ln -s /proc/self/fd/1 stdout
echo before >log
"$BACKSTITCH" report -o stdout >>log 2>"$err"
is "$(sed 1d log)" "$(cat "$scratch/expected")" 'standard output by a name is added to'
run "$BACKSTITCH" report -o new/folder/report
same_file new/folder/report "$scratch/expected" 'folders that are missing are made'

if have python3; then
	run "$BACKSTITCH" report --format=json
	ok 'report: JSON that another program reads' python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
assert d["schema"] == "backstitch.report/1"
t = d["series"][0]["trees"]
assert [x["tree"] for x in t] == ["6.6.y", "6.12.y"], t
assert t[1]["patches"][0]["verdict"] == "proven"
assert t[0]["patches"][0]["verdict"] is None' "$out"
	run "$BACKSTITCH" list --format=json
	ok 'list: likewise' python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
assert d["schema"] == "backstitch.list/1"
assert [(t["tree"], t["state"]) for t in d["series"][0]["trees"]] == \
	[("6.6.y", "conflict"), ("6.12.y", "proven")]' "$out"
	run "$BACKSTITCH" show --format=json mm-leak
	ok 'show: likewise' python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
assert d["schema"] == "backstitch.show/1"
p = d["patches"][0]
assert (p["author"], p["date"]) == ("A Developer", "2025-10-28T01:28:39+01:00"), p' "$out"
	for command in report list 'show mm-leak'; do
		# shellcheck disable=SC2086
		"$BACKSTITCH" $command --format=json
	done >"$scratch/all.json"
	ok 'every key is in the manual' python3 -c '
import re, sys
manual = open(sys.argv[2]).read()
keys = set(re.findall(r"^ *\"([^\"]+)\": ", open(sys.argv[1]).read(), re.M))
keys -= {"proven", "conflict"}
lost = [k for k in keys if "``%s``" % k not in manual]
assert len(keys) > 30 and not lost, lost' "$scratch/all.json" "$root/Documentation/json.rst"
else
	skip 'no python3' 4
fi

run "$BACKSTITCH" list
is "$status" 0 'list'
like "$(cat "$out")" '^  6\.6\.y +✗ conflict' 'shows the state on each tree'
run "$BACKSTITCH" show mm-leak
is "$status" 0 'show'
like "$(cat "$out")" 'A Developer <dev@example.org>, 2025-10-28T01:28:39\+01:00' 'author and date'
fails_with 128 'no name of a series' 'a name that leaves patches/' "$BACKSTITCH" show ../mm-leak
fails_with 129 'one series' 'show without a name' "$BACKSTITCH" show

printf '{"schema": "backstitch.verdict/1", "tree"' >patches/mm-leak/6.6.y/verdict.json
fails_with 128 '6\.6\.y/verdict\.json.*not JSON: line 1.*backstitch port' 'a damaged verdict' \
	"$BACKSTITCH" report
finish
