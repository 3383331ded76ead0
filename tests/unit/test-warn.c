// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each warning on an input that needs it, and on its nearest neighbour that
 * does not.
 */
#include <string.h>

#include "base/proc.h"
#include "base/tmpdir.h"
#include "engine/names/words.h"
#include "engine/warn/warn.h"
#include "warn-sample.h"

#define BOTH "struct one {\n\tint a;\n};\nstruct two {\n\tint b;\n};\n"
#define TREE_OURS "#define OLD_FLAG 1\n" BOTH \
	"#include <added.h>\n" \
	"int helper(int a);\n" \
	"int many(const char *fmt, ...);\n" \
	"int fixed(int a, const char *fmt, ...);\n" \
	"int log_any(const char *fmt, ...);\n"
#define TREE_BASE "#define NEW_FLAG 1\n" BOTH \
	"int fixed(const char *fmt, ...);\n" \
	"#define log_any(...) many(__VA_ARGS__)\n" \
	"#include \"inc/added.h\"\n" \
	"int helper(int a, int b);\n" \
	"int added(void);\n" \
	"int many(const char *fmt, ...);\n" \
	"int stop_all(void);\n" \
	"int made(void);\n" \
	"int local;\nint v = __new_compiler__;\n" \
	"struct new_tag {\n\tstruct outside *o;\n};\n" \
	"ssize_t sum;\nown_t own;\nint e = EOVERFLOW + EOWN;\n"
#define CALLER "int c(void)\n{\n\treturn %s();\n}\n"

static struct objects *store;
static struct words *ours_words, *base_words;

static void run(const char *folder, GBytes *input, const char *const *argv)
{
	struct proc_spec spec = { .argv = argv, .cwd = folder, .input = input };
	struct proc_result result = { 0 };

	g_assert_true(proc_run(&spec, &result, NULL));
	g_assert_cmpint(result.status, ==, 0);
	proc_result_clear(&result);
}

static void add_tree(GString *stream, const char *name, const char *header, const char *content)
{
	g_string_append_printf(stream, "commit refs/heads/%s\ncommitter A <a@example.org> "
			       "1700000000 +0000\ndata 1\nx\n"
			       "M 100644 inline %s\ndata %zu\n%s\n", name, header,
			       strlen(content), content);
}

/* as many more files that call @function */
static void add_callers(GString *stream, const char *function, unsigned int files)
{
	g_autofree char *content = g_strdup_printf(CALLER, function);

	for (unsigned int i = 0; i < files; i++)
		g_string_append_printf(stream, "M 100644 inline %s%u.c\ndata %zu\n"
			"%s\n", function, i,
				       strlen(content), content);
}

static struct words *words_at(const char *name)
{
	g_autoptr(commit) commit = objects_commit(store, name, NULL);
	struct words *words = words_new(store, NULL);

	words_goto(words, &commit->tree);
	return words;
}

/* upstream's change is the only one of a file */
static void expect_change(const char *before, const char *after, const char *warning)
{
	g_autoptr(GBytes) old = g_bytes_new(before, strlen(before));
	g_autoptr(GBytes) new = g_bytes_new(after, strlen(after));
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	struct warn_input input = { .path = "f.c", .base = old, .ours = old, .theirs = new,
				    .result = new, .ours_words = ours_words,
				    .base_words = base_words };

	warn_file(&input, warnings);
	if (!warning) {
		g_assert_cmpuint(warnings->len, ==, 0);
		return;
	}
	g_assert_cmpuint(warnings->len, ==, 1);
	g_assert_cmpstr(warnings->pdata[0], ==, warning);
}

/* @body stands in a function of the result, behind @first; ours and upstream's have it without */
static void expect_behind(const char *first, const char *body, const char *warning)
{
	g_autofree char *before = g_strdup_printf("int f(int x)\n{\n%s\treturn x;\n}\n", first);
	g_autofree char *after = g_strdup_printf("int f(int x)\n{\n%s%s\treturn x;\n}\n", first,
						 body);

	expect_change(before, after, warning);
}

static void expect(const char *body, const char *warning)
{
	expect_behind("", body, warning);
}

