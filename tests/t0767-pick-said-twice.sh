#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a fix brings a comment of some lines with its code, and this tree's function has
# both already, by a commit of its own.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

long='\t/*\n\t *\tDo nothing more where the request comes from one of our own.\n'
long="$long\t *\tSee request_alloc_own() for that.\n\t */\n"
short='\t/*\n\t *\tClean up.\n\t */\n'

# step COUNT: so many calls
step() {
	seq -f "	step(r, $1%g);" 3
}

# write WHICH: the fix puts a comment and a return into the function, below what stable has there
write() {
	{
		printf 'STATE_DECL(request_finish)\n{\n'
		step 1
		[ "$1" != s ] || printf "$here"
		step 2
		[ "$1" != u+ ] || printf "$brings\tif (r->own == 1)\n\t\treturn 0;\n"
		step 3
		printf '\treturn 0;\n}\n\nint other(struct request *r)\n{\n'
		[ "$1" != s ] || printf "$below"
		[ "$1" = s ] || printf "$there"
		step 4
		printf '\treturn 0;\n}\n'
	} >"$repo/a.c"
}

# expect PATTERN NAME
expect() {
	fix_and_stable write
	pick_told merged "$1" "$2"
}

brings=$long below='' there=''
here="$long\tif (r->own) {\n\t\tfree(r->own);\n\t\treturn 0;\n\t}\n"
told='^the comment in line [0-9]+ stands in its function once more: is the change here already\?$'
expect "$told" 'the same comment above'
brings=$short here="$short\tfree(r->own);\n"
expect '' 'one that says little'
brings=$long here='\tfree(r->own);\n' below=$long
expect '' 'in another function'
here="$long\tif (r->own) {\n\t\tfree(r->own);\n\t\treturn 0;\n\t}\n" below='' there=$long
expect '' "upstream's file has it twice"
finish
