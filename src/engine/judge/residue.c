// SPDX-License-Identifier: GPL-2.0-only
/*
 * Upstream's edit and ours are compared as what they remove and add, token by
 * token: the surroundings may differ, the edit may not.
 */
#include <string.h>

#include "base/strings.h"
#include "engine/code/code.h"
#include "engine/code/image.h"
#include "engine/code/text.h"
#include "engine/judge/judge.h"
#include "engine/judge/telling.h"

/* names that a line for people lists */
#define WORDS_SHOWN 8

/* names that may stand in the place of others */
#define WORDS_PAIRED 3

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
	/* what a change takes away and puts back is in neither: "nothing" would not be true */
	if (!upstream->len)
		add_stringf(residue, "%s: this port %s %s, upstream does not", path, verb, mine);
	else if (!ours->len)
		add_stringf(residue, "%s: upstream %s %s, this port does not", path, verb, theirs);
	else
		add_stringf(residue, "%s: upstream %s %s, this port %s", path, verb, theirs, mine);
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

/* a binary file has no lines: it is upstream's, or another one */
static void compare_binary(const struct tree *after, const struct file_diff *file,
			   GPtrArray *residue)
{
	g_autoptr(image) image = file->new_path ? image_load(after, file->new_path, NULL) : NULL;

	if (image && file->new_id && !image_is_blob(image, file->new_id))
		add_stringf(residue, "%s: this is not upstream's file", file->new_path);
}

/* the lines of one kind, one behind the other */
static GString *lines_of_kind(const struct file_diff *file, char kind)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < file->hunks->len; i++) {
		const GArray *lines = ((const struct hunk *)file->hunks->pdata[i])->lines;

		for (guint k = 0; k < lines->len; k++) {
			const struct diff_line *line = &g_array_index(lines, struct diff_line, k);

			if (line->kind != kind)
				continue;
			g_string_append_len(text, line->text, line->size);
			g_string_append_c(text, '\n');
		}
	}
	return text;
}

/* then they do the same, wherever tokens around may be counted with the edit */
static bool same_lines(const struct file_diff *a, const struct file_diff *b, char kind)
{
	g_autoptr(GString) of_a = lines_of_kind(a, kind), of_b = lines_of_kind(b, kind);

	return g_string_equal(of_a, of_b);
}

static void compare_lines(const struct tree *before, const struct tree *after,
			  const struct file_diff *file, GPtrArray *residue)
{
	g_autoptr(file_diff) mine = our_diff(before, after, file);
	const char *path = file_diff_path(file);
	struct edit upstream, ours;

	edit_init(&upstream);
	edit_init(&ours);
	read_edit(file, &upstream);
	read_edit(mine, &ours);
	if (!same_lines(file, mine, '-') || !same_lines(file, mine, '+')) {
		compare_text(path, "removes", upstream.removed, ours.removed, residue);
		compare_text(path, "adds", upstream.added, ours.added, residue);
	}
	compare_touched(before, file, mine, residue);
	compare_comments(path, &upstream, &ours, residue);
	edit_clear(&upstream);
	edit_clear(&ours);
}

void judge_residue(const struct tree *before, const struct tree *after,
		   const struct patch *patch, GPtrArray *residue)
{
	for (guint i = 0; i < patch->diff->files->len; i++) {
		const struct file_diff *file = patch->diff->files->pdata[i];

		if (file->binary)
			compare_binary(after, file, residue);
		else
			compare_lines(before, after, file, residue);
	}
}

/* names on the lines that a change removes and adds, and around, and whether they are called */
struct names {
	GHashTable *removed;
	GHashTable *added;
	GHashTable *around;
};

static void names_init(struct names *names)
{
	names->removed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	names->added = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	names->around = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void names_clear(struct names *names)
{
	g_hash_table_unref(names->removed);
	g_hash_table_unref(names->added);
	g_hash_table_unref(names->around);
}

/* a line inside a comment whose start the hunk may not show; its end is left to the scanner */
static bool is_comment_line(const struct line *line)
{
	const struct line text = text_trim(line);

	return text.size && *text.text == '*' &&
	       (text.size == 1 || strchr(" \t*", text.text[1])) &&
	       !g_strstr_len(text.text, text.size, "*/");
}

static void add_names(const GArray *lines, size_t at, size_t count, GHashTable *names)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(code) code = NULL;

	for (size_t end = at + count; at < end; at++) {
		const struct line *line = &g_array_index(lines, struct line, at);

		if (!is_comment_line(line))
			g_string_append_len(text, line->text, line->size);
	}
	code = code_of_text(text->str, text->len);
	for (guint i = 0; i < code->tokens->len; i++) {
		const struct ctoken *token = &g_array_index(code->tokens, struct ctoken, i);
		bool call = i + 1 < code->tokens->len && ctoken_is(token + 1, "(");
		g_autofree char *name = g_strndup(token->text, token->size);

		if (token->kind != CTOKEN_WORD || !name_is(token->text, token->size))
			continue;
		call |= g_hash_table_lookup(names, name) != NULL;
		g_hash_table_insert(names, g_steal_pointer(&name), GINT_TO_POINTER(call));
	}
}

