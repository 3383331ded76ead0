#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: files that become folders and folders that become files, on either side; links,
# submodules, modes and empty files with them.  git merge-tree is the judge: where it is clean the
# tree is git's, and where it is not, this is no clean port either.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
git_user

# text NAME: a file that is like no other
text() { seq -f "$1, line %g" 20; }

# link COMMIT PATH: a submodule
link() { git update-index --add --cacheinfo "160000,$(printf "$1%.0s" $(seq 40)),$2"; }

# turn PATH NAME: the file becomes a folder, and goes in there by that name
turn() {
	mv "$1" moved
	mkdir "$1"
	mv moved "$1/$2"
}

# flatten PATH NAME: the folder becomes the file that it has by that name
flatten() {
	mv "$1/$2" moved
	rm -r "$1"
	mv moved "$1"
}

top() { sed -i '2s/$/, changed/' "$1"; }
end() { sed -i '19s/$/, changed/' "$1"; }

git init -q -b main "$repo"
cd "$repo" || exit 1
mkdir -p tool lib/sub pair
for name in script lib/one lib/sub/two tool/run pair/x pair/y pair.c other; do
	text $name >$name
done
chmod +x script
ln -s target alias
: >empty
git add -A
link 1 sub
git commit -q -m start
g tag start

# submodule PATH COMMIT: the one that there is goes there, at that commit
submodule() {
	git rm -q --cached sub
	rmdir sub
	mkdir -p "$1"
	link "$2" "$1"
}

# side BRANCH COMMAND: from the start, what the command does
side() {
	git checkout -q -f -B "$1" start
	git clean -qfdx
	eval "$2"
	git add -A
	git commit -q --allow-empty -m "$1"
}

# judged WHAT UPSTREAM OURS [REASON]: as git has it; where git stops, that is said of it, and where
# it does not, nothing is said without a reason
judged() {
	side stable "$3"
	side upstream "$2"
	run "$BACKSTITCH" pick --repo "$repo" --onto stable upstream
	jq -r '.reason, .warnings[]' "$out" >"$scratch/reasons"
	if git merge-tree --write-tree stable upstream >"$scratch/merged"; then
		is "$(jq -r .tree "$out")" "$(cat "$scratch/merged")" "$1: git's tree"
		[ -z "${4-}" ] && wanted=ported || wanted=proposed
		is "$(jq -r .outcome "$out")" $wanted "$1: $wanted"
		like "$(cat "$scratch/reasons")" "${4-null}" "$1: and why"
	else
		like "$(jq -r .outcome "$out")" '^(conflict|proposed|not-affected)$' \
			"$1: git stops, and this is no clean port"
		like "$(cat "$scratch/reasons")" "${4-^git}" "$1: and it says why"
	fi
}

# upstream makes a folder of a file
judged 'a file becomes a folder' 'turn script run.py; text list >script/list' ''
judged 'a file becomes a folder, with another text' \
	'rm script; mkdir script; text new >script/new' ''
judged 'and is changed here' 'turn script run.py; text list >script/list' 'top script'
judged 'and has another mode here' 'turn script run.py; text list >script/list' 'chmod -x script'
judged 'and upstream changes it as well' 'turn script run.py; end script/run.py' 'top script'
judged 'and upstream changes its mode' 'turn script run.py; chmod -x script/run.py' 'top script'
judged 'and the same line is changed' 'turn script run.py; top script/run.py' \
	'sed -i "2d" script' 'script/run.py'
judged 'and it goes away upstream, and is changed here' \
	'rm script; mkdir script; text new >script/new' 'top script' \
	"upstream removes 'script', which differs here"
judged 'and is gone here' 'rm script; mkdir script; text new >script/new' 'rm script'
judged 'and is a link here' 'turn script run.py' 'ln -sf other script' \
	"where 'script' stands in the way"
judged 'and both have done so' 'turn script run.py; text list >script/list' \
	'turn script run.py; text own >script/own'
judged 'and both have, by other names' 'turn script run.py' 'turn script run.sh' \
	"renamed to 'script/run.py' upstream"
judged 'a link becomes a folder' 'turn alias link; text new >alias/new' ''
judged 'and has another target here' 'turn alias link; text new >alias/new' 'ln -sf here alias'
judged 'and another one is in the folder' 'rm alias; mkdir alias; ln -s target2 alias/b' ''
judged 'an empty file becomes a folder' 'turn empty a; text new >empty/b' ''
judged 'a submodule becomes a folder' 'submodule sub/in 1; text new >sub/new' ''
judged 'two files in a row' 'turn script run.py; mv other script/other' 'top other; top script'

# this tree has made a folder of a file
judged 'a folder here' 'end script' 'turn script run.py; text own >script/own'
judged 'a folder here, with a change' \
	'end script; chmod -x script' 'turn script run.py; top script/run.py'
