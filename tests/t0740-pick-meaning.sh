#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# backstitch pick: git merges without a word, a compiler takes the result, and it does something
# else than upstream, as what the lines use is of another kind here.  Beside each stands what looks
# alike and is right.
. "$(dirname "$0")/lib.sh"
have git jq || skip_all 'git and jq are needed'
git_user
cd "$scratch" || exit 1

# version MARKS: of the listing: lines that begin with one of these, "%" being some lines of code
version() {
	sed -n "s/^[ $1]//p; /^$/p" "$scratch/listing" | awk '
		/^%/ { for (i = 1; i < 5; i++) print "\tcall_" ++n "(d);"; next }
		{ print }'
}

write() {
	case $1 in
	*+) version "$1" ;;
	*) version "$1-" ;;
	esac >"$repo/a.c"
}

# start: a repository with the listing on standard input: lines begin with "+" when the fix adds
# them, "-" when it removes them, "u" when upstream alone has them, and "s" when this tree has
start() {
	cat >"$scratch/listing"
	fix_and_stable write
}

# expect PATTERN NAME: of the fix of a listing the tree is warned so; an empty pattern: it is ported
expect() {
	start
	pick_told merged "$1" "$2"
}

# user LINES: a function that the fix puts them into, behind what is at the start of the listing
user() {
	cat
	printf ' int user(struct dev *d, int n)\n {\n 	int v = n;\n %%\n'
	printf '%s\n' "$1"
	printf ' %%\n 	return v;\n }\n'
}

user '+	if (!ready(d))
+		return -EIO;' <<'EOT' >in
ustatic bool ready(struct dev *d)
sstatic int ready(struct dev *d)
 {
 %
 }

EOT
expect "'ready' returns a signed number here, and a bool upstream" 'a value the other way' <in

user '+	ready(d);' <<'EOT' >in
ustatic bool ready(struct dev *d)
sstatic int ready(struct dev *d)
 {
 %
 }

EOT
expect '' 'nobody asks what it returns' <in

user '+	if (ready(d))
+		return -EIO;' <<'EOT' >in
ustatic int ready(struct dev *d)
sstatic inline s32 ready(struct dev *d)
 {
 %
 }

EOT
expect '' 'a value of the same kind' <in

user '+	set_reg(d, 1, 2);' <<'EOT' >in
ustatic void set_reg(struct dev *d, u32 reg, u32 value)
sstatic void set_reg(struct dev *d, u32 value, u32 reg)
 {
 %
 }

EOT
expect "'set_reg' takes its arguments in another order here" 'arguments the other way round' <in

user '+	set_reg(d, 1, 2);' <<'EOT' >in
ustatic void set_reg(struct dev *d, u32 reg, u32 value)
sstatic void set_reg(struct dev *d, u32 addr, u32 value)
 {
 %
 }

EOT
expect '' 'an argument that is called otherwise' <in

user '+	set_reg(d, 1, 2);' <<'EOT' >in
ustatic void set_reg(struct dev *d __used, u32 reg __unused, u32 value __unused)
sstatic void set_reg(struct dev *d __unused, u32 reg __unused, u32 value __used)
 {
 %
 }

EOT
expect '' 'an argument with other attributes' <in

user '+	if (v > LAST)
+		return -EINVAL;' <<'EOT' >in
u#define LAST 7
s#define LAST 8 /* how many there are */

EOT
expect "'LAST' is '8' here, and '7' upstream" 'a macro with another value' <in

user '+	if (v > LAST)
+		return -EINVAL;' <<'EOT' >in
u#define LAST (7u)
s#define LAST 7 /* the same */

EOT
expect '' 'a macro with the same value' <in

user '+	v = LESS(v, d);' <<'EOT' >in
u#define LESS(n, dev) ((n) - (dev)->users)
s#define LESS(x, y) ((x) - (y)->users)

EOT
expect '' 'a macro whose parameters are called otherwise' <in

user '+	v = LESS(v, n);' <<'EOT' >in
u#define LESS(x, y) ((x) - (y))
s#define LESS(y, x) ((x) - (y))

EOT
expect "'LESS' is '\\(y, x\\) " 'a macro whose parameters change places' <in

user '+	v = TWICE(n);' <<'EOT' >in
u#define TWICE(x) ((x) * 2)
s#define TWICE(x) ((x) + (x))

