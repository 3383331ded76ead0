// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rungs that work inside a file: for each what it resolves, and the input
 * next to it that it has to leave alone.
 */
#include <string.h>

#include "engine/ladder/resolve.h"
#include "engine/ladder/vocabulary.h"
#include "engine/merge/fuzzy.h"
#include "engine/result/rungs.h"

/* @result NULL: unresolved; @rung: the least certain one; @doubtful: resolved, yet not certain */
struct sample {
	const char *name;
	const char *path;
	const char *base;
	const char *ours;
	const char *theirs;
	const char *result;
	const char *rung;
	bool doubtful;
};

#define HEAD "int f(int a)\n{\n"
#define TAIL "\treturn a;\n}\n"
#define TWIN "x\nx\nx\nx\nthe moved line\ny\ny\ny\ny\n"

static const struct sample samples[] = {
	{ "touching", "a.c",
	  HEAD "\tone(a);\n\ttwo(a);\n" TAIL,
	  HEAD "\tone(b);\n\ttwo(a);\n" TAIL,
	  HEAD "\tone(a);\n\ttwo(c);\n" TAIL,
	  HEAD "\tone(b);\n\ttwo(c);\n" TAIL, "touching" },
	{ "touching, with the value that is read", "a.c",
	  HEAD "\tb = get(a);\n\tend(b);\n" TAIL,
	  HEAD "\tb = get(a);\n\tend(a);\n" TAIL,
	  HEAD "\tb = get(a);\n\tif (b)\n\t\tuse(b);\n\tend(b);\n" TAIL,
	  HEAD "\tb = get(a);\n\tif (b)\n\t\tuse(b);\n\tend(a);\n" TAIL, "touching" },
	{ "touching, without it", "a.c",
	  HEAD "\tb = get(a);\n" TAIL,
	  HEAD TAIL,
	  HEAD "\tb = get(a);\n\tif (b)\n\t\tuse(b);\n" TAIL,
	  HEAD "\tif (b)\n\t\tuse(b);\n" TAIL, "touching", true },
	{ "touching, without one that nothing reads", "a.c",
	  HEAD "\tb = get(a);\n" TAIL,
	  HEAD TAIL,
	  HEAD "\tb = get(a);\n\tif (c)\n\t\tuse(c);\n" TAIL,
	  HEAD "\tif (c)\n\t\tuse(c);\n" TAIL, "touching" },
	{ "touching, without a newline at the end", "a.c",
	  "int a;\nint b;\nint c;\n", "int a;\nint b;", "int a;\nint b;\nint c;\nint d;\n",
	  "int a;\nint b;\nint d;", "touching" },
	{ "touching, with the newline that upstream adds", "a.c",
	  "int a;\nint b;\nint c;", "int a;\nint b;", "int a;\nint b;\nint c;\nint d;\n",
	  "int a;\nint b;\nint d;\n", "touching" },
	{ "both insert at one point", "a.c",
	  HEAD TAIL,
	  HEAD "\tone(a);\n" TAIL,
	  HEAD "\ttwo(a);\n" TAIL,
	  HEAD "\tone(a);\n\ttwo(a);\n" TAIL, "both-insert", true },
	{ "alike", "a.txt",
	  "one\nthree\n", "one\ntwo  words\nthree\n", "one\ntwo words\nthree\n",
	  "one\ntwo  words\nthree\n", "alike" },
	{ "not quite alike", "a.txt",
	  "one\nthree\n", "one\ntwo  words\nthree\n", "one\ntwo wards\nthree\n",
	  "one\ntwo  words\ntwo wards\nthree\n", "both-insert", true },
	{ "names", "a.c",
	  HEAD "\tnew_call(a);\n\tnew_call(b);\n\tx();\n" TAIL,
	  HEAD "\told_call(a);\n\told_call(b);\n\tx();\n" TAIL,
	  HEAD "\tnew_call(a);\n\tnew_call(b + 1);\n\tx();\n" TAIL,
	  HEAD "\told_call(a);\n\told_call(b + 1);\n\tx();\n" TAIL, "names" },
	{ "space", "a.c",
	  HEAD "\tif (a)\n\tx(a);\n" TAIL,
	  HEAD "\tif (a)\n\t\tx(a);\n" TAIL,
	  HEAD "\tif (b)\n\ty(a);\n" TAIL,
	  HEAD "\tif (b)\n\ty(a);\n" TAIL, "space" },
	{ "contained", "a.txt",
	  "head\nold line\ntail\n",
	  "head\nnew line\nmore\ntail\n",
	  "head\nnew line\ntail\n",
	  "head\nnew line\nmore\ntail\n", "contained" },
	{ "contained, in its block", "a.c",
	  HEAD "\tprepare(a, 1);\n\tfinish(a, 1);\n" TAIL,
	  HEAD "\tprepare(a, 1);\n\tif (b)\n\t\twait(b);\n\tclear(a, 1);\n\tfinish(a, 1);\n" TAIL,
	  HEAD "\tprepare(a, 1);\n\tclear(a, 1);\n\tfinish(a, 1);\n" TAIL,
	  HEAD "\tprepare(a, 1);\n\tif (b)\n\t\twait(b);\n\tclear(a, 1);\n\tfinish(a, 1);\n" TAIL,
	  "contained" },
	{ "contained, in another block", "a.c",
	  HEAD "\tprepare(a, 1);\n\tfinish(a, 1);\n" TAIL,
	  HEAD "\tprepare(a, 1);\n\tif (b) {\n\t\tclear(a, 1);\n\t\tb = 0;\n\t}\n"
	  "\tfinish(a, 1);\n" TAIL,
	  HEAD "\tprepare(a, 1);\n\tclear(a, 1);\n\tfinish(a, 1);\n" TAIL,
	  HEAD "\tprepare(a, 1);\n\tif (b) {\n\t\tclear(a, 1);\n\t\tb = 0;\n\t}\n"
	  "\tfinish(a, 1);\n" TAIL, "subset", true },
	{ "contained, in another case", "a.c",
	  HEAD "\tswitch (a) {\n\tcase 1:\n\t\tprepare(a, 1);\n\tdefault:\n\t\tbreak;\n\t}\n"
	  TAIL,
	  HEAD "\tswitch (a) {\n\tcase 1:\n\t\tprepare(a, 1);\n\tcase 2:\n\t\tb = 2;\n"
	  "\t\tbreak;\n\tdefault:\n\t\tbreak;\n\t}\n" TAIL,
	  HEAD "\tswitch (a) {\n\tcase 1:\n\t\tprepare(a, 1);\n\t\tbreak;\n\tdefault:\n"
	  "\t\tbreak;\n\t}\n" TAIL,
	  HEAD "\tswitch (a) {\n\tcase 1:\n\t\tprepare(a, 1);\n\tcase 2:\n\t\tb = 2;\n"
	  "\t\tbreak;\n\tdefault:\n\t\tbreak;\n\t}\n" TAIL, "subset", true },
	{ "comment", "a.c",
	  "/* copyright 2018 */\nint a;\n", "/* copyright 2019 */\nint a;\n",
	  "/* copyright 2021 */\nint a;\n", "/* copyright 2021 */\nint a;\n", "comment" },
	{ "comment, inside of one", "a.c",
	  "/*\n * copyright 2018\n */\nint a;\n", "/*\n * copyright 2019\n */\nint a;\n",
	  "/*\n * copyright 2021\n */\nint a;\n", "/*\n * copyright 2021\n */\nint a;\n",
	  "comment" },
	{ "no comment, but a pointer", "a.c",
	  HEAD "\t*b = a * 10;\n" TAIL, HEAD "\t*b = a * 11;\n" TAIL,
	  HEAD "\t*b = a * 12;\n" TAIL, NULL },
	{ "a comment in front of a row", "a.c",
	  "int t[] = {\n\t/* a */ 1, 2,\n};\n", "int t[] = {\n\t/* a */ 1, 3,\n};\n",
	  "int t[] = {\n\t/* a */ 1, 4,\n};\n", NULL },
	{ "no comment, where a name has the signs of one", "a.yml",
	  "paths: src/*\n- one two\n- three\n", "paths: src/*\n- one too\n- three\n",
	  "paths: src/*\n- one 2\n- three\n", NULL },
	{ "a comment that does not end there", "a.c",
	  "/* one */\nint a;\n/* b */\nint b;\n", "/* uno */\nint a;\n/* b */\nint b;\n",
	  "/* eins\nint a;\n/* b */\nint b;\n",
	  "/* eins\nint a;\n/* b */\nint b;\n", "rewritten", true },
	{ "absent", "a.txt",
	  "alpha beta gamma\nthe feature's first line\nthe feature's second\ndelta epsilon\n",
	  "alpha beta gamma\ndelta epsilon\n",
	  "alpha beta gamma\nthe feature's 1st line\nthe feature's second\ndelta epsilon\n",
	  "alpha beta gamma\ndelta epsilon\n", "absent", true },
	{ "inserted inside what is absent", "a.txt",
	  "alpha beta gamma\nthe feature's first line\nthe feature's second\ndelta epsilon\n",
	  "alpha beta gamma\ndelta epsilon\n",
	  "alpha beta gamma\nthe feature's first line\nadded\nthe feature's second\n"
	  "delta epsilon\n",
	  "alpha beta gamma\ndelta epsilon\n", "left-out", true },
	{ "rewritten", "a.txt",
	  "head\none two three four five six seven\ntail\n",
	  "head\none two three four five six eight\ntail\n",
	  "head\nall of it in other words\ntail\n",
	  "head\nall of it in other words\ntail\n", "rewritten", true },
	{ "both rewrite", "a.txt",
	  "head\none two three four five six seven\ntail\n",
	  "head\nsomething of our own\ntail\n",
	  "head\nall of it in other words\ntail\n",
	  "head\nsomething of our own\ntail\n", "edits", true },
	{ "elsewhere", "a.txt",
	  "one one one\nthe moved line\nafter the moved\ntwo two two\nthree three\nfour four\n",
	  "one one one\ntwo two two\nthree three\nthe moved line\nafter the moved\nfour four\n",
	  "one one one\nthe changed line\nafter the moved\ntwo two two\nthree three\nfour four\n",
	  "one one one\ntwo two two\nthree three\nthe changed line\nafter the moved\nfour four\n",
	  "placed", true },
	{ "elsewhere, twice", "a.txt",
	  "one one one\nthe moved line\ntwo two two\nthree three\nfour four\n",
	  "one one one\ntwo two two\n" TWIN "three three\n" TWIN "four four\n",
	  "one one one\nthe changed line\ntwo two two\nthree three\nfour four\n",
	  "one one one\ntwo two two\n" TWIN "three three\n" TWIN "four four\n", "absent", true },
	{ "beside a definition", "a.c",
	  "#define ONE 1\n\n#define GONE 2\nint gone;\n\nint tail;\n",
	  "#define ZERO 0\n#define ONE 1\n\nint tail;\n",
	  "#define ONE 1\n\n#define GONE 2\n#define MORE 3\nint gone;\n\nint tail;\n",
	  "#define ZERO 0\n#define ONE 1\n#define MORE 3\n\nint tail;\n", "beside", true },
	{ "beside a member", "a.c",
	  "struct s {\n\tint first;\n\tint gone;\n\tint lost;\n\tint last;\n};\n",
	  "struct s {\n\tint first;\n\tint last;\n};\n",
	  "struct s {\n\tint first;\n\tint gone;\n\tint added;\n\tint lost;\n\tint last;\n"
	  "};\n",
	  "struct s {\n\tint first;\n\tint added;\n\tint last;\n};\n", "beside", true },
	{ "not beside a statement", "a.c",
	  HEAD "\tfirst(a);\n\tgone(a);\n\tlost(a);\n\tlast(a);\n" TAIL,
	  HEAD "\tfirst(a);\n\tlast(a);\n" TAIL,
	  HEAD "\tfirst(a);\n\tgone(a);\n\tadded(a);\n\tlost(a);\n\tlast(a);\n" TAIL,
	  HEAD "\tfirst(a);\n\tlast(a);\n" TAIL, "left-out", true },
	{ "tokens", "a.txt",
	  "value = first(a, b) + second(c, d);\n",
	  "value = 2 * first(a, b) + second(c, d);\n",
	  "value = first(a, b) + second(c, d, e);\n",
	  "value = 2 * first(a, b) + second(c, d, e);\n", "tokens", true },
	{ "tokens that touch", "a.txt",
	  "a = b + c;\n", "a = x + c;\n", "a = y + c;\n", NULL },
	{ "subset", "a.txt",
	  "head\ntail\n", "head\none\ntail\n", "head\none\ntwo\ntail\n",
	  "head\none\ntwo\ntail\n", "subset", true },
};

