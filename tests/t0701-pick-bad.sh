#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick on what it cannot do, or hardly: each has an outcome of its own, and none a crash.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
git_user
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=protocol.file.allow GIT_CONFIG_VALUE_0=always

# change WHAT COMMAND...: an upstream commit on main, tagged WHAT
change() {
	change_name=$1
	shift
	g checkout -q main
	(cd "$repo" && "$@")
	commit "$change_name"
	g tag "$change_name"
}

# picks REPOSITORY UPSTREAM OUTCOME WHAT: picks it onto stable
picks() {
	run timeout 300 "$BACKSTITCH" pick --repo "$1" --odb "$scratch/odb" --onto stable "$2"
	is "$(jq -r .outcome "$out")" "$3" "$4: $3"
}

reason() {
	jq -r .reason "$out"
}

# body N: a function of N lines
body() {
	printf 'int f(int a)\n{\n'
	seq -f '	a += step(%.0f);' "$1"
	printf '	return a;\n}\n'
}

git init -q -b main "$repo"
cd "$repo" || exit 1
body 40 >a.c
seq 200000 >long.txt
seq -f 'int v%.0f = 5;' 200000 >names.c
body 10 >ends.c
git init -q "$scratch/sub"
git -C "$scratch/sub" commit -q --allow-empty -m one
git -C "$scratch/sub" commit -q --allow-empty -m two
git -C "$scratch/sub" commit -q --allow-empty -m three
first=$(git -C "$scratch/sub" rev-parse HEAD~2)
second=$(git -C "$scratch/sub" rev-parse HEAD~1)
third=$(git -C "$scratch/sub" rev-parse HEAD)
link() { git -C "$repo" update-index --add --cacheinfo "160000,$1,$2"; }
link "$first" sub
link "$first" other
mkdir sub other
commit start
g checkout -q -b stable
sed -i 's/step(30)/here(30)/' a.c
sed -i 's/^100000$/stable/' long.txt
sed -i 's/$/\r/' ends.c
sed -i '1000s/5;/7;/' names.c
link "$second" other
g add a.c long.txt ends.c names.c
g commit -q -m 'stable: what differs'

# a submodule is taken like any file, and never merged
g checkout -q main
link "$third" sub
g commit -q -m submodule
picks "$repo" main ported 'a submodule that is the same here'
is "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g ls-tree "$(jq -r .tree "$out")" sub |
	cut -f1)" "160000 commit $third" 'the tree has upstream'"'"'s commit of it'
link "$third" other
g commit -q -m 'other submodule'
picks "$repo" main conflict 'a submodule that both changed'
from="from $(printf %.12s "$first") to $(printf %.12s "$third")"
like "$(reason)" "'other' is at $(printf %.12s "$second") here; upstream takes it $from" \
	'and names the commits'
like "$(jq -r '.conflicts[0].remedy' "$out")" 'choose a commit of the submodule' 'and what to do'

# names that a shell takes for one
run "$BACKSTITCH" pick --repo "$repo" --onto 'stable^{/what differs}' main
is "$(jq -r .outcome "$out")" conflict 'names of commits with blanks'
run "$BACKSTITCH" pick --repo "$repo" --onto stable ''
is "$status" 129 'an empty name: wrong usage'
like "$(cat "$err")" "'--onto COMMIT UPSTREAM' or '--stdin' is needed" 'and told'

# a patch is not a commit
g format-patch -1 --stdout main >"$scratch/fix.patch"
picks "$repo" "$scratch/fix.patch" error 'a file with a patch'
like "$(reason)" "a file of that name: a patch or a mail is taken in by 'backstitch import'" \
	'and what takes those'

# line ends differ: upstream's change, with the ends that the file has here
change ends sed -i 's/step(5)/better(5)/' ends.c
run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable ends
is "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g show "$(jq -r .tree "$out"):ends.c")" \
	"$(g show stable:ends.c | sed 's/step(5)/better(5)/')" 'CRLF here, LF upstream: CRLF stays'

