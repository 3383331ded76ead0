// SPDX-License-Identifier: GPL-2.0-only
/* A survey that looks at nothing. */
#include "tree/listing.h"

#include <string.h>

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
