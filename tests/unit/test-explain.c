// SPDX-License-Identifier: GPL-2.0-only
/*
 * Conflicts of patches without a base: where the hunks belong, what is missing,
 * and that the explanation survives verdict.json and the page.  With a history
 * they are tested in t0710-conflicts.sh.
 */
#include "base/file.h"
#include "engine/explain/explain.h"
#include "engine/ladder/draft.h"
#include "engine/merge/patchmerge.h"
#include "engine/result/explanation.h"
#include "git-oracle.h"
#include "port-sample.h"
#include "report-sample.h"

#define HEAD "int f(struct box *a)\n{\n\tint err;\n\n"
#define TAIL "\n\tfinish(a);\n\treturn 0;\n}\n"

/* the tree: what upstream had before it combined the two calls */
#define HERE HEAD "\terr = start(a, a->unit);\n\tif (BUG_ON_BOX(err, a)) {\n" \
	     "\t\tpr_box_error(START, err);\n\t\treturn -EIO;\n\t}\n" TAIL

#define FIX "diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n@@ -3,7 +3,9 @@ int f(struct box *a)\n" \
	    " \tint err;\n \n \terr = start(a, a->unit);\n" \
	    "-\tif (BOX_BUG_ON(err, START, a))\n-\t\treturn -EIO;\n" \
	    "+\tlock(a);\n+\tif (BOX_BUG_ON(err, START, a))\n+\t\treturn -EIO;\n+\tunlock(a);\n" \
	    " \n \tfinish(a);\n"

/* what combined them, in @path */
static struct patch *combine(const char *path, const char *title)
{
	g_autofree char *text = g_strdup_printf(
		"diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n@@ -4,8 +4,6 @@ int f(struct box *a)\n"
		" \n \terr = start(a, a->unit);\n-\tif (BUG_ON_BOX(err, a)) {\n"
		"-\t\tpr_box_error(START, err);\n+\tif (BOX_BUG_ON(err, START, a))\n"
		" \t\treturn -EIO;\n-\t}\n \n \tfinish(a);\n", path, path, path, path);
	struct patch *patch = scene_patch(text);

	subject_free(patch->subject);
	patch->subject = subject_parse(title);
	return patch;
}

static GPtrArray *explain(const char *here, const char *fix, const GPtrArray *patches, guint before)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(patch) patch = scene_patch(fix);
	const struct explain_source source = { "boxes", patches, before };
	const struct explain_sources sources = { &source, 1 };

	scene_put(scene, "f.c", here);
	return explain_patch(scene->tree, patch, &sources);
}

static void test_missing_patch(void)
{
	g_autoptr(patch) other = combine("g.c", "another file");
	g_autoptr(patch) patch = combine("f.c", "[PATCH 2/3] box: combine the two");
	g_autoptr(GPtrArray) patches = g_ptr_array_new();
	g_autoptr(GPtrArray) found = NULL;
	const struct explanation *first;
	const struct lack *lack;

	g_ptr_array_add(patches, other);
	g_ptr_array_add(patches, patch);
	g_ptr_array_add(patches, NULL);
	found = explain(HERE, FIX, patches, G_MAXUINT);
	/* git leaves two regions: "return" between them is the same on both sides */
	g_assert_cmpuint(found->len, ==, 2);
	first = found->pdata[0];
	g_assert_cmpstr(first->path, ==, "f.c");
	g_assert_cmpstr(first->function, ==, "f");
	g_assert_cmpuint(first->line, ==, 6);
	g_assert_cmpstr(first->added, ==, "\tlock(a);\n");
	g_assert_cmpstr(first->expected, ==, "\tif (BOX_BUG_ON(err, START, a))\n");
	g_assert_nonnull(strstr(first->here, "pr_box_error(START, err);"));
	g_assert_cmpuint(first->missing->len, ==, 1);
	lack = first->missing->pdata[0];
	g_assert_cmpint(lack->kind, ==, LACK_PATCH);
	g_assert_cmpstr(lack->what, ==, "boxes 2/3");
	g_assert_cmpstr(lack->title, ==, "box: combine the two");
	g_assert_cmpstr(lack->line, ==, "if (BOX_BUG_ON(err, START, a))");
	g_assert_nonnull(strstr(first->remedy, "port boxes 2/3"));
}

