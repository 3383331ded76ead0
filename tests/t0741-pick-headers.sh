#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: what a fix uses is told by a header, which the fix does not touch, and which says
# something else here than upstream.  Beside each stands what looks alike and is right.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
cd "$scratch" || exit 1

# version MARKS FILE: lines of the listing that begin with one of these, or with a blank
version() {
	sed -n "s/^[ $1]//p" "$scratch/$2"
}

# write MARKS: the files with these lines, and those with "-" where the fix is not in
write() {
	case $1 in
	*+) marks=$1 ;;
	*) marks=$1- ;;
	esac
	version "$marks" header >"$repo/a.h"
	version "$marks" code >"$repo/a.c"
	mkdir -p "$repo/many"
	sed -n 's/^ #include <\(.*\)>$/\1/p' "$scratch/header" | (cd "$repo" && xargs -r touch)
}

# start LINES: a history with a header, told by its lines on standard input ("u" upstream, "s" in
# this tree), and a fix that adds the lines to a function of a file that includes it
start() {
	cat >"$scratch/header"
	{
		printf ' #include "a.h"\n\n'
		printf ' int user(struct dev *d, int n)\n {\n 	int v = n;\n\n'
		printf ' 	call_%s(d);\n' 1 2 3 4
		printf '%s\n' "$1" | sed 's/^/+/'
		printf ' 	call_%s(d);\n' 5 6 7 8
		printf ' 	return v;\n }\n'
	} >"$scratch/code"
	fix_and_stable write
}

# expect PATTERN NAME LINES: the same of the fix that brings the lines
expect() {
	start "$3"
	pick_told exact "$1" "$2"
}

expect "'ready' returns a signed number here, and a bool upstream \\(a\\.h\\)" \
	'a value the other way' '	if (!ready(d)) return -EIO;' <<'EOT'
ubool ready(struct dev *d);
sint ready(struct dev *d);
EOT

expect '' 'a declaration that is written otherwise' '	if (!ready(d)) return -EIO;' <<'EOT'
ubool ready(struct dev *d);
s/* is it? */
sextern bool
sready(const struct dev *device) __must_check;
EOT

expect '' 'nobody asks what it returns' '	ready(d);' <<'EOT'
ubool ready(struct dev *d);
sint ready(struct dev *d);
EOT

expect "'set' takes its arguments in another order here \\(a\\.h\\)" \
	'arguments the other way round' '	set(d, 1, 2);' <<'EOT'
uvoid set(struct dev *d, u32 reg, u32 value);
svoid set(struct dev *d, u32 value, u32 reg);
EOT

expect '' 'an argument with another name' '	set(d, 1, 2);' <<'EOT'
uvoid set(struct dev *d, u32 reg, u32 value);
svoid set(struct dev *dev, u32 address, u32 value);
EOT

expect '' 'arguments without names' '	set(d, 1, 2);' <<'EOT'
uvoid set(struct dev *, u32, u32);
svoid set(struct dev *, u32, u32) __cold;
EOT

expect "'LIMIT' is '5000' here, and '5' upstream \\(a\\.h\\)" 'another unit' \
	'	if (n > LIMIT) return -EINVAL;' <<'EOT'
u#define LIMIT 5 /* s */
s#define LIMIT 5000 /* ms */
EOT

expect '' 'the same value' '	if (n > LIMIT) return -EINVAL;' <<'EOT'
u#define LIMIT 5 /* s */
s#define   LIMIT	(5U)
EOT

expect '' 'the same number, written otherwise' '	if (n > LIMIT) return -EINVAL;' <<'EOT'
u#define LIMIT 0x10
s#define LIMIT 16
EOT

expect '' 'the same bit, written otherwise' '	if (n > LIMIT) return -EINVAL;' <<'EOT'
u#define LIMIT BIT(4)
s#define LIMIT (1UL << 4)
EOT

expect "'LIMIT' is '\(1 << 5\)' here, and 'BIT\(4\)' upstream \(a\.h\)" \
	'another bit as a number' '	if (n > LIMIT) return -EINVAL;' <<'EOT'
u#define LIMIT BIT(4)
s#define LIMIT (1 << 5)
EOT

expect '' 'a value that only stands for itself' '	set(d, COLOUR);' <<'EOT'
u#define COLOUR 5
s#define COLOUR 7
EOT

