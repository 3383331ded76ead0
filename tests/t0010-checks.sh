#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The checks of the source: each must accept a clean tree and reject what it is for.
. "$(dirname "$0")/lib.sh"
scripts=$root/scripts
tree=$scratch/tree

# a small clean source tree
fresh() {
	rm -rf "$tree"
	mkdir -p "$tree/src/base" "$tree/src/format" "$tree/src/tree" "$tree/src/cmd" \
		"$tree/Documentation" "$tree/tests"
	cd "$tree" || exit 1
	cat >src/base/a.h <<-'END'
		/* SPDX-License-Identifier: GPL-2.0-only */
		/** a_size() - how much there is in @a */
		int a_size(const char *a);

		void a_free(char *a);
	END
	cat >src/base/a.c <<-'END'
		// SPDX-License-Identifier: GPL-2.0-only
		#include "base/a.h"

		int a_size(const char *a)
		{
			return a ? 1 : 0;
		}
	END
	cat >src/format/b.c <<-'END'
		// SPDX-License-Identifier: GPL-2.0-only
		#include <gmime/gmime.h>

		#include "base/a.h"
	END
	cat >src/cmd/cmd-foo.c <<-'END'
		// SPDX-License-Identifier: GPL-2.0-only
		#include "base/a.h"
	END
	cat >src/cmd/commands.def <<-'END'
		/* SPDX-License-Identifier: GPL-2.0-only */
		COMMAND(foo, false, "[--bar] FILE", "do foo")
	END
	cat >Documentation/backstitch-foo.1.rst <<-'END'
		.. SPDX-License-Identifier: GPL-2.0-only

		==============
		backstitch-foo
		==============

		------
		do foo
		------

		:Manual section: 1

		SYNOPSIS
		========

		**backstitch foo** [--bar] *FILE*

		OPTIONS
		=======

		--bar       do bar
		-h, --help  print a usage screen
	END
	printf '.. SPDX-License-Identifier: GPL-2.0-only\n\nbackstitch-foo(1)\n' \
		>Documentation/backstitch.1.rst
	# shellcheck disable=SC2016
	printf '#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0-only\n"$BACKSTITCH" foo\n' \
		>tests/t1.sh
	cat >program <<-'END'
		#!/bin/sh
		# SPDX-License-Identifier: GPL-2.0-only
		echo 'usage: backstitch foo [--bar] FILE'
		echo '  --bar       do bar'
		echo '  -h, --help  print this screen'
	END
	chmod +x program
}

# rejects CHECK PATTERN NAME: the check fails and some line of its output is like that
rejects() {
	run "$scripts/$1" "$tree" ${program:+"$program"}
	[ "$status" = 1 ] && grep -qE -e "$2" "$out"
	verdict $? "$1: $3" "status $status, no line like: $2
$(cat "$out")"
	fresh
}

accepts() {
	run "$scripts/$1" "$tree" ${program:+"$program"}
	is "$status" 0 "$1: accepts a clean tree" || sed 's/^/# /' "$out"
}

program=
fresh
accepts check-layers
echo '#include "cmd/x.h"' >>src/base/a.c && touch src/cmd/x.h
rejects check-layers 'base/a\.c:8: base/ must not include cmd/' 'an include upward'
echo '#include <gmime/gmime.h>' >>src/cmd/cmd-foo.c
rejects check-layers '<gmime/gmime.h> belongs into format/ only' 'a library outside its folder'
echo '#include <git2.h>' >>src/format/b.c
rejects check-layers '<git2.h> belongs into tree/ only' 'libgit2 outside tree/'
sed -i '2i #include "base/z.h"' src/base/a.c && touch src/base/z.h
rejects check-layers "own header 'base/a\.h' must come first" 'the own header later'
echo '#include "a.h"' >>src/base/a.c
rejects check-layers "'a\.h' does not name its folder" 'an include without folder'
echo '#include "base/none.h"' >>src/base/a.c
rejects check-layers "'base/none\.h' is not in src/" 'a header that is not there'
mkdir src/extra && echo '// x' >src/extra/x.c
rejects check-layers "'extra' has no place among the layers" 'a folder that is no layer'
# room NAME TEXT: a header in that room of engine/
room() {
	mkdir -p "src/engine/$1"
	printf '/* SPDX-License-Identifier: GPL-2.0-only */\n%s\n' "$2" >"src/engine/$1/$1.h"
}
room code '#include "base/a.h"'
room merge '#include "engine/code/code.h"'
accepts check-layers
room code '#include "engine/merge/merge.h"'
rejects check-layers 'engine/merge/merge\.h is in a room above engine/code/code\.h' \
	'an include of a room above'
