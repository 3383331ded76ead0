// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which parts of a rule are left for which words, worked out by hand; that the rule without
 * them says of a text what the complete one says is for the shell tests, with spatch.
 */
#include <glib.h>
#include <string.h>

#include "rules/smplparts.h"
#include "rules/wordset.h"

/* a loop that is left by return, break or goto; the position is set on one way only */
static const char jumps[] =
	"virtual report\n"
	"\n"
	"@r@\niterator i;\nstatement S;\n@@\n(\nwalk() S\n|\nstep() S\n)\n&\ni(...) S\n\n"
	"@out exists@\niterator r.i;\nposition j, p;\n@@\n"
	" i@j(...) {\n ...\n(\n  put();\n|\n  break@p;\n)\n ... when any\n }\n\n"
	"@away depends on report exists@\niterator r.i;\nidentifier l;\nposition j, p;\n@@\n"
	" i@j(...) {\n ...\n(\n  put();\n|\n  goto l@p;\n)\n ... when any\n }\n ...\n l:\n\n"
	"@script:python depends on report@\nj << out.j;\np << out.p;\n@@\nprint(j, p)\n\n"
	"@script:python depends on report@\nj << away.j;\np << away.p;\n@@\nprint(j, p)\n";

struct sample {
	const char *name;
	const char *rule;
	const char *words;	/* of the text */
	const char *alive;	/* names of the parts, scripts are "s" */
	bool speaks;
};

static const struct sample samples[] = {
	{ "all", jumps, "walk break goto", "r out away s s", true },
	{ "no goto", jumps, "step break", "r out s", true },
	{ "no break", jumps, "walk goto put", "r away s", true },
	{ "neither", jumps, "walk put", "r", false },
	{ "nothing", jumps, "break goto put", "", false },
	{ "asked for by a dependency",
	  "virtual report\n@r@ position p; @@\n(\nfoo();\n|\nbreak@p;\n)\n"
	  "@t depends on r@ position q; @@\nbar@q();\n"
	  "@script:python@ q << t.q; @@\nprint(q)\n", "bar", "r t s", true },
	{ "asked for by an exclusion",
	  "virtual report\n@r@ position p; @@\n(\nfoo();\n|\nbreak@p;\n)\n"
	  "@t@ position q != r.p; @@\nbar@q();\n"
	  "@script:python@ q << t.q; @@\nprint(q)\n", "bar", "r t s", true },
	{ "a script with a value for none",
	  "virtual report\n@r@ position p; @@\n(\nfoo();\n|\nbreak@p;\n)\n"
	  "@script:python@ p << r.p = []; @@\nprint(p)\n", "other", "r s", true },
	{ "marks", "virtual context\n@a@ @@\n* foo();\n@b@ @@\n* bar();\n", "bar", "b", true },
	{ "position behind a variable",
	  "virtual report\n@r@ expression E; position p; @@\n(\nfoo();\n|\nE@p\n)\n"
	  "@script:python@ p << r.p; @@\nprint(p)\n", "other", "r s", true },
};

static void mark_words(const struct wordset *words, const char *text, guint8 *present)
{
	g_auto(GStrv) list = g_strsplit(text, " ", -1);

	for (char **word = list; *word; word++) {
		int index = wordset_find(words, *word, strlen(*word));

		if (index >= 0)
			present[index] = 1;
	}
}

static void test_alive(gconstpointer data)
{
	const struct sample *sample = data;
	g_autoptr(smpl) smpl = smpl_parse(sample->rule);
	const char *mode = smpl_has_virtual(smpl, "report") ? "report" : "context";
	g_autoptr(smpl_plan) plan = smpl_plan_new(smpl, mode);
	g_autoptr(GPtrArray) needs = smpl_part_needs(plan);
	g_autoptr(wordset) words = wordset_new();
	g_autoptr(GString) alive = g_string_new(NULL);
	g_autofree guint8 *present = NULL;
	g_autofree char *without = NULL;
	guint64 bits;
	bool speaks;

	for (guint i = 0; i < needs->len; i++)
		need_bind(needs->pdata[i], words);
	present = g_malloc0(wordset_count(words) + 1);
	mark_words(words, sample->words, present);
	bits = smpl_parts_alive(plan, needs, present, &speaks);
	for (guint i = 0; i < plan->active->len; i++) {
		const struct smpl_part *part = plan->active->pdata[i];

		if (bits >> i & 1)
			g_string_append_printf(alive, "%s%s", alive->len ? " " : "",
					       part->kind == SMPL_SCRIPT ? "s" : part->name);
	}
	g_assert_cmpstr(alive->str, ==, sample->alive);
	g_assert_cmpint(speaks, ==, sample->speaks);
	without = smpl_without(sample->rule, plan, bits);
	g_assert_nonnull(without);
}

