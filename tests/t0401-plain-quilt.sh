#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A quilt folder that no import made is a series too; other folders do no harm.
. "$(dirname "$0")/lib.sh"
have git || skip_all 'git is not installed'
[ -d "$root/stable-trees/fixtures/6.18.y" ] || skip_all 'no miniature trees'
workspace --example
rm -rf patches && mkdir -p patches/notes patches/plain patches/bare
echo 'what to look at next' >patches/notes/README

cp -R "$root/stable-trees/fixtures/6.18.y" "$scratch/linux"
(
	cd "$scratch/linux" || exit 1
	git init -q && git add -A
	git -c user.name=T -c user.email=t@example.org commit -q -m base
	sed -i 's|pr_tdx_error(TDH_VP_INIT, err);|& /* told */|' arch/x86/kvm/vmx/tdx.c
	git diff >"$work/patches/bare/say-it.diff"
	git -c user.name=T -c user.email=t@example.org commit -q -a -m 'KVM: TDX: say it'
	git format-patch -q -1 --stdout >"$work/patches/plain/say-it.patch"
)
echo 'say-it.patch -p1' >patches/plain/series
printf '# the diff alone\nsay-it.diff\n' >patches/bare/series

run "$BACKSTITCH" list
is "$status" 0 'list ends well'
like "$(cat "$out")" '^plain$' 'and shows the quilt folder'
like "$(cat "$out")" '^  KVM: TDX: say it$' 'with its title'
like "$(cat "$out")" '^bare$' 'and one of bare diffs'
unlike "$(cat "$out")" 'notes' 'but no folder of something else'
run "$BACKSTITCH" report
is "$status" 0 'report ends well'
run "$BACKSTITCH" show plain
like "$(cat "$out")" 'T <t@example.org>' 'show tells the author'
run "$BACKSTITCH" show bare
like "$(cat "$out")" 'names no author' 'or that there is none'
fails_with 128 "'.*/patches/notes' is no series folder" 'a folder of something else' \
	"$BACKSTITCH" show notes

cp -R patches/plain "$scratch/plain"
run "$BACKSTITCH" port --tree 6.18.y --no-proofs plain
like "$(cat "$out")" 'exact' 'it is ported'
ok 'and what was there stays' cmp patches/plain/say-it.patch "$scratch/plain/say-it.patch"
ok 'the quilt series file too' cmp patches/plain/series "$scratch/plain/series"
ok 'the port applies' git -C "$scratch/linux" apply -R --check "$work"/patches/plain/6.18.y/*.patch
finish
