#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A mail onto a branch, where the files that it was made on are at hand and the rest of upstream's
# tree is not: what the branch does not know may well be upstream's.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

g() {
	git -C "$scratch/repo" "$@"
}

# body LINES: a function that has them
body() {
	printf '#include "api.h"\n\nint f(int a)\n{\n'
	seq -f '	a += known(%g);' 12
	printf '%s	return a;\n}\n' "$1"
}

git init -q -b stable "$scratch/repo"
cd "$scratch/repo" || exit 1
echo 'int known(int a);' >api.h
body '' >f.c
g add -A
g commit -q -m start

# upstream has a line more, and functions
g checkout -q -b upstream
printf 'int brand_new(int a);\nint three(int a, int b, int c);\n' >>api.h
body '' | sed 's/known(2)/known(22)/' >f.c
g commit -q -a -m before

# mail LINES: a commit that adds them; its repository knows the files, and no commit has them
mail() {
	g checkout -q -f upstream
	body "$1" | sed 's/known(2)/known(22)/' >f.c
	[ -z "$2" ] || echo "$2" >>api.h
	g commit -q -a -m 'f: mend it'
	rm -rf "$scratch/mails"
	g format-patch -q -1 --full-index -o "$scratch/mails"
	g reset -q --hard HEAD~
	g checkout -q -f stable
	sed -i '1s/^From [0-9a-f]*/From 0000000000000000000000000000000000000000/' \
		"$scratch"/mails/*
}

# answer: to the mail; outcome, rung, warning
answer() {
	rm -rf "$scratch/ws"
	"$BACKSTITCH" init "$scratch/ws" >/dev/null
	(cd "$scratch/ws" && "$BACKSTITCH" import --name fix "$scratch"/mails/* >/dev/null &&
		"$BACKSTITCH" port --no-proofs --dry-run --format=json fix \
			--tree "6.12.y=$scratch/repo:stable") >"$out"
	jq -r '.trees[0].patches[0] | .outcome + " " + (.rung // "") + ", " + .reason' "$out"
}

mail '	a += known(13);
'
like "$(answer)" '^ported merged,' 'what the branch knows'
mail '	a += brand_new(13);
'
like "$(answer)" "^proposed merged, this tree does not know 'brand_new'" 'a function of upstream'
mail '	a += known(13, 14);
'
like "$(answer)" "^proposed merged, 'known' does not take 2 arguments in this tree" 'an argument'
mail '	a += brought(13);
' 'static inline int brought(int a) { return a; }'
like "$(answer)" '^proposed touching, what looks as certain' 'a function that the patch brings'
mail '#include "none.h"
	a += known(13);
'
like "$(answer)" "^proposed merged, this tree has no file 'none.h'" 'a header of upstream'

# the same with the commit at hand, whose tree then tells
g checkout -q -f upstream
body '	a += system_call(13);
' | sed 's/known(2)/known(22)/' >f.c
g commit -q -a -m 'f: mend it'
rm -rf "$scratch/mails"
g format-patch -q -1 --full-index -o "$scratch/mails"
g checkout -q -f stable
like "$(answer)" '^ported merged,' "what upstream's own tree has not either is from outside"
finish
