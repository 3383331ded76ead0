// SPDX-License-Identifier: GPL-2.0-only
/* path_is_safe(): what a patch may name */
#include <glib.h>

#include "base/file.h"

static const char *const safe[] = {
	"Makefile", "arch/x86/kvm/vmx/tdx.c", ".gitignore", "a/.gitattributes", "a b/c",
	"...", "a..b/c", "tools/.github/x", "Grüße.c", ".gitx/config",
};

static const char *const unsafe[] = {
	"", "/etc/passwd", "../x", "a/../x", "a/..", "..", ".", "./x", "a/./b", "a//b", "a/",
	".git/config", "a/.git/hooks/x", ".GIT/config", "a/.Git", "a\nb", "a\tb", "\033[1m",
	"a\x7f",
};

static void test_safe(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(safe); i++) {
		if (!path_is_safe(safe[i]))
			g_error("'%s' was refused", safe[i]);
	}
}

static void test_unsafe(void)
{
	g_assert_false(path_is_safe(NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(unsafe); i++) {
		if (path_is_safe(unsafe[i]))
			g_error("'%s' was taken", unsafe[i]);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/path/safe", test_safe);
	g_test_add_func("/path/unsafe", test_unsafe);
	return g_test_run();
}
