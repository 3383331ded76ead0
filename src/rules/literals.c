// SPDX-License-Identifier: GPL-2.0-only
/*
 * The search that Hyperscan calls Teddy.  Of each word the three bytes in a row that are the
 * rarest in C stand for it.  Words are spread over eight sets, one a bit: a table a byte of the
 * three says for each value in which sets it occurs there, and where a bit is left of all three
 * the words of that set are compared.  The tables are two of sixteen entries, one a half of the
 * byte, so that the processor looks up 32 bytes at once.
 */
#include "rules/literals.h"

#include <string.h>

#include "base/bytefind.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define WINDOW 3
#define SETS 8

struct literal {
	const char *word;
	gsize size;
	gsize offset;		/* of the window */
};

struct literals {
	bool single;		/* all words have the same window */
	GPtrArray *words;
	GArray *sets[SETS];	/* struct literal */
	guint8 low[WINDOW][16];
	guint8 high[WINDOW][16];
	guint8 byte[WINDOW][256];
	bool fast;
};

/* by how often they are seen in the kernel's network drivers */
static gsize rarity(char c)
{
	static const char common[] = "_etriasndcoplufmv0hExbTgARwISC1PNLDMk2yOFq8GB3UXHV54W6KYz";
	const char *at = strchr(common, c);

	return at && *at ? (gsize)(at - common) : sizeof(common);
}

static bool has_window(const char *word, const char *window)
{
	return bytes_find(word, strlen(word), window, WINDOW);
}

/* the rarest one that is in all of @others too; false when there is none */
static bool choose_window(const char *word, const GPtrArray *others, gsize *out_at)
{
	gsize size = strlen(word), most = 0;

	for (gsize at = 0; at + WINDOW <= size; at++) {
		gsize sum = rarity(word[at]) + rarity(word[at + 1]) + rarity(word[at + 2]);
		bool all = true;

		for (guint i = 0; all && others && i < others->len; i++)
			all = has_window(others->pdata[i], word + at);
		if (all && sum > most) {
			most = sum;
			*out_at = at;
		}
	}
	return most;
}

static void mark(struct literals *literals, gsize position, guint8 value, guint8 bit)
{
	literals->low[position][value & 15] |= bit;
	literals->high[position][value >> 4] |= bit;
}

/* words with the same window share a set */
static guint set_of(const struct literals *literals, const struct literal *literal, guint next)
{
	for (guint i = 0; i < SETS; i++) {
		for (guint j = 0; j < literals->sets[i]->len; j++) {
			const struct literal *other = &g_array_index(literals->sets[i],
								     struct literal, j);

			if (other->size >= WINDOW && literal->size >= WINDOW &&
			    !memcmp(other->word + other->offset, literal->word + literal->offset,
				    WINDOW))
				return i;
		}
	}
	return next % SETS;
}

/* @window: that all words have, or NULL */
static void add(struct literals *literals, const char *word, guint next, const char *window)
{
	struct literal literal = { .word = word, .size = strlen(word) };
	guint set;

	if (window)
		literal.offset = bytes_find(word, literal.size, window, WINDOW) - word;
	else
		choose_window(word, NULL, &literal.offset);
	set = set_of(literals, &literal, next);
	g_array_append_val(literals->sets[set], literal);
	for (gsize i = 0; i < WINDOW; i++) {
		/* a word of two letters: anything may follow */
		for (guint value = 0; literal.offset + i >= literal.size && value < 256; value++)
			mark(literals, i, value, 1U << set);
		if (literal.offset + i < literal.size)
			mark(literals, i, word[literal.offset + i], 1U << set);
	}
}

struct literals *literals_new(const GPtrArray *words)
{
	struct literals *literals = g_new0(struct literals, 1);
	const char *window = NULL;
	gsize at;

	if (words->len && choose_window(words->pdata[0], words, &at))
		window = (const char *)words->pdata[0] + at;
	literals->single = window;
	literals->words = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < SETS; i++)
		literals->sets[i] = g_array_new(FALSE, FALSE, sizeof(struct literal));
	for (guint i = 0; i < words->len; i++) {
		g_ptr_array_add(literals->words, g_strdup(words->pdata[i]));
		add(literals, literals->words->pdata[i], i, window);
	}
	for (guint i = 0; i < WINDOW; i++) {
		for (guint value = 0; value < 256; value++)
			literals->byte[i][value] = literals->low[i][value & 15] &
						   literals->high[i][value >> 4];
	}
#if defined(__x86_64__)
	literals->fast = __builtin_cpu_supports("avx2");
#endif
	return literals;
}

static bool compare(const struct literals *literals, guint8 sets, const char *text, gsize size,
		    gsize at)
{
	for (guint i = 0; i < SETS; i++) {
		for (guint j = 0; sets >> i & 1 && j < literals->sets[i]->len; j++) {
			const struct literal *literal = &g_array_index(literals->sets[i],
								       struct literal, j);

			if (at >= literal->offset &&
			    size - (at - literal->offset) >= literal->size &&
			    !memcmp(text + at - literal->offset, literal->word, literal->size))
				return true;
		}
	}
	return false;
}