static GBytes *bytes_of(const char *text)
{
	return g_bytes_new(text, strlen(text));
}

static struct resolution *resolve(const char *path, const char *base, const char *ours,
				  const char *theirs, const struct wording *wording)
{
	g_autoptr(GBytes) b = bytes_of(base), o = bytes_of(ours), t = bytes_of(theirs);
	struct resolve_input input = { path, b, o, t, wording };

	return resolve_file(&input);
}

static void assert_text(GBytes *bytes, const char *text)
{
	g_autofree char *is = NULL;

	g_assert_nonnull(bytes);
	is = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	g_assert_cmpstr(is, ==, text);
}

static void test_samples(gconstpointer data)
{
	const struct sample *sample = data;
	g_autoptr(resolution) resolution = resolve(sample->path, sample->base, sample->ours,
						   sample->theirs, NULL);

	g_assert_cmpuint(resolution->regions->len, >, 0);
	if (!sample->result) {
		g_assert_null(resolution->bytes);
		g_assert_cmpuint(resolution->unresolved, >, 0);
		g_assert_null(resolution->rung);
		g_assert_false(resolution->certain);
		return;
	}
	assert_text(resolution->bytes, sample->result);
	g_assert_cmpuint(resolution->unresolved, ==, 0);
	g_assert_cmpstr(resolution->rung, ==, sample->rung);
	g_assert_nonnull(rung_how(resolution->rung));
	g_assert_cmpint(resolution->certain, ==, !sample->doubtful);
}

