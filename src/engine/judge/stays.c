// SPDX-License-Identifier: GPL-2.0-only
#include "engine/judge/stays.h"

#include <string.h>

#include "engine/code/image.h"
#include "engine/code/text.h"
#include "engine/merge/definitions.h"
#include "engine/merge/place.h"

/**
 * struct found - where a line stands
 * @count: how often
 * @first: where first, from 1
 */
struct found {
	guint count;
	size_t first;
};

/* in lines [@at, @end), from 0 */
static void find_line(struct found *found, const GArray *lines, size_t at, size_t end,
		      const struct line *wanted)
{
	for (; at < end && at < lines->len; at++) {
		struct line line = text_trim(&g_array_index(lines, struct line, at));

		if (text_same(&line, wanted) && !found->count++)
			found->first = at + 1;
	}
}

/* in all definitions with the name of @of, or for NULL, in the file */
static struct found find_in(const struct definitions *file, const struct cregion *of,
			    const struct line *wanted)
{
	const GArray *regions = file->source->regions;
	struct found found = { 0 };

	if (!of)
		find_line(&found, file->lines, 0, file->lines->len, wanted);
	for (guint i = 0; of && i < regions->len; i++) {
		const struct cregion *region = &g_array_index(regions, struct cregion, i);

		if (!strcmp(region->name, of->name))
			find_line(&found, file->lines, region->first - 1, region->last, wanted);
	}
	return found;
}

static char *say(const char *path, size_t at, const char *definition, const struct line *line)
{
	return g_strdup_printf("%s:%zu %s%sstill has '%.*s'", path, at, definition,
			       *definition ? "() " : "", (int)line->size, line->text);
}

/* @known: the lines of @ours, by text: most that upstream removes are not among them */
struct three {
	const char *path;
	GHashTable *known;
	struct definitions *base;
	struct definitions *theirs;
	struct definitions *ours;
};

static char *look_at_line(const struct three *files, size_t number)
{
	struct line line = text_trim(&g_array_index(files->base->lines, struct line, number));
	const struct cregion *region = csource_at(files->base->source, number + 1);
	struct found before, after, here;

	if (!g_hash_table_contains(files->known, &line) || !line_names_things(&line))
		return NULL;
	before = find_in(files->base, region, &line);
	after = find_in(files->theirs, region, &line);
	here = find_in(files->ours, region, &line);
	/* as often as before: fewer are what upstream leaves, or has with other code around */
	if (after.count >= before.count || here.count < (after.count ? before.count : 1))
		return NULL;
	return say(files->path, here.first, region && region->kind == CREGION_FUNCTION ?
		   region->name : "", &line);
}

/* struct line *, of @trimmed, which gets them */
static GHashTable *known_lines(const GArray *lines, GArray *trimmed)
{
	GHashTable *known = g_hash_table_new(text_hash, text_equal);

	for (guint i = 0; i < lines->len; i++) {
		const struct line line = text_trim(&g_array_index(lines, struct line, i));

		g_array_append_val(trimmed, line);
	}
	for (guint i = 0; i < trimmed->len; i++)
		g_hash_table_add(known, &g_array_index(trimmed, struct line, i));
	return known;
}

char *stays_in_file(const char *path, GBytes *base, GBytes *theirs, GBytes *ours)
{
	g_autoptr(definitions) before = definitions_of(base);
	g_autoptr(definitions) after = definitions_of(theirs);
	g_autoptr(definitions) here = definitions_of(ours);
	g_autoptr(GArray) changes = line_diff(before->lines, after->lines);
	g_autoptr(GArray) trimmed = g_array_new(FALSE, FALSE, sizeof(struct line));
	g_autoptr(GHashTable) known = known_lines(here->lines, trimmed);
	const struct three files = { path, known, before, after, here };
	char *found = NULL;

	for (guint i = 0; i < changes->len && !found; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		for (size_t k = 0; k < change->old_count && !found; k++)
			found = look_at_line(&files, change->old_at + k);
	}
	return found;
}

static const struct diff_line *hunk_line(const struct hunk *hunk, guint i)
{
	return &g_array_index(hunk->lines, struct diff_line, i);
}

static struct line trimmed(const struct diff_line *said)
{
	const struct line line = { said->text, said->size };

	return text_trim(&line);
}

/* does the patch itself show that upstream's file has the line afterwards? */
static bool is_kept(const struct file_diff *file, const struct line *wanted)
{
	for (guint h = 0; h < file->hunks->len; h++) {
		const struct hunk *hunk = file->hunks->pdata[h];

		for (guint i = 0; i < hunk->lines->len; i++) {
			const struct line line = trimmed(hunk_line(hunk, i));

			if (hunk_line(hunk, i)->kind != '-' && text_same(&line, wanted))
				return true;
		}
	}
	return false;
}

/* are lines put where that one was? */
static bool is_replaced(const struct hunk *hunk, guint at)
{
	guint first = at, end = at;

	while (first > 0 && hunk_line(hunk, first - 1)->kind == '-')
		first--;
	while (end < hunk->lines->len && hunk_line(hunk, end)->kind == '-')
		end++;
	return (first > 0 && hunk_line(hunk, first - 1)->kind == '+') ||
	       (end < hunk->lines->len && hunk_line(hunk, end)->kind == '+');
}

static char *look_at_hunk(const struct image *image, const struct file_diff *file,
			  const struct hunk *hunk, bool replaced)
{
	g_autofree char *function = hunk_function(hunk);
	const struct cregion *region = csource_function(image->source, function);

	for (guint i = 0; region && i < hunk->lines->len; i++) {
		const struct line line = trimmed(hunk_line(hunk, i));
		struct found found = { 0 };

		if (hunk_line(hunk, i)->kind != '-' || !line_names_things(&line) ||
		    (!replaced && is_replaced(hunk, i)) || is_kept(file, &line))
			continue;
		find_line(&found, image->lines, region->first - 1, region->last, &line);
		if (found.count)
			return say(image->path, found.first, function, &line);
	}
	return NULL;
}

char *stays_of_patch(const struct tree *tree, const struct patch *patch, bool replaced)
{
	char *found = NULL;

	for (guint i = 0; i < patch->diff->files->len && !found; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		g_autoptr(image) image = NULL;

		if (!file->hunks->len || file->change == FILE_DELETED || file_diff_special(file))
			continue;
		image = image_load(tree, file->new_path, NULL);
		for (guint h = 0; image && h < file->hunks->len && !found; h++)
			found = look_at_hunk(image, file, file->hunks->pdata[h], replaced);
	}
	return found;
}
