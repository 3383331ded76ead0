// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "engine/code/bag.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/ladder/vocabulary.h"

/* longer runs of words are another statement, not another shape of the same */
#define PHRASE_WORDS 8
#define CALL_WORDS 10

/* base's words, the text that stands for them here, and how often it was seen */
struct phrase {
	GPtrArray *words;	/* char * */
	char *spelling;
	guint votes;
};

struct phrases {
	GHashTable *by_first;	/* char *, the first word -> GPtrArray of struct phrase */
	GPtrArray *all;
	struct bag firsts;	/* hashes of the first words that count */
};

static void phrase_free(gpointer data)
{
	struct phrase *phrase = data;

	g_ptr_array_unref(phrase->words);
	g_free(phrase->spelling);
	g_free(phrase);
}

static const struct line *word_at(const GArray *words, size_t at)
{
	return &g_array_index(words, struct line, at);
}

static bool is(const GArray *words, size_t at, const char *text)
{
	const struct line *word;

	if (at >= words->len)
		return false;
	word = word_at(words, at);
	return word->size == strlen(text) && !memcmp(word->text, text, word->size);
}

static void spell(GString *out, const GArray *words, size_t at, size_t end)
{
	for (size_t i = at; i < end; i++) {
		const struct line *word = word_at(words, i);
		char last = out->len ? out->str[out->len - 1] : '\0';

		if (last == ',' || ((g_ascii_isalnum(last) || last == '_') && text_is_word(word)))
			g_string_append_c(out, ' ');
		g_string_append_len(out, word->text, word->size);
	}
}

static bool same_words(const GPtrArray *a, const GPtrArray *b)
{
	if (a->len != b->len)
		return false;
	for (guint i = 0; i < a->len; i++)
		if (strcmp(a->pdata[i], b->pdata[i]))
			return false;
	return true;
}

/* takes @words and @spelling over */
static void add_phrase(struct phrases *phrases, GPtrArray *words, char *spelling)
{
	GPtrArray *known = g_hash_table_lookup(phrases->by_first, words->pdata[0]);
	struct phrase *phrase;

	if (!known) {
		known = g_ptr_array_new();
		g_hash_table_insert(phrases->by_first, g_strdup(words->pdata[0]), known);
		bag_add(&phrases->firsts, lex_hash(words->pdata[0], strlen(words->pdata[0])));
	}
	for (guint i = 0; i < known->len; i++) {
		phrase = known->pdata[i];
		if (!strcmp(phrase->spelling, spelling) && same_words(phrase->words, words)) {
			phrase->votes++;
			g_ptr_array_unref(words);
			g_free(spelling);
			return;
		}
	}
	phrase = g_new0(struct phrase, 1);
	*phrase = (struct phrase){ words, spelling, 1 };
	g_ptr_array_add(known, phrase);
	g_ptr_array_add(phrases->all, phrase);
}

/* brackets that words open and do not close */
static int open_brackets(const GArray *words, size_t at, size_t end)
{
	int open = 0;

	for (; at < end; at++) {
		const struct line *word = word_at(words, at);

		if (word->size == 1)
			open += (strchr("([{", *word->text) != NULL) -
				(strchr(")]}", *word->text) != NULL);
	}
	return open;
}

/* base words [@x, @x_end) are spelled as ours [@y, @y_end); what comes behind must fit to both */
static void learn(struct phrases *phrases, const struct aligned *edit, size_t x, size_t x_end,
		  size_t y, size_t y_end)
{
	GPtrArray *words;
	GString *spelling;

	if (open_brackets(edit->base, x, x_end) != open_brackets(edit->ours, y, y_end))
		return;
	words = g_ptr_array_new_with_free_func(g_free);
	spelling = g_string_new(NULL);
	for (size_t i = x; i < x_end; i++)
		g_ptr_array_add(words, g_strndup(word_at(edit->base, i)->text,
						 word_at(edit->base, i)->size));
	spell(spelling, edit->ours, y, y_end);
	add_phrase(phrases, words, g_string_free(spelling, FALSE));
}

/* a->b here for a.b there, or the other way round */
static bool learn_access(struct phrases *phrases, const struct aligned *edit)
{
	const struct change *w = &edit->words;
	bool arrow, dot;

	if (w->old_count != 2 || w->new_count != 2 ||
	    !text_is_word(word_at(edit->base, w->old_at)) ||
	    !text_is_word(word_at(edit->ours, w->new_at)))
		return false;
	arrow = is(edit->base, w->old_at + 1, "->") && is(edit->ours, w->new_at + 1, ".");
	dot = is(edit->base, w->old_at + 1, ".") && is(edit->ours, w->new_at + 1, "->");
	if (!arrow && !dot)
		return false;
	learn(phrases, edit, w->old_at, w->old_at + 2, w->new_at, w->new_at + 2);
	return true;
}

/* other first arguments of the same function */
static bool learn_first_arguments(struct phrases *phrases, const struct aligned *edit)
{
	const struct change *w = &edit->words;
	size_t x = w->old_at, x_end = x + w->old_count, y = w->new_at, y_end = y + w->new_count;
	bool comma;

	if (x < 2 || y < 2 || !w->old_count || !is(edit->base, x - 1, "(") ||
	    !is(edit->ours, y - 1, "(") || !text_is_word(word_at(edit->base, x - 2)) ||
	    word_at(edit->base, x - 2)->size <= 3 ||
	    !text_same(word_at(edit->base, x - 2), word_at(edit->ours, y - 2)))
		return false;
	comma = is(edit->base, x_end - 1, ",");
	if (comma || (w->new_count && is(edit->ours, y_end - 1, ",")) ||
	    is(edit->base, x_end, ",") || is(edit->base, x_end, ")")) {
		size_t more = !comma && x_end < edit->base->len && y_end < edit->ours->len;

		learn(phrases, edit, x - 2, x_end + more, y - 2, y_end + more);
	}
	return true;
}

