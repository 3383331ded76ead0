// SPDX-License-Identifier: GPL-2.0-only
/*
 * The states follow find_header() and its callees in git's apply.c, which say
 * what is a header, what ends a file, and what is corrupt.
 */
#include "format/diffscan.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "format/diffhead.h"

/* bytes of a name line that are read */
#define NAME_MAX_SIZE 16384

enum state {
	OUTSIDE,
	HEADER, /* below "diff --git" */
	OLD_NAME, /* behind "--- " of a plain diff */
	NEW_NAME, /* behind its "+++ " */
	HUNKS, /* behind a header or a hunk */
	HUNK,
	BINARY,
	FAILED,
};

struct diff_scan {
	enum state state;
	unsigned long number; /* of the line, from 1 */
	unsigned long first; /* line of the hunk's header */
	unsigned long old; /* lines left in the hunk */
	unsigned long new;
	bool changed; /* the hunk has a line that is no context */
	bool eol; /* "\ No newline" may follow */
	bool ended; /* the hunk's last line has just been read */
	bool newline; /* the line has one; git takes no other as header or line of a hunk */
	struct diff_strip strip;
	struct diff_head head; /* of git, while it is read */
	gsize names; /* bytes of names so far */
	unsigned int blocks; /* of a binary patch */
	bool block; /* inside of one */
	GString *old_name; /* names may hold NUL bytes */
	GString *new_name;
	struct hunk *hunk;
	struct scanned_file *file;
	GPtrArray *files;
	GError *error;
};

static void scanned_file_free(gpointer data)
{
	struct scanned_file *file = data;

	file_diff_free(file->head);
	g_free(file);
}

static void reset(struct diff_scan *scan)
{
	scan->state = OUTSIDE;
	scan->number = 0;
	scan->file = NULL;
	scan->names = 0;
	scan->strip = (struct diff_strip){ .count = 1 };
	diff_head_clear(&scan->head);
	g_string_truncate(scan->old_name, 0);
	g_string_truncate(scan->new_name, 0);
	g_clear_error(&scan->error);
}

struct diff_scan *diff_scan_new(void)
{
	struct diff_scan *scan = g_new0(struct diff_scan, 1);

	scan->files = g_ptr_array_new_with_free_func(scanned_file_free);
	scan->hunk = hunk_new();
	scan->old_name = g_string_new(NULL);
	scan->new_name = g_string_new(NULL);
	reset(scan);
	return scan;
}

void diff_scan_free(struct diff_scan *scan)
{
	if (!scan)
		return;
	reset(scan);
	g_ptr_array_unref(scan->files);
	hunk_free(scan->hunk);
	g_string_free(scan->old_name, TRUE);
	g_string_free(scan->new_name, TRUE);
	g_free(scan);
}

