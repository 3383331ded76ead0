// SPDX-License-Identifier: GPL-2.0-only
#include "base/commonends.h"

#include <string.h>

/* bytes compared at a time, by memcmp() */
#define BLOCK 256

gsize common_head(const char *a, const char *b, gsize limit)
{
	gsize at = 0;

	while (limit - at >= BLOCK && !memcmp(a + at, b + at, BLOCK))
		at += BLOCK;
	while (at < limit && a[at] == b[at])
		at++;
	return at;
}

gsize common_tail(const char *a_end, const char *b_end, gsize limit)
{
	gsize at = 0;

	while (limit - at >= BLOCK && !memcmp(a_end - at - BLOCK, b_end - at - BLOCK, BLOCK))
		at += BLOCK;
	while (at < limit && a_end[-(gssize)at - 1] == b_end[-(gssize)at - 1])
		at++;
	return at;
}
