#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Mails from a repository whose .gitattributes has a driver for device trees and
# Rust, as the kernel's does: what git shows behind "@@" is a node then, or a fn.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# node NAME: eight lines of a device tree; the same ones in each
node() {
	printf '\t%s {\n\t\treg = <1>;\n\t\tinterrupts = <1>;\n\t\tclocks = <&a>;\n' "$1"
	printf '\t\tresets = <&r>;\n\t\tdmas = <&d>;\n\t\tstatus = "okay";\n\t};\n\n'
}

# fun NAME: the same of Rust
fun() {
	printf '    pub(crate) fn %s(&self) -> u32 {\n        let mut a = 1;\n' "$1"
	printf '        a += 2;\n'
	printf '        a += 3;\n        a += 4;\n        a += 5;\n        a\n    }\n\n'
}

# both NAME...: a.dts and b.rs with these
both() {
	printf '/dts-v1/;\n\n/ {\n' >a.dts
	printf 'struct S;\n\nimpl S {\n' >b.rs
	for name in "$@"; do
		node "$name" >>a.dts
		fun "$name" >>b.rs
	done
	printf '};\n' >>a.dts
	printf '}\n' >>b.rs
}

# ports PATCH: outcome and rung, and what is made
ports() {
	rm -rf patches/x
	"$BACKSTITCH" import --name x "$1" >/dev/null
	run "$BACKSTITCH" port --no-proofs --format=json x
	jq -r '.trees[0].patches[0] | .outcome + (if .rung then " " + .rung else "" end)' "$out"
}

git init -q "$scratch/up"
cd "$scratch/up" || exit 1
printf '*.dts diff=dts\n*.rs diff=rust\n' >.gitattributes
both one two
git add -A
git commit -q -m start
workspace
rm -f stable-trees/*.ini
mkdir "$scratch/tree"
"$BACKSTITCH" tree add t "$scratch/tree" >/dev/null
at=$PWD

for file in a.dts b.rs; do
	cd "$scratch/up" || exit 1
	both one two
	# the fourth line of the second one
	awk -v file=$file '/two/ { n = NR } n && NR == n + 4 {
		sub(/r>/, "new>"); sub(/4/, "40") } 1' $file >changed
	cp changed $file
	rm changed
	git commit -q -m "$file: change" $file
	git format-patch -q -1 --stdout | sed '/^index /d' >"$scratch/$file.patch"
	git reset -q --hard HEAD^
	like "$(cat "$scratch/$file.patch")" '^@@ .* @@ .*two' \
		"$file: git names what the hunk is in"
	cd "$scratch/tree" || exit 1
	both zero one two
	cp $file "$scratch/expected"
	cd "$at" || exit 1
	is "$(ports "$scratch/$file.patch")" 'ported exact' "$file: at an offset, in what it names"
	(cd "$scratch/tree" && git apply -p1 <"$(ls "$at"/patches/x/t/0001-*)")
	like "$(awk '/two/ { n = NR } n && NR == n + 4' "$scratch/tree/$file")" 'new|40' \
		"$file: and not in its twin"
	cd "$scratch/tree" || exit 1
	both zero one
	cd "$at" || exit 1
	is "$(ports "$scratch/$file.patch")" conflict "$file: not where only its twins are"
done
finish
