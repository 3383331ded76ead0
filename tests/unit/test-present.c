// SPDX-License-Identifier: GPL-2.0-only
/*
 * Present, and not-affected: what may be said only with the evidence.  A fix that is
 * called present and is not is a hole that nobody looks at again.
 */
#include "port-sample.h"

#define HEAD "diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"
#define ONE "static int one(struct a *p, int n)\n{\n"

#define CHECK "\tif (n < 0)\n\t\treturn -EINVAL;\n"
#define ADD_CHECK                                                                                  \
	HEAD "@@ -10,6 +10,8 @@ static int one(struct a *p, int n)\n"                              \
	     " \tprepare(p);\n \tenter(p);\n \tn = count(p);\n+\tif (n < 0)\n"                     \
	     "+\t\treturn -EINVAL;\n \tuse(p, n);\n \tleave(p);\n \tdone(p);\n"
#define WITHOUT                                                                                    \
	"\tprepare(p);\n\tenter(p);\n\tn = count(p);\n\tuse(p, n);\n\tleave(p);\n\tdone(p);\n"
#define WITH                                                                                       \
	"\tprepare(p);\n\tenter(p);\n\tn = count(p);\n" CHECK                                      \
	"\tuse(p, n);\n\tleave(p);\n\tdone(p);\n"

static void test_plainly(void)
{
	expect_outcome(ONE WITH "}\n", ADD_CHECK, OUTCOME_PRESENT,
		       "f\\.c:1 one\\(\\) has the code");
	expect_ported(ONE WITHOUT "}\n", ADD_CHECK, ONE WITH "}\n");
}

/* the code that the patch makes stands there, and what it changes does too */
static void test_once_more(void)
{
	expect_outcome(ONE WITH WITHOUT "}\n", ADD_CHECK, OUTCOME_CONFLICT,
		       "nothing tells whether it is in");
}

#define TABLE "static const struct row rows[] = {\n"
#define ROW_END "\t\t},\n\t\t.data = all,\n\t},\n"
#define ROW(name) "\t{\n\t\t.name = \"" name "\",\n\t\t.match = {\n" ROW_END
#define ADD_ROW HEAD ADD_ROW_AT("5,6", "5,12")
#define ADD_ROW_AGAIN ADD_ROW_AT("11,6", "11,12")
#define ADD_ROW_AT(old, new)                                                                       \
	"@@ -" old " +" new " @@ static const struct row rows[] = {\n"                            \
	     " \t\t},\n \t\t.data = all,\n \t},\n"                                              \
	     "+\t{\n+\t\t.name = \"new\",\n+\t\t.match = {\n"                                   \
	     "+\t\t},\n+\t\t.data = all,\n+\t},\n"                                              \
	     " \t{\n \t\t.name = \"two\",\n \t\t.match = {\n"

/* on the very file that a patch was made on nothing is in, though a row is written a second time */
static void test_row_again(void)
{
	static const char before[] = TABLE ROW("one") ROW("new") ROW("two") "};\n";
	g_autoptr(GBytes) bytes = g_bytes_new_static(before, strlen(before));
	g_autofree char *blob = diff_blob_id(bytes);
	g_autofree char *diff = g_strdup_printf(
		"diff --git a/f.c b/f.c\nindex %.12s..0123456789ab 100644\n"
		"--- a/f.c\n+++ b/f.c\n%s",
		blob, ADD_ROW_AGAIN);

	expect_ported(before, diff, TABLE ROW("one") ROW("new") ROW("new") ROW("two") "};\n");
}

