// SPDX-License-Identifier: GPL-2.0-only
/*
 * Key files hold what a patch file of git has no place for.  The patches
 * themselves are read back from their files, so that an edited one counts.
 */
#include "format/series.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/escape.h"
#include "base/file.h"
#include "base/tmpdir.h"
#include "format/message.h"
#include "format/quilt.h"

#define SERIES_FILE "series"
#define SERIES_INI "series.ini"
#define REVIEW_INI "review.ini"
#define COVER_FILE "0000-cover-letter.patch"

void comment_free(struct comment *comment)
{
	if (!comment)
		return;
	g_free(comment->author);
	g_free(comment->message_id);
	g_free(comment->file);
	g_free(comment->quote);
	g_free(comment->word);
	g_free(comment->text);
	g_free(comment->state);
	g_free(comment);
}

struct series *series_new(void)
{
	struct series *series = g_new0(struct series, 1);

	series->version = 1;
	series->patches = g_ptr_array_new_with_free_func((GDestroyNotify)patch_free);
	series->comments = g_ptr_array_new_with_free_func((GDestroyNotify)comment_free);
	series->sources = g_ptr_array_new_with_free_func(g_free);
	series->cc = g_ptr_array_new_with_free_func(g_free);
	return series;
}

void series_free(struct series *series)
{
	if (!series)
		return;
	g_free(series->name);
	g_free(series->change_id);
	g_free(series->base);
	g_free(series->rule);
	patch_free(series->cover);
	g_ptr_array_unref(series->patches);
	g_ptr_array_unref(series->comments);
	g_ptr_array_unref(series->sources);
	g_ptr_array_unref(series->cc);
	g_free(series);
}

static void put(GKeyFile *file, const char *group, const char *key, const char *value)
{
	g_autofree char *clean = NULL;

	if (!value)
		return;
	clean = escape_utf8(value, -1);
	g_key_file_set_string(file, group, key, clean);
}

static void put_list(GKeyFile *file, const char *group, const char *key, const GPtrArray *values)
{
	g_autoptr(GPtrArray) clean = g_ptr_array_new_with_free_func(g_free);

	if (!values->len)
		return;
	for (guint i = 0; i < values->len; i++)
		g_ptr_array_add(clean, escape_utf8(values->pdata[i], -1));
	g_key_file_set_string_list(file, group, key, (const char *const *)clean->pdata,
				   clean->len);
}

static void put_version(GKeyFile *file, const char *group, unsigned int version,
			const struct series *series)
{
	if (version && version != series->version)
		g_key_file_set_uint64(file, group, "version", version);
}

static void put_patch(GKeyFile *file, const char *group, const struct patch *patch,
		      const char *name, const struct series *series)
{
	put(file, group, "file", name);
	put_version(file, group, patch->subject->version, series);
	put(file, group, "message-id", patch->message_id);
	put(file, group, "in-reply-to", patch->in_reply_to);
	put_list(file, group, "references", patch->references);
	put(file, group, "commit", patch->commit);
	put(file, group, "upstream", patch->upstream);
}

static bool put_file(const char *folder, const char *name, const char *data, gssize size,
		     GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return file_write(path, data, size, error);
}

static bool save_patch(const char *folder, const struct patch *patch, const char *name,
		       GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	patch_write(patch, text);
	return put_file(folder, name, text->str, text->len, error);
}

static bool save_patches(const struct series *series, const char *folder, GKeyFile *file,
			 GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *text = NULL;

	if (series->cover) {
		put_patch(file, "cover", series->cover, COVER_FILE, series);
		if (!save_patch(folder, series->cover, COVER_FILE, error))
			return false;
	}
	for (guint i = 0; i < series->patches->len; i++) {
		const struct patch *patch = series->patches->pdata[i];
		g_autofree char *group = g_strdup_printf("patch %u", i + 1);
		char *name;

		if (!patch)
			continue;
		name = patch_file_name(patch, i + 1);
		g_ptr_array_add(names, name);
		put_patch(file, group, patch, name, series);
		if (!save_patch(folder, patch, name, error))
			return false;
	}
	text = quilt_write(names);
	return put_file(folder, SERIES_FILE, text, -1, error);
}

