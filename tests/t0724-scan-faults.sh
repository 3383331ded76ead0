#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# One rule that is broken, or one tree that is not there, does not stop the rest; what is printed
# stays a document.

. "$(dirname "$0")/lib.sh"
have spatch bwrap jq git || skip_all 'spatch, bwrap, jq or git is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace

mkdir -p cocci/t tree
rule() {
	printf '/// a call\nvirtual report\n@depends on report@ expression E; @@\n'
	printf '* first(E%s;\n' "$1"
}
rule ')' >cocci/t/good.cocci
rule '' >cocci/t/parse.cocci
printf '/// options\n#spatch --very-quiet\n@@ expression E; @@\n* first(E);\n' \
	>cocci/t/refused.cocci
printf '/// nothing\n' >cocci/t/nothing.cocci
printf 'int f(int x)\n{\n\tfirst(x);\n\treturn x;\n}\n' >tree/a.c

scan() {
	run "$BACKSTITCH" scan "$@"
}

# said FILTER: of the answer in JSON
said() {
	jq -r "$1" "$out"
}

# rules: each way to be broken, before the good one and behind it
for bad in parse refused nothing nosuch; do
	scan --rule t/$bad --rule t/good --tree 6.18.y="$work/tree"
	is "$status" 1 "$bad: done, and a person has to look"
	like "$(cat "$out")" '^6.18.y: a.c:3: f: t/good: a call$' "$bad: the good rule is run"
	like "$(cat "$out")" "^6.18.y: t/$bad could not be run: " "$bad: and the bad one is told of"
done
scan --rule t/good --rule t/parse --tree 6.18.y="$work/tree"
like "$(cat "$out")" "t/parse could not be run: .*parse error: '. first\(E;' \(line 4\)$" \
	'with what is wrong, and the line'
like "$(spatch --parse-cocci cocci/t/parse.cocci 2>&1)" 'File .*, line 4,' 'that spatch names'
scan --rule t/refused --rule t/good --tree 6.18.y="$work/tree"
like "$(cat "$out")" "refused.cocci.*line 2.*'#spatch'|refused.cocci.*:2.*'#spatch'" \
	'of a refused one, too'
scan --rule t --format=json --tree 6.18.y="$work/tree"
is "$status" 1 'a pack with broken rules'
is "$(said '.trees[0].findings | map(.rule) | join(" ")')" t/good 'JSON: the good rule is run'
is "$(said '.trees[0].errors | map(.rule) | sort | join(" ")')" \
	't/nothing t/parse t/refused' 'JSON: the others are in it'
like "$(said '.trees[0].errors[] | select(.rule == "t/parse") | .reason')" 'line 4' \
	'with the reason'
scan --rule t --format=sarif --tree 6.18.y="$work/tree"
is "$(said '.runs[0].results | length')" 1 'SARIF: the good rule is run'
is "$(said '.runs[0].invocations[0] | .executionSuccessful, (.toolExecutionNotifications |
	map(select(.level == "error")) | length)')" 'false
3' 'SARIF: the others are in it'
scan --rule t/good --format=sarif --tree 6.18.y="$work/tree"
is "$(said '.runs[0].invocations[0].executionSuccessful')" true 'SARIF: all went well'

# nothing could be done
fails_with 128 'line 4' 'only a broken rule' \
	"$BACKSTITCH" scan --rule t/parse --tree 6.18.y="$work/tree"
fails_with 128 '#spatch' 'only refused ones: one is told' \
	"$BACKSTITCH" scan --rule t/refused --rule t/nothing --tree 6.18.y="$work/tree"
like "$(cat "$err")" 'marks nothing' 'and the other one'
is "$(wc -l <"$err")" 2 'a line each'
scan --rule t/parse --format=json --tree 6.18.y="$work/tree"
is "$status $(said '.trees[0].errors[0].rule')" '128 t/parse' 'the document is complete'
scan --rule t/parse --format=sarif --tree 6.18.y="$work/tree"
is "$status $(said '.runs[0].invocations[0].executionSuccessful')" '128 false' 'in SARIF, too'

