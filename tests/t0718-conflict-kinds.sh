#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Conflicts in which no rung leaves a region open: nothing of the change has a place, a file that
# upstream removes, a line that stays elsewhere, a binary file, a submodule.  Each can be completed
# by hand or left out.
. "$(dirname "$0")/lib.sh"
have git python3 || skip_all 'git and python3 are needed'
git_user

# stop BODY: dev_stop() of drv/b.c
stop() {
	printf 'static int dev_stop(struct dev *d)\n{\n\tint ret = dev_check(d);\n\n'
	printf '\tif (ret)\n\t\treturn ret;\n%s\n\treturn 0;\n}\n\n' "$1"
	printf 'int dev_end(struct dev *d)\n{\n\treturn dev_stop(d);\n}\n'
}

# rx TOP BELOW: drv/rx.c with lines at two places
rx() {
	printf 'int rx(struct d *d)\n{\n\tint ret;\n%b\n\tret = lock(d);\n\tif (ret)\n' "$1"
	printf '\t\treturn ret;\n%b\td->count++;\n\tunlock(d);\n\treturn 0;\n}\n' "$2"
}

# a C file, a binary one, one that is removed and one that is a submodule; on both branches others
git init -q -b main "$repo"
mkdir "$repo/drv"
stop '	d->state = 0;
	d->mode = 1;
	d->users--;' >"$repo/drv/b.c"
seq 20 >"$repo/drv/old.c"
printf 'bin\0one\n' >"$repo/drv/b.bin"
rx '' '\tkick(d);\n' >"$repo/drv/rx.c"
seq 30 >"$repo/drv/list"
g add -A
g update-index --add --cacheinfo "160000,$(printf '1%.0s' $(seq 40)),sub"
g commit -q -m start
g checkout -q -b stable
sed -i 's/^7$/seven/' "$repo/drv/old.c"
printf 'bin\0stable\n' >"$repo/drv/b.bin"
rx '\tkick(d);\n' '' >"$repo/drv/rx.c"
g add drv
g update-index --cacheinfo "160000,$(printf '2%.0s' $(seq 40)),sub"
g commit -q -m 'stable: its own'
g checkout -q main
stop '	dev_reset(d, 1);
	put_user_of(d);' >"$repo/drv/b.c"
g commit -q -a -m 'drv: helpers'
g tag base
stop '	if (d->users > 0)
		put_user_of(d);
	if (!d->users)
		dev_reset(d, 1);' >"$repo/drv/b.c"
g commit -q -a -m 'drv: not while in use'
g tag nowhere
g rm -q drv/old.c
g commit -q -m 'drv: old goes'
g tag removed
rx '' '' >"$repo/drv/rx.c"
g commit -q -a -m 'rx: no kick'
g tag stays
printf 'bin\0two\n' >"$repo/drv/b.bin"
sed -i 's/^9$/nine/' "$repo/drv/list"
g commit -q -a -m 'drv: new bits'
g tag binary
g update-index --cacheinfo "160000,$(printf '3%.0s' $(seq 40)),sub"
sed -i 's/^19$/nineteen/' "$repo/drv/list"
g add drv
g commit -q -m 'sub: bump'
g tag submodule
sed -i 's/^28$/twenty-eight/' "$repo/drv/list"
g commit -q -a -m 'drv: twenty-eight'
g tag last

workspace
"$BACKSTITCH" tree add st "$repo:stable" >/dev/null
port() {
	run "$BACKSTITCH" port --no-proofs --repo "$repo" --format=json --tree st "$@"
}
# said EXPRESSION: a value of the answer; p is its first tree's first patch
said() {
	python3 -c '
import json, sys
said = json.load(open(sys.argv[1], encoding="utf-8"))
all = said["trees"][0]["patches"]
p = all[0]
print(eval(sys.argv[2]))' "$out" "$1"
}

# 1. nothing of the change has a place here
port --conflicts --name nowhere nowhere
is "$(said 'p["outcome"]')" conflict 'a change without a place: a conflict'
like "$(said 'p["reason"]')" '^nothing of the change has a place here' 'that is the reason'
edit=.backstitch/conflicts/nowhere/st/0001/edit
is "$(said 'p["draft"]') $(cd $edit && find . -type f)" "$edit ./drv/b.c" 'there is a file to edit'
for side in stable:ours base:base nowhere:theirs; do
	g show "${side%:*}:drv/b.c" >"$scratch/${side#*:}"
done
(cd "$scratch" && git merge-file -p --diff3 ours base theirs) | sed 's/^\([<|>]\{7\}\) .*/\1/' \
	>"$scratch/expected"
