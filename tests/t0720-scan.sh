#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# backstitch scan: findings, coverage, what is looked at again, formats, and bad input.  What
# plain spatch finds on the same files is the expectation.

. "$(dirname "$0")/lib.sh"
have spatch bwrap python3 || skip_all 'spatch, bwrap or python3 is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace

mkdir -p cocci/t tree/a/b
cat >cocci/t/twice.cocci <<'EOT'
/// two in a row
// Confidence: High
// Options: --no-includes
virtual report
@r depends on report@
position p, q;
expression E;
@@
first@p(E);
... when != E
second@q(E);
@depends on report@
position r.p;
@@
* first@p(...);
EOT
cat >tree/a/one.c <<'EOT'
struct unused { int x; };

static int helper(int x)
{
	return x;
}

int f(int x)
{
	first(x);
	helper(3);
	second(x);
	return 0;
}

int only_first(int x)
{
	first(x);
	return 0;
}
EOT
{
	echo '/* shifted */'
	cat tree/a/one.c
} >tree/a/b/two.c
printf 'int g(void)\n{\n\treturn 0;\n}\n' >tree/a/none.c

scan()
{
	run "$BACKSTITCH" scan --rule t/twice --tree 6.18.y="$work/tree" "$@"
}

scan
is "$status" 1 'a finding is exit status 1'
like "$(cat "$out")" '^6.18.y: a/one.c:10: f: t/twice: two in a row$' 'path, line and function'
like "$(cat "$out")" '^6.18.y: a/b/two.c:11: f: t/twice' 'the same function in another file'
is "$(grep -c 't/twice: two in a row' "$out")" 2 'and nothing else'
like "$(cat "$out")" '2 of 2 functions .* in 3 files' 'functions with all words count'

# plain spatch agrees
plain=$(cd tree && spatch --very-quiet --no-includes -D report --sp-file ../cocci/t/twice.cocci \
	a/one.c a/b/two.c a/none.c 2>/dev/null | grep -c '^-	first')
is "$plain" 2 'plain spatch finds the same number'

cp "$out" first
scan
same_file "$out" first 'the second run says the same'
printf '\n\n' | cat - tree/a/one.c >new && mv new tree/a/one.c
scan
like "$(cat "$out")" 'a/one.c:12: f: ' 'a changed file has its new lines'
like "$(cat "$out")" 'a/b/two.c:11: f: ' 'the others stay'
scan --no-cache
like "$(cat "$out")" 'a/one.c:12: f: ' 'without kept results it is the same'

# a function that was looked at in one tree is not looked at in the next: no spatch is there
mkdir -p tree2/x && { echo; cat tree/a/one.c; } >tree2/x/moved.c
# (in the sandbox there is another PATH, so it is the sandbox that can not be made)
mkdir bin && printf '#!/bin/sh\nexit 7\n' >bin/bwrap && chmod +x bin/bwrap
PATH=$work/bin:$PATH run "$BACKSTITCH" scan --rule t/twice --tree 6.17.y="$work/tree2"
like "$(cat "$out")" '^6.17.y: x/moved.c:13: f: ' 'what is known is not looked at again'

scan --format=json
ok 'JSON is valid' python3 -c '
import json, sys
o = json.load(open(sys.argv[1]))
assert o["schema"] == "backstitch.scan/1"
t = o["trees"][0]
assert t["tree"] == "6.18.y" and len(t["findings"]) == 2
assert t["findings"][0]["function"] == "f" and t["findings"][0]["rule"] == "t/twice"
assert t["coverage"]["functions"] == 2 and t["coverage"]["missed"] == []' "$out"
scan --format=sarif
ok 'SARIF is valid' python3 -c '
import json, sys
o = json.load(open(sys.argv[1]))
r = o["runs"][0]
assert o["version"] == "2.1.0" and r["tool"]["driver"]["name"] == "backstitch"
l = r["results"][0]["locations"][0]["physicalLocation"]
assert l["artifactLocation"]["uri"] == "a/b/two.c" and l["region"]["startLine"] == 11' "$out"
fails_with 129 "no format 'xml'" 'an unknown format is wrong usage' \
	"$BACKSTITCH" scan --format=xml --tree 6.18.y="$work/tree"

