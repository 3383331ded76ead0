#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What a conflict says of commits that come first, against git blame, git merge-file and what
# git cherry-pick makes of them: none too many, none too few, and none that is not missing.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# said FILTER: a value of the answer; .conflicts[0] is the first conflict
said() {
	jq -r "$1" "$out"
}

missing() {
	said '[.conflicts[0].missing[] | select(.kind == "commit").commit] | sort | join(" ")'
}

# ids COMMIT...: their ids, sorted
ids() {
	g rev-parse "$@" | sort | tr '\n' ' ' | sed 's/ $//'
}

# commit_at SECOND TITLE: with that committer's time
commit_at() {
	g add -A
	GIT_COMMITTER_DATE="$((1700000000 + $1)) +0000" g commit -q -m "$2"
}

pick() {
	run "$BACKSTITCH" pick --repo "$repo" --onto "$@"
}

# cherry COMMIT...: are they clean, one after the other, on the branch stable?
cherry() {
	cherry_to=$1
	shift
	g worktree add -q --detach "$scratch/try" "$cherry_to"
	cherry_status=0
	git -C "$scratch/try" cherry-pick "$@" || cherry_status=$?
	g worktree remove --force "$scratch/try"
	return $cherry_status
}

# first_commit_of COMMIT TEXT: the commit that git blame names for that line of lib/a.c
first_commit_of() {
	g blame -s -l -L "/$2/,+1" "$1" -- lib/a.c | cut -d' ' -f1 | tr -d '^'
}

# file LINES-OF-THE-BODY: lib/a.c
file() {
	{
		printf '#include <a.h>\n\nstruct unit {\n\tint state;\n\tint mode;\n'
		printf '\tint users;\n};\n\n'
		[ -z "${helpers:-}" ] || printf '%s\n\n' "$helpers"
		printf 'int unit_stop(struct unit *unit)\n{\n\tint ret = unit_check(unit);\n\n'
		printf '\tif (ret)\n\t\treturn ret;\n%s\n\treturn 0;\n}\n\n' "$1"
		printf 'int unit_end(struct unit *unit, int hard)\n{\n'
		printf '\treturn hard ? unit_kill(unit) : unit_stop(unit);\n}\n'
	} >"$repo/lib/a.c"
}

git init -q -b main "$repo"
mkdir "$repo/lib"
plain='	unit->state = 0;
	unit->mode = 1;
	unit->users--;'
file "$plain"
commit_at 0 start
g branch stable

# 1. nothing of the change has a place: what it changes came with one commit, which comes first
helpers='static void unit_reset(struct unit *unit, int mode)
{
	unit->state = 0;
	unit->mode = mode;
}

static void unit_put(struct unit *unit)
{
	unit->users--;
}'
file '	unit_reset(unit, 1);
	unit_put(unit);'
commit_at 10 'unit: add unit_reset()'
g tag h1
file '	if (unit->users > 0)
		unit_put(unit);
	if (!unit->users)
		unit_reset(unit, 1);'
commit_at 10 'unit: no reset while in use'
g tag h2
file '	if (unit->users > 0)
		unit_put(unit);
	if (!unit->users)
		unit_reset(unit, 3);'
commit_at 10 'unit: mode 3 when unused'
g tag h3

pick stable h2
like "$(said .reason)" '^nothing of the change has a place here' 'nothing has a place'
is "$(missing)" "$(first_commit_of h2^ 'unit_put(unit);')" 'missing is what git blame names'
h1=$(g rev-parse h1 | cut -c1-12)
like "$(said '.conflicts[0].remedy')" \
	"^port $h1 [^)]*\(\)\"\) first: in this file that applies, and this change then too$" \
	'and would have made it apply'
ok '(as git cherry-pick finds)' cherry stable h1 h2
like "$(said '.conflicts[0].notes[]')" "^the lines .* come from $h1 .*not in this tree" \
	'a note says since when upstream has such lines'
unlike "$(cat "$out")" 'nothing that could be ported' 'nothing is said that was not tried'
pick stable h3
like "$(said '.conflicts[0].remedy')" '^port the 2 commits that are missing first, .* then too$' \
	'a third one stands on both'