room code ''
echo '#include "engine/code/code.h"' >>src/base/a.c
rejects check-layers 'base/ must not include engine/' 'a room of a folder above'
room extra ''
rejects check-layers "src/engine/extra/extra\.h:1: 'engine/' has rooms" 'a folder that is no room'
room code '' && mv src/engine/code/code.h src/engine/
rejects check-layers "src/engine/code\.h:1: 'engine/' has rooms" 'a file in no room'

accepts check-style
sed -i 1d src/base/a.c
rejects check-style 'a\.c:1: no SPDX line' 'no SPDX line'
sed -i '1s|.*|/* SPDX-License-Identifier: GPL-2.0-only */|' src/base/a.c
rejects check-style 'a\.c:1: no SPDX line in the form' 'an SPDX line in the wrong form'
sed -i 2d tests/t1.sh
rejects check-style 't1\.sh:2: no SPDX line' 'a script without'
printf '        int x;\n' >>src/base/a.c
rejects check-style 'a\.c:8: indented with blanks' 'blanks for a tab'
printf 'int x; \n' >>src/base/a.c
rejects check-style 'a\.c:8: blank at the end' 'a blank at the end of a line'
printf 'int x;\r\n' >>src/base/a.c
rejects check-style 'a\.c:8: CR at the end' 'CRLF'
printf 'int x;' >>src/base/a.c
rejects check-style 'no newline at the end' 'no newline at the end of the file'
printf '/* %0100d */\n' 0 >>src/base/a.c
rejects check-style 'a\.c:8: longer than 100 columns' '101 columns and more'
printf '\t/* %084d */\n' 0 >>src/base/a.c
run "$scripts/check-style" "$tree"
is "$status" 0 'check-style: 98 columns are fine, tabs counted' && fresh
printf '\t\t/* %084d */\n' 0 >>src/base/a.c
rejects check-style 'a\.c:8: longer than' 'a tab counts eight columns'
{
	printf 'int f(void)\n{\n'
	i=0
	while [ $i -lt 101 ]; do echo '	g();'; i=$((i + 1)); done
	echo '}'
} >>src/base/a.c
rejects check-style 'function of 101 lines' 'a function over 100 lines'
printf '\nint undocumented(int a,\n\t\tint b);\n' >>src/base/a.h
rejects check-style 'a\.h:7: no kernel-doc on undocumented\(\)' 'a function without kernel-doc'
printf '\n/** other() - does */\nint named(int a);\n' >>src/base/a.h
rejects check-style 'above named\(\) is about something else' 'kernel-doc of something else'
printf '\n/**\n * f() - does\n * @b: it\n */\nint f(int a);\n' >>src/base/a.h
rejects check-style "kernel-doc of f\(\): no parameter 'b'" 'a parameter that is not there'

program=$tree/program
if have rst2man rst2pseudoxml; then
	accepts check-docs
	printf '\n*unclosed\n' >>Documentation/backstitch-foo.1.rst
	rejects check-docs 'does not render cleanly' 'a page that does not render'
else
	skip 'rst2man is not installed' 2
