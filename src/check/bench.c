// SPDX-License-Identifier: GPL-2.0-only
#include "check/bench.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/strings.h"
#include "check/checks.h"
#include "check/claimed.h"
#include "check/diag.h"
#include "check/kbuild.h"
#include "check/replay.h"
#include "check/sandbox.h"

/* headers can be included by hundreds of files; a few show whether they still parse */
#define MAX_INCLUDERS 8
#define TOOL_SECONDS 120

struct bench {
	const struct claim *claim;
	const char *cc;
	struct kbuild *kbuild;	/* NULL for a miniature tree */
	char *folder;		/* of the tree on disk */
	GPtrArray *files;	/* struct claimed_file * */
	GPtrArray *paths;
	GPtrArray *sources;	/* C files to look at */
	GPtrArray *targets;	/* their objects */
	char *commands;		/* kbuild's sparse commands, once known */
};

void bench_free(struct bench *bench)
{
	if (!bench)
		return;
	kbuild_free(bench->kbuild);
	g_free(bench->folder);
	g_free(bench->commands);
	g_clear_pointer(&bench->files, g_ptr_array_unref);
	g_clear_pointer(&bench->paths, g_ptr_array_unref);
	g_clear_pointer(&bench->sources, g_ptr_array_unref);
	g_clear_pointer(&bench->targets, g_ptr_array_unref);
	g_free(bench);
}

void bench_run_free(struct bench_run *run)
{
	if (!run)
		return;
	g_free(run->log);
	if (run->diags)
		g_ptr_array_unref(run->diags);
	g_ptr_array_unref(run->missing);
	g_free(run);
}

const GPtrArray *bench_paths(const struct bench *bench)
{
	return bench->paths;
}

const GPtrArray *bench_files(const struct bench *bench)
{
	return bench->files;
}

guint bench_count(const struct bench *bench)
{
	return bench->sources->len;
}

static bool includes(const struct tree *tree, const char *path, const char *header)
{
	g_autoptr(GBytes) content = NULL;
	g_autofree char *quoted = g_strconcat(header, "\"", NULL);
	g_autofree char *angled = g_strconcat(header, ">", NULL);
	g_autoptr(csource) source = NULL;

	if (!tree_content(tree, path, &content, NULL) || !content)
		return false;
	source = csource_scan(content);
	for (guint i = 0; i < source->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(source->tokens, struct ctoken, i);
		g_autofree char *text = NULL;

		if (token->kind != CTOKEN_DIRECTIVE)
			continue;
		text = g_strndup(token->text, token->size);
		if (strstr(text, "include") && (strstr(text, quoted) || strstr(text, angled)))
			return true;
	}
	return false;
}

static void add_includers(struct bench *bench, const char *header)
{
	g_autofree char *folder = g_path_get_dirname(header);
	g_autofree char *name = g_path_get_basename(header);
	g_autoptr(GPtrArray) names =
		tree_list(bench->claim->after, strcmp(folder, ".") ? folder : "");

	for (guint i = 0; i < names->len && bench->sources->len < MAX_INCLUDERS; i++) {
		g_autofree char *path = strcmp(folder, ".") ?
						g_build_filename(folder, names->pdata[i], NULL) :
						g_strdup(names->pdata[i]);

		if (is_c_source(path) && !has_string(bench->sources, path) &&
		    includes(bench->claim->after, path, name))
			g_ptr_array_add(bench->sources, g_steal_pointer(&path));
	}
}

/* whatever stands over the folder on disk must be shown, not this port's files only */
static void choose_paths(struct bench *bench)
{
	g_autoptr(GPtrArray) changed = tree_changed_all(bench->claim->after);

	for (guint i = 0; i < bench->files->len; i++) {
		const struct claimed_file *file = bench->files->pdata[i];

		g_ptr_array_add(bench->paths, g_strdup(file->path));
	}
	for (guint i = 0; i < changed->len; i++) {
		if (!has_string(bench->paths, changed->pdata[i]))
			g_ptr_array_add(bench->paths, g_strdup(changed->pdata[i]));
	}
}

