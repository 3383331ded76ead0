// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lowered code is run: each fixture below cocci/guards/tests is compiled as it is,
 * with guards, and lowered, without any, and both must print the same on every
 * path: the same calls in the same order, the same value, every lock released.
 * Each lowering is then broken, one statement at a time, and must print something
 * else.
 */
#include <glib/gstdio.h>
#include <string.h>

#include "base/file.h"
#include "base/proc.h"
#include "base/tmpdir.h"
#include "format/csource.h"
#include "rules/lower.h"

#define FOLDER "cocci/guards/tests/lower"

static struct tmpdir *dir;
static guard_classes *classes;

static char *read_part(const char *name, const char *part)
{
	g_autofree char *path = g_build_filename(FOLDER, name, part, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = file_read(path, &error);

	g_assert_no_error(error);
	return bytes_text(bytes);
}

static char *read_fixture(const char *name)
{
	return read_part(name, "input.c");
}

/* what was run ahead, see run_ahead(): mode, define and text to what it prints */
static GHashTable *known;

static char *key_of(const char *text, const char *define, bool lowered)
{
	return g_strdup_printf("%d %s %s", lowered, define, text);
}

static char *run_with(const char *text, const char *define, bool lowered, char **out_said)
{
	g_autofree char *key = key_of(text, define, lowered);
	const char *printed = g_hash_table_lookup(known, key);
	g_autoptr(GError) error = NULL;
	g_autofree char *file = tmpdir_file(dir, "fixture.c");
	g_autofree char *program = tmpdir_file(dir, "fixture");
	const char *const compile[] = { "gcc", "-std=gnu11", "-w", "-I", FOLDER, "-o", program,
					file,
					define, lowered ? "-DLOWERED" : "-DORIGINAL", NULL };
	const char *const start[] = { program, NULL };
	const struct proc_spec build = { .argv = compile, .seconds = 60 };
	const struct proc_spec execute = { .argv = start, .seconds = 60 };
	g_auto(proc_result) built = { 0 };
	g_auto(proc_result) ran = { 0 };

	if (printed)
		return g_strdup(printed);
	g_assert_true(file_write(file, text, -1, NULL));
	proc_run(&build, &built, &error);
	g_assert_no_error(error);
	if (built.status) {
		if (out_said)
			*out_said = g_strdup(built.err->str);
		return NULL;
	}
	proc_run(&execute, &ran, &error);
	g_assert_no_error(error);
	return g_strndup(ran.out->str, ran.out->len);
}

/* what the program prints; NULL when it does not build, with the compiler's words */
static char *run(const char *text, bool lowered, char **out_said)
{
	char *printed = run_with(text, "-DNOTHING", lowered, out_said);

	/* both arms of an #if */
	if (printed && strstr(text, "#ifdef SOMETHING")) {
		g_autofree char *first = printed;
		g_autofree char *second = run_with(text, "-DSOMETHING", lowered, out_said);

		printed = second ? g_strconcat(first, second, NULL) : NULL;
	}
	return printed;
}

static bool is_case(const char *name)
{
	return !g_str_has_suffix(name, ".h");
}

static char *lower(const char *text)
{
	g_autoptr(GBytes) source = g_bytes_new_static(text, strlen(text));
	g_autoptr(GPtrArray) refused = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(guard_classes) own = guard_classes_file(classes, NULL, NULL, source);
	g_autoptr(GBytes) lowered = lower_file(own, source, NULL, refused);

	if (refused->len)
		g_test_message("refused: %s", (char *)refused->pdata[0]);
	g_assert_cmpuint(refused->len, ==, 0);
	return bytes_text(lowered);
}

static unsigned int lines(const char *text)
{
	unsigned int n = 0;

	for (; (text = strchr(text, '\n')); text++)
		n++;
	return n;
}

static void check_released(const char *printed)
{
	g_assert_nonnull(strstr(printed, "paths\n"));
	g_assert_null(strstr(printed, "endless"));
	for (const char *at = printed; (at = strstr(at, " held ")) && strstr(at, " locks "); at++)
		g_assert_true(g_str_has_prefix(at, " held 0 locks 0 0 0 0 0 0 0\n"));
}

static void test_same(gconstpointer data)
{
	g_autofree char *text = read_fixture(data);
	g_autofree char *lowered = lower(text);
	g_autofree char *said = NULL;
	g_autofree char *expect = run(text, false, &said);
	g_autofree char *got = run(lowered, true, &said);
	g_autofree char *shown = read_part(data, "expect.c");

	if (said)
		g_test_message("%s\n%s", said, lowered);
	g_assert_null(said);
	if (strcmp(expect, got))
		g_test_message("%s\n%s\n%s", lowered, expect, got);
	g_assert_cmpstr(expect, ==, got);
	/* what "backstitch rule test" goes by is what was run */
	g_assert_cmpstr(lowered, ==, shown);
	g_assert_cmpuint(lines(text), ==, lines(lowered));
	check_released(got);
}

/* the first of the releases below that gives memory back */
#define MEMORY 7

/*
 * The lowering without the release number @which, NULL when there are not so many; one
 * behind "if (p)" may be one that never runs, as p is always NULL there
 */
static char *break_it(const char *lowered, unsigned int which, bool *out_conditional)
{
	static const char *const releases[] = { "mutex_unlock(", "spin_unlock(", "write_unlock(",
						"spin_unlock_irqrestore(", "rcu_read_unlock(",
						"srcu_unlock(", "dev_unlock(", "kfree(", "put(",
						"close_fd(" };
	g_autoptr(GBytes) bytes = g_bytes_new_static(lowered, strlen(lowered));
	g_autoptr(csource) source = csource_scan(bytes);
	unsigned int n = 0;

	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(source->tokens, struct ctoken, i);
		const char *end;

		for (size_t k = 0; k < G_N_ELEMENTS(releases); k++) {
			size_t size = strlen(releases[k]);

			if (strncmp(token->text, releases[k], size) || token->size + 1 != size ||
			    n++ != which)
				continue;
			end = strchr(token->text, ';');
			/* "if (p) { kfree(p); }", "if (!error) { unlock(); }" */
			*out_conditional = i > 3 && ctoken_is(token - 1, "{") &&
					   ctoken_is(token - 2, ")") &&
					   (k >= MEMORY || ctoken_is(token - 4, "!"));
			return g_strdup_printf("%.*s%s", (int)(token->text - lowered), lowered,
					       end);
		}
	}
	return NULL;
}