/* what reads a variable that is not set here is not ported, however certain the rest is */
static void test_reads_unset(void)
{
	g_autoptr(resolution) unset = resolve("a.c", HEAD "\tb = get(a);\n" TAIL, HEAD TAIL,
		HEAD "\tb = get(a);\n\tif (b)\n\t\tuse(b);\n" TAIL, NULL);
	g_autoptr(resolution) other = resolve("a.c", HEAD "\tb = get(a);\n" TAIL, HEAD TAIL,
		HEAD "\tb = get(a);\n\tif (c)\n\t\tuse(c);\n" TAIL, NULL);

	g_assert_nonnull(strstr(unset->doubt, "reads 'b'"));
	g_assert_cmpint(unset->signs.value[SIGN_variables], >, 0);
	g_assert_null(other->doubt);
	g_assert_cmpint(other->signs.value[SIGN_variables], ==, 0);
}

static const char *rename_of(void *data, const char *name)
{
	return strcmp(name, "brand_new") ? NULL : "good_old";
}

static bool has_all(void *data, const char *name)
{
	return true;
}

static void test_wording(void)
{
	const struct wording wording = { rename_of, has_all, NULL, NULL };
	g_autoptr(resolution) resolution = resolve("a.c",
		HEAD "\tone(a);\n\ttwo(a);\n" TAIL, HEAD "\tuno(a);\n\ttwo(a);\n" TAIL,
		HEAD "\tone(a);\n\tbrand_new(a);\n" TAIL, &wording);

	assert_text(resolution->bytes, HEAD "\tuno(a);\n\tgood_old(a);\n" TAIL);
	g_assert_cmpstr(resolution->rung, ==, "names");
}

