// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/said.h"

#include <string.h>

void said_clear(struct said *said)
{
	g_clear_pointer(&said->base, g_bytes_unref);
	g_clear_pointer(&said->theirs, g_bytes_unref);
	g_clear_pointer(&said->changed, g_ptr_array_unref);
	g_clear_pointer(&said->left, g_ptr_array_unref);
}

/* "timer/timer_delete: line 12: why, as in line 7" without the numbers, which a change moves */
static char *without_line(const char *left)
{
	GString *text = g_string_new(NULL);

	for (const char *line; (line = strstr(left, "line ")); ) {
		line += strlen("line ");
		g_string_append_len(text, left, line - left);
		left = line + strspn(line, "0123456789");
	}
	g_string_append(text, left);
	return g_string_free(text, FALSE);
}

/* what the base says as often is no matter of the commit */
static void take_away(GPtrArray *left, const GPtrArray *base)
{
	for (guint i = 0; i < base->len; i++) {
		g_autofree char *old = without_line(base->pdata[i]);
		bool found = false;

		for (guint k = 0; !found && k < left->len; k++) {
			g_autofree char *new = without_line(left->pdata[k]);

			found = !strcmp(old, new);
			if (found)
				g_ptr_array_remove_index(left, k);
		}
	}
}

bool said_make(struct said *said,
	       GBytes *(*say)(void *data, GBytes *source, GPtrArray *changed, GPtrArray *left),
	       void *data, GBytes *base, GBytes *theirs)
{
	g_autoptr(GPtrArray) old = g_ptr_array_new_with_free_func(g_free);

	said->changed = g_ptr_array_new_with_free_func(g_free);
	said->left = g_ptr_array_new_with_free_func(g_free);
	said->base = say(data, base, said->changed, old);
	said->theirs = say(data, theirs, said->changed, said->left);
	take_away(said->left, old);
	return said->left->len || !g_bytes_equal(said->base, base) ||
	       !g_bytes_equal(said->theirs, theirs);
}

char *said_note(const struct said *said)
{
	GString *text = g_string_new("in this tree's words:");

	for (guint i = 0; i < said->changed->len; i++)
		g_string_append_printf(text, "%s %s", i ? "," : "",
				       (char *)said->changed->pdata[i]);
	return g_string_free(text, FALSE);
}
