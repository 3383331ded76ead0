/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A hash of words that costs little: eight bytes at a time, without a loop for most words.
 */
#ifndef BASE_WORDHASH_H
#define BASE_WORDHASH_H

#include <glib.h>
#include <string.h>

#define WORD_HASH_PRIME G_GUINT64_CONSTANT(0x9e3779b97f4a7c15)

/* up to eight bytes, as a number; what stands behind them up to @end may be read */
static inline guint64 word_hash_load(const char *at, gsize size, const char *end)
{
	guint64 number = 0;

	if ((gsize)(end - at) < sizeof(number)) {
		memcpy(&number, at, size);
		return number;
	}
	memcpy(&number, at, sizeof(number));
	/* of a big-endian machine's number, the first bytes are the upper ones */
	if (size < sizeof(number))
		number = GUINT64_FROM_LE(GUINT64_TO_LE(number) &
					 ((G_GUINT64_CONSTANT(1) << size * 8) - 1));
	return number;
}

/**
 * word_hash() - 64 bits that stand for a word
 * @word: it
 * @size: its bytes
 * @end: how far may be read behind it, at least to the end of the word
 */
static inline guint64 word_hash(const char *word, gsize size, const char *end)
{
	guint64 hash = size;

	for (; size > 8; size -= 8, word += 8) {
		hash = (hash ^ word_hash_load(word, 8, end)) * WORD_HASH_PRIME;
		hash ^= hash >> 32;
	}
	hash = (hash ^ word_hash_load(word, size, end)) * WORD_HASH_PRIME;
	hash ^= hash >> 29;
	hash *= WORD_HASH_PRIME;
	return hash ^ hash >> 32;
}

#endif /* BASE_WORDHASH_H */