expect "'LIVE' is '2' here, and 'BIT\\(2\\)' upstream \\(a\\.h\\)" 'a bit, and its number' \
	'	if (d->flags & LIVE) return 0;' <<'EOT'
u#define LIVE BIT(2)
s#define LIVE 2
EOT

expect '' 'another bit' '	if (d->flags & LIVE) return 0;' <<'EOT'
u#define LIVE BIT(2)
s#define LIVE BIT(5)
EOT

expect '' 'another bit, written otherwise' '	if (d->flags & LIVE) return 0;' <<'EOT'
u#define LIVE BIT(2)
s#define LIVE (1 << 5)
EOT

expect '' 'a number of an error' '	return -ENODEV * n;' <<'EOT'
u#define ENODEV 19
s#define ENODEV 20
EOT

expect "'HIGH' is below 'MIDDLE' here, and above upstream \\(a\\.h\\)" \
	'levels the other way round' '	if (n >= MIDDLE) return 0;' <<'EOT'
 enum level {
u	LOW,
u	MIDDLE,
u	HIGH,
s	HIGH,
s	MIDDLE,
s	LOW,
 };
EOT

expect '' 'a level more' '	if (n >= MIDDLE) return 0;' <<'EOT'
 enum level {
 	LOW,
 	MIDDLE,
 	HIGH,
s	HIGHEST,
 };
EOT

expect '' 'no matter which level' '	if (n == MIDDLE) return 0;' <<'EOT'
 enum level {
u	LOW,
u	MIDDLE,
s	MIDDLE,
s	LOW,
 };
EOT

# member UPSTREAM HERE: a structure with it
member() {
	printf ' struct dev {\n 	int a;\nu	%s\ns	%s\n };\n' "$1" "$2"
}

member 'int left;' 'unsigned int left;' >in
expect "'left' is an unsigned number here, which is never below 0 \\(a\\.h\\)" \
	'a member that is never below 0' '	if (d->left < 0) return -EIO;' <in
expect '' 'nor is it asked' '	if (d->left == 0) return -EIO;' <in

member 'u32 left;' 'u8 left;' >in
expect "'left' has 8 bits here, and 32 upstream \\(a\\.h\\)" 'a member that holds less' \
	'	d->left += n;' <in
expect '' 'what it gets fits' '	d->left = 0;' <in
member 'u32 left;' '__u64 left __packed; /* wider */' >in
expect '' 'a member that holds more' '	d->left += n;' <in

member 'char name[8];' 'char *name;' >in
expect "'name' is an array upstream, and none here \\(a\\.h\\)" 'the size of a pointer' \
	'	memset(d->name, 0, sizeof(d->name));' <in
member 'char name[8];' 'char   name [16];' >in
expect '' 'the size of an array' '	memset(d->name, 0, sizeof(d->name));' <in

member 'int slots[8];' 'int slots[4];' >in
expect "'slots' has 4 elements here, and 8 upstream \\(a\\.h\\)" 'an array of less' \
	'	d->slots[n] = 1;' <in
member 'int slots[8];' 'int more; int slots[8]; int last;' >in
expect '' 'an array among others' '	d->slots[n] = 1;' <in

# the row of a table
{
	printf ' #include "a.h"\n\n static const struct mode modes[] = {\n'
	printf ' 	{ %s, 1 },\n' 1 2 3 4
	printf '+	{ 320, 200 },\n'
	printf ' 	{ %s, 1 },\n' 5 6 7 8
	printf ' };\n'
} >code
cat >header <<'EOT'
 struct mode {
u	int width, height;
s	int height, width;
 };
EOT
fix_and_stable write
pick_told exact "member 1 of 'struct mode' is 'height' here, and 'width' upstream \\(a\\.h\\)" \
	'members in another order'
cat >header <<'EOT'
 struct mode {
u	int width, height;
s	int width, height, hertz;
 };
EOT
fix_and_stable write
pick_told exact '' 'a member behind'

# a header that has another place here
start '	if (n > LIMIT) return -EINVAL;' <<'EOT'
u#define LIMIT 5
s#define LIMIT 5000
EOT
g checkout -q stable
mkdir "$repo/include"
g mv a.h include/
commit moved
run "$BACKSTITCH" pick --repo "$repo" --onto stable main
like "$(jq -r '.warnings[]' "$out")" "upstream \\(include/a\\.h, upstream a\\.h\\)" \
	'a header that has another place here'

