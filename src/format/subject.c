// SPDX-License-Identifier: GPL-2.0-only
/*
 * Subject lines: what git mailinfo strips from them is taken apart here.
 */
#include "format/patch.h"

#include <string.h>

/* more patches than any series has; keeps slots of hostile subjects small */
#define SERIES_MAX 9999

static const char *const reply_marks[] = { "re:",  "aw:", "sv:",   "antw:",  "ynt:",
					   "odp:", "vs:", "回复:", "回复：", "答复:" };

/* words of a prefix that name no tree */
static const char *const not_trees[] = { "repost", "git",     "pull",	"updated",    "rebased",
					 "fixed",  "request", "new",	"resubmit",   "series",
					 "wip",	   "draft",   "update", "trivial",    "urgent",
					 "of",	   "do",      "not",	"merge",      "apply",
					 "try",	   "fix",     "bugfix", "donotmerge", "for" };

/* in brackets of their own these name trees; other words there may be the list or the part */
static const char *const known_trees[] = { "stable", "-stable", "net", "bpf", "linux-next" };

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

/*
 * "6.12", "v5.15.3", "4.19.y", "3.16.x-", "6.1-rc3": a kernel, as 2.6 and 3.2 are, but not
 * "v2.1" or "v3.1", which people write for a touched-up version
 */
static bool is_kernel(const char *word)
{
	char *end;
	guint64 major, minor;

	word += *word == 'v' || *word == 'V';
	if (!g_ascii_isdigit(*word))
		return false;
	major = g_ascii_strtoull(word, &end, 10);
	if (*end != '.' || !g_ascii_isdigit(end[1]) || major > 99)
		return false;
	minor = g_ascii_strtoull(end + 1, &end, 10);
	if (*end == '.' && (end[1] == 'y' || end[1] == 'x'))
		return true;
	if (*end && !strchr(".+-_", *end))
		return false;
	return major > 3 || (major == 3 && minor > 1) || (major == 2 && minor == 6);
}

/* "6.1", "linux-6.1.y", "stable/linux-6.1", "for-6.1", "net-next" */
static bool looks_like_tree(const char *word)
{
	static const char *const fronts[] = { "stable/", "stable-", "stable:", "linux-", "for-" };

	for (size_t i = 0; i < G_N_ELEMENTS(known_trees); i++) {
		if (!g_ascii_strcasecmp(word, known_trees[i]))
			return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(fronts); i++) {
		if (!g_ascii_strncasecmp(word, fronts[i], strlen(fronts[i])))
			word += strlen(fronts[i]);
	}
	return is_kernel(word) || g_str_has_suffix(word, "-next");
}

/* "v2", "V2", "v2.1": the version; 0 when it is none */
static unsigned int version_in(const char *word)
{
	char *end;
	guint64 value;

	if ((*word != 'v' && *word != 'V') || !g_ascii_isdigit(word[1]) || is_kernel(word))
		return 0;
	value = g_ascii_strtoull(word + 1, &end, 10);
	return (!*end || *end == '.') && value < 10000 ? value : 0;
}

static bool set_numbers(struct subject *subject, guint64 number, guint64 total)
{
	if (MAX(number, total) > SERIES_MAX)
		return false;
	subject->number = number;
	subject->total = MAX(MAX(number, total), 1);
	return true;
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
	return !*end && set_numbers(subject, number, total);
}

static bool is_no_tree(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(not_trees); i++) {
		if (!g_ascii_strcasecmp(word, not_trees[i]))
			return true;
	}
	/* "3/n", "2", "(fixed)" */
	return strspn(word, "0123456789") == strlen(word) || *word == '(' ||
	       (strchr(word, '/') && g_ascii_isdigit(*word));
}

/* behind PATCH or RFC, without a blank: "PATCHv2", "RFC-PATCH", "PATCH:v2" */
static const char *skip_word(const char *word, const char *start)
{
	word += strlen(start);
	return word + (*word && strchr("-_:", *word));
}

