#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Versions of a series, and what reviewers said of the older ones: nothing is lost without
# a word, in whatever order the mails come in.
. "$(dirname "$0")/lib.sh"
cases=$root/tests/cases/series
workspace

# mails MAILBOX PATTERN: those with a line like the pattern in their head
mails() {
	awk -v pattern="$2" '
		/^From mbox / { if (keep) printf "%s", mail; mail = ""; keep = 0; head = 1 }
		{ mail = mail $0 "\n" }
		/^$/ { head = 0 }
		head && $0 ~ pattern { keep = 1 }
		END { if (keep) printf "%s", mail }' "$1"
}

# one patch sent anew
run "$BACKSTITCH" import "$cases/partial.mbox"
is "$status" 0 'a partial reroll is whole'
like "$(cat "$out")" '4 of 4 patches, 4 new' 'with the patches of both versions'
like "$(cat "$out")" 'note: v2 is 2/4 alone; 1/4, 3/4, 4/4 stay from v1' 'and says from which'
ini=patches/f-changes/series.ini
like "$(cat $ini)" '^version=2$' 'the series is version 2'
# group N: its lines in series.ini
group() {
	sed -n "/^\[patch $1\]/,/^\$/p" $ini
}

like "$(group 1)" '^version=1$' 'a patch that stays is version 1'
unlike "$(group 2)" '^version=' 'the new one is of the series'
like "$(cat patches/f-changes/0002*)" 'call_c' 'and the new one is there'
review=patches/f-changes/review.ini
is "$(grep -A3 '^\[comment 1\]' $review | grep -c '^version=1$')" 1 'a comment keeps its version'
like "$(cat $review)" '^state=outdated$' 'and is outdated'
like "$(cat patches/f-changes/0003*)" '^Reviewed-by: Bob' 'a tag on a patch that stays, stays'
cp -r patches "$scratch/whole"
run "$BACKSTITCH" import "$cases/partial.mbox"
like "$(cat "$out")" 'nothing new' 'a second import brings nothing'
ok 'and changes nothing' diff -r "$scratch/whole" patches

# the older version comes later
rm -rf patches/*
mails "$cases/partial.mbox" '^Subject: .PATCH v2' >"$scratch/new.mbox"
mails "$cases/partial.mbox" '^Subject: (Re: )?.PATCH [0-9]' >"$scratch/old.mbox"
run "$BACKSTITCH" import "$scratch/new.mbox"
is "$status" 1 'the new patch alone: the others are missing'
run "$BACKSTITCH" import "$scratch/old.mbox"
is "$status" 0 'the older version fills them'
is "$(ls patches | wc -l)" 1 'in the same folder'
folder=$(echo patches/*)
ok 'the patches are the same as in one go' sh -c 'cd "$1" && for f in 0*; do
	cmp "$f" "$2/$f" || exit 1; done' sh "$folder" "$scratch/whole/f-changes"
ok 'and so are the comments' cmp "$folder/review.ini" "$scratch/whole/f-changes/review.ini"

# the newer comes later, and a late reply to the older after it
rm -rf patches/*
"$BACKSTITCH" import "$scratch/old.mbox" >/dev/null
run "$BACKSTITCH" import "$scratch/new.mbox"
like "$(cat "$out")" '1 comment on v1 kept as outdated' 'the newer version outdates a comment'
ok 'the result is the same' diff -r "$scratch/whole/f-changes" patches/f-changes
{
	printf 'From mbox Mon Oct 27 18:00:00 2025\nFrom: Cy Tester <cy@test.org>\n'
	printf 'Subject: Re: [PATCH 2/4] f2: change it\nMessage-ID: <late@test.org>\n'
	printf 'Date: Mon, 27 Oct 2025 18:00:00 +0000\nIn-Reply-To: <2@author.org>\n\n'
	printf '> +\tcall_b(first);\n\nToo late?\n\nTested-by: Cy Tester <cy@test.org>\n'
} >"$scratch/late.mbox"
run "$BACKSTITCH" import "$scratch/late.mbox"
is "$status" 0 'a late reply to the older version is taken'
is "$(grep -c '^state=outdated$' $review)" 2 'its comment is outdated from the start'
like "$(cat "$out")" "note: 'Tested-by: .*was given to v1" 'its tag is left out, and said'
unlike "$(cat patches/f-changes/0002*)" '^Tested-by' 'and is not in the patch'

# a whole new version
rm -rf patches/*
run "$BACKSTITCH" import "$cases/reroll.mbox"
like "$(cat "$out")" 'note: v2 replaces v1' 'a new version replaces the old one'
like "$(cat "$out")" "is as in v1, so 'Reviewed-by" 'a tag stays where the change is the same'
unlike "$(cat patches/f-changes/0002*)" '^Acked-by' 'and goes where it is not'
is "$(sed -n '/^text=Why b?/,$p' $review | sed -n 2p)" state=outdated \
	'the comment stays, outdated'

# a comment that a person has settled is not touched
rm -rf patches/*
mails "$cases/reroll.mbox" '^Subject: (Re: )?.PATCH [0-9]' >"$scratch/old.mbox"
mails "$cases/reroll.mbox" '^Subject: .PATCH v2' >"$scratch/new.mbox"
"$BACKSTITCH" import "$scratch/old.mbox" >/dev/null
sed -i 's/^state=open/state=done/' $review
"$BACKSTITCH" import "$scratch/new.mbox" >/dev/null
like "$(cat $review)" '^state=done$' 'a comment that is done stays done'

# copies, and replies that no line of the patch has
rm -rf patches/*
run "$BACKSTITCH" import "$cases/copies.mbox"
like "$(cat "$out")" '2 of 2 patches, 2 new, 1 new comment$' 'copies from two lists are one'
like "$(cat patches/*/0001*)" '^From: Ann Author <ann@author.org>' 'with the author, not the list'
unlike "$(cat patches/*/review.ini patches/*/0*)" 'mailman|____' 'and without the footers'

rm -rf patches/*
run "$BACKSTITCH" import "$cases/replies.mbox"
like "$(cat "$out")" 'note: the reply by Bob Reviewer has no plain text' 'HTML alone is told of'
is "$(grep -c '^text=' patches/*/review.ini)" 5 'five comments'
is "$(grep -hE '^(line|text)=' patches/*/review.ini | cut -c1-20 | paste -sd' ')" \
	'text=Looks good to m line=13 text=I asked that to line=14 text=Once is enough. '\
'line=14 text=This was wrappe line=17 text=And this.' \
	'each at its line, through quotes of quotes and wrapped lines'

rm -rf patches/*
run "$BACKSTITCH" import "$cases/missing.mbox"
is "$status" 1 'a missing patch needs a person'
like "$(cat "$out")" '^  missing: 2/3$' 'and is named'
rm -rf patches/*
run "$BACKSTITCH" import "$cases/mixed.mbox"
is "$(ls patches | paste -sd' ')" 'first second' 'two series of one author stay apart'
finish
