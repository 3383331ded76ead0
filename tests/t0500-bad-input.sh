#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Workspaces, trees, tools and disks that are not as they should be: one message that says
# what and what to do, the right exit status, nothing half written.  What import cannot
# read is in t0102.
. "$(dirname "$0")/lib.sh"
have git spatch bwrap gcc sparse || skip_all 'git, spatch, bwrap, gcc and sparse are needed'
sandbox || skip_all 'no sandbox can be made here'
workspace --example
series=kvm-tdx-mmu-lock-vp-init
folder=patches/$series
ported=$folder/6.18.y
mail=$root/tests/cases/import/tdh-vp-init-review.txt

# port [OPTION]...: to 6.18.y, with one proof
port() {
	run "$BACKSTITCH" port "$series" --tree 6.18.y --proof placement "$@"
}

# without PROGRAM... -- COMMAND...: as if these were not installed
: >"$scratch/none"
without() {
	without_binds=
	while [ "$1" != -- ]; do
		without_path=$(readlink -f "$(command -v "$1")")
		without_binds="$without_binds --ro-bind $scratch/none $without_path"
		shift
	done
	shift
	# shellcheck disable=SC2086
	bwrap --dev-bind / / $without_binds "$@"
}

files() {
	find . -path ./.backstitch -prune -o -type f -exec md5sum {} + | sort -k 2
}

# unchanged NAME: the workspace is as it was at the last call of remember
remember() {
	files >"$scratch/before"
}
unchanged() {
	files >"$scratch/after"
	same_file "$scratch/after" "$scratch/before" "$1: nothing is written"
}

# names of series
for name in ../x /etc . .. ''; do
	fails_with 128 "is no name of a series; 'backstitch list'" "a series called '$name'" \
		"$BACKSTITCH" port "$name"
done
fails_with 128 "there is no series 'nothere'; 'backstitch list'" 'a series that is not there' \
	"$BACKSTITCH" port nothere
fails_with 128 "'../x' is no name for a series" 'a name that leaves patches/' \
	"$BACKSTITCH" import --name ../x "$mail"
fails_with 128 "at most 100" 'a name that is too long' \
	"$BACKSTITCH" import --name "$(printf 'a%0200d' 0)" "$mail"
fails_with 129 "no proof 'nonsense'; there are placement, " 'a proof that there is not' \
	"$BACKSTITCH" port "$series" --proof nonsense

mkdir "$scratch/quilt"
: >"$scratch/quilt/series"
fails_with 128 'its series file names no patch' 'a folder with an empty series file' \
	"$BACKSTITCH" import "$scratch/quilt"

# trees
remember
for source in "$scratch/nothere" "$mail" stable-trees/6.18.y:ref ''; do
	port --tree "6.18.y=$source"
	like "$status $(tr -s '\n ' ' ' <"$out")" \
		"^128 .* (there is no tree at '[^']*'|there is no git repository at)" \
		"a tree at '$source'"
done
fails_with 128 "there is no tree '../x'; there are: " 'a tree name with ".."' \
	"$BACKSTITCH" port "$series" --tree "../x=$scratch"
unchanged 'wrong trees'

# tools; what only a proof needs is skipped, the rest is an error that keeps what was there
port
is "$status" 0 'with all tools it is ported'
remember
if without spatch -- true 2>/dev/null; then
	run without spatch -- "$BACKSTITCH" port "$series" --tree 6.18.y
	is "$status" 128 'spatch is missing: exit status'
	like "$(cat "$out")" "'spatch' is not installed; install the package coccinelle" \
		'and what to install'
	unchanged 'spatch is missing'
	run without sparse -- "$BACKSTITCH" port "$series" --tree 6.18.y --proof sparse
	is "$status" 1 'sparse is missing: a person must look'
	like "$(cat "$out")" "sparse skipped: 'sparse' is not installed" 'as a proof is skipped'
	run without bwrap -- "$BACKSTITCH" port "$series" --tree 6.18.y
	is "$status" 128 'bwrap is missing: exit status'
	like "$(cat "$out")" "'bwrap' is not installed; install the package bubblewrap" \
		'and what to install'
else
	skip 'no user namespaces here' 8
fi
port
remember
mkdir "$scratch/bin"
printf '#!/bin/sh\necho "bwrap: No permissions to create new namespace" >&2\nexit 1\n' \
	>"$scratch/bin/bwrap"
chmod +x "$scratch/bin/bwrap"
run env PATH="$scratch/bin:$PATH" "$BACKSTITCH" port "$series" --tree 6.18.y
is "$status" 128 'user namespaces are refused: exit status'
like "$(tr -s '\n ' ' ' <"$out")" 'allow user namespaces, or set BACKSTITCH_NO_SANDBOX=1' \
	'and what to do'
unchanged 'user namespaces are refused'

# a mail with control characters and bidi marks
esc=$(printf '\033')
bidi=$(printf '\342\200\256')
{
	printf 'From: A <a@b.org>\nSubject: [PATCH] x: %s[31m%s evil\n' "$esc" "$bidi"
	printf 'Date: Mon, 27 Oct 2025 17:28:24 +0000\n\nText.\n---\ndiff --git a/f b/f\n'
	printf -- '--- a/f\n+++ b/f\n@@ -1 +1 @@\n-a%s[2J\n+b\n' "$esc"
} >"$scratch/evil"

