// SPDX-License-Identifier: GPL-2.0-only
#include "check/kbuild.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "base/strings.h"
#include "base/tmpdir.h"
#include "check/claimed.h"
#include "check/sandbox.h"
#include "check/ticker.h"

/* written last; a folder without it is not ready */
#define STAMP ".backstitch-prepared"
#define PREPARE_SECONDS 3600
#define BUILD_SECONDS 900
#define LOCK_POLL_USEC 200000
/* how the tree's own scripts start the lines of a message */
#define BOX "***"

/* what builds for which machine: uname -m, ARCH, its folder, Debian's cross prefix */
static const struct {
	const char *machine;
	const char *arch;
	const char *folder;
	const char *prefix;
	const char *package;
} machines[] = {
	{ "x86_64", "x86_64", "x86", "x86_64-linux-gnu-", "gcc-x86-64-linux-gnu" },
	{ "x86_64", "x86", "x86", "x86_64-linux-gnu-", "gcc-x86-64-linux-gnu" },
	{ "x86_64", "i386", "x86", "x86_64-linux-gnu-", "gcc-x86-64-linux-gnu" },
	{ "aarch64", "arm64", "arm64", "aarch64-linux-gnu-", "gcc-aarch64-linux-gnu" },
	{ "ppc64le", "powerpc", "powerpc", "powerpc64le-linux-gnu-",
	  "gcc-powerpc64le-linux-gnu" },
	{ "riscv64", "riscv", "riscv", "riscv64-linux-gnu-", "gcc-riscv64-linux-gnu" },
	{ "s390x", "s390", "s390", "s390x-linux-gnu-", "gcc-s390x-linux-gnu" },
};

void kbuild_free(struct kbuild *kbuild)
{
	if (!kbuild)
		return;
	g_free(kbuild->source);
	g_free(kbuild->folder);
	g_free(kbuild->key);
	g_free(kbuild->cc);
	g_free(kbuild->arch);
	g_free(kbuild->cross);
	g_free(kbuild);
}

void kbuild_run_free(struct kbuild_run *run)
{
	if (!run)
		return;
	g_free(run->log);
	g_ptr_array_unref(run->missing);
	g_free(run);
}

/* sets cross, or fails naming the compiler that is missing */
static bool choose_cross(struct kbuild *kbuild, const char *arch, GError **error)
{
	g_autofree char *gcc = NULL;
	struct utsname host;

	uname(&host);
	for (size_t i = 0; i < G_N_ELEMENTS(machines); i++) {
		if (strcmp(machines[i].arch, arch))
			continue;
		if (!strcmp(machines[i].machine, host.machine))
			return true;
		gcc = g_strconcat(machines[i].prefix, "gcc", NULL);
		if (proc_installed(gcc)) {
			kbuild->cross = g_strconcat("CROSS_COMPILE=", machines[i].prefix, NULL);
			return true;
		}
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "'%s' is not installed: apt-get install %s", gcc, machines[i].package);
		return false;
	}
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
		    "no compiler is known for arch '%s' of tree file", arch);
	return false;
}

/* which compiler it is: another version must not meet an old build folder */
static char *compiler_id(const char *cc, GError **error)
{
	const char *argv[] = { cc, "--version", NULL };
	struct proc_spec spec = { .argv = argv };
	g_autofree char *out = NULL;

	if (!proc_check(&spec, &out, error))
		return NULL;
	return first_line(out);
}

static char *options_text(const struct tree_conf *conf)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < conf->options->len; i++) {
		const char *option = conf->options->pdata[i];

		if (g_str_has_prefix(option, "CONFIG_"))
			option += strlen("CONFIG_");
		g_string_append_printf(text, "CONFIG_%s%s\n", option,
				       strchr(option, '=') ? "" : "=y");
	}
	return g_string_free(text, FALSE);
}

