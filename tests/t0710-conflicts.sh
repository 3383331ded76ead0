#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Conflicts that explain themselves: what is missing, against git blame, git log
# and what git cherry-pick does once it is there; and the files with markers.
. "$(dirname "$0")/lib.sh"
have git python3 || skip_all 'git and python3 are needed'
git_user
cd "$scratch" || exit 1

# said EXPRESSION: a value of the answer; c is its first conflict
said() {
	python3 -c '
import json, sys
said = json.load(open(sys.argv[1], encoding="utf-8"))
c = said.get("conflicts", [None])[0] if said.get("conflicts") else None
print(eval(sys.argv[2]))' "$out" "$1"
}

# missing: the commits that the first conflict misses
missing() {
	said '[m["commit"] for m in c["missing"] if m["kind"] == "commit"]'
}

# commit TITLE: what is there, a day after the one before
day=0
commit() {
	day=$((day + 1))
	when="2024-01-01T00:00:00+0000"
	g add -A
	GIT_COMMITTER_DATE="$((1704067200 + day * 86400)) +0000" GIT_AUTHOR_DATE=$when \
		g commit -q -m "$1"
}

# change FILE FROM TO TITLE
change() {
	python3 - "$repo/$1" "$2" "$3" <<-'EOF'
	import sys
	path, old, new = sys.argv[1:]
	text = open(path).read()
	assert text.count(old) == 1, (path, old)
	open(path, "w").write(text.replace(old, new))
	EOF
	commit "$4"
}

define() {
	printf 'static int %s(int a)\n{\n\tint err;\n\n' "$1"
	seq -f "	a += $1(%g);" 8
	printf '\n\terr = %s_start(a, 1);\n\tif (WARN_START(err))\n\t\treturn -EIO;\n\n' "$1"
	seq -f "	a -= $1(%g);" 8
	printf '	return a;\n}\n\n'
}

pick() {
	run "$BACKSTITCH" pick --repo "$repo" --onto stable "$@"
}

git init -q -b main "$repo"
mkdir "$repo/lib"
for name in alpha beta gamma delta; do
	define $name
done >"$repo/lib/a.c"
seq 40 >"$repo/notes"
printf 'int old_way(int a);\n' >"$repo/lib/a.h"
commit start
g branch stable

# 1. upstream rewrote the lines that the fix stands among
change lib/a.c 'err = alpha_start(a, 1);
	if (WARN_START(err))
		return -EIO;' 'err = alpha_start(unit_of(a), 7, MODE_ALPHA);
	if (CHECK_START(err, ALPHA, a))
		return -EINVAL;' 'alpha: start with a unit'
g tag alpha-new
change lib/a.c 'err = alpha_start(unit_of(a), 7, MODE_ALPHA);
	if (CHECK_START(err, ALPHA, a))' 'err = alpha_start(unit_locked(a), 9, MODE_ALPHA);
	if (CHECK_START(err, ALPHA_LOCKED, a))' 'alpha: lock the unit'
g tag alpha-fix

pick alpha-fix
is "$(said 'said["outcome"]')" conflict 'a fix of lines that were rewritten: a conflict'
is "$(said 'len(said["conflicts"])')" 1 'explained at one place'
is "$(said 'c["path"], c["function"]')" "('lib/a.c', 'alpha')" 'file and function'
is "$(said 'c["line"]')" "$(g show stable:lib/a.c | grep -n alpha_start | cut -d: -f1)" \
	'the line in the tree'
like "$(said 'c["added"]')" 'unit_locked' 'what upstream adds'
like "$(said 'c["expected"]')" 'unit_of' 'what upstream expects'
like "$(said 'c["here"]')" 'alpha_start.a, 1' 'what stands here instead'
like "$(said 'c["since"][0]["commit"]')" "^$(g rev-parse stable)$" 'since which commit'
is "$(said 'c["since"][0]["history"]')" upstream 'which upstream has too'
is "$(missing)" "['$(g rev-parse alpha-new)']" \
	'missing is the commit that git blame names'
is "$(g blame -s -l -L '/unit_of/,+1' alpha-fix^ -- lib/a.c | cut -d' ' -f1 | tr -d '^')" \
	"$(g rev-parse alpha-new)" '(git blame does)'
like "$(said 'c["remedy"]')" '^port .*start with a unit.* first: in this file that applies' \
	'and would have made it apply'
g worktree add -q --detach "$scratch/try" stable
ok '(as git cherry-pick finds)' git -C "$scratch/try" cherry-pick alpha-new alpha-fix
g worktree remove --force "$scratch/try"

