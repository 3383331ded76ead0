#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: names that a fix takes over and the tree has not: a type or an attribute in front
# of what a declaration names, what an #if compares, and those that only look like such.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user

# seen WHICH: the header, upstream's or stable's
seen() {
	[ "$1" = s ] && with=$here || with=$there
	printf '%b' "$with" >"$repo/seen.h"
}

# write WHICH: the header and a Kconfig of the version; the fix adds the line
write() {
	seen "$1"
	[ "$1" = s ] && with=$here_config || with=$there_config
	printf '%b' "$with" >"$repo/Kconfig.own"
	{
		printf '#include "seen.h"\n\nint first;\n'
		[ "$1" != u+ ] || printf '%b' "$line"
		printf 'int run(int a)\n{\n\treturn a + first;\n}\n'
	} >"$repo/a.c"
}

# expect PATTERN NAME LINE THERE [HERE [CONFIG-THERE CONFIG-HERE]]
expect() {
	line=$3 there=$4 here=$5 there_config=$6 here_config=$7
	fix_and_stable write
	pick_told exact "$1" "$2"
}

known='#define __after_init\n#define checked\nint count;\ntypedef int range_t;\n'
lacks="this tree does not know"
expect "^$lacks '__after_init'\$" 'an attribute behind a type' \
	'static int __after_init option = -1;\n' "$known" 'int count;\n'
expect "^$lacks 'checked'\$" 'one on the line before a name' \
	'static void checked\nstep(void)\n{\n}\n' "$known" 'int count;\n'
expect "^$lacks 'range_t'\$" 'a type behind "static"' 'static range_t *span;\n' "$known" \
	'int count;\n'
expect '' 'attributes and a type that it has' \
	'static range_t __after_init option;\nstatic void checked\nstep(void)\n{\n}\n' \
	"$known" "$known"
expect '' 'a name with an attribute behind it' \
	'static int option __used;\nstatic int *other __aligned(8), more ALIGNED;\n' \
	"$known#define __used\nint option, other, more;\n#define ALIGNED\n#define __aligned(x)\n" \
	'#define __used\n#define __aligned(x)\n#define ALIGNED\n'
expect '' 'with one that a project has, or a register' \
	'int hidden attribute_hidden = 1;\nregister long place asm("r0");\n' \
	"$known#define attribute_hidden\nint hidden, place;\n" '#define attribute_hidden\n'

set_to='static int option = -'
expect '' 'a number of errno.h, by its other name' "${set_to}ENOTSUP;\n" \
	'#define DONE -ENOTSUP\nint option;\n' 'int option;\n'
expect "^$lacks 'ENOSUCHTHING'\$" 'none of these' "${set_to}ENOSUCHTHING;\n" \
	'#define ENOSUCHTHING 1\nint option;\n' 'int option;\n'

newer='#if CONFIG_CC_VERSION >= 11\nint second;\n#endif\n'
asks='#if CONFIG_CC_VERSION > 4\nint old;\n#endif\n'
expect "^$lacks 'CONFIG_CC_VERSION'\$" 'an #if compares what no Kconfig of the tree has' \
	"$newer" "$asks" 'int old;\n' 'config CC_VERSION\n\tint\n' \
	'config CC_VERSION_TEXT\n\tstring\n'
expect '' 'one has it' "$newer" "$asks" 'int old;\n' '' 'config CC_VERSION\n\tint\n'
expect '' 'or a menu is named so' "$newer" "$asks" 'int old;\n' '' 'menuconfig CC_VERSION\n'
expect "^$lacks 'CONFIG_CC_VERSION'\$" 'only a comment and a default have it' \
	"$newer" "$asks" 'int old;\n' '' \
	'# config CC_VERSION\nconfig OTHER\n\tdefault CC_VERSION\n\t  see config CC_VERSION\n'
expect '' 'a tree without Kconfig is configured otherwise' "$newer" "$asks" 'int old;\n'
expect '' 'whether it is defined at all may be asked' \
	'#ifdef CONFIG_CC_VERSION\nint second;\n#endif\n' "$asks" 'int old;\n'

expect '' "an assembler's macro declares what stands in its line" \
	'.macro EMIT first, second, third\n\\\\first\n\\\\second\n\\\\third\n.endm\n' \
	'#define EMIT\nint second, third;\n' 'int old;\n'

# write_assembler WHICH: likewise an assembler's file
write_assembler() {
	seen "$1"
	{
		printf '#include "seen.h"\n\nENTRY(first)\n\tret\n'
		[ "$1" != u+ ] || printf '%b' "$line"
		printf 'ENTRY(last)\n\tret\n'
	} >"$repo/a.S"
	mkdir -p "$repo/more"
	printf '%b' "${around-}" >"$repo/more/around.S"
}

# assembled PATTERN NAME LINE THERE HERE
assembled() {
	line=$3 there=$4 here=$5
	fix_and_stable write_assembler
	pick_told exact "$1" "$2"
}

newer='#define FUNC(name) name:\n#define ENTRY(name) name:\n#define STATUS_BIT 4\nint movl;\n'
older='#define ENTRY(name) name:\n'
assembled "^$lacks 'FUNC'\$" "a macro in an assembler's file" 'FUNC(more)\n\tret\n' "$newer" \
	"$older"
assembled "^$lacks 'STATUS_BIT'\$" 'and a constant' '\tmovl $STATUS_BIT, %%eax\n' "$newer" "$older"
assembled '' 'an instruction, though upstream has a variable of that name' \
	'\tmovl $1, %%eax /* FUNC */\n' "$newer" "$older"
assembled '' 'what both have' 'ENTRY(more)\n\tret\n' "$newer" "$older"
assembled '' 'what it defines itself' '#define FUNC(x) x:\nFUNC(more)\n\tret\n' "$newer" "$older"

assembled "^$lacks 'STATUS_BIT'\$" 'an operand of another kind' \
	'\tmov x0, STATUS_BIT\n' "$newer" "$older"
assembled '' 'a comment' '\tmov x0, x1 @ STATUS_BIT\n\tmov x0, x1 # STATUS_BIT\n' \
	"$newer" "$older"
assembled '' 'what it sets' 'STATUS_BIT = 4\nFUNC:\n\tmov x0, STATUS_BIT\n\tb FUNC\n' \
	"$newer" "$older"
around='#define STATUS_BIT 2\n#include "a.S"\n'
assembled '' 'what a file around it defines' '\tmov x0, STATUS_BIT\n' "$newer" "$older"

finish