static void test_broken(gconstpointer data)
{
	g_autofree char *text = read_fixture(data);
	g_autofree char *lowered = lower(text);
	g_autofree char *good = run(lowered, true, NULL);
	char *wrong;
	unsigned int n = 0, rejected = 0;
	bool conditional = false;

	for (; (wrong = break_it(lowered, n, &conditional)); n++) {
		g_autofree char *printed = run(wrong, true, NULL);
		bool same = printed && !strcmp(printed, good);

		if (same && !conditional)
			g_test_message("not seen:\n%s", wrong);
		g_assert_true(!same || conditional);
		rejected += !same;
		g_free(wrong);
	}
	g_assert_cmpuint(rejected, >, 0);
	g_test_message("%u broken variants rejected", rejected);
}

/* a harness that sees nothing would pass everything: order, value and calls are seen */
static void test_harness(void)
{
	static const struct {
		const char *from, *to;
	} mistakes[] = {
		{ "mutex_unlock(&d->lock); return x;", "return x;" },
		{ "{ int value2 = g(2); mutex_unlock(&d->lock); return value2; }",
		  "{ mutex_unlock(&d->lock); return g(2); }" },
		{ "{ int value3 = d->value++; mutex_unlock(&d->lock); return value3; }",
		  "{ int value3 = d->value; mutex_unlock(&d->lock); return value3; }" },
		{ "mutex_lock(&d->lock);", "mutex_lock(&d->lock); mutex_lock(&d->lock);" },
		{ "mutex_lock(&d->lock);", "mutex_lock(&a.lock);" },
		{ "mutex_lock(&d->lock);", ";" },
		{ "if (g(3))", "if (!g(3))" },
	};
	g_autofree char *text = read_fixture("guard-returns");
	g_autofree char *lowered = lower(text);
	g_autofree char *good = run(lowered, true, NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++) {
		g_autoptr(GString) wrong = g_string_new(lowered);
		g_autofree char *printed = NULL;

		g_assert_cmpuint(g_string_replace(wrong, mistakes[i].from, mistakes[i].to, 1),
				 ==, 1);
		printed = run(wrong->str, true, NULL);
		g_assert_nonnull(printed);
		g_assert_cmpstr(printed, !=, good);
	}
}