static bool search_bytes(const struct literals *literals, const char *text, gsize size,
			 gsize from)
{
	const guint8 *bytes = (const guint8 *)text;

	for (gsize at = from; at + 1 < size; at++) {
		/* behind the end anything may stand, as a word of two letters can be the last */
		guint8 third = at + 2 < size ? literals->byte[2][bytes[at + 2]] : 0xff;
		guint8 sets = literals->byte[0][bytes[at]] & literals->byte[1][bytes[at + 1]] &
			      third;

		if (sets && compare(literals, sets, text, size, at))
			return true;
	}
	return false;
}

#if defined(__x86_64__)
#define STEP 32

__attribute__((target("avx2"))) static __m256i both_halves(const guint8 *table)
{
	return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)table));
}

__attribute__((target("avx2"))) static __m256i sets_at(__m256i low, __m256i high,
						       const char *text)
{
	const __m256i half = _mm256_set1_epi8(15);
	__m256i bytes = _mm256_loadu_si256((const __m256i *)text);

	return _mm256_and_si256(
		_mm256_shuffle_epi8(low, _mm256_and_si256(bytes, half)),
		_mm256_shuffle_epi8(high, _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half)));
}

#define BLOCKS 4
#define STRETCH (STEP * BLOCKS)

struct window {
	__m256i byte[WINDOW];
};

__attribute__((target("avx2"))) static __m256i same_at(__m256i byte, const char *text)
{
	return _mm256_cmpeq_epi8(byte, _mm256_loadu_si256((const __m256i *)text));
}

/* where the first two bytes of the window stand in a block */
__attribute__((target("avx2"))) static __m256i pair_at(const struct window *window,
						       const char *text)
{
	return _mm256_and_si256(same_at(window->byte[0], text),
				same_at(window->byte[1], text + 1));
}

__attribute__((target("avx2"))) static bool compare_stretch(const struct literals *literals,
							    const struct window *window,
							    const char *text, gsize size,
							    gsize from)
{
	for (gsize at = from; at < from + STRETCH; at += STEP) {
		unsigned int bits = _mm256_movemask_epi8(
			_mm256_and_si256(pair_at(window, text + at),
					 same_at(window->byte[2], text + at + 2)));

		for (; bits; bits &= bits - 1) {
			if (compare(literals, 1, text, size, at + __builtin_ctz(bits)))
				return true;
		}
	}
	return false;
}

/* as search_blocks(), for one window: its first two bytes are seldom in a whole stretch */
__attribute__((target("avx2"))) static gsize search_window(const struct literals *literals,
							   const char *text, gsize size)
{
	const struct literal *word = &g_array_index(literals->sets[0], struct literal, 0);
	struct window window;
	gsize last;

	if (size < STRETCH + WINDOW)
		return 0;
	for (gsize i = 0; i < WINDOW; i++)
		window.byte[i] = _mm256_set1_epi8(word->word[word->offset + i]);
	/* the last stretch overlaps the one before */
	last = size - STRETCH - WINDOW;
	for (gsize at = 0;; at = MIN(at + STRETCH, last)) {
		__m256i any = _mm256_setzero_si256();

		for (gsize i = 0; i < STRETCH; i += STEP)
			any = _mm256_or_si256(any, pair_at(&window, text + at + i));
		if (!_mm256_testz_si256(any, any) &&
		    compare_stretch(literals, &window, text, size, at))
			return size;
		if (at == last)
			return last + STRETCH;
	}
}

/* returns where the last bytes begin that are too few for it, or @size when it was found */
__attribute__((target("avx2"))) static gsize search_blocks(const struct literals *literals,
							   const char *text, gsize size)
{
	const __m256i low[WINDOW] = { both_halves(literals->low[0]), both_halves(literals->low[1]),
				      both_halves(literals->low[2]) };
	const __m256i high[WINDOW] = { both_halves(literals->high[0]),
				       both_halves(literals->high[1]),
				       both_halves(literals->high[2]) };
	guint8 sets[STEP];
	gsize at;

	for (at = 0; at + STEP + WINDOW <= size; at += STEP) {
		__m256i found = _mm256_and_si256(
			sets_at(low[0], high[0], text + at),
			_mm256_and_si256(sets_at(low[1], high[1], text + at + 1),
					 sets_at(low[2], high[2], text + at + 2)));

		if (_mm256_testz_si256(found, found))
			continue;
		_mm256_storeu_si256((__m256i *)sets, found);
		for (guint i = 0; i < STEP; i++) {
			if (sets[i] && compare(literals, sets[i], text, size, at + i))
				return size;
		}
	}
	return at;
}
#endif

bool literals_may_hold_slowly(const struct literals *literals, const char *text, gsize size)
{
	return search_bytes(literals, text, size, 0);
}

bool literals_may_hold(const struct literals *literals, const char *text, gsize size)
{
	gsize from = 0;

#if defined(__x86_64__)
	if (literals->fast)
		from = literals->single ? search_window(literals, text, size) :
					  search_blocks(literals, text, size);
	if (from == size && size)
		return true;
#endif
	return search_bytes(literals, text, size, from);
}

void literals_free(struct literals *literals)
{
	if (!literals)
		return;
	for (guint i = 0; i < SETS; i++)
		g_array_unref(literals->sets[i]);
	g_ptr_array_unref(literals->words);
	g_free(literals);
}