static void test_without(void)
{
	static const char rule[] =
		"// one\nvirtual report\n@@\n@@\na();\n@b@\n@@\nb();\n@c exists@\n@@\nc();\n"
		"@d depends on report || b exists@ identifier x; @@\nd(x);\n"
		"@script:python@\nx << d.x;\n@@\nprint(x)\n";
	g_autoptr(smpl) smpl = smpl_parse(rule);
	g_autoptr(smpl_plan) plan = smpl_plan_new(smpl, "report");
	g_autofree char *all = smpl_without(rule, plan, G_MAXUINT64);
	g_autofree char *none = smpl_without(rule, plan, 0);
	g_autoptr(smpl) again = smpl_parse(none);
	g_autoptr(smpl_plan) nothing = smpl_plan_new(again, "report");

	g_assert_nonnull(strstr(all, "// one\nvirtual backstitch_never\nvirtual report\n@@\n@@"));
	g_assert_nonnull(strstr(none, "\n@ depends on backstitch_never @\n@@\na();"));
	g_assert_nonnull(strstr(none, "\n@b depends on backstitch_never @\n"));
	g_assert_nonnull(strstr(none, "\n@c depends on backstitch_never  exists@\n"));
	g_assert_nonnull(strstr(none, "backstitch_never && ( report || b ) exists@ identifier x;"));
	g_assert_cmpint(nothing->active->len, ==, 0);
}

#define TEST(x, header, test) \
	"@" header "@ " x "; position p; identifier f; @@\nx@p = f(...);\n" \
	"... when != x->f\n" test "\n"
#define NULL_TEST "\\(x == NULL \\| x != NULL\\)"
#define CALLER(q, call) \
	"@r exists@ expression x; position " q "; identifier g; @@\n" call "\n...\nput();\n" \
	"@script:python@ q << r.q; @@\nprint(q)\n"
#define CALL "x@q = \\(take\\|get\\)(...);"

