// SPDX-License-Identifier: GPL-2.0-only
/*
 * Placement judges a port by upstream's patch alone.  Each case is a small file
 * before, what upstream's patch says, and a file after that is right or wrong
 * in one way.
 */
#include "claim-sample.h"

#define FILE_PATH "k/f.c"

#define HEAD "#include <x.h>\n\nstatic int v;\n\n"
#define ONE \
	"static int one(int a)\n{\n\tint r;\n\n\tr = call(a);\n" \
	"\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n"
#define TWO \
	"static int two(int a)\n{\n\tint r;\n\n\tr = call(a);\n" \
	"\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n"
#define ONE_FIXED \
	"static int one(int a)\n{\n\tint r;\n\n\tlock();\n" \
	"\tr = call(a);\n\tunlock();\n\tif (r)\n\t\treturn r;\n\n" \
	"\treturn 0;\n}\n"
#define TWO_FIXED \
	"static int two(int a)\n{\n\tint r;\n\n\tlock();\n" \
	"\tr = call(a);\n\tunlock();\n\tif (r)\n\t\treturn r;\n\n" \
	"\treturn 0;\n}\n"

#define BEFORE HEAD ONE "\n" TWO

/* upstream's file is longer, so its line numbers are of no use here */
#define UPSTREAM_TWO                                              \
	"--- a/k/f.c\n+++ b/k/f.c\n"                              \
	"@@ -115,5 +115,7 @@ static int two(int a)\n"             \
	" \tint r;\n \n+\tlock();\n \tr = call(a);\n+\tunlock();\n" \
	" \tif (r)\n \t\treturn r;\n"

static struct sample *make(struct tmpdir *dir, const char *before, const char *upstream)
{
	g_autofree char *folder = tmpdir_file(dir, "tree");
	g_autofree char *path = tmpdir_file(dir, "tree/" FILE_PATH);

	g_assert_true(file_write(path, before, -1, NULL));
	return sample_new(folder, upstream);
}

static void expect(const char *before, const char *upstream, const char *after,
		   enum proof_result expected, const char *about)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	struct sample *sample = make(dir, before, upstream);

	sample_set(sample, FILE_PATH, after);
	sample_expect(sample, "placement", expected, about);
	sample_free(sample);
}

static void test_right(void)
{
	expect(BEFORE, UPSTREAM_TWO, HEAD ONE "\n" TWO_FIXED, PROOF_PASS, "two()");
}

/* the hunk's context fits both functions: the classic misplacement */
static void test_wrong_function(void)
{
	expect(BEFORE, UPSTREAM_TWO, HEAD ONE_FIXED "\n" TWO, PROOF_FAIL, "one");
}

static void test_both_functions(void)
{
	expect(BEFORE, UPSTREAM_TWO, HEAD ONE_FIXED "\n" TWO_FIXED, PROOF_FAIL, "one");
}

static void test_more_changed(void)
{
	expect(BEFORE, UPSTREAM_TWO, HEAD "int w;\n\n" ONE "\n" TWO_FIXED, PROOF_FAIL, NULL);
}

static void test_unbalanced(void)
{
	expect(BEFORE, UPSTREAM_TWO,
	       HEAD ONE "\nstatic int two(int a)\n{\n\tint r;\n\n\tlock();\n\tr = call(a);\n"
			"\tunlock();\n\tif (r) {\n\t\treturn r;\n\n\treturn 0;\n}\n",
	       PROOF_FAIL, "balance");
}

/* twice the lock: the text is in the right function and yet not upstream's change */
static void test_call_added_twice(void)
{
	expect(BEFORE, UPSTREAM_TWO,
	       HEAD ONE "\nstatic int two(int a)\n{\n\tint r;\n\n\tlock();\n\tlock();\n"
			"\tr = call(a);\n\tunlock();\n\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n",
	       PROOF_FAIL, "lock()");
}

