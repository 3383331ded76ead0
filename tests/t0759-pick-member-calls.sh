#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a fix calls a function that a structure points to, and this tree's structure asks
# for another number of arguments.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# write WHICH: a.c, with the line of the version; b.h has the structure, a.h includes it
write() {
	[ "$1" = s ] && with=$here || with=$there
	printf '#ifndef B_H\n#define B_H\n%b#endif\n' "$with" >"$repo/b.h"
	printf '#include "b.h"\n' >"$repo/a.h"
	{
		printf '#include "a.h"\n\nint run(struct dev *dev, int n)\n{\n\tuse(dev, 1);\n'
		printf '%b' "$before"
		printf '\tuse(dev, %s);\n' 2 3 4
		[ "$1" = u+ ] && printf '%b' "$new" || printf '%b' "$old"
		printf '\tuse(dev, %s);\n' 5 6 7
		printf '\treturn n;\n}\n'
	} >"$repo/a.c"
}

# structure PARAMETERS [MORE]
structure() {
	printf 'struct ops {\\n\\tint (*map)(%s);\\n%s};\\n' "$1" "${2-}"
}

three='struct dev *dev, int n, void (*done)(int a, int b)'
two='struct dev *dev, int n'

# expect PATTERN NAME NEW HERE [OLD [BEFORE]]
expect() {
	new=$3 here=$4 old=${5-} before=${6-} there=${there_has:-$(structure "$three")}
	fix_and_stable write
	pick_told exact "$1" "$2"
}

call='\tdev->ops->map(dev, n, NULL);\n'
told="^the member 'map' does not take 3 arguments in this tree \\(b.h\\)\$"
expect "$told" 'one more than this structure takes' "$call" "$(structure "$two")"
expect "$told" 'a call that begins above' '\tdev->ops.map(dev, n,\n\t\t      NULL);\n' \
	"$(structure "$two")" '\tdev->ops.map(dev, n\n\t\t      );\n'
expect "$told" 'it takes nothing' "$call" "$(structure void)"
expect '' 'as many' "$call" "$(structure "$three")"
expect '' 'any number' "$call" "$(structure 'struct dev *dev, ...')"
expect '' 'another structure takes as many' "$call" \
	"$(structure "$two")struct more {\\n\\tvoid (*map)(int a, int b, int c);\\n};\\n"
expect '' 'a type that a typedef names' "$call" \
	"$(structure "$two")struct more {\\n\\tmap_fn map;\\n};\\n"
for other in 'map_fn *map' 'map_fn map __rcu' 'int (*const map)(int a, int b, int c)' \
	'int (* map )(int a, int b, int c)' 'int (*map)()'; do
	expect '' "nor \"$other\"" "$call" \
		"$(structure "$two")struct more {\\n\\t$other;\\n};\\n"
done
expect "$told" 'a comment says nothing' "$call" \
	"/* @map: what map() takes */\\n$(structure "$two")"
expect "$told" 'nor what is asked for it' "$call" \
	"$(structure "$two")#define MAP(o, a) ((o)->map(a, 1))\\n"
expect '' 'a macro of that name' "$call" "$(structure "$two")#define map(a, b, c) map(a, b)\\n"
expect '' 'the file calls it so already' "$call" "$(structure "$two")" '' "$call"
there_has=$(structure "$two")
expect '' "upstream's does not take so many either" "$call" "$(structure "$two")"

finish