/* where a row stands that ends as the one above it, the lines that it was put between do so, too */
static void test_row(void)
{
	expect_ported(TABLE ROW("one") ROW("two") "};\n", ADD_ROW,
		      TABLE ROW("one") ROW("new") ROW("two") "};\n");
	expect_outcome(TABLE ROW("one") ROW("new") ROW("two") "};\n", ADD_ROW,
		       OUTCOME_PRESENT, "by content");
	/* there are two of them, and upstream has made one */
	expect_outcome(TABLE ROW("one") ROW("new") ROW("new") ROW("two") "};\n", ADD_ROW,
		       OUTCOME_CONFLICT, "upstream expects|nothing tells whether it is in");
	/* further down it may be another fix's */
	expect_outcome(TABLE "\t{ 1 },\n\t{ 2 },\n\t{ 4 },\n\t{ 5 },\n"
			     "\t{ 1 },\n\t{ 2 },\n\t{ 3 },\n\t{ 4 },\n\t{ 5 },\n};\n",
		       HEAD "@@ -2,4 +2,5 @@ static const struct row rows[] = {\n"
			    " \t{ 1 },\n \t{ 2 },\n+\t{ 3 },\n \t{ 4 },\n \t{ 5 },\n",
		       OUTCOME_CONFLICT, "nothing tells whether it is in");
	/* nor is it in where its lines stand, and upstream's file ends */
	expect_outcome(TABLE "\t{ 1 },\n\t{ 2 },\n\t{ 4 },\n\t{ 5 },\n"
			     "\t{ 1 },\n\t{ 2 },\n\t{ 3 },\n\t{ 4 },\n};\n",
		       HEAD "@@ -2,3 +2,4 @@ static const struct row rows[] = {\n"
			    " \t{ 1 },\n \t{ 2 },\n+\t{ 3 },\n \t{ 4 },\n",
		       OUTCOME_CONFLICT, "is here already");
	/* statements may just come a second time */
	expect_outcome(ONE "\tstart(p);\n\tdelay(10);\n\twait(p);\n\tbarrier(p);\n"
			   "\treset(p, ALL);\n\tdelay(10);\n\twait(p);\n\tbarrier(p);\n"
			   "\tfinish(p);\n\tdone(p);\n}\n",
		       HEAD "@@ -9,6 +9,10 @@ static int one(struct a *p, int n)\n"
			    " \tdelay(10);\n \twait(p);\n \tbarrier(p);\n+\treset(p, ALL);\n"
			    "+\tdelay(10);\n+\twait(p);\n+\tbarrier(p);\n \tfinish(p);\n"
			    " \tdone(p);\n }\n",
		       OUTCOME_CONFLICT, "nothing tells whether it is in");
	/* another row without a name of its own: it may be one of those that were there before */
	expect_outcome(TABLE "\t{ 0 },\n\t{ 0 },\n\t{ 0 },\n\t{ 1 },\n};\n",
		       HEAD "@@ -2,2 +2,3 @@ static const struct row rows[] = {\n"
			    " \t{ 0 },\n+\t{ 0 },\n \t{ 1 },\n",
		       OUTCOME_CONFLICT, "nothing tells whether it is in");
}

#define ADD_HERE(lines, spaced)                                                                    \
	"@@ -" lines " @@ static int one(struct a *p, int n)\n"                                    \
	" \tprepare(p);\n \tenter(p" spaced ");\n+\tfix(p, n, p->lock);\n"                       \
	" \tuse(p, n);\n \tleave(p);\n"
#define ADD_TWICE(spaced) HEAD ADD_HERE("3,4 +3,5", "") ADD_HERE("9,4 +10,5", spaced)
#define PAIR(fix) "\tprepare(p);\n\tenter(p);\n" fix "\tuse(p, n);\n\tleave(p);\n"
#define OLD_PAIR "\tprepare(p);\n\tenter_old(p);\n\tuse(p, n);\n\tleave(p);\n"
#define FIXED "\tfix(p, n, p->lock);\n"

/* two hunks add the same at two places: one place that has it is not both */
static void test_two_hunks(void)
{
	expect_outcome(ONE PAIR(FIXED) "\tmore(p);\n" PAIR(FIXED) "}\n", ADD_TWICE(""),
		       OUTCOME_PRESENT, "by content");
	expect_outcome(ONE PAIR(FIXED) "\tmore(p);\n" OLD_PAIR "}\n", ADD_TWICE(""),
		       OUTCOME_CONFLICT, "is here already");
	/* one of them in other layout */
	expect_outcome(ONE PAIR(FIXED) "\tmore(p);\n" OLD_PAIR "}\n", ADD_TWICE(" "),
		       OUTCOME_CONFLICT, "is here already");
}

/* other layout, other comments: the same code */
static void test_reworded(void)
{
	expect_outcome(ONE "\tprepare(p);\n\tenter(p);\n\tn = count(p);\n\t/* see below */\n"
			   "\tif (n < 0) return -EINVAL;\n\tuse(p,\n\t    n);\n\tleave(p);\n"
			   "\tdone(p);\n}\n",
		       ADD_CHECK, OUTCOME_PRESENT, "by content");
}