# upstream sets other ends, and this tree has another line: both, and no "present"
change to-crlf sed -i 's/$/\r/' a.c
g checkout -q to-crlf~
g checkout -q -b mixed
sed -i '3,9s/$/\r/' a.c
commit 'mixed ends'
g checkout -q -b mixed-here
sed -i 's/step(8)/here(8)/' a.c
commit 'mixed ends: another line'
g checkout -q mixed
sed -i 's/\r//' a.c
commit 'one kind of ends'
g tag to-lf
g checkout -q main
g reset -q --hard to-crlf~
ends_are() {
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto "$1" "$2"
	like "$(jq -r '.outcome, .rung' "$out" | tr '\n' ' ')" '^(ported|proposed) space ' \
		"$4: done"
	is "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g show "$(jq -r .tree "$out"):a.c" |
		sha1sum)" "$(g show "$1:a.c" | sed "$3" | sha1sum)" "$4: and nothing else"
}
ends_are stable to-crlf 's/$/\r/' 'LF here, to CRLF upstream'
ends_are mixed-here to-lf 's/\r//' 'mixed here, to LF upstream'
g checkout -q mixed~
sed -i 's/step(5)/better(5)/' a.c
commit 'in lines that end in CR LF'
g tag in-mixed
g checkout -q main
ends_are stable in-mixed 's/step(5)/better(5)/' 'LF here, mixed upstream'

# 200,000 lines
change long-clean sed -i 's/^5$/five/' long.txt
picks "$repo" long-clean ported '200,000 lines, and one other changed'
change long-conflict sed -i 's/^100000$/upstream/' long.txt
picks "$repo" long-conflict conflict '200,000 lines, and both changed one'
# a definition a line, and nearly all of them between two changes
change names sed -i '5s/5;/6;/; $s/;/ + 1;/' names.c
run timeout 25 "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable names
is "$(jq -r .outcome "$out")" ported '200,000 lines of definitions: ported, within seconds'
# nothing but #include lines, which all are in both
g checkout -q main
{
	seq -f '#include "h%.0f.h"' 200000
	body 3
} >includes.c
commit includes
g checkout -q -b includes-here
echo '/* ours */' >>includes.c
commit 'another line at the end'
change included sed -i 's/step(2)/step(20)/' includes.c
run timeout 25 "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto includes-here included
is "$(jq -r .outcome "$out")" ported '200,000 #include lines: ported, within seconds'
change long-rewritten sh -c 'seq 200000 | sed "s/0/null/" >long.txt'

picks "$repo" long-rewritten conflict '200,000 lines, and upstream rewrote half of them'
like "$(reason)" 'upstream changes more than 20000 lines' 'and says that these are too many'
like "$(jq -r '.conflicts[0].remedy' "$out")" 'git merge-file' 'and how a person can do it'

# 200,000 lines of C, in which 2,000 conflicts are resolved and their 4,000 lines judged
# long_c SIDE: upstream calls two members' functions otherwise, this tree one that touches
long_c() {
	awk -v side="$1" 'BEGIN {
		for (i = 1; i <= 4000; i++) {
			printf "int f%d(struct dev *p%d)\n{\n", i, i
			for (l = 3; l <= 48; l++) {
				last = l
				if (side == "upstream" && i % 2 == 0 && (l == 5 || l == 25))
					last = 99
				if (side == "stable" && i % 2 == 0 && l == 6)
					last = 98
				printf "\tp%d->m%d = call%d(a%d.b%d, %d);\n", i, l, l, i, l, last
			}
			print "\treturn 0;\n}"
		}
	}' >long.c
}
g checkout -q main
long_c start
commit 'long C'
g branch long-stable
long_c upstream
commit long-c
g tag long-c
g checkout -q long-stable
long_c stable
commit 'stable: what touches'
run timeout 120 "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto long-stable long-c
is "$(jq -r '.outcome, .rung' "$out" | tr '\n' ' ')" 'proposed touching ' \
	'200,000 lines, and 2,000 conflicts: resolved'
like "$(jq -r .reason "$out")" 'both sides add lines that are much alike; what looks as certain' \
	'and why a person is to look'

