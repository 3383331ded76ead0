// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a tree's files say of names, against hand-counted sources, and what is
 * learnt from two trees that differ by known renames.
 */
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "engine/code/lex.h"
#include "engine/ladder/speller.h"
#include "engine/names/dictionaries.h"
#include "engine/names/dictionary.h"
#include "engine/names/filevotes.h"
#include "engine/names/wordlist.h"
#include "engine/names/words.h"
#include "engine/names/wordstore.h"
#include "store/results.h"
#include "tree/releases.h"

static bool scanned(const char *text, guint role, const char *name)
{
	g_autoptr(GArray) found = wordlist_scan(text, strlen(text));
	guint64 hash = lex_hash_tagged(name, strlen(name), role);

	for (guint i = 0; i < found->len; i++)
		if (g_array_index(found, guint64, i) == hash)
			return true;
	return false;
}

static void test_names(void)
{
	const char *text = "/* gone */ int used; // gone\n"
			   "const char *s = \"gone\"; char c = '\\'', d;\n"
			   "#error it's gone\n"
			   "#define MACRO kept\n";

	g_assert_true(scanned(text, WORD_NAME, "used"));
	g_assert_true(scanned(text, WORD_NAME, "d"));
	g_assert_true(scanned(text, WORD_NAME, "MACRO"));
	g_assert_true(scanned(text, WORD_NAME, "kept"));
	g_assert_false(scanned(text, WORD_NAME, "gone"));
	g_assert_false(scanned(text, WORD_NAME, "define"));
	g_assert_false(scanned("/* never closed int lost;", WORD_NAME, "lost"));
	g_assert_true(scanned("int a = '\n;int b;", WORD_NAME, "b"));
	g_assert_true(lex_keyword("__thread", strlen("__thread")));
	g_assert_false(lex_keyword("thread", strlen("thread")));
}

static void test_arity(void)
{
	const char *text = "static int\nf(struct a *a, int (*cb)(int, int), char c[2])\n{\n"
			   "\tg(a, b);\n}\n"
			   "int none(void);\n"
			   "int empty() {}\n"
			   "void print(const char *fmt, ...) __attribute__((format));\n"
			   "#define TWO(a, b) three(a, b, 1)\n"
			   "#define NOT (a, b)\n"
			   "#ifdef __cplusplus\nextern \"C\" {\n#endif\n"
			   "int inside(int);\n"
			   "struct packed tag {\n\tint member;\n} variable;\n"
			   "int x = value(1, 2);\n";

	g_assert_true(scanned(text, WORD_BODY, "tag"));
	g_assert_false(scanned(text, WORD_BODY, "packed"));
	g_assert_false(scanned(text, WORD_BODY, "f"));
	g_assert_true(scanned(text, WORD_ARITY + 3, "f"));
	g_assert_false(scanned(text, WORD_ARITY + 4, "f"));
	g_assert_true(scanned(text, WORD_CALLED, "g"));
	g_assert_false(scanned(text, WORD_CALLABLE, "g"));
	g_assert_true(scanned(text, WORD_ARITY, "none"));
	g_assert_true(scanned(text, WORD_ARITY, "empty"));
	g_assert_true(scanned(text, WORD_VARIADIC, "print"));
	g_assert_true(scanned(text, WORD_ARITY + 2, "TWO"));
	g_assert_false(scanned(text, WORD_CALLABLE, "three"));
	g_assert_false(scanned(text, WORD_CALLABLE, "NOT"));
	g_assert_true(scanned(text, WORD_ARITY + 1, "inside"));
	g_assert_false(scanned(text, WORD_CALLABLE, "value"));
}

/*
 * A repository with two commits, "old" and "new": names starting with ZZ_ and
 * one that became a member are renamed, in three files each.
 */
static const char *const renamed[][2] = {
	{ "ZZ_ALPHA", "ALPHA" }, { "ZZ_BETA", "BETA" }, { "ZZ_GAMMA", "GAMMA" },
	{ "ZZ_DELTA", "DELTA" }, { "message", "msg" },
};

