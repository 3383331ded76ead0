// SPDX-License-Identifier: GPL-2.0-only
#include "format/anchor.h"

#include <string.h>

struct place {
	const char *file;
	unsigned long line;
};

struct anchors {
	GArray *places; /* struct place, in the order of the diff */
	GHashTable *by_text; /* char * to GArray of guint: indices into @places */
	guint next; /* first place behind the last that was found */
};

/* kind and text without the blanks that mailers add and lose */
static char *key_of(char kind, const char *text, size_t size)
{
	while (size && g_ascii_isspace(text[size - 1]))
		size--;
	while (size && g_ascii_isspace(*text)) {
		text++;
		size--;
	}
	return g_strdup_printf("%c%.*s", kind, (int)size, text);
}

static void add(struct anchors *anchors, char *key, const char *file, unsigned long line)
{
	struct place place = { file, line };
	GArray *list = g_hash_table_lookup(anchors->by_text, key);
	guint index = anchors->places->len;

	if (!list) {
		list = g_array_new(FALSE, FALSE, sizeof(guint));
		g_hash_table_insert(anchors->by_text, key, list);
	} else {
		g_free(key);
	}
	g_array_append_val(anchors->places, place);
	g_array_append_val(list, index);
}

static char *header_key(const char *text)
{
	const char *end = strstr(text + 2, " @@");

	return g_strdup_printf("@%.*s", end ? (int)(end - text) : (int)strlen(text), text);
}

static void add_hunk(struct anchors *anchors, const struct hunk *hunk, const char *file)
{
	unsigned long old = hunk->old_start, new = hunk->new_start;
	g_autoptr(GString) header = g_string_new("@@ -");

	g_string_append_printf(header, "%lu", hunk->old_start);
	if (hunk->old_lines != 1)
		g_string_append_printf(header, ",%lu", hunk->old_lines);
	g_string_append_printf(header, " +%lu", hunk->new_start);
	if (hunk->new_lines != 1)
		g_string_append_printf(header, ",%lu", hunk->new_lines);
	add(anchors, header_key(header->str), file, hunk->new_start);
	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		add(anchors, key_of(line->kind, line->text, line->size), file,
		    line->kind == '-' ? old : new);
		old += line->kind != '+';
		new += line->kind != '-';
	}
}

static void free_list(gpointer list)
{
	g_array_unref(list);
}

struct anchors *anchors_new(const struct patch *patch)
{
	struct anchors *anchors = g_new0(struct anchors, 1);

	anchors->places = g_array_new(FALSE, FALSE, sizeof(struct place));
	anchors->by_text = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_list);
	for (guint i = 0; patch && i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		const char *path = file_diff_path(file);
		const struct hunk *first = file->hunks->len ? file->hunks->pdata[0] : NULL;

		add(anchors, g_strdup_printf("F%s", path), path, first ? first->new_start : 1);
		for (guint k = 0; k < file->hunks->len; k++)
			add_hunk(anchors, file->hunks->pdata[k], path);
	}
	return anchors;
}

void anchors_free(struct anchors *anchors)
{
	if (!anchors)
		return;
	g_array_unref(anchors->places);
	g_hash_table_unref(anchors->by_text);
	g_free(anchors);
}

/* first index in @list that is not below @least; list->len when there is none */
static guint lower_bound(const GArray *list, guint least)
{
	guint low = 0, high = list->len;

	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (g_array_index(list, guint, middle) < least)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool find(struct anchors *anchors, const char *key)
{
	GArray *list = g_hash_table_lookup(anchors->by_text, key);
	guint at = list ? lower_bound(list, anchors->next) : 0;

	if (!list || at == list->len)
		return false;
	anchors->next = g_array_index(list, guint, at) + 1;
	return true;
}

bool anchors_follow(struct anchors *anchors, const char *text)
{
	g_autofree char *key = NULL;
	const char *name = strstr(text, " b/");

	if (g_str_has_prefix(text, "diff --git ") && name)
		key = g_strdup_printf("F%s", name + 3);
	else if (g_str_has_prefix(text, "+++ b/"))
		key = g_strdup_printf("F%s", text + 6);
	else if (g_str_has_prefix(text, "@@ -"))
		key = header_key(text);
	else if (*text == '+' || *text == '-')
		key = key_of(*text, text + 1, strlen(text + 1));
	else if (anchors->next && *text)
		key = key_of(' ', text, strlen(text));
	/* an empty line would be found anywhere */
	return key && (key[1] || *text == '+' || *text == '-') && find(anchors, key);
}

const char *anchors_place(const struct anchors *anchors, unsigned long *out_line)
{
	const struct place *place;

	if (!anchors->next)
		return NULL;
	place = &g_array_index(anchors->places, struct place, anchors->next - 1);
	*out_line = place->line;
	return place->file;
}
