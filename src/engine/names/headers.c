// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/headers.h"

#include <string.h>

#include "base/file.h"
#include "engine/names/headernotes.h"
#include "engine/names/kconfig.h"

/* a file of the kernel reaches 5,000, those of all arches; one with more is not looked at */
#define REACH_MAX 10000

/* bytes of headers that are kept: from one commit to the next most are the same */
#define KEPT_MAX (2 << 20)

struct headers {
	const struct tree *folder; /* or NULL */
	bool near; /* only where most headers are */
	struct objects *objects;
	struct object_id tree;
	struct object_id listed_tree; /* that @listed is of */
	GHashTable *made; /* path -> GBytes *: what a change makes of files */
	GHashTable *kept; /* object_id -> GBytes *: what was read */
	gsize kept_size;
	struct bag *symbols; /* of Kconfig; NULL until asked for */
	struct object_id symbols_tree; /* that @symbols are of */
	GHashTable *listed; /* last part of the path -> GPtrArray of char *; NULL until asked for */
	struct reach *reach; /* the last one that was asked for, while nobody walks along it */
};

static void reach_free(struct reach *reach);

struct headers *headers_new(struct objects *objects)
{
	struct headers *headers = g_new0(struct headers, 1);

	headers->objects = objects;
	headers->made = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					      (GDestroyNotify)g_bytes_unref);
	headers->kept = g_hash_table_new_full(object_id_hash, object_id_same, g_free,
					      (GDestroyNotify)g_bytes_unref);
	return headers;
}

struct headers *headers_of(const struct tree *tree)
{
	struct headers *headers = g_new0(struct headers, 1);

	headers->folder = tree;
	return headers;
}

struct headers *headers_near(const struct tree *tree)
{
	struct headers *headers = headers_of(tree);

	headers->near = true;
	return headers;
}

void headers_goto(struct headers *headers, const struct object_id *tree)
{
	headers->tree = *tree;
	g_hash_table_remove_all(headers->made);
	g_clear_pointer(&headers->reach, reach_free);
}

void headers_put(struct headers *headers, const char *path, GBytes *bytes)
{
	g_hash_table_insert(headers->made, g_strdup(path), g_bytes_ref(bytes));
	g_clear_pointer(&headers->reach, reach_free);
}

static void symbols_free(struct headers *headers)
{
	if (headers->symbols)
		bag_clear(headers->symbols);
	g_clear_pointer(&headers->symbols, g_free);
}

void headers_free(struct headers *headers)
{
	if (!headers)
		return;
	symbols_free(headers);
	g_clear_pointer(&headers->made, g_hash_table_unref);
	g_clear_pointer(&headers->kept, g_hash_table_unref);
	g_clear_pointer(&headers->listed, g_hash_table_unref);
	reach_free(headers->reach);
	g_free(headers);
}

static bool is_kconfig(const char *name)
{
	return g_str_has_prefix(name, "Kconfig");
}

static bool list_path(void *data, const char *path)
{
	GHashTable *listed = data;
	GPtrArray *paths;

	if (!path_is_header(path) && !g_str_has_suffix(path, ".S") &&
	    !is_kconfig(path_name(path)))
		return true;
	paths = g_hash_table_lookup(listed, path_name(path));
	if (!paths) {
		paths = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(listed, g_strdup(path_name(path)), paths);
	}
	g_ptr_array_add(paths, g_strdup(path));
	return true;
}

static bool list_header(void *data, const char *path, const struct tree_item *item)
{
	return !tree_item_is_file(item) || list_path(data, path);
}

static void drop_header(GHashTable *listed, const char *path)
{
	GPtrArray *paths = g_hash_table_lookup(listed, path_name(path));
	guint at;

	if (paths && g_ptr_array_find_with_equal_func(paths, path, g_str_equal, &at))
		g_ptr_array_remove_index(paths, at);
}

/* from the tree before, which most often is one commit away */
static bool move_listed(struct headers *headers)
{
	g_autoptr(GArray) deltas = objects_compare(headers->objects, &headers->listed_tree,
						   &headers->tree, NULL);

	for (guint i = 0; deltas && i < deltas->len; i++) {
		const struct tree_delta *delta = &g_array_index(deltas, struct tree_delta, i);

		if (delta->old.mode && !delta->new.mode)
			drop_header(headers->listed, delta->path);
		else if (!delta->old.mode)
			list_header(headers->listed, delta->path, &delta->new);
	}
	return deltas != NULL;
}

