// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why one place is a conflict.  What the two sides do not have in common is
 * asked of the history on either side of the fork; where upstream's is not at
 * hand, of the patches that are.
 */
#include "engine/explain/explainparts.h"

#include <string.h>

#include "base/bytefind.h"
#include "base/strings.h"
#include "engine/code/lex.h"
#include "engine/code/text.h"
#include "engine/explain/lacking.h"
#include "engine/merge/definitions.h"
#include "engine/merge/edits.h"
#include "engine/result/explanation.h"

/* lines that a patch shows on either side of a change */
#define CONTEXT 3

void explain_note(struct explanation *explanation, char *text)
{
	add_string_once(explanation->notes, text);
	g_free(text);
}

static gint more_lines(gconstpointer a, gconstpointer b)
{
	const struct lack *x = *(struct lack *const *)a, *y = *(struct lack *const *)b;

	if (x->weak != y->weak)
		return x->weak ? 1 : -1;
	return x->lines != y->lines ? (x->lines < y->lines ? 1 : -1) :
				      (x->when > y->when) - (x->when < y->when);
}

static guint count_of(GBytes *file, const char *line)
{
	gsize size = 0, length = strlen(line);
	const char *text = file ? g_bytes_get_data(file, &size) : "", *end = text + size;
	guint count = 0;

	while (text && (text = bytes_find(text, end - text, line, length))) {
		text += length;
		count++;
	}
	return count;
}

/* git names who changed how often a text is there; a copy of it takes nothing away */
static bool takes_away(struct account *account, const struct origin *origin, const char *line)
{
	g_autoptr(commit) commit = objects_commit_by_id(account->objects, &origin->commit, NULL);
	g_autoptr(GBytes) before = NULL, after = NULL;

	if (!commit || commit->parents->len != 1)
		return false;
	before = commit_file(account->objects,
			     &g_array_index(commit->parents, struct object_id, 0), origin->path);
	after = commit_file(account->objects, &commit->id, origin->path);
	return count_of(before, line) > count_of(after, line);
}

/* who took lines away that were here once; nobody where they never were */
static void look_who_took(struct account *account, const struct setting *setting,
			  struct explanation *explanation, const GArray *lines)
{
	g_autofree char *line = telling_line(setting->base->lines, lines);
	const char *fork = *account->base ? account->base : NULL;
	g_autoptr(origin) taken = NULL;

	if (!line || !account->inquiry)
		return;
	taken = inquiry_last(account->inquiry, fork, account->ours, setting->ours_path, DEED_TEXT,
			     line);
	if (!taken || !takes_away(account, taken, line))
		return;
	g_array_append_vals(taken->lines, lines->data, lines->len);
	since_add(explanation->since, taken, SINCE_TREE);
}

static bool is_one_of(guint line, const GArray *lines)
{
	for (guint i = 0; i < lines->len; i++)
		if (g_array_index(lines, guint, i) == line)
			return true;
	return false;
}

/* the one commit that all of some lines come from, or NULL */
static const struct origin *only_origin(const GPtrArray *origins, const GArray *lines)
{
	for (guint i = 0; i < origins->len; i++) {
		const struct origin *origin = origins->pdata[i];
		guint count = 0;

		for (guint k = 0; k < lines->len; k++)
			count += is_one_of(g_array_index(lines, guint, k), origin->lines);
		if (count)
			return count == lines->len ? origin : NULL;
	}
	return NULL;
}

/* code that is to be changed, and is not here at all, may need no change; a text says less */
static void doubt_need(struct explanation *explanation, const struct origin *origin)
{
	g_autofree char *name = commit_name(&origin->commit, origin->title);
	g_autofree char *date = explain_date(origin->when);

	explain_note(explanation,
		     g_strdup_printf("the lines that upstream changes there come from %s, %s, "
				     "which is not in this tree: it may not need the change",
				     name, date));
}

