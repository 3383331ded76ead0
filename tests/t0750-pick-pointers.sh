#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a member, or a variable, that is a structure upstream and a pointer here, or the
# other way round: a fix that asks it for something merges without a word.  The compiler says which
# of these are right: what it takes is ported, and what it refuses is warned of.
. "$(dirname "$0")/lib.sh"
have git jq gcc || skip_all 'git, jq and gcc are needed'
git_user
cd "$scratch" || exit 1

# version MARKS FILE: lines of the listing that begin with one of these, or with a blank
version() {
	sed -n "s/^[ $1]//p" "$scratch/$2"
}

# write MARKS: the files with these lines
write() {
	case $1 in
	*+) marks=$1 ;;
	*) marks=$1- ;;
	esac
	mkdir -p "$repo/inc" "$repo/far"
	version "$marks" types >"$repo/inc/types.h"
	version "$marks" far >"$repo/far/types.h"
	version "$marks" code >"$repo/a.c"
	printf '#include %s\nextern __thread struct ctx *op_ctx;\n' "$means" >"$repo/inc/all.h"
}

local=' '

# start LINES: structures, told by lines on standard input ("u" upstream, "s" in this tree), and a
# fix that adds the lines to a function
start() {
	{
		printf ' struct perms { int options, set; };\n'
		cat
	} >types
	{
		printf ' #include "inc/all.h"\n\n'
		cat above
		printf ' int user(struct ctx *d, struct other *o)\n {\n 	int v = 0;\n'
		printf '%b\n' "$local"
		printf ' 	d->a += %s;\n' 1 2 3 4
		printf '%s\n' "$1" | sed 's/^/+/'
		printf ' 	o->b += %s;\n' 1 2 3 4
		printf ' 	return v;\n }\n'
	} >code
	fix_and_stable write
}

# compiles: does the result?
compiles() {
	rm -rf made
	mkdir made
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb git -C "$repo" archive \
		"$(jq -r .tree "$out")" | tar -x -C made
	gcc -Werror=incompatible-pointer-types -Imade/inc -fsyntax-only made/a.c 2>/dev/null
}

# expect PATTERN NAME LINES: of the fix that brings the lines; an empty pattern: it is ported
expect() {
	start "$3"
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable main
	if [ "$1" ]; then
		like "$(jq -r '.outcome, .warnings[]' "$out" | tr '\n' ' ')" "^proposed $1" "$2"
	else
		is "$(jq -r '.outcome, .warnings[]' "$out")" ported "$2"
	fi
	compiles
	is $? "$([ -z "$1" ]; echo $?)" "$2: so says gcc"
}

# member UPSTREAM HERE: a structure with it, and others, one of which has it as a structure
member() {
	printf ' typedef struct perms *perms_t;\n struct ctx {\n 	int a;\n'
	printf '%s\n' "$1" | sed 's/^/u/'
	printf '%s\n' "$2" | sed 's/^/s/'
	printf ' };\n struct other {\n 	int b;\n 	struct perms perms;\n };\n'
	printf ' struct wide {\n 	struct ctx *ctx, *next;\n 	struct ctx more;\n'
	printf ' 	struct other *other;\n };\n extern struct wide wide[4];\n'
	printf ' typedef struct ctx ctx_t;\n extern ctx_t *typed;\n'
}

: >above
: >far
means='"types.h"'
structure='	struct perms perms;'
pointer='	struct perms *perms; /* which perms; */'

told="'perms' is a pointer here"
member "$structure" "$pointer" >in
expect "$told" 'a pointer, of a parameter' '	v = d->perms.options;' <in
expect "$told" 'likewise, of what another header declares for all' \
	'	v = op_ctx->perms.options & 4;' <in
expect "$told" 'likewise, of a typedef' '	v = typed->perms.options;' <in
expect "$told" 'likewise, of a local variable' '	struct ctx c; c.perms.options = v;' <in
expect "$told" 'likewise, at the end of a chain' '	v = wide[v + 1].ctx->perms
		.options;' <in
expect "$told" 'likewise, of a structure in it' '	v = wide->more.perms.options;' <in
member "$structure" '	struct perms *first, *perms;' >more
expect "$told" 'likewise, behind another one' '	v = d->perms.options;' <more
expect '' 'the member of another structure' '	v = o->perms.options;' <in
expect '' 'likewise, at the end of a chain' '	v = wide[0].other->perms.options;' <in
expect '' 'another variable of that name' '	struct other *p = o, *op_ctx = p;
	v = op_ctx->perms.options;' <in
expect '' 'what is only said' '	/* d->perms.options */ v = *"d->perms.options";' <in