/* a tree that spells the lock otherwise */
static void test_other_spelling(void)
{
	expect(BEFORE, UPSTREAM_TWO,
	       HEAD ONE "\nstatic int two(int a)\n{\n\tint r;\n\n\told_lock();\n"
			"\tr = call(a);\n\told_unlock();\n\tif (r)\n\t\treturn r;\n\n"
			"\treturn 0;\n}\n",
	       PROOF_PASS, NULL);
}

/* upstream counts with put(), this tree without a call */
#define COUNTED(function, change)                                 \
	"static int " function "(int a)\n{\n\tint r;\n\n\tr = call(a);\n" change \
	"\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n"
#define UPSTREAM_PUT                                                   \
	"--- a/k/f.c\n+++ b/k/f.c\n"                                   \
	"@@ -115,4 +115,5 @@ static int two(int a)\n \tint r;\n \n \tr = call(a);\n" \
	"+\tr |= put(&v);\n \tif (r)\n"

static void expect_put(const char *header, const char *after, enum proof_result expected,
		       const char *about)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "tree/include/put.h");
	struct sample *sample;

	g_assert_true(file_write(path, header, -1, NULL));
	sample = make(dir, BEFORE, UPSTREAM_PUT);
	sample_set(sample, FILE_PATH, after);
	sample_expect(sample, "placement", expected, about);
	sample_free(sample);
}

/* nothing in the tree knows the function: how often it is called proves nothing, its place does */
static void test_unknown_call(void)
{
	static const char right[] = HEAD ONE "\n" COUNTED("two", "\tr |= !--v;\n");
	static const char wrong[] = HEAD COUNTED("one", "\tr |= !--v;\n") "\n" TWO;

	expect_put("/* put() is upstream's */\n", right, PROOF_SKIPPED,
		   "two(): upstream's change calls put(), which nothing in this tree");
	expect_put("int put(int *v);\n", right, PROOF_FAIL, "put() calls by +1, the port by +0");
	expect_put("#define drop(v) put(v)\n", right, PROOF_FAIL, "put()");
	expect_put("\n", wrong, PROOF_FAIL, "changes one");
}

static void test_nothing_changed(void)
{
	expect(BEFORE, UPSTREAM_TWO, BEFORE, PROOF_FAIL, "nothing");
}

#define UPSTREAM_BOTH                                               \
	"--- a/k/f.c\n+++ b/k/f.c\n"                                \
	"@@ -15,5 +15,7 @@ static int one(int a)\n"                 \
	" \tint r;\n \n+\tlock();\n \tr = call(a);\n+\tunlock();\n" \
	" \tif (r)\n \t\treturn r;\n"                               \
	"@@ -115,5 +117,7 @@ static int two(int a)\n"               \
	" \tint r;\n \n+\tlock();\n \tr = call(a);\n+\tunlock();\n" \
	" \tif (r)\n \t\treturn r;\n"

static void test_two_hunks(void)
{
	expect(BEFORE, UPSTREAM_BOTH, HEAD ONE_FIXED "\n" TWO_FIXED, PROOF_PASS, "one(), two()");
}

static void test_hunk_dropped(void)
{
	expect(BEFORE, UPSTREAM_BOTH, HEAD ONE "\n" TWO_FIXED, PROOF_FAIL, "one()");
}

/* upstream's heading is that of the function above, the change is below its end */
static void test_file_scope(void)
{
	static const char upstream[] = "--- a/k/f.c\n+++ b/k/f.c\n"
				       "@@ -15,4 +15,5 @@ static int one(int a)\n"
				       " \treturn 0;\n }\n+static int w;\n \n"
				       " static int two(int a)\n";

	expect(BEFORE, upstream, HEAD ONE "static int w;\n\n" TWO, PROOF_PASS, NULL);
	expect(BEFORE, upstream,
	       HEAD "static int one(int a)\n{\n\tstatic int w;\n\tint r;\n\n\tr = call(a);\n"
		    "\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n\n" TWO,
	       PROOF_FAIL, "one");
}

