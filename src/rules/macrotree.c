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
#include "rules/textindex.h"
#include "tree/survey.h"

#define HEADERS_NEAR 4000
/* raise it when other macros come out of the same headers */
#define MACROS_VERSION "macros 2"
/* files between two words about how it goes */
#define PROGRESS_STEP 512

struct headers {
	const struct progress *progress;
	struct macros *macros;
	struct textindex *index;	/* NULL where stamps are not those of contents */
	GChecksum *digest;	/* of all paths and stamps */
	guint read;
};

static bool know_header(void *data, const char *path, const guint8 *stamp, guint8 *marks)
{
	struct headers *headers = data;

	return textindex_macros(headers->index, stamp, headers->macros);
}

static void read_header(void *data, const char *path, const guint8 *stamp, const char *text,
			gsize size, guint8 *marks)
{
	struct headers *headers = data;

	if (headers->read++ % PROGRESS_STEP == 0)
		progress_step(headers->progress, -1, "reading macros in %s", path);
	textindex_note(headers->index, path, stamp, text, size);
	if (!textindex_macros(headers->index, stamp, headers->macros))
		macros_read(headers->macros, text, size);
}

static void add_header_file(void *data, const char *path, const guint8 *stamp,
			    const guint8 *marks)
{
	struct headers *headers = data;

	g_checksum_update(headers->digest, (const guchar *)path, strlen(path) + 1);
	g_checksum_update(headers->digest, stamp, SURVEY_STAMP);
}

/* a header that cannot be read defines nothing */
static void leave_out(void *data, const char *message)
{
}

/* @old: NULL reads them all; a git tree is listed first either way, which takes no time */
static GBytes *go_over(const struct tree *tree, struct headers *headers, GBytes *old, bool read,
		       GError **error)
{
	static const char *const suffixes[] = { ".h", NULL };
	const struct survey_spec spec = {
		.below = "", .suffixes = suffixes, .old = old, .most = MACROS_HEADER_BYTES,
		.known = read ? know_header : NULL,
		.look = read ? read_header : NULL, .file = add_header_file,
		.problem = leave_out, .data = headers,
	};
	bool changed;

	g_checksum_reset(headers->digest);
	return tree_survey(tree, &spec, &changed, error);
}

static char *digest_key(const struct headers *headers)
{
	return g_strdup_printf(MACROS_VERSION " %s", g_checksum_get_string(headers->digest));
}

/* what is known of these headers, of which one may be new; *out_ok is false with an error */
static struct macros *recall(const struct tree *tree, struct headers *headers,
			     struct results *results, const char *record_key, bool *out_ok,
			     GError **error)
{
	g_autoptr(GBytes) old = results_get(results, record_key);
	g_autoptr(GBytes) record = NULL, known = NULL;
	g_autofree char *key = NULL;
	struct macros *macros;

	*out_ok = true;
	if (!old && !tree_commit(tree))
		return NULL;
	record = go_over(tree, headers, old, false, error);
	*out_ok = record;
	key = record ? digest_key(headers) : NULL;
	known = key ? results_get(results, key) : NULL;
	if (!known)
		return NULL;
	macros = macros_new(NULL);
	macros_take_lines(macros, known);
	return macros;
}

static bool read_all(const struct tree *tree, struct headers *headers, struct results *results,
		     const char *record_key, GError **error)
{
	g_autoptr(GBytes) record = go_over(tree, headers, NULL, true, error);
	g_autoptr(GString) lines = NULL;
	g_autofree char *key = NULL;

	if (!record)
		return false;
	macros_settle(headers->macros);
	lines = macros_lines(headers->macros);
	key = digest_key(headers);
	results_put(results, key, lines->str, lines->len);
	results_put(results, record_key, g_bytes_get_data(record, NULL),
		    g_bytes_get_size(record));
	return true;
}

struct macros *macros_of_tree(const struct tree *tree, struct results *results,
			      struct textindex *index, const struct progress *progress,
			      GError **error)
{
	struct headers headers = {
		.progress = progress, .macros = macros_new(NULL),
		.index = tree_commit(tree) ? index : NULL,
		.digest = g_checksum_new(G_CHECKSUM_SHA1),
	};
	const char *where = tree_folder(tree) ? tree_folder(tree) : tree_repository(tree);
	g_autofree char *key = g_strdup_printf(MACROS_VERSION " of %s", where ? where : "");
	bool ok;
	struct macros *known = recall(tree, &headers, results, key, &ok, error);

	if (!known && ok && read_all(tree, &headers, results, key, error))
		known = g_steal_pointer(&headers.macros);
	macros_free(headers.macros);
	g_checksum_free(headers.digest);
	return known;
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

			if (bytes && g_bytes_get_size(bytes) <= MACROS_HEADER_BYTES)
				read_near(&near, header, bytes);
		}
		g_queue_clear_full(&near.queue, g_free);
		g_hash_table_unref(near.seen);
		g_free(near.arch);
	}
	macros_settle(near.macros);
	return near.macros;
}