/* a patch that comes later, or changes another file, is not what is missing */
static void test_not_missing(void)
{
	g_autoptr(patch) other = combine("g.c", "another file");
	g_autoptr(patch) patch = combine("f.c", "box: combine the two");
	g_autoptr(GPtrArray) patches = g_ptr_array_new();
	g_autoptr(GPtrArray) found = NULL;
	const struct explanation *first;

	g_ptr_array_add(patches, other);
	g_ptr_array_add(patches, patch);
	found = explain(HERE, FIX, patches, 1);
	g_assert_cmpuint(found->len, ==, 2);
	first = found->pdata[0];
	g_assert_cmpuint(first->missing->len, ==, 0);
	g_assert_nonnull(strstr(first->remedy, "no patch at hand adds"));
}

/* of two places that are as good, none; of a function that is not here, none */
/* a hunk without a place stands behind the tree's own text */
static void check_end(const struct draft *draft, const char *ours)
{
	g_autofree char *given = bytes_text(draft->given);

	g_assert_cmpuint(draft->lost, ==, 1);
	g_assert_true(g_str_has_prefix(given, ours));
	g_assert_cmpstr(given + strlen(ours), ==,
			"<<<<<<< this tree\n||||||| upstream before the patch\n"
			"\terr = start(a, a->unit);\n\tif (BOX(err))\n\t\treturn 3;\n"
			"=======\n"
			"\terr = start(a, a->unit);\n\tif (BOX(err, 1))\n\t\treturn 3;\n"
			">>>>>>> upstream ()\n");
}

static void test_no_place(void)
{
	static const char twin[] = HEAD "\terr = start(a, a->unit);\n\tif (x)\n\t\treturn 1;\n\n"
				   "\terr = start(a, a->unit);\n\tif (y)\n\t\treturn 2;\n" TAIL;
	g_autofree char *other = g_strconcat("int other", strchr(HERE, '('), NULL);
	const char *const trees[] = { twin, other };
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	static const char fix[] =
		"diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"
		"@@ -5,3 +5,3 @@ int f(struct box *a)\n"
		" \terr = start(a, a->unit);\n-\tif (BOX(err))\n+\tif (BOX(err, 1))\n"
		" \t\treturn 3;\n";

	for (size_t i = 0; i < G_N_ELEMENTS(trees); i++) {
		g_autoptr(GPtrArray) found = explain(trees[i], fix, none, 0);
		g_autoptr(scene) scene = scene_new();
		g_autoptr(patch) patch = scene_patch(fix);
		g_autoptr(GPtrArray) drafts = NULL;
		g_autofree char *why = NULL;

		g_assert_cmpuint(found->len, ==, 1);
		g_assert_cmpuint(((struct explanation *)found->pdata[0])->line, ==, 0);
		scene_put(scene, "f.c", trees[i]);
		drafts = drafts_of_patch(scene->tree, patch, NULL, &why);
		g_assert_nonnull(drafts);
		check_end(drafts->pdata[0], trees[i]);
	}
}

/* the change itself would merge; what stands around it is not what the patch was made on */
static void test_around(void)
{
	static const char fix[] =
		"diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n"
		"@@ -3,6 +3,7 @@ int f(struct box *a)\n"
		" \tint err;\n \n \terr = start(a, a->unit);\n+\tlock(a);\n"
		" \tif (BUG_ON_BOX(err, a)) {\n \t\tpr_box_error(START, err);\n"
		" \t\treturn -EIO;\n";
	g_autofree char *here = g_strdup(HERE);
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GPtrArray) fits = explain(here, fix, none, 0);
	g_autoptr(GPtrArray) found = NULL;
	const struct explanation *first;

	g_assert_cmpuint(fits->len, ==, 0);
	memcpy(strstr(here, "-EIO"), "-EBU", 4);
	found = explain(here, fix, none, 0);
	g_assert_cmpuint(found->len, ==, 1);
	first = found->pdata[0];
	g_assert_cmpstr(first->function, ==, "f");
	g_assert_cmpuint(first->line, ==, 8);
	g_assert_cmpstr(first->added, ==, "\tlock(a);\n");
	g_assert_cmpstr(first->expected, ==, "\t\treturn -EIO;\n");
	g_assert_cmpstr(first->here, ==, "\t\treturn -EBU;\n");
	g_assert_nonnull(strstr(first->remedy, "only lines around the change differ"));
}