static void test_names(void)
{
	expect("\tx |= NEW_FLAG;\n", "this tree does not know 'NEW_FLAG'");
	expect("\tx |= OLD_FLAG;\n", NULL);
	expect("\t/* NEW_FLAG */ x += *\"NEW_FLAG\";\n", NULL);
	/* the change brings it along, or the C library has it */
	expect("\tint local = 1;\n", NULL);
	expect("\tunsigned int a = 1, NEW_FLAG = 2;\n", NULL);
	expect("\tstruct a *a, *NEW_FLAG;\n", NULL);
	expect("\tx = f(x, NEW_FLAG);\n", "this tree does not know 'NEW_FLAG'");
	expect("\treturn f(x), NEW_FLAG;\n", "this tree does not know 'NEW_FLAG'");
	expect("\tgoto local;\n\tx++;\nlocal:\n", NULL);
	expect("\tx = strange(x);\n", NULL);
	expect("#ifdef NEW_FLAG\n#endif\n", NULL);
	/* what nobody defines is 0 there */
	expect("#if NEW_FLAG >= 2\n#endif\n", "this tree does not know 'NEW_FLAG'");
	expect("#if __new_compiler__ >= 2\n#endif\n", NULL);
	expect("#include \"inc/added.h\"\n", "this tree has no file 'inc/added.h'");
	expect("#include <added.h>\n", NULL);
	expect("\tadded();\n", "this tree does not know 'added'");
	/* a product is no declaration of a pointer */
	expect("\tx = 16 * added();\n", "this tree does not know 'added'");
	expect("\treturn x * NEW_FLAG;\n", "this tree does not know 'NEW_FLAG'");
	expect("\tx = *added();\n", "this tree does not know 'added'");
	expect("\tuse(*added());\n", "this tree does not know 'added'");
	expect("\tint *a = 0, *NEW_FLAG;\n", NULL);
	expect("\tint (*NEW_FLAG)(int);\n\tx = NEW_FLAG;\n", NULL);
	expect("\ttypeof(x) NEW_FLAG;\n\tx = NEW_FLAG;\n", NULL);
	expect("\tx = f((typeof(x))NEW_FLAG);\n", "this tree does not know 'NEW_FLAG'");
	/* a type is declared where it has a body */
	expect("\tx = sizeof(struct new_tag);\n", "this tree does not know 'new_tag'");
	expect("\tstruct new_tag *p;\n", "this tree does not know 'new_tag'");
	expect("\tstruct new_tag { int a; } b;\n", NULL);
	/* and is the system's where upstream does not declare it either */
	expect("\tstruct outside *p;\n", NULL);
	/* behind what a declaration is about, a macro; but it may be what that is about */
	expect("\tint y(void *arg NEW_FLAG);\n", "this tree does not know 'NEW_FLAG'");
	expect("\tint y(unsigned int arg NEW_FLAG);\n", "this tree does not know 'NEW_FLAG'");
	expect("\tint y(unsigned int NEW_FLAG);\n", NULL);
	expect("\tint y(void *NEW_FLAG);\n", NULL);
	expect("\tint y(void *const NEW_FLAG);\n", NULL);
	/* a macro's parameter, and no more than that */
	expect("#define KNOWN(NEW_FLAG) (NEW_FLAG)\n", NULL);
	expect("#define KNOWN (NEW_FLAG)\n", "this tree does not know 'NEW_FLAG'");
	expect("#define KNOWN(a) (NEW_FLAG)\n", "this tree does not know 'NEW_FLAG'");
	/* what its body declares; elsewhere two words in a row on such a line declare nothing */
	expect("#define KNOWN(a) ({ unsigned long NEW_FLAG = (a); NEW_FLAG; })\n", NULL);
	expect("#define KNOWN(a) ({ long NEW_FLAG; \\\n\tNEW_FLAG = (a); })\n", NULL);
	expect("#define KNOWN(a) struct a NEW_FLAG a\n", "this tree does not know 'NEW_FLAG'");
	/* what the system's headers have needs to be in no file of the tree */
	expect("\tx = sizeof(ssize_t);\n", NULL);
	expect("\tx = sizeof(own_t);\n", "this tree does not know 'own_t'");
	expect("\treturn -EOVERFLOW;\n", NULL);
	expect("\treturn -EOWN;\n", "this tree does not know 'EOWN'");
}

static void test_calls(void)
{
	expect("\thelper(x, 1);\n", "'helper' does not take 2 arguments in this tree");
	expect("\thelper((x, 1));\n", NULL);
	expect("\thelper(x);\n", NULL);
	expect("\tmany(\"\", 1, 2, 3);\n", NULL);
	expect("\tp->helper(x, 1);\n", NULL);
	expect("\tfixed(\"\", 1, 2, 3);\n", "'fixed' has other parameters in this tree");
	expect("\tlog_any(\"\", 1);\n", NULL);
	/* the string stands where the format of this tree's has its place */
	expect("\tfixed(1, \"\", 2, 3);\n", NULL);
	/* called here as upstream calls it, it takes the same things */
	expect_behind("\tx = fixed(\"\", (x));\n", "\tfixed(\"\", 1, 2, 3);\n", NULL);
	expect_behind("\tx = unfixed(\"\", (x));\n", "\tfixed(\"\", 1, 2, 3);\n",
		      "'fixed' has other parameters in this tree");
	/* of the file's own macro, and of one that goes for the tree's function of that name */
	expect_change("#define added() 0\n", "#define added() 0\nint f = helper(1, 2) + added();\n",
		      "'helper' does not take 2 arguments in this tree");
	expect_change("#define helper() 0\nint a;\n", "#define helper() 0\nint a = helper(1, 2);\n",
		      "'helper' does not take 2 arguments in this file");
	expect_change("#define helper() 0\nint a;\n", "int a = helper(1, 2);\n",
		      "'helper' does not take 2 arguments in this tree");
	/* called as upstream does, so there is one; and called once, by a backport that is wrong */
	expect("\tmade();\n", NULL);
	expect("\tstop_all();\n", "this tree has no function 'stop_all'");
}

/* what f() takes, upstream and here; a call of it comes */
static void expect_parameters(const char *theirs, const char *ours, const char *warning)
{
	static const char rest[] = "\n{\n}\n\nvoid use(void)\n{\n\tstart();\n%s\tend();\n}\n%s";
	const char *const heads[] = { theirs, theirs, ours, ours };
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) texts =
		g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	struct warn_input input = { .path = "f.c", .ours_words = ours_words,
				    .base_words = base_words };

	for (guint i = 0; i < G_N_ELEMENTS(heads); i++) {
		g_autofree char *tail = g_strdup_printf(rest, i % 2 ? "\tf(a, b);\n" : "",
							i < 2 ? "int c;\n" : "int d;\n");
		g_autofree char *text = g_strconcat("static int\nf", heads[i], tail, NULL);

		g_ptr_array_add(texts, g_bytes_new(text, strlen(text)));
	}
	input.base = texts->pdata[0];
	input.theirs = texts->pdata[1];
	input.ours = texts->pdata[2];
	input.result = texts->pdata[3];
	warn_file(&input, warnings);
	g_assert_cmpuint(warnings->len, ==, warning != NULL);
	if (warning)
		g_assert_cmpstr(warnings->pdata[0], ==, warning);
}

