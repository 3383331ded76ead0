#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Upstream's file calls one function where this tree's calls another one.  Where this tree has the
# first as well, that says nothing of what a fix means that calls it.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
workspace
git_user

# code CALL SECOND [NEW]: a file that sets a timer with CALL; what the second line of run() is
code() {
	printf '#include "timer.h"\n\nint quit(struct m *m)\n{\n\treturn %s;\n}\n\n' "$1"
	printf 'int run(struct m *m)\n{\n\tfirst(m);\n\t%s;\n%b\tsettle(m);\n' "$2" "${3-}"
	printf '\treturn 0;\n}\n'
}

write() {
	printf 'int reset_time(struct m *m, int at);\n%b' "$header" >"$repo/timer.h"
	case $1 in
	u) code 'reset_in(m, 5)' 'start(m)' ;;
	u+) code 'reset_in(m, 5)' 'start(m)' '\treset_in(m, 10);\n' ;;
	s) code 'reset_time(m, now() + 5)' 'begin(m)' ;;
	esac >"$repo/a.c"
}

# picked HEADER: upstream adds a call behind a line that is another one here; what becomes of it
picked() {
	header=$1
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable main
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g show "$(jq -r .tree "$out"):a.c" |
		sed -n '/begin/,/settle/p' | tr -d '\n\t'
}

is "$(picked 'int reset_in(struct m *m, int after);\n')" \
	'begin(m);reset_in(m, 10);settle(m);' 'what this tree has is called by its name'
is "$(picked '')" 'begin(m);reset_time(m, 10);settle(m);' \
	'what it lacks has the name that it has here'
finish