ok '(as git cherry-pick finds)' cherry stable h1 h2 h3
ok '(and not without the first)' sh -c '! "$@"' - git -C "$repo" merge-tree --write-tree \
	--merge-base=h2^ stable h2

# the same code, taken away by this tree: nothing to port, and no doubt whether it is needed
g checkout -q -b took h1
helpers='' file '	unit_leave(unit, "gone");'
g commit -q -am 'took: unit_leave()'
pick took h2
is "$(said .outcome)" conflict 'lines that this tree took away: a conflict'
is "$(missing)" '' 'nothing is missing then'
unlike "$(said '.conflicts[0].notes[]?')" 'is not in this tree' 'and no commit is said to be'

# 2. by history, not by the clock: the first of two has the later time
g checkout -q -b atomic stable
helpers=''
file '	WRITE_ONCE(unit->state, 0);
	WRITE_ONCE(unit->mode, 1);
	refcount_dec(&unit->users);'
commit_at 300 'unit: be atomic'
g tag c1
file '	if (refcount_dec_and_test(&unit->users)) {
		trace_idle(unit, unit->mode);
		WRITE_ONCE(unit->state, 0);
		WRITE_ONCE(unit->mode, 1);
	}'
commit_at 200 'unit: no reset while in use'
g tag c2
file '	if (refcount_dec_and_test(&unit->users)) {
		trace_idle(unit, unit->mode);
		WRITE_ONCE(unit->state, 0);
		WRITE_ONCE(unit->mode, 3);
	}'
commit_at 200 'unit: mode 3 when unused'
g tag c3
pick stable c3
is "$(missing)" "$(ids c1 c2)" 'two commits are missing'
like "$(said '.conflicts[0].remedy')" \
	'^port the 2 commits that are missing first, the oldest one before the others: in this' \
	'in the order of their history they apply'
ok '(as git cherry-pick finds)' cherry stable c1 c2 c3
ok '(and not in the order of their times)' sh -c '! "$@"' - git -C "$repo" merge-tree --write-tree \
	--merge-base=c1 stable c2

# 3. what a commit does to the line that tells of it
is "$(said ".conflicts[0].missing[] | select(.commit == \"$(g rev-parse c1)\").deed")" removes \
	'the line of one is removed by it'
line=$(said ".conflicts[0].missing[] | select(.commit == \"$(g rev-parse c1)\").line")
like "$(g show c1 | sed -n 's/^-[[:space:]]*//p')" "^$line$" '(as git show shows)'
is "$(said ".conflicts[0].missing[] | select(.commit == \"$(g rev-parse c2)\").deed")" adds \
	'that of the other is added'
pick stable --format=text c3
like "$(tr -s ' \n' ' ' <"$out")" "removes what is here: '$line'" 'and text says so'

# who adds one more copy of a line removes nothing
file '	if (refcount_dec_and_test(&unit->users)) {
		trace_idle(unit, unit->mode);
		WRITE_ONCE(unit->state, 0);
		WRITE_ONCE(unit->mode, 3);
	}'
{
	printf '\nint unit_late(struct unit *unit)\n{\n\tunit->state = 0;\n\tunit->mode = 1;\n'
	printf '\treturn 0;\n}\n'
} >>"$repo/lib/a.c"
sed -i 's/hard ?/hard > 0 ?/' "$repo/lib/a.c"
commit_at 400 'unit: late'
g tag late
sed -i 's/WRITE_ONCE(unit->mode, 3)/WRITE_ONCE(unit->mode, 4)/' "$repo/lib/a.c"
commit_at 500 'unit: mode 4'
pick stable HEAD
is "$(said ".conflicts[0].missing[] | select(.commit == \"$(g rev-parse late)\").deed")" '' \
	'a commit that adds a line once more does not take it away'

# 4. fewer than all that are missing are enough
g checkout -q -b fewer stable
file '	unit_enter(unit);
	unit_leave(unit);'