static void add_file(GString *stream, const char *path, const char *content)
{
	g_string_append_printf(stream, "M 100644 inline %s\ndata %zu\n%s\n", path,
			       strlen(content), content);
}

static void add_commit(GString *stream, const char *name, int spelling)
{
	g_string_append_printf(stream, "commit refs/heads/%s\ncommitter A <a@example.org> "
			       "1700000000 +0000\ndata 1\nx\n", name);
	for (int file = 0; file < 3; file++) {
		g_autoptr(GString) text = g_string_new("int common;\n");
		g_autofree char *path = g_strdup_printf("lib/sub/file%d.c", file);

		for (guint i = 0; i < G_N_ELEMENTS(renamed); i++)
			g_string_append_printf(text, "int f%u_%d(void) { return %s + %u; }\n",
					       i, file, renamed[i][spelling], i);
		add_file(stream, path, text->str);
	}
	add_file(stream, "notes.txt", "prose is no source");
	add_file(stream, "EPSILON.h", spelling ? "#define EPSILON 1\n" : "#define ZZ_EPSILON 1\n");
}

static void run(const char *folder, GBytes *input, const char *const *argv)
{
	struct proc_spec spec = { .argv = argv, .cwd = folder, .input = input };
	struct proc_result result = { 0 };

	g_assert_true(proc_run(&spec, &result, NULL));
	g_assert_cmpint(result.status, ==, 0);
	proc_result_clear(&result);
}

struct fixture {
	struct tmpdir *dir;
	struct objects *objects;
	struct object_id older;
	struct object_id newer;
};

static struct object_id tree_at(struct objects *objects, const char *name)
{
	g_autoptr(commit) commit = objects_commit(objects, name, NULL);

	g_assert_nonnull(commit);
	return commit->tree;
}

static void set_up(struct fixture *fixture, gconstpointer data)
{
	g_autoptr(GString) stream = g_string_new(NULL);
	g_autoptr(GBytes) input = NULL;
	const char *folder;

	add_commit(stream, "new", 0);
	add_commit(stream, "old", 1);
	input = g_string_free_to_bytes(g_steal_pointer(&stream));
	fixture->dir = tmpdir_new(NULL);
	folder = tmpdir_path(fixture->dir);
	run(folder, NULL, (const char *const[]){ "git", "init", "-q", NULL });
	run(folder, input, (const char *const[]){ "git", "fast-import", "--quiet", NULL });
	fixture->objects = objects_open(folder, NULL, NULL);
	fixture->older = tree_at(fixture->objects, "old");
	fixture->newer = tree_at(fixture->objects, "new");
}

static void tear_down(struct fixture *fixture, gconstpointer data)
{
	objects_free(fixture->objects);
	tmpdir_free(fixture->dir);
}

static unsigned int count(const struct words *words, const char *name)
{
	return words_count(words, WORD_NAME, name, strlen(name));
}

static bool has(const struct words *words, const char *name)
{
	return words_has(words, WORD_NAME, name, strlen(name));
}

static unsigned int headers(const struct words *words, const char *name)
{
	return words_count(words, WORD_HEADER, name, strlen(name));
}

static void test_words(struct fixture *fixture, gconstpointer data)
{
	g_autoptr(words) words = words_new(fixture->objects, NULL);
	struct object_id nowhere = { .bytes = { 1 } };
	g_autoptr(GError) error = NULL;

	words_goto(words, &fixture->newer);
	g_assert_cmpuint(count(words, "common"), ==, 3);
	g_assert_cmpuint(count(words, "ZZ_ALPHA"), ==, 3);
	g_assert_cmpuint(count(words, "f0_1"), ==, 1);
	g_assert_cmpuint(count(words, "prose"), ==, 0);
	g_assert_cmpuint(headers(words, "sub/file1.c"), ==, 1);
	g_assert_cmpuint(headers(words, "other/file1.c"), ==, 0);
	words_goto(words, &fixture->older);
	g_assert_cmpuint(count(words, "ZZ_ALPHA"), ==, 0);
	g_assert_cmpuint(count(words, "ALPHA"), ==, 3);
	/* paths are known before what is in the files is */
	words_goto(words, &fixture->newer);
	g_assert_cmpuint(headers(words, "EPSILON.h"), ==, 1);
	g_assert_cmpuint(headers(words, "PSILON.h"), ==, 0);
	words_goto(words, &fixture->older);
	words_goto(words, &nowhere);
	g_assert_cmpuint(count(words, "ALPHA"), ==, 0);
	g_assert_false(words_known(words, &error));
	g_assert_nonnull(error);
	words_goto(words, &fixture->newer);
	g_assert_cmpuint(count(words, "ZZ_ALPHA"), ==, 3);
	g_assert_true(words_known(words, NULL));
}