static void test_parameters(void)
{
	expect_parameters("(int a, struct one *b)", "(int a,\n struct two **b)",
			  "'f' takes a 'struct two' here, and a 'struct one' upstream");
	expect_parameters("(int a, struct one *b)", "(int a, const struct one *other)", NULL);
	expect_parameters("(int a, struct one b)", "(int a, struct two b)", NULL);
	expect_parameters("(int a, struct one *b)", "(int a, void *b)", NULL);
	/* with another name here, or upstream, it may be the same structure */
	expect_parameters("(int a, struct new_tag *b)", "(int a, struct one *b)", NULL);
	expect_parameters("(int a, struct one *b)", "(int a, struct old_tag *b)", NULL);
	/* of what a parameter that is a function takes nothing is said */
	expect_parameters("(int a, int (*b)(struct one *))", "(int a, int (*b)(struct two *))",
			  NULL);
}

static unsigned int warned(const char *base, const char *ours, const char *theirs,
			   const char *result, const char *part)
{
	g_autoptr(GPtrArray) warnings = warnings_of(base, ours, theirs, result);

	for (guint i = 0; i < warnings->len; i++)
		if (!strstr(warnings->pdata[i], part))
			g_error("'%s' instead of '%s'", (char *)warnings->pdata[i], part);
	return warnings->len;
}

/* of base, theirs, ours and the result, which are freed */
static unsigned int warned_once(char *texts[4], const char *part)
{
	unsigned int count = warned(texts[0], texts[2], texts[1], texts[3], part);

	for (int i = 0; i < 4; i++)
		g_free(texts[i]);
	return count;
}

/* what git's clean merge makes of a change that the tree has, some lines off */
static void test_twice(void)
{
#define F(body) "int f(int x)\n{\n\tstart(x);\n" body "out:\n\treturn x;\n}\n"
#define ADDED "\tif (bad(x))\n\t\tgoto out;\n\n"
	g_assert_cmpuint(warned(F("\tmore(x);\n"), F(ADDED), F(ADDED "\tmore(x);\n"),
				F(ADDED ADDED), "stands beside itself"), ==, 1);
	/* in this tree's words: the same condition twice in a row */
	g_assert_cmpuint(warned(F("\tmore(x);\n"), F("\tif (bad(x))\n\t\treturn 1;\n\n"),
				F(ADDED "\tmore(x);\n"),
				F("\tif (bad(x))\n\t\treturn 1;\n\n" ADDED),
				"stands beside itself"), ==, 1);
	/* another condition, or upstream puts it there a second time as well */
	g_assert_cmpuint(warned(F("\tmore(x);\n"), F("\tif (worse(x))\n\t\treturn 1;\n\n"),
				F(ADDED "\tmore(x);\n"),
				F("\tif (worse(x))\n\t\treturn 1;\n\n" ADDED), ""), ==, 0);
	g_assert_cmpuint(warned(F(ADDED "\tmore(x);\n"), F(ADDED),
				F(ADDED ADDED "\tmore(x);\n"), F(ADDED ADDED), ""), ==, 0);
	/* other lines between, or nothing in it that tells it from others */
	g_assert_cmpuint(warned(F("\tmore(x);\n"), F("\tless(x);\n"), F(ADDED "\tmore(x);\n"),
				F(ADDED "\tless(x);\n"), ""), ==, 0);
	g_assert_cmpuint(warned(F("\tmore(x);\n"), F("\n"), F("\n\tmore(x);\n"), F("\n\n"),
				""), ==, 0);
	/* nor has an arm of an #if: headers close what they open for C++ */
#define CLOSED "\n#ifdef __cplusplus\n;\n#endif\n"
	g_assert_cmpuint(warned("int a;\n" CLOSED, "int b;\n" CLOSED,
				"int a;\n" CLOSED "int c;\n", "int b;\n" CLOSED CLOSED,
				"stands beside itself"), ==, 0);
	g_assert_cmpuint(warned("int a;\n", "int b;\n\nint d;\n", "int a;\n\nint d;\n",
				"int b;\n\nint d;\n\nint d;\n", "'int d;'"), ==, 1);
#undef CLOSED
#undef ADDED
#undef F
}

static void test_braces(void)
{
	const char *base = "void f(void)\n{\n\ta();\n}\n";
	const char *theirs = "void f(void)\n{\n\tif (x) {\n\t\ta();\n\t}\n}\n";

	g_assert_cmpuint(warned(base, base, theirs,
				"void f(void)\n{\n\tif (x) {\n\t\ta();\n}\n", "braces"), ==, 1);
	g_assert_cmpuint(warned(base, base, theirs, theirs, "braces"), ==, 0);
	g_assert_cmpuint(warned(base, base, theirs,
				"void f(void)\n{\n\tif (x) { /* { */\n\t\ta(\"{\");\n\t}\n}\n",
				"braces"), ==, 0);
}

static void test_leftover(void)
{
	const char *base = "void f(void)\n{\n\told(1);\n\tkeep();\n\told(2);\n}\n";
	const char *theirs = "void f(void)\n{\n\tnew(1);\n\tkeep();\n\tnew(2);\n}\n";
	const char *half = "void f(void)\n{\n\tnew(1);\n\tkeep();\n\told(2);\n}\n";

	g_assert_cmpuint(warned(base, base, theirs, half, "'old'"), ==, 1);
	g_assert_cmpuint(warned(base, base, theirs, theirs, ""), ==, 0);
}

#define TWIN(name, body) "int " name "(int x)\n{\n\tx++;\n" body "\treturn x;\n}\n\n"

static void test_twin(void)
{
	const char *base = TWIN("one", "") TWIN("two", "") "int a;\n";
	const char *ours = TWIN("one", "") TWIN("two", "") "int b;\n";
	const char *theirs = TWIN("one", "") TWIN("two", "\tfix();\n") "int a;\n";
	const char *right = TWIN("one", "") TWIN("two", "\tfix();\n") "int b;\n";
	const char *wrong = TWIN("one", "\tfix();\n") TWIN("two", "") "int b;\n";

	g_assert_cmpuint(warned(base, ours, theirs, right, "'one'"), ==, 0);
	g_assert_cmpuint(warned(base, ours, theirs, wrong, "'one'"), ==, 1);
	/* upstream's function is not here: its code lives in the other one */
	g_assert_cmpuint(warned(base, TWIN("one", "") "int b;\n", theirs,
				TWIN("one", "\tfix();\n") "int b;\n", ""), ==, 0);
}

