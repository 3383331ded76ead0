// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream's edit and ours are compared as what they remove and add, token by
 * token: the surroundings may differ, the edit may not.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code.h"
#include "engine/judge.h"
#include "engine/text.h"

/* names that a line for people lists */
#define WORDS_SHOWN 8

/* the longest piece of an edit that is shown, and of a comment */
#define SHOWN_MAX 160
#define COMMENT_MAX 60

/* bytes in front of what differs that show where it is */
#define LEAD 24

/* share of their words that two comments have in common, of which one was made of the other */
#define ALIKE 0.5

struct edit {
	GString *removed;
	GString *added;
	GPtrArray *comments;
};

static void edit_init(struct edit *edit)
{
	edit->removed = g_string_new(NULL);
	edit->added = g_string_new(NULL);
	edit->comments = g_ptr_array_new_with_free_func(g_free);
}

static void edit_clear(struct edit *edit)
{
	g_string_free(edit->removed, TRUE);
	g_string_free(edit->added, TRUE);
	g_ptr_array_unref(edit->comments);
}

/* comments that the post-image has and the pre-image has not */
static void add_new_comments(struct edit *edit, const struct code *pre, const struct code *post)
{
	for (guint i = 0; i < post->comments->len; i++) {
		if (!has_string(pre->comments, post->comments->pdata[i]))
			g_ptr_array_add(edit->comments, g_strdup(post->comments->pdata[i]));
	}
}

static void read_edit(const struct file_diff *file, struct edit *edit)
{
	for (guint i = 0; i < file->hunks->len; i++) {
		g_autoptr(code) pre = code_of_hunk(file->hunks->pdata[i], '+');
		g_autoptr(code) post = code_of_hunk(file->hunks->pdata[i], '-');

		code_edit(pre, post, edit->removed, edit->added);
		add_new_comments(edit, pre, post);
	}
}

/* @limit bytes of a text from some offset on, in quotes; a character is not cut */
static char *shown(const char *text, size_t from, size_t limit)
{
	size_t size = strlen(text), end = MIN(size, from + limit);
	bool cut;

	if (!size)
		return g_strdup("nothing");
	while (end > from && end < size && (text[end] & 0xc0) == 0x80)
		end--;
	cut = end < size;
	while (!cut && end > from && text[end - 1] == ' ')
		end--;
	return g_strdup_printf("'%s%.*s%s'", from ? "…" : "", (int)(end - from), text + from,
			       cut ? "…" : "");
}

/* where to begin so that what differs is seen: at the beginning, or a few words in front of it */
static size_t first_shown(const char *a, const char *b, size_t limit)
{
	size_t from = 0;

	if (MAX(strlen(a), strlen(b)) <= limit)
		return 0;
	while (a[from] && a[from] == b[from])
		from++;
	if (from <= LEAD)
		return 0;
	from -= LEAD;
	while (from && a[from - 1] != ' ')
		from--;
	return from;
}

static void compare_text(const char *path, const char *verb, const GString *upstream,
			 const GString *ours, GPtrArray *residue)
{
	g_autofree char *theirs = NULL, *mine = NULL;
	size_t from;

	if (g_string_equal(upstream, ours))
		return;
	from = first_shown(upstream->str, ours->str, SHOWN_MAX);
	theirs = shown(upstream->str, from, SHOWN_MAX);
	mine = shown(ours->str, from, SHOWN_MAX);
	g_ptr_array_add(residue, g_strdup_printf("%s: upstream %s %s, this port %s", path, verb,
						 theirs, mine));
}

/* the comment of a list that is not among others and looks most like @comment, or NULL */
static const char *other_wording(const char *comment, const GPtrArray *list,
				 const GPtrArray *others)
{
	const char *best = NULL;
	double likeness = ALIKE;

	for (guint i = 0; i < list->len; i++) {
		const char *other = list->pdata[i];
		double same = text_likeness(comment, strlen(comment), other, strlen(other));

		if (same < likeness || has_string(others, other))
			continue;
		likeness = same;
		best = other;
	}
	return best;
}

