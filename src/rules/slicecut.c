// SPDX-License-Identifier: GPL-2.0-only
/*
 * The work of a cut goes by what is in the slice, not by what is in the file: of a file that a
 * program wrote there may be a hundred thousand.
 */
#include <string.h>

#include "rules/slice.h"
#include "rules/sliceparts.h"

static bool defines(const struct chunk *chunk)
{
	return chunk->kind != CHUNK_OTHER;
}

guint slicer_definitions(const struct slicer *s, const GArray *handles)
{
	guint count = 0;

	for (guint i = 0; i < handles->len; i++)
		count += defines(slicer_chunk(s, g_array_index(handles, guint, i)));
	return count;
}

enum { LEFT_OUT, BRIEF, COMPLETE };

/* what a slice is made of; work goes by what is in it, not by what is in the file */
struct cutting {
	const struct slicer *slicer;
	GHashTable *needed;	/* set of words, number + 1 */
	GArray *words;		/* guint32: those whose declarers are still to be added */
	GHashTable *states;	/* chunk + 1 to BRIEF or COMPLETE */
	GArray *chunks;		/* guint: those in it */
};

static void need_word_at(struct cutting *cutting, guint i)
{
	guint32 number = g_array_index(cutting->slicer->uses, guint32, i);

	if (g_hash_table_add(cutting->needed, GUINT_TO_POINTER(number + 1)))
		g_array_append_val(cutting->words, number);
}

static void mark_words(struct cutting *cutting, const struct chunk *chunk, bool brief)
{
	const struct slicer *s = cutting->slicer;
	guint i = chunk->words_from;

	/* in the same order as use_tokens() added them */
	for (guint t = chunk->first; brief && t <= chunk->brief; t++)
		brief = slicer_token(s, t)->kind != CTOKEN_DIRECTIVE;
	if (!brief || chunk->brief >= chunk->last) {
		for (; i < chunk->words_to; i++)
			need_word_at(cutting, i);
		return;
	}
	for (guint t = chunk->first; t <= chunk->brief && i < chunk->words_to; t++) {
		const struct ctoken *token = slicer_token(s, t);

		if (token->kind == CTOKEN_WORD || token->kind == CTOKEN_NUMBER)
			need_word_at(cutting, i++);
	}
}

static void add_to_slice(struct cutting *cutting, guint c, guint state)
{
	if (!g_hash_table_insert(cutting->states, GUINT_TO_POINTER(c + 1),
				 GUINT_TO_POINTER(state)))
		return;
	g_array_append_val(cutting->chunks, c);
	mark_words(cutting, slicer_chunk(cutting->slicer, c), state == BRIEF);
}

static void add_declarers(struct cutting *cutting, guint32 word)
{
	const struct slicer *s = cutting->slicer;
	guint to = g_array_index(s->declarers_of, guint, word + 1);

	for (guint i = g_array_index(s->declarers_of, guint, word); i < to; i++) {
		guint c = g_array_index(s->declarers, guint, i);

		if (!slicer_chunk(s, c)->dead &&
		    !g_hash_table_contains(cutting->states, GUINT_TO_POINTER(c + 1)))
			add_to_slice(cutting, c, BRIEF);
	}
}

/* adds what is used until nothing is added any more */
static void close_over(struct cutting *cutting)
{
	while (cutting->words->len) {
		guint last = cutting->words->len - 1;
		guint32 word = g_array_index(cutting->words, guint32, last);

		g_array_set_size(cutting->words, last);
		add_declarers(cutting, word);
	}
}

static int by_place(gconstpointer a, gconstpointer b)
{
	guint first = *(const guint *)a, second = *(const guint *)b;

	return (first > second) - (first < second);
}

static unsigned int count_lines(const char *text, gsize size)
{
	unsigned int lines = 0;

	for (const char *at = text; (at = memchr(at, '\n', text + size - at)); at++)
		lines++;
	return lines;
}

