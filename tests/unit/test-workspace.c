// SPDX-License-Identifier: GPL-2.0-only
#include "job/workspace.h"

#include <string.h>

#include <glib/gstdio.h>

#include "base/error.h"
#include "base/file.h"
#include "base/tmpdir.h"

/* data_folder() looks once, so one stand-in serves all tests */
static struct tmpdir *data;

static void put(const struct tmpdir *dir, const char *name, const char *text)
{
	g_autofree char *path = tmpdir_file(dir, name);

	g_assert_true(file_write(path, text, -1, NULL));
}

static bool there(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void make_data(void)
{
	data = tmpdir_new(NULL);
	put(data, "cocci/tdx/pack.ini", "");
	put(data, "stable-trees/6.1.y.ini", "[tree]\nname=6.1.y\n");
	put(data, "stable-trees/fixtures/6.18.y.ini", "[tree]\nname=6.18.y\npath=6.18.y\n");
	put(data, "stable-trees/fixtures/6.18.y/kvm/tdx.c", "int x;\n");
	put(data, "stable-trees/fixtures/broken/tdx.c", "int x;\n");
	put(data, "patches/fix/series", "0001-a.patch\n");
	put(data, "patches/fix/6.18.y/series", "0001-a.patch\n");
	g_setenv("BACKSTITCH_DATADIR", tmpdir_path(data), TRUE);
}

static void test_init(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *root = tmpdir_file(dir, "a/b");
	g_autoptr(GError) error = NULL;

	g_assert_true(workspace_init(root, false, &error));
	g_assert_no_error(error);
	g_assert_true(there(root, "backstitch.conf"));
	g_assert_true(there(root, "stable-trees/6.1.y.ini"));
	g_assert_true(there(root, "patches"));
	g_assert_false(there(root, "patches/fix"));
	g_assert_false(there(root, "stable-trees/fixtures"));
}

static void test_example(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	const char *root = tmpdir_path(dir);
	g_autoptr(GPtrArray) trees = NULL;
	g_autofree char *folder = tmpdir_file(dir, "stable-trees");
	g_autofree char *source = tmpdir_file(dir, "stable-trees/6.18.y");

	g_assert_true(workspace_init(root, true, NULL));
	trees = tree_conf_load_all(folder, NULL);
	g_assert_cmpuint(trees->len, ==, 1);
	g_assert_cmpstr(((struct tree_conf *)trees->pdata[0])->source, ==, source);
	g_assert_true(there(source, "kvm/tdx.c"));
	g_assert_true(there(root, "patches/fix/series"));
	/* no result of an earlier port, no tree that no tree file speaks of */
	g_assert_false(there(root, "patches/fix/6.18.y"));
	g_assert_false(there(root, "stable-trees/broken"));
}

static void test_init_keeps_what_is_there(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *path = tmpdir_file(dir, "backstitch.conf");
	g_autofree char *text = NULL;

	put(dir, "backstitch.conf", "[user]\nname=Jo\n");
	g_assert_true(workspace_init(tmpdir_path(dir), false, NULL));
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_assert_cmpstr(text, ==, "[user]\nname=Jo\n");
}

static void test_open_from_below(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *below = tmpdir_file(dir, "patches/fix");
	g_autofree char *cocci = tmpdir_file(data, "cocci");
	g_autoptr(GError) error = NULL;
	g_autoptr(workspace) workspace = NULL;

	put(dir, "backstitch.conf", "[user]\nname=Jo Doe\nemail=jo@example.org\n");
	workspace = workspace_open(below, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(workspace->root, ==, tmpdir_path(dir));
	g_assert_cmpstr(workspace->user_name, ==, "Jo Doe");
	g_assert_cmpstr(workspace->user_email, ==, "jo@example.org");
	g_assert_cmpstr(workspace->cocci, ==, cocci);
}

static void test_own_packs(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autofree char *cocci = tmpdir_file(dir, "cocci");
	g_autoptr(workspace) workspace = NULL;

	put(dir, "backstitch.conf", "");
	put(dir, "cocci/own/pack.ini", "");
	workspace = workspace_open(tmpdir_path(dir), NULL);
	g_assert_cmpstr(workspace->cocci, ==, cocci);
}

static void test_user_of_git(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(workspace) workspace = NULL;

	put(dir, "backstitch.conf", "[user]\nname=Own\n");
	put(dir, ".gitconfig", "[user]\n\tname = Git\n\temail = git@example.org\n");
	g_setenv("HOME", tmpdir_path(dir), TRUE);
	workspace = workspace_open(tmpdir_path(dir), NULL);
	g_assert_cmpstr(workspace->user_name, ==, "Own");
	g_assert_cmpstr(workspace->user_email, ==, "git@example.org");
	g_setenv("HOME", "/nonexistent", TRUE);
}

static void test_no_workspace(void)
{
	g_autoptr(tmpdir) dir = tmpdir_new(NULL);
	g_autoptr(GError) error = NULL;

	g_assert_null(workspace_open(tmpdir_path(dir), &error));
	g_assert_error(error, BS_ERROR, BS_ERROR_MISSING);
	g_assert_nonnull(strstr(error->message, "backstitch init"));
}

static void test_strict(void)
{
	static const char *const broken[] = {
		"[user]\nnmae=Jo\n", "[users]\nname=Jo\n", "no key file\n",
		"[port]\nname=Jo\n", "[port]\nthreshold=2\n", "[port]\nthreshold=high\n",
		"[user]\nthreshold=0.9\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
		g_autoptr(tmpdir) dir = tmpdir_new(NULL);
		g_autoptr(GError) error = NULL;

		put(dir, "backstitch.conf", broken[i]);
		g_assert_null(workspace_open(tmpdir_path(dir), &error));
		g_assert_error(error, BS_ERROR, BS_ERROR_INPUT);
		g_assert_nonnull(strstr(error->message, "backstitch.conf"));
	}
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	g_setenv("GIT_CONFIG_NOSYSTEM", "1", TRUE);
	g_unsetenv("XDG_CONFIG_HOME");
	make_data();
	g_test_add_func("/workspace/init", test_init);
	g_test_add_func("/workspace/example", test_example);
	g_test_add_func("/workspace/init-keeps-what-is-there", test_init_keeps_what_is_there);
	g_test_add_func("/workspace/open-from-below", test_open_from_below);
	g_test_add_func("/workspace/own-packs", test_own_packs);
	g_test_add_func("/workspace/user-of-git", test_user_of_git);
	g_test_add_func("/workspace/no-workspace", test_no_workspace);
	g_test_add_func("/workspace/strict", test_strict);
	status = g_test_run();
	tmpdir_free(data);
	return status;
}