static void parse_word(struct subject *subject, const char *word, GPtrArray *others)
{
	unsigned int version;

	if (!g_ascii_strncasecmp(word, "rfc", 3) &&
	    (!g_ascii_isalpha(word[3]) || version_in(word + 3))) {
		subject->rfc = true;
		word = skip_word(word, "rfc");
	}
	if (!g_ascii_strncasecmp(word, "patch", 5)) {
		subject->is_patch = true;
		word = skip_word(word,
				 g_ascii_strncasecmp(word, "patches", 7) ? "patch" : "patches");
	}
	version = version_in(word);
	if (version)
		subject->version = version;
	else if (!g_ascii_strcasecmp(word, "rfc"))
		subject->rfc = true;
	else if (!g_ascii_strncasecmp(word, "resend", 6))
		subject->resend = true;
	else if (!g_ascii_strncasecmp(word, "stable:", 7)) {
		g_ptr_array_add(others, g_strndup(word, 6));
		g_ptr_array_add(others, g_strdup(word + 7));
	} else if (*word && !numbers_in(word, subject) && !is_no_tree(word))
		g_ptr_array_add(others, g_strdup(word));
}

/* "1 of 3", as Mercurial writes it */
static void parse_of(struct subject *subject, char **words)
{
	for (; *words && words[1] && words[2]; words++) {
		if (g_ascii_strcasecmp(words[1], "of") || !g_ascii_isdigit(*words[0]) ||
		    !g_ascii_isdigit(*words[2]))
			continue;
		set_numbers(subject, g_ascii_strtoull(words[0], NULL, 10),
			    g_ascii_strtoull(words[2], NULL, 10));
	}
}

/* the words of a prefix; "RFC/PATCH" and "PATCH/RFC" are two */
static char **words_of(const char *at, size_t size)
{
	g_autofree char *prefix = g_strndup(at, size);

	for (char *slash = strchr(prefix, '/'); slash; slash = strchr(slash + 1, '/')) {
		if (slash > prefix && g_ascii_isalpha(slash[-1]) &&
		    (!strncmp(slash, "/PATCH", 6) || !strncmp(slash, "/RFC", 4)))
			*slash = ' ';
	}
	return g_strsplit_set(prefix, " ,;", -1);
}

/* what stands in one pair of brackets; beside PATCH any word that is left names a tree */
static void parse_prefix(struct subject *subject, const char *at, size_t size)
{
	g_auto(GStrv) words = words_of(at, size);
	g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(g_free);
	unsigned int number = subject->number, total = subject->total;
	bool before = subject->is_patch, here;

	subject->is_patch = false;
	for (char **word = words; *word; word++)
		parse_word(subject, *word, others);
	parse_of(subject, words);
	here = subject->is_patch;
	/* "[v3,1/2]" of an archive, "[RFC 0/3]" */
	subject->is_patch |= before || subject->number != number || subject->total != total;
	for (guint i = 0; i < others->len; i++) {
		if (here || looks_like_tree(others->pdata[i]))
			g_ptr_array_add(subject->trees, g_strdup(others->pdata[i]));
	}
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

static struct subject *subject_new(void)
{
	struct subject *subject = g_new0(struct subject, 1);

	subject->version = 1;
	subject->number = 1;
	subject->total = 1;
	subject->trees = g_ptr_array_new_with_free_func(g_free);
	return subject;
}

struct subject *subject_parse(const char *text)
{
	struct subject *subject = subject_new();
	g_autofree char *line = collapse(text);
	const char *at = line, *next;

	while (*at && (next = skip_prefix(subject, at)))
		at = next;
	subject->title = g_strdup(at);
	return subject;
}

struct subject *subject_parse_own(const char *text)
{
	struct subject *subject = subject_new();
	g_autofree char *line = collapse(text);
	const char *close = *line == '[' ? strchr(line, ']') : NULL;

	if (close)
		parse_prefix(subject, line + 1, close - line - 1);
	/* what somebody else made is read as any mail */
	if (!subject->is_patch) {
		subject_free(subject);
		return subject_parse(text);
	}
	subject->title = g_strdup(g_strchug((char *)close + 1));
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
