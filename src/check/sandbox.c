// SPDX-License-Identifier: GPL-2.0-only
#include "check/sandbox.h"

#include <string.h>

#include <gio/gio.h>

#include "base/error.h"
#include "base/file.h"
#include "base/strings.h"
#include "base/tmpdir.h"
#include "check/claimed.h"

struct sandbox {
	enum sandbox_view view;
	struct tmpdir *dir;
	GPtrArray *mounts;	/* char *: options for bwrap, in order */
	guint files;
};

/* what a make that runs us, or a user's habits, would change in a build */
static const char *const unwanted[] = {
	"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEFILES", "MAKEOVERRIDES", "ARCH", "SUBARCH",
	"CROSS_COMPILE", "KBUILD_OUTPUT", "KBUILD_EXTMOD", "KCFLAGS", "KCPPFLAGS", "KAFLAGS",
	"KCONFIG_CONFIG", "KCONFIG_ALLCONFIG", "LLVM", "LLVM_IAS", "CFLAGS", "CPPFLAGS", "LDFLAGS",
	"W", "C", "CF", "V", "O", "BUILD", "GCC_COLORS", "LANGUAGE", "LC_MESSAGES", "LC_CTYPE",
};

static void add(GPtrArray *argv, const char *argument)
{
	g_ptr_array_add(argv, g_strdup(argument));
}

static void add_all(GPtrArray *argv, const char *const *arguments)
{
	for (; *arguments; arguments++)
		add(argv, *arguments);
}

static void add_view(const struct sandbox *sandbox, GPtrArray *argv)
{
	static const char *const isolated[] = {
		"bwrap", "--unshare-all", "--die-with-parent", "--new-session", NULL,
	};
	/* no network, and no daemons to talk to either: their sockets are in /run */
	static const char *const all[] = {
		"--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/run",
		NULL,
	};
	static const char *const some[] = {
		"--ro-bind", "/usr", "/usr", "--ro-bind-try", "/lib", "/lib",
		"--ro-bind-try", "/lib64", "/lib64", "--ro-bind-try", "/bin", "/bin",
		"--dev", "/dev", "--proc", "/proc", "--clearenv",
		"--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", NULL,
	};

	add_all(argv, isolated);
	add_all(argv, sandbox->view == SANDBOX_ALL ? all : some);
	if (sandbox->view == SANDBOX_ALL) {
		for (size_t i = 0; i < G_N_ELEMENTS(unwanted); i++) {
			add(argv, "--unsetenv");
			add(argv, unwanted[i]);
		}
	}
}

static void add_scratch(const struct sandbox *sandbox, GPtrArray *argv)
{
	const char *path = tmpdir_path(sandbox->dir);
	const char *const scratch[] = {
		"--bind", path, path, "--setenv", "TMPDIR", path, "--setenv", "LC_ALL", "C",
		"--setenv", "LANG", "C", NULL,
	};

	add_all(argv, scratch);
}

bool sandbox_run(struct sandbox *sandbox, const struct proc_spec *spec, struct proc_result *out,
		 GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	struct proc_spec inside = *spec;

	add_view(sandbox, argv);
	for (guint i = 0; i < sandbox->mounts->len; i++)
		add(argv, sandbox->mounts->pdata[i]);
	add_scratch(sandbox, argv);
	add(argv, "--chdir");
	add(argv, spec->cwd ? spec->cwd : tmpdir_path(sandbox->dir));
	add(argv, "--");
	add_all(argv, spec->argv);
	g_ptr_array_add(argv, NULL);
	inside.argv = (const char *const *)argv->pdata;
	inside.cwd = NULL;
	return proc_run(&inside, out, error);
}

/* bubblewrap may be installed and yet not be allowed to do its work */
static bool sandbox_works(struct sandbox *sandbox, GError **error)
{
	static const char *const argv[] = { "true", NULL };
	static gint works;
	struct proc_spec spec = { .argv = argv };
	g_auto(proc_result) result = { 0 };
	g_autofree char *line = NULL;

	if (g_atomic_int_get(&works))
		return true;
	if (!proc_installed("bwrap")) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "'bwrap' is not installed: apt-get install bubblewrap");
		return false;
	}
	if (!sandbox_run(sandbox, &spec, &result, error))
		return false;
	if (!result.status) {
		g_atomic_int_set(&works, 1);
		return true;
	}
	line = first_line(result.err->str);
	g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
		    "no sandbox can be made here: %s; allow user namespaces", line);
	return false;
}

