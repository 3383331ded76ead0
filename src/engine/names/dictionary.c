// SPDX-License-Identifier: GPL-2.0-only
/*
 * Renames between two releases, learnt from every file that both have, and the
 * prefixes that several of them share.  The figures are those measured best in
 * backports of a project with kernel-style stable branches.
 */
#include "engine/names/dictionary.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "engine/code/lex.h"
#include "engine/names/filevotes.h"
#include "engine/names/votes.h"
#include "engine/names/words.h"

#define VOTES_MIN 3
#define FILES_MIN 2

/* a prefix rule needs so many names, a common ending and a beginning of so many letters */
#define PREFIX_NAMES 4
#define ENDING_MIN 3
#define PREFIX_MIN 3
#define PREFIXED_MIN 5

struct prefix {
	char *from;
	char *to;
	guint names;
};

struct dictionary {
	GHashTable *entries; /* newer name -> older spelling */
	GArray *prefixes; /* struct prefix, most names first */
	GHashTable *kept; /* results of prefix rules, which are lent */
};

static void prefix_clear(gpointer data)
{
	struct prefix *prefix = data;

	g_free(prefix->from);
	g_free(prefix->to);
}

static struct dictionary *dictionary_new(void)
{
	struct dictionary *dictionary = g_new0(struct dictionary, 1);

	dictionary->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	dictionary->prefixes = g_array_new(FALSE, FALSE, sizeof(struct prefix));
	g_array_set_clear_func(dictionary->prefixes, prefix_clear);
	dictionary->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return dictionary;
}

void dictionary_free(struct dictionary *dictionary)
{
	if (!dictionary)
		return;
	g_hash_table_unref(dictionary->entries);
	g_array_unref(dictionary->prefixes);
	g_hash_table_unref(dictionary->kept);
	g_free(dictionary);
}

unsigned int dictionary_size(const struct dictionary *dictionary)
{
	return g_hash_table_size(dictionary->entries);
}

static bool is_source(const struct tree_item *item, const char *path)
{
	return tree_item_is_file(item) && path_is_c(path);
}

/* file name -> the one delta that removes it, or a NULL where several do */
static GHashTable *removed_files(const GArray *deltas)
{
	GHashTable *removed = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < deltas->len; i++) {
		struct tree_delta *delta = &g_array_index(deltas, struct tree_delta, i);
		const char *name = path_name(delta->path);

		if (is_source(&delta->old, delta->path) && !delta->new.mode)
			g_hash_table_insert(removed, (char *)name,
					    g_hash_table_contains(removed, name) ? NULL : delta);
	}
	return removed;
}

static bool vote_trees(struct objects *objects, struct file_votes *known, GHashTable *votes,
		       const GArray *deltas, GError **error)
{
	g_autoptr(GHashTable) removed = removed_files(deltas);

	for (guint i = 0; i < deltas->len; i++) {
		struct tree_delta *delta = &g_array_index(deltas, struct tree_delta, i);
		const struct tree_delta *old = delta;

		if (!is_source(&delta->new, delta->path))
			continue;
		if (!delta->old.mode)
			old = g_hash_table_lookup(removed, path_name(delta->path));
		if (old && is_source(&old->old, old->path) &&
		    !object_id_equal(&old->old.id, &delta->new.id) &&
		    !file_votes_add(known, objects, votes, &delta->new.id, &old->old.id, error))
			return false;
	}
	return true;
}

static void add_entry(struct dictionary *dictionary, const struct words *words,
		      const struct vote *vote)
{
	if (vote->count < VOTES_MIN || vote->files < FILES_MIN ||
	    vote->count * 10 < vote->total * 7 ||
	    words_has(words, WORD_NAME, vote->name, strlen(vote->name)))
		return;
	if (is_name(vote->old) && !words_has(words, WORD_NAME, vote->old, strlen(vote->old)))
		return;
	g_hash_table_insert(dictionary->entries, g_strdup(vote->name), g_strdup(vote->old));
}

static struct prefix *prefix_of(GArray *prefixes, const char *from, gsize from_size,
				const char *to, gsize to_size)
{
	struct prefix made = { 0 };

	for (guint i = 0; i < prefixes->len; i++) {
		struct prefix *prefix = &g_array_index(prefixes, struct prefix, i);

		if (strlen(prefix->from) == from_size && !memcmp(prefix->from, from, from_size) &&
		    strlen(prefix->to) == to_size && !memcmp(prefix->to, to, to_size))
			return prefix;
	}
	made.from = g_strndup(from, from_size);
	made.to = g_strndup(to, to_size);
	g_array_append_val(prefixes, made);
	return &g_array_index(prefixes, struct prefix, prefixes->len - 1);
}