#define TREES 12
#define NAMES 10

/* trees of six files, each with some of ten names, most of which few files have */
static void add_random(GString *stream, GRand *rand, guint number)
{
	g_string_append_printf(stream, "commit refs/heads/r%u\ncommitter A <a@example.org> "
			       "1700000000 +0000\ndata 1\nx\n", number);
	for (guint file = 0; file < 6; file++) {
		g_autoptr(GString) text = g_string_new("int same;\n");
		g_autofree char *path = g_strdup_printf("f%u.c", file);

		for (guint name = 0; name < NAMES; name++)
			if (!g_rand_int_range(rand, 0, 2 + name))
				g_string_append_printf(text, "int name%u;\n", name);
		add_file(stream, path, text->str);
	}
}

/* an answer that spares reading what differs is the one of counts that were never moved */
static void test_moved(void)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(5);
	g_autoptr(GString) stream = g_string_new(NULL);
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(objects) objects = NULL;
	g_autoptr(GBytes) input = NULL;
	g_autoptr(words) moved = NULL;
	guint spared = 0, absent = 0;

	for (guint i = 0; i < TREES; i++)
		add_random(stream, rand, i);
	input = g_string_free_to_bytes(g_steal_pointer(&stream));
	run(tmpdir_path(dir), NULL, (const char *const[]){ "git", "init", "-q", NULL });
	run(tmpdir_path(dir), input,
	    (const char *const[]){ "git", "fast-import", "--quiet", NULL });
	objects = objects_open(tmpdir_path(dir), NULL, NULL);
	moved = words_new(objects, NULL);
	for (guint i = 0; i < 400; i++) {
		g_autofree char *branch = g_strdup_printf("r%d", g_rand_int_range(rand, 0, TREES));
		g_autofree char *name = g_strdup_printf("name%d", g_rand_int_range(rand, 0, NAMES));
		const struct object_id tree = tree_at(objects, branch);
		g_autoptr(words) fresh = words_new(objects, NULL);
		bool reads;

		words_goto(fresh, &tree);
		words_goto(moved, &tree);
		reads = words_reads(moved, WORD_NAME, name, strlen(name));
		g_assert_true(words_reads(fresh, WORD_NAME, name, strlen(name)));
		g_assert_cmpint(has(moved, name), ==, count(fresh, name) > 0);
		g_assert_cmpint(has(fresh, name), ==, count(fresh, name) > 0);
		spared += !reads;
		absent += !count(fresh, name);
		if (g_rand_int_range(rand, 0, 5))
			continue;
		g_assert_true(words_settle(moved, NULL));
		g_assert_cmpuint(count(moved, name), ==, count(fresh, name));
	}
	g_assert_cmpuint(spared, >, 50);
	g_assert_cmpuint(absent, >, 20);
}

static void check_dictionary(struct dictionary *dictionary, const struct words *words)
{
	g_assert_cmpuint(dictionary_size(dictionary), ==, G_N_ELEMENTS(renamed));
	g_assert_cmpstr(dictionary_find(dictionary, words, "ZZ_BETA"), ==, "BETA");
	g_assert_cmpstr(dictionary_find(dictionary, words, "message"), ==, "msg");
	/* by the prefix that four names share, and only where the tree has the result */
	g_assert_cmpstr(dictionary_find(dictionary, words, "ZZ_EPSILON"), ==, "EPSILON");
	g_assert_null(dictionary_find(dictionary, words, "ZZ_OMEGA"));
	g_assert_null(dictionary_find(dictionary, words, "common"));
}

