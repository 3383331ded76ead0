#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The series that import makes of a mailbox against those of `b4 am` with the tags of the
# cover letter: same patches, same order, same tags (Reviewed-by, Acked-by, Tested-by).
#
# With MAILBOXES=DIR all mailboxes (*.mbox) in that folder are compared as well.
. "$(dirname "$0")/lib.sh"
have git b4 || skip_all 'git and b4 are needed'
cases=$root/tests/cases/series
git_user
git config --global b4.attestation-policy off
export NO_PROXY='*' no_proxy='*'

# unfold FILE: header lines joined; b4 stops at a folded subject
unfold() {
	awk '/^From / && (blank || NR == 1) { head = 1 }
		head && /^$/ { head = 0 }
		head && /^[ \t]/ { sub(/^[ \t]+/, " "); held = held $0; next }
		{ if (NR > 1) print held; held = $0; blank = /^$/ }
		END { print held }' "$1"
}

# facts FILE...: a line a patch: title, patch-id, tags in order of the alphabet
facts() {
	for facts_file; do
		git mailinfo "$scratch/log" "$scratch/diff" <"$facts_file" \
			>"$scratch/info" 2>/dev/null
		title=$(sed -n 's/^Subject: //p' "$scratch/info")
		id=$(git patch-id --stable <"$scratch/diff" | cut -d' ' -f1)
		{ printf 'a\n\n'; cat "$scratch/log"; } | git interpret-trailers --parse |
			grep -iE '^(reviewed|acked|tested)-by:' | sort -fu | tr '\n' ';' \
			>"$scratch/tags"
		printf '%s|%s|%s\n' "$title" "$id" "$(cat "$scratch/tags")"
	done
}

# by_b4 FILE [ID]: what b4 makes of the mailbox, or of the thread with that message
by_b4() {
	rm -rf "$scratch/b4"
	mkdir -p "$scratch/b4/split"
	b4 -n --offline-mode am -t -m "$1" -o "$scratch/b4" -n out ${2:+"$2"} \
		>"$scratch/b4/said" 2>&1
	git mailsplit -o"$scratch/b4/split" "$scratch"/b4/out.mbx >/dev/null 2>&1
	facts "$scratch"/b4/split/[0-9]*
}

# by_us FOLDER
by_us() {
	(cd "$1" && sed 's,^,./,' series | tr '\n' '\0' >"$scratch/names")
	(cd "$1" && xargs -0 sh -c 'cp "$@" "$0"' "$scratch/ours/" <"$scratch/names")
	facts "$scratch"/ours/*
}

# compare FILE FOLDER ID NAME: one series by both
compare() {
	rm -rf "$scratch/ours"
	mkdir "$scratch/ours"
	by_us "$2" >"$scratch/ours.facts"
	by_b4 "$1" "$3" >"$scratch/b4.facts"
	[ -s "$scratch/b4.facts" ] || {
		verdict 1 "$4" "b4 gave nothing: $(tail -n 3 "$scratch/b4/said")"
		return
	}
	same_file "$scratch/ours.facts" "$scratch/b4.facts" "$4"
}

workspace
# case_is MAILBOX WHAT: each series of the mailbox, as b4 reads it
case_is() {
	case_file=$1 case_what=$2
	rm -rf patches/*
	unfold "$case_file" >"$scratch/unfolded"
	run "$BACKSTITCH" import "$case_file"
	for folder in patches/*; do
		id=$(sed -n 's/^message-id=//p' "$folder/series.ini" | head -1)
		[ "$(ls patches | wc -l)" -gt 1 ] || id=
		compare "$scratch/unfolded" "$folder" "$id" "$case_what: ${folder#patches/}"
	done
}

case_is "$cases/tags.mbox" 'tags in replies'
is "$(grep -c '^  note:.*else@where.org' "$out")" 1 'a tag of somebody else is left out, and said'
case_is "$cases/order.mbox" 'mails in any order'
case_is "$cases/reroll.mbox" 'a newer version'
case_is "$cases/partial.mbox" 'one patch sent anew'
case_is "$cases/copies.mbox" 'copies from two lists'
case_is "$cases/unthreaded.mbox" 'mails without links'
case_is "$cases/missing.mbox" 'a patch is missing'
case_is "$cases/mixed.mbox" 'two series in one mailbox'
case_is "$cases/replies.mbox" 'replies in HTML, top-posted, wrapped'

for mailbox in "${MAILBOXES:-/nonexistent}"/*.mbox; do
	[ -e "$mailbox" ] && case_is "$mailbox" "$(basename "$mailbox")"
done
finish