static GHashTable *listed(struct headers *headers)
{
	if (headers->listed && !headers->folder &&
	    !object_id_equal(&headers->listed_tree, &headers->tree) && !move_listed(headers))
		g_clear_pointer(&headers->listed, g_hash_table_unref);
	if (headers->listed) {
		headers->listed_tree = headers->tree;
		return headers->listed;
	}
	headers->listed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						(GDestroyNotify)g_ptr_array_unref);
	if (headers->folder)
		tree_walk(headers->folder, "", list_path, headers->listed);
	else
		objects_list(headers->objects, &headers->tree, "", list_header, headers->listed,
			     NULL);
	headers->listed_tree = headers->tree;
	return headers->listed;
}

/* "../c.h" beside "a/b/d.h" is "a/c.h"; NULL outside of the tree */
static char *beside(const char *path, const char *header)
{
	g_autofree char *spelled = g_strdup_printf("%.*s%s", (int)(path_name(path) - path), path,
						   header);
	g_auto(GStrv) names = NULL;
	g_autoptr(GPtrArray) plain = NULL;

	if (!strstr(header, "./"))
		return g_steal_pointer(&spelled);
	names = g_strsplit(spelled, "/", -1);
	plain = g_ptr_array_new();
	for (char **name = names; *name; name++) {
		if (!strcmp(*name, "..")) {
			if (!plain->len)
				return NULL;
			g_ptr_array_set_size(plain, plain->len - 1);
		} else if (**name && strcmp(*name, ".")) {
			g_ptr_array_add(plain, *name);
		}
	}
	g_ptr_array_add(plain, NULL);
	return g_strjoinv("/", (char **)plain->pdata);
}

static void add_near(const struct headers *headers, const char *includer, const char *header,
		     GPtrArray *out)
{
	char *const paths[] = {
		beside(includer, header),
		g_strconcat("include/", header, NULL),
		g_strconcat("include/uapi/", header, NULL),
	};

	for (guint i = 0; i < G_N_ELEMENTS(paths); i++) {
		if (paths[i] && tree_entry(headers->folder, paths[i]) == TREE_FILE)
			g_ptr_array_add(out, paths[i]);
		else
			g_free(paths[i]);
	}
}

static bool find_item(struct headers *headers, const char *path, struct tree_item *out)
{
	return objects_lookup(headers->objects, &headers->tree, path, out, NULL) &&
	       tree_item_is_file(out);
}

bool headers_have(struct headers *headers, const char *path)
{
	struct tree_item item;

	return find_item(headers, path, &item);
}

bool headers_beside(struct headers *headers, const char *includer, const struct include_line *line)
{
	g_autofree char *header = include_header(line);
	g_autofree char *near = beside(includer, header);

	return *line->spelled == '"' && near && headers_have(headers, near);
}

void headers_meant(struct headers *headers, const char *includer, const struct include_line *line,
		   GPtrArray *out)
{
	g_autofree char *header = include_header(line);
	g_autofree char *near = beside(includer, header);
	const GPtrArray *paths;
	guint before = out->len;

	if (!near)
		return;
	/* then nothing has to be listed */
	if (*line->spelled == '"' && !headers->folder && headers_have(headers, near)) {
		g_ptr_array_add(out, g_steal_pointer(&near));
		return;
	}
	paths = headers->near ? NULL : g_hash_table_lookup(listed(headers), path_name(header));
	if (headers->near)
		add_near(headers, includer, header, out);
	for (guint i = 0; paths && i < paths->len; i++) {
		const char *path = paths->pdata[i];

		if (*line->spelled == '"' && !strcmp(path, near)) {
			g_ptr_array_set_size(out, before);
			g_ptr_array_add(out, g_strdup(path));
			return;
		}
		if (include_may_mean(path, header, strlen(header)))
			g_ptr_array_add(out, g_strdup(path));
	}
	/* a build may put another folder's in its place */
	if (headers->folder && paths && out->len == before)
		for (guint i = 0; i < paths->len; i++)
			g_ptr_array_add(out, g_strdup(paths->pdata[i]));
}

/* the listed files that are asked for */
static GPtrArray *select_listed(struct headers *headers,
				bool (*asked)(const char *path, const char *data),
				const char *data)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, listed(headers));
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		const GPtrArray *paths = value;

		for (guint i = 0; i < paths->len; i++)
			if (asked(paths->pdata[i], data))
				g_ptr_array_add(all, g_strdup(paths->pdata[i]));
	}
	return all;
}

