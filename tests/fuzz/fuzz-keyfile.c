// SPDX-License-Identifier: GPL-2.0-only
/* Key files: trees, series.ini and review.ini of a series folder. */
#include <glib/gstdio.h>

#include "base/tmpdir.h"
#include "format/series.h"
#include "tree/conf.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void put(const char *path, const guint8 *data, gsize size)
{
	FILE *file = fopen(path, "w");

	g_assert_nonnull(file);
	fwrite(data, 1, size, file);
	fclose(file);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	static struct tmpdir *dir;
	g_autofree char *conf_file = NULL, *series_ini = NULL, *review = NULL, *list = NULL;
	g_autoptr(tree_conf) conf = NULL;
	g_autoptr(series) series = NULL;

	if (!dir)
		dir = tmpdir_new(NULL);
	conf_file = tmpdir_file(dir, "6.18.y.ini");
	series_ini = tmpdir_file(dir, "series.ini");
	review = tmpdir_file(dir, "review.ini");
	list = tmpdir_file(dir, "series");
	put(conf_file, data, size);
	put(series_ini, data, size);
	put(review, data, size);
	put(list, (const guint8 *)"", 0);
	conf = tree_conf_load(conf_file, NULL);
	series = series_load(tmpdir_path(dir), NULL);
	return 0;
}