static char *make_key(const struct kbuild *kbuild, const struct tree_conf *conf, const char *id,
		      GError **error)
{
	g_autofree char *makefile = g_build_filename(kbuild->source, "Makefile", NULL);
	g_autofree char *options = options_text(conf);
	g_autofree char *digest = NULL;
	g_autoptr(GBytes) bytes = file_read(makefile, error);

	if (!bytes) {
		g_prefix_error(error, "'%s' is no kernel tree: ", kbuild->source);
		return NULL;
	}
	/* the top Makefile holds the version: a tree that moves on gets a new folder */
	digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
	return g_strjoin("\n", "kbuild 1", kbuild->source, digest, kbuild->arch,
			 kbuild->cross ? kbuild->cross : "", conf->config ? conf->config : "",
			 options, id, NULL);
}

/* make's arguments up to the targets */
static GPtrArray *make_argv(const struct kbuild *kbuild, const char *jobs)
{
	GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(argv, g_strdup("make"));
	g_ptr_array_add(argv, g_strdup("--no-print-directory"));
	g_ptr_array_add(argv, g_strdup("-C"));
	g_ptr_array_add(argv, g_strdup(kbuild->source));
	g_ptr_array_add(argv, g_strconcat("O=", kbuild->folder, NULL));
	g_ptr_array_add(argv, g_strdup(kbuild->arch));
	if (kbuild->cross)
		g_ptr_array_add(argv, g_strdup(kbuild->cross));
	if (strcmp(kbuild->cc, "gcc"))
		g_ptr_array_add(argv, g_strconcat("CC=", kbuild->cc, NULL));
	g_ptr_array_add(argv, g_strdup(jobs));
	return argv;
}

/* lines of a box of the tree's own, "*** …", as one sentence */
static char *join_box(char **line)
{
	GString *text = g_string_new(NULL);

	for (; *line && g_str_has_prefix(*line, BOX) && (*line)[strlen(BOX)]; line++) {
		g_auto(GStrv) words = g_strsplit_set(*line + strlen(BOX), " \t", -1);

		for (char **word = words; *word; word++) {
			if (**word)
				g_string_append_printf(text, "%s%s", text->len ? " " : "", *word);
		}
	}
	return g_string_free(text, FALSE);
}

/* "make[2]: *** …" says only where it ended, but for a target that is not there */
static bool is_verdict_of_make(const char *line)
{
	return g_str_has_prefix(line, "make") && strstr(line, ": *** ") &&
	       !strstr(line, "No rule to make target");
}

static bool is_complaint(const char *line)
{
	static const char *const words[] = {
		"error", "not found", "not clean", "No such file", "No rule to make target",
		"not supported",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strstr(line, words[i]))
			return !is_verdict_of_make(line);
	}
	return false;
}

char *kbuild_complaint(const char *log)
{
	g_auto(GStrv) lines = g_strsplit(log, "\n", -1);
	const char *fallback = NULL;

	for (char **line = lines; *line; line++) {
		if (g_str_has_prefix(*line, BOX) && (*line)[strlen(BOX)])
			return join_box(line);
		if (is_complaint(*line))
			return g_strstrip(g_strdup(*line));
		if (!fallback && **line && !g_str_has_prefix(*line, BOX) &&
		    !is_verdict_of_make(*line))
			fallback = *line;
	}
	return g_strstrip(g_strdup(fallback ? fallback : "make failed without a message"));
}

static bool prepare_step(const struct claim *claim, const struct kbuild *kbuild,
			 const char *const *targets, GError **error)
{
	g_autofree char *jobs = g_strdup_printf("-j%u", g_get_num_processors());
	g_autofree char *what = g_strdup_printf("%s: preparing kbuild with %s", claim->conf->name,
						kbuild->cc);
	g_autoptr(GPtrArray) argv = make_argv(kbuild, jobs);
	g_autoptr(sandbox) sandbox = sandbox_new(SANDBOX_ALL, error);
	g_auto(proc_result) result = { 0 };
	g_autofree char *line = NULL;
	struct proc_spec spec = { .seconds = PREPARE_SECONDS };
	struct ticker *ticker;
	bool ran;

	if (!sandbox)
		return false;
	for (; *targets; targets++)
		g_ptr_array_add(argv, g_strdup(*targets));
	g_ptr_array_add(argv, NULL);
	spec.argv = (const char *const *)argv->pdata;
	sandbox_bind(sandbox, kbuild->source, kbuild->source, false);
	sandbox_bind(sandbox, kbuild->folder, kbuild->folder, true);
	ticker = ticker_start(claim->progress, what);
	ran = sandbox_run(sandbox, &spec, &result, error);
	ticker_stop(ticker);
	if (!ran)
		return false;
	if (!result.status)
		return true;
	line = kbuild_complaint(result.err->str);
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "kbuild cannot be prepared with %s: %s",
		    kbuild->cc, line);
	return false;
}

