// SPDX-License-Identifier: GPL-2.0-only
/*
 * Similarity is git's (diffcore-delta.c): a file is cut into lines, or pieces
 * of 64 bytes; bytes of pieces that both have, in proportion to the larger
 * file.  Pieces are known by a small hash, so that a score is git's to the
 * last digit.
 */
#include "engine/merge/renames.h"

#include <stdbool.h>
#include <string.h>

#include "base/file.h"

#define MAX_SCORE 60000
#define MIN_SCORE (MAX_SCORE / 2)
#define MIN_SCORE_SAME_NAME (MIN_SCORE + (MAX_SCORE - MIN_SCORE) / 2)
#define PIECE_SIZE 64
#define PIECE_HASHES 107927
#define BINARY_LOOK 8000

/* pairs beyond that are not compared; merge.renameLimit is 7000 squared in git */
#define MAX_PAIRS 4000000

/* bytes of piece tables that are kept */
#define KEPT (32 << 20)

struct piece {
	guint hash;
	guint bytes;
};

struct pieces {
	GArray *list;	/* struct piece by hash */
	gsize size;
};

struct similarity {
	struct objects *objects;
	GHashTable *known;	/* object_id -> struct pieces */
	gsize kept;
};

static void pieces_free(gpointer data)
{
	struct pieces *pieces = data;

	g_array_unref(pieces->list);
	g_free(pieces);
}

struct similarity *similarity_new(struct objects *objects)
{
	struct similarity *similarity = g_new0(struct similarity, 1);

	similarity->objects = objects;
	similarity->known = g_hash_table_new_full(object_id_hash, object_id_same, g_free,
						  pieces_free);
	return similarity;
}

void similarity_free(struct similarity *similarity)
{
	if (!similarity)
		return;
	g_hash_table_unref(similarity->known);
	g_free(similarity);
}

static int compare_pieces(gconstpointer a, gconstpointer b)
{
	const struct piece *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

/* pieces of the same hash are one */
static void fold(GArray *list)
{
	guint kept = 0;

	g_array_sort(list, compare_pieces);
	for (guint i = 0; i < list->len; i++) {
		struct piece *piece = &g_array_index(list, struct piece, i);
		struct piece *last = &g_array_index(list, struct piece, kept ? kept - 1 : 0);

		if (kept && last->hash == piece->hash)
			last->bytes += piece->bytes;
		else
			g_array_index(list, struct piece, kept++) = *piece;
	}
	g_array_set_size(list, kept);
}

static GArray *cut(const guint8 *text, gsize size)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct piece));
	bool is_text = !size || !memchr(text, '\0', MIN(size, BINARY_LOOK));
	guint32 low = 0, high = 0;
	guint count = 0;

	for (gsize i = 0; i < size; i++) {
		guint32 before = low;

		if (is_text && text[i] == '\r' && i + 1 < size && text[i + 1] == '\n')
			continue;
		low = (low << 7) ^ (high >> 25);
		high = (high << 7) ^ (before >> 25);
		low += text[i];
		if ((++count < PIECE_SIZE && text[i] != '\n') && i + 1 < size)
			continue;
		g_array_append_vals(list, &(struct piece){ (low + high * 0x61) % PIECE_HASHES,
							    count }, 1);
		count = low = high = 0;
	}
	fold(list);
	return list;
}

static const struct pieces *pieces_of(struct similarity *similarity, const struct object_id *id)
{
	struct pieces *pieces = g_hash_table_lookup(similarity->known, id);
	g_autoptr(GBytes) bytes = NULL;
	const guint8 *text;

	if (pieces)
		return pieces;
	bytes = objects_blob(similarity->objects, id, NULL);
	if (!bytes)
		return NULL;
	pieces = g_new(struct pieces, 1);
	text = g_bytes_get_data(bytes, &pieces->size);
	pieces->list = cut(text, pieces->size);
	similarity->kept += pieces->list->len * sizeof(struct piece);
	if (similarity->kept > KEPT) {
		g_hash_table_remove_all(similarity->known);
		similarity->kept = pieces->list->len * sizeof(struct piece);
	}
	g_hash_table_insert(similarity->known, g_memdup2(id, sizeof(*id)), pieces);
	return pieces;
}