/* the same check elsewhere in the function, for another reason, where the context differs */
static void test_same_check_elsewhere(void)
{
	expect_outcome(ONE CHECK "\tprepare(p);\n\tenter(p, 0);\n\tn = count(p, 0);\n\tuse(p, n);\n"
				 "\tleave(p);\n\tdone(p);\n}\n",
		       ADD_CHECK, OUTCOME_CONFLICT, "one\\(\\): upstream expects");
	expect_outcome("static int two(int n)\n{\n" CHECK "\treturn 0;\n}\n\n" ONE
		       "\tprepare(p);\n\tenter(p, 0);\n\tn = count(p, 0);\n\tuse(p, n);\n}\n",
		       ADD_CHECK, OUTCOME_CONFLICT, "upstream expects");
}

/* context that differs away from the change does not hide it */
static void test_other_context(void)
{
	expect_outcome(ONE "\tprepare(p, 1);\n\tn = count(p);\n" CHECK
			   "\tuse(p, n);\n\tend(p);\n}\n",
		       ADD_CHECK, OUTCOME_PRESENT, "by content");
}

#define GONE "static void gone(void)\n{\n\tcall(1);\n\tcall(2);\n}\n"
#define DROP_END                                                                                   \
	HEAD "@@ -3,9 +3,3 @@ static int one(struct a *p, int n)\n \n \treturn 0;\n"               \
	     " }\n-\n-static void gone(void)\n-{\n-\tcall(1);\n-\tcall(2);\n-}\n"

/* what only removes: the lines around it are everywhere, so the end of the file counts */
static void test_removed_at_end(void)
{
	expect_ported(ONE "\n\treturn 0;\n}\n\n" GONE, DROP_END, ONE "\n\treturn 0;\n}\n");
	expect_outcome(ONE "\n\treturn 0;\n}\n", DROP_END, OUTCOME_PRESENT, "by content");
	expect_outcome(ONE
		       "\n\treturn 0;\n}\n\nstatic void gone(void)\n{\n\tcall(1);\n\tcall(3);\n}\n",
		       DROP_END, OUTCOME_CONFLICT, "upstream expects");
}

static void test_revert(void)
{
	static const char revert[] = HEAD
		"@@ -10,8 +10,6 @@ static int one(struct a *p, int n)\n"
		" \tprepare(p);\n \tenter(p);\n \tn = count(p);\n-\tif (n < 0)\n"
		"-\t\treturn -EINVAL;\n \tuse(p, n);\n \tleave(p);\n \tdone(p);\n";

	expect_ported(ONE WITH "}\n", revert, ONE WITHOUT "}\n");
	expect_outcome(ONE WITHOUT "}\n", revert, OUTCOME_PRESENT, "by content");
}

#define FAR                                                                                        \
	"diff --git a/drivers/x/new.c b/drivers/x/new.c\n--- a/drivers/x/new.c\n"                  \
	"+++ b/drivers/x/new.c\n@@ -10,5 +10,6 @@ static int new_probe(struct d *d)\n"             \
	" \tint r;\n \n+\tnew_lock(d);\n \tr = new_start(d);\n \tif (r)\n \t\treturn r;\n"

static struct port *port_far(struct scene *scene, const char *diff, enum outcome outcome,
			     const char *pattern)
{
	struct port *port = scene_port(scene, diff);

	g_test_message("%s: %s", outcome_name(port->outcome), port->reason);
	g_assert_cmpstr(outcome_name(port->outcome), ==, outcome_name(outcome));
	g_assert_true(g_regex_match_simple(pattern, port->reason, 0, 0));
	return port;
}

static void expect_far(const char *path, const char *text, enum outcome outcome,
		       const char *pattern)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;

	scene_put(scene, path, text);
	port = port_far(scene, FAR, outcome, pattern);
}