judged 'a folder here, and a new target' 'ln -sf there alias' 'turn alias link'
judged 'a folder of other files here' 'end script' 'rm script; mkdir script; text own >script/own' \
	"'script' is a file upstream and a folder here"
judged 'a folder here, and the file goes away' 'rm script; end other' \
	'rm script; mkdir script; text own >script/own'
judged 'a folder here, and the file becomes a link' 'ln -sf other script' 'turn script run.py' \
	'a symbolic link upstream and a file here'
judged 'a folder here that is empty of it, and upstream adds one' 'text new >new' \
	'mkdir new; text own >new/own' "at 'new', where 'new/own' stands in the way"

# upstream makes a file of a folder
judged 'a folder becomes one of its files' 'flatten tool run' ''
judged 'and that one is changed here' 'flatten tool run' 'top tool/run'
judged 'and both change it' 'flatten tool run; end tool' 'top tool/run; chmod +x tool/run'
judged 'a folder becomes a new file' 'rm -r pair; text new >pair; end pair.c' ''
judged 'a folder with folders does' 'rm -r lib; text new >lib' ''
judged 'a folder becomes a link' 'rm -r lib; ln -s tool lib' ''
judged 'and another file is in it here' 'rm -r pair; text new >pair' 'text own >pair/own' \
	"upstream puts a file at 'pair', where 'pair/own' stands in the way"
judged 'and another file is in it here, and it becomes one of its files' 'flatten tool run' \
	'text own >tool/own' "upstream puts a file at 'tool', where 'tool/own' stands in the way"
judged 'and a file of it is changed here' 'rm -r pair; text new >pair' 'top pair/x' \
	"'pair/x'.* differs here|stands in the way"
judged 'and a file of it is gone here' 'rm -r pair; text new >pair' 'rm pair/x'
judged 'and all of it is gone here' 'rm -r pair; text new >pair' 'rm -r pair'
judged 'and it is that file here already' 'rm -r pair; text new >pair; end other' \
	'rm -r pair; text new >pair'
judged 'and one file of it has another place here' 'rm -r pair; text new >pair' \
	'mv pair/x x; rm pair/y' \
	"removes 'pair/x', which is 'x' here"

# this tree has made a file of a folder
judged 'a file here, and its folder goes away' 'rm -r pair; end other' 'rm -r pair; text own >pair'
judged 'a file here, and a file of its folder goes away' 'rm pair/x; end pair.c' \
	'rm -r pair; text own >pair'
judged 'one of its files here' 'end tool/run' 'flatten tool run'
judged 'a file here, and a new one in its folder' 'text new >pair/new' \
	'rm -r pair; text own >pair' "at 'pair/new', where 'pair' stands in the way"

# neither link nor submodule nor an empty file is like another one, but all have names
judged 'a link with another name here' 'ln -sf there alias' 'mv alias pair/alias'
judged 'a link with another name upstream' 'mv alias pair/alias' 'ln -sf here alias'
judged 'a link with two' 'mv alias pair/alias' 'mv alias tool/alias' 'was renamed'
judged 'an empty file that is elsewhere here' 'text new >empty' 'mv empty pair/empty' \
	"there is no 'empty'"
judged 'a submodule with another name here' \
	'git rm -q --cached sub; link 2 sub' 'submodule pair/sub 1'

# a folder has another name on one side, and the other side puts a file into it
own="upstream moves the folder 'pair', and 'pair/own', which it does not have, stays there"
judged 'a folder that upstream moves, with a file of its own here' 'mv pair two' \
	'text own >pair/own' "$own"
judged 'and upstream changes it as well' 'mv pair two; end two/x' 'top pair/x; text own >pair/own' \
	"$own"
judged 'and that is deeper' 'mv pair two' 'mkdir pair/deep; text own >pair/deep/own'
judged 'and upstream leaves a file there' 'mkdir two; mv pair/x two' 'text own >pair/own'
judged 'and it moves what is below' 'mkdir new; mv lib/sub new; rm lib/one' 'text own >lib/own' \
	"upstream moves the folder 'lib'"
judged 'and it moves what is below to another name' 'mv lib/sub new; rm lib/one' 'text own >lib/own'
judged 'a folder that has another name here' 'text new >pair/new' 'mv pair two' \
	"no folder 'pair'"
judged 'and upstream moves a file there' 'mv other pair/new' 'mv pair two' "no folder 'pair'"
judged 'and upstream moves a file there that is changed here' 'mv other pair/new' \
	'mv pair two; top other' "no folder 'pair'"
judged 'and what is below has another name here' 'text new >lib/new' 'mv lib/sub new; rm lib/one' \
	"no folder 'lib'"
judged 'and what is new is deeper' 'mkdir pair/deep; text new >pair/deep/new' 'mv pair two'
finish
