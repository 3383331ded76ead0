#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A header that upstream's file had before the fix, and that the older tree's file lacks: no
# patch brings it along, git merges without a word, and the result does not compile.  gcc is
# the judge of what is needed.
. "$(dirname "$0")/lib.sh"
have git gcc jq || skip_all 'git, gcc or jq is missing'
git_user
mkdir "$scratch/work"
cd "$scratch/work" || exit 1
git init -q -b main repo
cd repo || exit 1

commit()
{
	git add -A && git commit -qm "$1" && git tag -f "$1" >/dev/null
}

# driver HEADERS STOP [CALL]: a file that includes them
driver()
{
	for header in $1; do
		echo "#include \"$header\""
	done
	cat <<EOT

int probe(int dev)
{
	int ret;

	ret = start(dev);
	if (ret)
		return ret;
	return tune(dev);
}

int remove(int dev)
{
	int ret;

	ret = $2(dev);
${3:+	$3
}	return ret;
}
EOT
}

# onto NAME HEADERS STOP: an older tree with that driver
onto()
{
	git checkout -q --detach base
	driver "$2" "$3" >lib/driver.c
	commit "$1"
}

# picks ONTO OUTCOME WHAT
picks()
{
	"$BACKSTITCH" pick --repo . --odb ../odb --onto "$1" fix >../out.json
	is "$(jq -r .outcome ../out.json)" "$2" "$3"
}

# result FIELD: the driver in the tree of that name
result()
{
	tree=$(jq -r "$1" ../out.json)
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/../odb git show "$tree:lib/driver.c"
}

# compiles FIELD: with the headers of the base
compiles()
{
	result "$1" >lib/result.c
	gcc -Werror=implicit-function-declaration -fsyntax-only lib/result.c 2>/dev/null
	compiled=$?
	rm lib/result.c
	return $compiled
}

stays_broken()
{
	! compiles "$@"
}

warned()
{
	jq -r '.warnings[]' ../out.json
}

mkdir lib
echo 'int start(int dev); int tune(int dev); int halt(int dev); int stop(int dev);' >lib/dev.h
echo 'int log_error(int ret);' >lib/log.h
echo '#include "log.h"' >lib/all.h
echo 'int zap(int dev);' >lib/zap.h
call='log_error(ret);'
driver 'dev.h log.h zap.h' halt >lib/driver.c
commit base
driver 'dev.h log.h zap.h' halt "$call" >lib/driver.c
commit fix
git checkout -q base

# git merges cleanly, and the name is unknown
onto lacks 'dev.h zap.h' halt
picks lacks proposed 'a clean merge that lacks a header is no more than proposed'
is "$(warned)" "'log_error' needs #include \"log.h\", which upstream's file has" 'and says which'
is "$(result .tree)" "$(driver 'dev.h zap.h' halt "$call")" 'the merge stays as git has it'
ok 'which does not compile' stays_broken .tree
is "$(result .respelled)" "$(driver 'dev.h log.h zap.h' halt "$call")" 'the header is offered'
ok 'and compiles then' compiles .respelled

# git stops: the header comes along, where upstream has it, as a region of its own
onto stops 'dev.h eth.h zap.h' stop
: >lib/eth.h
picks stops proposed 'git stops, and it is resolved'
is "$(result .tree)" "$(driver 'dev.h eth.h log.h zap.h' stop "$call")" \
	'the header stands in its place among those of this tree'
ok 'and compiles' compiles .tree
rm lib/eth.h
is "$(warned)" '' 'nothing is left to warn of'
is "$(jq -r '.files[0].regions[] | select(.rung == "include") | "\(.line) \(.note)"' ../out.json)" \
	"3 'log_error' is declared there" 'it is a region of its own'

# no neighbour of upstream's is there to put it beside: only a warning
onto alone 'eth.h' stop
picks alone proposed 'no place for it'
is "$(result .tree)" "$(driver eth.h stop "$call")" 'then nothing is put in'
like "$(warned)" '#include "log.h"' 'but it is warned of'

# another header of that name: beside upstream's file stood the one that is meant
git checkout -q --detach base
mkdir other
git mv lib/log.h other/log.h
driver 'dev.h eth.h zap.h' stop >lib/driver.c
: >lib/eth.h
commit beside
"$BACKSTITCH" pick --repo . --odb ../odb --onto beside fix >../out.json
is "$(result .tree)" "$(driver 'dev.h eth.h zap.h' stop "$call")" \
	'a header of that name elsewhere is not taken for it'

# near misses
onto reached 'all.h dev.h zap.h' halt
picks reached ported 'another header includes it'
is "$(warned)" '' 'nothing is missing then'
git checkout -q --detach base
mkdir lib/up
echo '#include "../log.h"' >lib/up/all.h
driver 'dev.h up/all.h zap.h' halt >lib/driver.c
commit above
picks above ported 'another header includes it from the folder above its own'
ok 'which compiles' compiles .tree
git checkout -q --detach base
sed -i 's/$/ int log_error(int ret);/' lib/zap.h
driver 'dev.h zap.h' halt >lib/driver.c
commit elsewhere
picks elsewhere ported 'another header declares the name here'
git checkout -q --detach base
: >lib/log.h
driver 'dev.h zap.h' halt >lib/driver.c
commit nowhere
picks nowhere proposed 'no header here declares it'
unlike "$(warned)" '#include' 'then the header does not help'

# a header of the folder above, which upstream's fix begins to include
git checkout -q --detach base
mkdir inc
echo 'int log_error(int ret);' >inc/far.h
commit far
driver 'dev.h zap.h ../inc/far.h' halt "$call" >lib/driver.c
git commit -qam fix2
git tag fix2
"$BACKSTITCH" pick --repo . --odb ../odb --onto base fix2 >../out.json
is "$(jq -r .outcome ../out.json)" proposed 'a tree that has no such header above'
like "$(warned)" "this tree has no file '../inc/far.h'" 'and it says so'
git checkout -q --detach far
echo >>lib/dev.h
commit has
"$BACKSTITCH" pick --repo . --odb ../odb --onto has fix2 >../out.json
is "$(warned)" '' 'not of one that has it'
# one that a build makes, and upstream has one of that name somewhere
git checkout -q --detach base
mkdir win32
echo '#define X 1' >win32/far.h
driver 'dev.h zap.h' halt >lib/driver.c
commit win32
driver 'dev.h zap.h ../far.h' halt >lib/driver.c
git commit -qam fix3
git tag fix3
git checkout -q --detach base
echo '#include "far.h"' >made.c
commit made
"$BACKSTITCH" pick --repo . --odb ../odb --onto made fix3 >../out.json
is "$(warned)" '' 'nor of one that other files include, in other words'

# a header outside of the repository is none of that name inside
git checkout -q --detach base
echo 'int log_error(int ret);' >far.h
driver 'lib/dev.h far.h lib/zap.h' halt >driver.c
commit outside
driver 'lib/dev.h far.h lib/zap.h' halt "$call" >driver.c
git commit -qam fix4
git tag fix4
git checkout -q --detach outside
driver 'lib/dev.h ../far.h lib/zap.h' halt >driver.c
commit climbs
"$BACKSTITCH" pick --repo . --odb ../odb --onto climbs fix4 >../out.json
is "$(jq -r .outcome ../out.json)" proposed 'a header outside of the repository is another one'
finish
