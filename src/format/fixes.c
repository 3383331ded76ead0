// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commits that a commit message says it fixes.
 */
#include <string.h>

#include "base/commitid.h"
#include "format/patch.h"

#define ID_FULL 40
#define ID_MAX 64 /* SHA-256 */

#define FIXES_MAX 1000

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static gsize id_size(const char *at, const char *end)
{
	gsize size = 0;

	while (at + size < end && size <= ID_MAX && g_ascii_isxdigit(at[size]))
		size++;
	if (size < COMMIT_ID_MIN || (size > ID_FULL && size != ID_MAX))
		return 0;
	if (at + size < end && (g_ascii_isalnum(at[size]) || at[size] == '_'))
		return 0;
	return size;
}

/* the id in what follows "Fixes:": "ID", "commit ID", "<ID>", "'ID'", "tag (ID)" */
static char *fixed_commit(const char *at, const char *end)
{
	while (at < end) {
		gsize size = id_size(at, end);

		if (size)
			return g_ascii_strdown(at, size);
		while (at < end && g_ascii_isalnum(*at))
			at++;
		for (; at < end && !g_ascii_isalnum(*at); at++) {
			/* a link to a bug, or the title: no id follows */
			if (*at == '"' || (end - at > 2 && !memcmp(at, "://", 3)))
				return NULL;
		}
	}
	return NULL;
}

GPtrArray *fixes_of(const char *body)
{
	static const char name[] = "fixes:";
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	const char *next;

	for (const char *line = body; *line; line = next) {
		const char *newline = strchr(line, '\n'), *at = line;
		const char *end = newline ? newline : line + strlen(line);
		char *id;

		next = newline ? newline + 1 : end;
		while (at < end && is_blank(*at))
			at++;
		if (end - at < (gssize)strlen(name) || g_ascii_strncasecmp(at, name, strlen(name)))
			continue;
		id = fixed_commit(at + strlen(name), end);
		if (id && ids->len < FIXES_MAX)
			g_ptr_array_add(ids, id);
		else
			g_free(id);
	}
	return ids;
}
