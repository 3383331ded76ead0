#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A function that moved within its file, past a twin: it is not missing.  The change goes into it.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

twin() {
	printf 'int %s(struct s *p)\n{\n\tint ret;\n\n\tret = p->x;\n\tif (ret < 0)\n' "$1"
	printf '\t\treturn ret;\n\tp->x = 1;\n\treturn 0;\n}\n\n'
}
head='struct s { int x; };\n\n'

# file FUNCTION...: in that order
file() {
	printf '%b' "$head"
	for name; do
		twin "$name"
	done
}

said() {
	jq -r "$1" "$out"
}

git init -q -b main "$repo"
file alpha beta >"$repo/a.c"
commit start
file alpha beta | sed '0,/p->x = 1/s//p->x = 2/' >"$repo/a.c"
commit 'alpha: two'

g checkout -q -b moved main^
file beta alpha >"$repo/a.c"
commit 'beta first'
# the line of the change in alpha
line() {
	g show "$1:a.c" | awk '/^int alpha/ { inside = 1 } inside && /p->x = 1;/ { print NR }'
}

run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto moved main
is "$(said '.outcome + " " + .rung')" 'proposed placed' \
	'a function that moved: the change goes there'
file beta alpha | sed "$(line moved)s/1/2/" >"$scratch/expected"
GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g show "$(said .tree):a.c" >"$scratch/got"
same_file "$scratch/got" "$scratch/expected" 'and not into its twin'
is "$(cd "$scratch" && sed -n "$(line moved)p" got)" '	p->x = 2;' '(the line is in alpha)'

finish