static bool add_options(const struct kbuild *kbuild, const struct tree_conf *conf, GError **error)
{
	g_autofree char *path = g_build_filename(kbuild->folder, ".config", NULL);
	g_autofree char *options = options_text(conf);
	g_autoptr(GBytes) config = file_read(path, error);
	g_autofree char *text = NULL;

	if (!config)
		return false;
	text = g_strdup_printf("%.*s\n%s", (int)g_bytes_get_size(config),
			       (const char *)g_bytes_get_data(config, NULL), options);
	return file_write(path, text, -1, error);
}

static bool option_is_set(char **config, const char *option)
{
	const char *equals = strchr(option, '=');
	g_autofree char *unset = g_strdup_printf("%.*s=", (int)(equals - option), option);

	for (char **line = config; *line; line++) {
		if (!strcmp(*line, option))
			return true;
		if (!strcmp(equals, "=n") && g_str_has_prefix(*line, unset))
			return false;
	}
	return !strcmp(equals, "=n");
}

/* an option whose dependencies are not met goes without a word */
static bool verify_options(const struct kbuild *kbuild, const struct tree_conf *conf,
			   GError **error)
{
	g_autofree char *path = g_build_filename(kbuild->folder, ".config", NULL);
	g_autofree char *options = options_text(conf);
	g_auto(GStrv) wanted = g_strsplit(options, "\n", -1);
	g_auto(GStrv) config = NULL;
	g_autoptr(GBytes) bytes = file_read(path, error);
	g_autofree char *text = NULL;

	if (!bytes)
		return false;
	text = bytes_text(bytes);
	config = g_strsplit(text, "\n", -1);
	for (char **option = wanted; *option; option++) {
		if (!**option || option_is_set(config, *option))
			continue;
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "the configuration of tree '%s' does not take '%s': "
			    "an option that it depends on is missing in the tree file",
			    conf->name, *option);
		return false;
	}
	return true;
}

static bool prepare(const struct claim *claim, const struct kbuild *kbuild, GError **error)
{
	const char *config = claim->conf->config ? claim->conf->config : "defconfig";
	const char *const first[] = { config, NULL };
	static const char *const second[] = { "olddefconfig", NULL };
	static const char *const third[] = { "prepare", "modules_prepare", NULL };
	g_autofree char *stamp = g_build_filename(kbuild->folder, STAMP, NULL);

	return folder_make(kbuild->folder, error) && prepare_step(claim, kbuild, first, error) &&
	       add_options(kbuild, claim->conf, error) &&
	       prepare_step(claim, kbuild, second, error) &&
	       verify_options(kbuild, claim->conf, error) &&
	       prepare_step(claim, kbuild, third, error) &&
	       file_write(stamp, kbuild->key, -1, error);
}

static bool is_prepared(const struct kbuild *kbuild)
{
	g_autofree char *stamp = g_build_filename(kbuild->folder, STAMP, NULL);
	g_autofree char *text = NULL;

	return g_file_get_contents(stamp, &text, NULL, NULL) && !strcmp(text, kbuild->key);
}

/* what an interrupted run left is built on; if that fails, it is done anew */
static bool prepare_or_resume(const struct claim *claim, const struct kbuild *kbuild,
			      GError **error)
{
	bool resumed = g_file_test(kbuild->folder, G_FILE_TEST_IS_DIR);
	g_autoptr(GError) cause = NULL;

	if (is_prepared(kbuild) || prepare(claim, kbuild, &cause))
		return true;
	if (resumed && g_error_matches(cause, BS_ERROR, BS_ERROR_INPUT)) {
		g_clear_error(&cause);
		remove_recursively(kbuild->folder);
		if (prepare(claim, kbuild, &cause))
			return true;
	}
	/* half a folder is worth keeping only when the user stopped us */
	if (!g_error_matches(cause, BS_ERROR, BS_ERROR_INTERRUPTED))
		remove_recursively(kbuild->folder);
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

/* the lock goes with the descriptor, also when the program is killed */
static int take_lock(const struct claim *claim, const struct kbuild *kbuild, GError **error)
{
	g_autofree char *path = g_strconcat(kbuild->folder, ".lock", NULL);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

	if (fd < 0) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot make '%s': %s", path,
			    g_strerror(errno));
		return -1;
	}
	while (flock(fd, LOCK_EX | LOCK_NB)) {
		progress_step(claim->progress, -1,
			      "%s: waiting for another run that prepares kbuild",
			      claim->conf->name);
		g_usleep(LOCK_POLL_USEC);
		if (interrupt_pending(error)) {
			close(fd);
			return -1;
		}
	}
	return fd;
}