# a git tree
git_user
git init -q repo && cp -r tree/a repo/ && git -C repo add . && git -C repo commit -qm one
run "$BACKSTITCH" scan --rule t/twice --tree 6.18.y="$work/repo:main"
is "$(grep -c 't/twice: two in a row' "$out")" 2 'a git tree gives the same findings'

# what spatch can not parse is named
cat >tree/a/bad.c <<'EOT'
int lost(int x)
{
	first(x);
	if (x) ) {
	second(x);
	return 0;
}

int found(int x)
{
	first(x);
	second(x);
	return 0;
}
EOT
scan
like "$(cat "$out")" 'a/bad.c: lost: not looked at by t/twice: could not be parsed' \
	'a function that is not parsed is missed by name'
rm tree/a/bad.c

# without what is marked a loop has no body: that is no C, but the file is
mkdir looped
printf 'int f(int x)\n{\n\tfor (x = 0; x < 9; x++)\n\t\tfirst(x);\n\treturn x;\n}\n' >looped/loop.c
printf '/// a call\nvirtual report\n@depends on report@ expression E; @@\n* first(E);\n' \
	>cocci/t/call.cocci
run "$BACKSTITCH" scan --rule t/call --tree 6.18.y="$work/looped"
is "$(cat "$out")" '6.18.y: loop.c:4: f: t/call: a call
6.18.y: 1 of 1 functions with the rules'"'"' words were looked at, in 1 files' \
	'a mark alone in a loop is a finding, and its function was looked at'
rm cocci/t/call.cocci

# marks in a row: each statement is a finding, as each is a line of plain spatch's
mkdir rows
cat >rows/row.c <<'EOT'
int row(int x)
{
	first(x);	/* one; */
	first(x + 1);
	if (first(x))
		first(x);
	else
		first(x);
	for (first(1); first(2);
	     first(3))
		first(x);
	x = third(first(x),
		  first("a;)\""),
		  x);
	first(x);
	return first(x) +
	       first(x);
}
EOT
printf '/// a call\nvirtual report\n@depends on report@ expression E; @@\n* first(E)\n' \
	>cocci/t/call.cocci
run "$BACKSTITCH" scan --rule t/call --tree 6.18.y="$work/rows"
sed -n 's/^6.18.y: row.c:\([0-9]*\): .*/\1/p' "$out" | tr '\n' ' ' >found
is "$(cat found)" '3 4 5 6 8 9 11 12 15 16 ' 'marks in a row are a finding each statement'
(cd rows && spatch --very-quiet --no-includes -D report --sp-file ../cocci/t/call.cocci row.c \
	2>/dev/null) | awk '/^@@/ { n = $2 + 0; n = n < 0 ? -n : n; next } /^---|^\+\+\+/ { next }
	/^-/ { print n } /^[- ]/ { n++ }' | tr '\n' ' ' >plain
is "$(cat plain)" '3 4 5 6 8 9 10 11 12 13 15 16 17 ' 'in lines that plain spatch marks'
printf '/// a pair\nvirtual report\n@depends on report@ expression E, F; @@\n* first(E);\n' \
	>cocci/t/call.cocci
echo '* second(F);' >>cocci/t/call.cocci
printf 'int pair(int x)\n{\n\tfirst(x);\n\tsecond(x);\n\treturn 0;\n}\n' >rows/row.c
run "$BACKSTITCH" scan --rule t/call --tree 6.18.y="$work/rows"
is "$(grep -c 'a pair$' "$out")" 1 'a rule that marks two statements in a row finds them once'
rm cocci/t/call.cocci

# code under #if 0 is no code
printf '#if 0\nint d(int x)\n{\n\tfirst(x);\n\tsecond(x);\n}\n#endif\n' >tree/a/dead.c
scan
unlike "$(cat "$out")" 'dead.c' 'what is under #if 0 is left alone'
rm tree/a/dead.c

