#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Without --tree a tree whose source nobody knows is left out of scan and port, and that is said.

. "$(dirname "$0")/lib.sh"
have spatch bwrap python3 || skip_all 'spatch, bwrap or python3 is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace

# left_out FILE: what a JSON object left out, and the names of its trees
left_out() {
	python3 - "$1" <<'EOT'
import json, sys
object = json.load(open(sys.argv[1]))
print(*object["sourceless"], "|", *[tree["tree"] for tree in object["trees"]])
EOT
}

mkdir -p cocci/t
rm stable-trees/*.ini
printf '[tree]\nname=5.9.y\n' >stable-trees/5.9.y.ini
printf '[tree]\nname=6.6.y\n' >stable-trees/6.6.y.ini
printf '[tree]\nname=6.18.y\npath=%s\n' "$root/stable-trees/fixtures/6.18.y" \
	>stable-trees/6.18.y.ini
pattern="^backstitch %s: left out, .*: 5.9.y, 6.6.y; say --tree 5.9.y=FOLDER"
printf '/// nothing\nvirtual report\n@depends on report@ @@\n* not_there(...)\n' \
	>cocci/t/none.cocci

run "$BACKSTITCH" scan --rule t/none
is "$status" 0 'a scan that finds nothing where it looked ends as such'
like "$(cat "$err")" "$(printf "$pattern" scan)" 'and says where it did not look'
is "$(wc -l <"$err")" 1 'in one line'
run "$BACKSTITCH" scan --rule t/none --format=json
is "$(left_out "$out")" '5.9.y 6.6.y | 6.18.y' 'its JSON says so, too'
run "$BACKSTITCH" scan --rule t/none --format=sarif
ok 'SARIF stays what it is' sh -c "python3 -m json.tool '$out' | grep -q '\"version\": \"2.1.0\"' &&
	! grep -q sourceless '$out'"
run "$BACKSTITCH" scan --rule t/none --tree 6.18.y
is "$(cat "$err")" '' 'who asked for one tree has not left out the others'
run "$BACKSTITCH" scan --rule t/none --tree 6.18.y --format=json
is "$(left_out "$out")" '| 6.18.y' 'nor does JSON say so'

run "$BACKSTITCH" import "$root/tests/cases/import/tdh-vp-init-review.txt"
run "$BACKSTITCH" port --no-proofs kvm-tdx-take-mmu-lock-around-tdh_vp_init
like "$(cat "$err")" "$(printf "$pattern" port)" 'port says so'
run "$BACKSTITCH" port --no-proofs --format=json kvm-tdx-take-mmu-lock-around-tdh_vp_init
is "$(left_out "$out")" '5.9.y 6.6.y | 6.18.y' 'and its JSON'
run "$BACKSTITCH" port --no-proofs --tree 6.18.y kvm-tdx-take-mmu-lock-around-tdh_vp_init
is "$(cat "$err")" '' 'only where it was not asked for one'

rm stable-trees/6.18.y.ini
fails_with 128 'says where its source is' 'where nothing is left it is an error' \
	"$BACKSTITCH" scan --rule t/none
finish
