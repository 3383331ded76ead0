// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parser walks the lines once.  Outside a hunk it looks for file headers
 * and lets everything else pass (mail text, signatures); inside a hunk the
 * counts of its "@@" line rule.  What is a header, and what is wrong with one,
 * is as in git's apply.c (2.39): a patch that git refuses is refused here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/escape.h"
#include "base/file.h"
#include "format/diff.h"
#include "format/diffbinary.h"
#include "format/diffname.h"

/* the shortest "\ No newline at end of file" in any language, as git has it */
#define NO_EOL_MIN 11

/* folders that paths in a kernel start with: what "--- drivers/x.c" was made with -p0 from */
static const char *const kernel_folders[] = {
	"Documentation", "LICENSES", "arch", "block",	"certs",    "crypto", "drivers", "fs",
	"include",	 "init",     "io_uring", "ipc", "kernel",   "lib",    "mm",	 "net",
	"rust",		 "samples",  "scripts", "security", "sound", "tools", "usr",	 "virt",
};

struct parser {
	const char *at;
	const char *end;
	unsigned long number;	/* of the line at @at, from 1 */
	const char *first;	/* first byte of the first file header */
	const char *last;	/* behind the last line that belongs to the diff */
	unsigned int strip;	/* leading folders of names; git finds it out once */
	bool strip_known;
	size_t parts;		/* hunks and files so far */
	size_t unpacked;	/* bytes of binary patches so far */
	GPtrArray *files;
};

struct text {
	const char *at;
	size_t size;
	bool newline;
};

static bool peek(const struct parser *p, struct text *line)
{
	const char *newline;

	if (p->at >= p->end)
		return false;
	newline = memchr(p->at, '\n', p->end - p->at);
	line->at = p->at;
	line->size = (newline ? newline : p->end) - p->at;
	line->newline = newline;
	return true;
}

static void advance(struct parser *p, const struct text *line)
{
	p->at = line->at + line->size + line->newline;
	p->number++;
}

