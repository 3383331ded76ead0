// SPDX-License-Identifier: GPL-2.0-only
/*
 * How far a rule reaches, worked out by hand; and that the rule makes of what is cut out what
 * spatch makes of the complete file.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/file.h"
#include "base/tmpdir.h"
#include "needs.h"
#include "rules/reach.h"
#include "rules/trial.h"

#define RULE "cocci/tdx/tdr-exclusive.cocci"
#define SHAPES "cocci/tdx/tests/tdr-exclusive"

#define FILE_TEXT							\
	"int far(int x)\n{\n\treturn x;\n}\n"				\
	"int near(int x)\n{\n\tlock_it(x);\n\treturn x;\n}\n"		\
	"int lone(int x)\n{\n\tlock_it(x);\n\treturn x;\n}\n"		\
	"int in(int x)\n{\n\treturn target(near(x));\n}\n"		\
	"int above(int x)\n{\n\treturn in(x);\n}\n"			\
	"int top(int x)\n{\n\treturn above(x);\n}\n"			\
	"struct ops ops = { .in = CALL(in) };\n"

#define TARGET "@t@ identifier f; position p; @@\nf@p(...) { <+... target(...) ...+> }\n"

static const struct reached {
	const char *name;
	const char *rule;
	const char *names;	/* of what is reached; NULL: it cannot be told */
} reached[] = {
	{ "words", "@@ @@\n- target(...)\n+ other()\n", "in" },
	{ "nothing asks", TARGET "@@ @@\n- near(...)\n+ other()\n", "near in" },
	{ "position", TARGET "@@ position t.p; identifier f; @@\nf@p(...) { <+...\n"
	  "- return E;\n+ return 0;\n...+> }\n", "in" },
	{ "caller", TARGET "@@ identifier t.f; @@\n- f(...)\n+ other()\n", "in above ops" },
	{ "caller of the caller",
	  TARGET "@c@ identifier t.f, g; @@\ng(...) { <+... f(...) ...+> }\n"
	  "@@ identifier c.g; @@\n- g(...)\n+ other()\n", "in above top ops" },
	{ "callee with a word",
	  TARGET "@l@ identifier h; @@\nh(...) { <+... lock_it(...) ...+> }\n"
	  "@@ identifier l.h, t.f; position t.p; @@\nf@p(...) { <+...\n- h(...)\n+ other()\n"
	  "...+> }\n", "near in" },
	{ "asked for by a dependency",
	  TARGET "@l@ identifier h; @@\nh(...) { <+... lock_it(...) ...+> }\n"
	  "@depends on !l@ @@\n- target(...)\n+ other()\n", "near lone in" },
	{ "excluded by position",
	  "@t@ position p; @@\ntarget@p(near(...))\n"
	  "@@ position p != t.p; @@\n- target@p(...)\n+ other()\n", "in" },
	{ "an expression is inherited",
	  "@t@ expression E; @@\ntarget(E)\n@@ expression t.E; @@\n- foo(E)\n+ other()\n", NULL },
	{ "an iterator's body is no function",
	  "@t@ iterator f; @@\nf(...) { <+... target(...) ...+> }\n"
	  "@@ iterator t.f; @@\n- f(...) { ... }\n+ other();\n", NULL },
	{ "includes", "@@ @@\n- #include <a.h>\n", NULL },
};

static void test_reach(gconstpointer data)
{
	const struct reached *sample = data;
	g_autoptr(GBytes) bytes = g_bytes_new_static(FILE_TEXT, strlen(FILE_TEXT));
	g_autoptr(smpl) smpl = smpl_parse(sample->rule);
	g_autoptr(smpl_plan) plan = smpl_plan_new(smpl, "");
	g_autoptr(wordset) words = wordset_new();
	g_autoptr(slicer) slicer = NULL;
	g_autoptr(GArray) found = NULL;
	g_autoptr(GString) names = g_string_new(NULL);

	reach_bind(plan, words);
	slicer = slicer_new(bytes, words);
	found = reach_find(plan, slicer);
	for (guint i = 0; found && i < found->len; i++)
		g_string_append_printf(names, "%s%s", i ? " " : "",
				       slicer_name(slicer, g_array_index(found, guint, i)));
	g_assert_cmpstr(found ? names->str : NULL, ==, sample->names);
}

static GBytes *read_case(const char *name, const char *file)
{
	g_autofree char *path = g_build_filename(SHAPES, name, file, NULL);
	g_autoptr(GError) error = NULL;
	GBytes *content = file_read(path, &error);

	g_assert_no_error(error);
	return content;
}

static struct spatch_run *run(const char *rule, GBytes *source, struct results *results)
{
	g_autoptr(GError) error = NULL;
	struct spatch_run *made = trial_run(rule, source, NULL, NULL, results, &error);

	g_assert_no_error(error);
	return made;
}

static void assert_same(GBytes *a, GBytes *b)
{
	g_assert_cmpmem(g_bytes_get_data(a, NULL), g_bytes_get_size(a),
			g_bytes_get_data(b, NULL), g_bytes_get_size(b));
}

static void test_shape(gconstpointer name)
{
	g_autoptr(GBytes) input = read_case(name, "input.c");
	g_autoptr(GError) error = NULL;
	g_autoptr(spatch_run) part = NULL, whole = NULL;

	if (!needs_sandboxed("spatch"))
		return;
	part = run(RULE, input, NULL);
	whole = spatch_apply(RULE, SPATCH_PATCH, input, NULL, &error);
	g_assert_no_error(error);
	g_assert_cmpint(part->changed, ==, whole->changed);
	g_assert_cmpuint(part->unparsed->len, ==, whole->unparsed->len);
	assert_same(part->output, whole->output);
}

