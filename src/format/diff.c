// SPDX-License-Identifier: GPL-2.0-only
/*
 * Diffs as structs, and written out in the form of git.  Reading is in
 * diffread.c, turning round in diffreverse.c.
 */
#include "format/diff.h"

#include <string.h>

#include "format/diffname.h"

/* as git has them */
#define MODE_TYPE 0170000
#define MODE_LINK 0120000
#define MODE_SUBMODULE 0160000

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
	g_free(file->forward);
	g_free(file->backward);
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

static bool is_special(unsigned int mode)
{
	return (mode & MODE_TYPE) == MODE_LINK || (mode & MODE_TYPE) == MODE_SUBMODULE;
}

bool file_diff_special(const struct file_diff *file)
{
	return is_special(file->old_mode) || is_special(file->new_mode);
}

static void write_mode(GString *out, const char *what, unsigned int mode)
{
	if (mode)
		g_string_append_printf(out, "%s mode %06o\n", what, mode);
}

/* the mode stands behind the ids when it stays the same */
static bool mode_behind_ids(const struct file_diff *file)
{
	return file->old_id && file->new_id && file->old_mode &&
	       file->old_mode == file->new_mode;
}

static void write_modes(const struct file_diff *file, GString *out)
{
	if (file->change == FILE_CREATED) {
		write_mode(out, "new file", file->new_mode ? file->new_mode : 0100644);
	} else if (file->change == FILE_DELETED) {
		write_mode(out, "deleted file", file->old_mode ? file->old_mode : 0100644);
	} else if (!mode_behind_ids(file)) {
		write_mode(out, "old", file->old_mode);
		write_mode(out, "new", file->new_mode);
	}
	if (file->change == FILE_RENAMED || file->change == FILE_COPIED) {
		const char *verb = file->change == FILE_RENAMED ? "rename" : "copy";

		g_string_append_printf(out, "%s from ", verb);
		diff_name_append(out, "", file->old_path);
		g_string_append_printf(out, "\n%s to ", verb);
		diff_name_append(out, "", file->new_path);
		g_string_append_c(out, '\n');
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

/* a blank in a name would end it for other tools, were there no tab behind it */
static void write_side(GString *out, const char *mark, const char *side, const char *path)
{
	g_string_append(out, mark);
	if (path)
		diff_name_append(out, side, path);
	else
		g_string_append(out, "/dev/null");
	g_string_append(out, path && strchr(path, ' ') ? "\t\n" : "\n");
}

static void write_header(const struct file_diff *file, GString *out)
{
	g_string_append(out, "diff --git ");
	diff_name_append(out, "a/", file->old_path ? file->old_path : file->new_path);
	g_string_append_c(out, ' ');
	diff_name_append(out, "b/", file_diff_path(file));
	g_string_append_c(out, '\n');
	write_modes(file, out);
	if (file->old_id && file->new_id) {
		g_string_append_printf(out, "index %s..%s", file->old_id, file->new_id);
		if (mode_behind_ids(file))
			g_string_append_printf(out, " %06o", file->old_mode);
		g_string_append_c(out, '\n');
	}
}

static void write_binary(const struct file_diff *file, GString *out)
{
	if (!file->forward) {
		g_string_append(out, "Binary files ");
		g_string_append(out, file->old_path ? "a/" : "/dev/null");
		g_string_append(out, file->old_path ? file->old_path : "");
		g_string_append(out, file->new_path ? " and b/" : " and /dev/null");
		g_string_append(out, file->new_path ? file->new_path : "");
		g_string_append(out, " differ\n");
		return;
	}
	g_string_append(out, "GIT binary patch\n");
	g_string_append_len(out, file->forward->text, file->forward->size);
	if (file->backward)
		g_string_append_len(out, file->backward->text, file->backward->size);
}

static void file_diff_write(const struct file_diff *file, GString *out)
{
	if (!file->plain)
		write_header(file, out);
	if (file->binary)
		write_binary(file, out);
	if (!file->hunks->len)
		return;
	write_side(out, "--- ", "a/", file->old_path);
	write_side(out, "+++ ", "b/", file->new_path);
	for (guint i = 0; i < file->hunks->len; i++)
		hunk_write(file->hunks->pdata[i], out);
}

void diff_write(const struct diff *diff, GString *out)
{
	bool open = false;

	for (guint i = 0; i < diff->files->len; i++) {
		const struct file_diff *file = diff->files->pdata[i];

		/* "--- x" would go on with the header above */
		if (open && file->plain)
			g_string_append_c(out, '\n');
		file_diff_write(file, out);
		open = !file->hunks->len && !file->binary;
	}
}

bool diff_is_bare(const struct diff *diff)
{
	for (guint i = 0; i < diff->files->len; i++) {
		if (((const struct file_diff *)diff->files->pdata[i])->bare)
			return true;
	}
	return false;
}

bool diff_same(const struct diff *a, const struct diff *b)
{
	g_autoptr(GString) text_a = g_string_new(NULL), text_b = g_string_new(NULL);

	diff_write(a, text_a);
	diff_write(b, text_b);
	return g_string_equal(text_a, text_b);
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
