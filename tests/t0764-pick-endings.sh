#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a file that this tree has under another ending: the C that became C++, a text
# that was marked up.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# code OWNER KIND: a file of which git does not see that it is the same in both trees
code() {
	printf '/*\n * Copyright %s\n *\n * License: any\n */\n\n' "$1"
	seq -f "static $2 value_%g;" 20
	printf '\nint a_get(int n)\n{\n\treturn n + 1;\n}\n'
}

# listed BLANKS WHICH: who wrote it; the second time one more
listed() {
	printf '%s\n' "These people wrote it,$1and this is where they are:" "$1"
	for name in Ann Ben Cid Jay Kim ${2#First} Tim Zoe; do
		printf "%s Other$1some.one@example.org\n" "$name"
	done
}

# write WHICH: what the fix changes is in $there upstream, in $here on stable
write() {
	mkdir -p "$repo/a"
	rm -rf "$repo"/a/*
	case $1 in
	u) upstream First >"$repo/a/$there" ;;
	u+) upstream Second >"$repo/a/$there" ;;
	esac
	case $1$beside in
	s?* | *both) stable First >"$repo/a/$here" ;;
	esac
	case $1$with in
	*none | sgone.c) rm -f "$repo/$with" ;;
	*) printf 'int b = %d;\n' ${#1} >"$repo/$with" ;;
	esac
}

upstream() {
	code "$1" "$kind"
}

stable() {
	code "$1" long
}

# picked THERE HERE: the fix of one onto the other
picked() {
	there=$1 here=$2
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --onto stable --odb "$scratch/odb" main
	tree=$(jq -r .tree "$out")
}

# found THERE HERE
found() {
	picked "$1" "$2"
	is "$(jq -r '.files[-1] | .path + " " + .rung' "$out")" "a/$here elsewhere" "$1 is $2 here"
}

# result: the file on stable, with the fix
result() {
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g show "$tree:a/$here"
}

# note: what is said of the fix's first file
note() {
	jq -r --arg path "a/$there" \
		'.outcome + ": " + (.files[] | select(.path == $path) | .note)' "$out"
}

kind='std::string' beside=here with=b.c
for pair in value.cpp:value.c value.cc:value.cpp value.hpp:value.h; do
	found "${pair%:*}" "${pair#*:}"
	is "$(result)" "$(stable Second)" 'and changed as upstream, in its first comment'
done

nowhere="'a/value.cpp' is not in this tree, nor is its code: left out"
picked value.cpp value.h
like "$(note)" ": $nowhere\$" 'a header is no such file'
beside=both
picked value.cpp value.c
like "$(note)" ": $nowhere\$" 'nor is one that upstream has as well'
is "$(result)" "$(stable First)" 'which stays as it is'

# another KIND NAME: the file of that name has another text
another() {
	like "$(note)" "^$1: 'a/$there' is not in this tree, but 'a/$here' is; the change" "$2"
}

beside=here
stable() {
	echo 'int nothing_alike;'
}
picked value.cpp value.c
another proposed 'code of another text: the file is named, and nothing ported'

upstream() {
	listed '          ' "$1"
}
with=none
picked README.md README
another conflict 'likewise what is read'
stable() {
	listed '	' "$1"
}
for pair in AUTHORS.rst:AUTHORS AUTHORS:AUTHORS.md; do
	found "${pair%:*}" "${pair#*:}"
	is "$(result | tr -s '\t' ' ')" "$(stable Second | tr -s '\t' ' ')" \
		'and changed as upstream'
done
picked notes.md notes
like "$(note)" "^not-affected: 'a/notes.md' is not" 'a name without an ending that tells of no text'
with=b.c
picked README.md README
like "$(note)" ": 'a/README.md' is not in this tree, but 'a/README' is: left out\$" \
	'beside other changes it is left out'
picked README.md other
like "$(note)" ": 'a/README.md' is not in this tree: left out\$" 'nothing has that name'
with=gone.c
picked README.md README
is "$(jq -r .outcome "$out")" not-affected 'beside code that is nowhere here'
finish