# line numbers in messages are those of the file
mkdir cocci/s && cat >cocci/s/lines.cocci <<'EOT'
/// pair
virtual report
@r depends on report@
position p, q;
expression E;
@@
first@p(E);
...
second@q(E);
@script:python depends on report@
p << r.p;
q << r.q;
@@
coccilib.report.print_report(p[0], "second on line %s, again %s" % (q[0].line, "line " + q[0].line))
EOT
fails_with 128 "script code.*rule allow s/lines" 'a rule with scripts is refused' \
	"$BACKSTITCH" scan --rule s/lines --tree 6.18.y="$work/tree"
run "$BACKSTITCH" rule allow s/lines
like "$(cat "$out")" 'print_report' 'allowing shows the code'
run "$BACKSTITCH" scan --rule s/lines --tree 6.18.y="$work/tree"
like "$(cat "$out")" 'one.c:12: f: s/lines: second on line 14, again line 14' \
	'lines in messages are translated'
echo '// changed' >>cocci/s/lines.cocci
fails_with 128 'script code' 'a changed rule has to be allowed again' \
	"$BACKSTITCH" scan --rule s/lines --tree 6.18.y="$work/tree"
run "$BACKSTITCH" scan --rule s/lines --format=json --tree 6.18.y="$work/tree"
is "$(cat "$out")" '' 'and leaves no half of a document'

# bad input
printf '@@ expression E; @@\n- first(E\n+ x(E);\n' >cocci/t/broken.cocci
fails_with 128 "spatch stopped on the rule 't/broken': .*parse error: at the end" \
	'a rule that does not parse' "$BACKSTITCH" scan --rule t/broken --tree 6.18.y="$work/tree"
printf '@@ expression E; @@\n- first(E;\n+ x(E);\n' >cocci/t/broken.cocci
fails_with 128 "parse error: '- first\(E;'" 'the line of the rule is shown' \
	"$BACKSTITCH" scan --rule t/broken --tree 6.18.y="$work/tree"

cat >cocci/t/endless.cocci <<'EOT'
/// never ends
virtual report
@depends on report@
expression x, y;
@@
* first(x);
... when any
    when != third(x)
second(y);
EOT
{
	printf 'int slow(int x)\n{\n\tfirst(x);\n'
	i=0
	while [ $i -lt 60 ]; do
		printf 'l%d:\n\tif (a%d) goto l%d;\n\tif (b%d) goto l%d;\n' $i $i $((59 - i)) $i \
			$(((i * 7) % 60))
		i=$((i + 1))
	done
	printf '\tsecond(x);\n}\n'
} >tree/a/slow.c
run "$BACKSTITCH" scan --rule t/endless --timeout 2 --tree 6.18.y="$work/tree"
like "$(cat "$out")" 'one.c:12: f: t/endless' 'one that takes too long keeps the others'
rm tree/a/slow.c

# what spatch does not come to an end with is named each time; the other files' results stand
cat >cocci/t/stuck.cocci <<'EOT'
/// never ends
virtual report
@depends on report@
expression x, E1, E2, E3, E4;
@@
 first(x);
 ... when any
 E1;
 ... when any
 E2;
 ... when any
 E3;
 ... when any
* E4;
EOT
mkdir stuck && printf 'int f(int x)\n{\n\tfirst(x);\n\ta(1);\n\tb(2);\n\tc(3);\n\td(4);\n}\n' \
	>stuck/short.c
{
	printf 'int slow(int x)\n{\n\tfirst(x);\n'
	seq 60 | sed 's/.*/\tif (a&)\n\t\tb&(x);\n\telse\n\t\tc&(x);/'
	printf '\tsecond(x);\n}\n'
} >stuck/slow.c
for again in 'the first time' 'and again'; do
	run "$BACKSTITCH" scan --rule t/stuck --timeout 1 --tree 6.18.y="$work/stuck"
	like "$(cat "$out")" 'slow.c: slow: not looked at by t/stuck: time limit' \
		"a function that takes too long is named $again"
	like "$(cat "$out")" 'short.c:7: f: t/stuck' "the others are looked at $again"
	like "$(cat "$out")" '1 of 2 functions' "and counted $again"
