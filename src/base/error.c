// SPDX-License-Identifier: GPL-2.0-only
#include "base/error.h"

#include "base/strings.h"

G_DEFINE_QUARK(bs-error, bs_error)
G_DEFINE_QUARK(bs-errors, bs_errors)

/* @error is one line of a list, or a list */
static char *line_of(const GError *error)
{
	char *line = g_strdup(error->message);

	return error->domain == BS_ERRORS ? line : g_strdelimit(line, "\n", ' ');
}

bool errors_join(const GPtrArray *errors, GError **error)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	const GError *first = errors->pdata[0];
	g_autofree char *text = NULL;

	for (guint i = 0; i < errors->len; i++) {
		g_autofree char *line = line_of(errors->pdata[i]);

		add_string_once(lines, line);
	}
	if (lines->len == 1) {
		g_propagate_error(error, g_error_copy(first));
		return false;
	}
	g_ptr_array_add(lines, NULL);
	text = g_strjoinv("\n", (char **)lines->pdata);
	g_set_error_literal(error, BS_ERRORS, first->code, text);
	return false;
}

void error_add(GError *error, const char *text)
{
	char *message = g_strdup_printf("%s; %s", error->message, text);

	g_free(error->message);
	error->message = message;
}