#define PROTOTYPES                                                              \
	"long one_ioctl(struct file *f,\n\t       unsigned long arg);\n"         \
	"long two_ioctl(struct file *f,\n\t       unsigned long arg);\n"         \
	"static inline int none(void)\n{\n\treturn 0;\n}\n"

/* the head of a prototype looks like one of a definition; its end does not */
static void test_prototypes(void)
{
	static const char upstream[] =
		"--- a/k/f.c\n+++ b/k/f.c\n"
		"@@ -151,4 +151,6 @@ long zero_ioctl(struct file *f,\n"
		" long one_ioctl(struct file *f,\n \t       unsigned long arg);\n"
		"+long new_ioctl(struct file *f,\n+\t       unsigned long arg);\n"
		" long two_ioctl(struct file *f,\n \t       unsigned long arg);\n";
	static const char added[] =
		"long one_ioctl(struct file *f,\n\t       unsigned long arg);\n"
		"long new_ioctl(struct file *f,\n\t       unsigned long arg);\n"
		"long two_ioctl(struct file *f,\n\t       unsigned long arg);\n"
		"static inline int none(void)\n{\n\treturn 0;\n}\n";
	static const char inside[] =
		"long one_ioctl(struct file *f,\n\t       unsigned long arg);\n"
		"long two_ioctl(struct file *f,\n\t       unsigned long arg);\n"
		"static inline int none(void)\n{\n"
		"long new_ioctl(struct file *f,\n\t       unsigned long arg);\n\treturn 0;\n}\n";

	expect(PROTOTYPES, upstream, added, PROOF_PASS, "no function");
	expect(PROTOTYPES, upstream, inside, PROOF_FAIL, "none");
}

/* a definition of that name is no prototype, whatever stands in a line of its own */
static void test_split_head(void)
{
	static const char upstream[] =
		"--- a/k/f.c\n+++ b/k/f.c\n"
		"@@ -40,3 +40,3 @@ static int one(int a)\n \n"
		"-static int two(int a)\n+static int two(long a)\n {\n";
	g_autofree char *after = g_strconcat(
		HEAD ONE "\n", "static int two(long a)\n{\n\tint r;\n\n\tr = call(a);\n"
		"\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n", NULL);

	expect(BEFORE, upstream, after, PROOF_PASS, "two()");
	expect(BEFORE, upstream, HEAD "static int two(long a);\n\n" ONE "\n" TWO, PROOF_FAIL,
	       "is in two");
}

#define ENTRIES "ENTRY(first)\nENTRY_OPTIONAL(second)\nENTRY_OPTIONAL(third)\n"

/* a list of macro calls without ";", as it is included with several meanings of ENTRY() */
static void test_macro_list(void)
{
	static const char upstream[] = "--- a/k/f.c\n+++ b/k/f.c\n"
				       "@@ -128,3 +128,4 @@ ENTRY(zero)\n ENTRY(first)\n"
				       " ENTRY_OPTIONAL(second)\n+ENTRY_OPTIONAL(new)\n"
				       " ENTRY_OPTIONAL(third)\n";
	static const char added[] =
		"ENTRY(first)\nENTRY_OPTIONAL(second)\nENTRY_OPTIONAL(new)\n"
		"ENTRY_OPTIONAL(third)\n";

	expect(ENTRIES, upstream, added, PROOF_PASS, "no function");
	expect(ENTRIES ONE, upstream,
	       ENTRIES "static int one(int a)\n{\n\tint r;\n\nENTRY_OPTIONAL(new)\n"
		       "\tr = call(a);\n\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n",
	       PROOF_FAIL, "one");
}

