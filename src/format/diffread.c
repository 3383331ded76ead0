// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parser walks the lines once.  Outside a hunk it looks for file headers
 * and lets everything else pass (mail text, signatures); inside a hunk the
 * counts of its "@@" line rule.  What is a header, and what is wrong with one,
 * is as in git's apply.c (2.39): a patch that git refuses is refused here.
 */
#include <string.h>

#include "base/error.h"
#include "format/diff.h"
#include "format/diffbinary.h"
#include "format/diffhead.h"

struct parser {
	const char *at;
	const char *end;
	unsigned long number;	/* of the line at @at, from 1 */
	const char *first;	/* first byte of the first file header */
	const char *last;	/* behind the last line that belongs to the diff */
	bool newline;		/* the line that peek() gave has one */
	struct diff_strip strip;
	size_t parts;		/* hunks and files so far */
	size_t unpacked;	/* bytes of binary patches so far */
	GPtrArray *files;
};

static bool peek(struct parser *p, struct diff_text *line)
{
	const char *newline;

	if (p->at >= p->end)
		return false;
	newline = memchr(p->at, '\n', p->end - p->at);
	p->newline = newline;
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

/* a file or hunk more */
static bool count_part(struct parser *p, GError **error)
{
	if (++p->parts <= DIFF_PARTS_MAX)
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_LIMIT,
		    "line %lu: the patch has more than %d files and hunks; split it", p->number,
		    DIFF_PARTS_MAX);
	return false;
}

static bool check_paths(const struct parser *p, const struct file_diff *file, GError **error)
{
	g_autofree char *fault = diff_path_fault(file);

	if (!fault)
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
		    "line %lu: %s; the patch was not taken", p->number, fault);
	return false;
}

/* "\ No newline at end of file" below a line of a hunk; it may end the input itself */
static bool skip_no_eol(struct parser *p)
{
	struct diff_text line;

	if (p->at >= p->end || *p->at != '\\' || !peek(p, &line) || !diff_no_eol(&line))
		return false;
	advance(p, &line);
	return true;
}

static bool cut_off(const struct parser *p, const char *path, unsigned long first,
		    unsigned long old, unsigned long new, GError **error)
{
	return parse_error(p, error, "the hunk of '%s' that starts at line %lu is cut off: %lu old "
			   "and %lu new lines are missing", path, first, old, new);
}

static bool parse_hunk_lines(struct parser *p, struct hunk *hunk, const char *path,
			     GError **error)
{
	unsigned long old = hunk->old_lines, new = hunk->new_lines;
	unsigned long first = p->number - 1;
	bool changes = false;
	struct diff_text line;

	while (old || new) {
		struct diff_line entry = { .kind = ' ' };

		if (!peek(p, &line) || !p->newline)
			return cut_off(p, path, first, old, new, error);
		entry.text = line.at;
		if (line.size) {
			entry.kind = *line.at;
			entry.text++;
			entry.size = line.size - 1;
		}
		if ((entry.kind != ' ' && entry.kind != '-' && entry.kind != '+') ||
		    (entry.kind != '+' && !old) || (entry.kind != '-' && !new))
			return parse_error(p, error, "the hunk of '%s' that starts at line %lu "
					   "does not match its counts: %lu old and %lu new lines "
					   "are still expected", path, first, old, new);
		old -= entry.kind != '+';
		new -= entry.kind != '-';
		changes |= entry.kind != ' ';
		advance(p, &line);
		entry.no_eol = skip_no_eol(p);
		g_array_append_val(hunk->lines, entry);
	}
	if (!changes)
		return parse_error(p, error, "the hunk of '%s' that starts at line %lu changes "
				   "nothing", path, first);
	return true;
}

/*
 * An added or removed line behind a hunk means that its counts are wrong.  git lets it
 * pass, and so drops a line of the change; a signature may stand there.
 */
static bool check_behind_hunk(struct parser *p, const char *path, GError **error)
{
	struct diff_text line;

	if (!peek(p, &line) || !line.size || (*line.at != '+' && *line.at != '-') ||
	    text_starts(&line, "--"))
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
		if (!count_part(p, error))
			return false;
		if (!p->newline || !diff_hunk_header(&line, hunk))
			return parse_error(p, error, "the hunk header of '%s' is malformed", path);
		advance(p, &line);
		if (!parse_hunk_lines(p, hunk, path, error) || !check_behind_hunk(p, path, error))
			return false;
		if (file->change == FILE_CREATED && hunk->old_lines)
			return parse_error(p, error, "'%s' is a new file, but the hunk above has "
					   "lines of an old one", path);
		if (file->change == FILE_DELETED && hunk->new_lines)
			return parse_error(p, error, "'%s' is deleted, but the hunk above leaves "
					   "lines in it", path);
		p->last = p->at;
	}
	return true;
}

static void skip_bytes(struct parser *p, size_t size)
{
	for (const char *end = p->at + size; p->at < end; p->at++)
		p->number += *p->at == '\n';
}