EOT
expect '' 'a macro that does the same in another way' <in

expect "'check' returns a bool here, and a signed number upstream" 'a false yes' <<'EOT'
ustatic int check(struct dev *d)
sstatic bool check(struct dev *d)
 {
 %
+	if (!d->state)
+		return -EINVAL;
 %
u	return 0;
s	return true;
 }
EOT

expect "'check' returns a signed number here, and a bool upstream" 'behind a declaration' <<'EOT'
 int last(struct dev *d);
 %
sstatic int check(struct dev *d)
ustatic bool check(struct dev *d)
 {
 %
+	if (!d->state)
+		return d->error;
 %
 	return last(d);
 }
EOT

expect "'get' has 'return NULL;' here, and 'return ERR_PTR\\('" 'a failure told otherwise' <<'EOT'
 void *get(struct dev *d)
 {
 	if (!d->state)
u		return ERR_PTR(-ENODEV);
s		return NULL;
 %
+	if (d->error)
+		return ERR_PTR(-EIO);
 %
 	return d->p;
 }
EOT

# callers LOCK: of a function that takes another one from now on, under that lock here
callers() {
	printf ' static void touch(struct dev *d)\n {\n %%\n'
	printf '+	mutex_lock(&d->lock);\n+	d->users++;\n+	mutex_unlock(&d->lock);\n'
	printf ' %%\n }\n\n int f(struct dev *d)\n {\n'
	printf '%s\n' "s	mutex_lock(&d->$1);" ' 	touch(d);' "s	mutex_unlock(&d->$1);"
	printf ' 	return 0;\n }\n'
}

callers lock >in
expect "touch\\(\\): 'mutex_lock\\(&d->lock\\)' in line 7 takes what all callers hold already" \
	'a lock that who calls it holds' <in
callers other >in
expect '' 'another lock' <in

# source UPSTREAM HERE LINE: of what the fix asks the line
source() {
	printf ' static void *get(struct dev *d)\n {\n 	if (!d->state)\n'
	printf 'u		return %s;\ns		return %s;\n' "$1" "$2"
	printf ' 	return d->p;\n }\n\n int f(struct dev *d, void *q)\n {\n'
	printf ' 	void *p = get(d);\n %%\n+%s\n %%\n 	return 0;\n }\n' "$3"
}

source NULL 'ERR_PTR(-EIO)' '	if (!p) return -EIO;' >in
expect "'get' has 'return ERR_PTR\\(' here, and 'return NULL;' upstream" \
	'an error that is no NULL' <in
source 'ERR_PTR(-EIO)' NULL '	if (d->state && IS_ERR(p)) return -EIO;' >in
expect "'get' has 'return NULL;' here, and 'return ERR_PTR\\(' upstream" \
	'a NULL that is no error' <in
source NULL 'ERR_PTR(-EIO)' '	if (!q || !p->a) return -EIO;' >in
expect '' 'something else is asked' <in
source NULL d->none '	if (!p) return -EIO;' >in
expect '' 'this is not known' <in

