// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parser walks the lines once.  Outside a hunk it looks for file headers
 * and lets everything else pass (mail text, signatures); inside a hunk the
 * counts of its "@@" line rule, as in git.
 */
#include "format/diff.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "format/diffhead.h"

struct parser {
	const char *at;
	const char *end;
	unsigned long number;	/* of the line at @at, from 1 */
	const char *first;	/* first byte of the first file header */
	const char *last;	/* behind the last line that belongs to the diff */
	GPtrArray *files;
};

static bool peek(const struct parser *p, struct diff_text *line)
{
	const char *newline;

	if (p->at >= p->end)
		return false;
	newline = memchr(p->at, '\n', p->end - p->at);
	line->at = p->at;
	line->size = (newline ? newline : p->end) - p->at;
	return true;
}

static void advance(struct parser *p, const struct diff_text *line)
{
	p->at = line->at + line->size;
	if (p->at < p->end)
		p->at++;
	p->number++;
}

static bool parse_error(const struct parser *p, GError **error, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static bool parse_error(const struct parser *p, GError **error, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT, "line %lu: %s", p->number, what);
	return false;
}

void hunk_free(struct hunk *hunk)
{
	if (!hunk)
		return;
	g_free(hunk->section);
	g_array_unref(hunk->lines);
	g_free(hunk);
}

struct hunk *hunk_new(void)
{
	struct hunk *hunk = g_new0(struct hunk, 1);

	hunk->lines = g_array_new(FALSE, FALSE, sizeof(struct diff_line));
	return hunk;
}

struct file_diff *file_diff_new(void)
{
	struct file_diff *file = g_new0(struct file_diff, 1);

	file->hunks = g_ptr_array_new_with_free_func((GDestroyNotify)hunk_free);
	return file;
}

void file_diff_free(struct file_diff *file)
{
	if (!file)
		return;
	g_free(file->old_path);
	g_free(file->new_path);
	g_free(file->old_id);
	g_free(file->new_id);
	g_ptr_array_unref(file->hunks);
	g_clear_pointer(&file->before, g_bytes_unref);
	g_clear_pointer(&file->after, g_bytes_unref);
	g_free(file);
}

void diff_free(struct diff *diff)
{
	if (!diff)
		return;
	g_ptr_array_unref(diff->files);
	g_bytes_unref(diff->text);
	g_free(diff);
}

const char *file_diff_path(const struct file_diff *file)
{
	return file->new_path ? file->new_path : file->old_path;
}

static bool check_paths(const struct parser *p, struct file_diff *file, GError **error)
{
	if (file->change == FILE_CREATED)
		g_clear_pointer(&file->old_path, g_free);
	if (file->change == FILE_DELETED)
		g_clear_pointer(&file->new_path, g_free);
	if (!file->old_path && !file->new_path)
		return parse_error(p, error, "a file header does not name its file");
	if ((file->old_path && !path_is_safe(file->old_path)) ||
	    (file->new_path && !path_is_safe(file->new_path))) {
		g_autofree char *shown = g_strescape(file_diff_path(file), NULL);

		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
			    "line %lu: the path '%s' leaves the tree; the patch was not taken",
			    p->number, shown);
		return false;
	}
	return true;
}

/* "--- a/x" and "+++ b/x"; without git's header they alone name the file */
static bool parse_names(struct parser *p, struct file_diff *file, bool git, GError **error)
{
	g_autofree char *old = NULL, *new = NULL;
	struct diff_text line;

	if (!peek(p, &line) || !text_starts(&line, "--- "))
		return true;
	old = diff_name(text_after(&line, "--- "));
	advance(p, &line);
	if (!peek(p, &line) || !text_starts(&line, "+++ "))
		return parse_error(p, error, "'--- %s' is not followed by a '+++' line",
				   old ? old : "?");
	new = diff_name(text_after(&line, "+++ "));
	advance(p, &line);
	p->last = p->at;
	if (!old || !new)
		return parse_error(p, error, "a quoted file name does not end");
	if (diff_is_null(old))
		file->change = FILE_CREATED;
	if (diff_is_null(new))
		file->change = FILE_DELETED;
	if (git && (file->change == FILE_RENAMED || file->change == FILE_COPIED))
		return true;
	diff_set(&file->old_path, diff_strip(old));
	diff_set(&file->new_path, diff_strip(new));
	if (!git && file->change == FILE_MODIFIED && strcmp(file->old_path, file->new_path))
		diff_set(&file->old_path, g_strdup(file->new_path));
	return true;
}

static bool no_eol_marker(const struct diff_text *line)
{
	return line->size >= 12 && text_starts(line, "\\ ");
}