static void choose_sources(struct bench *bench)
{
	for (guint i = 0; i < bench->files->len; i++) {
		const struct claimed_file *file = bench->files->pdata[i];

		if (file->after && is_c_source(file->path))
			g_ptr_array_add(bench->sources, g_strdup(file->path));
	}
	for (guint i = 0; !bench->sources->len && i < bench->files->len; i++) {
		const struct claimed_file *file = bench->files->pdata[i];

		if (file->after && g_str_has_suffix(file->path, ".h"))
			add_includers(bench, file->path);
	}
	for (guint i = 0; i < bench->sources->len; i++) {
		char *target = g_strdup(bench->sources->pdata[i]);

		target[strlen(target) - 1] = 'o';
		g_ptr_array_add(bench->targets, target);
	}
}

static bool open_environment(struct bench *bench, GError **error)
{
	const struct claim *claim = bench->claim;
	g_autofree char *folder = NULL;

	if (claim->conf->arch) {
		bench->kbuild = kbuild_open(claim, bench->cc, error);
		bench->folder = bench->kbuild ? g_strdup(bench->kbuild->source) : NULL;
		return bench->kbuild != NULL;
	}
	folder = tree_materialise(claim->before, claim->cache_folder, error);
	bench->folder = folder ? realpath(folder, NULL) : NULL;
	return bench->folder != NULL;
}

static bool can_run(const struct claim *claim, const char *cc, struct proof *out)
{
	if (claim->conf->arch)
		return proof_needs(out, "make") && proof_needs(out, cc) &&
		       proof_needs(out, "bwrap");
	if (claim->conf->include && claim->conf->include->len)
		return proof_needs(out, cc) && proof_needs(out, "bwrap");
	proof_set(out, PROOF_SKIPPED,
		  "tree file '%s' names neither an arch to build for nor include folders",
		  claim->conf->name);
	return false;
}

struct bench *bench_open(const struct claim *claim, const char *cc, struct proof *out,
			 GError **error)
{
	g_autoptr(bench) bench = g_new0(struct bench, 1);
	GError *cause = NULL;

	bench->claim = claim;
	bench->cc = cc;
	bench->paths = g_ptr_array_new_with_free_func(g_free);
	bench->sources = g_ptr_array_new_with_free_func(g_free);
	bench->targets = g_ptr_array_new_with_free_func(g_free);
	if (!can_run(claim, cc, out))
		return NULL;
	bench->files = claimed_files(claim, error);
	if (!bench->files)
		return NULL;
	choose_paths(bench);
	choose_sources(bench);
	if (!bench->sources->len) {
		proof_set(out, PROOF_SKIPPED,
			  "no C file is touched, nor one beside a touched header");
		return NULL;
	}
	if (!open_environment(bench, &cause)) {
		proof_skip_error(out, cause, error);
		return NULL;
	}
	return g_steal_pointer(&bench);
}

/* everything that a result depends on */
static char *cache_key(const struct bench *bench, enum bench_tool tool, const struct tree *tree)
{
	GString *key = g_string_new(NULL);

	g_string_append_printf(key, "%s\n%s\n%s\n", tool == BENCH_SPARSE ? "sparse" : bench->cc,
			       bench->kbuild ? bench->kbuild->key : "", bench->folder);
	for (guint i = 0; i < bench->sources->len; i++)
		g_string_append_printf(key, "%s\n", (char *)bench->sources->pdata[i]);
	for (guint i = 0; i < bench->paths->len; i++) {
		g_autoptr(GBytes) content = NULL;
		g_autofree char *digest = NULL;

		tree_content(tree, bench->paths->pdata[i], &content, NULL);
		digest = content ? g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, content) : NULL;
		g_string_append_printf(key, "%s %s\n", (char *)bench->paths->pdata[i],
				       digest ? digest : "-");
	}
	return g_string_free(key, FALSE);
}

