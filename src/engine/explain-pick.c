// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why a pick is a conflict.  The regions are git's; what the two sides of one
 * do not have in common is asked of the history on either side of the fork.
 */
#include "engine/explain.h"

#include <string.h>

#include "base/strings.h"
#include "engine/image.h"
#include "engine/lacking.h"
#include "engine/lex.h"
#include "engine/pickfile.h"
#include "engine/prior.h"
#include "engine/text.h"
#include "tree/inquiry.h"

/* for one pick; what is not answered by then is said to be unknown */
#define SECONDS 30

/* names that the tree lacks and whose origin is looked for, in one place */
#define MAX_NAMES 3

/**
 * struct account - one pick being explained
 * @picker: whose
 * @inquiry: to the repository
 * @base, @ours: ids of upstream's parent and of the commit ported to; @base "" for none
 * @theirs: upstream's commit
 * @out: struct explanation *
 */
struct account {
	struct picker *picker;
	struct inquiry *inquiry;
	char base[OBJECT_ID_HEX + 1];
	char ours[OBJECT_ID_HEX + 1];
	struct commit *theirs;
	GPtrArray *out;
};

/**
 * struct scene - one file of it
 * @merge: git's merge of it
 * @base_path, @ours_path: where it is
 * @base, @ours: its two versions, taken apart
 * @missing: struct origin *: commits that its regions miss
 * @first: index of its first explanation
 */
struct scene {
	const struct threeway *merge;
	const struct file_merge *file;
	struct image *base;
	struct image *ours;
	GBytes *theirs;
	GPtrArray *missing;
	guint first;
};

static void note(struct explanation *explanation, char *text)
{
	for (guint i = 0; i < explanation->notes->len; i++) {
		if (!strcmp(explanation->notes->pdata[i], text)) {
			g_free(text);
			return;
		}
	}
	g_ptr_array_add(explanation->notes, text);
}

static gint more_lines(gconstpointer a, gconstpointer b)
{
	const struct lack *x = *(struct lack *const *)a, *y = *(struct lack *const *)b;

	return x->lines != y->lines ? (x->lines < y->lines ? 1 : -1) :
				      (x->when > y->when) - (x->when < y->when);
}

static bool has_origin(const GPtrArray *origins, const struct object_id *id)
{
	for (guint i = 0; i < origins->len; i++) {
		if (object_id_equal(&((struct origin *)origins->pdata[i])->commit, id))
			return true;
	}
	return false;
}

/* a commit that upstream has and the line of this tree has not; its copy may be here all the same */
static void miss(struct account *account, struct scene *scene, struct explanation *explanation,
		 const struct origin *origin, struct lack *lack)
{
	enum copy_kind kind;
	g_autoptr(origin) copy = inquiry_copy(account->inquiry, origin, account->base,
					      account->ours, NULL, &kind);
	g_autofree char *name = commit_name(&origin->commit, origin->title);
	g_autofree char *copy_id = copy ? commit_name(&copy->commit, copy->title) : NULL;

	if (copy && kind == COPY_NAMED) {
		note(explanation, g_strdup_printf("%s is in this tree as %s, in another form", name,
						  copy_id));
		lack_free(lack);
		return;
	}
	if (copy)
		note(explanation, g_strdup_printf("%s in this tree has the title of %s; nothing "
						  "says whether it is the same change", copy_id,
						  name));
	g_ptr_array_add(explanation->missing, lack);
	if (scene && !has_origin(scene->missing, &origin->commit)) {
		struct origin *kept = g_new0(struct origin, 1);

		kept->commit = origin->commit;
		kept->title = g_strdup(origin->title);
		kept->when = origin->when;
		kept->path = g_strdup(origin->path);
		kept->lines = g_array_new(FALSE, FALSE, sizeof(guint));
		g_ptr_array_add(scene->missing, kept);
	}
}

/* lines that upstream has behind the fork come from commits that are missing here */
static void look_at_expected(struct account *account, struct scene *scene,
			     struct explanation *explanation, const GArray *lines)
{
	g_autoptr(GPtrArray) origins = inquiry_blame(account->inquiry, account->ours, account->base,
						     scene->file->base_path, lines);

	for (guint i = 0; i < origins->len; i++) {
		const struct origin *origin = origins->pdata[i];
		g_autofree char *line = NULL;
		g_autoptr(origin) taken = NULL;

		if (!origin->boundary) {
			miss(account, scene, explanation, origin,
			     lack_of_commit(origin, scene->base->lines));
			continue;
		}
		/* as old as the fork: this tree took them away */
		line = telling_line(scene->base->lines, origin->lines);
		taken = inquiry_last(account->inquiry, account->base, account->ours,
				     scene->file->ours_path, DEED_TEXT, line);
		if (taken) {
			g_array_append_vals(taken->lines, origin->lines->data, origin->lines->len);
			since_add(explanation->since, taken, SINCE_TREE);
		}
	}
}

