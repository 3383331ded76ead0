#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# A test that lacks a program is skipped, and nobody sees it among hundreds: all that any of them
# asks for must be what scripts/setup installs for tests.
. "$(dirname "$0")/lib.sh"

# programs: what the tests ask for, a line each
programs() {
	sed -n 's/^have \([^|&]*\) ||.*/\1/p' "$root"/tests/t[0-9]*.sh | tr " " "\n" |
		grep . | sort -u
}
# shellcheck disable=SC2046 # a word each
for program in $(programs); do
	ok "$program is installed" command -v "$program"
done
like "$(programs | tr '\n' ' ')" 'git .*jq .*spatch' 'what the tests ask for is read from them'
finish
