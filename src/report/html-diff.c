// SPDX-License-Identifier: GPL-2.0-only
/*
 * A patch as coloured lines.  The line counts of a hunk header say where the
 * hunk ends, so that the signature "-- " is no removed line and a message that
 * quotes a diff is no diff.
 */
#include <string.h>

#include "base/escape.h"
#include "report/html.h"

/**
 * struct reading - where in a patch we are
 * @in_diff: behind the first file header
 * @old_left: lines of the pre-image that the hunk still has
 * @new_left: lines of the post-image that the hunk still has
 */
struct reading {
	bool in_diff;
	guint64 old_left;
	guint64 new_left;
};

static guint64 range_lines(const char **p)
{
	char *end;
	guint64 lines = 1;

	g_ascii_strtoull(*p, &end, 10);
	if (*end == ',')
		lines = g_ascii_strtoull(end + 1, &end, 10);
	*p = end;
	return lines;
}

/* "@@ -1,2 +3,4 @@" */
static bool read_header(struct reading *reading, const char *line)
{
	const char *p = line + 4;
	guint64 old_lines;

	if (!g_str_has_prefix(line, "@@ -"))
		return false;
	old_lines = range_lines(&p);
	if (!g_str_has_prefix(p, " +"))
		return false;
	p += 2;
	reading->new_left = range_lines(&p);
	reading->old_left = old_lines;
	return true;
}

static const char *hunk_class(struct reading *reading, char sign)
{
	bool in_old = sign != '+' && sign != '\\';
	bool in_new = sign != '-' && sign != '\\';

	reading->old_left -= in_old && reading->old_left;
	reading->new_left -= in_new && reading->new_left;
	switch (sign) {
	case '+':
		return "add";
	case '-':
		return "del";
	case '\\':
		return "meta";
	default:
		return "ctx";
	}
}

static const char *line_class(struct reading *reading, const char *line)
{
	if (reading->old_left || reading->new_left)
		return hunk_class(reading, *line);
	if (g_str_has_prefix(line, "diff --git ") || g_str_has_prefix(line, "--- a/") ||
	    g_str_has_prefix(line, "--- /dev/null"))
		reading->in_diff = true;
	if (reading->in_diff && read_header(reading, line))
		return "hunk";
	return reading->in_diff ? "meta" : "msg";
}

static void add_line(GString *out, struct reading *reading, const char *text, size_t size)
{
	g_autofree char *line = g_strndup(text, size);
	g_autofree char *safe = escape_html(text, size);

	g_string_append_printf(out, "<span class=\"%s\">%s\n</span>",
			       line_class(reading, line), safe);
}

static void add_cut(GString *out, size_t size)
{
	if (size <= HTML_TEXT_LIMIT)
		return;
	g_string_append_printf(out, "<p class=\"soft\">Cut here: %lu of %lu KiB are shown.</p>\n",
			       HTML_TEXT_LIMIT >> 10, (unsigned long)size >> 10);
}

void html_diff(GString *out, const char *text)
{
	struct reading reading = { 0 };
	size_t size = strlen(text);
	const char *end = text + MIN(size, HTML_TEXT_LIMIT);

	g_string_append(out, "<pre tabindex=\"0\" role=\"region\" aria-label=\"Patch\"><code>");
	while (text < end) {
		const char *newline = memchr(text, '\n', end - text);
		const char *stop = newline ? newline : end;

		add_line(out, &reading, text, stop - text);
		text = newline ? newline + 1 : end;
	}
	g_string_append(out, "</code></pre>\n");
	add_cut(out, size);
}

void html_output(GString *out, const char *text)
{
	size_t size = strlen(text);
	g_autofree char *safe = escape_html(text, MIN(size, HTML_TEXT_LIMIT));

	g_string_append_printf(out,
			       "<pre class=\"out\" tabindex=\"0\" role=\"region\" "
			       "aria-label=\"Output\">%s</pre>\n",
			       safe);
	add_cut(out, size);
}
