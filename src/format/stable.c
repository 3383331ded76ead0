// SPDX-License-Identifier: GPL-2.0-only
#include "format/stable.h"

#include <string.h>

#include "base/commitid.h"
#include "format/trailer.h"

#define ID_MAX 40

/* lines that a title may be wrapped over */
#define WRAP_MAX 3

/* more than any message has: what stands behind is not looked at */
#define COMMITS_MAX 1000
#define COMMENT_MAX 4096

static void fixed_free(gpointer data)
{
	struct fixed *fixed = data;

	g_free(fixed->commit);
	g_free(fixed->title);
	g_free(fixed);
}

static size_t id_length(const char *text)
{
	size_t size = strspn(text, "0123456789abcdefABCDEF");

	return size >= COMMIT_ID_MIN && size <= ID_MAX && !g_ascii_isalnum(text[size]) ? size : 0;
}

/* the quotes and parentheses of a title, straight or curly, and what stands between */
static char *bare_title(const char *text)
{
	static const char *const marks[] = { "\"", "'", "`", "“", "”", "‘", "’" };
	g_autofree char *title = g_strstrip(g_strdup(text));
	size_t size = strlen(title);
	char *start = title;

	if (*start == '(') {
		start++;
		if (g_str_has_suffix(start, ")"))
			title[size - 1] = '\0';
	} else if (*start == ':' || *start == '-' || *start == ',') {
		start++;
	}
	g_strstrip(start);
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		if (g_str_has_prefix(start, marks[i])) {
			start += strlen(marks[i]);
			break;
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		if (g_str_has_suffix(start, marks[i])) {
			start[strlen(start) - strlen(marks[i])] = '\0';
			break;
		}
	}
	return g_strdup(g_strstrip(start));
}

static bool has_commit(const GPtrArray *list, const char *commit)
{
	for (guint i = 0; i < list->len; i++) {
		if (!strcmp(((struct fixed *)list->pdata[i])->commit, commit))
			return true;
	}
	return false;
}

/* "0123456789ab ("title")", "commit 0123456789ab (title)", "0123456789ab: title" */
static void add_fixed(GPtrArray *list, const char *text)
{
	struct fixed *fixed;
	g_autofree char *commit = NULL;
	size_t size;

	text += strspn(text, " \t<[");
	if (!g_ascii_strncasecmp(text, "commit", 6) && strchr(" :\t", text[6])) {
		text += 6;
		text += strspn(text, " \t:");
	}
	size = id_length(text);
	if (!size || list->len == COMMITS_MAX)
		return;
	commit = g_ascii_strdown(text, size);
	if (has_commit(list, commit))
		return;
	text += size;
	text += strspn(text, "]>");
	fixed = g_new0(struct fixed, 1);
	fixed->commit = g_steal_pointer(&commit);
	fixed->title = bare_title(text);
	g_ptr_array_add(list, fixed);
}

static int open_marks(const char *text)
{
	int open = 0;

	for (; *text; text++)
		open += (*text == '(') - (*text == ')');
	return open;
}

/* @lines[@first] behind its name, with the lines that its title goes on in */
static char *unwrapped(char **lines, guint *first, const char *value)
{
	GString *out = g_string_new(value);

	g_strchomp(out->str);
	out->len = strlen(out->str);
	for (int i = 0; i < WRAP_MAX && lines[*first + 1]; i++) {
		const char *next = lines[*first + 1];
		g_autoptr(trailer) trailer = trailer_parse_line(next);
		bool indented = *next == ' ' || *next == '\t';

		/* "Cc: x" has no blank to start with; a title that says "kvm: x" follows "(" */
		if (!next[strspn(next, " \t\r")] ||
		    (!indented &&
		     (open_marks(out->str) <= 0 ||
		      (trailer && (trailer_is_person(trailer) || trailer_is(trailer, "Fixes") ||
				   trailer_is(trailer, "Cc"))))))
			break;
		g_string_append_printf(out, " %s", next + strspn(next, " \t"));
		g_strchomp(out->str);
		out->len = strlen(out->str);
		(*first)++;
	}
	return g_string_free(out, FALSE);
}

/* the value of the line when it is a trailer of this name; blanks may stand in front */
static const char *value_of(const char *line, const char *name)
{
	size_t size = strlen(name);

	line += strspn(line, " \t");
	if (g_ascii_strncasecmp(line, name, size))
		return NULL;
	line += size;
	line += strspn(line, " \t");
	return *line == ':' ? line + 1 : NULL;
}

GPtrArray *fixed_list(const char *body)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(fixed_free);
	g_auto(GStrv) lines = g_strsplit(body, "\n", -1);

	for (guint i = 0; lines[i]; i++) {
		const char *value = value_of(lines[i], "Fixes");
		g_autofree char *text = value ? unwrapped(lines, &i, value) : NULL;

		if (text)
			add_fixed(list, text);
	}
	return list;
}