static char *learn_text(struct fixture *fixture, struct words *words, struct file_votes *known,
			const struct object_id *older, const struct object_id *newer)
{
	g_autoptr(dictionary) learnt = dictionary_learn(fixture->objects, words, known, older,
							newer, NULL);

	return dictionary_save(learnt);
}

static struct dictionary *learn(struct fixture *fixture)
{
	g_autoptr(words) words = words_new(fixture->objects, NULL);
	g_autoptr(file_votes) known = file_votes_new();

	return dictionary_learn(fixture->objects, words, known, &fixture->older, &fixture->newer,
				NULL);
}

/* what the files say is known the second time, and it is the same */
static void test_dictionary_again(struct fixture *fixture, gconstpointer data)
{
	g_autoptr(words) words = words_new(fixture->objects, NULL);
	g_autoptr(file_votes) known = file_votes_new();
	const struct object_id *older = &fixture->older, *newer = &fixture->newer;
	g_autofree char *first = learn_text(fixture, words, known, older, newer);
	g_autofree char *back = learn_text(fixture, words, known, newer, older);
	g_autofree char *again = learn_text(fixture, words, known, older, newer);

	g_assert_cmpstr(first, !=, "");
	g_assert_cmpstr(first, !=, back);
	g_assert_cmpstr(first, ==, again);
}

static void test_dictionary(struct fixture *fixture, gconstpointer data)
{
	g_autoptr(words) words = words_new(fixture->objects, NULL);
	g_autoptr(dictionary) learnt = learn(fixture);
	g_autofree char *saved = dictionary_save(learnt);
	g_autoptr(dictionary) loaded = dictionary_load(saved, NULL);
	g_autoptr(GError) error = NULL;

	words_goto(words, &fixture->older);
	check_dictionary(learnt, words);
	check_dictionary(loaded, words);
	/* a tree that has the name keeps it */
	words_goto(words, &fixture->newer);
	g_assert_null(dictionary_find(learnt, words, "ZZ_BETA"));
	g_assert_null(dictionary_load("no pair\n", &error));
	g_assert_nonnull(error);
}

/* by the prefix rule; of what upstream's tree does not have the commit itself is the origin */
static void test_speller(struct fixture *fixture, gconstpointer data)
{
	g_autoptr(words) here = words_new(fixture->objects, NULL);
	g_autoptr(words) upstream = words_new(fixture->objects, NULL);
	g_autoptr(dictionary) learnt = learn(fixture);
	g_autoptr(speller) blind = speller_new(here, NULL, learnt);
	g_autoptr(speller) speller = speller_new(here, upstream, learnt);
	const struct wording *wording = speller_wording(blind);

	words_goto(here, &fixture->older);
	words_goto(upstream, &fixture->newer);
	g_assert_cmpstr(wording->rename(wording->data, "ZZ_EPSILON"), ==, "EPSILON");
	g_assert_cmpstr(wording->rename(wording->data, "ZZ_common"), ==, "common");
	wording = speller_wording(speller);
	g_assert_cmpstr(wording->rename(wording->data, "ZZ_EPSILON"), ==, "EPSILON");
	g_assert_cmpstr(wording->rename(wording->data, "ZZ_BETA"), ==, "BETA");
	g_assert_null(wording->rename(wording->data, "ZZ_common"));
}

static void change(GString *stream, const char *branch, const char *from, const char *content)
{
	static int when = 1700000000;

	g_string_append_printf(stream, "commit refs/heads/%s\ncommitter A <a@example.org> "
			       "%d +0000\ndata 1\nx\n", branch, when++);
	if (from)
		g_string_append_printf(stream, "from refs/heads/%s\n", from);
	for (int file = 0; file < 2; file++) {
		g_autofree char *path = g_strdup_printf("%d.c", file);

		add_file(stream, path, content);
	}
}

