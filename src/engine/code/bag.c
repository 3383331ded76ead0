// SPDX-License-Identifier: GPL-2.0-only
#include "engine/code/bag.h"

#include "engine/code/lex.h"

/* a file of average size has that many names; a power of two */
#define SLOTS 1024

void bag_init(struct bag *bag)
{
	bag->list = g_array_sized_new(FALSE, FALSE, sizeof(guint64), SLOTS / 2);
	bag->size = SLOTS;
	bag->slots = g_new0(guint32, bag->size);
}

void bag_clear(struct bag *bag)
{
	g_clear_pointer(&bag->list, g_array_unref);
	g_clear_pointer(&bag->slots, g_free);
}

GArray *bag_take(struct bag *bag)
{
	GArray *list = g_steal_pointer(&bag->list);

	bag_clear(bag);
	return list;
}

/* the slot that holds @hash, or the free one where it belongs */
static guint slot_of(const struct bag *bag, guint64 hash)
{
	guint at = hash & (bag->size - 1);

	while (bag->slots[at] && g_array_index(bag->list, guint64, bag->slots[at] - 1) != hash)
		at = (at + 1) & (bag->size - 1);
	return at;
}

static void grow(struct bag *bag)
{
	g_free(bag->slots);
	bag->size *= 2;
	bag->slots = g_new0(guint32, bag->size);
	for (guint i = 0; i < bag->list->len; i++)
		bag->slots[slot_of(bag, g_array_index(bag->list, guint64, i))] = i + 1;
}

bool bag_add(struct bag *bag, guint64 hash)
{
	guint at = slot_of(bag, hash);

	if (bag->slots[at])
		return false;
	g_array_append_val(bag->list, hash);
	bag->slots[at] = bag->list->len;
	if (bag->list->len * 2 > bag->size)
		grow(bag);
	return true;
}

guint bag_place(const struct bag *bag, guint64 hash)
{
	return bag->slots[slot_of(bag, hash)];
}

bool bag_has(const struct bag *bag, guint64 hash)
{
	return bag_place(bag, hash) != 0;
}

bool *bag_met(const struct bag *bag, const char *text, gsize size)
{
	bool *met = g_new0(bool, bag->list->len + 1);
	guint left = bag->list->len;
	enum lex_kind kind;
	struct lex lex;

	lex_init(&lex, text, size);
	while (left && (kind = lex_next(&lex)) != LEX_END) {
		guint place = kind == LEX_WORD ? bag_place(bag, lex_hash(lex.text, lex.size)) : 0;

		left -= place && !met[place - 1];
		if (place)
			met[place - 1] = true;
	}
	return met;
}
