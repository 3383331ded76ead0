// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "engine/code/code.h"
#include "engine/judge/judge.h"
#include "engine/judge/stays.h"
#include "engine/merge/patchtree.h"
#include "engine/merge/place.h"
#include "format/patchid.h"
#include "tree/history.h"

/* fewer tokens than this say nothing on their own: "}" or "return 0 ;" is everywhere */
#define TELLING_TOKENS 8

/* the code of the function (or of the whole file) that a hunk belongs to */
static struct code *surroundings(const struct image *image, const struct hunk *hunk)
{
	g_autofree char *function = hunk_function(hunk);
	const struct cregion *region = csource_function(image->source, function);

	if (*function && !region)
		return NULL;
	if (!image->lines->len)
		return NULL;
	return code_of_lines(image, region ? region->first : 1,
			     region ? region->last : image->lines->len);
}

static const struct diff_line *hunk_line(const struct hunk *hunk, guint i)
{
	return &g_array_index(hunk->lines, struct diff_line, i);
}

static GString *lines_text(const struct hunk *hunk, guint first, guint end, char skip)
{
	GString *text = g_string_new(NULL);

	for (guint i = first; i < end; i++) {
		const struct diff_line *line = hunk_line(hunk, i);

		if (line->kind == skip)
			continue;
		g_string_append_len(text, line->text, line->size);
		g_string_append_c(text, '\n');
	}
	return text;
}

/* the lines from the first change to the last, of one side */
static GString *changed_text(const struct hunk *hunk, char skip)
{
	guint first = 0, end = hunk->lines->len;

	while (first < end && hunk_line(hunk, first)->kind == ' ')
		first++;
	while (end > first && hunk_line(hunk, end - 1)->kind == ' ')
		end--;
	return lines_text(hunk, first, end, skip);
}

/* what a hunk makes, and the function it is in */
static char *added_in(const struct hunk *hunk)
{
	g_autofree char *function = hunk_function(hunk);
	g_autoptr(GString) text = changed_text(hunk, '-');

	return g_strconcat(function, "\n", text->str, NULL);
}

static struct code *changed_code(const struct hunk *hunk, char skip)
{
	g_autoptr(GString) text = changed_text(hunk, skip);

	return code_of_text(text->str, text->len);
}

static bool has_code(const struct diff_line *line)
{
	g_autoptr(code) code = code_of_text(line->text, line->size);

	return code->tokens->len > 0;
}

/*
 * The new code with the line of code before it and the one behind it: a function may
 * have the same check elsewhere, for another reason.
 */
static struct code *anchored_code(const struct hunk *hunk)
{
	guint first = 0, end = hunk->lines->len;
	g_autoptr(GString) text = NULL;

	while (first < end && hunk_line(hunk, first)->kind == ' ')
		first++;
	while (end > first && hunk_line(hunk, end - 1)->kind == ' ')
		end--;
	while (first > 0 && !has_code(hunk_line(hunk, --first)))
		;
	while (end < hunk->lines->len && !has_code(hunk_line(hunk, end++)))
		;
	text = lines_text(hunk, first, end, '-');
	return code_of_text(text->str, text->len);
}

static bool code_present(struct image *image, const struct hunk *hunk)
{
	g_autoptr(code) around = surroundings(image, hunk);
	g_autoptr(code) pre = code_of_hunk(hunk, '+');
	g_autoptr(code) post = code_of_hunk(hunk, '-');
	g_autoptr(code) old = changed_code(hunk, '+');
	g_autoptr(code) new = changed_code(hunk, '-');
	g_autoptr(code) anchored = anchored_code(hunk);

	/* what is only removed leaves no code that tells */
	if (!around || !new->tokens->len || code_contains(around, pre))
		return false;
	if (post->tokens->len >= TELLING_TOKENS && code_contains(around, post))
		return true;
	return new->tokens->len >= TELLING_TOKENS && code_contains(around, anchored) &&
	       !(old->tokens->len && code_contains(around, old));
}

bool judge_adds_again(const struct image *image, const struct hunk *hunk)
{
	g_autoptr(code) around = surroundings(image, hunk);
	g_autoptr(code) old = changed_code(hunk, '+');
	g_autoptr(code) new = changed_code(hunk, '-');

	return around && !old->tokens->len && new->tokens->len >= TELLING_TOKENS &&
	       code_contains(around, new);
}