/* 40 lines, so that what is far away is far away */
#define TEN(x) x x x x x x x x x x
#define FAR TEN("int filler;\n") TEN("int filler;\n")

/* the same block twice, with this tree's copies further down than upstream's */
static void test_place(void)
{
	const char *block = "\tstart(dev);\n\tset(dev);\n\twait(dev);\n\tstop(dev);\n";
	const char *fixed = "\tstart(dev);\n\tset(dev);\n\tfix(dev);\n\twait(dev);\n"
			    "\tstop(dev);\n";
	g_autofree char *base = g_strconcat("void a(void)\n{\n", block, "}\n", FAR,
					    "void b(void)\n{\n", block, "}\n", NULL);
	g_autofree char *theirs = g_strconcat("void a(void)\n{\n", block, "}\n", FAR,
					      "void b(void)\n{\n", fixed, "}\n", NULL);
	g_autofree char *ours = g_strconcat(FAR, FAR, "void a(void)\n{\n", block, "}\n", FAR,
					    "void b(void)\n{\n", block, "}\n", NULL);
	g_autofree char *merged = g_strconcat(FAR, FAR, "void a(void)\n{\n", block, "}\n", FAR,
					      "void b(void)\n{\n", fixed, "}\n", NULL);
	g_autofree char *one = g_strconcat("void b(void)\n{\n", block, "}\nint z;\n", NULL);
	g_autofree char *one_fixed = g_strconcat("void b(void)\n{\n", fixed, "}\nint z;\n", NULL);
	g_autofree char *both = g_strconcat("void a(void)\n{\n", fixed, "}\n", FAR,
					    "void b(void)\n{\n", fixed, "}\n", NULL);
	g_autofree char *far_base = g_strconcat(FAR, base, NULL);
	g_autofree char *far_both = g_strconcat(FAR, both, NULL);
	g_autofree char *three = g_strconcat(base, "void c(void)\n{\n", block, "}\n", NULL);
	g_autofree char *three_both = g_strconcat(both, "void c(void)\n{\n", block, "}\n", NULL);

	/* patch would take the first copy that it comes to, the merge knows the second */
	g_assert_cmpuint(warned(base, ours, theirs, merged, "two places"), ==, 1);
	g_assert_cmpuint(warned(base, base, theirs, theirs, ""), ==, 0);
	g_assert_cmpuint(warned(base, one, theirs, one_fixed, ""), ==, 0);
	/* upstream changes as many as there are: none can be the wrong one */
	g_assert_cmpuint(warned(far_base, base, far_both, both, ""), ==, 0);
	g_assert_cmpuint(warned(far_base, three, far_both, three_both, "two places"), ==, 1);
}

#define BLOCK(name, line) "void " name "(void)\n{\n\tint err;\n\n\tstart(dev);\n\n" line \
			  "\tset(dev);\n\twait(dev);\n\tstop(dev);\n}\n"
#define BLOCKS(line) BLOCK("a", line) FAR BLOCK("b", line)

/* the last addition stands behind an empty line, and its end looks like that line's */
static void test_place_behind_blank(void)
{
	static const char more[] = BLOCK("c", "");
	g_autofree char *base = g_strconcat(FAR, BLOCKS(""), NULL);
	g_autofree char *theirs = g_strconcat(FAR, BLOCKS("\tfix(dev);\n"), NULL);
	g_autofree char *third = g_strconcat(BLOCKS(""), more, NULL);
	g_autofree char *third_fixed = g_strconcat(BLOCKS("\tfix(dev);\n"), more, NULL);

	g_assert_cmpuint(warned(base, BLOCKS(""), theirs, BLOCKS("\tfix(dev);\n"), ""), ==, 0);
	g_assert_cmpuint(warned(base, third, theirs, third_fixed, "two places"), ==, 1);
}

#define FUNCTION(parameter, body) "int f(struct x *" parameter ")\n{\n" body "\treturn 0;\n}\n"

static void test_scope(void)
{
	const char *base = FUNCTION("ctx", "\tuse(ctx->a);\n") "int b;\n";
	const char *theirs = FUNCTION("ctx", "\tuse(ctx->a);\n\tlast = ctx->n;\n") "int b;\n";
	const char *ours = FUNCTION("msg", "\tuse(msg->a);\n") "int c;\n";
	const char *blind = FUNCTION("msg", "\tuse(msg->a);\n\tlast = ctx->n;\n") "int c;\n";
	const char *right = FUNCTION("msg", "\tuse(msg->a);\n\tlast = msg->n;\n") "int c;\n";
	const char *library = FUNCTION("msg", "\tuse(msg->a);\n\tprint(stderr, 1);\n") "int c;\n";

	g_assert_cmpuint(warned(base, ours, theirs, blind, "has no 'ctx' here"), ==, 1);
	g_assert_cmpuint(warned(base, ours, theirs, right, ""), ==, 0);
	g_assert_cmpuint(warned(FUNCTION("ctx", "\tprint(stderr, 0);\n") "int b;\n", ours,
				FUNCTION("ctx", "\tprint(stderr, 1);\n") "int b;\n", library,
				""), ==, 0);
	/* of that name this function has but a member */
	g_assert_cmpuint(warned(base, FUNCTION("msg", "\tuse(msg->ctx);\n") "int c;\n", theirs,
				FUNCTION("msg", "\tuse(msg->ctx);\n\tlast = ctx->n;\n")
				"int c;\n", "has no 'ctx' here"), ==, 1);
}