/* lines that are as old as the fork: upstream took them away since */
static void look_at_old(struct account *account, struct scene *scene,
			struct explanation *explanation, const GArray *lines)
{
	g_autoptr(GPtrArray) origins = inquiry_blame(account->inquiry, NULL, account->ours,
						     scene->file->ours_path, lines);
	g_autofree char *line = telling_line(scene->ours->lines, lines);
	g_autoptr(origin) taken = inquiry_last(account->inquiry, account->ours, account->base,
					       scene->file->base_path, DEED_TEXT, line);

	for (guint i = 0; i < origins->len; i++)
		since_add(explanation->since, origins->pdata[i],
			  SINCE_UPSTREAM);
	if (taken) {
		struct lack *lack;

		g_array_append_vals(taken->lines, lines->data, lines->len);
		lack = lack_of_commit(taken, scene->ours->lines);
		for (guint i = 0; i < explanation->missing->len; i++) {
			struct lack *known = explanation->missing->pdata[i];

			if (!g_strcmp0(known->commit, lack->commit)) {
				lack_free(lack);
				return;
			}
		}
		miss(account, scene, explanation, taken, lack);
	}
}

static void look_at_here(struct account *account, struct scene *scene,
			 struct explanation *explanation, const GArray *lines)
{
	g_autoptr(GPtrArray) origins = inquiry_blame(account->inquiry, account->base, account->ours,
						     scene->file->ours_path, lines);
	g_autoptr(GArray) old = g_array_new(FALSE, FALSE, sizeof(guint));

	for (guint i = 0; i < origins->len; i++) {
		const struct origin *origin = origins->pdata[i];

		if (origin->boundary)
			g_array_append_vals(old, origin->lines->data, origin->lines->len);
		else
			since_add(explanation->since, origin, SINCE_TREE);
	}
	if (old->len)
		look_at_old(account, scene, explanation, old);
}

struct new_names {
	struct account *account;
	struct explanation *explanation;
	GHashTable *seen;
};

/* a name that upstream's tree has in some other file, and this tree nowhere */
static void look_at_name(void *data, const struct line *word)
{
	struct new_names *names = data;
	struct account *account = names->account;
	g_autofree char *name = NULL, *path = NULL;
	g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(GPtrArray) origins = NULL;
	struct lack *lack;
	guint line;

	if (word->size < 3 || lex_keyword(word->text, word->size) ||
	    g_hash_table_size(names->seen) >= MAX_NAMES)
		return;
	if (words_count(account->picker->ours_words, word->text, word->size) ||
	    !words_count(account->picker->base_words, word->text, word->size))
		return;
	name = g_strndup(word->text, word->size);
	if (!g_hash_table_add(names->seen, g_strdup(name)))
		return;
	lack = lack_new(LACK_NAME);
	lack->what = g_strdup(name);
	path = inquiry_definition(account->inquiry, account->base, name, &line);
	if (path) {
		g_array_append_val(lines, line);
		origins = inquiry_blame(account->inquiry, account->ours, account->base, path,
					lines);
	}
	if (origins && origins->len && !((struct origin *)origins->pdata[0])->boundary) {
		const struct origin *origin = origins->pdata[0];
		char id[OBJECT_ID_HEX + 1];

		lack->commit = g_strdup(object_id_hex(&origin->commit, id));
		lack->title = g_strdup(origin->title);
		lack->when = origin->when;
		lack->date = explain_date(origin->when);
		lack->line = g_strdup_printf("%s:%u", path, line);
	} else {
		note(names->explanation,
		     g_strdup_printf("where '%s' is defined upstream is not clear", name));
	}
	g_ptr_array_add(names->explanation->missing, lack);
}

static void look_at_names(struct account *account, const struct scene *scene,
			  struct explanation *explanation, const GArray *added)
{
	g_autofree char *text = lines_text(scene->merge->theirs, added);
	g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct new_names names = { account, explanation, seen };

	if (path_is_c(scene->file->path))
		text_each_word(bytes, look_at_name, &names);
}

static const char *function_of(const struct scene *scene, const struct region *region)
{
	const char *function = image_function(scene->ours, region->ours.at + 1);

	if (!*function && region->ours.at)
		function = image_function(scene->ours, region->ours.at);
	return *function ? function : image_function(scene->base, region->base.at + 1);
}

