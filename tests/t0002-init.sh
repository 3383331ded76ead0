#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# init: a workspace, again, and where it cannot be made.
. "$(dirname "$0")/lib.sh"
cd "$scratch" || exit 1

run "$BACKSTITCH" init w
is "$status" 0 'init makes a workspace'
ok 'backstitch.conf' test -f w/backstitch.conf
ok 'patches/' test -d w/patches
for tree in 6.1.y 6.6.y 6.12.y 6.17.y 6.18.y 6.19.y; do
	ok "tree file of $tree" test -f "w/stable-trees/$tree.ini"
done
like "$(cat w/.gitignore)" '^/\.backstitch/$' 'what can be computed again stays out of git'

echo '[user]' >w/backstitch.conf
cp -a w before
run "$BACKSTITCH" init w
is "$status" 0 'init again ends well'
ok 'and changes nothing' diff -r before w
fails_with 129 "not 'b' too" 'two folders' "$BACKSTITCH" init a b

echo x >file
fails_with 128 "'.*/file/w" 'a file in the way' "$BACKSTITCH" init file/w
fails_with 128 'BACKSTITCH_DATADIR|no tree files' 'no installed data' \
	env BACKSTITCH_DATADIR="$scratch/none" "$BACKSTITCH" init --example none
ok 'then it is no workspace' test ! -e none/backstitch.conf
if read_only true; then
	mkdir locked
	fails_with 128 "locked/w" 'a read-only disk' read_only "$BACKSTITCH" init locked/w
	ok 'then nothing is there' test ! -e locked/w
else
	skip 'bwrap cannot make a read-only view here' 2
fi

mkdir disk
if small_disk "$scratch/disk" 16384 true; then
	# shellcheck disable=SC2016 # for the inner shell
	run small_disk "$scratch/disk" 16384 sh -c '
		head -c 20000 /dev/zero >disk/fill 2>/dev/null
		"$0" init disk/w; echo $?; test -e disk/w/backstitch.conf; echo $?' "$BACKSTITCH"
	is "$(cat "$out")" "128
1" 'a full disk: no workspace, status 128'
	like "$(cat "$err")" 'No space left' 'and the reason'
else
	skip 'bwrap cannot make a small disk here' 2
fi

if ls "$root"/stable-trees/fixtures/*.ini >/dev/null 2>&1; then
	run "$BACKSTITCH" init --example e
	is "$status" 0 'init --example'
	run "$BACKSTITCH" -C e tree list
	unlike "$(cat "$out")" '^[^T].* - +-$' 'each miniature tree has a version'
	like "$(cat "$out")" "^6\.18\.y .* $scratch/e/stable-trees/" 'and lies in the workspace'
	is "$(find e/patches -mindepth 3 | wc -l)" 0 'no port is there before the first run'
else
	skip 'no miniature trees yet' 4
fi
finish
