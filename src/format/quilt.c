// SPDX-License-Identifier: GPL-2.0-only
#include "format/quilt.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

/* one line: "NAME [-pN] [-R] [# comment]"; false when it cannot be taken */
static bool parse_line(const char *line, unsigned int number, GPtrArray *out, GError **error)
{
	g_auto(GStrv) words = g_regex_split_simple("[ \t\r]+", line, G_REGEX_RAW, 0);
	unsigned int first = words[0] && !*words[0] ? 1 : 0;
	const char *name = words[0] ? words[first] : NULL;

	if (!name || !*name || *name == '#')
		return true;
	if (!path_is_safe(name)) {
		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
			    "series line %u: '%s' is not a file below the folder", number, name);
		return false;
	}
	for (unsigned int i = first + 1; words[i] && *words[i] && *words[i] != '#'; i++) {
		if (!strcmp(words[i], "-p1") || !strcmp(words[i], "-pab"))
			continue;
		g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
			    "series line %u: option '%s' of '%s' is not supported; only -p1 is",
			    number, words[i], name);
		return false;
	}
	g_ptr_array_add(out, g_strdup(name));
	return true;
}

GPtrArray *quilt_parse(const char *text, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (unsigned int i = 0; lines[i]; i++) {
		if (!parse_line(lines[i], i + 1, names, error))
			return NULL;
	}
	return g_steal_pointer(&names);
}

char *quilt_write(const GPtrArray *names)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(out, "%s\n", (char *)names->pdata[i]);
	return g_string_free(out, FALSE);
}
