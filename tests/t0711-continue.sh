#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A person completes a conflict, the series goes on, and the next tree is solved
# by it, as git rerere does it.
. "$(dirname "$0")/lib.sh"
have git python3 || skip_all 'git and python3 are needed'
git_user

# body MIDDLE: lib/a.c with something in the middle
body() {
	printf 'int before(int a)\n{\n\treturn a + 1;\n}\n\n'
	printf 'int middle(struct box *a)\n{\n\tint err;\n\n%s\n\n\treturn 0;\n}\n\n' "$1"
	printf 'int after(int a)\n{\n\treturn a + 2;\n}\n'
}

# put BRANCH FROM MIDDLE: a branch whose lib/a.c has that
put() {
	g checkout -q -b "$1" "$2"
	body "$3" >"$repo/lib/a.c"
	commit "$1: what differs"
}

old='	err = box_start(a, 1);
	if (err)
		return err;'
new='	err = box_start(unit_of(a), 7, MODE_BOX);
	if (CHECK_START(err, BOX, a))
		return -EINVAL;'
fixed='	err = box_start(unit_locked(a), 9, MODE_BOX);
	if (CHECK_START(err, BOX_LOCKED, a))
		return -EINVAL;'
resolved='	err = box_start(locked(a), 9);
	if (err)
		return err;'
stable='	err = box_start(quirk(a), 3);
	if (err)
		return err;'

git init -q -b main "$repo"
mkdir "$repo/lib"
body "$old" >"$repo/lib/a.c"
seq 30 >"$repo/lib/list"
commit start
g tag start
body "$new" >"$repo/lib/a.c"
commit 'box: units'
g tag base
body "$fixed" >"$repo/lib/a.c"
sed -i 's/^10$/ten/' "$repo/lib/list"
commit 'box: lock the unit'
g tag fix
sed -i 's/a + 2/a + 3/' "$repo/lib/a.c"
sed -i 's/^20$/twenty/' "$repo/lib/list"
commit 'box: three'
g tag follow-up

put one start "$stable"
put two start "$stable"
sed -i 's/a + 1/a + 11/' "$repo/lib/a.c"
commit 'two: another line'
put near start "$(printf '%s' "$stable" | sed 's/3)/4)/')"
put remark start "	/* a remark of this tree */
$stable"
g checkout -q main

workspace
for tree in one two near remark; do
	"$BACKSTITCH" tree add $tree.y "$repo:$tree" >/dev/null
done
port() {
	run "$BACKSTITCH" port --no-proofs --repo "$repo" --name box --format=json "$@"
}

# said EXPRESSION: a value of the answer; p is its first tree's first patch
said() {
	python3 -c '
import json, sys
said = json.load(open(sys.argv[1], encoding="utf-8"))
p = said["trees"][0]["patches"][0]
print(eval(sys.argv[2]))' "$out" "$1"
}
edit=.backstitch/conflicts/box/one.y/0001/edit

port --tree one.y base..follow-up
is "$(said 'p["outcome"]')" conflict 'the first patch is a conflict'
is "$(said 'p["draft"]') $(test -e .backstitch/conflicts && echo written)" 'None ' \
	'no files without --conflicts'
is "$(said 'p["conflicts"][0]["missing"][0]["commit"]')" "$(g rev-parse base)" \
	'the answer says which commit is missing'
is "$(said 'said["trees"][0]["patches"][1]["outcome"]')" ported 'the second is ported'
fails_with 128 'nothing to go on with' '--continue without --conflicts' \
	"$BACKSTITCH" port --continue --no-proofs --tree one.y box
fails_with 129 'dry-run' '--conflicts with --dry-run' \
	"$BACKSTITCH" port --conflicts --dry-run --tree one.y box