# not all of what is missing applies, and the part for these lines does
g checkout -q -b part main~2
change lib/a.c '	a -= delta(8);
	return a;' '	a -= delta(88);
	return a * 2;' 'delta: twice'
g checkout -q main~2
change lib/a.c '	a -= delta(8);
	return a;' '	a -= delta(888, 3);
	return a / 3;' 'delta: a third'
sed -i 's/alpha_start(a, 1)/alpha_start(unit_of(a), 7, MODE_ALPHA)/; s/delta(888, 3);/delta(7);/' \
	"$repo/lib/a.c"
sed -i '/alpha_start/,/EIO/s/WARN_START(err)/CHECK_START(err, ALPHA, a)/' "$repo/lib/a.c"
commit 'alpha and delta: at once'
change lib/a.c 'err = alpha_start(unit_of(a), 7, MODE_ALPHA);
	if (CHECK_START(err, ALPHA, a))' 'err = alpha_start(unit_locked(a), 9, MODE_ALPHA);
	if (CHECK_START(err, ALPHA_LOCKED, a))' 'alpha: lock it'
run "$BACKSTITCH" pick --repo "$repo" --onto part "$(g rev-parse HEAD)"
like "$(said 'c["remedy"]')" '^port .*at once.* first: not all of it applies .* enough' \
	'a commit of which a part is enough'
g checkout -q main

# with --stdin, only when asked
printf 'stable alpha-fix\n' | "$BACKSTITCH" pick --repo "$repo" --stdin >"$out"
is "$(said '"conflicts" in said')" False '--stdin: not explained'
printf 'stable alpha-fix\n' | "$BACKSTITCH" pick --repo "$repo" --stdin --explain >"$out"
is "$(said 'len(said["conflicts"])')" 1 '--stdin --explain: explained'

# as text
pick --format=text alpha-fix
is "$status" 1 'text: exit status 1'
like "$(cat "$out")" 'missing .*start with a unit' 'text names what is missing'
unlike "$(cat "$out")" "$(printf '\t')" 'text has no tabs'

# 2. the commit is here, as a copy; this tree changed the line once more
g checkout -q stable
g cherry-pick alpha-new >/dev/null 2>&1
g commit -q --amend -m "alpha: start with a unit

commit $(g rev-parse alpha-new) upstream."
change lib/a.c 'err = alpha_start(unit_of(a), 7, MODE_ALPHA);
	if (CHECK_START(err, ALPHA, a))' 'err = alpha_start(quirk(a, 3), 8, QUIRK);
	if (CHECK_QUIRK(err, QUIRK, a))' \
	'stable: a quirk of alpha'
pick alpha-fix
is "$(said 'said["outcome"]')" conflict 'a line that this tree changed: a conflict'
is "$(said 'c["missing"]')" '[]' 'a copy that is here is not missing'
is "$(said 'c["since"][0]["commit"], c["since"][0]["history"]')" \
	"('$(g rev-parse stable)', 'tree')" "since this tree's own commit"
like "$(said 'c["remedy"]')" 'nothing of upstream.s is missing' 'and nothing would have helped'
g checkout -q main

# 3. a copy that says nothing, and one that was reverted
change lib/a.c 'err = beta_start(a, 1);
	if (WARN_START(err))
		return -EIO;' 'err = beta_start(unit_of(a), 7, MODE_BETA);
	if (CHECK_START(err, BETA, a))
		return -EINVAL;' 'beta: start with a unit'
g tag beta-new
change lib/a.c 'err = beta_start(unit_of(a), 7, MODE_BETA);
	if (CHECK_START(err, BETA, a))' 'err = beta_start(unit_locked(a), 9, MODE_BETA);
	if (CHECK_START(err, BETA_LOCKED, a))' 'beta: lock the unit'
g tag beta-fix
g checkout -q stable
seq 41 >"$repo/notes"
commit 'beta: start with a unit'
pick beta-fix
is "$(missing)" "['$(g rev-parse beta-new)']" \
	'a commit of the same title is no proof'
like "$(said 'c["notes"]')" 'has the title of' 'but it is told of'
g cherry-pick -x beta-new >/dev/null 2>&1
g revert --no-edit HEAD >/dev/null 2>&1
pick beta-fix
is "$(missing)" "['$(g rev-parse beta-new)']" \
	'a copy that was reverted is missing'
g checkout -q main

# 4. a file that came behind the fork, of whose code this tree has a part, and one that it removed
{
	define zeta
	printf 'struct omega {\n'
	seq -f '	unsigned long omega_member_number_%g;' 20
	printf '};\n'
} >"$repo/lib/z.c"
commit 'zeta and omega: new'
g tag zeta-new
sed -i 's/zeta_start(a, 1)/zeta_start(a, 2)/; s/long omega_member_number_7;/int member7;/' \
	"$repo/lib/z.c"