static bool calls_new(void *data, const char *name)
{
	return !strcmp(name, "new");
}

/* nor is a function that the tree has, unless it is another file's of the same name */
static void test_name_called(void)
{
	const struct wording wording = { .calls = calls_new };
	g_autoptr(GBytes) base = bytes_of("new(1);\nmine(2);\nx;\n");
	g_autoptr(GBytes) ours = bytes_of("old(1);\nyours(2);\nx;\n");
	g_autoptr(GBytes) own = bytes_of("void new(int a)\n{\n}\n\nnew(1);\nx;\n");
	g_autoptr(GBytes) other = bytes_of("void old(int a)\n{\n}\n\nold(1);\nx;\n");
	g_autoptr(vocabulary) called = vocabulary_learn(base, ours, base, &wording);
	g_autoptr(vocabulary) unknown = vocabulary_learn(base, ours, base, NULL);
	g_autoptr(vocabulary) defined = vocabulary_learn(own, other, own, &wording);
	struct line name = { "new", 3 }, mine = { "mine", 4 };

	g_assert_null(vocabulary_find(called, &name));
	g_assert_cmpstr(vocabulary_find(called, &mine), ==, "yours");
	g_assert_cmpstr(vocabulary_find(unknown, &name), ==, "old");
	g_assert_cmpstr(vocabulary_find(defined, &name), ==, "old");
}

/* "#define" is no name, whatever stands in its place */
static void test_directive(void)
{
	g_autoptr(GBytes) base = bytes_of("#define one 1\n#define two 2\nx;\n");
	g_autoptr(GBytes) ours = bytes_of("int one 1\nint two 2\nx;\n");
	g_autoptr(vocabulary) words = vocabulary_learn(base, ours, base, NULL);
	struct line name = { "define", 6 };
	g_autoptr(resolution) resolution = resolve("a.c", "#define one 1\n", "int one 1\n",
						   "#define one 2\n#define two 3\n", NULL);

	g_assert_null(vocabulary_find(words, &name));
	g_assert_true(!resolution->bytes ||
		      !g_strstr_len(g_bytes_get_data(resolution->bytes, NULL),
				    g_bytes_get_size(resolution->bytes), "#int"));
}

/* a name that the file uses is not translated, however the votes go */
static void test_name_in_use(void)
{
	g_autoptr(GBytes) base = bytes_of("new(1);\nnew(2);\nnew(3);\nx;\n");
	g_autoptr(GBytes) ours = bytes_of("old(1);\nold(2);\nnew(3);\nx;\n");
	g_autoptr(GBytes) lacks = bytes_of("old(1);\nold(2);\nold(3);\nx;\n");
	g_autoptr(GBytes) told = bytes_of("old(1);\nold(2);\nold(3);\nx; /* once new(3) */\n");
	g_autoptr(vocabulary) in_use = vocabulary_learn(base, ours, base, NULL);
	g_autoptr(vocabulary) renamed = vocabulary_learn(base, lacks, base, NULL);
	g_autoptr(vocabulary) in_comment = vocabulary_learn(base, told, base, NULL);
	struct line name = { "new", 3 };

	g_assert_null(vocabulary_find(in_use, &name));
	g_assert_cmpstr(vocabulary_find(renamed, &name), ==, "old");
	g_assert_cmpstr(vocabulary_find(in_comment, &name), ==, "old");
}

/* the base has the other name as well: the file replaced one by the other, and renamed nothing */
static void test_replaced(void)
{
	g_autoptr(GBytes) base = bytes_of("new(1);\nnew(2);\nold(3);\nold(4);\nx;\n");
	g_autoptr(GBytes) ours = bytes_of("old(1);\nold(2);\nold(3);\nold(4);\nx;\n");
	g_autoptr(vocabulary) words = vocabulary_learn(base, ours, base, NULL);
	struct line name = { "new", 3 };

	g_assert_null(vocabulary_find(words, &name));
}

