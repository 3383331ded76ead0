#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The line that a fix removes stands elsewhere in the same function of this tree: git's merge has
# nothing to do, but the change is not here.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
workspace
git_user
repo=$PWD/repo

# code TOP BELOW [END]: rx() with lines at three places, and another function
code() {
	printf 'int rx(struct d *d)\n{\n\tint ret;\n%b\n\tret = lock(d);\n\tif (ret)\n' "$1"
	printf '\t\treturn ret;\n%b\td->count++;\n\tunlock(d);\n\td->sum += d->count;\n' "$2"
	printf '\td->last = d->sum;\n\tsettle(d);\n%b\treturn 0;\n}\n\n' "${3-}"
	printf 'int tx(struct d *d)\n{\n%b\treturn 1;\n}\n' "${4-}"
}

save() {
	git -C repo add -A
	git -C repo commit -q --allow-empty -m "$1"
}

# versions makes upstream's commit from before.c to after.c, and a tree that has here.c
versions() {
	rm -rf repo folder patches/*
	git init -q -b main repo
	cp before.c repo/a.c && save start
	git -C repo branch stable
	cp after.c repo/a.c && save 'rx: the fix'
	git -C repo checkout -q stable
	cp here.c repo/a.c && save 'ours'
	mkdir folder && cp here.c folder/a.c
}

# picked: exit status, outcome and reason
picked() {
	run "$BACKSTITCH" pick --repo "$PWD/repo" --odb "$scratch/odb" --onto stable main
	jq -r --arg status "$status" '$status + " " + .outcome + " " + .reason' "$out"
}

# of a commit, git knows the file that it was made on
ported_commit() {
	run "$BACKSTITCH" port --no-proofs --dry-run --format=json --name own \
		--repo "$PWD/repo" --tree "6.12.y=$PWD/repo:stable" "$(git -C repo rev-parse main)"
	jq -r '.trees[0].patches[0] | .outcome + " " + .reason' "$out"
}

stays="a.c:4 rx\\(\\) still has 'kick\\(d\\);', which"
code '' '\tkick(d);\n' >before.c
code '' '' >after.c
code '\tkick(d);\n' '' >here.c
versions
like "$(picked)" "^1 conflict nothing is left to change where .*, but $stays upstream removes" \
	'the line stands further up: a conflict that says where'
like "$(ported_commit)" "^conflict nothing is left .*, but $stays upstream" 'port of the commit'
like "$(port_mail "$PWD/folder")" "^conflict .* has the code .*, but $stays the patch removes" \
	'port of the patch to a folder'

code '' '' '' '\tkick(d);\n' >here.c
versions
like "$(picked)" '^0 present ' 'in another function it is no sign'
like "$(port_mail "$PWD/folder")" '^present ' 'in a folder neither'

# upstream keeps one of two, and so does this tree
code '' '\tkick(d);\n' '\tkick(d);\n' >before.c
code '' '' '\tkick(d);\n' >after.c
cp after.c here.c
versions
like "$(picked)" '^0 present ' 'upstream has it at another place as well'
like "$(ported_commit)" '^present ' 'port of the commit'
code '\tkick(d);\n' '' '\tkick(d);\n' >here.c
versions
like "$(picked)" "^1 conflict .*, but $stays upstream removes" 'this tree has one more than that'

# upstream moves it, and so did this tree
code '' '\tkick(d);\n' >before.c
code '\tkick(d);\n' '' >after.c
cp after.c here.c
versions
like "$(picked)" '^0 present ' 'upstream moves it'

# what says too little
code '' '\tif (ret)\n\t\tret = 0;\n' >before.c
code '' '' >after.c
code '\tif (!d)\n\t\tret = 0;\n' '' >here.c
versions
like "$(picked)" '^0 present ' 'a line that may stand anywhere'
finish
