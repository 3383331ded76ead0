#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A member that upstream's structure has and this tree's has not, while others here have one of that
# name: a fix that uses it merges without a word, and the compiler refuses.
. "$(dirname "$0")/lib.sh"
have git jq gcc || skip_all 'git, jq and gcc are needed'
workspace
git_user
repo=$PWD/repo

# code ADDED [BELOW]: a file with a function that has these lines
code() {
	printf '#include "inc/q.h"\n\nint rx(%s *q, int n)\n{\n\tq->a = n;\n%b' "$type" "$1"
	printf '\tq->b = n;\n\treturn n;\n}\n\nint a, b, c;\n%b' "${2-}"
}

# headers MEMBERS MORE: the structure with these besides
headers() {
	mkdir -p repo/inc
	printf '#ifndef Q_H\n#define Q_H\n#include "types.h"\n#include "inc/more.h"\n#endif\n' \
		>repo/inc/q.h
	printf 'typedef struct q q_t;\n%b\n' "${2-}" >repo/inc/types.h
	printf 'struct q {\n\tint a, b;\n%b};\n\nstruct other {\n\tint extra;\n};\n' "$1" \
		>repo/inc/more.h
}

# picked MEMBERS MORE ADDED [BROUGHT]: outcome and warnings of a fix onto a tree with these headers,
# which may bring members itself
picked() {
	rm -rf repo
	git init -q -b main repo
	headers "$([ -n "${4-}" ] || echo "$extra")"
	code '' >repo/a.c && commit start
	git -C repo branch stable
	[ -z "${4-}" ] || headers "$4"
	code "$3" >repo/a.c && commit 'rx: the fix'
	git -C repo checkout -q stable
	headers "$1" "$2"
	code '' "${below-int other;\n}" >repo/a.c && commit ours
	run "$BACKSTITCH" pick --repo "$PWD/repo" --odb "$scratch/odb" --onto stable main
	jq -r '.outcome, .warnings[]' "$out" >said
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb git -C repo show \
		"$(jq -r .tree "$out"):a.c" >repo/a.c
	tr '\n' ' ' <said
}

compiles() {
	(cd repo && gcc -I. -fsyntax-only a.c 2>/dev/null)
}

# what upstream's structure has
extra='\tint extra;\n'

told="proposed 'struct q' has no 'extra' here"
for type in 'struct q' q_t; do
	like "$(picked '' '' '\tq->extra = 1;\n')" "$told" "$type: a member that is not here"
	compiles
	is $? 1 "$type: gcc refuses the result"
	is "$(picked '\tint extra;\n' '' '\tq->extra = 1;\n')" 'ported ' "$type: one that is here"
	compiles
	is $? 0 "$type: gcc takes the result"
	is "$(picked '\tunion {\n\t\t/*const*/ int extra;\n\t\tint a1;\n\t};\n' '' \
		'\tq->extra = 1;\n')" 'ported ' "$type: one of a union in it, behind a comment"
	is "$(picked '' '' '\tq->extra = 1;\n' '\tint extra;\n')" 'ported ' \
		"$type: one that the fix brings to the header"
	is "$(picked '\tint c;\n' '#define extra c' '\tq->extra = 1;\n')" 'ported ' \
		"$type: a macro in its place"
	compiles
	is $? 0 "$type: gcc takes the result with the macro"
done

all_of='struct outer {\n\tstruct q in;\n};\nextern struct outer *hook;\n'
extra=
for type in 'struct q' q_t; do
	is "$(picked '' '' '\tq->extra = 1;\n')" 'ported ' \
		"$type: upstream's has it neither, and another one is meant"
	is "$(picked '' "$all_of" '\thook->in.extra = 1;\n')" 'ported ' "$type: a member's"
done
extra='\tint extra;\n' type='struct q'

like "$(picked '\tint c; /* extra */\n' '' '\tq->extra = 1;\n')" "$told" 'a comment that names it'

# a header that is not in the tree hides nothing of those that are
type='struct q'
like "$(picked '' '#include <stdio.h>' '\tq->extra = 1;\n')" "$told" 'a header from outside'

# this tree's file is the same as upstream's, and only the header is another one
below=
like "$(picked '' '' '\tq->extra = 1;\n')" "$told" 'upstream and here one file'
is "$(picked '\tint extra;\n' '' '\tq->extra = 1;\n')" 'ported ' 'one file, and the member is here'

# the file asks another structure for a member of that name, or this one
below='int g(struct other *o)\n{\n\treturn o->extra;\n}\n'
like "$(picked '' '' '\tq->extra = 1;\n')" "$told" 'another structure has it'
below='int g(struct q *o)\n{\n\treturn o->extra;\n}\n'
is "$(picked '\tint extra;\n' '' '\tq->extra = 1;\n')" 'ported ' 'this one has it'

# in an initialiser
below='int other;\n'
like "$(picked '' '' '\tstruct q new = {\n\t\t.extra = n,\n\t};\n')" "$told" 'an initialiser'
compiles
is $? 1 'gcc refuses the initialiser'
is "$(picked '\tint extra;\n' '' '\tstruct q new = {\n\t\t.extra = n,\n\t};\n')" 'ported ' \
	'an initialiser of a member that is here'
# members of members, from structure to structure, and of an array's elements
type='struct q'
holder='struct holder {\n\tstruct q *in;\n\tstruct q row[2];\n};\nstruct holder *holders(void);\n'
for ask in 'h->in->extra' 'h->row[n].extra' 'h[0].in->extra' 'h->row[0].extra'; do
	added="\tstruct holder *h = holders();\n\n\t$ask = 1;\n"
	like "$(picked '' "$holder" "$added")" "$told" "$ask: a member that is not here"
	compiles
	is $? 1 "$ask: gcc refuses the result"
	is "$(picked '\tint extra;\n' "$holder" "$added")" 'ported ' "$ask: one that is here"
done
is "$(picked '' "$holder" '\tholders()->in->extra = 1;\n')" 'ported ' \
	'what a function returns is not known'

# variables of all, and of the file
all='struct q;\nextern struct q *hook;\n'
like "$(picked '' "$all" '\thook->extra = 1;\n')" "$told" 'a variable that a header declares'
compiles
is $? 1 'gcc refuses that'
is "$(picked '\tint extra;\n' "$all" '\thook->extra = 1;\n')" 'ported ' 'the member is here'
is "$(picked '' "#ifdef X\n$all#else\nextern struct other *hook;\n#endif\n" \
	'\thook->extra = 1;\n')" 'ported ' 'of another type in the other arm of an #if'
is "$(picked '' "$all#define hook get_hook()\n" '\thook->extra = 1;\n')" 'ported ' \
	'a macro of that name'
is "$(picked '' "$all" '\tstruct other *hook = get(n);\n\n\thook->extra = 1;\n')" 'ported ' \
	'a variable of the function hides it'
is "$(picked '' 'void set(struct q *hook);\n' '\thook->extra = 1;\n')" 'ported ' \
	'a parameter of that name is none'
is "$(picked '' "$all" '\tCLASS(fd, hook)(n);\n\n\thook->extra = 1;\n')" 'ported ' \
	'one that a macro makes hides it'
below='static struct q own;\n'
like "$(picked '' '' '\town.extra = 1;\n')" "$told" "a variable of the file's own"

finish