static guint64 common_bytes(const GArray *a, const GArray *b)
{
	guint64 common = 0;
	guint i = 0, j = 0;

	while (i < a->len && j < b->len) {
		const struct piece *x = &g_array_index(a, struct piece, i);
		const struct piece *y = &g_array_index(b, struct piece, j);

		if (x->hash == y->hash)
			common += MIN(x->bytes, y->bytes);
		i += x->hash <= y->hash;
		j += y->hash <= x->hash;
	}
	return common;
}

static int score_of(struct similarity *similarity, const struct object_id *old,
		    const struct object_id *new)
{
	const struct pieces *from = pieces_of(similarity, old);
	g_autoptr(GArray) kept = from ? g_array_ref(from->list) : NULL;
	gsize from_size = from ? from->size : 0, larger;
	const struct pieces *to = kept ? pieces_of(similarity, new) : NULL;

	if (!to || !from_size || !to->size)
		return 0;
	larger = MAX(from_size, to->size);
	if (larger * (MAX_SCORE - MIN_SCORE) < (larger - MIN(from_size, to->size)) * MAX_SCORE)
		return 0;
	return common_bytes(kept, to->list) * MAX_SCORE / larger;
}

/*
 * @added, @removed: const struct tree_delta *, files, links and submodules, but no empty files:
 *	git follows none of those; NULL once taken
 */
struct search {
	struct similarity *similarity;
	GPtrArray *added;
	GPtrArray *removed;
	GHashTable *wanted;
	GHashTable *found;
};

static bool same_name(const struct tree_delta *a, const struct tree_delta *b)
{
	return !strcmp(path_name(a->path), path_name(b->path));
}

static void take(struct search *search, guint from, guint to)
{
	const struct tree_delta *old = search->removed->pdata[from];

	if (g_hash_table_contains(search->wanted, old->path))
		g_hash_table_insert(search->found, old->path, search->added->pdata[to]);
	search->removed->pdata[from] = search->added->pdata[to] = NULL;
}

static GHashTable *removed_by_content(const struct search *search)
{
	GHashTable *places = g_hash_table_new_full(object_id_hash, object_id_same, NULL,
						   (GDestroyNotify)g_array_unref);

	for (guint i = 0; i < search->removed->len; i++) {
		const struct tree_delta *from = search->removed->pdata[i];
		GArray *same = g_hash_table_lookup(places, &from->old.id);

		if (!same) {
			same = g_array_new(FALSE, FALSE, sizeof(guint));
			g_hash_table_insert(places, (gpointer)&from->old.id, same);
		}
		g_array_append_val(same, i);
	}
	return places;
}

/* of several with that content, the first of the same name, else the first */
static long find_same(const struct search *search, const GArray *places,
		      const struct tree_delta *to)
{
	long first = -1;

	for (guint i = 0; i < places->len; i++) {
		guint place = g_array_index(places, guint, i);
		const struct tree_delta *from = search->removed->pdata[place];

		if (!from || !tree_item_same_kind(&from->old, &to->new))
			continue;
		if (same_name(from, to))
			return place;
		if (first < 0)
			first = place;
	}
	return first;
}

/* a file of the same content went there, asked about or not */
static void find_exact(struct search *search)
{
	g_autoptr(GHashTable) contents = removed_by_content(search);

	for (guint i = 0; i < search->added->len; i++) {
		const struct tree_delta *to = search->added->pdata[i];
		const GArray *places = g_hash_table_lookup(contents, &to->new.id);
		long from = places ? find_same(search, places, to) : -1;

		if (from >= 0)
			take(search, from, i);
	}
}