static void fail(struct diff_scan *scan, enum bs_error code, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

static void fail(struct diff_scan *scan, enum bs_error code, const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list args;

	va_start(args, format);
	what = g_strdup_vprintf(format, args);
	va_end(args);
	if (!scan->error)
		g_set_error(&scan->error, BS_ERROR, code, "line %lu: %s", scan->number, what);
	scan->state = FAILED;
}

static const char *path_of(const struct diff_scan *scan)
{
	const char *path = scan->file ? file_diff_path(scan->file->head) : NULL;

	return path ? path : "?";
}

static void start_file(struct diff_scan *scan)
{
	if (scan->files->len >= DIFF_SCAN_FILES_MAX) {
		fail(scan, BS_ERROR_LIMIT, "there are more than %d files", DIFF_SCAN_FILES_MAX);
		return;
	}
	scan->file = g_new0(struct scanned_file, 1);
	scan->file->head = file_diff_new();
	g_ptr_array_add(scan->files, scan->file);
}

static bool check_paths(struct diff_scan *scan)
{
	g_autofree char *fault = diff_path_fault(scan->file->head);

	if (fault)
		fail(scan, BS_ERROR_UNSAFE, "%s", fault);
	scan->names += strlen(path_of(scan));
	if (scan->names > DIFF_SCAN_NAMES_MAX)
		fail(scan, BS_ERROR_LIMIT, "the names of its files are longer than %lu MiB",
		     DIFF_SCAN_NAMES_MAX >> 20);
	return scan->state != FAILED;
}

/* the header is complete: does it say which file? */
static bool settle_names(struct diff_scan *scan)
{
	const char *wrong;

	if (diff_head_end(&scan->head, &wrong))
		return true;
	fail(scan, BS_ERROR_INPUT, "%s", wrong);
	return false;
}

/* and is that in the tree? */
static bool settle_header(struct diff_scan *scan)
{
	return settle_names(scan) && check_paths(scan);
}

/* below a header of git, and no hunk follows */
static void end_header(struct diff_scan *scan)
{
	if (!scan->head.lines && settle_names(scan)) {
		/* the line stood alone, as in a text that speaks of it */
		g_ptr_array_set_size(scan->files, scan->files->len - 1);
		scan->file = NULL;
	} else if (scan->head.lines && settle_header(scan) && !diff_head_changes(&scan->head)) {
		fail(scan, BS_ERROR_INPUT, "no change follows the file header of '%.200s'",
		     path_of(scan));
	}
	if (scan->state != FAILED)
		scan->state = OUTSIDE;
}

static bool start_hunk(struct diff_scan *scan, const struct diff_text *line)
{
	struct hunk *hunk = scan->hunk;

	if (!text_starts(line, "@@ -"))
		return false;
	if (!scan->newline || !diff_hunk_header(line, hunk)) {
		fail(scan, BS_ERROR_INPUT, "the hunk header of '%.200s' is malformed",
		     path_of(scan));
		return true;
	}
	if ((hunk->old_lines && scan->file->head->change == FILE_CREATED) ||
	    (hunk->new_lines && scan->file->head->change == FILE_DELETED)) {
		fail(scan, BS_ERROR_INPUT, "a %s file with lines on the other side, '%.200s'",
		     hunk->old_lines && scan->file->head->change == FILE_CREATED ? "new" :
										    "deleted",
		     path_of(scan));
		return true;
	}
	scan->old = hunk->old_lines;
	scan->new = hunk->new_lines;
	scan->first = scan->number;
	scan->changed = false;
	scan->eol = false;
	scan->file->hunks++;
	scan->state = HUNK;
	return true;
}

static bool is_differ_line(const struct diff_text *line)
{
	return line->size > strlen(" differ") &&
	       (text_starts(line, "Binary files ") || text_starts(line, "Files ")) &&
	       !memcmp(line->at + line->size - strlen(" differ"), " differ", strlen(" differ"));
}

/* a line that says that the file is binary */
static bool is_binary_line(const struct diff_scan *scan, const struct diff_text *line)
{
	bool data = line->size == strlen("GIT binary patch") &&
		    text_starts(line, "GIT binary patch");

	return scan->newline && (data || is_differ_line(line));
}

/* false when the line is to be looked at again, from outside */
static bool take_header(struct diff_scan *scan, const struct diff_text *line)
{
	const char *wrong;

	switch (scan->newline ? diff_head_take(&scan->head, line, &wrong) : DIFF_TAKEN_NOT) {
	case DIFF_TAKEN:
		return true;
	case DIFF_TAKEN_WRONG:
		fail(scan, BS_ERROR_INPUT, "%s", wrong);
		return true;
	case DIFF_TAKEN_NOT:
		break;
	}
	if (!scan->head.lines) {
		end_header(scan);
		return scan->state == FAILED;
	}
	if (text_starts(line, "@@ -")) {
		if (settle_header(scan))
			start_hunk(scan, line);
	} else if (is_binary_line(scan, line)) {
		scan->file->head->binary = true;
		scan->blocks = 0;
		scan->block = false;
		scan->state = !settle_header(scan)  ? FAILED :
			      *line->at == 'G'	    ? BINARY :
						      OUTSIDE;
	} else {
		end_header(scan);
		return scan->state == FAILED;
	}
	return true;
}

static void take_hunk_line(struct diff_scan *scan, const struct diff_text *line)
{
	char kind = line->size ? *line->at : ' ';

	if (kind == '\\' && diff_no_eol(line) && scan->eol) {
		scan->eol = false;
		return;
	}
	scan->eol = true;
	if (!scan->newline || !kind || !strchr(" +-", kind) || (kind != '+' && !scan->old) ||
	    (kind != '-' && !scan->new)) {
		fail(scan, BS_ERROR_INPUT,
		     "the hunk of '%.200s' that starts at line %lu does not match its counts: "
		     "%lu old and %lu new lines are still expected",
		     path_of(scan), scan->first, scan->old, scan->new);
		return;
	}
	scan->old -= kind != '+';
	scan->new -= kind != '-';
	scan->file->added += kind == '+';
	scan->file->deleted += kind == '-';
	scan->changed |= kind != ' ';
	if (scan->old || scan->new)
		return;
	scan->state = HUNKS;
	scan->ended = true;
	if (!scan->changed)
		fail(scan, BS_ERROR_INPUT,
		     "the hunk of '%.200s' that starts at line %lu changes nothing", path_of(scan),
		     scan->first);
}

/* "literal 12" or "delta 3", lines of data, an empty line; twice where it can be reversed */
static bool take_binary(struct diff_scan *scan, const struct diff_text *line)
{
	if (scan->block) {
		scan->block = line->size != 0;
		return true;
	}
	if (scan->blocks < 2 && (text_starts(line, "literal ") || text_starts(line, "delta "))) {
		scan->blocks++;
		scan->block = true;
		return true;
	}
	if (!scan->blocks)
		fail(scan, BS_ERROR_INPUT, "the binary patch of '%.200s' is malformed",
		     path_of(scan));
	else
		scan->state = OUTSIDE;
	return scan->state == FAILED;
}

/* both names of a plain diff are known, and a hunk follows */
static bool start_plain(struct diff_scan *scan)
{
	struct diff_text old = { scan->old_name->str, scan->old_name->len };
	struct diff_text new = { scan->new_name->str, scan->new_name->len };

	start_file(scan);
	if (scan->state == FAILED)
		return false;
	if (!diff_plain_names(scan->file->head, &scan->strip, old, new)) {
		fail(scan, BS_ERROR_INPUT, "the '---' and '+++' lines name no file");
		return false;
	}
	return check_paths(scan);
}

static void keep_name(GString *to, struct diff_text name)
{
	g_string_truncate(to, 0);
	g_string_append_len(to, name.at, name.size);
}

static void take_outside(struct diff_scan *scan, const struct diff_text *line)
{
	if (text_starts(line, "diff --git ")) {
		start_file(scan);
		if (scan->state == FAILED)
			return;
		diff_head_start(&scan->head, scan->file->head, &scan->strip, line);
		scan->state = HEADER;
	} else if (text_starts(line, "--- ") && line->size < NAME_MAX_SIZE) {
		keep_name(scan->old_name, text_after(line, "--- "));
		scan->state = OLD_NAME;
	} else if (scan->newline && text_starts(line, "@@ -") &&
		   diff_hunk_header(line, scan->hunk)) {
		fail(scan, BS_ERROR_INPUT, "a hunk without the header of its file");
	}
}

/* false when the line is to be looked at again, from outside */
static bool take_names(struct diff_scan *scan, const struct diff_text *line)
{
	if (scan->state == OLD_NAME && text_starts(line, "+++ ") && line->size < NAME_MAX_SIZE) {
		keep_name(scan->new_name, text_after(line, "+++ "));
		scan->state = NEW_NAME;
		return true;
	}
	if (scan->state == NEW_NAME && text_starts(line, "@@ -")) {
		if (start_plain(scan))
			start_hunk(scan, line);
		return true;
	}
	scan->state = OUTSIDE;
	return false;
}

/* behind a hunk; false when the line is to be looked at again, from outside */
static bool take_behind(struct diff_scan *scan, const struct diff_text *line)
{
	bool ended = scan->ended;

	scan->ended = false;
	if (ended && diff_no_eol(line))
		return true;
	if (start_hunk(scan, line))
		return true;
	scan->state = OUTSIDE;
	return false;
}

static void take_line(struct diff_scan *scan, const struct diff_text *line)
{
	bool taken = true;

	switch (scan->state) {
	case HUNK:
		take_hunk_line(scan, line);
		return;
	case HEADER:
		taken = take_header(scan, line);
		break;
	case OLD_NAME:
	case NEW_NAME:
		taken = take_names(scan, line);
		break;
	case HUNKS:
		taken = take_behind(scan, line);
		break;
	case BINARY:
		taken = take_binary(scan, line);
		break;
	case OUTSIDE:
		taken = false;
		break;
	case FAILED:
		return;
	}
	if (!taken)
		take_outside(scan, line);
}

void diff_scan_line(struct diff_scan *scan, const char *line, gsize size)
{
	struct diff_text text = { line, size && line[size - 1] == '\n' ? size - 1 : size };

	scan->number++;
	scan->newline = text.size < size;
	take_line(scan, &text);
}

GPtrArray *diff_scan_end(struct diff_scan *scan, GError **error)
{
	GPtrArray *files;

	if (scan->state == HEADER)
		end_header(scan);
	else if (scan->state == HUNK)
		fail(scan, BS_ERROR_INPUT,
		     "the hunk of '%.200s' that starts at line %lu is cut off: %lu old and %lu new "
		     "lines are missing",
		     path_of(scan), scan->first, scan->old, scan->new);
	else if (scan->state == BINARY && !scan->blocks)
		fail(scan, BS_ERROR_INPUT, "the binary patch of '%.200s' is cut off",
		     path_of(scan));
	if (scan->error)
		g_propagate_error(error, g_steal_pointer(&scan->error));
	files = scan->files;
	scan->files = g_ptr_array_new_with_free_func(scanned_file_free);
	reset(scan);
	return files;
}
