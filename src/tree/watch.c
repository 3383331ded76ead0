// SPDX-License-Identifier: GPL-2.0-only
/* Notes are lines: a stamp in hexadecimal digits, a blank, and the path. */
#include "tree/watch.h"

#include <string.h>

#include "tree/backend.h"
#include "tree/survey.h"

struct watch {
	const struct tree *base;
	GHashTable *seen;	/* path to its stamp in digits */
	bool fresh;
};

#define DIGITS (SURVEY_STAMP * 2)

static bool digits_of(const struct tree *tree, const char *path, char *out)
{
	guint8 stamp[SURVEY_STAMP];
	bool steady = tree_stamp(tree, path, stamp);

	for (size_t i = 0; i < SURVEY_STAMP; i++)
		g_snprintf(out + i * 2, 3, "%02x", stamp[i]);
	return steady;
}

/* before it is read: a change that comes in between is then seen */
static const struct tree *note(const struct tree *tree, const char *path)
{
	struct watch *watch = tree->data;
	char digits[DIGITS + 1];

	if (g_hash_table_contains(watch->seen, path))
		return watch->base;
	watch->fresh |= !digits_of(watch->base, path, digits) || strchr(path, '\n');
	g_hash_table_insert(watch->seen, g_strdup(path), g_strdup(digits));
	return watch->base;
}

static enum tree_entry watch_entry(const struct tree *tree, const char *path)
{
	return tree_entry(note(tree, path), path);
}

static GBytes *watch_read(const struct tree *tree, const char *path, bool here, GError **error)
{
	const struct tree *base = note(tree, path);

	return base->backend->read(base, path, here, error);
}

static GBytes *watch_target(const struct tree *tree, const char *path)
{
	return tree_side(note(tree, path), path, NULL);
}

static void watch_list(const struct tree *tree, const char *path, GPtrArray *names)
{
	g_autoptr(GPtrArray) found = tree_list(note(tree, path), path);

	g_ptr_array_set_free_func(found, NULL);
	for (guint i = 0; i < found->len; i++)
		g_ptr_array_add(names, found->pdata[i]);
}

static GBytes *watch_blob(const struct tree *tree, const char *id)
{
	const struct watch *watch = tree->data;

	return tree_blob(watch->base, id);
}

static void watch_free(struct tree *tree)
{
	struct watch *watch = tree->data;

	g_hash_table_unref(watch->seen);
	g_free(watch);
}

static const struct tree_backend watch_backend = {
	.entry = watch_entry,
	.read = watch_read,
	.target = watch_target,
	.list = watch_list,
	.blob = watch_blob,
	.free = watch_free,
};

struct tree *tree_watch(const struct tree *base)
{
	struct tree *tree = g_new0(struct tree, 1);
	struct watch *watch = g_new0(struct watch, 1);

	watch->base = base;
	watch->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	tree->backend = &watch_backend;
	tree->data = watch;
	return tree;
}

char *tree_watch_notes(const struct tree *watched)
{
	const struct watch *watch = watched->data;
	GString *notes;
	GHashTableIter iter;
	gpointer path, digits;

	if (watch->fresh)
		return NULL;
	notes = g_string_new(NULL);
	g_hash_table_iter_init(&iter, watch->seen);
	while (g_hash_table_iter_next(&iter, &path, &digits))
		g_string_append_printf(notes, "%s %s\n", (char *)digits, (char *)path);
	return g_string_free(notes, FALSE);
}

bool tree_watch_holds(const struct tree *tree, const char *notes)
{
	g_auto(GStrv) lines = g_strsplit(notes, "\n", -1);
	char digits[DIGITS + 1];

	for (char **line = lines; *line; line++) {
		if (!**line)
			continue;
		if (strlen(*line) <= DIGITS || !digits_of(tree, *line + DIGITS + 1, digits) ||
		    strncmp(*line, digits, DIGITS))
			return false;
	}
	return true;
}
