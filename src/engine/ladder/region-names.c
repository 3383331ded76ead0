// SPDX-License-Identifier: GPL-2.0-only
/*
 * One side of a conflict is the base with identifiers consistently renamed: the
 * other side gets the same names.  Theirs' renames put into ours are right in
 * .89 of their regions, ours' into theirs in .75.
 */
#include <string.h>

#include "engine/code/text.h"
#include "engine/ladder/region.h"

#define RENAME_WORDS 6
#define SPELLING_WORDS 8

struct renames {
	GHashTable *map;	/* char * -> char * */
	bool pure;
};

static void rename_word(struct renames *renames, const struct line *from, char *to)
{
	g_autofree char *name = g_strndup(from->text, from->size);
	const char *known = g_hash_table_lookup(renames->map, name);

	if (known && strcmp(known, to))
		renames->pure = false;
	if (known)
		g_free(to);
	else
		g_hash_table_insert(renames->map, g_steal_pointer(&name), to);
}

static const struct line *word_at(const GArray *words, size_t at)
{
	return &g_array_index(words, struct line, at);
}

/* "define" behind the '#' that a line begins with */
static bool is_directive(const GArray *words, size_t at)
{
	const char *start = word_at(words, 0)->text, *mark;

	if (!at || *word_at(words, at - 1)->text != '#')
		return false;
	mark = word_at(words, at - 1)->text;
	while (mark > start && (mark[-1] == ' ' || mark[-1] == '\t'))
		mark--;
	return mark == start || mark[-1] == '\n';
}

static void rename_each(struct renames *renames, const GArray *x, const GArray *y,
			const struct change *change)
{
	for (size_t i = 0; i < change->old_count; i++) {
		const struct line *from = word_at(x, change->old_at + i);
		const struct line *to = word_at(y, change->new_at + i);

		if (!text_is_word(from) || is_directive(x, change->old_at + i) ||
		    !(text_is_word(to) || g_ascii_isdigit(*to->text))) {
			renames->pure = false;
			return;
		}
		rename_word(renames, from, g_strndup(to->text, to->size));
	}
}

static void rename_one(struct renames *renames, const GArray *x, const GArray *y,
		       const struct change *change)
{
	GByteArray *spelling;

	if (change->old_count != 1 || !change->new_count || change->new_count > SPELLING_WORDS ||
	    !text_is_word(word_at(x, change->old_at)) || is_directive(x, change->old_at)) {
		renames->pure = false;
		return;
	}
	spelling = g_byte_array_new();
	text_join(spelling, y, change->new_at, change->new_at + change->new_count);
	g_byte_array_append(spelling, (const guint8 *)"", 1);
	rename_word(renames, word_at(x, change->old_at),
		    (char *)g_byte_array_free(spelling, FALSE));
}

/* is a renamed word left somewhere as it was? */
static bool one_is_kept(const struct renames *renames, const GArray *x, const GArray *changes)
{
	guint next = 0;

	for (guint i = 0; i < x->len; i++) {
		const struct change *change = next < changes->len ?
			&g_array_index(changes, struct change, next) : NULL;
		g_autofree char *name = NULL;

		if (change && i >= change->old_at + change->old_count) {
			next++;
			i--;
			continue;
		}
		if (change && i >= change->old_at)
			continue;
		name = g_strndup(word_at(x, i)->text, word_at(x, i)->size);
		if (g_hash_table_contains(renames->map, name))
			return true;
	}
	return false;
}

static GArray *words_of(const struct tangle *tangle, enum side side)
{
	gsize size;
	const char *text = g_bytes_get_data(tangle->text[side], &size);

	return text_words(text, size);
}

/* the renames that lead from the base to @side; NULL when it is anything else */
static GHashTable *pure_renames(const struct tangle *tangle, enum side side)
{
	g_autoptr(GArray) x = words_of(tangle, SIDE_BASE), y = words_of(tangle, side);
	GArray *both[] = { x, y };
	g_autoptr(GArray) changes = NULL;
	struct renames renames = {
		.map = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
		.pure = x->len && y->len,
	};
	guint *numbers[2];

	text_number(both, 2, false, numbers);
	changes = sequence_diff(numbers[0], x->len, numbers[1], y->len);
	for (guint i = 0; renames.pure && i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		if (change->old_count == change->new_count && change->old_count <= RENAME_WORDS)
			rename_each(&renames, x, y, change);
		else
			rename_one(&renames, x, y, change);
	}
	g_free(numbers[0]);
	g_free(numbers[1]);
	if (renames.pure && changes->len && !one_is_kept(&renames, x, changes))
		return renames.map;
	g_hash_table_unref(renames.map);
	return NULL;
}

/* @text with the renames made; one that it does not need says that it is another text: NULL */
static GBytes *renamed(GHashTable *map, GBytes *text)
{
	g_autoptr(GHashTable) used = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GArray) tokens = text_tokens(text);
	GByteArray *out = g_byte_array_new();

	for (guint i = 0; i < tokens->len; i++) {
		const struct line *token = word_at(tokens, i);
		g_autofree char *name = g_strndup(token->text, token->size);
		gpointer key, spelling;

		if (!g_hash_table_lookup_extended(map, name, &key, &spelling)) {
			g_byte_array_append(out, (const guint8 *)token->text, token->size);
			continue;
		}
		g_hash_table_add(used, key);
		g_byte_array_append(out, (const guint8 *)spelling, strlen(spelling));
	}
	if (g_hash_table_size(used) == g_hash_table_size(map))
		return g_byte_array_free_to_bytes(out);
	g_byte_array_unref(out);
	return NULL;
}

GBytes *region_our_names(struct tangle *tangle)
{
	g_autoptr(GHashTable) map = pure_renames(tangle, SIDE_OURS);

	return map ? renamed(map, tangle->text[SIDE_THEIRS]) : NULL;
}

GBytes *region_their_names(struct tangle *tangle)
{
	g_autoptr(GHashTable) map = pure_renames(tangle, SIDE_THEIRS);

	return map ? renamed(map, tangle->text[SIDE_OURS]) : NULL;
}
