#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a fix gives a function other parameters, as many as before, in a header; who
# defines it in this tree is another file than upstream, and goes on as it was.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# write WHICH: the header, which the fix changes, and the file that defines the function
write() {
	case $1 in
	u+) declares="int copy(const struct dev *from, int count);" ;;
	*) declares="int copy(struct dev *from, int count);" ;;
	esac
	printf '#ifndef A_H\n#define A_H\nstruct dev;\nint other(int a);\n%s\n' "$declares" \
		>"$repo/a.h"
	[ "$1" != s ] || printf 'int own(int a);\n' >>"$repo/a.h"
	printf '#endif\n' >>"$repo/a.h"
	rm -f "$repo"/[bc].c
	case $1 in
	s) printf '#include "a.h"\n\n%b' "$here" >"$repo/c.c" ;;
	u+) printf '#include "a.h"\n\n%b' "$after" >"$repo/$there" ;;
	*) printf '#include "a.h"\n\n%b' "$before" >"$repo/$there" ;;
	esac
}

# expect PATTERN NAME
expect() {
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	like "$(jq -r '.warnings | join("; ")' "$out")" "$1" "$2"
}

body='\n{\n\treturn count;\n}\n'
before="int copy(const struct dev *from, int count)$body"
after=$before there=b.c
here="int copy(struct dev *from, int count)$body"
told="^'copy' is defined in 'c.c' as it was, and 'a.h' declares another one now\$"
expect "$told" "upstream's definition had changed before"
here="int copy(const struct dev *from, int count)$body"
expect '^$' "and so had this tree's"
here="static int copy(struct dev *from, int count)$body"
expect '^$' 'a function of its own'
here="int first(int a)\n{\n\treturn a;\n}\n"
expect '^$' 'no definition'
here="int copy(struct dev *from, int count)$body" there=c.c
before=$here after="int copy(const struct dev *from, int count)$body"
expect '^$' 'the definition changes with it'
finish
