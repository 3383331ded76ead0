// SPDX-License-Identifier: GPL-2.0-only
#include "engine/vocabulary.h"

#include <string.h>

#include "engine/bag.h"
#include "engine/lex.h"
#include "engine/text.h"

/* edits of more words than this are no renames */
#define RENAME_WORDS 4

/* a name may be spelled by up to so many tokens: "ctx->msg" for "msg" */
#define SPELLING_WORDS 8

/* shorter names are too often variables that mean something else */
#define SHORT_NAME 3

/* @known: hashes of the names, as most words of a text have no other spelling */
struct vocabulary {
	GHashTable *spellings;	/* char * -> char * */
	struct bag known;
};

/* how often each name was seen as which spelling: name -> (spelling -> votes) */
struct ballot {
	GHashTable *names;
	GHashTable *base_count;	/* name -> how often it stands in the file */
	GHashTable *our_count;
};

/* @wanted: hashes of the names in @counts */
struct counting {
	GHashTable *counts;
	struct bag wanted;
};

static void vote(struct ballot *ballot, const struct line *name, char *spelling)
{
	g_autofree char *key = g_strndup(name->text, name->size);
	GHashTable *votes = g_hash_table_lookup(ballot->names, key);
	guint count;

	if (!votes) {
		votes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		g_hash_table_insert(ballot->names, g_steal_pointer(&key), votes);
	}
	count = GPOINTER_TO_UINT(g_hash_table_lookup(votes, spelling));
	g_hash_table_insert(votes, spelling, GUINT_TO_POINTER(count + 1));
}

static void vote_words(struct ballot *ballot, const struct aligned *edit)
{
	for (size_t i = 0; i < edit->words.old_count; i++) {
		const struct line *x = &g_array_index(edit->base, struct line,
						      edit->words.old_at + i);
		const struct line *y = &g_array_index(edit->ours, struct line,
						      edit->words.new_at + i);

		if (!text_same(x, y) && text_is_word(x) && text_is_word(y))
			vote(ballot, x, g_strndup(y->text, y->size));
	}
}

static void vote_edit(void *data, const struct aligned *edit)
{
	struct ballot *ballot = data;
	size_t was = edit->words.old_count, is = edit->words.new_count;
	const struct line *name;
	GByteArray *spelling;

	if (was && was == is && was <= RENAME_WORDS) {
		vote_words(ballot, edit);
		return;
	}
	if (was != 1 || is < 2 || is > SPELLING_WORDS)
		return;
	name = &g_array_index(edit->base, struct line, edit->words.old_at);
	if (!text_is_word(name) || name->size <= 5)
		return;
	spelling = g_byte_array_new();
	text_join(spelling, edit->ours, edit->words.new_at, edit->words.new_at + is);
	g_byte_array_append(spelling, (const guint8 *)"", 1);
	vote(ballot, name, (char *)g_byte_array_free(spelling, FALSE));
}

static void count_word(void *data, const struct line *word)
{
	const struct counting *counting = data;
	GHashTable *counts = counting->counts;
	char name[128];
	gpointer key, count;

	if (word->size >= sizeof(name) ||
	    !bag_has(&counting->wanted, lex_hash(word->text, word->size)))
		return;
	memcpy(name, word->text, word->size);
	name[word->size] = '\0';
	if (g_hash_table_lookup_extended(counts, name, &key, &count))
		g_hash_table_insert(counts, key, GUINT_TO_POINTER(GPOINTER_TO_UINT(count) + 1));
}

/* only the names that are in the table */
static void count_words(GBytes *text, GHashTable *counts)
{
	struct counting counting = { .counts = counts };
	GHashTableIter iter;
	gpointer name;

	bag_init(&counting.wanted);
	g_hash_table_iter_init(&iter, counts);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		bag_add(&counting.wanted, lex_hash(name, strlen(name)));
	text_each_word(text, count_word, &counting);
	bag_clear(&counting.wanted);
}

static guint counted(GHashTable *counts, const char *name)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(counts, name));
}

