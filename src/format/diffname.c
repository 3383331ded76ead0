// SPDX-License-Identifier: GPL-2.0-only
#include "format/diffname.h"

#include <stdio.h>
#include <string.h>

/* longest time stamp, with blanks in front of it */
#define STAMP_MAX 80

/* what git takes for white space; \v and \f are none */
static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int octal(const char *at, const char *end)
{
	int value = 0;

	if (end - at < 3 || *at > '3')
		return -1;
	for (int i = 0; i < 3; i++) {
		if (at[i] < '0' || at[i] > '7')
			return -1;
		value = value * 8 + at[i] - '0';
	}
	return value;
}

/* a name as git quotes it: "a/\303\244\t"; NULL when the quote is broken or does not close */
static char *unquote(const char *at, const char *end, const char **out_behind)
{
	static const char plain[] = "abtnvfr\\\"", codes[] = "\a\b\t\n\v\f\r\\\"";
	g_autoptr(GString) name = g_string_new(NULL);
	const char *found;
	int code;

	for (at++; at < end && *at != '"'; at++) {
		if (*at != '\\') {
			g_string_append_c(name, *at);
			continue;
		}
		if (++at == end)
			return NULL;
		found = memchr(plain, *at, sizeof(plain) - 1);
		if (found) {
			g_string_append_c(name, codes[found - plain]);
			continue;
		}
		code = octal(at, end);
		if (code < 0)
			return NULL;
		g_string_append_c(name, code);
		at += 2;
	}
	if (at >= end)
		return NULL;
	*out_behind = at + 1;
	return g_strdup(name->str);
}

/* behind the first @strip slashes; NULL when there are fewer */
static const char *stripped(const char *at, const char *end, unsigned int strip)
{
	for (; strip; strip--) {
		at = memchr(at, '/', end - at);
		if (!at)
			return NULL;
		at++;
	}
	return at;
}

/* "a//b" to "a/b" */
static char *squashed(const char *text, size_t size)
{
	char *name = g_malloc(size + 1), *to = name;

	for (size_t i = 0; i < size && text[i]; i++) {
		if (text[i] != '/' || to == name || to[-1] != '/')
			*to++ = text[i];
	}
	*to = '\0';
	return name;
}

static char *quoted_name(const char *text, size_t size, unsigned int strip)
{
	const char *behind, *name;
	g_autofree char *whole = NULL;

	if (!size || *text != '"')
		return NULL;
	whole = unquote(text, text + size, &behind);
	name = whole ? stripped(whole, whole + strlen(whole), strip) : NULL;
	return name ? squashed(name, strlen(name)) : NULL;
}

static char *cut_name(const char *text, const char *end, unsigned int strip, const char *other)
{
	const char *start = stripped(text, end, strip);
	size_t shorter = other ? strlen(other) : 0;

	if (!start || start == end)
		return g_strdup(other);
	/* "file.orig" or "file~" stands for "file" */
	if (other && shorter < (size_t)(end - start) && !memcmp(start, other, shorter))
		return g_strdup(other);
	return squashed(start, end - start);
}

static const char *name_end(const char *text, size_t size, bool tab)
{
	size_t i = 0;

	while (i < size && (!is_space(text[i]) || text[i] == ' ' || (text[i] == '\t' && !tab)))
		i++;
	return text + i;
}

char *diff_name_git(const char *text, size_t size, unsigned int strip, bool tab)
{
	char *name = size > DIFF_NAME_MAX ? NULL : quoted_name(text, size, strip);

	if (name || size > DIFF_NAME_MAX)
		return name;
	return cut_name(text, name_end(text, size, tab), strip, NULL);
}

/* git's diff_timestamp_len(): tab or blanks, a date, a time, maybe a zone, at the end */
static size_t stamp_size(const char *text, size_t size)
{
	static GRegex *stamp;
	g_autoptr(GMatchInfo) match = NULL;
	int start = -1, end;
	size_t skipped = size > STAMP_MAX ? size - STAMP_MAX : 0;

	if (!size || !g_ascii_isdigit(text[size - 1]))
		return 0;
	/* patches are read by several threads */
	if (g_once_init_enter(&stamp)) {
		GRegex *made = g_regex_new(
			"(?:\\t| +)(?:[0-9]{2})?[0-9]{2}-[0-9]{2}-[0-9]{2}"
			"(?: [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?)?"
			"(?: [-+](?:[0-9]{4}|[0-9]{2}:[0-9]{2}))?$",
			G_REGEX_RAW | G_REGEX_OPTIMIZE | G_REGEX_DOLLAR_ENDONLY, 0, NULL);

		g_once_init_leave(&stamp, made);
	}
	if (!g_regex_match_full(stamp, text + skipped, size - skipped, 0, 0, &match, NULL))
		return 0;
	g_match_info_fetch_pos(match, 0, &start, &end);
	return skipped + start > 0 ? size - skipped - start : 0;
}

