// SPDX-License-Identifier: GPL-2.0-only
/*
 * Most of what a pick without conflicts costs would be the name of the file that
 * it makes; x86 has instructions for it since 2016.  The four rounds at a time
 * follow the description of SHA1RNDS4 in Intel's manual.
 */
#include "base/sha1.h"

#include <stdbool.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define BLOCK 64

void sha1_of_both_plainly(const void *head, gsize head_size, const void *text, gsize size,
			  guint8 out[SHA1_SIZE])
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
	gsize length = SHA1_SIZE;

	g_checksum_update(sum, head, head_size);
	g_checksum_update(sum, text, size);
	g_checksum_get_digest(sum, out, &length);
}

#if defined(__x86_64__)

/* four rounds, and the message schedule for those that come */
#define ROUNDS(e, saved, a, b, c, d, kind)                                    \
	do {                                                                  \
		e = _mm_sha1nexte_epu32(e, a);                                \
		saved = abcd;                                                 \
		b = _mm_sha1msg2_epu32(b, a);                                 \
		abcd = _mm_sha1rnds4_epu32(abcd, e, kind);                    \
		d = _mm_sha1msg1_epu32(d, a);                                 \
		c = _mm_xor_si128(c, a);                                      \
	} while (0)

/* four times four rounds of the same kind, or of two kinds where they meet */
#define SIXTEEN(k0, k1, k2, k3)                                               \
	do {                                                                  \
		ROUNDS(e0, e1, m0, m1, m2, m3, k0);                           \
		ROUNDS(e1, e0, m1, m2, m3, m0, k1);                           \
		ROUNDS(e0, e1, m2, m3, m0, m1, k2);                           \
		ROUNDS(e1, e0, m3, m0, m1, m2, k3);                           \
	} while (0)

__attribute__((target("sha,sse4.1")))
static void add_blocks(guint32 state[5], const guint8 *at, gsize blocks)
{
	const __m128i turn = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
	__m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0x1b);
	__m128i e0 = _mm_set_epi32(state[4], 0, 0, 0), e1;

	for (; blocks; blocks--, at += BLOCK) {
		const __m128i *in = (const __m128i *)at;
		const __m128i abcd_before = abcd, e_before = e0;
		__m128i m0 = _mm_shuffle_epi8(_mm_loadu_si128(in), turn);
		__m128i m1 = _mm_shuffle_epi8(_mm_loadu_si128(in + 1), turn);
		__m128i m2 = _mm_shuffle_epi8(_mm_loadu_si128(in + 2), turn);
		__m128i m3 = _mm_shuffle_epi8(_mm_loadu_si128(in + 3), turn);

		/* the first sixteen take the message as it is */
		e0 = _mm_add_epi32(e0, m0);
		e1 = abcd;
		abcd = _mm_sha1rnds4_epu32(abcd, e0, 0);
		e1 = _mm_sha1nexte_epu32(e1, m1);
		e0 = abcd;
		abcd = _mm_sha1rnds4_epu32(abcd, e1, 0);
		m0 = _mm_sha1msg1_epu32(m0, m1);
		e0 = _mm_sha1nexte_epu32(e0, m2);
		e1 = abcd;
		abcd = _mm_sha1rnds4_epu32(abcd, e0, 0);
		m1 = _mm_sha1msg1_epu32(m1, m2);
		m0 = _mm_xor_si128(m0, m2);
		ROUNDS(e1, e0, m3, m0, m1, m2, 0);
		SIXTEEN(0, 1, 1, 1);
		SIXTEEN(1, 1, 2, 2);
		SIXTEEN(2, 2, 2, 3);
		SIXTEEN(3, 3, 3, 3);
		e0 = _mm_sha1nexte_epu32(e0, e_before);
		abcd = _mm_add_epi32(abcd, abcd_before);
	}
	_mm_storeu_si128((__m128i *)state, _mm_shuffle_epi32(abcd, 0x1b));
	state[4] = _mm_extract_epi32(e0, 3);
}

/* the blocks that @head begins, as the text goes on in it; returns how much of @text is in them */
static gsize add_head(guint32 state[5], const void *head, gsize head_size, const void *text,
		      gsize size, guint8 block[BLOCK])
{
	gsize whole = head_size / BLOCK, rest = head_size % BLOCK;
	gsize taken = rest ? MIN(size, BLOCK - rest) : 0;

	add_blocks(state, head, whole);
	if (rest)
		memcpy(block, (const guint8 *)head + whole * BLOCK, rest);
	if (taken)
		memcpy(block + rest, text, taken);
	return taken;
}

static void add_end(guint32 state[5], guint8 block[BLOCK], gsize used, guint64 total)
{
	guint8 last[2 * BLOCK] = { 0 };
	gsize blocks = used + 9 > BLOCK ? 2 : 1;
	guint64 bits = GUINT64_TO_BE(total * 8);

	memcpy(last, block, used);
	last[used] = 0x80;
	memcpy(last + blocks * BLOCK - sizeof(bits), &bits, sizeof(bits));
	add_blocks(state, last, blocks);
}

static void by_instructions(const void *head, gsize head_size, const void *text, gsize size,
			    guint8 out[SHA1_SIZE])
{
	guint32 state[] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 };
	guint8 block[BLOCK];
	gsize used = head_size % BLOCK;
	gsize taken = add_head(state, head, head_size, text, size, block);
	const guint8 *rest = (const guint8 *)text + taken;

	used += taken;
	size -= taken;
	if (used == BLOCK) {
		add_blocks(state, block, 1);
		used = 0;
	}
	if (!used) {
		add_blocks(state, rest, size / BLOCK);
		used = size % BLOCK;
		if (used)
			memcpy(block, rest + size - used, used);
	}
	add_end(state, block, used, head_size + taken + size);
	for (guint i = 0; i < G_N_ELEMENTS(state); i++)
		state[i] = GUINT32_TO_BE(state[i]);
	memcpy(out, state, SHA1_SIZE);
}

static bool has_instructions(void)
{
	unsigned int a, b = 0, c, d;

	__asm__("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "0"(7), "2"(0));
	return (b >> 29 & 1) && __builtin_cpu_supports("sse4.1");
}

void sha1_of_both(const void *head, gsize head_size, const void *text, gsize size,
		  guint8 out[SHA1_SIZE])
{
	static gsize known;

	if (g_once_init_enter(&known))
		g_once_init_leave(&known, has_instructions() ? 1 : 2);
	if (known == 1)
		by_instructions(head, head_size, text, size, out);
	else
		sha1_of_both_plainly(head, head_size, text, size, out);
}

#else

void sha1_of_both(const void *head, gsize head_size, const void *text, gsize size,
		  guint8 out[SHA1_SIZE])
{
	sha1_of_both_plainly(head, head_size, text, size, out);
}

#endif