# own LINES: the file's own structure, a variable of it, and a function with the lines
own() {
	printf ' struct own {\nu	struct perms perms;\ns	struct perms *perms;\n };\n'
	printf ' static struct own mine;\n\n'
	[ $# = 0 ] || printf 's%s\n' 'int get(void)' '{' "$@" '}' ''
}

own >above
expect "$told" 'a structure of the file itself' '	v = mine.perms.options;' <in
own '	return mine.perms->set;' >above
expect "$told" 'likewise, which is asked for something else here' \
	'	v = mine.perms.options;' <in
own '	struct perms perms = *mine.perms;' '	return perms.set;' >above
expect "$told" 'likewise, beside a variable of that name' '	v = mine.perms.options;' <in
own >above
printf ' int other(struct other *o) { return o->perms.set; }\n\n' >>above
expect '' 'this tree asks another structure so, and none is told for sure' \
	'	v = o->perms.options;' <in
: >above

told="'perms' is no pointer here"
member "$pointer" "$structure" >in
expect "$told" 'no pointer' '	v = d->perms->options;' <in
expect "$told" 'likewise, of what another header declares' '	v = op_ctx->perms->options;' <in
expect '' 'its address' '	v = (&o->perms)->options;' <in
member "$pointer" '	perms_t perms;' >in
expect '' 'a typedef of a pointer' '	v = d->perms->options;' <in
member "$pointer" '	struct perms perms[2];' >in
expect '' 'an array' '	v = d->perms->options;' <in
member "$pointer" '	union { long x; struct perms *const perms; };' >in
expect '' 'a pointer in a part without a name' '	v = d->perms->options;' <in
member "$structure" '	union { long x; struct perms *perms; };' >in
expect "'perms' is a pointer here" 'likewise, and upstream has a structure' \
	'	v = d->perms.options;' <in
member "$structure" '#ifndef ELSEWHERE
	struct perms perms;
#else
	struct perms *perms;
#endif' >in
expect '' 'one of the arms of an #if' '	v = d->perms.options;' <in
member "$structure" "$structure" >in
expect '' 'a structure in both' '	v = d->perms.options;' <in
member "$pointer" "$pointer" >in
expect '' 'a pointer in both' '	v = op_ctx->perms->options;' <in

sed 's,^u\(.*\),-\1,;s,^s.*,+	struct perms perms;,' in >changed
expect '' 'the fix makes it a structure' '	v = d->perms.options;' <changed

# a line that may mean several headers
means='<types.h>'
member "$structure" "$structure" >in
sed 's/^u.*perms;/u	struct perms perms;/;s/^s.*perms;/s	struct perms *perms;/' in >far
expect '' 'another header may be meant' '	v = d->perms.options;' <in

# variable UPSTREAM HERE: what the function declares
variable() {
	local="u	$1\\ns	$2\\n "
}
means='"types.h"'
member "$structure" "$structure" >in
some='struct perms one = { 1, 2 };' one='struct perms *one = &o->perms;'
variable "$some" "$one"
expect "'one' is a pointer here " 'a variable is a pointer here' '	v = one.options;' <in
expect '' 'which is asked as one' '	v = (*one).options;' <in
expect '' 'one in a block of its own' '	{ struct perms one = { 3, 4 }; v = one.options; }' <in
variable "$one" "$some"
expect "'one' is no pointer here " 'a variable is none here' '	v = one->options;' <in
variable "$one" 'struct perms one[2] = { { 1, 2 } };'
expect '' 'an array' '	v = one->options;' <in
variable "$one" 'perms_t one = &o->perms;'
expect '' 'what a typedef makes a pointer' '	v = one->options;' <in

# passed on to a function, by itself or by its address
takes='int take(struct perms *p); int keep(struct perms p, int n); int more(struct perms **p);'
printf ' %s\n\n' "$takes" >above
variable "$some" "$one"
expect "'one' is a pointer here" 'its address is passed' '	v = take(&one);' <in
expect "'one' is a pointer here" 'likewise, behind another argument' '	v = more(0) +
		keep(*(&o->perms), 2) + take(&one);' <in
expect "'one' is a pointer here" 'it is passed itself' '	v = keep(one, 2);' <in
expect "'one' is a pointer here" 'its address is kept' \
	'	struct perms *p; p = &one; v = p->set;' <in
expect '' 'what it points to is passed' '	v = keep(*one, 2);' <in
expect '' 'an operator' '	v = sizeof(one) &v;' <in
expect '' 'one in a block of its own' '	{ struct perms one = { 3, 4 }; v = take(&one); }' <in
variable "$one" "$some"
expect "'one' is no pointer here" 'it is no pointer, and passed itself' '	v = take(one);' <in
expect "'one' is no pointer here" 'likewise, its address' '	v = more(&one);' <in
expect '' 'what takes its address in another way' '	v = take(&(one));' <in
variable "$one" "$one"
expect '' 'a pointer in both' '	v = take(one) + more(&one);' <in
variable "$one" 'struct perms one[2] = { { 1, 2 } };'
expect '' 'an array is passed' '	v = take(one);' <in
variable "$one" 'perms_t one = &o->perms;'
expect '' 'a pointer by a typedef is passed' '	v = take(one);' <in
variable "$some" "$one"
expect '' 'its type alone' '	v = sizeof(__typeof(one)) + _Alignof(one);' <in
expect '' 'a member of that name' '	struct named { int one; };
	v = __builtin_offsetof(struct named, one);' <in
printf ' %s\n+/* user(): it calls take(&one) */\n\n' "$takes" >above
expect "'one' is a pointer here" 'a comment speaks of it' '	v = take(&one);' <in
{
	printf ' %s\n\n int first(struct other *o)\n {\n' "$takes"
	printf ' 	struct perms one = { 1, 2 };\n\n 	o->b++;\n'
	printf '+	o->b += take(&one);\n 	o->b--;\n 	return one.set;\n }\n\n'
} >above
expect "'one' is a pointer here" 'another function passes its own' '	v = take(&one);' <in
finish