#define TYPES "struct kvm_vcpu { struct kvm *kvm; int vcpu_id; };\n"
#define SITE								\
	"static int init(struct kvm_vcpu *vcpu)\n{\n\tu64 err;\n\n"	\
	"\terr = tdh_vp_init(&vp, 0, vcpu->vcpu_id);\n"	\
	"\tif (KVM_BUG_ON(err, vcpu->kvm))\n\t\treturn -EIO;\n\treturn 0;\n}\n"

/* what is the same to the rule is looked at once, and put back where it belongs */
static void test_kept(void)
{
	const char *const before[] = { "", "/* another tree */\nint more(void)\n{\n}\n" };
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = NULL;
	g_autoptr(results) results = NULL;
	g_autofree char *db = NULL, *path = NULL, *first = NULL, *broken = NULL;

	if (!needs_sandboxed("spatch"))
		return;
	dir = tmpdir_new(&error);
	g_assert_no_error(error);
	db = tmpdir_file(dir, "results.db");
	results = results_open(db, &error);
	g_assert_no_error(error);
	path = g_strdup(g_getenv("PATH"));
	first = g_strdup_printf("%s:%s", tmpdir_path(dir), path);
	broken = tmpdir_file(dir, "bwrap");
	for (gsize i = 0; i < G_N_ELEMENTS(before); i++) {
		g_autofree char *text = g_strconcat(TYPES, before[i], SITE, NULL);
		g_autoptr(GBytes) source = g_bytes_new_static(text, strlen(text));
		g_autoptr(spatch_run) made = run(RULE, source, results);
		g_autofree char *output = bytes_text(made->output);

		g_assert_true(made->changed);
		g_assert_nonnull(strstr(output, "\tscoped_guard(write_lock, "
						"&vcpu->kvm->mmu_lock)"));
		g_assert_true(g_str_has_prefix(output, TYPES));
		g_assert_true(g_str_has_prefix(output + strlen(TYPES), before[i]));
		/* from here on spatch cannot be started */
		g_assert_true(file_write(broken, "#!/bin/false\n", -1, &error));
		g_assert_cmpint(g_chmod(broken, 0755), ==, 0);
		g_setenv("PATH", first, TRUE);
	}
	g_setenv("PATH", path, TRUE);
}

#define TWIN(call) "int f(int x)\n{\n\t" call "(x);\n\treturn 0;\n}\n"

static const struct whole {
	const char *name;
	const char *rule;
	const char *text;
	const char *expect;
} wholes[] = {
	/* it cannot be put back: then it is the complete file's run */
	{ "outside of functions", "@@ @@\n- old_thing\n+ new_thing\n",
	  "int unused(void)\n{\n\treturn 1;\n}\nstruct x x = { old_thing };\n",
	  "int unused(void)\n{\n\treturn 1;\n}\nstruct x x = { new_thing };\n" },
	{ "what the rule writes is matched",
	  "virtual patch\n@depends on patch@ expression E; @@\n- old_call(E)\n+ new_call(E)\n"
	  "@depends on patch@ expression E; @@\n- new_call(E)\n+ new_call(E, 1)\n",
	  "int f(int x)\n{\n\told_call(x);\n\treturn 0;\n}\n",
	  "int f(int x)\n{\n\tnew_call(x, 1);\n\treturn 0;\n}\n" },
	{ "one text in two places", "@@ expression E; @@\n- old_call(E)\n+ new_call(E)\n",
	  "#ifdef A\n" TWIN("old_call") "#else\n" TWIN("old_call") "#endif\n",
	  "#ifdef A\n" TWIN("new_call") "#else\n" TWIN("new_call") "#endif\n" },
};

static void test_whole(gconstpointer data)
{
	const struct whole *sample = data;
	g_autoptr(GBytes) source = g_bytes_new_static(sample->text, strlen(sample->text));
	g_autoptr(GBytes) wanted = g_bytes_new_static(sample->expect, strlen(sample->expect));
	g_autoptr(GError) error = NULL;
	g_autoptr(tmpdir) dir = tmpdir_new(&error);
	g_autofree char *path = tmpdir_file(dir, "rule.cocci");
	g_autoptr(spatch_run) made = NULL;

	if (!needs_sandboxed("spatch"))
		return;
	g_assert_true(file_write(path, sample->rule, -1, &error));
	made = run(path, source, NULL);
	assert_same(made->output, wanted);
}

int main(int argc, char **argv)
{
	static const char *const shapes[] = {
		"address-taken", "callback", "caller-locks", "caller-of-caller", "comment-before",
		"declared", "goto-out", "lock-in-helper", "macro-body", "mmu-lock-helper",
		"nested-ifs", "not-parsed", "two-calls", "two-sites", "if-around",
	};

	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(reached); i++) {
		g_autofree char *path = g_strdup_printf("/reach/%s", reached[i].name);

		g_test_add_data_func(path, &reached[i], test_reach);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autofree char *path = g_strdup_printf("/trial/%s", shapes[i]);

		g_test_add_data_func(path, shapes[i], test_shape);
	}
	g_test_add_func("/trial/kept", test_kept);
	for (size_t i = 0; i < G_N_ELEMENTS(wholes); i++) {
		g_autofree char *path = g_strdup_printf("/trial/whole/%s", wholes[i].name);

		g_test_add_data_func(path, &wholes[i], test_whole);
	}
	return g_test_run();
}