static const struct relation {
	const char *name;
	const char *rule;
	const char *need;	/* of the last part but the script */
} relations[] = {
	{ "a jump in a loop",
	  "@r@ iterator i; statement S; @@\n(\n\\(walk() S \\| step() S\\)\n&\ni(...) S\n)\n"
	  "@t@ iterator r.i; position j, p; @@\n i@j(...) {\n ...\n(\n put();\n|\n break@p;\n)\n"
	  " ...\n }\n@script:python@ p << t.p; @@\nprint(p)\n",
	  "(walk | step) & break within (walk | step)" },
	{ "a jump behind it",
	  "@t@ position p; @@\n walk(...) { ... }\n(\n put();\n|\n break@p;\n)\n"
	  "@script:python@ p << t.p; @@\nprint(p)\n", "walk & break" },
	{ "a call twice",
	  "@r@ expression E; position p, q; @@\n(\ntake@q\n|\nget@q\n) (E@p,...);\n"
	  "@t@ expression r.E; identifier f; position r.p, p1; @@\n"
	  "f@p1(E@p,...);\n...\nf(E,...);\n"
	  "@script:python@ p << t.p1; @@\nprint(p)\n", "again (take | get)" },
	{ "a call of a list twice",
	  "@t@ identifier f = {take, get}; position p; @@\nf@p(...);\n...\nf(...);\n"
	  "@script:python@ p << t.p; @@\nprint(p)\n", "(take | get) & again (take | get)" },
	{ "two calls of a list",
	  "@t@ identifier f = {take, get}, g = {take, get}; position p; @@\n"
	  "f@p(...);\n...\ng(...);\n"
	  "@script:python@ p << t.p; @@\nprint(p)\n", "take | get" },
	{ "a call twice in one statement",
	  "@t@ identifier f = {take, get}; position p; @@\nf@p(f(...));\n"
	  "@script:python@ p << t.p; @@\nprint(p)\n", "take | get" },
	{ "a call that must not come in between",
	  "@t@ identifier f = {take, get}; position p; @@\n"
	  "f@p(...);\n... when != f(...)\n    when != \\(x = f(...)\\|f(x)\\)\nput(...);\n"
	  "@script:python@ p << t.p; @@\nprint(p)\n", "(take | get) & put" },
	{ "a call that may come",
	  "@t@ identifier f = {take, get}; position p; @@\n"
	  "f@p(...);\n...\n?f(...);\n"
	  "@script:python@ p << t.p; @@\nprint(p)\n", "take | get" },
	{ "a call that may come in between",
	  "@t@ identifier f = {take, get}; position p; @@\n"
	  "f@p(...);\n...\n<... f(...) ...>\n"
	  "@script:python@ p << t.p; @@\nprint(p)\n", "take | get" },
	{ "a call that is one of two things",
	  "@t@ identifier f = {take, get}; position p; @@\n"
	  "f@p(...);\n...\n(\nf(...);\n|\ng();\n)\n"
	  "@script:python@ p << t.p; @@\nprint(p)\n", "take | get" },
	{ "any call twice",
	  "@r@ expression E; position p, q; identifier f; @@\nf@q(E@p,...);\n"
	  "@t@ expression r.E; identifier f; position r.p, p1; @@\n"
	  "f@p1(E@p,...);\n...\nf(E,...);\n"
	  "@script:python@ p << t.p1; @@\nprint(p)\n", "nothing" },
	{ "a call that was not tested",
	  TEST("expression x", "t", NULL_TEST) CALLER("q != t.p", CALL),
	  "(take | get) & put & untested (take | get)" },
	{ "one word that was not tested",
	  TEST("expression x", "t", "\\(x != NULL\\|x == NULL\\)")
	  CALLER("q != t.p, z", "x@q = take(...);"), "take & put & untested (take)" },
	{ "a call that was tested",
	  TEST("expression x", "t", NULL_TEST) CALLER("q = t.p", CALL), "(take | get) & put" },
	{ "a call somewhere",
	  TEST("expression x", "t", NULL_TEST) CALLER("q", CALL), "(take | get) & put" },
	{ "not what it begins with",
	  TEST("expression x", "t", NULL_TEST) CALLER("q != t.p", "put();\n...\n" CALL),
	  "put & (take | get)" },
	{ "a call of anything",
	  TEST("expression x", "t", NULL_TEST) CALLER("q != t.p", "x@q = g(...);"), "put" },
	{ "another test",
	  TEST("expression x", "t", "\\(x == 1 \\| x != NULL\\)") CALLER("q != t.p", CALL),
	  "(take | get) & put" },
	{ "one kind of test",
	  TEST("expression x", "t", "x == NULL") CALLER("q != t.p", CALL), "(take | get) & put" },
	{ "a test of pointers",
	  TEST("expression *x", "t", NULL_TEST) CALLER("q != t.p", CALL), "(take | get) & put" },
	{ "a test without an isomorphism",
	  TEST("expression x", "t disable is_null", NULL_TEST) CALLER("q != t.p", CALL),
	  "(take | get) & put" },
	{ "no isomorphisms",
	  "\n// Isomorphisms: none\n" TEST("expression x", "t", NULL_TEST)
	  CALLER("q != t.p", CALL), "(take | get) & put" },
	{ "isomorphisms of its own",
	  "using \"my.iso\"\n" TEST("expression x", "t", NULL_TEST) CALLER("q != t.p", CALL),
	  "(take | get) & put" },
};

static void test_relation(gconstpointer data)
{
	const struct relation *sample = data;
	g_autoptr(smpl) smpl = smpl_parse(sample->rule);
	g_autoptr(smpl_plan) plan = smpl_plan_new(smpl, "");
	g_autoptr(GPtrArray) needs = smpl_part_needs(plan);
	g_autofree char *text = need_text(needs->pdata[needs->len - 2]);

	g_assert_cmpstr(text, ==, sample->need);
}

/* what is not understood is not taken apart */
static void test_refused(void)
{
	static const char *const rules[] = {
		"virtual report\n@r extends q@ position p; @@\nfoo@p();\n",
		"virtual report\n@r\n depends on report@ position p; @@\nfoo@p();\n",
		"@r@ position p; @@\n* foo@p();\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
		g_autoptr(smpl) smpl = smpl_parse(rules[i]);
		g_autoptr(smpl_plan) plan =
			smpl_plan_new(smpl, smpl_has_virtual(smpl, "report") ? "report" : "");

		g_assert_null(smpl_without(rules[i], plan, 0));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autofree char *path = g_strdup_printf("/smplparts/%s", samples[i].name);

		g_test_add_data_func(path, &samples[i], test_alive);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(relations); i++) {
		g_autofree char *path = g_strdup_printf("/smplparts/%s", relations[i].name);

		g_test_add_data_func(path, &relations[i], test_relation);
	}
	g_test_add_func("/smplparts/without", test_without);
	g_test_add_func("/smplparts/refused", test_refused);
	return g_test_run();
}