/* how what a hunk makes was found: as it is, or in other layout */
enum how { HOW_EXACT = 1, HOW_CODE };

/**
 * struct found - what was found of a file's hunks, as one place in a tree makes one hunk present
 * @lines: where, plus one, for those that have a place of their own
 * @added: what they make in which function -> enum how
 */
struct found {
	GHashTable *lines;
	GHashTable *added;
};

static void found_init(struct found *found)
{
	found->lines = g_hash_table_new(NULL, NULL);
	found->added = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void found_clear(struct found *found)
{
	g_hash_table_unref(found->lines);
	g_hash_table_unref(found->added);
}

/*
 * False for what may be another hunk's place: where code is found, another layout hides it.  Of
 * several places that have it as it is, another hunk may have each.
 */
static bool note_found(struct found *found, const struct hunk *hunk, enum how how)
{
	char *added = added_in(hunk);
	enum how before = GPOINTER_TO_INT(g_hash_table_lookup(found->added, added));

	g_hash_table_insert(found->added, added, GINT_TO_POINTER(how));
	return !before || (before == HOW_EXACT && how == HOW_EXACT);
}

static guint count_line(struct image *image, const struct diff_line *line)
{
	const struct chain *chain = image_chain(image, line->text, line->size);
	guint count = 0;

	for (guint i = 0, at = chain ? chain->first : 0; chain && i < chain->count;
	     i++, at = image_chain_next(image, at))
		count += image_line_is(image, at, line);
	return count;
}

/* does the hunk add a line of code that the file has nowhere else? */
static bool adds_what_tells(struct image *image, const struct hunk *hunk)
{
	for (guint i = 0; i < hunk->lines->len; i++) {
		const struct diff_line *line = hunk_line(hunk, i);

		if (line->kind == '+' && count_line(image, line) == 1 && has_code(line))
			return true;
	}
	return false;
}

static bool is_in_table(const struct image *image, size_t line)
{
	const struct cregion *region = csource_at(image->source, line + 1);

	return region && region->kind == CREGION_DATA;
}

/*
 * A row of a table that ends as the row above it: where it stands, the lines that it was put
 * between stand as well, as its own last ones.  They are no sign that it is missing.  Statements
 * may stand twice, and upstream may just have written them a second time.
 */
static bool holds_both(struct image *image, const struct hunk *hunk, const struct place *before,
		       const struct place *after)
{
	return before->fit == FIT_ONE && after->fit == FIT_ONE && before->line >= after->line &&
	       before->line + hunk->old_lines <= after->line + hunk->new_lines &&
	       is_in_table(image, before->line) && adds_what_tells(image, hunk);
}

/* a row that is no sign, on a file that is not the very one that the patch was made on */
static bool is_row_in(struct image *image, const struct hunk *hunk, const struct file_diff *file,
		      const struct place *before, const struct place *after)
{
	return file && holds_both(image, hunk, before, after) &&
	       !image_is_blob(image, file->old_id);
}

/* @file: that it is of, where git does not know what the patch was made on; else NULL */
static bool hunk_present(struct image *image, const struct hunk *hunk,
			 const struct file_diff *file, struct found *found)
{
	struct place before = place_hunk(image, hunk, '+', 0);
	struct place after = place_hunk(image, hunk, '-', 0);

	g_free(before.note);
	g_free(after.note);
	if ((before.fit == FIT_ONE || before.fit == FIT_MANY || before.fit == FIT_OFF_END) &&
	    !is_row_in(image, hunk, file, &before, &after))
		return false;
	if (after.fit == FIT_ONE &&
	    !g_hash_table_add(found->lines, GSIZE_TO_POINTER(after.line + 1)))
		return false;
	if (after.fit == FIT_ONE || after.fit == FIT_MANY)
		return note_found(found, hunk, HOW_EXACT);
	/* a twin in another function still has the old code: that is no sign for this one */
	return before.fit == FIT_NONE && code_present(image, hunk) &&
	       note_found(found, hunk, HOW_CODE);
}

/* a link that leads there, a submodule at that commit: all of it is in the patch */
static bool special_present(const struct tree *tree, const struct file_diff *file)
{
	g_autoptr(GBytes) side = tree_side(tree, file->new_path, NULL);
	g_autoptr(GBytes) wanted = special_side(file, '-');

	return side && wanted && g_bytes_get_size(wanted) && g_bytes_equal(side, wanted) &&
	       tree_entry(tree, file->new_path) == tree_kind(file->new_mode);
}

/* @known: git knows what the patch was made on, and tells better */
static bool file_present(const struct tree *tree, const struct file_diff *file, bool known)
{
	g_autoptr(image) image = NULL;
	struct found found;
	bool present = true;

	if (file->change == FILE_DELETED)
		return tree_entry(tree, file->old_path) == TREE_NONE;
	if (file_diff_special(file))
		return special_present(tree, file);
	image = image_load(tree, file->new_path, NULL);
	if (image && file->binary)
		return image_is_blob(image, file->new_id);
	if (!image || !file->hunks->len)
		return false;
	found_init(&found);
	for (guint i = 0; present && i < file->hunks->len; i++)
		present = hunk_present(image, file->hunks->pdata[i], known ? NULL : file, &found);
	found_clear(&found);
	return present;
}

/* a patch that only deletes files is no sign: a tree may never have had them */
static bool says_something(const struct patch *patch)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		if (file->change != FILE_DELETED)
			return true;
	}
	return false;
}

