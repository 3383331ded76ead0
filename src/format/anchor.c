// SPDX-License-Identifier: GPL-2.0-only
#include "format/anchor.h"

#include <string.h>

/* lines looked at for one whose start is quoted */
#define WINDOW 200

/* a start that is shorter says too little */
#define START_MIN 6

/* as many lines as mailers make of one */
#define WRAP_MAX 4

struct place {
	const char *file;
	unsigned long line;
	const char *key; /* owned by the table */
};

struct anchors {
	GArray *places; /* struct place, in the order of the diff */
	GHashTable *by_text; /* char * to GArray of guint: indices into @places */
	guint next; /* first place behind the last that was found */
	char *start; /* key of a line that was quoted in part, NULL when none is open */
	unsigned int wraps; /* lines that @start is made of */
	bool joined; /* the last line went on from the one before it */
};

static size_t blank_size(const char *at, const char *end)
{
	if (g_ascii_isspace(*at))
		return 1;
	/* no-break space */
	return end - at > 1 && at[0] == '\302' && at[1] == '\240' ? 2 : 0;
}

/* kind and text; mailers add and lose blanks, so one stands for any number of them */
static char *key_of(char kind, const char *text, size_t size)
{
	const char *end = text + size;
	GString *key = g_string_sized_new(size + 1);
	bool blank = false;

	g_string_append_c(key, kind);
	while (text < end) {
		size_t step = blank_size(text, end);

		if (step) {
			blank = true;
			text += step;
			continue;
		}
		if (blank && key->len > 1)
			g_string_append_c(key, ' ');
		blank = false;
		g_string_append_c(key, *text++);
	}
	return g_string_free(key, FALSE);
}

static void add(struct anchors *anchors, char *key, const char *file, unsigned long line)
{
	struct place place = { file, line, key };
	gpointer owned = key, found = NULL;
	guint index = anchors->places->len;
	GArray *list;

	if (g_hash_table_lookup_extended(anchors->by_text, key, &owned, &found)) {
		g_free(key);
		place.key = owned;
		list = found;
	} else {
		list = g_array_new(FALSE, FALSE, sizeof(guint));
		g_hash_table_insert(anchors->by_text, key, list);
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
	g_free(anchors->start);
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

static char *line_key(const struct anchors *anchors, const char *text)
{
	const char *name = strstr(text, " b/");

	if (g_str_has_prefix(text, "diff --git ") && name)
		return g_strdup_printf("F%s", name + 3);
	if (g_str_has_prefix(text, "+++ b/"))
		return g_strdup_printf("F%s", text + 6);
	if (g_str_has_prefix(text, "@@ -"))
		return header_key(text);
	if (*text == '+' || *text == '-')
		return key_of(*text, text + 1, strlen(text + 1));
	return anchors->next && *text ? key_of(' ', text, strlen(text)) : NULL;
}

static void close_start(struct anchors *anchors)
{
	g_clear_pointer(&anchors->start, g_free);
	anchors->wraps = 0;
}

/* the line is longer than what is quoted of it: it was wrapped, or cut off */
static bool find_start(struct anchors *anchors, const char *key)
{
	guint end = MIN(anchors->places->len, anchors->next + WINDOW);

	if (strlen(key) < START_MIN)
		return false;
	for (guint i = anchors->next; i < end; i++) {
		const struct place *place = &g_array_index(anchors->places, struct place, i);

		if (!g_str_has_prefix(place->key, key))
			continue;
		anchors->next = i + 1;
		close_start(anchors);
		anchors->start = g_strdup(key);
		anchors->wraps = 1;
		return true;
	}
	return false;
}

bool anchors_go_on(struct anchors *anchors, const char *text)
{
	g_autofree char *rest = NULL, *key = NULL;
	const struct place *place;

	if (!anchors->start || anchors->wraps == WRAP_MAX)
		return false;
	rest = key_of(' ', text, strlen(text));
	/* wrapped at a blank, or in the middle of a word */
	place = &g_array_index(anchors->places, struct place, anchors->next - 1);
	key = g_strconcat(anchors->start, rest, NULL);
	if (!g_str_has_prefix(place->key, key)) {
		g_free(key);
		key = g_strconcat(anchors->start, rest + 1, NULL);
	}
	if (!rest[1] || !g_str_has_prefix(place->key, key))
		return false;
	g_free(anchors->start);
	anchors->start = g_steal_pointer(&key);
	anchors->wraps++;
	return true;
}

bool anchors_follow(struct anchors *anchors, const char *text)
{
	g_autofree char *key = NULL;

	anchors->joined = anchors_go_on(anchors, text);
	if (anchors->joined)
		return true;
	key = line_key(anchors, text);
	/* an empty line would be found anywhere */
	if (!key || (!key[1] && *text != '+' && *text != '-'))
		return false;
	if (find(anchors, key)) {
		close_start(anchors);
		return true;
	}
	return anchors->next && find_start(anchors, key);
}

bool anchors_joined(const struct anchors *anchors)
{
	return anchors->joined;
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
