// SPDX-License-Identifier: GPL-2.0-only
/*
 * glibc's memmem() looks at a byte or two at a time.  Here 16 places are looked
 * at at once: where both the first and the last byte of the part stand, the rest
 * is compared.  In a table of like lines that could take quadratic time: after
 * so many failures the rest is left to memmem(), which never does.
 */
#define _GNU_SOURCE /* memmem() */
#include "base/bytefind.h"

#include <string.h>

#include "base/byterun.h"

/* places where a part does not stand after all: these, and as many as it fits in a text so often */
#define FAILURES 64
#define FAILURES_TIMES 4

#if defined(__SSE2__)
/* from places [0, *@end) of 16 at a time; sets @end to where it came to */
static const char *find_by_16(const char *text, gsize *end, const char *part, gsize size)
{
	const __m128i first = _mm_set1_epi8(part[0]), last = _mm_set1_epi8(part[size - 1]);
	gsize left = FAILURES + FAILURES_TIMES * *end / size, at = 0;

	for (; left && *end - at >= 16; at += 16) {
		const char *place = text + at;
		const __m128i a = _mm_loadu_si128((const __m128i *)place);
		const __m128i b = _mm_loadu_si128((const __m128i *)(place + size - 1));
		int mask = _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a, first),
							   _mm_cmpeq_epi8(b, last)));

		for (; mask; mask &= mask - 1) {
			const char *found = place + __builtin_ctz(mask);

			if (!memcmp(found, part, size))
				return found;
			left -= left > 0;
		}
	}
	*end = at;
	return NULL;
}
#endif

const char *bytes_find(const char *text, gsize size, const char *part, gsize part_size)
{
	gsize done = 0;

	if (size < part_size)
		return NULL;
#if defined(__SSE2__)
	if (part_size) {
		const char *found;

		done = size - part_size + 1;
		found = find_by_16(text, &done, part, part_size);
		if (found)
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
