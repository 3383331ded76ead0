// SPDX-License-Identifier: GPL-2.0-only
/*
 * Changes are sorted once and copied in one pass.
 */
#include "rules/edits.h"

/**
 * struct edit - one change of the text
 * @rank: 0 behind what ends here, 1 before what starts here, 2 replaces it
 * @order: in which it was added
 */
struct edit {
	size_t offset;
	size_t remove;
	unsigned int rank;
	unsigned int order;
	char *insert;
};

static void edit_clear(struct edit *edit)
{
	g_free(edit->insert);
}

void edits_init(struct edits *edits, GBytes *source)
{
	gsize size;

	edits->text = g_bytes_get_data(source, &size);
	edits->size = size;
	edits->list = g_array_new(FALSE, FALSE, sizeof(struct edit));
	g_array_set_clear_func(edits->list, (GDestroyNotify)edit_clear);
}

void edits_clear(struct edits *edits)
{
	if (edits->list)
		g_array_unref(edits->list);
	edits->list = NULL;
}

static void add(struct edits *edits, const char *at, size_t remove, unsigned int rank, char *insert)
{
	struct edit edit = { at - edits->text, remove, rank, edits->list->len, insert };

	g_array_append_val(edits->list, edit);
}

void edits_before(struct edits *edits, const char *at, char *insert)
{
	add(edits, at, 0, 1, insert);
}

void edits_after(struct edits *edits, const char *at, char *insert)
{
	add(edits, at, 0, 0, insert);
}

void edits_replace(struct edits *edits, const char *at, size_t remove, char *insert)
{
	add(edits, at, remove, 2, insert);
}

void edits_take(struct edits *edits, struct edits *from)
{
	for (guint i = 0; i < from->list->len; i++) {
		struct edit *edit = &g_array_index(from->list, struct edit, i);

		add(edits, edits->text + edit->offset, edit->remove, edit->rank,
		    g_steal_pointer(&edit->insert));
	}
	g_array_set_size(from->list, 0);
}

static int by_offset(gconstpointer a, gconstpointer b)
{
	const struct edit *first = a;
	const struct edit *second = b;

	if (first->offset != second->offset)
		return first->offset < second->offset ? -1 : 1;
	if (first->rank != second->rank)
		return first->rank < second->rank ? -1 : 1;
	return first->order < second->order ? -1 : 1;
}

GBytes *edits_apply(struct edits *edits)
{
	g_autoptr(GString) out = g_string_new(NULL);
	size_t at = 0;

	g_array_sort(edits->list, by_offset);
	for (guint i = 0; i < edits->list->len; i++) {
		const struct edit *edit = &g_array_index(edits->list, struct edit, i);

		if (edit->offset < at)
			return NULL;
		g_string_append_len(out, edits->text + at, edit->offset - at);
		g_string_append(out, edit->insert);
		at = edit->offset + edit->remove;
	}
	g_string_append_len(out, edits->text + at, edits->size - at);
	return g_string_free_to_bytes(g_steal_pointer(&out));
}
