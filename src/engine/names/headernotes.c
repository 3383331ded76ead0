// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/headernotes.h"

#include <string.h>

#include "base/wordfilter.h"
#include "engine/code/includelines.h"
#include "engine/code/pastewords.h"

/* bytes of notes that are kept, of 4,000 headers about 4 MB; all are dropped when it is reached */
#define KEPT_MAX (12 << 20)

/**
 * struct header_note - of one header
 * @size: of all of it, in bytes
 * @filter: bytes of it: see wordfilter_make(); 0 where the words are not known
 * @pastes: where its paste_words() begin, in bytes behind the filter
 * @data: the filter, the includes and the words
 */
struct header_note {
	gsize size;
	gsize filter;
	gsize pastes;
	guint8 data[];
};

static GMutex lock;
static GHashTable *kept; /* object_id -> struct header_note */
static gsize kept_size;

static GString *includes_of(const char *text, gsize size)
{
	g_autoptr(GArray) lines = include_lines(text, size);
	GString *includes = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const struct include_line *line = &g_array_index(lines, struct include_line, i);

		if (memchr(line->spelled, '\0', line->spelled_size))
			continue;
		g_string_append_len(includes, line->spelled, line->spelled_size);
		g_string_append_c(includes, '\0');
	}
	return includes;
}

struct header_note *header_note_new(const char *text, gsize size, bool with_words)
{
	g_autoptr(GByteArray) filter = g_byte_array_new();
	g_autoptr(GString) includes = includes_of(text, size);
	g_autoptr(GString) pastes = paste_words(text, size);
	struct header_note *note;
	gsize all;

	if (with_words)
		wordfilter_make(text, size, filter);
	all = sizeof(*note) + filter->len + includes->len + 1 + pastes->len + 1;
	note = g_atomic_rc_box_alloc(all);
	*note = (struct header_note){ all, filter->len, includes->len + 1 };
	if (filter->len)
		memcpy(note->data, filter->data, filter->len);
	memcpy(note->data + note->filter, includes->str, includes->len + 1);
	memcpy(note->data + note->filter + note->pastes, pastes->str, pastes->len + 1);
	return note;
}

void header_note_unref(struct header_note *note)
{
	if (note)
		g_atomic_rc_box_release(note);
}

bool header_note_mentions(const struct header_note *note, const char *word, gsize size)
{
	return wordfilter_may_hold(note->data, note->filter, wordfilter_hash(word, size));
}

const char *header_note_includes(const struct header_note *note)
{
	return (const char *)note->data + note->filter;
}

bool header_note_pastes(const struct header_note *note, const struct lex *name)
{
	return paste_words_make(header_note_includes(note) + note->pastes, name);
}

struct header_note *header_notes_get(const struct object_id *blob)
{
	struct header_note *note;

	g_mutex_lock(&lock);
	note = kept ? g_hash_table_lookup(kept, blob) : NULL;
	if (note)
		g_atomic_rc_box_acquire(note);
	g_mutex_unlock(&lock);
	return note;
}

void header_notes_keep(const struct object_id *blob, struct header_note *note)
{
	const gsize bytes = sizeof(*blob) + note->size + 64;

	g_mutex_lock(&lock);
	if (!kept)
		kept = g_hash_table_new_full(object_id_hash, object_id_same, g_free,
					     (GDestroyNotify)header_note_unref);
	if (kept_size + bytes > KEPT_MAX) {
		g_hash_table_remove_all(kept);
		kept_size = 0;
	}
	if (g_hash_table_insert(kept, g_memdup2(blob, sizeof(*blob)),
				g_atomic_rc_box_acquire(note)))
		kept_size += bytes;
	g_mutex_unlock(&lock);
}
