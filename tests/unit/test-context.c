// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rung "context": a mail whose base nobody knows, to a tree that has some of
 * its context otherwise.  Each case that it takes has one beside it that it must
 * not take.
 */
#include "port-sample.h"

#define HEAD "diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"
#define ONE "static int one(struct a *p, int n)\n{\n"
#define TWO "static int two(struct a *p, int n)\n{\n"
#define REPLACE                                                                                    \
	HEAD "@@ -10,7 +10,7 @@ static int one(struct a *p, int n)\n"                              \
	     " \tprepare(p);\n \tenter(p, MODE_NEW);\n \tn = count(p);\n"                          \
	     "-\tfinish_early(p, n);\n+\tfinish(p, n);\n"                                          \
	     " \tuse(p, n);\n \tleave(p);\n \tdone(p);\n"
#define OLD_BODY(enter, middle)                                                                    \
	"\tprepare(p);\n" enter "\tn = count(p);\n" middle "\tuse(p, n);\n\tleave(p);\n\tdone(p);\n"
#define INSERT(count)                                                                              \
	HEAD "@@ -10,6 +10,7 @@ static int one(struct a *p, int n)\n"                              \
	     " \tprepare(p);\n \tenter(p);\n \tn = " count ";\n+\tcheck(p, n);\n"                 \
	     " \tuse(p, n);\n \tleave(p);\n \tdone(p);\n"
#define EARLY "\tfinish_early(p, n);\n"
#define OLD OLD_BODY("\tenter(p);\n", EARLY)
#define NEW OLD_BODY("\tenter(p);\n", "\tfinish(p, n);\n")

/* @diff on a tree with @before at "f.c" is proposed as @after, and says that @differs differs */
static void expect_proposed(const char *before, const char *diff, const char *after,
			    const char *differs)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;
	g_autofree char *text = NULL;

	scene_put(scene, "f.c", before);
	port = scene_port(scene, diff);
	g_test_message("%s: %s", outcome_name(port->outcome), port->reason);
	g_assert_cmpstr(outcome_name(port->outcome), ==, "proposed");
	g_assert_cmpstr(port->rung, ==, "context");
	text = scene_text(port->after, "f.c");
	g_assert_cmpstr(text, ==, after);
	g_assert_cmpuint(port->residue->len, >, 0);
	g_assert_nonnull(strstr(port->residue->pdata[0], differs));
}

static void test_context_line(void)
{
	expect_proposed(ONE OLD "}\n", REPLACE, ONE NEW "}\n",
			"upstream expects 'enter(p, MODE_NEW);', here stands 'enter(p);'");
	/* the line that changes is another one */
	expect_outcome(ONE OLD_BODY("\tenter(p);\n", "\tfinish_late(p, n);\n") "}\n", REPLACE,
		       OUTCOME_CONFLICT, "upstream expects");
	/* or has other words, which a merge of words could put together */
	expect_outcome(ONE OLD_BODY("\tenter(p);\n", "\tfinish_early(p, m);\n") "}\n", REPLACE,
		       OUTCOME_CONFLICT, "upstream expects");
	/* or is not there */
	expect_outcome(ONE OLD_BODY("\tenter(p);\n", "") "}\n", REPLACE, OUTCOME_CONFLICT,
		       "upstream expects");
}

/* a line in front of the change that this tree changed touches it: both are taken */
static void test_touching(void)
{
	expect_proposed(ONE OLD_BODY("\tenter(p);\n", "") "}\n", INSERT("count(p, ALL)"),
			ONE OLD_BODY("\tenter(p);\n", "\tcheck(p, n);\n") "}\n",
			"upstream expects 'n = count(p, ALL);'");
}

/* the function that the hunk names decides, whatever stands in its twin */
static void test_twin(void)
{
	expect_proposed(TWO OLD "}\n\n" ONE OLD "}\n", REPLACE, TWO OLD "}\n\n" ONE NEW "}\n",
			"MODE_NEW");
	/* but where it fits its twin as it is, the code may have gone there */
	expect_outcome(TWO OLD_BODY("\tenter(p, MODE_NEW);\n", EARLY) "}\n\n" ONE OLD "}\n",
		       REPLACE, OUTCOME_CONFLICT, "fits only outside its function: two");
	expect_outcome(TWO OLD "}\n", REPLACE, OUTCOME_CONFLICT, "there is no function one");
	expect_outcome(ONE OLD OLD "}\n", REPLACE, OUTCOME_CONFLICT, "one");
	/* what fits as it is, at two places, is nobody's guess */
	expect_outcome(ONE OLD_BODY("\tenter(p, MODE_NEW);\n", EARLY)
			   OLD_BODY("\tenter(p, MODE_NEW);\n", EARLY) "}\n",
		       REPLACE, OUTCOME_CONFLICT, "fits");
}