static bool is_assembler_below(const char *path, const char *folder)
{
	return g_str_has_suffix(path, ".S") && g_str_has_prefix(path, folder);
}

GPtrArray *headers_assembler(struct headers *headers, const char *path)
{
	g_autofree char *folder = g_strndup(path, path_name(path) - path);

	return select_listed(headers, is_assembler_below, folder);
}

static bool is_kconfig_path(const char *path, const char *data)
{
	(void)data;
	return is_kconfig(path_name(path));
}

const struct bag *headers_symbols(struct headers *headers)
{
	g_autoptr(GPtrArray) paths = NULL;

	if (headers->symbols && object_id_equal(&headers->symbols_tree, &headers->tree))
		return headers->symbols;
	symbols_free(headers);
	headers->symbols = g_new0(struct bag, 1);
	headers->symbols_tree = headers->tree;
	bag_init(headers->symbols);
	paths = select_listed(headers, is_kconfig_path, NULL);
	for (guint i = 0; i < paths->len; i++) {
		g_autoptr(GBytes) bytes = headers_read(headers, paths->pdata[i]);

		if (bytes)
			kconfig_add(headers->symbols, bytes);
	}
	return headers->symbols;
}

static void keep(struct headers *headers, const struct object_id *id, GBytes *bytes)
{
	headers->kept_size += g_bytes_get_size(bytes);
	if (headers->kept_size > KEPT_MAX) {
		g_hash_table_remove_all(headers->kept);
		headers->kept_size = g_bytes_get_size(bytes);
	}
	g_hash_table_insert(headers->kept, g_memdup2(id, sizeof(*id)), g_bytes_ref(bytes));
}

static GBytes *read_blob(struct headers *headers, const struct object_id *id)
{
	GBytes *bytes = g_hash_table_lookup(headers->kept, id);

	if (bytes)
		return g_bytes_ref(bytes);
	bytes = objects_blob_here(headers->objects, id, NULL);
	if (bytes)
		keep(headers, id, bytes);
	return bytes;
}

GBytes *headers_read(struct headers *headers, const char *path)
{
	GBytes *made = headers->made ? g_hash_table_lookup(headers->made, path) : NULL;
	struct tree_item item;

	if (made)
		return g_bytes_ref(made);
	if (headers->folder)
		return tree_read(headers->folder, path, NULL);
	return find_item(headers, path, &item) ? read_blob(headers, &item.id) : NULL;
}

bool headers_same(struct headers *a, const char *path_a, struct headers *b, const char *path_b)
{
	struct tree_item item_a, item_b;

	return !g_hash_table_contains(a->made, path_a) &&
	       !g_hash_table_contains(b->made, path_b) &&
	       find_item(a, path_a, &item_a) && find_item(b, path_b, &item_b) &&
	       object_id_equal(&item_a.id, &item_b.id);
}

/**
 * struct header - one of those that a file reaches
 * @path: where it stands; one of those seen
 * @blob: that it is read from; null for what a change makes, and in a folder
 * @note: what is known of it, from when it is shown first
 * @bytes: its content, if it was asked for while it is shown
 * @unread: it cannot be read
 */
struct header {
	struct headers *headers;
	const char *path;
	struct object_id blob;
	struct header_note *note;
	GBytes *bytes;
	bool unread;
};

/**
 * struct reach - what a file includes, and what that includes, as far as it was asked for
 * @path, @bytes: the file
 * @seen: the paths met
 * @found: struct header *, in the order in which they were met
 * @opened: so many of these were asked for what they include
 */
struct reach {
	char *path;
	GBytes *bytes;
	GHashTable *seen;
	GPtrArray *found;
	guint opened;
};

static void header_free(gpointer data)
{
	struct header *header = data;

	header_note_unref(header->note);
	g_free(header);
}

static void reach_free(struct reach *reach)
{
	if (!reach)
		return;
	g_free(reach->path);
	g_bytes_unref(reach->bytes);
	g_ptr_array_unref(reach->found);
	g_hash_table_unref(reach->seen);
	g_free(reach);
}

const char *header_path(const struct header *header)
{
	return header->path;
}

bool header_mentions(const struct header *header, const char *word, gsize size)
{
	return header_note_mentions(header->note, word, size);
}

