#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The dispatcher: usage, exit statuses, output that cannot be written, help.
. "$(dirname "$0")/lib.sh"
cd "$scratch" || exit 1

run "$BACKSTITCH" -h
is "$status" 0 '-h ends well'
like "$(cat "$out")" '^usage: backstitch' '-h prints the usage screen'
like "$(cat "$out")" '^  port +port commits or a series' '-h lists the commands'
run "$BACKSTITCH" --version
like "$(cat "$out")" '^backstitch [0-9]+\.[0-9]+' '--version'
fails_with 129 '^usage: backstitch' 'no command is wrong usage' "$BACKSTITCH"
is "$(cat "$out")" '' 'and leaves standard output alone'
fails_with 129 "'prot' is not a command; did you mean 'port'\?" 'a near miss' \
	"$BACKSTITCH" prot
fails_with 129 "'zzzzzz' is not a command; 'backstitch -h'" 'a far miss' "$BACKSTITCH" zzzzzz
fails_with 129 "option '--zzz' is not known" 'an unknown option' "$BACKSTITCH" --zzz list
fails_with 129 "^backstitch init: unknown option --zzz" 'an unknown option of a command' \
	"$BACKSTITCH" init --zzz
fails_with 129 '^usage: backstitch init ' 'comes with the usage line' "$BACKSTITCH" init --zzz
fails_with 129 "'-C' needs a folder" '-C without a folder' "$BACKSTITCH" -C
fails_with 128 "cannot change to the folder './nowhere'" '-C to nowhere' \
	"$BACKSTITCH" -C ./nowhere list
fails_with 128 "backstitch init" 'no workspace: says what to do' "$BACKSTITCH" list

esc=$(printf '\033')
run "$BACKSTITCH" "$esc[31mred"
unlike "$(cat "$err")" "$esc" 'text from outside is not printed raw'
like "$(cat "$err")" '\\x1b\[31mred' 'but escaped'

mkdir a
"$BACKSTITCH" -C a init b >/dev/null
ok '-C works for a command' test -f a/b/backstitch.conf
run "$BACKSTITCH" -C a -C b tree list
is "$status" 0 'several -C add up'
run "$BACKSTITCH" -Ca/b tree list
is "$status" 0 'the folder may stand right behind -C'
fails_with 128 "cannot change to the folder 'nowhere'" 'where it is checked as well' \
	"$BACKSTITCH" -Cnowhere list

# the value of a letter may stand right behind it, and a value that looks like one is left alone
cd a/b || exit 1
for words in '-fjson' '-f json' '--format json' '--format=json'; do
	# shellcheck disable=SC2086
	run "$BACKSTITCH" list $words
	like "$(cat "$out")" '"schema": "backstitch.list/1"' "list $words"
done
fails_with 129 "no format 'xml'" 'a value behind its letter is checked' "$BACKSTITCH" list -fxml
fails_with 129 'missing argument for -f' 'a letter without a value' "$BACKSTITCH" list -f
fails_with 129 'unknown option -zfjson' 'an unknown letter' "$BACKSTITCH" list -zfjson
fails_with 129 "no format '-fjson'" 'a value that looks like an option' \
	"$BACKSTITCH" list --format -fjson
fails_with 128 "'-fjson'" 'nor is what stands behind "--" one' "$BACKSTITCH" show -- -fjson
run "$BACKSTITCH" report -hfjson
like "$(cat "$out")" '^usage: backstitch report' 'letters may stand together'
cd ../.. || exit 1

if [ -w /dev/full ]; then
	status=0
	"$BACKSTITCH" -h >/dev/full 2>"$err" || status=$?
	is "$status" 128 'a full disk is noticed'
	like "$(cat "$err")" 'cannot write output' 'and told'
else
	skip 'no /dev/full here' 2
fi
status=0
"$BACKSTITCH" -h 2>"$err" >&- || status=$?
is "$status" 128 'a closed standard output is noticed'
# the reader goes away before anything is written
{ sleep 0.2; "$BACKSTITCH" -h 2>"$err"; echo $? >"$scratch/status"; } | true
is "$(cat "$scratch/status")" 141 'a closed pipe ends it by SIGPIPE'
is "$(cat "$err")" '' 'without a word'

for command in init import list show tree port report help; do
	run "$BACKSTITCH" "$command" -h
	like "$status $(cat "$out")" "^0 usage: backstitch $command( |$)" "backstitch $command -h"
done

if [ -e "$BUILD/man/backstitch-port.1" ]; then
	run "$BACKSTITCH" help port
	like "$(cat "$out")" 'SYNOPSIS' 'help prints the manual page'
	run env PATH=/nonexistent "$BACKSTITCH" help
	like "$(cat "$out")" 'SYNOPSIS' 'also where there is no man'
else
	skip 'manual pages are not built' 2
fi
fails_with 129 "'nothing' is not a command" 'help on what there is not' "$BACKSTITCH" help nothing
finish
