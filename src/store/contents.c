// SPDX-License-Identifier: GPL-2.0-only
/*
 * A piece is a sum of what follows (64 bits) and entries: id, size (32 bits), bytes.  The value
 * under the name itself says how many pieces there are.  A run adds one piece, and many small
 * ones become one.
 */
#include "store/contents.h"

#include <string.h>

/* pieces that are worth opening one by one */
#define PIECES 12
/* more bytes are not kept: what has come first goes */
#define MOST_BYTES (256U << 20)
#define HEAD (CONTENTS_ID + sizeof(guint32))
#define SUM sizeof(guint64)

/* @bytes: of a kept piece or of the new one */
struct entry {
	const guint8 *id;
	const guint8 *data;
	guint32 size;
};

struct contents {
	struct results *results;
	char *name;
	bool loaded;
	bool damaged;
	GPtrArray *pieces;	/* GBytes * */
	GArray *entries;	/* struct entry */
	guint32 *slots;		/* number of an entry + 1, by id */
	guint slot_count;
	GPtrArray *fresh;	/* char *: id, size and bytes of what is new */
	gsize fresh_bytes;
};

struct contents *contents_open(struct results *results, const char *name)
{
	struct contents *contents = g_new0(struct contents, 1);

	contents->results = results;
	contents->name = g_strdup(name);
	contents->pieces = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	contents->entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	contents->fresh = g_ptr_array_new_with_free_func(g_free);
	return contents;
}

/* four sums side by side, as a processor does four multiplications in the time of one */
static guint64 sum_of(const guint8 *data, gsize size)
{
	static const guint64 prime = G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
	guint64 lanes[4] = { size, prime, ~prime, 1 }, word[4];
	gsize at = 0;

	for (; at + sizeof(word) <= size; at += sizeof(word)) {
		memcpy(word, data + at, sizeof(word));
		for (guint i = 0; i < 4; i++) {
			lanes[i] = (lanes[i] ^ word[i]) * prime;
			lanes[i] ^= lanes[i] >> 29;
		}
	}
	for (; at < size; at++)
		lanes[0] = (lanes[0] ^ data[at]) * prime;
	for (guint i = 1; i < 4; i++)
		lanes[0] = ((lanes[0] ^ lanes[0] >> 31) + lanes[i]) * prime;
	return lanes[0] ^ lanes[0] >> 32;
}

/* an id is a digest, so that any bytes of it will do; stamps are not, so all of them count */
static guint slot_of(const struct contents *contents, const guint8 *id)
{
	guint64 hash = sum_of(id, CONTENTS_ID);

	return hash & (contents->slot_count - 1);
}

static const struct entry *find(const struct contents *contents, const guint8 *id)
{
	if (!contents->slot_count)
		return NULL;
	for (guint at = slot_of(contents, id); contents->slots[at];
	     at = (at + 1) & (contents->slot_count - 1)) {
		const struct entry *entry = &g_array_index(contents->entries, struct entry,
							   contents->slots[at] - 1);

		if (!memcmp(entry->id, id, CONTENTS_ID))
			return entry;
	}
	return NULL;
}

static void add_slot(struct contents *contents, guint number)
{
	const struct entry *entry = &g_array_index(contents->entries, struct entry, number);
	guint at = slot_of(contents, entry->id);

	while (contents->slots[at])
		at = (at + 1) & (contents->slot_count - 1);
	contents->slots[at] = number + 1;
}

static void add_entry(struct contents *contents, const struct entry *entry)
{
	if (find(contents, entry->id))
		return;
	g_array_append_val(contents->entries, *entry);
	if (contents->entries->len * 2 <= contents->slot_count) {
		add_slot(contents, contents->entries->len - 1);
		return;
	}
	contents->slot_count = MAX(contents->slot_count * 2, 1024);
	g_free(contents->slots);
	contents->slots = g_new0(guint32, contents->slot_count);
	for (guint i = 0; i < contents->entries->len; i++)
		add_slot(contents, i);
}

/* entry at @at, which is moved behind it; false at the end, and where there is none */
static bool next_entry(const guint8 **at, const guint8 *end, struct entry *out)
{
	if ((gsize)(end - *at) < HEAD)
		return false;
	out->id = *at;
	memcpy(&out->size, *at + CONTENTS_ID, sizeof(out->size));
	out->data = *at + HEAD;
	if ((gsize)(end - out->data) < out->size)
		return false;
	*at = out->data + out->size;
	return true;
}

static char *piece_key(const struct contents *contents, guint number)
{
	return g_strdup_printf("%s %u", contents->name, number);
}

