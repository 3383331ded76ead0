#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A page of a list archive that shows a reply which quotes the patch; the
# oracle is git with the patch's own mail.
. "$(dirname "$0")/lib.sh"
cases=$root/tests/cases/import
name=kvm-tdx-take-mmu-lock-around-tdh_vp_init
have git quilt || skip_all 'git and quilt are needed'
workspace
mkdir -p cocci # a workspace without rule packs, to begin with

git mailsplit -o"$scratch" "$cases/tdh-vp-init-thread.mbox" >/dev/null
original=$scratch/0001

# as_git FILE TO: what git reads in a mail; the log as git am would store it
as_git() {
	git mailinfo "$2.log" "$2.diff" <"$1" >"$2.info" 2>/dev/null
	git stripspace <"$2.log" >"$2.message"
	git patch-id --stable <"$2.diff" | cut -d' ' -f1 >"$2.id"
	grep -E '^(Author|Email|Subject):' "$2.info" >"$2.author"
}

# commit_of FILE: message, author and change of git am onto a file with the patch's pre-image
commit_of() {
	rm -rf "$scratch/repo"
	git init -q "$scratch/repo"
	(
		cd "$scratch/repo" || exit 1
		mkdir -p arch/x86/kvm/vmx
		awk '/^@@/ { on = 1; for (i = 1; i < 2938; i++) print "/* " i " */"; next }
			on && /^-- $/ { exit }
			on && /^[- ]/ { print substr($0, 2) }' "$original" >arch/x86/kvm/vmx/tdx.c
		git add -A
		git -c user.name=T -c user.email=t@e commit -qm start
		git -c user.name=T -c user.email=t@e am -q "$1" || exit 1
		git log -1 --format='%an%n%ae%n%B'
		git rev-parse 'HEAD^{tree}'
	)
}

run "$BACKSTITCH" import "$cases/tdh-vp-init-review.txt"
is "$status" 0 'the page is imported'
like "$(cat "$out")" '1 of 1 patch, 1 new, 2 new comments' 'and says what came in'
like "$(cat "$out")" 'zone is unknown' 'and that the zone of the date is not known'
cd "patches/$name" || exit 1
patch=$(cat series)
as_git "$patch" "$scratch/ours"
as_git "$original" "$scratch/theirs"
same_file "$scratch/ours.message" "$scratch/theirs.message" 'git mailinfo: the same message'
same_file "$scratch/ours.author" "$scratch/theirs.author" 'git mailinfo: the same author and title'
same_file "$scratch/ours.id" "$scratch/theirs.id" 'git patch-id: the same patch'
commit_of "$PWD/$patch" >"$scratch/ours.commit"
commit_of "$original" >"$scratch/theirs.commit"
ok 'git am takes the original' test -s "$scratch/theirs.commit"
same_file "$scratch/ours.commit" "$scratch/theirs.commit" 'git am: the same commit'
like "$(cat "$patch")" '^Date: Tue, 28 Oct 2025 08:28:00 -0000$' 'the clock reading, no zone'
unlike "$(cat "$patch")" 'More information about| at intel' 'nothing of the page is left'

same_file review.ini "$cases/review.ini" 'two comments with file, line, quote and text'

# quilt and git quiltimport take the folder
mkdir -p "$scratch/tree/arch/x86/kvm/vmx"
git -C "$scratch/repo" show HEAD^:arch/x86/kvm/vmx/tdx.c \
	>"$scratch/tree/arch/x86/kvm/vmx/tdx.c"
(cd "$scratch/tree" && QUILT_PATCHES=$work/patches/$name quilt push -a) >"$scratch/said" 2>&1
is $? 0 'quilt push takes the folder'
(cd "$scratch/repo" && git reset -q --hard HEAD^ &&
	git -c user.name=T -c user.email=t@e quiltimport --patches "$work/patches/$name") \
	>"$scratch/said" 2>&1
is $? 0 'git quiltimport takes the folder'
is "$(cd "$scratch/repo" && git log -1 --format=%s)" \
	'KVM: TDX: Take MMU lock around tdh_vp_init()' 'with the title'

# once more: nothing changes
cd "$work" || exit 1
cp -r patches "$scratch/before"
run "$BACKSTITCH" import "$cases/tdh-vp-init-review.txt"
like "$(cat "$out")" 'nothing new' 'a second import brings nothing'
ok 'and changes nothing' diff -r "$scratch/before" patches