commit_at 600 'fewer: start'
g branch fewer-stable
file '	unit_enter(unit, LOCKED);
	unit_trace(unit);
	unit_wait(unit);
	unit_leave(unit);'
commit_at 610 'fewer: trace and wait'
g tag f1
file '	unit_enter(unit, LOCKED);
	unit_trace(unit);
	unit_wait(unit);
	unit_leave(unit, LOCKED, unit_reason(unit));'
commit_at 620 'fewer: leave with a reason'
g tag f2
file '	unit_enter(unit, LOCKED | QUIET);
	unit_trace(unit);
	unit_wait(unit);
	unit_leave(unit, LOCKED, unit_reason(unit));'
commit_at 630 'fewer: quiet'
pick fewer-stable HEAD
is "$(missing)" "$(ids f1 f2)" 'lines of two commits are not here'
like "$(said '.conflicts[0].remedy')" \
	"^port $(g rev-parse f1 | cut -c1-12) [^)]*\\) first: in this file that applies" \
	'one of them is enough, and only that is named'
ok '(as git cherry-pick finds)' cherry fewer-stable f1 fewer

# a line without a word is no evidence where there are others
g checkout -q -b braces stable
file '	if (unit->users)
		unit_wait(unit);'
commit_at 700 'braces: start'
g branch braces-stable
file '	if (unit->users) {
		unit_wait(unit);
	}'
commit_at 710 'braces: everywhere'
g tag b1
file '	if (unit_busy(unit)) {
		unit_wait_for(unit, BUSY, unit->users);
	}'
commit_at 720 'braces: busy'
g tag b2
file '	if (unit_busy(unit) || unit_late(unit)) {
		unit_wait_for(unit, BUSY, unit->users);
		unit_trace(unit, BUSY);
	}'
commit_at 730 'braces: late'
pick braces-stable HEAD
is "$(missing)" "$(ids b1 b2)" 'of one only a brace is lacking, and it is needed: it is missing'
like "$(said '.conflicts[0].remedy')" '^port the 2 commits .* then too$' 'as it would have helped'
ok '(as git cherry-pick finds)' cherry braces-stable b1 b2 braces

# one that is not needed is not: a line without a word is no evidence where there are others
g checkout -q -b brace stable
file '	if (unit_busy(unit)) {
		unit_wait(unit);
	/* */
	unit_trace(unit);'
commit_at 800 'brace: start'
g branch brace-stable
file '	if (unit_busy(unit)) {
		unit_wait(unit);
	/* */
	}
	unit_trace(unit);'
commit_at 810 'brace: closed'
g tag e1
file '	if (unit_busy(unit)) {
		unit_wait_for(unit, BUSY, unit->users);
		unit_late(unit);
	}
	unit_trace(unit);'
commit_at 820 'brace: busy'
g tag e2
file '	if (unit_busy(unit)) {
		unit_wait_for(unit, LATE, unit->users);
		unit_late(unit);
	}
	unit_trace(unit);'
commit_at 830 'brace: late'
g checkout -q brace-stable
file '	if (unit_busy(unit)) {
		unit_wait_for_all(unit);
	unit_trace(unit);'
commit_at 840 'brace-stable: all'
pick brace-stable brace
is "$(first_commit_of brace^ '^	}')" "$(ids e1)" '(the brace is of one commit)'
is "$(missing)" "$(ids e2)" 'a brace alone does not make a commit missing'
like "$(said '.conflicts[0].remedy')" "^make this change in this tree's words: it has 1 conflict " \
	'where it does not apply, there is more to say'

# a merge that was backported as one commit, which lists what that brought
g checkout -q -b topic stable
seq 30 >"$repo/list"
commit_at 850 'topic: a list'
file '	if (unit_busy(unit)) {
		unit_wait(unit, TOPIC);
	}'
commit_at 851 'topic: wait for it'
g tag t1
g checkout -q -b merged stable
seq 3 >"$repo/other"
commit_at 852 'merged: another file'
g merge -q --no-ff -m "Merge branch 'topic'" topic
g tag brought
file '	if (unit_busy(unit) || unit_late(unit)) {
		unit_wait(unit, TOPIC);
		unit_trace(unit, TOPIC);
	}'