static bool save_key_file(GKeyFile *file, const char *folder, const char *name, GError **error)
{
	gsize size;
	g_autofree char *text = g_key_file_to_data(file, &size, NULL);

	return put_file(folder, name, text, size, error);
}

static bool save_series(const struct series *series, const char *folder, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();

	put(file, "series", "change-id", series->change_id);
	g_key_file_set_uint64(file, "series", "version", series->version);
	g_key_file_set_uint64(file, "series", "total", series->total);
	put(file, "series", "base", series->base);
	put(file, "series", "rule", series->rule);
	put_list(file, "series", "sources", series->sources);
	put_list(file, "series", "cc", series->cc);
	return save_patches(series, folder, file, error) &&
	       save_key_file(file, folder, SERIES_INI, error);
}

static void put_comment(GKeyFile *file, const struct comment *comment, unsigned int number,
			const struct series *series)
{
	g_autofree char *group = g_strdup_printf("comment %u", number);

	put(file, group, "author", comment->author);
	put(file, group, "message-id", comment->message_id);
	put_version(file, group, comment->version, series);
	g_key_file_set_uint64(file, group, "patch", comment->patch);
	put(file, group, "file", comment->file);
	if (comment->file)
		g_key_file_set_uint64(file, group, "line", comment->line);
	put(file, group, "quote", comment->quote);
	put(file, group, "word", comment->word);
	put(file, group, "text", comment->text);
	put(file, group, "state", comment->state);
}

static bool save_review(const struct series *series, const char *folder, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();

	if (!series->comments->len)
		return true;
	for (guint i = 0; i < series->comments->len; i++)
		put_comment(file, series->comments->pdata[i], i + 1, series);
	return save_key_file(file, folder, REVIEW_INI, error);
}

/* NNNN-….patch at the top of the folder is ours, and so are the three index files */
static bool is_ours(const char *name)
{
	return !strcmp(name, SERIES_FILE) || !strcmp(name, SERIES_INI) ||
	       !strcmp(name, REVIEW_INI) ||
	       (strspn(name, "0123456789") == 4 && name[4] == '-' &&
		g_str_has_suffix(name, ".patch"));
}

/* for file systems without hard links, and files of other users */
static bool copy_one(const char *from, const char *to, GError **error)
{
	g_autoptr(GBytes) content = file_read_own(from, error);
	gsize size = 0;
	const char *data = content ? g_bytes_get_data(content, &size) : NULL;

	if (content && file_write(to, data ? data : "", size, error))
		return true;
	g_prefix_error(error, "cannot keep '%s': ", from);
	return false;
}

/* hard links: the copy costs nothing and the old folder stays complete */
static bool keep_one(const char *from, const char *to, GError **error)
{
	g_autoptr(GPtrArray) names = NULL;
	GStatBuf st;

	if (g_lstat(from, &st))
		return true;
	if (!S_ISDIR(st.st_mode))
		return !link(from, to) || copy_one(from, to, error);
	if (!folder_make(to, error))
		return false;
	names = folder_names(from);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *sub = g_build_filename(from, names->pdata[i], NULL);
		g_autofree char *copy = g_build_filename(to, names->pdata[i], NULL);

		if (!keep_one(sub, copy, error))
			return false;
	}
	return true;
}

static bool keep_foreign(const char *folder, const char *staged, GError **error)
{
	g_autoptr(GPtrArray) names = folder_names(folder);

	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *from = g_build_filename(folder, name, NULL);
		g_autofree char *to = g_build_filename(staged, name, NULL);

		if (!is_ours(name) && !keep_one(from, to, error))
			return false;
	}
	return true;
}

static char *make_staging(const char *folder, const char *scratch, GError **error)
{
	g_autofree char *parent = g_path_get_dirname(folder);
	g_autofree char *base = g_path_get_basename(folder);
	g_autofree char *staged = g_strdup_printf("%s/.%s.XXXXXX", scratch, base);

	if (!folder_make(parent, error) || !folder_make(scratch, error))
		return NULL;
	if (!g_mkdtemp_full(staged, 0777)) {
		g_set_error(error, BS_ERROR, BS_ERROR_IO, "cannot write in '%s': %s", scratch,
			    g_strerror(errno));
		return NULL;
	}
	return g_steal_pointer(&staged);
}

