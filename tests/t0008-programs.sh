#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A test that lacks a program is skipped, and nobody sees it among hundreds: all that any of them
# asks for must be what scripts/setup installs for tests.
. "$(dirname "$0")/lib.sh"

# programs: what the tests ask for, a line each
programs() {
	sed -n 's/^have \([^|&]*\) ||.*/\1/p' "$root"/tests/t[0-9]*.sh | tr " " "\n" |
		grep . | sort -u
}
# shellcheck disable=SC2046 # a word each
for program in $(programs); do
	ok "$program is installed" command -v "$program"
done
like "$(programs | tr '\n' ' ')" 'git .*jq .*spatch' 'what the tests ask for is read from them'

# a library that spatch opens when a rule has a script, and that its package does not ask for
mkdir "$scratch/python"
cd "$scratch/python" || exit 1
cat >rule.cocci <<'EOF'
@r@
position p;
@@
old@p()

@script:python@
p << r.p;
@@
print("line " + p[0].line)
EOF
printf 'void f(void)\n{\n\told();\n}\n' >file.c
run spatch --very-quiet --sp-file rule.cocci file.c
is "$(cat "$out")" 'line 3' 'spatch runs scripts in Python'
finish
