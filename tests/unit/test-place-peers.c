// SPDX-License-Identifier: GPL-2.0-only
/*
 * The exact rung against git apply and patch -F0 on generated files: moved code, twins of
 * the function before it and behind it, functions in another order, changed context, a
 * function that is gone while its twin stays.  Where the change belongs is known from how
 * the file was made, so that peers that agree on the wrong place show.
 */
#include "needs.h"
#include "port-sample.h"

#define CASES 45
#define FUNCTIONS 5
#define CHANGED "\tchanged();\n"

enum kind {
	SAME,
	MOVED,
	TWIN_BEFORE,
	TWIN_BEHIND,
	OTHER_ORDER,
	OTHER_CONTEXT,
	ONLY_TWIN,
	LONGER_ABOVE,
	TWIN_INSIDE,
	KINDS,
};

/*
 * a file is an array of functions, a function one of lines; a line is told from one with
 * the same text by its address: the target shares its lines with the base, twins do not
 */
struct sample {
	GRand *rand;
	GStringChunk *chunk;
	GPtrArray *base;
	GPtrArray *target;
	guint function;
	guint line;
};

struct counts {
	unsigned int same;
	unsigned int all_refuse;
	unsigned int peers_wrong;
	unsigned int ours_refuses;
};

G_GNUC_PRINTF(2, 3)
static char *line_new(struct sample *sample, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	return g_string_chunk_insert(sample->chunk, text);
}

static GPtrArray *function_new(struct sample *sample, int number)
{
	GPtrArray *lines = g_ptr_array_new();
	guint count = g_rand_int_range(sample->rand, 12, 20);

	g_ptr_array_add(lines, line_new(sample, "static int f%d(int a)\n", number));
	g_ptr_array_add(lines, line_new(sample, "{\n"));
	for (guint i = 0; i < count; i++) {
		int step = g_rand_int_range(sample->rand, 0, 6);

		g_ptr_array_add(lines, line_new(sample, "\tstep_%d(a);\n", step));
	}
	g_ptr_array_add(lines, line_new(sample, "\treturn 0;\n"));
	g_ptr_array_add(lines, line_new(sample, "}\n"));
	g_ptr_array_add(lines, line_new(sample, "\n"));
	return lines;
}

/* the same text under another name, by its own lines */
static GPtrArray *twin_of(struct sample *sample, const GPtrArray *lines)
{
	GPtrArray *twin = g_ptr_array_new();

	g_ptr_array_add(twin, line_new(sample, "static int twin(int a)\n"));
	for (guint i = 1; i < lines->len; i++)
		g_ptr_array_add(twin, g_string_chunk_insert(sample->chunk, lines->pdata[i]));
	return twin;
}

static void *keep_line(const void *line, void *data)
{
	return (void *)line;
}

static void *copy_function(const void *lines, void *data)
{
	return g_ptr_array_copy((GPtrArray *)lines, (GCopyFunc)keep_line, NULL);
}

static void make_longer(struct sample *sample, GPtrArray *lines, guint at)
{
	for (guint i = 0; i < 4; i++)
		g_ptr_array_insert(lines, at, line_new(sample, "\tmore_%u();\n", i));
}

static void repeat_inside(struct sample *sample, GPtrArray *lines)
{
	guint body = lines->len - 5;

	for (guint i = 0; i < body; i++) {
		const char *text = lines->pdata[2 + i];

		g_ptr_array_insert(lines, 2 + body + i, g_string_chunk_insert(sample->chunk, text));
	}
}

static void change_target(struct sample *sample, enum kind kind)
{
	GPtrArray *all = sample->target, *lines = all->pdata[sample->function];

	if (kind == MOVED)
		make_longer(sample, all->pdata[0], 2);
	else if (kind == TWIN_BEFORE)
		g_ptr_array_insert(all, sample->function, twin_of(sample, lines));
	else if (kind == TWIN_BEHIND)
		g_ptr_array_insert(all, sample->function + 1, twin_of(sample, lines));
	else if (kind == OTHER_ORDER)
		g_ptr_array_insert(all, 0, g_ptr_array_steal_index(all, sample->function));
	else if (kind == OTHER_CONTEXT)
		lines->pdata[sample->line - 1] = line_new(sample, "\tother();\n");
	else if (kind == ONLY_TWIN)
		g_ptr_array_insert(all, sample->function, twin_of(sample, lines));
	else if (kind == LONGER_ABOVE)
		make_longer(sample, lines, 2);
	else if (kind == TWIN_INSIDE)
		repeat_inside(sample, lines);
	if (kind == ONLY_TWIN)
		g_ptr_array_remove_index(all, sample->function + 1);
}

static void sample_init(struct sample *sample, guint32 seed, enum kind kind)
{
	GPtrArray *lines;

	sample->rand = g_rand_new_with_seed(seed);
	sample->chunk = g_string_chunk_new(4096);
	sample->base = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	for (int i = 0; i < FUNCTIONS; i++)
		g_ptr_array_add(sample->base, function_new(sample, i));
	sample->function = g_rand_int_range(sample->rand, 1, FUNCTIONS);
	lines = sample->base->pdata[sample->function];
	/* six lines from either end: the context is inside the function */
	sample->line = g_rand_int_range(sample->rand, 6, lines->len - 6);
	sample->target = g_ptr_array_copy(sample->base, (GCopyFunc)copy_function, NULL);
	g_ptr_array_set_free_func(sample->target, (GDestroyNotify)g_ptr_array_unref);
	change_target(sample, kind);
}