static guint times_used(const struct resolution *resolution, const char *rung)
{
	guint times = 0;

	for (guint i = 0; i < resolution->regions->len; i++) {
		const struct resolved *resolved = resolution->regions->pdata[i];

		times += !g_strcmp0(resolved->rung, rung);
	}
	return times;
}

/* other line ends, and one at the end: the file as a whole was changed, which is said once */
static void test_space_once(void)
{
	g_autoptr(resolution) resolution = resolve("a.txt", "a\nb\nc\nd\ne",
						   "a\r\nb\r\nc\r\nd\r\ne\r\n",
						   "a\nb\nc\nd\nE", NULL);

	assert_text(resolution->bytes, "a\r\nb\r\nc\r\nd\r\nE\r\n");
	g_assert_cmpuint(times_used(resolution, "space"), ==, 1);
}

/* the text has a line like a marker, so that the markers are longer: the last one is a line */
static void test_long_markers(void)
{
	static const struct mark_labels labels = { "here", "base", "upstream" };
	static const char base[] = "=======\na = b + c;";
	struct resolve_input input = {
		.path = "a.txt",
		.base = bytes_of(base),
		.ours = bytes_of("=======\na = x + c;"),
		.theirs = bytes_of("=======\na = y + c;"),
		.marks = &labels,
	};
	g_autoptr(resolution) resolution = resolve_file(&input);

	g_assert_null(resolution->bytes);
	assert_text(resolution->marked, "=======\n<<<<<<<< here\na = x + c;\n|||||||| base\n"
		    "a = b + c;\n========\na = y + c;\n>>>>>>>> upstream\n");
	g_bytes_unref(input.base);
	g_bytes_unref(input.ours);
	g_bytes_unref(input.theirs);
}

/* what the file spells "w->rect" is not the variable that upstream's change declares */
static void test_own_variable(void)
{
	g_autoptr(GBytes) base = bytes_of("use(&the_area);\nset(the_area);\nnew(1);\nnew(2);\n");
	g_autoptr(GBytes) ours =
		bytes_of("use(&w->rect);\nset(w->rect);\nold(1);\nold(2);\n");
	g_autoptr(GBytes) used = bytes_of("\tread(&the_area, new);\n");
	g_autoptr(GBytes) declared = bytes_of("\tstruct r the_area, *new;\n"
					      "\n\tread(&the_area, new);\n");
	g_autoptr(vocabulary) words = vocabulary_learn(base, ours, base, NULL);
	struct line area = { "the_area", 8 }, new = { "new", 3 };

	vocabulary_leave(words, used);
	g_assert_cmpstr(vocabulary_find(words, &area), ==, "w->rect");
	vocabulary_leave(words, declared);
	g_assert_null(vocabulary_find(words, &area));
	/* another name may be declared */
	g_assert_cmpstr(vocabulary_find(words, &new), ==, "old");
}

static void test_phrases(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) base = bytes_of("lock(dev, 1);\nx();\nlock(dev, 2);\n");
	g_autoptr(GBytes) ours = bytes_of("lock(hw, 1);\nx();\nlock(hw, 2);\n");
	g_autoptr(GBytes) theirs = bytes_of("lock(dev, 3);\ndev->lock(hw, 2);\n");
	g_autoptr(phrases) phrases = phrases_learn(scans, base, ours);
	g_autoptr(GBytes) text = phrases_rewrite(phrases, theirs);

	assert_text(text, "lock(hw, 3);\ndev->lock(hw, 2);\n");
}

/* what closes it stands further behind, and is not the phrase's */
static void test_open_phrases(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) base = bytes_of("lock(dev, 1);\nx();\nlock(dev, 2);\n");
	g_autoptr(GBytes) ours = bytes_of("lock((hw, 1));\nx();\nlock((hw, 2));\n");
	g_autoptr(GBytes) theirs = bytes_of("lock(dev, 3);\n");
	g_autoptr(phrases) phrases = phrases_learn(scans, base, ours);
	g_autoptr(GBytes) text = phrases_rewrite(phrases, theirs);

	assert_text(text, "lock(dev, 3);\n");
}

/* nor is it the name's that stands for it */
static void test_open_names(void)
{
	g_autoptr(GBytes) base = bytes_of("\tprint_trunc(a);\n\tx();\n\tprint_trunc(b);\n");
	g_autoptr(GBytes) ours =
		bytes_of("\tPRINT((a, \"%s\", t));\n\tx();\n\tPRINT((b, \"%s\", t));\n");
	g_autoptr(vocabulary) words = vocabulary_learn(base, ours, base, NULL);
	const char *spelling = vocabulary_find(words, &(struct line){ "print_trunc", 11 });

	g_assert_true(!spelling || !strchr(spelling, '('));
}