static bool starts(const struct text *line, const char *prefix)
{
	size_t size = strlen(prefix);

	return line->size >= size && !memcmp(line->at, prefix, size);
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

static struct text after(const struct text *line, const char *prefix)
{
	size_t size = strlen(prefix);

	return (struct text){ line->at + size, line->size - size, line->newline };
}

static void set_path(char **path, char *value)
{
	g_free(*path);
	*path = value;
}

/* the extended header of git while it is read; @common is the name on the "diff --git" line */
struct header {
	struct parser *p;
	struct file_diff *file;
	char *common;
	bool created, deleted, renamed, copied;
	unsigned int lines;
};

/* what a header line did: the next one may follow, this one is none, or it is wrong */
enum taken { TAKEN, TAKEN_NOT, TAKEN_WRONG };

static enum taken wrong(const struct header *h, GError **error, const char *what)
{
	parse_error(h->p, error, "%s", what);
	return TAKEN_WRONG;
}

static enum taken take_mode(struct header *h, struct text value, unsigned int *out, GError **error)
{
	unsigned int mode = 0;
	size_t i;

	for (i = 0; i < value.size && i < 7 && value.at[i] >= '0' && value.at[i] <= '7'; i++)
		mode = mode * 8 + value.at[i] - '0';
	if (!i || (i < value.size && !g_ascii_isspace(value.at[i])))
		return wrong(h, error, "the file mode is no octal number");
	/* as git keeps modes: a file, executable or not, a link, a folder, a submodule */
	if ((mode & 0170000) == 0100000)
		mode = mode & 0100 ? 0100755 : 0100644;
	else if ((mode & 0170000) == 0120000)
		mode = 0120000;
	else
		mode = (mode & 0170000) == 0040000 ? 0040000 : 0160000;
	*out = mode;
	return TAKEN;
}

static char *hex_id(const char *at, size_t size)
{
	if (!size || size > 64)
		return NULL;
	for (size_t i = 0; i < size; i++) {
		if (!g_ascii_isxdigit(at[i]))
			return NULL;
	}
	return g_strndup(at, size);
}

/* "0123456..789abcd 100644" */
static enum taken take_index(struct header *h, struct text value, GError **error)
{
	struct file_diff *file = h->file;
	const char *end = value.at + value.size;
	const char *dots = memmem(value.at, value.size, "..", 2), *behind;
	g_autofree char *old = NULL, *new = NULL;

	if (!dots)
		return TAKEN;
	for (behind = dots + 2; behind < end && *behind != ' ' && *behind != '\r'; behind++)
		;
	old = hex_id(value.at, dots - value.at);
	new = hex_id(dots + 2, behind - dots - 2);
	if (!old || !new)
		return TAKEN;
	set_path(&file->old_id, g_steal_pointer(&old));
	set_path(&file->new_id, g_steal_pointer(&new));
	if (behind == end || *behind != ' ')
		return TAKEN;
	return take_mode(h, (struct text){ behind + 1, end - behind - 1, value.newline },
			 &file->old_mode, error);
}

static enum taken take_side(struct header *h, struct text value, bool none, char **path,
			    GError **error)
{
	bool null = diff_name_is_null(value.at, value.size);
	g_autofree char *name = NULL;

	if (none && *path)
		return wrong(h, error, "the file is new or goes, but both sides have a name");
	if (none)
		return null ? TAKEN : wrong(h, error, "/dev/null is expected here");
	if (null)
		return wrong(h, error, "/dev/null without a 'new file mode' or 'deleted file mode'");
	name = diff_name_git(value.at, value.size, h->p->strip, true);
	if (*path && g_strcmp0(name, *path))
		return wrong(h, error, "this name of the file is not the one above");
	if (!*path)
		*path = g_steal_pointer(&name);
	return TAKEN;
}

static enum taken take_name(struct header *h, struct text value, bool *flag, char **path)
{
	unsigned int strip = h->p->strip ? h->p->strip - 1 : 0;

	*flag = true;
	set_path(path, diff_name_git(value.at, value.size, strip, false));
	return TAKEN;
}

static enum taken take_new(struct header *h, struct text value, GError **error)
{
	h->created = true;
	set_path(&h->file->new_path, g_strdup(h->common));
	return take_mode(h, value, &h->file->new_mode, error);
}

static enum taken take_deleted(struct header *h, struct text value, GError **error)
{
	h->deleted = true;
	set_path(&h->file->old_path, g_strdup(h->common));
	return take_mode(h, value, &h->file->old_mode, error);
}

static enum taken take_header(struct header *h, const struct text *line, GError **error)
{
	struct file_diff *file = h->file;

	if (starts(line, "--- "))
		return take_side(h, after(line, "--- "), h->created, &file->old_path, error);
	if (starts(line, "+++ "))
		return take_side(h, after(line, "+++ "), h->deleted, &file->new_path, error);
	if (starts(line, "old mode "))
		return take_mode(h, after(line, "old mode "), &file->old_mode, error);
	if (starts(line, "new mode "))
		return take_mode(h, after(line, "new mode "), &file->new_mode, error);
	if (starts(line, "deleted file mode "))
		return take_deleted(h, after(line, "deleted file mode "), error);
	if (starts(line, "new file mode "))
		return take_new(h, after(line, "new file mode "), error);
	if (starts(line, "copy from "))
		return take_name(h, after(line, "copy from "), &h->copied, &file->old_path);
	if (starts(line, "copy to "))
		return take_name(h, after(line, "copy to "), &h->copied, &file->new_path);
	if (starts(line, "rename from ") || starts(line, "rename old "))
		return take_name(h, after(line, starts(line, "rename o") ? "rename old " :
									   "rename from "),
				 &h->renamed, &file->old_path);
	if (starts(line, "rename to ") || starts(line, "rename new "))
		return take_name(h, after(line, starts(line, "rename n") ? "rename new " :
									   "rename to "),
				 &h->renamed, &file->new_path);
	if (starts(line, "index "))
		return take_index(h, after(line, "index "), error);
	return starts(line, "similarity index ") || starts(line, "dissimilarity index ") ?
		       TAKEN : TAKEN_NOT;
}

static bool read_header(struct header *h, GError **error)
{
	struct text line;

	while (peek(h->p, &line) && line.newline) {
		enum taken taken = take_header(h, &line, error);

		if (taken == TAKEN_WRONG)
			return false;
		if (h->created + h->deleted + h->renamed + h->copied > 1)
			return parse_error(h->p, error, "the header of the file contradicts itself: "
					   "new, deleted, renamed and copied exclude each other");
		if (taken == TAKEN_NOT)
			break;
		h->lines++;
		advance(h->p, &line);
	}
	return true;
}

/* names that no line gave, and what the whole comes to */
static bool settle_header(struct header *h, GError **error)
{
	struct file_diff *file = h->file;

	if (!file->old_path && !file->new_path) {
		file->old_path = g_strdup(h->common);
		file->new_path = g_strdup(h->common);
	}
	if ((!file->new_path && !h->deleted) || (!file->old_path && !h->created))
		return parse_error(h->p, error, "a file header does not name its file");
	file->change = h->created ? FILE_CREATED :
		       h->deleted ? FILE_DELETED :
		       h->renamed ? FILE_RENAMED :
		       h->copied  ? FILE_COPIED :
				    FILE_MODIFIED;
	if (h->created)
		g_clear_pointer(&file->old_path, g_free);
	if (h->deleted)
		g_clear_pointer(&file->new_path, g_free);
	/* git takes the old side away as well */
	if (file->change == FILE_MODIFIED && strcmp(file->old_path, file->new_path))
		file->change = FILE_RENAMED;
	if (h->created)
		file->old_mode = 0;
	else if (h->deleted)
		file->new_mode = 0;
	else if (!file->new_mode)
		file->new_mode = file->old_mode;
	return true;
}

static bool check_paths(const struct parser *p, const struct file_diff *file, GError **error)
{
	g_autofree char *shown = NULL;

	if ((!file->old_path || path_is_safe(file->old_path)) &&
	    (!file->new_path || path_is_safe(file->new_path)))
		return true;
	shown = escape_line(file->old_path && !path_is_safe(file->old_path) ? file->old_path :
									      file->new_path,
			    -1);
	g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE,
		    "line %lu: the path '%.200s' leaves the tree; the patch was not taken",
		    p->number, shown);
	return false;
}

