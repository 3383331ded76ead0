// SPDX-License-Identifier: GPL-2.0-only
#include "job/workspace.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"
#include "base/proc.h"
#include "engine/result/calibration.h"

#define CONF_NAME "backstitch.conf"

static const char conf_text[] =
	"# SPDX-License-Identifier: GPL-2.0-only\n"
	"# A backstitch workspace: patches/ holds series, stable-trees/ the trees they are\n"
	"# ported to.  Rule packs come from the installation unless there is a cocci/ here.\n"
	"[user]\n"
	"# who signs off what is ported; git's user.name and user.email where not set\n"
	"#name=\n"
	"#email=\n"
	"[port]\n"
	"# how often a rung must have been right for its results to be ported, not only proposed\n"
	"#threshold=0.97\n";

static const char ignore_text[] = "/.backstitch/\n";

/* a source checkout or an installation, seen from the folder of the program */
static char *data_near(const char *folder)
{
	g_autofree char *checkout = g_canonicalize_filename("..", folder);
	g_autofree char *source = g_build_filename(checkout, "src", "cmd", "commands.def", NULL);
	g_autofree char *installed = NULL;

	if (g_file_test(source, G_FILE_TEST_EXISTS))
		return g_steal_pointer(&checkout);
	installed = g_canonicalize_filename("../share/backstitch", folder);
	if (g_file_test(installed, G_FILE_TEST_IS_DIR))
		return g_steal_pointer(&installed);
	return NULL;
}

static char *find_data(void)
{
	const char *named = g_getenv("BACKSTITCH_DATADIR");
	g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
	g_autofree char *folder = program ? g_path_get_dirname(program) : NULL;
	char *near = NULL;

	if (named && *named)
		return g_canonicalize_filename(named, NULL);
	if (folder)
		near = data_near(folder);
	if (!near && g_file_test(BACKSTITCH_DATADIR, G_FILE_TEST_IS_DIR))
		near = g_strdup(BACKSTITCH_DATADIR);
	return near;
}

const char *data_folder(void)
{
	static gsize once;
	static char *folder;

	if (g_once_init_enter(&once)) {
		folder = find_data();
		g_once_init_leave(&once, 1);
	}
	return folder;
}

static bool conf_error(GError **error, const char *path, const char *what)
{
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "'%s': %s", path, what);
	return false;
}

/* what may stand in the file: group, key; anything else is a mistake */
static const char *const known[][2] = {
	{ "user", "name" },
	{ "user", "email" },
	{ "port", "threshold" },
};

static bool is_known(const char *group, const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
		if (!strcmp(known[i][0], group) && (!name || !strcmp(known[i][1], name)))
			return true;
	}
	return false;
}

static char *known_names(const char *group)
{
	GString *names = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(known); i++) {
		if (!strcmp(known[i][0], group))
			g_string_append_printf(names, "%s%s", names->len ? ", " : "", known[i][1]);
	}
	return g_string_free(names, FALSE);
}

static bool check_group(GKeyFile *file, const char *path, const char *group, GError **error)
{
	g_auto(GStrv) names = g_key_file_get_keys(file, group, NULL, NULL);
	g_autofree char *what = NULL, *list = NULL;

	for (char **name = names; name && *name; name++) {
		if (is_known(group, *name))
			continue;
		list = known_names(group);
		what = g_strdup_printf("key '%s' in [%s] is not known; there are %s", *name, group,
				       list);
		return conf_error(error, path, what);
	}
	return true;
}

static bool check_conf(GKeyFile *file, const char *path, GError **error)
{
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	g_autofree char *what = NULL;

	for (char **group = groups; *group; group++) {
		if (!is_known(*group, NULL)) {
			what = g_strdup_printf("group [%s] is not known; there are user, port",
					       *group);
			return conf_error(error, path, what);
		}
		if (!check_group(file, path, *group, error))
			return false;
	}
	return true;
}

static bool read_threshold(struct workspace *workspace, GKeyFile *file, const char *path,
			   GError **error)
{
	g_autoptr(GError) cause = NULL;

	workspace->threshold = CALIBRATION_THRESHOLD;
	if (!g_key_file_has_key(file, "port", "threshold", NULL))
		return true;
	workspace->threshold = g_key_file_get_double(file, "port", "threshold", &cause);
	if (!cause && workspace->threshold > 0 && workspace->threshold <= 1)
		return true;
	return conf_error(error, path, "[port] threshold: is no number above 0 and up to 1");
}