struct sandbox *sandbox_new(enum sandbox_view view, GError **error)
{
	g_autoptr(sandbox) sandbox = g_new0(struct sandbox, 1);

	sandbox->view = view;
	sandbox->mounts = g_ptr_array_new_with_free_func(g_free);
	sandbox->dir = tmpdir_new(error);
	if (!sandbox->dir || !sandbox_works(sandbox, error))
		return NULL;
	return g_steal_pointer(&sandbox);
}

char *sandbox_file(const struct sandbox *sandbox, const char *name)
{
	return tmpdir_file(sandbox->dir, name);
}

void sandbox_bind(struct sandbox *sandbox, const char *from, const char *to, bool writable)
{
	add(sandbox->mounts, writable ? "--bind" : "--ro-bind");
	add(sandbox->mounts, from);
	add(sandbox->mounts, to);
}

static char *scratch_name(struct sandbox *sandbox)
{
	g_autofree char *name = g_strdup_printf("shown-%u", ++sandbox->files);

	return sandbox_file(sandbox, name);
}

/* shows @content over the file @path of @folder, which exists */
static bool put(struct sandbox *sandbox, const char *folder, const char *path, GBytes *content,
		GError **error)
{
	g_autofree char *at = scratch_name(sandbox);
	g_autofree char *to = g_build_filename(folder, path, NULL);
	gsize size;
	const char *data = g_bytes_get_data(content, &size);

	if (!file_write(at, data, size, error))
		return false;
	sandbox_bind(sandbox, at, to, false);
	return true;
}

/* a file that is not on disk yet needs a folder that can hold it: the nearest there is */
static char *nearest_folder(const char *folder, const char *path)
{
	char *parent = g_path_get_dirname(path);

	while (strcmp(parent, ".")) {
		g_autofree char *whole = g_build_filename(folder, parent, NULL);
		char *above;

		if (g_file_test(whole, G_FILE_TEST_IS_DIR))
			break;
		above = g_path_get_dirname(parent);
		g_free(parent);
		parent = above;
	}
	return parent;
}

static bool copy_entry(const char *from, const char *to, GError **error)
{
	g_autoptr(GFile) source = g_file_new_for_path(from);
	g_autoptr(GFile) target = g_file_new_for_path(to);
	g_autoptr(GError) cause = NULL;

	if (g_file_test(from, G_FILE_TEST_IS_DIR) && !g_file_test(from, G_FILE_TEST_IS_SYMLINK))
		return folder_make(to, error);
	if (g_file_copy(source, target, G_FILE_COPY_ALL_METADATA | G_FILE_COPY_NOFOLLOW_SYMLINKS,
			NULL, NULL, NULL, &cause))
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot copy '%s': %s", from, cause->message);
	return false;
}

/* the folder's files are copied, the folders below it are mounted as they are */
static bool show_copy(struct sandbox *sandbox, const char *whole, const char *copy, GError **error)
{
	g_autoptr(GPtrArray) names = folder_names(whole);
	g_autoptr(GPtrArray) below = g_ptr_array_new_with_free_func(g_free);

	if (!folder_make(copy, error))
		return false;
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *from = g_build_filename(whole, names->pdata[i], NULL);
		g_autofree char *to = g_build_filename(copy, names->pdata[i], NULL);

		if (!copy_entry(from, to, error))
			return false;
		if (g_file_test(to, G_FILE_TEST_IS_DIR) && !g_file_test(to, G_FILE_TEST_IS_SYMLINK))
			g_ptr_array_add(below, g_steal_pointer(&from));
	}
	sandbox_bind(sandbox, copy, whole, false);
	for (guint i = 0; i < below->len; i++)
		sandbox_bind(sandbox, below->pdata[i], below->pdata[i], false);
	return true;
}

/* what a presentation still has to do: files to show, folders that need a copy */
struct presentation {
	struct sandbox *sandbox;
	const char *folder;
	GHashTable *created;	/* path to GBytes */
	GPtrArray *deleted;
	GPtrArray *modified;
	GPtrArray *contents;	/* GBytes *, beside @modified */
	GPtrArray *folders;	/* sorted, parents first */
};

static void presentation_init(struct presentation *work, struct sandbox *sandbox,
			      const char *folder)
{
	work->sandbox = sandbox;
	work->folder = folder;
	work->created = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      (GDestroyNotify)g_bytes_unref);
	work->deleted = g_ptr_array_new_with_free_func(g_free);
	work->modified = g_ptr_array_new_with_free_func(g_free);
	work->contents = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	work->folders = g_ptr_array_new_with_free_func(g_free);
}

