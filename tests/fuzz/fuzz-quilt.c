// SPDX-License-Identifier: GPL-2.0-only
/* series files of quilt: read, written, and read again */
#include "base/file.h"
#include "format/quilt.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = fuzz_string(data, size);
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) names = quilt_parse(text, &error);
	g_autoptr(GPtrArray) again = NULL;
	g_autofree char *written = NULL;

	fuzz_assert_outcome(names, error);
	if (!names)
		return 0;
	written = quilt_write(names);
	again = quilt_parse(written, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(names->len, ==, again->len);
	for (guint i = 0; i < names->len; i++) {
		g_assert_true(path_is_safe(names->pdata[i]));
		g_assert_cmpstr(names->pdata[i], ==, again->pdata[i]);
	}
	return 0;
}
