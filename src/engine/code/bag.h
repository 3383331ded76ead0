/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A set of hashes of names (lex_hash()) in the order of appearance: the names
 * of a file, without a copy of any.
 */
#ifndef ENGINE_CODE_BAG_H
#define ENGINE_CODE_BAG_H

#include <glib.h>
#include <stdbool.h>

/**
 * struct bag - distinct hashes
 * @list: guint64, in order of appearance
 * @slots: places in @list plus one, 0 for free
 * @size: of @slots, a power of two
 */
struct bag {
	GArray *list;
	guint32 *slots;
	guint size;
};

/** bag_init() - empty; to be cleared */
void bag_init(struct bag *bag);
void bag_clear(struct bag *bag);

/** bag_add() - false when it was in there already */
bool bag_add(struct bag *bag, guint64 hash);

/** bag_has() - is it in there? */
bool bag_has(const struct bag *bag, guint64 hash);

/** bag_place() - index of a hash in the list plus one; 0 when it is not in there */
guint bag_place(const struct bag *bag, guint64 hash);

/**
 * bag_met() - which of the names C code has
 * @text, @size: read until all were met
 * Return: by index in the list
 */
bool *bag_met(const struct bag *bag, const char *text, gsize size);

/** bag_take() - the hashes; the bag is cleared */
GArray *bag_take(struct bag *bag);

#endif /* ENGINE_CODE_BAG_H */