# the thread arrives later: exact date and bytes win, comments fold
mkdir -p "patches/$name/6.18.y"
echo '{}' >"patches/$name/6.18.y/verdict.json"
run "$BACKSTITCH" import "$cases/tdh-vp-init-thread.mbox"
is "$status" 0 'the thread is imported'
is "$(ls patches)" "$name" 'into the same series'
like "$(cat "$out")" '1 of 1 patch, 3 new comments' 'the two comments that were there fold'
like "$(cat "$out")" 'exact date' 'and it says that the date is exact now'
like "$(cat "patches/$name/$patch")" '^Date: Mon, 27 Oct 2025 17:28:24 -0700$' 'date of the mail'
git mailinfo "$scratch/ours.log" "$scratch/ours.diff" <"patches/$name/$patch" >"$scratch/ours.info"
same_file "$scratch/ours.log" "$scratch/theirs.log" 'message byte for byte'
same_file "$scratch/ours.info" "$scratch/theirs.info" 'author, title and date'
like "$(cat "patches/$name/series.ini")" '^upstream=9a89894f30d5$' 'the commit it was applied as'
like "$(cat "patches/$name/review.ini")" \
	'^message-id=71006f78-7afa-4821-8bd1-9cd5b8d62a33@linux.intel.com$' \
	'the folded comments have a message-id now'
is "$(grep -c '^\[comment' "patches/$name/review.ini")" 5 'five comments in all'
ok 'the folder of a ported tree stays' test -f "patches/$name/6.18.y/verdict.json"

# the other way round
rm -rf patches/*
"$BACKSTITCH" import "$cases/tdh-vp-init-thread.mbox" >/dev/null
cp "patches/$name/$patch" "$scratch/first.patch"
run "$BACKSTITCH" import "$cases/tdh-vp-init-review.txt"
like "$(cat "$out")" 'nothing new' 'the page after the thread brings nothing'
same_file "patches/$name/$patch" "$scratch/first.patch" 'and leaves the exact patch'

# the same reply as a mail with format=flowed
rm -rf patches/*
run "$BACKSTITCH" import "$scratch/0003"
grep -v '^message-id=' "patches/$name/review.ini" >"$scratch/flowed.ini"
same_file "$scratch/flowed.ini" "$cases/review.ini" 'the reply itself gives the same comments'
as_git "patches/$name/$patch" "$scratch/flowed"
same_file "$scratch/flowed.id" "$scratch/theirs.id" 'and the same patch'
same_file "$scratch/flowed.message" "$scratch/theirs.message" 'and the same message'

# options
rm -rf patches/*
run "$BACKSTITCH" import --name my-fix --upstream 9A89894F30D5 "$cases/tdh-vp-init-review.txt"
is "$(ls patches)" my-fix '--name names the folder'
like "$(cat patches/my-fix/series.ini)" '^upstream=9a89894f30d5' '--upstream sets the commit'
rm -rf patches/* cocci
"$BACKSTITCH" import --name my-fix "$cases/tdh-vp-init-thread.mbox" >/dev/null
like "$(cat patches/my-fix/series.ini)" '^rule=tdx/tdr-exclusive$' 'the rule that a pack declares'
like "$(cat patches/my-fix/series.ini)" '^upstream=9a89894f30d5795c5ac46a9ee9c009d610306025$' \
	'and the full id that it knows'
like "$(head -1 "patches/my-fix/$patch")" '^From 9a89894f30d5795c5ac46a9ee9c009d610306025 ' \
	'which the patch file starts with'
fails_with 128 'no-such' 'a rule that is not there is refused' \
	"$BACKSTITCH" import --rule tdx/no-such "$cases/tdh-vp-init-review.txt"
fails_with 128 'already as .my-fix' 'another name for the same series is refused' \
	"$BACKSTITCH" import --name other "$cases/tdh-vp-init-review.txt"
fails_with 128 'no name for a series' 'a name that leaves the folder is refused' \
	"$BACKSTITCH" import --name ../x "$cases/tdh-vp-init-review.txt"
fails_with 128 'no commit id' 'an id that is none is refused' \
	"$BACKSTITCH" import --upstream -x "$cases/tdh-vp-init-review.txt"
fails_with 129 'import' 'no source is wrong usage' "$BACKSTITCH" import
finish
