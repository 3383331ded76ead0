// SPDX-License-Identifier: GPL-2.0-only
/*
 * A result against the maintainer's tree: right, white space, and hunks in another function.
 */
#include <glib.h>
#include <string.h>

#include "base/proc.h"
#include "base/tmpdir.h"
#include "engine/replay/compare.h"

#define BODY(name, value)                                                                          \
	"int " name "(int a)\n{\n\tint r;\n\n\tr = call(a);\n\treturn " value ";\n}\n\n"
#define FILE(one, two) BODY("one", one) BODY("two", two)

static struct objects *open_repository(const struct tmpdir *dir)
{
	const char *const argv[] = { "git", "init", "-q", "--bare", tmpdir_path(dir), NULL };
	struct proc_spec spec = { .argv = argv };
	g_autoptr(GError) error = NULL;
	struct objects *objects;

	g_assert_true(proc_check(&spec, NULL, NULL));
	objects = objects_open(tmpdir_path(dir), NULL, &error);
	g_assert_no_error(error);
	return objects;
}

/* a tree with one file; NULL: an empty one */
static struct object_id tree_with(struct objects *objects, const char *content, unsigned int mode)
{
	static const struct object_id nothing;
	g_autoptr(GArray) edits = tree_deltas_new();
	struct tree_delta delta = { .new.mode = mode };
	struct object_id tree;

	if (content) {
		g_autoptr(GBytes) bytes = g_bytes_new(content, strlen(content));

		delta.path = g_strdup("f.c");
		g_assert_true(objects_write_blob(objects, bytes, &delta.new.id, NULL));
		g_array_append_val(edits, delta);
	}
	g_assert_true(objects_write_tree(objects, &nothing, edits, &tree, NULL));
	return tree;
}

/*
 * upstream: @base to @theirs; the tree to port to is @onto; expected: @match, and what
 * is elsewhere, or NULL
 */
static void expect(const char *base, const char *theirs, const char *onto, const char *result,
		   const char *expected, enum match match, const char *elsewhere)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(objects) objects = open_repository(dir);
	const struct compared_trees trees = {
		.objects = objects,
		.base = tree_with(objects, base, 0100644),
		.theirs = tree_with(objects, theirs, 0100644),
		.onto = tree_with(objects, onto, 0100644),
		.result = tree_with(objects, result, 0100644),
		.expected = tree_with(objects, expected, 0100644),
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(comparison) comparison = compare_trees(&trees, &error);

	g_assert_no_error(error);
	g_assert_cmpint(comparison->match, ==, match);
	g_assert_cmpuint(comparison->elsewhere->len, ==, !!elsewhere);
	if (!elsewhere)
		return;
	g_assert_cmpstr(comparison->elsewhere->pdata[0], ==, elsewhere);
	g_assert_cmpuint(comparison->misplaced, ==, !!strstr(elsewhere, "elsewhere"));
}

static void test_match(void)
{
	const char *onto = FILE("1", "2"), *theirs = FILE("10", "2");

	expect(onto, theirs, onto, theirs, theirs, MATCH_RIGHT, NULL);
	expect(onto, theirs, onto, FILE("  10", "2"), theirs, MATCH_WHITESPACE, NULL);
	expect(onto, theirs, onto, FILE("1 0", "2"), theirs, MATCH_WHITESPACE, NULL);
	expect(onto, theirs, onto, FILE("11", "2"), theirs, MATCH_DIFFERS, NULL);
	/* the end of one is the end of the other, or it differs */
	expect(onto, theirs, onto, FILE("10", "2") "x", theirs, MATCH_DIFFERS, NULL);
	expect(onto, theirs, onto, theirs, FILE("10", "2") "x", MATCH_DIFFERS, NULL);
	expect(onto, theirs, onto, FILE("10", "2") "\n", theirs, MATCH_WHITESPACE, NULL);
	expect(onto, theirs, onto, NULL, theirs, MATCH_DIFFERS, NULL);
	expect(onto, theirs, onto, theirs, NULL, MATCH_DIFFERS, NULL);
}

static void test_elsewhere(void)
{
	const char *onto = FILE("1", "2");

	/* ours strays: upstream and the maintainer change one() */
	expect(onto, FILE("10", "2"), onto, FILE("1", "20"), FILE("10", "2"), MATCH_DIFFERS,
	       "f.c: two, the maintainer's is in one, upstream's elsewhere");
	/* the maintainer strays */
	expect(onto, FILE("10", "2"), onto, FILE("10", "2"), FILE("1", "20"), MATCH_DIFFERS,
	       "f.c: one, the maintainer's is in two, upstream's as ours");
	/* the maintainer leaves a hunk out, or adds one: nothing strays */
	expect(onto, FILE("10", "20"), onto, FILE("10", "20"), FILE("10", "2"), MATCH_DIFFERS,
	       NULL);
	expect(onto, FILE("10", "2"), onto, FILE("10", "2"), FILE("10", "20"), MATCH_DIFFERS,
	       NULL);
	/* between functions is in none */
	expect(onto, FILE("10", "2"), onto, FILE("1", "2") "int x;\n", FILE("10", "2"),
	       MATCH_DIFFERS, NULL);
}

static void test_mode(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(objects) objects = open_repository(dir);
	const struct compared_trees trees = {
		.objects = objects,
		.base = tree_with(objects, "a\n", 0100644),
		.theirs = tree_with(objects, "a\n", 0100755),
		.onto = tree_with(objects, "a\n", 0100644),
		.result = tree_with(objects, "a\n", 0100755),
		.expected = tree_with(objects, "a\n", 0100644),
	};
	g_autoptr(comparison) comparison = compare_trees(&trees, NULL);

	g_assert_cmpint(comparison->match, ==, MATCH_DIFFERS);
}

static void test_missing(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(objects) objects = open_repository(dir);
	struct compared_trees trees = {
		.objects = objects,
		.onto = tree_with(objects, "a\n", 0100644),
		.result = tree_with(objects, "b\n", 0100644),
		.expected = { "no such tree" },
	};
	g_autoptr(GError) error = NULL;

	g_assert_null(compare_trees(&trees, &error));
	g_assert_nonnull(error);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/compare/match", test_match);
	g_test_add_func("/compare/elsewhere", test_elsewhere);
	g_test_add_func("/compare/mode", test_mode);
	g_test_add_func("/compare/missing", test_missing);
	return g_test_run();
}