# trees that are alike are not explained twice
"$BACKSTITCH" tree add same.y "$repo:one" >/dev/null
run "$BACKSTITCH" port --dry-run --no-proofs --tree near.y --tree one.y --tree same.y box
is "$(grep -c '^  upstream  changes$' "$out")" 1 'what upstream changes is shown once'
like "$(cat "$out")" '^  upstream  changes, as above on near.y$' 'another tree says where'
is "$(grep -c '^  expects ' "$out")" 2 'and what is different there'
like "$(cat "$out")" '^  conflict  lib/a.c:10, middle: as above on one.y$' 'or that nothing is'
run "$BACKSTITCH" port --dry-run --no-proofs --tree same.y box
is "$(grep -c '^  expects ' "$out")" 1 'which stands for itself by itself'
rm stable-trees/same.y.ini

port --conflicts --tree one.y box
is "$(said 'p["draft"]')" "$edit" '--conflicts says where the files are'
is "$(cd $edit && find . -type f | sort | tr '\n' ' ')" './lib/a.c ./lib/list ' \
	'those that the patch changes'
like "$(cat $edit/lib/a.c)" '^<<<<<<< ' 'with markers'
like "$(cat $edit/lib/list)" '^ten$' 'or with the change'
git -C "$repo" show one:lib/a.c >"$scratch/ours"
git -C "$repo" show base:lib/a.c >"$scratch/base"
git -C "$repo" show fix:lib/a.c >"$scratch/theirs"
(cd "$scratch" && git merge-file -p --diff3 ours base theirs) | sed 's/^\([<|>]\{7\}\) .*/\1/' \
	>"$scratch/expected"
sed 's/^\([<|>]\{7\}\) .*/\1/' $edit/lib/a.c >"$scratch/got"
same_file "$scratch/got" "$scratch/expected" 'the same as git merge-file --diff3, labels apart'

# what cannot be taken
again() {
	fails_with 128 "$1" "$2" "$BACKSTITCH" port --continue --no-proofs --tree one.y box
}
again 'line 10: a conflict marker is left' 'markers that are left are refused, with the line'
body "$resolved" >$edit/lib/a.c
touch $edit/lib/a.c.orig
again 'a.c.orig.* is no file of the patch' 'a file more is refused'
rm $edit/lib/a.c.orig
ln -s /etc/passwd $edit/lib/link
again 'link.* is no file of the patch' 'a link is refused'
rm $edit/lib/link
printf 'a\0b\n' >$edit/lib/a.c
again 'NUL byte' 'a NUL byte is refused'
body "$resolved" >$edit/lib/a.c
fails_with 128 'files that were edited' '--conflicts does not write over what was edited' \
	"$BACKSTITCH" port --conflicts --no-proofs --tree one.y box
fails_with 128 'the tree moved on' 'a tree that moved on is refused' \
	"$BACKSTITCH" port --continue --no-proofs --tree "one.y=$repo:near" box
test -e patches/box/resolutions
is $? 1 'nothing was recorded so far'
is "$(cat patches/box/one.y/series)" "$(basename patches/box/one.y/0002-*)" \
	'nor was a patch written'

for part in given ours base theirs; do
	mv $edit/../$part "$scratch/part"
	again 'one.y/0001. is damaged: what is beside .edit.' "$part/ must be there"
	mv "$scratch/part" $edit/../$part
done
mv $edit $edit.away
again 'edit. is not there: the files of the patch are gone' 'without edit/ nothing is removed'
mkdir -p $edit/lib
again 'edit. is empty: the files of the patch are gone' 'nor with an empty one'
rm -r $edit
mv $edit.away $edit
rm $edit/lib/list
mkdir $edit/lib/list
again 'edit/lib/list. is no file any more' 'a folder in the place of a file is refused'
rmdir $edit/lib/list
cp $edit/../given/lib/list $edit/lib/list

# taken
port --continue --tree one.y box
is "$(said 'p["outcome"], p["rung"], p["verdict"]')" "('ported', 'manual', 'review')" \
	'the edited files are taken'