static bool prepared(const struct claim *claim, const struct kbuild *kbuild, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(kbuild->folder);
	int lock;
	bool done;

	if (is_prepared(kbuild))
		return true;
	if (!folder_make(parent, error))
		return false;
	lock = take_lock(claim, kbuild, error);
	if (lock < 0)
		return false;
	done = prepare_or_resume(claim, kbuild, error);
	close(lock);
	return done;
}

struct kbuild *kbuild_open(const struct claim *claim, const char *cc, GError **error)
{
	g_autoptr(kbuild) kbuild = g_new0(struct kbuild, 1);
	g_autofree char *source = NULL, *id = NULL, *digest = NULL, *real_cc = NULL;

	source = tree_materialise(claim->before, claim->cache_folder, error);
	if (!source)
		return NULL;
	kbuild->source = realpath(source, NULL);
	kbuild->cc = g_strdup(cc);
	kbuild->arch = g_strconcat("ARCH=", claim->conf->arch, NULL);
	if (!kbuild->source) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "no folder '%s'", source);
		return NULL;
	}
	if (!choose_cross(kbuild, claim->conf->arch, error))
		return NULL;
	real_cc = kbuild->cross && !strcmp(cc, "gcc") ?
			  g_strconcat(kbuild->cross + strlen("CROSS_COMPILE="), cc, NULL) :
			  g_strdup(cc);
	id = compiler_id(real_cc, error);
	kbuild->key = id ? make_key(kbuild, claim->conf, id, error) : NULL;
	if (!kbuild->key)
		return NULL;
	digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, kbuild->key, -1);
	digest[16] = '\0';
	kbuild->folder = g_build_filename(claim->cache_folder, "kbuild", digest, NULL);
	return prepared(claim, kbuild, error) ? g_steal_pointer(&kbuild) : NULL;
}

static char *copy_folder(const struct kbuild *kbuild, struct sandbox *sandbox, GError **error)
{
	g_autofree char *copy = sandbox_file(sandbox, "kbuild");
	const char *argv[] = { "cp", "-a", "--reflink=auto", kbuild->folder, copy, NULL };
	struct proc_spec spec = { .argv = argv };

	return proc_check(&spec, NULL, error) ? g_steal_pointer(&copy) : NULL;
}

static struct kbuild_run *run_new(const struct proc_result *result, const char *copy,
				  const GPtrArray *targets)
{
	struct kbuild_run *run = g_new0(struct kbuild_run, 1);

	run->log = g_strconcat(result->out->str, result->err->str, NULL);
	run->ok = !result->status;
	run->missing = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < targets->len; i++) {
		g_autofree char *object = g_build_filename(copy, targets->pdata[i], NULL);

		if (!g_file_test(object, G_FILE_TEST_EXISTS))
			g_ptr_array_add(run->missing, g_strdup(targets->pdata[i]));
	}
	return run;
}

/* one that preparing made would count as built */
static void remove_objects(const char *copy, const GPtrArray *targets)
{
	for (guint i = 0; i < targets->len; i++) {
		g_autofree char *object = g_build_filename(copy, targets->pdata[i], NULL);

		unlink(object);
	}
}