static void compare_comments(const char *path, const struct edit *upstream,
			     const struct edit *ours, GPtrArray *residue)
{
	g_autoptr(GPtrArray) reworded = g_ptr_array_new();

	for (guint i = 0; i < upstream->comments->len; i++) {
		const char *comment = upstream->comments->pdata[i];
		const char *other = other_wording(comment, ours->comments, upstream->comments);
		size_t from = other ? first_shown(comment, other, COMMENT_MAX) : 0;
		g_autofree char *theirs = shown(comment, from, COMMENT_MAX);
		g_autofree char *mine = shown(other ? other : "", from, COMMENT_MAX);

		if (has_string(ours->comments, comment))
			continue;
		if (other)
			g_ptr_array_add(reworded, (gpointer)other);
		add_stringf(residue, "%s: upstream's comment %s is %s%s", path, theirs,
			    other ? mine : "not in it", other ? " here" : "");
	}
	for (guint i = 0; i < ours->comments->len; i++) {
		const char *comment = ours->comments->pdata[i];
		g_autofree char *mine = shown(comment, 0, COMMENT_MAX);

		if (!has_string(upstream->comments, comment) && !has_string(reworded, comment))
			add_stringf(residue, "%s: adds the comment %s, upstream does not", path,
				    mine);
	}
}

static void add_line_words(const struct line *line, GHashTable *words)
{
	g_autoptr(code) code = code_of_text(line->text, line->size);

	for (guint i = 0; i < code->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(code->tokens, struct ctoken, i);

		if (token->kind == CTOKEN_WORD)
			g_hash_table_add(words, g_strndup(token->text, token->size));
	}
}

/* words on the lines that a hunk changes or moves; our own diff says which those are */
static void add_touched(const struct hunk *hunk, GHashTable *words)
{
	g_autoptr(GBytes) pre = g_string_free_to_bytes(hunk_image(hunk, '+'));
	g_autoptr(GBytes) post = g_string_free_to_bytes(hunk_image(hunk, '-'));
	g_autoptr(GArray) old = lines_of(pre);
	g_autoptr(GArray) new = lines_of(post);
	g_autoptr(GArray) changes = line_diff(old, new);

	for (guint i = 0; i < changes->len; i++) {
		const struct change *change = &g_array_index(changes, struct change, i);

		for (size_t at = 0; at < change->old_count; at++)
			add_line_words(&g_array_index(old, struct line, change->old_at + at),
				       words);
	}
}

static GHashTable *touched_words(const struct file_diff *file)
{
	GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < file->hunks->len; i++)
		add_touched(file->hunks->pdata[i], words);
	return words;
}

/*
 * The same tokens may be added at another place, a lock around another statement:
 * what upstream touches, and the tree has as well, the port has to touch.
 */
static void compare_touched(const struct tree *before, const struct file_diff *upstream,
			    const struct file_diff *ours, GPtrArray *residue)
{
	g_autoptr(GHashTable) theirs = touched_words(upstream);
	g_autoptr(GHashTable) mine = touched_words(ours);
	g_autoptr(image) image =
		upstream->old_path ? image_load(before, upstream->old_path, NULL) : NULL;
	g_autoptr(GPtrArray) missed = g_ptr_array_new();
	g_autofree char *list = NULL;
	GHashTableIter iter;
	gpointer word;

	g_hash_table_iter_init(&iter, theirs);
	while (image && g_hash_table_iter_next(&iter, &word, NULL)) {
		if (!g_hash_table_contains(mine, word) && csource_uses(image->source, word))
			g_ptr_array_add(missed, word);
	}
	if (!missed->len)
		return;
	g_ptr_array_sort(missed, compare_strings);
	g_ptr_array_add(missed, NULL);
	list = g_strjoinv(", ", (char **)missed->pdata);
	g_ptr_array_add(residue, g_strdup_printf("%s: upstream changes lines with %s, this port "
						 "leaves those alone",
						 file_diff_path(upstream), list));
}

static struct file_diff *our_diff(const struct tree *before, const struct tree *after,
				  const struct file_diff *file)
{
	g_autoptr(GBytes) old = NULL, new = NULL;

	if (file->old_path)
		old = tree_side(before, file->old_path, NULL);
	if (file->new_path)
		new = tree_side(after, file->new_path, NULL);
	return diff_images(file_diff_path(file), old, new, 3);
}

