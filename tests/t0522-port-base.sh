#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a mailed series was made on, when the mails say it: "base-commit:" of git format-patch --base
# and of b4.  The result is that of git cherry-pick where the author has the commits.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

g() {
	git -C "$scratch/$repo" "$@"
}

# body NAME: a function
body() {
	printf 'int %s(int a)\n{\n' "$1"
	seq -f "	a += $1(%g);" 12
	printf '	return a;\n}\n\n'
}

# change EXPRESSION TITLE
change() {
	sed -i "$1" "$scratch/$repo/f.c"
	g commit -q -a -m "$2"
}

repo=upstream
git init -q -b main "$scratch/$repo"
for name in one two three; do
	body $name
done >"$scratch/$repo/f.c"
g add -A
g commit -q -m start
g branch stable
change 's/one(4)/one(44)/;s/two(4)/two(44)/' 'what the series stands on'
base=$(g rev-parse HEAD)
wrong=$(g rev-parse HEAD~)
git clone -q "$scratch/upstream" "$scratch/author"

# upstream goes on, and the stable tree has lines of its own next to those of the series
change 's/one(5)/one(55)/;s/two(5)/two(55)/' 'later'
g checkout -q stable
change 's/one(9)/one(99)/;s/two(9)/two(99)/' 'stable: its own'
g checkout -q main
repo=author
g fetch -q origin stable
change 's/one(6)/one(66)/' 'one: mend it'
change 's/one(7)/one(77)/;s/two(6)/two(66)/' 'two: mend it'
g format-patch -q --base="$base" -o "$scratch/plain" -2
g format-patch -q --base="$base" --cover-letter -o "$scratch/cover" -2
g checkout -q --detach FETCH_HEAD
g cherry-pick main~2..main >/dev/null 2>&1
expected=$(g rev-parse 'HEAD^{tree}')
ok 'git cherry-pick does it' test -n "$(g log -1 --format=%H --grep 'two: mend it')"

# without index lines, as other tools write mails, nothing else tells
sed -i '/^index /d;1s/^From [0-9a-f]*/From 0000000000000000000000000000000000000000/' \
	"$scratch"/plain/* "$scratch"/cover/*

workspace
rm -f stable-trees/*.ini
printf '[tree]\nname=1.y\npath=%s:stable\n' "$scratch/upstream" >stable-trees/1.y.ini
repo=upstream

# port SERIES: outcomes and rungs
port() {
	run "$BACKSTITCH" port --format=json --no-proofs --branch="made-$1" "$1"
	jq -r '[.trees[0].patches[] | .outcome + (if .rung then " " + .rung else "" end)] |
		join(", ")' "$out"
}

# base_of SERIES: what series.ini says
base_of() {
	sed -n 's/^base=//p' "patches/$1/series.ini"
}

for form in plain cover; do
	"$BACKSTITCH" import --name $form "$scratch/$form"/* >/dev/null
	is "$(base_of $form)" "$base" "$form: the base is kept"
	is "$(port $form)" 'ported merged, ported merged' "$form: merged on it"
	is "$(g rev-parse "made-$form^{tree}")" "$expected" "$form: the tree of git cherry-pick"
	cp -r patches/$form "$scratch/kept"
	rm -r patches/$form
done
cp -r "$scratch/kept" patches/without
sed -i '/^base=/d' patches/without/series.ini
is "$(port without)" 'proposed context, proposed context' 'without it the hunks do not fit'
cp -r "$scratch/kept" patches/wrong
sed -i "s/^base=.*/base=$wrong/" patches/wrong/series.ini
is "$(port wrong)" 'proposed context, proposed context' \
	'a base that the series does not fit is not believed'
cp -r "$scratch/kept" patches/nowhere
sed -i "s/^base=.*/base=$(printf '%040d' 7)/" patches/nowhere/series.ini
is "$(port nowhere)" 'proposed context, proposed context' 'nor one that nobody has'
rm -r patches/without patches/wrong patches/nowhere

# of other mails: no commit, and the zeros of somebody who does not know it
for id in 0000000000000000000000000000000000000000 1234 HEAD; do
	sed "s/^base-commit: .*/base-commit: $id/" "$scratch"/plain/0001-* >"$scratch/mail"
	"$BACKSTITCH" import --name other "$scratch/mail" >/dev/null
	is "$(base_of other)" '' "'$id' is no base"
	rm -r patches/other
done
finish