commit 'zeta and omega: two'
g tag zeta-fix
g checkout -q stable
define zeta >"$repo/lib/old.c"
commit 'stable: zeta alone'
g checkout -q main
pick zeta-fix
is "$(said 'said["outcome"]')" conflict 'a part of the code of a file that is missing: a conflict'
run "$BACKSTITCH" pick --repo "$repo" --onto stable --conflicts absent zeta-fix
is "$(head -n 2 absent/lib/z.c | cut -c1-7 | tr '\n' ' ')" '<<<<<<< ||||||| ' \
	'marked, it is one conflict of a file that is not here'
is "$(said 'c["missing"][0]["kind"], c["missing"][0]["what"]')" "('file', 'lib/z.c')" \
	'the file is what is missing'
is "$(said 'c["missing"][0]["commit"]')" \
	"$(g log -1 --diff-filter=A --format=%H main -- lib/z.c)" \
	'and the commit is the one that git log says added it'
like "$(said 'c["remedy"]')" 'comes with .*zeta and omega: new' 'which the remedy names'
g checkout -q stable
g cherry-pick zeta-new >/dev/null
g rm -q lib/z.c
commit 'stable: no z.c'
g tag z-gone
g checkout -q main
pick zeta-fix
is "$(said 'c["since"][0]["commit"]')" "$(g rev-parse z-gone)" \
	'a file that this tree took away: since which commit'
like "$(said 'c["remedy"]')" 'stable: no z.c.* took the file away: leave this part .* out' \
	'and what can be done'
unlike "$(said 'c["remedy"]')" 'nothing is missing' 'the file is missing, so nothing says not'

# 5. lines that this tree took away
g checkout -q stable
change lib/a.c '
	err = gamma_start(a, 1);
	if (WARN_START(err))
		return -EIO;
' '	a = gamma_inline(a);
	trace(a, GAMMA, "inline");
' 'stable: gamma inline'
g tag gamma-gone
g checkout -q main
change lib/a.c 'err = gamma_start(a, 1);' 'lock(a, GAMMA);
	err = gamma_start(a, MODE_GAMMA);
	unlock(a, GAMMA);' 'gamma: take the lock'
g tag gamma-fix
pick gamma-fix
is "$(said 'said["outcome"]')" conflict 'a fix of lines that this tree took away: a conflict'
is "$(said 'c["since"][0]["commit"]')" "$(g rev-parse gamma-gone)" \
	'the commit that took them away'
is "$(said '[m for m in c["missing"] if m["kind"] == "commit"]')" '[]' \
	'nothing of upstream is missing then'

# 6. a name that this tree has not
printf '#define NEW_WAY(a) ((a) + 1)\n' >>"$repo/lib/a.h"
commit 'a.h: a new way'
g tag new-way
g checkout -q stable
change lib/a.c 'err = delta_start(a, 1);' 'err = delta_start(quirk(a), 7, STABLE);' \
	'stable: a quirk of delta'
g checkout -q main
change lib/a.c 'err = delta_start(a, 1);' 'err = delta_start(NEW_WAY(a), 1);' 'delta: the new way'
g tag delta-fix
pick delta-fix
is "$(said 'said["outcome"]')" conflict 'a change with a name that is not here: a conflict'
is "$(said '[(m["what"], m["commit"]) for m in c["missing"] if m["kind"] == "name"]')" \
	"[('NEW_WAY', '$(g rev-parse new-way)')]" 'the name and the commit that defines it'
is "$(said 'c["since"][0]["commit"]')" "$(g rev-parse stable)" 'since which commit'