bool series_save(const struct series *series, const char *folder, const char *scratch,
		 GError **error)
{
	g_autofree char *staged = make_staging(folder, scratch, error);

	if (!staged)
		return false;
	if (!save_series(series, staged, error) || !save_review(series, staged, error) ||
	    !keep_foreign(folder, staged, error)) {
		remove_recursively(staged);
		return false;
	}
	return folder_replace(staged, folder, error);
}

static GBytes *read_in(const char *folder, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return file_read_own(path, error);
}

static char *get(GKeyFile *file, const char *group, const char *key)
{
	return g_key_file_get_string(file, group, key, NULL);
}

static void get_list(GKeyFile *file, const char *group, const char *key, GPtrArray *out)
{
	g_auto(GStrv) values = g_key_file_get_string_list(file, group, key, NULL, NULL);

	for (char **value = values; value && *value; value++)
		g_ptr_array_add(out, g_strdup(*value));
}

/* a missing file is an empty one */
static GKeyFile *load_key_file(const char *folder, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_autoptr(GError) cause = NULL;

	if (g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, &cause))
		return g_steal_pointer(&file);
	if (g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		return g_steal_pointer(&file);
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
		    "'%s' is damaged: %s; repair it, or remove the folder and import the series "
		    "again", path, cause->message);
	return NULL;
}

/* of the series, where the group does not say another */
static unsigned int get_version(GKeyFile *file, const char *group, const struct series *series)
{
	guint64 version = g_key_file_get_uint64(file, group, "version", NULL);

	return version && version < G_MAXUINT ? version : series->version;
}

static struct patch *load_patch(const char *folder, const char *name, GKeyFile *file,
				const char *group, const struct series *series, GError **error)
{
	g_autoptr(GBytes) bytes = read_in(folder, name, error);
	g_autoptr(GError) cause = NULL;
	struct patch *patch = bytes ? patch_parse(bytes, name, &cause) : NULL;

	if (cause)
		g_set_error(error, cause->domain, cause->code, "'%s/%s': %s", folder, name,
			    cause->message);
	if (!patch)
		return NULL;
	g_free(patch->message_id);
	g_free(patch->in_reply_to);
	g_ptr_array_set_size(patch->references, 0);
	patch->subject->version = get_version(file, group, series);
	patch->message_id = get(file, group, "message-id");
	patch->in_reply_to = get(file, group, "in-reply-to");
	get_list(file, group, "references", patch->references);
	patch->commit = get(file, group, "commit");
	if (g_key_file_has_key(file, group, "upstream", NULL)) {
		g_free(patch->upstream);
		patch->upstream = get(file, group, "upstream");
	}
	return patch;
}

/* the group of a patch file, and by it the slot; a file that was added by hand gets the next */
static unsigned int slot_of(GKeyFile *file, const char *name, unsigned int next)
{
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);

	for (char **group = groups; *group; group++) {
		g_autofree char *found = NULL;

		if (!g_str_has_prefix(*group, "patch "))
			continue;
		found = get(file, *group, "file");
		if (!g_strcmp0(found, name))
			return strtoul(*group + strlen("patch "), NULL, 10);
	}
	return next;
}

/* more slots than any series has; keeps a damaged key file from filling memory */
#define SLOTS_MAX 10000