commit_at 853 'merged: late'
# squash TREE MERGE COMMIT: a commit that says that it copies the one and has the other
squash() {
	g checkout -q -b "$1" stable
	file "	trace_unit(unit);
$plain"
	commit_at 860 "Merge branch 'topic'

(cherry picked from commit $(g rev-parse "$2"))

$(g rev-parse topic~1 | cut -c1-8) topic: a list
$(g rev-parse "$3" | cut -c1-8) topic: wait for it"
	pick "$1" merged
}
squash with-topic brought t1
is "$(missing)" '' 'what a merge brought that was copied as a whole is not missing'
like "$(said '.conflicts[0].notes[]')" \
	"^$(g rev-parse --short=12 t1) .* in this tree as $(g rev-parse --short=12 with-topic)" \
	'a note says where it is'
squash with-others h3 t1
is "$(missing)" "$(ids t1)" 'it is where the copied commit did not bring it'
squash with-less brought topic~1
is "$(missing)" "$(ids t1)" 'and where the list has it not'

# 5. what is counted: conflicts before and after, in the same way
{
	printf 'int first(int a)\n{\n\treturn one(a, 1);\n}\n\n'
	seq -f '/* %g */' 8
	printf 'int second(int a)\n{\n\ta = two(a);\n\treturn a;\n}\n\n'
	seq -f '/* %g */' 18 28
	printf 'int third(int a)\n{\n\treturn three(a, 3);\n}\n'
} >"$repo/lib/b.c"
commit_at 900 'count: start'
g branch count-stable
sed -i 's/one(a, 1)/one_unit(a, 7, UNIT)/' "$repo/lib/b.c"
commit_at 910 'count: units'
g tag n1
sed -i 's/one_unit(a, 7, UNIT)/one_locked(a, 8, LOCKED)/; s/three(a, 3)/three_locked(a, 33, L)/' \
	"$repo/lib/b.c"
sed -i 's/a = two(a);/a = two(a) + QUIET;/' "$repo/lib/b.c"
commit_at 920 'count: locks'
g tag n2
g checkout -q count-stable
sed -i 's/three(a, 3)/quirk(three, a, 34)/; s/a = two(a);/a  =  two(a);/' "$repo/lib/b.c"
commit_at 930 'count-stable: a quirk'
pick count-stable n2
for side in count-stable n2^ n2; do
	g show $side:lib/b.c >"$scratch/$side"
done
(cd "$scratch" && git merge-file -p --quiet --diff3 count-stable n2^ n2 >/dev/null)
now=$?
g show n1^:lib/b.c >"$scratch/before"
g show n1:lib/b.c >"$scratch/after"
(cd "$scratch" && git merge-file -p --quiet --ours count-stable before after >first)
(cd "$scratch" && git merge-file -p --quiet --diff3 first n2^ n2 >/dev/null)
then=$?
is "$now $then $(said '.conflicts | length')" '3 2 2' \
	'(three conflicts of a plain merge, one of which a rung resolves)'
like "$(said '.conflicts[0].remedy')" \
	"ported first, a plain merge of this file has $then conflicts instead of $now\$" \
	'both counts are those of git merge-file'

# 6. patches of the series being ported
workspace
"$BACKSTITCH" tree add 1.y "$repo:stable" >/dev/null
port() {
	run "$BACKSTITCH" port --no-proofs --format=json --tree 1.y "$@"
	jq '.trees[0].patches | last' "$out" >"$scratch/last"
	cp "$scratch/last" "$out"
}
port --name two --conflicts c1..c3
is "$(said .outcome)" conflict 'the second of two: a conflict'
is "$(missing)" "$(ids c1)" 'a patch of the same series that waits is not missing'
like "$(said '.conflicts[0].remedy')" \
	'^resolve patch 1/2 of this series \("unit: no reset while in use"\) first: this change' \
	'it is to be resolved first'
edit=.backstitch/conflicts/two/1.y/0001/edit/lib/a.c
helpers='' file '	unit->users--;
	if (!unit->users) {
		unit->state = 0;
		unit->mode = 1;
	}'
