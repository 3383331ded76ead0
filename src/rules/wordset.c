// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wu and Manber's search: the two bytes at the end of a window as wide as the
 * shortest word say how far the window can move.  Most of a text is never read.
 */
#include "rules/wordset.h"

#include <string.h>

#include "base/strings.h"

#define BLOCK 2
#define TABLE_SIZE 65536

struct wordset {
	GPtrArray *words;	/* char * */
	GHashTable *index;	/* char * to index + 1 */
	guint8 *shift;		/* by the block at the end of the window */
	gint32 *first;		/* word whose window ends in this block, or -1 */
	gint32 *next;		/* the next such word */
	gsize *sizes;
	unsigned int window;
	gsize ready;
};

struct wordset *wordset_new(void)
{
	struct wordset *words = g_new0(struct wordset, 1);

	words->words = g_ptr_array_new_with_free_func(g_free);
	words->index = g_hash_table_new(g_str_hash, g_str_equal);
	return words;
}

unsigned int wordset_add(struct wordset *words, const char *word)
{
	unsigned int known = GPOINTER_TO_UINT(g_hash_table_lookup(words->index, word));
	char *copy;

	if (known)
		return known - 1;
	copy = g_strdup(word);
	g_ptr_array_add(words->words, copy);
	g_hash_table_insert(words->index, copy, GUINT_TO_POINTER(words->words->len));
	return words->words->len - 1;
}

unsigned int wordset_count(const struct wordset *words)
{
	return words->words->len;
}

const char *wordset_get(const struct wordset *words, unsigned int index)
{
	return words->words->pdata[index];
}

int wordset_find(const struct wordset *words, const char *word, gsize size)
{
	char buffer[256];

	if (size >= sizeof(buffer))
		return -1;
	memcpy(buffer, word, size);
	buffer[size] = '\0';
	return (int)GPOINTER_TO_UINT(g_hash_table_lookup(words->index, buffer)) - 1;
}

static unsigned int block_at(const char *end)
{
	return (guint8)end[-2] << 8 | (guint8)end[-1];
}

static void add_to_tables(struct wordset *words, unsigned int index)
{
	const char *word = words->words->pdata[index];
	unsigned int block = block_at(word + words->window);

	for (unsigned int end = BLOCK; end <= words->window; end++) {
		guint8 *shift = &words->shift[block_at(word + end)];

		*shift = MIN(*shift, words->window - end);
	}
	words->next[index] = words->first[block];
	words->first[block] = index;
	words->sizes[index] = strlen(word);
}

static void make_tables(struct wordset *words)
{
	words->window = 255;
	for (guint i = 0; i < words->words->len; i++)
		words->window = MIN(words->window, strlen(words->words->pdata[i]));
	words->shift = g_malloc(TABLE_SIZE);
	memset(words->shift, words->window - BLOCK + 1, TABLE_SIZE);
	words->first = g_new(gint32, TABLE_SIZE);
	memset(words->first, 0xff, TABLE_SIZE * sizeof(*words->first));
	words->next = g_new(gint32, words->words->len);
	words->sizes = g_new(gsize, words->words->len);
	for (guint i = 0; i < words->words->len; i++)
		add_to_tables(words, i);
}

/* all words that start at @at; the window ends @window bytes behind it */
static bool compare(const struct wordset *words, const char *text, const char *at,
		    const char *end, guint8 *present)
{
	bool found = false;

	if (at > text && byte_is_word(at[-1]))
		return false;
	for (gint32 i = words->first[block_at(at + words->window)]; i >= 0; i = words->next[i]) {
		gsize size = words->sizes[i];

		if ((gsize)(end - at) < size || memcmp(at, words->words->pdata[i], size) ||
		    (at + size < end && byte_is_word(at[size])))
			continue;
		present[i] = 1;
		found = true;
	}
	return found;
}

bool wordset_search(const struct wordset *words, const char *text, gsize size, guint8 *present)
{
	struct wordset *self = (struct wordset *)words;
	const char *end = text + size, *at;
	bool found = false;

	if (!words->words->len)
		return false;
	if (g_once_init_enter(&self->ready)) {
		make_tables(self);
		g_once_init_leave(&self->ready, 1);
	}
	if (size < words->window)
		return false;
	for (at = text + words->window; at <= end;) {
		unsigned int shift = words->shift[block_at(at)];

		if (shift) {
			at += shift;
			continue;
		}
		found |= compare(words, text, at - words->window, end, present);
		at++;
	}
	return found;
}

void wordset_free(struct wordset *words)
{
	if (!words)
		return;
	g_ptr_array_unref(words->words);
	g_hash_table_unref(words->index);
	g_free(words->shift);
	g_free(words->first);
	g_free(words->next);
	g_free(words->sizes);
	g_free(words);
}