static int by_names(gconstpointer a, gconstpointer b)
{
	const struct prefix *x = a, *y = b;

	if (x->names != y->names)
		return x->names < y->names ? 1 : -1;
	return strcmp(x->from, y->from) ? strcmp(x->from, y->from) : strcmp(x->to, y->to);
}

static void count_prefix(GArray *prefixes, const char *name, const char *old)
{
	gsize from = strlen(name), to = strlen(old);
	gsize ending = 0;

	while (from && to && name[from - 1] == old[to - 1]) {
		from--;
		to--;
		ending++;
	}
	if (ending >= ENDING_MIN && from >= PREFIX_MIN && is_name(old))
		prefix_of(prefixes, name, from, old, to)->names++;
}

static void learn_prefixes(struct dictionary *dictionary)
{
	GArray *prefixes = dictionary->prefixes;
	GHashTableIter iter;
	gpointer name, old;
	guint few;

	g_hash_table_iter_init(&iter, dictionary->entries);
	while (g_hash_table_iter_next(&iter, &name, &old))
		count_prefix(prefixes, name, old);
	g_array_sort(prefixes, by_names);
	for (few = 0; few < prefixes->len; few++)
		if (g_array_index(prefixes, struct prefix, few).names < PREFIX_NAMES)
			break;
	if (few < prefixes->len)
		g_array_remove_range(prefixes, few, prefixes->len - few);
}

struct dictionary *dictionary_learn(struct objects *objects, struct words *words,
				    struct file_votes *known, const struct object_id *older,
				    const struct object_id *newer, GError **error)
{
	g_autoptr(dictionary) dictionary = dictionary_new();
	g_autoptr(GHashTable) votes = votes_new();
	g_autoptr(GArray) deltas = objects_compare(objects, older, newer, error);
	GHashTableIter iter;
	gpointer vote;

	words_goto(words, older);
	if (!deltas || !words_settle(words, error) ||
	    !vote_trees(objects, known, votes, deltas, error))
		return NULL;
	file_votes_done(known);
	votes_total(votes);
	g_hash_table_iter_init(&iter, votes);
	while (g_hash_table_iter_next(&iter, &vote, NULL))
		add_entry(dictionary, words, vote);
	learn_prefixes(dictionary);
	return g_steal_pointer(&dictionary);
}

static const char *by_prefix(struct dictionary *dictionary, const struct words *words,
			     const char *name)
{
	if (strlen(name) < PREFIXED_MIN)
		return NULL;
	for (guint i = 0; i < dictionary->prefixes->len; i++) {
		const struct prefix *prefix =
			&g_array_index(dictionary->prefixes, struct prefix, i);
		g_autofree char *old = NULL;
		const char *kept;

		if (!g_str_has_prefix(name, prefix->from))
			continue;
		old = g_strconcat(prefix->to, name + strlen(prefix->from), NULL);
		if (!words_has(words, WORD_NAME, old, strlen(old)))
			continue;
		kept = g_hash_table_lookup(dictionary->kept, old);
		if (kept)
			return kept;
		kept = old;
		g_hash_table_insert(dictionary->kept, old, old);
		g_steal_pointer(&old);
		return kept;
	}
	return NULL;
}

const char *dictionary_find(struct dictionary *dictionary, const struct words *words,
			    const char *name)
{
	const char *old = g_hash_table_lookup(dictionary->entries, name);

	/* the tree is asked last: its names may have to be read first */
	if (!old)
		old = by_prefix(dictionary, words, name);
	return old && !words_has(words, WORD_NAME, name, strlen(name)) ? old : NULL;
}

char *dictionary_save(const struct dictionary *dictionary)
{
	GString *text = g_string_new(NULL);
	g_autoptr(GList) names = g_hash_table_get_keys(dictionary->entries);

	names = g_list_sort(names, (GCompareFunc)strcmp);
	for (GList *at = names; at; at = at->next)
		g_string_append_printf(text, "%s\t%s\n", (char *)at->data,
				       (char *)g_hash_table_lookup(dictionary->entries, at->data));
	return g_string_free(text, FALSE);
}

struct dictionary *dictionary_load(const char *text, GError **error)
{
	g_autoptr(dictionary) dictionary = dictionary_new();
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i] && *lines[i]; i++) {
		char *tab = strchr(lines[i], '\t');

		if (!tab || tab == lines[i] || !tab[1]) {
			g_set_error(error, BS_ERROR, BS_ERROR_INPUT,
				    "line %u of a dictionary is no pair of names", i + 1);
			return NULL;
		}
		*tab = '\0';
		g_hash_table_insert(dictionary->entries, g_strdup(lines[i]), g_strdup(tab + 1));
	}
	learn_prefixes(dictionary);
	return g_steal_pointer(&dictionary);
}