static char *where(const struct tree *tree, const struct patch *patch)
{
	const struct file_diff *file = patch->diff->files->pdata[0];
	g_autoptr(image) image = image_load(tree, file_diff_path(file), NULL);
	g_autofree char *function = NULL;
	const struct cregion *region;

	if (!image || !file->hunks->len)
		return g_strdup(file_diff_path(file));
	function = hunk_function(file->hunks->pdata[0]);
	region = *function ? csource_function(image->source, function) : NULL;
	if (!region)
		return g_strdup(file_diff_path(file));
	return g_strdup_printf("%s:%u %s()", file_diff_path(file), region->first, function);
}

bool judge_present(const struct tree *tree, const struct patch *patch, bool replaced,
		   char **out_evidence)
{
	g_autofree char *place = NULL, *stays = NULL;

	if (!patch->diff->files->len || !says_something(patch))
		return false;
	for (guint i = 0; i < patch->diff->files->len; i++) {
		if (!file_present(tree, patch->diff->files->pdata[i], replaced))
			return false;
	}
	place = where(tree, patch);
	stays = stays_of_patch(tree, patch, replaced);
	*out_evidence = stays ?
		g_strdup_printf("%s has the code that the patch makes, but %s, which the patch "
				"removes", place, stays) :
		g_strdup_printf("by content: %s has the code that the patch makes", place);
	return !stays;
}

static GPtrArray *paths_of(const struct patch *patch)
{
	GPtrArray *paths = g_ptr_array_new();

	for (guint i = 0; i < patch->diff->files->len; i++)
		g_ptr_array_add(paths, (char *)file_diff_path(patch->diff->files->pdata[i]));
	return paths;
}

bool judge_reference(const struct tree *tree, const struct patch *patch, char **out_evidence,
		     char **out_reverted)
{
	g_autoptr(GPtrArray) paths = paths_of(patch);
	const char *upstream = patch->upstream ? patch->upstream : patch->commit;
	g_autofree char *found = NULL;

	if (!upstream || !patch->diff->files->len)
		return false;
	found = history_find(tree, upstream, paths, out_reverted);
	if (!found)
		return false;
	*out_evidence = g_strdup_printf("by upstream reference: commit %s", found);
	return true;
}

bool judge_patch_id(const struct tree *tree, const struct patch *patch, char **out_evidence,
		    char **out_reverted)
{
	g_autoptr(GPtrArray) paths = paths_of(patch);
	const char *upstream = patch->upstream ? patch->upstream : patch->commit;
	g_autoptr(GString) text = g_string_new(NULL);
	g_autofree char *id = NULL, *found = NULL;

	if (!tree_repository(tree) || !upstream)
		return false;
	diff_write(patch->diff, text);
	id = patch_id_of(text->str, text->len);
	found = id ? history_find_patch(tree, id, upstream, paths, out_reverted) : NULL;
	if (!found)
		return false;
	*out_evidence = g_strdup_printf("by patch-id: commit %s", found);
	return true;
}
