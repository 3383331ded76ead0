/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arrays that a scanner fills: an element is stored where it goes, without a
 * call for each as g_array_append_vals() is.
 */
#ifndef BASE_ROOM_H
#define BASE_ROOM_H

#include <glib.h>

#define ROOM_AT_FIRST 32

/**
 * room_for() - room in @array for the element with index @used
 *
 * The array is longer than what is in it then: g_array_set_size() when all are stored.
 */
static inline void room_for(GArray *array, guint used)
{
	if (used == array->len)
		g_array_set_size(array, 2 * used + ROOM_AT_FIRST);
}

#endif /* BASE_ROOM_H */