sed 's/^\([<|>]\{7\}\) .*/\1/' $edit/drv/b.c >"$scratch/got"
same_file "$scratch/got" "$scratch/expected" 'as git merge-file --diff3 leaves it'
run "$BACKSTITCH" pick --repo "$repo" --onto stable --conflicts marked nowhere
sed 's/^\([<|>]\{7\}\) .*/\1/' marked/drv/b.c >"$scratch/got"
same_file "$scratch/got" "$scratch/expected" 'pick writes the same'
fails_with 128 'a conflict marker is left' 'the markers must go' \
	"$BACKSTITCH" port --continue --no-proofs --tree st nowhere
stop '	d->users--;
	if (d->users > 0)
		return 0;
	d->state = 0;
	d->mode = 1;' >$edit/drv/b.c
cp $edit/drv/b.c "$scratch/expected"
port --continue nowhere
is "$(said 'p["outcome"], p["rung"]')" "('ported', 'manual')" 'what was edited is taken'
git clone -q "$repo" "$scratch/am" -b stable
ok 'git am takes the patch' git -C "$scratch/am" am -q "$PWD"/patches/nowhere/st/0001-*.patch
same_file "$scratch/am/drv/b.c" "$scratch/expected" 'and makes the edited file of it'

# 2. upstream removes what is another file here
port --conflicts --name removed removed
edit=.backstitch/conflicts/removed/st/0001/edit
like "$(cat $edit/drv/old.c)" '^<<<<<<< ' 'a file that upstream removes is in question'
rm $edit/drv/old.c
port --continue removed
is "$(said 'p["outcome"], p["rung"]')" "('ported', 'manual')" 'it can be removed'
like "$(cat patches/removed/st/0001-*)" '^ delete mode 100644 drv/old.c' 'which the patch does'

# 3. a line that upstream removes stands elsewhere: nothing in the file shows that it is open
port --conflicts --name stays stays
folder=.backstitch/conflicts/stays/st/0001
like "$(said 'p["reason"]')" 'nothing is left to change .*, but drv/rx.c' 'a line that stays'
like "$(said 'p["notes"]')" "'drv/rx.c' is as it is here: edit it" 'a note says what to do'
g show stable:drv/rx.c >"$scratch/expected"
same_file $folder/edit/drv/rx.c "$scratch/expected" 'the file is as it is here'
g show stays:drv/rx.c >"$scratch/expected"
same_file $folder/theirs/drv/rx.c "$scratch/expected" "upstream's stands beside it"
fails_with 128 'nothing was edited .*--skip' 'a file that was not edited is no answer' \
	"$BACKSTITCH" port --continue --no-proofs --tree st stays
run "$BACKSTITCH" pick --repo "$repo" --onto stable --conflicts beside stays
is "$(cd beside && find . -type f | sort | tr '\n' ' ')" \
	'./drv/rx.c ./drv/rx.c.base ./drv/rx.c.theirs ' "pick writes upstream's two beside it"
sed -i '/kick/d' $folder/edit/drv/rx.c
port --continue stays
is "$(said 'p["outcome"], p["rung"]')" "('ported', 'manual')" 'an edit is one'
test -e patches/stays/resolutions
is $? 1 'of which nothing is learnt, as no conflict shows what it answers'

# 4. a submodule, or a binary file: there is nothing to edit, but the series goes on without it
port --conflicts --name bits binary
is "$(said 'p["outcome"], p["draft"]')" "('conflict', None)" 'a binary file: no files'
port --conflicts --name sub submodule last
is "$(said 'all[0]["outcome"], all[0]["draft"], all[1]["outcome"]')" \
	"('conflict', None, 'ported')" 'a submodule: none either'
like "$(said 'p["continue"]')" '^backstitch port --skip ' 'the command leaves it out'
like "$(said 'p["notes"]')" 'no file of it can be completed by editing .*--skip' 'a note says so'
like "$(cd .backstitch/conflicts/sub/st/0001 && find . -type f)" '^./state.ini$' 'and it waits'
fails_with 128 'leave the patch out with --skip' '--continue says what can be done' \
	"$BACKSTITCH" port --continue --no-proofs --tree st sub
run "$BACKSTITCH" port --no-proofs --tree st sub
like "$(cat "$out")" 'there is no file to edit' 'a later run tells of it as well'
port --skip sub
is "$(said 'all[0]["left-out"] is not None, all[1]["outcome"]')" "(True, 'ported')" \
	'--skip goes on'
run "$BACKSTITCH" pick --repo "$repo" --onto stable --conflicts none submodule
like "$(cat "$err")" "'sub' is not in 'none'" 'pick says what is not there'