static void explain_region(struct account *account, struct scene *scene,
			   const struct region *region)
{
	struct explanation *explanation = explanation_new();
	const struct threeway *merge = scene->merge;
	struct difference upstream, tree;

	difference_find(&upstream, merge->base, region->base, merge->theirs, region->theirs);
	difference_find(&tree, merge->base, region->base, merge->ours, region->ours);
	explanation->path = g_strdup(scene->file->ours_path);
	if (strcmp(scene->file->base_path, scene->file->ours_path))
		explanation->from = g_strdup(scene->file->base_path);
	explanation->function = path_is_c(scene->file->path) ?
					g_strdup(function_of(scene, region)) : g_strdup("");
	explanation->line = region->ours.at + 1;
	explanation->removed = lines_text(merge->base, upstream.old_only);
	explanation->added = lines_text(merge->theirs, upstream.new_only);
	explanation->expected = lines_text(merge->base, tree.old_only);
	explanation->here = lines_text(merge->ours, tree.new_only);
	look_at_expected(account, scene, explanation, tree.old_only);
	look_at_here(account, scene, explanation, tree.new_only);
	look_at_names(account, scene, explanation, upstream.new_only);
	g_ptr_array_sort(explanation->missing, more_lines);
	difference_clear(&upstream);
	difference_clear(&tree);
	g_ptr_array_add(account->out, explanation);
}

/* which of git's conflicts did no rung resolve? */
static bool is_unresolved(const struct picked_file *file, const struct scene *scene,
			  const struct region *region)
{
	g_autoptr(GBytes) ours = threeway_text(scene->merge->ours, region->ours);
	gsize size;
	const char *text = g_bytes_get_data(ours, &size);

	for (guint i = 0; i < file->regions->len; i++) {
		const struct picked_region *known = file->regions->pdata[i];

		if (known->line == region->ours.at + 1 && !known->rung &&
		    strlen(known->ours) == size && (!size || !memcmp(known->ours, text, size)))
			return true;
	}
	return false;
}

static gint older(gconstpointer a, gconstpointer b)
{
	const struct origin *x = *(struct origin *const *)a, *y = *(struct origin *const *)b;

	return (x->when > y->when) - (x->when < y->when);
}

/* what the file's regions have in common: would it help to port what they miss? */
static void find_remedy(struct account *account, struct scene *scene)
{
	g_autofree char *remedy = NULL;
	guint count = account->out->len - scene->first;

	g_ptr_array_sort(scene->missing, older);
	if (!scene->missing->len && inquiry_trouble(account->inquiry))
		remedy = g_strdup("not known, as the history could not be asked");
	else
		remedy = prior_remedy(account->picker->objects, scene->missing,
				      scene->base->bytes, scene->ours->bytes, scene->theirs,
				      count);
	for (guint i = scene->first; i < account->out->len; i++) {
		struct explanation *explanation = account->out->pdata[i];
		const char *name = NULL;

		for (guint j = 0; j < explanation->missing->len; j++) {
			const struct lack *lack = explanation->missing->pdata[j];

			name = lack->kind == LACK_NAME ? lack->what : name;
		}
		explanation->remedy = !scene->missing->len && name ?
			g_strdup_printf("this tree has no '%s'; a person must say it in this "
					"tree's words", name) :
			g_strdup(remedy);
	}
}

static void explain_content(struct account *account, const struct file_merge *merge,
			    const struct picked_file *file, const struct pick_text *text)
{
	g_autoptr(threeway) threeway = threeway_new(text->base, text->ours, text->theirs);
	g_autoptr(image) base = image_new(merge->base_path, text->base);
	g_autoptr(image) ours = image_new(merge->ours_path, text->ours);
	g_autoptr(GPtrArray) missing = g_ptr_array_new_with_free_func((GDestroyNotify)origin_free);
	struct scene scene = { threeway, merge, base, ours, text->theirs, missing,
			       account->out->len };

	for (guint i = 0; i < threeway->regions->len; i++) {
		const struct region *region = &g_array_index(threeway->regions, struct region, i);

		if (region->kind == REGION_CONFLICT && is_unresolved(file, &scene, region))
			explain_region(account, &scene, region);
	}
	find_remedy(account, &scene);
}

/* a file as a whole: absent, or of another kind */
static struct explanation *explain_whole(struct account *account, const struct file_merge *merge,
					 const struct picked_file *file)
{
	struct explanation *explanation = explanation_new();

	explanation->path = g_strdup(merge->ours_path);
	if (strcmp(merge->base_path, merge->ours_path))
		explanation->from = g_strdup(merge->base_path);
	explanation->function = g_strdup("");
	explanation->removed = g_strdup("");
	explanation->added = g_strdup("");
	explanation->expected = g_strdup("");
	explanation->here = g_strdup("");
	if (file->note)
		note(explanation, g_strdup(file->note));
	g_ptr_array_add(account->out, explanation);
	return explanation;
}