done

run "$BACKSTITCH" scan --rule t/twice --memory 12 --no-cache --tree 6.18.y="$work/tree"
like "$(cat "$out" "$err")" 'one.c: f: not looked at .*(memory|died)|stopped on the rule' \
	'spatch that runs out of memory is told of'

{
	printf 'int latin(int x)\n{\n\t/* \351\377 */\n\tfirst(x);\n\tsecond(x);\n}\n'
} >tree/a/latin.c
scan
like "$(cat "$out")" 'a/latin.c:4: latin: ' 'a file that is no UTF-8 is looked at'
{
	echo 'static const int table[] = {'
	seq -f '%g, 0x1234, 0x5678, 0x9abc, 0xdef0,' 1 250000
	printf '};\nint big(int x)\n{\n\tfirst(x);\n\tsecond(x);\n\treturn table[x];\n}\n'
} >tree/a/big.c
scan
like "$(cat "$out")" 'a/big.c:25000[0-9]: big: ' '10 MB of generated C are looked at'
chmod 000 tree/a/big.c
touch tree/a/gone.c && ln -sf /nonexistent tree/a/link.c
if [ "$(id -u)" != 0 ]; then
	scan
	like "$(cat "$out")" 'could not be read' 'a file that can not be read is named'
else
	skip 'root reads everything'
fi
rm -f tree/a/big.c tree/a/gone.c tree/a/link.c

# the call sites of the worked example, judged one by one
cp -r "$root/cocci/tdx" cocci/
for tree in 6.12.y 6.18.y 6.19.y; do
	run "$BACKSTITCH" scan --rule tdx/tdr-exclusive --format=json \
		--tree "$tree=$root/stable-trees/fixtures/$tree"
	python3 -c '
import json, sys
for tree in json.load(open(sys.argv[1]))["trees"]:
    for at in tree["findings"]:
        print(at["symbol"], at["verdict"])' "$out" | sort >"verdicts-$tree"
	echo "$status" >"status-$tree"
done
is "$(cat verdicts-6.12.y)$(cat status-6.12.y)" 0 'a tree without such calls: nothing, status 0'
like "$(cat verdicts-6.18.y)" '^tdh_vp_init guard$' 'a call that needs the lock'
is "$(cat status-6.18.y)" 1 'it is for a person'
like "$(cat verdicts-6.19.y)" '^tdh_vp_init guarded$' 'a call that has the lock'
unlike "$(cat verdicts-6.19.y)" '^tdh_vp_init guard$' 'and is not asked to get it'

# what a judge said is kept until something that it looked at changes
cp -r "$root/stable-trees/fixtures/6.18.y" judged
sleep 5
judged()
{
	PATH=${1:+$1:}$PATH run "$BACKSTITCH" scan --rule tdx/tdr-exclusive \
		--tree 6.18.y="$work/judged"
}
judged
like "$(cat "$out")" 'tdx_td_vcpu_init: guard: ' 'the call is judged'
cp "$out" first
judged "$work/bin"
same_file "$out" first 'nothing is looked at again: no sandbox is made'
grep -rl tdx_td_vcpu_init judged | head -1 >where
caller=$(dirname "$(cat where)")/another.c
printf 'int another(struct kvm_vcpu *vcpu)\n{\n\treturn tdh_vp_init(0, 0, 0);\n}\n' >"$caller"
judged
like "$(cat "$out")" 'another.c:3: another: ' 'a new file is judged'
sleep 5
judged
cp "$out" second
judged "$work/bin"
same_file "$out" second 'and what is said of it is kept'
# the judge goes by the table of facts, too
cp cocci/tdx/seamcalls.tsv facts
sed -i '/^[0-9]*	TDH.VP.INIT	/s/	yes	/	no	/' cocci/tdx/seamcalls.tsv
judged
like "$(cat "$out")" 'tdx_td_vcpu_init: never: ' 'what is kept is not used with other facts'
mv facts cocci/tdx/seamcalls.tsv
# and spatch by its macro file
mkdir std && ln -s "$(command -v spatch)" std/spatch
standard=$(dirname "$(command -v spatch)")/../lib/coccinelle/standard.h
[ ! -f "$standard" ] || cp "$standard" std/
echo '#define tdh_vp_init MACROANNOTATION' >>std/standard.h
judged "$work/std"
like "$(cat "$out")" 'tdx_td_vcpu_init: unknown: ' 'nor with other macros'
# without any of the words, but where callers are looked for
printf 'int more(struct kvm_vcpu *vcpu)\n{\n\twrite_lock(&vcpu->kvm->mmu_lock);\n' \
	>"$(dirname "$caller")/more.c"
