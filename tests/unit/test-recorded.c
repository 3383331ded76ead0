// SPDX-License-Identifier: GPL-2.0-only
/*
 * Resolutions that people made: the same conflict is solved by them, one that
 * only looks like it is not, and a file that was tampered with is refused.
 */
#include <string.h>

#include "base/file.h"
#include "base/tmpdir.h"
#include "engine/ladder/recorded.h"
#include "engine/ladder/resolve.h"

/* a version of a file: what stands in the place, with something around it */
static GBytes *version(const char *middle)
{
	char *text = g_strconcat("int before(void)\n{\n\treturn 1;\n}\n\nint f(int a)\n{\n", middle,
				 "\treturn a;\n}\n\nint after(void)\n{\n\treturn 2;\n}\n", NULL);

	return g_bytes_new_take(text, strlen(text));
}

#define BASE "\ta = first(a, LOCKED | NOWAIT, &table[3]);\n"
#define OURS "\ta = old_first(a, LOCKED | NOWAIT, &table[3]);\n"
#define THEIRS "\tguard(mutex)(&lock);\n\ta = first(a, LOCKED, &table[4]);\n"
#define RESULT "\tmutex_lock(&lock);\n\ta = old_first(a, LOCKED, &table[4]);\n" \
	       "\tmutex_unlock(&lock);\n"

static const struct record_about about = {
	.path = "lib/a.c", .upstream = "0123456789ab (\"a fix\")", .tree = "6.18.y",
	.by = "A Tester <tester@example.org>",
};

/* what a person did with the conflict of the three: the region becomes @result */
static guint learn(struct records *records, const char *path, const char *base, const char *ours,
		   const char *theirs, GBytes *edited)
{
	g_autoptr(GBytes) b = version(base), o = version(ours), t = version(theirs);
	g_autoptr(threeway) merge = threeway_new(b, o, t, NULL);
	g_autoptr(GBytes) marked = threeway_marked(merge, "ours", "base", "theirs");
	struct record_about where = about;
	guint open;

	where.path = path;
	g_assert_cmpuint(merge->conflicts, ==, 1);
	return records_learn(records, &where, merge, marked, edited, &open);
}

static char *resolve(const struct records *records, const char *path, const char *base,
		     const char *ours, const char *theirs, const char **out_rung)
{
	g_autoptr(GBytes) b = version(base), o = version(ours), t = version(theirs);
	const struct resolve_input input = { .path = path, .base = b, .ours = o, .theirs = t,
					     .records = records };
	g_autoptr(resolution) resolution = resolve_file(&input);

	*out_rung = resolution->rung;
	return resolution->bytes ? bytes_text(resolution->bytes) : NULL;
}

static void is_recorded(const struct records *records, const char *base, const char *ours,
			const char *theirs, const char *result)
{
	g_autoptr(GBytes) wanted = version(result);
	g_autofree char *expected = bytes_text(wanted);
	const char *rung;
	g_autofree char *got = resolve(records, "lib/b.c", base, ours, theirs, &rung);

	g_assert_cmpstr(rung, ==, "recorded");
	g_assert_cmpstr(got, ==, expected);
}

static void is_not_recorded(const struct records *records, const char *path, const char *base,
			    const char *ours, const char *theirs)
{
	const char *rung;
	g_autofree char *got = resolve(records, path, base, ours, theirs, &rung);

	g_assert_cmpstr(rung, !=, "recorded");
}

static struct records *with_one(void)
{
	struct records *records = records_new();
	g_autoptr(GBytes) edited = version(RESULT);

	g_assert_cmpuint(learn(records, "lib/a.c", BASE, OURS, THEIRS, edited), ==, 1);
	g_assert_cmpuint(records_count(records), ==, 1);
	return records;
}

static void test_same(void)
{
	g_autoptr(records) records = with_one();

	is_recorded(records, BASE, OURS, THEIRS, RESULT);
}

static void test_layout(void)
{
	g_autoptr(records) records = with_one();

	/* blanks inside of lines and comments differ: the result has this tree's */
	is_recorded(records, "\ta = first(a, LOCKED|NOWAIT, &table[3]);\n", OURS, THEIRS, RESULT);
	is_recorded(records, BASE, "\t/* of this tree */\n" OURS, THEIRS,
		    "\t/* of this tree */\n" RESULT);
	/* further to the right */
	is_recorded(records, "\t" BASE, "\t" OURS,
		    "\t\tguard(mutex)(&lock);\n\t\ta = first(a, LOCKED, &table[4]);\n",
		    "\t\tmutex_lock(&lock);\n\t\ta = old_first(a, LOCKED, &table[4]);\n"
		    "\t\tmutex_unlock(&lock);\n");
}