/* names and one-word spellings are what is counted */
static void count_all(struct ballot *ballot, GBytes *base, GBytes *ours)
{
	GHashTableIter iter, inner;
	gpointer name, votes, spelling;

	g_hash_table_iter_init(&iter, ballot->names);
	while (g_hash_table_iter_next(&iter, &name, &votes)) {
		g_hash_table_insert(ballot->base_count, name, NULL);
		g_hash_table_insert(ballot->our_count, name, NULL);
		g_hash_table_iter_init(&inner, votes);
		while (g_hash_table_iter_next(&inner, &spelling, NULL))
			g_hash_table_insert(ballot->base_count, spelling, NULL);
	}
	count_words(base, ballot->base_count);
	count_words(ours, ballot->our_count);
}

static bool one_word(const char *spelling)
{
	struct line all = { spelling, strlen(spelling) };

	return text_is_word(&all) && strspn(spelling, G_CSET_A_2_Z G_CSET_a_2_z
					    G_CSET_DIGITS "_") == all.size;
}

/* the spelling that won, or NULL */
static const char *elected(const struct ballot *ballot, const char *name, GHashTable *votes)
{
	const char *best = NULL;
	guint best_votes = 0, all = 0;
	GHashTableIter iter;
	gpointer spelling, count;

	if (strlen(name) < SHORT_NAME || counted(ballot->our_count, name))
		return NULL;
	g_hash_table_iter_init(&iter, votes);
	while (g_hash_table_iter_next(&iter, &spelling, &count)) {
		all += GPOINTER_TO_UINT(count);
		if (GPOINTER_TO_UINT(count) > best_votes) {
			best_votes = GPOINTER_TO_UINT(count);
			best = spelling;
		}
	}
	if (best_votes * 10 < all * 6 ||
	    (best_votes < 2 && counted(ballot->base_count, name) > 2))
		return NULL;
	/* the base has the other name too: one was replaced by the other, not renamed */
	if (one_word(best))
		return counted(ballot->base_count, best) < best_votes ? best : NULL;
	return best_votes >= 2 ? best : NULL;
}

/* takes both over */
static void add_spelling(struct vocabulary *vocabulary, char *name, char *spelling)
{
	bag_add(&vocabulary->known, lex_hash(name, strlen(name)));
	g_hash_table_insert(vocabulary->spellings, name, spelling);
}

static void learn_from_file(struct vocabulary *vocabulary, GBytes *base, GBytes *ours)
{
	struct ballot ballot = {
		.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					       (GDestroyNotify)g_hash_table_unref),
		.base_count = g_hash_table_new(g_str_hash, g_str_equal),
		.our_count = g_hash_table_new(g_str_hash, g_str_equal),
	};
	GHashTableIter iter;
	gpointer name, votes;

	aligned_edits(base, ours, vote_edit, &ballot);
	count_all(&ballot, base, ours);
	g_hash_table_iter_init(&iter, ballot.names);
	while (g_hash_table_iter_next(&iter, &name, &votes)) {
		const char *spelling = elected(&ballot, name, votes);

		if (spelling)
			add_spelling(vocabulary, g_strdup(name), g_strdup(spelling));
	}
	g_hash_table_unref(ballot.our_count);
	g_hash_table_unref(ballot.base_count);
	g_hash_table_unref(ballot.names);
}

struct asking {
	struct vocabulary *vocabulary;
	const struct wording *wording;
	GHashTable *asked;
};

static void ask_word(void *data, const struct line *word)
{
	struct asking *asking = data;
	g_autofree char *name = NULL;
	const char *spelling;

	if (word->size < SHORT_NAME || g_hash_table_contains(asking->asked, word))
		return;
	g_hash_table_add(asking->asked, g_memdup2(word, sizeof(*word)));
	name = g_strndup(word->text, word->size);
	if (g_hash_table_contains(asking->vocabulary->spellings, name))
		return;
	spelling = asking->wording->rename(asking->wording->data, name);
	if (spelling)
		add_spelling(asking->vocabulary, g_steal_pointer(&name), g_strdup(spelling));
}

static void learn_from_tree(struct vocabulary *vocabulary, GBytes *text,
			    const struct wording *wording)
{
	struct asking asking = {
		.vocabulary = vocabulary,
		.wording = wording,
		.asked = g_hash_table_new_full(text_hash, text_equal, g_free, NULL),
	};

	text_each_word(text, ask_word, &asking);
	g_hash_table_unref(asking.asked);
}