/* true where that leaves none: then all stay */
static bool keep_worded(const GArray *file, struct origin *origin)
{
	GArray *worded;

	if (!lines_worded(file, origin->lines))
		return true;
	worded = worded_lines(file, origin->lines);
	g_array_unref(origin->lines);
	origin->lines = worded;
	return false;
}

/*
 * Lines that upstream has from behind the fork come from commits that are missing here.
 * @changed: those that upstream changes, where nothing of that has a place here; or NULL
 */
static void look_at_expected(struct account *account, struct setting *setting,
			     struct explanation *explanation, const GArray *lines,
			     const GArray *changed)
{
	g_autoptr(GPtrArray) origins = NULL;
	g_autoptr(GArray) worded = NULL;
	const struct origin *only;

	if (!*account->base) {
		explain_by_patches(account->sources, explanation, setting->base->lines, lines);
		look_who_took(account, setting, explanation, lines);
		return;
	}
	origins = inquiry_blame(account->inquiry, account->ours, account->base, setting->base_path,
				lines);
	if (changed && path_is_c(setting->base_path))
		worded = worded_lines(setting->base->lines, changed);
	only = worded ? only_origin(origins, worded) : NULL;
	for (guint i = 0; i < origins->len; i++) {
		struct origin *origin = origins->pdata[i];
		struct telling telling = { setting->base->lines, LACK_ADDS,
					   keep_worded(setting->base->lines, origin) };

		/* what is as old as the fork, this tree took away */
		if (origin->boundary && !telling.weak)
			look_who_took(account, setting, explanation, origin->lines);
		else if (!origin->boundary &&
			 explain_missing(account, setting, explanation, origin, &telling) &&
			 origin == only)
			doubt_need(explanation, origin);
	}
}

/* lines that are as old as the fork: upstream took them away since */
static void look_at_old(struct account *account, struct setting *setting,
			struct explanation *explanation, const GArray *lines)
{
	g_autoptr(GPtrArray) origins = inquiry_blame(account->inquiry, NULL, account->ours,
						     setting->ours_path, lines);
	g_autoptr(origin) taken = NULL;
	g_autofree char *line = NULL;
	const GArray *file = setting->ours->lines;
	struct telling telling = { NULL, LACK_REMOVES };
	g_autoptr(GArray) committed = NULL, worded = NULL;

	for (guint i = 0; i < origins->len; i++)
		since_add(explanation->since, origins->pdata[i],
			  *account->base ? SINCE_UPSTREAM : SINCE_UNKNOWN);
	if (!*account->base)
		return;
	if (setting->committed)
		file = committed = lines_of(setting->committed);
	line = lines_worded(file, lines) ? telling_line(file, lines) : NULL;
	taken = line ? inquiry_last(account->inquiry, account->ours, account->base,
				    setting->base_path, DEED_TEXT, line) : NULL;
	if (!taken || !takes_away(account, taken, line))
		return;
	telling.file = file;
	worded = worded_lines(file, lines);
	g_array_append_vals(taken->lines, worded->data, worded->len);
	explain_missing(account, setting, explanation, taken, &telling);
}

/* the lines in the committed file; those that it lacks were ported before */
static GArray *committed_lines(const struct setting *setting, struct explanation *explanation,
			       const GArray *lines)
{
	g_autoptr(GArray) committed = lines_of(setting->committed);
	g_autoptr(GArray) changes = line_diff(setting->ours->lines, committed);
	GArray *found = g_array_new(FALSE, FALSE, sizeof(guint));
	guint next = 0;
	long shift = 0;

	for (guint i = 0; i < lines->len; i++) {
		guint line = g_array_index(lines, guint, i), there;
		const struct change *change = NULL;

		for (; next < changes->len; next++) {
			change = &g_array_index(changes, struct change, next);
			if (change->old_at + change->old_count >= line)
				break;
			shift = (long)(change->new_at + change->new_count) -
				(long)(change->old_at + change->old_count);
		}
		if (next < changes->len && change->old_at < line)
			continue;
		there = line + shift;
		g_array_append_val(found, there);
	}
	if (found->len < lines->len)
		explain_note(explanation, g_strdup("lines here come from what was ported before "
						   "this patch"));
	return found;
}