is "$(said 'p["hunks"][0]["placement"]')" manual 'by hand, it says'
is "$(said 'said["trees"][0]["patches"][1]["outcome"]')" ported 'and the series goes on'
git clone -q "$repo" "$scratch/am" -b one
ok 'git am takes both patches' git -C "$scratch/am" am -q "$PWD"/patches/box/one.y/000*.patch
body "$resolved" | sed 's/a + 2/a + 3/' >"$scratch/expected"
same_file "$scratch/am/lib/a.c" "$scratch/expected" 'and the file is the one that was edited'
like "$(git -C "$scratch/am" log -2 --format=%B)" 'resolved by hand' 'which the message says'
is "$(grep -c '^resolution ' patches/box/resolutions)" 1 'the resolution is recorded'
like "$(cat patches/box/resolutions)" '^tree one.y$' 'with the tree'
cp patches/box/one.y/verdict.json "$scratch/verdict"
port --tree one.y box
is "$(said 'p["rung"]')" manual 'another run keeps it'
same_file patches/box/one.y/verdict.json "$scratch/verdict" 'and changes nothing'
cp -r $edit "$scratch/edit"
printf 'int half(\n' >>$edit/lib/a.c
rm $edit/lib/list
touch $edit/lib/more
port --tree one.y box
same_file patches/box/one.y/verdict.json "$scratch/verdict" 'whatever was edited since'
rm -r $edit
port --tree one.y box
same_file patches/box/one.y/verdict.json "$scratch/verdict" 'or removed'
mv "$scratch/edit" $edit
cp -r $edit/../taken "$scratch/kept"
printf 'int half(\n' >>$edit/../taken/lib/a.c
fails_with 128 'one.y/0001. is damaged' 'what was kept must be whole' \
	"$BACKSTITCH" port --no-proofs --tree one.y box
cp "$scratch/kept/lib/a.c" $edit/../taken/lib/a.c
fails_with 128 'nothing to go on with' 'there is nothing more to continue' \
	"$BACKSTITCH" port --continue --no-proofs --tree one.y box

# what is no file is not waited for
first=$(echo patches/box/0001-*.patch)
for file in patches/box/resolutions "$first"; do
	mv "$file" "$scratch/file"
	mkfifo "$file"
	fails_with 128 "$(basename "$file").*no regular file" \
		"a FIFO in the place of $(basename "$file")" \
		timeout 60 "$BACKSTITCH" port --no-proofs --tree one.y box
	rm "$file"
	mv "$scratch/file" "$file"
done

# the same conflict on another tree, and what git rerere makes of it
rerere=$scratch/rerere
git clone -q "$repo" "$rerere"
git -C "$rerere" config rerere.enabled true
git -C "$rerere" checkout -q one
git -C "$rerere" cherry-pick fix >/dev/null 2>&1
body "$resolved" >"$rerere/lib/a.c"
git -C "$rerere" commit -q -a -m resolved 2>/dev/null
port --tree two.y box
is "$(said 'p["outcome"], p["rung"]')" "('proposed', 'recorded')" 'the next tree: by the record'
git -C "$repo" show two:lib/a.c >"$scratch/two"
git clone -q "$repo" "$scratch/am2" -b two
git -C "$scratch/am2" am -q "$PWD"/patches/box/two.y/0001-*.patch
git -C "$rerere" checkout -q two
git -C "$rerere" cherry-pick fix >/dev/null 2>&1
same_file "$scratch/am2/lib/a.c" "$rerere/lib/a.c" 'the same bytes as git rerere'
git -C "$rerere" reset -q --hard

port --tree near.y box
is "$(said 'p["outcome"]')" conflict 'a conflict that is only alike is not solved'
git -C "$rerere" checkout -q near
git -C "$rerere" cherry-pick fix >/dev/null 2>&1
like "$(cat "$rerere/lib/a.c")" '^<<<<<<<' 'nor by git rerere'
git -C "$rerere" reset -q --hard

port --tree remark.y box
is "$(said 'p["outcome"], p["rung"]')" "('proposed', 'recorded')" \
	'a comment of the tree is in the way for rerere only'