printf '\tanother(vcpu);\n\twrite_unlock(&vcpu->kvm->mmu_lock);\n\treturn 0;\n}\n' \
	>>"$(dirname "$caller")/more.c"
unlike "$(cat second)" 'another: unknown: .* is held' 'nobody calls the new function'
judged "$work/bin"
like "$(cat "$out")" 'another: unknown: .* is held' \
	'it is looked at again when a caller may have come'
like "$(cat "$out")" 'tdx_td_vcpu_init: guard: ' \
	'what the rule makes of the same text is known, without a sandbox'
rm "$(dirname "$caller")/more.c"
judged
same_file "$out" second 'without the caller it is what it was'

# a tree that changes while it is read: the second rule does not find what the first one removed
mkdir -p cocci/u racy && cat >racy/keep.c <<'EOT'
int f(int x)
{
	alpha(x);
	beta(x);
	return 0;
}
EOT
sed 's/f(int/g(int/' racy/keep.c >racy/lost.c
printf '/// one\nvirtual report\n@depends on report@ expression E; @@\n* alpha(E);\n' \
	>cocci/u/a.cocci
printf '/// two\nvirtual report\n@depends on report@ expression E; @@\n* beta(E);\n' \
	>cocci/u/b.cocci
mkdir remover && cat >remover/bwrap <<EOT
#!/bin/sh
rm -f "$work/racy/lost.c"
exec $(command -v bwrap) "\$@"
EOT
chmod +x remover/bwrap
PATH=$work/remover:$PATH run "$BACKSTITCH" scan --rule u --tree 6.18.y="$work/racy"
like "$(cat "$out")" 'keep.c:3: f: u/a: one' 'a rule that ran before a file went'
like "$(cat "$out")" 'lost.c:3: g: u/a: one' 'with what the file held'
like "$(cat "$out")" 'keep.c:4: f: u/b: two' 'the rule that ran afterwards keeps the other file'
like "$(cat "$out" "$err")" "lost.c" 'and says what is missing'
run "$BACKSTITCH" scan --rule u --tree 6.18.y="$work/racy"
unlike "$(cat "$out")" 'lost.c' 'the next run sees the tree as it is now'
like "$(cat "$out")" 'keep.c:4: f: u/b: two' 'with all that is there'

# parts that can not match are switched off, and it is the same as with plain spatch
mkdir -p cocci/k parts && cat >cocci/k/loop.cocci <<'EOT'
/// the reference is kept
virtual report
@r@
local idexpression n;
expression e;
iterator name for_each_thing;
iterator i;
statement S;
@@
(
for_each_thing(e, n) S
&
i(e, n) S
)
@out exists@
iterator r.i;
local idexpression r.n;
expression e;
position j, p;
@@
 i@j(e, n) {
   ...
(
   put(n);
|
   break@p;
)
   ... when any
 }
@away exists@
iterator r.i;
local idexpression r.n;
expression e;
identifier l;
position j, p;
@@
 i@j(e, n) {
   ...
(
   put(n);
|
   goto l@p;
)
   ... when any
 }
