#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a fix uses a variable that upstream's function declares, and this tree's does
# not; what stands in front of a name may declare it, or use it only.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# outside of functions, in this tree alone
outside=

# write WHICH: a function with lines of its own, and the fix's line
write() {
	{
		printf 'int other;\n'
		[ "$1" != s ] || printf '%b' "$outside"
		printf '\nint run(struct dev *dev, int n)\n{\n'
		case $1 in
		s) printf '%b' "$here" ;;
		*) printf '\t_cleanup_free_ char *data = NULL;\n' ;;
		esac
		printf '\tint ret;\n\n'
		printf '\tuse(dev, %s);\n' 1 2 3 4
		[ "$1" != u+ ] || printf '\t%s\n' "$line"
		printf '\tuse(dev, %s);\n' 5 6 7
		printf '\treturn n;\n}\n'
	} >"$repo/a.c"
}

# expect PATTERN NAME LINE HERE
expect() {
	line=$3 here=$4
	fix_and_stable write
	pick_told merged "$1" "$2"
}

told="^'run' has no 'data' here\$"
expect "$told" 'the last argument of a call' 'ret = add(dev, data);' ''
expect "$told" 'of a call that is a statement' 'add(dev, data);' ''
expect "$told" 'what it points to' 'ret = *data;' ''
expect "$told" 'in front of another argument' 'ret = add(dev, *data, n);' ''
expect "$told" 'in a condition' 'if (n && more(n, data))' ''
expect "$told" 'it stands in a call here too' 'ret = add(dev, data);' \
	'\tint old = take(dev, data);\n'

ask='ret = add(dev, data);'
expect '' 'declared' "$ask" '\tstruct map *data;\n'
expect '' 'behind another one' "$ask" '\tint more, data;\n'
expect '' 'behind another pointer' "$ask" '\tstruct map *more, *data;\n'
expect '' 'behind typeof()' "$ask" '\ttypeof(n) data;\n'
expect '' 'by a macro' "$ask" '\tDEFINE_MAP(dev, data);\n'
expect '' 'by a macro that a block follows' "$ask" '\tfor_each_scoped(dev, data) {\n\t}\n'
expect '' 'by a loop' "$ask" '\tfor (int i = 0, data = 1; i < n; i++)\n\t\tuse(dev, data);\n'

expect '' 'a pointer to a function' "$ask" '\tint (*data)(int) = NULL;\n'
expect '' 'one to an array, or to what returns a pointer' "$ask" \
	'\tint (*more)[4], *(*data)(int);\n'
expect "$told" 'what is called by a pointer' 'ret = (*data)(n);' ''

outside='int get(const struct data *d, struct map *data,\n\tint more);\nint set(struct data *);\n'
expect "$told" 'what a prototype calls so is a parameter, or a tag' "$ask" ''
outside='static int (*data)(int n);\n'
expect '' 'a pointer to a function outside of functions' "$ask" ''
outside='static DEFINE_MAP(dev, data);\n'
expect '' 'a macro there' "$ask" ''
outside='module_param(data, int);\n'
expect '' 'a macro in small letters' "$ask" ''
outside='static struct map more = { .dev = 1 }, data;\n'
expect '' 'behind another one there' "$ask" ''

finish
