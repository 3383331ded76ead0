#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A fix brings thousands of lines, each of which asks what the whole of a large file says of it.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
workspace
git_user

# code FAILURE [FORMAT]: 100,000 lines, and 20,000 times what FORMAT makes of a number
code() {
	awk 'BEGIN { for (i = 0; i < 20000; i++)
		printf "int f%d(struct m *a)\n{\n\twork%d(a);\n\treturn 0;\n}\n\n", i, i }'
	printf 'static void *get(int a)\n{\n\tif (a)\n\t\treturn %s;\n\treturn q;\n}\n\n' "$1"
	printf 'static int run(struct m *a, void *p)\n{\n\tfirst(a);\n\tsecond(a);\n\tthird(a);\n'
	[ -z "${2-}" ] || seq -f "$2" 20000
	printf '\tlast(a);\n\tfourth(a);\n\treturn 0;\n}\n\n'
	printf 'int caller(struct m *a)\n{\n\treturn run(a, a->p);\n}\n'
}

save() {
	git -C repo commit -qam "$1"
}

# many FORMAT WHAT
many() {
	rm -rf repo
	git init -q -b main repo
	code NULL >repo/a.c && git -C repo add a.c && save start
	git -C repo branch stable
	code NULL "$1" >repo/a.c && save fix
	git -C repo checkout -q stable
	code 'ERR_PTR(-EIO)' >repo/a.c && save ours
	run timeout 40 "$BACKSTITCH" pick --repo "$PWD/repo" --odb "$scratch/odb" --onto stable main
	like "$(jq -r .outcome "$out")" '^(ported|proposed)$' "$2, within seconds"
}

# table CALL: 200,000 rows that set a member, and a function with a variable of another type
table() {
	printf '#include "a.h"\n\nstatic struct other t[] = {\n'
	seq -f '	{ .flag = %.0f },' 200000
	printf '};\n\nint run(struct m *a)\n{\n\tfirst(a);\n\tsecond(a);\n\t%s;\n' "$1"
	printf '\tthird(a);\n\tfourth(a);\n\treturn 0;\n}\n'
}

rows() {
	rm -rf repo
	git init -q -b main repo
	printf 'struct m {\n\tint number;\n};\n' >repo/a.h
	table 'step(a)' >repo/a.c && git -C repo add a.c a.h && save start
	git -C repo branch stable
	table 'a->flag = 1' >repo/a.c && save fix
	git -C repo checkout -q stable
	printf '/* %s */\n' "$(yes '#' | head -n 200000 | tr -d '\n')" >>repo/a.c && save ours
	run timeout 40 "$BACKSTITCH" pick --repo "$PWD/repo" --odb "$scratch/odb" --onto stable main
	like "$(jq -r .outcome "$out")" '^(ported|proposed)$' '200,000 rows, within seconds'
}

many '	mutex_lock(&a->lock);	x%.0f(a);	mutex_unlock(&a->lock);' '20,000 locks'
many '	p = get(%.0f);	if (!p)	bail(p);' '20,000 pointers'
many '	x(a->member%.0f);' '20,000 members'
rows
finish