fi
rm src/cmd/cmd-foo.c
rejects check-docs 'no src/cmd/cmd-foo\.c' 'a command without file'
rm Documentation/backstitch-foo.1.rst
rejects check-docs 'no Documentation/backstitch-foo\.1\.rst' 'a command without page'
echo : >tests/t1.sh
rejects check-docs "no tests/t\*\.sh runs 'backstitch foo'" 'a command without test'
sed -i 's/\[--bar\] FILE/FILE/' program
rejects check-docs 'SYNOPSIS is' 'a SYNOPSIS that is not that of -h'
sed -i "s/--bar       do bar/--baz  do baz/" program
rejects check-docs 'does not describe --baz' 'an option that the page lacks'
sed -i '/^--bar/d' Documentation/backstitch-foo.1.rst
rejects check-docs 'does not describe --bar' 'an option that the page dropped'
sed -i "/--bar       do bar/d" program
rejects check-docs '--bar is not in -h' 'an option that -h lacks'
echo x >Documentation/backstitch.1.rst
rejects check-docs "does not name the command 'foo'" 'a command that the overview lacks'

# commits NAME PATTERN MESSAGE: check-commits rejects a commit with that message
commits() {
	rm -rf "$tree" && mkdir "$tree" && cd "$tree" || exit 1
	git init -q && seq 90 >file && git add file
	printf '%b' "$3" | git -c user.name=T -c user.email=t@example.org \
		commit -q -F - --cleanup=verbatim
	run "$scripts/check-commits"
	[ "$status" = "${4-1}" ] && grep -qE -e "$2" "$out"
	verdict $? "check-commits: $1" "status $status: $(cat "$out")"
}
sign='\n\nSigned-off-by: T <t@example.org>\n'
if have git; then
	commits 'accepts a good message' ' 0 findings' "area: do it\n\nThis is why.$sign" 0
	commits 'no area' "not 'area: what it does'" "Do it\n\nThis is why.$sign"
	commits 'an upper case verb' "not 'area: what it does'" "area: Do it\n\nThis is why.$sign"
	commits 'no reason' 'does not say why' "area: do it$sign"
	commits 'no sign-off' 'no sign-off' 'area: do it\n\nThis is why.\n'
	commits 'a full stop' 'full stop' "area: do it.\n\nThis is why.$sign"
	commits 'a long line' 'longer than 80' "area: do it\n\n$(printf 'a%080d' 0)$sign"
else
	skip 'git is not installed' 7
fi

# check-code hands over what checkpatch.pl says, and says so when there is none
cat >"$scratch/checkpatch.pl" <<'END'
print "src/x.c:3: WARNING: odd\n" if grep { /x\.c$/ } @ARGV;
END
cd "$root" || exit 1
run env CHECKPATCH="$scratch/checkpatch.pl" "$scripts/check-code" src/x.c
like "$status $(cat "$out")" '^1 .*WARNING: odd' 'check-code: a complaint of checkpatch'
run env CHECKPATCH="$scratch/checkpatch.pl" "$scripts/check-code" src/y.c
is "$status" 0 'check-code: no complaint'
run env CHECKPATCH="$scratch/none.pl" "$scripts/check-code"
like "$status $(cat "$out")" '^77 no checkpatch\.pl' 'check-code: says so without one'

# tap: an assertion of GLib must not end the whole run
printf '#!/bin/sh\necho "ok 1"\necho "Bail out! x"\nexit 3\n' >"$scratch/bails"
chmod +x "$scratch/bails"
run "$scripts/tap" "$scratch/bails"
is "$status $(tail -n 1 "$out")" '3 # Bail out! x' 'tap: a bail-out fails its own file only'

# setup: looks before it installs
run "$scripts/setup" --missing nonsense
is "$status" 1 'setup: a purpose that there is not'
mkdir "$scratch/bin"
printf '#!/bin/sh\nexit 0\n' >"$scratch/bin/apt-get"
printf '#!/bin/sh\necho "installed make"\n' >"$scratch/bin/dpkg-query"
chmod +x "$scratch/bin"/*
run env PATH="$scratch/bin:$PATH" "$scripts/setup" --missing build
like "$(cat "$out")" ' libgit2-dev' 'setup: names what is missing'
unlike "$(cat "$out")" ' make( |$)' 'and not what is there'
finish