static void tag(GString *stream, const char *name, const char *branch)
{
	g_string_append_printf(stream, "reset refs/tags/%s\nfrom refs/heads/%s\n\n", name,
			       branch);
}

static struct object_id commit_at(struct objects *objects, const char *name)
{
	g_autoptr(commit) commit = objects_commit(objects, name, NULL);

	g_assert_nonnull(commit);
	return commit->id;
}

/*
 * up: v1.0 - v2.0 (renames) - candidate - v3.0; side: from v1.0, v1.0.1, and a commit that
 * renames as well, which must teach nothing.
 */
static void make_history(const char *folder)
{
	g_autoptr(GString) stream = g_string_new(NULL);
	g_autoptr(GBytes) input = NULL;

	change(stream, "up", NULL, "int older = 1;\nint a = older + 2;\n");
	tag(stream, "v1.0", "up");
	change(stream, "side", "up", "int older = 1;\nint a = older + 2;\nint side;\n");
	tag(stream, "v1.0.1", "side");
	change(stream, "side", NULL, "int leak = 1;\nint a = leak + 2;\nint side;\n");
	change(stream, "up", NULL, "int newer = 1;\nint a = newer + 2;\n");
	tag(stream, "v2.0", "up");
	change(stream, "up", NULL, "int newest = 1;\nint a = newest + 2;\n");
	tag(stream, "v3.0-rc1", "up");
	change(stream, "up", NULL, "int newest = 1;\nint a = newest + 3;\n");
	tag(stream, "v3.0", "up");
	input = g_string_free_to_bytes(g_steal_pointer(&stream));
	run(folder, NULL, (const char *const[]){ "git", "init", "-q", NULL });
	run(folder, input, (const char *const[]){ "git", "fast-import", "--quiet", NULL });
}

static void test_releases(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(objects) objects = NULL;
	g_autoptr(releases) releases = NULL;
	struct object_id first, second, third, side, found;

	make_history(tmpdir_path(dir));
	objects = objects_open(tmpdir_path(dir), NULL, NULL);
	releases = releases_new(tmpdir_path(dir), NULL);
	first = commit_at(objects, "v1.0");
	second = commit_at(objects, "v2.0");
	third = commit_at(objects, "v3.0");
	side = commit_at(objects, "side");
	/* twice: found, and remembered */
	for (int i = 0; i < 2; i++) {
		g_assert_true(releases_before(releases, &third, &found));
		g_assert_true(object_id_equal(&found, &second));
		g_assert_true(releases_before(releases, &second, &found));
		g_assert_true(object_id_equal(&found, &first));
		g_assert_false(releases_before(releases, &first, &found));
		g_assert_true(releases_fork(releases, &side, &second, &found));
		g_assert_true(object_id_equal(&found, &first));
		g_assert_true(releases_fork(releases, &third, &second, &found));
		g_assert_true(object_id_equal(&found, &second));
	}
}

/* four votes in two files; the side's own spelling is not known to the dictionary */
static void test_dictionary_for(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *folder = NULL;
	struct object_id third, second, side;

	make_history(tmpdir_path(dir));
	folder = g_build_filename(tmpdir_path(dir), "kept", NULL);
	for (int i = 0; i < 2; i++) {
		g_autoptr(objects) objects = objects_open(tmpdir_path(dir), NULL, NULL);
		g_autoptr(releases) releases = releases_new(tmpdir_path(dir), NULL);
		g_autoptr(dictionaries) all = dictionaries_new(objects, releases, folder, NULL);
		g_autoptr(words) words = words_new(objects, NULL);
		struct dictionary *dictionary;
		struct object_id tree = tree_at(objects, "side~1");

		third = commit_at(objects, "v3.0");
		second = commit_at(objects, "v2.0");
		side = commit_at(objects, "side");
		words_goto(words, &tree);
		dictionary = dictionary_for(all, &side, &third, NULL);
		g_assert_nonnull(dictionary);
		g_assert_cmpstr(dictionary_find(dictionary, words, "newer"), ==, "older");
		g_assert_null(dictionary_find(dictionary, words, "newest"));
		/* nothing lies between the fork point and v1.0 */
		g_assert_null(dictionary_for(all, &side, &second, NULL));
	}
}