expect "a 'break' that is added leaves a switch here, and a loop upstream" 'a switch' <<'EOT'
 int f(struct dev *d)
 {
 	for (int i = 0; i < 4; i++) {
u		if (d->state == i) {
s		switch (d->state) {
s		case 1:
 %
+			if (d->error)
+				break;
 %
 		}
 	}
 	return 0;
 }
EOT

expect "a 'continue' that is added leaves nothing here" 'the body of a loop as a function' <<'EOT'
 int f(struct dev *d)
 {
u	list_for_each_entry(d, &all, list) {
 %
+		if (d->error)
+			continue;
 %
u	}
 	return 0;
 }
EOT

expect '' 'a loop of another kind' <<'EOT'
 int f(struct dev *d)
 {
 	int i = 0;

u	while (i++ < 4) {
s	do {
s		if (d->last)
s			break;
 %
+		if (d->error)
+			break;
+		switch (i) {
+		case 1:
+			break;
+		}
 %
u	}
s	} while (i++ < 4);
 	return 0;
 }
EOT

expect '' 'a macro in front of names is no function' <<'EOT'
 char *
 NOTHROW (one (int a))
 {
 	return text(a);
 }

 int
 NOTHROW (two (int a))
 {
u	start(a);
s	begin(a);
 %
+	if (a < 0)
+		return -1;
 %
 	return a;
 }
EOT

# labels LINE...: a function with that at its end, into which the fix puts a jump
labels() {
	printf ' int f(struct dev *d)\n {\n'
	printf ' 	mutex_lock(&d->lock);\n %%\n'
	printf '+	if (d->error)\n+		goto err_free;\n %%\n'
	printf '%s\n' "$@"
	printf ' 	return -EIO;\n }\n'
}

labels 's	mutex_unlock(&d->lock);' ' err_free:' ' 	kfree(d->buf);' \
	'u	mutex_unlock(&d->lock);' >in
expect "'err_free' leads to 'mutex_unlock\\(&d->lock\\)' upstream, and not here" \
	'labels in another order' <in

labels ' err_free:' ' 	kfree(d->buf);' 's	kfree(d->more);' 'u	put_all(d);' \
	' 	mutex_unlock(&d->lock);' >in
expect '' 'what the other function does nowhere' <in

expect '' 'what a label leads to asks something' <<'EOT'
 int f(struct dev *d)
 {
 	int rc = start(d);
 	if (is_bad(d))
 		goto out;
 %
+	if (d->error)
+		goto out;
 %
 	put_all(d);
  out:
u	if (is_bad(d))
 		rc = d->error;
 	return rc;
 }
EOT

expect '' 'a label that leads on' <<'EOT'
 int f(struct dev *d)
 {
s	start(d);
 	while (d->next) {
 %
+		if (d->error)
+			goto next;
 %
 next:
u		start(d);
 		d = d->next;
 	}
u	start(d);
 	return 0;
 }
EOT

# variable UPSTREAM HERE LINE: the fix brings the line
variable() {
	printf ' int f(struct dev *d, int n)\n {\n'
	printf '%s\n' "u$1" "s$2" ' %'
	printf '%s\n' "+$3" ' %' ' 	return n;' ' }'
}

variable '	int rc = get(d);' '	u32 rc = get(d);' '	if (rc < 0) return rc;' >in
expect "'rc' is an unsigned number here" 'a number that is never below 0' <in
variable '	int rc = get(d);' '	long rc = get(d);' '	if (rc < 0) return rc;' >in
expect '' 'a wider number' <in
variable '	u32 sum = get(d);' '	u8 sum = get(d);' '	sum += n;' >in
expect "'sum' has 8 bits here, and 32 upstream" 'a number that holds less' <in
variable '	u16 sum = get(d);' '	unsigned int sum = get(d);' '	sum += n;' >in
expect '' 'a number that holds more' <in
variable '	u32 sum = get(d);' '	u8 sum = get(d);' '	sum = 1;' >in
expect '' 'what it gets fits' <in
variable '	char name[8];' '	char *name = d->s;' '	clear(name, sizeof(name));' >in
expect "'name' is an array upstream, and none here" 'the size of a pointer' <in
variable '	char a[8], name[8];' '	char name[9];' '	memset(name, 0, sizeof(name));' >in
expect '' 'the size of an array' <in

# reckons UPSTREAM HERE LINE: the functions say how long, and the fix brings the line
reckons() {
	printf ' int f(struct dev *d, int every)\n {\n'
	printf '%s\n' "u	say(d, $1);" "s	say(d, $2);" ' %'
	printf '%s\n' "+	log(d, $3);" ' %' ' 	return every;' ' }'
}

reckons 'every / 60' 'every' 'every / 60' >in
expect "'every / 60' comes, as .* it may be of another unit" 'minutes, and seconds upstream' <in
reckons 'every - 1' 'every' 'every - 1' >in
expect "'every - 1' comes" 'the last one, and how many there are upstream' <in
reckons 'every / 60' 'every' 'every / 7, every / 60' >in
expect "'every / 60' comes" 'behind another number' <in
reckons 'every' 'every / 60' 'every / 60' >in
expect '' 'what only this function does' <in
reckons 'every / 60' '-1' 'every / 60' >in
expect '' 'a variable of which this function tells nothing' <in
reckons 'every/60' 'every' 'every / 7' >in
expect '' 'another number' <in
reckons 'every / 60' 'd->every, every/60' 'every / 60' >in
expect '' 'this function does so, too' <in

expect "'n' is used, and set further down only" 'braces that close in each arm of an #if' <<'EOT'
 int f(struct dev *d)
 {
 	int m, n;
u	n = d->n;
 	if (d->a) {
 #ifdef A
 	}
 #else
 	call(d); }
 #endif
 	if (d->b) {
 #ifdef A
 	}
 #else
 	call(d); }
 #endif
 	int more;
 	m = 1;
 %