bool header_naming(struct header *header, const char *word, gsize size, struct extract *out)
{
	if (!header_mentions(header, word, size))
		return false;
	*out = extract_of(header_bytes(header));
	return true;
}

bool header_pastes(const struct header *header, const struct lex *name)
{
	return header_note_pastes(header->note, name);
}

const char *header_includes(const struct header *header)
{
	return header_note_includes(header->note);
}

GBytes *header_bytes(struct header *header)
{
	if (!header->bytes && !header->unread)
		header->bytes = object_id_is_null(&header->blob) ?
					headers_read(header->headers, header->path) :
					read_blob(header->headers, &header->blob);
	header->unread |= !header->bytes;
	return header->bytes;
}

/* those of a folder are looked at once or twice, which is not worth it to know their words */
static struct header_note *new_note(struct header *header)
{
	GBytes *bytes = header_bytes(header);
	gsize size;
	const char *text = bytes ? g_bytes_get_data(bytes, &size) : NULL;

	return bytes ? header_note_new(text, size, !header->headers->folder) : NULL;
}

static struct header_note *note_of(struct header *header)
{
	struct headers *headers = header->headers;
	struct header_note *note;
	struct tree_item item;

	if (headers->folder || g_hash_table_contains(headers->made, header->path))
		return new_note(header);
	if (!find_item(headers, header->path, &item))
		return NULL;
	header->blob = item.id;
	note = header_notes_get(&header->blob);
	if (note)
		return note;
	note = new_note(header);
	if (note)
		header_notes_keep(&header->blob, note);
	return note;
}

/* what a line of the file at @path names */
static void reach_line(struct headers *headers, struct reach *reach, const char *path,
		       const struct include_line *line)
{
	g_autoptr(GPtrArray) meant = g_ptr_array_new_with_free_func(g_free);

	headers_meant(headers, path, line, meant);
	for (guint i = 0; i < meant->len; i++) {
		struct header *header;
		char *met;

		if (g_hash_table_contains(reach->seen, meant->pdata[i]))
			continue;
		met = g_strdup(meant->pdata[i]);
		g_hash_table_add(reach->seen, met);
		header = g_new0(struct header, 1);
		header->headers = headers;
		header->path = met;
		g_ptr_array_add(reach->found, header);
	}
}

static struct reach *reach_new(struct headers *headers, const char *path, GBytes *bytes)
{
	struct reach *reach = g_new0(struct reach, 1);
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	g_autoptr(GArray) lines = include_lines(text, size);

	reach->path = g_strdup(path);
	reach->bytes = g_bytes_ref(bytes);
	reach->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	reach->found = g_ptr_array_new_with_free_func(header_free);
	for (guint i = 0; i < lines->len; i++)
		reach_line(headers, reach, path, &g_array_index(lines, struct include_line, i));
	return reach;
}

/* what that one includes is reached, too */
static void open_header(struct reach *reach, const struct header *header)
{
	const char *name = header_includes(header);

	for (; *name; name += strlen(name) + 1)
		reach_line(header->headers, reach, header->path,
			   &(struct include_line){ .spelled = name, .spelled_size = strlen(name) });
	reach->opened++;
}

/* most questions are of the file that the last one was of */
static struct reach *take_reach(struct headers *headers, const char *path, GBytes *bytes)
{
	struct reach *reach = g_steal_pointer(&headers->reach);

	if (reach && reach->bytes == bytes && !strcmp(reach->path, path))
		return reach;
	reach_free(reach);
	return reach_new(headers, path, bytes);
}

static void give_back(struct headers *headers, struct reach *reach)
{
	reach_free(headers->reach);
	headers->reach = reach;
}

bool headers_reach(struct headers *headers, const char *path, GBytes *bytes,
		   bool (*visit)(void *data, struct header *header), void *data)
{
	struct reach *reach = take_reach(headers, path, bytes);
	bool certain = true, go_on = true;

	for (guint i = 0; i < reach->found->len && certain && go_on; i++) {
		struct header *header = reach->found->pdata[i];

		if (!header->note)
			header->note = note_of(header);
		certain = header->note &&
			  (i < reach->opened || g_hash_table_size(reach->seen) <= REACH_MAX);
		if (certain) {
			go_on = visit(data, header);
			certain = !header->unread;
		}
		if (certain && go_on && i == reach->opened)
			open_header(reach, header);
		g_clear_pointer(&header->bytes, g_bytes_unref);
	}
	give_back(headers, reach);
	return certain;
}