struct content_source {
	const struct tree *tree;
};

static GBytes *content_in(void *data, const char *path)
{
	const struct content_source *source = data;
	GBytes *content = NULL;

	tree_content(source->tree, path, &content, NULL);
	return content;
}

static void parse(struct bench_run *run, const struct bench *bench, const struct tree *tree)
{
	struct content_source source = { .tree = tree };
	const struct diag_files files = {
		.folder = bench->folder,
		.content = content_in,
		.data = &source,
	};

	run->diags = diags_parse(run->log, &files);
}

static struct bench_run *run_new(bool ok)
{
	struct bench_run *run = g_new0(struct bench_run, 1);

	run->ok = ok;
	run->missing = g_ptr_array_new_with_free_func(g_free);
	return run;
}

static struct bench_run *take_run(struct kbuild_run *built)
{
	struct bench_run *run = run_new(built->ok);

	run->log = g_steal_pointer(&built->log);
	g_ptr_array_unref(run->missing);
	run->missing = g_steal_pointer(&built->missing);
	built->missing = g_ptr_array_new();
	return run;
}

static struct bench_run *compile_kbuild(const struct bench *bench, const struct tree *tree,
					GError **error)
{
	g_autoptr(kbuild_run) built = kbuild_make(bench->kbuild, tree, bench->paths,
						  bench->targets, NULL, error);

	return built ? take_run(built) : NULL;
}

/* which commands kbuild runs depends on its folder and the files' names alone */
static char *commands_key(const struct bench *bench)
{
	GString *key = g_string_new(bench->kbuild->key);

	for (guint i = 0; i < bench->sources->len; i++)
		g_string_append_printf(key, "\n%s", (char *)bench->sources->pdata[i]);
	return g_string_free(key, FALSE);
}

/* the first run asks kbuild, and keeps the commands it prints for those that follow */
static struct bench_run *sparse_kbuild(struct bench *bench, const struct tree *tree, GError **error)
{
	/* sparse stops after 100 warnings unless told otherwise: the new one may be later */
	static const char *const sparse[] = {
		"V=1", "C=2", "CHECK=sparse", "CF=-fmax-warnings=unlimited", NULL,
	};
	g_autofree char *key = commands_key(bench);
	g_autoptr(kbuild_run) built = NULL;
	g_autoptr(GString) log = NULL;

	if (!bench->commands)
		bench->commands = cache_get(bench->claim->cache, "sparse-commands", key);
	if (bench->commands)
		built = replay_run(bench->commands, bench->kbuild, tree, bench->paths, error);
	else
		built = kbuild_make(bench->kbuild, tree, bench->paths, bench->targets, sparse,
				    error);
	if (!built)
		return NULL;
	if (!bench->commands) {
		log = g_string_new(built->log);
		bench->commands = replay_read(log, bench->kbuild, bench->sources);
		g_free(built->log);
		built->log = g_strdup(log->str);
		if (bench->commands)
			cache_put(bench->claim->cache, "sparse-commands", key, bench->commands);
	}
	return take_run(built);
}

static struct bench_run *run_kbuild(struct bench *bench, enum bench_tool tool,
				    const struct tree *tree, GError **error)
{
	return tool == BENCH_SPARSE ? sparse_kbuild(bench, tree, error) :
				      compile_kbuild(bench, tree, error);
}