+	if (n > more) return m;
 %
s	n = d->n;
 	return n + more;
 }
EOT

expect "'ret' is set, which is one of an inner block here" 'a variable of an inner block' <<'EOT'
 int f(struct dev *d)
 {
 	int ret = 0;

 	if (d->state) {
s		int ret = get(d);
s
 %
+		if (d->error)
+			ret = -EIO;
 %
 	}
 	return ret;
 }
EOT

expect '' "upstream's is of an inner block, too" <<'EOT'
 int f(struct dev *d)
 {
s	int ret = 0;

 	if (d->state) {
 		int ret = get(d);
 %
+		if (d->error)
+			ret = -EIO;
 %
 		put(d, ret);
 	}
s	return ret;
u	return 0;
 }
EOT

expect '' 'a variable of another block' <<'EOT'
 int f(struct dev *d)
 {
 	int ret = 0;

s	if (d->state) {
s		int ret = get(d);
s		put(d, ret);
s	}
 %
+	if (d->error)
+		ret = -EIO;
 %
 	return ret;
 }
EOT

expect "'size' is used, and set further down only" 'a variable that is not set yet' <<'EOT'
 int f(struct dev *d)
 {
 	int size = 0;

u	size = get(d);
 %
+	if (size > 8)
+		return -E2BIG;
 %
s	size = get(d);
 	return size;
 }
EOT

expect '' 'a variable that is set where it is declared' <<'EOT'
 int f(struct dev *d)
 {
u	int size = 0;
s	int size = get(d);

u	size = get(d);
 %
+	if (size > 8)
+		return -E2BIG;
 %
s	size = get(d);
 	return size;
 }
EOT

expect '' 'a variable that is set by other means' <<'EOT'
 int f(struct dev *d)
 {
 	int size = 0;

u	size = get(d);
s	get_size(d, &size);
 %
+	if (size > 8)
+		return -E2BIG;
 %
s	size = get(d);
 	return size;
 }
EOT

# table MEMBERS HERE ROW: a table to which the fix adds the row
table() {
	printf ' struct mode {\n'
	printf '%s\n' "$1" | tr ' ' '\n' | sed 's/.*/u	int &;/'
	printf '%s\n' "$2" | tr ' ' '\n' | sed 's/.*/s	int &;/'
	printf ' };\n\n static const struct mode modes[] = {\n %%\n+	%s\n %%\n };\n' "$3"
}

table 'width height' 'height width' '{ 320, 100 + 100 },' >in
expect "member 1 of 'struct mode' is 'height' here, and 'width' upstream" \
	'members in another order' <in
table 'width height' 'hertz width height' '{ 320, 200 },' >in
expect "member 1 of 'struct mode' is 'hertz' here, and 'width' upstream" 'a member in front' <in
table 'width height' 'width height hertz' '{ 320, 200 },' >in
expect '' 'a member behind' <in
table 'width height' 'columns rows' '{ 320, 200 },' >in
expect '' 'members with other names' <in
table 'width height' 'height width' '{ .width = 320, .height = 200 },' >in
expect '' 'members that are named' <in
table 'width height' 'height width' '{ SIZE(320, 200), 1 },' >in
expect '' 'a macro may stand for any' <in

