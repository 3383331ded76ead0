/* SPDX-License-Identifier: GPL-2.0-only */
/* What a merge's result is warned of, for the tests of single warnings. */
#ifndef TESTS_UNIT_WARN_SAMPLE_H
#define TESTS_UNIT_WARN_SAMPLE_H

#include <string.h>

#include "engine/warn/warn.h"

/* char *: of four versions of one file, names of no tree at hand */
static inline GPtrArray *warnings_of(const char *base, const char *ours, const char *theirs,
				     const char *result)
{
	g_autoptr(GBytes) b = g_bytes_new(base, strlen(base));
	g_autoptr(GBytes) o = g_bytes_new(ours, strlen(ours));
	g_autoptr(GBytes) t = g_bytes_new(theirs, strlen(theirs));
	g_autoptr(GBytes) r = g_bytes_new(result, strlen(result));
	GPtrArray *warnings = g_ptr_array_new_with_free_func(g_free);
	struct warn_input input = { .path = "f.c", .base = b, .ours = o, .theirs = t,
				    .result = r };

	warn_file(&input, warnings);
	return warnings;
}

/* this one and no other; NULL: none */
static inline void assert_warned(const GPtrArray *warnings, const char *warning)
{
	if (!warning) {
		g_assert_cmpuint(warnings->len, ==, 0);
		return;
	}
	g_assert_cmpuint(warnings->len, ==, 1);
	g_assert_cmpstr(warnings->pdata[0], ==, warning);
}

/* four versions of one file, and the one warning of them; NULL: none */
static inline void sample(const char *base, const char *ours, const char *theirs,
			  const char *result, const char *warning)
{
	g_autoptr(GPtrArray) warnings = warnings_of(base, ours, theirs, result);

	assert_warned(warnings, warning);
}

#endif /* TESTS_UNIT_WARN_SAMPLE_H */