static char *key_or_null(GKeyFile *file, const char *name)
{
	g_autofree char *value = g_key_file_get_string(file, "user", name, NULL);

	return value && *g_strstrip(value) ? g_steal_pointer(&value) : NULL;
}

static bool read_conf(struct workspace *workspace, GError **error)
{
	g_autofree char *path = g_build_filename(workspace->root, CONF_NAME, NULL);
	g_autoptr(GBytes) bytes = file_read(path, error);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) cause = NULL;

	if (!bytes)
		return false;
	if (!g_key_file_load_from_bytes(file, bytes, G_KEY_FILE_NONE, &cause))
		return conf_error(error, path, cause->message);
	if (!check_conf(file, path, error))
		return false;
	workspace->user_name = key_or_null(file, "name");
	workspace->user_email = key_or_null(file, "email");
	return read_threshold(workspace, file, path, error);
}

/* one line of git config; NULL when unset, or without git */
static char *git_setting(const char *root, const char *name)
{
	const char *argv[] = { "git", "config", "--get", name, NULL };
	const struct proc_spec spec = { .argv = argv, .cwd = root };
	g_autofree char *value = NULL;

	if (!proc_check(&spec, &value, NULL))
		return NULL;
	return *g_strstrip(value) ? g_steal_pointer(&value) : NULL;
}

static char *cocci_folder(const char *root)
{
	g_autofree char *own = g_build_filename(root, "cocci", NULL);

	if (g_file_test(own, G_FILE_TEST_IS_DIR) || !data_folder())
		return g_steal_pointer(&own);
	return g_build_filename(data_folder(), "cocci", NULL);
}

char *workspace_cache(void)
{
	const char *named = g_getenv("BACKSTITCH_CACHE");

	if (named && *named)
		return g_canonicalize_filename(named, NULL);
	return g_build_filename(g_get_user_cache_dir(), "backstitch", NULL);
}

/* the nearest folder from @start upward that holds backstitch.conf, or NULL */
static char *find_root(const char *start)
{
	g_autofree char *from = g_canonicalize_filename(start, NULL);

	return folder_upward(from, CONF_NAME, G_FILE_TEST_IS_REGULAR);
}

struct workspace *workspace_open(const char *folder, GError **error)
{
	g_autofree char *root = find_root(folder ? folder : ".");
	g_autoptr(workspace) workspace = NULL;

	if (!root) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "no workspace in '%s' or above it; 'backstitch init' makes one, "
			    "'backstitch -C DIR' works in another folder",
			    folder ? folder : ".");
		return NULL;
	}
	workspace = g_new0(struct workspace, 1);
	workspace->root = g_steal_pointer(&root);
	if (!read_conf(workspace, error))
		return NULL;
	workspace->patches = g_build_filename(workspace->root, "patches", NULL);
	workspace->trees = g_build_filename(workspace->root, "stable-trees", NULL);
	workspace->state = g_build_filename(workspace->root, ".backstitch", NULL);
	workspace->cocci = cocci_folder(workspace->root);
	workspace->cache_folder = workspace_cache();
	if (!workspace->user_name)
		workspace->user_name = git_setting(workspace->root, "user.name");
	if (!workspace->user_email)
		workspace->user_email = git_setting(workspace->root, "user.email");
	return g_steal_pointer(&workspace);
}

/* the file system of @path, or of the nearest folder above that is there */
static bool device_of(const char *path, dev_t *out)
{
	g_autofree char *at = g_strdup(path);
	struct stat st;

	while (stat(at, &st)) {
		char *parent = g_path_get_dirname(at);
		bool top = !strcmp(parent, at);

		g_free(at);
		at = parent;
		if (top)
			return false;
	}
	*out = st.st_dev;
	return true;
}

char *workspace_staging(const struct workspace *workspace)
{
	dev_t state, patches;
	bool same = device_of(workspace->state, &state) &&
		    device_of(workspace->patches, &patches) && state == patches;

	return g_strdup(same ? workspace->state : workspace->patches);
}

