// SPDX-License-Identifier: GPL-2.0-only
/* Quilt series files. */
#include "base/file.h"
#include "format/quilt.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *text = g_strndup((const char *)data, size), *written = NULL;
	g_autoptr(GPtrArray) names = quilt_parse(text, NULL), again = NULL;

	if (!names)
		return 0;
	for (guint i = 0; i < names->len; i++)
		g_assert_true(path_is_safe(names->pdata[i]));
	written = quilt_write(names);
	again = quilt_parse(written, NULL);
	g_assert_nonnull(again);
	g_assert_cmpuint(names->len, ==, again->len);
	for (guint i = 0; i < names->len; i++)
		g_assert_cmpstr(names->pdata[i], ==, again->pdata[i]);
	return 0;
}
