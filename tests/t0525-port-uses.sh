#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch port to a folder: what a patch does with functions and variables, against what the
# folder declares; gcc says which of the results are C.  A git tree that is the same folder, where
# words are counted and few files are read, gets the same answers.
. "$(dirname "$0")/lib.sh"
have git gcc jq || skip_all 'git, gcc and jq are needed'
git_user
cd "$scratch" || exit 1

# driver VARIABLE LINES: a file with a function that has them
driver() {
	printf '#include "api.h"\n\nint start(struct dev *%s)\n{\n	int ret = 0;\n\n' "$1"
	seq -f '	call_%g();' 8
	printf '%s	call_1();\n	return ret;\n}\n' "$2"
}

# ours VARIABLE: the tree's; a commit on it is not made on a version that git knows
ours() {
	driver "$1" '' >tree/drivers/a.c
	echo '/* ours */' >>tree/drivers/a.c
}

# told SOURCE: what port says to that tree
told() {
	(cd ws && "$BACKSTITCH" port --no-proofs --dry-run --format=json --tree "6.12.y=$1" x) |
		jq -r '.trees[].patches[] | .outcome, .rung, .warnings[]'
}

# ported LINES [SED]: the outcome, with warnings, of a commit that adds them, and changes the header
ported() {
	rm -rf "$repo" mails ws
	git init -q "$repo"
	mkdir "$repo/drivers" "$repo/include"
	driver dev '' >"$repo/drivers/a.c"
	{
		cat tree/include/api.h
		echo '/* theirs */'
	} >"$repo/include/api.h"
	commit base
	driver dev "$1" >"$repo/drivers/a.c"
	sed -i "${2-}" "$repo/include/api.h"
	commit 'drivers: mend it'
	g format-patch -q -1 -o "$scratch/mails"
	"$BACKSTITCH" init ws >/dev/null &&
		(cd ws && "$BACKSTITCH" import --name x ../mails/* >/dev/null &&
			"$BACKSTITCH" port --no-proofs -v --tree 6.12.y=../tree x) >"$out" 2>&1
	said=$(tr -s ' \n' ' ' <"$out")
	rm -rf made tree.git
	cp -r tree made
	git init -q --bare tree.git
	git --git-dir=tree.git --work-tree=tree add -A
	git --git-dir=tree.git --work-tree=tree commit -qm tree
	is "$(told ../tree.git)" "$(told ../tree)" "a git tree tells the same of '$(echo $1)'"
	cat ws/patches/x/6.12.y/*.patch | patch -s -p1 -d made
	gcc -fsyntax-only -std=gnu11 -Werror=implicit-function-declaration -Imade/include \
		made/drivers/a.c 2>"$err" && compiles=yes || compiles=no
}

# wrong WARNING NAME, right NAME: what the last one is
wrong() {
	is "$compiles" no "$2: gcc refuses it"
	like "$said" "\? proposed.*$1" "$2: is warned of"
}
right() {
	is "$compiles" yes "$1: gcc takes it"
	unlike "$said" 'proposed|conflict' "$1: nothing is said"
}

mkdir -p tree/drivers tree/include tree/other
{
	echo 'struct dev { int state; struct dev *next; int (*stop)(int, int, int); };'
	seq -f 'void call_%g(void);' 8
	echo 'int two(struct dev *d, int n);'
	echo 'int many(const char *format, ...);'
	echo '#define both(a, b) two(a, b)'
	echo 'extern struct dev *first_dev;'
	echo 'struct dev *this_dev(void);'
	echo '#define current_dev this_dev()'
	echo '#define DECLARE_DEV(name) struct dev *name = first_dev'
	echo '#define for_each_dev(d) for (struct dev *d = first_dev; d; d = d->next)'
	printf '#ifdef NEW\nint either(int a, int b);\n#else\nint either(int a);\n#endif\n'
} >tree/include/api.h
ours dev
echo 'static int own(int a) { return a; } int use_own(void) { return own(1); }' >tree/other/own.c

ported '	ret = two(dev);
'
wrong "'two' does not take 1 arguments in this tree" 'an argument too few'
ported '	ret = both(dev, 1, 2);
'
wrong "'both' does not take 3 arguments in this tree" 'a macro, an argument too many'
ported '	ret = two(dev, 1) + both(dev, 2) + many("a") + many("b%%d%%d", 1, 2);
'
right 'as they are declared'
ported '	ret = dev->stop(1, 2, 3) + either(1);
'
right 'a member, and a function with two declarations'
ported '	int (*two)(int) = 0;

	ret = two(1);
'
right 'a pointer to a function that has the name of one'

ported '	ret = two(dev, 1);
' '/^int two/s/int n/int n, int m/'
wrong "'two' does not take 2 arguments in this tree" 'what the header has no more'
ported '	ret = nobody(dev);
'
wrong "this tree does not know 'nobody'" 'what is nowhere'

# another function of the file takes as many as its own definition says
sed -i '1a static inline int here(int a)\n{\n	return a;\n}' tree/drivers/a.c
ported '	ret = here(1, 2);
'
wrong "'here' does not take 2 arguments in this tree" "the file's own function"
ported '	ret = here(1);
'
right "the file's own function as it is"

# the structure has another name here
ours device
ported '	dev->state = 1;
'
wrong "'start' has no 'dev' here" 'a variable of another name'
ported '	ret = ret;
'
right 'one that is there'
ported '	struct dev *dev = first_dev;

	dev->state = 1;
'
right 'one that the lines declare'
ported '	struct dev *a = first_dev, **dev = &a;

	dev[0]->state = 1;
	*dev = a;
	a->state = 2;
'
right 'two of them'
ported '	first_dev->state = 1;
	current_dev->state = 1;
'
right "a header's variable, and a macro"
ported '	DECLARE_DEV(dev);

	dev->state = 1;
'
right 'one that a macro declares'
ported '	for_each_dev(dev)
		dev->state = 1;
'
right 'one that a loop of a macro declares'
sed -i '1a static struct dev *dev;' tree/drivers/a.c
ported '	dev->state = 1;
'
right "the file's own"
printf '#include "api.h"\nstruct odd { struct dev *dev; };\nint odd(struct dev *dev);\n' \
	>tree/include/odd.h
ours device
ported '	dev->state = 1;
'
wrong "'start' has no 'dev' here" 'a member and a parameter of that name declare nothing'

finish