static bool parse_number(const char **at, const char *end, unsigned long *out)
{
	char *next;

	if (*at >= end || !g_ascii_isdigit(**at))
		return false;
	errno = 0;
	*out = strtoul(*at, &next, 10);
	*at = next;
	return !errno && *out <= G_MAXINT32 && next <= end;
}

static bool parse_range(const char **at, const char *end, const char *expect, unsigned long *start,
			unsigned long *count)
{
	size_t size = strlen(expect);

	if (!parse_number(at, end, start))
		return false;
	*count = 1;
	if (*at < end && **at == ',') {
		++*at;
		if (!parse_number(at, end, count))
			return false;
	}
	if ((size_t)(end - *at) < size || memcmp(*at, expect, size))
		return false;
	*at += size;
	return true;
}

/* a line without newline has no end for strtoul(), and no hunk below it */
static bool parse_hunk_header(const struct text *line, struct hunk *hunk)
{
	const char *at = line->at + 4, *end = line->at + line->size;

	if (!line->newline || !starts(line, "@@ -") ||
	    !parse_range(&at, end, " +", &hunk->old_start, &hunk->old_lines) ||
	    !parse_range(&at, end, " @@", &hunk->new_start, &hunk->new_lines))
		return false;
	if (at < end && *at == ' ')
		at++;
	g_free(hunk->section);
	hunk->section = g_strndup(at, end - at);
	return true;
}