# 5,000 files, in a repository of their own
git init -q -b main "$scratch/many"
{
	printf 'commit refs/heads/main\ncommitter a <a@b> 0 +0000\ndata 5\nstart\n'
	seq -f 'M 100644 inline f/%.0f.c
data 7
int v;
' 5000
	printf 'commit refs/heads/main\ncommitter a <a@b> 1 +0000\ndata 4\nmany\n'
	seq -f 'M 100644 inline f/%.0f.c
data 8
long v;
' 5000
} | git -C "$scratch/many" fast-import --quiet
git -C "$scratch/many" branch stable main~1
picks "$scratch/many" main ported '5,000 files'
is "$(jq '.files | length' "$out")" 5000 'all of them are in the answer'

# a revert: of what is here, of what never was
change bad sed -i 's/step(3)/bad(3)/' a.c
change later sed -i 's/step(9)/later(9)/' a.c
g revert --no-edit bad >/dev/null
g tag revert
picks "$repo" revert present 'the revert of a commit that is not here'
g checkout -q stable
g cherry-pick bad >/dev/null
picks "$repo" revert ported 'the revert of a commit that is'
is "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb g diff --stat "$(jq -r .tree "$out")" \
	stable~1)" '' 'then all is as before it'

# objects that are not there
change small sed -i 's/step(12)/small(12)/' a.c
g gc -q
git clone -q --bare "$repo" "$scratch/lacks.git"
mkdir "$scratch/aside"
mv "$scratch"/lacks.git/objects/pack/* "$scratch/aside"
cat "$scratch"/aside/*.pack | git -C "$scratch/lacks.git" unpack-objects -q
blob=$(g rev-parse small:a.c)
rm -f "$scratch/lacks.git/objects/$(echo "$blob" | cut -c 1-2)/$(echo "$blob" | cut -c 3-)"
picks "$scratch/lacks.git" small error 'a blob that is not there'
like "$(reason)" "$blob" 'and names it'

g config uploadpack.allowFilter true
git clone -q --bare --filter=blob:none "file://$repo" "$scratch/partial.git"
picks "$scratch/partial.git" small proposed 'a partial clone: git fetches the files'
like "$(jq -r '.warnings[]' "$out")" 'names are not checked: .* nothing is fetched' \
	'a new name is not looked for'
git clone -q --bare --filter=blob:none "file://$repo" "$scratch/again.git"
change same-names sed -i 's/step(14)/step(140)/' a.c
git -C "$scratch/again.git" fetch -q "file://$repo" same-names:same-names
picks "$scratch/again.git" same-names ported 'names that the file has need no look'

# a place for new objects that takes none, or not all: told, and no tree is named
random() { head -c 300000 /dev/urandom | base64 >large.txt; }
change large random
change large-too sed -i '1i first' large.txt
g checkout -q stable
g cherry-pick large >/dev/null
echo last >>large.txt
commit 'another end'
mkdir "$scratch/locked" "$scratch/full"
if have bwrap; then
	mkdir -p "$scratch/locked/odb"
	run read_only "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/locked/odb" --onto stable \
		large-too
	is "$(jq -r '.outcome, .tree' "$out" | tr '\n' ' ')" 'error null ' \
		'objects that cannot be written: error'
	like "$(reason)" "cannot write to '.*/locked/odb'" 'with the place'
	run small_disk "$scratch/full" 65536 "$BACKSTITCH" pick --repo "$repo" \
		--odb "$scratch/full/odb" --onto stable large-too
	is "$(jq -r '.outcome, .tree' "$out" | tr '\n' ' ')" 'error null ' 'a full disk: error'
	like "$(reason)" "cannot write to '.*/full/odb'" 'with the place'
	run small_disk "$scratch/full" 1048576 "$BACKSTITCH" pick --repo "$repo" \
		--odb "$scratch/full/odb" --onto stable large-too
	is "$(jq -r .outcome "$out")" ported 'a disk that is large enough: ported'
else
	skip 'bwrap is not installed' 5
fi