/* upstream's function has another name than this tree's */
static void test_other_name(void)
{
	const char *base = FUNCTION("ctx", "\tuse(ctx->a);\n") "int b;\n";
	const char *theirs = FUNCTION("ctx", "\tuse(ctx->a);\n\tlast = ctx->n;\n") "int b;\n";
	const char *ours = "int g(struct x *msg)\n{\n\tuse(msg->a);\n\treturn 0;\n}\n";
	const char *blind = "int g(struct x *msg)\n{\n\tuse(msg->a);\n\tlast = ctx->n;\n"
			    "\treturn 0;\n}\n";
	g_autofree char *two_base = g_strconcat(base, "int h(struct x *ctx)\n{\n"
						"\tlast = ctx->n;\n}\n", NULL);
	g_autofree char *two_theirs = g_strconcat(theirs, "int h(struct x *ctx)\n{\n"
						  "\tlast = ctx->n;\n}\n", NULL);

	g_assert_cmpuint(warned(base, ours, theirs, blind, "'g' has no 'ctx' here"), ==, 1);
	/* two functions have the line: which of them is meant is not known */
	g_assert_cmpuint(warned(two_base, ours, two_theirs, blind, "'g' has no"), ==, 0);
}

#define HEAD "EXPORT(g);\nstatic "
#define BODY(added) "f(struct x *a, int b)\n{\n\tuse(a);\n" added "\twork(b);\n"
#define LEAVE "out:\n\tleave(a);\n}\n"
#define ELSEWHERE "void h(void)\n{\n\tif (z)\n\t\tgoto bad;\nbad:\n\tx();\n}\n"

#define MACRO(above, added) above "#define M(a) do {\t\\\n\tuse(a);\t\\\n" added \
	"} while (0)\n\nint f(void)\n{\n\tM(1);\n}\n"

/* lines that upstream adds to a function which returns @theirs there and @ours here */
static unsigned int flows(const char *theirs, const char *ours, const char *added,
			  const char *warning)
{
	char *texts[] = {
		g_strconcat(HEAD, theirs, BODY(""), LEAVE ELSEWHERE "int b;\n", NULL),
		g_strconcat(HEAD, theirs, BODY(""), added, LEAVE ELSEWHERE "int b;\n", NULL),
		g_strconcat(HEAD, ours, BODY(""), LEAVE ELSEWHERE "int c;\n", NULL),
		g_strconcat(HEAD, ours, BODY(""), added, LEAVE ELSEWHERE "int c;\n", NULL),
	};

	return warned_once(texts, warning);
}

static void test_flow(void)
{
	g_assert_cmpuint(flows("int ", "int ", "\tgoto out;\n", "label"), ==, 0);
	g_assert_cmpuint(flows("int ", "int ", "\tgoto bad;\n", "no label 'bad'"), ==, 1);
	g_assert_cmpuint(flows("int ", "int ", "\treturn 1;\n", "return"), ==, 0);
	g_assert_cmpuint(flows("int ", "void ", "\treturn 1;\n", "'f' returns nothing"), ==, 1);
	g_assert_cmpuint(flows("int ", "void ", "\treturn -EIO;\n", "'f' returns nothing"), ==, 1);
	g_assert_cmpuint(flows("int ", "void ", "\treturn err;\n", "'f' returns nothing"), ==, 1);
	g_assert_cmpuint(flows("void ", "void ", "\treturn h();\n", "return"), ==, 0);
	g_assert_cmpuint(flows("void ", "void ", "\treturn;\n", "return"), ==, 0);
	g_assert_cmpuint(flows("void ", "int\n", "\treturn;\n", "'f' returns a value"), ==, 1);
	/* a label may stand behind a "case" */
	g_assert_cmpuint(flows("int ", "int ", "\tif (b) {\n\tcase 1: in:\n\t\tgoto in;\n\t}\n",
			       "label"), ==, 0);
	g_assert_cmpuint(flows("int ", "int ", "\tb = a ? in : 1;\n\tgoto in;\n", "label"), ==, 1);
	g_assert_cmpuint(flows("int ", "int ", "\tif (IS_BAD(b))\n\t\tgoto bad;\n",
			       "no label 'bad'"), ==, 1);
	/* or come from a macro */
	g_assert_cmpuint(flows("int ", "int ", "\tgoto bad;\n\tBAD_LABEL;\n", "label"), ==, 0);
	/* in a macro, the head of which does not change */
	g_assert_cmpuint(warned(MACRO("int a;\n", ""), MACRO("int b;\n", ""),
				MACRO("int a;\n", "\tgoto bad;\t\\\n\treturn;\t\\\n"),
				MACRO("int b;\n", "\tgoto bad;\t\\\n\treturn;\t\\\n"), ""), ==, 0);
	/* of a type with a name of its own nothing is known */
	g_assert_cmpuint(flows("void ", "state_t ", "\treturn;\n", "return"), ==, 0);
	g_assert_cmpuint(flows("int ", "void *", "\treturn 0;\n", "returns a pointer here"), ==, 1);
}

#define CASES(added) "int f(int a)\n{\n\tswitch (a) {\ncase 1: {\n\tif (work(a))\n" \
	"\t\tgoto bad;\n\tbreak;\n}\ncase 2: {\n" added "\tbreak;\n}\n\t}\nbad:\n\treturn a;\n}\n"

/* a '}' at the margin ends no function there */
static void test_margin(void)
{
	g_assert_cmpuint(warned(CASES("") "int b;\n", CASES("") "int c;\n",
				CASES("\tgoto bad;\n") "int b;\n",
				CASES("\tgoto bad;\n") "int c;\n", "label"), ==, 0);
}

#define TOLD(added) "void f(void)\n{\n\t/*\n\t * What f() does.\n" added "\t */\n" \
	"\tuse();\n}\n"