void judge_residue(const struct tree *before, const struct tree *after,
		   const struct patch *patch, GPtrArray *residue)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		g_autoptr(file_diff) mine = our_diff(before, after, file);
		const char *path = file_diff_path(file);
		struct edit upstream, ours;

		edit_init(&upstream);
		edit_init(&ours);
		read_edit(file, &upstream);
		read_edit(mine, &ours);
		compare_text(path, "removes", upstream.removed, ours.removed, residue);
		compare_text(path, "adds", upstream.added, ours.added, residue);
		compare_touched(before, file, mine, residue);
		compare_comments(path, &upstream, &ours, residue);
		edit_clear(&upstream);
		edit_clear(&ours);
	}
}

/* a line inside a comment whose start the hunk may not show */
static bool is_comment_line(const struct diff_line *line)
{
	const char *at = line->text, *end = line->text + line->size;

	while (at < end && g_ascii_isspace(*at))
		at++;
	return at < end && *at == '*' && (at + 1 == end || strchr(" \t/*", at[1]));
}

/* words on the old lines from a hunk's first change to its last */
static void add_words(const struct hunk *hunk, GHashTable *words)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(code) code = NULL;
	guint last = hunk->lines->len;
	bool inside = false;

	while (last && g_array_index(hunk->lines, struct diff_line, last - 1).kind == ' ')
		last--;
	for (guint i = 0; i < last; i++) {
		const struct diff_line *line = &g_array_index(hunk->lines, struct diff_line, i);

		inside |= line->kind != ' ';
		if (!inside || line->kind == '+' || is_comment_line(line))
			continue;
		g_string_append_len(text, line->text, line->size);
		g_string_append_c(text, '\n');
	}
	code = code_of_text(text->str, text->len);
	for (guint i = 0; i < code->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(code->tokens, struct ctoken, i);
		bool call = i + 1 < code->tokens->len && ctoken_is(token + 1, "(");

		if (token->kind == CTOKEN_WORD)
			g_hash_table_add(words, g_strdup_printf("%.*s%s", (int)token->size,
								token->text, call ? "()" : ""));
	}
}

/* words of @a that @b lacks, sorted, as one text */
static char *only_in(GHashTable *a, GHashTable *b)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	GString *list = g_string_new(NULL);
	GHashTableIter iter;
	gpointer word;

	g_hash_table_iter_init(&iter, a);
	while (g_hash_table_iter_next(&iter, &word, NULL)) {
		if (!g_hash_table_contains(b, word))
			g_ptr_array_add(words, word);
	}
	g_ptr_array_sort(words, compare_strings);
	for (guint i = 0; i < words->len && i < WORDS_SHOWN; i++)
		g_string_append_printf(list, "%s%s", i ? ", " : "", (char *)words->pdata[i]);
	if (words->len > WORDS_SHOWN)
		g_string_append_printf(list, " and %u more", words->len - WORDS_SHOWN);
	return g_string_free(list, FALSE);
}

/* then it is left out, and no line of it is adapted */
static bool is_nowhere(const struct tree *before, const struct tree *after,
		       const struct file_diff *file)
{
	const char *old = file->old_path ? file->old_path : file->new_path;

	return tree_entry(before, old) == TREE_NONE &&
	       (!file->new_path || tree_entry(after, file->new_path) == TREE_NONE);
}

void judge_adapted(const struct tree *before, const struct tree *after,
		   const struct patch *patch, GPtrArray *adapted)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];
		g_autoptr(file_diff) mine = our_diff(before, after, file);
		g_autoptr(GHashTable) theirs =
			g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		g_autoptr(GHashTable) ours =
			g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		g_autofree char *gone = NULL, *instead = NULL;

		if (is_nowhere(before, after, file))
			continue;
		for (guint h = 0; h < file->hunks->len; h++)
			add_words(file->hunks->pdata[h], theirs);
		for (guint h = 0; h < mine->hunks->len; h++)
			add_words(mine->hunks->pdata[h], ours);
		gone = only_in(theirs, ours);
		instead = only_in(ours, theirs);
		if (*gone && *instead)
			add_stringf(adapted, "%s uses %s where upstream uses %s",
				    file_diff_path(file), instead, gone);
		else if (*gone || *instead)
			add_stringf(adapted, "%s: the changed lines %s %s here",
				    file_diff_path(file), *gone ? "do not have" : "also have",
				    *gone ? gone : instead);
	}
}
