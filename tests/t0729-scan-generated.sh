#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A file with very many functions that a rule has to look at: several of them are a text for spatch.
# What it says of each is what it says of the function alone, and what plain spatch says.

. "$(dirname "$0")/lib.sh"
have spatch bwrap python3 || skip_all 'spatch, bwrap or python3 is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace
mkdir -p cocci/t cocci/s tree alone bin
printf '/// a call\nvirtual report\n@depends on report@ expression E; @@\n* first(E)\n' \
	>cocci/t/call.cocci

# write FOLDER FILES: 300 functions of some shapes in that many files, what they use before them
write() {
	python3 - "$1" "$2" <<'EOT'
import sys
folder, files = sys.argv[1], int(sys.argv[2])
each = 300 // files
for number in range(files):
    with open("%s/%d.c" % (folder, number), "w") as out:
        out.write("struct shared { int a; };\nstatic int helper(struct shared *s);\n")
        for i in range(number * each, (number + 1) * each):
            body = ["first(x);", "if (first(x))\n\t\thelper(0);", "first(x);\n\tfirst(x + 1);",
                    "for (first(x); x; x--)\n\t\tfirst(helper(0));"][i % 4]
            out.write("\nint f%d(int x)\n{\n\tstruct shared s = { x };\n\n\t%s\n"
                      "\treturn s.a;\n}\n" % (i, body))
EOT
}
write tree 1
write alone 5

# found FOLDER: functions, one a finding, in order
found() {
	run "$BACKSTITCH" scan --rule t/call --no-cache --tree 6.18.y="$work/$1"
	sed -n 's/^6.18.y: [0-9].c:[0-9]*: \(f[0-9]*\): t.call.*/\1/p' "$out"
}
found tree >together
sed -n 's/^6.18.y: 0.c:\([0-9]*\): .*t.call.*/\1/p' "$out" >lines
like "$(cat "$out")" '^6.18.y: 300 of 300 functions' 'all are counted'
found alone >apart
same_file together apart 'the same is found in each function as in files with few'
is "$(wc -l <together)" 450 'which is what is in them'
(cd tree && spatch --very-quiet --no-includes -D report --sp-file ../cocci/t/call.cocci 0.c \
	2>/dev/null) | awk '/^@@/ { n = $2 + 0; n = n < 0 ? -n : n; next } /^---|^\+\+\+/ { next }
	/^-/ { print n } /^[- ]/ { n++ }' >plain
same_file lines plain 'in the lines that plain spatch marks'

# spatch starts one or two diffs for each text
printf '#!/bin/sh\necho >>%s/diffs\nexec %s "$@"\n' "$work" "$(command -v diff)" >bin/diff
chmod +x bin/diff
BACKSTITCH_NO_SANDBOX=1 PATH=$work/bin:$PATH run "$BACKSTITCH" scan --rule t/call --no-cache \
	--tree 6.18.y="$work/tree"
ok "spatch gets few texts: $(wc -l <diffs)" test "$(wc -l <diffs)" -le 20

# what was looked at together is known function by function: no spatch is there
run "$BACKSTITCH" scan --rule t/call --tree 6.18.y="$work/tree"
cp "$out" first
printf '#!/bin/sh\nexit 7\n' >bin/bwrap && chmod +x bin/bwrap
{ head -2 tree/0.c; echo; sed 1,2d tree/0.c; } >new && mv new tree/0.c
PATH=$work/bin:$PATH run "$BACKSTITCH" scan --rule t/call --tree 6.18.y="$work/tree"
is "$(cut -d: -f4- "$out" | md5sum)" "$(cut -d: -f4- first | md5sum)" \
	'nothing is looked at again in a file that has moved'

# one that cannot be parsed, and one that takes too long, take nothing with them
cp tree/0.c kept
python3 - <<'EOT'
text = open("tree/0.c").read()
text = text.replace("int f150(int x)\n{\n", "int f150(int x)\n{\n\tif (x) ) {\n")
open("tree/0.c", "w").write(text)
EOT
found tree >broken
like "$(cat "$out")" '0.c: f150: not looked at by t/call: could not be parsed' 'it is missed'
is "$(grep -c 'not looked at' "$out")" 1 'alone'
grep -vx f150 together >wanted
same_file broken wanted 'and all others are found'
cp kept tree/0.c
{
	printf '/// never ends\nvirtual report\n@depends on report@\n'
	printf 'expression x, E1, E2, E3, E4;\n@@\n first(x);\n ... when any\n E1;\n'
	printf ' ... when any\n E2;\n ... when any\n E3;\n ... when any\n* E4;\n'
} >cocci/t/stuck.cocci
python3 - <<'EOT'
with open("tree/0.c", "w") as out:
    for i in range(120):
        steps = "".join("\tif (a%d)\n\t\tb%d(x);\n\telse\n\t\tc%d(x);\n" % (k, k, k)
                        for k in range(60)) if i == 60 else "\ta(1);\n\tb(2);\n\tc(3);\n"
        out.write("int f%d(int x)\n{\n\tfirst(x);\n%s\tlast(x);\n}\n" % (i, steps))
EOT
run "$BACKSTITCH" scan --rule t/stuck --timeout 2 --tree 6.18.y="$work/tree"
is "$(grep -c 't/stuck: never ends$' "$out")" 119 'what hangs keeps the others'
like "$(cat "$out")" '0.c: f60: not looked at by t/stuck: time limit reached' 'and is named'
is "$(grep -c 'not looked at' "$out")" 1 'alone'

# line numbers in messages are those of the file
cat >cocci/s/lines.cocci <<'EOT'
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
coccilib.report.print_report(p[0], "second on line %s" % (q[0].line))
EOT
for i in $(seq 120); do
	printf 'int f%d(int x)\n{\n\tfirst(x);\n\tthird(x);\n\tsecond(x);\n}\n' "$i"
done >tree/0.c
run "$BACKSTITCH" rule allow s/lines
run "$BACKSTITCH" scan --rule s/lines --tree 6.18.y="$work/tree"
sed -n 's/^6.18.y: 0.c:\([0-9]*\): f[0-9]*: s.lines: second on line \([0-9]*\)$/\1 \2/p' "$out" \
	>lines
for i in $(seq 0 119); do
	echo "$((i * 6 + 3)) $((i * 6 + 5))"
done >wanted
same_file lines wanted 'lines in messages are translated'
finish
