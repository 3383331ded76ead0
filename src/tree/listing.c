// SPDX-License-Identifier: GPL-2.0-only
/* A survey that looks at nothing; changes in memory are walked, and digests are their stamps. */
#include "tree/listing.h"

#include <string.h>

#include "base/error.h"
#include "base/progress.h"
#include "tree/backend.h"

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

static void add(void *data, const char *path, const guint8 *stamp, const guint8 *marks)
{
	struct listed listed = { .path = g_strdup(path) };

	memcpy(listed.stamp, stamp, SURVEY_STAMP);
	g_array_append_val((GArray *)data, listed);
}

static void leave_out(void *data, const char *message)
{
}

struct walk {
	const struct tree *tree;
	const char *const *suffixes;
	GArray *files;
};

static bool add_walked(void *data, const char *path)
{
	const struct walk *walk = data;
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GChecksum) checksum = NULL;
	guint8 stamp[SURVEY_STAMP];
	gsize size = SURVEY_STAMP;

	if (interrupt_pending(NULL))
		return false;
	bytes = has_suffix(path, walk->suffixes) ? tree_read(walk->tree, path, NULL) : NULL;
	if (!bytes)
		return true;
	checksum = g_checksum_new(G_CHECKSUM_SHA1);
	g_checksum_update(checksum, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	g_checksum_get_digest(checksum, stamp, &size);
	add(walk->files, path, stamp, NULL);
	return true;
}

static int by_path(gconstpointer a, gconstpointer b)
{
	return strcmp(((const struct listed *)a)->path, ((const struct listed *)b)->path);
}

static bool walk_files(const struct tree *tree, const char *below, const char *const *suffixes,
		       GArray *files, GError **error)
{
	struct walk walk = { .tree = tree, .suffixes = suffixes, .files = files };

	enum tree_entry entry = tree_entry(tree, below);

	if (entry == TREE_NONE) {
		g_set_error(error, BS_ERROR, BS_ERROR_MISSING, "there is no '%s' in the tree",
			    below);
		return false;
	}
	if (entry == TREE_FOLDER)
		tree_walk(tree, below, add_walked, &walk);
	else
		add_walked(&walk, below);
	g_array_sort(files, by_path);
	return !interrupt_pending(error);
}

GArray *tree_listing(const struct tree *tree, const char *below, const char *const *suffixes,
		     GError **error)
{
	g_autoptr(GArray) files = g_array_new(FALSE, FALSE, sizeof(struct listed));
	const struct survey_spec spec = {
		.below = below, .suffixes = suffixes, .file = add, .problem = leave_out,
		.data = files,
	};
	g_autoptr(GBytes) record = NULL;
	bool changed;

	g_array_set_clear_func(files, clear_listed);
	if (!tree->backend->survey)
		return walk_files(tree, below, suffixes, files, error) ?
			       g_steal_pointer(&files) : NULL;
	record = tree_survey(tree, &spec, &changed, error);
	return record ? g_steal_pointer(&files) : NULL;
}

char *listing_digest(const GArray *listing)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA1);

	for (guint i = 0; i < listing->len; i++) {
		const struct listed *file = &g_array_index(listing, struct listed, i);

		g_checksum_update(checksum, (const guchar *)file->path, strlen(file->path) + 1);
		g_checksum_update(checksum, file->stamp, SURVEY_STAMP);
	}
	return g_strdup(g_checksum_get_string(checksum));
}