#define IN_LINES(added) "static inline void e(void) { }\n" added \
	"static inline int g(int a) { return a; }\n"

#define VOID(value, added) "const char *s = " value ";\n\nvoid f(int a)\n{\n\tx(a);\n" added \
	"\ty(a);\n}\n"

/* lines of a comment that starts above them, and functions of one line each */
static void test_lines_of_several(void)
{
	const char *told = "\t * There is no goto out; it will return 0;\n";
	g_autofree char *comment = g_strconcat("int b;\n", TOLD(""), NULL);
	g_autofree char *more = g_strconcat("int c;\n", TOLD(""), NULL);
	g_autofree char *theirs = g_strdup_printf("int b;\n" TOLD("%s"), told);
	g_autofree char *result = g_strdup_printf("int c;\n" TOLD("%s"), told);

	g_assert_cmpuint(warned(comment, more, theirs, result, ""), ==, 0);
	/* a string and a line's comment begin none */
	g_assert_cmpuint(warned(VOID("\"/dev/*\"", ""), VOID("\"/dev/*\"", "") "int c;\n",
				VOID("\"/dev/*\"", "\treturn -1;\n"),
				VOID("\"/dev/*\"", "\treturn -1;\n") "int c;\n",
				"'f' returns nothing"), ==, 1);
	g_assert_cmpuint(warned(VOID("0; // a/*.c", ""), VOID("0; // a/*.c", "") "int c;\n",
				VOID("0; // a/*.c", "\treturn -1;\n"),
				VOID("0; // a/*.c", "\treturn -1;\n") "int c;\n",
				"'f' returns nothing"), ==, 1);
	g_assert_cmpuint(warned("int b;\n" IN_LINES(""), "int c;\n" IN_LINES(""),
				"int b;\n" IN_LINES("static int f(void) { return 0; }\n"),
				"int c;\n" IN_LINES("static int f(void) { return 0; }\n"), ""),
			 ==, 0);
}

#define NO_MEMORY "\tif (!a)\n\t\treturn NO_MEMORY;\n"
#define RETURNS(type, before, added) "static " type "f(int a)\n{\n\tstart();\n" before \
	"\n\tmiddle();\n" added "\twork();\n\treturn a;\n}\n"
#define RETURNED(theirs, ours, before, warning) \
	warned(RETURNS(theirs, "", ""), RETURNS(ours, before, ""), \
	       RETURNS(theirs, "", NO_MEMORY), RETURNS(ours, before, NO_MEMORY), warning)

/* lines that return, in a function of another type than upstream's */
static void test_returned(void)
{
	g_assert_cmpuint(RETURNED("status\n", "int\n", "",
				  "'f' returns 'int' here, and 'status' upstream"), ==, 1);
	g_assert_cmpuint(RETURNED("status *", "status ", "",
				  "'f' returns 'status' here, and 'status *' upstream"), ==, 1);
	g_assert_cmpuint(RETURNED("status ", "status\n", "", ""), ==, 0);
	/* a word behind the star is an attribute */
	g_assert_cmpuint(RETURNED("status *checked ", "status *", "", ""), ==, 0);
	g_assert_cmpuint(RETURNED("status *checked ", "state *", "",
				  "'f' returns 'state *' here, and 'status *' upstream"), ==, 1);
	/* the function here does so already */
	g_assert_cmpuint(RETURNED("status ", "other ", "\tif (a)\n\t\treturn NO_MEMORY;\n", ""),
			 ==, 0);
	/* the name of a macro that stands around names */
	g_assert_cmpuint(RETURNED("status f(int b)\n{\n}\n\nstatic int ", "int ", "", ""), ==, 0);
	g_assert_cmpuint(RETURNED("int ", "ssize_t ", "", ""), ==, 0);
	g_assert_cmpuint(RETURNED("unsigned int ", "uint32_t ", "", ""), ==, 0);
}

#define SWITCH(cases) "int f(int a)\n{\n\tswitch (a) {\n" cases "\t}\n}\n"
#define CASE(name) "\tcase " name ":\n\t\tbreak;\n"

static void test_cases(void)
{
	const char *base = SWITCH(CASE("A") CASE("B"));
	const char *theirs = SWITCH(CASE("A") CASE("NEW") CASE("B"));
	const char *ours = SWITCH(CASE("A") CASE("B") CASE("C") CASE("NEW"));
	const char *twice = SWITCH(CASE("A") CASE("NEW") CASE("B") CASE("C") CASE("NEW"));
	const char *other = SWITCH(CASE("A") CASE("B") CASE("C"));
	const char *once = SWITCH(CASE("A") CASE("NEW") CASE("B") CASE("C"));

	g_assert_cmpuint(warned(base, ours, theirs, twice, "'case NEW' stands"), ==, 1);
	g_assert_cmpuint(warned(base, other, theirs, once, "'case"), ==, 0);
}

#define HELPER "static int dead(int a)\n{\n\treturn a;\n}\n\n"
#define USER(body) "int use(int a)\n{\n" body "\treturn a;\n}\n"

/* half of the change is here already, further up */
static void test_defined(void)
{
	const char *base = "int a;\n\n" USER("");
	const char *theirs = "int a;\n\n" HELPER USER("\ta = dead(a);\n");
	const char *half = HELPER "int b;\n\nint a;\n\n" USER("");
	const char *twice = HELPER "int b;\n\nint a;\n\n" HELPER USER("\ta = dead(a);\n");
	const char *ours = "int b;\n\nint a;\n\n" USER("");
	const char *once = "int b;\n\nint a;\n\n" HELPER USER("\ta = dead(a);\n");
	const char *left = USER("\tint left = 1;\n\n\tx();\n") "int c;\n";

	g_assert_cmpuint(warned(base, half, theirs, twice, "'dead' is defined twice"), ==, 1);
	g_assert_cmpuint(warned(base, ours, theirs, once, ""), ==, 0);
	/* a variable that the function has already */
	g_assert_cmpuint(warned(USER("\tx();\n"), left, USER("\tx();\n\tint left = 2;\n"),
				USER("\tint left = 1;\n\n\tx();\n\tint left = 2;\n")
				"int c;\n", "'left' is in use"), ==, 1);
}