git clone -q "$repo" "$scratch/am3" -b remark
git -C "$scratch/am3" am -q "$PWD"/patches/box/remark.y/0001-*.patch
body "	/* a remark of this tree */
$resolved" >"$scratch/expected"
same_file "$scratch/am3/lib/a.c" "$scratch/expected" 'and it is kept'

# pick with the file
run "$BACKSTITCH" pick --repo "$repo" --onto two --resolutions patches/box/resolutions fix
like "$(cat "$out")" '"rung":"recorded"' 'pick --resolutions'

# a folder instead of a repository
git -C "$repo" worktree add -q "$scratch/plain" two
rm "$scratch/plain/.git"
run "$BACKSTITCH" port --no-proofs --format=json --tree "two.y=$scratch/plain" box
is "$(said 'p["outcome"], p["rung"]')" "('proposed', 'recorded')" 'a folder: by the record as well'
git -C "$repo" worktree prune

# the same from mails: the base is found by its blob, what is missing in another series
git -C "$repo" format-patch -q -1 -o "$scratch/units" base
git -C "$repo" format-patch -q -1 -o "$scratch/mailed" fix
sed -i "1s/^From [0-9a-f]*/From $(printf '%040d' 0)/" "$scratch"/units/* "$scratch"/mailed/*
"$BACKSTITCH" import --name units "$scratch"/units/* >/dev/null
"$BACKSTITCH" import --name mailed "$scratch"/mailed/* >/dev/null
sed -i '/^upstream/d' patches/units/series.ini patches/mailed/series.ini
run "$BACKSTITCH" port --no-proofs --conflicts --format=json --tree one.y mailed
is "$(said 'p["outcome"]')" conflict 'a mail: a conflict'
is "$(said '[(m["kind"], m["what"]) for m in p["conflicts"][0]["missing"]]')" \
	"[('patch', 'units 1/1')]" 'the patch of another series is what is missing'
is "$(said 'p["conflicts"][0]["since"][0]["commit"]')" "$(g rev-parse one)" \
	'and since which commit of the tree'
like "$(cat .backstitch/conflicts/mailed/one.y/0001/edit/lib/a.c)" '^<<<<<<< ' 'with markers'
rm -r patches/units
run "$BACKSTITCH" port --no-proofs --format=json --tree one.y mailed
is "$(said 'p["conflicts"][0]["missing"]')" '[]' 'without that series nothing is guessed'

# an edit where nothing was open: it is taken, but half of a solution is not learnt
cp patches/box/resolutions "$scratch/resolutions"
port --conflicts --tree near.y box
edit=.backstitch/conflicts/box/near.y/0001/edit
body "$resolved" >$edit/lib/a.c
sed -i 's/^25$/twenty-five/' $edit/lib/list
port --continue --tree near.y box
is "$(said 'p["outcome"], p["rung"]')" "('ported', 'manual')" \
	'a file may be edited in which nothing was open'
like "$(cat patches/box/near.y/0001-*)" '^\+twenty-five' 'that goes into the patch'
same_file patches/box/resolutions "$scratch/resolutions" 'but nothing is learnt from it'
like "$(said 'p["notes"]')" "is not kept for other trees, as 'lib/list' was changed, where" \
	'which a note says'
rm -r .backstitch/conflicts/box/near.y
port --conflicts --tree near.y box
body "$resolved" | sed 's/a + 1/a + 5/' >$edit/lib/a.c
port --continue --tree near.y box
same_file patches/box/resolutions "$scratch/resolutions" \
	'nor from a file that was changed outside of its conflict, too'
like "$(said 'p["notes"]')" "is not kept for other trees, as lines of 'lib/a.c' outside of its" \
	'which a note says, too'
rm -r .backstitch/conflicts/box/near.y
port --conflicts --tree near.y box
body "$resolved" >$edit/lib/a.c
port --continue --tree near.y box
unlike "$(said 'p["notes"]')" 'is not kept' 'and not where it is kept'
cp "$scratch/resolutions" patches/box/resolutions

# a text that looks wrong is taken, as a person may know better, and warned of wherever it is told
is "$(said 'p["warnings"]')" '[]' 'a text that looks right is not warned of'
rm -r .backstitch/conflicts/box/near.y
port --conflicts --tree near.y box
body "$resolved
	}" >$edit/lib/a.c
sed -i 's/locked(a), 9/locked(a), MODE_BOX/' $edit/lib/a.c
port --continue --tree near.y box
is "$status" 1 "a stray '}': exit status 1"
is "$(said 'p["outcome"], p["rung"], p["verdict"]')" "('ported', 'manual', 'review')" \
	'a person looks at it'
like "$(said 'p["warnings"]')" "braces: 1 '}' too many" 'braces are warned of'
like "$(said 'p["warnings"]')" "does not know 'MODE_BOX'" 'and a name that this tree has not'
like "$(cat patches/box/near.y/verdict.json)" '"braces: ' 'in the verdict'
run "$BACKSTITCH" port --no-proofs --repo "$repo" --tree near.y box
like "$(cat "$out")" 'warning +.*does not know' 'in text, also by a later run'
like "$(cat "$out")" 'looks wrong' 'with the state'
run "$BACKSTITCH" report --format=html
like "$(cat "$out")" 'braces: ' 'and in the report'
printf '[tree]\nname=near.y\npath=%s:near\n[proofs]\nrequired=placement\n' "$repo" \
	>stable-trees/near.y.ini
rm -r .backstitch/conflicts/box/near.y
port --conflicts --tree near.y box
body "$resolved" >$edit/lib/a.c
sed -i 's/locked(a), 9/locked(a), MODE_BOX/' $edit/lib/a.c
run "$BACKSTITCH" port --repo "$repo" --continue --format=json --tree near.y box
is "$(said '[q["result"] for q in p["proofs"]], p["verdict"]')" "(['pass'], 'review')" \
	'and it is not proven, whatever passes'

# a file that this tree lacks, and that whoever was asked left out
g checkout -q -b more base
{
	printf 'int more(void)\n{\n\tone(1);\n\ttwo(2);\n\treturn 1;\n}\n\n'
	seq -f '/* %g */' 9
	body "$stable" | sed -n '/^int after/,$p'
} >"$repo/lib/more.c"
sed -i '/^int after/,$d' "$repo/lib/a.c"
commit 'more: a file, with what was elsewhere'
sed -i 's/two(2)/two(22)/;s/a + [23]/a + 7/' "$repo/lib/more.c"
sed -i 's/^15$/fifteen/' "$repo/lib/list"
commit 'more: two'
g checkout -q main
run "$BACKSTITCH" port --no-proofs --format=json --conflicts --name more --tree one.y more
edit=.backstitch/conflicts/more/one.y/0001/edit
is "$(said 'p["outcome"]')" conflict 'a file whose code is partly elsewhere: a conflict'
like "$(cat $edit/lib/more.c)" '^<<<<<<< ' 'all of it is in question'
rm $edit/lib/more.c
run "$BACKSTITCH" port --no-proofs --format=json --continue --tree one.y more
is "$(said 'p["outcome"], p["rung"]')" "('ported', 'manual')" 'a file that is left out by hand'
like "$(sed -z 's/\n  / /g' patches/more/one.y/0001-*)" \
	"^\[ A Tester: 'lib/more.c' is not in this tree: left out; conflicts resolved by hand \]" \
	'which the message says, and no more'
