// SPDX-License-Identifier: GPL-2.0-only
#include "tree/rawtree.h"

#include <string.h>

struct rawtree {
	GBytes *bytes;
	GArray *entries;	/* struct raw_entry, in any order while it is edited */
	GStringChunk *names;
	bool rewritten;		/* its bytes are to be made anew: not only ids differ */
};

void raw_open(struct raw_cursor *cursor, GBytes *tree)
{
	gsize size;

	cursor->at = g_bytes_get_data(tree, &size);
	cursor->end = cursor->at ? cursor->at + size : NULL;
}

bool raw_next(struct raw_cursor *cursor, struct raw_entry *out)
{
	const char *at = cursor->at, *nul;
	unsigned int mode = 0;

	if (at == cursor->end)
		return false;
	for (; at < cursor->end && *at >= '0' && *at <= '7'; at++)
		mode = mode * 8 + (*at - '0');
	if (at == cursor->end || *at++ != ' ')
		return false;
	nul = memchr(at, '\0', cursor->end - at);
	if (!nul || cursor->end - nul <= OBJECT_ID_SIZE)
		return false;
	out->name = at;
	out->size = nul - at;
	out->item.mode = mode;
	memcpy(out->item.id.bytes, nul + 1, OBJECT_ID_SIZE);
	cursor->at = nul + 1 + OBJECT_ID_SIZE;
	return true;
}

static int end_of(const struct raw_entry *entry)
{
	return entry->item.mode == RAW_FOLDER ? '/' : '\0';
}

int raw_compare(const struct raw_entry *a, const struct raw_entry *b)
{
	size_t size = MIN(a->size, b->size);
	int order = memcmp(a->name, b->name, size);
	int x, y;

	if (order)
		return order;
	x = a->size > size ? (guint8)a->name[size] : end_of(a);
	y = b->size > size ? (guint8)b->name[size] : end_of(b);
	return x - y;
}

/* is the mode written as git writes it today, without zeros in front? */
static bool is_plain(const char *start, const struct raw_entry *entry)
{
	return *start != '0' && entry->name - start == (entry->item.mode >= 0100000 ? 7 : 6);
}

struct rawtree *rawtree_new(GBytes *bytes)
{
	struct rawtree *tree = g_new0(struct rawtree, 1);
	struct raw_cursor cursor;
	struct raw_entry entry;

	tree->bytes = g_bytes_ref(bytes);
	tree->entries = g_array_new(FALSE, FALSE, sizeof(struct raw_entry));
	tree->names = g_string_chunk_new(256);
	raw_open(&cursor, bytes);
	for (const char *start = cursor.at; raw_next(&cursor, &entry); start = cursor.at) {
		tree->rewritten |= !is_plain(start, &entry);
		g_array_append_val(tree->entries, entry);
	}
	tree->rewritten |= cursor.at != cursor.end;
	return tree;
}

static struct raw_entry *find(const struct rawtree *tree, const char *name, size_t size)
{
	for (guint i = 0; i < tree->entries->len; i++) {
		struct raw_entry *entry = &g_array_index(tree->entries, struct raw_entry, i);

		if (entry->size == size && !memcmp(entry->name, name, size))
			return entry;
	}
	return NULL;
}

void rawtree_get(const struct rawtree *tree, const char *name, size_t size,
		 struct tree_item *out)
{
	const struct raw_entry *entry = find(tree, name, size);

	*out = entry ? entry->item : (struct tree_item){ .mode = 0 };
}

void rawtree_set(struct rawtree *tree, const char *name, size_t size,
		 const struct tree_item *item)
{
	struct raw_entry *entry = find(tree, name, size);
	struct raw_entry new = { .size = size, .item = *item };

	tree->rewritten |= !entry || !item->mode || entry->item.mode != item->mode;
	if (entry && item->mode) {
		entry->item = *item;
	} else if (entry) {
		g_array_remove_index_fast(tree->entries,
					  entry - (struct raw_entry *)tree->entries->data);
	} else if (item->mode) {
		new.name = g_string_chunk_insert_len(tree->names, name, size);
		g_array_append_val(tree->entries, new);
	}
}

bool rawtree_is_empty(const struct rawtree *tree)
{
	return !tree->entries->len;
}

static int compare_entries(gconstpointer a, gconstpointer b)
{
	return raw_compare(a, b);
}

/* only ids differ: the bytes as they were, with these in place */
static GBytes *with_ids(const struct rawtree *tree)
{
	gsize size;
	const char *old = g_bytes_get_data(tree->bytes, &size);
	char *bytes = g_memdup2(old, size);

	for (guint i = 0; i < tree->entries->len; i++) {
		const struct raw_entry *entry = &g_array_index(tree->entries, struct raw_entry, i);

		memcpy(bytes + (entry->name + entry->size + 1 - old), entry->item.id.bytes,
		       OBJECT_ID_SIZE);
	}
	return g_bytes_new_take(bytes, size);
}

GBytes *rawtree_bytes(struct rawtree *tree)
{
	GByteArray *out;

	if (!tree->rewritten)
		return with_ids(tree);
	out = g_byte_array_new();
	g_array_sort(tree->entries, compare_entries);
	for (guint i = 0; i < tree->entries->len; i++) {
		const struct raw_entry *entry = &g_array_index(tree->entries, struct raw_entry, i);
		char mode[16];
		int size = g_snprintf(mode, sizeof(mode), "%o ", entry->item.mode);

		g_byte_array_append(out, (const guint8 *)mode, size);
		g_byte_array_append(out, (const guint8 *)entry->name, entry->size + 1);
		g_byte_array_append(out, entry->item.id.bytes, OBJECT_ID_SIZE);
	}
	return g_byte_array_free_to_bytes(out);
}

void rawtree_free(struct rawtree *tree)
{
	if (!tree)
		return;
	g_bytes_unref(tree->bytes);
	g_array_unref(tree->entries);
	g_string_chunk_free(tree->names);
	g_free(tree);
}