#define ASKS(body) "void f(struct a *a, struct b *b)\n{\n" body "}\n"

/* one line more, which is what upstream adds, in a function that differs otherwise */
static unsigned int asked(const char *base, const char *ours, const char *added,
			  const char *warning)
{
	char *texts[] = {
		g_strconcat(ASKS("\tx();\n"), base, NULL),
		g_strdup_printf(ASKS("\tx();\n%s") "%s", added, base),
		g_strconcat(ASKS("\tx();\n"), ours, NULL),
		g_strdup_printf(ASKS("\tx();\n%s") "%s", added, ours),
	};

	return warned_once(texts, warning);
}

static void test_members(void)
{
	const char *through_a = "int g(void)\n{\n\tone(a->len);\n\ttwo(a->len, b->x, b->y);\n}\n";
	const char *through_b = "int g(void)\n{\n\tone(b->len);\n\ttwo(b->len, a->x, a->y);\n}\n";
	const char *both = "int g(void)\n{\n\tone(b->len);\n\ttwo(b->len, a->len, a->y);\n}\n";
	const char *dots = "int g(void)\n{\n\tone(b.len);\n\ttwo(b.len, a->x);\n}\n";
	const char *part = "int g(void)\n{\n\tone(a->core.len, a->core.max);\n}\n";

	g_assert_cmpuint(asked(through_b, through_a, "\tn = b->len;\n",
			       "'b' has no 'len' here"), ==, 1);
	g_assert_cmpuint(asked(through_b, through_a, "\tn = a->len;\n", ""), ==, 0);
	/* a member that nothing asks for here may be there */
	g_assert_cmpuint(asked(through_b, through_a, "\tn = b->max;\n", ""), ==, 0);
	/* upstream has it in both */
	g_assert_cmpuint(asked(both, through_a, "\tn = b->len;\n", ""), ==, 0);
	g_assert_cmpuint(asked(through_b, dots, "\tn = b->len;\n", "no pointer"), ==, 1);
	g_assert_cmpuint(asked(dots, through_b, "\tn = b.len;\n", "a pointer"), ==, 1);
	g_assert_cmpuint(asked(dots, dots, "\tn = b.len;\n", ""), ==, 0);
	/* in a part of the structure, which this tree's has not */
	g_assert_cmpuint(asked(part, through_a, "\tn = a->core.len;\n",
			       "'a' has 'len' itself here"), ==, 1);
	g_assert_cmpuint(asked(part, part, "\tn = a->core.len;\n", ""), ==, 0);
}

#define LOCKED(lock, unlock) "int f(struct q *q)\n{\n\t" lock ";\n\tx(q);\n\t" unlock ";\n}\n"

/* @added comes into a file that takes locks as @theirs does upstream, and as @ours does here */
static unsigned int locks(const char *theirs, const char *ours, const char *added,
			  const char *warning)
{
	char *texts[] = {
		g_strconcat(theirs, "\nint g(struct q *q)\n{\n\ty(q);\n}\n", NULL),
		g_strconcat(theirs, "\nint g(struct q *q)\n{\n", added, "\ty(q);\n}\n", NULL),
		g_strconcat(ours, "\nint g(struct q *q)\n{\n\ty(q);\n}\n", NULL),
		g_strconcat(ours, "\nint g(struct q *q)\n{\n", added, "\ty(q);\n}\n", NULL),
	};

	return warned_once(texts, warning);
}

#define SPIN LOCKED("spin_lock(&q->lock)", "spin_unlock(&q->lock)")
#define MUTEX LOCKED("mutex_lock(&q->lock)", "mutex_unlock(&q->lock)")
#define WRITER LOCKED("write_lock_irq(&q->kvm->lock)", "write_unlock_irq(&q->kvm->lock)")
#define SPINNER LOCKED("spin_lock(&q->kvm->lock)", "spin_unlock(&q->kvm->lock)")

static unsigned int converted(const char *ours, const char *result)
{
	g_autoptr(GBytes) o = g_bytes_new(ours, strlen(ours));
	g_autoptr(GBytes) r = g_bytes_new(result, strlen(result));
	g_autoptr(GPtrArray) warnings = g_ptr_array_new_with_free_func(g_free);

	warn_alone(o, r, NULL, warnings);
	return warnings->len;
}

static void test_locks(void)
{
	g_assert_cmpuint(locks(MUTEX, SPIN, "\tmutex_lock(&q->lock);\n",
			       "'q->lock' is a spinlock here, as 'spin_lock' tells, and "
			       "'mutex_lock' is for a mutex"), ==, 1);
	g_assert_cmpuint(locks(MUTEX, SPIN, "\tguard(mutex)(&q->lock);\n",
			       "'mutex' is for a mutex"), ==, 1);
	g_assert_cmpuint(locks(WRITER, SPINNER, "\tscoped_guard(write_lock, &kvm->lock)\n\t\t"
			       "z();\n", "'write_lock' is for an rwlock"), ==, 1);
	/* upstream's file has no other place that tells */
	g_assert_cmpuint(locks("", SPINNER, "\twrite_lock(&kvm->lock);\n",
			       "'kvm->lock' is a spinlock here"), ==, 1);
	g_assert_cmpuint(locks(SPIN, LOCKED("raw_spin_lock(&q->lock)", "x(q)"),
			       "\tspin_lock(&q->lock);\n", "is a raw spinlock here"), ==, 1);
	g_assert_cmpuint(locks(LOCKED("down_read(&q->lock)", "up_read(&q->lock)"), MUTEX,
			       "\tdown_write(&q->lock);\n", "is a mutex here"), ==, 1);
	g_assert_cmpuint(converted(SPIN, SPIN "\nint g(struct q *q)\n{\n"
				   "\tmutex_lock(&q->lock);\n}\n"), ==, 1);
	/* both lets go of it and takes it: of one lock it is said once */
	g_assert_cmpuint(locks(MUTEX, SPIN, "\tmutex_lock(&q->lock);\n\tmutex_unlock(&q->lock);\n",
			       "is a spinlock here"), ==, 1);
}