is "$(sed -n '/ upstream\.$/,/^\[/p' patches/more/one.y/0001-* | wc -l)" 3 \
	'with one blank line where upstream says nothing'

# git stops at a second file, of which a rung leaves all out; a new file lands, one file is as
# upstream has it already, and one is not here
g checkout -q -b wide base
seq 9 >"$repo/lib/same"
mkdir "$repo/Documentation"
seq 9 >"$repo/Documentation/wide.rst"
commit 'wide: begin'
body "$fixed" >"$repo/lib/a.c"
sed -i 's/^10$/ten of upstream/' "$repo/lib/list"
sed -i 's/^5$/five/' "$repo/lib/same" "$repo/Documentation/wide.rst"
printf 'int wide;\n' >"$repo/lib/wide.c"
commit 'wide: all of it'
g tag wide-fix
put wider start "$stable"
sed -i 's/^10$/ten of this tree/' "$repo/lib/list"
seq 9 | sed 's/^5$/five/' >"$repo/lib/same"
commit 'wider: its own'
g checkout -q main
"$BACKSTITCH" tree add wider.y "$repo:wider" >/dev/null
run "$BACKSTITCH" port --no-proofs --format=json --conflicts --name wide --tree wider.y wide-fix
edit=.backstitch/conflicts/wide/wider.y/0001/edit
is "$(said 'p["outcome"]')" conflict 'two files at which git stops: a conflict'
is "$(cd $edit && find . -type f | sort | tr '\n' ' ')" \
	'./lib/a.c ./lib/list ./lib/same ./lib/wide.c ' \
	'all files that the patch touches and the tree has'
