#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: a fix fits upstream's types and declarations, and this tree has others: of what
# a function is given, of a variable, a member, a header's number; or what it takes away goes on.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
cd "$scratch" || exit 1

# write WHICH: the lines of the listing that it has; "o" is in upstream's old version alone
write() {
	case $1 in
	*+) marks=$1 ;;
	u) marks=uo- ;;
	*) marks=$1- ;;
	esac
	sed -n "s/^[ $marks]//p" listing >"$repo/a.c"
	sed -n "s/^[ $marks]//p" header >"$repo/a.h"
}

# expect PATTERN NAME [FUNCTION]: of the lines on standard input, as FUNCTION puts them
expect() {
	cat >lines
	# shellcheck disable=SC2086 # with its arguments
	${3:-cat} <lines >listing
	fix_and_stable write
	pick_told merged "$1" "$2"
}

cat >header <<'EOT'
 struct page;
 struct folio;
 void folio_put(struct folio *folio);
 void page_put(struct page *page);
 void put_any(void *what);
sint count(struct sample sample);
uint count(const struct sample *sample);
EOT

# alloc TYPE... CALLS: a function with a variable whose type differs, and lines about it
alloc() {
	printf ' #include "a.h"\n\n int alloc(int n)\n {\n'
	printf 'u	struct folio *scratch = get(n);\ns	struct page *scratch = get(n);\n\n'
	seq -f '  	use(n, %g);' 5
	cat
	printf ' 	use(n, 7);\n 	return n;\n }\n'
}

expect "'folio_put' takes a 'struct folio', and 'scratch' is a 'struct page' here" \
	'a pointer to another structure, for a function that takes that' alloc <<'EOT'
-	page_put(scratch);
+	folio_put(scratch);
EOT
expect '' 'a function that takes anything' alloc <<'EOT'
-	page_put(scratch);
+	put_any(scratch);
EOT
sed -i 's/^ void folio_put.*/ void folio_put(struct page *page);/' header
expect '' 'a function that takes what it is here' alloc <<'EOT'
-	page_put(scratch);
+	folio_put(scratch);
EOT
sed -i 's/^ void folio_put.*/ void folio_put(struct folio *folio);/' header

# sampled: the same function in both, and a call of another one
sampled() {
	printf ' #include "a.h"\n\n int sampled(int n)\n {\n 	struct sample sample = { n };\n\n'
	cat
	seq -f '  	use(n, %g);' 5
	printf 's	own(n);\n 	return n;\n }\n'
}
expect "'count' takes 'sample' itself, and no pointer, here" \
	'the address of what is taken by value here' sampled <<'EOT'
 	use(n);
-	n = count(sample);
+	n = count(&sample);
EOT
sed -i '/^s.*count/d; s/^u\(.*count\)/ \1/' header
expect '' 'the address of what is taken so here, too' sampled <<'EOT'
 	use(n);
-	n = count(sample);
+	n = count(&sample);
EOT

# a macro is told by the member that it asks for, where upstream's asks otherwise
sed -i '/count(/d' header
cp header header.functions
# prepares HERE UPSTREAM PATTERN NAME [CALL]: what the macro stands for
prepares() {
	{
		cat header.functions
		printf 's#define PREPARE(what, sample) \\\ns	(%s = what)\n' "$1"
		printf 'u#define PREPARE(what, sample) \\\nu	(%s = what)\n' "$2"
	} >header
	{
		printf ' 	use(n);\n-	n = 0;\n'
		printf '+	n = %s;\n' "${5:-PREPARE(n, &sample)}"
	} >body
	expect "$3" "$4" sampled <body
}
by_value="'PREPARE' takes 'sample' itself, and no pointer, here"
prepares sample.type '(sample)->type' "$by_value" 'the address of what a macro takes by value here'
prepares '(sample).type' 'sample->type' "$by_value" 'in parentheses'
prepares sample.type '(sample)->type' '' 'what another call is given' 'PREPARE(n, take(&sample))'
prepares '(sample)->type' '(sample)->type' '' 'the address of what is asked by a pointer here, too'
prepares 'now(sample).type' '(sample)->type' '' 'the address of what a function takes'
prepares 'self->sample.type' '(sample)->type' '' 'the name of a member'
prepares sample.type sample.type '' 'a macro that upstream has as well, as it is'