/* "v6.16.x" to "6.16"; what follows is at @out_end; NULL when there is no version */
static char *version_at(const char *text, const char **out_end)
{
	const char *at = text + (*text == 'v' || *text == 'V');
	size_t major = strspn(at, "0123456789"), minor;
	const char *end;
	char *version;

	if (!major || major > 2 || at[major] != '.')
		return NULL;
	minor = strspn(at + major + 1, "0123456789");
	if (!minor || minor > 3)
		return NULL;
	end = at + major + 1 + minor;
	/* 2.6.32 is a series of its own, 6.16.3 belongs to 6.16 */
	if (g_str_has_prefix(at, "2.6.") && g_ascii_isdigit(at[4]))
		end += 1 + strspn(end + 1, "0123456789");
	version = g_strndup(at, end - at);
	if (*end == '.' && (g_ascii_isdigit(end[1]) || end[1] == 'x' || end[1] == 'y'))
		end += 1 + MAX(strspn(end + 1, "0123456789"), 1);
	*out_end = end;
	return version;
}

static int compare_versions(const char *a, const char *b)
{
	g_auto(GStrv) left = g_strsplit(a, ".", -1), right = g_strsplit(b, ".", -1);
	guint i = 0;

	for (; left[i] && right[i]; i++) {
		gint64 difference =
			g_ascii_strtoll(left[i], NULL, 10) - g_ascii_strtoll(right[i], NULL, 10);

		if (difference)
			return difference < 0 ? -1 : 1;
	}
	return (left[i] != NULL) - (right[i] != NULL);
}

static void take_version(struct stable_request *request, char *version, bool upper)
{
	char **slot = upper ? &request->until : &request->since;
	int order = *slot ? compare_versions(version, *slot) : 0;

	if (*slot && (upper ? order <= 0 : order >= 0)) {
		g_free(version);
		return;
	}
	g_free(*slot);
	*slot = version;
}

/* "6.16.x", "v4.14+", ">= 5.8", "<= 6.3", "5.15-6.1", "6.1.x, 6.6.x" */
static void take_versions(struct stable_request *request, const char *text)
{
	const char *at = text;

	while (*at) {
		bool upper = at > text && at[-1] == '-' && at - 1 > text &&
			     !g_ascii_isspace(at[-2]) && request->since;
		const char *sign = at, *end;
		char *version = NULL;

		while (sign > text && (sign[-1] == ' ' || sign[-1] == '='))
			sign--;
		upper |= sign > text && sign[-1] == '<';
		if (at == text || !g_ascii_isalnum(at[-1]))
			version = version_at(at, &end);
		if (version) {
			take_version(request, version, upper);
			at = end;
		} else {
			at++;
		}
	}
}

/* "3.3.x: a1f84a3: sched: Check for idle" asks for a commit as well */
static void take_needs(struct stable_request *request, const char *text)
{
	const char *colon = text;

	while ((colon = strchr(colon, ':'))) {
		const char *at = colon + 1 + strspn(colon + 1, " \t");

		colon++;
		if (id_length(at)) {
			add_fixed(request->needs, at);
			return;
		}
	}
}

static void take_comment(struct stable_request *request, const char *text)
{
	g_autofree char *clean = g_strstrip(g_strdup(text)), *old = NULL;

	if (!*clean || (request->comment && strlen(request->comment) > COMMENT_MAX))
		return;
	old = request->comment;
	request->comment = old ? g_strdup_printf("%s; %s", old, clean) : g_strdup(clean);
	take_needs(request, clean);
	/* the title of a prerequisite may name versions as well */
	if (request->needs->len)
		clean[strcspn(clean, ":")] = '\0';
	take_versions(request, clean);
}

/* the end of a stable address in @value; NULL when there is none */
static const char *stable_address(const char *value, bool *out_refused)
{
	static GRegex *regex;
	g_autoptr(GMatchInfo) match = NULL;
	int end, refused = -1;

	if (g_once_init_enter(&regex)) {
		GRegex *made = g_regex_new("(?<![a-z0-9.+-])stable(\\+noautosel)?@"
					   "(?:vger\\.)?kernel\\.org\\b>?",
					   G_REGEX_CASELESS | G_REGEX_RAW | G_REGEX_OPTIMIZE, 0,
					   NULL);

		g_once_init_leave(&regex, made);
	}
	if (!g_regex_match(regex, value, 0, &match))
		return NULL;
	g_match_info_fetch_pos(match, 0, NULL, &end);
	g_match_info_fetch_pos(match, 1, &refused, NULL);
	*out_refused = refused >= 0;
	return value + end;
}

static void take_line(struct stable_request *request, const char *value)
{
	g_autofree char *text = NULL;
	bool refused = false;
	const char *end = stable_address(value, &refused);

	if (!end)
		return;
	request->refused |= refused;
	request->wanted |= !refused;
	end += strcspn(end, "#[(");
	if (*end && *end != '#')
		text = g_strndup(end + 1, strcspn(end + 1, "])"));
	if (*end)
		take_comment(request, text ? text : end + 1);
}

struct stable_request *stable_request_of(const char *body)
{
	struct stable_request *request = g_new0(struct stable_request, 1);
	g_auto(GStrv) lines = g_strsplit(body, "\n", -1);

	request->needs = g_ptr_array_new_with_free_func(fixed_free);
	for (guint i = 0; lines[i]; i++) {
		const char *value = value_of(lines[i], "Cc");
		g_autofree char *text = value ? unwrapped(lines, &i, value) : NULL;

		if (text)
			take_line(request, text);
	}
	return request;
}

void stable_request_free(struct stable_request *request)
{
	if (!request)
		return;
	g_free(request->since);
	g_free(request->until);
	g_ptr_array_unref(request->needs);
	g_free(request->comment);
	g_free(request);
}