static void presentation_clear(struct presentation *work)
{
	g_hash_table_unref(work->created);
	g_ptr_array_unref(work->deleted);
	g_ptr_array_unref(work->modified);
	g_ptr_array_unref(work->contents);
	g_ptr_array_unref(work->folders);
}

static GBytes *on_disk(const char *folder, const char *path)
{
	g_autofree char *whole = g_build_filename(folder, path, NULL);
	char *data;
	gsize size;

	if (!g_file_get_contents(whole, &data, &size, NULL))
		return NULL;
	return g_bytes_new_take(data, size);
}

static void needs_folder(struct presentation *work, const char *path)
{
	char *folder = nearest_folder(work->folder, path);

	if (has_string(work->folders, folder))
		g_free(folder);
	else
		g_ptr_array_add(work->folders, folder);
}

static void sort_in(struct presentation *work, const char *path, GBytes *content)
{
	g_autoptr(GBytes) disk = on_disk(work->folder, path);

	if (bytes_equal(disk, content))
		return;
	if (disk && content) {
		g_ptr_array_add(work->modified, g_strdup(path));
		g_ptr_array_add(work->contents, g_bytes_ref(content));
		return;
	}
	needs_folder(work, path);
	if (content)
		g_hash_table_insert(work->created, g_strdup(path), g_bytes_ref(content));
	else
		g_ptr_array_add(work->deleted, g_strdup(path));
}

static const char *below_folder(const char *folder, const char *path)
{
	return strcmp(folder, ".") ? path + strlen(folder) + 1 : path;
}

static bool fill_copy(struct presentation *work, const char *folder, const char *copy,
		      GError **error)
{
	GHashTableIter iter;
	gpointer path, content;

	g_hash_table_iter_init(&iter, work->created);
	while (g_hash_table_iter_next(&iter, &path, &content)) {
		g_autofree char *nearest = nearest_folder(work->folder, path);
		g_autofree char *to = g_build_filename(copy, below_folder(folder, path), NULL);

		if (strcmp(nearest, folder))
			continue;
		if (!file_write(to, g_bytes_get_data(content, NULL), g_bytes_get_size(content),
				error))
			return false;
	}
	for (guint i = 0; i < work->deleted->len; i++) {
		g_autofree char *parent = g_path_get_dirname(work->deleted->pdata[i]);
		g_autofree char *gone = g_build_filename(
			copy, below_folder(folder, work->deleted->pdata[i]), NULL);

		if (!strcmp(parent, folder))
			remove_recursively(gone);
	}
	return true;
}

static bool present(struct presentation *work, GError **error)
{
	g_ptr_array_sort(work->folders, compare_strings);
	for (guint i = 0; i < work->folders->len; i++) {
		const char *folder = work->folders->pdata[i];
		g_autofree char *whole = strcmp(folder, ".") ?
						 g_build_filename(work->folder, folder, NULL) :
						 g_strdup(work->folder);
		g_autofree char *copy = scratch_name(work->sandbox);

		if (!show_copy(work->sandbox, whole, copy, error) ||
		    !fill_copy(work, folder, copy, error))
			return false;
	}
	for (guint i = 0; i < work->modified->len; i++) {
		if (!put(work->sandbox, work->folder, work->modified->pdata[i],
			 work->contents->pdata[i], error))
			return false;
	}
	return true;
}

bool sandbox_present(struct sandbox *sandbox, const char *folder, const struct tree *tree,
		     const GPtrArray *paths, GError **error)
{
	struct presentation work;
	bool done = true;

	/* it may lie below /run, as removable disks do */
	sandbox_bind(sandbox, folder, folder, false);
	presentation_init(&work, sandbox, folder);
	for (guint i = 0; done && i < paths->len; i++) {
		g_autoptr(GBytes) content = NULL;

		done = tree_content(tree, paths->pdata[i], &content, error);
		if (done)
			sort_in(&work, paths->pdata[i], content);
	}
	done = done && present(&work, error);
	presentation_clear(&work);
	return done;
}

void sandbox_free(struct sandbox *sandbox)
{
	if (!sandbox)
		return;
	tmpdir_free(sandbox->dir);
	if (sandbox->mounts)
		g_ptr_array_unref(sandbox->mounts);
	g_free(sandbox);
}
