#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: what upstream edits in a function that this tree lacks stands here in another
# one, too, which upstream edits as well: it is not put there.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# part CALL: a call that may fail, and what is done then
part() {
	printf '\t\terror = %s;\n\t\tif (error) {\n\t\t\t%s(tx);\n\t\t\tbreak;\n\t\t}\n' "$1" "$2"
}

# function NAME BODY
function() {
	printf 'int %s(struct file *file)\n{\n\tint error;\n\n\twhile (more(file)) {\n' "$1"
	cat
	printf '\t}\n\treturn error;\n}\n\n'
}

# write WHICH: the fix gives what is held back, and drops it no more
write() {
	ends=drop_all_of
	[ "$1" != u+ ] || ends=give_back_to
	[ "$1" != s ] || printf '%s\n\n' "$here"
	{
		part 'hold(file)' drop_all_of
		printf '\t\tput(file);\n'
		part 'compare(file, size)' $ends
	} | function clone
	[ "$1" = s ] || part 'hold_range(file, size)' $ends | function rewrite
}

write_file() {
	write "$1" >"$repo/a.c"
}

# picked: outcome, rung, and which calls stand in which function
picked() {
	fix_and_stable write_file
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable main
	jq -r '.outcome + " " + .files[0].rung' "$out"
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb git -C "$repo" show \
		"$(jq -r .tree "$out"):a.c" |
		sed -n 's/^int \([a-z]*\)(.*/\1:/p; s/^.*\(drop_all_of\|give_back_to\).*/\1/p' |
		tr '\n' ' '
}

here=''
is "$(picked)" "proposed absent
clone: drop_all_of give_back_to " 'what stands in another function is left as it is'
here="$(part 'hold_range(file, size)' drop_all_of | function again)"
is "$(picked)" "proposed placed
again: give_back_to clone: drop_all_of give_back_to " 'the function has another name here'
finish
