// SPDX-License-Identifier: GPL-2.0-only
#include "job/folder.h"

#include "base/error.h"
#include "base/file.h"
#include "base/strings.h"
#include "format/quilt.h"

/* files of a folder with one of the @endings (NULL: all), sorted */
static GPtrArray *files_in(const char *folder, const char *const *endings)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		bool fits = !endings && *name != '.';

		for (const char *const *ending = endings; ending && *ending; ending++)
			fits |= g_str_has_suffix(name, *ending);
		if (fits)
			g_ptr_array_add(files, g_build_filename(folder, name, NULL));
	}
	g_ptr_array_sort(files, compare_strings);
	return files;
}

static GPtrArray *fail(GError **error, const char *reason)
{
	g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT, reason);
	return NULL;
}

static GPtrArray *quilt_files(const char *folder, const char *series, GError **error)
{
	g_autoptr(GBytes) bytes = file_read(series, error);
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) names = NULL;
	GPtrArray *files;

	if (!bytes)
		return NULL;
	text = bytes_text(bytes);
	names = quilt_parse(text, error);
	if (!names)
		return NULL;
	if (!names->len)
		return fail(error, "its series file names no patch");
	files = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < names->len; i++)
		g_ptr_array_add(files, g_build_filename(folder, names->pdata[i], NULL));
	return files;
}

GPtrArray *folder_files(const char *folder, bool *out_numbered, GError **error)
{
	static const char *const endings[] = { ".patch", ".diff", ".eml", ".mbox", ".mbx", NULL };
	g_autofree char *series = g_build_filename(folder, "series", NULL);
	g_autofree char *cur = g_build_filename(folder, "cur", NULL);
	g_autofree char *new = g_build_filename(folder, "new", NULL);
	bool maildir = g_file_test(cur, G_FILE_TEST_IS_DIR);
	g_autoptr(GPtrArray) files = NULL;

	if (out_numbered)
		*out_numbered = !maildir;
	if (g_file_test(series, G_FILE_TEST_IS_REGULAR))
		return quilt_files(folder, series, error);
	files = files_in(maildir ? cur : folder, maildir ? NULL : endings);
	if (maildir)
		g_ptr_array_extend_and_steal(files, files_in(new, NULL));
	if (!files->len)
		return fail(error, "there is no series file and no patch in the folder");
	return g_steal_pointer(&files);
}