# own LINES: a structure that the fix takes a member from, and this tree's own function
own() {
	cat <<'EOT'
 struct other {
 	struct other *d;
 	int mac;
 };

 struct dev {
 	int a;
-	int mac[2];
 	int b;
 };

 int user(struct dev *d)
 {
-	d->mac[0] = 1;
 	return d->a;
 }

 void calls(int d)
 {
 %
 }
s
sint own(struct dev *d, struct other *o)
s{
EOT
	printf 's%s\n' "$@" '}'
}

own '	return d->mac[1];' >in
expect "'struct dev' loses 'mac', which line 27 asks for" 'a member that this tree asks for' <in
own '	return o->mac;' >in
expect '' 'one of that name elsewhere' <in
own '	return o->d->mac;' >in
expect '' 'likewise, in a member of the name of a variable' <in
own '	int mac = 0;' '' '	return mac;' >in
expect '' 'a variable of that name' <in
own '	return d->b;' >in
expect '' 'another member' <in

expect "'depth' is initialised twice" 'a member that is initialised already' <<'EOT'
 static const struct ops ops = {
+	.depth = 3,
 	.a = 1,
 	.b = 1,
 	.c = 1,
s	.depth = 2,
 	.d = 1,
 };
EOT

expect '' 'members of two arguments' <<'EOT'
 static const struct ops ops[] = {
 	OPS(1,
+		.depth = 3,
 		.a = TYPE(.b = 1, .c = 2)),
 	OPS(2, .a = TYPE(.depth = 1, .b = 2),
s		.depth = 2,
 		.b = 1),
 };
EOT

expect "'depth' is initialised twice" 'a member that an argument initialises already' <<'EOT'
 static const struct ops ops[] = {
 	OPS(1,
+		.depth = 3,
 		.a = TYPE(.b = 1, .c = 2),
 		.e = 1,
s		.depth = 2,
 		.b = 1),
 };
EOT

expect '' 'members of two elements' <<'EOT'
 static const struct ops ops[] = {
 	{
+		.depth = 3,
 		.a = 1,
 		.b = 1,
 	},
 	{
 		.a = 2,
s		.depth = 2,
 		.b = 1,
 	},
 };
EOT

# defined HERE FIX: a function in the arm of an #if, and the fix brings one in that of another
defined() {
	printf '%s\n' "s$1" 's/* without it */' "sstatic int resume(struct dev *d)
s{
s	return 0;
s}
s#endif
s
 int start(struct dev *d)
 {
 	call_1(d);
 	call_2(d);
 	call_3(d);
 	return call_4(d);
 }

+$2
+static int resume(struct dev *d)
+{
+	return start(d);
+}
+#endif
+
 int stop(struct dev *d)
 {
 	return call_5(d);
 }"
}

for here in '#ifndef PM' '#if !defined(PM)' '#if ! defined PM' '#ifdef PM
sint pm;
s#else'; do
	for fix in '#ifdef PM' '#if defined(PM)' '#ifdef PM /* power */' '#ifndef PM
+int pm;
+#else'; do
		defined "$here" "$fix" >in
		expect '' "two configurations:$(echo "$here,$fix" | tr '#\n' ' ')" <in
	done
done
defined '#if !IS_ENABLED(PM)' '#if IS_ENABLED(PM)' >in
expect '' 'likewise, by another macro' <in
twice="'resume' is defined twice"
defined '#ifndef PM' '#ifndef PM' >in
expect "$twice" 'a function twice in one configuration' <in
defined '#ifndef PM' '#ifdef SLEEP' >in
expect "$twice" 'a function in two configurations that may be one' <in
defined '#ifndef PM
s#define PM' '#ifdef PM' >in
expect "$twice" 'a configuration that makes the other one' <in
defined '#if !PM || SLEEP' '#if PM || SLEEP' >in
expect "$twice" 'a condition of which a part is not' <in

expect "'LIMIT' is defined twice" 'a macro that is defined already' <<'EOT'
+#define LIMIT 3
 #define A 1
 #define B 1
 #define C 1
s#define LIMIT 2
 #define D 1
EOT

expect "'k' is in use in 'f' already" 'a variable that a loop declares in another one' <<'EOT'
 void f(struct dev *d)
 {
s	int k = 1;
s
 	for (int i = 0; i < 4; i++) {
 		d->v[i] = 0;
+		for (int k = 0; k < 4; k++)
+			d->w[k] = 0;
 	}
 %
s	d->k = k;
 }
EOT

expect '' 'two loops, each with a variable of its own' <<'EOT'
 void f(struct dev *d)
 {
+	for (int k = 0; k < 4; k++)
+		if (d->w[k])
+			d->w[k] = 0;
+		else
+			d->w[k] = k;
 %
s	for (int k = 0; k < 3; k++) {
s		d->v[k] = 1;
s	}
 }
EOT

expect "'v' is in use in 'f' already" 'what a block declares, and a block around it' <<'EOT'
 void f(struct dev *d)
 {
 	if (d) {
s		int v = 2;
s
 		d->a = 1;
 		d->b = 1;
+		if (d->c) {
+			int v = d->c;
+
+			d->c = v + v;
+		}
 		d->d = 1;
s		d->e = v;
 	}
 }
EOT

expect '' 'two blocks, each with a variable of its own' <<'EOT'
 void f(struct dev *d)
 {
 	if (d->c) {
+		int v = d->c;
+
+		d->c = v + v;
 		d->a = 1;
 	}
 %
s	if (d->e) {
s		int v = 2, w = 1;
s
s		d->e = v + w;
s	}
 }
EOT

expect "'d->level' is set by 'f' here already" 'what is set already' <<'EOT'
 void f(struct dev *d)
 {
 	d->state = 1;
+	d->level = 3;
 %
s	d->level = 2;
 	d->users = 0;
 }
EOT

expect '' 'what a comment says is set' <<'EOT'
 void f(struct dev *d)
 {
 	d->state = 1;
 	d->a = 1;
+	/* from here on
+	   d->level = 3;
+	   would be too late */
 	d->users = 0;
 	d->b = 1;
 %
s	d->level = 2;
 }
EOT

expect '' 'what is set where the function is left' <<'EOT'
 int f(struct dev *d)
 {
 	if (check(d)) {
s		d->level = 2;
 		clear(d);
 		/* nobody is told */
 		return -EIO;
 	}
 	d->state = 1;
 	d->a = 1;
+	d->level = 3;
 	d->users = 0;
 	return 0;
 }
EOT

expect "'d->level' is set by 'f' here already" 'what is set, and left at times' <<'EOT'
 int f(struct dev *d)
 {
 	if (check(d)) {
s		d->level = 2;
 		if (clear(d))
 			return -EIO;
 	}
 	d->state = 1;
 	d->a = 1;
+	d->level = 3;
 	d->users = 0;
 	return 0;
 }
EOT

# jump: what is set in front of a jump, which leads behind the other line, or, a "b", in front
jump() {
	sed "s/^$1//; /^[ab]/d" <<'EOT'
 int f(struct dev *d)
 {
 	if (check(d)) {
+		d->level = 3;
 		clear(d);
 		goto out;
 	}
 	d->state = 1;
b out:
 	d->a = 1;
s	d->level = 2;
 	d->users = 0;
a out:
 	return 0;
 }
EOT
}

jump a >in
expect '' 'what is set in front of a jump behind it' <in
jump b >in
expect "'d->level' is set by 'f' here already" 'what is set in front of a jump to it' <in

# loop: what is set in front of a "break", and behind that inside, or, a "b", outside
loop() {
	sed "s/^$1//; /^[ab]/d" <<'EOT'
 int f(struct dev *d)
 {
 	while (check(d)) {
 		if (d->c) {
s			d->level = 2;
 			break;
 		}
 		d->state = 1;
b 	}
 		d->a = 1;
+		d->level = 3;
 		d->users = 0;
a 	}
 	return 0;
 }
EOT
}