#define TWO "int a(void)\n{\n\tready();\n\tone();\n\treturn 0;\n}\n\n" \
	"int b(void)\n{\n%s\ttwo();\n%s\treturn 0;\n}\n"
#define TWO_FIX "diff --git a/f.c b/f.c\n--- a/f.c\n+++ b/f.c\n@@ -1,4 +1,5 @@\n" \
	" int a(void)\n {\n+\tready();\n \tone();\n \treturn 0;\n" \
	"@@ -7,5 +8,5 @@ int b(void)\n int b(void)\n {\n-\told();\n+\tready();\n \ttwo();\n" \
	" \treturn 0;\n"

/* one hunk's change is here, and of the other's only what it removes is not */
static void test_done(void)
{
	g_autofree char *both = g_strdup_printf(TWO, "\tready();\n", "\tmore();\n");
	g_autofree char *one = g_strdup_printf(TWO, "\told();\n", "");
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	g_autoptr(GPtrArray) found = explain(both, TWO_FIX, none, 0);
	g_autoptr(GPtrArray) half = explain(one, TWO_FIX, none, 0);
	const struct explanation *first;

	g_assert_cmpuint(half->len, ==, 1);
	first = half->pdata[0];
	g_assert_cmpstr(first->remedy, ==, "leave this hunk out");
	g_assert_cmpuint(first->line, ==, 3);
	g_assert_cmpuint(found->len, ==, 2);
	first = found->pdata[1];
	g_assert_nonnull(strstr(first->remedy, "what upstream removes is not here"));
	g_assert_nonnull(strstr(first->expected, "old();"));
}

/* what stands in the way is no line */
static void test_no_lines(void)
{
	static const char fix[] =
		"diff --git a/g.c b/f.c\nsimilarity index 100%\nrename from g.c\nrename to f.c\n";
	g_autoptr(scene) scene = scene_new();
	g_autoptr(patch) patch = scene_patch(fix);
	const struct explain_sources nowhere = { NULL, 0 };
	g_autoptr(GPtrArray) found = NULL;
	const struct explanation *first;

	scene_put(scene, "f.c", HERE);
	scene_put(scene, "g.c", HERE);
	found = explain_patch(scene->tree, patch, &nowhere);
	g_assert_cmpuint(found->len, ==, 1);
	first = found->pdata[0];
	g_assert_cmpstr(first->path, ==, "f.c");
	g_assert_nonnull(strstr(first->remedy, "by hand"));
	g_assert_nonnull(strstr(first->notes->pdata[0], "is there already"));
}

/* hunks that fit: theirs is what git apply makes, and nothing is open */
static void test_like_git_apply(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "f.c");
	g_autoptr(patch) patch = combine("f.c", "box: combine the two");
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GBytes) here = g_bytes_new_static(HERE, strlen(HERE));
	g_autoptr(image) ours = image_new("f.c", here);
	g_autoptr(patch_merge) merge = patch_merge_new(ours, patch->diff->files->pdata[0]);
	g_autofree char *applied = NULL, *said = NULL;

	g_assert_cmpuint(merge->lost->len, ==, 0);
	g_assert_true(g_bytes_equal(merge->base, here));
	g_assert_true(g_file_set_contents(path, HERE, -1, NULL));
	diff_write(patch->diff, text);
	said = git_says(tmpdir_path(dir), text->str, text->len, "apply", "-", NULL);
	g_assert_nonnull(said);
	g_assert_true(g_file_get_contents(path, &applied, NULL, NULL));
	g_assert_cmpmem(g_bytes_get_data(merge->theirs, NULL), g_bytes_get_size(merge->theirs),
			applied, strlen(applied));
}