#define LABEL "static int three(int a)\n{\nagain:\n\tuse(a);\n\treturn 0;\n}\n"
#define FOUR "static int four(int a)\n{\n\tuse(a);\n\treturn 0;\n}\n"
#define FOUR_FIXED "static int four(int a)\n{\n\tuse(a + 1);\n\treturn 0;\n}\n"
#define LABEL_FIXED "static int three(int a)\n{\nagain:\n\tuse(a + 1);\n\treturn 0;\n}\n"

/* git takes a label for a heading: it names the one function that has it, or none */
static void test_label(void)
{
	static const char upstream[] = "--- a/k/f.c\n+++ b/k/f.c\n@@ -70,2 +70,2 @@ again:\n"
				       "-\tuse(a);\n+\tuse(a + 1);\n \treturn 0;\n";

	expect(HEAD LABEL ONE, upstream, HEAD LABEL_FIXED ONE, PROOF_PASS, "three()");
	expect(HEAD LABEL LABEL, upstream, HEAD LABEL LABEL_FIXED, PROOF_SKIPPED, "again:");
	expect(HEAD LABEL FOUR, upstream, HEAD LABEL FOUR_FIXED, PROOF_SKIPPED, "again:");
}

/* a new function, and its use in another one */
static void test_new_function(void)
{
	static const char upstream[] =
		"--- a/k/f.c\n+++ b/k/f.c\n"
		"@@ -14,6 +14,11 @@ static int one(int a)\n"
		" \treturn 0;\n }\n \n+static int helper(int a)\n+{\n+\treturn call(a) + 1;\n"
		"+}\n+\n static int two(int a)\n {\n \tint r;\n"
		"@@ -115,3 +120,3 @@ static int two(int a)\n"
		" \n-\tr = call(a);\n+\tr = helper(a);\n \tif (r)\n";
	static const char helper[] = "static int helper(int a)\n{\n\treturn call(a) + 1;\n}\n\n";
	g_autofree char *right = g_strconcat(
		HEAD ONE "\n", helper,
		"static int two(int a)\n{\n\tint r;\n\n\tr = helper(a);\n\tif (r)\n\t\treturn r;\n"
		"\n\treturn 0;\n}\n", NULL);
	g_autofree char *unused = g_strconcat(HEAD ONE "\n", helper, TWO, NULL);

	expect(BEFORE, upstream, right, PROOF_PASS, "helper()");
	expect(BEFORE, upstream, unused, PROOF_FAIL, "two()");
}

static void test_data(void)
{
	static const char table[] = "static const struct ops table = {\n\t.a = one,\n};\n";
	static const char fixed[] =
		"static const struct ops table = {\n\t.a = one,\n\t.b = two,\n};\n";
	static const char upstream[] = "--- a/k/f.c\n+++ b/k/f.c\n"
				       "@@ -50,2 +50,3 @@ static const struct ops table = {\n"
				       " \t.a = one,\n+\t.b = two,\n };\n";
	g_autofree char *before = g_strconcat(BEFORE, "\n", table, NULL);
	g_autofree char *after = g_strconcat(BEFORE, "\n", fixed, NULL);
	g_autofree char *wrong = g_strconcat(HEAD ONE_FIXED "\n" TWO "\n", table, NULL);

	expect(before, upstream, after, PROOF_PASS, NULL);
	expect(before, upstream, wrong, PROOF_FAIL, "one");
}

static void test_comment_words_are_no_calls(void)
{
	static const char upstream[] = "--- a/k/f.c\n+++ b/k/f.c\n"
				       "@@ -115,3 +115,6 @@ static int two(int a)\n"
				       " \n+\t/*\n+\t * call() must not return() twice()\n+\t */\n"
				       " \tr = call(a);\n \tif (r)\n";

	expect(BEFORE, upstream,
	       HEAD ONE "\nstatic int two(int a)\n{\n\tint r;\n\n\t/* mind call() and twice() */\n"
			"\tr = call(a);\n\tif (r)\n\t\treturn r;\n\n\treturn 0;\n}\n",
	       PROOF_PASS, NULL);
}