marked() {
	for side in wider:ours wide-fix^:base wide-fix:theirs; do
		g show "${side%:*}:lib/list" >"$scratch/${side#*:}"
	done
	(cd "$scratch" && git merge-file -p --diff3 ours base theirs) |
		sed 's/^\([<|>]\{7\}\) .*/\1/' >"$scratch/expected"
	sed 's/^\([<|>]\{7\}\) .*/\1/' "$1" >"$scratch/got"
	same_file "$scratch/got" "$scratch/expected" "$2"
}
marked $edit/lib/list 'where a rung left edits out, markers as of git merge-file'
like "$(said 'p["notes"]')" 'Documentation/wide.rst. is not in this tree: where it is needed' \
	'a note names the file that is not here'
ok "and upstream's is beside edit/" test -s $edit/../theirs/Documentation/wide.rst
run "$BACKSTITCH" pick --repo "$repo" --onto wider --conflicts "$scratch/wide" wide-fix
is "$(cd "$scratch/wide" && find . -type f | sort | tr '\n' ' ')" \
	"./Documentation/wide.rst.base ./Documentation/wide.rst.theirs $(cd $edit &&
		find . -type f | sort | tr '\n' ' ')" 'the same files of pick --conflicts'
marked "$scratch/wide/lib/list" 'with the same markers'
body "$resolved" >$edit/lib/a.c
fails_with 128 'lib/list., line 10: a conflict marker is left' \
	'it cannot be taken before that is resolved' \
	"$BACKSTITCH" port --continue --no-proofs --tree wider.y wide
seq 30 | sed 's/^10$/ten of both/' >$edit/lib/list
sed -i 's/^7$/seven/' $edit/lib/same
mkdir $edit/Documentation
seq 8 >$edit/Documentation/wide.rst
run "$BACKSTITCH" port --no-proofs --format=json --continue --tree wider.y wide
is "$(said 'p["outcome"], p["rung"]')" "('ported', 'manual')" 'then it is taken'
is "$(grep '^[-+][^-+]' patches/wide/wider.y/0001-* | grep -v '	' | tr '\n' ' ')" \
	"$(seq -f '+%g' 8 | tr '\n' ' ')-ten of this tree +ten of both -7 +seven +int wide; " \
	'with what was edited in each of them, and the file that was made'

# a proposal: a file that it leaves as it is can be edited, too
g checkout -q wide
sed -i 's/^20$/twenty of upstream/' "$repo/lib/list"
sed -i 's/^8$/eight/' "$repo/Documentation/wide.rst"
printf 'int wide, wider;\n' >"$repo/lib/wider.c"
commit 'wide: propose'
g tag propose-fix
g checkout -q wider
sed -i 's/^20$/twenty of this tree/' "$repo/lib/list"
commit 'wider: twenty'
g checkout -q main
run "$BACKSTITCH" port --no-proofs --format=json --conflicts --name propose --tree wider.y \
	propose-fix