static void emit(const struct slicer *s, const struct chunk *chunk, bool brief,
		 struct slice *slice, unsigned int *line)
{
	const struct ctoken *first = slicer_token(s, chunk->first);
	const struct ctoken *last = slicer_token(s, brief ? chunk->brief : chunk->last);
	gsize size = last->text + last->size - first->text;
	struct span span = {
		.line = *line, .file_line = first->line,
		.name = brief ? NULL : chunk->name, .defines = !brief && defines(chunk),
		.lines = count_lines(first->text, size) + 1,
	};

	g_string_append_len(slice->text, first->text, size);
	if (brief && chunk->brief < chunk->last)
		g_string_append_c(slice->text, ';');
	g_string_append_c(slice->text, '\n');
	g_array_append_val(slice->spans, span);
	*line += span.lines;
}

static struct slice *slice_new(void)
{
	struct slice *slice = g_new0(struct slice, 1);

	slice->text = g_string_new(NULL);
	slice->spans = g_array_new(FALSE, FALSE, sizeof(struct span));
	return slice;
}

struct slice *slicer_cut(const struct slicer *s, const guint *wanted, guint count)
{
	struct slice *slice = slice_new();
	g_autoptr(GHashTable) needed = g_hash_table_new(NULL, NULL);
	g_autoptr(GHashTable) states = g_hash_table_new(NULL, NULL);
	g_autoptr(GArray) words = g_array_new(FALSE, FALSE, sizeof(guint32));
	g_autoptr(GArray) chunks = g_array_new(FALSE, FALSE, sizeof(guint));
	struct cutting cutting = { s, needed, words, states, chunks };
	unsigned int line = 1;

	for (guint i = 0; i < count; i++)
		add_to_slice(&cutting, wanted[i], COMPLETE);
	close_over(&cutting);
	g_array_sort(chunks, by_place);
	for (guint i = 0; i < chunks->len; i++) {
		guint c = g_array_index(chunks, guint, i);
		gpointer state = g_hash_table_lookup(states, GUINT_TO_POINTER(c + 1));

		emit(s, slicer_chunk(s, c), GPOINTER_TO_UINT(state) == BRIEF, slice, &line);
	}
	return slice;
}

struct slice *slicer_whole(const struct slicer *s, const GArray *wanted)
{
	struct slice *slice = slice_new();
	gsize size;
	const char *data = g_bytes_get_data(s->bytes, &size);
	struct span all = { .line = 1, .file_line = 1, .lines = count_lines(data, size) + 1 };

	g_string_append_len(slice->text, data, size);
	g_array_append_val(slice->spans, all);
	for (guint i = 0; wanted && i < wanted->len; i++) {
		const struct chunk *chunk = slicer_chunk(s, g_array_index(wanted, guint, i));
		const struct ctoken *first = slicer_token(s, chunk->first);
		const struct ctoken *last = slicer_token(s, chunk->last);
		struct span span = {
			.line = first->line, .file_line = first->line, .name = chunk->name,
			.defines = defines(chunk),
			.lines = count_lines(first->text,
					     last->text + last->size - first->text) + 1,
		};

		g_array_append_val(slice->spans, span);
	}
	return slice;
}

unsigned int slice_line(const struct slice *slice, unsigned int line)
{
	guint low = 0, high = slice->spans->len;

	/* of a whole file the first span is all of it */
	while (low < high) {
		guint at = low ? (low + high) / 2 : 0;
		const struct span *span = &g_array_index(slice->spans, struct span, at);

		if (line < span->line)
			high = at;
		else if (line >= span->line + span->lines)
			low = at + 1;
		else
			return span->file_line + (line - span->line);
	}
	return line;
}

void slice_free(struct slice *slice)
{
	if (!slice)
		return;
	g_string_free(slice->text, TRUE);
	g_array_unref(slice->spans);
	g_free(slice);
}
