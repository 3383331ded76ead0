// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines first, so that only replaced runs are compared by tokens.
 */
#include "engine/names/votes.h"

#include <stdbool.h>
#include <string.h>

#include "base/room.h"
#include "engine/code/lex.h"
#include "format/linediff.h"

/* longer runs are rewrites, and slow */
#define RUN_LIMIT 20000

/* tokens replaced one for one, and tokens that one name can stand for */
#define PAIR_LIMIT 4
#define PHRASE_LIMIT 8

/* @kind: what "define" is behind a '#' is no name */
struct token {
	const char *text;
	gsize size;
	enum lex_kind kind;
};

static void vote_free(gpointer data)
{
	struct vote *vote = data;

	g_free(vote->name);
	g_free(vote->old);
	g_free(vote);
}

static guint vote_hash(gconstpointer data)
{
	const struct vote *vote = data;

	return g_str_hash(vote->name) * 31 + g_str_hash(vote->old);
}

static gboolean vote_same(gconstpointer a, gconstpointer b)
{
	const struct vote *x = a, *y = b;

	return !strcmp(x->name, y->name) && !strcmp(x->old, y->old);
}

GHashTable *votes_new(void)
{
	return g_hash_table_new_full(vote_hash, vote_same, vote_free, NULL);
}

gboolean is_name(const char *text)
{
	struct lex lex;
	gsize size = strlen(text);

	lex_init(&lex, text, size);
	return lex_next(&lex) == LEX_WORD && lex.size == size;
}

void votes_join(GHashTable *votes, GHashTable *file)
{
	GHashTableIter iter;
	gpointer data;

	g_hash_table_iter_init(&iter, file);
	while (g_hash_table_iter_next(&iter, &data, NULL)) {
		const struct vote *from = data;
		struct vote *to = g_hash_table_lookup(votes, from);

		if (to) {
			to->count += from->count;
			to->files += from->files;
			continue;
		}
		to = g_memdup2(from, sizeof(*from));
		to->name = g_strdup(from->name);
		to->old = g_strdup(from->old);
		g_hash_table_add(votes, to);
	}
}

/* takes @name and @old over */
static void vote(GHashTable *votes, char *name, char *old, guint file)
{
	struct vote key = { .name = name, .old = old };
	struct vote *found = g_hash_table_lookup(votes, &key);

	if (!found) {
		found = g_memdup2(&key, sizeof(key));
		g_hash_table_add(votes, found);
	} else {
		g_free(name);
		g_free(old);
	}
	found->count++;
	found->files += found->file != file;
	found->file = file;
}

static void tokens_of(const GArray *lines, size_t at, size_t count, GArray *out_tokens,
		      GArray *out_numbers)
{
	const struct line *first = &g_array_index(lines, struct line, at);
	const struct line *last = &g_array_index(lines, struct line, at + count - 1);
	struct lex lex;
	guint used = 0;

	lex_init(&lex, first->text, last->text + last->size - first->text);
	for (enum lex_kind kind; (kind = lex_next(&lex)) != LEX_END; used++) {
		room_for(out_tokens, used);
		room_for(out_numbers, used);
		g_array_index(out_tokens, struct token, used) =
			(struct token){ lex.text, lex.size, kind };
		g_array_index(out_numbers, guint, used) = lex_hash(lex.text, lex.size);
	}
	g_array_set_size(out_tokens, used);
	g_array_set_size(out_numbers, used);
}

static char *spelled(const GArray *tokens, size_t at, size_t count)
{
	GString *text = g_string_new(NULL);

	for (size_t i = at; i < at + count; i++) {
		const struct token *token = &g_array_index(tokens, struct token, i);

		g_string_append_len(text, token->text, token->size);
	}
	return g_string_free(text, FALSE);
}

static bool has_kind(const GArray *tokens, size_t at, size_t count, enum lex_kind kind)
{
	for (size_t i = at; i < at + count; i++)
		if (g_array_index(tokens, struct token, i).kind == kind)
			return true;
	return false;
}

