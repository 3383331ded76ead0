// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/headerpairs.h"

#include <string.h>

/**
 * struct side - a header in one tree
 * @bytes: NULL until asked for
 */
struct side {
	struct headers *headers;
	char *path;
	GBytes *bytes;
};

struct header_pair {
	struct side here;
	struct side there;
};

static void side_clear(struct side *side)
{
	g_free(side->path);
	g_clear_pointer(&side->bytes, g_bytes_unref);
}

static void pair_free(gpointer data)
{
	struct header_pair *pair = data;

	side_clear(&pair->here);
	side_clear(&pair->there);
	g_free(pair);
}

static GBytes *side_bytes(struct side *side)
{
	if (!side->bytes)
		side->bytes = headers_read(side->headers, side->path) ?:
			      g_bytes_new_static("", 0);
	return side->bytes;
}

/* the only file that a line can mean; newly allocated, or NULL */
static char *only_meant(struct headers *headers, const char *includer,
			const struct include_line *line)
{
	g_autoptr(GPtrArray) meant = g_ptr_array_new_with_free_func(g_free);

	headers_meant(headers, includer, line, meant);
	return meant->len == 1 ? g_strdup(meant->pdata[0]) : NULL;
}

/* what a line means on both sides, where that is one file each and differs; or NULL */
static struct header_pair *pair_of(const struct include_line *line, struct headers *here,
				   const char *path, struct headers *there,
				   const char *there_path)
{
	g_autofree char *in_here = only_meant(here, path, line), *in_there = NULL;
	struct header_pair *pair;

	/* where both trees have it at one place nothing has to be listed */
	if (in_here && headers_have(there, in_here))
		in_there = g_strdup(in_here);
	else if (in_here)
		in_there = only_meant(there, there_path, line);
	if (!in_there || headers_same(here, in_here, there, in_there))
		return NULL;
	pair = g_new0(struct header_pair, 1);
	pair->here = (struct side){ here, g_steal_pointer(&in_here), NULL };
	pair->there = (struct side){ there, g_steal_pointer(&in_there), NULL };
	return pair;
}

GPtrArray *header_pairs(struct headers *here, const char *path, GBytes *bytes,
			struct headers *there, const char *there_path, char quote)
{
	GPtrArray *pairs = g_ptr_array_new_with_free_func(pair_free);
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	g_autoptr(GArray) lines = include_lines(text, size);

	for (guint i = 0; i < lines->len; i++) {
		const struct include_line *line = &g_array_index(lines, struct include_line, i);
		struct header_pair *pair = NULL;

		if (*line->spelled == quote)
			pair = pair_of(line, here, path, there, there_path);
		if (pair)
			g_ptr_array_add(pairs, pair);
	}
	return pairs;
}

GBytes *header_pair_here(struct header_pair *pair)
{
	return side_bytes(&pair->here);
}

GBytes *header_pair_there(struct header_pair *pair)
{
	return side_bytes(&pair->there);
}

const char *header_pair_path(const struct header_pair *pair)
{
	return pair->here.path;
}

const char *header_pair_there_path(const struct header_pair *pair)
{
	return pair->there.path;
}