/* the file is not there: not affected only when its code is not there either */
static void test_not_affected(void)
{
	expect_far("drivers/x/old.c", "int other(void)\n{\n\treturn 0;\n}\n",
		   OUTCOME_NOT_AFFECTED,
		   "none of its 1 source files has new_probe\\(\\), new_start\\(\\)$");
	expect_far("drivers/y/moved.c", "static int new_probe(struct d *d)\n{\n}\n",
		   OUTCOME_CONFLICT,
		   "new\\.c' is not in this tree, but "
		   "new_probe\\(\\) is in drivers/y/moved\\.c:1$");
	expect_far("drivers/y/renamed.c", "static int old_probe(void)\n{\n\tnew_start(d);\n}\n",
		   OUTCOME_CONFLICT,
		   "but new_start\\(\\) is called in drivers/y/renamed\\.c:3$");
	expect_far("drivers/x/old.c",
		   "int renew_start(void);\nint new_startup(void);\n/* new_probe() */\n"
		   "char *s = \"new_probe(\";\n",
		   OUTCOME_NOT_AFFECTED, "none of its");
}

/* in another top folder, which is looked through before anything is said to be missing */
static void test_far_away(void)
{
	expect_far("arch/a/new/core.c", "static int new_probe(struct d *d)\n{\n}\n",
		   OUTCOME_CONFLICT, "but new_probe\\(\\) is in arch/a/new/core\\.c:1$");
	expect_far("lib/x.c", "#define new_probe(d) start(d)\n", OUTCOME_CONFLICT,
		   "but new_probe\\(\\) is in lib/x\\.c:1$");
	/* a macro may define it */
	expect_far("lib/x.c", "DEFINE_START(1, new_probe)\n{\n}\n", OUTCOME_CONFLICT,
		   "but 'new_probe' is in lib/x\\.c:1$");
	/* no source: nothing can be said of it */
	expect_far("Documentation/x.rst", "new_probe\n", OUTCOME_CONFLICT,
		   "'drivers/x/new\\.c' is not in this tree$");
}

#define USER(n) "int " n "(void)\n{\n\tint r = new_start(0);\n\n\treturn new_probe(r);\n}\n"

/* what many files call or have says nothing of one of them */
static void test_everybodys_names(void)
{
	static const char *const paths[] = { "drivers/a.c", "drivers/b.c", "lib/c.c", "mm/d.c" };
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL, other = NULL;

	for (gsize i = 0; i < 3; i++)
		scene_put(scene, paths[i], USER("user"));
	/* and nothing is there that could be missed */
	port = port_far(scene, FAR, OUTCOME_CONFLICT, "'drivers/x/new\\.c' is not in this tree$");
	scene_put(scene, paths[3], "int new_probe(struct d *d)\n{\n\treturn 0;\n}\n");
	other = port_far(scene, FAR, OUTCOME_CONFLICT, "but new_probe\\(\\) is in mm/d\\.c:1$");
}

/* a tree with so many files that a name can be rare in it */
static void fill(struct scene *scene)
{
	for (guint i = 0; i < 100; i++) {
		g_autofree char *path = g_strdup_printf("lib/filler%u.c", i);

		scene_put(scene, path, "int filler;\n");
	}
}

#define FAR_TABLE                                                                                  \
	"diff --git a/drivers/x/tab.c b/drivers/x/tab.c\n--- a/drivers/x/tab.c\n"                  \
	"+++ b/drivers/x/tab.c\n@@ -10,4 +10,4 @@ struct entry table[] = {\n \t{ 1 },\n"          \
	"-\t{ .first_field = KIND_OF_ONE, .other = 2 },\n"                                         \
	"+\t{ .first_field = KIND_OF_ONE, .other = 3 },\n \t{ 4 },\n };\n"

static void expect_table(const char *text, enum outcome outcome, const char *pattern)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;

	fill(scene);
	scene_put(scene, "net/y.c", text);
	port = port_far(scene, FAR_TABLE, outcome, pattern);
}

/* no function: a line, or two names in one file */
static void test_table(void)
{
	expect_table("int y;\n", OUTCOME_NOT_AFFECTED, "has first_field, KIND_OF_ONE and|has ");
	expect_table("struct e t = {\n\n  { .first_field = KIND_OF_ONE, .other = 2 },\n};\n",
		     OUTCOME_CONFLICT, "but '\\{ \\.first_field = .*' is in net/y\\.c:3$");
	expect_table("int first_field;\n#define KIND_OF_ONE 1\n", OUTCOME_CONFLICT,
		     "but 'first_field' and 'KIND_OF_ONE' are in net/y\\.c:1$");
	expect_table("int first_field;\nint true;\n", OUTCOME_NOT_AFFECTED, "has KIND_OF_ONE");
}