/* what a diff calls changed may be so for its looks: our own diff says */
static void read_names(const struct file_diff *file, struct names *names)
{
	names_init(names);
	for (guint h = 0; h < file->hunks->len; h++) {
		const struct hunk *hunk = file->hunks->pdata[h];
		g_autoptr(GBytes) pre = g_string_free_to_bytes(hunk_image(hunk, '+'));
		g_autoptr(GBytes) post = g_string_free_to_bytes(hunk_image(hunk, '-'));
		g_autoptr(GArray) old = lines_of(pre), new = lines_of(post);
		g_autoptr(GArray) changes = line_diff(old, new);
		size_t end = 0;

		for (guint i = 0; i < changes->len; i++) {
			const struct change *change = &g_array_index(changes, struct change, i);

			add_names(old, end, change->old_at - end, names->around);
			add_names(old, change->old_at, change->old_count, names->removed);
			add_names(new, change->new_at, change->new_count, names->added);
			end = change->old_at + change->old_count;
		}
		add_names(old, end, old->len - end, names->around);
	}
}

/* on a line that one changes for a brace, which the other leaves as it is */
static bool is_just_near(const struct names *a, const struct names *b, const char *name)
{
	return g_hash_table_contains(a->removed, name) && g_hash_table_contains(a->added, name) &&
	       g_hash_table_contains(b->around, name);
}

/*
 * A name on one side of @a that @b lacks there.  What @b has on the other side is used there all
 * the same, unless it only changed sides.
 */
static bool is_missing(const struct names *a, const struct names *b, GHashTable *other,
		       const char *name)
{
	return !g_hash_table_contains(other, name) && !is_just_near(a, b, name) &&
	       !((g_hash_table_contains(b->removed, name) ||
		  g_hash_table_contains(b->added, name)) &&
		 g_hash_table_contains(a->removed, name) && g_hash_table_contains(a->added, name));
}

static void add_missing(const struct names *a, GHashTable *side, const struct names *b,
			GHashTable *other, GHashTable *only)
{
	GHashTableIter iter;
	gpointer name, called;

	g_hash_table_iter_init(&iter, side);
	while (g_hash_table_iter_next(&iter, &name, &called)) {
		if (is_missing(a, b, other, name))
			g_hash_table_insert(only, name, called);
	}
}

static GHashTable *only_in(const struct names *a, const struct names *b)
{
	GHashTable *only = g_hash_table_new(g_str_hash, g_str_equal);

	add_missing(a, a->removed, b, b->removed, only);
	add_missing(a, a->added, b, b->added, only);
	return only;
}

/**
 * struct listing - names that only one of two changes has
 * @names: them
 * @other: those of the other one, which only changed sides
 * @added: all names on the lines that the change adds
 */
struct listing {
	GHashTable *names;
	GHashTable *other;
	GHashTable *added;
};

/**
 * struct listed - those on lines that come, or of which the change only takes away
 * @text: sorted, as one text
 * @count: how many
 * @tells: some tell anything
 */
struct listed {
	char *text;
	guint count;
	bool tells;
};

static struct listed list_names(const struct listing *listing, bool come)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	GString *list = g_string_new(NULL);
	struct listed listed = { NULL };
	GHashTableIter iter;
	gpointer name, called;

	g_hash_table_iter_init(&iter, listing->names);
	while (g_hash_table_iter_next(&iter, &name, &called)) {
		if (g_hash_table_contains(listing->other, name) ||
		    g_hash_table_contains(listing->added, name) != come)
			continue;
		listed.tells |= name_tells(name, strlen(name));
		g_ptr_array_add(words, g_strconcat(name, called ? "()" : "", NULL));
	}
	g_ptr_array_sort(words, compare_strings);
	for (guint i = 0; i < words->len && i < WORDS_SHOWN; i++)
		g_string_append_printf(list, "%s%s", i ? ", " : "", (char *)words->pdata[i]);
	if (words->len > WORDS_SHOWN)
		g_string_append_printf(list, " and %u more", words->len - WORDS_SHOWN);
	listed.count = words->len;
	listed.text = g_string_free(list, FALSE);
	return listed;
}

/* one name for another may be short; a variable more or less is nothing to tell of */
static void compare_side(const char *path, const struct listing *theirs,
			 const struct listing *ours, bool come, GPtrArray *adapted)
{
	const char *lines = come ? "changed" : "removed", *does = come ? "uses" : "removes";
	struct listed gone = list_names(theirs, come), instead = list_names(ours, come);

	/* of many, none is known to stand for another */
	if (gone.count && instead.count && MAX(gone.count, instead.count) > WORDS_PAIRED)
		add_stringf(adapted, "%s: the %s lines have %s here, and not %s", path, lines,
			    instead.text, gone.text);
	else if (gone.count && instead.count)
		add_stringf(adapted, "%s %s %s where upstream %s %s", path, does, instead.text,
			    does, gone.text);
	else if (gone.tells || instead.tells)
		add_stringf(adapted, "%s: the %s lines %s %s here", path, lines,
			    gone.count ? "do not have" : "also have",
			    gone.count ? gone.text : instead.text);
	g_free(gone.text);
	g_free(instead.text);
}

static void compare_names(const char *path, const struct names *theirs, const struct names *ours,
			  GPtrArray *adapted)
{
	g_autoptr(GHashTable) lost = only_in(theirs, ours), found = only_in(ours, theirs);
	const struct listing gone = { lost, found, theirs->added };
	const struct listing instead = { found, lost, ours->added };

	compare_side(path, &gone, &instead, true, adapted);
	compare_side(path, &gone, &instead, false, adapted);
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
		g_autoptr(file_diff) mine = NULL;
		struct names theirs, ours;

		if (file->binary || is_nowhere(before, after, file))
			continue;
		mine = our_diff(before, after, file);
		read_names(file, &theirs);
		read_names(mine, &ours);
		compare_names(file_diff_path(file), &theirs, &ours, adapted);
		names_clear(&theirs);
		names_clear(&ours);
	}
}
