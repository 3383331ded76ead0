// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which headers: all of a tree for a scan, whose answer is kept; for a single
 * file those that it includes, which is less to read where nothing is kept.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "rules/macros.h"
#include "tree/listing.h"

/* larger ones are tables of registers: 500 of the 660 MB of a kernel's headers */
#define HEADER_BYTES (512U << 10)
#define HEADERS_NEAR 4000
/* raise it when other macros come out of the same headers */
#define MACROS_VERSION "macros 1 "

static bool read_headers(const struct tree *tree, const GArray *listing, struct macros *macros,
			 const struct progress *progress, GError **error)
{
	g_autoptr(GByteArray) buffer = g_byte_array_new();

	for (guint i = 0; i < listing->len; i++) {
		const struct listed *file = &g_array_index(listing, struct listed, i);

		if (i % 256 == 0) {
			if (interrupt_pending(error))
				return false;
			progress_step(progress, (double)i / listing->len, "reading macros");
		}
		if (!tree_read_into(tree, file->path, buffer, NULL) ||
		    buffer->len > HEADER_BYTES)
			continue;
		macros_read(macros, (const char *)buffer->data, buffer->len);
	}
	return true;
}

struct macros *macros_of_tree(const struct tree *tree, struct results *results,
			      const struct progress *progress, GError **error)
{
	static const char *const suffixes[] = { ".h", NULL };
	g_autoptr(GArray) listing = tree_listing(tree, "", suffixes, error);
	g_autoptr(macros) macros = macros_new(NULL);
	g_autoptr(GString) lines = NULL;
	g_autoptr(GBytes) known = NULL;
	g_autofree char *digest = NULL, *key = NULL;

	if (!listing)
		return NULL;
	digest = listing_digest(listing);
	key = g_strconcat(MACROS_VERSION, digest, NULL);
	known = results_get(results, key);
	if (known) {
		macros_take_lines(macros, known);
		return g_steal_pointer(&macros);
	}
	if (!read_headers(tree, listing, macros, progress, error))
		return NULL;
	macros_settle(macros);
	lines = macros_lines(macros);
	results_put(results, key, lines->str, lines->len);
	return g_steal_pointer(&macros);
}

struct near {
	const struct tree *tree;
	struct macros *macros;
	char *arch;		/* "arch/x86/include" */
	GHashTable *seen;
	GQueue queue;		/* char *: headers to read */
};

static bool add_header(struct near *near, const char *folder, const char *name)
{
	g_autofree char *joined = *folder ? g_strdup_printf("%s/%s", folder, name) :
					    g_strdup(name);
	g_autofree char *whole = g_canonicalize_filename(joined, "/");
	const char *path = whole + 1;

	if (g_hash_table_contains(near->seen, path))
		return true;
	if (!path_is_safe(path) || tree_entry(near->tree, path) != TREE_FILE)
		return false;
	g_hash_table_add(near->seen, g_strdup(path));
	g_queue_push_tail(&near->queue, g_strdup(path));
	return true;
}

static void add_include(struct near *near, const char *path, const char *at, const char *end)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *uapi = g_strconcat(near->arch, "/uapi", NULL);
	const char *const folders[] = { "include", near->arch, "include/uapi", uapi };
	g_autofree char *name = NULL;
	const char *close;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at == end || (*at != '"' && *at != '<'))
		return;
	close = at + 1 + strcspn(at + 1, "\">\n");
	name = g_strndup(at + 1, close - at - 1);
	if (*at == '"' && add_header(near, strcmp(folder, ".") ? folder : "", name))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		if (add_header(near, folders[i], name))
			return;
	}
}

static void read_near(struct near *near, const char *path, GBytes *source)
{
	static const char word[] = "include";
	g_autofree char *text = bytes_text(source);
	const char *end = text + strlen(text);

	for (const char *at = text; (at = strstr(at, word));) {
		const char *hash = at;

		at += strlen(word);
		while (hash > text && (hash[-1] == ' ' || hash[-1] == '\t'))
			hash--;
		if (hash > text && hash[-1] == '#')
			add_include(near, path, at, end);
	}
	macros_read(near->macros, text, end - text);
}

struct macros *macros_near(const struct tree *tree, const char *path, GBytes *source)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", 3);
	struct near near = { .tree = tree, .macros = macros_new(NULL), .queue = G_QUEUE_INIT };
	guint read = 0;

	if (tree) {
		near.arch = g_strdup_printf("arch/%s/include",
					    g_strv_length(parts) > 2 && !strcmp(parts[0], "arch") ?
						    parts[1] : "x86");
		near.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		read_near(&near, path, source);
		while (!g_queue_is_empty(&near.queue) && read++ < HEADERS_NEAR) {
			g_autofree char *header = g_queue_pop_head(&near.queue);
			g_autoptr(GBytes) bytes = tree_read(tree, header, NULL);

			if (bytes && g_bytes_get_size(bytes) <= HEADER_BYTES)
				read_near(&near, header, bytes);
		}
		g_queue_clear_full(&near.queue, g_free);
		g_hash_table_unref(near.seen);
		g_free(near.arch);
	}
	macros_settle(near.macros);
	return near.macros;
}
