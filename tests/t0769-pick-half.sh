#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: half of a fix has no place in this tree's file, as the code stands in another one
# by another name: it is left out, and told where it is.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
cd "$scratch" || exit 1

# function NAME [LINE]: with calls that tell it
function() {
	printf 'static int %s(int n)\n{\n' "$1"
	seq -f "	n = ask_$1(n, %g);" 6
	printf '%s	return n;\n}\n\n' "${2-}"
}

# write WHICH: the fix takes a line out of offer(), and does something in c.c; stable has another
# function in b.c for that
write() {
	line='	set_flag(offer, CRYPTO_OFFER_DONE);
'
	after=''
	[ "$1" != u+ ] || line=''
	[ "$1" != u+ ] || after='	n = checked(n);
'
	function first >"$repo/a.c"
	[ "$1" = s ] || function offer "$line" >>"$repo/a.c"
	function last >>"$repo/a.c"
	{
		function other
		case $1,$here in
		s,moved) function crypto_offer "$line" ;;
		*,both) function crypto_offer "$(printf '\tset_flag(offer, CRYPTO_OFFER_DONE);')
" ;;
		esac
	} >"$repo/b.c"
	function use "$after" >"$repo/c.c"
	printf '#define CRYPTO_OFFER_DONE 1\nint set_flag(int a, int b);\n' >"$repo/a.h"
}

# picked HERE: outcome, the rung of a.c, and what is told
picked() {
	here=$1
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	jq -r '.outcome + " " + .files[0].rung, .warnings[]' "$out"
}

lost="what upstream does to 'set_flag(offer, CRYPTO_OFFER_DONE);' was left out"
is "$(picked moved)" "proposed absent
$lost, and that stands in b.c:20 here" \
	'it stands in another file of this tree'
is "$(picked nowhere)" 'proposed absent' 'it stands nowhere: nothing is told'
is "$(picked both)" 'proposed absent' 'nor where it stands upstream, too'
finish
