#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The steps of `make check` that build: each accepts a small clean program, and rejects
# what it is for.
. "$(dirname "$0")/lib.sh"
have make gcc pkg-config || skip_all 'make, gcc or pkg-config is not installed'
[ -z "$("$root/scripts/setup" --missing build)" ] || skip_all 'packages for building are missing'
tree=$scratch/tree

# body TEXT: a program whose one function has that body, and a unit test that calls it
body() {
	mkdir -p "$tree/src/base" "$tree/src/cmd" "$tree/tests/unit"
	cp -R "$root/scripts" "$root/Makefile" "$tree"
	cat >"$tree/src/base/a.h" <<-'END'
		/* SPDX-License-Identifier: GPL-2.0-only */
		/** a_value() - the value at @index of three numbers */
		int a_value(int index);
	END
	{
		printf '// SPDX-License-Identifier: GPL-2.0-only\n#include "base/a.h"\n\n'
		printf '#include <stdlib.h>\n\nint a_value(int index)\n{\n%b}\n' "$1"
	} >"$tree/src/base/a.c"
	cat >"$tree/src/cmd/main.c" <<-'END'
		// SPDX-License-Identifier: GPL-2.0-only
		#include "base/a.h"

		int main(int argc, char **argv)
		{
			return a_value(argc);
		}
	END
	cat >"$tree/tests/unit/test-a.c" <<-'END'
		// SPDX-License-Identifier: GPL-2.0-only
		#include <stdio.h>

		#include "base/a.h"

		int main(int argc, char **argv)
		{
			printf("1..1\nok 1 - %d\n", a_value(argc + 2));
			return 0;
		}
	END
}

# step NAME BODY STATUS PATTERN WHAT
step() {
	body "$2"
	run env BUILD=build MAKE=make "$tree/scripts/check" "$1"
	[ "$status" = "$3" ] && grep -qE -e "$4" "$out"
	verdict $? "$1: $5" "status $status, no line like: $4
$(cat "$out")"
}

good='\tint *values = calloc(4, sizeof(int));\n\tint value = values ? values[index] : 0;\n
\tfree(values);\n\treturn value;\n'
step warnings "$good" 0 '^ok 1 - warnings' 'accepts a clean program'
step warnings "\tint unused;\n$good" 1 'unused' 'an unused variable'
step warnings "\tmissing_one();\n$good" 1 'missing_one' 'a function that is not there'
rm -rf "$tree"

step sanitizers "$good" 0 '^ok 1 - sanitizers' 'accepts a clean program'
step sanitizers "$(printf '%s' "$good" | sed 's/calloc(4/calloc(3/')" 1 \
	'heap-buffer-overflow|insufficient space' 'a read behind the end'
step sanitizers "$(printf '%s' "$good" | sed 's/free(values)/values = NULL/')" 1 \
	'LeakSanitizer: detected memory leaks' 'memory that is lost'
step sanitizers "$(printf '%s' "$good" | sed 's/values\[index\]/index + 0x7fffffff/')" 1 \
	'signed integer overflow' 'undefined behaviour'
step sanitizers "\tabort();\n$good" 1 'exited 134|Wstat' 'a test that ends by a signal'
rm -rf "$tree"

if have cppcheck; then
	step cppcheck "$good" 0 '^ok 1 - cppcheck' 'accepts a clean program'
	step cppcheck '\tint value;\n\n\treturn value + index;\n' 1 'uninitvar' \
		'a value that was never set'
	step cppcheck '\tint *value = NULL;\n\n\treturn *value + index;\n' 1 'nullPointer' \
		'a null pointer'
else
	skip 'cppcheck is not installed' 3
fi
finish
