#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What cannot be understood: the message names source and reason, nothing is written.
. "$(dirname "$0")/lib.sh"
workspace
mails=$scratch/mails
mkdir "$mails"

# refused PATTERN NAME SOURCE...
refused() {
	pattern=$1 what=$2
	shift 2
	fails_with 128 "$pattern" "$what" "$BACKSTITCH" import "$@"
	is "$(ls -A patches 2>/dev/null)" '' "$what: nothing is written"
}

# mail NAME: headers, then what comes on standard input
mail() {
	{
		printf 'From: A B <a@b.org>\nSubject: [PATCH] %s\n' "$1"
		printf 'Date: Mon, 27 Oct 2025 17:28:24 +0000\n\nText.\n---\n'
		cat
	} >"$mails/$1"
}

: >"$mails/empty"
refused "empty'.*is empty" 'an empty file' "$mails/empty"
printf 'ab\0cd' >"$mails/binary"
refused 'binary file' 'a binary file' "$mails/binary"
echo 'Just some words.' >"$mails/words"
refused 'no mail, mailbox, patch' 'a text that is no mail' "$mails/words"
echo '<html><body>[PATCH] x</body></html>' >"$mails/page"
refused 'HTML page' 'an HTML page' "$mails/page"
printf 'From: A <a@b>\nSubject: hello\n\nNo patch.\n' >"$mails/nopatch"
refused "message 'hello': there is no patch" 'a mail without patch' "$mails/nopatch"
mail cut <<'END'
diff --git a/f b/f
--- a/f
+++ b/f
@@ -1,5 +1,6 @@
 a
+b
END
refused "PATCH. cut.*cut off" 'a patch cut off in a hunk' "$mails/cut"
mail counts <<'END'
diff --git a/f b/f
--- a/f
+++ b/f
@@ -1,2 +1,3 @@
 a
-b
 c
-d
diff --git a/g b/g
END
refused "PATCH. counts.*counts" 'wrong hunk counts' "$mails/counts"
mail more <<'END'
diff --git a/f b/f
--- a/f
+++ b/f
@@ -1,1 +1,1 @@
-a
+b
+c
END
refused 'more lines than' 'a hunk with more lines than it says' "$mails/more"
mail dots <<'END'
diff --git a/../../etc/passwd b/../../etc/passwd
--- a/../../etc/passwd
+++ b/../../etc/passwd
@@ -1 +1 @@
-a
+b
END
refused 'leaves the tree' 'a path with ".."' "$mails/dots"
sed 's/^Subject: .*/Subject: Re: [PATCH] gone/; s/^/> /; 1,4s/^> //' "$mails/cut" >"$mails/reply"
refused 'not whole' 'a reply with half a patch' "$mails/reply"
cat "$root/tests/cases/import/tdh-vp-init-review.txt" | sed '/scoped_guard/d' >"$mails/damaged"
refused 'not whole' 'a page with a damaged quote' "$mails/damaged"

# one bad message keeps the good ones out
{
	printf 'From x@y Mon Oct 27 17:28:24 2025\n'
	cat "$root/tests/cases/import/tdh-vp-init-thread.mbox" | sed 1d
	printf 'From x@y Mon Oct 27 17:28:24 2025\n'
	cat "$mails/cut"
} >"$mails/mixed"
refused "message '.PATCH. cut'" 'a good and a bad message' "$mails/mixed"
refused 'cut' 'a good and a bad source' \
	"$root/tests/cases/import/tdh-vp-init-review.txt" "$mails/cut"

refused 'no such file' 'a file that is not there' "$mails/nowhere"
refused 'no repository' 'a repository that is not there' "$mails/nowhere:A..B"
mkdir "$mails/folder"
refused 'no series file and no patch' 'an empty folder' "$mails/folder"
echo '../../etc/passwd' >"$mails/folder/series"
refused 'not a file below' 'a series file that leaves its folder' "$mails/folder"
if have git; then
	git init -q "$scratch/repo"
	echo x >"$scratch/repo/f"
	git -C "$scratch/repo" add f
	git -C "$scratch/repo" -c user.name=T -c user.email=t@e commit -qm x
	refused 'no commit in the range' 'an empty range' "$scratch/repo:HEAD..HEAD"
	refused 'git' 'a range with an unknown end' "$scratch/repo:HEAD..nowhere"
	refused "start with '-'" 'an option in the place of a range' \
		"$scratch/repo:--output=$scratch/owned..HEAD"
	ok 'and git did not run it' test ! -e "$scratch/owned"
else
	skip 'git is needed' 7
fi

# what cannot be written
if [ "$(id -u)" != 0 ]; then
	chmod a-w patches
	refused 'cannot write' 'a read-only workspace' \
		"$root/tests/cases/import/tdh-vp-init-review.txt"
	chmod u+w patches
else
	skip 'root may write anywhere' 2
fi
rm -rf patches
: >patches
fails_with 128 "patches" 'a file where patches/ should be' \
	"$BACKSTITCH" import "$root/tests/cases/import/tdh-vp-init-review.txt"
finish
