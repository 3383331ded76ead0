#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# backstitch scan in git trees: what is known of a content is not read again, for another rule or
# in another tree.  A content that is gone from the repository shows it.

. "$(dirname "$0")/lib.sh"
have spatch bwrap python3 || skip_all 'spatch, bwrap or python3 is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace
git_user

# rule NAME WORD: says where WORD is called
rule()
{
	cat >"cocci/t/$1.cocci" <<EOT
/// calls $2
// Options: --no-includes
virtual report
@r depends on report@
expression E;
@@
* $2(E)
EOT
}

mkdir -p cocci/t && rule one first && rule two second && rule three third && rule none never_there

git init -q repo
mkdir -p repo/a repo/include
for i in 1 2 3 4 5 6 7 8 9; do
	printf 'int none%s(int x)\n{\n\treturn x + %s;\n}\n' "$i" "$i" >"repo/a/none$i.c"
done
printf 'int f(int x)\n{\n\tfirst(x);\n\treturn 0;\n}\n' >repo/a/first.c
printf 'int g(int x)\n{\n\tsecond(x);\n\treturn 0;\n}\n' >repo/a/second.c
cat >repo/a/loop.c <<'EOT'
int h(int x)
{
	for_each_thing(x)
		third(x);
	return 0;
}
EOT
printf '#define for_each_thing(x) for (x = 0; x < 5; x++)\n' >repo/include/thing.h
printf '#define OTHER 1\n' >repo/include/other.h
git -C repo add . && git -C repo commit -qm one

scan()
{
	tree=$1
	shift
	run "$BACKSTITCH" scan --tree "6.18.y=$work/repo:$tree" "$@"
}

# lose PATH: its content in HEAD is no longer in the repository
lose()
{
	id=$(git -C repo rev-parse "HEAD:$1")
	mv "repo/.git/objects/$(echo "$id" | cut -c1-2)/$(echo "$id" | cut -c3-)" "$work/lost-$id"
}

# lose_known: the contents that hold no rule's words
lose_known()
{
	for i in 1 2 3 4 6 7 8 9; do
		lose "a/none$i.c"
	done
	lose include/thing.h
}

restore()
{
	for lost in lost-*; do
		id=${lost#lost-}
		cp "$lost" "repo/.git/objects/$(echo "$id" | cut -c1-2)/$(echo "$id" | cut -c3-)"
	done
}

# commit_lossy MESSAGE: what is in the index, of which contents are gone ('git commit' refuses that,
# unless it takes the files for changed as they are as young as the index)
commit_lossy()
{
	git -C repo update-ref HEAD "$(git -C repo commit-tree -p HEAD -m "$1" \
		"$(git -C repo write-tree --missing-ok)")"
}

scan HEAD --rule t/one
is "$(grep -c 'calls first' "$out")" 1 'the first rule finds its place'
like "$(cat "$out")" ' in 12 files' 'all files were looked at'
scan HEAD --rule t/one --no-cache
cp "$out" known

lose_known
lose a/none5.c
scan HEAD --rule t/two --no-cache
like "$(cat "$out" "$err")" "cannot read 'a/none1.c'" 'without what is kept, all are read'
scan HEAD --rule t/two
like "$(cat "$out")" 'a/second.c:3: g: t/two: calls second' 'another rule finds its place'
unlike "$(cat "$out" "$err")" 'cannot read' 'and reads only what may hold its words'
is "$status" 1 'which is all that there is to say'
scan HEAD --rule t/none
is "$status" 0 'where no words are, nothing is read'

# macros of a header that is known, too
scan HEAD --rule t/three
like "$(cat "$out")" 'a/loop.c:4: h: t/three: calls third' 'a known header tells its macros'
unlike "$(cat "$out")" 'not looked at' 'so that the function is seen'

# the next tree: what is new in it is read, and the rest is not
printf 'int n(int x)\n{\n\tsecond(x + 1);\n\treturn 1;\n}\n' >repo/a/none5.c
printf '#define OTHER 2\n' >repo/include/other.h
git -C repo add a/none5.c include/other.h && commit_lossy two
scan HEAD --rule t/two
like "$(cat "$out")" 'a/none5.c:3: n: t/two' 'a changed file is read, whatever it was before'
like "$(cat "$out")" 'a/second.c:3: g: t/two' 'the others are as they were'
unlike "$(cat "$out" "$err")" 'cannot read' 'and not read'
scan HEAD --rule t/three
like "$(cat "$out")" 'a/loop.c:4: h: t/three' 'another header has changed, this one is still known'
git -C repo mv a/second.c a/moved.c && commit_lossy three
scan HEAD --rule t/one
like "$(cat "$out")" 'a/first.c:3: f: t/one' 'a known rule in a new tree'
scan HEAD --rule t/two
like "$(cat "$out")" 'a/moved.c:3: g: t/two' 'a content is known under another name'

# damage: nothing of it is believed, and it is made again from what is read
damage()
{
	python3 - "$work/.backstitch/scan.db" "$1" <<'EOT'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
table, = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchone()
hurt = 0
for key, value in db.execute("SELECT key, value FROM %s" % table).fetchall():
    if not isinstance(key, str) or not key.startswith("words 1 ") or len(value) < 40:
        continue
    value = bytearray(value)
    if sys.argv[2] == "clear":          # each filter says no to all words
        value[8 + 25:] = bytes(len(value) - 33)
    else:
        del value[len(value) // 2:]
    db.execute("UPDATE %s SET value = ? WHERE key = ?" % table, (bytes(value), key))
    hurt += 1
db.commit()
sys.exit(not hurt)
EOT
}

# a rule with words that no rule had, so that no survey is known for it
for kind in clear cut; do
	restore
	ok "the index is damaged ($kind)" damage "$kind"
	rule "either$kind" "\\( second \\| absent_$kind \\)"
	scan HEAD --rule "t/either$kind"
	is "$(grep -c 'calls .*second' "$out")" 2 "damage loses nothing ($kind)"
	lose_known
	rule "again$kind" "\\( first \\| never_$kind \\)"
	scan HEAD --rule "t/again$kind"
	is "$(grep -c 'calls .*first' "$out")" 1 "and what was read then is known again ($kind)"
	unlike "$(cat "$out" "$err")" 'cannot read' "so that nothing else is read ($kind)"
done
restore

scan HEAD --rule t/one --no-cache
sed 's/in [0-9]* files//' known >want
sed 's/in [0-9]* files//' "$out" >have
same_file have want 'with and without an index it is the same'

finish