static void sample_clear(struct sample *sample)
{
	g_ptr_array_unref(sample->base);
	g_ptr_array_unref(sample->target);
	g_string_chunk_free(sample->chunk);
	g_rand_free(sample->rand);
}

/* a file as text, with one line changed if it is there */
static char *text_of(const GPtrArray *all, const char *changed)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < all->len; i++) {
		const GPtrArray *lines = all->pdata[i];

		for (guint j = 0; j < lines->len; j++)
			g_string_append(text,
					lines->pdata[j] == changed ? CHANGED : lines->pdata[j]);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static const char script[] =
	"export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_CEILING_DIRECTORIES=/\n"
	"cd \"$1\" && mkdir -p a b git patch && mv old a/f.c && mv new b/f.c || exit 1\n"
	"git diff --no-index --no-prefix a/f.c b/f.c >diff\n"
	"cp target git/f.c; mv target patch/f.c\n"
	"(cd git && git apply ../diff) >log 2>&1 || rm -f git/f.c\n"
	"(cd patch && patch -F0 -p1 -N -s <../diff) >log 2>&1 || rm -f patch/f.c\n";

static void put(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static char *get(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	char *text = NULL;

	g_file_get_contents(path, &text, NULL, NULL);
	return text;
}

/* what the exact rung makes of the target; NULL when it refuses */
static char *ours(const char *target, const char *diff)
{
	g_autoptr(scene) scene = scene_new();
	g_autoptr(port) port = NULL;

	scene_put(scene, "f.c", target);
	port = scene_port(scene, diff);
	g_test_message("%s: %s", outcome_name(port->outcome), port->reason);
	if (port->outcome != OUTCOME_PORTED || strcmp(port->rung, "exact"))
		return NULL;
	return scene_text(port->after, "f.c");
}

static void judge(enum kind kind, struct counts *counts, const char *target, const char *right,
		  const char *folder)
{
	g_autofree char *diff = get(folder, "diff");
	g_autofree char *by_git = get(folder, "git/f.c"), *by_patch = get(folder, "patch/f.c");
	g_autofree char *by_us = ours(target, diff);
	bool agreed = by_git && by_patch && !strcmp(by_git, by_patch);

	/* never at another place than the right one; right is the target where there is none */
	if (by_us)
		g_assert_cmpstr(by_us, ==, right);
	if (kind == ONLY_TWIN || kind == OTHER_CONTEXT || kind == TWIN_INSIDE)
		g_assert_null(by_us);
	else
		g_assert_nonnull(by_us);
	if (!by_git && !by_patch)
		g_assert_null(by_us);
	counts->same += agreed && by_us && !strcmp(by_git, by_us);
	counts->all_refuse += !by_git && !by_patch && !by_us;
	counts->peers_wrong += agreed && strcmp(by_git, right);
	counts->ours_refuses += agreed && !by_us;
}

static void run_case(guint32 seed, enum kind kind, struct counts *counts)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	struct sample sample = { 0 };
	g_autofree char *old = NULL, *new = NULL, *target = NULL, *right = NULL;
	const char *argv[] = { "sh", "-c", script, "sh", tmpdir_path(dir), NULL };
	const char *changed;

	sample_init(&sample, seed, kind);
	changed = ((GPtrArray *)sample.base->pdata[sample.function])->pdata[sample.line];
	old = text_of(sample.base, NULL);
	new = text_of(sample.base, changed);
	target = text_of(sample.target, NULL);
	right = text_of(sample.target, changed);
	put(tmpdir_path(dir), "old", old);
	put(tmpdir_path(dir), "new", new);
	put(tmpdir_path(dir), "target", target);
	g_assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
				   NULL, NULL, NULL));
	g_test_message("seed %u, kind %d", seed, kind);
	judge(kind, counts, target, right, tmpdir_path(dir));
	sample_clear(&sample);
}

static void test_peers(void)
{
	struct counts counts = { 0 };

	if (!needs("git") || !needs("patch"))
		return;
	for (guint32 i = 0; i < CASES; i++)
		run_case(i + 1, i % KINDS, &counts);
	g_test_message("%d cases: %u as git apply and patch -F0, %u refused by all; these agree "
		       "on a wrong place in %u, and we refuse %u that they take",
		       CASES, counts.same, counts.all_refuse, counts.peers_wrong,
		       counts.ours_refuses);
	/* each kind of answer is among the cases, or they would show nothing */
	g_assert_cmpuint(counts.same, >=, CASES / KINDS * 4);
	g_assert_cmpuint(counts.all_refuse, >=, CASES / KINDS);
	g_assert_cmpuint(counts.peers_wrong, >=, CASES / KINDS);
	g_assert_cmpuint(counts.ours_refuses, >=, CASES / KINDS);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/place/peers", test_peers);
	return g_test_run();
}
