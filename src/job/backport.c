// SPDX-License-Identifier: GPL-2.0-only
#include "job/backport.h"

#include <string.h>

#include "engine/image.h"
#include "format/trailer.h"

/* commit messages are wrapped here, as checkpatch asks */
#define MESSAGE_COLUMNS 75

#define FULL_ID 40

static unsigned int mode_of(enum tree_entry kind)
{
	return kind == TREE_EXECUTABLE ? 0100755 : 0100644;
}

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

		if (!from->binary || !from->forward || g_strcmp0(from->new_path, path) ||
		    !is_blob(path, old, from->old_id) || !is_blob(path, new, from->new_id))
			continue;
		file = file_diff_new();
		file->change = old ? FILE_MODIFIED : FILE_CREATED;
		file->old_path = old ? g_strdup(path) : NULL;
		file->new_path = g_strdup(path);
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

static struct file_diff *file_change(const struct patch *upstream, const struct tree *before,
				     const struct tree *after, const char *path)
{
	g_autoptr(GBytes) old = tree_read(before, path, NULL);
	g_autoptr(GBytes) new = tree_read(after, path, NULL);
	struct file_diff *file = new ? binary_change(upstream, path, old, new) : NULL;

	if (!file)
		file = diff_images(path, old, new, 3);
	if (old)
		file->old_mode = mode_of(tree_entry(before, path));
	if (new)
		file->new_mode = mode_of(tree_entry(after, path));
	return file;
}

static struct diff *tree_diff(const struct patch *upstream, const struct tree *before,
			      const struct tree *after)
{
	g_autoptr(GPtrArray) paths = tree_changed(after);
	struct diff *diff = g_new0(struct diff, 1);
	GString *text = g_string_new(NULL);

	diff->files = g_ptr_array_new_with_free_func((GDestroyNotify)file_diff_free);
	for (guint i = 0; i < paths->len; i++) {
		struct file_diff *file = file_change(upstream, before, after,
						     paths->pdata[i]);

		/* a file that a merge left as it was */
		if (file->hunks->len || file->binary || file->old_mode != file->new_mode)
			g_ptr_array_add(diff->files, file);
		else
			file_diff_free(file);
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

	if (body->len && !trailers->len)
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
	patch->diff = tree_diff(upstream, before, after);
	return patch;
}
