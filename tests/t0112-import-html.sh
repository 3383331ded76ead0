#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Saved HTML pages of archives give what their text gives: the page is made here of a mail
# and of the text page, in the form that pipermail and public-inbox write.
. "$(dirname "$0")/lib.sh"
cases=$root/tests/cases/import
name=kvm-tdx-take-mmu-lock-around-tdh_vp_init
have git || skip_all 'git is needed'
workspace
rm -rf cocci

escaped() {
	sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g' "$@"
}

git mailsplit -o"$scratch" "$cases/tdh-vp-init-thread.mbox" >/dev/null
head_of() {
	sed -n "/^$/q; s/^$1: //ip" "$scratch/0001" | head -1
}

# lore.kernel.org: a form above, the mail with links in it, the thread below
{
	printf '<html><head><title>[PATCH] x - A</title><style>pre{white-space:pre-wrap}</style>'
	printf '</head><body><form\naction="../"><pre><a\nhref="../">list archive</a> search</pre>'
	printf '</form><pre\nid=b>From: %s\n' "$(head_of From | escaped)"
	printf 'To: a@b.org\nSubject: <a\nhref="#r"\nid=t>%s</a>\n' "$(head_of Subject | escaped)"
	printf 'Date: %s\t<a\nhref="#r">[thread overview]</a>\n' "$(head_of Date)"
	printf 'Message-ID: %s (<a href="raw">raw</a>)\n\n' "$(head_of Message-ID | escaped)"
	sed '1,/^$/d' "$scratch/0001" | escaped |
		sed 's,^\(diff --git .*\)$,<span\nclass="head">\1</span>,
			s,^\(+.*\)$,<span\nclass="add">\1</span>,'
	printf '</pre><hr><pre>next reply\n%s\n</pre></body></html>\n' 'diff --git a/x b/x'
} >"$scratch/lore.html"
run "$BACKSTITCH" import "$scratch/lore.html"
is "$status" 0 'a page of public-inbox is imported'
cp patches/$name/0001* "$scratch/from-lore.patch"
cp patches/$name/series.ini "$scratch/from-lore.ini"
rm -rf patches/*
"$BACKSTITCH" import "$scratch/0001" >/dev/null
same_file "$scratch/from-lore.patch" "$(echo patches/$name/0001*)" 'and gives the patch of the mail'
like "$(cat "$scratch/from-lore.ini")" '^message-id=20251028002824' 'and its message-id'

# pipermail: the reply that quotes the patch
page=$cases/tdh-vp-init-review.txt
title=$(sed -n '/./{p;q;}' "$page")
author=$(grep -m1 ' at ' "$page" | sed 's/^ *//')
date=$(grep -m1 -E '^ *(Mon|Tue|Wed|Thu|Fri|Sat|Sun) ' "$page" | sed 's/^ *//')
{
	printf '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN">\n<HTML>\n <HEAD>\n   <TITLE> x\n'
	printf '   </TITLE>\n </HEAD>\n <BODY BGCOLOR="#ffffff">\n   <H1>%s\n   </H1>\n' "$title"
	printf '    <B>%s\n    </B> \n' "${author% * at *}"
	printf '    <A HREF="mailto:x%%40y?Subject=Re" \n'
	printf '       TITLE="x">%s\n       </A><BR>\n' \
		"$(echo "$author" | grep -oE '[^ ]+ at [^ ]+$')"
	printf '    <I>%s</I>\n    <P><UL>\n' "$date"
	printf '        <LI>Previous message: <A HREF="1.html">x\n'
	printf '</A></li>\n  <LI> <B>Messages sorted by:</B> <a href="d">[ date ]</a>\n </LI>\n'
	printf '       </UL>\n    <HR>  \n<!--beginarticle-->\n<PRE>'
	sed "1,/^ *$date/d" "$page" |
		sed '/More information about/,$d' | escaped | sed 's,^&gt;\(.*\)$,\&gt;<i>\1</I>,'
	printf '</PRE>\n<!--endarticle-->\n    <HR>\n'
	printf '    <P><UL>\n        <LI>Next message: x</li>\n'
	printf '</UL>\n<hr>\n<a href="x">More information about the x\nmailing list</a><br>\n'
	printf '</body></html>\n'
} >"$scratch/pipermail.html"
rm -rf patches/*
run "$BACKSTITCH" import "$scratch/pipermail.html"
is "$status" 0 'a page of pipermail is imported'
cp -r patches/$name "$scratch/from-html"
rm -rf patches/*
"$BACKSTITCH" import "$page" >/dev/null
same_file "$scratch/from-html/review.ini" patches/$name/review.ini \
	'with the comments of the text page'
same_file "$(echo "$scratch"/from-html/0001*)" "$(echo patches/$name/0001*)" 'and its patch'

# what shows no message is refused in a moment, whatever it holds
rm -rf patches/*
printf '<html><body><pre>* [PATCH] x\n@ 2025-10-28  0:28 A</pre></body></html>' \
	>"$scratch/thread.html"
fails_with 128 'shows no single message' 'a page of a thread' \
	"$BACKSTITCH" import "$scratch/thread.html"
many() {
	printf '<html><pre>'
	yes "$1" | tr -d '\n' | head -c 10000000
}

many '<' >"$scratch/open.html"
fails_with 128 'shows no single message' 'ten megabytes of "<"' \
	timeout 5 "$BACKSTITCH" import "$scratch/open.html"
many '&' >"$scratch/amp.html"
fails_with 128 'shows no single message' 'ten megabytes of "&"' \
	timeout 5 "$BACKSTITCH" import "$scratch/amp.html"
many '<!-<script>' >"$scratch/script.html"
fails_with 128 'shows no single message' 'ten megabytes of scripts that do not end' \
	timeout 5 "$BACKSTITCH" import "$scratch/script.html"
finish