/* "\ No newline at end of file" below a line of a hunk */
static bool skip_no_eol(struct parser *p)
{
	struct text line;

	if (p->at >= p->end || *p->at != '\\' || !peek(p, &line) || !line.newline ||
	    line.size < NO_EOL_MIN || line.at[1] != ' ')
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
	struct text line;

	while (old || new) {
		struct diff_line entry = { .kind = ' ' };

		if (!peek(p, &line) || !line.newline)
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
static bool check_behind_hunk(const struct parser *p, const char *path, GError **error)
{
	struct text line;

	if (!peek(p, &line) || !line.size || (*line.at != '+' && *line.at != '-') ||
	    starts(&line, "--"))
		return true;
	return parse_error(p, error,
			   "the last hunk of '%s' has more lines than its '@@' line says", path);
}

static bool parse_hunks(struct parser *p, struct file_diff *file, GError **error)
{
	const char *path = file_diff_path(file);
	struct text line;

	while (peek(p, &line) && starts(&line, "@@ -")) {
		struct hunk *hunk = hunk_new();

		g_ptr_array_add(file->hunks, hunk);
		if (!count_part(p, error))
			return false;
		if (!parse_hunk_header(&line, hunk))
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
	struct text line;

	if (!peek(p, &line) || !line.newline)
		return true;
	if (line.size > 7 && !memcmp(line.at + line.size - 7, " differ", 7) &&
	    (starts(&line, "Binary files ") || starts(&line, "Files "))) {
		file->binary = true;
		advance(p, &line);
	} else if (starts(&line, "GIT binary patch") && line.size == strlen("GIT binary patch")) {
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
	if (file->binary || change ||
	    (file->old_mode && file->new_mode && file->old_mode != file->new_mode))
		return true;
	return parse_error(p, error, "the header of '%s' is followed by no change",
			   file_diff_path(file));
}

static bool parse_git_file(struct parser *p, struct text line, GError **error)
{
	struct text names = after(&line, "diff --git ");
	struct file_diff *file = file_diff_new();
	g_autofree char *common = diff_name_common(names.at, names.size, p->strip);
	struct header header = { .p = p, .file = file, .common = common };

	g_ptr_array_add(p->files, file);
	advance(p, &line);
	if (!read_header(&header, error) || !settle_header(&header, error))
		return false;
	if (!header.lines) {
		/* a line of text, as git sees it */
		g_ptr_array_set_size(p->files, p->files->len - 1);
		return true;
	}
	if (!p->first)
		p->first = line.at;
	p->last = p->at;
	return parse_body(p, file, header.created || header.deleted || header.renamed ||
			  header.copied, error);
}

/* the first folder of a name */
static struct text folder_of(struct text name)
{
	const char *slash = memchr(name.at, '/', name.size);

	return (struct text){ name.at, slash ? slash - name.at : 0, false };
}

static bool is_kernel_folder(struct text folder)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kernel_folders); i++) {
		if (strlen(kernel_folders[i]) == folder.size &&
		    !memcmp(kernel_folders[i], folder.at, folder.size))
			return true;
	}
	return false;
}

/* no folder in front of the name: -1 when this side cannot tell */
static int guess_strip(struct text name)
{
	g_autofree char *whole = NULL;

	if (diff_name_is_null(name.at, name.size))
		return -1;
	whole = diff_name_plain(name.at, name.size, 0, NULL);
	return whole && !strchr(whole, '/') ? 0 : -1;
}

/*
 * As git: names without folders are taken whole, from here on.  And where git would look
 * for "net/x.c": "--- drivers/net/x.c" was made in the top folder, without "a/" and "b/".
 */
static unsigned int strip_for(struct parser *p, struct text old, struct text new)
{
	struct text folder;
	int p_old, p_new;

	if (!p->strip_known) {
		p_old = guess_strip(old);
		p_new = guess_strip(new);
		if (p_old < 0)
			p_old = p_new;
		if (p_old >= 0 && p_old == p_new) {
			p->strip = p_old;
			p->strip_known = true;
		}
	}
	folder = folder_of(diff_name_is_null(old.at, old.size) ? new : old);
	if (is_kernel_folder(folder) &&
	    (diff_name_is_null(new.at, new.size) ||
	     (new.size > folder.size && !memcmp(new.at, folder.at, folder.size) &&
	      new.at[folder.size] == '/')))
		return 0;
	return p->strip;
}

static void name_plain(struct file_diff *file, struct text old, struct text new,
		       unsigned int strip)
{
	g_autofree char *first = NULL;
	char *name;

	if (diff_name_is_null(old.at, old.size)) {
		file->change = FILE_CREATED;
		file->new_path = diff_name_plain(new.at, new.size, strip, NULL);
		return;
	}
	first = diff_name_plain(old.at, old.size, strip, NULL);
	if (diff_name_is_null(new.at, new.size)) {
		file->change = FILE_DELETED;
		file->old_path = g_steal_pointer(&first);
		return;
	}
	name = diff_name_plain(new.at, new.size, strip, first);
	if (diff_name_is_epoch(old.at, old.size)) {
		file->change = FILE_CREATED;
		file->new_path = name;
	} else if (diff_name_is_epoch(new.at, new.size)) {
		file->change = FILE_DELETED;
		file->old_path = name;
	} else {
		file->old_path = name;
		file->new_path = g_strdup(name);
	}
}

static bool parse_plain_file(struct parser *p, struct text line, GError **error)
{
	struct file_diff *file = file_diff_new();
	struct text old = after(&line, "--- "), new;

	g_ptr_array_add(p->files, file);
	if (!p->first)
		p->first = line.at;
	advance(p, &line);
	peek(p, &line);
	new = after(&line, "+++ ");
	advance(p, &line);
	file->plain = true;
	name_plain(file, old, new, strip_for(p, old, new));
	if (!file->old_path && !file->new_path)
		return parse_error(p, error, "the '---' and '+++' lines name no file");
	return parse_body(p, file, false, error);
}

/* "--- x" starts a plain diff only when "+++ y" and "@@ -" follow */
static bool is_plain_header(struct parser p, struct text line)
{
	static const char *const expected[] = { "--- ", "+++ ", "@@ -" };

	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
		if (!starts(&line, expected[i]))
			return false;
		advance(&p, &line);
		if (i + 1 < G_N_ELEMENTS(expected) && !peek(&p, &line))
			return false;
	}
	return true;
}

static bool is_stray_hunk(const struct text *line)
{
	struct hunk *hunk;
	bool stray;

	if (!starts(line, "@@ -"))
		return false;
	hunk = hunk_new();
	stray = parse_hunk_header(line, hunk);
	hunk_free(hunk);
	return stray;
}

static bool parse_line(struct parser *p, struct text line, GError **error)
{
	if (starts(&line, "diff --git "))
		return count_part(p, error) && parse_git_file(p, line, error);
	if (is_plain_header(*p, line))
		return count_part(p, error) && parse_plain_file(p, line, error);
	if (is_stray_hunk(&line))
		return parse_error(p, error, "a hunk without the header of its file");
	advance(p, &line);
	return true;
}

struct diff *diff_parse(GBytes *bytes, GError **error)
{
	g_autoptr(GPtrArray) files =
		g_ptr_array_new_with_free_func((GDestroyNotify)file_diff_free);
	struct parser p = { .number = 1, .strip = 1, .files = files };
	struct text line;
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