/* what is not lowered must not build */
static void test_left(void)
{
	g_autofree char *text = read_fixture("scoped");
	g_autofree char *said = NULL;

	g_assert_null(run(text, true, &said));
	g_assert_nonnull(said);
}

/*
 * Hundreds of small programs take minutes, most of it in gcc and ld as such.  So all texts
 * are compiled in one, each with names of its own, and run one process each.  What does
 * not build so is left for run_with().
 */
struct ahead {
	GPtrArray *texts;
	const char *define;
	bool lowered;
};

static const char ahead_main[] =
	"#undef f\n#undef main\n"
	"#include <sys/wait.h>\n#include <unistd.h>\n"
	"static int stub_f(struct dev *d, int x) { return now(d, x); }\n"
	"int main(int argc, char **argv)\n{\n"
	"\tfor (int i = 0; i < sizeof(all) / sizeof(*all); i++) {\n"
	"\t\tchar name[20];\n"
	"\t\tif (!all[i])\n\t\t\tcontinue;\n"
	"\t\tif (fork()) {\n\t\t\twait(NULL);\n\t\t\tcontinue;\n\t\t}\n"
	"\t\tsnprintf(name, sizeof(name), \"%d.out\", i);\n"
	"\t\tfreopen(name, \"w\", stdout);\n"
	"\t\talarm(30);\n\t\tnow = all[i];\n\t\tstub_main();\n\t\texit(0);\n\t}\n\treturn 0;\n}\n";

