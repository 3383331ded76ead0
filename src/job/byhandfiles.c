// SPDX-License-Identifier: GPL-2.0-only
#include "job/byhandfiles.h"

#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/file.h"

#define STATE "state.ini"

static const char *const kinds[] = {
	[TREE_FILE] = "file",
	[TREE_EXECUTABLE] = "executable",
	[TREE_SYMLINK] = "link",
	[TREE_SUBMODULE] = "submodule",
};

GKeyFile *byhand_load(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, STATE, NULL);
	GKeyFile *file = g_key_file_new();

	if (g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
		return file;
	g_key_file_free(file);
	return NULL;
}

bool byhand_save(GKeyFile *state, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, STATE, NULL);
	gsize size;
	g_autofree char *text = g_key_file_to_data(state, &size, NULL);

	return file_write(path, text, size, error);
}

void byhand_set(GKeyFile *state, const char *group, const char *key, const char *text)
{
	size_t size = strlen(text);
	g_autofree char *escaped = g_strescape(text, NULL);
	g_autofree char *quoted = g_strdup_printf("\"%s\"", escaped);
	bool plain = g_utf8_validate(text, -1, NULL) && *text != '"' &&
		     (!size || !g_ascii_isspace(text[size - 1]));

	g_key_file_set_string(state, group, key, plain ? text : quoted);
}

char *byhand_text(GKeyFile *state, const char *group, const char *key)
{
	char *text = g_key_file_get_string(state, group, key, NULL);
	size_t size = text ? strlen(text) : 0;
	g_autofree char *quoted = NULL;

	if (size < 2 || *text != '"' || text[size - 1] != '"')
		return text;
	quoted = g_strndup(text + 1, size - 2);
	g_free(text);
	return g_strcompress(quoted);
}

char *byhand_id(GBytes *content)
{
	return content ? diff_blob_id(content) : g_strdup("");
}

static char *group_of(guint number)
{
	return g_strdup_printf("file %u", number);
}

bool byhand_is_shown(const struct draft *draft)
{
	return draft->kind == TREE_FILE || draft->kind == TREE_EXECUTABLE;
}

/* what is given, and what it was made from, must be the same when it comes back */
static const struct {
	const char *name;
	size_t offset;
} parts[] = {
	{ "given", offsetof(struct draft, given) },
	{ "ours", offsetof(struct draft, ours) },
	{ "base", offsetof(struct draft, base) },
	{ "theirs", offsetof(struct draft, theirs) },
};

#define PART(draft, number) (*(GBytes **)((char *)(draft) + parts[number].offset))

static bool put_file(const char *folder, const char *part, const struct draft *draft,
		     GBytes *content, GError **error)
{
	g_autofree char *path = g_build_filename(folder, part, draft->path, NULL);
	gsize size;
	const char *data;

	if (!content)
		return true;
	data = g_bytes_get_data(content, &size);
	if (!file_write(path, size ? data : "", size, error))
		return false;
	if (draft->kind == TREE_EXECUTABLE && !strcmp(part, "edit"))
		chmod(path, 0755);
	return true;
}

bool byhand_put(const char *folder, GKeyFile *state, guint number, const struct draft *draft,
		GError **error)
{
	g_autofree char *group = group_of(number);

	if (!path_is_safe(draft->path)) {
		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE, "the patch has an unsafe path '%s'",
			    draft->path);
		return false;
	}
	byhand_set(state, group, "path", draft->path);
	if (draft->from)
		byhand_set(state, group, "from", draft->from);
	if (draft->upstream)
		byhand_set(state, group, "upstream", draft->upstream);
	g_key_file_set_integer(state, group, "markers", draft->markers);
	if (draft->whole)
		g_key_file_set_boolean(state, group, "whole", TRUE);
	g_key_file_set_string(state, group, "kind", kinds[draft->kind]);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *id = byhand_id(PART(draft, i));

		g_key_file_set_string(state, group, parts[i].name, id);
		if (!put_file(folder, parts[i].name, draft, PART(draft, i), error))
			return false;
	}
	return !byhand_is_shown(draft) || put_file(folder, "edit", draft, draft->given, error);
}

static GBytes *get_file(const char *folder, const char *part, const char *path)
{
	g_autofree char *full = g_build_filename(folder, part, path, NULL);
	struct stat info;

	return !lstat(full, &info) && S_ISREG(info.st_mode) ? file_read(full, NULL) : NULL;
}

static bool get_kind(GKeyFile *state, const char *group, enum tree_entry *out)
{
	g_autofree char *name = g_key_file_get_string(state, group, "kind", NULL);

	for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (!kinds[i] || g_strcmp0(name, kinds[i]))
			continue;
		*out = i;
		return true;
	}
	return false;
}

