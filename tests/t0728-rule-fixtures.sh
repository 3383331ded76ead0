#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# backstitch rule test on the packs that are shipped, and that it can fail on each.

. "$(dirname "$0")/lib.sh"
have spatch bwrap || skip_all 'spatch or bwrap is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace

run "$BACKSTITCH" rule test --rule guards
is "$status" 0 'the lowering of guards does what its fixtures say'
like "$(cat "$out")" '^ok      guards/lower/scoped result' 'each is named'
run "$BACKSTITCH" rule test --rule dialect
is "$status" 0 'so do the dialects'
like "$(cat "$out")" '^ok      dialect/timer/timer_delete/left what is left' 'with the rest'
is "$(grep -c '^none' "$out")" 0 'and none is without fixtures'
run "$BACKSTITCH" rule test --rule dialect/timer
is "$(grep -vc '^ok      dialect/timer/' "$out")" 1 'those of one file can be asked for'
like "$(cat "$out")" '^[1-9][0-9]* compared, 0 differ, 0 without fixtures, 0 broken' \
	'they are counted'

# a workspace with packs of its own, of the call sites those with one function more
mkdir cocci && cp -r "$root/cocci/." cocci
for case in cocci/tdx/tests/tdr-exclusive/*; do
	case $case in
	*/kvm-bug-on | */other-tdx | */write-lock) ;;
	*) rm -r "$case" ;;
	esac
done
run "$BACKSTITCH" rule test --rule tdx
is "$status" 0 'the rule about call sites does what its fixtures say'
for what in 'patch' 'patch otherwise' 'verdicts'; do
	like "$(cat "$out")" "^ok      tdx/tdr-exclusive/kvm-bug-on $what\$" "$what is compared"
done
# spatch alone changes it, and the judge does not agree
like "$(cat "$out")" '^ok      tdx/tdr-exclusive/other-tdx patch' 'a change that is undone is none'

# differs RULE FILE: one more line there is seen
differs() {
	cp "$2" kept && echo '// more' >>"$2"
	run "$BACKSTITCH" rule test --rule "$1"
	is "$status" 1 "$2: one line more is exit status 1"
	like "$(cat "$out")" '^-// more' "$2: and shown"
	mv kept "$2"
}
differs tdx cocci/tdx/tests/tdr-exclusive/kvm-bug-on/expect.c
differs tdx cocci/tdx/tests/tdr-exclusive/kvm-bug-on/explicit.c
differs tdx cocci/tdx/tests/tdr-exclusive/write-lock/verdicts
differs guards cocci/guards/tests/lower/scoped/expect.c
differs dialect/timer cocci/dialect/tests/timer/timer_delete/left/left
differs dialect/timer cocci/dialect/tests/timer/secs_to_jiffies/changed/expect.c

# nothing to compare is no success
rm cocci/guards/tests/lower/scoped/expect.c
run "$BACKSTITCH" rule test --rule guards
is "$status" 1 'a case without an expectation is exit status 1'
like "$(cat "$out")" '^none    guards/lower/scoped has no fixtures in ' 'and named'
rm -r cocci/dialect/tests/timer/timer_delete
run "$BACKSTITCH" rule test --rule dialect/timer/timer_delete
is "$status" 1 'so is a rule without a case'
rm -r cocci/tdx/tests
run "$BACKSTITCH" rule test --rule tdx
is "$status" 1 'a semantic patch, too'
like "$(cat "$out")" '^none    tdx/tdr-exclusive has no fixtures in ' 'by name'
fails_with 128 "no rule or pack 'dialects'" 'what there is not is told' \
	"$BACKSTITCH" rule test --rule dialects
echo 'nonsense' >cocci/dialect/bad.ini
run "$BACKSTITCH" rule test --rule dialect
is "$status" 1 'a dialect that cannot be read is exit status 1'
like "$(cat "$out")" '^broken  dialect: .*bad.ini' 'and named with its file'
rm -r cocci && mkdir cocci
run "$BACKSTITCH" rule test
is "$status" 1 'where there is no rule nothing was tested'
finish