cp "$repo/lib/a.c" $edit
g checkout -q -f
port --continue two
is "$(said .outcome)" conflict 'by hand in other words: the second is a conflict still'
is "$(missing)" "$(ids c1)" 'and the first is no missing commit'
like "$(said '.conflicts[0].notes[]')" \
	'^patch 1/2 of this series .*, which this change stands on, was ported here before$' \
	'a note says that it was ported'
# mails whose patches say what they are of, in as few digits as git writes
g format-patch -q -o "$scratch/mails" c1..c3
for mail in "$scratch"/mails/0001-*; do
	sed -i "1s/^From [0-9a-f]*/From $(printf '%040d' 0)/; \
		0,/^\$/s//\\ncommit $(g rev-parse c2 | cut -c1-7) upstream.\\n/" "$mail"
done
rm -r patches/two
"$BACKSTITCH" import --name mails "$scratch"/mails/*
port --conflicts mails
is "$(said .outcome)" conflict 'two mails: the second is a conflict'
is "$(missing)" "$(ids c1)" 'a patch that names its commit in 7 digits is not missing'
port --name one c2..c3
is "$(missing)" "$(ids c1 c2)" 'alone, the second misses both'

# a file that comes with a patch that waits, and of whose code this tree has a part
zeta() {
	printf 'static int zeta(int a)\n{\n\tint err;\n\n'
	seq -f '	a += zeta_step(%g);' 8
	printf '\n\terr = zeta_start(a, 1);\n\tif (WARN_START(err))\n\t\treturn -EIO;\n\n'
	seq -f '	a -= zeta_step(%g);' 8
	printf '\treturn a;\n}\n\n'
}
g checkout -q -b zeta-stable stable
zeta >"$repo/lib/old.c"
commit_at 1000 'stable: zeta alone'
g checkout -q -b zeta c1
{
	zeta
	printf 'struct omega {\n'
	seq -f '	unsigned long omega_member_number_%g;' 20
	printf '};\n'
} >"$repo/lib/z.c"
sed -i 's/refcount_dec(&unit->users)/refcount_dec_zeta(\&unit->users)/' "$repo/lib/a.c"
commit_at 1010 'zeta: new'
sed -i 's/zeta_start(a, 1)/zeta_start(a, 2)/; s/long omega_member_number_7;/int member7;/' \
	"$repo/lib/z.c"
commit_at 1020 'zeta: two'
"$BACKSTITCH" tree add 3.y "$repo:zeta-stable" >/dev/null
run "$BACKSTITCH" port --no-proofs --format=json --tree 3.y --name zeta c1..zeta
jq '.trees[0].patches | last' "$out" >"$scratch/last"
cp "$scratch/last" "$out"
is "$(said '.conflicts[0].missing[0] | .kind + " " + .what')" 'file lib/z.c' 'the file is missing'
is "$(g log -1 --format=%s --diff-filter=A -- lib/z.c)" 'zeta: new' '(a patch of the series adds)'
like "$(said '.conflicts[0].remedy')" '^resolve patch 1/2 of this series \("zeta: new"\) first' \
	'the patch that waits is to be resolved first'

# the same of mails, on a folder
workspace
mkdir "$scratch/folder"
g archive stable | tar -x -C "$scratch/folder"
g format-patch -q -2 c3 -o "$PWD/mails"
cat mails/* >mails.mbox
"$BACKSTITCH" import --name mailed mails.mbox >/dev/null
"$BACKSTITCH" tree add 2.y "$scratch/folder" >/dev/null
run "$BACKSTITCH" port --no-proofs --format=json --tree 2.y mailed
jq '.trees[0].patches | last' "$out" >"$scratch/last"
cp "$scratch/last" "$out"
is "$(said .outcome)" conflict 'a mail: a conflict'
is "$(said '[.conflicts[0].missing[] | select(.kind == "patch")] | length')" 0 \
	'a mail of the same series that waits is not missing'
like "$(said '.conflicts[0].remedy')" '^resolve patch 1/2 of this series' 'it comes first'

finish