loop a >in
expect '' 'what is set in front of a break of the loop' <in
loop b >in
expect "'d->level' is set by 'f' here already" 'what is set in front of a break of a loop above' <in

# time_of: two states, and in between a function of the file is called with $1
time_of() {
	sed "s/ARGUMENT/$1/" <<'EOT'
 static bool is_set(struct dev *d)
 {
 	return d->level;
 }

 void f(struct dev *d, struct dev *e)
 {
 	d->state = 1;
+	d->level = 3;
 	d->a = 1;
 	if (is_set(ARGUMENT))
 		d->c = 1;
s	d->level = 2;
 	d->users = 0;
 }
EOT
}

time_of d >in
expect '' 'two values, each for a time' <in
time_of e >in
expect "'d->level' is set by 'f' here already" 'two values, and the first is not used' <in
sed 's/= [23];/= make_level(d);/' in | sed 's/is_set(e)/is_set(d)/' >made
expect "'d->level' is set by 'f' here already" 'what is made twice' <made

expect "'mutex_lock\\(&d->lock\\)' in line [0-9]+ takes what is held" 'a held lock' <<'EOT'
 void f(struct dev *d)
 {
 	int state = 0;
s	mutex_lock(&d->lock);
 %
+	mutex_lock(&d->lock);
+	state = d->state;
+	mutex_unlock(&d->lock);
 %
s	mutex_unlock(&d->lock);
 	use(state);
 }
EOT

