#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: what git merges without a word and a compiler refuses is warned of, a static
# function used above its definition and a member that a structure has already.  gcc says which of
# the results are refused.
. "$(dirname "$0")/lib.sh"
have git jq gcc || skip_all 'git, jq and gcc are needed'
git_user
git init -q -b main "$repo"
cd "$repo" || exit 1

# lines of the file that is written: from upstream's base to this tree's, and upstream's change
base() { cat >base; }
ours() { cat >ours; }
fix() { cat >fixed; }

# expect REFUSED WARNING NAME: the texts as commits of two branches, the fix picked
expect() {
	git checkout -q --orphan "b$test_count"
	git reset -q
	rm -f f.c
	cp base f.c
	git add f.c
	git commit -q -m base
	git branch "s$test_count"
	cp fixed f.c
	git commit -q -a -m fix
	git checkout -q "s$test_count"
	cp ours f.c
	git commit -q -a -m ours
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto HEAD "b$test_count"
	answer=$(cat "$out")
	git cherry-pick "b$test_count" >/dev/null 2>&1
	tree=$(git rev-parse 'HEAD^{tree}')
	gcc -fsyntax-only -Werror=implicit-function-declaration f.c 2>/dev/null && refused=no ||
		refused=yes
	is "$refused" "$1" "$3: gcc"
	is "$(printf '%s' "$answer" | jq -r .tree)" "$tree" "$3: git's own clean merge"
	is "$(printf '%s' "$answer" | jq -r '.warnings[]')" "$2" "$3: what is warned of"
}

helper() {
	printf 'static int helper(int a)\n{\n\treturn a + %s;\n}\n\n' "${1-1}"
}

# user [LINE]
user() {
	printf 'int user(int a)\n{\n\tint b = a;\n\n'
	printf '%b' "${1-}"
	printf '\treturn b;\n}\n\n'
}

other() {
	printf 'int other%s(int a)\n{\n\tint c = %s;\n\n\treturn a + c;\n}\n\n' "$1" "$1"
}

call='\tb = helper(b);\n'
early="'helper' is defined below the line that uses it"

{ helper; other 1; user; } | base
{ helper; other 1; user "$call"; } | fix
{ other 1; user; other 2; helper 2; } | ours
expect yes "$early" 'defined further down'

{ echo 'static int helper(int a);'; other 1; user; other 2; helper 2; } | ours
expect no '' 'with a prototype above'

{ helper; other 1; user; other 2; helper 2 | sed s/helper/later/; } | ours
expect no '' 'another one is defined below'

{ echo 'struct ops { int (*helper)(int); };'; helper; other 1; user; } | base
{ echo 'struct ops { int (*helper)(int); };'; helper; other 1
	user '\tb = ((struct ops *)0)->helper(b); /* helper() */\n'; } | fix
{ echo 'struct ops { int (*helper)(int); };'; other 1; user; other 2; helper 2; } | ours
expect no '' 'a member of that name'

{ helper; other 1; user; } | base
{ helper; other 1; user '\tint helper = 1;\n\n\tb += helper;\n'; } | fix
{ other 1; user; other 2; helper 2; } | ours
expect no '' 'a variable of that name'

{ echo '#ifdef NEVER'; helper; other 1; user; echo '#endif'; } | base
{ echo '#ifdef NEVER'; helper; other 1; user '#define CALLS(a) helper(a)\n'; echo '#endif'; } | fix
{ echo '#ifdef NEVER'; other 1; user; echo '#endif'; other 2; helper 2
	echo 'int (*h)(int) = helper;'; } | ours
expect no '' 'the body of a macro'

# members [LINE-BEHIND-FIRST] [LINE-BEHIND-LAST]
members() {
	printf '%s {\n\tint first;\n%b\tint second;\n\tint third;\n%b};\n\n' "$@"
}

{ members 'struct state' '' ''; other 1; } | base
{ members 'struct state' '\tint mode;\n' ''; other 1; } | fix
{ members 'struct state' '' '\tint own;\n\tlong mode, more;\n'; other 1; } | ours
expect yes "'state' has 'mode' twice" 'a member that is there already'

{ members 'struct state' '' '\tint own;\n\tstruct {\n\t\tint mode;\n\t} more;\n'; other 1; } | ours
expect no '' 'a member of a structure inside'

{ members 'struct state' '' ''; members 'struct more' '' '\tint own;\n\tint mode;\n'; } | ours
expect no '' 'a member of another structure'

{ members 'struct state' '' '\tint own;\n#ifndef NEVER\n\tint four;\n#else\n\tint mode;\n#endif\n'
	other 1; } | ours
{ members 'struct state' '#ifndef NEVER\n\tint mode;\n#endif\n' ''; other 1; } | fix
expect no '' 'members under conditions'

printf 'enum kind {\n\tONE,\n\tTWO,\n\tFOUR,\n};\n' | base
printf 'enum kind {\n\tONE,\n\tNEW,\n\tTWO,\n\tFOUR,\n};\n' | fix
printf 'enum kind {\n\tONE,\n\tTWO,\n\tFOUR,\n\tFIVE = 9,\n\tNEW\n};\n' | ours
expect yes "'kind' has 'NEW' twice" 'an enumerator that is there already'

printf 'enum kind {\n\tONE,\n\tTWO,\n\tFOUR,\n\tFIVE = 9,\n\tNEWER /* than NEW */\n};\n' | ours
expect no '' 'an enumerator called alike'
finish