told="'start' takes a function of"
expect "$told \\(unsigned long\\) here, and of \\(void \\*\\) upstream \\(a\\.h\\)" \
	'a function that is called back with another thing' '	start(d, run, NULL);' <<'EOT'
uvoid start(struct dev *d, void (*func)(void *), void *data);
svoid start(struct dev *d, void (*func)(unsigned long), unsigned long data);
EOT
expect '' 'nothing is called back' '	start(d, NULL, 1);' <<'EOT'
uvoid start(struct dev *d, int (*func)(int a, int b), int n);
svoid start(struct dev *d, int (*func)(int a), int n);
EOT
expect '' 'what this file has already' '	start(d, user, 1);' <<'EOT'
uvoid start(struct dev *d, int (*func)(int a, int b), int n);
svoid start(struct dev *d, int (*func)(int a), int n);
EOT
expect '' 'one that is called back with the same' '	start(d, run, NULL);' <<'EOT'
uvoid start(struct dev *d, void (*func)(void *), void *data);
svoid start(struct dev *dev, void (*f)(void *data), struct ctx *data);
EOT
expect "$told \\(struct ctx \\*\\) here, and of \\(void \\*\\) upstream" 'with another pointer' \
	'	start(d, run, NULL);' <<'EOT'
uvoid start(struct dev *d, void (*func)(void *), void *data);
svoid start(struct dev *dev, void (*f)(struct ctx *), struct ctx *data);
EOT
expect "$told \\(int a\\) here, and of \\(int a, int b\\) upstream \\(a\\.h\\)" \
	'one that is called back with less' '	start(d, run, 1);' <<'EOT'
uvoid start(struct dev *d, int (*func)(int a, int b), int n);
svoid start(struct dev *d, int (*func)(int a), int n);
EOT

# what the fix makes of the header is what counts
start '	if (n > LIMIT) return -EINVAL;' <<'EOT'
u#define LIMIT 5
s#define LIMIT 5
+#define LIMIT 500
 /* 1 */
 /* 2 */
 /* 3 */
u/* 4 */
s/* 5 */
EOT
sed -i '/^u#/d' header
g checkout -q main
version u+ header >"$repo/a.h"
g commit -q --amend -a --no-edit
run "$BACKSTITCH" pick --repo "$repo" --onto stable main
is "$(jq -r '.outcome, .warnings[]' "$out")" ported 'the fix gives the macro its value'

# driver PATTERN NAME: the fix puts a function into a structure of the header, on standard input
driver() {
	cat >"$scratch/header"
	{
		printf ' #include "a.h"\n\n void dev_remove(struct dev *d)\n {\n'
		printf ' \tclear(d);\n }\n\n'
		printf ' struct driver driver = {\n \t.name = "a",\n+\t.remove = dev_remove,\n };\n'
	} >"$scratch/code"
	fix_and_stable write
	pick_told exact "$1" "$2"
}

told="'remove' of 'struct driver' returns a signed number here, and nothing upstream"
driver "$told \\(a\\.h\\)" 'a function that comes for a structure' <<'EOT'
 struct driver {
u	void (*remove)(struct dev *d);
s	int (*remove)(struct dev *d);
 };
EOT

driver '' 'one of the same kind' <<'EOT'
 struct driver {
u	void (*remove)(struct dev *d);
s	/* when it goes */
s	void (*remove)(struct dev *);
 };
EOT

more='\(struct dev \*d, int n\) here, and \(struct dev \*d\) upstream'
driver "'remove' of 'struct driver' takes $more" 'one that gets more' <<'EOT'
 struct driver {
u	void (*remove)(struct dev *d);
s	void (*remove)(struct dev *d, int n);
 };
EOT

driver '' 'another structure differs' <<'EOT'
 struct port {
u	void (*remove)(struct dev *d);
s	int (*remove)(struct dev *d);
 };
 struct driver {
 	void (*remove)(struct dev *d);
 };
EOT