expect "'alloc' has no 'page' here" 'a variable that is the name of a structure in a header' <<'EOT'
 #include "a.h"

 int alloc(int n)
 {
u	struct page *page = get(n);
s	int number = get_number(n);

 	/* of a page */
 	use(n, 1);
 	use(n, 2);
 	use(n, 3);
-	put_number(n);
+	page_put(page);
 	return n;
 }
EOT
sed -i 's/^ struct page;/ extern struct page *page;/' header
cp lines again
expect '' 'unless the header declares such a variable' <again

expect '1 #if without an #endif in the result' 'an #if that stays alone' <<'EOT'
s#ifdef CONFIG_SLEEP_SOON
 int prepare(int n)
 {
 	use(n, 1);
 	use(n, 2);
 	return n;
 }

o#ifdef CONFIG_SLEEP
 int suspend(int n)
 {
 	return n;
 }

 int resume(int n)
 {
 	return n;
 }
-#endif

 int probe(int n)
 {
 	return n;
 }
EOT
# upstream's own arms are not closed either, which no maintainer would mend with this
expect '' 'which upstream leaves, too' <<'EOT'
 int suspend(int n)
 {
 	return n;
 }

s int own;
 int resume(int n)
 {
+#ifdef CONFIG_SLEEP
 	return n;
 }

 int probe(int n)
 {
 	return n;
 }
EOT

# limit TYPE: a function that is given the address of a variable
limit() {
	printf ' int limit(int n)\n {\nu	u32 most;\ns	%s most;\n\n' "$1"
	cat <<'EOT'
 	prepare(n);
 	use(n, 1);
 	use(n, 2);

-	n = read_u32(n, "limit", 0);
+	n = read_u32(n, "limit",
+		     &most);
 	return use(n, most);
 }
EOT
}
expect "'most' has 64 bits here, and 32 upstream" 'the address of a larger number' \
	'limit u64' </dev/null
expect '' 'of one that is as large' 'limit s32' </dev/null
expect '' 'of one whose size is not known' 'limit size_type' </dev/null

expect "'set' returns nothing here, and what comes returns a value from it" \
	'what a call returns is returned from a function that returns nothing' <<'EOT'
 int write_line(int n);

uint set(int n, int value)
svoid set(int n, int value)
 {
 	prepare(n);
 	use(n, 1);
 	use(n, 2);

-	write_line(n);
+	return write_line(n);
 }
EOT
expect '' 'from one that returns nothing upstream either' <<'EOT'
 void write_line(int n);

s/* here */
 void set(int n, int value)
 {
 	prepare(n);
 	use(n, 1);
 	use(n, 2);

-	write_line(n);
+	return write_line(n);
 }
EOT

expect "'trips' in 'zone' is declared no more" \
	'a variable with an attribute, which upstream declares further down' <<'EOT'
 static int ops;

 int zone(int n)
 {
-	struct trip *trips __free(kfree) = NULL;
 	struct device *tz = get(n);
 	int i = 0;

 	guard(tz);
 	use(n, i);
 	use(n, 2);
 	use(n, 3);

u	struct trip *trips __free(kfree) = make(n);
s	trips = make(n);
 	if (!trips)
 		return -1;
 	return use(tz, trips);
 }
EOT

cat >header <<'EOT'
sint copy(unsigned long flags, int n);
uint copy(u64 flags, int n);
 struct pll {
 	int offset;
u	const void *config;
 };
 struct desc {
 	const void *config;
 };
EOT
expect "'copy' is declared in 'a.h' as it was, and is another one now" \
	'a number of another type than the header has' <<'EOT'
 #include "a.h"

s/* here */
 /* copies */
-int copy(unsigned long flags, int n)
+int copy(u64 flags, int n)
 {
 	use(n, 1);
 	return n;
 }
EOT
expect "'idle' is declared in 'a.c' as it was, and is another one now" \
	'a declaration of its own, which upstream does not need' <<'EOT'
sstatic int idle(struct handle *handle);

s/* here */
 static int first(int n)
 {
 	use(n, 1);
s	idle(n);
 	return n;
 }

-static int idle(struct handle *handle)
+static int idle(struct block *handle)
 {
 	use(handle, 1);
 	return 0;
 }
EOT
expect "'struct pll' has no 'config' here" \
	'a member of one structure, where another one has one of that name' <<'EOT'
 #include "a.h"

s/* here */
 static struct desc desc = {
 	.config = &map,
 };

 static struct pll pll0 = {
 	.offset = 0,
+	.config = &pll0_config,
 };
EOT
finish
