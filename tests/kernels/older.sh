#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Trees without guards, or with few: 5.10 and 6.1.
#
#   tests/kernels/older.sh DIR     DIR holds a folder a version: 6.1.176 5.10.223 6.19.8 …
#
# Any point release will do, as the mirrors keep few; a tree that is not there is skipped.  What is
# expected of a port was written by hand: the tree's own lines with an unlock.
set -u
kernels=$(cd "$1" && pwd) || exit 1
TEST_ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$(dirname "$0")/../lib.sh"
series=kvm-tdx-mmu-lock-vp-init
file=drivers/input/input.c

# newest SERIES: the last point release of it that is unpacked, completely
newest()
{
	for folder in "$kernels/$1".*; do
		[ -e "$folder/Makefile" ] && [ ! -e "$kernels/.${folder##*/}.tar.xz" ] &&
			echo "${folder##*/}"
	done | sort -V | tail -n 1
}

value()
{
	jq -r "$1" "$out"
}

# leave LINES...: input_dev_suspend() with these in front of the LEDs
leave()
{
	awk -v lines="$(printf '%s\n' "$@")" '
		/^static int input_dev_suspend\(/ { in_it = 1 }
		in_it && /Turn off LEDs and sounds/ { print lines; print "" }
		/^}/ { in_it = 0 }
		{ print }'
}

# the fix: upstream's function has a guard, that of the older trees has none
fix()
{
	git init -q -b main upstream
	mkdir -p upstream/drivers/input
	cp "$kernels/$1/$file" upstream/$file
	git -C upstream add . && git -C upstream commit -q -m "Linux $1"
	leave '	if (!input_dev->users)' '		return 0;' \
		<"$kernels/$1/$file" >upstream/$file
	git -C upstream commit -q -a -s -m 'Input: leave LEDs that nobody uses alone'
	git -C upstream format-patch -q -1 -o "$scratch/mail"
	"$BACKSTITCH" import --name leds "$scratch"/mail/*.patch >/dev/null
}

# older NAME VERSION
older()
{
	tree=$kernels/$2
	run "$BACKSTITCH" port --dry-run --format=json $series --tree "$1=$tree"
	is "$status $(value '.trees[0].patches[0].outcome')" '0 not-affected' \
		"$2: the reference fix is not needed"
	like "$(value '.trees[0].patches[0].reason')" 'tdx.c.*source files.*tdh_vp_init' \
		"$2: with the evidence"
	run "$BACKSTITCH" scan --no-cache --format=json --rule tdx/tdr-exclusive \
		--path arch/x86/kvm --tree "$1=$tree"
	is "$status $(value '.trees[0].findings | length')" '0 0' "$2: no site takes the TDR"
	is "$(value '.trees[0].coverage.missed | length')" 0 "$2: and none was missed"

	# the locks of the function are explicit there
	run "$BACKSTITCH" port --no-proofs --repo upstream --format=json leds --tree "$1=$tree"
	is "$(value '.trees[0].patches[0] | .outcome + " " + .rung')" 'proposed dialect' \
		"$2: a return in a guard is put into the tree's words"
	leave '	if (!input_dev->users) {' '		spin_unlock_irq(&input_dev->event_lock);' \
		'		return 0;' '	}' <"$tree/$file" >expected
	mkdir -p "applied-$1/drivers/input" && cp "$tree/$file" "applied-$1/$file"
	patch -s -d "applied-$1" -p1 <"$(value '.trees[0].patches[0].file')"
	same_file "applied-$1/$file" expected "$2: with the unlock that its other ways out have"
	# where nobody knows what the patch was made on
	run "$BACKSTITCH" port --no-proofs --dry-run --format=json leds --tree "$1=$tree"
	unlike "$(value '.trees[0].patches[0].outcome')" ported \
		"$2: never ported without the unlock"
}

have git jq patch awk || skip_all 'git, jq, patch or awk is missing'
upstream=6.19.8
[ -e "$kernels/$upstream/$file" ] || skip_all "there is no $upstream in '$kernels'"
workspace
git_user
cp -r "$root/patches/$series" patches/
rm -rf patches/$series/6.*
sed 's/6\.1\.y/5.10.y/g' "$root/stable-trees/6.1.y.ini" >stable-trees/5.10.y.ini
fix $upstream
for line in 5.10 6.1; do
	version=$(newest $line)
	if [ -n "$version" ]; then
		older $line.y "$version"
	else
		skip "there is no point release of $line in '$kernels'"
	fi
done

# what the trees spell, and since when, against the tables
if [ -x "$BUILD/unit/test-rules-kernel" ]; then
	for what in since dialects; do
		ok "the dialects hold on the kernels that are here: $what" \
			env BACKSTITCH_SRCDIR="$root" BACKSTITCH_KERNELS="$kernels" \
			"$BUILD/unit/test-rules-kernel" -p /rules-kernel/$what
	done
else
	skip 'make unit builds test-rules-kernel'
fi
finish
