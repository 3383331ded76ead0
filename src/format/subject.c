// SPDX-License-Identifier: GPL-2.0-only
/*
 * Subject lines: what git mailinfo strips from them is taken apart here.
 */
#include "format/patch.h"

#include <string.h>

/* more patches than any series has; keeps slots of hostile subjects small */
#define SERIES_MAX 9999

static const char *const reply_marks[] = { "re:", "aw:", "sv:", "antw:", "ynt:" };
static const char *const not_trees[] = { "repost", "git",     "pull", "updated", "rebased",
					 "fixed",  "request", "new",  "repost2", "series" };

static char *collapse(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *p = text ? text : ""; *p; p++) {
		bool blank = g_ascii_isspace(*p);

		if (blank && (!out->len || out->str[out->len - 1] == ' '))
			continue;
		g_string_append_c(out, blank ? ' ' : *p);
	}
	if (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

static const char *skip_reply_mark(const char *at)
{
	for (size_t i = 0; i < G_N_ELEMENTS(reply_marks); i++) {
		size_t size = strlen(reply_marks[i]);

		if (!g_ascii_strncasecmp(at, reply_marks[i], size))
			return at + size;
	}
	return NULL;
}

/* "v2", "V2", "v2.1": the version; 0 when it is none */
static unsigned int version_in(const char *word)
{
	char *end;
	guint64 value;

	if ((*word != 'v' && *word != 'V') || !g_ascii_isdigit(word[1]))
		return 0;
	value = g_ascii_strtoull(word + 1, &end, 10);
	return (!*end || *end == '.') && value < 10000 ? value : 0;
}

static bool numbers_in(const char *word, struct subject *subject)
{
	char *end;
	guint64 number, total;

	if (!g_ascii_isdigit(*word))
		return false;
	number = g_ascii_strtoull(word, &end, 10);
	if (*end != '/' || !g_ascii_isdigit(end[1]))
		return false;
	total = g_ascii_strtoull(end + 1, &end, 10);
	if (*end || MAX(number, total) > SERIES_MAX)
		return false;
	subject->number = number;
	subject->total = MAX(MAX(number, total), 1);
	return true;
}

static bool is_no_tree(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(not_trees); i++) {
		if (!g_ascii_strcasecmp(word, not_trees[i]))
			return true;
	}
	return false;
}

static void parse_word(struct subject *subject, const char *word, GPtrArray *others)
{
	unsigned int version;

	if (!g_ascii_strncasecmp(word, "patch", 5)) {
		subject->is_patch = true;
		word += 5;
		word += *word == '-';
	}
	version = version_in(word);
	if (version)
		subject->version = version;
	else if (!g_ascii_strcasecmp(word, "rfc"))
		subject->rfc = true;
	else if (!g_ascii_strncasecmp(word, "resend", 6))
		subject->resend = true;
	else if (*word && !numbers_in(word, subject) && !is_no_tree(word))
		g_ptr_array_add(others, g_strdup(word));
}

/* what stands in one pair of brackets; words that are left name a tree if it says PATCH */
static void parse_prefix(struct subject *subject, const char *at, size_t size)
{
	g_autofree char *prefix = g_strndup(at, size);
	g_auto(GStrv) words = NULL;
	g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(g_free);
	bool before = subject->is_patch;

	/* "RFC/PATCH" is two words */
	for (char *slash = strstr(prefix, "/PATCH"); slash > prefix; slash = NULL) {
		if (g_ascii_isalpha(slash[-1]))
			*slash = ' ';
	}
	words = g_strsplit_set(prefix, " ,", -1);
	for (char **word = words; *word; word++)
		parse_word(subject, *word, others);
	if (before || !subject->is_patch)
		return;
	g_ptr_array_extend_and_steal(subject->trees, g_steal_pointer(&others));
}

/* one step over a reply mark, a prefix in brackets or parentheses before one; NULL at the title */
static const char *skip_prefix(struct subject *subject, const char *at)
{
	const char *next = skip_reply_mark(at), *close;

	if (next) {
		subject->is_reply = true;
		return next;
	}
	if (*at == ' ' || *at == ':')
		return at + 1;
	close = *at == '[' ? strchr(at, ']') : NULL;
	if (close) {
		parse_prefix(subject, at + 1, close - at - 1);
		return close + 1;
	}
	close = *at == '(' ? strstr(at, ") [") : NULL;
	return close ? close + 2 : NULL;
}

struct subject *subject_parse(const char *text)
{
	struct subject *subject = g_new0(struct subject, 1);
	g_autofree char *line = collapse(text);
	const char *at = line, *next;

	subject->version = 1;
	subject->number = 1;
	subject->total = 1;
	subject->trees = g_ptr_array_new_with_free_func(g_free);
	while (*at && (next = skip_prefix(subject, at)))
		at = next;
	subject->title = g_strdup(at);
	return subject;
}

void subject_free(struct subject *subject)
{
	if (!subject)
		return;
	g_free(subject->title);
	g_ptr_array_unref(subject->trees);
	g_free(subject);
}
