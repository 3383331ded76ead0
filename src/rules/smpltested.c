// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only these shapes are known, to the letter.  The dots of the test may be empty, so that it
 * matches where the test comes next, whatever must not stand between.  A test that spatch finds
 * further on is left to spatch.
 */
#include "rules/smpltested.h"

#include <string.h>

#include "base/strings.h"

#define OR "\\s*\\\\\\|\\s*"

/* x, p and f */
static const char test_pattern[] =
	"^\\s*(\\w+)@(\\w+)\\s*=\\s*(\\w+)\\(\\.\\.\\.\\);\\s*"
	"\\.\\.\\.(?:[ \\t]+when[ \\t]+!=[^\\n]*)?\\s*"
	"\\\\\\(\\s*(?:\\1 == NULL" OR "\\1 != NULL|\\1 != NULL" OR "\\1 == NULL)\\s*\\\\\\)\\s*$";

/* x, position, and one word or several; it is what the pattern begins with */
static const char call_pattern[] =
	"^\\s*[*-]?[ \\t]*(\\w+)@(\\w+)[ \\t]*=[ \\t]*"
	"(?:(\\w+)|\\\\\\(([\\w \\t]+(?:\\\\\\|[\\w \\t]+)*)\\\\\\))\\(\\.\\.\\.\\);[ \\t]*\\n";

static GMatchInfo *match(const char *pattern, const char *text)
{
	g_autoptr(GRegex) regex = g_regex_new(pattern, 0, 0, NULL);
	g_autoptr(GMatchInfo) found = NULL;

	return g_regex_match(regex, text, 0, &found) ? g_steal_pointer(&found) : NULL;
}

/* is it declared just so: "expression x, y;"? */
static bool declares(const char *variables, const char *kind, const char *name)
{
	g_auto(GStrv) lines = g_strsplit(variables, ";", -1);
	gsize size = strlen(kind);

	for (char **line = lines; *line; line++) {
		const char *at = *line + strspn(*line, " \t\n");
		g_auto(GStrv) names = NULL;

		if (strncmp(at, kind, size) || !strchr(" \t\n", at[size]))
			continue;
		names = g_strsplit(at + size, ",", -1);
		for (char **one = names; *one; one++) {
			if (!strcmp(g_strstrip(*one), name))
				return true;
		}
	}
	return false;
}

char *smpl_tests_null(const char *header, const char *variables, const char *body)
{
	g_autoptr(GMatchInfo) found = match(test_pattern, body);
	g_autofree char *x = NULL, *p = NULL, *f = NULL;

	/* one that depends on something, or without some isomorphism, may see less */
	if (!found || !*header || strpbrk(header, " \t\n"))
		return NULL;
	x = g_match_info_fetch(found, 1);
	p = g_match_info_fetch(found, 2);
	f = g_match_info_fetch(found, 3);
	if (!declares(variables, "expression", x) || !declares(variables, "position", p) ||
	    !declares(variables, "identifier", f))
		return NULL;
	return g_steal_pointer(&p);
}

/* the words between "\|"; NULL when one is a metavariable */
static struct need *words_of(const char *list, const char *variables)
{
	g_autoptr(need) words = need_new(NEED_UNTESTED);
	g_auto(GStrv) names = g_strsplit(list, "\\|", -1);

	for (char **name = names; *name; name++) {
		g_strstrip(*name);
		if (!**name || strpbrk(*name, " \t") || word_in(variables, *name))
			return NULL;
		need_add(words, need_word(*name));
	}
	return g_steal_pointer(&words);
}

struct need *smpl_untested(const char *variables, const char *body, const char *from,
			   const char *position)
{
	g_autoptr(GMatchInfo) found = match(call_pattern, body), excluded = NULL;
	g_autofree char *x = NULL, *p = NULL, *one = NULL, *several = NULL, *pattern = NULL;

	if (!found)
		return NULL;
	x = g_match_info_fetch(found, 1);
	p = g_match_info_fetch(found, 2);
	one = g_match_info_fetch(found, 3);
	several = g_match_info_fetch(found, 4);
	pattern = g_strdup_printf("\\bposition\\b[^;]*\\b%s\\s*!=\\s*%s\\.%s\\s*[,;]", p, from,
				  position);
	excluded = match(pattern, variables);
	if (!excluded || !declares(variables, "expression", x))
		return NULL;
	return words_of(several && *several ? several : one, variables);
}
