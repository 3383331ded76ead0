// SPDX-License-Identifier: GPL-2.0-only
#include "format/diffhead.h"

#include <string.h>

bool text_starts(const struct diff_text *line, const char *prefix)
{
	size_t size = strlen(prefix);

	return line->size >= size && !memcmp(line->at, prefix, size);
}

/* a name as git quotes it: "a/\303\244\t"; NULL when the quote does not close */
static char *unquote(const char *at, size_t size, size_t *out_used)
{
	GString *name = g_string_new(NULL);
	size_t i = 1;

	while (i < size && at[i] != '"') {
		const char *plain = "abtnvfr", *codes = "\a\b\t\n\v\f\r", *found;

		if (at[i] != '\\' || i + 1 >= size) {
			g_string_append_c(name, at[i++]);
			continue;
		}
		i++;
		found = at[i] ? strchr(plain, at[i]) : NULL;
		if (found) {
			g_string_append_c(name, codes[found - plain]);
			i++;
		} else if (at[i] >= '0' && at[i] <= '3' && i + 2 < size) {
			int value = (at[i] - '0') * 64 + (at[i + 1] - '0') * 8 + at[i + 2] - '0';

			g_string_append_c(name, value);
			i += 3;
		} else {
			g_string_append_c(name, at[i++]);
		}
	}
	if (out_used)
		*out_used = i + 1;
	return g_string_free(name, i >= size);
}

/* where a date as of diff(1) starts with its blanks, the end when there is none */
static size_t date_at(struct diff_text text)
{
	static const char form[] = " dddd-dd-dd dd:dd";
	const size_t length = sizeof(form) - 1;

	for (size_t i = 0; i + length <= text.size; i++) {
		size_t k = 0, start = i;

		while (k < length && (form[k] == 'd' ? g_ascii_isdigit(text.at[i + k]) :
						       form[k] == text.at[i + k]))
			k++;
		if (k < length)
			continue;
		while (start && g_ascii_isspace(text.at[start - 1]))
			start--;
		return start;
	}
	return text.size;
}

/* the name in "--- NAME" or "rename from NAME": up to a tab or date, unless it is quoted */
char *diff_name(struct diff_text text)
{
	const char *tab;

	if (text.size && *text.at == '"')
		return unquote(text.at, text.size, NULL);
	tab = memchr(text.at, '\t', text.size);
	if (tab)
		text.size = tab - text.at;
	else
		text.size = date_at(text);
	while (text.size && g_ascii_isspace(text.at[text.size - 1]))
		text.size--;
	return g_strndup(text.at, text.size);
}

struct diff_text text_after(const struct diff_text *line, const char *prefix)
{
	size_t size = strlen(prefix);

	return (struct diff_text){ line->at + size, line->size - size };
}

/* "a/x" to "x"; a name without folder stays */
char *diff_strip(const char *name)
{
	const char *slash = name ? strchr(name, '/') : NULL;

	return g_strdup(slash ? slash + 1 : name);
}

bool diff_is_null(const char *name)
{
	return !strcmp(name, "/dev/null");
}

/* "diff --git a/X b/X": both names are X, so it is the half after the middle blank */
void diff_git_line(struct file_diff *file, const struct diff_text *line)
{
	struct diff_text rest = text_after(line, "diff --git ");
	g_autofree char *first = NULL, *second = NULL;
	size_t used;

	if (rest.size && *rest.at == '"') {
		first = unquote(rest.at, rest.size, &used);
		if (!first || used + 1 >= rest.size)
			return;
		second = diff_name((struct diff_text){ rest.at + used + 1, rest.size - used - 1 });
	} else {
		used = rest.size / 2;
		if (!(rest.size & 1) || rest.at[used] != ' ')
			return;
		first = g_strndup(rest.at, used);
		second = g_strndup(rest.at + used + 1, used);
	}
	if (!first || !second)
		return;
	file->old_path = diff_strip(first);
	file->new_path = diff_strip(second);
	if (strcmp(file->old_path, file->new_path)) {
		g_clear_pointer(&file->old_path, g_free);
		g_clear_pointer(&file->new_path, g_free);
	}
}