static bool load_patches(struct series *series, const char *folder, GKeyFile *file,
			 GError **error)
{
	g_autoptr(GBytes) bytes = read_in(folder, SERIES_FILE, error);
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) names = NULL;

	if (!bytes)
		return false;
	text = text_to_utf8(g_bytes_get_data(bytes, NULL) ? g_bytes_get_data(bytes, NULL) : "",
			    g_bytes_get_size(bytes), NULL);
	names = quilt_parse(text, error);
	if (!names)
		return false;
	series->total = MIN(MAX(series->total, 1), SLOTS_MAX);
	g_ptr_array_set_size(series->patches, series->total);
	for (guint i = 0; i < names->len; i++) {
		unsigned int slot = slot_of(file, names->pdata[i], i + 1);
		g_autofree char *group = g_strdup_printf("patch %u", slot);
		struct patch *patch =
			load_patch(folder, names->pdata[i], file, group, series, error);

		if (!patch)
			return false;
		if (!slot || slot > SLOTS_MAX) {
			patch_free(patch);
			g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
				    "'%s/%s': no patch %u is possible", folder, SERIES_INI, slot);
			return false;
		}
		if (slot > series->patches->len)
			g_ptr_array_set_size(series->patches, slot);
		patch_free(series->patches->pdata[slot - 1]);
		series->patches->pdata[slot - 1] = patch;
	}
	series->total = series->patches->len;
	return true;
}

static struct comment *load_comment(GKeyFile *file, const char *group,
				    const struct series *series)
{
	struct comment *comment = g_new0(struct comment, 1);

	comment->author = get(file, group, "author");
	comment->version = get_version(file, group, series);
	comment->message_id = get(file, group, "message-id");
	comment->patch = g_key_file_get_uint64(file, group, "patch", NULL);
	comment->file = get(file, group, "file");
	comment->line = g_key_file_get_uint64(file, group, "line", NULL);
	comment->quote = get(file, group, "quote");
	comment->word = get(file, group, "word");
	comment->text = get(file, group, "text");
	comment->state = get(file, group, "state");
	if (!comment->state)
		comment->state = g_strdup("open");
	if (!comment->text)
		comment->text = g_strdup("");
	if (!comment->author)
		comment->author = g_strdup("");
	return comment;
}

static bool load_review(struct series *series, const char *folder, GError **error)
{
	g_autoptr(GKeyFile) file = load_key_file(folder, REVIEW_INI, error);
	g_auto(GStrv) groups = NULL;

	if (!file)
		return false;
	groups = g_key_file_get_groups(file, NULL);
	for (char **group = groups; *group; group++) {
		if (g_str_has_prefix(*group, "comment "))
			g_ptr_array_add(series->comments, load_comment(file, *group, series));
	}
	return true;
}

bool series_is_there(const char *folder)
{
	g_autofree char *index = g_build_filename(folder, SERIES_INI, NULL);
	g_autofree char *quilt = g_build_filename(folder, SERIES_FILE, NULL);

	return g_file_test(index, G_FILE_TEST_EXISTS) || g_file_test(quilt, G_FILE_TEST_EXISTS);
}

/* a file that was cut off or is something else would silently lose rule and commits */
static bool check_index(GKeyFile *file, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, SERIES_INI, NULL);

	if (g_key_file_has_group(file, "series") || !g_file_test(path, G_FILE_TEST_EXISTS))
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
		    "'%s' is damaged: it has no group [series]; repair it, or remove the folder "
		    "and import the series again", path);
	return false;
}

struct series *series_load(const char *folder, GError **error)
{
	g_autoptr(series) series = series_new();
	g_autoptr(GKeyFile) file = NULL;

	if (!series_is_there(folder)) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "'%s' is no series folder: it has neither %s nor a quilt %s file",
			    folder, SERIES_INI, SERIES_FILE);
		return NULL;
	}
	file = load_key_file(folder, SERIES_INI, error);
	if (!file || !check_index(file, folder, error))
		return NULL;
	series->name = g_path_get_basename(folder);
	series->change_id = get(file, "series", "change-id");
	series->version = g_key_file_get_uint64(file, "series", "version", NULL);
	series->version = MAX(series->version, 1);
	series->total = g_key_file_get_uint64(file, "series", "total", NULL);
	series->base = get(file, "series", "base");
	series->rule = get(file, "series", "rule");
	get_list(file, "series", "sources", series->sources);
	get_list(file, "series", "cc", series->cc);
	if (g_key_file_has_group(file, "cover")) {
		series->cover = load_patch(folder, COVER_FILE, file, "cover", series, error);
		if (!series->cover)
			return NULL;
	}
	if (!load_patches(series, folder, file, error) || !load_review(series, folder, error))
		return NULL;
	return g_steal_pointer(&series);
}