static bool parse_hunk_lines(struct parser *p, struct hunk *hunk, const char *path,
			     GError **error)
{
	unsigned long old = hunk->old_lines, new = hunk->new_lines;
	unsigned long first = p->number - 1;
	struct diff_text line;

	while (old || new) {
		struct diff_line entry = { 0 };

		if (!peek(p, &line))
			return parse_error(p, error,
					   "the hunk of '%s' that starts at line %lu is cut off: %lu "
					   "old and %lu new lines are missing",
					   path, first, old, new);
		entry.kind = line.size ? *line.at : ' ';
		entry.text = line.size ? line.at + 1 : line.at;
		entry.size = line.size ? line.size - 1 : 0;
		if (no_eol_marker(&line) && hunk->lines->len) {
			g_array_index(hunk->lines, struct diff_line, hunk->lines->len - 1).no_eol =
				true;
			advance(p, &line);
			continue;
		}
		if (entry.kind == '\r' && !entry.size)
			entry = (struct diff_line){ .kind = ' ', .text = line.at, .size = 1 };
		if (!strchr(" +-", entry.kind) || !entry.kind ||
		    (entry.kind != '+' && !old) || (entry.kind != '-' && !new))
			return parse_error(p, error,
					   "the hunk of '%s' that starts at line %lu does not match "
					   "its counts: %lu old and %lu new lines are still expected",
					   path, first, old, new);
		old -= entry.kind != '+';
		new -= entry.kind != '-';
		g_array_append_val(hunk->lines, entry);
		advance(p, &line);
	}
	if (peek(p, &line) && no_eol_marker(&line) && hunk->lines->len) {
		g_array_index(hunk->lines, struct diff_line, hunk->lines->len - 1).no_eol = true;
		advance(p, &line);
	}
	return true;
}

/* behind a hunk: an added or removed line here means that the counts are wrong */
static bool check_behind_hunk(const struct parser *p, const char *path, GError **error)
{
	struct diff_text line;

	if (!peek(p, &line) || !line.size || !strchr("+-", *line.at))
		return true;
	if (text_starts(&line, "--- ") || text_starts(&line, "-- ") || (line.size == 2 && text_starts(&line, "--")))
		return true;
	return parse_error(p, error,
			   "the last hunk of '%s' has more lines than its '@@' line says", path);
}

static bool parse_hunks(struct parser *p, struct file_diff *file, GError **error)
{
	const char *path = file_diff_path(file);
	struct diff_text line;

	while (peek(p, &line) && text_starts(&line, "@@ -")) {
		struct hunk *hunk = hunk_new();

		g_ptr_array_add(file->hunks, hunk);
		if (!diff_hunk_header(&line, hunk))
			return parse_error(p, error, "the hunk header of '%s' is malformed", path);
		advance(p, &line);
		if (!parse_hunk_lines(p, hunk, path, error) || !check_behind_hunk(p, path, error))
			return false;
		p->last = p->at;
	}
	return true;
}

static void skip_binary(struct parser *p)
{
	struct diff_text line;

	while (peek(p, &line) && !text_starts(&line, "diff --git ") && !text_starts(&line, "-- "))
		advance(p, &line);
	p->last = p->at;
}

static bool parse_git_file(struct parser *p, struct diff_text line, GError **error)
{
	struct file_diff *file = file_diff_new();

	g_ptr_array_add(p->files, file);
	diff_git_line(file, &line);
	do {
		advance(p, &line);
		p->last = p->at;
	} while (peek(p, &line) && diff_git_header(file, &line));
	if (file->binary)
		skip_binary(p);
	return parse_names(p, file, true, error) && check_paths(p, file, error) &&
	       parse_hunks(p, file, error);
}

static bool parse_plain_file(struct parser *p, GError **error)
{
	struct file_diff *file = file_diff_new();

	g_ptr_array_add(p->files, file);
	return parse_names(p, file, false, error) && check_paths(p, file, error) &&
	       parse_hunks(p, file, error);
}

/* "--- x" starts a plain diff only when "+++ y" and "@@ " follow */
static bool is_plain_header(struct parser p, struct diff_text line)
{
	static const char *const expected[] = { "--- ", "+++ ", "@@ -" };

	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
		if (!text_starts(&line, expected[i]))
			return false;
		advance(&p, &line);
		if (i + 1 < G_N_ELEMENTS(expected) && !peek(&p, &line))
			return false;
	}
	return true;
}

static bool parse_file(struct parser *p, struct diff_text line, GError **error)
{
	bool git = text_starts(&line, "diff --git ");

	if (!git && !is_plain_header(*p, line)) {
		advance(p, &line);
		return true;
	}
	if (!p->first)
		p->first = line.at;
	return git ? parse_git_file(p, line, error) : parse_plain_file(p, error);
}

