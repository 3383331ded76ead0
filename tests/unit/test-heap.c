// SPDX-License-Identifier: GPL-2.0-only
/* Memory that was given back and lies between pieces that are kept. */
#include <glib.h>
#include <stdio.h>
#include <unistd.h>

#include "base/heap.h"

#define PIECES 16384
#define PIECE 4096

/* of this process, in bytes */
static gsize resident(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	unsigned long all, here;

	g_assert_nonnull(file);
	g_assert_cmpint(fscanf(file, "%lu %lu", &all, &here), ==, 2);
	fclose(file);
	return here * sysconf(_SC_PAGESIZE);
}

/* one piece of 16 stays, so that the heap cannot get shorter */
static void test_trim(void)
{
	static char *pieces[PIECES];
	gsize full, left;

#ifdef __SANITIZE_ADDRESS__
	g_test_skip("a sanitizer has a heap of its own");
	return;
#endif
	heap_tune();
	for (guint i = 0; i < PIECES; i++)
		pieces[i] = g_strnfill(PIECE, 'x');
	for (guint i = 0; i < PIECES; i++)
		if (i % 16)
			g_clear_pointer(&pieces[i], g_free);
	full = resident();
	heap_trim();
	left = resident();
	/* of 60 MB that are free */
	g_assert_cmpuint(left + ((gsize)32 << 20), <, full);
	for (guint i = 0; i < PIECES; i++)
		g_free(pieces[i]);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/heap/trim", test_trim);
	return g_test_run();
}
