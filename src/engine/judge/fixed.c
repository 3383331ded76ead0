// SPDX-License-Identifier: GPL-2.0-only
#include "engine/judge/judge.h"

#include <string.h>

#include "base/file.h"
#include "engine/code/text.h"
#include "engine/result/pickedfile.h"
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

static GHashTable *lines_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void add_lines(GHashTable *known, GBytes *bytes)
{
	g_autoptr(GArray) lines = lines_of(bytes);

	for (guint i = 0; i < lines->len; i++) {
		struct line line = text_trim(&g_array_index(lines, struct line, i));

		g_hash_table_add(known, g_strndup(line.text, line.size));
	}
}

/* the lines of all files here that have upstream's @path */
static GHashTable *lines_here(const struct tree *tree, const GPtrArray *files, const char *path)
{
	GHashTable *known = lines_new();

	for (guint i = 0; i < files->len; i++) {
		const struct picked_file *file = files->pdata[i];
		g_autoptr(GBytes) bytes = NULL;

		if (strcmp(file->from ? file->from : file->path, path))
			continue;
		bytes = tree_read(tree, file->path, NULL);
		add_lines(known, bytes);
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

/**
 * struct added - lines that a commit adds
 * @here: those that stand in this tree
 * @all: of them
 * @line: the first that stands here
 */
struct added {
	guint here;
	guint all;
	char *line;
};

/* lines that the file had before its commit are no sign of that */
static void count_added(struct added *added, const struct file_diff *file, GHashTable *before,
			GHashTable *here)
{
	for (guint h = 0; h < file->hunks->len; h++) {
		const struct hunk *hunk = file->hunks->pdata[h];

		for (guint i = 0; i < hunk->lines->len; i++) {
			const struct diff_line *said =
				&g_array_index(hunk->lines, struct diff_line, i);
			struct line line = { said->text, said->size };
			g_autofree char *text = NULL;

			line = text_trim(&line);
			text = g_strndup(line.text, line.size);
			if (said->kind != '+' || !line_names_things(&line) ||
			    g_hash_table_contains(before, text))
				continue;
			added->all++;
			if (!g_hash_table_contains(here, text))
				continue;
			added->here++;
			if (!added->line)
				added->line = g_steal_pointer(&text);
		}
	}
}

/* the file that the patch changes may have had another name when it was broken */
static const char *path_now(const struct patch *patch, const struct file_diff *broken)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		if (file->old_path && broken->new_path &&
		    !strcmp(path_name(file->old_path), path_name(broken->new_path)))
			return file->old_path;
	}
	return NULL;
}

static void look_at_file(struct added *added, const struct tree *tree, const struct patch *patch,
			 const GPtrArray *files, const struct file_diff *broken)
{
	const char *path = path_now(patch, broken);
	g_autoptr(GHashTable) before = NULL, here = NULL;
	g_autoptr(GBytes) old = NULL;

	if (!path)
		return;
	before = lines_new();
	here = lines_here(tree, files, path);
	old = broken->old_path && broken->old_id ? tree_blob(tree, broken->old_id) : NULL;
	add_lines(before, old);
	count_added(added, broken, before, here);
}

static bool commit_stands(const struct tree *tree, const struct patch *patch,
			  const GPtrArray *files, const char *commit, char **out_line)
{
	char *text = history_diff(tree, commit);
	g_autoptr(GBytes) bytes = text ? g_bytes_new_take(text, strlen(text)) : NULL;
	g_autoptr(diff) diff = bytes ? diff_parse(bytes, NULL) : NULL;
	struct added added = { 0 };
	bool stands;

	for (guint i = 0; diff && i < diff->files->len; i++)
		look_at_file(&added, tree, patch, files, diff->files->pdata[i]);
	stands = added.here && 2 * added.here >= added.all;
	if (stands)
		*out_line = g_steal_pointer(&added.line);
	g_free(added.line);
	return stands;
}

bool judge_fixed_stands(const struct tree *tree, const struct patch *patch,
			const GPtrArray *files, char **out_line)
{
	g_autoptr(GPtrArray) ids = fixes_of(patch->body);

	for (guint i = 0; i < ids->len; i++) {
		if (commit_stands(tree, patch, files, ids->pdata[i], out_line))
			return true;
	}
	return false;
}
