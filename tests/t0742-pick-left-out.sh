#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# An edit of code that this tree lacks is left out.  Where a line that it is of stands here all the
# same, a replay's figures do not speak for that.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git or jq is not installed'
workspace
git_user

# code TEST [BODY]: a function that asks, and main()
code() {
	printf 'int ask(struct c *c)\n{\n\tint r;\n\n\tr = load(c);\n%b' "$1"
	printf '\tmerge(c);\n\treturn 0;\n}\n\n'
	printf 'int main(void)\n{\n\tint r = read_all();\n\n%b\treturn r;\n}\n' "${2-}"
}

say='log_warning(r, "no credentials");'
asks="\\tif (r < 0) {\\n\\t\\tif (r != -6)\\n\\t\\t\\t$say\\n\\t\\treturn r;\\n\\t}\\n"

other=b.c
write() {
	echo "${1#?}" >"$repo/$other"
	case $1 in
	u) code "$asks" ;;
	u+) code "\\tif (r < 0)\\n\\t\\t$say\\n" ;;
	s) code '' "$here" ;;
	esac >"$repo/a.c"
}

# picked HERE: what becomes of the fix where main() has HERE
picked() {
	here=$1
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	jq -r '.outcome + " " + (.precision | type) + " " + .reason' "$out"
}

left='^proposed null a.c: what upstream does to .log_warning\(r, "no credentials"\);. was left out'
like "$(picked "\\tif (r < 0 && r != -6)\\n\\t\\t$say\\n")" \
	"$left, and that stands here in line 15;" \
	'the line stands in another function: it is named, and nothing is measured of that'
like "$(picked '\tif (r < 0)\n\t\tlog_error(r, "none");\n')" \
	'^proposed number a.c: line 6: what .* in other words; what looks as certain as this' \
	'another line: it is named, and what looks as certain is counted'

# the line is the rest of a call, and only its message tells it
kept_say=$say kept_asks=$asks
say='"no credentials at all");'
asks="\\tif (r < 0) {\\n\\t\\tif (r != -6)\\n\\t\\t\\tlog_warning(\\n"
asks="$asks\\t\\t\\t\\t$say\\n\\t\\treturn r;\\n\\t}\\n"
like "$(picked "\\tif (r < 0 && r != -6)\\n\\t\\tlog_error(\\n\\t\\t\\t$say\\n")" \
	'^proposed null a.c: what upstream does to ."no credentials at all"\);. was left out' \
	'a message that stands elsewhere'
say=$kept_say asks=$kept_asks

# told: what the last pick is warned of
told() {
	jq -r '.outcome + " " + (.warnings | join("; "))' "$out"
}
like "$(told)" '^[a-z]* $' 'a part of the code is taken'
other=b.txt
picked '\tif (r < 0)\n\t\tlog_error(r, "none");\n' >/dev/null
is "$(told)" "proposed nothing of what upstream changes in 'a.c' is taken, and no other code" \
	'a text is all that is taken: it is told'

# part NAME TEST: of a switch
part() {
	printf '\tcase VALUE_%s:\n\t\tif (%s)\n\t\t\tbreak;\n\t\tset_%s(v);\n\t\treturn 0;\n' \
		"$1" "$2" "$1"
}

# switch TEST: a function that this tree's file lacks
switch() {
	printf 'int set_value(int reg, int v)\n{\n\tswitch (reg) {\n'
	part ONE "$1"
	for name in TWO THREE FOUR; do
		part $name 'old(d)'
	done
	printf '\t}\n\treturn 1;\n}\n\n'
}

# write_switch WHICH: "here" is what stands in main() of this tree, "there" in another file
write_switch() {
	in_main='' plus='' elsewhere=''
	{
		printf 'int load(int r)\n{\n\treturn r + 1;\n}\n\n'
		case $1 in
		u) switch 'old(d)' ;;
		u+) switch 'old(d) || !sound(v)' && plus=' + 1' ;;
		s) in_main=$here elsewhere=$there ;;
		esac
		printf 'int main(void)\n{\n%b\treturn 0;\n}\n' "$in_main"
	} >"$repo/a.c"
	printf '%b' "$elsewhere" >"$repo/c.c"
	printf 'int more(int a)\n{\n\treturn a%s;\n}\n' "$plus" >"$repo/b.c"
}

# switched HERE THERE
switched() {
	here=$1 there=$2
	fix_and_stable write_switch
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	jq -r '.files[0].note' "$out"
}

case='\tcase VALUE_ONE:\n\t\tif (gone(d))\n\t\t\tgoto fail;\n\t\tput(get());\n'
like "$(switched "$case" '')" \
	"^what upstream does beside 'case VALUE_ONE:' was left out, and that stands here" \
	'a case beside the edit stands in another function'
like "$(switched '' '')" '^left out, as this tree has no such code' \
	'but "return 0;" nothing of it is here'
like "$(switched "$(printf %s "$case" | sed s/ONE/FIVE/)" '')" '^left out' 'nor another case'
told='^what upstream changes in set_value\(\) was left out, and another file has that here'
like "$(switched '' 'int set_value(int reg, int v)\n{\n\treturn 0;\n}\n')" "$told" \
	'another file has the function'
like "$(switched '' 'int reset_value(int reg)\n{\n\treturn set_value_of(reg);\n}\n')" \
	'^left out' 'another file has others'

# numbered CALL COUNT: so many statements
numbered() {
	for number in $(seq "$2"); do
		[ "$1" != comment ] || printf '\t\t/* step %d of these */\n' "$number"
		[ "$1" = comment ] || printf '\t\t%s(v, %d);\n' "$1" "$number"
	done
}

# write_most WHICH: a block that this tree lacks gets $lost lines, other code $kept
write_most() {
	{
		printf 'int check(int v)\n{\n\tprepare(v);\n'
		[ "$1" = s ] || printf '\tif (v > 3) {\n\t\twait_for_unit(v);\n'
		[ "$1" != u+ ] || numbered "$what" "$lost"
		[ "$1" = s ] || printf '\t\tfree_the_unit(v);\n\t}\n'
		printf '\tfinish(v);\n\treturn 0;\n}\n'
	} >"$repo/a.c"
	{
		printf 'int more(int v)\n{\n\tif (v) {\n\t\tbegin(v);\n'
		[ "$1" != u+ ] || numbered add "$kept"
		printf '\t\tend(v);\n\t}\n\treturn v;\n}\n'
	} >"$repo/b.c"
}

# most LOST KEPT [WHAT]: what is told
most() {
	lost=$1 kept=$2 what=${3-set_unit}
	fix_and_stable write_most
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	jq -r '(.warnings | join("; ")) + "|" + .files[0].rung' "$out"
}
is "$(most 6 2)" '6 of the 8 lines that upstream adds to C files are left out|left-out' \
	'most of the change has no place here'
is "$(most 6 6)" '6 of the 12 lines that upstream adds to C files are left out|left-out' \
	'half of it'
is "$(most 6 7)" '|left-out' 'less than half'
is "$(most 2 1)" '|left-out' 'or a few lines'
is "$(most 6 1 comment)" '|left-out' 'or comments'
finish