edit=.backstitch/conflicts/propose/wider.y/0001/edit
is "$(said 'p["outcome"]')" proposed 'of which a file is left out: a proposal'
is "$(cd $edit && find . -type f | sort | tr '\n' ' ')" './lib/list ./lib/wider.c ' \
	'the files of a proposal are there, left out or not'
like "$(said 'p["notes"]')" 'Documentation/wide.rst. is not in this tree' \
	'and one that is not here is named'
seq 30 | sed 's/^10$/ten of this tree/;s/^20$/twenty of both/' >$edit/lib/list
run "$BACKSTITCH" port --no-proofs --format=json --continue --tree wider.y propose
is "$(said 'p["outcome"], p["rung"]')" "('ported', 'manual')" 'it is taken with that file'
like "$(cat patches/propose/wider.y/0001-*)" '^\+twenty of both' 'which the patch has'

# one conflict at two places, in one file or in two, resolved in two ways
twin() {
	printf 'int %s(struct s *p, int a)\n{\n\tint ret = 0;\n\n\tlock(p);\n%s\n' "$1" "$2"
	printf '\t\tret = -EINVAL;\n\tunlock(p);\n\treturn ret;\n}\n\n'
}
twins() {
	{
		twin alpha "$1"
		twin gamma "$(printf '\tif (gamma_check(p, a%s))' "$2")"
		twin beta "$1"
	} >"$repo/lib/twins.c"
	twin delta "$1" >"$repo/lib/twin.c"
}
g checkout -q -b twins start
twins '	if (validate(p, a, FLAG_ONE, a + 2) < 0)' ''
commit 'twins: new'
for tree in twin other; do
	g checkout -q -b $tree twins
	twins '	if (own_check(p) || !old_validate(p))' ', 7'
	commit "$tree: its own"
	"$BACKSTITCH" tree add $tree.y "$repo:$tree" >/dev/null
done
g checkout -q twins
twins '	if (validate_new(p, a + 1, FLAG_TWO, a + 3) < 0)' ', MODE_GAMMA, a + 1, FLAG_TWO'
commit 'twins: a flag'
g checkout -q main
resolve_twins() {
	rm -rf .backstitch/conflicts/twins patches/twins/resolutions
	run "$BACKSTITCH" port --no-proofs --conflicts --name twins --tree twin.y twins
	python3 - .backstitch/conflicts/twins/twin.y/0001/edit/lib "$@" <<-'EOF'
	import re, sys
	folder, *ways = sys.argv[1:]
	for name in "twins.c", "twin.c":
	    path = folder + "/" + name
	    text = open(path).read()
	    text = re.sub(r"<{7}.*?>{7}[^\n]*\n", lambda m: "\tif (%s)\n" % ways.pop(0), text,
	                  flags=re.S)
	    open(path, "w").write(text)
	EOF
	run "$BACKSTITCH" port --no-proofs --continue --format=json --tree twin.y twins
}
resolve_twins 'way(p, 1)' 'gamma(p)' 'way(p, 1)' 'way(p,  1)'
is "$(said 'p["outcome"]') $(grep -c '^resolution ' patches/twins/resolutions)" 'ported 2' \
	'one conflict, resolved in the same way each time: recorded'
is "$(said 'p["notes"]')" '[]' 'without a word'
for ways in 'way(p,1) gamma(p) way(p,2) way(p,2)' 'way(p,1) gamma(p) way(p,1) way(p,2)' \
	'way(p,1) gamma(p) way(p,2) way(p,1)'; do
	# shellcheck disable=SC2086
	resolve_twins $ways
	is "$(said 'p["outcome"]') $(sed -n '/^result/{n;p}' patches/twins/resolutions)" \
		"ported |	if (gamma(p))" "and in two ways ($ways): not, but for the others"
	like "$(said 'p["notes"]')" 'lib/twin.*was resolved in two ways' 'which a note says'
done
run "$BACKSTITCH" port --no-proofs --format=json --tree other.y twins
is "$(said '[r["rung"] for f in p["files"] for r in f["regions"]].count("recorded")')" 1 \
	'another tree gets neither of the two'