expect '' 'a lock that was held' <<'EOT'
 void f(struct dev *d)
 {
 	int state = 0;
s	mutex_lock(&d->lock);
 %
s	mutex_unlock(&d->lock);
 %
+	mutex_lock(&d->lock);
+	state = d->state;
+	mutex_unlock(&d->lock);
 %
 	use(state);
 }
EOT

expect '' 'a way that does not come from where a lock is taken' <<'EOT'
 void f(struct dev *d)
 {
 	int state = 0;
s	if (d->a)
s		goto slow;
s	mutex_lock(&d->lock);
s	d->users++;
s	goto out;
s slow:
 %
+	mutex_lock(&d->lock);
+	state = d->state;
+	mutex_unlock(&d->lock);
 %
 	use(state);
s	return;
s out:
s	mutex_unlock(&d->lock);
 }
EOT

# in a folder nobody knows upstream's file, and some of it is told by this tree's alone
workspace

# folder PATTERN NAME: likewise, of the mail on a folder
folder() {
	start
	rm -rf "$scratch/tree"
	mkdir "$scratch/tree"
	version s >"$scratch/tree/a.c"
	like "$(port_mail "$scratch/tree")" "$1" "$2"
}

folder "^proposed 'check' returns a bool here, and no error number" 'a false yes' <<'EOT'
uint check(struct dev *d)
sbool check(struct dev *d)
 {
 %
+	if (!d->state)
+		return -EINVAL;
 %
 	d->users++;
 }
EOT

folder "^proposed 'depth' is initialised twice" 'a member that is initialised already' <<'EOT'
 static const struct ops ops = {
+	.depth = 3,
 	.a = 1,
 	.b = 1,
 	.c = 1,
s	.depth = 2,
 	.d = 1,
 };
EOT

folder '^proposed f\(\): .mutex_lock.* takes what is held already' 'a lock that is held' <<'EOT'
 void f(struct dev *d)
 {
 	int state = 0;
s	mutex_lock(&d->lock);
 %
+	mutex_lock(&d->lock);
+	state = d->state;
+	mutex_unlock(&d->lock);
 %
s	mutex_unlock(&d->lock);
 	use(state);
 }
EOT

folder '^ported ' 'nothing of the kind' <<'EOT'
 bool check(struct dev *d)
 {
 %
+	if (!d->state)
+		return false;
 %
s	d->users = 0;
 	d->users++;
 }
EOT

# walk UPSTREAM HERE LINES: a loop over a list, which is another one here
walk() {
	printf ' void f(struct dev *d)\n {\n 	struct item *i, *next;\n\n'
	printf 'u	%s {\ns	%s {\n %%\n' "$1" "$2"
	printf '%s\n' "$3"
	printf ' %%\n 	}\n }\n'
}

plain='list_for_each_entry(i, &d->items, node)'
safe='list_for_each_entry_safe(i, next, &d->items, node)'
told="'list_for_each_entry' goes over a list from which what comes may take elements"
walk "$safe" "$plain" '+		list_del(&i->node);' >in
expect "$told; upstream it is 'list_for_each_entry_safe'" 'an element that is taken away' <in
walk "$safe" "$plain" '+		i->next = NULL;' >in
expect "$told" 'the next element' <in
walk "$safe" "$plain" '+		count(i, d->next);' >in
expect '' 'nothing is taken away' <in
walk "$safe" "$plain" '+		if (i->next == 0) udelay(10);' >in
expect '' 'what only looks like it' <in
walk "$safe" "$plain" '+		list_del(&i->node);
+		return;' >in
expect '' 'the walk ends with it' <in
walk "$safe" "$safe" '+		list_del(&i->node);' >in
expect '' 'a loop that may lose elements' <in
walk "$plain" "$safe" '+		list_del(&i->node);' >in
expect '' 'here it may, and upstream not' <in

# choice UPSTREAM HERE: a case comes behind another one, which ends so
choice() {
	printf ' int f(struct dev *d)\n {\n 	switch (d->state) {\n 	case 1:\n %%\n'
	printf 'u		%s\ns		%s\n' "$1" "$2"
	printf '+	case 4:\n+		d->users += 4;\n+		break;\n'
	printf ' 	case 5:\n %%\n 		break;\n 	}\n 	return 0;\n }\n'
}

