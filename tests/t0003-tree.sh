#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# tree: list, add, probe; tree files that are wrong.
. "$(dirname "$0")/lib.sh"
workspace

kernel=$scratch/linux
mkdir -p "$kernel/include/linux"
printf 'VERSION = 6\nPATCHLEVEL = 18\nSUBLEVEL = 5\nEXTRAVERSION =\n' >"$kernel/Makefile"
printf '/* */\n#define scoped_guard(x) x\n' >"$kernel/include/linux/cleanup.h"

run "$BACKSTITCH" tree list
is "$status" 0 'tree list'
is "$(awk 'NR > 1 { printf "%s ", $1 }' "$out")" '6.1.y 6.6.y 6.12.y 6.17.y 6.18.y 6.19.y ' \
	'oldest kernel first'

run "$BACKSTITCH" tree add 6.18.y "$kernel"
is "$status" 0 'tree add'
run "$BACKSTITCH" tree list
like "$(cat "$out")" "^6\.18\.y +longterm +6\.18\.5 +$kernel" 'the list shows version and source'
like "$(cat stable-trees/6.18.y.ini)" '^ref=linux-6\.18\.y' 'add keeps what the file said'

run "$BACKSTITCH" tree add --status=mainline --git=https://example.org/l.git --ref=master \
	mine "$kernel"
like "$(cat stable-trees/mine.ini)" '^status=mainline' 'add makes a file, with the status'
like "$(cat stable-trees/mine.ini)" '^git=https://example.org/l.git' 'with the URL'
run "$BACKSTITCH" tree list
is "$(awk 'END { print $1 }' "$out")" mine 'a name comes after the numbers'
fails_with 128 "$scratch/nowhere" 'a source that is not there' \
	"$BACKSTITCH" tree add x "$scratch/nowhere"
ok 'then nothing is written' test ! -e stable-trees/x.ini
fails_with 129 'no name for a tree' 'a name with a slash' "$BACKSTITCH" tree add ../x "$kernel"
fails_with 128 "'name'.*'-x'" 'a name like an option' "$BACKSTITCH" tree add -- -x "$kernel"
fails_with 128 "'status'.*'old'" 'a status that there is not' \
	"$BACKSTITCH" tree add --status=old y "$kernel"
ok 'then nothing is written either' test ! -e stable-trees/y.ini

run "$BACKSTITCH" tree probe 6.18.y
like "$(cat "$out")" '^  scoped_guard +include/linux/cleanup\.h:2$' 'probe: file and line'
like "$(cat "$out")" '^  TDX_BUG_ON +-$' 'and what the tree lacks'
run "$BACKSTITCH" tree probe --format=json 6.18.y
if have python3; then
	ok 'probe as JSON' python3 - "$out" <<'END'
import json, sys
top = json.load(open(sys.argv[1]))
assert top["schema"] == "backstitch.tree/1", top
tree = top["trees"][0]
assert (tree["tree"], tree["kernel"]) == ("6.18.y", "6.18.5"), tree
found = {f["name"]: f for f in tree["features"]}
assert found["scoped_guard"]["path"] == "include/linux/cleanup.h"
assert found["scoped_guard"]["line"] == 2
assert found["TDX_BUG_ON"]["path"] is None
END
else
	skip 'no python3'
fi
(cd / && "$BACKSTITCH" tree probe "$kernel" >"$out" 2>"$err")
like "$(cat "$out")" '6\.18\.5' 'a path is probed without a workspace'
fails_with 128 'no source here' 'a tree without source' "$BACKSTITCH" tree probe 6.1.y
fails_with 128 "nowhere" 'a tree that is not there' "$BACKSTITCH" tree probe nowhere
fails_with 129 "'list', 'add NAME SOURCE' or 'probe NAME'" 'no verb' "$BACKSTITCH" tree
fails_with 129 "format 'xml'" 'a format that there is not' "$BACKSTITCH" tree list --format=xml

if have git; then
	git -C "$kernel" init -q
	git -C "$kernel" add -A
	git -C "$kernel" -c user.name=t -c user.email=t@example.org commit -qm base
	git -C "$kernel" branch -M stable
	echo 'VERSION = 7' >"$kernel/Makefile"
	run "$BACKSTITCH" tree add g "$kernel:stable"
	run "$BACKSTITCH" tree probe g
	like "$(cat "$out")" '^g .* 6\.18\.5 ' 'a git ref is read as committed'
else
	skip 'no git'
fi

rm -r "$kernel"
run "$BACKSTITCH" tree list
is "$status" 0 'a source that went away does not end the list'
like "$(cat "$out")" "^6\.18\.y .*$kernel" 'but is told'
printf '[tree]\nname=bad\nbranch=x\n' >stable-trees/bad.ini
fails_with 128 "bad\.ini.*'branch' in \[tree\] is not known" 'a misspelt key' \
	"$BACKSTITCH" tree list
finish