/* the change that the twin function gets is for a person to look at, if it is made at all */
static void test_twin(void)
{
#define BODY "\tstruct dev *dev = get();\n\tprepare(dev);\n\tstart(dev);\n\tfinish(dev);\n}\n"
#define NEW_BODY "\tstruct dev *dev = get();\n\tprepare(dev);\n\trestart(dev);\n\tfinish(dev);\n}\n"
	g_autoptr(resolution) resolution = resolve("a.c",
		"int first(void)\n{\n" BODY "\nint second(void)\n{\n" BODY,
		"int second(void)\n{\n" BODY,
		"int first(void)\n{\n" NEW_BODY "\nint second(void)\n{\n" BODY, NULL);

	if (resolution->bytes && g_strstr_len(g_bytes_get_data(resolution->bytes, NULL),
					      g_bytes_get_size(resolution->bytes), "restart"))
		g_assert_false(resolution->certain);
}

/* GNU patch 2.7.6 with --fuzz=3 does the same */
static void test_fuzzy(void)
{
	g_autoptr(scans) scans = scans_new();
	g_autoptr(GBytes) base = bytes_of("1\n2\n3\n4\n5\n6\n7\n");
	g_autoptr(GBytes) theirs = bytes_of("1\n2\n3\nfour\n5\n6\n7\n");
	g_autoptr(GBytes) ours = bytes_of("0\n1\nb\nc\n4\ne\nf\n7\n");
	g_autoptr(GBytes) other = bytes_of("0\n1\nb\nc\nd\ne\nf\n7\n");
	g_autoptr(GBytes) result = fuzzy_apply(scans, base, ours, theirs);
	g_autoptr(GBytes) none = fuzzy_apply(scans, base, other, theirs);

	assert_text(result, "0\n1\nb\nc\nfour\ne\nf\n7\n");
	g_assert_null(none);
}

/* what an answer leaves out of upstream's change is said */
static void test_left_out(void)
{
	g_autoptr(resolution) resolution = resolve("a.txt",
		"head\none two three four five six seven\ntail\n",
		"head\nsomething of our own\ntail\n",
		"head\nall of it in other words\ntail\n", NULL);

	g_assert_cmpuint(resolution->dropped->len, ==, 1);
	g_assert_nonnull(strstr(resolution->dropped->pdata[0], "line 2 "));
}

/* the rung that has an answer where upstream puts @new in the place of one line that ours lacks */
static const char *rung_for(const char *new)
{
	g_autofree char *theirs = g_strconcat(HEAD "\tfirst(a);\n", new, "\tlast(a);\n" TAIL, NULL);
	g_autoptr(resolution) resolution =
		resolve("a.c", HEAD "\tfirst(a);\n\tsay(\"at %d\", a);\n\tlast(a);\n" TAIL,
			HEAD "\tfirst(a);\n\tlast(a);\n" TAIL, theirs, NULL);

	return resolution->bytes ? resolution->rung : NULL;
}

/* what upstream puts beside a line is not left out with it */
static void test_absent_line(void)
{
	g_assert_cmpstr(rung_for("\tsay(\"now at %d\", a);\n"), ==, "absent");
	g_assert_cmpstr(rung_for("\tif (b)\n\t\tsay(\"now at %d\", a);\n"), ==, "absent");
	g_assert_cmpstr(rung_for("\tsay(\"now at %d\", a);\n\tb->type = NEW;\n"), !=, "absent");
}

#define SAID "\t\tsay(a, \"gone wrong\");\n"
#define OTHER "\nint g(int a)\n{\n\tif (a || b)\n" SAID TAIL
#define BROKEN "\nint g(int a)\n{\n\tif (a || b)\n\t\tsay(a,\n\t\t    \"gone wrong\");\n" TAIL

#define LIKE(statement) "\nint g(int a)\n{\n\tif (a || b)\n\t\t" statement "\n" TAIL

/* of an edit that is left out: what is here of it; @more: further code of upstream's file */
static char *stands(const char *more, const char *ours)
{
	g_autofree char *base = g_strconcat(HEAD "\tfirst(a);\n\tif (a)\n" SAID
					    "\tlast(a);\n" TAIL, more, NULL);
	g_autofree char *theirs = g_strconcat(HEAD "\tfirst(a);\n\tsay(a, NULL);\n"
					      "\tlast(a);\n" TAIL, more, NULL);
	g_autofree char *here = g_strconcat(HEAD "\tfirst(a);\n\tlast(a);\n" TAIL, ours, NULL);
	g_autoptr(resolution) resolution = resolve("a.c", base, here, theirs, NULL);

	g_assert_cmpstr(resolution->rung, ==, "absent");
	g_assert_cmpuint(resolution->dropped->len, ==, 1);
	g_assert_false(resolution->certain && resolution->stands);
	return g_strdup(resolution->stands);
}

