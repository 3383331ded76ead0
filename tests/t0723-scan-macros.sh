#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The macros that spatch is told of are those of the tree's own headers, and they are part of
# what is known of a file.
. "$(dirname "$0")/lib.sh"
have spatch bwrap || skip_all 'spatch or bwrap is missing'
sandbox || skip_all 'no sandbox can be made here'
workspace

mkdir -p cocci/t tree/include tree/drivers other/include other/drivers
cat >cocci/t/twice.cocci <<'EOT'
/// two in a row
virtual report
@depends on report@
expression E;
@@
* first(E);
  second(E);
EOT
cat >tree/drivers/one.c <<'EOT'
int one(struct thing *x)
{
	with_thing(x, y)
		if (x->ready)
			return 1;

	first(x);
	second(x);
	return 0;
}
EOT
scan()
{
	run "$BACKSTITCH" scan --rule t/twice --tree 6.18.y="$work/tree" "$@"
}

scan
like "$(cat "$out")" 'one.c: one: not looked at' 'nothing says that the macro is a loop: not seen'
plain=$(spatch --very-quiet --no-includes -D report --sp-file cocci/t/twice.cocci \
	tree/drivers/one.c 2>/dev/null | grep -c '^-	first')
is "$plain" 0 'plain spatch does not see it either, and does not say so'

# the macro file that comes with spatch belongs to what is known as well
mkdir bin && ln -s "$(command -v spatch)" bin/spatch
standard=$(dirname "$(command -v spatch)")/../lib/coccinelle/standard.h
[ ! -f "$standard" ] || cp "$standard" bin/
echo '#define with_thing YACFE_ITERATOR' >>bin/standard.h
PATH=$work/bin:$PATH run "$BACKSTITCH" scan --rule t/twice --tree 6.18.y="$work/tree"
like "$(cat "$out")" 'one.c:7: one: t/twice' 'what is kept is not used with another standard.h'
scan
like "$(cat "$out")" 'one.c: one: not looked at' 'nor the other way round'

printf '#define upon(x) for (; x; x = next(x))\n' >tree/include/each.h
printf '#define with_thing(x, y) \\\n\tupon(x)\n' >tree/drivers/one.h
scan
like "$(cat "$out")" 'one.c:7: one: t/twice' 'a header that says so is enough: it is found'
like "$(cat "$out")" '1 of 1 functions' 'and looked at'

# kept: the same file is known; with another header it is not
printf '#define with_thing(x, y) do_it(x, y);\n' >tree/drivers/one.h
scan
like "$(cat "$out")" 'one.c: one: not looked at' 'a header that changed is asked again'
cp tree/drivers/one.c other/drivers/
cp tree/include/each.h other/include/
printf '#define with_thing(x, y) upon(x)\n' >other/include/one.h
run "$BACKSTITCH" scan --rule t/twice --tree 6.17.y="$work/other" --tree 6.18.y="$work/tree"
like "$(cat "$out")" '^6.17.y: drivers/one.c:7: one: t/twice' 'another tree has its own headers'
like "$(cat "$out")" '^6.18.y: .*one.c: one: not looked at' 'the same file, not seen in this one'

# a header that would break every file when it was believed
cat >other/include/bad.h <<'EOT'
#define if(x) for (; x;)
#define return for (;;)
#define int __attribute__((packed))
#define first(x) for (;;)
#define second(x) while (x)
#define struct(x) upon(x)
#define \
EOT
run "$BACKSTITCH" scan --rule t/twice --no-cache --tree 6.17.y="$work/other"
like "$(cat "$out")" 'drivers/one.c:7: one: t/twice' 'a header that breaks C changes nothing'

# names that two files of one run use in different ways
cat >other/drivers/two.c <<'EOT'
int two(struct thing *x)
{
	int y = with_thing(x, 1);

	first(x);
	second(x);
	return y;
}
EOT
run "$BACKSTITCH" scan --rule t/twice --no-cache --tree 6.17.y="$work/other"
is "$(grep -c ': t/twice' "$out")" 2 'a loop here and a function there are both seen'

# macros that define functions
cat >other/drivers/call.c <<'EOT'
DEFINE_CALL_2(three, struct thing *, x, unsigned long, y)
{
	first(x);
	second(x);
	return 0;
}
EOT
run "$BACKSTITCH" scan --rule t/twice --no-cache --path drivers/call.c --tree 6.17.y="$work/other"
like "$(cat "$out")" 'drivers/call.c:3: .*t/twice' 'a function whose head is a macro'
finish
