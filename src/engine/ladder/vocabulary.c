// SPDX-License-Identifier: GPL-2.0-only
#include "engine/ladder/vocabulary.h"

#include <string.h>

#include "engine/code/bag.h"
#include "engine/code/declares.h"
#include "engine/code/extract.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/names/votes.h"

/* shorter names are too often variables that mean something else */
#define SHORT_NAME 3

/* of the places of a name, in percent, that must agree on one spelling */
#define SHARE_MIN 60

/* @known: hashes of the names, as most words of a text have no other spelling */
struct vocabulary {
	GHashTable *spellings;	/* char * -> char * */
	struct bag known;
};

static guint64 hash_of(const char *name)
{
	return lex_hash(name, strlen(name));
}

/* how often a file uses each of some names, by bag_place() */
static guint *uses_of(const struct bag *names, GBytes *bytes)
{
	guint *uses = g_new0(guint, names->list->len + 1);
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	struct lex lex;
	enum lex_kind kind;

	lex_init(&lex, text, size);
	while ((kind = lex_next(&lex)) != LEX_END)
		if (kind == LEX_WORD)
			uses[bag_place(names, lex_hash(lex.text, lex.size))]++;
	return uses;
}

/* @names: those that are voted on, and what they stand for; the others as in uses_of() */
struct counted {
	struct bag names;
	guint *in_base;
};

/* most places agree; how often the file uses the names is counted for such votes alone */
static bool is_elected(const struct vote *vote)
{
	return strlen(vote->name) >= SHORT_NAME && vote->count * 100 >= vote->total * SHARE_MIN;
}

/* of a name that this tree's file does not have */
static bool is_rename(const struct vote *vote, const struct counted *counted)
{
	bool name = is_name(vote->old);
	guint new = bag_place(&counted->names, hash_of(vote->name));
	guint old = bag_place(&counted->names, hash_of(vote->old));

	if (vote->count < 2 && (!name || counted->in_base[new] > 2))
		return false;
	/* the old name lives in the base too: replaced there, not renamed */
	return !name || counted->in_base[old] < vote->count;
}

/* takes both over */
static void add_spelling(struct vocabulary *vocabulary, char *name, char *spelling)
{
	bag_add(&vocabulary->known, hash_of(name));
	g_hash_table_insert(vocabulary->spellings, name, spelling);
}

static void count(struct counted *counted, const GPtrArray *elected, GBytes *base)
{
	bag_init(&counted->names);
	for (guint i = 0; i < elected->len; i++) {
		const struct vote *vote = elected->pdata[i];

		bag_add(&counted->names, hash_of(vote->name));
		bag_add(&counted->names, hash_of(vote->old));
	}
	counted->in_base = uses_of(&counted->names, base);
}

/* a name that this tree's file has is spelled so here */
static void drop_present(GPtrArray *elected, GBytes *ours)
{
	g_autofree bool *met = NULL;
	struct bag names;
	gsize size;
	const char *text = g_bytes_get_data(ours, &size);

	bag_init(&names);
	for (guint i = 0; i < elected->len; i++)
		bag_add(&names, hash_of(((const struct vote *)elected->pdata[i])->name));
	met = bag_met(&names, text, size);
	for (guint i = elected->len; i-- > 0;) {
		const struct vote *vote = elected->pdata[i];

		if (met[bag_place(&names, hash_of(vote->name)) - 1])
			g_ptr_array_remove_index(elected, i);
	}
	bag_clear(&names);
}

/* a function that this tree has too, elsewhere than where the base has its own of that name */
static bool is_called_so(const char *name, GBytes *base, const struct wording *wording)
{
	const struct lex lex = { .text = name, .size = strlen(name) };
	gsize size;
	const char *text = g_bytes_get_data(base, &size);

	return wording && wording->calls && wording->calls(wording->data, name) &&
	       !text_declares(text, size, &lex);
}

static void learn_from_file(struct vocabulary *vocabulary, GBytes *base, GBytes *ours,
			    const struct wording *wording)
{
	g_autoptr(GHashTable) votes = votes_new();
	g_autoptr(GPtrArray) elected = g_ptr_array_new();
	struct counted counted;
	GHashTableIter iter;
	gpointer data;

	votes_add(votes, base, ours);
	votes_total(votes);
	g_hash_table_iter_init(&iter, votes);
	while (g_hash_table_iter_next(&iter, &data, NULL))
		if (is_elected(data))
			g_ptr_array_add(elected, data);
	if (elected->len)
		drop_present(elected, ours);
	if (!elected->len)
		return;
	count(&counted, elected, base);
	for (guint i = 0; i < elected->len; i++) {
		const struct vote *vote = elected->pdata[i];

		if (is_rename(vote, &counted) && !is_called_so(vote->name, base, wording))
			add_spelling(vocabulary, g_strdup(vote->name), g_strdup(vote->old));
	}
	bag_clear(&counted.names);
	g_free(counted.in_base);
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
	learn_from_file(vocabulary, base, ours, wording);
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

void vocabulary_leave(struct vocabulary *vocabulary, GBytes *added)
{
	const struct extract text = extract_of(added);
	GHashTableIter iter;
	gpointer name, spelling;

	g_hash_table_iter_init(&iter, vocabulary->spellings);
	while (g_hash_table_iter_next(&iter, &name, &spelling)) {
		const struct lex lex = { .text = name, .size = strlen(name) };

		if (!is_name(spelling) && text_declares(text.text, text.size, &lex))
			g_hash_table_iter_remove(&iter);
	}
}

const char *vocabulary_find(const struct vocabulary *vocabulary, const struct line *name)
{
	char key[128];

	if (name->size < SHORT_NAME || name->size >= sizeof(key) ||
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

GBytes *vocabulary_rewrite_new(const struct vocabulary *vocabulary, struct scans *scans,
			       GBytes *base, GBytes *text)
{
	const GArray *lines, *changes;
	struct rewriting rewriting = {
		.vocabulary = vocabulary,
		.done = g_bytes_get_data(text, NULL),
	};
	const char *at = rewriting.done;

	if (!vocabulary_count(vocabulary))
		return g_bytes_ref(text);
	lines = scans_lines(scans, text);
	changes = scans_changes(scans, base, text);
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