# trees
scan --rule t/good --tree 6.17.y=/nonexistent --tree 6.18.y="$work/tree"
is "$status" 1 'a tree that is not there'
like "$(cat "$out")" '^6.17.y: could not be looked at: .*/nonexistent' 'is told of'
like "$(cat "$out")" '^6.18.y: a.c:3: f: t/good' 'the next one is scanned'
scan --rule t/good --format=json --tree 6.17.y=/nonexistent --tree 6.18.y="$work/tree"
is "$(said '.trees[] | .tree + " " + (.findings | length | tostring) + " " +
	(.errors | map(.rule // "tree") | join(" "))')" '6.17.y 0 tree
6.18.y 1 ' 'JSON: both are in it'
scan --rule t/good --format=json --tree 6.17.y=/nonexistent
is "$status $(said '.trees[0].errors | length')" '128 1' 'no tree at all: nothing could be done'
fails_with 128 /nonexistent 'which is said' \
	"$BACKSTITCH" scan --rule t/good --tree 6.17.y=/nonexistent

# an interrupt in mid-tree
mkdir slow slow-bin
for name in a b c; do
	sed "s/f(/$name(/" tree/a.c >slow/$name.c
done
cat >slow-bin/bwrap <<EOT
#!/bin/sh
touch "$work/began"
sleep 20
exec $(command -v bwrap) "\$@"
EOT
chmod +x slow-bin/bwrap
for format in json sarif; do
	rm -f began
	PATH=$work/slow-bin:$PATH "$BACKSTITCH" scan --rule t/good --no-cache --format=$format \
		--tree 6.18.y="$work/slow" >"$out" 2>"$err" &
	interrupt $! INT 10 test -e began
	[ "$status" != 0 ]
	verdict $? "$format: an interrupt ends it" "status $status"
	ok "$format: and leaves a complete document" jq -e '(.trees // .runs) | length == 1' "$out"
done

# rule list and rule test
run "$BACKSTITCH" rule list
is "$status" 1 'rule list: something is broken'
like "$(cat "$out")" '^t/good .* a call$' 'rule list: the good rule'
like "$(cat "$out")" '^t/parse .*\[broken: .*line 4\)\]' 'rule list: the broken one, with the line'
like "$(cat "$out")" '^t/refused .*\[refused: .*#spatch' 'rule list: the refused one'
mkdir -p cocci/t/tests/good/one
cp tree/a.c cocci/t/tests/good/one/input.c
echo '3: a call' >cocci/t/tests/good/one/expect.txt
run "$BACKSTITCH" rule test
is "$status" 1 'rule test: something is broken'
like "$(cat "$out")" '^ok      t/good/one scan$' 'rule test: the good rule'
like "$(cat "$out")" '^broken  t/parse: .*line 4' 'rule test: the broken one'
like "$(cat "$out")" '^refused t/refused: .*#spatch' 'rule test: the refused one'
run "$BACKSTITCH" rule test --rule t/good
is "$status" 0 'rule test: of the good rule'

# a pack whose pack.ini cannot be read
mkdir cocci/p
echo 'no key file' >cocci/p/pack.ini
run "$BACKSTITCH" rule list
like "$(cat "$out")" '^p .*\[refused: .*pack.ini' 'rule list: a pack that cannot be read'
like "$(cat "$out")" '^t/good .* a call$' 'rule list: and the others'
scan --rule p --rule t/good --tree 6.18.y="$work/tree"
like "$(cat "$out")" '^6.18.y: p could not be run: .*pack.ini' 'scan: a pack that cannot be read'
like "$(cat "$out")" '^6.18.y: a.c:3: f: t/good' 'scan: and the others'
fails_with 128 'pack.ini' 'its rules are not run without it' \
	"$BACKSTITCH" scan --rule p/any --tree 6.18.y="$work/tree"
# a file of a git tree that cannot be read is no file without findings
git_user
git init -q -b main store
cp tree/a.c store/a.c
printf 'int g(int x)\n{\n\tfirst(x);\n\treturn x;\n}\n' >store/b.c
git -C store add . && git -C store commit -q -m start
scan --rule t/good --tree 6.18.y="$work/store:main"
like "$(cat "$out")" '^6.18.y: b.c:3: g: t/good: a call$' 'a git tree'
sed 's/int g/int h/' store/b.c >store/c.c
git -C store add . && git -C store commit -q -m 'one more'
blob=$(git -C store rev-parse main:c.c)
rm -f "store/.git/objects/$(printf %.2s "$blob")/${blob#??}"
scan --rule t/good --tree 6.18.y="$work/store:main"
is "$status" 1 'one that lacks an object: a person has to look'
like "$(cat "$out" "$err")" "cannot read.*c\\.c" 'and the file is named'

finish
