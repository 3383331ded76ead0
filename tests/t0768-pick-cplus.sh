#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a file of C became C++ upstream, and a fix says what this tree's C cannot.
. "$(dirname "$0")/lib.sh"
have git jq cc || skip_all 'git, jq and a C compiler are needed'
git_user
cd "$scratch" || exit 1

cat >header <<'EOT'
struct view {
	int size;
};
enum kind { GOOD, BAD };
struct used {
	int n;
};
typedef struct used used;
EOT

# write WHICH: the function with the lines of the listing; "+" comes with the fix, "-" goes
write() {
	file=a.c
	[ "$1" = s ] || file=a.cpp
	case $1 in
	u+) mark=+ ;;
	*) mark=- ;;
	esac
	cp header "$repo/a.h"
	[ ! -e header.types ] || cp header.types "$repo/types.h"
	{
		printf '#include "a.h"\n\nstatic int take(int n)\n{\n\treturn n;\n}\n\n'
		sed -n "s/^[ $mark]//p" listing
		[ "$1" != s ] || printf '\n/* here */\n'
	} >"$repo/$file"
	[ "$1" = s ] || rm -f "$repo/a.c"
	[ "$1" != s ] || rm -f "$repo/a.cpp"
}

# expect PATTERN NAME: of the lines on standard input; what is told does not compile as C, and what
# is not does
expect() {
	cat >listing
	fix_and_stable write
	run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable main
	is "$(jq -r '.files[].path' "$out")" a.c "$2"
	told=$(jq -r '.warnings[]' "$out")
	GIT_ALTERNATE_OBJECT_DIRECTORIES=$scratch/odb git -C "$repo" show \
		"$(jq -r .tree "$out"):a.c" >a.c
	cp header a.h
	[ ! -e header.types ] || cp header.types types.h
	if [ "$1" ]; then
		like "$told" "$1" 'it is told'
		is "$(cc -std=gnu11 -fsyntax-only a.c 2>/dev/null; echo $?)" 1 'and cc says so'
	else
		is "$told" '' 'nothing is told'
		is "$(cc -std=gnu11 -fsyntax-only a.c 2>&1)" '' 'nor by cc'
	fi
}

# in_body PATTERN NAME: likewise, of lines in a function
in_body() {
	body >lines
	expect "$1" "$2" <lines
}

# body: a function around the lines
body() {
	printf ' int probe(int n)\n {\n \tstruct view first = { n };\n\n'
	cat
	seq -f '  	n = take(%g);' 8
	printf ' 	return first.size + n;\n }\n'
}

in_body "'view' is the tag of a structure, and no type in C" 'a size of a tag' <<'EOT'
-	n = sizeof(struct view);
+	n = sizeof(view) + 1;
EOT
in_body "'kind' is the tag of a structure, and no type in C" 'a cast to a tag' <<'EOT'
-	n = take(0);
+	n = (kind)take(0);
EOT
in_body "'view' is the tag of a structure, and no type in C" 'a variable of a tag' <<'EOT'
-	n = take(0);
+	const view *second = &first;
+	n = take(second->size);
EOT
in_body '' 'a type that is one here' <<'EOT'
-	n = take(0);
+	used other = { 1 };
+	n = sizeof(used) + other.n;
EOT
in_body '' 'a variable that is called as its structure' <<'EOT'
-	n = take(0);
+	struct view view = first;
+	n = sizeof(view) + view.size;
EOT
for line in 'volatile view copy = first;' 'view \&other = first;' 'const view \&other = first;' \
	'view *other = \&first;'; do
	sed "s/LINE/$line/" >more <<'EOT'
-	n = take(0);
+	LINE
+	n = take(1);
EOT
	in_body "'view' is the tag of a structure, and no type in C" "$line" <more
done
in_body "'view' is the tag of a structure, and no type in C" 'a variable behind a directive' <<'EOT'
-	n = take(0);
+#ifndef NOT
+	view copy = first;
+	n = copy.size;
+#endif
EOT
for line in 'auto \&other = first;' 'for (auto \&other : list)'; do
	sed "s/LINE/$line/" >more <<'EOT'
