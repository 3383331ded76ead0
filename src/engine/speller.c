// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a file of this tree spells upstream's names: first by its own lines
 * against upstream's, then by the dictionary of the releases.
 */
#include "engine/speller.h"

#include <string.h>

#include "engine/bag.h"
#include "engine/lex.h"
#include "engine/votes.h"

/* of the places of a name, in percent, that must agree on one spelling */
#define SHARE_MIN 60

struct speller {
	struct wording wording;
	const struct words *words;
	struct dictionary *dictionary;
	GBytes *base;
	GBytes *ours;
	GHashTable *own; /* name -> spelling; NULL until asked for */
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
	guint *in_ours;
};

static bool is_rename(const struct vote *vote, const struct counted *counted)
{
	bool name = is_name(vote->old);
	guint new = bag_place(&counted->names, hash_of(vote->name));
	guint old = bag_place(&counted->names, hash_of(vote->old));

	if (strlen(vote->name) < 3 || counted->in_ours[new])
		return false;
	if (vote->count * 100 < vote->total * SHARE_MIN)
		return false;
	if (vote->count < 2 && (!name || counted->in_base[new] > 2))
		return false;
	/* the old name lives in the base too: replaced there, not renamed */
	return !name || counted->in_base[old] < vote->count;
}

static void learn_own(struct speller *speller)
{
	g_autoptr(GHashTable) votes = votes_new();
	struct counted counted;
	GHashTableIter iter;
	gpointer data;

	votes_add(votes, speller->base, speller->ours);
	votes_total(votes);
	bag_init(&counted.names);
	g_hash_table_iter_init(&iter, votes);
	while (g_hash_table_iter_next(&iter, &data, NULL)) {
		bag_add(&counted.names, hash_of(((const struct vote *)data)->name));
		bag_add(&counted.names, hash_of(((const struct vote *)data)->old));
	}
	counted.in_base = uses_of(&counted.names, speller->base);
	counted.in_ours = uses_of(&counted.names, speller->ours);
	g_hash_table_iter_init(&iter, votes);
	while (g_hash_table_iter_next(&iter, &data, NULL)) {
		const struct vote *vote = data;

		if (is_rename(vote, &counted))
			g_hash_table_insert(speller->own, g_strdup(vote->name),
					    g_strdup(vote->old));
	}
	bag_clear(&counted.names);
	g_free(counted.in_base);
	g_free(counted.in_ours);
}

static const char *rename_name(void *data, const char *name)
{
	struct speller *speller = data;
	const char *own;

	if (!speller->own) {
		speller->own = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
		if (speller->base && speller->ours)
			learn_own(speller);
	}
	own = g_hash_table_lookup(speller->own, name);
	if (own)
		return own;
	if (!speller->dictionary || !speller->words || lex_keyword(name, strlen(name)))
		return NULL;
	return dictionary_find(speller->dictionary, speller->words, name);
}

static bool has_name(void *data, const char *name)
{
	const struct speller *speller = data;

	return speller->words && words_has(speller->words, WORD_NAME, name, strlen(name));
}

struct speller *speller_new(const struct words *words, struct dictionary *dictionary,
			    GBytes *base, GBytes *ours)
{
	struct speller *speller = g_new0(struct speller, 1);

	speller->wording = (struct wording){ rename_name, has_name, speller };
	speller->words = words;
	speller->dictionary = dictionary;
	speller->base = base ? g_bytes_ref(base) : NULL;
	speller->ours = ours ? g_bytes_ref(ours) : NULL;
	return speller;
}

const struct wording *speller_wording(const struct speller *speller)
{
	return &speller->wording;
}

void speller_free(struct speller *speller)
{
	if (!speller)
		return;
	g_clear_pointer(&speller->own, g_hash_table_unref);
	g_clear_pointer(&speller->base, g_bytes_unref);
	g_clear_pointer(&speller->ours, g_bytes_unref);
	g_free(speller);
}