/* two commits of a tree that is worth keeping, "first" and "second", one file apart */
static void make_large(const char *folder)
{
	g_autoptr(GString) stream = g_string_new(
		"commit refs/heads/first\ncommitter A <a@example.org> 1700000000 +0000\n"
		"data 1\nx\n");
	g_autoptr(GBytes) input = NULL;

	for (int i = 0; i < WORDSTORE_WORTH + 1; i++) {
		g_autofree char *path = g_strdup_printf("lib/%d/%d.c", i % 40, i);
		g_autofree char *text = g_strdup_printf("int shared, own_%d;\n", i);

		add_file(stream, path, text);
	}
	g_string_append(stream,
			"commit refs/heads/second\ncommitter A <a@example.org> 1700000001 +0000\n"
			"data 1\ny\nfrom refs/heads/first\n");
	add_file(stream, "lib/0/0.c", "int other;\n");
	add_file(stream, "include/fresh.h", "\n");
	g_string_append(stream, "D lib/1/1.c\n");
	input = g_string_free_to_bytes(g_steal_pointer(&stream));
	run(folder, NULL, (const char *const[]){ "git", "init", "-q", NULL });
	run(folder, input, (const char *const[]){ "git", "fast-import", "--quiet", NULL });
}

/* what a branch of a repository uses, learnt with the help of a folder */
static bool counted(const char *repository, const char *branch, const char *kept,
		    const char *name, unsigned int expected)
{
	g_autoptr(objects) objects = objects_open(repository, NULL, NULL);
	g_autoptr(words) words = words_new(objects, kept);
	struct object_id tree = tree_at(objects, branch);

	words_goto(words, &tree);
	return words_settle(words, NULL) && count(words, name) == expected;
}

/* which headers there are is known from the paths, where no file can be read */
static void check_paths(const char *bare, const char *kept)
{
	g_autoptr(objects) objects = objects_open(bare, NULL, NULL);
	g_autoptr(words) words = words_new(objects, kept);
	struct object_id first = tree_at(objects, "first"), second = tree_at(objects, "second");

	words_goto(words, &first);
	g_assert_true(words_settle(words, NULL));
	words_goto(words, &second);
	g_assert_cmpuint(headers(words, "include/fresh.h"), ==, 1);
	g_assert_cmpuint(headers(words, "fresh.h"), ==, 1);
	g_assert_cmpuint(headers(words, "resh.h"), ==, 0);
	g_assert_cmpuint(headers(words, "1/1.c"), ==, 0);
	g_assert_cmpuint(headers(words, "1/41.c"), ==, 1);
	g_assert_true(words_known(words, NULL));
	g_assert_cmpuint(count(words, "fresh"), ==, 0);
	g_assert_false(words_known(words, NULL));
}

static void spoil(const char *kept)
{
	g_autoptr(GPtrArray) names = folder_names(kept);
	guint spoilt = 0;

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(kept, names->pdata[i], NULL);
		g_autofree char *text = NULL;
		gsize size;

		if (!g_str_has_prefix(names->pdata[i], "words-"))
			continue;
		g_assert_true(g_file_get_contents(path, &text, &size, NULL));
		/* in each block */
		for (gsize at = 100; at < size; at += 4096)
			text[at] ^= 1;
		g_assert_true(g_file_set_contents(path, text, size, NULL));
		spoilt++;
	}
	g_assert_cmpuint(spoilt, ==, 1);
}

static void blob_hex(const char *repository, const char *branch, const char *path,
		     char out[OBJECT_ID_HEX + 1])
{
	g_autoptr(objects) objects = objects_open(repository, NULL, NULL);
	struct object_id tree = tree_at(objects, branch);
	struct tree_item item;

	g_assert_true(objects_lookup(objects, &tree, path, &item, NULL));
	object_id_hex(&item.id, out);
}

