#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A rule is code and a tree can carry some too.  Each way in leaves a file HACK when it
# works; each one is first tried on plain spatch where that is the claim.

. "$(dirname "$0")/lib.sh"
have spatch bwrap python3 || skip_all 'spatch, bwrap or python3 is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace
mkdir -p cocci/h tree
printf 'int f(int x)\n{\n\tfoo(x);\n\treturn 0;\n}\n' >tree/a.c
hack=$work/HACK

no_hack()
{
	[ ! -e "$hack" ] && [ -z "$(find "$work" -name 'HACK*' ! -name '*.c' -print)" ]
	verdict $? "$1" "$(find "$work" -name 'HACK*')"
	rm -f "$hack"
}

# refused NAME PATTERN: the rule on standard input is refused and runs nothing
refused()
{
	cat >cocci/h/rule.cocci
	fails_with 128 "$2" "$1 is refused" "$BACKSTITCH" scan --no-cache --rule h/rule \
		--tree 6.18.y="$work/tree"
	no_hack "$1 runs nothing"
}

refused 'script:python' 'script code' <<EOT
@script:python@
@@
open("$hack", "w")
EOT
refused 'script:ocaml' 'script code' <<EOT
@script:ocaml@
@@
let _ = open_out "$hack"
EOT
refused 'initialize' 'script code' <<EOT
@initialize:python@
@@
open("$hack", "w")
@@ @@
* foo(...);
EOT
refused 'finalize' 'script code' <<EOT
@@ @@
* foo(...);
@finalize:python@
@@
open("$hack", "w")
EOT
refused 'a constraint that is a script' 'script code' <<EOT
@@
identifier f : script:python() { open("$hack", "w") };
@@
* f(...);
EOT
refused 'a header over two lines' 'script code' <<EOT
@
script
:python@
@@
open("$hack", "w")
EOT
refused '#spatch' 'any option' <<EOT
@@ @@
* foo(...);
#spatch --in-place -o $hack
EOT
refused '# spatch in a comment' 'any option' <<EOT
// # spatch --parse-handler x.ml
@@ @@
* foo(...);
EOT
refused 'a shell string in #include' 'must be plain' <<EOT
#include "\$(touch $hack)"
@@ @@
* foo(...);
EOT
refused 'an include behind what may be the end of a string' 'does not start its line' <<EOT
@@ @@
* foo("
//", #include "\$(touch $hack)"
EOT
refused 'an include that leads out' 'must be plain' <<EOT
#include "../../secret.cocci"
@@ @@
* foo(...);
EOT
refused 'using a file that leads out' 'must be plain' <<EOT
using "/etc/passwd"
@@ @@
* foo(...);
EOT
refused 'using a file, split by a line' 'script code' <<EOT
using
"/etc/passwd"
@@ @@
* foo(...);
EOT
refused 'using a file, split by a comment' 'script code' <<EOT
using /* */ "/etc/passwd"
@@ @@
* foo(...);
EOT
refused 'an include in angle brackets with a shell word' 'must be plain' <<EOT
#include <\$(touch $hack)>
@@ @@
* foo(...);
EOT
refused 'code before what is for coccicheck only' 'script code' <<EOT
@script:python@
@@
open("$hack", "w")
// coccicheck only
EOT
cat >cocci/h/nested.cocci <<EOT
@script:python@
@@
open("$hack", "w")
EOT
printf '#include "nested.cocci"\n' >cocci/h/between.cocci
refused 'a script in a file that an included one includes' 'script code' <<EOT
#include "between.cocci"
@@ @@
* foo(...);
EOT
printf '@@ @@\r* foo(...);\n' >return.cocci
refused 'a carriage return' 'carriage return' <return.cocci

# plain rules that lie elsewhere run, rules with scripts do not even when their text is allowed
mkdir elsewhere
printf '@script:python@\n@@\nprint("x")\n' >elsewhere/x.cocci
"$BACKSTITCH" rule allow elsewhere/x.cocci >/dev/null
fails_with 128 "is not in" 'a rule with scripts outside of cocci/ is refused' \
	"$BACKSTITCH" scan --rule elsewhere/x.cocci --tree 6.18.y="$work/tree"

# the tree
printf '/// found\n@@ @@\n* foo(...);\n' >cocci/h/rule.cocci
printf '[spatch]\n\toptions = --parse-handler %s/evil.ml --in-place\n' "$work" >tree/.cocciconfig
cp tree/.cocciconfig .cocciconfig
cp tree/.cocciconfig "$HOME/.cocciconfig"
printf 'let _ = open_out "%s"\n' "$hack" >evil.ml
cp tree/a.c tree/'x;touch HACK1;.c'
cp tree/a.c tree/'$(touch HACK2).c'
cp tree/a.c tree/'`touch HACK3`.c'
cp tree/a.c tree/'-o HACK4 .c'
printf 'int f(int x)\n{\n\tfoo(x);\n}\n' >"$(printf 'tree/new\nline.c')"
before=$(cat tree/*.c | cksum)
run "$BACKSTITCH" scan --no-cache --rule h/rule --tree 6.18.y="$work/tree"
is "$(grep -c 'h/rule: found' "$out")" 5 'hostile file names: each file is looked at'
no_hack 'and no name runs anything'
is "$(cat tree/*.c | cksum)" "$before" 'and .cocciconfig changes nothing in the tree'

# an allowed script: no network, no writing outside of the scratch folder, no home folder
echo secret >"$HOME/secret"
cat >cocci/h/probe.cocci <<EOT
/// probe
@r@
position p;
@@
foo@p(...);
@script:python@
p << r.p;
@@
import socket, os
said = []
def attempt(name, what):
  try:
    what()
    said.append(name)
  except BaseException:
    pass
attempt("wrote", lambda: open("$hack", "w"))
attempt("wrote-usr", lambda: open("/usr/HACK", "w"))
attempt("net", lambda: socket.create_connection(("127.0.0.1", 22), 1))
attempt("route", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        .connect(("192.0.2.1", 53)))
attempt("home", lambda: open("$HOME/secret"))
coccilib.report.print_report(p[0], "could: " + ",".join(said) + ".")
EOT
"$BACKSTITCH" rule allow h/probe >/dev/null
run "$BACKSTITCH" scan --no-cache --rule h/probe --tree 6.18.y="$work/tree"
like "$(cat "$out")" 'could: \.$' 'an allowed script can reach nothing'
no_hack 'and writes nothing'
finish