static void explain_absent(struct account *account, const struct file_merge *merge,
			   const struct picked_file *file)
{
	struct explanation *explanation = explain_whole(account, merge, file);
	g_autoptr(origin) went = inquiry_last(account->inquiry, account->base, account->ours,
					      merge->base_path, DEED_DELETED, NULL);
	g_autoptr(origin) came = went ? NULL : inquiry_last(account->inquiry, account->ours,
							    account->base, merge->base_path,
							    DEED_ADDED, NULL);
	struct lack *lack = lack_new(LACK_FILE);
	g_autofree char *name = NULL;
	char id[OBJECT_ID_HEX + 1];

	lack->what = g_strdup(merge->base_path);
	g_ptr_array_add(explanation->missing, lack);
	if (went) {
		since_add(explanation->since, went, SINCE_TREE);
		name = commit_name(&went->commit, went->title);
		explanation->remedy = g_strdup_printf("nothing is missing: %s of this tree took "
						      "the file away", name);
	} else if (came) {
		lack->commit = g_strdup(object_id_hex(&came->commit, id));
		lack->title = g_strdup(came->title);
		lack->when = came->when;
		lack->date = explain_date(came->when);
		name = commit_name(&came->commit, came->title);
		explanation->remedy = g_strdup_printf("the file comes with %s", name);
	} else {
		explanation->remedy = g_strdup("where the file comes from is not known");
	}
}

static void explain_file(struct account *account, const struct file_merge *merge,
			 struct picked_file *file)
{
	struct pick_job job = { .picker = account->picker, .objects = account->picker->objects };
	struct pick_text *text = NULL;
	struct explanation *whole;

	if (merge->state == MERGE_ABSENT) {
		explain_absent(account, merge, file);
		return;
	}
	if (merge->state == MERGE_CONTENT && file->regions->len)
		text = pick_text_read(&job, merge, file, NULL);
	if (text && text->base && text->ours && text->theirs) {
		explain_content(account, merge, file, text);
	} else {
		whole = explain_whole(account, merge, file);
		whole->remedy = g_strdup("a merge of lines cannot help here");
	}
	pick_text_free(text);
}

static const struct file_merge *merge_of(const GPtrArray *merges, const struct picked_file *file)
{
	for (guint i = 0; i < merges->len; i++) {
		const struct file_merge *merge = merges->pdata[i];

		if (!strcmp(merge->path, file->path))
			return merge;
	}
	return NULL;
}

static GPtrArray *merges_of(struct account *account, const struct commit *base,
			    const struct commit *ours)
{
	static const struct object_id nothing;
	struct objects *objects = account->picker->objects;
	const struct object_id *tree = base ? &base->tree : &nothing;
	g_autoptr(GArray) deltas = objects_compare(objects, tree, &account->theirs->tree, NULL);

	words_goto(account->picker->ours_words, &ours->tree);
	words_goto(account->picker->base_words, tree);
	return deltas ? tree_merge(objects, account->picker->similarity, tree, &ours->tree, deltas,
				   NULL) : NULL;
}

static void explain_all(struct account *account, const GPtrArray *merges,
			const struct picked *picked)
{
	for (guint i = 0; i < picked->files->len; i++) {
		struct picked_file *file = picked->files->pdata[i];
		const struct file_merge *merge = file->rung ? NULL : merge_of(merges, file);

		if (merge)
			explain_file(account, merge, file);
	}
	for (guint i = 0; inquiry_trouble(account->inquiry) && i < account->out->len; i++)
		note(account->out->pdata[i], g_strdup(inquiry_trouble(account->inquiry)));
}

GPtrArray *explain_pick(struct picker *picker, const char *onto, const char *upstream,
			const struct picked *picked)
{
	struct objects *objects = picker->objects;
	g_autoptr(commit) ours = NULL, theirs = NULL, base = NULL;
	g_autoptr(inquiry) inquiry = inquiry_new(objects_repository(objects), SECONDS);
	g_autoptr(GPtrArray) merges = NULL;
	struct account account = { .picker = picker, .inquiry = inquiry };

	account.out = g_ptr_array_new_with_free_func((GDestroyNotify)explanation_free);
	if (picked->outcome != OUTCOME_CONFLICT)
		return account.out;
	ours = objects_commit(objects, onto, NULL);
	theirs = objects_commit(objects, upstream, NULL);
	if (theirs && theirs->parents->len)
		base = objects_commit_by_id(objects, &g_array_index(theirs->parents,
								    struct object_id, 0), NULL);
	if (!ours || !base)
		return account.out;
	object_id_hex(&ours->id, account.ours);
	object_id_hex(&base->id, account.base);
	account.theirs = theirs;
	merges = merges_of(&account, base, ours);
	if (merges)
		explain_all(&account, merges, picked);
	return account.out;
}