# here one fits
driver '' 'one of two in the arms of an #if' <<'EOT'
 struct driver {
s#ifdef OLD
s	int (*remove)(struct dev *d);
s#else
 	void (*remove)(struct dev *d);
s#endif
 };
EOT

# the function becomes another one where it stands already
cat >header <<'EOT'
 struct driver {
u	void (*remove)(struct dev *d);
s	int (*remove)(struct dev *d);
 };
EOT
cat >code <<'EOT'
 #include "a.h"

-int dev_remove(struct dev *d)
+void dev_remove(struct dev *d)
 {
 	clear(d);
-	return 0;
 }

 struct driver driver = {
 	.name = "a",
 	.remove = dev_remove,
 };
EOT
fix_and_stable write
pick_told exact "$told" 'one that becomes another where it stands'

# the structure is in a header that the header includes, and the line of the name stays
cat >header <<'EOT'
 #include <many/driver.h>
 struct dev;
EOT
cat >code <<'EOT'
 #include "a.h"

 static int
 dev_remove(struct dev *d,
-	   const struct port *port)
+	   struct port *port)
 {
 	clear(d);
 	return 0;
 }

 void setup(struct driver *driver)
 {
 	driver->a = 1;
 	driver->remove = dev_remove;
 }
EOT
write_driver() {
	write "$1"
	case $1 in
	s*) const='const ' ;;
	*) const= ;;
	esac
	{
		printf 'struct driver {\n\tint a;\n\tint (*remove)(struct dev *d,\n'
		printf '\t\t      %sstruct port *);\n};\n' "$const"
	} >"$repo/many/driver.h"
}
fix_and_stable write_driver
pick_told exact 'takes \(struct dev \*d, const struct port \*\) here, and \(struct dev \*d, s' \
	'one that is assigned'
like "$(jq -r '.warnings[]' "$out")" '\(many/driver.h\)$' 'and in which header'
const_everywhere() {
	write_driver "$1"
	[ "$1" = s ] || return 0
	sed -i 's/const struct port/struct port/' "$repo/many/driver.h"
}
fix_and_stable const_everywhere
pick_told exact '' 'one that takes what the function does'

# of a member of a member, and of a structure inside of another one
cat >header <<'EOT'
 struct driver {
u	struct { void (*soft)(struct dev *d); } reset;
s	int speed;
 };
EOT
cat >code <<'EOT'
 #include "a.h"

 static void dev_reset(struct dev *d)
 {
 	clear(d);
 }

 static struct driver driver = {
+	.reset.soft = dev_reset,
 };
EOT
fix_and_stable write
pick_told exact "'struct driver' has no 'reset' here" 'a structure inside that is not here'

cat >header <<'EOT'
 struct driver {
u	void (*soft)(struct dev *d);
s	int (*soft)(struct dev *d);
 };
 struct port {
 	struct driver driver;
 };
EOT
cat >code <<'EOT'
 #include "a.h"

-static int dev_reset(struct dev *d)
+static void dev_reset(struct dev *d)
 {
 	clear(d);
-	return 0;
 }

 void setup(struct port *port)
 {
 	port->driver.soft = dev_reset;
 }
EOT
fix_and_stable write
pick_told exact "'soft' of 'struct driver' returns a signed number here, and nothing upstream" \
	'one that is assigned to a member of a member'

# a call that is here, and is given something else
cat >header <<'EOT'
 struct hu { int a; };
 struct hd { int a; };
uint recv(struct hu *hu, int n, int m);
sint recv(struct hd *hd, int n, int m);
EOT
cat >code <<'EOT'
 #include "a.h"

 int user(struct dev *d)
 {
-	int v = recv(d->hd,
-		     1, 2);
+	int v = recv(d->hu,
+		     1, 2);

 	return v;
 }
EOT
fix_and_stable write
pick_told exact "'recv' takes a 'struct hd' here, and a 'struct hu' upstream \\(a\\.h\\)" \
	'a call that is given a pointer to another structure'
sed -i 's/^sint.*/sint recv(struct hu *of, int n, int m);/' header
fix_and_stable write
pick_told exact '' 'what it takes here as well'

# one of an array of structures
cat >header <<'EOT'
 struct driver {
 	const char *name;
u	void (*remove)(struct dev *d);
s	int (*remove)(struct dev *d);
 };