static void look_at_here(struct account *account, struct setting *setting,
			 struct explanation *explanation, const GArray *ours_lines)
{
	g_autoptr(GArray) mapped = setting->committed ?
		committed_lines(setting, explanation, ours_lines) : NULL;
	const GArray *lines = mapped ? mapped : ours_lines;
	g_autoptr(GArray) old = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GPtrArray) origins = NULL;

	if (!account->inquiry)
		return;
	if (!*account->base) {
		look_at_old(account, setting, explanation, lines);
		return;
	}
	origins = inquiry_blame(account->inquiry, account->base, account->ours, setting->ours_path,
				lines);
	for (guint i = 0; i < origins->len; i++) {
		const struct origin *origin = origins->pdata[i];

		if (origin->boundary)
			g_array_append_vals(old, origin->lines->data, origin->lines->len);
		else
			since_add(explanation->since, origin, SINCE_TREE);
	}
	if (old->len)
		look_at_old(account, setting, explanation, old);
}

static const char *function_of(const struct setting *setting, const struct region *region)
{
	const char *function = "";

	if (!path_is_c(setting->ours_path))
		return function;
	if (region->ours.at < setting->ours->lines->len)
		function = image_function(setting->ours, region->ours.at + 1);
	if (!*function && region->ours.at)
		function = image_function(setting->ours, region->ours.at);
	return *function ? function : image_function(setting->base, region->base.at + 1);
}

struct explanation *explain_file(struct account *account, const char *ours_path,
				 const char *base_path)
{
	struct explanation *explanation = explanation_of(ours_path);

	if (strcmp(base_path, ours_path))
		explanation->from = g_strdup(base_path);
	g_ptr_array_add(account->out, explanation);
	return explanation;
}

static void put(char **at, char *text)
{
	g_free(*at);
	*at = text;
}

/* of some lines of the base, those that a patch of upstream's change would show */
static void keep_near(const struct setting *setting, const struct region *region, GArray *numbers)
{
	g_autoptr(GArray) edits = edits_between(setting->merge, region->base, region->theirs);
	g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < numbers->len; i++) {
		guint line = g_array_index(numbers, guint, i);
		bool shown = false;

		for (guint k = 0; k < edits->len; k++) {
			const struct edit *edit = &g_array_index(edits, struct edit, k);

			shown |= line + CONTEXT > edit->old.at &&
				 line <= edit->old.end + CONTEXT;
		}
		if (shown)
			g_array_append_val(near, line);
	}
	if (!near->len)
		return;
	g_array_set_size(numbers, 0);
	g_array_append_vals(numbers, near->data, near->len);
}

static struct definitions definitions_in(const struct image *image)
{
	return (struct definitions){ image->bytes, image->lines, image->source };
}

/**
 * struct moved - a definition that is elsewhere in the file than the region
 * @base, @ours: its lines upstream and here
 * @around: of @base, what upstream changes, and what a patch shows of the lines around that
 */
struct moved {
	struct span base;
	struct span ours;
	struct span around;
};

static bool lies_apart(struct span a, struct span b)
{
	return a.end <= b.at || a.at >= b.end;
}

/* where all that upstream changes in the region is of one such definition */
static bool find_moved(const struct setting *setting, const struct region *region,
		       struct moved *out)
{
	const struct definitions base = definitions_in(setting->base);
	const struct definitions here = definitions_in(setting->ours);
	const struct cregion *found = NULL;
	g_autoptr(GArray) edits = NULL;

	if (!path_is_c(setting->ours_path))
		return false;
	edits = edits_between(setting->merge, region->base, region->theirs);
	for (guint i = 0; i < edits->len; i++) {
		struct span old = g_array_index(edits, struct edit, i).old;
		const struct cregion *like = definitions_same(&base, old, &here);

		if (!like || (found && like != found))
			return false;
		if (!found)
			out->around.at = MAX(old.at, CONTEXT) - CONTEXT;
		found = like;
		out->around.end = old.end + CONTEXT;
		out->base = definition_span(&base, definitions_holding(&base, old));
		out->ours = definition_span(&here, like);
	}
	return found && lies_apart(out->ours, region->ours);
}