static bool parse_direction(struct parser *p, struct binary **out, GError **error)
{
	g_autoptr(GError) cause = NULL;

	*out = binary_parse(p->at, p->end - p->at, BINARY_MAX - p->unpacked, &cause);
	if (cause) {
		g_set_error(error, cause->domain, cause->code, "line %lu: %s", p->number,
			    cause->message);
		return false;
	}
	if (*out) {
		p->unpacked += (*out)->length;
		skip_bytes(p, (*out)->size);
	}
	return true;
}

static bool parse_binary(struct parser *p, struct file_diff *file, GError **error)
{
	struct diff_text line;

	if (!peek(p, &line) || !p->newline)
		return true;
	if (line.size > 7 && !memcmp(line.at + line.size - 7, " differ", 7) &&
	    (text_starts(&line, "Binary files ") || text_starts(&line, "Files "))) {
		file->binary = true;
		advance(p, &line);
	} else if (text_starts(&line, "GIT binary patch") &&
		   line.size == strlen("GIT binary patch")) {
		file->binary = true;
		advance(p, &line);
		if (!parse_direction(p, &file->forward, error))
			return false;
		if (!file->forward)
			return parse_error(p, error, "the binary patch of '%s' is neither literal "
					   "nor delta", file_diff_path(file));
		if (!parse_direction(p, &file->backward, error))
			return false;
	}
	p->last = p->at;
	return true;
}

/* @change: the header alone says that something changes */
static bool parse_body(struct parser *p, struct file_diff *file, bool change, GError **error)
{
	if (!check_paths(p, file, error) || !parse_hunks(p, file, error))
		return false;
	if (file->hunks->len || file->plain)
		return true;
	if (!parse_binary(p, file, error))
		return false;
	if (file->binary || change)
		return true;
	return parse_error(p, error, "the header of '%s' is followed by no change",
			   file_diff_path(file));
}

static bool read_header(struct parser *p, struct diff_head *head, GError **error)
{
	enum diff_taken taken = DIFF_TAKEN;
	const char *wrong;
	struct diff_text line;

	while (taken == DIFF_TAKEN && peek(p, &line) && p->newline) {
		taken = diff_head_take(head, &line, &wrong);
		if (taken == DIFF_TAKEN_WRONG)
			return parse_error(p, error, "%s", wrong);
		if (taken == DIFF_TAKEN)
			advance(p, &line);
	}
	return diff_head_end(head, &wrong) || parse_error(p, error, "%s", wrong);
}

static bool parse_git_file(struct parser *p, struct diff_text line, GError **error)
{
	struct file_diff *file = file_diff_new();
	g_auto(diff_head) head = { 0 };

	g_ptr_array_add(p->files, file);
	diff_head_start(&head, file, &p->strip, &line);
	advance(p, &line);
	if (!read_header(p, &head, error))
		return false;
	if (!head.lines) {
		/* a line of text, as git sees it */
		g_ptr_array_set_size(p->files, p->files->len - 1);
		return true;
	}
	if (!p->first)
		p->first = line.at;
	p->last = p->at;
	return parse_body(p, file, diff_head_changes(&head), error);
}

static bool parse_plain_file(struct parser *p, struct diff_text line, GError **error)
{
	struct file_diff *file = file_diff_new();
	struct diff_text old = text_after(&line, "--- "), new;

	g_ptr_array_add(p->files, file);
	if (!p->first)
		p->first = line.at;
	advance(p, &line);
	peek(p, &line);
	new = text_after(&line, "+++ ");
	advance(p, &line);
	if (!diff_plain_names(file, &p->strip, old, new))
		return parse_error(p, error, "the '---' and '+++' lines name no file");
	return parse_body(p, file, false, error);
}

/* "--- x" starts a plain diff only when "+++ y" and "@@ -" follow */
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

static bool is_stray_hunk(const struct parser *p, const struct diff_text *line)
{
	struct hunk *hunk;
	bool stray;

	if (!p->newline || !text_starts(line, "@@ -"))
		return false;
	hunk = hunk_new();
	stray = diff_hunk_header(line, hunk);
	hunk_free(hunk);
	return stray;
}

static bool parse_line(struct parser *p, struct diff_text line, GError **error)
{
	if (text_starts(&line, "diff --git "))
		return count_part(p, error) && parse_git_file(p, line, error);
	if (is_plain_header(*p, line))
		return count_part(p, error) && parse_plain_file(p, line, error);
	if (is_stray_hunk(p, &line))
		return parse_error(p, error, "a hunk without the header of its file");
	advance(p, &line);
	return true;
}

struct diff *diff_parse(GBytes *bytes, GError **error)
{
	g_autoptr(GPtrArray) files =
		g_ptr_array_new_with_free_func((GDestroyNotify)file_diff_free);
	struct parser p = { .number = 1, .strip = { .count = 1 }, .files = files };
	struct diff_text line;
	struct diff *diff;
	gsize size;

	p.at = g_bytes_get_data(bytes, &size) ?: "";
	p.end = p.at + size;
	while (peek(&p, &line)) {
		if (!parse_line(&p, line, error))
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
