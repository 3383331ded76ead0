#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a fix changes what a call is given, on one of its lines, and leaves the line with
# the name alone, or the one with the end. This tree's function takes as many as before.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
cd "$scratch" || exit 1

# write WHICH: the lines of the listing that it has
write() {
	case $1 in
	*+) marks=$1 ;;
	*) marks=$1- ;;
	esac
	sed -n "s/^[ $marks]//p" listing >"$repo/a.c"
	sed -n "s/^[ $marks]//p" header >"$repo/a.h"
}

# expect PATTERN NAME: of the lines on standard input, in a function
expect() {
	{
		printf ' #include "a.h"\n\n int user(struct dev *d, int n)\n'
		printf ' {\n 	int v = n;\n\n'
		cat
		printf ' 	call(d);\n 	return v;\n }\n'
	} >listing
	fix_and_stable write
	pick_told exact "$1" "$2"
}

cat >header <<'EOT'
uint set(struct dev *d, int reg, int value, bool now);
sint set(struct dev *d, int reg, int value);
EOT
told="'set' does not take 4 arguments in this tree"

expect "$told" 'one more, behind the line with the name' <<'EOT'
 	v = set(d, n,
-		1);
+		1, true);
EOT
expect "$told" 'one more, and the call is returned' <<'EOT'
 	return set(d, n,
-		   1);
+		   1, true);
EOT
expect "$told" 'one more, in front of the line with the end' <<'EOT'
-	v = set(d, n,
+	v = set(d, true, n,
 		1);
EOT
expect "$told" 'one more, in a call inside of a call' <<'EOT'
 	v = call(set(d, first(n,
 			      2),
-		     1));
+		     1, true));
EOT
expect '' 'of a member, which is another function' <<'EOT'
 	v = d->set(d, n,
-		   1);
+		   1, true);
EOT
expect '' 'as many as before' <<'EOT'
 	v = set(d, n,
-		1);
+		2);
EOT

cat >header <<'EOT'
 int set(struct dev *d, int reg, int value, bool now);
uint other(void);
EOT
expect '' 'as many as it takes here' <<'EOT'
 	v = set(d, n,
-		1);
+		1, true);
EOT

# a function whose head stands on several lines, with the type on the first
cat >header <<'EOT'
 int call(struct dev *d);
EOT
sed 's/^|//' >listing <<'EOT'
| static inline int
| change(
|-	struct dev *d)
|+	struct dev *d,
|+	int n)
| {
| 	return call(d);
| }
|
| int user(struct dev *d)
| {
| 	return call(d);
| }
|s
|sint own(struct dev *d)
|s{
|s	return change(d);
|s}
EOT
sed -i 's/^$/ /' listing
fix_and_stable write
pick_told merged "'change' is called with 1 arguments in 'a.c', and takes 2 now" \
	'a head on several lines'

finish