/* how many of some lines (from 1) are in a span (from 0) */
static guint count_within(const GArray *numbers, struct span span)
{
	guint count = 0;

	for (guint i = 0; i < numbers->len; i++) {
		guint line = g_array_index(numbers, guint, i);

		count += line > span.at && line <= span.end;
	}
	return count;
}

static guint count_worded(const GArray *file, struct span span)
{
	guint count = 0;

	for (size_t i = span.at; i < MIN(span.end, file->len); i++) {
		const struct line *line = &g_array_index(file, struct line, i);

		count += !text_is_blank(line->text, line->size);
	}
	return count;
}

/* has the definition most of upstream's lines around the change, and more than the region has? */
static bool has_more(const struct setting *setting, const struct moved *moved,
		     const struct difference *there, const struct difference *region)
{
	guint missing = count_within(there->old_only, moved->around);

	return missing < count_within(region->old_only, moved->around) &&
	       2 * missing <= count_worded(setting->merge->base, moved->around);
}

/*
 * What the tree's lines differ in from the base's.  git takes what moved for missing, and has other
 * code for it; what is there is held against the definition, unless only the name is the same.
 */
static bool find_difference(const struct setting *setting, const struct region *region,
			    struct moved *moved, struct difference *tree)
{
	const struct threeway *merge = setting->merge;
	struct difference there;

	difference_find(tree, merge->base, region->base, merge->ours, region->ours);
	if (!find_moved(setting, region, moved))
		return false;
	difference_around(&there, merge->base, moved->base, moved->around, merge->ours,
			  moved->ours);
	if (!has_more(setting, moved, &there, tree)) {
		difference_clear(&there);
		return false;
	}
	difference_clear(tree);
	*tree = there;
	return true;
}

static void note_moved(struct explanation *explanation)
{
	explain_note(explanation, g_strdup_printf("'%s' stands at another place of the file here "
						  "than upstream", explanation->function));
}

struct explanation *explain_region(struct account *account, struct setting *setting,
				   const struct region *region)
{
	struct explanation *explanation =
		explain_file(account, setting->ours_path, setting->base_path);
	const struct threeway *merge = setting->merge;
	struct difference upstream, tree;
	struct moved moved;
	bool elsewhere = find_difference(setting, region, &moved, &tree);

	difference_find(&upstream, merge->base, region->base, merge->theirs, region->theirs);
	if (setting->nowhere)
		keep_near(setting, region, tree.old_only);
	put(&explanation->function, g_strdup(elsewhere ?
					     image_function(setting->ours, moved.ours.end) :
					     function_of(setting, region)));
	explanation->line = (elsewhere ? moved.ours.at : region->ours.at) + 1;
	if (elsewhere)
		note_moved(explanation);
	explanation->moved = elsewhere && !tree.old_only->len && !tree.new_only->len;
	put(&explanation->removed, lines_text(merge->base, upstream.old_only));
	put(&explanation->added, lines_text(merge->theirs, upstream.new_only));
	put(&explanation->expected, lines_text(merge->base, tree.old_only));
	put(&explanation->here, lines_text(merge->ours, tree.new_only));
	look_at_expected(account, setting, explanation, tree.old_only,
			 setting->nowhere ? upstream.old_only : NULL);
	look_at_here(account, setting, explanation, tree.new_only);
	explain_names(account, setting, explanation, upstream.new_only);
	g_ptr_array_sort(explanation->missing, more_lines);
	difference_clear(&upstream);
	difference_clear(&tree);
	return explanation;
}

void explain_finish(struct account *account)
{
	const char *trouble = account->inquiry ? inquiry_trouble(account->inquiry) : NULL;

	for (guint i = 0; trouble && i < account->out->len; i++)
		explain_note(account->out->pdata[i], g_strdup(trouble));
}
