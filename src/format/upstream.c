// SPDX-License-Identifier: GPL-2.0-only
/*
 * The forms in which a commit message names the commit it was copied from, in
 * the order in which they are believed, and the commits that it fixes.
 */
#include <string.h>

#include "format/patch.h"

#define ID_MIN 7
#define ID_MAX 64
#define ID_FULL 40

/*
 * Patterns stand at the start of a line, in brackets or parentheses or not.  A blank matches
 * blanks, ":" or both; "-" matches "-" or a blank; "#" is the id.  Letters match in any case.
 */
static const char *const forms[] = {
	"commit # upstream",
	"commit # in upstream",
	"commit # from upstream",
	"commit # mainline",
	"commit # in mainline",
	"upstream-commit #",
	"upstream-commit-id #",
	"commit upstream #",
	"commit is # upstream",
	"this is commit # upstream",
	"this is upstream commit #",
	"upstream # upstream",
	"mainline-commit #",
	"mainline-commit-id #",
	"cherry-picked from upstream commit #",
	"cherry-picked from commit #",
	"cherry-picked from upstream #",
	"cherry-picked from #",
	"cherry-pick of commit #",
	"backported from upstream commit #",
	"backported from commit #",
	"backported from #",
	"backport of upstream commit #",
	"backport of commit #",
	"adapted from upstream commit #",
	"adapted from commit #",
	"git-commit #",
	"upstream #",
	"applied-upstream #",
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static gsize id_size(const char *at, const char *end)
{
	gsize size = 0;

	while (at + size < end && size <= ID_MAX && g_ascii_isxdigit(at[size]))
		size++;
	if (size < ID_MIN || size > ID_MAX)
		return 0;
	if (at + size < end && (g_ascii_isalnum(at[size]) || at[size] == '_'))
		return 0;
	return size;
}

static bool match_form(const char *form, const char *at, const char *end, const char **id,
		       gsize *size)
{
	for (; *form; form++) {
		if (*form == '#') {
			*size = id_size(at, end);
			if (!*size)
				return false;
			*id = at;
			at += *size;
		} else if (*form == ' ' || (*form == '-' && at < end && is_blank(*at))) {
			const char *start = at;

			while (at < end && (is_blank(*at) || (*at == ':' && *form == ' ')))
				at++;
			if (at == start)
				return false;
		} else if (at >= end || g_ascii_tolower(*at) != *form) {
			return false;
		} else {
			at++;
		}
	}
	return at >= end || !g_ascii_isalnum(*at);
}

/* DEP-3: "Origin: upstream, https://…/commit/?id=ID", "Origin: backport, commit:ID" */
static bool match_origin(const char *at, const char *end, const char **id, gsize *size)
{
	static const char *const before[] = { "/commit/", "/c/", "?id=", "&id=", ";id=",
					      ";h=",	  "?h=", "&h=",	 "commit:" };
	g_autofree char *line = NULL;

	if (end - at < 7 || g_ascii_strncasecmp(at, "origin:", 7))
		return false;
	line = g_ascii_strdown(at, end - at);
	if (!strstr(line, "upstream") && !strstr(line, "backport"))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(before); i++) {
		for (const char *found = line; (found = strstr(found, before[i])); found++) {
			*id = at + (found - line) + strlen(before[i]);
			while (*id < end && is_blank(**id))
				(*id)++;
			*size = id_size(*id, end);
			if (*size)
				return true;
		}
	}
	/* "Origin: backport, ID" */
	*id = memchr(at, ',', end - at);
	if (!*id)
		return false;
	for ((*id)++; *id < end && is_blank(**id);)
		(*id)++;
	*size = id_size(*id, end);
	return *size != 0;
}

/* "commit ID" as the only words of a line, the way enterprise trees write it */
static bool match_alone(const char *at, const char *end, const char **id, gsize *size)
{
	static const char word[] = "commit ";

	while (end > at && g_ascii_isspace(end[-1]))
		end--;
	if (end - at < (gssize)strlen(word) + ID_FULL || memcmp(at, word, strlen(word)))
		return false;
	*id = at + strlen(word);
	*size = id_size(*id, end);
	return *size >= ID_FULL && *id + *size == end;
}

/* the rank of the form that @line has, the number of forms and more when it has none */
static size_t rank_line(const char *line, const char *end, const char **id, gsize *size)
{
	const size_t none = G_N_ELEMENTS(forms) + 2;
	const char *at = line;

	while (at < end && (is_blank(*at) || *at == '[' || *at == '('))
		at++;
	/* quick: no form starts with another letter */
	if (at >= end || !strchr("acugmbotACUGMBOT", *at))
		return none;
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		if (g_ascii_tolower(*at) == *forms[i] && match_form(forms[i], at, end, id, size))
			return i;
	}
	if (match_origin(at, end, id, size))
		return none - 2;
	return at == line && match_alone(at, end, id, size) ? none - 1 : none;
}

char *upstream_of(const char *body)
{
	size_t best = G_N_ELEMENTS(forms) + 2;
	const char *best_id = NULL, *next;
	gsize best_size = 0;

	for (const char *line = body; *line; line = next) {
		const char *newline = strchr(line, '\n'), *id = NULL;
		const char *end = newline ? newline : line + strlen(line);
		gsize size = 0;
		size_t rank = rank_line(line, end, &id, &size);

		next = newline ? newline + 1 : end;
		if (rank >= best)
			continue;
		best = rank;
		best_id = id;
		best_size = size;
	}
	return best_id ? g_ascii_strdown(best_id, best_size) : NULL;
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
		/* a link to a bug, or the title: no id follows */
		if (at < end && strchr(":/\"", *at))
			return NULL;
		while (at < end && !g_ascii_isalnum(*at))
			at++;
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
