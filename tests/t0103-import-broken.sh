#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# What is broken in the workspace stops an import, a port of a commit and an allowance; all of it
# is named at once, a line each, and nothing is written.
. "$(dirname "$0")/lib.sh"
workspace
mail=$root/tests/cases/import/tdh-vp-init-review.txt

# three broken rules in two packs, a pack that cannot be read, and two good rules
mkdir -p cocci/a cocci/b cocci/c
cat >cocci/a/pack.ini <<'END'
[pack]
[rule gone]
targets=x
[rule fine]
targets=x
[rule aimless]
END
cat >cocci/b/pack.ini <<'END'
[pack]
[rule abbreviated]
targets=x
upstream=9a89894f30d5
END
echo 'no key file' >cocci/c/pack.ini
for rule in a/fine a/aimless b/abbreviated c/any; do
	printf '@script:python@\n@@\nprint("%s")\n' "$rule" >cocci/$rule.cocci
done

# told NAME PATTERN...: of the last run: nothing was done, a line for each, and no others
told() {
	told_name=$1
	shift
	is "$status" 128 "$told_name"
	is "$(wc -l <"$err")" $# "$told_name: a line for each"
	for told_pattern; do
		like "$(cat "$err")" "^backstitch [a-z]+: $told_pattern" "$told_name: $told_pattern"
	done
}

all=".*'.*/a/pack.ini': there is no file '.*/a/gone.cocci'.*file.*\\[rule.gone\\]
'.*/a/pack.ini': rule 'a/aimless' has no targets=; name the identifiers
'.*/b/pack.ini': upstream of rule 'b/abbreviated' .*a full commit id of 40 digits is needed
'.*/c/pack.ini': "

# every_rule NAME COMMAND...: names them all
every_rule() {
	every_name=$1
	shift
	run "$@"
	IFS='
'
	# shellcheck disable=SC2086 # a pattern a line
	told "$every_name" $all
	unset IFS
}

every_rule 'import' "$BACKSTITCH" import "$mail"
is "$(ls -A patches)" '' 'import: nothing is written'
every_rule 'import with a good rule' "$BACKSTITCH" import --rule a/fine "$mail"
every_rule 'import with a broken one' "$BACKSTITCH" import --rule a/gone "$mail"
is "$(ls -A patches)" '' 'import with a rule: nothing is written'
if have git; then
	git_user
	git init -q "$repo"
	echo x >"$repo/f"
	commit one
	echo y >"$repo/f"
	commit two
	every_rule 'port of a commit' "$BACKSTITCH" port --repo "$repo" \
		--tree 6.18.y="$repo:HEAD~1" "$(g rev-parse HEAD)"
	is "$(ls -A patches)" '' 'port of a commit: nothing is written'
else
	skip 'git is needed' 7
fi

# a pack is allowed as a whole or not at all
run "$BACKSTITCH" rule allow a
told 'rule allow' "'.*/a/pack.ini': there is no file" "'.*/a/pack.ini': rule 'a/aimless' has no"
is "$(cat "$out")" '' 'rule allow: shows no code'
ok 'rule allow: allows none' test ! -e .backstitch/allowed-rules
printf '#spatch --very-quiet\n' >>cocci/a/fine.cocci
run "$BACKSTITCH" rule allow a
told 'rule allow, with a refused text' "'.*/a/pack.ini': there is no" \
	"'.*/a/pack.ini': rule 'a/aimless' has" "'.*/a/fine.cocci'.*#spatch"

# mended: all of the pack, in one file; what was allowed before stays
sed -i '/#spatch/d' cocci/a/fine.cocci
sed s/fine/gone/ cocci/a/fine.cocci >cocci/a/gone.cocci
sed -i '/aimless/a targets=x' cocci/a/pack.ini
run "$BACKSTITCH" rule allow a
is "$status $(cut -d' ' -f2 .backstitch/allowed-rules | paste -sd' ')" \
	'0 a/aimless a/fine a/gone' 'a mended pack is allowed'
rm -r cocci/c
sed -i s/=9a89894f30d5/=9a89894f30d5795c5ac46a9ee9c009d610306025/ cocci/b/pack.ini
run "$BACKSTITCH" rule allow b/abbreviated
is "$status $(cut -d' ' -f2 .backstitch/allowed-rules | paste -sd' ')" \
	'0 a/aimless a/fine a/gone b/abbreviated' 'and one more behind it'
rm .backstitch/allowed-rules
mkdir .backstitch/allowed-rules
fails_with 128 'allowed-rules' 'what cannot be read is not written over' \
	"$BACKSTITCH" rule allow a
run "$BACKSTITCH" import "$mail"
is "$status" 0 'with all rules mended, the import works'

# broken series
one=$(ls patches)
for name in second third; do
	cp -r "patches/$one" patches/$name
	echo 'no key file' >patches/$name/series.ini
done
cp -r patches "$scratch/before"
run "$BACKSTITCH" import "$mail"
told 'broken series' ".*patches/second" ".*patches/third"
ok 'broken series: nothing is written' diff -r patches "$scratch/before"
finish