EOT
cat >code <<'EOT'
 #include "a.h"

 void dev_remove(struct dev *d)
 {
 	clear(d);
 }

 static struct driver drivers[] = { {
 	.name = "a",
 }, {
 	.name = "b",
+	.remove = dev_remove,
 } };
EOT
fix_and_stable write
pick_told exact "'remove' of 'struct driver' returns a signed number here, and nothing upstream" \
	'one that comes for an element of an array'

# a structure and a pointer to it
cat >header <<'EOT'
 struct sample { int a; };
uvoid dim(struct dev *d, const struct sample *s);
svoid dim(struct dev *d, struct sample s);
EOT
cat >code <<'EOT'
 #include "a.h"

 void user(struct dev *d, struct sample sample)
 {
 	clear(d);
-	dim(d, sample);
+	dim(d, &sample);
 }
EOT
fix_and_stable write
pick_told exact "'dim' takes \\(struct dev \\*d, struct sample s\\) here, and " \
	'a pointer for what is taken by value'
sed -i 's/^svoid.*/svoid dim(struct dev *, struct sample *);/' header
fix_and_stable write
pick_told exact '' 'a pointer for a pointer'

# a declaration that does not end, for all that is read of it
{
	printf 'uint take(struct dev *d, int (*done)(void *, int));\nsint take(/* '
	seq 600 | tr '\n' ' '
	printf '*/ struct dev *d, int (*done)(int));\n'
} >header
cat >code <<'EOT'
 #include "a.h"

+static int done(void *p, int n)
+{
+	return n;
+}
+
 int user(struct dev *d)
 {
+	if (take(d, done))
+		return 1;
 	return 0;
 }
EOT
fix_and_stable write
run "$BACKSTITCH" pick --repo "$repo" --onto stable main
is "$status" 0 'a head that is longer than what is read of one'

# an array is a pointer, a word behind a tag may be no part of it
cat >header <<'EOT'
 struct driver {
u	void (*remove)(struct dev *d, int v[]);
s	void (*remove)(struct dev __user *d, int *v);
 };
EOT
cat >code <<'EOT'
 #include "a.h"

 static void dev_remove(struct dev *d, int v[4])
 {
 	clear(d);
 }

 static struct driver driver = {
+	.remove = dev_remove,
 };
EOT
fix_and_stable write
pick_told exact '' 'one that takes the same, in other words'

# classes of cleanup.h: each of the words is known, and what the macro makes of them may not be
has=' #define guard(class) class_##class##_t x = class_##class##_constructor
 #define __free(class) __attribute__((cleanup(__free_##class)))
 struct port { int a; };
 void *port_try(struct port *port);'

expect "this tree has no class 'port' for 'guard'" 'a guard without its class' \
	'	guard(port)(d->port);' <<EOT
$has
uDEFINE_GUARD(port, struct port *, lock(_T), unlock(_T))
EOT

expect "this tree has no class 'port' for '__free'" 'likewise, what is freed' \
	'	struct port *p __free(port) = NULL;' <<EOT
$has
uDEFINE_FREE(port, struct port *, if (_T) kfree(_T))
EOT

expect "this tree has no class 'port_try' for 'guard'" 'one of two words' \
	'	guard(port_try)(d->port);' <<EOT
$has
 DEFINE_GUARD(port, struct port *, lock(_T), unlock(_T))
uDEFINE_GUARD_COND(port, _try, try_lock(_T))
EOT

expect '' 'a class that is here' '	guard(port_try)(d->port);' <<EOT
$has
uDEFINE_GUARD(port, struct port *, lock(_T), unlock(_T))
sDEFINE_LOCK_GUARD_1(port, struct port, lock(_T->lock), unlock(_T->lock))
 EXTEND_CLASS(port, _try, try_lock(_T), struct port *port)
EOT

expect '' 'what has no class upstream either' '	guard(port)(d->port);' <<EOT
$has
uint ready(struct dev *d);
EOT

# a kernel's files reach thousands of headers, of all architectures
expect "'struct port' has no 'speed' here" 'a member, where many headers are reached' \
	'	struct port *p = d->port;

	p->speed = n;' <<EOT
$(seq 4000 | sed 's/.*/ #include <many\/h&.h>/')
 struct port {
 	int a;
u	int speed;
 };
EOT

finish