struct diff *diff_parse(GBytes *bytes, GError **error)
{
	g_autoptr(GPtrArray) files =
		g_ptr_array_new_with_free_func((GDestroyNotify)file_diff_free);
	struct parser p = { .number = 1, .files = files };
	struct diff_text line;
	struct diff *diff;
	gsize size;

	p.at = g_bytes_get_data(bytes, &size);
	p.end = p.at + size;
	while (peek(&p, &line)) {
		if (!parse_file(&p, line, error))
			return NULL;
	}
	if (!files->len) {
		g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT, "there is no diff in it");
		return NULL;
	}
	diff = g_new0(struct diff, 1);
	diff->files = g_steal_pointer(&files);
	diff->text = g_bytes_new_from_bytes(bytes, p.first - (p.end - size), p.last - p.first);
	return diff;
}

static void append_name(GString *out, const char *prefix, const char *side, const char *path)
{
	bool quote = false;

	for (const char *p = path; p && *p; p++)
		quote |= (unsigned char)*p < 0x20 || *p == '"' || *p == '\\' || *p & 0x80;
	g_string_append(out, prefix);
	if (!path) {
		g_string_append(out, "/dev/null");
	} else if (!quote) {
		g_string_append_printf(out, "%s%s", side, path);
	} else {
		g_autofree char *escaped = g_strescape(path, NULL);

		g_string_append_printf(out, "\"%s%s\"", side, escaped);
	}
}

static void write_modes(const struct file_diff *file, GString *out)
{
	if (file->change == FILE_CREATED)
		g_string_append_printf(out, "new file mode %06o\n",
				       file->new_mode ? file->new_mode : 0100644);
	else if (file->change == FILE_DELETED)
		g_string_append_printf(out, "deleted file mode %06o\n",
				       file->old_mode ? file->old_mode : 0100644);
	else if (file->old_mode != file->new_mode)
		g_string_append_printf(out, "old mode %06o\nnew mode %06o\n", file->old_mode,
				       file->new_mode);
	if (file->change == FILE_RENAMED || file->change == FILE_COPIED) {
		const char *verb = file->change == FILE_RENAMED ? "rename" : "copy";

		g_string_append_printf(out, "%s from %s\n%s to %s\n", verb, file->old_path, verb,
				       file->new_path);
	}
}

static void write_range(GString *out, char sign, unsigned long start, unsigned long count)
{
	g_string_append_printf(out, "%c%lu", sign, start);
	if (count != 1)
		g_string_append_printf(out, ",%lu", count);
}

static void hunk_write(const struct hunk *hunk, GString *out)
{
	g_string_append(out, "@@ ");
	write_range(out, '-', hunk->old_start, hunk->old_lines);
	g_string_append_c(out, ' ');
	write_range(out, '+', hunk->new_start, hunk->new_lines);
	g_string_append(out, " @@");
	if (*hunk->section)
		g_string_append_printf(out, " %s", hunk->section);
	g_string_append_c(out, '\n');
	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		g_string_append_c(out, line->kind);
		g_string_append_len(out, line->text, line->size);
		g_string_append_c(out, '\n');
		if (line->no_eol)
			g_string_append(out, "\\ No newline at end of file\n");
	}
}

static void file_diff_write(const struct file_diff *file, GString *out)
{
	const char *old = file->old_path ? file->old_path : file->new_path;

	append_name(out, "diff --git ", "a/", old);
	append_name(out, " ", "b/", file_diff_path(file));
	g_string_append_c(out, '\n');
	write_modes(file, out);
	if (file->old_id && file->new_id) {
		g_string_append_printf(out, "index %s..%s", file->old_id, file->new_id);
		if (file->old_mode && file->old_mode == file->new_mode)
			g_string_append_printf(out, " %06o", file->old_mode);
		g_string_append_c(out, '\n');
	}
	if (!file->hunks->len)
		return;
	append_name(out, "--- ", "a/", file->old_path);
	append_name(out, "\n+++ ", "b/", file->new_path);
	g_string_append_c(out, '\n');
	for (guint i = 0; i < file->hunks->len; i++)
		hunk_write(file->hunks->pdata[i], out);
}

void diff_write(const struct diff *diff, GString *out)
{
	for (guint i = 0; i < diff->files->len; i++)
		file_diff_write(diff->files->pdata[i], out);
}

GString *hunk_image(const struct hunk *hunk, char skip)
{
	GString *image = g_string_new(NULL);

	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		if (line->kind == skip)
			continue;
		g_string_append_len(image, line->text, line->size);
		if (!line->no_eol)
			g_string_append_c(image, '\n');
	}
	return image;
}
