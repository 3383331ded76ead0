#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Upstream declares a loop's variable in the loop, and this tree is compiled as C90: git merges
# without a word, and the compiler refuses.
. "$(dirname "$0")/lib.sh"
have git jq gcc || skip_all 'git, jq and gcc are needed'
workspace
git_user
repo=$PWD/repo

# code ADDED [FIRST]: a file with lines of upstream's in rx()
code() {
	printf 'struct q { struct q *next; int t[9]; };\n\nint sum(struct q *q);\n'
	printf 'int sum(struct q *q)\n{\n\tint all = 0;\n%b\treturn all;\n}\n\n' "${2-}"
	printf 'int rx(struct q *q, int n);\nint rx(struct q *q, int n)\n{\n\tint i = 0;\n\n'
	printf '\tq->t[i] = n;\n%b\tq->t[1] = n;\n\treturn i;\n}\n\nint a, b, c;\n' "$1"
}

# versions ADDED [FIRST]: upstream's commit that adds it, and a tree that has FIRST and here/
versions() {
	rm -rf repo folder mail patches/*
	git init -q -b main repo
	mkdir -p repo/lib folder/lib
	code '' >repo/lib/a.c && commit start
	git -C repo branch stable
	code "$1" >repo/lib/a.c && commit 'rx: the fix'
	git -C repo checkout -q stable
	{ code '' "${2-}" && echo 'int other;'; } >repo/lib/a.c
	cp -r here/. repo/ && commit ours
	cp -r repo/lib here/. folder/
}

# picked: outcome and warnings of git's tree; the result is in result.c
picked() {
	run "$BACKSTITCH" pick --repo "$PWD/repo" --odb "$scratch/odb" --onto stable main
	jq -r '.outcome, .warnings[]' "$out" >said
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb git -C repo show \
		"$(jq -r .tree "$out"):lib/a.c" >result.c
	tr "\n" " " <said
}

compiles() {
	gcc "-std=$1" -fsyntax-only result.c 2>/dev/null
}

refused="'for \\(int k' declares a variable in a loop, and 'Makefile' says -std=gnu89"
loop='\tfor (int k = 0; k < n; k++)\n\t\tq->t[k] = 0;\n'

rm -rf here && mkdir here
printf 'KBUILD_CFLAGS := -Wall \\\n\t-std=gnu89\n' >here/Makefile
versions "$loop"
like "$(picked)" "proposed.$refused" 'a tree that is compiled as C90 is told from upstream'
compiles gnu89
is $? 1 'gcc refuses the result there'
compiles gnu11
is $? 0 'and takes it as later C'
like "$(port_mail "$PWD/folder")" "proposed $refused" 'so it is in a folder'

versions '\tfor (struct q *p = q; p; p = p->next)\n\t\tp->t[2] = n;\n'
like "$(picked)" "'for \\(struct q \\*p' declares" 'of a pointer too'
compiles gnu89
is $? 1 'which gcc refuses as well'

versions '\tfor (typeof(*q) *p = q; p; p = p->next)\n\t\tp->t[2] = n;\n'
like "$(picked)" "'for \\(typeof\\(\\*q\\) \\*p' declares" 'of what is of the type of something'
compiles gnu89
is $? 1 'which gcc refuses as well'

mkdir here/lib
printf 'ccflags-y += -I.\nREALMODE_CFLAGS := -std=gnu11\nobj-y += a.o\n' >here/lib/Makefile
versions "$loop"
like "$(picked)" "$refused" 'in a folder that only adds flags, and has others for something else'
rm -r here/lib

# what must not be warned of, and gcc takes
silent() {
	unlike "$(picked)" 'declares a variable' "$1"
	compiles "$2"
	is $? 0 'as gcc does'
	like "$(port_mail "$PWD/folder")" '^ported' 'nor in a folder'
}

versions '\tfor (i = 0; i < n; i++)\n\t\tq->t[i] = 0;\n\t/* for (int k = 0; ...) */\n'
silent 'a variable that is declared above, and a comment' gnu89

versions "$loop" '\tfor (int j = 0; j < 9; j++)\n\t\tall += q->t[j];\n'
silent 'a file that has such loops' gnu11

printf 'KBUILD_CFLAGS := -std=gnu11\nCXXFLAGS := -std=gnu++98\n# was: -std=gnu89\n' >here/Makefile
versions "$loop"
silent 'a tree that is compiled as later C' gnu11

printf 'HOSTCFLAGS := -std=gnu89\nKBUILD_CFLAGS := -std=gnu11\n' >here/Makefile
versions "$loop"
silent 'where an older standard is for tools of the build' gnu11

printf 'KBUILD_CFLAGS := -std=gnu89\n' >here/Makefile
mkdir here/lib && printf 'CFLAGS += -std=gnu99\n' >here/lib/Makefile
versions "$loop"
silent "where the folder's own Makefile says otherwise" gnu99

printf 'CFLAGS = -Wall -O2\n' >here/lib/Makefile
versions "$loop"
silent 'where it has flags of its own, without a standard' gnu11

rm -r here/lib
printf '\t# was -std=gnu89\nKBUILD_CFLAGS := -O2 # not -std=gnu89 any more\n' >here/Makefile
versions "$loop"
silent 'where comments name one' gnu11

rm -rf here/lib here/Makefile && touch here/Kbuild
versions "$loop"
silent 'where no Makefile names a standard' gnu11
finish
