// SPDX-License-Identifier: GPL-2.0-only
#include "job/backport.h"

#include <string.h>

#include "engine/code/image.h"
#include "format/trailer.h"

/* commit messages are wrapped here, as checkpatch asks */
#define MESSAGE_COLUMNS 75

#define FULL_ID 40

/* as format/diffimages.c shows ids */
#define ID_SHOWN 12

static bool is_blob(const char *path, GBytes *content, const char *id)
{
	g_autoptr(image) image = content ? image_new(path, content) : NULL;

	return image ? image_is_blob(image, id) : true;
}

/*
 * Upstream's binary change of a file, where it makes of @old what is wanted; else NULL.  Its text
 * stays upstream's.
 */
static struct file_diff *binary_change(const struct patch *upstream, const char *path,
				       GBytes *old, GBytes *new)
{
	for (guint i = 0; i < upstream->diff->files->len; i++) {
		const struct file_diff *from = upstream->diff->files->pdata[i];
		struct file_diff *file;

		if (!from->binary || !from->forward || g_strcmp0(file_diff_path(from), path) ||
		    !from->new_path != !new || !is_blob(path, old, from->old_id) ||
		    !is_blob(path, new, from->new_id))
			continue;
		file = file_diff_new();
		file->change = !old ? FILE_CREATED : !new ? FILE_DELETED : FILE_MODIFIED;
		file->old_path = old ? g_strdup(path) : NULL;
		file->new_path = new ? g_strdup(path) : NULL;
		file->old_id = g_strdup(from->old_id);
		file->new_id = g_strdup(from->new_id);
		file->binary = true;
		file->forward = g_memdup2(from->forward, sizeof(*from->forward));
		if (from->backward)
			file->backward = g_memdup2(from->backward, sizeof(*from->backward));
		return file;
	}
	return NULL;
}

/* git shows the commit of a submodule, not the id of the line that stands for it */
static void name_commit(char **id, GBytes *side, unsigned int mode)
{
	gsize size;
	const char *text = side ? g_bytes_get_data(side, &size) : NULL;

	if (!text || tree_kind(mode) != TREE_SUBMODULE || size <= FULL_ID + 1)
		return;
	g_free(*id);
	*id = g_strndup(text + size - FULL_ID - 1, ID_SHOWN);
}

static struct file_diff *file_change(const struct patch *upstream, const char *path,
				     GBytes *old, unsigned int old_mode, GBytes *new,
				     unsigned int new_mode)
{
	struct file_diff *file = binary_change(upstream, path, old, new);

	if (!file)
		file = diff_images(path, old, new, 3);
	file->old_mode = old ? old_mode : 0;
	file->new_mode = new ? new_mode : 0;
	name_commit(&file->old_id, old, old_mode);
	name_commit(&file->new_id, new, new_mode);
	return file;
}

/* a file that a merge left as it was is none */
static void add_change(GPtrArray *files, struct file_diff *file)
{
	if (file->hunks->len || file->binary || file->old_mode != file->new_mode ||
	    file->change == FILE_RENAMED || file->change == FILE_COPIED)
		g_ptr_array_add(files, file);
	else
		file_diff_free(file);
}

static bool is_plain(enum tree_entry kind)
{
	return kind == TREE_FILE || kind == TREE_EXECUTABLE;
}

/**
 * struct versions - both trees, and upstream's patch
 */
struct versions {
	const struct patch *upstream;
	const struct tree *before;
	const struct tree *after;
};

/* did upstream's new name or copy come about here as well? */
static bool is_move(const struct versions *versions, const struct file_diff *file)
{
	enum tree_entry was = tree_entry(versions->before, file->old_path);
	enum tree_entry is = tree_entry(versions->after, file->new_path);

	return (was == is || (is_plain(was) && is_plain(is))) && was != TREE_NONE &&
	       tree_entry(versions->before, file->new_path) == TREE_NONE &&
	       (file->change == FILE_COPIED ||
		tree_entry(versions->after, file->old_path) == TREE_NONE);
}

static const struct file_diff *move_of(const struct versions *versions, const char *path,
				       bool old_name)
{
	const GPtrArray *files = versions->upstream->diff->files;

	for (guint i = 0; i < files->len; i++) {
		const struct file_diff *file = files->pdata[i];

		if (file->change != FILE_RENAMED && (file->change != FILE_COPIED || old_name))
			continue;
		if (!strcmp(old_name ? file->old_path : file->new_path, path) &&
		    is_move(versions, file))
			return file;
	}
	return NULL;
}

/* what stays the same has neither ids nor modes, as git has it */
static void add_move(GPtrArray *files, const struct versions *versions,
		     const struct file_diff *move)
{
	g_autoptr(GBytes) old = tree_side(versions->before, move->old_path, NULL);
	g_autoptr(GBytes) new = tree_side(versions->after, move->new_path, NULL);
	unsigned int was = tree_mode(tree_entry(versions->before, move->old_path));
	unsigned int is = tree_mode(tree_entry(versions->after, move->new_path));
	struct file_diff *file = file_change(versions->upstream, move->new_path, old, was, new, is);

	g_free(file->old_path);
	file->old_path = g_strdup(move->old_path);
	file->change = move->change;
	if (!file->hunks->len && !file->binary) {
		g_clear_pointer(&file->old_id, g_free);
		g_clear_pointer(&file->new_id, g_free);
		if (was == is)
			file->old_mode = file->new_mode = 0;
	}
	add_change(files, file);
}

