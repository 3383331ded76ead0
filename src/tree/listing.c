// SPDX-License-Identifier: GPL-2.0-only
/*
 * A backend with a fast way of its own fills the array; the others are walked,
 * and the stamp is the digest of the content.
 */
#include "tree/listing.h"

#include <string.h>

#include "base/error.h"
#include "base/progress.h"
#include "tree/backend.h"

struct walk {
	const struct tree *tree;
	const char *const *suffixes;
	GArray *files;
};

static void clear_listed(gpointer data)
{
	g_free(((struct listed *)data)->path);
}

bool has_suffix(const char *name, const char *const *suffixes)
{
	for (; *suffixes; suffixes++) {
		if (g_str_has_suffix(name, *suffixes))
			return true;
	}
	return false;
}

static bool add_walked(void *data, const char *path)
{
	struct walk *walk = data;
	struct listed listed = { NULL };
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GChecksum) checksum = NULL;
	gsize size = STAMP_SIZE;

	if (interrupt_pending(NULL))
		return false;
	if (!has_suffix(path, walk->suffixes))
		return true;
	bytes = tree_read(walk->tree, path, NULL);
	if (!bytes)
		return true;
	checksum = g_checksum_new(G_CHECKSUM_SHA1);
	listed.size = g_bytes_get_size(bytes);
	g_checksum_update(checksum, g_bytes_get_data(bytes, NULL), listed.size);
	g_checksum_get_digest(checksum, listed.stamp, &size);
	listed.path = g_strdup(path);
	g_array_append_val(walk->files, listed);
	return true;
}

static int by_path(gconstpointer a, gconstpointer b)
{
	return strcmp(((const struct listed *)a)->path, ((const struct listed *)b)->path);
}

GArray *tree_listing(const struct tree *tree, const char *below, const char *const *suffixes,
		     GError **error)
{
	g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(struct listed));
	struct walk walk = { .tree = tree, .suffixes = suffixes, .files = files };

	g_array_set_clear_func(files, clear_listed);
	if (tree_entry(tree, below) == TREE_FILE || tree_entry(tree, below) == TREE_EXECUTABLE) {
		add_walked(&walk, below);
	} else if (tree_entry(tree, below) != TREE_FOLDER) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING,
			    "there is no '%s' in the tree", below);
		return NULL;
	} else if (tree->backend->files) {
		tree->backend->files(tree, below, suffixes, files);
	} else {
		tree_walk(tree, below, add_walked, &walk);
	}
	if (interrupt_pending(error))
		return NULL;
	g_array_sort(files, by_path);
	return g_steal_pointer(&files);
}

char *listing_digest(const GArray *listing)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA1);

	for (guint i = 0; i < listing->len; i++) {
		const struct listed *file = &g_array_index(listing, struct listed, i);

		g_checksum_update(checksum, (const guchar *)file->path, strlen(file->path) + 1);
		g_checksum_update(checksum, file->stamp, STAMP_SIZE);
	}
	return g_strdup(g_checksum_get_string(checksum));
}