/* the names of a file, with a bit of them changed, or cut short */
static void spoil_file(const char *kept, const char *hex, bool cut)
{
	g_autofree char *path = g_build_filename(kept, "files-4.db", NULL);
	g_autoptr(results) results = results_open(path, NULL);
	g_autoptr(GBytes) value = results_get(results, hex);
	g_autofree char *text = NULL;
	gsize size = value ? g_bytes_get_size(value) : 0;

	g_assert_cmpuint(size, >, 16);
	text = g_memdup2(g_bytes_get_data(value, NULL), size);
	if (cut)
		size -= 8;
	else
		text[3] ^= 1;
	results_put(results, hex, text, size);
}

/* the way from one tree to the next is not read again either */
static void check_files(const char *folder, const char *bare, const char *kept)
{
	char hex[OBJECT_ID_HEX + 1];

	g_assert_true(counted(bare, "second", kept, "shared", WORDSTORE_WORTH - 1));
	g_assert_true(counted(bare, "second", kept, "other", 1));
	blob_hex(folder, "second", "lib/0/0.c", hex);
	for (int cut = 0; cut < 2; cut++) {
		spoil_file(kept, hex, cut);
		g_assert_false(counted(bare, "second", kept, "other", 1));
		g_assert_true(counted(folder, "second", kept, "other", 1));
		g_assert_true(counted(bare, "second", kept, "other", 1));
	}
}

/*
 * What was counted once is not read again.  A copy without any file's content
 * proves it: nothing can be read there.
 */
static void test_kept(void)
{
	static const char blobless[] =
		"git init -q bare && printf 'first\nsecond\n' | "
		"git pack-objects -q --revs --filter=blob:none --stdout | "
		"git -C bare unpack-objects -q && "
		"git -C bare update-ref refs/heads/first $(git rev-parse first) && "
		"git -C bare update-ref refs/heads/second $(git rev-parse second)";
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	const char *folder = tmpdir_path(dir);
	g_autofree char *kept = g_build_filename(folder, "kept", NULL);
	g_autofree char *bare = g_build_filename(folder, "bare", NULL);

	make_large(folder);
	run(folder, NULL, (const char *const[]){ "sh", "-c", blobless, NULL });
	g_assert_false(counted(bare, "first", kept, "shared", WORDSTORE_WORTH + 1));
	g_assert_true(counted(folder, "first", kept, "shared", WORDSTORE_WORTH + 1));
	g_assert_true(counted(bare, "first", kept, "shared", WORDSTORE_WORTH + 1));
	g_assert_true(counted(bare, "first", kept, "own_7", 1));
	check_paths(bare, kept);
	/* from the tree that was kept, by the one file that differs */
	g_assert_true(counted(folder, "second", kept, "shared", WORDSTORE_WORTH - 1));
	g_assert_true(counted(folder, "second", kept, "other", 1));
	check_files(folder, bare, kept);
	spoil(kept);
	g_assert_false(counted(bare, "first", kept, "shared", WORDSTORE_WORTH + 1));
	g_assert_true(counted(folder, "first", kept, "shared", WORDSTORE_WORTH + 1));
	g_assert_true(counted(bare, "first", kept, "shared", WORDSTORE_WORTH + 1));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/words/names", test_names);
	g_test_add_func("/words/arity", test_arity);
	g_test_add("/words/tree", struct fixture, NULL, set_up, test_words, tear_down);
	g_test_add_func("/words/moved", test_moved);
	g_test_add("/words/dictionary", struct fixture, NULL, set_up, test_dictionary, tear_down);
	g_test_add("/words/dictionary-again", struct fixture, NULL, set_up, test_dictionary_again,
		   tear_down);
	g_test_add("/words/speller", struct fixture, NULL, set_up, test_speller, tear_down);
	g_test_add_func("/words/releases", test_releases);
	g_test_add_func("/words/dictionary-for", test_dictionary_for);
	g_test_add_func("/words/kept", test_kept);
	return g_test_run();
}
