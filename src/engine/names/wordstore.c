// SPDX-License-Identifier: GPL-2.0-only
#include "engine/names/wordstore.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "engine/names/wordfile.h"

/* of the file names; a change of what is counted takes a new number */
#define PREFIX "words-6-"
#define PREFIX_ANY "words-"

/* trees kept, 90 MB each for a kernel's */
#define KEPT_MAX 6

/* seconds */
#define HOUR 3600

char *wordstore_path(const char *folder, const struct object_id *tree)
{
	char hex[OBJECT_ID_HEX + 1];

	return g_strconcat(folder, "/" PREFIX, object_id_hex(tree, hex), NULL);
}

/* the newest first */
static gint compare_age(gconstpointer a, gconstpointer b)
{
	GStatBuf of_a, of_b;

	if (g_stat(*(char *const *)a, &of_a) || g_stat(*(char *const *)b, &of_b))
		return 0;
	return of_a.st_mtime > of_b.st_mtime ? -1 : of_a.st_mtime < of_b.st_mtime;
}

static GPtrArray *kept(const char *folder)
{
	g_autoptr(GPtrArray) names = folder_names(folder);
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < names->len; i++) {
		if (g_str_has_prefix(names->pdata[i], PREFIX))
			g_ptr_array_add(paths, g_build_filename(folder, names->pdata[i], NULL));
	}
	g_ptr_array_sort(paths, compare_age);
	return paths;
}

/* begun so long ago that whoever wrote it was killed */
static bool is_given_up(const char *name, const char *path)
{
	GStatBuf status;

	return g_str_has_prefix(name, WORD_FILE_NEW) && !g_stat(path, &status) &&
	       status.st_mtime < g_get_real_time() / G_USEC_PER_SEC - HOUR;
}

static bool is_old(const char *name)
{
	return g_str_has_prefix(name, PREFIX_ANY) && !g_str_has_prefix(name, PREFIX);
}

static void drop_others(const char *folder)
{
	g_autoptr(GPtrArray) names = folder_names(folder);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (is_old(names->pdata[i]) || is_given_up(names->pdata[i], path))
			g_unlink(path);
	}
}

void wordstore_trim(const char *folder)
{
	g_autoptr(GPtrArray) paths = kept(folder);

	for (guint i = KEPT_MAX; i < paths->len; i++)
		g_unlink(paths->pdata[i]);
	drop_others(folder);
}

static bool tree_of(const char *path, struct object_id *out)
{
	return object_id_parse(strrchr(path, '/') + 1 + strlen(PREFIX), out);
}

static bool is_shorter(const GArray *way, const GArray *than)
{
	return way && (!than || way->len < than->len);
}

GArray *wordstore_nearest(const char *folder, struct objects *objects,
			  const struct object_id *wanted, struct object_id *out)
{
	g_autoptr(GPtrArray) paths = kept(folder);
	g_autoptr(GArray) best = NULL;

	for (guint i = 0; i < paths->len && (!best || best->len > WORDSTORE_WORTH); i++) {
		g_autoptr(GArray) way = NULL;
		struct object_id tree;

		/* one of another repository is not in this one */
		if (tree_of(paths->pdata[i], &tree))
			way = objects_compare(objects, &tree, wanted, NULL);
		if (!is_shorter(way, best))
			continue;
		*out = tree;
		g_clear_pointer(&best, g_array_unref);
		best = g_steal_pointer(&way);
	}
	return g_steal_pointer(&best);
}
