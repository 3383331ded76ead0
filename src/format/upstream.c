// SPDX-License-Identifier: GPL-2.0-only
/*
 * The forms in which a commit message names the commit it was copied from, in
 * the order in which they are believed.
 */
#include "format/patch.h"

#define ID "([0-9a-f]{7,40})\\b"

static const char *const forms[] = {
	"^\\s*(?:\\[ *)?commit:? +" ID " +upstream\\.?",
	"^\\s*\\[ *upstream commit:? +" ID,
	"^\\s*upstream[- ]commit:? +" ID,
	"^\\s*\\(cherry[- ]picked from commit +" ID,
	"^\\s*\\(backported from commit +" ID,
	"^git-commit: +" ID,
	"^origin: +(?:upstream|backport), .*(?:/commit/|/c/|[?;&]id=)" ID,
	"^commit ([0-9a-f]{40})$",
};

char *upstream_of(const char *body)
{
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		g_autoptr(GRegex) regex = g_regex_new(
			forms[i], G_REGEX_CASELESS | G_REGEX_MULTILINE | G_REGEX_RAW, 0, NULL);
		g_autoptr(GMatchInfo) match = NULL;

		if (g_regex_match(regex, body, 0, &match)) {
			g_autofree char *id = g_match_info_fetch(match, 1);

			return g_ascii_strdown(id, -1);
		}
	}
	return NULL;
}