#define FAR_REGISTER                                                                               \
	"diff --git a/arch/a/fpu.c b/arch/a/fpu.c\n--- a/arch/a/fpu.c\n+++ b/arch/a/fpu.c\n"       \
	"@@ -10,5 +10,5 @@ int get_register(struct task *child, int index)\n"                      \
	" \tflush_to_thread(child);\n-\tif (fpidx < (REGS_END - REGS)) {\n"                        \
	"+\tif (fpidx >> 1 < (REGS_END - REGS) >> 1) {\n"                                         \
	" \t\t/* as words */\n \t\t((u32 *)child->thread.fp_state.fpr)[fpidx] = data;\n \t}\n"

static void expect_register(const char *text, enum outcome outcome, const char *pattern)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;

	fill(scene);
	scene_put(scene, "arch/a/ptrace.c", text);
	scene_put(scene, "arch/a/regs.h", "#define REGS 1\n#define REGS_END 2\n");
	scene_put(scene, "arch/a/align.c", "int f(void)\n{\n\treturn REGS_END - REGS;\n}\n");
	scene_put(scene, "arch/a/trap.c", "int g(void)\n{\n\treturn REGS - REGS_END;\n}\n");
	port = port_far(scene, FAR_REGISTER, outcome, pattern);
}

/*
 * The code was a part of a larger function, with a line around that stands elsewhere; then with
 * a name that no other file has, and one that only is not everywhere.
 */
static void test_split_off(void)
{
	expect_register("long all(int i)\n{\n\tif (fpidx)\n"
			"\t\t((u32 *)child->thread.fp_state.fpr)[fpidx] = data;\n}\n",
			OUTCOME_CONFLICT, "but '.*fpidx\\] = data;' is in arch/a/ptrace\\.c:4$");
	expect_register("long all(int i)\n{\n\tint fpidx = i - REGS;\n\n"
			"\treturn fpidx < REGS_END;\n}\n",
			OUTCOME_CONFLICT, "but 'fpidx' and 'REGS.*' are in arch/a/ptrace\\.c:3$");
	expect_register("long all(int i)\n{\n\tint fpidx = i;\n\n\treturn fpidx;\n}\n",
			OUTCOME_NOT_AFFECTED,
			"none of its 104 source files has get_register\\(\\)");
}

/* in a part of a tree every name is rare; what the patch removes is not there by chance */
static void test_part_of_tree(void)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) one = NULL, other = NULL;

	scene_put(scene, "net/y.c", "int first_field;\n#define KIND_OF_ONE 1\n");
	one = port_far(scene, FAR_TABLE, OUTCOME_CONFLICT,
		       "'drivers/x/tab\\.c' is not in this tree$");
	scene_put(scene, "net/y.c",
		  "struct e t = {\n  { .first_field = KIND_OF_ONE, .other = 2 },\n};\n");
	other = port_far(scene, FAR_TABLE, OUTCOME_CONFLICT, "but '\\{ \\.first_field = .*'");
}

/* a part of its files is there: that is no reason to leave it */
static void test_half_affected(void)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;

	scene_put(scene, "f.c", ONE WITHOUT "}\n");
	port = scene_port(scene, ADD_CHECK FAR);
	g_assert_cmpint(port->outcome, ==, OUTCOME_CONFLICT);
	g_assert_nonnull(strstr(port->reason, "'drivers/x/new.c' is not in this tree"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/present/plainly", test_plainly);
	g_test_add_func("/present/once-more", test_once_more);
	g_test_add_func("/present/row", test_row);
	g_test_add_func("/present/row-again", test_row_again);
	g_test_add_func("/present/two-hunks", test_two_hunks);
	g_test_add_func("/present/reworded", test_reworded);
	g_test_add_func("/present/same-check-elsewhere", test_same_check_elsewhere);
	g_test_add_func("/present/other-context", test_other_context);
	g_test_add_func("/present/removed-at-end", test_removed_at_end);
	g_test_add_func("/present/revert", test_revert);
	g_test_add_func("/affected/not", test_not_affected);
	g_test_add_func("/affected/far-away", test_far_away);
	g_test_add_func("/affected/everybodys-names", test_everybodys_names);
	g_test_add_func("/affected/table", test_table);
	g_test_add_func("/affected/split-off", test_split_off);
	g_test_add_func("/affected/part-of-tree", test_part_of_tree);
	g_test_add_func("/affected/half", test_half_affected);
	return g_test_run();
}
