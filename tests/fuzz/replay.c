// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a fuzz target over the inputs that once broke it and over its seeds,
 * each within a second.  Linked with one target; FUZZ_TARGET is its name.
 */
#include <string.h>

#include "base/file.h"
#include "fuzz.h"

#define SECONDS_MAX 1

/* sanitizers make everything slower, and a busy machine too */
#define SLACK 10

static void replay(gconstpointer path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes = file_read(path, &error);
	g_autofree guint8 *copy = NULL;
	gint64 start;
	gsize size;

	g_assert_no_error(error);
	/* an exact copy, so that a sanitizer sees a read behind its end */
	copy = g_bytes_unref_to_data(g_steal_pointer(&bytes), &size);
	start = g_get_monotonic_time();
	LLVMFuzzerTestOneInput(copy, size);
	g_assert_cmpint(g_get_monotonic_time() - start, <,
			SECONDS_MAX * SLACK * G_USEC_PER_SEC);
}

static void nothing(void)
{
	LLVMFuzzerTestOneInput((const guint8 *)"", 0);
}

int main(int argc, char **argv)
{
	g_autofree char *folder = g_build_filename("tests/fuzz/cases", FUZZ_TARGET, NULL);
	g_autoptr(GPtrArray) names = folder_names(folder);
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	int status;

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/fuzz/" FUZZ_TARGET "/nothing", nothing);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *test =
			g_strdup_printf("/fuzz/" FUZZ_TARGET "/%s", (char *)names->pdata[i]);

		g_ptr_array_add(paths, g_build_filename(folder, names->pdata[i], NULL));
		g_test_add_data_func(test, paths->pdata[i], replay);
	}
	status = g_test_run();
	return status;
}
