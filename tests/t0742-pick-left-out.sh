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
like "$(picked '\tif (r < 0)\n\t\tlog_error(r, "none");\n')" '^proposed number ' \
	'another line: what was measured of such edits counts'

# told: what the last pick is warned of
told() {
	jq -r '.outcome + " " + (.warnings | join("; "))' "$out"
}
like "$(told)" '^[a-z]* $' 'a part of the code is taken'
other=b.txt
picked '\tif (r < 0)\n\t\tlog_error(r, "none");\n' >/dev/null
is "$(told)" "proposed nothing of what upstream changes in 'a.c' is taken, and no other code" \
	'a text is all that is taken: it is told'
finish
