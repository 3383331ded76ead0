#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a block in which nothing is left, as each side takes away what the other keeps; a
# statement that stands twice in a row, as each side brings it.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
cd "$scratch" || exit 1

# write WHICH: the lines of the listing that have no letter in front, or one of the version: "b" the
# base, "s" stable, "f" the fix
write() {
	case $1 in
	u) version=b ;;
	s) version=s ;;
	*) version=f ;;
	esac
	sed -n "s/^[bsf]*${version}[bsf]*|//p;s/^|//p" listing >"$repo/a.c"
}

# told FUNCTION ARGUMENT...: what the fix is warned of, with the lines that the function puts there
told() {
	{
		printf '%s\n' '|int run(int a, int *why)' '|{'
		seq -f '|	use(a, %g);' 5
		"$@"
		seq -f '|	use(why, %g);' 5
		printf '%s\n' '|	return a;' '|}'
	} >listing
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	jq -r '.outcome + ": " + (.warnings | join("; "))' "$out"
}

# around BEFORE AFTER FUNCTION ARGUMENT...: other lines in front, and behind
around() {
	around_after=$2
	printf '%b' "$1"
	shift 2
	"$@"
	printf '%b' "$around_after"
}

# block HEAD [FIRST]: what the fix moves a statement out of, and stable has no other one in
block() {
	printf '|	%s\n' "$@"
	cat <<'EOT'
bs|		if (*why)
bs|			copy(why);
bf|		time(&last);
f|	}
f|	if (a && *why) {
f|		copy(why);
|	} else {
bs|		copy("");
f|		*why = 0;
|	}
EOT
}

# nothing PATTERN NAME FUNCTION ARGUMENT...
nothing() {
	pattern="^proposed: nothing is left in the block of '$1' in line [0-9]+\$" name=$2
	shift 2
	like "$(told "$@")" "$pattern" "$name"
}

# silent NAME FUNCTION ARGUMENT...: nothing is said
silent() {
	name=$1
	shift
	like "$(told "$@")" '^(ported|proposed): $' "$name"
}

nothing 'if \(a\) \{' 'a condition' block 'if (a) {'
nothing 'else if \(a > first\(why, 1\)\) \{' 'one behind an else' \
	block 'else if (a > first(why, 1)) {'
nothing 'while \(\*why\) \{' 'a loop' block 'while (*why) {'
nothing 'for \(; a; a--\) \{' 'one that counts' block 'for (; a; a--) {'
nothing '} else \{' 'an else' block '} else {'
nothing 'if \(a &&' 'a condition in two lines' block 'if (a &&' '	    *why) {'
nothing 'if \(a\) \{' 'another condition has an empty block' \
	around '|	if (a < 1) {\n|	}\n' '' block 'if (a) {'
silent 'a loop that asks at its end' block 'do {'
silent 'what may be a macro for a loop that does its work itself' block 'each_one(a) {'
silent 'a comment stands in it' block 'if (a) {' '		/* as it was */'
silent 'a statement is left' block 'if (a) {' '		copy(a);'
same='|	if (a) {\n|	}\n'
silent 'this tree has an empty block behind the condition' \
	around "$(printf '%s' "$same" | sed 's/|/s|/g')" '' block 'if (a) {'
silent "or upstream's result" \
	around '' "$(printf '%s' "$same" | sed 's/|/f|/g')" block 'if (a) {'
silent 'or its base' around '' "$(printf '%s' "$same" | sed 's/|/b|/g')" block 'if (a) {'

# row STABLE FIX [LINES]: what stable puts in front of lines, and the fix in their place; LINES go
# behind that of stable
row() {
	printf '%s\n' "s|	$1" ${3+"$3"}
	cat <<'EOT'
s|
bs|	if (is_odd(a)) {
bs|		use(a, 9);
bs|		return 0;
bs|	}
EOT
	printf 'f|	%s\n' "$2"
	cat <<'EOT'
|
|	use(a, 6);
|	use(a, 7);
|	use(a, 8);
f|	if (is_odd(a)) {
f|		use(a, 9);
f|		return 0;
f|	}
EOT
}

# twice PATTERN NAME FUNCTION ARGUMENT...
twice() {
	pattern="^proposed: '$1' stands twice in a row, in line [0-9]+\$" name=$2
	shift 2
	like "$(told "$@")" "$pattern" "$name"
}

set='why = load(a);'
twice 'why = load\(a\);' 'an assignment' row "$set" "$set"
twice 'load_all\(why\);' 'a call' row 'load_all(why);' 'load_all(why);'
twice 'a = a \+ a;' 'a short one' row 'a = a + a;' 'a = a + a;'
twice 'why = load\(a\);' 'a comment stands between them' row "$set" "$set" 's|	/* and so on */'
twice 'why = load\(a\);' 'or one of some lines' \
	row "$set" "$set" "$(printf 's|	/*\ns|	 * why = 1;\ns|	 */')"
silent 'another value' row "$set" 'why = load(1);'
silent 'a statement stands between them' row "$set" "$set" 's|	use(why, 0);'
silent 'they are in two arms of an #if' row "$set" "$set" 's|#ifdef X'
silent 'one that is too short to say anything' row 'a += 100;' 'a += 100;'
silent 'the function does so anyway' around "|	$set\n|	$set\n|	use(why, 0);\n" '' \
	row "$set" "$set"
silent 'upstream means to' row "$set" "$set$(printf '\nf|	%s' "$set")"
finish
