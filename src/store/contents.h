/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Some bytes about each of many contents, by the content's id; kept in a few large pieces, as
 * all of them are asked one after the other.  Losing them loses time only.
 */
#ifndef STORE_CONTENTS_H
#define STORE_CONTENTS_H

#include <glib.h>
#include <stdbool.h>

#include "store/results.h"

/** CONTENTS_ID - bytes of an id */
#define CONTENTS_ID 20

struct contents;

/**
 * contents_open() - what is kept under a name
 * @results: keeps them; outlives it; NULL keeps nothing
 * @name: also says what the bytes mean: another one when that changes
 *
 * Nothing is read before it is asked for.  A damaged piece is as none, and what was in it is
 * new again.
 */
struct contents *contents_open(struct results *results, const char *name);

/**
 * contents_get() - look up
 * @id: CONTENTS_ID bytes, which stand for one content and never for another
 * @out: gets the bytes, valid until the next contents_put(); may be unaligned
 * @out_size: how many
 */
bool contents_get(struct contents *contents, const guint8 *id, const guint8 **out,
		  gsize *out_size);

/** contents_put() - keep; an id that is known already stays as it is */
void contents_put(struct contents *contents, const guint8 *id, const void *data, gsize size);

/** contents_free() - what is new is kept first; NULL is nothing */
void contents_free(struct contents *contents);

typedef struct contents contents;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(contents, contents_free)

#endif /* STORE_CONTENTS_H */