/* one half is in, and who put it in had a reason to leave the other one out */
static void test_half_in(void)
{
	static const char both[] = REPLACE
		"@@ -30,5 +30,5 @@ static int two(struct a *p, int n)\n"
		" \tfirst(p);\n \topen(p, MODE_NEW);\n-\tn = get(p);\n+\tn = get(p, n);\n"
		" \tclose(p);\n \tlast(p);\n";
	static const char other[] = TWO
		"\tfirst(p);\n\topen(p);\n\tn = get(p);\n\tclose(p);\n\tlast(p);\n}\n";
	g_autofree char *half = g_strconcat(ONE OLD_BODY("\tenter(p, MODE_NEW);\n",
							 "\tfinish(p, n);\n") "}\n\n",
					    other, NULL);
	g_autofree char *neither = g_strconcat(ONE OLD "}\n\n", other, NULL);
	g_autofree char *after = g_strconcat(ONE NEW "}\n\n" TWO "\tfirst(p);\n\topen(p);\n"
					     "\tn = get(p, n);\n\tclose(p);\n\tlast(p);\n}\n",
					     NULL);

	g_autofree char *swapped = g_strconcat(other, "\n" ONE OLD "}\n", NULL);

	expect_outcome(half, both, OUTCOME_CONFLICT, "is here already");
	/* functions in another order: the second hunk has no place behind the first one */
	expect_outcome(swapped, both, OUTCOME_CONFLICT, "upstream expects");
	expect_proposed(neither, both, after, "MODE_NEW");
}

/* what it adds stands in the lines that this tree has there: it may be another fix */
static void test_may_be_in(void)
{
	expect_outcome(ONE OLD_BODY("\tenter(p);\n", "\tcheck(p, n);\n\tlog(p, n);\n") "}\n",
		       INSERT("count(p)"), OUTCOME_CONFLICT, "with other lines between them");
	/* or this tree adds something else there: which comes first? */
	expect_outcome(ONE OLD_BODY("\tenter(p);\n", "\tlog(p, n);\n") "}\n", INSERT("count(p)"),
		       OUTCOME_CONFLICT, "with other lines between them");
}

/* what upstream only removes must be where the hunk belongs: elsewhere it is another one */
static void test_removed(void)
{
	static const char drop[] = HEAD
		"@@ -10,7 +10,6 @@ static int one(struct a *p, int n)\n"
		" \tprepare(p);\n \tenter(p, MODE_NEW);\n \tn = count(p);\n-\tfree(p->buf);\n"
		" \tuse(p, n);\n \tleave(p);\n \tdone(p);\n";

	expect_proposed(ONE OLD_BODY("\tenter(p);\n", "\tfree(p->buf);\n") "}\n", drop,
			ONE OLD_BODY("\tenter(p);\n", "") "}\n", "MODE_NEW");
	expect_outcome(ONE OLD_BODY("\tenter(p);\n", "") "\tfree(p->priv->buf);\n}\n", drop,
		       OUTCOME_CONFLICT, "upstream expects");
	/* also where the rest of the hunk would go in */
	expect_outcome(ONE OLD_BODY("\tenter(p);\n", "") "}\n",
		       HEAD "@@ -10,6 +10,6 @@ static int one(struct a *p, int n)\n"
			    " \tprepare(p);\n \tenter(p);\n-\tfree(p->buf);\n \tn = count(p);\n"
			    "+\treset(p);\n \tuse(p, n);\n \tleave(p);\n",
		       OUTCOME_CONFLICT, "upstream expects");
	expect_outcome(ONE "\tfree( p->buf );\n" OLD_BODY("\tenter(p);\n", "") "}\n", drop,
		       OUTCOME_CONFLICT, "upstream expects");
}

#define ROWS(first, row) "\t{ " first " },\n\t{ REG_A, 0x2 },\n\t{ REG_B, 0x3 },\n" row          \
			 "\t{ REG_C, 0x4 },\n};\n"

/* a table is what the hunk names, as a function is, and the next hunk is behind it */
static void test_tables(void)
{
	static const char row[] = HEAD
		"@@ -2,4 +2,5 @@ static const struct reg init_one[] = {\n"
		" \t{ REG_CTRL, 0x1 },\n \t{ REG_A, 0x2 },\n \t{ REG_B, 0x3 },\n"
		"+\t{ REG_NEW, 0xff },\n \t{ REG_C, 0x4 },\n";
	static const char rows[] = HEAD
		"@@ -2,5 +2,6 @@ static const struct reg init_one[] = {\n"
		" \t{ REG_CTRL, 0x1 },\n \t{ REG_A, 0x2 },\n \t{ REG_B, 0x3 },\n"
		"+\t{ REG_NEW, 0xff },\n \t{ REG_C, 0x4 },\n };\n"
		"@@ -12,4 +13,5 @@ static const struct id ids[] = {\n"
		" \t{ \"alpha\", FLAG_A },\n \t{ \"omega\", FLAG_B },\n+\t{ \"new\", FLAG_B },\n"
		" \t{ 0 },\n };\n";
	static const char ids[] = "static const struct id ids[] = {\n\t{ \"alpha\", FLAG_A },\n"
				  "\t{ \"omega\", FLAG_B },\n\t{ 0 },\n};\n\n";
	g_autofree char *above = g_strconcat(ids, "static const struct reg init_one[] = {\n",
					     ROWS("REG_CTRL, 0x9", ""), NULL);

	expect_proposed("static const struct reg init_one[] = {\n" ROWS("REG_CTRL, 0x9", ""), row,
			"static const struct reg init_one[] = {\n"
			ROWS("REG_CTRL, 0x9", "\t{ REG_NEW, 0xff },\n"), "REG_CTRL");
	expect_outcome("static const struct reg init_one[] = {\n\t{ REG_NONE, 0 },\n};\n\n"
		       "static const struct reg init_two[] = {\n" ROWS("REG_CTRL, 0x9", ""), row,
		       OUTCOME_CONFLICT, "REG_CTRL");
	expect_outcome(above, rows, OUTCOME_CONFLICT, "REG_CTRL");
}