/* the ported patch must be the change that the tree got */
static void test_patch_is_not_the_change(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	struct sample *sample = make(dir, BEFORE, UPSTREAM_TWO);
	g_autoptr(GBytes) other = sample_bytes(HEAD ONE_FIXED "\n" TWO_FIXED);
	struct hunk *hunk;

	sample_set(sample, FILE_PATH, HEAD ONE "\n" TWO_FIXED);
	tree_put(sample->after, FILE_PATH, other, TREE_FILE);
	sample_expect(sample, "placement", PROOF_FAIL, "not the same change");
	sample_free(sample);

	sample = make(dir, BEFORE, UPSTREAM_TWO);
	sample_set(sample, FILE_PATH, HEAD ONE "\n" TWO_FIXED);
	hunk = ((struct file_diff *)sample->ported->diff->files->pdata[0])->hunks->pdata[0];
	hunk->old_start++;
	sample_expect(sample, "placement", PROOF_FAIL, "does not apply");
	sample_free(sample);

	sample = make(dir, BEFORE, UPSTREAM_TWO);
	sample_set(sample, FILE_PATH, HEAD ONE "\n" TWO_FIXED);
	tree_put(sample->after, "k/other.c", other, TREE_FILE);
	sample_expect(sample, "placement", PROOF_FAIL, "k/other.c");
	sample_free(sample);
}

static void test_files(void)
{
	static const char upstream[] = UPSTREAM_TWO "--- a/k/g.h\n+++ b/k/g.h\n"
						    "@@ -1 +1,2 @@\n int g;\n+int h;\n";
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *header = tmpdir_file(dir, "tree/k/g.h");
	struct sample *sample;

	g_assert_true(file_write(header, "int g;\n", -1, NULL));
	sample = make(dir, BEFORE, upstream);
	sample_set(sample, FILE_PATH, HEAD ONE "\n" TWO_FIXED);
	sample_expect(sample, "placement", PROOF_FAIL, "k/g.h");
	sample_set(sample, "k/g.h", "int g;\nint h;\n");
	sample_expect(sample, "placement", PROOF_PASS, NULL);
	sample_set(sample, "k/more.h", "int i;\n");
	sample_expect(sample, "placement", PROOF_FAIL, "k/more.h");
	sample_free(sample);
}

/* what the tree had already needs no port */
static void test_file_already_there(void)
{
	static const char upstream[] = UPSTREAM_TWO "--- a/k/g.h\n+++ b/k/g.h\n"
						    "@@ -1 +1,2 @@\n int g;\n+int h;\n";
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *header = tmpdir_file(dir, "tree/k/g.h");
	struct sample *sample;

	g_assert_true(file_write(header, "int g;\nint h;\n", -1, NULL));
	sample = make(dir, BEFORE, upstream);
	sample_set(sample, FILE_PATH, HEAD ONE "\n" TWO_FIXED);
	sample_expect(sample, "placement", PROOF_PASS, NULL);
	sample_free(sample);
}

/* created, deleted: as the patch says, in both trees */
static void test_whole_files(void)
{
	static const char upstream[] = UPSTREAM_TWO
		"diff --git a/k/g.h b/k/g.h\nnew file mode 100644\n--- /dev/null\n+++ b/k/g.h\n"
		"@@ -0,0 +1 @@\n+int g;\n"
		"diff --git a/k/old.h b/k/old.h\ndeleted file mode 100644\n--- a/k/old.h\n"
		"+++ /dev/null\n@@ -1 +0,0 @@\n-int old;\n";
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *old = tmpdir_file(dir, "tree/k/old.h");
	g_autofree char *header = tmpdir_file(dir, "tree/k/g.h");
	g_autoptr(GBytes) still = sample_bytes("int old;\n");
	struct sample *sample;

	g_assert_true(file_write(old, "int old;\n", -1, NULL));
	sample = make(dir, BEFORE, upstream);
	sample_set(sample, FILE_PATH, HEAD ONE "\n" TWO_FIXED);
	sample_set(sample, "k/g.h", "int g;\n");
	sample_set(sample, "k/old.h", NULL);
	sample_expect(sample, "placement", PROOF_PASS, "3 hunks");
	tree_put(sample->after, "k/old.h", still, TREE_FILE);
	sample_expect(sample, "placement", PROOF_FAIL, "still there");
	tree_drop(sample->after, "k/old.h");
	g_assert_true(file_write(header, "int other;\n", -1, NULL));
	sample_expect(sample, "placement", PROOF_FAIL, "there before");
	sample_free(sample);
}

