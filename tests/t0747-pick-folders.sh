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

# judged WHAT UPSTREAM OURS [REASON]: as git has it; where git stops, that is said of it
judged() {
	side stable "$3"
	side upstream "$2"
	run "$BACKSTITCH" pick --repo "$repo" --onto stable upstream
	if git merge-tree --write-tree stable upstream >"$scratch/merged"; then
		is "$(jq -r '.outcome + " " + .tree' "$out")" "ported $(cat "$scratch/merged")" \
			"$1: ported, as git merges it"
		is '' "${4-}" "$1: git merges it"
	else
		like "$(jq -r .outcome "$out")" '^(conflict|proposed|not-affected)$' \
			"$1: git stops, and this is no clean port"
		like "$(jq -r '.reason, .warnings[]' "$out")" "${4-^git}" "$1: and it says why"
	fi
}

# this tree has made a file of a folder
judged 'a file here, and its folder goes away' 'rm -r pair; end other' 'rm -r pair; text own >pair'
judged 'a file here, and a file of its folder goes away' 'rm pair/x; end pair.c' \
	'rm -r pair; text own >pair'
finish