void workspace_free(struct workspace *workspace)
{
	if (!workspace)
		return;
	g_free(workspace->root);
	g_free(workspace->patches);
	g_free(workspace->cocci);
	g_free(workspace->trees);
	g_free(workspace->state);
	g_free(workspace->cache_folder);
	g_free(workspace->user_name);
	g_free(workspace->user_email);
	g_free(workspace);
}

static bool write_new(const char *path, const char *text, GError **error)
{
	return g_file_test(path, G_FILE_TEST_EXISTS) || file_write(path, text, -1, error);
}

static bool copy_new(const char *from, const char *to, GError **error)
{
	g_autoptr(GBytes) content = NULL;
	gconstpointer data;
	gsize size;

	if (g_file_test(to, G_FILE_TEST_EXISTS))
		return true;
	content = file_read(from, error);
	if (!content)
		return false;
	data = g_bytes_get_data(content, &size);
	return file_write(to, size ? data : "", size, error);
}

/* files of @from that end in @suffix; with @deep, folders with all they hold too */
static bool copy_folder(const char *from, const char *to, const char *suffix, bool deep,
			GError **error)
{
	g_autoptr(GPtrArray) names = folder_names(from);

	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *source = g_build_filename(from, name, NULL);
		g_autofree char *target = g_build_filename(to, name, NULL);

		if (g_file_test(source, G_FILE_TEST_IS_DIR)) {
			if (deep && !copy_folder(source, target, "", true, error))
				return false;
		} else if (g_str_has_suffix(name, suffix) && !copy_new(source, target, error)) {
			return false;
		}
	}
	return true;
}

/* the series as they were sent, without what was ported from them */
static bool copy_series(const char *from, const char *to, GError **error)
{
	g_autoptr(GPtrArray) names = folder_names(from);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *source = g_build_filename(from, names->pdata[i], NULL);
		g_autofree char *target = g_build_filename(to, names->pdata[i], NULL);

		if (!copy_folder(source, target, "", false, error))
			return false;
	}
	return true;
}

/* the miniature trees that the tree files in @from speak of, with the files */
static bool copy_fixtures(const char *from, const char *to, GError **error)
{
	g_autoptr(GPtrArray) all = tree_conf_load_all(from, error);

	if (!all)
		return false;
	for (guint i = 0; i < all->len; i++) {
		const struct tree_conf *conf = all->pdata[i];
		g_autofree char *name = NULL;
		g_autofree char *target = NULL;

		if (!conf->source || !g_str_has_prefix(conf->source, from))
			continue;
		name = g_strdup(conf->source + strlen(from));
		target = g_build_filename(to, name, NULL);
		if (!copy_folder(conf->source, target, "", true, error))
			return false;
	}
	return copy_folder(from, to, ".ini", false, error);
}

static bool copy_data(const char *folder, bool example, GError **error)
{
	g_autofree char *from_trees = g_build_filename(data_folder(), "stable-trees", NULL);
	g_autofree char *fixtures = g_build_filename(from_trees, "fixtures", NULL);
	g_autofree char *from_patches = g_build_filename(data_folder(), "patches", NULL);
	g_autofree char *trees = g_build_filename(folder, "stable-trees", NULL);
	g_autofree char *patches = g_build_filename(folder, "patches", NULL);

	if (!folder_make(patches, error) || !folder_make(trees, error))
		return false;
	if (!example)
		return copy_folder(from_trees, trees, ".ini", false, error);
	return copy_series(from_patches, patches, error) && copy_fixtures(fixtures, trees, error);
}

bool workspace_init(const char *folder, bool example, GError **error)
{
	g_autofree char *conf = g_build_filename(folder, CONF_NAME, NULL);
	g_autofree char *ignore = g_build_filename(folder, ".gitignore", NULL);

	if (!data_folder()) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "the tree files that come with backstitch are not in '%s'; set "
			    "BACKSTITCH_DATADIR to where they are",
			    BACKSTITCH_DATADIR);
		return false;
	}
	/* backstitch.conf comes last: an init that was cut short is no workspace yet */
	return copy_data(folder, example, error) && write_new(ignore, ignore_text, error) &&
	       write_new(conf, conf_text, error);
}