static void vote_pair(GHashTable *votes, const GArray *newer, size_t new_at, const GArray *older,
		      size_t old_at, size_t old_count, guint file)
{
	g_autofree char *name = spelled(newer, new_at, 1);
	g_autofree char *old = spelled(older, old_at, old_count);

	if (!is_name(name) || lex_keyword(name, strlen(name)) || !strcmp(name, old))
		return;
	if (has_kind(newer, new_at, 1, LEX_DEFINE) ||
	    has_kind(older, old_at, old_count, LEX_DEFINE))
		return;
	if (old_count == 1 && !is_name(old))
		return;
	vote(votes, g_steal_pointer(&name), g_steal_pointer(&old), file);
}

/* a name opens and closes nothing, and neither does what stands for one */
static bool is_balanced(const GArray *tokens, size_t at, size_t count)
{
	int open = 0;

	for (size_t i = at; i < at + count && open >= 0; i++) {
		const struct token *token = &g_array_index(tokens, struct token, i);

		open += lex_nesting(token->kind, &(struct lex){ .text = token->text });
	}
	return !open;
}

static void vote_change(GHashTable *votes, const GArray *newer, const GArray *older,
			const struct change *change, guint file)
{
	size_t count = change->new_count;

	if (count && count == change->old_count && count <= PAIR_LIMIT) {
		for (size_t i = 0; i < count; i++)
			vote_pair(votes, newer, change->new_at + i, older, change->old_at + i, 1,
				  file);
	} else if (count == 1 && change->old_count > 1 && change->old_count <= PHRASE_LIMIT &&
		   g_array_index(newer, struct token, change->new_at).size > 5 &&
		   is_balanced(older, change->old_at, change->old_count)) {
		vote_pair(votes, newer, change->new_at, older, change->old_at, change->old_count,
			  file);
	}
}

static void vote_run(GHashTable *votes, const GArray *new_lines, const GArray *old_lines,
		     const struct change *run, guint file)
{
	g_autoptr(GArray) newer = g_array_new(FALSE, FALSE, sizeof(struct token));
	g_autoptr(GArray) older = g_array_new(FALSE, FALSE, sizeof(struct token));
	g_autoptr(GArray) new_numbers = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) old_numbers = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GArray) changes = NULL;

	tokens_of(new_lines, run->new_at, run->new_count, newer, new_numbers);
	tokens_of(old_lines, run->old_at, run->old_count, older, old_numbers);
	if (newer->len + older->len > RUN_LIMIT / 4)
		return;
	changes = sequence_diff((const guint *)old_numbers->data, older->len,
				(const guint *)new_numbers->data, newer->len);
	for (guint i = 0; i < changes->len; i++)
		vote_change(votes, newer, older, &g_array_index(changes, struct change, i), file);
}

void votes_add(GHashTable *votes, GBytes *newer, GBytes *older)
{
	static gint files;
	guint file = (guint)g_atomic_int_add(&files, 1) + 1;
	g_autoptr(GArray) new_lines = lines_of(newer);
	g_autoptr(GArray) old_lines = lines_of(older);
	g_autoptr(GArray) changes = line_diff_merge(old_lines, new_lines);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *run = &g_array_index(changes, struct change, i);

		if (run->old_count && run->new_count && run->old_count + run->new_count < 600)
			vote_run(votes, new_lines, old_lines, run, file);
	}
}

void votes_total(GHashTable *votes)
{
	g_autoptr(GHashTable) totals = g_hash_table_new(g_str_hash, g_str_equal);
	GHashTableIter iter;
	gpointer data;

	g_hash_table_iter_init(&iter, votes);
	while (g_hash_table_iter_next(&iter, &data, NULL)) {
		const struct vote *vote = data;
		guint sum = GPOINTER_TO_UINT(g_hash_table_lookup(totals, vote->name));

		g_hash_table_insert(totals, vote->name, GUINT_TO_POINTER(sum + vote->count));
	}
	g_hash_table_iter_init(&iter, votes);
	while (g_hash_table_iter_next(&iter, &data, NULL)) {
		struct vote *vote = data;

		vote->total = GPOINTER_TO_UINT(g_hash_table_lookup(totals, vote->name));
	}
}