# disks
if read_only true 2>/dev/null; then
	rm -r "$ported"
	remember
	fails_with 128 'Read-only file system' 'port to a read-only workspace' \
		bwrap --dev-bind / / --ro-bind "$work" "$work" \
		"$BACKSTITCH" port "$series" --tree 6.18.y --proof placement
	fails_with 128 'Read-only file system' 'import to a read-only workspace' \
		bwrap --dev-bind / / --ro-bind "$work" "$work" \
		"$BACKSTITCH" import "$scratch/evil"
	fails_with 128 'Read-only file system' 'tree add in a read-only workspace' \
		bwrap --dev-bind / / --ro-bind "$work" "$work" \
		"$BACKSTITCH" tree add 6.17.y "$work/stable-trees/6.18.y"
	unchanged 'a read-only workspace'
	fails_with 128 'No space left on device' 'a full disk below patches/' \
		bwrap --dev-bind / / --size 4096 --tmpfs "$work/patches" \
		"$BACKSTITCH" import "$mail"
	mkdir "$scratch/small"
	# from no room at all to enough: never a wrong port, never a failed proof
	for size in 4096 20480 36864 45056 65536 131072 1048576; do
		run bwrap --dev-bind / / --size $size --tmpfs "$scratch/small" \
			env TMPDIR="$scratch/small" "$BACKSTITCH" port "$series" --tree 6.18.y
		unlike "$(cat "$out" "$err")" 'do not use it| fail: ' "scratch space of $size bytes"
	done
else
	skip 'no user namespaces here' 12
fi

# damaged files; each is put right again
# damaged FILE CONTENT PATTERN COMMAND...
damaged() {
	file=$1 content=$2 pattern=$3
	shift 3
	cp "$file" "$scratch/save"
	printf '%b' "$content" >"$file"
	remember
	fails_with 128 "$pattern" "${file##*/} with '$content': $1" "$BACKSTITCH" "$@"
	unchanged "${file##*/} with '$content'"
	cp "$scratch/save" "$file"
}
port
for content in '' '[tree]\n'; do
	damaged $folder/series.ini "$content" 'no group \[series\]; repair it' port $series
done
damaged $folder/series.ini 'garbage' "series\.ini' is damaged.*garbage" port $series
damaged $folder/review.ini '[x' "review\.ini' is damaged" show $series
damaged $folder/series '../../x' 'series line 1.*not a file below' port $series
damaged $folder/series 'nothere.patch' "nothere\.patch" port $series
damaged $ported/verdict.json '' "verdict\.json': not JSON: it is empty; run 'backstitch port'" list
damaged $ported/verdict.json '{"a":' "verdict\.json': not JSON: line 1" show $series
damaged $ported/verdict.json '{}' "verdict\.json'.*run 'backstitch port' again" list
damaged stable-trees/6.18.y.ini '[tree' "6\.18\.y\.ini'" port $series
damaged stable-trees/6.18.y.ini '[tree]\nname=../x\n' "'name' in \[tree\] is '../x'" port $series
damaged backstitch.conf '[usr]\nname=x\n' "backstitch\.conf': group \[usr\] is not known" list
head -c 100000 /dev/zero | tr '\0' x >"$scratch/long"
cp "$scratch/long" backstitch.conf
run "$BACKSTITCH" list
is "$status" 128 'a line of 100,000 bytes: exit status'
ok 'and a message of a size to read' test "$(wc -c <"$err")" -lt 3000
printf '[user]\nname=A Tester\nemail=tester@example.org\n' >backstitch.conf

# control characters, bidi marks and newlines from outside
"$BACKSTITCH" import --name evil "$scratch/evil" >"$scratch/all" 2>&1
mkdir "$scratch/tree"
echo x >"$scratch/tree/f"
for command in 'list' 'show evil' "port evil --tree 6.18.y=$scratch/tree -v" 'report'; do
	# shellcheck disable=SC2086
	"$BACKSTITCH" $command >>"$scratch/all" 2>&1
done
unlike "$(cat "$scratch/all")" "$esc|$bidi" 'text from outside is never printed raw'
like "$(cat "$scratch/all")" 'x1b.*evil' 'but escaped'
run "$BACKSTITCH" import "$scratch/a
b"
is "$(wc -l <"$err")" 1 'a newline in a file name does not make a second message'
rm -r patches/evil

# a killed import or port leaves nothing among the series, and the next run works
left_behind() {
	# shellcheck disable=SC2012
	ls -A patches | grep '^\.'
	for left_one in patches/*/; do
		[ -f "$left_one/series.ini" ] && [ -f "$left_one/series" ] || echo "$left_one"
	done
	[ ! -d "$ported" ] || [ -f "$ported/verdict.json" ] || echo "$ported"
}
for signal in KILL INT; do
	for delay in 0.002 0.005 0.01 0.02 0.04; do
		rm -rf patches/thread
		timeout -s $signal $delay "$BACKSTITCH" import --name thread \
			"$root/tests/cases/import/tdh-vp-init-thread.mbox" >/dev/null 2>&1
		rm -rf "$ported"
		timeout -s $signal "0.${delay#0.0}" "$BACKSTITCH" port "$series" --tree 6.18.y \
			>/dev/null 2>&1
		is "$(left_behind)" '' "SIG$signal after $delay s: nothing half written"
	done
done
port
is "$status" 0 'and the next port works'
finish