static void test_moved_file(void)
{
	static const char upstream[] = "--- a/new/f.c\n+++ b/new/f.c\n"
				       "@@ -115,5 +115,7 @@ static int two(int a)\n"
				       " \tint r;\n \n+\tlock();\n \tr = call(a);\n+\tunlock();\n"
				       " \tif (r)\n \t\treturn r;\n";

	expect(BEFORE, upstream, HEAD ONE "\n" TWO_FIXED, PROOF_PASS, "two()");
	expect(BEFORE, upstream, HEAD ONE_FIXED "\n" TWO, PROOF_FAIL, "one");
}

static void test_no_newline_at_end(void)
{
	static const char upstream[] = "--- a/k/f.c\n+++ b/k/f.c\n@@ -1 +1 @@\n-int a;\n+int b;\n";

	expect("int a;", upstream, "int b;", PROOF_PASS, NULL);
	expect("int a;", upstream, "int b;\n", PROOF_PASS, NULL);
}

static void test_reference_fix(void)
{
	g_autofree char *folder = sample_source("stable-trees/fixtures/6.18.y");
	g_autofree char *text = sample_case("tests/cases/right/scoped-guard");
	struct sample *sample = sample_new(folder, TDX_UPSTREAM);

	sample_set(sample, TDX_PATH, text);
	sample_expect(sample, "placement", PROOF_PASS, "1 hunk in tdx_td_vcpu_init()");
	sample_free(sample);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/placement/right", test_right);
	g_test_add_func("/placement/wrong-function", test_wrong_function);
	g_test_add_func("/placement/both-functions", test_both_functions);
	g_test_add_func("/placement/more-changed", test_more_changed);
	g_test_add_func("/placement/unbalanced", test_unbalanced);
	g_test_add_func("/placement/call-added-twice", test_call_added_twice);
	g_test_add_func("/placement/other-spelling", test_other_spelling);
	g_test_add_func("/placement/unknown-call", test_unknown_call);
	g_test_add_func("/placement/nothing-changed", test_nothing_changed);
	g_test_add_func("/placement/two-hunks", test_two_hunks);
	g_test_add_func("/placement/hunk-dropped", test_hunk_dropped);
	g_test_add_func("/placement/file-scope", test_file_scope);
	g_test_add_func("/placement/prototypes", test_prototypes);
	g_test_add_func("/placement/split-head", test_split_head);
	g_test_add_func("/placement/macro-list", test_macro_list);
	g_test_add_func("/placement/label", test_label);
	g_test_add_func("/placement/new-function", test_new_function);
	g_test_add_func("/placement/data", test_data);
	g_test_add_func("/placement/comment-words", test_comment_words_are_no_calls);
	g_test_add_func("/placement/patch-and-change", test_patch_is_not_the_change);
	g_test_add_func("/placement/files", test_files);
	g_test_add_func("/placement/file-already-there", test_file_already_there);
	g_test_add_func("/placement/whole-files", test_whole_files);
	g_test_add_func("/placement/moved-file", test_moved_file);
	g_test_add_func("/placement/no-newline-at-end", test_no_newline_at_end);
	g_test_add_func("/placement/reference-fix", test_reference_fix);
	return g_test_run();
}