static void test_left_out_stands(void)
{
	g_autofree char *elsewhere = stands("", OTHER);
	g_autofree char *nowhere = stands("", "");
	g_autofree char *another = stands(OTHER, OTHER);
	g_autofree char *broken = stands("", BROKEN), *both = stands(OTHER, BROKEN);
	g_autofree char *longer = stands("", LIKE("foresay(a, \"gone wrong\");"));
	g_autofree char *member = stands("", LIKE("b->say(a, \"gone wrong\");"));
	g_autofree char *comment = stands("", LIKE("/* say(a, \"gone wrong\"); */ n();"));
	g_autofree char *arm = stands("", LIKE("n(); else say(a, \"gone wrong\");"));

	g_assert_cmpstr(elsewhere, ==, "what upstream does to 'say(a, \"gone wrong\");' was left "
			"out, and that stands here in line 11");
	g_assert_null(nowhere);
	g_assert_null(another);
	g_assert_null(longer);
	g_assert_null(member);
	g_assert_null(comment);
	g_assert_cmpstr(arm, ==, elsewhere);
	/* in two lines it is the same */
	g_assert_cmpstr(broken, ==, elsewhere);
	g_assert_null(both);
}

/* cut down from a real one: a part of another function is in this one here */
#define PART "\t{\n\t\tif (meth)\n\t\t{\n\t\t\tmeth_free(meth);\n\t\t}\n"
#define FUNCTION "int\nf(struct root *root,\n  const char *file)\n{\n"

/* upstream swaps what is returned; the other part of it has its place here */
static char *returns(const char *ours)
{
	g_autofree char *here = g_strconcat(FUNCTION, ours, PART "\tcry(a);\n}\n", NULL);
	g_autoptr(resolution) resolution = resolve("a.c",
		PART "\t}\n" FUNCTION "\t{\n\treturn 1;\n\treturn 0;\n}\n", here,
		PART "\t}\n" FUNCTION "\t{\n\treturn 0;\n\treturn 1;\n}\n", NULL);

	g_assert_cmpuint(resolution->dropped->len, ==, 1);
	return g_strdup(resolution->stands);
}

static void test_left_out_returns(void)
{
	g_autofree char *once = returns("\treturn 1;\n"), *never = returns("\treturn 2;\n");
	g_autofree char *twice = returns("\tif (b)\n\treturn 1;\n\treturn 1;\n");

	g_assert_cmpstr(once, ==, "what upstream does to 'return 1;' was left out, and f() has "
			"that here too");
	g_assert_null(never);
	g_assert_null(twice);
}

/* what a tree says that has the first line of these alone; @again: upstream's, once more */
static char *moves(const char *again)
{
	static const char base[] = HEAD "\tdrop(get(), name_of(a), done);\n\n"
		"\t/* it is going to be gone: what comes next must not matter */\n"
		"\tif (is_inner(a))\n\t\tupdate(a, NULL);\n" TAIL;
	static const char ours[] = HEAD "\tdrop(get(), name_of(a), done);\n" TAIL;
	g_autofree char *theirs = g_strconcat(
		HEAD "\tstruct b *b = b_of(a);\n\n\tif (b->set) {\n"
		"\t\tsay(b, \"going\");\n", again,
		"\t\t/* it is going to be gone: what comes next must not matter */\n"
		"\t\tif (is_inner(a))\n\t\t\tupdate(a, NULL);\n"
		"\t} else\n\t\tsay(b, \"gone\");\n" TAIL, NULL);
	g_autoptr(resolution) resolution = resolve("a.c", base, ours, theirs, NULL);

	g_assert_nonnull(resolution->bytes);
	g_assert_null(strstr(g_bytes_get_data(resolution->bytes, NULL), "drop("));
	g_assert_false(resolution->certain && resolution->stands);
	return g_strdup(resolution->stands);
}

/* upstream indents a call; that it goes where it was is half of it */
static void test_left_out_moves(void)
{
	g_autofree char *indented = moves("\t\tdrop(get(),\n\t\t     name_of(a), done);\n");
	g_autofree char *gone = moves("");

	g_assert_cmpstr(indented, ==, "'drop(get(),' goes here, and only moves upstream");
	g_assert_null(gone);
}

/* what is said of it has a word of it */
static void test_left_out_words(void)
{
	g_autoptr(resolution) added = resolve("a.c",
		HEAD "\tfirst(a);\n\tgone(a);\n\n\n\tlost(a);\n\tlast(a);\n" TAIL,
		HEAD "\tfirst(a);\n\tlast(a);\n" TAIL,
		HEAD "\tfirst(a);\n\tgone(a);\n\n\tadded(a);\n\n\tlost(a);\n\tlast(a);\n" TAIL,
		NULL);
	g_autoptr(resolution) removed = resolve("a.c",
		HEAD "\tfirst(a);\n\tgone(a);\n\n\tlost(a);\n\n\tlast(a);\n" TAIL,
		HEAD "\tfirst(a);\n\n\tlast(a);\n" TAIL,
		HEAD "\tfirst(a);\n\tgone(a);\n\n\tlast(a);\n" TAIL, NULL);
	g_autoptr(resolution) empty = resolve("a.txt",
		"head\none two three\nfour five six\n\nseven eight nine\ntail\n",
		"head\nsomething of our own\ntail\n",
		"head\nall of it anew\nfour five six\nseven eight nine\ntail\n", NULL);

	g_assert_cmpuint(added->dropped->len, ==, 1);
	g_assert_cmpstr(added->dropped->pdata[0], ==,
			"where upstream adds 'added(a);' in front of line 6 of its file");
	g_assert_cmpuint(removed->dropped->len, ==, 1);
	g_assert_cmpstr(removed->dropped->pdata[0], ==, "line 6 of upstream's file, 'lost(a);'");
	g_assert_cmpuint(empty->dropped->len, ==, 2);
	g_assert_cmpstr(empty->dropped->pdata[1], ==,
			"line 4 of upstream's file, where empty lines change");
}

