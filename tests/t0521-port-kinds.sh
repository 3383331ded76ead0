#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Mailed patches and commits that do more than change lines: new names, copies, modes, links,
# submodules, binary files.  Where git am takes the mail the result is git's; where it does not,
# it is a conflict that says why.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

save() {
	commit "$1"
	g tag "$2"
}

# body NAME: a function
body() {
	printf 'int %s(int a)\n{\n' "$1"
	seq -f "	a += $1(%g);" 12
	printf '	return a;\n}\n'
}

git init -q -b main "$repo"
mkdir "$repo/lib"
for name in moved copied mode both text; do
	body $name >"$repo/lib/$name.c"
done
printf 'a\0b\n' >"$repo/lib/data.bin"
printf 'x\0y\n' >"$repo/lib/gone.bin"
ln -s text.c "$repo/lib/link"
ln -s text.c "$repo/lib/old-link"
ln -s mode.c "$repo/lib/moving-link"
git init -q "$scratch/sub"
git -C "$scratch/sub" commit -q --allow-empty -m one
git -C "$scratch/sub" commit -q --allow-empty -m two
# sub_at REV: the submodule is there
sub_at() {
	git -C "$repo/sub" checkout -q "$1"
}
git clone -q "$scratch/sub" "$repo/sub"
sub_at HEAD~
save start start 2>/dev/null

# change TAG COMMAND...: one commit on what came before
change() {
	tag=$1
	shift
	(cd "$repo/lib" && "$@")
	save "$tag: a change" "$tag"
}
rename() { git mv moved.c there.c && sed -i 's/moved(3)/moved(30)/' there.c; }
copy() {
	sed 's/copied(3)/copied(30)/' copied.c >copy.c
	sed -i 's/copied(6)/copied(60)/' copied.c
}
executable() { chmod +x mode.c && sed -i 's/mode(3)/mode(30)/' mode.c; }
links() { ln -sf both.c link && rm old-link && ln -s link new-link; }
binary() { printf 'a\0c\nmore\n' >data.bin && printf 'n\0w\n' >new.bin && rm gone.bin; }
turn() { rm text.c && ln -s both.c text.c; }
change rename rename
change copy copy
change mode executable
change only-mode chmod +x both.c
change links links
change moved-link git mv moving-link moved-link
change binary binary
change turn turn
change submodule git -C ../sub checkout -q origin/main
all='rename copy mode only-mode links moved-link binary turn submodule'

# the tree has other lines elsewhere
g checkout -q -f -b stable start
sub_at origin/main~
for name in moved copied mode text; do
	sed -i "s/$name(12)/$name(120)/" "$repo/lib/$name.c"
done
g commit -q -a -m 'stable: other lines'
g checkout -q -f main

