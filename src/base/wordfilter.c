// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first byte says how many bits there are: two to this power.  A table that is surely too
 * large is filled, and folded in half as long as half of its bits stay clear.
 */
#include "base/wordfilter.h"

#include <string.h>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

#include "base/strings.h"
#include "base/wordhash.h"

/* bits a word; with at most half of all set, one in 64 other words passes, and mostly fewer */
#define PROBES 6
#define WORD_BITS 64
/* the power that makes WORD_BITS */
#define LEAST_POWER 6
#define MOST_POWER 23
#define RECENT 2048

/* numbers and names of one or two letters are many, and say little */
static inline bool is_kept(const char *word, gsize size)
{
	return size > 2 && !g_ascii_isdigit(*word);
}

guint64 wordfilter_hash(const char *word, gsize size)
{
	if (!is_kept(word, size))
		return 0;
	for (gsize i = 0; i < size; i++) {
		if (!byte_is_word(word[i]))
			return 0;
	}
	return word_hash(word, size, word + size);
}

/* how many numbers hold two to this power bits */
static gsize numbers(guint power)
{
	return (gsize)1 << (power - LEAST_POWER);
}

struct table {
	guint64 *bits;
	guint power;
	gsize set;
	guint64 recent[RECENT];		/* hashes, each where its own lowest bits say */
};

static inline void add(struct table *table, guint64 hash)
{
	const guint32 mask = (1U << table->power) - 1, step = (guint32)(hash >> 32) | 1;
	guint32 at = (guint32)hash;

	/* most words of a text have just been there */
	if (table->recent[hash % RECENT] == hash)
		return;
	table->recent[hash % RECENT] = hash;
	for (guint i = 0; i < PROBES; i++, at += step) {
		guint64 *word = &table->bits[(at & mask) / WORD_BITS];
		guint64 bit = G_GUINT64_CONSTANT(1) << at % WORD_BITS;

		table->set += !(*word & bit);
		*word |= bit;
	}
}

static inline void add_word(struct table *table, const char *word, gsize size, const char *end)
{
	if (is_kept(word, size))
		add(table, word_hash(word, size, end));
}

/* words from @from on; none stands across it */
static void add_words(struct table *table, const char *from, const char *end)
{
	for (const char *at = from; at < end;) {
		const char *start = at;

		while (at < end && byte_is_word(*at))
			at++;
		if (at == start)
			at++;
		else
			add_word(table, start, at - start, end);
	}
}

#if defined(__x86_64__)
#define STRIDE 64

/* a bit for each of 16 bytes: does it belong to a word? */
static guint64 word_bits(const char *at)
{
	const __m128i bytes = _mm_loadu_si128((const __m128i *)at);
	const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
	const __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)),
					     _mm_cmplt_epi8(lower, _mm_set1_epi8('z' + 1)));
	const __m128i digit = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('0' - 1)),
					    _mm_cmplt_epi8(bytes, _mm_set1_epi8('9' + 1)));
	const __m128i line = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'));

	return (guint64)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(letter, digit), line));
}

/* edges of words are where a bit differs from the one before; returns where the rest begins */
static const char *add_strides(struct table *table, const char *text, const char *end)
{
	const char *at, *start = NULL;

	for (at = text; end - at >= STRIDE; at += STRIDE) {
		guint64 bits = word_bits(at) | word_bits(at + 16) << 16 |
			       word_bits(at + 32) << 32 | word_bits(at + 48) << 48;
		guint64 edges = bits ^ (bits << 1 | (start != NULL));

		for (; edges; edges &= edges - 1) {
			const char *edge = at + __builtin_ctzll(edges);

			if (start)
				add_word(table, start, edge - start, end);
			start = start ? NULL : edge;
		}
	}
	return start ? start : at;
}
#else
static const char *add_strides(struct table *table, const char *text, const char *end)
{
	return text;
}
#endif

/* bits that are set when the upper half is laid on the lower one */
static gsize folded_count(const struct table *table)
{
	gsize half = numbers(table->power) / 2, set = 0;

	for (gsize i = 0; i < half; i++)
		set += __builtin_popcountll(table->bits[i] | table->bits[i + half]);
	return set;
}

static void fold(struct table *table)
{
	while (table->power > LEAST_POWER) {
		gsize half = numbers(table->power) / 2;

		/* a fold at most sets as many as there are, so that most need no counting */
		if (table->set > half * WORD_BITS / 2 &&
		    folded_count(table) > half * WORD_BITS / 2)
			return;
		for (gsize i = 0; i < half; i++)
			table->bits[i] |= table->bits[i + half];
		table->power--;
	}
}

static guint first_power(gsize size)
{
	guint power = LEAST_POWER;

	while (power < MOST_POWER && (gsize)1 << power < size)
		power++;
	return power;
}

void wordfilter_make(const char *text, gsize size, GByteArray *out)
{
	struct table table = { .power = first_power(size) };
	guint8 power;

	table.bits = g_new0(guint64, numbers(table.power));
	add_words(&table, add_strides(&table, text, text + size), text + size);
	fold(&table);
	power = table.power;
	g_byte_array_set_size(out, 0);
	g_byte_array_append(out, &power, 1);
	g_byte_array_append(out, (const guint8 *)table.bits,
			    numbers(table.power) * sizeof(*table.bits));
	g_free(table.bits);
}

bool wordfilter_may_hold(const guint8 *filter, gsize size, guint64 hash)
{
	guint32 at = (guint32)hash, step = (guint32)(hash >> 32) | 1, mask;

	if (!hash || !size || *filter < LEAST_POWER || *filter > MOST_POWER ||
	    size != 1 + numbers(*filter) * sizeof(guint64))
		return true;
	mask = (1U << *filter) - 1;
	for (guint i = 0; i < PROBES; i++, at += step) {
		/* as it is in memory: 64 bits at a time */
		guint64 word;

		memcpy(&word, filter + 1 + (at & mask) / WORD_BITS * sizeof(word), sizeof(word));
		if (!(word >> at % WORD_BITS & 1))
			return false;
	}
	return true;
}