/* index of the only one of that name in @list, or -1 */
static long only_namesake(const GPtrArray *list, const char *name)
{
	long at = -1;

	for (guint i = 0; i < list->len; i++) {
		const struct tree_delta *delta = list->pdata[i];

		if (!delta || strcmp(path_name(delta->path), name))
			continue;
		if (at >= 0)
			return -1;
		at = i;
	}
	return at;
}

/* may these two be one, by their content? */
static int score_pair(struct search *search, const struct tree_delta *from,
		      const struct tree_delta *to)
{
	if (!tree_item_is_file(&from->old) || !tree_item_is_file(&to->new))
		return 0;
	return score_of(search->similarity, &from->old.id, &to->new.id);
}

/* a removed file that is asked about, and that is not found yet? */
static bool is_asked(const struct search *search, guint from)
{
	const struct tree_delta *old = search->removed->pdata[from];

	return old && g_hash_table_contains(search->wanted, old->path);
}

static void find_namesakes(struct search *search)
{
	for (guint i = 0; i < search->removed->len; i++) {
		const struct tree_delta *from = search->removed->pdata[i];
		long to;

		if (!is_asked(search, i))
			continue;
		to = only_namesake(search->added, path_name(from->path));
		if (to >= 0 && only_namesake(search->removed, path_name(from->path)) >= 0 &&
		    score_pair(search, from, search->added->pdata[to]) >= MIN_SCORE_SAME_NAME)
			take(search, i, to);
	}
}

struct pair {
	int score;
	bool same_name;
	guint from;
	guint to;
};

static int compare_pairs(gconstpointer a, gconstpointer b)
{
	const struct pair *x = a, *y = b;

	if (x->score != y->score)
		return y->score - x->score;
	return y->same_name - x->same_name;
}

static guint count_asked(const struct search *search)
{
	guint count = 0;

	for (guint i = 0; i < search->removed->len; i++)
		count += is_asked(search, i);
	return count;
}

static void add_pairs(struct search *search, guint from, GArray *pairs)
{
	const struct tree_delta *old = search->removed->pdata[from];

	for (guint i = 0; i < search->added->len; i++) {
		const struct tree_delta *new = search->added->pdata[i];
		struct pair pair = { .from = from, .to = i };

		if (!new)
			continue;
		pair.score = score_pair(search, old, new);
		pair.same_name = same_name(old, new);
		if (pair.score >= MIN_SCORE)
			g_array_append_val(pairs, pair);
	}
}

static void find_alike(struct search *search)
{
	g_autoptr(GArray) pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));

	if ((guint64)count_asked(search) * search->added->len > MAX_PAIRS)
		return;
	for (guint i = 0; i < search->removed->len; i++)
		if (is_asked(search, i))
			add_pairs(search, i, pairs);
	g_array_sort(pairs, compare_pairs);
	for (guint i = 0; i < pairs->len; i++) {
		const struct pair *pair = &g_array_index(pairs, struct pair, i);

		if (search->removed->pdata[pair->from] && search->added->pdata[pair->to])
			take(search, pair->from, pair->to);
	}
}

GHashTable *renames_find(struct similarity *similarity, const GArray *deltas, GHashTable *wanted)
{
	g_autoptr(GPtrArray) added = g_ptr_array_new(), removed = g_ptr_array_new();
	struct search search = {
		.similarity = similarity,
		.added = added,
		.removed = removed,
		.wanted = wanted,
		.found = g_hash_table_new(g_str_hash, g_str_equal),
	};

	for (guint i = 0; i < deltas->len; i++) {
		struct tree_delta *delta = &g_array_index(deltas, struct tree_delta, i);

		if (!delta->old.mode && !tree_item_is_empty(&delta->new))
			g_ptr_array_add(added, delta);
		else if (!delta->new.mode && !tree_item_is_empty(&delta->old))
			g_ptr_array_add(removed, delta);
	}
	if (!count_asked(&search) || !added->len)
		return search.found;
	find_exact(&search);
	find_namesakes(&search);
	find_alike(&search);
	return search.found;
}
