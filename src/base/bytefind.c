// SPDX-License-Identifier: GPL-2.0-only
/*
 * glibc's memmem() looks at a byte or two at a time.  Here 16 places are looked
 * at at once, or 32 where the processor can (AVX2): where both the first and
 * the last byte of the part stand, the rest is compared.  In a table of like
 * lines that could take quadratic time: after so many failures the rest is left
 * to memmem(), which never does.
 */
#define _GNU_SOURCE /* memmem() */
#include "base/bytefind.h"

#include <string.h>

#include "base/byterun.h"

/* places where a part does not stand after all: these, and as many as it fits in a text so often */
#define FAILURES 64
#define FAILURES_TIMES 4

#if defined(__SSE2__)
#include <immintrin.h>

/* a byte in the middle tells most of those apart that begin and end as the part does */
static bool stands_at(const char *place, const char *part, gsize size)
{
	return place[size / 2] == part[size / 2] && !memcmp(place, part, size);
}

/* a bit for each of @width places where the first byte of the part stands and the last one */
typedef guint (*ends_fn)(const char *place, const char *part, gsize size);

static guint ends_16(const char *place, const char *part, gsize size)
{
	const __m128i a = _mm_loadu_si128((const __m128i *)place);
	const __m128i b = _mm_loadu_si128((const __m128i *)(place + size - 1));

	return _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a, _mm_set1_epi8(part[0])),
					       _mm_cmpeq_epi8(b, _mm_set1_epi8(part[size - 1]))));
}

__attribute__((target("avx2")))
static guint ends_32(const char *place, const char *part, gsize size)
{
	const __m256i a = _mm256_loadu_si256((const __m256i *)place);
	const __m256i b = _mm256_loadu_si256((const __m256i *)(place + size - 1));

	return _mm256_movemask_epi8(
		_mm256_and_si256(_mm256_cmpeq_epi8(a, _mm256_set1_epi8(part[0])),
				 _mm256_cmpeq_epi8(b, _mm256_set1_epi8(part[size - 1]))));
}

/*
 * From the first @places of a text, which are @width or more; the last overlap those before.
 * Sets @out_done to how many it has looked at, which is fewer where it gave up.
 */
static inline __attribute__((always_inline))
const char *find_by(gsize width, ends_fn ends, const char *text, gsize places, const char *part,
		    gsize size, gsize *out_done)
{
	gsize left = FAILURES + FAILURES_TIMES * places / size, at;

	for (at = 0; left && at < places; at += width) {
		const char *place = text + (at = MIN(at, places - width));

		for (guint found = ends(place, part, size); found; found &= found - 1) {
			const char *candidate = place + __builtin_ctz(found);

			if (stands_at(candidate, part, size))
				return candidate;
			left -= left > 0;
		}
	}
	*out_done = at;
	return NULL;
}

__attribute__((target("avx2")))
static const char *find_by_32(const char *text, gsize places, const char *part, gsize size,
			      gsize *out_done)
{
	return find_by(32, ends_32, text, places, part, size, out_done);
}

static const char *find_wide(const char *text, gsize places, const char *part, gsize size,
			     gsize *out_done)
{
	if (places >= 32 && __builtin_cpu_supports("avx2"))
		return find_by_32(text, places, part, size, out_done);
	return places >= 16 ? find_by(16, ends_16, text, places, part, size, out_done) : NULL;
}
#endif

const char *bytes_find(const char *text, gsize size, const char *part, gsize part_size)
{
	gsize done = 0;

	if (size < part_size)
		return NULL;
#if defined(__SSE2__)
	if (part_size) {
		const gsize places = size - part_size + 1;
		const char *found = find_wide(text, places, part, part_size, &done);

		if (found || done >= places)
			return found;
	}
#endif
	return memmem(text + done, size - done, part, part_size);
}

bool bytes_have_any(const char *text, gsize size, const char *const *words)
{
	for (; *words; words++)
		if (bytes_find(text, size, *words, strlen(*words)))
			return true;
	return false;
}
