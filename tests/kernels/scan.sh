#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What spatch can not parse of a real kernel, and the kernel's own rules.
#
#   tests/kernels/scan.sh DIR     DIR holds a folder a version: 6.18.5 …
set -u
kernels=$(cd "$1" && pwd) || exit 1
TEST_ROOT=$(cd "$(dirname "$0")/../.." && pwd)
. "$(dirname "$0")/../lib.sh"
workspace
tree=$kernels/6.18.5

# a rule without words sees each file whole
mkdir -p cocci/all
cat >cocci/all/parsed.cocci <<'EOT'
/// an assignment to itself
virtual report
@depends on report@
expression E;
@@
* E = E
EOT
# lost FOLDER: functions that were not looked at
lost()
{
	run "$BACKSTITCH" scan --no-cache --rule all/parsed --format=json --path "$1" \
		--tree 6.18.y="$tree"
	python3 -c 'import json, sys
coverage = json.load(sys.stdin)["trees"][0]["coverage"]
assert coverage["functions"] > 2000
print(len(coverage["missed"]))' <"$out" 2>&1
}
is "$(lost drivers/gpio)" 0 'no function of drivers/gpio is lost'
for most in arch/x86/kvm:5 mm:5 drivers/net/ethernet/intel:3 drivers/iio:5; do
	folder=${most%:*} lost=$(lost "${most%:*}")
	ok "$folder: no more than ${most#*:} functions are lost" [ "$lost" -le "${most#*:}" ]
done
finish