/* a part of it that is too small stands anywhere */
static void test_too_little(void)
{
	expect_outcome(ONE "\tfirst(p);\n\topen(p);\n\tn = count(p);\n" EARLY "\tuse(p, n);\n"
			   "\tlast(p);\n\treturn n;\n}\n",
		       REPLACE, OUTCOME_CONFLICT, "upstream expects");
	expect_outcome(ONE "\tfirst(p);\n\topen(p);\n\tn = 1;\n" EARLY "\tclose(p);\n\tlast(p);\n"
			   "\treturn n;\n}\n",
		       REPLACE, OUTCOME_CONFLICT, "upstream expects");
}

/* files that fit as they are come with it, and one that does not keeps all of it out */
static void test_files(void)
{
	static const char second[] = REPLACE
		"diff --git a/g.c b/g.c\n--- a/g.c\n+++ b/g.c\n@@ -1,3 +1,4 @@\n"
		" int a;\n int b;\n+int new;\n int c;\n";
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL, none = NULL;
	g_autofree char *text = NULL;

	scene_put(scene, "f.c", ONE OLD "}\n");
	scene_put(scene, "g.c", "int a;\nint b;\nint c;\n");
	port = scene_port(scene, second);
	g_assert_cmpstr(port->rung, ==, "context");
	text = scene_text(port->after, "g.c");
	g_assert_cmpstr(text, ==, "int a;\nint b;\nint new;\nint c;\n");
	scene_put(scene, "g.c", "int d;\n");
	none = scene_port(scene, second);
	g_assert_cmpstr(outcome_name(none->outcome), ==, "conflict");
}

/* upstream's file ends there, and this tree's goes on */
static void test_off_end(void)
{
#define NAMES(more) "alphabet\nbetatron\ngammadion\n" more "zululand\n\n"
	static const char last[] = HEAD
		"@@ -3,4 +3,5 @@ List of names\n"
		" alphabet\n betatron\n gammadion\n+new one\n zululand\n";
	static const char joins[] = HEAD
		"@@ -3,4 +3,4 @@ List of names\n alphabet\n betatron\n gammadion\n"
		"-zululand\n+zululand\n\\ No newline at end of file\n";

	expect_proposed("List of names\nfirst\n" NAMES("") "Index\n", last,
			"List of names\nfirst\n" NAMES("new one\n") "Index\n",
			"but upstream's file ends there");
	expect_outcome("List of names\nfirst\n" NAMES("") "Index\n", joins, OUTCOME_CONFLICT,
		       "but upstream's file ends there");
	expect_outcome("List of names\nfirst\n" NAMES("") NAMES("") "Index\n", last,
		       OUTCOME_CONFLICT, "but upstream's file ends there");
}

/* the hunks tell what upstream changes, and this tree has once more */
static void test_warned(void)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;

	scene_put(scene, "f.c", ONE "\tprepare(p);\n\tenter(p);\n\tn = count(p);\n" EARLY
				    "\tuse(p, n);\n\tleave(p);\n" EARLY "\tdone(p);\n}\n");
	port = scene_port(scene, REPLACE);
	g_assert_cmpstr(port->rung, ==, "context");
	g_assert_cmpuint(port->warnings->len, ==, 1);
	g_test_message("%s", (char *)port->warnings->pdata[0]);
	g_assert_nonnull(strstr(port->warnings->pdata[0],
				"'finish_early(p, n);' is what upstream changes"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/context/line", test_context_line);
	g_test_add_func("/context/touching", test_touching);
	g_test_add_func("/context/twin", test_twin);
	g_test_add_func("/context/half-in", test_half_in);
	g_test_add_func("/context/may-be-in", test_may_be_in);
	g_test_add_func("/context/removed", test_removed);
	g_test_add_func("/context/tables", test_tables);
	g_test_add_func("/context/too-little", test_too_little);
	g_test_add_func("/context/files", test_files);
	g_test_add_func("/context/off-end", test_off_end);
	g_test_add_func("/context/warned", test_warned);
	return g_test_run();
}
