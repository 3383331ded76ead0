/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How many bytes of a kind follow each other.  Scanners of C ask this of every
 * token; where a loop over bytes ends is what a processor cannot foresee, so 16
 * are looked at at once where it can (SSE2, which every x86-64 has).
 */
#ifndef BASE_BYTERUN_H
#define BASE_BYTERUN_H

#include <glib.h>

#if defined(__SSE2__)
#include <emmintrin.h>

/** byterun_between() - which of 16 bytes are in a range of ASCII, its ends included */
static inline __m128i byterun_between(__m128i bytes, char low, char high)
{
	return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(low - 1)),
			     _mm_cmplt_epi8(bytes, _mm_set1_epi8(high + 1)));
}

static inline int byterun_word_mask(const char *at)
{
	const __m128i bytes = _mm_loadu_si128((const __m128i *)at);
	const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));

	return _mm_movemask_epi8(
		_mm_or_si128(_mm_or_si128(byterun_between(lower, 'a', 'z'),
					  byterun_between(bytes, '0', '9')),
			     _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'))));
}

static inline int byterun_blank_mask(const char *at)
{
	const __m128i bytes = _mm_loadu_si128((const __m128i *)at);

	return _mm_movemask_epi8(
		_mm_or_si128(_mm_or_si128(byterun_between(bytes, '\t', '\r'),
					  _mm_cmpeq_epi8(bytes, _mm_set1_epi8(' '))),
			     _mm_cmpeq_epi8(bytes, _mm_setzero_si128())));
}

/** byterun_newline_mask() - a bit for each of 16 bytes that is a newline, the first one lowest */
static inline int byterun_newline_mask(const char *at)
{
	const __m128i bytes = _mm_loadu_si128((const __m128i *)at);

	return _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
}
#endif

/** byterun_word() - letters of ASCII, digits and '_' from @at on */
static inline gsize byterun_word(const char *at, const char *end)
{
	const char *p = at;

#if defined(__SSE2__)
	for (; end - p >= 16; p += 16) {
		int mask = byterun_word_mask(p);

		if (mask != 0xffff)
			return p - at + __builtin_ctz(~mask);
	}
#endif
	while (p < end && (g_ascii_isalnum(*p) || *p == '_'))
		p++;
	return p - at;
}

/** byterun_blank() - white space and NULs from @at on */
static inline gsize byterun_blank(const char *at, const char *end)
{
	const char *p = at;

#if defined(__SSE2__)
	for (; end - p >= 16; p += 16) {
		int mask = byterun_blank_mask(p);

		if (mask != 0xffff)
			return p - at + __builtin_ctz(~mask);
	}
#endif
	while (p < end && (!*p || *p == ' ' || (*p >= '\t' && *p <= '\r')))
		p++;
	return p - at;
}

#endif /* BASE_BYTERUN_H */