static void test_locks_that_fit(void)
{
	g_assert_cmpuint(locks(SPIN, SPIN, "\tspin_lock_irq(&q->lock);\n", " is for "), ==, 0);
	g_assert_cmpuint(locks(SPIN, SPIN, "\tguard(spinlock)(&q->lock);\n", " is for "), ==, 0);
	g_assert_cmpuint(locks(WRITER, WRITER, "\tread_lock(&kvm->lock);\n", " is for "), ==, 0);
	/* another lock, which this file has nowhere else, or which something else holds */
	g_assert_cmpuint(locks(MUTEX, SPIN, "\tmutex_lock(&q->other);\n", " is for "), ==, 0);
	g_assert_cmpuint(locks(MUTEX, SPIN, "\tmutex_lock(&dev->lock);\n", " is for "), ==, 0);
	/* two kinds have the name, upstream and here */
	g_assert_cmpuint(locks(MUTEX SPIN, SPIN, "\tmutex_lock(&q->lock);\n", " is for "), ==, 0);
	g_assert_cmpuint(locks(MUTEX, SPIN MUTEX, "\tmutex_lock(&q->lock);\n", " is for "), ==, 0);
	/* each has a lock of its own */
	g_assert_cmpuint(locks("", LOCKED("spin_lock(&inode(q)->a)", "x(q)"),
			       "\tdown_read(&inode(q)->b);\n", " is for "), ==, 0);
	g_assert_cmpuint(locks("", LOCKED("spin_lock(&q->ports[0].a)", "x(q)"),
			       "\tmutex_lock(&q->ports[1].b);\n", " is for "), ==, 0);
	/* an argument behind another one, a comment, and locks that are made of others */
	g_assert_cmpuint(locks("", LOCKED("seqcount_mutex_init(&q->seqcount, &q->lock)", "x(q)"),
			       "\tmutex_lock(&q->lock);\n", " is for "), ==, 0);
	g_assert_cmpuint(locks("", "/* spin_lock(&q->lock) was here, the mutex, &q->lock, is */\n",
			       "\tdown_read(&q->lock);\n", " is for "), ==, 0);
	g_assert_cmpuint(locks("", LOCKED("seqlock_init(&q->lock)", "x(q)"),
			       "\twrite_seqlock(&q->lock);\n\twrite_sequnlock_irq(&q->lock);\n",
			       " is for "), ==, 0);
	/* upstream's file is not known, and all places change their kind */
	g_assert_cmpuint(converted(SPIN, MUTEX), ==, 0);
	/* what is no lock, and a number */
	g_assert_cmpuint(locks(MUTEX, SPIN, "\tlist_add(&q->lock);\n", " is for "), ==, 0);
	g_assert_cmpuint(locks(MUTEX, SPIN, "\tif (mutex_held(q) & q->lock)\n\t\tz();\n",
			       " is for "), ==, 0);
	g_assert_cmpuint(locks(MUTEX, SPIN, "\tlockdep_assert_held_read(&q->lock);\n", " is for "),
			 ==, 0);
}

int main(int argc, char **argv)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(GString) stream = g_string_new(NULL);
	g_autoptr(GBytes) input = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	add_tree(stream, "ours", "inc/h.h", TREE_OURS);
	add_callers(stream, "made", 2);
	add_callers(stream, "stop_all", 1);
	add_tree(stream, "base", "inc/added.h", TREE_BASE);
	add_callers(stream, "made", 9);
	add_callers(stream, "stop_all", 9);
	input = g_string_free_to_bytes(g_steal_pointer(&stream));
	run(tmpdir_path(dir), NULL, (const char *const[]){ "git", "init", "-q", NULL });
	run(tmpdir_path(dir), input,
	    (const char *const[]){ "git", "fast-import", "--quiet", NULL });
	store = objects_open(tmpdir_path(dir), NULL, NULL);
	ours_words = words_at("ours");
	base_words = words_at("base");
	g_test_add_func("/warn/twice", test_twice);
	g_test_add_func("/warn/names", test_names);
	g_test_add_func("/warn/calls", test_calls);
	g_test_add_func("/warn/parameters", test_parameters);
	g_test_add_func("/warn/braces", test_braces);
	g_test_add_func("/warn/leftover", test_leftover);
	g_test_add_func("/warn/twin", test_twin);
	g_test_add_func("/warn/place", test_place);
	g_test_add_func("/warn/place-behind-blank", test_place_behind_blank);
	g_test_add_func("/warn/scope", test_scope);
	g_test_add_func("/warn/other-name", test_other_name);
	g_test_add_func("/warn/flow", test_flow);
	g_test_add_func("/warn/margin", test_margin);
	g_test_add_func("/warn/lines-of-several", test_lines_of_several);
	g_test_add_func("/warn/returned", test_returned);
	g_test_add_func("/warn/cases", test_cases);
	g_test_add_func("/warn/defined", test_defined);
	g_test_add_func("/warn/members", test_members);
	g_test_add_func("/warn/locks", test_locks);
	g_test_add_func("/warn/locks-that-fit", test_locks_that_fit);
	status = g_test_run();
	words_free(ours_words);
	words_free(base_words);
	objects_free(store);
	return status;
}
