// SPDX-License-Identifier: GPL-2.0-only
#include "job/byhand.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/strings.h"
#include "base/tmpdir.h"
#include "engine/draft.h"

#define FOLDER "conflicts"
#define STATE "state.ini"
#define GROUP "conflict"

/* digits of a commit id that people write */
#define ID_DIGITS 12

static char *folder_of(const struct byhand_place *place)
{
	g_autofree char *number = g_strdup_printf("%04u", place->patch->subject->number);

	return g_build_filename(place->workspace->state, FOLDER, place->series, place->tree, number,
				NULL);
}

static GKeyFile *load_state(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, STATE, NULL);
	GKeyFile *file = g_key_file_new();

	if (g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
		return file;
	g_key_file_free(file);
	return NULL;
}

static bool is_taken(GKeyFile *state)
{
	return g_key_file_get_boolean(state, GROUP, "taken", NULL);
}

bool byhand_is_open(const struct workspace *workspace, const char *series, const char *tree)
{
	g_autofree char *folder = g_build_filename(workspace->state, FOLDER, series, tree, NULL);
	g_autoptr(GPtrArray) names = folder_names(folder);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *one = g_build_filename(folder, names->pdata[i], NULL);
		g_autoptr(GKeyFile) state = load_state(one);

		if (state && !is_taken(state))
			return true;
	}
	return false;
}

static char *id_of(GBytes *bytes)
{
	return bytes ? diff_blob_id(bytes) : g_strdup("");
}

static char *patch_digest(const struct patch *patch)
{
	g_autoptr(GString) text = g_string_new(NULL);

	patch_write(patch, text);
	return g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text->str, text->len);
}

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

static bool put_draft(const char *folder, GKeyFile *state, guint number, const struct draft *draft,
		      GError **error)
{
	g_autofree char *group = g_strdup_printf("file %u", number);
	g_autofree char *ours = id_of(draft->ours);

	if (!path_is_safe(draft->path)) {
		g_set_error(error, BS_ERROR, BS_ERROR_UNSAFE, "the patch has an unsafe path '%s'",
			    draft->path);
		return false;
	}
	g_key_file_set_string(state, group, "path", draft->path);
	g_key_file_set_integer(state, group, "markers", draft->markers);
	g_key_file_set_boolean(state, group, "executable", draft->kind == TREE_EXECUTABLE);
	g_key_file_set_string(state, group, "ours", ours);
	return put_file(folder, "edit", draft, draft->given, error) &&
	       put_file(folder, "given", draft, draft->given, error) &&
	       put_file(folder, "ours", draft, draft->ours, error) &&
	       put_file(folder, "base", draft, draft->base, error) &&
	       put_file(folder, "theirs", draft, draft->theirs, error);
}

static bool save_state(GKeyFile *state, const char *folder, GError **error)
{
	g_autofree char *path = g_build_filename(folder, STATE, NULL);
	gsize size;
	g_autofree char *text = g_key_file_to_data(state, &size, NULL);

	return file_write(path, text, size, error);
}

static bool write_all(const struct byhand_place *place, const GPtrArray *drafts,
		      const char *folder, GError **error)
{
	g_autoptr(GKeyFile) state = g_key_file_new();
	g_autofree char *digest = patch_digest(place->patch);

	g_key_file_set_string(state, GROUP, "patch", digest);
	g_key_file_set_boolean(state, GROUP, "taken", FALSE);
	for (guint i = 0; i < drafts->len; i++) {
		if (!put_draft(folder, state, i, drafts->pdata[i], error))
			return false;
	}
	return save_state(state, folder, error);
}

/* regular files below a folder, relative to it; a link is told by its name as well */
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

static bool same_files(const char *a, const char *b)
{
	g_autoptr(GPtrArray) in_a = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) in_b = g_ptr_array_new_with_free_func(g_free);

	list_files(a, "", in_a);
	list_files(b, "", in_b);
	if (in_a->len != in_b->len)
		return false;
	for (guint i = 0; i < in_a->len; i++) {
		g_autofree char *path_a = g_build_filename(a, in_a->pdata[i], NULL);
		g_autofree char *path_b = g_build_filename(b, in_a->pdata[i], NULL);
		g_autoptr(GBytes) x = file_read(path_a, NULL);
		g_autoptr(GBytes) y = file_read(path_b, NULL);

		if (!x || !y || !g_bytes_equal(x, y))
			return false;
	}
	return true;
}