# mails: upstream's objects are in no repository that is at hand, but for "known"
git clone -q --single-branch -b stable "file://$repo" "$scratch/stable"
workspace
rm -f stable-trees/*.ini
for tag in $all; do
	g format-patch -q -C --find-copies-harder --binary -1 --zero-commit \
		-o "$scratch/mail-$tag" $tag
	"$BACKSTITCH" import --name $tag "$scratch/mail-$tag"/* >/dev/null
done
tree() {
	printf '[tree]\nname=%s\npath=%s\n[proofs]\nrequired=placement\n' "$1" "$2" \
		>"stable-trees/$1.ini"
}
tree alone.y "$scratch/stable:stable"
tree known.y "$repo:stable"
mkdir "$scratch/folder"
g archive stable | tar -x -C "$scratch/folder"
tree plain.y "$scratch/folder"

said() {
	jq -r "$1" "$out"
}

# am MAIL: what git am gives on the stable branch, as the id of a tree; empty where it refuses
am() {
	rm -rf "$scratch/am"
	git clone -q "$scratch/stable" "$scratch/am"
	git -C "$scratch/am" am -q "$1" >/dev/null 2>&1 &&
		git -C "$scratch/am" rev-parse 'HEAD^{tree}'
}

# pick TAG: what git cherry-pick gives
pick() {
	g checkout -q -f --detach stable
	g cherry-pick "$1" >/dev/null 2>&1 && g rev-parse 'HEAD^{tree}'
}

for tag in $all; do
	mail=$(echo "$scratch/mail-$tag"/*)
	expected=$(am "$mail")
	for tree in alone.y known.y plain.y; do
		run "$BACKSTITCH" port --format=json --tree $tree $tag
		outcome=$(said '.trees[0].patches[0].outcome')
		case "$tag $tree" in
		turn*)
			is "$outcome" conflict "$tag, $tree: a changed file that becomes a link"
			continue
			;;
		'submodule plain.y')
			is "$outcome" conflict "$tag, $tree: conflict"
			like "$(said '.trees[0].patches[0].reason')" \
				"'sub' is a submodule, and a folder does not say at which commit" \
				'with the reason'
			continue
			;;
		esac
		is "$outcome" ported "$tag, $tree: ported"
		[ $tag != binary ] ||
			is "$(said '.trees[0].patches[0] | .residue, .reason' | grep bin)" '' \
				'a binary file has no words that could differ'
		is "$(said '.trees[0].patches[0].proofs[0] | .name + " " + .result')" \
			'placement pass' "$tag, $tree: and proven by placement"
		made=$(am "$work/$(said '.trees[0].patches[0].file')")
		wanted=$expected
		case "$tag $tree" in
		'copy alone.y' | 'copy known.y')
			# git am copies this tree's file, git cherry-pick upstream's
			wanted=$(pick $tag)
			is "$(said '.trees[0].patches[0].verdict')" review \
				"$tag, $tree: to be reviewed"
			;;
		esac
		is "$made" "$wanted" "$tag, $tree: the tree that git makes"
	done
done

# the same as commits: what git cherry-pick makes
for tag in links moved-link submodule; do
	run "$BACKSTITCH" port --format=json --repo "$repo" --branch=picked-$tag --tree known.y $tag
	is "$(said '.trees[0].patches[0] | .outcome + " " + .proofs[0].result')" 'ported pass' \
		"a commit, $tag: ported"
	is "$(g rev-parse "picked-$tag^{tree}")" "$(pick $tag)" "a commit, $tag: as git cherry-pick"
	is "$(am "$work/$(said '.trees[0].patches[0].file')")" "$(pick $tag)" \
		"a commit, $tag: git am makes the same of the patch"
done
g checkout -q -f stable

# all of it on top of each other, in a folder: the patches of a series see what those before made
g checkout -q -f -b upper submodule~
sub_at origin/main~
cd "$repo/lib" || exit 1
sed -i 's/moved(5)/moved(50)/' there.c && ln -sf there.c new-link && printf 'a\0d\n' >data.bin
git mv moved-link last-link && sed -i 's/mode(8)/mode(80)/' mode.c
cd "$work" || exit 1
save 'upper: on top of them' upper-tag
g format-patch -q -M --binary --zero-commit -o "$scratch/mail-upper" rename~..upper -- \
	':!lib/text.c' ':!lib/copy.c' ':!lib/copied.c' ':!sub'
"$BACKSTITCH" import --name upper "$scratch"/mail-upper/*.patch >/dev/null
for tree in plain.y alone.y; do
	run "$BACKSTITCH" port --format=json --tree $tree upper
	is "$(said '[.trees[0].patches[].outcome] | unique | join(" ")')" ported \
		"a series on top of each other, $tree: ported"
	rm -rf "$scratch/am"
	git clone -q "$scratch/stable" "$scratch/am"
	ok 'git am takes it' git -C "$scratch/am" am -q "$work"/patches/upper/$tree/0*.patch
	git -C "$scratch/am" rev-parse 'HEAD^{tree}' >"$scratch/got"
	git -C "$scratch/am" reset -q --hard origin/stable
	git -C "$scratch/am" am -q "$scratch"/mail-upper/*.patch
	is "$(cat "$scratch/got")" "$(git -C "$scratch/am" rev-parse 'HEAD^{tree}')" \
		"$tree: the tree of git am with upstream's mails"
done

# what does not fit says why
cp -r "$scratch/folder" "$scratch/other"
ln -sf elsewhere.c "$scratch/other/lib/link"
printf 'a\0z\n' >"$scratch/other/lib/data.bin"
sed -i 's/moved(3)/moved(33)/' "$scratch/other/lib/moved.c"
git init -q "$scratch/other-git"
cp -r "$scratch/other/." "$scratch/other-git"
git -C "$scratch/other-git" add -A
git -C "$scratch/other-git" commit -q -m other
# why TAG TREE: the reason of a conflict
why() {
	run "$BACKSTITCH" port --format=json --no-proofs --tree "$2" "$1"
	said '.trees[0].patches[0] | .outcome + ": " + .reason'
}
like "$(why links "plain.y=$scratch/other")" \
	"^conflict: 'lib/link' is 'elsewhere.c' in this tree, where .* expects 'text.c'" \
	'a folder: another link'
like "$(why binary "plain.y=$scratch/other")" \
	"^conflict: 'lib/data.bin' is binary, and this tree has another version" \
	'a folder: another binary'
like "$(why links "alone.y=$scratch/other-git:HEAD")" \
	"^conflict: 'lib/link' is a symbolic link upstream .*, and both changed it" \
	'a git tree: another link'
like "$(why binary "alone.y=$scratch/other-git:HEAD")" \
	"^conflict: 'lib/data.bin' is binary, and both sides changed it" \
	'a git tree: another binary'
rm -r patches/binary
g format-patch -q -1 --no-binary --zero-commit -o "$scratch/mail-differ" binary
"$BACKSTITCH" import --name differ "$scratch"/mail-differ/*.patch >/dev/null
like "$(why differ plain.y)" "^conflict: 'lib/data.bin' is binary, and the patch does not hold" \
	'a binary whose content is not in the mail'

# a conflict in a file with another name: a person completes it
at=.backstitch/conflicts/rename/plain.y/0001
run "$BACKSTITCH" port --format=json --no-proofs --conflicts --tree "plain.y=$scratch/other" rename
is "$(said '.trees[0].patches[0].draft')" $at/edit 'a rename with a conflict: files to edit'
is "$(cd $at/edit && find . -type f)" ./lib/there.c 'under the new name'
like "$(cat $at/edit/lib/there.c)" '^<<<<<<< ' 'with markers'
sed -i '/^<<<<<<</,/^>>>>>>>/c\	a += moved(330);' $at/edit/lib/there.c
run "$BACKSTITCH" port --format=json --no-proofs --continue --tree "plain.y=$scratch/other" rename
is "$(said '.trees[0].patches[0] | .outcome + " " + .rung')" 'ported manual' 'and it is taken'
git -C "$scratch/other-git" am -q "$PWD/$(said '.trees[0].patches[0].file')"
is "$(git -C "$scratch/other-git" show --format= -M --name-status | tr '\t' ' ' | tr -d 0-9)" \
	'R lib/moved.c lib/there.c' 'git am makes the rename'
git -C "$scratch/other-git" reset -q --hard HEAD~
run "$BACKSTITCH" port --format=json --no-proofs --tree "alone.y=$scratch/other-git:HEAD" rename
is "$(said '.trees[0].patches[0] | .outcome + " " + .rung')" 'proposed recorded' \
	'the next tree is solved by it'

# the same where git knows the base
run "$BACKSTITCH" port --format=json --no-proofs --conflicts --repo "$repo" \
	--tree "known.y=$scratch/other-git:HEAD" rename
is "$(said '.trees[0].patches[0] | .outcome + " " + .rung')" 'proposed recorded' \
	'with the base at hand as well'
rm patches/rename/resolutions
run "$BACKSTITCH" port --format=json --no-proofs --conflicts --repo "$repo" \
	--tree "known.y=$scratch/other-git:HEAD" rename
at=.backstitch/conflicts/rename/known.y/0001
is "$(said '.trees[0].patches[0].draft')" $at/edit 'with the base: files to edit'
sed -i '/^<<<<<<</,/^>>>>>>>/c\	a += moved(330);' $at/edit/lib/there.c
run "$BACKSTITCH" port --format=json --no-proofs --continue --repo "$repo" \
	--tree "known.y=$scratch/other-git:HEAD" rename
is "$(said '.trees[0].patches[0] | .outcome + " " + .rung')" 'ported manual' 'and it is taken'

# a file that upstream deletes, and that is another one here
g checkout -q -f -b away start
g rm -q lib/both.c
sed -i 's/^text/&/;s/text(3)/text(30)/' "$repo/lib/text.c"
save 'away: both' away-tag
g format-patch -q -1 --zero-commit -o "$scratch/mail-away" away
"$BACKSTITCH" import --name away "$scratch"/mail-away/*.patch >/dev/null
sed -i 's/both(3)/both(33)/' "$scratch/other/lib/both.c"
at=.backstitch/conflicts/away/plain.y/0001
run "$BACKSTITCH" port --format=json --no-proofs --conflicts --tree "plain.y=$scratch/other" away
is "$(said '.trees[0].patches[0] | .outcome + " " + .draft')" "conflict $at/edit" \
	'a deleted file that is another one here: a conflict'
like "$(cat $at/edit/lib/both.c)" 'both\(33\)' 'to look at'
rm $at/edit/lib/both.c
run "$BACKSTITCH" port --format=json --no-proofs --continue --tree "plain.y=$scratch/other" away
is "$(said '.trees[0].patches[0] | .outcome + " " + .rung')" 'ported manual' 'and to delete'
like "$(cat "$(said '.trees[0].patches[0].file')")" '^deleted file' 'which the patch then does'
finish
