#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a fix makes all ways out of a function lead to a label, and this tree's function
# has one more that returns.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# step NAME EXIT: a call that may fail
step() {
	printf '\tret = %s(d);\n\tif (ret)\n\t\t%s;\n\n' "$1" "$2"
}

# write WHICH: a function of steps; the fix makes those that return go to a label
write() {
	exit='return ret'
	[ "$1" != u+ ] || exit='goto error'
	{
		printf 'int init(struct dev *d)\n{\n\tint ret;\n\n'
		[ "$1" != s ] || printf '%b' "$above"
		step load "$exit"
		[ "$1" != s ] || printf '%b' "$here"
		[ "$1" = s ] || printf '%b' "$there"
		step open "$exit"
		step start "$exit"
		[ "$1" != s ] || printf '%b' "$below"
		printf '\treturn 0;\n\n'
		[ "$1" != u+ ] || printf 'error:\n'
		printf '\tlog(d, ret);\n\treturn ret;\n}\n'
	} >"$repo/a.c"
}

# expect PATTERN NAME
expect() {
	fix_and_stable write
	pick_told merged "$1" "$2"
}

above='' below='' here='\tret = reset(d);\n\tif (ret)\n\t\treturn ret;\n\n' there=''
told="returns, where upstream makes 'init' go to 'error'\$"
expect "^line 11 $told" 'one more step, that returns'
here='\tif (!d->count)\n\t\treturn 0;\n\n'
expect '' 'or is done'
here='\tret = reset(d);\n\tif (ret)\n\t\tgoto error;\n\n'
expect '' 'it goes to the label'
here='\treset(d);\n\n'
expect '' 'it does not fail'
above='\tret = reset(d);\n\tif (ret)\n\t\treturn ret;\n\n'
here=''
expect '' 'in front of them all'
above='' below=$above
below='\tif (d->count)\n\t\treturn 0;\n\n'
expect '' 'behind them all'
below='' there='\tif (d->ready)\n\t\treturn 0;\n\n'
here="\\tret = reset(d);\\n\\tif (ret)\\n\\t\\treturn ret;\\n\\n$there"
expect '' "upstream's has one that returns, too"

finish