git clone -q --bare "$repo" "$scratch/corrupt.git"
pack=$(ls "$scratch"/corrupt.git/objects/pack/*.pack)
chmod u+w "$pack"
size=$(stat -c %s "$pack")
for at in $(seq 20 997 "$size"); do
	printf '\377\377\377\377' | dd of="$pack" bs=1 seek="$at" conv=notrunc 2>/dev/null
done
run timeout 300 "$BACKSTITCH" pick --repo "$scratch/corrupt.git" --onto stable small
if [ "$status" = 128 ]; then
	is "$status" 128 'a corrupt pack: cannot be opened'
else
	is "$(jq -r .outcome "$out")" error 'a corrupt pack: error'
fi

# a small one of its own: the one above lacks objects already
small=$scratch/small
git init -q -b main "$small"
body 20 >"$small/a.c"
git -C "$small" add a.c
git -C "$small" commit -q -m start
git -C "$small" branch stable
sed -i 's/step(5)/better(5)/' "$small/a.c"
git -C "$small" commit -q -a -m small
git -C "$small" tag small

# truncated: the message names an object that git cannot read, and says what to do
damage() {
	rm -rf "$scratch/damaged.git"
	git clone -q --bare --no-local "$small" "$scratch/damaged.git"
	damaged=$(ls "$scratch"/damaged.git/objects/pack/*."$1")
	chmod u+w "$damaged"
	truncate -s "$(($(stat -c %s "$damaged") / 2))" "$damaged"
	run "$BACKSTITCH" pick --repo "$scratch/damaged.git" --onto stable small
	is "$status $(jq -r .outcome "$out")" '128 error' "a truncated $1: error"
	like "$(reason)" \
		"cannot read commit '[0-9a-f]{40}': .*; the repository is damaged, 'git fsck'" \
		"a truncated $1: says that the repository is damaged"
	lost=$(reason | sed "s/.*'\\([0-9a-f]\\{40\\}\\)'.*/\\1/")
	git --git-dir="$scratch/damaged.git" cat-file -e "$lost" 2>/dev/null
	[ $? != 0 ]
	verdict $? "a truncated $1: git cannot read that object either" "git reads $lost"
}
damage pack
damage idx
run "$BACKSTITCH" pick --repo "$small" --onto stable "$(printf '%040d' 7)"
unlike "$(reason)" 'damaged' 'a commit that nothing names is no damage'
# overwritten: the index has the commits, and the pack has them no more
git clone -q --bare --no-local "$small" "$scratch/spoilt.git"
git --git-dir="$scratch/spoilt.git" tag -a -m tag annotated stable
pack=$(ls "$scratch"/spoilt.git/objects/pack/*.pack)
chmod u+w "$pack"
for at in $(seq 13 20 "$(($(stat -c %s "$pack") - 24))"); do
	printf '\377\377\377' | dd of="$pack" bs=1 seek="$at" conv=notrunc 2>/dev/null
done
for name in stable small~1 annotated "$(git -C "$small" rev-parse stable)" \
	"$(git -C "$small" rev-parse --short stable)"; do
	git --git-dir="$scratch/spoilt.git" cat-file -e "$name^{commit}" 2>/dev/null
	[ $? != 0 ]
	verdict $? "git cannot read $name" 'it can'
	run "$BACKSTITCH" pick --repo "$scratch/spoilt.git" --onto "$name" small
	like "$(reason)" "cannot read commit '[0-9a-f]{40}': .*; the repository is damaged" \
		"and that $name is damaged is told"
done
run "$BACKSTITCH" pick --repo "$scratch/spoilt.git" --onto no-such small
unlike "$(reason)" 'damaged' 'a name that is none is no damage'
run "$BACKSTITCH" pick --repo "$small" --onto stable~7 small
unlike "$(reason)" 'damaged' 'nor is a history that is not as long'
# a blob that is gone
git clone -q --bare --no-local "$small" "$scratch/loose.git"
mv "$scratch"/loose.git/objects/pack/*.pack "$scratch/loose.pack"
rm -f "$scratch"/loose.git/objects/pack/*
git --git-dir="$scratch/loose.git" unpack-objects -q <"$scratch/loose.pack"
blob=$(git -C "$small" rev-parse small:a.c)
rm -f "$scratch/loose.git/objects/$(printf %.2s "$blob")/${blob#??}"
run "$BACKSTITCH" pick --repo "$scratch/loose.git" --onto stable small
like "$(reason)" "cannot read blob '$blob': .*; the repository is damaged, 'git fsck'" \
	'a blob that is gone is named'
like "$(git --git-dir="$scratch/loose.git" fsck 2>&1)" "missing blob $blob" 'as git fsck does'
finish
