#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Explanations ask git, which may be slow: it is stopped at a limit, and by an interrupt.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# body LINE: a function
body() {
	printf 'int start(int a)\n{\n\tbefore(a);\n%s\n\tafter(a);\n\treturn a;\n}\n' "$1"
}

git init -q -b main "$repo"
body '	a = one(a, 1);' >"$repo/f.c"
g add -A
g commit -q -m start
g branch stable
body '	a = unit(a, 7, MODE);' >"$repo/f.c"
g commit -q -a -m 'start: units'
missing=$(g rev-parse HEAD)
body '	a = unit_locked(a, 9, MODE);' >"$repo/f.c"
g commit -q -a -m 'start: lock the unit'
fix=$(g rev-parse HEAD)
g checkout -q stable
body '	a = one(quirk(a), 3);' >"$repo/f.c"
g commit -q -a -m 'stable: a quirk'
g checkout -q main
workspace
rm -f stable-trees/*.ini
printf '[tree]\nname=1.y\npath=%s:stable\n' "$repo" >stable-trees/1.y.ini
port() {
	run "$BACKSTITCH" port --format=json --no-proofs --name fix "$@" "$fix"
}
said() {
	jq -r ".trees[0].patches[0] | $1" "$out"
}

port
is "$(said '.outcome + " " + .conflicts[0].missing[0].commit')" "conflict $missing" \
	'a conflict, and what is missing'
cp -r patches "$scratch/patches"
# what git said is kept; here it is to be asked again
rm .backstitch/state.db

# a pack is not mapped as a whole: git is as large as the largest otherwise
mkdir "$scratch/logged"
cat >"$scratch/logged/git" <<-EOT
	#!/bin/sh
	echo "\$*" >>"$scratch/asked"
	exec $(command -v git) "\$@"
EOT
chmod +x "$scratch/logged/git"
PATH="$scratch/logged:$PATH" "$BACKSTITCH" pick --repo "$repo" --onto stable "$fix" >/dev/null
like "$(grep ' blame ' "$scratch/asked")" 'core.packedGitLimit=32m' 'git is told to be small'
rm -rf .backstitch/state.db

# a git whose blame takes a minute, in a child of its own
mkdir "$scratch/slow"
cat >"$scratch/slow/git" <<-EOT
	#!/bin/sh
	for word; do
		case \$word in
		blame)
			sleep 61 &
			echo \$\$ \$! >"$scratch/begun"
			wait
			exit 1
			;;
		esac
	done
	exec $(command -v git) "\$@"
EOT
chmod +x "$scratch/slow/git"

# gone: are the slow git and its child gone, or dead and waiting to be noticed?
gone() {
	# shellcheck disable=SC2046
	for gone_pid in $(cat "$scratch/begun"); do
		[ -e "/proc/$gone_pid/stat" ] || continue
		sed 's/.*) //' "/proc/$gone_pid/stat" | grep -q '^[ZX]' || return 1
	done
}

# interrupted SIGNAL COMMAND...: run it, stop it in the explanation; sets $status
interrupted() {
	signal=$1
	shift
	rm -f "$scratch/begun"
	PATH=$scratch/slow:$PATH "$BACKSTITCH" "$@" >"$out" 2>"$err" </dev/null &
	interrupt $! "$signal" 10 test -s "$scratch/begun"
}

for signal in INT TERM; do
	interrupted $signal port --conflicts --no-proofs --name fix "$fix"
	ok "$signal: git had begun" test -s "$scratch/begun"
	is "$status" 128 "$signal: status 128"
	like "$(cat "$err")" '^backstitch port: interrupted' "$signal: said so"
	ok "$signal: git and its child are gone" gone
	ok "$signal: patches/ is as it was" diff -r "$scratch/patches" patches
	ok "$signal: no files to edit are left" test ! -e .backstitch/conflicts
	is "$(find .backstitch -name '*.[0-9]*' | wc -l)" 0 "$signal: nothing half-written"
done

interrupted INT pick --repo "$repo" --onto stable "$fix"
is "$status" 128 'pick: status 128'
is "$(cat "$out")" '' 'pick: no half of an answer'
ok 'pick: git and its child are gone' gone

# many picks, the first of which is explained while it is stopped
mkfifo "$scratch/questions"
PATH=$scratch/slow:$PATH "$BACKSTITCH" pick --repo "$repo" --stdin -j 1 <"$scratch/questions" \
	>"$out" 2>"$err" &
pid=$!
exec 8>"$scratch/questions"
echo "stable $fix" >&8
interrupt $pid INT 10 test -s "$out"
exec 8>&-
is "$status" 128 'pick --stdin, which waits for more: status 128'
is "$(wc -l <"$out")" 1 'what was answered is there'

# not interrupted, it is stopped at the limit, and what it would have said is unknown
begin=$(date +%s)
PATH=$scratch/slow:$PATH
export PATH
port --conflicts
end=$(date +%s)
is "$status $(said .outcome)" '1 conflict' 'a slow git: still a conflict'
[ $((end - begin)) -lt 45 ]
verdict $? 'it took no more than the limit' "$((end - begin)) s"
ok 'git is stopped' gone
is "$(said '.conflicts[0].missing | length')" 0 'nothing is guessed'
like "$(said '.conflicts[0].notes | join("\n")')" 'git blame had no answer within 15 seconds' \
	'it says that there was no time'
ok 'and there are files to edit' test -e .backstitch/conflicts/fix/1.y/0001/edit/f.c
finish