/* what becomes of another kind, as a link of a file, goes and comes, as git has it */
static void add_path(GPtrArray *files, const struct versions *versions, const char *path)
{
	enum tree_entry was = tree_entry(versions->before, path);
	enum tree_entry is = tree_entry(versions->after, path);
	g_autoptr(GBytes) old = tree_side(versions->before, path, NULL);
	g_autoptr(GBytes) new = tree_side(versions->after, path, NULL);
	const struct patch *upstream = versions->upstream;

	if (!old || !new || was == is || (is_plain(was) && is_plain(is))) {
		add_change(files, file_change(upstream, path, old, tree_mode(was), new,
					      tree_mode(is)));
		return;
	}
	add_change(files, file_change(upstream, path, old, tree_mode(was), NULL, 0));
	add_change(files, file_change(upstream, path, NULL, 0, new, tree_mode(is)));
}

static struct diff *tree_diff(const struct versions *versions)
{
	g_autoptr(GPtrArray) paths = tree_changed(versions->after);
	struct diff *diff = g_new0(struct diff, 1);
	GString *text = g_string_new(NULL);

	diff->files = g_ptr_array_new_with_free_func((GDestroyNotify)file_diff_free);
	for (guint i = 0; i < paths->len; i++) {
		const struct file_diff *move = move_of(versions, paths->pdata[i], false);

		if (move)
			add_move(diff->files, versions, move);
		else if (!move_of(versions, paths->pdata[i], true))
			add_path(diff->files, versions, paths->pdata[i]);
	}
	diff_write(diff, text);
	diff->text = g_string_free_to_bytes(text);
	return diff;
}

/* "[ Name: note; note ]", wrapped */
static void append_note(GString *body, const struct backport_notes *notes)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_auto(GStrv) words = NULL;
	size_t column = 0;

	if (!notes->notes->len)
		return;
	g_string_append_printf(text, "[ %s:", notes->signer_name);
	for (guint i = 0; i < notes->notes->len; i++)
		g_string_append_printf(text, "%s %s", i ? ";" : "",
				       (char *)notes->notes->pdata[i]);
	g_string_append(text, " ]");
	words = g_strsplit(text->str, " ", -1);
	for (char **word = words; *word; word++) {
		size_t size = g_utf8_strlen(*word, -1);

		if (column && column + 1 + size > MESSAGE_COLUMNS) {
			g_string_append(body, "\n  ");
			column = 2;
		} else if (column) {
			g_string_append_c(body, ' ');
			column++;
		}
		g_string_append(body, *word);
		column += size;
	}
	g_string_append_c(body, '\n');
}

static bool is_full_id(const char *id)
{
	return id && strlen(id) == FULL_ID && strspn(id, "0123456789abcdef") == FULL_ID;
}

/* trailers are a paragraph of their own, as `git am --signoff` has it */
static void append_gap(GString *body)
{
	g_autoptr(GPtrArray) trailers = trailers_parse(body->str);

	if (body->len && !trailers->len && !g_str_has_suffix(body->str, "\n\n"))
		g_string_append_c(body, '\n');
}

static char *message(const struct patch *upstream, const struct backport_notes *notes)
{
	GString *body = g_string_new(NULL);
	g_autofree char *named = upstream_of(upstream->body);

	if (is_full_id(upstream->upstream) && !named)
		g_string_append_printf(body, "commit %s upstream.\n\n", upstream->upstream);
	g_string_append(body, upstream->body);
	if (body->len && body->str[body->len - 1] != '\n')
		g_string_append_c(body, '\n');
	append_gap(body);
	append_note(body, notes);
	g_string_append_printf(body, "Signed-off-by: %s <%s>\n", notes->signer_name,
			       notes->signer_email);
	return g_string_free(body, FALSE);
}

struct patch *backport_new(const struct patch *upstream, const struct tree *before,
			   const struct tree *after, const struct backport_notes *notes)
{
	struct patch *patch = patch_new();

	subject_free(patch->subject);
	patch->subject = subject_parse(upstream->subject->title);
	g_free(patch->subject->title);
	patch->subject->title = g_strdup(upstream->subject->title);
	patch->subject->is_patch = true;
	patch->subject->number = upstream->subject->number;
	patch->subject->total = upstream->subject->total;
	g_ptr_array_add(patch->subject->trees, g_strdup(notes->tree));
	g_free(patch->author_name);
	g_free(patch->author_email);
	patch->author_name = g_strdup(upstream->author_name);
	patch->author_email = g_strdup(upstream->author_email);
	patch->when = upstream->when;
	patch->zone = upstream->zone;
	patch->zone_known = upstream->zone_known;
	g_free(patch->body);
	patch->body = message(upstream, notes);
	patch->upstream = g_strdup(upstream->upstream);
	diff_free(patch->diff);
	patch->diff = tree_diff(&(struct versions){ upstream, before, after });
	return patch;
}
