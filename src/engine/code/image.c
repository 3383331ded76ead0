// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/image.h"

#include <string.h>

/* fewer digits of an id are no proof */
#define ID_DIGITS_MIN 7

struct image *image_new(const char *path, GBytes *bytes)
{
	struct image *image = g_new0(struct image, 1);

	image->path = g_strdup(path);
	image->bytes = g_bytes_ref(bytes);
	image->lines = lines_of(bytes);
	image->source = csource_scan(bytes);
	return image;
}

struct image *image_load(const struct tree *tree, const char *path, GError **error)
{
	g_autoptr(GBytes) bytes = tree_read(tree, path, error);

	return bytes ? image_new(path, bytes) : NULL;
}

void image_free(struct image *image)
{
	if (!image)
		return;
	g_free(image->path);
	g_bytes_unref(image->bytes);
	g_array_unref(image->lines);
	csource_free(image->source);
	g_clear_pointer(&image->chains, g_hash_table_unref);
	g_free(image->next);
	g_free(image);
}

static size_t trimmed(const struct line *line)
{
	size_t size = line->size;

	while (size && g_ascii_isspace(line->text[size - 1]))
		size--;
	return size;
}

static bool is_label(const char *text, size_t size)
{
	size_t i = 0;

	while (i < size && (g_ascii_isalnum(text[i]) || text[i] == '_'))
		i++;
	return i && i + 1 == size && text[i] == ':';
}

char *image_section(const struct image *image, size_t at, bool labels)
{
	while (at-- > 0) {
		const struct line *line = &g_array_index(image->lines, struct line, at);

		if (!g_ascii_isalpha(*line->text) && *line->text != '_' && *line->text != '$')
			continue;
		if (labels || !is_label(line->text, trimmed(line)))
			return g_strndup(line->text, trimmed(line));
	}
	return g_strdup("");
}

const char *image_function(const struct image *image, unsigned int line)
{
	const struct cregion *region = csource_at(image->source, line);

	return region ? region->name : "";
}

bool image_line_is(const struct image *image, size_t index, const struct diff_line *line)
{
	const struct line *here;
	bool newline;

	if (index >= image->lines->len)
		return false;
	here = &g_array_index(image->lines, struct line, index);
	newline = here->size && here->text[here->size - 1] == '\n';
	return newline == !line->no_eol && here->size - newline == line->size &&
	       !memcmp(here->text, line->text, line->size);
}

bool image_is_blob(const struct image *image, const char *id)
{
	g_autofree char *mine = NULL;

	if (!id || strlen(id) < ID_DIGITS_MIN)
		return false;
	mine = diff_blob_id(image->bytes);
	return g_str_has_prefix(mine, id);
}

/* FNV-1a */
static guint hash_of(const char *text, size_t size)
{
	guint hash = 2166136261u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (guint8)text[i]) * 16777619u;
	return hash;
}

static void add_to_chain(struct image *image, guint at)
{
	const struct line *line = &g_array_index(image->lines, struct line, at);
	size_t size = line->size - (line->size && line->text[line->size - 1] == '\n');
	guint hash = hash_of(line->text, size);
	struct chain *chain = g_hash_table_lookup(image->chains, GUINT_TO_POINTER(hash));

	if (!chain) {
		chain = g_new0(struct chain, 1);
		chain->first = at;
		g_hash_table_insert(image->chains, GUINT_TO_POINTER(hash), chain);
	} else {
		image->next[chain->last] = at;
	}
	chain->last = at;
	chain->count++;
}

const struct chain *image_chain(struct image *image, const char *text, size_t size)
{
	if (!image->chains) {
		image->chains = g_hash_table_new_full(NULL, NULL, NULL, g_free);
		image->next = g_new0(guint, image->lines->len + 1);
		for (guint i = 0; i < image->lines->len; i++)
			add_to_chain(image, i);
	}
	return g_hash_table_lookup(image->chains, GUINT_TO_POINTER(hash_of(text, size)));
}

guint image_chain_next(const struct image *image, guint line)
{
	return image->next[line];
}
