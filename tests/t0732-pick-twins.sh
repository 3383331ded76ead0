#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Two definitions with the same text stand the other way round here: git's merge changes the one
# that upstream leaves alone, without a word.  Of whatever kind they are, that is told.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
repo=$scratch/repo
cd "$scratch" || exit 1

# heads: how each kind of definition begins and ends, and a line of it; "@" is its name
cat >heads <<'EOF'
function	a.c	int @(int a)\n{	\tcall(%d, a);	\treturn a;\n}
macro	a.c	#define @(a) \\	\tcall(%d, a); \\	\tcall(0, a)
table	a.c	static const int @[] = {	\t%d,	};
structure	a.c	struct @ {	\tint m%d;	};
nameless	a.c	typedef struct {	\tint m%d;	} @;
initialiser	a.c	static const struct ops @ = {	\t.m%d = call,	};
case in a switch	a.c	\tcase @:	\t\tcall(%d, a);	\t\tbreak;
condition in a function	a.c	\tif (@) {	\t\tcall(%d, a);	\t}
loop in a function	a.c	\twhile (@) {	\t\tcall(%d, a);	\t}
switch in a function	a.c	\tswitch (@) {\n\tcase 1:	\t\tcall(%d);	\t}
element in a table	a.c	\t[@] = {	\t\t.m%d = 1,	\t},
plain statements in a function	a.c	\tstart(@);	\tcall(%d, a);	\tdone();
plain lines below a label in a function	a.c	@:	\tcall(%d, a);	\tdone();
plain arm of an #if	a.c	#ifdef @\nint g(int a)\n{	\tcall(%d, a);	}\n#endif
class	a.cpp	class @ {	\tint m%d;	};
menu	Kconfig	config @	\tdepends on X%d	\thelp\n\t  some
target	Makefile	@:	\tcc %d	\tcc
node	a.dts	/ {\n\tsoc {\n\t\t@ {	\t\t\treg%d = <1>;	\t\t};\n\t};\n};
python	a.py	def @(a):	    call(%d, a)	    return a
shell	a.sh	@()\n{	\tcall %d	}
section	a.ini	[@]	k%d=1	last=1
title	a.rst	@\n====	line %d	end
EOF

# definition NAME [LINE]: of the kind; that line is another one
definition() {
	printf "$(printf '%s' "$head" | sed "s/@/$1/")\n"
	for i in 1 2 3 4 5 6 7 8; do
		if [ "$i" = "${2-}" ]; then
			printf "$line\n" 77
		else
			printf "$line\n" $i
		fi
	done
	printf "$(printf '%s' "$tail" | sed "s/@/$1/")\n\n"
}

# file NAME LINE NAME LINE: two of them, between what is no twin of anything
file() {
	printf 'int above;\nint more_above;\n\n'
	case $kind in
	*' a switch') printf 'int f(int a)\n{\n\tswitch (a) {\n' ;;
	*' a function') printf 'int f(int a)\n{\n' ;;
	*' a table') printf 'struct s s[] = {\n' ;;
	esac
	definition "$1" "$2"
	definition "$3" "$4"
	case $kind in
	*' a switch') printf '\t}\n\treturn a;\n}\n\n' ;;
	*' a function') printf '\treturn a;\n}\n\n' ;;
	*' a table') printf '\t{ 0 },\n};\n\n' ;;
	esac
	printf 'int below(void)\n{\n\treturn 1;\n}\n\nint more_below;\n'
}

# outcome BRANCH: of the fix on it, with what is warned of
outcome() {
	run "$BACKSTITCH" pick --repo "$repo" --onto "$1" main
	jq -r '.outcome, .warnings[]' "$out"
}

while IFS="$(printf '\t')" read -r kind name head line tail; do
	rm -rf "$repo"
	git init -q -b main "$repo"
	file first 0 second 0 >"$repo/$name"
	commit base
	g checkout -q -b stable
	file second 0 first 0 >"$repo/$name"
	commit 'the other way round'
	g checkout -q -b close main
	file first 0 second 3 >"$repo/$name"
	commit 'as upstream, nearly'
	g checkout -q main
	file first 5 second 0 >"$repo/$name"
	commit fix
	g show "$(g merge-tree --write-tree stable main):$name" >merged
	file second 5 first 0 >wrong
	same_file merged wrong "$kind: git changes the wrong one"
	case $kind in
	plain*) told="'$name': a hunk fits line [0-9]+ better than where it is $" ;;
	*) told="'[^']*second[^']*' is changed here, which upstream leaves alone " ;;
	esac
	like "$(outcome stable | tr '\n' ' ')" "^proposed $told" "$kind: which is told"
	is "$(outcome close)" ported "$kind: the right one is changed in silence"
done <heads
finish
