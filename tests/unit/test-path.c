// SPDX-License-Identifier: GPL-2.0-only
/* path_is_safe(): what a patch may name; and a path taken apart */
#include <glib.h>

#include "base/file.h"

static const char *const safe[] = {
	"Makefile", "arch/x86/kvm/vmx/tdx.c", ".gitignore", "a/.gitattributes", "a b/c",
	"...", "a..b/c", "tools/.github/x", "Grüße.c", ".gitx/config",
};

static const char *const outside[] = {
	"", "/etc/passwd", "../x", "a/../x", "a/..", "..", ".", "./x", "a/./b", "a//b", "a/",
};

static const char *const gits[] = { ".git/config", "a/.git/hooks/x", ".GIT/config", "a/.Git" };

static const char *const control[] = { "a\nb", "a\tb", "\033[1m", "a\x7f", "../\t" };

static void test_safe(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(safe); i++) {
		if (!path_is_safe(safe[i]))
			g_error("'%s' was refused", safe[i]);
	}
}

static void refuse(const char *const *paths, size_t count, const char *fault)
{
	for (size_t i = 0; i < count; i++) {
		g_assert_cmpstr(path_fault(paths[i]), ==, fault);
		g_assert_false(path_is_safe(paths[i]));
	}
}

static void test_unsafe(void)
{
	g_assert_false(path_is_safe(NULL));
	refuse(outside, G_N_ELEMENTS(outside), "leaves the tree");
	refuse(gits, G_N_ELEMENTS(gits), "is git's own");
	refuse(control, G_N_ELEMENTS(control), "holds a control character");
}

static void test_parts(void)
{
	static const struct {
		const char *path, *folder, *name;
	} parts[] = {
		{ "a/b/c.h", "a/b", "c.h" }, { "a/b", "a", "b" }, { "a", "", "a" },
		{ "a/", "a", "" }, { "/a", "", "a" }, { "", "", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *folder = path_folder(parts[i].path);

		g_assert_cmpstr(folder, ==, parts[i].folder);
		g_assert_cmpstr(path_name(parts[i].path), ==, parts[i].name);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/path/safe", test_safe);
	g_test_add_func("/path/unsafe", test_unsafe);
	g_test_add_func("/path/parts", test_parts);
	return g_test_run();
}
