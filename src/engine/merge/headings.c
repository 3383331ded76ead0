// SPDX-License-Identifier: GPL-2.0-only
#include "engine/merge/headings.h"

#include <string.h>

/**
 * struct driver - one of git's userdiff.c
 * @endings: of files that the kernel's .gitattributes gives it to
 * @none: characters that no heading has
 * @pattern: git's, with the heading in its first group
 */
static const struct driver {
	const char *const *endings;
	const char *none;
	const char *pattern;
} drivers[] = {
	{ (const char *const[]){ ".dts", ".dtsi", ".dtso", NULL }, ";=",
	  "^[ \\t]*((/[ \\t]*\\{|&?[a-zA-Z_]).*)" },
	{ (const char *const[]){ ".rs", NULL }, "",
	  "^[\\t ]*((pub(\\([^\\)]+\\))?[\\t ]+)?"
	  "((async|const|unsafe|extern([\\t ]+\"[^\"]+\"))[\\t ]+)?"
	  "(struct|enum|union|mod|trait|fn|impl|macro_rules!)[< \\t]+[^;]*)$" },
};

static const GRegex *regex_of(guint number)
{
	static const GRegex *compiled[G_N_ELEMENTS(drivers)];

	if (g_once_init_enter(&compiled[number]))
		g_once_init_leave(&compiled[number],
				  g_regex_new(drivers[number].pattern,
					      G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL));
	return compiled[number];
}

/* its number; -1 for none */
static int driver_of(const char *path)
{
	for (guint i = 0; i < G_N_ELEMENTS(drivers); i++) {
		for (const char *const *ending = drivers[i].endings; *ending; ending++) {
			if (g_str_has_suffix(path, *ending))
				return i;
		}
	}
	return -1;
}

static char *heading_in(const struct line *line, guint driver)
{
	g_autofree char *text = g_strndup(line->text, line->size);
	g_autoptr(GMatchInfo) match = NULL;
	char *heading = NULL;

	g_strchomp(text);
	if (!strpbrk(text, drivers[driver].none) &&
	    g_regex_match(regex_of(driver), text, 0, &match))
		heading = g_match_info_fetch(match, 1);
	return heading;
}

char *heading_above(const struct image *image, size_t line)
{
	int driver = driver_of(image->path);

	while (driver >= 0 && line-- > 0) {
		char *heading = heading_in(&g_array_index(image->lines, struct line, line),
					   driver);

		if (heading)
			return heading;
	}
	return driver < 0 ? NULL : g_strdup("");
}