-	n = take(0);
+	LINE
+		n = other.size;
EOT
	in_body "'auto' is no type in C" "$line" <more
done
in_body "'auto' is no type in C" 'a type that is left to C++' <<'EOT'
-	n = take(0);
+	const auto *second = &first;
+	n = take(second->size);
EOT
twice="'again' is defined twice, which C\+\+ allows and C does not"
expect "$twice" 'two functions of one name' <<'EOT'
 static int again(int n)
 {
 	return take(n);
 }

-static int more(int n)
+static int again(int n, int m)
 {
-	return take(n) + take(n);
+	return again(n) + again(m);
 }

 int probe(int n)
 {
-	return more(n);
+	return again(n, n);
 }
EOT
expect "$twice" 'a second one that begins within the first' <<'EOT'
 static int again(int n)
 {
-	return take(n) + take(1);
+	return take(n);
+}
+
+static int again(int n, int m)
+{
+	return take(n) + take(m);
 }

 int probe(int n)
 {
+	/* as before */
 	return again(n);
 }
EOT
expect '' 'two in the arms of an #if' <<'EOT'
+#ifdef WIDE
+static int wide(int n)
+{
+	return 2 * n;
+}
+#else
+static int wide(int n)
+{
+	return n;
+}
+#endif
+
 int probe(int n)
 {
-	return take(n);
+	return wide(n);
 }
EOT
expect '' 'two whose names a macro makes' <<'EOT'
 #define FN(what) static int take_##what
 FN(one)(int n)
 {
 	return n;
 }

+FN(two)(int n)
+{
+	return n;
+}
+
 int probe(int n)
 {
-	return take_one(n);
+	return take_two(n) + take_one(n);
 }
EOT
expect "'view' is the tag of a structure, and no type in C" 'parameters and values' <<'EOT'
+static inline view *get(view *v)
+{
+	return v;
+}
+
 int probe(struct view *first)
 {
-	return first->size;
+	return get(first)->size;
 }
EOT
expect "'kind' is the tag of a structure, and no type in C" 'a cast of what is returned' <<'EOT'
+static kind kind_of(int n)
+{
+	return (kind)n;
+}
+
 int probe(int n)
 {
-	return take(n);
+	return take(kind_of(n));
 }
EOT

# a type of a header that comes along, and of one that is not here
printf 'typedef struct view view;\n' >header.types
cp header header.plain
printf '#include "types.h"\n' | cat - header.plain >header.with
for which in with plain; do
	if [ $which = with ]; then
		told='' name='a type that the header of this tree includes'
	else
		told="'view' is the tag of a structure, and no type in C"
		name='and one that it does not'
	fi
	cp header.$which header
	in_body "$told" "$name" <<'EOT'
-	n = take(0);
+	view copy = first;
+	n = copy.size;
EOT
done
expect '' 'a type of a header that comes along' <<'EOT'
+#include "types.h"
+
 int probe(struct view *v)
 {
-	return v->size;
+	view copy = *v;
+	return copy.size;
 }
EOT
expect '' 'a function that is declared before' <<'EOT'
+static int again(int n);
+
 static int probe(int n)
 {
-	return take(n);
+	return again(n);
 }

-int more(int n)
+static int again(int n)
 {
 	return n ? probe(n - 1) : take(n);
 }
EOT

# a file that is C++ here, too
cat >listing <<'EOT'
 namespace app {
 	int first(int n);
 }

 int probe(int n)
 {
-	return app::first(n);
+	auto m = app::first(n);
+	return m + sizeof(view);
 }
EOT
fix_and_stable write
run "$BACKSTITCH" pick --repo "$repo" --odb "$scratch/odb" --onto stable main
is "$(jq -r '.files[].path, .warnings[]' "$out")" a.c 'what is C++ by another name is not told'
finish