/* earlier versions knew less of it */
static bool get_parts(GKeyFile *state, const char *group, const char *folder, struct draft *draft)
{
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *id = g_key_file_get_string(state, group, parts[i].name, NULL);
		g_autofree char *is = NULL;

		PART(draft, i) = get_file(folder, parts[i].name, draft->path);
		is = byhand_id(PART(draft, i));
		if (id && strcmp(id, is))
			return false;
	}
	return !draft->markers || draft->given;
}

struct draft *byhand_get(GKeyFile *state, const char *folder, guint number)
{
	g_autofree char *group = group_of(number);
	g_autofree char *path = byhand_text(state, group, "path");
	g_autofree char *from = byhand_text(state, group, "from");
	enum tree_entry kind;
	struct draft *draft;

	if (!path || !path_is_safe(path) || (from && !path_is_safe(from)) ||
	    !get_kind(state, group, &kind))
		return NULL;
	draft = draft_new(path);
	draft->kind = kind;
	draft->from = g_steal_pointer(&from);
	/* a name to compare with, and nothing that is opened */
	draft->upstream = byhand_text(state, group, "upstream");
	draft->markers = g_key_file_get_integer(state, group, "markers", NULL);
	draft->whole = g_key_file_get_boolean(state, group, "whole", NULL);
	if (get_parts(state, group, folder, draft))
		return draft;
	draft_free(draft);
	return NULL;
}

GBytes *byhand_edited(const char *folder, const struct draft *draft)
{
	if (!byhand_is_shown(draft))
		return draft->given ? g_bytes_ref(draft->given) : NULL;
	return get_file(folder, "edit", draft->path);
}

bool byhand_keep(const char *folder, GKeyFile *state, guint number, const struct draft *draft,
		 GBytes *edited, GError **error)
{
	g_autofree char *group = group_of(number);
	g_autofree char *id = byhand_id(edited);

	if (!byhand_is_shown(draft))
		return true;
	g_key_file_set_string(state, group, "taken", id);
	return put_file(folder, "taken", draft, edited, error);
}

bool byhand_kept(const char *folder, GKeyFile *state, guint number, const struct draft *draft,
		 GBytes **out)
{
	g_autofree char *group = group_of(number);
	g_autofree char *id = g_key_file_get_string(state, group, "taken", NULL);
	g_autofree char *is = NULL;

	if (!id) {
		*out = byhand_edited(folder, draft);
		return true;
	}
	*out = *id ? get_file(folder, "taken", draft->path) : NULL;
	is = byhand_id(*out);
	return !strcmp(id, is);
}

char *byhand_was(GKeyFile *state, guint number)
{
	g_autofree char *group = group_of(number);

	return g_key_file_get_string(state, group, "ours", NULL);
}

/* a symbolic link is told by its name as well */
static void list_files(const char *folder, const char *below, GPtrArray *out)
{
	g_autofree char *path = g_build_filename(folder, below, NULL);
	g_autoptr(GPtrArray) names = folder_names(path);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *name = *below ? g_build_filename(below, names->pdata[i], NULL) :
						 g_strdup(names->pdata[i]);
		g_autofree char *full = g_build_filename(folder, name, NULL);
		struct stat info;

		if (lstat(full, &info))
			continue;
		if (S_ISDIR(info.st_mode))
			list_files(folder, name, out);
		else
			g_ptr_array_add(out, g_steal_pointer(&name));
	}
}

GPtrArray *byhand_list(const char *folder)
{
	g_autofree char *edit = g_build_filename(folder, "edit", NULL);
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);

	list_files(edit, "", files);
	return files;
}

bool byhand_is_file(const char *folder, const char *path)
{
	g_autoptr(GBytes) content = get_file(folder, "edit", path);

	return content != NULL;
}

bool byhand_is_other(const char *folder, const char *path)
{
	g_autofree char *full = g_build_filename(folder, "edit", path, NULL);
	struct stat info;

	return !lstat(full, &info) && !S_ISREG(info.st_mode);
}

bool byhand_has_folder(const char *folder)
{
	g_autofree char *edit = g_build_filename(folder, "edit", NULL);

	return g_file_test(edit, G_FILE_TEST_IS_DIR);
}

static bool is_untouched(GKeyFile *state, const char *folder, guint number)
{
	struct draft *draft = byhand_get(state, folder, number);
	g_autoptr(GBytes) edited = draft ? byhand_edited(folder, draft) : NULL;
	bool same = draft && !edited == !draft->given &&
		    (!edited || g_bytes_equal(edited, draft->given));

	draft_free(draft);
	return same;
}

bool byhand_is_untouched(const char *folder)
{
	g_autoptr(GKeyFile) state = byhand_load(folder);
	g_autoptr(GPtrArray) files = byhand_list(folder);
	guint shown = 0;

	for (guint i = 0; state; i++) {
		g_autofree char *group = group_of(i);
		g_autofree char *path = byhand_text(state, group, "path");

		if (!path)
			return shown == files->len;
		if (!is_untouched(state, folder, i))
			return false;
		shown += byhand_is_file(folder, path);
	}
	return false;
}
