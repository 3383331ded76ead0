// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a file of this tree spells upstream's names: first by its own lines
 * against upstream's, then by the dictionary of the releases.
 */
#include "engine/speller.h"

#include <string.h>

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

/* how often a file uses each of its names */
static GHashTable *uses_of(GBytes *bytes)
{
	GHashTable *uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gsize size;
	const char *text = g_bytes_get_data(bytes, &size);
	struct lex lex;
	enum lex_kind kind;

	lex_init(&lex, text, size);
	while ((kind = lex_next(&lex)) != LEX_END) {
		char *name;
		guint count;

		if (kind != LEX_WORD)
			continue;
		name = g_strndup(lex.text, lex.size);
		count = GPOINTER_TO_UINT(g_hash_table_lookup(uses, name));
		g_hash_table_replace(uses, name, GUINT_TO_POINTER(count + 1));
	}
	return uses;
}

static guint uses(GHashTable *table, const char *name)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(table, name));
}

static bool is_rename(const struct vote *vote, GHashTable *in_base, GHashTable *in_ours)
{
	bool name = is_name(vote->old);

	if (strlen(vote->name) < 3 || uses(in_ours, vote->name))
		return false;
	if (vote->count * 100 < vote->total * SHARE_MIN)
		return false;
	if (vote->count < 2 && (!name || uses(in_base, vote->name) > 2))
		return false;
	/* the old name lives in the base too: replaced there, not renamed */
	return !name || uses(in_base, vote->old) < vote->count;
}

static void learn_own(struct speller *speller)
{
	g_autoptr(GHashTable) votes = votes_new();
	g_autoptr(GHashTable) in_base = uses_of(speller->base);
	g_autoptr(GHashTable) in_ours = uses_of(speller->ours);
	GHashTableIter iter;
	gpointer data;

	votes_add(votes, speller->base, speller->ours);
	votes_total(votes);
	g_hash_table_iter_init(&iter, votes);
	while (g_hash_table_iter_next(&iter, &data, NULL)) {
		const struct vote *vote = data;

		if (is_rename(vote, in_base, in_ours))
			g_hash_table_insert(speller->own, g_strdup(vote->name),
					    g_strdup(vote->old));
	}
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

	return speller->words && words_count(speller->words, name, strlen(name));
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