# 5. a mail about two files, of which one is not here, to a folder
mkdir folder
g archive stable drv | tar -x -C folder
rm folder/drv/list
sed -i 's/mode = 1/mode = 2/' folder/drv/b.c
g checkout -q -b three "$(g rev-list --max-parents=0 main)"
sed -i 's/mode = 1/mode = 3/' "$repo/drv/b.c"
sed -i 's/^11$/eleven/' "$repo/drv/list"
commit 'drv: three'
g checkout -q main
g format-patch -q -1 -o "$PWD/mails" three
sed -i "1s/^From [0-9a-f]*/From $(printf '%040d' 0)/;/^index /d" mails/*
"$BACKSTITCH" import --name mailed mails/* >/dev/null
run "$BACKSTITCH" port --no-proofs --format=json --conflicts --tree "st=$PWD/folder" mailed
folder=.backstitch/conflicts/mailed/st/0001
is "$(said 'p["outcome"]') $(cd $folder/edit && find . -type f)" 'conflict ./drv/b.c' \
	'a file that is not here does not keep the other one from a person'
like "$(said 'p["notes"]')" "'drv/list' is not in this tree: where it is needed, make it in" \
	'it is named'
like "$(cat $folder/theirs/drv/list)" '^eleven$' "and upstream's lines of it are at hand"
like "$(cat $folder/edit/drv/b.c)" '^<<<<<<< ' 'the other one has markers'
sed -i '/^<<<<<<< /d; /^|||||||/,/^>>>>>>> /d; s/mode = 2/mode = 3/' $folder/edit/drv/b.c
cp $folder/edit/drv/b.c "$scratch/expected"
run "$BACKSTITCH" port --no-proofs --format=json --continue --tree "st=$PWD/folder" mailed
is "$(said 'p["outcome"], p["rung"]')" "('ported', 'manual')" 'what was edited is taken'
like "$(sed -z 's/\n  / /g' patches/mailed/st/0001-*)" \
	"'drv/list' is not in this tree: left out; " 'the message names the file that is not here'
ok 'patch(1) applies it' patch -s -d folder -p1 -i "$PWD/$(echo patches/mailed/st/0001-*)"
same_file folder/drv/b.c "$scratch/expected" 'as it was edited'

# 6. what a person made of it is in another function: a proof rejects it
rm -r patches/nowhere .backstitch/conflicts/nowhere
g branch -q other stable
"$BACKSTITCH" tree add other "$repo:other" >/dev/null
proved() {
	run "$BACKSTITCH" port --proof placement --branch --repo "$repo" --format=json "$@"
}
proved --tree st --conflicts --name wrong nowhere
edit=.backstitch/conflicts/wrong/st/0001/edit/drv/b.c
g show stable:drv/b.c | sed 's/return dev_stop(d);/return d->users ? 0 : dev_stop(d);/' >$edit
proved --tree st --continue wrong
is "$(said 'p["outcome"], p["verdict"]')" "('ported', 'failed')" 'a proof fails'
like "$(said 'said["trees"][0]["no-branch"]')" \
	'^a proof of patch 1 of 1 failed: drv: not while in use$' \
	'there is no branch, and it says why'
is "$(g branch --list 'backstitch/*')" '' 'in the repository neither'
like "$(said 'p["notes"]')" 'not kept for other trees' 'how it was resolved is not kept'
test -e patches/wrong/resolutions
is $? 1 'nor is it on the disk'
proved --tree other wrong
is "$(said 'p["outcome"]')" conflict 'and it is not offered to the next tree'
rm -r .backstitch/conflicts/wrong
proved --tree st --conflicts wrong
stop '	d->users--;
	if (d->users > 0)
		return 0;
	d->state = 0;
	d->mode = 1;' >$edit
proved --tree st --continue wrong
is "$(said 'p["outcome"], p["verdict"]')" "('ported', 'review')" 'in its own function it is right'
is "$(g branch --list 'backstitch/*' --format='%(refname:short)')" backstitch/wrong/st \
	'there is a branch'
proved --tree other wrong
is "$(said 'p["outcome"], p["rung"]')" "('proposed', 'recorded')" 'and the next tree is offered it'

# 7. a commit that nothing is before, onto a tree with one of its files
two_roots new
g checkout -q main
"$BACKSTITCH" tree add second "$repo:second" >/dev/null
begin() {
	run "$BACKSTITCH" port --no-proofs --repo "$repo" --format=json --tree second "$@"
}
begin --conflicts --name begin first
folder=.backstitch/conflicts/begin/second/0001
is "$(said 'p["outcome"]') $(cd $folder && find [bet]* -type f | sort | tr '\n' ' ')" \
	'conflict edit/new/a edit/new/b theirs/new/b ' 'of a first commit there is no base'
printf 'b\nother\n' >$folder/edit/new/b
begin --continue begin
is "$(said 'p["outcome"], p["rung"]')" "('ported', 'manual')" 'it is completed as any other'

finish