void diff_set(char **path, char *value)
{
	g_free(*path);
	*path = value;
}

static unsigned int parse_mode(struct diff_text text)
{
	unsigned int mode = 0;

	for (size_t i = 0; i < MIN(text.size, 6) && text.at[i] >= '0' && text.at[i] <= '7'; i++)
		mode = mode * 8 + (text.at[i] - '0');
	return mode;
}

static void parse_index(struct file_diff *file, struct diff_text text)
{
	g_autofree char *line = g_strndup(text.at, text.size);
	char *dots = strstr(line, "..");
	char *mode = strchr(line, ' ');

	if (!dots)
		return;
	if (mode) {
		*mode = '\0';
		file->old_mode = file->new_mode = strtoul(mode + 1, NULL, 8);
	}
	*dots = '\0';
	diff_set(&file->old_id, g_strdup(line));
	diff_set(&file->new_id, g_strdup(dots + 2));
}

/* one extended header line of git; false when the line is none */
bool diff_git_header(struct file_diff *file, const struct diff_text *line)
{
	if (text_starts(line, "old mode ")) {
		file->old_mode = parse_mode(text_after(line, "old mode "));
	} else if (text_starts(line, "new mode ")) {
		file->new_mode = parse_mode(text_after(line, "new mode "));
	} else if (text_starts(line, "new file mode ")) {
		file->change = FILE_CREATED;
		file->new_mode = parse_mode(text_after(line, "new file mode "));
	} else if (text_starts(line, "deleted file mode ")) {
		file->change = FILE_DELETED;
		file->old_mode = parse_mode(text_after(line, "deleted file mode "));
	} else if (text_starts(line, "rename from ") || text_starts(line, "copy from ")) {
		bool copy = *line->at == 'c';

		file->change = copy ? FILE_COPIED : FILE_RENAMED;
		diff_set(&file->old_path, diff_name(text_after(line, copy ? "copy from " : "rename from ")));
	} else if (text_starts(line, "rename to ") || text_starts(line, "copy to ")) {
		bool copy = *line->at == 'c';

		diff_set(&file->new_path, diff_name(text_after(line, copy ? "copy to " : "rename to ")));
	} else if (text_starts(line, "index ")) {
		parse_index(file, text_after(line, "index "));
	} else if (text_starts(line, "GIT binary patch") || text_starts(line, "Binary files ")) {
		file->binary = true;
	} else {
		return text_starts(line, "similarity index ") || text_starts(line, "dissimilarity index ");
	}
	return true;
}

/* a number of at most nine digits, so that counts of a hunk can be added */
static bool parse_number(const char **at, const char *end, unsigned long *out)
{
	const char *start = *at;

	for (*out = 0; *at < end && g_ascii_isdigit(**at) && *at - start < 9; (*at)++)
		*out = *out * 10 + (**at - '0');
	return *at > start && (*at == end || !g_ascii_isdigit(**at));
}

static bool parse_range(const char **at, const char *end, char sign, unsigned long *start,
			unsigned long *count)
{
	if (*at >= end || *(*at)++ != sign || !parse_number(at, end, start))
		return false;
	*count = 1;
	if (*at >= end || **at != ',')
		return true;
	(*at)++;
	return parse_number(at, end, count);
}

bool diff_hunk_header(const struct diff_text *line, struct hunk *hunk)
{
	const char *at = line->at + 3, *end = line->at + line->size;

	if (!parse_range(&at, end, '-', &hunk->old_start, &hunk->old_lines) || at >= end ||
	    *at++ != ' ' || !parse_range(&at, end, '+', &hunk->new_start, &hunk->new_lines))
		return false;
	if (end - at < 3 || memcmp(at, " @@", 3))
		return false;
	at += 3;
	if (at < end && *at == ' ')
		at++;
	g_free(hunk->section);
	hunk->section = g_strndup(at, end - at);
	return true;
}