/* arguments added or left out at the end */
static void learn_last_arguments(struct phrases *phrases, const struct aligned *edit)
{
	const struct change *w = &edit->words;
	size_t x = w->old_at, x_end = x + w->old_count, y = w->new_at, y_end = y + w->new_count;
	size_t call = x, back;

	if (!w->old_count || !is(edit->base, x_end, ")") || !is(edit->base, x, ",") ||
	    !is(edit->ours, y_end, ")"))
		return;
	while (call && x - call < CALL_WORDS && !is(edit->base, call, "("))
		call--;
	back = x - call + 1;
	if (!call || !is(edit->base, call, "(") || !text_is_word(word_at(edit->base, call - 1)) ||
	    y < back)
		return;
	for (size_t i = 1; i <= back; i++)
		if (!text_same(word_at(edit->base, x - i), word_at(edit->ours, y - i)))
			return;
	learn(phrases, edit, call - 1, x_end + 1, y - back, y_end + 1);
}

static void learn_edit(void *data, const struct aligned *edit)
{
	struct phrases *phrases = data;

	if (edit->words.old_count > PHRASE_WORDS || edit->words.new_count > PHRASE_WORDS)
		return;
	if (learn_access(phrases, edit) || learn_first_arguments(phrases, edit))
		return;
	learn_last_arguments(phrases, edit);
}

static bool stands_at(const struct phrase *phrase, const GArray *words, size_t at)
{
	if (at + phrase->words->len > words->len)
		return false;
	for (guint i = 0; i < phrase->words->len; i++)
		if (!is(words, at + i, phrase->words->pdata[i]))
			return false;
	return true;
}

static const GPtrArray *starting_with(const struct phrases *phrases, const struct line *word)
{
	char first[128];

	if (!text_is_word(word) || word->size >= sizeof(first) ||
	    !bag_has(&phrases->firsts, lex_hash(word->text, word->size)))
		return NULL;
	memcpy(first, word->text, word->size);
	first[word->size] = '\0';
	return g_hash_table_lookup(phrases->by_first, first);
}

/* what was seen once, or in two ways, is no other spelling */
static void weed_rare(struct phrases *phrases)
{
	bag_clear(&phrases->firsts);
	bag_init(&phrases->firsts);
	for (guint i = 0; i < phrases->all->len; i++) {
		struct phrase *phrase = phrases->all->pdata[i];
		const char *first = phrase->words->pdata[0];

		if (phrase->votes < 2)
			phrase->votes = 0;
		else
			bag_add(&phrases->firsts, lex_hash(first, strlen(first)));
	}
}

/* nor is what ours uses as well */
static void weed_used(struct phrases *phrases, GBytes *ours)
{
	gsize size;
	const char *text = g_bytes_get_data(ours, &size);
	g_autoptr(GArray) words = text_words(text, size);

	for (guint i = 0; i < words->len; i++) {
		const GPtrArray *known = starting_with(phrases, word_at(words, i));

		for (guint k = 0; known && k < known->len; k++) {
			struct phrase *phrase = known->pdata[k];

			if (phrase->votes && stands_at(phrase, words, i))
				phrase->votes = 0;
		}
	}
}

static struct phrase *best_at(const struct phrases *phrases, const GArray *words, size_t at)
{
	const GPtrArray *known = starting_with(phrases, word_at(words, at));
	struct phrase *best = NULL;

	for (guint k = 0; known && k < known->len; k++) {
		struct phrase *phrase = known->pdata[k];

		if (phrase->votes && (!best || phrase->votes > best->votes) &&
		    stands_at(phrase, words, at))
			best = phrase;
	}
	return best;
}

struct phrases *phrases_learn(struct scans *scans, GBytes *base, GBytes *ours)
{
	struct phrases *phrases = g_new0(struct phrases, 1);

	phrases->by_first = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						  (GDestroyNotify)g_ptr_array_unref);
	phrases->all = g_ptr_array_new_with_free_func(phrase_free);
	bag_init(&phrases->firsts);
	aligned_edits(scans, base, ours, learn_edit, phrases);
	weed_rare(phrases);
	if (phrases->firsts.list->len)
		weed_used(phrases, ours);
	return phrases;
}

GBytes *phrases_rewrite(const struct phrases *phrases, GBytes *text)
{
	gsize size;
	const char *start = g_bytes_get_data(text, &size), *done = start;
	g_autoptr(GArray) words = NULL;
	GByteArray *out = NULL;

	if (!phrases->firsts.list->len)
		return g_bytes_ref(text);
	words = text_words(start, size);
	for (guint i = 0; i < words->len; i++) {
		const struct phrase *phrase = best_at(phrases, words, i);
		const struct line *last;

		if (!phrase)
			continue;
		if (!out)
			out = g_byte_array_new();
		last = word_at(words, i + phrase->words->len - 1);
		g_byte_array_append(out, (const guint8 *)done, word_at(words, i)->text - done);
		g_byte_array_append(out, (const guint8 *)phrase->spelling,
				    strlen(phrase->spelling));
		done = last->text + last->size;
		i += phrase->words->len - 1;
	}
	if (!out)
		return g_bytes_ref(text);
	g_byte_array_append(out, (const guint8 *)done, start + size - done);
	return g_byte_array_free_to_bytes(out);
}

void phrases_free(struct phrases *phrases)
{
	if (!phrases)
		return;
	g_hash_table_unref(phrases->by_first);
	g_ptr_array_unref(phrases->all);
	bag_clear(&phrases->firsts);
	g_free(phrases);
}
