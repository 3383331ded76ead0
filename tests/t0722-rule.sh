#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# backstitch rule: list, new, test, allow.

. "$(dirname "$0")/lib.sh"
have spatch bwrap || skip_all 'spatch or bwrap is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace

run "$BACKSTITCH" rule new mine/calls
is "$status" 0 'a rule is made'
ok 'with its file' test -f cocci/mine/calls.cocci
fails_with 128 'already' 'not twice' "$BACKSTITCH" rule new mine/calls
fails_with 128 'no name for a rule' 'and not outside' "$BACKSTITCH" rule new ../x/y
run "$BACKSTITCH" rule list
like "$(cat "$out")" '^mine/calls +Moderate patch,context,org,report ' 'it is listed with its modes'
run "$BACKSTITCH" rule test
is "$status" 0 'its fixture passes'
like "$(cat "$out")" '^ok      mine/calls/basic patch' 'and is named'
printf '3: Say in one line what is wrong with the code that this finds\n' \
	>cocci/mine/tests/calls/basic/expect.txt
run "$BACKSTITCH" rule test --rule mine/calls
like "$(cat "$out")" '^ok      mine/calls/basic scan' 'findings are compared too'
echo '/* more */' >>cocci/mine/tests/calls/basic/expect.c
run "$BACKSTITCH" rule test --rule mine/calls
is "$status" 1 'a fixture that differs is exit status 1'
like "$(cat "$out")" '^-/\* more \*/' 'with the diff'
ok 'coccicheck can parse it' spatch --parse-cocci -D report cocci/mine/calls.cocci
is "$(spatch --very-quiet -D report --no-show-diff --cocci-file cocci/mine/calls.cocci \
	cocci/mine/tests/calls/basic/input.c 2>/dev/null | sed 's/.*input/input/')" \
	'input.c:3:8-16: old_call() is used' 'and reports by its script, which is not run here'
run "$BACKSTITCH" rule list
unlike "$(cat "$out")" 'mine/calls .*script code' 'what is for coccicheck only needs no leave'
sed 's,^// coccicheck only$,/* // coccicheck only */,' cocci/mine/calls.cocci >cocci/mine/open.cocci
run "$BACKSTITCH" rule list
like "$(cat "$out")" 'mine/open .*script code, not allowed' 'code before it does'
printf '@script:python@\n@@\nprint("\033[31mred")\n' >cocci/mine/code.cocci
run "$BACKSTITCH" rule list
like "$(cat "$out")" 'mine/code .*script code, not allowed' 'a rule with code is marked'
run "$BACKSTITCH" rule allow --show mine/code
like "$(cat "$out")" 'x1b\[31mred' 'its code is shown, escaped'
run "$BACKSTITCH" rule list
like "$(cat "$out")" 'mine/code .*not allowed' 'showing does not allow'
run "$BACKSTITCH" rule allow mine/code
run "$BACKSTITCH" rule list
unlike "$(cat "$out")" 'mine/code .*not allowed' 'allowing does'
printf '#include "shared.cocci"\n@@ @@\n* first(...);\n' >cocci/mine/including.cocci
printf '@script:python@\n@@\nprint(1)\n' >cocci/mine/shared.cocci
run "$BACKSTITCH" rule allow mine/including
run "$BACKSTITCH" rule list
unlike "$(cat "$out")" 'mine/including .*not allowed' 'with what it includes'
echo 'print(2)' >>cocci/mine/shared.cocci
run "$BACKSTITCH" rule list
like "$(cat "$out")" 'mine/including .*not allowed' 'which may not change either'
fails_with 129 'is needed' 'wrong usage' "$BACKSTITCH" rule
# as in the kernel's null/badzero: a comment names #include, and a script is in OCaml
mkdir -p cocci/t
cat >cocci/t/comment.cocci <<'EOT'
//# a type can be told with an
//# include path.
virtual report
@@ @@
* first(...);
EOT
run "$BACKSTITCH" scan --rule t/comment --tree 6.18.y="$root/stable-trees/fixtures/6.18.y"
is "$status" 0 'an #include in a comment is a comment'
cat >cocci/t/ocaml.cocci <<'EOT'
virtual report
@r@ position p; @@
kfree@p(...);
@script:ocaml depends on report@
p << r.p;
@@
let _ = p in ()
EOT
if command -v ocamlopt >/dev/null || command -v ocamlopt.opt >/dev/null; then
	skip 'an OCaml compiler is installed'
else
	mkdir -p freed && printf 'int f(int *x)\n{\n\tkfree(x);\n\treturn 0;\n}\n' >freed/a.c
	run "$BACKSTITCH" rule allow t/ocaml
	fails_with 128 "rule 't/ocaml': No OCaml compiler found" 'a script that nothing compiles' \
		"$BACKSTITCH" scan --rule t/ocaml --tree 6.18.y="$work/freed"
fi

finish