/* names that a text has at file scope */
static void add_names(GString *to, const char *text, guint number, bool define)
{
	g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
	g_autoptr(csource) source = csource_scan(bytes);

	for (guint i = 0; i < source->regions->len; i++) {
		const struct cregion *region = &g_array_index(source->regions, struct cregion, i);

		if (strspn(region->name, "abcdefghijklmnopqrstuvwxyz_0123456789"
			   "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(region->name))
			continue;
		if (!define)
			g_string_append_printf(to, "#undef %s\n", region->name);
		else if (region->kind != CREGION_MACRO)
			g_string_append_printf(to, "#define %s %s_%u\n", region->name,
					       region->name, number);
	}
}

static char *ahead_source(const struct ahead *ahead, const bool *without)
{
	GString *source = g_string_new("#define main stub_main\n#define f stub_f\n"
				       "#include \"stubs.h\"\n#undef f\n#undef main\n"
				       "static int (*now)(struct dev *, int);\n");
	g_autoptr(GString) all = g_string_new("static int (*all[])(struct dev *, int) = {\n");

	for (guint i = 0; i < ahead->texts->len; i++) {
		const char *text = ahead->texts->pdata[i];

		if (without[i]) {
			g_string_append(all, "NULL,\n");
			continue;
		}
		add_names(source, text, i, true);
		g_string_append_printf(source, "#line 1 \"text%u\"\n%s\n", i, text);
		add_names(source, text, i, false);
		g_string_append_printf(all, "f_%u,\n", i);
	}
	g_string_append_printf(source, "#line 1 \"all\"\n%s};\n%s", all->str, ahead_main);
	return g_string_free(source, FALSE);
}

/* texts that the compiler names are taken out; false when it names none */
static bool take_out(const char *said, bool *without, guint texts)
{
	g_auto(GStrv) lines = g_strsplit(said, "\n", -1);
	bool any = false;

	for (char **line = lines; *line; line++) {
		guint64 number = g_str_has_prefix(*line, "text") ?
					 g_ascii_strtoull(*line + 4, NULL, 10) : texts;

		if (number >= texts || without[number] || !strstr(*line, "error:"))
			continue;
		without[number] = true;
		any = true;
	}
	return any;
}

static bool build_ahead(const struct ahead *ahead, bool *without, const char *program)
{
	g_autofree char *file = tmpdir_file(dir, "ahead.c");
	const char *const compile[] = { "gcc", "-std=gnu11", "-w", "-I", FOLDER, "-o", program,
					file, ahead->define,
					ahead->lowered ? "-DLOWERED" : "-DORIGINAL", NULL };
	const struct proc_spec build = { .argv = compile, .seconds = 300 };

	for (;;) {
		g_autofree char *source = ahead_source(ahead, without);
		g_auto(proc_result) built = { 0 };

		g_assert_true(file_write(file, source, -1, NULL));
		if (!proc_run(&build, &built, NULL))
			return false;
		if (!built.status)
			return true;
		if (!take_out(built.err->str, without, ahead->texts->len))
			return false;
	}
}

static void run_ahead(const struct ahead *ahead)
{
	g_autofree char *program = tmpdir_file(dir, "ahead");
	g_autofree bool *without = g_new0(bool, ahead->texts->len + 1);
	const char *const start[] = { program, NULL };
	const struct proc_spec execute = { .argv = start, .seconds = 300,
					   .cwd = tmpdir_path(dir) };
	g_auto(proc_result) ran = { 0 };

	if (!build_ahead(ahead, without, program) || !proc_run(&execute, &ran, NULL))
		return;
	for (guint i = 0; i < ahead->texts->len; i++) {
		g_autofree char *name = g_strdup_printf("%u.out", i);
		g_autofree char *path = tmpdir_file(dir, name);
		g_autoptr(GBytes) printed = without[i] ? NULL : file_read(path, NULL);

		if (printed)
			g_hash_table_insert(known, key_of(ahead->texts->pdata[i], ahead->define,
							  ahead->lowered), bytes_text(printed));
		g_unlink(path);
	}
}

static void add_variants(GPtrArray *texts, const char *lowered)
{
	bool conditional;
	char *wrong;

	g_ptr_array_add(texts, g_strdup(lowered));
	for (guint n = 0; (wrong = break_it(lowered, n, &conditional)); n++)
		g_ptr_array_add(texts, wrong);
}

static void run_all_ahead(const GPtrArray *names)
{
	for (int k = 0; k < 4; k++) {
		g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
		const struct ahead ahead = { texts, k & 1 ? "-DSOMETHING" : "-DNOTHING", k & 2 };

		for (guint i = 0; i < names->len; i++) {
			g_autofree char *text = is_case(names->pdata[i]) ?
							read_fixture(names->pdata[i]) : NULL;
			g_autofree char *lowered = NULL;

			if (!text || (k & 1 && !strstr(text, "#ifdef SOMETHING")))
				continue;
			lowered = ahead.lowered ? lower(text) : NULL;
			if (lowered)
				add_variants(texts, lowered);
			else
				g_ptr_array_add(texts, g_steal_pointer(&text));
		}
		run_ahead(&ahead);
	}
}

int main(int argc, char **argv)
{
	g_autoptr(GPtrArray) names = NULL;
	g_autoptr(GBytes) text = NULL;
	int status;

	g_test_init(&argc, &argv, NULL);
	if (g_getenv("BACKSTITCH_SRCDIR"))
		g_assert_cmpint(g_chdir(g_getenv("BACKSTITCH_SRCDIR")), ==, 0);
	dir = tmpdir_new(NULL);
	classes = guard_classes_new(NULL);
	text = file_read(FOLDER "/classes.h", NULL);
	guard_classes_read(classes, text);
	names = folder_names(FOLDER);
	known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	run_all_ahead(names);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *same = g_strconcat("/lower-run/same/", names->pdata[i], NULL);
		g_autofree char *broken = g_strconcat("/lower-run/broken/", names->pdata[i], NULL);

		if (!is_case(names->pdata[i]))
			continue;
		g_test_add_data_func(same, names->pdata[i], test_same);
		g_test_add_data_func(broken, names->pdata[i], test_broken);
	}
	g_test_add_func("/lower-run/harness", test_harness);
	g_test_add_func("/lower-run/left", test_left);
	status = g_test_run();
	g_hash_table_unref(known);
	guard_classes_free(classes);
	tmpdir_free(dir);
	return status;
}
