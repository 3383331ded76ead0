// SPDX-License-Identifier: GPL-2.0-only
#include "engine/judge.h"

#include <string.h>

#include "engine/pickedfile.h"
#include "engine/text.h"
#include "tree/history.h"

/* a shorter line is everywhere */
#define TELLING 8

/* "0123456789ab, 123456789abc" */
static char *join(const GPtrArray *ids)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < ids->len; i++)
		g_string_append_printf(text, "%s%.12s", i ? ", " : "", (char *)ids->pdata[i]);
	return g_string_free(text, FALSE);
}

bool judge_fixed_absent(const struct tree *tree, const struct patch *patch, char **out_evidence)
{
	g_autoptr(GPtrArray) ids = fixes_of(patch->body);
	g_autofree char *list = NULL;

	if (!tree_repository(tree) || !ids->len)
		return false;
	for (guint i = 0; i < ids->len; i++) {
		if (!history_lacks(tree, ids->pdata[i]))
			return false;
	}
	list = join(ids);
	*out_evidence = g_strdup_printf("by history: what it fixes (%s) is not in this tree, "
					"neither itself nor as a copy",
					list);
	return true;
}

static bool tells(const struct line *line)
{
	return line->size >= TELLING && *line->text != '*' && memcmp(line->text, "/*", 2) &&
	       memcmp(line->text, "//", 2);
}

/* the lines of all files here that have upstream's @path */
static GHashTable *lines_here(const struct tree *tree, const GPtrArray *files, const char *path)
{
	GHashTable *known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < files->len; i++) {
		const struct picked_file *file = files->pdata[i];
		g_autoptr(GBytes) bytes = NULL;
		g_autoptr(GArray) lines = NULL;

		if (strcmp(file->from ? file->from : file->path, path))
			continue;
		bytes = tree_read(tree, file->path, NULL);
		lines = lines_of(bytes);
		for (guint k = 0; k < lines->len; k++) {
			struct line line = text_trim(&g_array_index(lines, struct line, k));

			g_hash_table_add(known, g_strndup(line.text, line.size));
		}
	}
	return known;
}

/* hunks that are looked for, and those that stand */
struct standing {
	guint removing;
	guint removing_here;
	guint adding;
	guint adding_here;
};

/* lines of one kind that tell something, and whether all of them are known */
static guint count_lines(const struct hunk *hunk, char kind, GHashTable *known, bool *out_all)
{
	guint count = 0;

	*out_all = true;
	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *said = &g_array_index(hunk->lines, struct diff_line, i);
		struct line line = { said->text, said->size };
		g_autofree char *text = NULL;

		line = text_trim(&line);
		if (said->kind != kind || !tells(&line))
			continue;
		text = g_strndup(line.text, line.size);
		*out_all &= g_hash_table_contains(known, text);
		count++;
	}
	return count;
}

static void look_for_hunk(struct standing *standing, const struct hunk *hunk, GHashTable *known)
{
	bool all;

	if (count_lines(hunk, '-', known, &all)) {
		standing->removing++;
		standing->removing_here += all;
	} else if (count_lines(hunk, ' ', known, &all)) {
		standing->adding++;
		standing->adding_here += all;
	}
}

bool judge_stands(const struct tree *tree, const struct patch *patch, const GPtrArray *files)
{
	struct standing standing = { 0 };

	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		g_autoptr(GHashTable) known = NULL;

		if (!file->old_path)
			continue;
		known = lines_here(tree, files, file->old_path);
		for (guint k = 0; k < file->hunks->len; k++)
			look_for_hunk(&standing, file->hunks->pdata[k], known);
	}
	if (standing.removing)
		return 2 * standing.removing_here >= standing.removing;
	return standing.adding && 2 * standing.adding_here >= standing.adding;
}
