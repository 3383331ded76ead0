#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch port to a folder: names and headers that a patch brings and the tree has nowhere, and
# what its own function tells, where no version of upstream's is at hand.
. "$(dirname "$0")/lib.sh"
have git python3 || skip_all 'git and python3 are needed'
git_user
cd "$scratch" || exit 1

# driver LINES: a file with a function that has them
driver() {
	printf '#include "api.h"\n\nint start(struct dev *d)\n{\n	int ret;\n\n'
	seq -f '	call_%g(d);' 8
	printf '	ret = d->state;\n%s	if (ret)\n		goto fail;\n' "$1"
	printf '	return 0;\n'
	printf 'fail:\n	call_1(d);\n	return ret;\n}\n'
}

# upstream LINES: a mail of a commit that adds them
upstream() {
	rm -rf "$repo" mails
	git init -q "$repo"
	mkdir "$repo/drivers"
	driver '' >"$repo/drivers/a.c"
	commit base
	driver "$1" >"$repo/drivers/a.c"
	commit 'drivers: mend it'
	g format-patch -q -1 -o "$scratch/mails"
}

# port TREE: to a folder, in a workspace of its own
port() {
	rm -rf ws
	"$BACKSTITCH" init ws >/dev/null &&
		(cd ws && "$BACKSTITCH" import --name x ../mails/* >/dev/null &&
			"$BACKSTITCH" port --no-proofs -v --tree "6.12.y=../$1" x) >"$out" 2>&1
	said=$(tr -s ' \n' ' ' <"$out")
}

# a whole tree has what its files call; of a part of one nothing can be said
mkdir -p whole/drivers whole/include part/drivers
{
	seq -f 'void call_%g(struct dev *d);' 8
	echo '#define KNOWN_STATE 3'
} >whole/include/api.h
driver '' >whole/drivers/a.c
cp whole/drivers/a.c part/drivers/a.c

upstream '	ret = NEW_STATE;
'
port whole
like "$said" "\? proposed" 'a name that the tree has nowhere'
like "$said" "this tree does not know 'NEW_STATE'" 'is named'
port part
unlike "$said" 'does not know' 'a tree that does not know what its own files call is no whole one'

upstream '	ret = KNOWN_STATE;
'
port whole
unlike "$said" 'proposed|does not know' 'a name of a header'

upstream '	ret = CONFIG_STATE + sizeof(struct own { int member_of_own; });
'
port whole
unlike "$said" 'proposed|does not know' 'an option, and what the lines themselves declare'

upstream '#include <soc/none.h>
#include <api.h>
'
port whole
like "$said" "this tree has no file 'soc/none.h'" 'a header that the tree has not'
unlike "$said" "no file 'api.h'" 'and one that it has'

upstream '	if (call_2(d))
		goto out;
'
port whole
like "$said" "there is no label 'out' in the function that jumps there" 'a label'

# what an earlier patch of the series brings is there
g checkout -q -b series HEAD~1
echo '#define NEW_STATE 4' >"$repo/drivers/new.h"
commit 'drivers: a state'
driver '	ret = NEW_STATE;
' >"$repo/drivers/a.c"
commit 'drivers: use it'
rm -rf mails
g format-patch -q -2 -o "$scratch/mails"
port whole
unlike "$said" 'does not know' 'what an earlier patch brings is there'

finish
