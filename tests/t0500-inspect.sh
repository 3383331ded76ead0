#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# inspect: one object a message, and what git says of the same mails.
. "$(dirname "$0")/lib.sh"
have git python3 || skip_all 'git or python3 is not installed'
mbox=$root/tests/cases/import/tdh-vp-init-thread.mbox
cd "$scratch" || exit 1

# value LINE KEY: of the object in that line of the output
value() {
	sed -n "$1p" "$out" | python3 -c 'import json, sys
print(json.load(sys.stdin)[sys.argv[1]])' "$2"
}

run "$BACKSTITCH" inspect "$mbox"
is "$status" 0 'inspect of an mbox ends well'
mkdir split
is "$(wc -l <"$out" | tr -d ' ')" "$(git mailsplit -osplit "$mbox" | tr -d ' ')" \
	'one object a message'
git mailinfo message patch <split/0001 >info 2>/dev/null
is "$(value 1 author)" \
	"{'name': '$(sed -n 's/^Author: //p' info)', 'email': '$(sed -n 's/^Email: //p' info)'}" \
	'the author is that of git mailinfo'
is "$(value 1 patch-id)" "$(git patch-id --stable <patch | cut -d' ' -f1)" \
	'the patch-id is that of git patch-id --stable'
is "$(value 1 message-id)" "$(sed -n 's/^Message-ID: *<\(.*\)>.*/\1/Ip' split/0001 | head -n 1)" \
	'the message-id is that of the mail'
cp "$out" whole

run sh -c '"$0" inspect - <"$1"' "$BACKSTITCH" "$mbox"
same_file "$out" whole 'standard input gives the same'

fails_with 128 'none\.mbox' 'a file that is not there' "$BACKSTITCH" inspect none.mbox
fails_with 129 'format' 'a format that there is not' "$BACKSTITCH" inspect --format=xml "$mbox"
finish