char *diff_name_plain(const char *text, size_t size, unsigned int strip, const char *other)
{
	char *name = size > DIFF_NAME_MAX ? NULL : quoted_name(text, size, strip);
	size_t stamp;

	if (name || size > DIFF_NAME_MAX)
		return name;
	stamp = stamp_size(text, size);
	return cut_name(text, stamp ? text + size - stamp : name_end(text, size, true), strip,
			other);
}

bool diff_name_is_null(const char *text, size_t size)
{
	static const char null[] = "/dev/null";
	size_t length = sizeof(null) - 1;

	return size >= length && !memcmp(text, null, length) &&
	       (size == length || is_space(text[length]));
}

/* only behind a tab, and only where clock and zone give the epoch: as git's */
bool diff_name_is_epoch(const char *text, size_t size)
{
	g_autofree char *line = NULL;
	int year, month, day, hour, minute, second, zone_hour, zone_minute, used = 0;
	const char *stamp;
	char sign;

	if (size > DIFF_NAME_MAX)
		return false;
	line = g_strndup(text, size);
	stamp = strrchr(line, '\t');
	if (!stamp || sscanf(stamp + 1, "%4d-%2d-%2d %2d:%2d:%2d%n", &year, &month, &day, &hour,
			     &minute, &second, &used) != 6 || second)
		return false;
	stamp += 1 + used;
	if (*stamp == '.')
		stamp += 1 + strspn(stamp + 1, "0");
	used = 0;
	if (sscanf(stamp, " %c%2d%*[:]%2d%n", &sign, &zone_hour, &zone_minute, &used) != 3 &&
	    sscanf(stamp, " %c%2d%2d%n", &sign, &zone_hour, &zone_minute, &used) != 3)
		return false;
	if (stamp[used] || (sign != '+' && sign != '-'))
		return false;
	if (!(year == 1969 && month == 12 && day == 31) &&
	    !(year == 1970 && month == 1 && day == 1))
		return false;
	return hour * 60 + minute - (sign == '-' ? -1 : 1) * (zone_hour * 60 + zone_minute) ==
	       (year == 1969 ? 24 * 60 : 0);
}

static char *common_quoted(const char *text, const char *end, unsigned int strip)
{
	g_autofree char *first = NULL, *second = NULL;
	const char *behind, *name, *other;

	first = unquote(text, end, &behind);
	name = first ? stripped(first, first + strlen(first), strip) : NULL;
	if (!name)
		return NULL;
	while (behind < end && is_space(*behind))
		behind++;
	if (behind == end)
		return NULL;
	second = *behind == '"' ? unquote(behind, end, &behind) : g_strndup(behind, end - behind);
	other = second ? stripped(second, second + strlen(second), strip) : NULL;
	return other && !strcmp(name, other) ? g_strdup(name) : NULL;
}

/* a/NAME "b/NAME": the second one is quoted though the first is not */
static char *second_quoted(const char *name, const char *quote, const char *end,
			   unsigned int strip)
{
	g_autofree char *second = NULL;
	const char *behind, *other;
	size_t size;

	second = unquote(quote, end, &behind);
	other = second ? stripped(second, second + strlen(second), strip) : NULL;
	size = other ? strlen(other) : 0;
	if (!other || size >= (size_t)(quote - name) || memcmp(name, other, size) ||
	    !is_space(name[size]))
		return NULL;
	return g_strdup(other);
}

char *diff_name_common(const char *text, size_t size, unsigned int strip)
{
	const char *end = text + size, *name, *quote;

	if (!size || size > DIFF_NAME_MAX)
		return NULL;
	if (*text == '"')
		return common_quoted(text, end, strip);
	name = *text == '/' ? NULL : stripped(text, end, strip);
	if (!name)
		return NULL;
	quote = memchr(name, '"', end - name);
	if (quote)
		return second_quoted(name, quote, end, strip);
	for (const char *p = name; p < end; p++) {
		size_t length = p - name;

		if ((*p != ' ' && *p != '\t') || (size_t)(end - p - 1) < length)
			continue;
		if (stripped(p + 1, end, strip) == end - length &&
		    !memcmp(name, end - length, length))
			return g_strndup(name, length);
	}
	return NULL;
}

void diff_name_append(GString *out, const char *side, const char *path)
{
	bool quote = false;

	for (const char *p = path; *p; p++)
		quote |= (unsigned char)*p < 0x20 || *p == 0x7f || *p == '"' || *p == '\\' ||
			 *p & 0x80;
	if (quote) {
		g_autofree char *escaped = g_strescape(path, NULL);

		g_string_append_printf(out, "\"%s%s\"", side, escaped);
	} else {
		g_string_append_printf(out, "%s%s", side, path);
	}
}
