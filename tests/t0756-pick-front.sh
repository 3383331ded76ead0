#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: what upstream puts in front of a whole file, as a log gets its newest entry, goes
# in front of this tree's, whatever both have in common behind it.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
cd "$scratch" || exit 1

# entry DATE WHAT
entry() {
	printf '%s  A. Author  <a@example.org>\n\n\t* %s.\n\n' "$1" "$2"
}

# write WHICH: a log, with what the version has in front of the oldest entry
write() {
	{
		case $1 in
		u+)
			entry 2017-08-23 'test/sizes: Regenerated'
			entry 2017-08-23 'test/first.c: New'
			;;
		u) entry 2017-08-23 'test/first.c: New' ;;
		s) cat here ;;
		esac
		entry 2017-01-01 'all: Began'
	} >"$repo/log"
}

# expect OUTCOME RUNG NAME: "here" has what stands in front in this tree
expect() {
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --odb "$repo/.git/objects" --onto stable main
	is "$(jq -r '"\(.outcome) \(.files[0].regions[0].rung)"' "$out")" "$1 $2" "$3"
	{
		entry 2017-08-23 'test/sizes: Regenerated'
		cat here
		entry 2017-01-01 'all: Began'
	} >expected
	g cat-file blob "$(jq -r .tree "$out"):log" >got
	same_file got expected 'and it is in front'
}

entry 2017-12-30 'elf/load.c: Check for empty tokens' >here
expect proposed both-insert 'an entry of this tree is newest'
{
	entry 2017-08-23 'other.c: Of the same day'
	entry 2017-08-23 'test/first.c: New'
} >here
expect proposed both-insert 'one of the same day'
: >here
expect proposed both-insert 'the entry behind it is not here'

{
	entry 2017-09-01 'more.c: New'
	entry 2017-08-23 'test/sizes: Regenerated'
} >here
fix_and_stable write
run "$BACKSTITCH" pick --repo "$repo" --odb "$repo/.git/objects" --onto stable main
is "$(jq -r '.files[0].regions[0].line' "$out")" 7 'one that is here already is not put in front'

# not C, and upstream's file has the same lines elsewhere
write() {
	{
		[ "$1" != u+ ] || printf 'BEGIN\nrun\nEND\n'
		[ "$1" = s ] && echo 'our own' || echo 'the first'
		seq 10
		printf 'BEGIN\nrun\nEND\n'
	} >"$repo/$file"
}
file=list
fix_and_stable write
run "$BACKSTITCH" pick --repo "$repo" --odb "$repo/.git/objects" --onto stable main
is "$(g cat-file blob "$(jq -r .tree "$out"):$file" | grep -c BEGIN)" 2 \
	'that the base has it too does not count'

# what a licence says stands once
write() {
	case $1 in
	u) : ;;
	u+) echo '/* SPDX-License-Identifier: GPL-2.0 */' ;;
	s) echo '/* SPDX-License-Identifier: GPL-2.0-only */' ;;
	esac >"$repo/$file"
	printf 'int a;\nint b;\n' >>"$repo/$file"
}
file=a.c
fix_and_stable write
run "$BACKSTITCH" pick --repo "$repo" --odb "$repo/.git/objects" --onto stable main
is "$(g cat-file blob "$(jq -r .tree "$out"):$file" | grep -c SPDX)" 1 'C is left to other rungs'

finish
