// SPDX-License-Identifier: GPL-2.0-only
#include "rules/marks.h"

#include <glib.h>
#include <string.h>

bool marks_are_apart(const char *rule)
{
	g_auto(GStrv) lines = g_strsplit(rule, "\n", -1);
	bool any = false;

	for (char **line = lines; *line; line++) {
		if (**line == '-' || **line == '+')
			return false;
		if (**line != '*')
			continue;
		any = true;
		if (line[1] && *line[1] == '*')
			return false;
	}
	return any;
}

/* behind the string or character constant at @at */
static const char *skip_constant(const char *at)
{
	const char quote = *at++;

	while (*at && *at != quote)
		at += *at == '\\' && at[1] ? 2 : 1;
	return *at ? at + 1 : at;
}

/* behind the comment at @at */
static const char *skip_comment(const char *at)
{
	const char *end = at[1] == '*' ? strstr(at + 2, "*/") : NULL;

	return end ? end + 2 : at + strlen(at);
}

/* its condition is all of it: what comes behind is another statement */
static bool is_head(const char *line)
{
	static const char *const words[] = { "if", "for", "while", "switch", "else", "do" };
	const char *at = line + strspn(line, " \t}");
	size_t size = strspn(at, "abcdefghijklmnopqrstuvwxyz_0123456789");

	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		if (size == strlen(words[i]) && !strncmp(at, words[i], size))
			return true;
	}
	return false;
}

bool mark_ends(struct marked *marked, const char *line)
{
	char last = '\0';
	bool ends;

	if (!marked->begun)
		marked->head = is_head(line);
	marked->begun = true;
	for (const char *at = line; *at;) {
		if (*at == '"' || *at == '\'') {
			last = *at;
			at = skip_constant(at);
			continue;
		}
		if (*at == '/' && (at[1] == '/' || at[1] == '*')) {
			at = skip_comment(at);
			continue;
		}
		marked->depth += (*at == '(') - (*at == ')');
		if (!g_ascii_isspace(*at))
			last = *at;
		at++;
	}
	ends = marked->depth <= 0 && last &&
	       (strchr(";{}:", last) || (strchr(")eo", last) && marked->head));
	if (ends)
		*marked = (struct marked){ 0 };
	return ends;
}