static void add_flags(const struct bench *bench, enum bench_tool tool, GPtrArray *argv)
{
	static const char *const compile[] = { "-Wall", "-Werror", "-fsyntax-only", NULL };
	static const char *const sparse[] = { "-fmax-warnings=unlimited", "-Wcontext", NULL };
	const GPtrArray *include = bench->claim->conf->include;

	g_ptr_array_add(argv, g_strdup(tool == BENCH_SPARSE ? "sparse" : bench->cc));
	g_ptr_array_add(argv, g_strdup("-nostdinc"));
	g_ptr_array_add(argv, g_strdup("-std=gnu11"));
	for (const char *const *flag = tool == BENCH_SPARSE ? sparse : compile; *flag; flag++)
		g_ptr_array_add(argv, g_strdup(*flag));
	for (guint i = 0; i < include->len; i++)
		g_ptr_array_add(argv, g_strconcat("-I", include->pdata[i], NULL));
}

static bool run_one(const struct bench *bench, enum bench_tool tool, struct sandbox *sandbox,
		    const char *path, struct bench_run *run, GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	struct proc_spec spec = { .cwd = bench->folder, .seconds = TOOL_SECONDS };
	g_auto(proc_result) result = { 0 };
	char *log;

	add_flags(bench, tool, argv);
	g_ptr_array_add(argv, g_strdup(path));
	g_ptr_array_add(argv, NULL);
	spec.argv = (const char *const *)argv->pdata;
	if (!sandbox_run(sandbox, &spec, &result, error))
		return false;
	log = g_strconcat(run->log, result.out->str, result.err->str, NULL);
	g_free(run->log);
	run->log = log;
	run->ok = run->ok && !result.status;
	return true;
}

static struct bench_run *run_plain(const struct bench *bench, enum bench_tool tool,
				   const struct tree *tree, GError **error)
{
	g_autoptr(sandbox) sandbox = sandbox_new(SANDBOX_ALL, error);
	g_autoptr(bench_run_result) run = run_new(true);

	run->log = g_strdup("");
	if (!sandbox || !sandbox_present(sandbox, bench->folder, tree, bench->paths, error))
		return NULL;
	for (guint i = 0; i < bench->sources->len; i++) {
		const char *path = bench->sources->pdata[i];

		/* new with the port: there is nothing to look at before it */
		if (tree_entry(tree, path) == TREE_NONE)
			continue;
		if (!run_one(bench, tool, sandbox, path, run, error))
			return NULL;
	}
	return g_steal_pointer(&run);
}

/* "ok" or "failed", the missing objects, an empty line, the log */
static void store(const struct bench *bench, const char *key, const struct bench_run *run)
{
	g_autoptr(GString) value = g_string_new(run->ok ? "ok\n" : "failed\n");

	for (guint i = 0; i < run->missing->len; i++)
		g_string_append_printf(value, "%s\n", (char *)run->missing->pdata[i]);
	g_string_append_printf(value, "\n%s", run->log);
	cache_put(bench->claim->cache, "bench", key, value->str);
}

static struct bench_run *recall(const struct bench *bench, const char *key)
{
	g_autofree char *value = cache_get(bench->claim->cache, "bench", key);
	g_auto(GStrv) head = NULL;
	char *log = value ? strstr(value, "\n\n") : NULL;
	struct bench_run *run;

	if (!log)
		return NULL;
	*log = '\0';
	head = g_strsplit(value, "\n", -1);
	run = run_new(!strcmp(head[0], "ok"));
	for (char **line = head + 1; *line; line++)
		g_ptr_array_add(run->missing, g_strdup(*line));
	run->log = g_strdup(log + 2);
	return run;
}

struct bench_run *bench_run(struct bench *bench, enum bench_tool tool, const struct tree *tree,
			    bool keep, GError **error)
{
	g_autofree char *key = cache_key(bench, tool, tree);
	g_autoptr(bench_run_result) run = keep ? recall(bench, key) : NULL;

	if (!run) {
		run = bench->kbuild ? run_kbuild(bench, tool, tree, error) :
				      run_plain(bench, tool, tree, error);
		if (!run)
			return NULL;
		if (keep)
			store(bench, key, run);
	}
	parse(run, bench, tree);
	return g_steal_pointer(&run);
}
