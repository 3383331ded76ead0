#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A lock that is a mutex upstream and a spinlock here: a fix that takes it merges without a word,
# and the compiler refuses.
. "$(dirname "$0")/lib.sh"
have git jq gcc || skip_all 'git, jq and gcc are needed'
workspace
git_user
repo=$PWD/repo

# code KIND ADDED [BELOW]: a file that takes its lock as that
code() {
	printf '#include "q.h"\n\nint sum(struct q *q)\n{\n\tint all;\n\n'
	printf '\tpthread_%s_lock(&q->lock);\n\tall = q->a + q->b;\n' "$1"
	printf '\tpthread_%s_unlock(&q->lock);\n\treturn all;\n}\n\n' "$1"
	printf 'void rx(struct q *q, int n)\n{\n\tq->a = n;\n%b\tq->b = n;\n}\n\n' "$2"
	printf 'int a, b, c;\n%b' "${3-}"
}

header() {
	printf '#include <pthread.h>\n\nstruct q { pthread_%s lock; int a, b; };\n' "$1"
	printf 'int sum(struct q *q);\nvoid rx(struct q *q, int n);\n'
}

# versions KIND TYPE ADDED: upstream takes a mutex, this tree what KIND says
versions() {
	rm -rf repo folder mail patches/*
	git init -q -b main repo
	mkdir folder
	header mutex_t >repo/q.h
	code mutex '' >repo/a.c && commit start
	git -C repo branch stable
	code mutex "$3" >repo/a.c && commit 'rx: the fix'
	git -C repo checkout -q stable
	header "$2" >repo/q.h
	code "$1" '' 'int other;\n' >repo/a.c && commit ours
	cp repo/a.c repo/q.h folder/
}

picked() {
	run "$BACKSTITCH" pick --repo "$PWD/repo" --odb "$scratch/odb" --onto stable main
	jq -r '.outcome, .warnings[]' "$out" >said
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb git -C repo show \
		"$(jq -r .tree "$out"):a.c" >repo/result.c
	tr '\n' ' ' <said
}

compiles() {
	gcc -Werror=incompatible-pointer-types -fsyntax-only repo/result.c 2>/dev/null
}

fix='\tpthread_mutex_lock(&q->lock);\n\tq->b = 0;\n\tpthread_mutex_unlock(&q->lock);\n'
told="'q->lock' is a spinlock here, as 'pthread_spin_lock' tells"

versions spin spinlock_t "$fix"
like "$(picked)" "proposed $told" 'a lock of another kind is told from upstream'
compiles
is $? 1 'gcc refuses the result'
like "$(port_mail "$PWD/folder")" "proposed $told" 'so it is in a folder'

versions mutex mutex_t "$fix"
unlike "$(picked)" 'is for a' 'a lock of the same kind is not'
compiles
is $? 0 'gcc takes the result'
like "$(port_mail "$PWD/folder")" '^ported' 'nor in a folder'
finish