struct kbuild_run *kbuild_make(const struct kbuild *kbuild, const struct tree *tree,
			       const GPtrArray *paths, const GPtrArray *targets,
			       const char *const *extra, GError **error)
{
	g_autoptr(sandbox) sandbox = sandbox_new(SANDBOX_ALL, error);
	g_autoptr(GPtrArray) argv = make_argv(kbuild, "-k");
	g_auto(proc_result) result = { 0 };
	g_autofree char *copy = sandbox ? copy_folder(kbuild, sandbox, error) : NULL;
	struct proc_spec spec = { .seconds = BUILD_SECONDS };

	if (!copy || !sandbox_present(sandbox, kbuild->source, tree, paths, error))
		return NULL;
	/* the copy stands in the prepared folder's place, so that no path in it changes */
	sandbox_bind(sandbox, copy, kbuild->folder, true);
	remove_objects(copy, targets);
	for (; extra && *extra; extra++)
		g_ptr_array_add(argv, g_strdup(*extra));
	for (guint i = 0; i < targets->len; i++)
		g_ptr_array_add(argv, g_strdup(targets->pdata[i]));
	g_ptr_array_add(argv, NULL);
	spec.argv = (const char *const *)argv->pdata;
	if (!sandbox_run(sandbox, &spec, &result, error))
		return NULL;
	if (result.timed_out || result.truncated) {
		g_set_error(error, BS_ERROR, BS_ERROR_LIMIT, "make was stopped: %s",
			    result.timed_out ? "time limit reached" : "too much output");
		return NULL;
	}
	return run_new(&result, copy, targets);
}

/* "14.0.6" as a number that compares */
static unsigned long version_number(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, ".", -1);
	guint count = g_strv_length(parts);
	unsigned long number = 0;

	for (guint i = 0; i < 3; i++)
		number = number * 1000 + (i < count ? strtoul(parts[i], NULL, 10) : 0);
	return number;
}

/* what the top Makefile calls SRCARCH */
static const char *arch_folder(const char *arch)
{
	for (size_t i = 0; i < G_N_ELEMENTS(machines); i++) {
		if (!strcmp(machines[i].arch, arch))
			return machines[i].folder;
	}
	return arch;
}

/*
 * scripts/min-tool-version.sh is the tree's own; older trees have none.  The answer
 * depends on what the top Makefile exports: 6.17 takes clang 13.0.1, but 15 for x86.
 */
static char *least_clang(const char *source, const char *arch)
{
	g_autofree char *script = g_build_filename(source, "scripts/min-tool-version.sh", NULL);
	g_autofree char *folder = g_strconcat("SRCARCH=", arch_folder(arch), NULL);
	g_autofree char *whole = g_strconcat("ARCH=", arch, NULL);
	const char *argv[] = { "env", folder, whole, "sh", script, "llvm", NULL };
	struct proc_spec spec = { .argv = argv };
	g_autoptr(sandbox) sandbox = sandbox_new(SANDBOX_ALL, NULL);
	g_auto(proc_result) result = { 0 };

	if (!sandbox || !g_file_test(script, G_FILE_TEST_EXISTS) ||
	    !sandbox_run(sandbox, &spec, &result, NULL) || result.status)
		return g_strdup("0");
	return g_strchomp(g_strdup(result.out->str));
}

static char *clang_version(const char *cc)
{
	const char *argv[] = { cc, "-dumpversion", NULL };
	struct proc_spec spec = { .argv = argv };
	char *out = NULL;

	if (!proc_installed(cc) || !proc_check(&spec, &out, NULL))
		return NULL;
	return g_strchomp(out);
}

char *kbuild_clang(const struct claim *claim, char **out_note)
{
	static const char *const names[] = {
		"clang", "clang-22", "clang-21", "clang-20", "clang-19", "clang-18", "clang-17",
		"clang-16", "clang-15",
	};
	g_autofree char *source = tree_materialise(claim->before, claim->cache_folder, NULL);
	g_autofree char *least = source ? least_clang(source, claim->conf->arch) : g_strdup("0");
	g_autofree char *best = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *version = clang_version(names[i]);

		if (version && version_number(version) >= version_number(least))
			return g_strdup(names[i]);
		if (version && !best)
			best = g_steal_pointer(&version);
	}
	if (best)
		*out_note = g_strdup_printf("clang %s is too old for this tree, it asks for %s: "
					    "install clang-%d or newer", best, least, atoi(least));
	else
		*out_note = g_strdup("clang is not installed");
	return NULL;
}