@script:python depends on report@
j << out.j;
p << out.p;
@@
coccilib.report.print_report(j[0], "break on line %s" % (p[0].line))
@script:python depends on report@
j << away.j;
p << away.p;
@@
coccilib.report.print_report(j[0], "goto on line %s" % (p[0].line))
EOT
i=0
for body in 'if (a(n)) break;' 'if (a(n)) goto out;' 'if (a(n)) { put(n); break; }' 'a(n);' \
	'if (a(n)) break; if (b(n)) goto out;' 'if (a(n)) return 1;' \
	'a(n); } while (1) { break;' 'a(n); } if (a(0)) { goto out;'; do
	i=$((i + 1))
	{
		printf 'int f%d(struct t *e)\n{\n\tstruct t *n;\n' "$i"
		printf '\tfor_each_thing(e, n) {\n\t\t%s\n\t}\nout:\n\treturn 0;\n}\n' "$body"
	} >"parts/p$i.c"
done
cat >parts/p9.c <<'EOT'
int braces(struct t *e)
{
	struct t *n;

	for_each_thing(e, n)
		if (a(n)) {
			break;
		}
	return 0;
}

int hidden(struct t *e)
{
	struct t *n;

	for_each_thing(e, n) {
		a(n);
#ifdef MORE
		if (b(n))
			break;
#endif
	}
	return 0;
}
EOT
run "$BACKSTITCH" rule allow k/loop
run "$BACKSTITCH" scan --rule k/loop --tree 6.18.y="$work/parts"
sed -n 's/^6.18.y: \(p[0-9.c]*:[0-9]*\): .*: \([a-z]* on line [0-9]*\)$/\1 \2/p' "$out" | sort >mine
(cd parts && spatch --very-quiet --no-includes --no-show-diff -D report \
	--sp-file ../cocci/k/loop.cocci p?.c 2>/dev/null) |
	sed 's/:[0-9]*-[0-9]*: / /' | sort >theirs
is "$(wc -l <theirs)" 5 'plain spatch finds what it should'
same_file mine theirs 'and so do the parts that are left'
like "$(cat "$out")" ' 6 of 6 functions' 'functions without break and goto in the loop are no case'

# what has to come twice: the second lock may be the first one, come by again
cat >cocci/k/again.cocci <<'EOT'
/// locked twice
virtual report
@locked@
position p, q;
expression E;
@@
(
 spin_lock@q
|
 mutex_lock@q
) (E@p, ...);
@r exists@
expression locked.E;
position locked.p, p1, p2;
identifier lock;
@@
 lock@p1 (E@p, ...);
 ... when != E
 lock@p2 (E, ...);
@script:python depends on report@
p1 << r.p1;
p2 << r.p2;
@@
coccilib.report.print_report(p1[0], "again on line %s" % (p2[0].line))
EOT
mkdir -p again
printf '#define each_of(x) for (; x; x = next(x))\n' >again/each.h
i=0
while read -r body; do
	i=$((i + 1))
	printf 'int g%d(struct t *e)\n{\n\t%s\n\treturn 0;\n}\n' "$i" "$body" >"again/p$i.c"
done <<'EOT'
spin_lock(&a); f(); spin_lock(&a);
spin_lock(&a); f(); spin_unlock(&a);
spin_lock(&a); f(); mutex_lock(&a);
for (;;) { spin_lock(&a); f(); }
for (;;) f(); spin_lock(&a);
while (b()) if (c()) spin_lock(&a);
do { spin_lock(&a); f(); } while (b());
more: spin_lock(&a); if (b()) goto more;
if (b()) goto on; spin_lock(&a); on: f();
each_of(e) { spin_lock(&a); f(); }
each_of(e) mutex_lock(&a);
for (;;) { f(); } spin_lock(&a); for (;;) { f(); }
EOT
run "$BACKSTITCH" rule allow k/again
run "$BACKSTITCH" scan --rule k/again --tree 6.18.y="$work/again"
sed -n 's/^6.18.y: \(p[0-9.c]*:[0-9]*\): .*: \(again on line [0-9]*\)$/\1 \2/p' "$out" | sort >mine
{ cat "$(spatch --version >/dev/null && find /usr -name standard.h -path '*coccinelle*' |
	head -n 1)"; printf '#define each_of YACFE_ITERATOR\n'; } >told.h
