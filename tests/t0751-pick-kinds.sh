#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a fix changes what a function returns, or the order of what it takes, with all of
# its callers. This tree has callers of its own, in that file or in another one: git merges, and
# what they do with it is wrong. Beside each stands a caller that does not mind.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
cd "$scratch" || exit 1

# write WHICH: dev.c has the function, and what calls it in both; $then and $now are the function
write() {
	{
		[ "${file-}" != own.h ] || printf '#include "own.h"\n\n'
		case $1 in
		*+) printf '%s\n' "$now" ;;
		*) printf '%s\n' "$then" ;;
		esac
		printf '\nint both(struct dev *d, int n)\n{\n\tint v = n;\n\n'
		case $1 in
		*+) printf '\t%s\n' "$user_now" ;;
		*) printf '\t%s\n' "$user_then" ;;
		esac
		printf '\treturn v;\n}\n\nint last(struct dev *d)\n{\n'
		[ "$1" != s ] || printf '%b' "${more-}"
		printf '\treturn d->a;\n}\n'
		[ "$1" = s ] && printf '\n%b' "$inside"
	} >"$repo/dev.c"
	[ "$1" != s ] && [ -z "${everywhere-}" ] || printf '%b' "$outside" >"$repo/${file:-own.c}"
	return 0
}

# expect PATTERN INSIDE OUTSIDE NAME: this tree has code of its own in the file, and in another one
expect() {
	inside=$2
	outside=$3
	fix_and_stable write
	pick_told merged "$1" "$4"
}

then='struct port *find(struct dev *d)
{
	if (!d->port)
		return NULL;
	return d->port;
}'
now='struct port *find(struct dev *d)
{
	if (!d->port)
		return ERR_PTR(-ENODEV);
	return d->port;
}'
user_then='v += !!find(d);'
user_now='v += !IS_ERR(find(d));'
own='int own(struct dev *d)\n{\n\tstruct port *p = find(d);\n\n\treturn p ? p->a : 0;\n}\n'
has="'find' has 'return ERR_PTR.' now, and 'return NULL;' before"
expect "$has, and is called by 'own' in 'dev.c', which is not so upstream" \
	"$own" '' 'a caller in the file'
expect "$has, and 1 more file of this tree calls it" \
	'' "$own" 'a caller in another file'
expect '' '' 'int own(struct dev *d)\n{\n\tfind(d);\n\treturn 0;\n}\n' 'one that ignores it'
expect '' '' \
	'static int find(int a)\n{\n\treturn a;\n}\n\nint own(int a)\n{\n\treturn find(a);\n}\n' \
	'one of a function of its own'
expect '' 'int own(struct dev *d)\n{\n\tfind(d);\n\treturn d->find(d);\n}\n' '' \
	'one that ignores it, in the file'

# no one sees it in another file
then="static $then"
now="static $now"
expect '' '' "$own" 'a caller of another one, as this one is static'
expect "is called by 'own' in 'dev.c', which is not so upstream" "$own" '' 'one in the file'

then='int ready(struct dev *d)
{
	return d->ready ? 0 : -EBUSY;
}'
now='bool ready(struct dev *d)
{
	return d->ready;
}'
user_then='v += ready(d) == 0;'
user_now='v += ready(d);'
own='int own(struct dev *d)\n{\n\tif (ready(d))\n\t\treturn -EIO;\n\treturn 0;\n}\n'
expect "'ready' returns a bool now, and a signed number before, and is called by 'own' in 'dev.c'" \
	"$own" '' 'the value the other way round'
expect "'ready' returns a bool now, and a signed number before, and 1 more file of this tree" '' \
	"$own" 'that in another file'

now='s32 ready(struct dev *d)
{
	return d->ready ? 0 : -EBUSY;
}'
expect '' "$own" "$own" 'the same kind of value'
now='u32 ready(struct dev *d)
{
	return !d->ready;
}'
expect '' "$own" "$own" 'a number as well'

then='int put(struct dev *d, u32 value, u32 reg)
{
	return write(d, value, reg);
}'
now='int put(struct dev *d, u32 reg, u32 value)
{
	return write(d, value, reg);
}'
user_then='v += put(d, 1, 2);'
user_now='v += put(d, 2, 1);'
own='void own(struct dev *d)\n{\n\tput(d, 5, 6);\n}\n'
has="'put' takes its arguments in another order now"
expect "$has, and is called by 'own' in 'dev.c'" "$own" '' 'the order of what it takes'
expect "$has, and 1 more file of this tree" '' "$own" \
	'that in another file'
expect '' '' '' 'with no caller of its own'

then='int reset(struct dev *d, int n)
{
	return write(d, n, 0);
}'
now='int reset(struct port *d, int n)
{
	return write(d->dev, n, 0);
}'
user_then='v += reset(d, 1);'
user_now='v += reset(d->port, 1);'
own='void own(struct dev *d)\n{\n\treset(d, 5);\n}\n'
has="'reset' takes \\(struct port \\*d, int n\\) now, and \\(struct dev \\*d, int n\\) before"
expect "$has, and is called by 'own' in 'dev.c'" "$own" '' 'a pointer to another structure'
expect "$has, and 1 more file of this tree" '' "$own" 'that in another file'
more='\treset(d, 7);\n'
expect "$has, and is called by 'last' in 'dev.c'" '' '' 'a call of its own, in a function of both'
more=
expect '' 'void own(struct dev *d)\n{\n\tself = reset;\n}\n' '' 'one that is not called'
file=own.h
expect "'reset' is declared in 'own.h' as it was, and is another one now" '' \
	'int reset(struct dev *d, int n);\n' 'a declaration of its own'
expect '' '' 'int reset(struct port *d, int n);\n' 'one of what it is now'
expect '' '' '#define reset(d, n) 0\n' 'a macro of that name'
everywhere=yes
expect '' '' 'int reset(struct dev *d, int n);\n' 'one that upstream has as well'
everywhere='' file=''
now='int reset(const struct dev *d, long n)
{
	return write(d, n, 0);
}'
user_now='v += reset(d, 2);'
expect '' "$own" "$own" 'what takes the same pointer'

finish