# a file that is removed by hand, alone and with others; one that upstream removes
g checkout -q -b removing main
body "$new" >"$repo/lib/a.c"
sed -i 's/^10$/ten/' "$repo/lib/list"
commit 'removing: begin'
body "$fixed" >"$repo/lib/a.c"
sed -i 's/^25$/twenty-five/' "$repo/lib/list"
commit 'removing: change both'
g tag removing-both
g rm -q lib/a.c
commit 'removing: a.c goes'
g tag removing-one
g checkout -q main
removing() {
	rm -rf .backstitch/conflicts/removing patches/removing
	run "$BACKSTITCH" port --no-proofs --format=json --conflicts --name removing --tree one.y \
		"$1"
	edit=.backstitch/conflicts/removing/one.y/0001/edit
	rm $edit/lib/a.c
	run "$BACKSTITCH" port --no-proofs --format=json --continue --tree one.y removing
}
removing removing-both
is "$(said 'p["outcome"], p["warnings"]')" \
	"('ported', [\"'lib/a.c' is removed by hand: upstream keeps it\"])" \
	'a file may be removed, and is warned of'
removing removing-one
is "$(said 'p["outcome"], p["warnings"]')" "('ported', [])" \
	'one that upstream removes may be the only one, without a warning'

# names that are no UTF-8, or end in a blank: a conflict, and a proposal that leaves them out
latin=$(printf 'lib/lat\351in')
g checkout -q -b latin base
seq 9 >"$repo/$latin"
seq 9 >"$repo/lib/blank "
commit 'latin: begin'
body "$fixed" >"$repo/lib/a.c"
sed -i 's/^5$/five/' "$repo/$latin" "$repo/lib/blank "
commit 'latin: five'
g tag latin-fix
printf 'int latin;\n' >"$repo/lib/latin.c"
sed -i 's/^8$/eight/' "$repo/$latin"
commit 'latin: eight'
g tag latin-next
put roman start "$stable"
seq 9 >"$repo/$latin"
seq 9 >"$repo/lib/blank "
commit 'roman: its own'
sed -i 's/^8$/viii/' "$repo/$latin"
commit 'roman: viii'
g checkout -q main
"$BACKSTITCH" tree add roman.y "$repo:roman" >/dev/null
run "$BACKSTITCH" port --no-proofs --format=json --conflicts --name latin --tree roman.y latin-fix \
	latin-next
edit=.backstitch/conflicts/latin/roman.y/0001/edit
body "$resolved" >$edit/lib/a.c
seq 9 | sed 's/^5$/quinque/;s/^8$/viii/' >"$edit/$latin"
for patch in 0 1; do
	run "$BACKSTITCH" port --no-proofs --format=json --continue --tree roman.y latin
	is "$(said "[(q['outcome'], q['rung']) for q in said['trees'][0]['patches']][$patch]")" \
		"('ported', 'manual')" "patch $patch with such names is taken"
	test -e .backstitch/conflicts/latin/roman.y/0002 &&
		seq 9 | sed 's/^5$/quinque/;s/^8$/octo/' \
			>".backstitch/conflicts/latin/roman.y/0002/edit/$latin"
done
git clone -q "$repo" "$scratch/roman" -b roman
ok 'git am takes them' git -C "$scratch/roman" am -q "$PWD"/patches/latin/roman.y/000*.patch
is "$(tr '\n' ' ' <"$scratch/roman/$latin")" '1 2 3 4 quinque 6 7 octo 9 ' \
	'and the files are those that were edited'
is "$(tr '\n' ' ' <"$scratch/roman/lib/blank ")" '1 2 3 4 five 6 7 8 9 ' 'or given'

# tampered with
sed -i 's/|\terr = box_start(locked/|\terr = box_start(unlocked/' patches/box/resolutions
fails_with 128 'resolutions.*was edited' 'a record that was edited is refused' \
	"$BACKSTITCH" port --no-proofs --tree two.y box

finish