static void test_near_miss(void)
{
	g_autoptr(records) records = with_one();

	is_not_recorded(records, "lib/b.c", BASE, OURS "\tb();\n", THEIRS);
	is_not_recorded(records, "lib/b.c", BASE,
			"\ta = other_first(a, LOCKED | NOWAIT, &table[3]);\n", THEIRS);
	is_not_recorded(records, "lib/b.c", BASE, OURS,
			"\tguard(mutex)(&lock);\n\ta = first(a, LOCKED, &table[5]);\n");
	is_not_recorded(records, "lib/b.c", "\ta = first(a, LOCKED & NOWAIT, &table[3]);\n", OURS,
			THEIRS);
	/* what is no C has to be the same byte for byte */
	is_not_recorded(records, "lib/b.py", BASE, OURS, THEIRS);
	/* where a comment and the code were joined on a line, nothing says what belongs there */
	is_not_recorded(records, "lib/b.c", BASE,
			"\ta = old_first(a, LOCKED | NOWAIT, /* why */ &table[3]);\n", THEIRS);
}

/* strings are code, blanks in them included */
static void test_strings(void)
{
	static const char base[] = "\tprint(\"one  two\", a, b, c, d, e, f, g, h, i, j);\n";
	static const char ours[] = "\tshow(\"one  two\", a, b, c, d, e, f, g, h, i, j);\n";
	static const char theirs[] = "\tprint(\"one  three\", a, b, c, d, e, f, g, h, i, j);\n";
	static const char result[] = "\tshow(\"one  three\", a, b, c, d, e, f, g, h, i, j);\n";
	g_autoptr(records) records = records_new();
	g_autoptr(GBytes) edited = version(result);

	g_assert_cmpuint(learn(records, "lib/a.c", base, ours, theirs, edited), ==, 1);
	is_recorded(records, base, ours, theirs, result);
	is_not_recorded(records, "lib/a.c", base, ours,
			"\tprint(\"one three\", a, b, c, d, e, f, g, h, i, j);\n");
}

/* of few tokens, the lines around it belong to the key */
static void test_small(void)
{
	g_autoptr(records) records = records_new();
	g_autoptr(GBytes) edited = version("\ta = 4;\n");

	g_assert_cmpuint(learn(records, "lib/a.c", "\ta = 1;\n", "\ta = 2;\n", "\ta = 3;\n",
			       edited), ==, 1);
	is_recorded(records, "\ta = 1;\n", "\ta = 2;\n", "\ta = 3;\n", "\ta = 4;\n");
	is_not_recorded(records, "lib/a.c", "\tbegin(a);\n\ta = 1;\n", "\tbegin(a);\n\ta = 2;\n",
			"\tbegin(a);\n\ta = 3;\n");
}

/* comments are all that differs: they are the key then */
static void test_comments(void)
{
	g_autoptr(records) records = records_new();
	g_autoptr(GBytes) edited = version("\t/* four */\n");

	g_assert_cmpuint(learn(records, "lib/a.c", "\t/* one */\n", "\t/* two */\n",
			       "\t/* three */\n", edited), ==, 1);
	is_recorded(records, "\t/* one */\n", "\t/* two */\n", "\t/* three */\n",
		    "\t/* four */\n");
	is_not_recorded(records, "lib/a.c", "\t/* one */\n", "\t/* two */\n", "\t/* five */\n");
}

/* edits elsewhere may be half of the solution */
static void test_edited_elsewhere(void)
{
	g_autoptr(records) records = records_new();
	g_autoptr(GBytes) edited = version(RESULT);
	g_autofree char *text = bytes_text(edited);
	g_autofree char *more = g_strconcat("#include <lock.h>\n", text, NULL);
	g_autoptr(GBytes) bytes = g_bytes_new(more, strlen(more));

	g_assert_cmpuint(learn(records, "lib/a.c", BASE, OURS, THEIRS, bytes), ==, 0);
	g_assert_cmpuint(records_count(records), ==, 0);
}

static void save(const struct records *records, const char *path)
{
	g_autoptr(GError) error = NULL;

	records_save(records, path, &error);
	g_assert_no_error(error);
}

static void test_round_trip(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "resolutions");
	g_autofree char *again = tmpdir_file(dir, "again");
	g_autoptr(records) records = with_one(), read = records_new();
	g_autoptr(GBytes) small = version("\ta = 4;\n");
	g_autoptr(GError) error = NULL;
	g_autofree char *a = NULL, *b = NULL;

	learn(records, "lib/a.c", "\ta = 1;\n", "\ta = 2;\n", "\ta = 3;\n", small);
	save(records, path);
	records_load(read, path, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(records_count(read), ==, 2);
	is_recorded(read, BASE, OURS, THEIRS, RESULT);
	save(read, again);
	g_assert_true(g_file_get_contents(path, &a, NULL, NULL));
	g_assert_true(g_file_get_contents(again, &b, NULL, NULL));
	g_assert_cmpstr(a, ==, b);
}