/* somebody's work is not written over */
static bool may_replace(const char *folder, GError **error)
{
	g_autoptr(GKeyFile) state = load_state(folder);
	g_autofree char *edit = g_build_filename(folder, "edit", NULL);
	g_autofree char *given = g_build_filename(folder, "given", NULL);

	if (!state || is_taken(state) || same_files(edit, given))
		return true;
	g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
		    "'%s' has files that were edited; go on with --continue, or remove '%s'", edit,
		    folder);
	return false;
}

bool byhand_write(const struct byhand_place *place, const GPtrArray *drafts, char **out_folder,
		  GError **error)
{
	g_autofree char *folder = folder_of(place);
	g_autofree char *parent = g_path_get_dirname(folder);
	g_autofree char *staged = g_strdup_printf("%s/.conflict.%d", place->workspace->state,
						  getpid());

	if (!may_replace(folder, error) || !folder_make(parent, error))
		return false;
	remove_recursively(staged);
	if (!write_all(place, drafts, staged, error) || !folder_replace(staged, folder, error)) {
		remove_recursively(staged);
		return false;
	}
	*out_folder = g_build_filename(folder + strlen(place->workspace->root) + 1, "edit", NULL);
	return true;
}

static GBytes *get_file(const char *folder, const char *part, const char *path)
{
	g_autofree char *full = g_build_filename(folder, part, path, NULL);
	struct stat info;

	return !lstat(full, &info) && S_ISREG(info.st_mode) ? file_read(full, NULL) : NULL;
}

static struct draft *get_draft(GKeyFile *state, const char *folder, const char *group)
{
	g_autofree char *path = g_key_file_get_string(state, group, "path", NULL);
	struct draft *draft;

	if (!path || !path_is_safe(path))
		return NULL;
	draft = draft_new(path);
	draft->markers = g_key_file_get_integer(state, group, "markers", NULL);
	if (g_key_file_get_boolean(state, group, "executable", NULL))
		draft->kind = TREE_EXECUTABLE;
	draft->ours = get_file(folder, "ours", path);
	draft->given = get_file(folder, "given", path);
	draft->base = get_file(folder, "base", path);
	draft->theirs = get_file(folder, "theirs", path);
	return draft;
}

static bool refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool refuse(GError **error, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, BS_ERROR, BS_ERROR_INPUT, text);
	return false;
}

/* the tree and the patch are what they were when the files were written */
static bool check_base(GKeyFile *state, const struct byhand_place *place, const struct tree *tree,
		       const struct byhand *byhand, GError **error)
{
	g_autofree char *digest = patch_digest(place->patch);
	g_autofree char *known = g_key_file_get_string(state, GROUP, "patch", NULL);

	if (g_strcmp0(digest, known))
		return refuse(error, "the patch is not the one that '%s' was made for; remove "
			      "the folder and run 'port --conflicts' again", byhand->folder);
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];
		g_autofree char *group = g_strdup_printf("file %u", i);
		g_autofree char *was = g_key_file_get_string(state, group, "ours", NULL);
		g_autoptr(GBytes) now = tree_read(tree, draft->path, NULL);
		g_autofree char *is = id_of(now);

		if (g_strcmp0(was, is))
			return refuse(error, "%s: '%s' is not what it was when the conflict was "
				      "written: the tree moved on; keep what you edited in '%s' "
				      "elsewhere, remove the folder, and run 'port --conflicts' "
				      "again", place->tree, draft->path, byhand->folder);
	}
	return true;
}

static bool check_edited(const struct byhand *byhand, guint number, GError **error)
{
	const struct draft *draft = byhand->drafts->pdata[number];
	GBytes *edited = byhand->edited->pdata[number];
	size_t line;

	if (!draft->markers) {
		if (!edited == !draft->given && (!edited || g_bytes_equal(edited, draft->given)))
			return true;
		return refuse(error, "'%s/edit/%s' was changed, but nothing was open in it; it "
			      "must stay as it was", byhand->folder, draft->path);
	}
	line = edited ? draft_open_line(edited, draft->markers) : 0;
	if (line)
		return refuse(error, "'%s/edit/%s', line %zu: a conflict marker is left",
			      byhand->folder, draft->path, line);
	if (edited && g_bytes_get_size(edited) &&
	    memchr(g_bytes_get_data(edited, NULL), '\0', g_bytes_get_size(edited)))
		return refuse(error, "'%s/edit/%s' has a NUL byte in it", byhand->folder,
			      draft->path);
	return true;
}

static bool check_others(const struct byhand *byhand, GError **error)
{
	g_autofree char *edit = g_build_filename(byhand->folder, "edit", NULL);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);

	list_files(edit, "", files);
	for (guint i = 0; i < files->len; i++) {
		const struct draft *draft = draft_find(byhand->drafts, files->pdata[i]);
		g_autoptr(GBytes) content = get_file(byhand->folder, "edit", files->pdata[i]);

		if (!draft)
			return refuse(error, "'%s/%s' is no file of the patch; remove it", edit,
				      (char *)files->pdata[i]);
		if (!content)
			return refuse(error, "'%s/%s' is no file that can be read", edit,
				      (char *)files->pdata[i]);
	}
	return true;
}

