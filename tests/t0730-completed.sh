#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a person completed is looked at as any other result: in a folder, in a repository that
# knows what the patch was made on, and in one that does not.  gcc says which results it refuses.
. "$(dirname "$0")/lib.sh"
have git jq gcc || skip_all 'git, jq and gcc are needed'
git_user

# driver NAME BODY [STEP]: what differs from tree to tree, and the last of its steps
driver() {
	printf '#include "q.h"\n\nint %s_run(struct q *q, int n)\n{\n' "$1"
	printf '\tint all = one(n) + two(n) + three(n);\n\n%b\n' "$2"
	printf '\treturn all + four(n) + %s;\n}\n\n' "${3:-five(n)}"
	printf 'int %s_out(struct q *q)\n{\n\treturn q->gone;\n}\n' "$1"
}

# header MACRO...: with these macros
header() {
	printf 'struct q {\n\tint gone;\n};\n\nint a_out(struct q *q);\n'
	printf 'int %s(int n);\n' one two three four five
	printf '#define with_lock(q) for (; (q)->gone; (q)->gone--)\n%b' "$1"
}

upstream_macro='#define BUG_ON_NEW(all, n) ((all) < (n))\n'
stable_macros='#define old_bug(all) ((all) < 0)\n#define old_print(n) one(n)\n'
before='\tif (BUG_ON_NEW(all, n))\n\t\treturn -1;\n'
here='\tif (old_bug(all)) {\n\t\told_print(n);\n\t\treturn -1;\n\t}\n'
comment='\t/*\n\t * All of it is read under the lock.\n\t */\n'
kept="$comment"'\twith_lock(q) {\n\t\tif (BUG_ON_NEW(all, n))\n\t\t\treturn -1;\n\t}\n'
right="$comment"'\twith_lock(q) {\n\t\tif (old_bug(all)) {\n\t\t\told_print(n);\n'
right="$right"'\t\t\treturn -1;\n\t\t}\n\t}\n'

git init -q -b main "$repo"
mkdir "$repo/drv" "$repo/far"
for name in one two three four five; do
	printf 'int %s(int n)\n{\n\treturn n;\n}\n\n' $name
done >"$repo/far/all.c"
printf '#include "../drv/q.h"\n\nint use(struct q *q)\n{\n\treturn a_out(q);\n}\n' \
	>"$repo/far/use.c"
driver b '' >"$repo/drv/b.c"
driver a "$here" >"$repo/drv/a.c"
header "$stable_macros" >"$repo/drv/q.h"
commit start
g branch stable
driver a "$before" >"$repo/drv/a.c"
header "$upstream_macro" >"$repo/drv/q.h"
commit 'another macro'
driver a "$kept" >"$repo/drv/a.c"
driver b '' 'two(n)' >"$repo/drv/b.c"
commit 'read it under the lock'

