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

# start: upstream with that file
start() {
	rm -rf "$repo" mails
	git init -q "$repo"
	mkdir "$repo/drivers"
	driver '' >"$repo/drivers/a.c"
	commit base
}

# upstream LINES: a mail of a commit that adds them
upstream() {
	start
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

# removes FILE LINES COMMAND...: a mail of a commit that edits a file with these lines
removes() {
	rm -rf "$repo" mails
	git init -q "$repo"
	mkdir -p "$repo/drivers" "$repo/include"
	printf "$2" >"$repo/$1"
	printf "$2" >"whole/$1"
	commit base
	sed -i "$3" "$repo/$1"
	commit 'remove it'
	g format-patch -q -1 -o "$scratch/mails"
}
printf '#include "old.h"\nint other(void)\n{\n	return old_call(1) + OLD_SIZE;\n}\n' \
	>whole/drivers/other.c
old='int first;\n\n#define OLD_SIZE 3\n\nint old_call(int a);\n\nint last;\n'
removes include/old.h "$old" '/old_call/d'
port whole
like "$said" "the patch removes 'old_call', which 'drivers/other.c' uses" 'a function in use'
removes include/old.h "$old" '/OLD_SIZE/d'
port whole
like "$said" "the patch removes 'OLD_SIZE', which 'drivers/other.c' uses" 'a macro in use'
sed -i 's/old_call(1) + OLD_SIZE/0/' whole/drivers/other.c
removes include/old.h "$old" '/old_call/d'
port whole
unlike "$said" 'removes|proposed' 'one that nobody uses'
printf 'static int old_call(int a)\n{\n	return a;\n}\nint z(void)\n{\n	return old_call(1);\n}\n' \
	>whole/drivers/other.c
removes include/old.h "$old" '/old_call/d'
port whole
unlike "$said" 'removes|proposed' 'one of that name that a file defines itself'
rm whole/include/old.h whole/drivers/other.c

# what an earlier patch of the series brings is there
start
echo '#define NEW_STATE 4' >"$repo/drivers/new.h"
commit 'drivers: a state'
driver '	ret = NEW_STATE;
' >"$repo/drivers/a.c"
commit 'drivers: use it'
g format-patch -q -2 -o "$scratch/mails"
port whole
unlike "$said" 'does not know' 'what an earlier patch brings is there'

finish