struct vocabulary *vocabulary_learn(GBytes *base, GBytes *ours, GBytes *asked,
				    const struct wording *wording)
{
	struct vocabulary *vocabulary = g_new0(struct vocabulary, 1);

	vocabulary->spellings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	bag_init(&vocabulary->known);
	learn_from_file(vocabulary, base, ours);
	if (wording && wording->rename)
		learn_from_tree(vocabulary, asked, wording);
	return vocabulary;
}

void vocabulary_restrict(struct vocabulary *vocabulary, const struct wording *wording)
{
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, vocabulary->spellings);
	while (g_hash_table_iter_next(&iter, &name, NULL))
		if (!wording || !wording->has || wording->has(wording->data, name))
			g_hash_table_iter_remove(&iter);
}

const char *vocabulary_find(const struct vocabulary *vocabulary, const struct line *name)
{
	char key[128];

	if (name->size >= sizeof(key) ||
	    !bag_has(&vocabulary->known, lex_hash(name->text, name->size)))
		return NULL;
	memcpy(key, name->text, name->size);
	key[name->size] = '\0';
	return g_hash_table_lookup(vocabulary->spellings, key);
}

guint vocabulary_count(const struct vocabulary *vocabulary)
{
	return g_hash_table_size(vocabulary->spellings);
}

/* @line: where the line begins that is rewritten as code; NULL: comments and strings as well */
struct rewriting {
	const struct vocabulary *vocabulary;
	const char *line;
	const char *done;
	GByteArray *out;
};

static void rewrite_word(void *data, const struct line *word)
{
	struct rewriting *rewriting = data;
	const char *spelling = vocabulary_find(rewriting->vocabulary, word);

	if (!spelling || (rewriting->line && !text_is_code(rewriting->line, word->text)))
		return;
	if (!rewriting->out)
		rewriting->out = g_byte_array_new();
	g_byte_array_append(rewriting->out, (const guint8 *)rewriting->done,
			    word->text - rewriting->done);
	g_byte_array_append(rewriting->out, (const guint8 *)spelling, strlen(spelling));
	rewriting->done = word->text + word->size;
}

static GBytes *finish(struct rewriting *rewriting, GBytes *text)
{
	gsize size;
	const char *start = g_bytes_get_data(text, &size);

	if (!rewriting->out)
		return g_bytes_ref(text);
	g_byte_array_append(rewriting->out, (const guint8 *)rewriting->done,
			    start + size - rewriting->done);
	return g_byte_array_free_to_bytes(rewriting->out);
}

static void rewrite_part(struct rewriting *rewriting, const char *from, const char *to)
{
	g_autoptr(GBytes) part = g_bytes_new_static(from, to - from);

	text_each_word(part, rewrite_word, rewriting);
}

GBytes *vocabulary_rewrite(const struct vocabulary *vocabulary, GBytes *text)
{
	struct rewriting rewriting = {
		.vocabulary = vocabulary,
		.done = g_bytes_get_data(text, NULL),
	};

	if (vocabulary_count(vocabulary))
		text_each_word(text, rewrite_word, &rewriting);
	return finish(&rewriting, text);
}

GBytes *vocabulary_rewrite_new(const struct vocabulary *vocabulary, GBytes *base, GBytes *text)
{
	g_autoptr(GArray) old = lines_of(base), lines = lines_of(text);
	g_autoptr(GArray) changes = NULL;
	struct rewriting rewriting = {
		.vocabulary = vocabulary,
		.done = g_bytes_get_data(text, NULL),
	};
	const char *at = rewriting.done;

	if (!vocabulary_count(vocabulary))
		return g_bytes_ref(text);
	changes = line_diff(old, lines);
	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		for (size_t k = change->new_at; k < change->new_at + change->new_count; k++) {
			const struct line *line = &g_array_index(lines, struct line, k);

			rewriting.line = NULL;
			rewrite_part(&rewriting, at, line->text);
			rewriting.line = line->text;
			at = line->text + line->size;
			rewrite_part(&rewriting, line->text, at);
		}
	}
	rewriting.line = NULL;
	rewrite_part(&rewriting, at,
		     (const char *)g_bytes_get_data(text, NULL) + g_bytes_get_size(text));
	return finish(&rewriting, text);
}

void vocabulary_free(struct vocabulary *vocabulary)
{
	if (!vocabulary)
		return;
	g_hash_table_unref(vocabulary->spellings);
	bag_clear(&vocabulary->known);
	g_free(vocabulary);
}