# a folder, the repository, and one that never saw upstream's tree
g worktree add -q "$scratch/folder" stable
rm "$scratch/folder/.git"
git init -q -b stable "$scratch/apart"
git -C "$scratch/apart" fetch -q "$repo" stable
git -C "$scratch/apart" reset -q --hard FETCH_HEAD
workspace
g format-patch -q -1 main -o "$scratch/mail"
sed -i "1s/^From [0-9a-f]*/From $(printf '%040d' 0)/" "$scratch"/mail/*
"$BACKSTITCH" import --name fix "$scratch"/mail/* >/dev/null
for tree in folder apart repo; do
	at=$scratch/$tree
	[ $tree = folder ] || at=$at:stable
	printf '[tree]\nname=%s\npath=%s\n' $tree "$at" >stable-trees/$tree.ini
done

# complete TREE BODY [STEP [SED]]: as a person does, who gives drv/a.c that body, drv/b.c that step,
# and edits drv/a.c
complete() {
	rm -rf .backstitch/conflicts patches/fix/resolutions
	edit=.backstitch/conflicts/fix/$1/0001/edit/drv
	run "$BACKSTITCH" port --no-proofs --conflicts --tree "$1" fix
	driver a "$2" >$edit/a.c
	driver b '' "${3:-two(n)}" >$edit/b.c
	[ -z "${4-}" ] || sed -i "$4" $edit/a.c
	run "$BACKSTITCH" port --no-proofs --continue --format=json --tree "$1" fix
	jq -r '.trees[0].patches[0] | .outcome, .rung, .warnings[]' "$out" | tr '\n' ' '
}

# refused TREE: does gcc refuse what came out?
refused() {
	rm -rf "$scratch/built"
	git clone -q -b stable "$repo" "$scratch/built"
	git -C "$scratch/built" am -q "$PWD/patches/fix/$1"/0001-*.patch
	for file in a b; do
		gcc -fsyntax-only -Werror=implicit-function-declaration \
			"$scratch/built/drv/$file.c" 2>/dev/null || echo yes
	done
}

# message TREE: what stands in the brackets
message() {
	sed -n '/^\[ A Tester:/,/\]$/p' "patches/fix/$1"/0001-*.patch | tr -s '\n ' '  '
}

for tree in folder apart repo; do
	is "$(complete $tree "$right")" 'ported manual ' "$tree: one that is right"
	is "$(refused $tree)" '' 'gcc takes it'
	like "$(message $tree)" \
		'a.c uses old_bug\(\), old_print\(\) where upstream uses BUG_ON_NEW\(\)' \
		'the message says what it uses instead'

	is "$(complete $tree "$kept")" "ported manual this tree does not know 'BUG_ON_NEW' " \
		"$tree: upstream's side was left as it is"
	is "$(refused $tree)" yes 'gcc refuses it'
	like "$(message $tree)" \
		'a.c: the removed lines also have old_bug\(\), old_print\(\) here;' \
		'the message says what is gone'
	unlike "$(message $tree)" 'a.c uses' 'and not that it uses what it has not'
	like "$(jq -r '.trees[0].patches[0].residue[]' "$out")" \
		"a.c: this port removes '.*old_bug .*', upstream does not" 'nor does the answer'
	unlike "$(jq -r '.trees[0].patches[0].residue[]' "$out")" 'nothing' 'say nothing of nothing'

	frob=$(printf '%s' "$right" | sed 's/old_bug/old_bug_frob/')
	is "$(complete $tree "$frob")" "ported manual this tree does not know 'old_bug_frob' " \
		"$tree: a name that is nobody's"
	is "$(refused $tree)" yes 'gcc refuses it'

	is "$(complete $tree "$right" 'HELPER(n)')" \
		"ported manual this tree does not know 'HELPER' " "$tree: in another file"
	is "$(refused $tree)" yes 'gcc refuses it'

	more=$(printf '%s' "$right" | sed 's/old_print(n)/two(n, 1)/')
	is "$(complete $tree "$more")" \
		"ported manual 'two' does not take 2 arguments in this tree " "$tree: arguments"
	is "$(refused $tree)" yes 'gcc refuses it'

	is "$(complete $tree "$right" '' '/^int a_out(/,$d')" \
		"ported manual the patch removes 'a_out', which 'far/use.c' uses " \
		"$tree: what is removed, and still used"
done

# a member, which a name of another file hides
printf 'struct other {\n\tint fresh;\n};\n' >>"$scratch/folder/far/all.c"
is "$(complete folder "$right\\tq->fresh = all;\\n")" \
	"ported manual 'struct q' has no 'fresh' here " 'a member that only another structure has'
is "$(refused folder)" yes 'gcc refuses it'

# a file that has another name here
g checkout -q -b moved stable
mkdir "$repo/lib"
g mv drv/a.c lib/a.c
sed -i 's|"q.h"|"../drv/q.h"|' "$repo/lib/a.c"
commit 'another name'
g checkout -q main
run "$BACKSTITCH" port --no-proofs --repo "$repo" --name moved --conflicts \
	--tree "repo=$repo:moved" main
{ driver a "$right" | sed 's|"q.h"|"../drv/q.h"|'; } \
	>.backstitch/conflicts/moved/repo/0001/edit/lib/a.c
run "$BACKSTITCH" port --no-proofs --continue --format=json --tree "repo=$repo:moved" moved
is "$(jq -r '.trees[0].patches[0] | .outcome + " " + .rung' "$out")" 'ported manual' \
	'a file that is called otherwise'
is "$(jq -r '.trees[0].patches[0] | .adapted[], .residue[]' "$out")" \
	'lib/a.c uses old_bug(), old_print() where upstream uses BUG_ON_NEW()' \
	'is compared with what it is upstream'
finish