/* false when it is damaged */
static bool load_piece(struct contents *contents, GBytes *piece)
{
	gsize size;
	const guint8 *at = g_bytes_get_data(piece, &size), *end = at + size;
	struct entry entry;
	guint64 sum;

	if (size < SUM)
		return false;
	memcpy(&sum, at, SUM);
	at += SUM;
	if (sum != sum_of(at, end - at))
		return false;
	g_ptr_array_add(contents->pieces, g_bytes_ref(piece));
	while (next_entry(&at, end, &entry))
		add_entry(contents, &entry);
	return true;
}

static guint kept_pieces(const struct contents *contents)
{
	g_autoptr(GBytes) count = results_get(contents->results, contents->name);
	gsize size = 0;
	const char *text = count ? g_bytes_get_data(count, &size) : NULL;
	g_autofree char *copy = g_strndup(text ? text : "", size);

	return MIN(g_ascii_strtoull(copy, NULL, 10), PIECES);
}

static void load(struct contents *contents)
{
	guint count;

	if (contents->loaded)
		return;
	contents->loaded = true;
	count = kept_pieces(contents);
	for (guint i = 0; i < count; i++) {
		g_autofree char *key = piece_key(contents, i);
		g_autoptr(GBytes) piece = results_get(contents->results, key);

		if (!piece || !load_piece(contents, piece))
			contents->damaged = true;
	}
}

bool contents_get(struct contents *contents, const guint8 *id, const guint8 **out,
		  gsize *out_size)
{
	const struct entry *entry;

	load(contents);
	entry = find(contents, id);
	if (!entry)
		return false;
	*out = entry->data;
	*out_size = entry->size;
	return true;
}

void contents_put(struct contents *contents, const guint8 *id, const void *data, gsize size)
{
	struct entry entry = { .size = size };
	guint8 *copy;

	load(contents);
	if (find(contents, id) || contents->fresh_bytes + size > MOST_BYTES)
		return;
	copy = g_malloc(HEAD + size);
	memcpy(copy, id, CONTENTS_ID);
	memcpy(copy + CONTENTS_ID, &entry.size, sizeof(entry.size));
	if (size)
		memcpy(copy + HEAD, data, size);
	entry.id = copy;
	entry.data = copy + HEAD;
	g_ptr_array_add(contents->fresh, copy);
	contents->fresh_bytes += HEAD + size;
	add_entry(contents, &entry);
}

static void put_piece(const struct contents *contents, guint number, GByteArray *piece)
{
	g_autofree char *key = piece_key(contents, number);
	guint64 sum = sum_of(piece->data + SUM, piece->len - SUM);

	memcpy(piece->data, &sum, SUM);
	results_put(contents->results, key, piece->data, piece->len);
}

static void forget_piece(const struct contents *contents, guint number)
{
	g_autofree char *key = piece_key(contents, number);

	results_put(contents->results, key, "", 0);
}

static void add_bytes(GByteArray *piece, const struct entry *entry)
{
	g_byte_array_append(piece, entry->id, HEAD + entry->size);
}

/* entries from one on, as a piece without its sum */
static GByteArray *make_piece(const struct contents *contents, guint from)
{
	GByteArray *piece = g_byte_array_new();

	g_byte_array_set_size(piece, SUM);
	for (guint i = from; i < contents->entries->len; i++)
		add_bytes(piece, &g_array_index(contents->entries, struct entry, i));
	return piece;
}

static void keep(const struct contents *contents)
{
	g_autofree char *count = NULL;
	g_autoptr(GByteArray) piece = NULL;
	guint pieces = contents->pieces->len;
	guint known = contents->entries->len - contents->fresh->len;
	gsize bytes = contents->fresh_bytes;

	if (!contents->results || (!contents->fresh->len && !contents->damaged))
		return;
	for (guint i = 0; i < pieces; i++)
		bytes += g_bytes_get_size(contents->pieces->pdata[i]);
	if (contents->damaged || pieces + 1 >= PIECES || bytes > MOST_BYTES) {
		/* the newest alone when it has become too much */
		piece = make_piece(contents, bytes > MOST_BYTES ? known : 0);
		for (; pieces > 1; pieces--)
			forget_piece(contents, pieces - 1);
		pieces = 0;
	} else {
		piece = make_piece(contents, known);
	}
	put_piece(contents, pieces, piece);
	count = g_strdup_printf("%u", pieces + 1);
	results_put(contents->results, contents->name, count, strlen(count));
	results_flush(contents->results);
}

void contents_free(struct contents *contents)
{
	if (!contents)
		return;
	keep(contents);
	g_ptr_array_unref(contents->pieces);
	g_array_unref(contents->entries);
	g_ptr_array_unref(contents->fresh);
	g_free(contents->slots);
	g_free(contents->name);
	g_free(contents);
}
