// SPDX-License-Identifier: GPL-2.0-only
#include "rules/cage.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "rules/spatch.h"

/*
 * What standard.h of 1.1.1 does not know of and what makes it lose functions;
 * YACFE_ITERATOR and MACROANNOTATION are its own words for a loop header and
 * for an attribute.
 */
static const char extra_macros[] =
	"#define scoped_guard YACFE_ITERATOR\n"
	"#define scoped_cond_guard YACFE_ITERATOR\n"
	"#define __free(x) MACROANNOTATION\n"
	"#define __cleanup(x) MACROANNOTATION\n"
	"#define __bpf_kfunc MACROANNOTATION\n"
	"#define __realloc_size(x) MACROANNOTATION\n"
	"#define __alloc_size(x) MACROANNOTATION\n"
	"#define noinline_for_stack MACROANNOTATION\n";

bool cage_wanted(void)
{
	return g_strcmp0(g_getenv("BACKSTITCH_NO_SANDBOX"), "1") != 0;
}

static void add_words(GPtrArray *argv, const char *const *words)
{
	for (; *words; words++)
		g_ptr_array_add(argv, (char *)*words);
}

/* the home folder is hidden, unless spatch itself lives there */
static void hide_home(GPtrArray *argv)
{
	g_autofree char *spatch = g_find_program_in_path("spatch");
	const char *home = g_intern_string(g_get_home_dir());
	const char *const hide[] = { "--tmpfs", home, NULL };

	if (!g_path_is_absolute(home) || !strcmp(home, "/") || g_str_has_prefix(home, "/tmp") ||
	    !g_file_test(home, G_FILE_TEST_IS_DIR) ||
	    (spatch && g_str_has_prefix(spatch, home)) ||
	    (g_getenv("COCCINELLE_HOME") && g_str_has_prefix(g_getenv("COCCINELLE_HOME"), home)))
		return;
	add_words(argv, hide);
}

void cage_add(GPtrArray *argv, const char *scratch)
{
	static const char *const head[] = {
		"bwrap", "--unshare-all", "--die-with-parent", "--new-session",
		"--ro-bind", "/", "/", "--dev", "/dev", "--tmpfs", "/run", NULL,
	};
	const char *const tail[] = {
		"--tmpfs", "/tmp", "--bind", scratch, CAGE_SCRATCH, "--chdir", CAGE_SCRATCH,
		"--clearenv", "--setenv", "PATH",
		g_getenv("PATH") ? g_getenv("PATH") : "/usr/bin:/bin", "--setenv", "HOME",
		CAGE_SCRATCH "/home", "--setenv", "TMPDIR", "/tmp", "--setenv", "LC_ALL", "C", NULL,
	};
	const char *home = g_getenv("COCCINELLE_HOME");
	const char *const coccinelle[] = { "--setenv", "COCCINELLE_HOME", home, NULL };

	add_words(argv, head);
	hide_home(argv);
	add_words(argv, tail);
	if (home)
		add_words(argv, coccinelle);
}

static char *standard_h(void)
{
	g_autofree char *spatch = g_find_program_in_path("spatch");
	g_autofree char *bin = spatch ? g_path_get_dirname(spatch) : NULL;
	const char *home = g_getenv("COCCINELLE_HOME");
	const char *const candidates[] = {
		home ? home : "/nonexistent", bin ? bin : "/nonexistent",
	};
	static const char *const below[] = {
		"standard.h", "../lib/coccinelle/standard.h", "../share/coccinelle/standard.h",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(candidates); i++) {
		for (size_t j = 0; j < G_N_ELEMENTS(below); j++) {
			g_autofree char *path = g_build_filename(candidates[i], below[j], NULL);

			if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
				return g_steal_pointer(&path);
		}
	}
	return NULL;
}

/* 1.3.1 made scoped_guard a keyword: declaring it is a parse error there */
bool spatch_knows_guards(void)
{
	const char *version = spatch_version();
	int major = 0, minor = 0, patch = 0;

	if (version)
		sscanf(version, "%d.%d.%d", &major, &minor, &patch);
	return major * 10000 + minor * 100 + patch >= 10301;
}

char *spatch_rule_text(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	if (!spatch_knows_guards())
		return g_strdup(text);
	for (char **line = lines; *line; line++) {
		if (g_str_has_prefix(*line, "iterator name scoped_guard;"))
			**line = '\0';
	}
	return g_strjoinv("\n", lines);
}

char *spatch_macros(void)
{
	g_autofree char *path = standard_h();
	g_autoptr(GBytes) standard = path ? file_read(path, NULL) : NULL;
	g_autofree char *text = standard ? bytes_text(standard) : NULL;

	return text ? g_strconcat(text, "\n", spatch_knows_guards() ? "" : extra_macros, NULL) :
		      NULL;
}