static struct explanation *hostile(void)
{
	struct explanation *explanation = explanation_new();
	struct since *since = since_new();
	struct lack *lack = lack_new(LACK_NAME);

	explanation->path = g_strdup("f.c");
	explanation->function = g_strdup(HOSTILE);
	explanation->line = 7;
	explanation->removed = g_strdup("");
	explanation->added = g_strdup(HOSTILE "\n");
	explanation->expected = g_strdup("<b>\n");
	explanation->here = g_strdup("\tx\n");
	explanation->remedy = g_strdup(HOSTILE);
	since->commit = g_strdup("0123456789012345678901234567890123456789");
	since->title = g_strdup(HOSTILE);
	since->lines = 3;
	since->history = SINCE_TREE;
	g_ptr_array_add(explanation->since, since);
	lack->what = g_strdup("NAME");
	lack->title = g_strdup(HOSTILE);
	g_ptr_array_add(explanation->missing, lack);
	g_ptr_array_add(explanation->notes, g_strdup(HOSTILE));
	return explanation;
}

static struct series_result *conflict(void)
{
	struct series_result *series = series_result_new("s");
	struct tree_result *tree = tree_result_new("6.18.y");
	struct patch_result *patch = sample_patch(tree, "0001-x.patch", "x", OUTCOME_CONFLICT, "y");

	g_ptr_array_add(series->trees, tree);
	g_ptr_array_add(patch->conflicts, hostile());
	patch->draft = g_strdup(".backstitch/conflicts/s/6.18.y/0001/edit");
	patch->resume = g_strdup("backstitch port --continue --tree 6.18.y s");
	return series;
}

static void test_verdict(void)
{
	g_autoptr(series_result) series = conflict();
	g_autofree char *json = verdict_json(series->trees->pdata[0]), *again = NULL;
	g_autoptr(GError) error = NULL;
	g_autoptr(tree_result) read = verdict_parse(json, &error);
	const struct patch_result *patch;
	const struct explanation *explanation;

	g_assert_no_error(error);
	patch = read->patches->pdata[0];
	g_assert_cmpstr(patch->draft, ==, ".backstitch/conflicts/s/6.18.y/0001/edit");
	g_assert_cmpstr(patch->resume, ==, "backstitch port --continue --tree 6.18.y s");
	g_assert_cmpuint(patch->conflicts->len, ==, 1);
	explanation = patch->conflicts->pdata[0];
	g_assert_cmpuint(explanation->line, ==, 7);
	g_assert_cmpint(((struct since *)explanation->since->pdata[0])->history, ==, SINCE_TREE);
	g_assert_cmpint(((struct lack *)explanation->missing->pdata[0])->kind, ==, LACK_NAME);
	again = verdict_json(read);
	g_assert_cmpstr(again, ==, json);
}

static void test_hostile(void)
{
	g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func(
		(GDestroyNotify)series_result_free);
	const struct report_style style = { .columns = 80 };
	g_autofree char *text = NULL, *page = NULL;

	g_ptr_array_add(results, conflict());
	text = report_text(results, &style);
	page = report_html(results, 0);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_null(strchr(text, '\033'));
	g_assert_null(strstr(text, "\xe2\x80\xae"));
	g_assert_true(g_utf8_validate(page, -1, NULL));
	g_assert_null(strstr(page, "<script>alert"));
	g_assert_null(strstr(page, "<b>\n"));
	g_assert_nonnull(strstr(page, "Conflict:"));
	g_assert_nonnull(strstr(text, "port --continue --tree 6.18.y s"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/explain/missing-patch", test_missing_patch);
	g_test_add_func("/explain/not-missing", test_not_missing);
	g_test_add_func("/explain/no-place", test_no_place);
	g_test_add_func("/explain/around", test_around);
	g_test_add_func("/explain/done", test_done);
	g_test_add_func("/explain/no-lines", test_no_lines);
	g_test_add_func("/explain/like-git-apply", test_like_git_apply);
	g_test_add_func("/explain/verdict", test_verdict);
	g_test_add_func("/explain/hostile", test_hostile);
	return g_test_run();
}