choice 'break;' '/* fallthrough */' >in
start <in
pick_told touching "what stands above 'case 4' goes on into it here, and leaves upstream" \
	'a case that another one goes on into'
# untold UPSTREAM HERE NAME: of such a case nothing is said
untold() {
	choice "$1" "$2" >in
	start <in
	run "$BACKSTITCH" pick --repo "$repo" --onto stable main
	is "$(jq -r '.warnings[]' "$out")" '' "$3"
}

untold 'break;' 'return 1;' 'one that leaves in another way'
untold 'breaker(d);' 'use(n);' 'what only begins like a way out'
for end in 'use(n); break;' 'return use(d,
s			   n);' 'panic("here");' 'if (d->a) break;'; do
	untold 'break;' "$end" "one that ends with: $end"
done
untold 'if (d->a) return 3;' 'use(n);' 'one that upstream leaves on a condition'
untold '/* fallthrough */' 'fallthrough;' 'one that goes on upstream as well'

# the name of the call stands above the lines that come
expect "'add' takes a 'struct list' here, and a 'struct queue' upstream" \
	'a call that is given a pointer to another structure' <<'EOT'
 struct list { int a; };
 struct queue { int a; };

ustatic void add(struct dev *d, struct queue *q, int n)
sstatic void add(struct dev *d, struct list *q, int n)
 {
 %
 }

 int f(struct dev *d)
 {
 %
 	add(d,
-	    &d->list, 1);
+	    &d->queue, 1);
 %
 	return 0;
 }
EOT

expect "'ready' returns a signed number here, and a bool upstream" 'a call that is returned' <<'EOT'
ustatic bool ready(struct dev *d, int n, int m)
sstatic int ready(struct dev *d, int n, int m)
 {
 %
 }

 int f(struct dev *d)
 {
 %
 	return ready(d,
-		     1, 2);
+		     2, 2);
 }
EOT

# upstream has another function of the name of the old one, which this tree has not
expect "'ready' is declared no more, and used here" 'a function that gets another name' <<'EOT'
 static int
-ready(struct dev *d)
+ready_once(struct dev *d)
 {
 %
 }

 int f(struct dev *d)
 {
 %
s	return ready(d);
u	return ready_once(d);
 }
u
ustatic int ready(struct dev *d, int n)
u{
u	return ready_once(d);
u}
EOT

# a structure and a comment have the name of the variable
expect "'f' has no 'inode' here" 'a variable that is not here' <<'EOT'
 int f(struct dev *d)
 {
 	struct inode *dir = d->dir;
u	struct node *inode;

 	/* an inode */
 %
+	inode = get(dir);
+	if (IS_ERR(inode))
+		return -EIO;
 %
 	return 0;
 }
EOT

expect '' 'one that a macro declares' <<'EOT'
 int f(struct dev *d)
 {
 	struct inode *dir = d->dir;
u	struct node inode;
s	NODE(inode);

 %
+	d->a = inode;
 %
 	return 0;
 }
EOT

expect "'f' returns nothing here, and what comes returns a value" 'a value of what has none' <<'EOT'
ustruct msg *f(struct dev *d)
svoid f(struct dev *d)
 {
 %
-	d->out = get(d);
+	return d->out = get(d);
 }
EOT

expect "'LIMIT' is declared no more, and used here" 'a macro that gets another name' <<'EOT'
-#define LIMIT 5
+#define LIMIT_MAX 5

 int f(struct dev *d, int n)
 {
 %
s	n += LIMIT;
u	n += LIMIT_MAX;
 	return n;
 }
EOT

expect '' 'one that an #if asks for' <<'EOT'
-#define VERBOSE 1
-
 int f(struct dev *d, int n)
 {
 %
s#ifdef VERBOSE
s	say(d);
s#endif
 %
 	return n;
 }
EOT

# of two variables that one line declares
expect "'left' in 'f' is declared no more" 'a variable of a list, which goes and is in use' <<'EOT'
 int f(struct dev *d)
 {
-	int n = size(d, 1), left;
+	int n = size(d, 1);

 %
s	left = d->left;
s	n += left;
 	return n;
 }
EOT

expect '' 'one of a list that stays' <<'EOT'
 int f(struct dev *d)
 {
-	int n = size(d, 1), *right, left;
+	int n = size(d, 2), *right, left;

 %
s	left = d->left;
s	n += left;
 	return n;
 }
EOT

finish