/* two functions with the same lines stand elsewhere, and the other way round: each has its edit */
static void test_inside_each(void)
{
#define CALLS(part) "\t" part "_one(a);\n\t" part "_two(a);\n\t" part "_three(a);\n" \
	"\t" part "_four(a);\n\t" part "_five(a);\n\t" part "_six(a);\n"
#define OF(name, call) "int " name "(int a)\n{\n" CALLS("begin") call CALLS("end") \
	"\treturn a;\n}\n\n"
#define MANY(name) name "1;\n" name "2;\n" name "3;\n" name "4;\n" name "5;\n" name "6;\n" \
	name "7;\n" name "8;\n" name "9;\n\n"
	const char *text;
	gsize size;
	g_autoptr(resolution) resolution = resolve("a.c",
		MANY("int first") OF("one", "\tuse_it_all(a);\n") OF("two", "\tuse_it_all(a);\n")
		MANY("int second") MANY("int third") MANY("int last"),
		MANY("int first") MANY("int second") MANY("int third") MANY("int last")
		"/* moved, with more in front of it */\n\n"
		OF("two", "\tuse_it_all(a);\n") OF("one", "\tuse_it_all(a);\n"),
		MANY("int first") OF("one", "\tuse_all(a, 1);\n") OF("two", "\tuse_all(a, 2);\n")
		MANY("int second") MANY("int third") MANY("int last"), NULL);

	text = g_bytes_get_data(resolution->bytes, &size);
	g_assert_cmpstr(resolution->rung, ==, "placed");
	g_assert_nonnull(g_strstr_len(text, size, OF("two", "\tuse_all(a, 2);\n")
				      OF("one", "\tuse_all(a, 1);\n")));
#undef CALLS
#undef OF
#undef MANY
}

/* what ours has not where upstream changes it may stand in another part of the file, once */
static void test_edit_elsewhere(void)
{
#define LINK(at) "the link is at " at "\na note of it\n"
#define REST "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n"
	static const char upstream[] = "head\n" LINK("A") "another part\n" REST;
	static const char fixed[] = "head\n" LINK("B") "another part\n" REST;
	g_autoptr(resolution) once = resolve("a.rst", upstream,
		"head\nsomething of our own\n" REST "more\n" LINK("A"), fixed, NULL);
	g_autoptr(resolution) twice = resolve("a.rst", upstream,
		"head\nsomething of our own\n" REST LINK("A") "more\n" LINK("A"), fixed, NULL);

	g_assert_cmpstr(once->rung, ==, "placed");
	g_assert_cmpint(g_bytes_get_size(once->bytes), >, 0);
	g_assert_nonnull(strstr(g_bytes_get_data(once->bytes, NULL),
				"eight\nmore\n" LINK("B")));
	g_assert_cmpstr(twice->rung, !=, "placed");
#undef LINK
#undef REST
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/resolve/edit-elsewhere", test_edit_elsewhere);
	g_test_add_func("/resolve/inside-each", test_inside_each);
	for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autofree char *path = g_strdup_printf("/resolve/%s", samples[i].name);

		g_test_add_data_func(path, &samples[i], test_samples);
	}
	g_test_add_func("/resolve/wording", test_wording);
	g_test_add_func("/resolve/name-called", test_name_called);
	g_test_add_func("/resolve/directive", test_directive);
	g_test_add_func("/resolve/reads-unset", test_reads_unset);
	g_test_add_func("/resolve/twin", test_twin);
	g_test_add_func("/resolve/left-out", test_left_out);
	g_test_add_func("/resolve/left-out-words", test_left_out_words);
	g_test_add_func("/resolve/left-out-moves", test_left_out_moves);
	g_test_add_func("/resolve/left-out-stands", test_left_out_stands);
	g_test_add_func("/resolve/left-out-returns", test_left_out_returns);
	g_test_add_func("/resolve/absent-line", test_absent_line);
	g_test_add_func("/resolve/space-once", test_space_once);
	g_test_add_func("/resolve/long-markers", test_long_markers);
	g_test_add_func("/vocabulary/in-use", test_name_in_use);
	g_test_add_func("/vocabulary/replaced", test_replaced);
	g_test_add_func("/vocabulary/own-variable", test_own_variable);
	g_test_add_func("/vocabulary/phrases", test_phrases);
	g_test_add_func("/vocabulary/open-phrases", test_open_phrases);
	g_test_add_func("/vocabulary/open-names", test_open_names);
	g_test_add_func("/fuzzy/context", test_fuzzy);
	return g_test_run();
}