static struct byhand *open_files(GKeyFile *state, const char *folder)
{
	g_autoptr(byhand) byhand = g_new0(struct byhand, 1);

	byhand->folder = g_strdup(folder);
	byhand->taken = is_taken(state);
	byhand->drafts = drafts_new();
	byhand->edited = g_ptr_array_new();
	for (guint i = 0;; i++) {
		g_autofree char *group = g_strdup_printf("file %u", i);
		struct draft *draft;

		if (!g_key_file_has_group(state, group))
			break;
		draft = get_draft(state, folder, group);
		if (!draft)
			return NULL;
		g_ptr_array_add(byhand->drafts, draft);
		g_ptr_array_add(byhand->edited, get_file(folder, "edit", draft->path));
	}
	return byhand->drafts->len ? g_steal_pointer(&byhand) : NULL;
}

static bool check_all(GKeyFile *state, const struct byhand_place *place, const struct tree *tree,
		      const struct byhand *byhand, GError **error)
{
	if (!check_base(state, place, tree, byhand, error) || !check_others(byhand, error))
		return false;
	for (guint i = 0; i < byhand->drafts->len; i++) {
		if (!check_edited(byhand, i, error))
			return false;
	}
	return true;
}

bool byhand_read(const struct byhand_place *place, const struct tree *tree, bool open,
		 struct byhand **out, GError **error)
{
	g_autofree char *folder = folder_of(place);
	g_autoptr(GKeyFile) state = load_state(folder);
	g_autoptr(byhand) byhand = NULL;
	g_autoptr(GError) cause = NULL;

	*out = NULL;
	if (!state || (!is_taken(state) && !open))
		return true;
	byhand = open_files(state, folder);
	if (!byhand)
		return refuse(error, "'%s' is damaged; remove the folder", folder);
	if (check_all(state, place, tree, byhand, &cause)) {
		*out = g_steal_pointer(&byhand);
		return true;
	}
	/* what was taken once, and fits no more, is history */
	if (byhand->taken)
		return true;
	g_propagate_error(error, g_steal_pointer(&cause));
	return false;
}

static guint learn_file(const struct draft *draft, GBytes *edited,
			const struct record_about *about, struct records *records, guint *open)
{
	g_autoptr(GBytes) empty = g_bytes_new_static("", 0);
	g_autoptr(threeway) merge = NULL;
	guint kept, count = 0;

	if (!draft->markers || !draft->base || !draft->theirs)
		return 0;
	merge = threeway_new(draft->base, draft->ours ? draft->ours : empty, draft->theirs);
	kept = records_learn(records, about, merge, draft->given, edited ? edited : empty, &count);
	*open += count;
	return kept;
}

guint byhand_learn(const struct byhand *byhand, const struct byhand_place *place,
		   const char *by, struct records *records, guint *out_open)
{
	const struct patch *patch = place->patch;
	g_autofree char *upstream = patch->upstream ?
		g_strdup_printf("%.*s (\"%s\")", ID_DIGITS, patch->upstream,
				patch->subject->title) :
		g_strdup_printf("\"%s\"", patch->subject->title);
	guint kept = 0;

	*out_open = 0;
	for (guint i = 0; i < byhand->drafts->len; i++) {
		const struct draft *draft = byhand->drafts->pdata[i];
		const struct record_about about = {
			.path = draft->path,
			.upstream = upstream,
			.tree = place->tree,
			.by = by,
		};

		kept += learn_file(draft, byhand->edited->pdata[i], &about, records, out_open);
	}
	return kept;
}

bool byhand_finish(const struct byhand *byhand, GError **error)
{
	g_autoptr(GKeyFile) state = load_state(byhand->folder);

	if (!state)
		return refuse(error, "'%s' went away", byhand->folder);
	g_key_file_set_boolean(state, GROUP, "taken", TRUE);
	return save_state(state, byhand->folder, error);
}

void byhand_free(struct byhand *byhand)
{
	if (!byhand)
		return;
	g_free(byhand->folder);
	g_clear_pointer(&byhand->drafts, g_ptr_array_unref);
	for (guint i = 0; byhand->edited && i < byhand->edited->len; i++) {
		if (byhand->edited->pdata[i])
			g_bytes_unref(byhand->edited->pdata[i]);
	}
	g_clear_pointer(&byhand->edited, g_ptr_array_unref);
	g_free(byhand);
}