/* a file with @from replaced by @to is refused, with @why, and adds nothing */
static void refused(const char *good, const char *from, const char *to, const char *why)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "resolutions");
	g_autoptr(GString) text = g_string_new(good);
	g_autoptr(records) read = records_new();
	g_autoptr(GError) error = NULL;

	g_assert_cmpuint(g_string_replace(text, from, to, 1), ==, 1);
	g_assert_true(g_file_set_contents(path, text->str, text->len, NULL));
	if (records_load(read, path, &error))
		g_error("'%s' for '%s' is taken", to, from);
	if (!strstr(error->message, why))
		g_error("'%s' is not in: %s", why, error->message);
	g_assert_cmpuint(records_count(read), ==, 0);
}

static void test_tampered(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "resolutions");
	g_autoptr(records) records = with_one();
	g_autofree char *good = NULL;

	save(records, path);
	g_assert_true(g_file_get_contents(path, &good, NULL, NULL));
	refused(good, "resolutions 1", "resolutions 2", "version 1");
	refused(good, "|\ta = old_first(a, LOCKED |", "|\ta = older_first(a, LOCKED |", "its key");
	refused(good, "|\tmutex_lock", "|\tmutex_look", "its sum");
	refused(good, "|\tmutex_unlock(&lock);\n", "", "its sum");
	refused(good, "|\ta = first(a, LOCKED |", "|\ta = first (a, LOCKED |", "its sum");
	refused(good, "|\tmutex_lock(&lock);", "|<<<<<<< x", "sum");
	refused(good, "file lib/a.c", "file ../a.c", "unsafe path");
	refused(good, "file lib/a.c\n", "", "'file' is missing");
	refused(good, "\ntheirs\n", "\ntheir\n", "'theirs' is missing");
	refused(good, "\nresolution ", "\nsolution ", "should start");
	refused(good, "\nsum ", "\nsun ", "its sum");
}

/* two people resolved one conflict in two ways, and git merged the files */
static void test_two_ways(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "resolutions");
	g_autoptr(records) one = with_one(), other = records_new(), read = records_new();
	g_autoptr(GBytes) edited = version(OURS);
	g_autofree char *first = NULL, *second = NULL, *both = NULL;
	g_autoptr(GError) error = NULL;

	learn(other, "lib/a.c", BASE, OURS, THEIRS, edited);
	save(one, path);
	g_assert_true(g_file_get_contents(path, &first, NULL, NULL));
	save(other, path);
	g_assert_true(g_file_get_contents(path, &second, NULL, NULL));
	both = g_strconcat(first, strstr(second, "\nresolution"), NULL);
	g_assert_true(g_file_set_contents(path, both, -1, NULL));
	g_assert_false(records_load(read, path, &error));
	g_assert_nonnull(strstr(error->message, "two different ways"));
}

static void test_no_newline(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "resolutions");
	g_autoptr(GBytes) base = g_bytes_new_static("one\ntwo", 7);
	g_autoptr(GBytes) ours = g_bytes_new_static("one\nTWO", 7);
	g_autoptr(GBytes) theirs = g_bytes_new_static("one\ndeux", 8);
	g_autoptr(GBytes) edited = g_bytes_new_static("one\nDEUX", 8);
	g_autoptr(threeway) merge = threeway_new(base, ours, theirs, NULL);
	g_autoptr(GBytes) marked = threeway_marked(merge, "a", "b", "c"), found = NULL;
	g_autoptr(records) records = records_new(), read = records_new();
	g_autoptr(GError) error = NULL;
	struct record_about where = about;
	g_autofree char *note = NULL;

	where.path = "README";
	g_assert_cmpuint(records_learn(records, &where, merge, marked, edited, NULL), ==, 1);
	save(records, path);
	records_load(read, path, &error);
	g_assert_no_error(error);
	found = records_find(read, "README", merge,
			     &g_array_index(merge->regions, struct region, 0), &note);
	g_assert_nonnull(found);
	g_assert_cmpstr(note, ==, "as A Tester <tester@example.org> resolved the same conflict on "
				  "6.18.y");
	g_assert_cmpmem(g_bytes_get_data(found, NULL), g_bytes_get_size(found), "DEUX", 4);
}

static void test_none(void)
{
	g_autoptr(records) records = records_new();
	g_autoptr(GError) error = NULL;

	g_assert_true(records_load(records, "/nonexistent/resolutions", &error));
	is_not_recorded(records, "lib/a.c", BASE, OURS, THEIRS);
	is_not_recorded(NULL, "lib/a.c", BASE, OURS, THEIRS);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/recorded/same", test_same);
	g_test_add_func("/recorded/layout", test_layout);
	g_test_add_func("/recorded/near-miss", test_near_miss);
	g_test_add_func("/recorded/strings", test_strings);
	g_test_add_func("/recorded/small", test_small);
	g_test_add_func("/recorded/comments", test_comments);
	g_test_add_func("/recorded/edited-elsewhere", test_edited_elsewhere);
	g_test_add_func("/recorded/round-trip", test_round_trip);
	g_test_add_func("/recorded/tampered", test_tampered);
	g_test_add_func("/recorded/two-ways", test_two_ways);
	g_test_add_func("/recorded/no-newline", test_no_newline);
	g_test_add_func("/recorded/none", test_none);
	return g_test_run();
}