# words of a comment, and what the change declares itself, are not missing; what it uses is
{
	printf 'int other_way(int zoned)\n{\n\tint all_units = zoned, few_units = all_units;\n\n'
	printf '\treturn few_units;\n}\n'
} >"$repo/lib/other.c"
commit 'other: a way'
g tag other-way
change lib/a.c 'static int alpha(int a)
{
	int err;' 'static int alpha(int a)
{
	int all_units = 3, few_units = 4, err;' 'alpha: units'
change lib/a.c 'err = alpha_start(unit_locked(a), 9, MODE_ALPHA);
	if (CHECK_START(err, ALPHA_LOCKED, a))' \
	'err = alpha_start(unit_locked(all_units), 9, MODE_ALPHA);
	if (CHECK_START(few_units, ALPHA_LOCKED, other_way(a))) /* zoned */' \
	'alpha: zoned'
g reset -q --soft HEAD~2
commit 'alpha: the zoned way'
g tag zoned-fix
pick zoned-fix
is "$(said 'sorted((m["what"], m["commit"]) for m in c["missing"] if m["kind"] == "name")')" \
	"[('other_way', '$(g rev-parse other-way)')]" \
	'a word of a comment and what the change declares itself are not missing'

# two commits are missing, and are told in the order in which they go in
{
	define both
	define last
} >"$repo/lib/both.c"
commit 'both: new'
g branch -q old-both
change lib/both.c 'err = both_start(a, 1);' 'err = both_start(unit_of(a), 7, MODE_BOTH);' \
	'both: a unit'
change lib/both.c 'if (WARN_START(err))
		return -EIO;

	a -= both(1);' 'if (CHECK_START(err, BOTH, a))
		return -EINVAL;

	a -= both(1);' 'both: check'
change lib/both.c 'err = both_start(unit_of(a), 7, MODE_BOTH);
	if (CHECK_START(err, BOTH, a))' 'err = both_start(unit_locked(a), 9, MODE_BOTH);
	if (CHECK_START(err, BOTH_LOCKED, a))' 'both: lock it'
run "$BACKSTITCH" pick --repo "$repo" --onto old-both main
is "$(said 'sorted(m["title"] for m in c["missing"])')" "['both: a unit', 'both: check']" \
	'two commits are missing'
like "$(said 'c["remedy"]')" \
	'^port the 2 commits that are missing first, the oldest one before the others: in this' \
	'and which of them comes first'

# what is told once: the reason names the file, and the file does not repeat it
mkdir "$repo/Documentation"
seq 20 >"$repo/Documentation/a.rst"
commit 'a.rst: new'
sed -i 's/^5$/five/' "$repo/Documentation/a.rst"
sed -i 's/^5$/five/' "$repo/notes"
commit 'five'
run "$BACKSTITCH" pick --repo "$repo" --onto old-both main
like "$(said 'said["reason"]')" "^'Documentation/a.rst' is not in this tree: left out" \
	'a path is named once'
run "$BACKSTITCH" pick --format=text --repo "$repo" --onto old-both main
is "$(tr -s ' \n' ' ' <"$out" | grep -o 'is not in this tree' | wc -l)" 1 'and so it is in text'

# the files with markers
run "$BACKSTITCH" pick --repo "$repo" --onto stable --conflicts marked delta-fix
is "$status" 1 '--conflicts: exit status 1'
git -C "$repo" show stable:lib/a.c >ours
git -C "$repo" show delta-fix^:lib/a.c >base
git -C "$repo" show delta-fix:lib/a.c >theirs
id() { g rev-parse --short=12 "$1"; }
git merge-file -p --diff3 -L "$(id stable) (stable: a quirk of delta)" \
	-L "parent of $(id delta-fix) (delta: the new way)" \
	-L "$(id delta-fix) (delta: the new way)" ours base theirs >expected
same_file marked/lib/a.c expected 'the file is as git merge-file --diff3 makes it'
is "$(cd marked && find . -type f)" ./lib/a.c 'and the only one'
is "$(said 'said["files"][0]["markers"]')" 7 'the length of the markers is told'
fails_with 128 'not empty' 'a folder with files in it is refused' \
	"$BACKSTITCH" pick --repo "$repo" --onto stable --conflicts marked delta-fix
fails_with 129 'one pick' 'not with --stdin' \
	"$BACKSTITCH" pick --repo "$repo" --stdin --conflicts other
run "$BACKSTITCH" pick --repo "$repo" --onto stable --conflicts none new-way
is "$(said 'said["outcome"]') $(test -e none && echo written)" 'ported ' \
	'nothing is written when it is no conflict'

# a history of its own: nothing is said to be missing
g checkout -q --orphan lonely stable
g commit -q -m 'lonely: the same files, and no history'
run "$BACKSTITCH" pick --repo "$repo" --onto lonely delta-fix
is "$(said 'said["outcome"]')" conflict 'a tree without common history: a conflict'
is "$(missing)" '[]' 'no commit is said to be missing'
like "$(said 'c["notes"]')" 'no commit in common' 'and the note says why'

# a commit that nothing is before, onto a tree with one of its files
two_roots d
run "$BACKSTITCH" pick --repo "$repo" --onto second first
is "$(said 'said["outcome"], c["path"]')" "('conflict', 'd/b')" \
	'of a first commit the file in conflict is told, and no other'
like "$(said 'c["remedy"]')" "compare upstream's new file with what stands here" 'and what to do'

finish