(cd again && spatch --very-quiet --no-includes --no-show-diff -D report \
	--macro-file-builtins ../told.h --sp-file ../cocci/k/again.cocci p*.c 2>/dev/null) |
	sed 's/:[0-9]*-[0-9]*: / /' | sort >theirs
is "$(wc -l <theirs)" 7 'plain spatch finds what is locked again'
same_file mine theirs 'and so does the scan'
like "$(cat "$out")" ' 8 of 8 functions' 'and a loop without braces is all that is looked at beside'

# what has been tested for NULL: where it is in the next statement, spatch is not asked
cat >cocci/k/untested.cocci <<'EOT'
/// not tested
virtual report
@tested@
expression x;
position p;
identifier f, fld;
@@
x@p = f(...);
... when != x->fld
\(x == NULL \| x != NULL\)
@r depends on report exists@
expression x, x1;
position p1 != tested.p;
position p2;
statement S;
position any tested.p;
identifier f;
@@
x@p1 = \(take\|get\)(...);
...
x1@p = f@p2(...);
if (!x1) S
@script:python depends on report@
p1 << r.p1;
p2 << r.p2;
@@
coccilib.report.print_report(p1[0], "as on line %s" % (p2[0].line))
EOT
mkdir -p untested
i=0
while read -r body; do
	i=$((i + 1))
	cat >"untested/p$i.c" <<EOT
struct t { int n; char *s; struct t *q[4]; };

int g$i(struct t *a, int n)
{
	$body

	e = h();
	if (!e)
		return 1;
	return 0;
}
EOT
done <<'EOT'
x = take(1); if (!x) return 2;
x = take(1); if (x == NULL) return 2;
x = take(1);
x = take(1); y = get(2); if (!y) return 2;
int x; x = take(1); if (!x) return 2;
char *x = take(1); if (!x) return 2;
a->n = get(1); if (!a->n) return 2;
a->q[n] = get(1); if (!a->q[n] || n) return 2;
a->s = get(1); if (!a) return 2;
a->s = get(1); if (!a->s[0]) return 2;
u->v = get(1); if (!u->v) return 2;
for (n = 0; n < 3; n++) x = take(1); if (!x) return 2;
for (n = 0; n < 3; n++) { x = take(1); if (!x) break; }
if (n) x = take(1); if (!x) return 2;
if (n) return 3; else x = take(1); if (!x) return 2;
switch (n) { case 1: x = take(1); if (!x) return 2; }
again: x = take(1); if (!x) goto again;
x = take(1); x->n = 1; if (!x) return 2;
x = (char *)take(1); if (!x) return 2;
*x = take(1); if (!*x) return 2;
x = take(1); if (!x) return 2; x = take(2); if (!n) return 3;
EOT
run "$BACKSTITCH" rule allow k/untested
run "$BACKSTITCH" scan --rule k/untested --tree 6.18.y="$work/untested"
sed -n 's/^6.18.y: \(p[0-9.c]*:[0-9]*\): .*: \(as on line [0-9]*\)$/\1 \2/p' "$out" | sort >mine
(cd untested && spatch --very-quiet --no-includes --no-show-diff -D report \
	--sp-file ../cocci/k/untested.cocci p*.c 2>/dev/null) |
	sed 's/:[0-9]*-[0-9]*: / /' | sort >theirs
is "$(wc -l <theirs)" 7 'plain spatch finds what is not tested'
same_file mine theirs 'and so does the scan'
like "$(cat "$out")" ' 15 of 15 functions' 'and does not look where all is tested at once'

fails_with 128 "no rule or pack 'nope'" 'a rule that is not there' \
	"$BACKSTITCH" scan --rule nope --tree 6.18.y="$work/tree"
fails_with 128 "there is no 'nowhere' in the tree" 'a folder that is not there' \
	"$BACKSTITCH" scan --rule t/twice --path nowhere --tree 6.18.y="$work/tree"
finish
